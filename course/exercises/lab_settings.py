"""Labs as exercises use them: their controls, and the names that formulas know of them."""

from __future__ import annotations

import dataclasses
import inspect
import math
from collections.abc import Generator, Mapping
from functools import lru_cache
from numbers import Real
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from course import labs
from course.content.formulas import worked_out
from course.content.language import language
from course.content.values import VALUES
from course.content.yaml_files import FieldPath, one_of
from course.exercises.seen import Seen
from course.exercises.variants import Variant
from course.ui.inputs import Choice, Field, Quantity, Several, Switch, fields

if TYPE_CHECKING:
    from course.exercises.exercise import IntoLab
    from course.ui.lab import Lab

Names = dict[str, float | bool | str]


@lru_cache
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


def controls_named(lab: str, path: FieldPath) -> Generator[Seen, None, Mapping[str, Field] | None]:
    """Gives the lab's controls, None if there is no such lab, which is then said of the path."""
    if lab in labs.names():
        return controls(lab)
    yield Seen(path, f"the name of a lab: {one_of(lab, labs.names())}")
    return None


def to_load(into: IntoLab, variant: Variant) -> dict[str, Any]:
    """The controls of the lab that the explanation opens, each that the file does not name at its
    first value: a menu that the learner has moved would otherwise show these numbers in another
    way, or for another offer.
    """
    settings = {name: field.default for name, field in controls(into.name).items()}
    values = {name: worked_out(f, variant.values) for name, f in into.values.items()}
    return settings | dict(into.options) | values


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


def names_of_inputs(lab: str, inputs: Any) -> Names:
    """Those of `names_of` that are known before the lab works anything out."""
    own = _only_inputs(lab)
    return {name: value for name, value in _single(inputs).items() if name in own}


@lru_cache
def _only_inputs(lab: str) -> frozenset[str]:
    """The lab's inputs without those that its numbers have under the same name."""
    inputs = lab_of(lab).inputs()
    numbers = lab_of(lab).numbers(inputs)
    return frozenset(_public(type(inputs))).difference(_public(type(numbers)))  # type: ignore[arg-type]  # a class is hashable


# A class sends the same settings often, and a lab's numbers take a thousand times a formula's time.
@lru_cache(maxsize=4096)
def _names(lab: str, inputs: Any) -> Names:
    numbers = lab_of(lab).numbers(inputs)
    names = _single(inputs)
    names.update(_single(numbers))
    return names


def _single(thing: Any) -> Names:
    found: Names = {}
    for name in _public(type(thing)):  # type: ignore[arg-type]  # a class is hashable
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
