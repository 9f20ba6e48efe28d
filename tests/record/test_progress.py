"""My progress: what it counts and shows, and the file that goes out and comes back."""

from __future__ import annotations

import base64
import math
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from html import unescape

import pytest

from course.content.language import language
from course.exercises.exercise import load_exercises
from course.progress import Progress, open_progress
from course.record import Record, open_record, read_file
from course.record.store import WAIT_SECONDS
from course.record.summary import answered, latest, taken
from tests.record.entries import attempt, guess

EXERCISES = load_exercises().exercises
FIRST, SECOND, THIRD = [id for id in EXERCISES if id.startswith("02-")][:3]


def title(id: str) -> str:
    return EXERCISES[id].title["en"]


def words(html: str) -> str:
    """What a reader sees of a piece of HTML."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.fixture
def progress() -> Progress:
    return Progress(language("en"))


def summary(progress: Progress) -> str:
    progress.refresh()
    return words(progress._summary.value)


def row(progress: Progress, name: str) -> list[str]:
    """The cells of the table row that begins with this name."""
    progress.refresh()
    rows = re.findall(r"<tr>.*?</tr>", progress._summary.value)
    cells = [[words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]
    (found,) = [row for row in cells if row[0] == name]
    return found


# What the record says


def test_the_best_answer_of_all_counts():
    found = answered(
        [
            attempt(exercise=FIRST, state="partly", hints=1, at="2026-11-16T09:30:00Z"),
            attempt(exercise=FIRST, state="right", hints=1, at="2026-11-18T09:30:00Z"),
            attempt(exercise=FIRST, state="wrong", hints=0, at="2026-11-17T09:30:00Z"),
            attempt(exercise=SECOND, state="wrong"),
        ]
    )
    assert list(found) == [FIRST, SECOND]
    first = found[FIRST]
    assert (first.state, first.answers, first.unaided) == ("right", 3, False)
    assert first.last_at == "2026-11-18T09:30:00Z"


def test_a_test_counts_each_question_once():
    before = [attempt(exercise=FIRST, state="right", occasion="pre-test") for _ in range(2)]
    after = [
        attempt(exercise=FIRST, state="wrong", occasion="post-test"),
        attempt(exercise=SECOND, state="right", occasion="post-test"),
    ]
    lesson = before[0].lesson
    assert taken([*before, *after, attempt()]) == {
        (lesson, "pre-test"): (1, 1),
        (lesson, "post-test"): (1, 2),
    }


def test_the_last_guess_at_a_question_counts():
    first, second, other = guess(), guess(guess=(1.0, 0.2)), guess(lab="growth")
    assert latest([first, other, second]) == [second, other]


# What is shown


def test_without_a_record_it_says_so_and_makes_none(progress, record_file):
    assert "Nothing is kept yet." in summary(progress)
    progress.make_file()
    assert "nothing to download" in progress._message.value
    assert not record_file.exists()


def test_its_line_is_the_same_for_every_learner(progress):
    before = progress._repr_mimebundle_()["text/plain"]
    open_record().add(attempt(exercise=FIRST))
    open_record().name = "Ann"
    assert progress._repr_mimebundle_()["text/plain"] == before == open_progress("zh").line


def test_every_exercise_stands_with_its_state_in_words(progress):
    add = open_record().add
    add(attempt(exercise=FIRST, state="wrong", at="2026-11-15T12:00:00Z"))
    add(attempt(exercise=FIRST, state="right", hints=0, at="2026-11-16T12:00:00Z"))
    add(attempt(exercise=SECOND, state="partly", hints=2, at="2026-11-16T12:00:00Z"))
    assert row(progress, title(FIRST)) == [title(FIRST), "✓ right", "2", "2026-11-16"]
    assert row(progress, title(SECOND))[1:3] == ["◐ partly right", "1"]
    assert row(progress, title(THIRD))[1:] == ["not tried yet", "–", "–"]
    shown = summary(progress)
    count = len(EXERCISES)
    assert f"1 of {count} exercises answered rightly, 1 tried and not right yet" in shown
    of_lesson = sum(id.startswith("02-") for id in EXERCISES)
    line = f"2. Interest on interest: 1 of {of_lesson} right, 1 tried and not right yet"
    assert line in shown
    rows = re.findall(r'<th scope="row">(.*?)</th>', progress._summary.value)
    assert [unescape(name) for name in rows] == [title(id) for id in EXERCISES]


def test_what_to_look_at_again_begins_with_what_is_wrong(progress):
    add = open_record().add
    assert "Nothing is kept yet" in summary(progress)
    add(attempt(exercise=THIRD, state="right", hints=0))
    assert "Look at again Nothing so far." in summary(progress)
    add(attempt(exercise=FIRST, state="right", hints=2))
    add(attempt(exercise=SECOND, state="wrong"))
    add(guess(guess=(600.0, 0.22), truth=(232.0, 0.228)))
    again = summary(progress).split("Look at again")[1].split("Lessons")[0]
    assert title(THIRD) not in again
    lesson = "2. Interest on interest"
    assert (
        again.split()
        == (
            f"{lesson}: {title(SECOND)} (✗ not right yet, 1 answer)"
            f" {lesson}: {title(FIRST)} (right with hints, 1 answer)"
            " 6. The minimum payment: a guess was far off"
        ).split()
    )


def test_a_long_list_of_what_to_look_at_again_is_cut(progress):
    for id in list(EXERCISES)[:14]:
        open_record().add(attempt(exercise=id, state="wrong"))
    again = summary(progress).split("Look at again")[1].split("Lessons")[0]
    assert again.count("not right yet") == 10
    assert again.strip().endswith("and 4 more")


def test_guesses_stand_with_truth_and_distance_the_farthest_off_first(progress):
    fields = {"lesson": "03-one-loan-many-rates", "lab": "no_such_lab"}
    add = open_record().add
    values = {
        "guess": (100.0, 0.3, 110.0, 5.0, 50.0),
        "truth": (101.0, 0.33, 100.0, math.inf, 100.0),
        "units": ("money", "percent", "days", "months", "times"),
    }
    add(guess(**fields, **values))
    progress.refresh()
    table = progress._summary.value.split("The farthest off first")[1]
    rows = [
        [words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in re.findall(r"<tr>.*?</tr>", table)
    ][1:]
    lesson = "3. One loan, many rates"
    assert rows == [
        ["no_such_lab", "5 months", "never", "✗ it never ends", lesson],
        ["no_such_lab", "50 times", "100 times", "↓ 50 times too low", lesson],
        ["no_such_lab", "110 days", "100 days", "↑ 10 days too high", lesson],
        ["no_such_lab", "30%", "33%", "↓ 3 percentage points too low", lesson],
        ["no_such_lab", "100", "101", "✓ well judged", lesson],
    ]


def test_a_guess_shows_what_was_asked_in_the_learner_s_language(progress):
    from course.lessons import Lesson

    panel = Lesson("06-minimum-payment", language("en")).predict("minimum_payment")
    for box in panel.boxes:
        box.value = "10"
    panel.commit()
    shown = summary(progress)
    for ask in panel.prediction.asks:
        assert ask.label.rstrip(":") in shown


def test_tests_before_and_after_the_course_are_counted(progress):
    first, second = [id for id in EXERCISES if id.startswith("01-")][:2]
    for occasion, states in {
        "pre-test": ("wrong", "right"),
        "post-test": ("right", "right"),
    }.items():
        for id, state in zip((first, second), states, strict=True):
            open_record().add(attempt(exercise=id, state=state, occasion=occasion))
    shown = summary(progress)
    assert "Before the course: 1 of 2 answered rightly." in shown
    assert "After the course: 2 of 2 answered rightly." in shown
    assert "1. Where do you stand?: 2 of 10 right, 0 tried and not right yet" in shown
    assert "Look at again Nothing so far." in shown


def test_an_exercise_that_is_gone_stands_by_its_id(progress):
    open_record().add(attempt(exercise="99-gone/old-one", state="right"))
    assert row(progress, "99-gone/old-one")[1] == "✓ right"


def test_chinese_words_stand_where_there_are_any():
    open_record().add(attempt(exercise=FIRST))
    assert EXERCISES[FIRST].title["zh"] in summary(Progress(language("zh")))


def test_markup_in_a_record_stays_text(progress):
    open_record().name = "<b onclick=x>Ann"
    open_record().add(attempt(exercise="99-gone/old", response="<script>"))
    open_record().add(guess(lab="no_lab"))
    progress.refresh()
    progress.make_file()
    progress.keep_name()
    for part in (progress._summary, progress._file, progress._message):
        assert not re.search(r"<script|<b ", part.value)


# The file


def downloaded(progress: Progress) -> tuple[str, bytes]:
    progress.download_button.click()
    name, data = re.search(
        r'<a download="([^"]+)" href="data:application/gzip;base64,([^"]+)">', progress._file.value
    ).groups()
    return name, base64.b64decode(data)


def uploaded(progress: Progress, data: bytes, name: str) -> str:
    """Upload as the browser does; what is said then."""
    file = {
        "name": name,
        "type": "",
        "size": len(data),
        "content": memoryview(data),
        "last_modified": datetime(2026, 11, 16, tzinfo=UTC),
    }
    progress.upload.set_trait("value", (file,))
    return words(progress._message.value)


def test_the_file_of_one_session_restores_the_next(progress, record_file, monkeypatch):
    record = open_record()
    record.add(attempt(exercise=FIRST, state="right", learner=record.learner))
    record.add(guess(learner=record.learner))
    name, data = downloaded(progress)
    assert re.fullmatch(rf"borrow-wisely-{record.learner}-\d{{4}}-\d\d-\d\d\.borrow", name)
    assert "1 answer and 1 guess" in words(progress._file.value)
    assert read_file(data).attempts == tuple(record.attempts())
    monkeypatch.setenv("BORROW_WISELY_RECORD", str(record_file.with_name("next.sqlite")))
    after = Progress(language("en"))
    said = uploaded(after, data, name)
    assert said.startswith(f"{name}: 1 answer and 1 guess were new; 0 of its entries were here")
    assert open_record().learner == record.learner
    assert open_record().attempts() == record.attempts()
    assert row(after, title(FIRST))[1] == "✓ right"
    assert "0 answers and 0 guesses were new; 2 of its" in uploaded(after, data, name)
    assert after.upload.value == ()


@pytest.mark.parametrize("data", [b"", b"my homework", b"\x1f\x8b\x08"])
def test_another_file_is_refused_with_the_reason_and_changes_nothing(progress, data):
    open_record().add(attempt(exercise=FIRST))
    before = summary(progress)
    said = uploaded(progress, data, "<homework>.docx")
    assert "<homework>.docx was not taken and nothing has changed. " in said
    assert re.search("not a record of this course|damaged", said)
    assert 'role="alert"' in progress._message.value
    assert summary(progress) == before


def test_what_was_made_before_is_offered_no_longer_than_it_is_all(progress):
    open_record().add(attempt(exercise=FIRST))
    downloaded(progress)
    progress.refresh_button.click()
    assert progress._file.value == ""


def test_a_name_is_kept_only_when_asked_for(progress):
    progress.name.value = " Ann "
    assert open_record().name == ""
    progress.name_button.click()
    assert (open_record().name, progress.name.value) == ("Ann", "Ann")
    assert "The name is kept: Ann" in progress._message.value
    assert read_file(downloaded(progress)[1]).name == "Ann"
    progress.name.value = ""
    progress.name_button.click()
    assert open_record().name == ""
    assert "No name is kept" in progress._message.value


def test_a_record_that_cannot_be_read_is_said(progress, record_file):
    record_file.parent.mkdir()
    record_file.write_bytes(b"my homework")
    shown = summary(progress)
    assert "Your record cannot be read" in shown
    assert "is not a record of this course" in shown
    assert "press “Show what is new”" in shown
    assert "answered rightly" not in shown
    progress.download_button.click()
    assert progress._file.value == ""
    assert "no file is made" in progress._message.value
    progress.name.value = "Ann"
    progress.name_button.click()
    assert "The name was not kept" in progress._message.value
    data = Record(record_file.with_name("other.sqlite")).export()
    assert "is not a record of this course" in uploaded(progress, data, "a.borrow")
    assert record_file.read_bytes() == b"my homework"
    assert "你的学习记录现在读不出来" in summary(Progress(language("zh")))


def test_what_could_not_be_read_of_a_record_is_named_and_left_out_of_the_file(
    progress, record_file
):
    record = open_record()
    record.add(attempt(exercise=FIRST, state="right", learner=record.learner))
    record.add(attempt(id="spoilt", learner=record.learner))
    with closing(sqlite3.connect(record_file)) as database, database:
        database.execute("UPDATE attempt SET response = '{' WHERE id = 'spoilt'")
    shown = summary(progress)
    assert "1 entry in your record cannot be read." in shown
    assert "spoilt: " in shown
    assert f"1 of {len(EXERCISES)} exercises answered rightly" in shown
    _, data = downloaded(progress)
    assert len(read_file(data).attempts) == 1
    assert "spoilt: " in progress._message.value


def test_a_record_that_can_only_be_read_is_shown_and_says_so(progress, record_file):
    record = open_record()
    record.add(attempt(exercise=FIRST, state="right", learner=record.learner))
    learner = record.learner
    record.close()
    with closing(sqlite3.connect(record_file)) as database:
        database.execute("PRAGMA journal_mode = delete")
        database.execute("PRAGMA locking_mode = exclusive")
        database.execute("BEGIN IMMEDIATE")  # may be read, not written
        record._wait_seconds = 0.1
        shown = summary(progress)
        assert "Nothing new is kept in your record. Another notebook is writing" in shown
        assert f"1 of {len(EXERCISES)} exercises answered rightly" in shown
        assert read_file(downloaded(progress)[1]).learner == learner
    record._wait_seconds = WAIT_SECONDS
