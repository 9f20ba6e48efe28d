"""A lab as the answer to an exercise: its controls, and the names its formulas know."""

from __future__ import annotations

import dataclasses
import inspect
import math
from collections.abc import Mapping
from functools import lru_cache
from numbers import Real
from types import MappingProxyType
from typing import Any

from course import labs
from course.content.exercises import LabTask
from course.content.formulas import worked_out
from course.content.language import language
from course.content.values import VALUES
from course.exercises.variants import Variant
from course.ui.inputs import Choice, Field, Quantity, Several, Switch, fields
from course.ui.lab import Lab

Names = dict[str, float | bool | str]


def lab_of(name: str) -> Lab[Any, Any]:
    """A lab by its name. Raises ValueError naming the labs that exist."""
    try:
        return labs.lab(name)
    except KeyError as error:
        raise ValueError(error.args[0]) from None


@lru_cache
def controls(lab: str) -> Mapping[str, Field]:
    """The controls of a lab by name."""
    return MappingProxyType({field.name: field for field in fields(lab_of(lab).inputs)})


def start(variant: Variant) -> dict[str, Any]:
    """The controls as they are set at the beginning; in the file percentages are as spoken."""
    task: LabTask = variant.exercise.task
    known = controls(task.lab)
    settings = {name: field.default for name, field in known.items()}
    for name, written in task.start.items():
        field = known.get(name)
        if isinstance(field, Quantity) and isinstance(written, (int, float)):
            settings[name] = field.value_of(written)
        else:
            settings[name] = (written,) if isinstance(field, Several) else written
    return settings


def to_load(variant: Variant) -> dict[str, Any]:
    """The controls of the explanation's lab: those the file does not name at their first value.

    A menu that the learner has moved would otherwise show these numbers in another way, or for
    another offer.
    """
    into = variant.exercise.lab
    settings = {name: field.default for name, field in controls(into.name).items()}
    values = {name: worked_out(f, variant.values) for name, f in into.values.items()}
    return settings | dict(into.options) | values


def solved(variant: Variant) -> dict[str, Any]:
    """The controls with those of the file's solution at their values, the others as at first."""
    task: LabTask = variant.exercise.task
    known = controls(task.lab)
    settings = start(variant)
    for name, formula in task.solution.items():
        value = worked_out(formula, variant.values)
        settings[name] = _nearest_to(known.get(name), value)
    return settings


def _nearest_to(field: Field | None, value: float) -> float | bool:
    """The value as the control takes it; a setting out of its range stays, to be refused."""
    if isinstance(field, Switch):
        return bool(value)
    if isinstance(field, Quantity):
        return field.value_of(value * field.scale)
    return value


def inputs_of(lab: str, settings: Mapping[str, Any]) -> Any:
    """The lab's inputs for these settings.

    Raises ValueError for a control the lab has not, or a value its control cannot take.
    """
    known = controls(lab)
    if unknown := sorted(settings.keys() - known.keys()):
        raise ValueError(f"controls of {lab} are {unknown}; allowed: {', '.join(known)}")
    taken = {name: _taken(known[name], value) for name, value in settings.items()}
    return lab_of(lab).inputs(**taken)


def names_of(lab: str, inputs: Any) -> Names:
    """What formulas know of a lab: single inputs, then single numbers it works out, by name.

    A value counts as its number: money in currency units, percentages as fractions.
    """
    return _names(lab, inputs)


# A class sends the same settings often, and a lab's numbers take a thousand times a formula's time.
@lru_cache(maxsize=4096)
def _names(lab: str, inputs: Any) -> Names:
    numbers = lab_of(lab).numbers(inputs)
    names = _single(inputs)
    names.update(_single(numbers))
    return names


def _single(thing: Any) -> Names:
    found: Names = {}
    for name in _public(type(thing)):
        value = getattr(thing, name)
        if isinstance(value, VALUES):
            value = value.number
        if isinstance(value, (bool, str, int)):
            found[name] = value
        elif isinstance(value, Real) and not math.isnan(value):
            found[name] = float(value)
    return found


@lru_cache
def _public(type_: type) -> tuple[str, ...]:
    """The fields and properties of a dataclass."""
    members = inspect.getmembers_static(type_)
    properties = [name for name, part in members if isinstance(part, property)]
    names = [field.name for field in dataclasses.fields(type_)] + properties
    return tuple(name for name in names if not name.startswith("_"))


def _taken(field: Field, value: Any) -> Any:
    """The value if the control can take it."""
    if isinstance(field, Quantity):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise _refused(field, value, "a number")
        if not field.minimum <= value <= field.maximum:
            raise _refused(field, value, f"{field.minimum} to {field.maximum}")
        if field.whole and value != int(value):
            raise _refused(field, value, "a whole number")
        return int(value) if field.whole else float(value)
    if isinstance(field, Switch):
        if not isinstance(value, bool):
            raise _refused(field, value, "true or false")
        return value
    keys = _keys(field)
    if isinstance(field, Choice):
        if not isinstance(value, str) or value not in keys:
            raise _refused(field, value, ", ".join(keys))
        return value
    if not isinstance(value, (list, tuple)) or not value or not set(value) <= set(keys):
        raise _refused(field, value, f"at least one of {', '.join(keys)}")
    return tuple(key for key in keys if key in value)


def _keys(field: Choice | Several) -> tuple[str, ...]:
    return tuple(field.labels(language("en")))


def _refused(field: Field, value: Any, allowed: str) -> ValueError:
    return ValueError(f"{field.name} is {repr(value)[:80]}; allowed: {allowed}")
