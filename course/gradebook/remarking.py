"""Marks attempts again from exercise, seed and answer; a file's own marks are not believed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal, TypeVar

from course.content.formulas import FormulaError
from course.content.language import LANGUAGES, language
from course.exercises.exercise import Exercise
from course.exercises.marking import Mark, mark
from course.exercises.variants import Variant, seed_for, variant
from course.record import Attempt
from course.record.file import to_json

Found = TypeVar("Found")
Standing = Literal["marked", "version", "gone", "broken", "answer"]


@dataclass(frozen=True, slots=True)
class Remarked:
    """An attempt and its mark as it is found now.

    `standing` says how the mark was come by. "marked": worked out. The others count for nothing and
    are kept as the file has them: "version": the exercise has changed since, and as it is now it
    gives another mark; "gone": there is no such exercise; "broken": it has a fault; "answer": the
    answer has not the form that it must have. `reason` is what the marking said of it.
    `is_own`: the seed is the one that this learner was given.
    """

    attempt: Attempt
    standing: Standing
    state: str = ""
    credit: float = 0.0
    misconceptions: tuple[str, ...] = ()
    reason: str = ""
    is_own: bool = True
    is_current: bool = True

    @property
    def counts(self) -> bool:
        return self.standing == "marked"

    @property
    def differs(self) -> bool:
        """Whether the file says another mark than the one that was worked out."""
        return self.counts and not _agrees(self.attempt, self)


def remarked(attempts: Iterable[Attempt], exercises: Mapping[str, Exercise]) -> Iterator[Remarked]:
    """The attempts marked again, by exercise, variant and time; each variant is made once."""
    in_order = sorted(attempts, key=_order)
    for (id, seed), some in groupby(in_order, key=lambda a: (a.exercise, a.seed)):
        exercise = exercises.get(id)
        if exercise is None:
            yield from (Remarked(a, "gone", is_own=_is_own(a)) for a in some)
            continue
        made = _attempted(variant, exercise, seed)
        yield from (_remarked(attempt, exercise, made) for attempt in some)


def _remarked(attempt: Attempt, exercise: Exercise, made: Variant | Exception) -> Remarked:
    is_own, is_current = _is_own(attempt), attempt.version == exercise.version
    code = attempt.language if attempt.language in LANGUAGES else "en"
    found: Mark | Exception
    if isinstance(made, Exception):
        found = made if isinstance(made, FormulaError) else FormulaError(_said(made))
    else:
        found = _attempted(mark, made, attempt.response, language(code))
    if not is_current and (isinstance(found, Exception) or not _agrees(attempt, found)):
        return Remarked(attempt, "version", is_own=is_own, is_current=False)
    if isinstance(found, Exception):
        standing: Standing = "broken" if isinstance(found, FormulaError) else "answer"
        return Remarked(attempt, standing, reason=_said(found), is_own=is_own)
    return Remarked(
        attempt,
        "marked",
        found.state,
        found.credit,
        found.misconceptions,
        is_own=is_own,
        is_current=is_current,
    )


def _attempted(work: Callable[..., Found], *arguments: object) -> Found | Exception:
    """What `work` gives, or the error it ends with: one attempt does not end a class's table."""
    try:
        return work(*arguments)
    except Exception as error:
        return error


def _agrees(attempt: Attempt, found: Mark | Remarked) -> bool:
    return (
        attempt.state == found.state
        and math.isclose(attempt.credit, found.credit, abs_tol=1e-6)
        and set(attempt.misconceptions) == set(found.misconceptions)
    )


def _is_own(attempt: Attempt) -> bool:
    return attempt.seed == seed_for(attempt.learner, attempt.exercise, attempt.number)


def _order(attempt: Attempt) -> tuple[Any, ...]:
    """An order that does not depend on the file: equal only for equal attempts."""
    return attempt.exercise, attempt.seed, attempt.at, attempt.id, to_json(attempt)


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"
