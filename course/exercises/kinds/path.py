"""Several numbers in turn. An earlier error is carried forward, not punished twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from msgspec import Meta

from course.content.facts import Words
from course.content.formulas import worked_out
from course.content.language import Language, marked
from course.content.values_shown import typed
from course.content.yaml_files import FieldPath
from course.exercises.fields import Name, Unit
from course.exercises.kinds._asked import (
    AskedNumber,
    judged,
    known_of,
    tolerance_of,
    worked_out_or_none,
)
from course.exercises.kinds._kind import Kind, Sought, Thought
from course.exercises.marking import Mark, Response, graded, refused
from course.exercises.plain import Plain
from course.exercises.variants import Variant

if TYPE_CHECKING:
    from course.exercises.answers import Answer, Labs, Submit

_STEP = marked("Step {number}: {said}")
_CARRIED = marked("right with your number from before.")
_MISSING = marked("not answered yet.")
_EMPTY = marked("Answer the first step first.")


class Step(AskedNumber, kw_only=True, frozen=True):
    """One step of a path. Formulas know the answers of the steps before it by their ids."""

    id: Name
    prompt: Annotated[Words, Meta(description="What this step asks.")]


@dataclass
class _Walk:
    """What has been found on the way."""

    answers: dict[str, float] = field(default_factory=dict)
    given: dict[str, float] = field(default_factory=dict)
    """The answers so far with the learner's own numbers in their place."""
    states: dict[str, Literal["right", "carried", "wrong", "unclear", "missing"]] = field(
        default_factory=dict
    )
    said: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    asks: list[tuple[str, Response]] = field(default_factory=list)
    credit: float = 0.0


class PathTask(Kind, tag="path", frozen=True):
    """Several numbers in turn; an earlier error is carried forward, not punished twice."""

    steps: Annotated[
        tuple[Step, ...],
        Meta(min_length=2, max_length=6, description="What is asked in turn."),
    ]

    NAME: ClassVar[str] = marked("several steps")
    ANSWER: ClassVar[FieldPath] = ("task", "steps")

    @classmethod
    def own_names(cls, data: Plain) -> list[tuple[FieldPath, str]]:
        steps = data["task"].get("steps") or ()
        return [(("task", "steps", i, "id"), step["id"]) for i, step in enumerate(steps)]

    @classmethod
    def known(cls, data: Plain, path: FieldPath, names: frozenset[str]) -> frozenset[str]:
        steps, place = data["task"]["steps"], path[2]
        names |= {step["id"] for step in steps[:place]}
        return known_of(steps[place], path[3:], names)

    def named(self, made: Variant) -> dict[str, tuple[float, Unit]]:
        return {sought.id: (sought.answer, sought.asked.unit) for sought in self.sought(made)}

    def sought(self, made: Variant) -> Iterator[Sought]:
        values = dict(made.values)
        for i, step in enumerate(self.steps):
            yield Sought(step.id, step, ("task", "steps", i), dict(values))
            values[step.id] = worked_out(step.answer, values)

    def mark(self, made: Variant, response: Response, language: Language) -> Mark:
        """The response is the texts as typed by the steps' ids. Credit is the share of steps right,
        or right after an earlier error, each misconception earning its own part of its step. Ids of
        misconceptions are `<step>.<misconception>`.

        A step that cannot be read or has several meanings makes the whole unclear.
        """
        ids = [step.id for step in self.steps]
        if not isinstance(response, Mapping) or not all(
            id in ids and isinstance(text, str) for id, text in response.items()
        ):
            raise refused("the steps", response, f"texts as typed by {', '.join(ids)}")
        walk = _Walk()
        if not any(text.strip() for text in response.values()):
            walk.states.update(dict.fromkeys(ids, "missing"))
            return Mark("unclear", 0.0, (language.text(_EMPTY),), steps=walk.states)
        for number, step in enumerate(self.steps, 1):
            for said in _walked(walk, made, step, response, language):
                count = language.number(number)
                walk.said.append(language.text(_STEP, number=count, said=said))
        feedback = tuple(walk.said)
        if "unclear" in walk.states.values():
            return Mark("unclear", 0.0, feedback, asks=tuple(walk.asks), steps=walk.states)
        share = graded(walk.credit / len(ids), feedback, tuple(walk.seen))
        return Mark(share.state, share.credit, feedback, share.misconceptions, steps=walk.states)

    def right(self, made: Variant, language: Language) -> Response:
        """Every step's own answer."""
        return {
            sought.id: typed(sought.answer, sought.asked.unit, tolerance_of(sought.asked))
            for sought in self.sought(made)
        }

    def wrong(self, made: Variant, language: Language) -> dict[str, Response]:
        """By `<step>.<misconception>`: right before that step, and right after it with its
        number."""
        found = {}
        for place, sought in enumerate(self.sought(made)):
            for thought in sought.asked.misconceptions:
                wrong = worked_out_or_none(thought.formula, sought.values)
                if wrong is not None:
                    found[f"{sought.id}.{thought.id}"] = self._carried_on(made, place, wrong)
        return found

    def _carried_on(self, made: Variant, place: int, wrong: float) -> dict[str, str]:
        """The steps as typed: right up to the place, the wrong number there, and on with it."""
        values = dict(made.values)
        response = {}
        for number, step in enumerate(self.steps):
            value = wrong if number == place else worked_out_or_none(step.answer, values)
            if value is None:
                break
            # As exact as can be: the steps after it are worked out with the number typed here.
            response[step.id] = typed(value, step.unit, 0)
            values[step.id] = value
        return response

    def thoughts(self) -> dict[str, Thought]:
        count = len(self.steps)
        return {
            f"{step.id}.{thought.id}": Thought(
                ("task", "steps", i, "misconceptions", j),
                thought.feedback,
                (count - 1 + thought.credit) / count,
            )
            for i, step in enumerate(self.steps)
            for j, thought in enumerate(step.misconceptions)
        }

    def preview(self, made: Variant, language: Language) -> Iterator[tuple[str, Iterable[str]]]:
        steps = [f"{step.id}: {made.text(step.prompt, language)}" for step in self.steps]
        yield language.text("To choose from"), steps

    def controls(self, made: Variant, language: Language, submit: Submit, labs: Labs) -> Answer:
        from course.exercises.answers.typed import Box, TypedInTurn

        boxes = {
            step.id: Box(f"{number}. {made.text(step.prompt, language)}", step.unit)
            for number, step in enumerate(self.steps, 1)
        }
        return TypedInTurn(language, boxes, made.exercise.currency, submit)


def _walked(
    walk: _Walk, made: Variant, step: Step, response: Mapping[str, str], language: Language
) -> tuple[str, ...]:
    """Take one step; what is said of it."""
    true_values = {**made.values, **walk.answers}
    own_values = {**made.values, **walk.given}
    answer = worked_out(step.answer, true_values)
    walk.answers[step.id] = answer
    # With numbers of the learner's own the step may have no answer.
    carried = worked_out_or_none(step.answer, own_values)
    walk.given[step.id] = answer if carried is None else carried
    text = response.get(step.id, "")
    if not text.strip():
        walk.states[step.id] = "missing"
        return (language.text(_MISSING),)
    settings = (true_values,) if true_values == own_values else (own_values, true_values)
    mark, given = judged(made, step, text, language, answer, settings)
    said = mark.feedback
    if mark.state != "right" and carried is not None and carried != answer:
        follows, follow = judged(made, step, text, language, carried, settings)
        if follows.state == "right":
            walk.given[step.id] = carried if follow is None else follow
            walk.states[step.id] = "carried"
            walk.credit += 1
            return (language.text(_CARRIED),)
    if given is not None:
        walk.given[step.id] = given
    if mark.state == "unclear":
        walk.asks += [(shown, {**response, step.id: clear}) for shown, clear in mark.asks]
        walk.states[step.id] = "unclear"
        return said
    walk.credit += mark.credit
    walk.seen += [f"{step.id}.{id}" for id in mark.misconceptions]
    walk.states[step.id] = "right" if mark.state == "right" else "wrong"
    return said
