"""One variant of an exercise as its author wants to see it: what is asked, what is right, and what
is said to each wrong answer. In the terminal and in a notebook.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from course.content.formulas import worked_out
from course.content.language import Language
from course.content.values_shown import shown
from course.exercises.exercise import Exercise
from course.exercises.fields import Parameter, Unit, Value
from course.exercises.kinds._asked import worked_out_or_none
from course.exercises.kinds._kind import Sought
from course.exercises.marking import Response, mark, misconception_responses, right_response
from course.exercises.variants import Variant, variant

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """Headings with their lines; a line of an answer begins with the answer."""

    title: str
    parts: tuple[tuple[str, Lines], ...]

    def __str__(self) -> str:
        parts = ["\n  ".join((heading, *lines)) for heading, lines in self.parts if lines]
        return "\n\n".join((self.title, *parts))

    def _repr_html_(self) -> str:
        parts = "".join(
            f"<h4>{escape(heading)}</h4><ul>{_items(lines)}</ul>"
            for heading, lines in self.parts
            if lines
        )
        return f"<div><h3>{escape(self.title)}</h3>{parts}</div>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))


def _items(lines: Lines) -> str:
    return "".join(f"<li>{escape(line)}</li>" for line in lines)


def preview(exercise: Exercise, seed: int, language: Language) -> Preview:
    """The variant of that seed, in one language. Raises FormulaError if there is none."""
    text = language.text
    made = variant(exercise, seed)
    parts = (
        (text("Numbers"), _numbers(made, language)),
        (text("Question"), [made.text(exercise.prompt, language)]),
        *exercise.task.preview(made, language),
        (text("Right"), _right(made, language)),
        (text("Wrong, its share of the mark, and what is said"), _wrong(made, language)),
        (text("Hints"), [made.text(hint, language) for hint in exercise.hints]),
        (text("Explanation"), [made.text(exercise.explanation, language)]),
        (text("Loaded into the lab by the explanation"), _into_lab(made)),
    )
    title = text(
        "{title} ({kind}; {id}, seed {seed})",
        title=made.text(exercise.title, language),
        kind=text(exercise.task.NAME),
        id=exercise.id,
        seed=seed,
    )
    return Preview(title, tuple((heading, tuple(lines)) for heading, lines in parts))


def _numbers(made: Variant, language: Language) -> Iterator[str]:
    known: dict[str, Parameter | Value] = {**made.exercise.parameters, **made.exercise.values}
    for name, part in known.items():
        yield f"{name} = {_shown(made, made.values[name], part.unit, language)}"


def _right(made: Variant, language: Language) -> Iterator[str]:
    """A number with its formula, anything else as it is answered."""
    found = list(made.task.sought(made))
    for sought in found:
        number = _shown(made, sought.answer, sought.asked.unit, language)
        yield f"{_begun(sought)}{sought.asked.answer} = {number}"
    if not found:
        yield _plain(right_response(made, language))


def _wrong(made: Variant, language: Language) -> Iterator[str]:
    found = list(made.task.sought(made))
    for sought in found:
        for thought in sought.asked.misconceptions:
            number = worked_out_or_none(thought.formula, sought.values)
            unit = sought.asked.unit
            value = "–" if number is None else _shown(made, number, unit, language)
            said = made.text(thought.feedback, language)
            credit = language.percent(thought.credit, 0)
            yield f"{_begun(sought)}{thought.id}: {thought.formula} = {value} → {credit}: {said}"
    for id, response in {} if found else misconception_responses(made, language).items():
        given = mark(made, response, language)
        credit = language.percent(given.credit, 0)
        yield f"{id}: {_plain(response)} → {credit}: {' '.join(given.feedback)}"


def _begun(sought: Sought) -> str:
    return f"{sought.id}: " if sought.id else ""


def _into_lab(made: Variant) -> Iterator[str]:
    into = made.exercise.lab
    if into:
        settings = {name: worked_out(formula, made.values) for name, formula in into.values.items()}
        yield f"{into.name}: {_plain(settings | into.options)}"


def _shown(made: Variant, number: float, unit: Unit, language: Language) -> str:
    return shown(number, unit, language, made.exercise.currency)


def _plain(response: Response) -> str:
    """An answer as an author reads it."""
    if isinstance(response, dict):
        return ", ".join(f"{name}: {_plain(value)}" for name, value in response.items())
    if isinstance(response, list):
        return "; ".join(map(str, response)) or "–"
    return f"{response:.6g}" if isinstance(response, float) else str(response)
