"""What a learner sees of exercises: every kind answered, asked back, kept, resumed."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Iterator

import ipywidgets as widgets
import pytest

from course.chart import Bars
from course.content.language import language, marked
from course.exercises import question as question_module
from course.exercises.answers import in_lab
from course.exercises.before_after import TestPanel
from course.exercises.exercise import load_exercises
from course.exercises.list_panel import ExerciseList
from course.exercises.marking import misconception_responses, right_response
from course.exercises.panel import ExercisePanel
from course.exercises.variants import seed_for
from course.lessons import Lesson, open_lesson
from course.record import NotSaved, Record
from tests.exercises.family import PRACTICE, SAMPLES, TESTED

EN = language("en")

each_exercise = pytest.mark.parametrize(
    "exercise", PRACTICE.exercises.values(), ids=lambda exercise: exercise.id.partition("/")[2]
)
each_language = pytest.mark.parametrize("code", ["en", "zh"])


@pytest.fixture
def record(tmp_path) -> Record:
    return Record(tmp_path / "record.sqlite")


@pytest.fixture
def lesson() -> Lesson:
    return Lesson("02-samples", EN)


@pytest.fixture
def panel(record, lesson):
    def make(name: str, code: str = "en", record: Record = record) -> ExercisePanel:
        exercise = PRACTICE.exercises[f"02-samples/{name}"]
        return ExercisePanel(exercise, language(code), record, labs=lesson.lab)

    return make


def all_widgets(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from all_widgets(child)


def said(panel) -> str:
    return panel.question.replies.children[0].value


def seen(button: widgets.Button) -> bool:
    return button.layout.display != "none"


def press_enter(box: widgets.Text) -> None:
    """What the browser sends for Enter, apart from the text."""
    box._handle_custom_msg({"event": "submit"}, [])


def right(panel) -> object:
    return right_response(panel.question.variant, panel.language)


def give_right(panel) -> None:
    panel.answer.response = right(panel)
    panel.check()


def test_the_samples_have_no_fault():
    assert not PRACTICE.faults
    assert not TESTED.faults


@each_language
@each_exercise
def test_the_right_answer_is_told_kept_and_explained(exercise, code, record, lesson):
    panel = ExercisePanel(exercise, language(code), record, labs=lesson.lab)
    give_right(panel)
    assert panel.error is None
    assert "✓" in said(panel)
    assert 'role="status"' in said(panel)
    (attempt,) = record.attempts()
    assert (attempt.state, attempt.credit) == ("right", 1.0)
    assert (attempt.exercise, attempt.number, attempt.occasion) == (exercise.id, 0, "practice")
    assert attempt.seed == panel.question.variant.seed
    assert attempt.response == panel.answer.response
    words = panel.question.variant.text(exercise.explanation, language(code))
    assert words[:20] in panel._explanation.value.replace("&#x27;", "'")


@each_exercise
def test_each_misconception_is_kept_by_its_name(exercise, record, lesson):
    panel = ExercisePanel(exercise, EN, record, labs=lesson.lab)
    wrong = misconception_responses(panel.question.variant, EN)
    for response in wrong.values():
        panel.answer.response = response
        panel.check()
        assert panel.error is None
        assert "✓ Right" not in said(panel)
    kept = [attempt.misconceptions for attempt in record.attempts()]
    assert [id in names for id, names in zip(wrong, kept, strict=True)] == [True] * len(wrong)


@each_exercise
def test_what_is_put_into_the_controls_comes_out_of_them(exercise, record, lesson):
    panel = ExercisePanel(exercise, EN, record, labs=lesson.lab)
    for response in (right(panel), *misconception_responses(panel.question.variant, EN).values()):
        panel.answer.response = response
        out = panel.answer.response
        if isinstance(response, dict):  # the other controls of a lab stay as they were
            out = {name: out[name] for name in response}
        if isinstance(response, list) and exercise.id != "02-samples/order":
            out, response = set(out), set(response)
        assert out == response


@each_language
@each_exercise
def test_every_control_has_a_name(exercise, code, record, lesson):
    panel = ExercisePanel(exercise, language(code), record, labs=lesson.lab)
    controls = (widgets.Text, widgets.Textarea, widgets.Dropdown, widgets.Checkbox)
    controls += (widgets.RadioButtons, widgets.Button)
    for widget in all_widgets(panel.widget):
        if isinstance(widget, controls):
            assert widget.description.strip(), widget


@pytest.mark.parametrize(
    "name",
    [
        *("number", "one-choice", "match", "mark-passage", "wrong-row", "free-text", "path"),
        "fill-schedule",
    ],
)
def test_an_empty_answer_is_no_attempt(name, panel, record):
    shown = panel(name)
    shown.check()
    assert shown.error is None
    assert said(shown)
    assert record.attempts() == []


# Typing


def test_leaving_the_field_is_no_attempt_and_enter_is_one(panel, record):
    shown = panel("number")
    box = shown.answer.entry.box
    box.value = "12"
    assert record.attempts() == []
    press_enter(box)
    assert [attempt.response for attempt in record.attempts()] == ["12"]


def test_enter_waits_for_the_text_that_follows_it(panel, record):
    shown = panel("number")
    box = shown.answer.entry.box

    async def typing() -> None:
        box.value = "1"
        press_enter(box)
        await asyncio.sleep(0)
        assert record.attempts() == []
        box.value = "12"
        assert [attempt.response for attempt in record.attempts()] == ["12"]
        box.value = "13"  # left
        await asyncio.sleep(0.5)
        assert len(record.attempts()) == 1
        press_enter(box)  # come back, nothing changed
        while len(record.attempts()) == 1:
            await asyncio.sleep(0.05)
        assert record.attempts()[-1].response == "13"

    asyncio.run(asyncio.wait_for(typing(), 20))


def test_an_ambiguous_number_is_asked_back_and_is_no_attempt(panel, record):
    shown = panel("percent")
    shown.answer.response = "0.25"
    shown.check()
    assert record.attempts() == []
    asks = shown.question.replies.children[1].children
    assert {button.description for button in asks} == {"25%", "0.25%"}
    assert shown.answer.response == "0.25"
    asks[0].click()
    assert shown.error is None
    (attempt,) = record.attempts()
    assert attempt.state == "wrong"
    assert shown.question.replies.children[1].children == ()


def test_what_cannot_be_read_is_said_and_no_attempt(panel, record):
    shown = panel("number")
    shown.answer.response = "quite a lot"
    shown.check()
    assert "quite a lot" in said(shown)
    assert record.attempts() == []
    assert shown.answer.response == "quite a lot"


def test_what_is_typed_is_shown_as_text(panel):
    shown = panel("number")
    shown.answer.response = "<script>alert(1)</script>"
    shown.check()
    assert "<script>" not in said(shown)


# Hints, explanation, other numbers


def test_hints_come_one_by_one_and_only_after_a_try(panel, record):
    shown = panel("number")
    assert not seen(shown.hint_button)
    shown.answer.response = "1"
    shown.check()
    assert seen(shown.hint_button)
    assert shown.hint_button.description == "Hint 1 of 2"
    shown.hint_button.click()
    assert "What is owed after one day?" in shown._hints.value
    assert shown.hint_button.description == "Hint 2 of 2"
    shown.hint_button.click()
    assert not seen(shown.hint_button)
    shown.answer.response = "2"
    shown.check()
    assert [attempt.hints for attempt in record.attempts()] == [0, 2]


def test_after_two_tries_the_explanation_can_be_had_and_closes_the_variant(panel, record):
    shown = panel("number")
    shown.answer.response = "1"
    shown.check()
    assert not seen(shown.explain_button)
    assert not seen(shown.next_button)
    shown.answer.response = "2"
    shown.check()
    assert seen(shown.explain_button)
    assert seen(shown.next_button)
    shown.explain_button.click()
    assert "After 365 days the interest is" in shown._explanation.value
    give_right(shown)
    assert "✓ Right" in said(shown)
    assert [attempt.state for attempt in record.attempts()] == ["wrong", "wrong"]


def test_the_same_answer_again_is_not_another_attempt(panel, record):
    shown = panel("number")
    for _ in range(3):
        shown.answer.response = "1"
        shown.check()
    assert len(record.attempts()) == 1
    assert "You gave this answer already" in said(shown)


def test_two_answers_of_which_the_same_is_said_are_told_apart(panel):
    shown = panel("percent")
    sayings = []
    for typed in ("91%", "92%"):
        shown.answer.response = typed
        shown.check()
        sayings.append(said(shown))
    assert sayings[0] != sayings[1]


def test_another_one_has_other_numbers_and_begins_empty(panel, record):
    shown = panel("number")
    give_right(shown)
    first = shown.question.variant
    shown.next_button.click()
    assert shown.error is None
    assert shown.number == 1
    assert shown.question.variant.seed == seed_for(record.learner, first.exercise.id, 1)
    assert shown.answer.response == ""
    assert shown._explanation.value == ""
    give_right(shown)
    assert [attempt.number for attempt in record.attempts()] == [0, 1]


def test_an_exercise_without_numbers_offers_no_other_numbers(panel):
    shown = panel("match")
    give_right(shown)
    assert not seen(shown.next_button)


def test_the_explanation_puts_the_learners_numbers_into_the_lesson_s_lab(panel, lesson):
    shown = panel("number")
    give_right(shown)
    assert seen(shown.lab_button)
    lab = lesson.lab("growth")
    lab.controls["added"].value = "daily"
    shown.lab_button.click()
    assert shown.error is None
    values = shown.question.variant.values
    assert lab.inputs.amount == values["amount"]
    assert lab.inputs.annual_rate == pytest.approx(values["daily"] * 365, abs=0.00051)
    assert lab.inputs.years == 1
    assert lab.inputs.added == "yearly", "a control that the file does not name is as at first"
    assert lab.error is None


def test_the_explanation_sets_a_menu_of_the_lab_too(lesson, record):
    id = "02-interest-on-interest/interest-added-every-month"
    shown = ExercisePanel(load_exercises().exercises[id], EN, record, labs=lesson.lab)
    shown.load_into_lab()
    assert shown.error is None
    lab, values = lesson.lab("growth"), shown.question.variant.values
    assert lab.inputs.added == "monthly"
    assert lab.numbers.compound_end.number == pytest.approx(values["owed"], abs=0.005)


def test_a_lab_is_set_up_as_the_exercise_begins_and_is_the_lessons_own(panel, lesson):
    lab = lesson.lab("growth")
    lab.controls["years"].value = 3
    assert lab.covered
    shown = panel("set-lab")
    assert lab.inputs.years == 30
    assert not lab.covered, "whoever sets a lab sees what it shows"
    # 10,000 * 1.12^3 = 14,049 and 10,000 * 1.12^6 = 19,738.
    years = {15_000: 3, 20_000: 6}[shown.question.variant.values["most"]]
    lab.controls["years"].value = years
    assert shown.answer.response["years"] == years
    shown.check()
    assert "✓ Right" in said(shown)


def test_a_control_outside_its_range_is_an_error_that_is_shown(lesson):
    with pytest.raises(ValueError, match="years is 400"):
        in_lab.set_controls(lesson.lab("growth"), {"years": 400})


def test_the_list_to_compare_with_appears_only_after_the_first_check(panel, record):
    shown = panel("free-text")
    assert shown.answer._self_check.layout.display == "none"
    shown.answer.response = {"text": "Over a year that is a lot", "ticked": []}
    shown.check()
    assert shown.answer._self_check.layout.display is None
    shown.answer.ticks["compound"].value = True
    shown.check()
    assert [attempt.state for attempt in record.attempts()] == ["partly", "right"]


def test_items_move_one_place_and_say_so(panel):
    shown = panel("order")
    before = shown.answer.response
    buttons = {b.description: b for b in all_widgets(shown.widget) if isinstance(b, widgets.Button)}
    first = shown.answer.items[before[0]]
    buttons[f"Move up: {first}"].click()
    assert shown.answer.response == before
    buttons[f"Move down: {first}"].click()
    assert shown.answer.response == [before[1], before[0], *before[2:]]
    assert "is now number 2 of 4" in shown.answer._said.value
    assert shown.answer._rows[before[0]].layout.order == "2"


# Keeping and going on


@each_exercise
def test_a_restart_goes_on_where_the_learner_was(exercise, record, lesson):
    before = ExercisePanel(exercise, EN, record, labs=lesson.lab)
    if exercise.parameters:
        give_right(before)
        before.next_variant()
    wrong = list(misconception_responses(before.question.variant, EN).values())
    if not wrong:
        return
    before.answer.response = wrong[0]
    before.check()
    again = ExercisePanel(exercise, EN, Record(record.path), labs=Lesson("x", EN).lab)
    assert again.number == before.number
    assert again.question.variant.values == before.question.variant.values
    assert again.answer.response == before.answer.response
    assert said(again) == said(before)
    assert again.tries == 1
    assert len(record.attempts(exercise=exercise.id)) == before.number + 1


def test_a_solved_variant_is_still_solved_after_a_restart(panel, record):
    give_right(panel("number"))
    again = panel("number", record=Record(record.path))
    assert again.closed
    assert "After 365 days" in again._explanation.value
    assert seen(again.next_button)


def test_hints_seen_are_seen_after_a_restart(panel, record):
    shown = panel("number")
    shown.answer.response = "1"
    shown.check()
    shown.hint()
    shown.answer.response = "2"
    shown.check()
    again = panel("number", record=Record(record.path))
    assert again._hints.value == shown._hints.value
    assert again.hint_button.description == "Hint 2 of 2"


def test_an_exercise_that_has_changed_begins_anew(panel, record, lesson):
    give_right(panel("percent"))
    import msgspec

    changed = msgspec.structs.replace(PRACTICE.exercises["02-samples/percent"], order=7)
    again = ExercisePanel(changed, EN, record, labs=lesson.lab)
    assert (again.number, again.answer.response, said(again)) == (0, "", "")


def test_two_learners_have_different_numbers(panel, tmp_path):
    seeds = {
        panel("number", record=Record(tmp_path / f"{i}.sqlite")).question.variant.seed
        for i in range(20)
    }
    assert len(seeds) == 20


class Lossy:
    """A record on a disk that is full."""

    learner = "somebody"

    def add(self, entry) -> None:
        raise NotSaved(marked("The disk is full."))

    def attempts(self, lesson: str = "", exercise: str = "") -> list:
        return []


def test_an_answer_that_cannot_be_kept_is_marked_and_the_loss_said(panel):
    shown = panel("number", record=Lossy())
    give_right(shown)
    assert shown.error is None
    assert "✓ Right" in said(shown)
    assert "The disk is full." in said(shown)
    assert shown.answer.response == right(shown)


NOT_READ = "What you did before cannot be read now, so it does not stand here."


def test_a_record_that_cannot_be_read_is_said_wherever_it_would_be_shown(panel, record):
    record.path.write_text("my homework")
    shown = panel("number")
    assert NOT_READ in said(shown)
    assert "is not a record of this course" in said(shown)
    give_right(shown)
    assert "✓ Right" in said(shown)
    test = a_test(record)
    while not test.done:
        test.answer.response = right(test)
        test.commit()
    assert test.sentence() == "You answered 2 of 2 questions rightly."
    assert NOT_READ in test._lost.value
    assert record.path.read_text() == "my homework"


def test_a_list_says_that_the_record_cannot_be_read(record_file, lesson):
    record_file.parent.mkdir()
    record_file.write_text("my homework")
    listed = ExerciseList("02-samples", PRACTICE, EN, Record(record_file), lesson.lab)
    assert NOT_READ in listed._alert.value


def test_an_answer_longer_than_can_be_kept_stays_and_is_no_attempt(panel, record):
    shown = panel("free-text")
    shown.answer.response = {"text": "compound " * 1112, "ticked": []}
    shown.check()
    assert shown.error is None
    assert "up to 10,000 can be marked and kept" in said(shown)
    assert shown.answer.response["text"] == "compound " * 1112
    assert record.attempts() == []
    shown.answer.response = {"text": "compound " * 1100, "ticked": []}
    shown.check()
    assert len(record.attempts()) == 1


def test_an_error_is_shown_kept_and_loses_nothing(panel, monkeypatch, record):
    shown = panel("number")
    shown.answer.response = "17"

    def broken(*_):
        raise RuntimeError("a slip in the marking")

    with monkeypatch.context() as patch:
        patch.setattr(question_module, "mark", broken)
        shown.question.button.click()
        assert isinstance(shown.error, RuntimeError)
        assert "a slip in the marking" in shown.question.replies.children[2].value
        assert shown.answer.response == "17"
    shown.question.button.click()
    assert shown.error is None
    assert shown.question.replies.children[2].value == ""
    assert len(record.attempts()) == 1


# The list of a lesson


def list_of(loaded, record, code: str = "en") -> ExerciseList:
    lesson = Lesson("02-samples", language(code))
    return ExerciseList("02-samples", loaded, language(code), record, lesson.lab)


def test_the_list_builds_an_exercise_only_when_it_is_opened(record):
    shown = list_of(PRACTICE, record)
    assert shown.panels == {}
    button = shown._buttons["02-samples/number"]
    assert button.description == "▸ 1. A year at so much a day · a number · not tried yet"
    button.click()
    assert list(shown.panels) == ["02-samples/number"]
    assert shown.panels["02-samples/number"].widget in list(all_widgets(shown.widget))
    give_right(shown.panels["02-samples/number"])
    assert button.description == "▾ 1. A year at so much a day · a number · ✓ right"
    panel = shown.panels["02-samples/number"]
    button.click()
    assert panel.widget not in list(all_widgets(shown.widget))
    button.click()
    assert shown.panels["02-samples/number"] is panel


def test_the_list_knows_what_was_done_before(record_file):
    record = Record(record_file)
    give_right(list_of(PRACTICE, record).open("02-samples/number"))
    again = list_of(PRACTICE, Record(record_file))
    assert again._buttons["02-samples/number"].description.endswith("✓ right")
    assert again._buttons["02-samples/percent"].description.endswith("not tried yet")


def test_a_list_without_a_record_makes_none(record_file):
    list_of(PRACTICE, Record(record_file))
    assert not record_file.exists()


def test_the_stored_text_depends_on_nothing_but_the_lesson(record_file):
    empty = load_exercises("03-nothing", SAMPLES)
    record = Record(record_file)
    filled = list_of(PRACTICE, record)
    give_right(filled.open("02-samples/number"))
    for shown in (list_of(empty, record), filled, list_of(PRACTICE, record, "zh")):
        assert shown._repr_mimebundle_()["text/plain"] == "exercises | 02-samples"


def test_a_file_that_cannot_be_read_is_named_and_takes_no_other_down(tmp_path, record):
    shutil.copytree(SAMPLES / "02-samples", tmp_path / "02-samples")
    broken = tmp_path / "02-samples" / "broken.yaml"
    broken.write_text("title: {en: Only English}\nprompt: 3\n", encoding="utf-8")
    shown = list_of(load_exercises("02-samples", tmp_path), record)
    top = shown.widget.children[0].value
    assert "<details>" in top
    assert "broken.yaml" in top
    assert "title.zh" in top
    assert list(shown._buttons) == list(load_exercises("02-samples", SAMPLES).exercises)
    give_right(shown.open("02-samples/percent"))
    broken.unlink()


def test_a_file_dropped_into_the_folder_appears(tmp_path, record):
    folder = tmp_path / "02-samples"
    folder.mkdir()
    shutil.copy(SAMPLES / "02-samples" / "percent.yaml", folder / "my-own.yaml")
    shown = list_of(load_exercises("02-samples", tmp_path), record)
    assert list(shown._buttons) == ["02-samples/my-own"]


def test_an_exercise_that_cannot_be_shown_is_said_and_takes_no_other_down(record, monkeypatch):
    shown = list_of(PRACTICE, record)
    with monkeypatch.context() as patch:
        patch.setattr(question_module, "variant", lambda *_: 1 / 0)
        shown._buttons["02-samples/number"].click()
    assert isinstance(shown.error, ZeroDivisionError)
    assert "division by zero" in shown._alert.value
    shown._buttons["02-samples/percent"].click()
    assert shown.error is None
    assert shown._alert.value == ""


def test_a_lesson_has_one_list_and_loads_the_modules_only_for_it(record_file):
    lesson = open_lesson("02-interest-on-interest")
    assert lesson.exercises() is lesson.exercises()
    assert lesson.exercises().line == "exercises | 02-interest-on-interest"
    script = "import sys, course.lessons; print('course.exercises' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == "False", done.stderr


# The tests before and after the course


def a_test(record, occasion="pre-test") -> TestPanel:
    return TestPanel("01-samples", TESTED, EN, record, Lesson("01-samples", EN).lab, occasion)


def test_a_test_asks_each_exercise_once_and_comments_on_none(record):
    shown = a_test(record)
    asked = []
    while not shown.done:
        asked.append(shown.question.exercise.id)
        shown.answer.response = right(shown)
        shown.commit()
        assert "✓" not in said(shown)
    assert shown.error is None
    assert asked == list(TESTED.exercises)
    assert [a.occasion for a in record.attempts()] == ["pre-test"] * len(asked)
    assert shown.sentence() == "You answered 2 of 2 questions rightly."


def test_a_test_that_was_broken_off_goes_on_where_it_was(record):
    first = a_test(record)
    first.answer.response = "17"
    first.commit()
    again = a_test(Record(record.path))
    assert again.question.exercise.id == list(TESTED.exercises)[1]
    again.answer.response = "ten_or_more"
    again.commit()
    assert again.done
    assert again.sentence() == "You answered 0 of 2 questions rightly."
    assert a_test(Record(record.path)).sentence() == again.sentence()


def test_the_end_shows_the_published_shares_beside_the_own_answer(record):
    shown = a_test(record)
    give = {"01-samples/interest": "17", "01-samples/doubling": "two_to_four"}
    while not shown.done:
        shown.answer.response = give[shown.question.exercise.id]
        shown.commit()
    (chart,) = shown.charts
    (bars,) = chart.of(Bars)
    # EV-12: 43 % of the Personal Finance Index and 33 % of the NFCS of 2015 answered rightly.
    assert bars.labels == ["43%", "33%", "✓ right"]
    assert list(bars.series[0].values[:2]) == [0.43, 0.33]
    assert list(bars.series[1].values[2:]) == [1.0]
    assert "✓ right" in chart.description
    rows = {row[0]: row[1:] for row in shown.table().rows}
    assert rows["Interest of a year"] == ("✗ not right", "–")
    assert rows["How long until a debt doubles?"] == ("✓ right", "43%, 33%")
    texts = [w.value for w in all_widgets(shown.widget) if isinstance(w, widgets.HTML)]
    assert any("<svg" in text and 'role="img"' in text for text in texts)
    assert any("<table" in text for text in texts)


def test_before_and_after_are_compared_on_other_numbers(record):
    before, after = a_test(record), a_test(record, "post-test")
    seeds = {shown.question.variant.seed for shown in (before, after)}
    seeds.add(seed_for(record.learner, before.question.exercise.id, 0))
    assert len(seeds) == 3
    while not before.done:
        wrong = misconception_responses(before.question.variant, EN)
        before.answer.response = next(iter(wrong.values()))
        before.commit()
    while not after.done:
        after.answer.response = right(after)
        after.commit()
    assert after.sentence() == (
        "Before the course you answered 0 of 2 questions rightly, after it 2."
    )
    table = after.table()
    assert table.columns[1:3] == ("Before the course", "After the course")
    assert [row[1:3] for row in table.rows] == [("✗ not right", "✓ right")] * 2


def test_practice_does_not_count_as_a_test(record, lesson):
    exercise = next(iter(TESTED.exercises.values()))
    panel = ExercisePanel(exercise, EN, record, labs=lesson.lab)
    give_right(panel)
    assert a_test(record).question.exercise.id == exercise.id


def test_a_test_is_marked_though_nothing_can_be_kept():
    shown = a_test(Lossy())
    while not shown.done:
        shown.answer.response = right(shown)
        shown.commit()
    assert shown.error is None
    assert "The disk is full." in shown._lost.value
    assert shown.sentence() == "You answered 2 of 2 questions rightly."


def test_a_test_of_another_name_is_refused(record):
    with pytest.raises(ValueError, match="allowed: pre-test, post-test"):
        a_test(record, "mid-test")


def test_a_lesson_has_its_tests(record_file):
    lesson = open_lesson("01-where-do-you-stand")
    test = lesson.test("pre-test")
    assert test is lesson.test("pre-test")
    assert test._repr_mimebundle_()["text/plain"] == "test | 01-where-do-you-stand | pre-test"
