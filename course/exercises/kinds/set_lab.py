"""A lab is set so that it shows what was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta

from course.content.formulas import names_in, worked_out
from course.content.language import Language, language, marked
from course.content.messages import tell
from course.content.yaml_files import FieldPath, one_of
from course.exercises.fields import Credit, Feedback, Formula, Name, Part, Traps
from course.exercises.kinds._kind import Answer, Kind, Labs, Submit
from course.exercises.lab_settings import (
    controls,
    controls_named,
    inputs_of,
    lab_of,
    names_of,
    names_of_inputs,
)
from course.exercises.marking import RIGHT, Mark, Response, graded, refused
from course.exercises.plain import Plain, formulas_in
from course.exercises.seen import Seen
from course.exercises.variants import Variant
from course.ui.inputs import Field, Quantity, Several, Switch

if TYPE_CHECKING:
    from course.exercises.exercise import Exercise

_TRIED = 40
"""Settings of one control among which those of a misconception are looked for."""
_NOT_YET = marked("The lab does not show what is asked for yet.")


class LabTrap(Part, frozen=True):
    """Settings that show a misconception: true or false over the lab's inputs and numbers."""

    id: Name
    formula: Formula
    feedback: Feedback
    credit: Credit = 0.0


class LabTask(Kind, tag="set_lab", frozen=True):
    """The learner's controls are the answer: the lab is set so that `goal` is true.

    Formulas know the lab's inputs and its numbers by their names in the lab's file.
    """

    lab: Annotated[str, Meta(description="The lab, by the name of its file.", examples=["growth"])]
    goal: Formula
    solution: Annotated[
        dict[str, Formula], Meta(description="Controls, by formula, that reach the goal.")
    ]
    start: Annotated[
        dict[str, float | bool | str], Meta(description="Controls that are set at the beginning.")
    ] = msgspec.field(default_factory=dict)
    misconceptions: Annotated[tuple[LabTrap, ...], Traps] = ()

    NAME: ClassVar[str] = marked("set the lab")
    ANSWER: ClassVar[FieldPath] = ("task", "solution")

    @classmethod
    def known(cls, data: Plain, path: FieldPath, names: frozenset[str]) -> frozenset[str] | None:
        return names if path[1] == "solution" else None

    def settings(self) -> dict[str, Any]:
        """The controls as they are set at the beginning; in the file percentages are as spoken."""
        known = controls(self.lab)
        settings: dict[str, Any] = {name: field.default for name, field in known.items()}
        for name, written in self.start.items():
            field = known.get(name)
            if isinstance(field, Quantity) and isinstance(written, (int, float)):
                settings[name] = field.value_of(written)
            else:
                settings[name] = (written,) if isinstance(field, Several) else written
        return settings

    def _solved(self, made: Variant) -> dict[str, Any]:
        """The controls with those of the solution at their values, the others as at first."""
        known = controls(self.lab)
        settings = self.settings()
        for name, formula in self.solution.items():
            settings[name] = _nearest_to(known.get(name), worked_out(formula, made.values))
        return settings

    def seen_beside(self, made: Variant) -> str:
        return repr(self.settings())

    def mark(self, made: Variant, response: Response, language: Language) -> Mark:
        """The response is values by control; those left out are as at the beginning. Right where
        the goal is reached; else the first misconception whose formula is true."""
        if not isinstance(response, Mapping):
            raise refused("the settings", response, "values by control")
        inputs = inputs_of(self.lab, {**self.settings(), **response})
        names_of(self.lab, inputs)  # settings that the lab cannot work out are refused
        judged = self._judged(made, inputs)
        if judged is True:
            return RIGHT
        lab = lab_of(self.lab)
        shows = tell(lab.sentence(lab.numbers(inputs)), language)
        if judged is None:
            return graded(0.0, (language.text(_NOT_YET), shows))
        said = made.text(judged.feedback, language)
        return graded(judged.credit, (said, shows), (judged.id,))

    def _judged(self, made: Variant, inputs: Any) -> LabTrap | Literal[True] | None:
        """True where the goal is reached, else the misconception shown, if any."""
        names = {**names_of_inputs(self.lab, inputs), **made.values}

        def holds(formula: str) -> bool:
            # Working out the lab takes a thousand times as long, and few formulas ask for it.
            if not names_in(formula) <= names.keys():
                names.update({**names_of(self.lab, inputs), **made.values})
            return bool(worked_out(formula, names))

        if holds(self.goal):
            return True
        return next((trap for trap in self.misconceptions if holds(trap.formula)), None)

    def right(self, made: Variant, language: Language) -> Response:
        """The solution of the file."""
        return _plain(self._solved(made))

    def wrong(self, made: Variant, language: Language) -> dict[str, Response]:
        """By misconception, settings that show it: the solution or the beginning but for one
        control. Without those for which no such settings were found."""
        found: dict[str, Response] = {}
        for settings in self._tried(made):
            if len(found) == len(self.misconceptions):
                break
            try:
                inputs = inputs_of(self.lab, settings)
                seen = self._judged(made, inputs)
                if isinstance(seen, LabTrap) and seen.id not in found:
                    names_of(self.lab, inputs)  # nobody sees what the lab cannot work out
                    found[seen.id] = settings
            except ValueError:
                continue
        return found

    def _tried(self, made: Variant) -> Iterator[dict[str, Any]]:
        known = controls(self.lab)
        first = [name for name in self.solution if name in known]
        bases = (_plain(self._solved(made)), _plain(self.settings()))
        yield from bases
        for name in dict.fromkeys([*first, *known]):
            if isinstance(field := known[name], Quantity):
                for base in bases:
                    for value in _spread(field):
                        yield {**base, name: value}

    def proof_of_file(self, exercise: Exercise) -> Iterator[Seen]:
        """The lab is there, and so are the controls and the names of the formulas."""
        known = yield from controls_named(self.lab, ("task", "lab"))
        if known is None:
            return
        for field, named in (("solution", self.solution), ("start", self.start)):
            for name in named:
                if name not in known:
                    allowed = f"a control of the lab: {one_of(name, known)}"
                    yield Seen(("task", field, name), allowed)
        names = names_of(self.lab, inputs_of(self.lab, {}))
        for field in ("parameters", "values"):
            for name in getattr(exercise, field):
                if name in names:
                    allowed = (
                        f"another name: `{name}` is the lab's own in the formulas of this task"
                    )
                    yield Seen((field, name), allowed)
        own = sorted({*names, *exercise.parameters, *exercise.values})
        for path, formula in formulas_in(type(self), msgspec.to_builtins(self)):
            if path[0] != "solution":
                for name in sorted(names_in(formula).difference(own)):
                    allowed = f"names of the lab or of the exercise; `{name}`: {one_of(name, own)}"
                    yield Seen(("task", *path), allowed)

    def proof(self, made: Variant) -> Iterator[Seen]:
        """What is set at the beginning is not the answer already."""
        if self.mark(made, {}, language("en")).state == "right":
            yield Seen(("task", "start"), "settings that do not reach the goal yet")

    def preview(self, made: Variant, language: Language) -> Iterator[tuple[str, Iterable[str]]]:
        names = names_of(self.lab, inputs_of(self.lab, self.settings()))
        yield (
            language.text("Names of the lab for formulas, as it is set at the beginning"),
            (
                f"{name} = {value:.6g}" if isinstance(value, float) else f"{name} = {value}"
                for name, value in names.items()
            ),
        )

    def controls(self, made: Variant, language: Language, submit: Submit, labs: Labs) -> Answer:
        from course.exercises.answers.in_lab import SetLab

        return SetLab(language, labs(self.lab), self.settings())


def _nearest_to(field: Field | None, value: float) -> float | bool:
    """The value as the control takes it; a setting out of its range stays, to be refused."""
    if isinstance(field, Switch):
        return bool(value)
    if isinstance(field, Quantity):
        return field.value_of(value * field.scale)
    return value


def _spread(field: Quantity) -> Iterator[float]:
    places = max(round((field.maximum - field.minimum) / field.step), 1)
    for tried in range(_TRIED + 1):
        steps = round(places * tried / _TRIED)
        value = field.value_of((field.minimum + steps * field.step) * field.scale)
        yield min(max(value, field.minimum), field.maximum)


def _plain(settings: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON has it."""
    return {k: list(v) if isinstance(v, tuple) else v for k, v in settings.items()}
