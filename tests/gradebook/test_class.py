"""A class of six whose tables are written out by hand.

A year's interest on 1,000 at 10 % is 100; who answers 1,100 has given the whole debt (half the
credit), who answers 10 the rate alone.
"""

from __future__ import annotations

import csv
import re
from types import SimpleNamespace

import pytest

from course.content.language import language
from course.gradebook.figures import compared, in_test
from course.gradebook.people import Person, answers
from course.gradebook.pictures import change_part
from course.gradebook.remarking import Remarked
from tests.bounded import bounded_python
from tests.gradebook.handed_in import (
    PRICES,
    YEAR,
    attempt,
    columns,
    examined,
    gradebook,
    guess,
    hand_in,
    rate_alone,
    record,
    right,
    sheet,
    whole_debt,
)

ANA, BEN, MING, SILENT, EVE, FINN = (f"{letter * 4}000000000001" for letter in "abcdef")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    hand_in(
        folder,
        "ana.borrow",
        record(
            ANA,
            whole_debt(ANA, "09:00"),
            right(ANA, "09:05", hints=1),
            examined(ANA, "pre-test", "less"),
            examined(ANA, "post-test", "same"),
            guess(ANA, 50),
            guess(ANA, 100, at="2026-11-17T08:00:00Z"),
            name="Ana",
        ),
    )
    hand_in(
        folder,
        "second/ben.borrow",
        record(
            BEN,
            whole_debt(BEN, seconds=60.0),
            examined(BEN, "pre-test", "do_not_know"),
            examined(BEN, "post-test", "less"),
            guess(BEN, 105),
            name="Ben",
        ),
    )
    hand_in(
        folder,
        "second/xiaoming.borrow",
        record(
            MING,
            right(MING),
            examined(MING, "pre-test", "same"),
            examined(MING, "post-test", "same"),
            guess(MING, 300),
            name="小明",
        ),
    )
    hand_in(
        folder,
        "silent.borrow",
        record(SILENT, attempt(SILENT, "999", id="claimed", state="right", credit=1.0, seconds=90)),
    )
    hand_in(
        folder,
        "eve.borrow",
        record(
            EVE,
            attempt(EVE, {"text": "100"}, "09:00", id="malformed", state="right", credit=1.0),
            attempt(EVE, "999", "09:01", id="old", version="old", state="right", credit=1.0),
            right(EVE, "09:02", id="foreign", seed=7),
            right(EVE, "09:03", id="lost", exercise="02-grow/lost"),
            right(EVE, "09:04", id="broken", exercise="02-grow/impossible"),
            right(EVE, "09:05", id="retouched", version="retouched"),
            name="=1+1",
        ),
    )
    first = rate_alone(FINN, "09:00")
    hand_in(folder, "finn-1.borrow", record(FINN, first, name="Fin", day=1))
    hand_in(folder, "finn-2.borrow", record(FINN, first, right(FINN, "09:10"), name="Finn", day=2))
    return gradebook(folder)


def test_who_did_what(written):
    wanted = (
        *("who", "learner", "exercise", "title", "occasion", "state", "credit", "attempts"),
        *("of them not marked again", "their best state in the file", "hints", "minutes"),
        *("first (UTC)", "last (UTC)"),
    )
    title, price = "A year at ten percent", "Prices double"
    day, before, after = "2026-11-16", "2026-10-01 08:00:00", "2026-12-01 08:00:00"

    def test(who, learner, state, credit, occasion, at):
        occasion = f"{occasion} the course"
        row = (who, learner, PRICES, price, occasion, state, credit, "1", "0", "", "0", "0.5")
        return (*row, at, at)

    assert columns(written, "gradebook.csv", *wanted) == [
        ("'=1+1", EVE, YEAR, title, "Practice", "right", "1.0", "4", "2", "right", "0", "2.0",
         f"{day} 09:00:00", f"{day} 09:05:00"),
        ("'=1+1", EVE, "02-grow/impossible", "No such amount", "Practice", "", "", "1", "1",
         "right", "0", "0.5", f"{day} 09:04:00", f"{day} 09:04:00"),
        ("'=1+1", EVE, "02-grow/lost", "lost", "Practice", "", "", "1", "1",
         "right", "0", "0.5", f"{day} 09:03:00", f"{day} 09:03:00"),
        test("Ana", ANA, "wrong", "0.0", "Before", before),
        test("Ana", ANA, "right", "1.0", "After", after),
        ("Ana", ANA, YEAR, title, "Practice", "right", "1.0", "2", "0", "", "1", "1.0",
         f"{day} 09:00:00", f"{day} 09:05:00"),
        test("Ben", BEN, "wrong", "0.0", "Before", before),
        test("Ben", BEN, "wrong", "0.0", "After", after),
        ("Ben", BEN, YEAR, title, "Practice", "partly right", "0.5", "1", "0", "", "0", "1.0",
         f"{day} 09:00:00", f"{day} 09:00:00"),
        (SILENT, SILENT, YEAR, title, "Practice", "wrong", "0.0", "1", "0", "", "0", "1.5",
         f"{day} 09:00:00", f"{day} 09:00:00"),
        ("Finn", FINN, YEAR, title, "Practice", "right", "1.0", "2", "0", "", "0", "1.0",
         f"{day} 09:00:00", f"{day} 09:10:00"),
        test("小明", MING, "right", "1.0", "Before", before),
        test("小明", MING, "right", "1.0", "After", after),
        ("小明", MING, YEAR, title, "Practice", "right", "1.0", "1", "0", "", "0", "0.5",
         f"{day} 09:00:00", f"{day} 09:00:00"),
    ]  # fmt: skip


def test_each_learner_in_one_line(written):
    wanted = (
        *("who", "exercises answered", "right", "credit in all", "attempts"),
        *("of them not marked again", "hints", "minutes", "questions in both tests"),
        *("of them right before", "of them right after", YEAR, "02-grow/impossible"),
    )
    assert columns(written, "learners.csv", *wanted) == [
        ("'=1+1", "1", "1", "1.0", "6", "4", "0", "3.0", "", "", "", "1.0", ""),
        ("Ana", "1", "1", "1.0", "4", "0", "1", "2.0", "1", "0", "1", "1.0", ""),
        ("Ben", "1", "0", "0.5", "3", "0", "0", "2.0", "1", "0", "0", "0.5", ""),
        (SILENT, "1", "0", "0.0", "1", "0", "0", "1.5", "", "", "", "0.0", ""),
        ("Finn", "1", "1", "1.0", "2", "0", "0", "1.0", "", "", "", "1.0", ""),
        ("小明", "1", "1", "1.0", "3", "0", "0", "1.5", "1", "1", "1", "1.0", ""),
    ]


def test_which_misconceptions_the_class_has(written):
    names, *rows = sheet(written, "misconceptions.csv")
    assert names[4:] == [
        "learners who answered", "learners who showed it", "share", "still in the last answer"
    ]  # fmt: skip
    assert [(row[0], row[2], *row[4:]) for row in rows] == [
        (PRICES, "less", "3", "2", "0.6667", "1"),
        (PRICES, "do_not_know", "3", "1", "0.3333", "0"),
        (YEAR, "whole_debt", "6", "2", "0.3333", "1"),
        (YEAR, "rate_alone", "6", "1", "0.1667", "0"),
    ]
    assert rows[0][3] == "Chosen: Less than before"
    assert rows[2][3] == "That is the whole debt."


def test_how_far_off_the_first_guesses_were(written):
    assert sheet(written, "guesses.csv")[1:] == [
        ["02-grow", "no_such_lab", "no_such_lab", "money", "3", "1", "1", "1", "105.0", "100.0",
         "0.05"],
    ]  # fmt: skip


def test_what_differs_from_the_files_is_listed(written):
    assert columns(written, "notes.csv", "what", "who", "attempt") == [
        ("The file says another mark", SILENT, "claimed"),
        ("The answer cannot be marked", "'=1+1", "malformed"),
        ("The numbers are not those this learner was given", "'=1+1", "foreign"),
        ("Another version of the exercise", "'=1+1", "old"),
        ("Another version of the exercise", "'=1+1", "retouched"),
        ("The exercise is not there", "'=1+1", "lost"),
        ("The exercise has a fault", "'=1+1", "broken"),
        ("One learner with several names", "Finn", ""),
    ]
    details = dict(columns(written, "notes.csv", "attempt", "details"))
    assert details["claimed"] == "The file says right, 100%; marked again it is wrong, 0%."
    assert "the answer is {'text': '100'}; allowed: text as typed" in details["malformed"]
    assert details["old"].startswith("Kept as the file has it")
    assert details["retouched"].endswith("the mark is the same.")
    assert "amount > 5000" in details["broken"]
    assert details[""] == "The files of this learner bear several names: Fin, Finn."


def test_nothing_is_lost(written):
    """Of 19 different attempts each stands in the sheet once, marked or not."""
    wanted = ("attempt", "state", "how it was marked", "state in the file")
    rows = columns(written, "attempts.csv", *wanted)
    assert len(rows) == len({row[0] for row in rows}) == 19
    found = {id: row for id, *row in rows}
    assert found["claimed"] == ["wrong", "marked again", "right"]
    assert found["malformed"] == ["", "not marked: not an answer", "right"]
    assert found["old"] == ["", "as the file has it: another version", "right"]
    assert found["lost"] == ["", "as the file has it: no such exercise", "right"]
    assert found["broken"] == ["", "as the file has it: the exercise has a fault", "right"]
    assert found["foreign"] == found["retouched"] == ["right", "marked again", "right"]
    assert columns(written, "files.csv", "what became of it") == [("read",)] * 7
    assert (written.read, written.refused, written.learners, written.notes) == (7, 0, 6, 8)


def cells(page: str, name: str) -> list[str]:
    """What stands in the first row of that name on the page."""
    row = re.search(rf'<th scope="row">{re.escape(name)}</th>(.*?)</tr>', page)[1]
    return re.findall(r"<td[^>]*>([^<>]*)</td>", row)


def test_the_page_says_the_same(written):
    page = written.page.read_text(encoding="utf-8")
    for sentence in (
        "6 learners, 19 attempts, 3 first guesses.",
        "Lesson 2: of those who tried an exercise, 33% had it right at once.",
        "is in 1.1 Prices double: 2 of the 3 who answered showed it, and 1 still in their last",
        "3 learners took both tests: 1 did better afterwards, 2 the same, 0 worse.",
        "On average 0.3 of 1 questions were right before and 0.7 after.",
        "1.1 Prices double: 1 of 3 were right before, 2 after.",
        "Of 3 numbers guessed, 1 (33%) were too low, 1 (33%) about right (within 10% of the true",
    ):
        assert sentence in page
    # Tried by six: right at once, later, partly, wrong; attempts, minutes, a hint.
    assert cells(page, "2.1 A year at ten percent") == [
        *("6", "2 (33%)", "2", "1", "1", "1.5", "1.0", "1"),
    ]
    assert cells(page, "Ana") == [
        *("1", "1", "1.00", "4", "1", "2", "2026-12-01"),
        *("0 of 1", "1 of 1", "–"),
    ]


def test_times_are_those_of_the_clock_on_the_wall_and_say_so(tmp_path):
    """A class at seven in the morning in Beijing is not shown as yesterday's."""
    hand_in(tmp_path, "ana.borrow", record(ANA, right(ANA, "23:05"), name="Ana"))
    for zone, name, shown in (
        ("CST-8", "CST, UTC+8", "2026-11-17 07:05:00"),
        ("IST-5:30", "IST, UTC+5:30", "2026-11-17 04:35:00"),
        ("EST5EDT", "EST/EDT, UTC−5/−4", "2026-11-16 18:05:00"),
        ("UTC0", "UTC", "2026-11-16 23:05:00"),
    ):
        code = "import sys; from course.cli import main; main(['gradebook', sys.argv[1]])"
        out = tmp_path / "gradebook"
        bounded_python(code, tmp_path, env={"TZ": zone})
        with (out / "attempts.csv").open(encoding="utf-8-sig", newline="") as file:
            (row,) = csv.DictReader(file)
        assert row[f"time ({name})"] == shown
        page = (out / "gradebook.html").read_text(encoding="utf-8")
        assert f"The last attempt was made at {shown[:16]} ({name})." in page
        assert cells(page, "Ana")[6] == shown[:10]


def test_whoever_answered_some_questions_is_not_said_to_have_taken_both_tests():
    def person(learner, before, after):
        tests = {("pre-test", id) for id in before} | {("post-test", id) for id in after}
        done = answers(())
        for occasion, id in tests:
            done |= answers(
                [Remarked(right(learner, exercise=id, occasion=occasion), "marked", "right", 1.0)]
            )
        return Person(learner, learner, done)

    asked = [f"01-start/q{number}" for number in range(10)]
    whole, part = person("Ana", asked, asked), person("Ben", asked, asked[:2])
    both = compared([whole, part], [*asked, "02-grow/else"])
    assert [(one.questions, one.is_whole) for one in both] == [(10, True), (2, False)]
    assert in_test(part, "pre-test") == (10, 10)
    assert in_test(part, "post-test") == (2, 2)
    told = SimpleNamespace(compared=both, language=language("en"))
    assert change_part(told).sentence.startswith(
        "2 learners answered questions in both tests, 1 of them every question: 0 did better"
    )
    told = SimpleNamespace(compared=both[:1], language=language("en"))
    assert change_part(told).sentence.startswith("1 learner took both tests: 0 did better")


def test_a_question_is_said_to_have_gained_only_if_it_did(tmp_path):
    tests = (examined(ANA, "pre-test", "less"), examined(ANA, "post-test", "less"))
    hand_in(tmp_path, "ana.borrow", record(ANA, *tests, name="Ana"))
    page = gradebook(tmp_path).page.read_text(encoding="utf-8")
    assert "No question was answered rightly by more learners after than before." in page
    assert "gained most" not in page


def test_counts_of_people_and_of_questions_are_told_in_chinese_as_one_says_them(tmp_path):
    tests = (examined(ANA, "pre-test", "less"), examined(ANA, "post-test", "same"))
    hand_in(tmp_path, "ana.borrow", record(ANA, *tests, whole_debt(ANA), name="Ana"))
    page = gradebook(tmp_path, code="zh").page.read_text(encoding="utf-8")
    assert cells(page, "Ana")[7:9] == ["1 题对 0 题", "1 题对 1 题"]
    assert "占作答者（1 人）的 100%" in page
    assert "1 人中 0 人" in page
    words = re.sub(r"<[^>]+>", " ", page)
    assert not re.findall(
        r"[，。：；、][,;:.]|[,;:.] ?[，。：；、]|[\u4e00-\u9fff][,;:](?!\S)", words
    )
