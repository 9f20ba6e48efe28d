"""The lab that the explanation opens is there, and takes the numbers of an exercise."""

from __future__ import annotations

from collections.abc import Iterator

from course.content.formulas import FormulaError, worked_out
from course.content.yaml_files import one_of
from course.exercises.exercise import Exercise
from course.exercises.lab_settings import controls_named, inputs_of
from course.exercises.seen import Seen
from course.exercises.variants import Variant


def lab_is_there(exercise: Exercise) -> Iterator[Seen]:
    """The lab of the explanation is there, and so are the controls that are set."""
    if exercise.lab:
        known = yield from controls_named(exercise.lab.name, ("lab", "name"))
        for field in ("values", "options"):
            for name in getattr(exercise.lab, field):
                if known is not None and name not in known:
                    allowed = f"a control of the lab: {one_of(name, known)}"
                    yield Seen(("lab", field, name), allowed)


def lab_can_be_opened(variant: Variant) -> Iterator[Seen]:
    """The explanation's lab takes the numbers of this variant."""
    into = variant.exercise.lab
    if into:
        for name, option in into.options.items():
            try:
                inputs_of(into.name, {name: option})
            except ValueError as error:
                yield Seen(("lab", "options", name), "an option of the lab's menu", str(error))
        for name, formula in into.values.items():
            try:
                value = worked_out(formula, variant.values)
                inputs_of(into.name, {name: value})
            except FormulaError:
                raise
            except ValueError as error:
                allowed = "a value that the lab's control takes"
                yield Seen(("lab", "values", name), allowed, str(error))
