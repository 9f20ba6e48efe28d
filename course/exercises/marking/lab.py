"""Marks the settings of a lab: whether the lab then shows what was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from course.content.exercises import LabTask, LabTrap
from course.content.formulas import worked_out
from course.content.language import Language, marked
from course.content.messages import tell
from course.exercises.lab_settings import (
    controls,
    inputs_of,
    lab_of,
    names_of,
    solved,
    start,
)
from course.exercises.marking.result import RIGHT, Mark, Response, graded, refused
from course.exercises.variants import Variant
from course.ui.inputs import Quantity

_TRIED = 40
"""Settings of one control among which those of a misconception are looked for."""

_NOT_YET = marked("The lab does not show what is asked for yet.")


def mark(variant: Variant, response: Response, language: Language) -> Mark:
    """Right where the goal is reached; else the first misconception whose formula is true.

    Controls that the response leaves out are as at the beginning.
    """
    if not isinstance(response, Mapping):
        raise refused("the settings", response, "values by control")
    task: LabTask = variant.exercise.task
    inputs = inputs_of(task.lab, {**start(variant), **response})
    judged = _judged(variant, inputs)
    if judged is True:
        return RIGHT
    lab = lab_of(task.lab)
    shows = tell(lab.sentence(lab.numbers(inputs)), language)
    if judged is None:
        return graded(0.0, (language.text(_NOT_YET), shows))
    said = variant.text(judged.feedback, language)
    return graded(judged.credit, (said, shows), (judged.id,))


def _judged(variant: Variant, inputs: Any) -> LabTrap | bool | None:
    """True where the goal is reached, else the misconception shown, if any."""
    task: LabTask = variant.exercise.task
    names = {**names_of(task.lab, inputs), **variant.values}
    if worked_out(task.goal, names):
        return True
    return next((trap for trap in task.misconceptions if worked_out(trap.formula, names)), None)


def right(variant: Variant, language: Language) -> Response:
    """The solution of the file."""
    return _plain(solved(variant))


def misconceptions(variant: Variant, language: Language) -> dict[str, Response]:
    """By misconception, settings that show it: the solution or the beginning but for one control.

    Without those for which no such settings were found.
    """
    task: LabTask = variant.exercise.task
    found: dict[str, Response] = {}
    for settings in _tried(variant):
        if len(found) == len(task.misconceptions):
            break
        try:
            seen = _judged(variant, inputs_of(task.lab, settings))
        except ValueError:
            continue
        if isinstance(seen, LabTrap):
            found.setdefault(seen.id, settings)
    return found


def _tried(variant: Variant) -> Iterator[dict[str, Any]]:
    task: LabTask = variant.exercise.task
    known = controls(task.lab)
    first = [name for name in task.solution if name in known]
    bases = (_plain(solved(variant)), _plain(start(variant)))
    yield from bases
    for name in dict.fromkeys([*first, *known]):
        if isinstance(field := known[name], Quantity):
            for base in bases:
                for value in _spread(field):
                    yield {**base, name: value}


def _spread(field: Quantity) -> Iterator[float]:
    places = max(round((field.maximum - field.minimum) / field.step), 1)
    for tried in range(_TRIED + 1):
        steps = round(places * tried / _TRIED)
        value = field.value_of((field.minimum + steps * field.step) * field.scale)
        yield min(max(value, field.minimum), field.maximum)


def _plain(settings: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON has it."""
    return {k: list(v) if isinstance(v, tuple) else v for k, v in settings.items()}
