"""Labs are there, with the controls and names that an exercise uses, and take its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from course import labs
from course.content.exercise_checks import formulas_of
from course.content.exercises import (
    Exercise,
    LabTask,
)
from course.content.formulas import FormulaError, names_in, worked_out
from course.content.yaml_files import FieldPath, one_of
from course.exercises import lab_settings
from course.exercises.proving.parts import Seen
from course.exercises.variants import Variant


def of_labs(exercise: Exercise) -> Iterator[Seen]:
    """The labs are there, and so are the controls and the names of their formulas."""
    task = exercise.task
    if isinstance(task, LabTask):
        known = yield from _controls(task.lab, ("task", "lab"))
        if known is not None:
            yield from _names_of_lab(exercise, task, known)
    if exercise.lab:
        known = yield from _controls(exercise.lab.name, ("lab", "name"))
        for field in ("values", "options"):
            for name in getattr(exercise.lab, field):
                if known is not None and name not in known:
                    allowed = f"a control of the lab: {one_of(name, known)}"
                    yield Seen(("lab", field, name), allowed)


def _controls(lab: str, path: FieldPath) -> Iterator[Seen]:
    """Gives the lab's controls, None if there is no such lab."""
    if lab in labs.names():
        return lab_settings.controls(lab)
    yield Seen(path, f"the name of a lab: {one_of(lab, labs.names())}")
    return None


def _names_of_lab(exercise: Exercise, task: LabTask, known: dict[str, Any]) -> Iterator[Seen]:
    for field in ("solution", "start"):
        for name in getattr(task, field):
            if name not in known:
                allowed = f"a control of the lab: {one_of(name, known)}"
                yield Seen(("task", field, name), allowed)
    names = lab_settings.names_of(task.lab, lab_settings.inputs_of(task.lab, {}))
    for field in ("parameters", "values"):
        for name in getattr(exercise, field):
            if name in names:
                allowed = f"another name: `{name}` is the lab's own in the formulas of this task"
                yield Seen((field, name), allowed)
    own = {*names, *exercise.parameters, *exercise.values}
    for path, formula, of_task in formulas_of(msgspec.to_builtins(exercise)):
        if of_task is None:
            for name in sorted(names_in(formula) - own):
                allowed = f"names of the lab or of the exercise; `{name}`: {one_of(name, own)}"
                yield Seen(path, allowed)


def lab_can_be_opened(variant: Variant) -> Iterator[Seen]:
    """The explanation's lab takes the numbers of this variant."""
    into = variant.exercise.lab
    if into:
        for name, option in into.options.items():
            try:
                lab_settings.inputs_of(into.name, {name: option})
            except ValueError as error:
                yield Seen(("lab", "options", name), "an option of the lab's menu", str(error))
        for name, formula in into.values.items():
            try:
                value = worked_out(formula, variant.values)
                lab_settings.inputs_of(into.name, {name: value})
            except FormulaError:
                raise
            except ValueError as error:
                allowed = "a value that the lab's control takes"
                yield Seen(("lab", "values", name), allowed, str(error))
