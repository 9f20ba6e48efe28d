"""The command `course`: its options, its exit statuses, and that it answers at once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from course import start
from course.cli import main
from course.content.places import ROOT

# A payday loan: 100 for 14 days at 15.
GOOD = {
    "id": "good",
    "rule": "xirr",
    "flows": [
        {"kind": "advance", "amount": 100, "years": 0},
        {"kind": "payment", "amount": 110, "years": 1},
    ],
}


@pytest.fixture
def run():
    return lambda *arguments, **options: CliRunner().invoke(main, arguments, **options)


@pytest.fixture
def opened(monkeypatch):
    calls = []
    monkeypatch.setattr(start, "serve", lambda *args, **options: calls.append((args, options)))
    return calls


def test_without_a_subcommand_the_course_opens(run, opened):
    assert run().exit_code == 0
    assert opened == [(("en",), {"port": 8888, "browser": True, "teacher": False, "edit": False})]


def test_options_reach_the_server(run, opened):
    assert run("--lang", "en", "--no-browser", "--port", "9000").exit_code == 0
    assert opened == [(("en",), {"port": 9000, "browser": False, "teacher": False, "edit": False})]


def test_a_copy_without_lessons_says_what_is_missing(run, monkeypatch, tmp_path):
    monkeypatch.setattr(start, "NOTEBOOKS", tmp_path)
    for code in ("en", "zh"):
        result = run("--lang", code)
        assert result.exit_code == 1
        assert f"{code}/00-welcome.ipynb" in result.stderr


@pytest.mark.parametrize("wrong", [["--lang", "fr"], ["--port", "0"], ["--port", "many"], ["no"]])
def test_what_cannot_be_meant_is_refused(run, opened, wrong):
    assert run(*wrong).exit_code == 2
    assert not opened


# Language -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variables", "arguments", "code"),
    [
        ({}, [], "en"),
        ({"LANG": "zh_CN.UTF-8"}, [], "zh"),
        ({"LANG": "de_DE.UTF-8"}, [], "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, [], "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, [], "zh"),
        ({"LANG": "zh_CN.UTF-8"}, ["--lang", "en"], "en"),
        ({}, ["--lang=zh"], "zh"),
    ],
)
def test_the_edition_is_the_one_named_or_the_computers(
    run, opened, monkeypatch, variables, arguments, code
):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert run(*arguments).exit_code == 0
    assert opened[0][0] == (code,)


# The first name a reader sees in a preview, and in the help, is in the language.
@pytest.mark.parametrize(
    ("arguments", "chinese"),
    [
        (["--lang", "zh", "exercise", "preview", "year-of-daily-interest"], True),
        (["exercise", "preview", "year-of-daily-interest", "--lang", "zh"], True),
        (["--lang", "zh", "exercise", "preview", "year-of-daily-interest", "--lang", "en"], False),
        (["--lang", "zh", "loan", "--help"], True),
        (["--lang", "zh", "loan", "no-such-file.csv"], True),
        (["--lang", "zh", "exercise", "new", "--help"], True),
        (["--help", "--lang", "zh"], True),
        (["--lang", "en", "loan", "--lang", "zh", "--no-such-option"], True),
        (["--lang", "zh", "--port", "0"], True),
        (["loan", "--help"], False),
    ],
)
def test_a_commands_own_language_wins_and_else_that_before_it(run, monkeypatch, arguments, chinese):
    monkeypatch.setenv("LANGUAGE", "en")
    output = run(*arguments).output
    assert bool(re.search("[\u4e00-\u9fff]", output)) == chinese, output
    assert not (chinese and re.search(r"Usage|Error|Options|Try ", output)), output


def test_all_help_is_in_the_language(run):
    def commands(group, *path):
        for name, command in group.commands.items():
            yield (*path, name)
            if isinstance(command, click.Group):
                yield from commands(command, *path, name)

    for path in [(), *commands(main)]:
        output = run("--lang", "zh", *path, "--help").output
        # Names of files and programs, and what one types, are the same in every language.
        words = re.sub(
            r"\[.*?\]|--?[a-z-]+|\b[A-Z]+\b|^ {2}[a-z]+|(course|main)[ a-z]*",
            "",
            output,
            flags=re.M,
        )
        assert not re.search(r"[a-z]{2,} [a-z]{2,}", words), words


@pytest.mark.skipif(sys.platform == "win32", reason="Unix has locales without Chinese letters")
def test_a_terminal_that_knows_no_chinese_is_written_to_all_the_same():
    done = subprocess.run(
        [sys.executable, "-m", "course", "--lang", "zh", "loan", "--help"],
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    assert b"\\u" in done.stdout


# Rates --------------------------------------------------------------------------------------------


def cases(path, *rows):
    path.write_text(json.dumps({"cases": list(rows)}), encoding="utf-8")
    return str(path)


def test_rates_answers_each_case_in_its_line(run, tmp_path):
    result = run("rates", cases(tmp_path / "good.json", GOOD))
    assert result.exit_code == 0
    (line,) = map(json.loads, result.stdout.splitlines())
    assert line["id"] == "good"
    assert line["rate_pct"] == pytest.approx(10)


def test_rates_goes_on_after_a_bad_case_and_fails(run, tmp_path):
    result = run("rates", cases(tmp_path / "mixed.json", {"id": "bad", "rule": "no-such"}, GOOD))
    bad, good = map(json.loads, result.stdout.splitlines())
    assert "error" in bad
    assert good["rate_pct"] == pytest.approx(10)
    assert result.exit_code == 1


def test_rates_reads_standard_input(run, tmp_path):
    result = run("rates", "-", input=json.dumps([GOOD]))
    assert json.loads(result.stdout)["id"] == "good"


@pytest.mark.parametrize("text", [None, "{", "3"])
def test_rates_of_a_file_that_cannot_be_read(run, tmp_path, text):
    path = tmp_path / "file.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    result = run("rates", str(path))
    assert result.exit_code == 2
    assert "file.json" in result.stderr
    assert result.stdout == ""


def test_execute_names_a_failing_cell_and_runs_the_other_notebooks(run, tmp_path):
    import nbformat

    for name, source in (("a", "1 / 0"), ("b", "6 * 7")):
        cell = nbformat.v4.new_code_cell(source, id="only-cell")
        metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        notebook = nbformat.v4.new_notebook(cells=[cell], metadata=metadata)
        nbformat.write(notebook, tmp_path / f"{name}.ipynb")
    result = run("execute", str(tmp_path / "a.ipynb"), str(tmp_path / "b.ipynb"))
    assert result.exit_code == 1
    assert "cell only-cell: ZeroDivisionError" in result.stderr
    done = nbformat.read(tmp_path / "b.ipynb", as_version=4)
    assert done.cells[0].outputs[0].data["text/plain"] == "42"


def test_schema_finds_nothing_to_change(run):
    result = run("schema")
    assert result.exit_code == 0
    assert result.stdout == ""


def test_the_command_line_imports_nothing_heavy():
    code = "import sys, course.cli; print(*{m.split('.')[0] for m in sys.modules})"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"numpy", "matplotlib", "jupyterlab", "nbclient", "nbformat", "ipywidgets", "yaml"}
    assert not heavy & set(shown.stdout.split())
