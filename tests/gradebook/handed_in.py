"""What learners hand in, and the sheets that come of it, in a few words."""

from __future__ import annotations

import csv
from itertools import count
from pathlib import Path
from typing import Any

from course.content.language import language
from course.exercises.exercise import load_exercises
from course.exercises.variants import seed_for
from course.gradebook.book import Written, write_gradebook
from course.record import Attempt, Guess, RecordFile, write_file

EXERCISES = Path(__file__).parent / "exercises"
YEAR, PRICES = "02-grow/a-year", "01-start/prices-double"
VERSIONS = {id: one.version for id, one in load_exercises(None, EXERCISES).exercises.items()}

_numbers = count()


def attempt(
    learner: str, response: Any, at: str = "09:00", day: str = "2026-11-16", **fields: Any
) -> Attempt:
    """An answer to the first variant of `YEAR`, which a file calls wrong unless it is told."""
    values: dict[str, Any] = {
        "id": f"attempt{next(_numbers)}",
        "learner": learner,
        "exercise": YEAR,
        "number": 0,
        "response": response,
        "state": "wrong",
        "credit": 0.0,
        "misconceptions": (),
        "hints": 0,
        "seconds": 30.0,
        "occasion": "practice",
        "language": "en",
        "at": f"{day}T{at}:00Z",
    } | fields
    values.setdefault("version", VERSIONS.get(values["exercise"], "0"))
    values.setdefault("seed", seed_for(learner, values["exercise"], values["number"]))
    return Attempt(**values)


def right(learner: str, at: str = "09:00", response: Any = "100", **fields: Any) -> Attempt:
    return attempt(learner, response, at, **{"state": "right", "credit": 1.0} | fields)


def whole_debt(learner: str, at: str = "09:00", **fields: Any) -> Attempt:
    marked = {"state": "partly", "credit": 0.5, "misconceptions": ("whole_debt",)}
    return attempt(learner, "1,100", at, **marked | fields)


def rate_alone(learner: str, at: str = "09:00", **fields: Any) -> Attempt:
    return attempt(learner, "10", at, **{"misconceptions": ("rate_alone",)} | fields)


def examined(learner: str, occasion: str, response: str) -> Attempt:
    """An answer to `PRICES` in a test."""
    fields: dict[str, Any] = {"exercise": PRICES, "occasion": occasion, "number": 500}
    fields["day"] = "2026-10-01" if occasion == "pre-test" else "2026-12-01"
    if response == "same":
        fields |= {"state": "right", "credit": 1.0}
    else:
        fields["misconceptions"] = (response,)
    return attempt(learner, response, "08:00", **fields)


def guess(learner: str, number: float, truth: float = 100.0, **fields: Any) -> Guess:
    values = {
        "id": f"guess{next(_numbers)}",
        "learner": learner,
        "lesson": "02-grow",
        "lab": "no_such_lab",
        "guess": (number,),
        "truth": (truth,),
        "units": ("money",),
        "at": "2026-11-16T08:00:00Z",
    }
    return Guess(**values | fields)


def record(learner: str, *entries: Attempt | Guess, name: str = "", day: int = 20) -> RecordFile:
    attempts = tuple(entry for entry in entries if isinstance(entry, Attempt))
    guesses = tuple(entry for entry in entries if isinstance(entry, Guess))
    return RecordFile(learner, name, f"2026-12-{day:02d}T12:00:00Z", attempts, guesses)


def hand_in(folder: Path, file: str, handed: RecordFile) -> None:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(write_file(handed))


def gradebook(folder: Path, out: Path | None = None, code: str = "en") -> Written:
    out = out or folder / "gradebook"
    return write_gradebook(folder, out, language(code), exercises=EXERCISES)


def sheet(written: Written, name: str) -> list[list[str]]:
    """The rows of a sheet, the names of its columns first."""
    with (written.page.parent / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def columns(written: Written, name: str, *wanted: str) -> list[tuple[str, ...]]:
    """Some columns of a sheet, without their names."""
    names, *rows = sheet(written, name)
    places = [names.index(column) for column in wanted]
    return [tuple(row[place] for place in places) for row in rows]
