"""`course exercise`: a new file, a look at it, its proof, as an author meets them."""

from __future__ import annotations

import inspect
import re
from html import unescape

import pytest
import yaml
from click.testing import CliRunner

from course.cli import main
from course.content.formulas import FUNCTIONS
from course.content.places import ROOT
from course.exercises import exercise as content
from course.exercises import preview
from course.exercises.kinds import names as kinds
from course.exercises.names import exercise_file, exercise_files, lesson_named, lessons

LESSON = "02-interest-on-interest"


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(main, ["exercise", *arguments])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A place of exercises that holds none yet."""
    monkeypatch.setattr(content, "EXERCISES", tmp_path)
    return tmp_path


@pytest.mark.parametrize("kind", kinds())
def test_a_new_file_of_every_kind_can_be_looked_at_and_is_right(run, folder, kind):
    made = run("new", LESSON, "my-own", "--kind", kind)
    assert made.exit_code == 0, made.output
    assert "course exercise check my-own" in made.output
    text = (folder / LESSON / "my-own.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../exercises.schema.json\n")
    assert yaml.safe_load(text)["task"]["kind"] == kind
    for code in ("en", "zh"):
        looked = run("preview", "my-own", "--seed", "3", "--lang", code)
        assert looked.exit_code == 0, looked.output
        assert yaml.safe_load(text)["title"][code] in looked.output
    checked = run("check", "my-own")
    assert checked.exit_code == 0, checked.output
    assert "1/1 02-interest-on-interest/my-own ... right in 200 variants" in checked.output


@pytest.mark.parametrize("kind", kinds())
def test_each_field_of_a_new_file_is_explained(run, folder, kind):
    run("new", LESSON, "my-own", "--kind", kind)
    text = (folder / LESSON / "my-own.yaml").read_text(encoding="utf-8")
    explained = {line.strip().removeprefix("# ").partition(":")[0] for line in text.splitlines()}

    def fields(part):
        if isinstance(part, list):
            for below in part:
                yield from fields(below)
        elif isinstance(part, dict):
            for name, below in part.items():
                yield name
                yield from fields(below)

    named = set(fields(yaml.safe_load(text)))
    # Names that the author gives, and the two languages, need no explanation.
    own = {
        "en",
        "zh",
        *yaml.safe_load(text).get("parameters", {}),
        *yaml.safe_load(text).get("values", {}),
    }
    own |= {"share", "by_payment", "amount", "annual_rate", "years"}
    assert named - own <= explained


def test_the_kinds_of_the_command_are_those_there_are(run):
    for kind in kinds():
        assert kind in run("new", "--help").output
    listed = run("kinds").output
    assert [line.split()[0] for line in listed.splitlines()] == list(kinds())
    assert "put in order" in listed


def test_nothing_is_overwritten(run, folder):
    run("new", LESSON, "mine")
    file = folder / LESSON / "mine.yaml"
    file.write_text("my work", encoding="utf-8")
    again = run("new", LESSON, "mine")
    assert again.exit_code == 2
    assert "is there already" in again.output
    assert file.read_text(encoding="utf-8") == "my work"


@pytest.mark.parametrize(
    ("lesson", "name", "said"),
    [
        ("02-interest-on-intrest", "mine", "did you mean 02-interest-on-interest?"),
        ("99", "mine", "allowed: one of 01-where-do-you-stand"),
        ("", "mine", "allowed: one of"),
        ("../02-interest-on-interest", "mine", "allowed"),
        (LESSON, "My own exercise", "for example my-own-exercise"),
        (LESSON, "../mine", "for example mine"),
        (LESSON, "2nd", "small letters a to z"),
        (LESSON, "练习", "small letters a to z"),
        (LESSON, "", "small letters a to z"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_one_that_can(run, folder, lesson, name, said):
    result = run("new", lesson, name)
    assert result.exit_code == 2
    assert said in result.output
    assert not list(folder.rglob("*.yaml"))


def test_a_lesson_by_its_number():
    assert lesson_named("2") == lesson_named("02") == LESSON
    assert LESSON in lessons()
    assert "00-welcome" not in lessons()


def test_check_names_what_is_wrong_and_goes_on(run, folder):
    for name in ("broken", "fine", "unproved"):
        run("new", LESSON, name, "--kind", "number")
    for name, right, wrong in (
        ("broken", "formula: months / 12", "formula: mnoths / 12"),
        ("unproved", "- months != 12", "- months > 0"),
    ):
        file = folder / LESSON / f"{name}.yaml"
        text = file.read_text(encoding="utf-8")
        assert right in text
        file.write_text(text.replace(right, wrong), encoding="utf-8")
    result = run("check")
    assert result.exit_code == 1
    assert "1/3 02-interest-on-interest/broken ... 1 to mend" in result.output
    assert "values.years.formula is 'mnoths / 12'; allowed: " in result.output
    assert "did you mean months?" in result.output
    assert "2/3 02-interest-on-interest/fine ... right in 200 variants" in result.output
    assert "task.misconceptions[0].formula is 'amount * rate'; allowed: a value" in result.output
    assert run("check", "fine").exit_code == 0


def test_an_unknown_exercise_is_met_with_the_nearest(run):
    name = exercise_file("year-of-daily-interest").stem
    for command in ("preview", "check"):
        result = run(command, f"{name}s")
        assert result.exit_code != 0
        assert f"did you mean {name}?" in result.output
    assert "the name of a file in data/exercises" in run("check", "qqqqqqq").output


def test_an_exercise_is_found_by_any_of_its_names(monkeypatch):
    id, file = next(iter(exercise_files().items()))
    monkeypatch.chdir(ROOT)
    for name in (id, file.stem, f"data/exercises/{id}.yaml", str(file)):
        assert exercise_file(name) == file


def test_two_of_one_name_are_told_apart_by_their_lessons(run, folder):
    run("new", LESSON, "mine")
    run("new", "03-one-loan-many-rates", "mine")
    result = run("check", "mine")
    assert result.exit_code == 2
    assert f"{LESSON}/mine, 03-one-loan-many-rates/mine" in result.output
    assert run("preview", f"{LESSON}/mine").exit_code == 0


def test_preview_of_a_broken_file_says_what_is_wrong(run, folder):
    run("new", LESSON, "mine")
    file = folder / LESSON / "mine.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("- months != 12", "- months > 99"), encoding="utf-8")
    result = run("preview", "mine")
    assert result.exit_code == 1
    assert "fulfil 'months > 99'" in result.output
    file.write_text(text.replace("kind: number", "kind: numbr"), encoding="utf-8")
    assert "mine.yaml:" in run("preview", "mine").output


# Simple interest by hand: 6,500 at 12 % for 3 months is 195, for a whole year 780.
def test_a_preview_shows_question_answer_wrong_answers_hints_and_explanation(run, folder):
    run("new", LESSON, "mine")
    file = folder / LESSON / "mine.yaml"
    text = file.read_text(encoding="utf-8")
    for right, wrong in (
        ("    from: 2000\n", "    choices: [6500]\n"),
        ("choices: [6, 7.2, 12]", "choices: [12]"),
    ):
        assert right in text
        text = text.replace(right, wrong)
    lines = [line for line in text.splitlines() if line.strip() not in ("to: 9000", "step: 500")]
    text = "\n".join(lines).replace("    from: 3\n", "    choices: [3]\n")
    text = "\n".join(x for x in text.splitlines() if x.strip() not in ("to: 24", "step: 3"))
    file.write_text(text, encoding="utf-8")
    shown = run("preview", "mine", "--seed", "5").output
    assert "You borrow CN¥6,500 at 12% a year" in shown
    assert "interest_simple(amount, rate, years) = CN¥195\n" in shown
    assert "whole_year: amount * rate = CN¥780 → 25%: That is the interest of a whole" in shown
    assert "rate_each_month: amount * rate * months = CN¥2,340 → 0%: That charges" in shown
    assert "Which part of a year are 3 months?" in shown
    assert "3 months are 0.25 years" in shown
    assert "¥195" in run("preview", "mine", "--lang", "zh").output


def test_a_notebook_shows_the_same_as_the_terminal(run):
    value = preview("year-of-daily-interest", seed=7, language="zh")
    printed = run("preview", "year-of-daily-interest", "--seed", "7", "--lang", "zh").output
    assert str(value) == printed.rstrip("\n")
    html = unescape(value._repr_html_())
    for words in (value.title, *(line for _, lines in value.parts for line in lines)):
        assert words in html


def test_html_of_a_preview_shows_signs_as_signs(folder, run):
    run("new", LESSON, "mine")
    file = folder / LESSON / "mine.yaml"
    text = file.read_text(encoding="utf-8").replace("What would a whole", "<b>What would a whole")
    file.write_text(text, encoding="utf-8")
    assert "&lt;b&gt;What would" in preview("mine")._repr_html_()


PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_page_for_authors_lists_the_functions_there_are_with_what_they_take():
    listed = dict(re.findall(r"^\| `(\w+)\((.*?)\)` \|", PAGE, re.MULTILINE))
    assert listed.keys() == FUNCTIONS.keys()
    for name, function in FUNCTIONS.items():
        if inspect.isfunction(inspect.unwrap(function)):
            given = [part.partition("=")[0] for part in listed[name].split(", ")]
            assert given == list(inspect.signature(function).parameters), name


def test_the_page_for_authors_names_the_commands_there_are(run):
    commands = set(re.findall(r"course exercise (\w+)", PAGE))
    assert commands == {"new", "preview", "check", "kinds"}
    for command in commands:
        assert run(command, "--help").exit_code == 0
