"""The files of one group of learners, counted. Groups need nothing of each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from course.content.language import Language, marked
from course.content.language import language as language_of
from course.exercises.exercise import load_exercises
from course.gradebook.belonging import Belonging
from course.gradebook.files import Handed, Listed, contents
from course.gradebook.notes import Note
from course.gradebook.people import Person, people
from course.gradebook.remarking import Remarked, remarked
from course.gradebook.sheets import Cell, lines
from course.gradebook.words import OCCASIONS, STANDINGS, state_word, time_shown, zone_shown
from course.record import Attempt, Guess
from course.record.file import to_json

_OTHER_MARK = marked("The file says {recorded}; marked again it is {found}.")
_OTHER_VERSION = marked("Marked with the exercise as it is now; the mark is the same.")
_OLD_VERSION = marked("Kept as the file has it: the exercise as it is now gives another mark.")
_GONE = marked("Kept as the file has it: the course has no such exercise, or cannot read it.")
_BROKEN = marked("Kept as the file has it: {reason}")
_NOT_AN_ANSWER = marked("It counts for nothing: {reason}")
_SEED = marked(
    "Variant {number} of this learner has other numbers. The answer was marked with its own."
)
_TWICE = marked("{count} attempts bear this id and differ. Each of them counts.")


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be counted: files, whose the entries are, which exercises there are."""

    files: Sequence[Handed]
    owners: Mapping[str, str]
    names: Mapping[str, str]
    exercises: Path
    language: str

    @classmethod
    def of(
        cls, files: Sequence[Handed], whose: Belonging, exercises: Path, language: Language
    ) -> Task:
        """The task for one group of files."""
        learners = {id for file in files for id in (file.learner, *file.entries)}
        owners = {id: whose.owners[id] for id in learners}
        names = {id: whose.names[id] for id in owners.values()}
        return cls(files, owners, names, exercises, language.code)

    def who(self, learner: str) -> str:
        """The name of the row in which this learner's entries stand."""
        return self.names[self.owners[learner]]


class Held(NamedTuple):
    """A file and the entries in it."""

    file: Handed
    entries: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of it. `attempts`: their lines of the sheet of attempts."""

    people: list[Person]
    attempts: str
    notes: list[Note]
    lost: list[Listed]


def counted(task: Task) -> Batch:
    """The learners of these files with what they did."""
    language = language_of(task.language)
    attempts: dict[bytes, Attempt] = {}
    guesses: dict[bytes, Guess] = {}
    lost = []
    several = {id for id, files in Counter(f.learner for f in task.files).items() if files > 1}
    held: dict[str, list[Held]] = defaultdict(list)
    for file in task.files:
        record = contents(file, language)
        if isinstance(record, Listed):
            lost.append(record)
            continue
        # The same entry in several files is one entry.
        its_attempts = {to_json(attempt): attempt for attempt in record.attempts}
        its_guesses = {to_json(guess): guess for guess in record.guesses}
        attempts |= its_attempts
        guesses |= its_guesses
        if file.learner in several:
            held[file.learner].append(Held(file, frozenset({*its_attempts, *its_guesses})))
    exercises = load_exercises(None, task.exercises).exercises
    marks = list(remarked(attempts.values(), exercises))
    learners = {file.learner for file in task.files}
    return Batch(
        people(learners, marks, guesses.values(), task.owners, task.names),
        lines(_row(found, task, language) for found in marks),
        sorted(
            [
                *_notes(marks, task, language),
                *_twice(attempts.values(), task, language),
                *_branches(held, marks, task, language),
            ]
        ),
        lost,
    )


def attempt_columns(language: Language) -> tuple[str, ...]:
    """What stands in each column of the sheet of attempts."""
    text = language.text
    return (
        text("who"),
        text("learner"),
        text("exercise"),
        text("occasion"),
        text("variant"),
        text("seed"),
        text("answer"),
        text("state"),
        text("credit"),
        text("misconceptions"),
        text("how it was marked"),
        text("state in the file"),
        text("credit in the file"),
        text("hints"),
        text("seconds"),
        text("time ({zone})", zone=zone_shown()),
        text("language"),
        text("version"),
        text("attempt"),
    )


def _row(found: Remarked, task: Task, language: Language) -> tuple[Cell, ...]:
    attempt = found.attempt
    answer = attempt.response
    return (
        task.who(attempt.learner),
        attempt.learner,
        attempt.exercise,
        language.text(OCCASIONS[attempt.occasion]),
        attempt.number,
        attempt.seed,
        answer if isinstance(answer, str) else to_json(answer).decode(),
        state_word(found.state, language),
        round(found.credit, 4) if found.counts else None,
        "; ".join(found.misconceptions),
        language.text(STANDINGS[found.standing]),
        state_word(attempt.state, language),
        round(attempt.credit, 4),
        attempt.hints,
        attempt.seconds,
        time_shown(attempt.at),
        attempt.language,
        attempt.version,
        attempt.id,
    )


def _notes(marks: Iterable[Remarked], task: Task, language: Language) -> Iterator[Note]:
    text = language.text
    for found in marks:
        attempt, reason = found.attempt, found.reason
        if found.differs:
            recorded, now = (_mark_shown(mark, language) for mark in (attempt, found))
            yield _note("mark", attempt, task, text(_OTHER_MARK, recorded=recorded, found=now))
        if not found.is_own:
            number = language.number(attempt.number)
            yield _note("seed", attempt, task, text(_SEED, number=number))
        if found.standing == "answer":
            yield _note("answer", attempt, task, text(_NOT_AN_ANSWER, reason=reason))
        elif found.standing == "broken":
            yield _note("broken", attempt, task, text(_BROKEN, reason=reason))
        elif found.standing == "gone":
            yield _note("gone", attempt, task, text(_GONE))
        elif not found.is_current:
            kept = _OTHER_VERSION if found.counts else _OLD_VERSION
            yield _note("version", attempt, task, text(kept))


def _twice(attempts: Iterable[Attempt], task: Task, language: Language) -> Iterator[Note]:
    """Attempts that share an id with another and are not the same."""
    attempts = list(attempts)
    counts = Counter(attempt.id for attempt in attempts)
    for attempt in attempts:
        if counts[attempt.id] > 1:
            count = language.number(counts[attempt.id])
            yield _note("id", attempt, task, language.text(_TWICE, count=count))


def _branches(
    held: Mapping[str, Iterable[Held]],
    marks: Iterable[Remarked],
    task: Task,
    language: Language,
) -> Iterator[Note]:
    """Learners with files of which none goes on from the other: two ways on, or two people."""
    text, plural = language.text, language.plural
    for learner, files in held.items():
        in_order = sorted(files, key=lambda one: (one.file.made_at, sorted(one.entries)))
        # Of several with the same entries one is enough.
        by_entries = {one.entries: one for one in in_order}
        ends = [one for its, one in by_entries.items() if not any(its < of for of in by_entries)]
        if len(ends) < 2:
            continue
        right = {
            to_json(found.attempt): found.attempt.exercise
            for found in marks
            if found.state == "right" and found.attempt.occasion == "practice"
        }
        told = []
        for one in ends:
            others = frozenset().union(*(other.entries for other in ends if other is not one))
            told.append(
                text(
                    "{file} ({entries}, {own} of them in no other; {right})",
                    file=one.file.place,
                    entries=plural("{count} entry", "{count} entries", len(one.entries)),
                    own=language.number(len(one.entries - others)),
                    right=plural(
                        "{count} exercise right",
                        "{count} exercises right",
                        len({right[entry] for entry in one.entries & right.keys()}),
                    ),
                )
            )
        detail = text(
            "These files bear the id {id}, and none of them continues the other: {files}. So the"
            " learner went on at two places, or a file is not this learner's. All entries count"
            " together here; ask the learner before you rely on the marks.",
            id=learner,
            files=text("; ").join(told),
        )
        yield Note("branch", task.who(learner), learner, "", "", "", detail)


def _note(kind: str, attempt: Attempt, task: Task, detail: str) -> Note:
    who = task.who(attempt.learner)
    return Note(kind, who, attempt.learner, attempt.exercise, attempt.at, attempt.id, detail)


def _mark_shown(mark: Attempt | Remarked, language: Language) -> str:
    """State, credit and misconceptions in a few words."""
    parts = [state_word(mark.state, language), language.percent(mark.credit, 0)]
    return language.text(", ").join([*parts, *sorted(mark.misconceptions)])
