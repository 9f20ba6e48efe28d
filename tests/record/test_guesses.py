"""A lesson's guesses are kept, stand there again in the next kernel, and survive a bad disk."""

from __future__ import annotations

import math
import subprocess
import sys
from dataclasses import replace

import pytest

from course.content.language import language
from course.content.values import Share
from course.lessons import Lesson
from course.record import NotRead, Record, open_record
from course.ui.lab import Prediction
from tests.record.entries import guess
from tests.record.test_store import ROOT

LESSON, LAB = "03-one-loan-many-rates", "same_loan"


def opened(id: str = LESSON, code: str = "en") -> Lesson:
    """The lesson as a kernel that has just started opens it."""
    return Lesson(id, language(code))


def commit(lesson: Lesson, lab: str, *entries: str) -> None:
    panel = lesson.predict(lab)
    for box, entry in zip(panel.boxes, entries, strict=True):
        box.value = entry
    panel.commit_button.click()
    assert panel.guess is not None


def test_a_committed_guess_is_there_again_after_a_restart(record_file):
    before = opened()
    asks = before.predict(LAB).prediction.asks
    commit(before, LAB, *["30%"] * len(asks))
    (kept,) = Record(record_file).guesses()
    assert (kept.lesson, kept.lab, kept.learner) == (LESSON, LAB, open_record().learner)
    assert kept.guess == (0.3,) * len(asks)
    assert kept.truth == tuple(ask.truth.number for ask in asks)
    assert kept.units == tuple(ask.truth.unit for ask in asks)
    for after in (opened(), opened(code="zh")):
        assert after.predict(LAB).guess == kept.guess
        assert not after.lab(LAB).covered
        assert after.predict(LAB).commit_button.layout.display == "none"
    assert opened().lab(LAB).sentence == before.lab(LAB).sentence
    assert open_record().guesses() == [kept]  # showing it again is no new guess


def test_a_truth_that_never_comes_is_kept(record_file):
    lesson = opened()
    panel = lesson.predict(LAB)
    asks = [replace(ask, truth=Share(math.inf)) for ask in panel.prediction.asks]
    panel.prediction = Prediction(panel.prediction.prompt, *asks)
    commit(lesson, LAB, *["30%"] * len(asks))
    assert Record(record_file).guesses()[0].truth == (math.inf,) * len(asks)


def test_the_last_guess_that_fits_the_question_is_shown():
    asked = len(opened().predict(LAB).boxes)

    def add(number: int, value: float, minute: int, **more) -> None:
        values = {
            "guess": (value,) * number,
            "truth": (1.0,) * number,
            "units": ("number",) * number,
        }
        place = {"lesson": LESSON, "lab": LAB} | more
        open_record().add(guess(at=f"2026-11-16T09:{minute:02}:00Z", **values, **place))

    add(asked, 0.3, 2)
    add(asked, 0.2, 1)
    add(asked + 1, 0.4, 3)
    add(asked, 0.5, 4, lab="other")
    add(asked, 0.6, 5, lesson="00-welcome")
    assert opened().predict(LAB).guess == (0.3,) * asked


def test_a_lab_may_be_shown_without_the_guess_that_it_asks_for():
    lesson = opened()
    assert lesson.lab(LAB).covered
    assert not lesson.lab(LAB, covered=False).covered
    assert lesson.predict(LAB).guess is None


def test_a_guess_that_cannot_be_kept_still_counts_and_the_loss_is_said(record_file):
    record_file.parent.mkdir()
    record_file.write_text("my homework")
    lesson = opened()
    commit(lesson, LAB, *["30%"] * len(lesson.predict(LAB).boxes))
    panel = lesson.predict(LAB)
    assert not lesson.lab(LAB).covered
    assert panel.distances()
    assert "This guess will not be remembered." in panel._message.value
    assert "is not a record of this course" in panel._message.value
    assert record_file.read_text() == "my homework"
    with pytest.raises(NotRead):  # not: there is none
        open_record().guesses()
    record_file.unlink()
    assert open_record().guesses()[0].guess == panel.guess  # as long as this kernel runs


def test_a_lesson_without_a_record_makes_none_and_loads_no_database(record_file):
    code = (
        "import sys\n"
        "from course.lessons import open_lesson\n"
        f"lesson = open_lesson({LESSON!r})\n"
        f"lesson.predict({LAB!r})\n"
        "print('peewee' in sys.modules)"
    )

    def run() -> str:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True
        )
        assert not done.stderr
        return done.stdout.strip()

    assert run() == "False"
    assert not record_file.exists()
    lesson = opened()
    commit(lesson, LAB, *["30%"] * len(lesson.predict(LAB).boxes))
    assert run() == "True"


@pytest.mark.parametrize("refused", ["many", ""])
def test_an_unreadable_guess_is_not_kept(record_file, refused):
    panel = opened().predict(LAB)
    for box in panel.boxes:
        box.value = refused
    panel.commit()
    assert not record_file.exists()
