"""Several numbers in turn. An earlier error is carried forward, not punished twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from msgspec import Meta

from course.content.facts import Words
from course.content.formulas import worked_out
from course.content.language import Language, marked
from course.content.values_shown import typed
from course.content.yaml_files import FieldPath
from course.exercises.fields import Name
from course.exercises.kinds._asked import AskedNumber, judged, known_of, worked_out_or_none
from course.exercises.kinds._kind import Answer, Labs, Sought, Submit, Texts
from course.exercises.kinds._several import SeveralNumbers, Tally, none_typed, texts_typed
from course.exercises.marking import RIGHT, Mark, Response
from course.exercises.plain import Plain
from course.exercises.variants import Variant

_STEP = marked("Step {number}: {said}")
_CARRIED = marked("right with your number from before.")
_MISSING = marked("not answered yet.")
_EMPTY = marked("Answer the first step first.")


class Step(AskedNumber, kw_only=True, frozen=True):
    """One step of a path. Formulas know the answers of the steps before it by their ids."""

    id: Name
    prompt: Annotated[Words, Meta(description="What this step asks.")]


class PathTask(SeveralNumbers, tag="path", frozen=True):
    """Several numbers in turn; an earlier error is carried forward, not punished twice."""

    steps: Annotated[
        tuple[Step, ...],
        Meta(min_length=2, max_length=6, description="What is asked in turn."),
    ]

    NAME: ClassVar[str] = marked("several steps")
    ANSWER: ClassVar[FieldPath] = ("task", "steps")
    PARTS: ClassVar[str] = "steps"

    @classmethod
    def known(cls, data: Plain, path: FieldPath, names: frozenset[str]) -> frozenset[str]:
        steps, place = data["task"]["steps"], path[2]
        names |= {step["id"] for step in steps[:place]}
        return known_of(steps[place], path[3:], names)

    def sought(self, made: Variant) -> Iterator[Sought]:
        values = dict(made.values)
        for i, step in enumerate(self.steps):
            yield Sought(step.id, step, ("task", "steps", i), dict(values))
            values[step.id] = worked_out(step.answer, values)

    def mark(self, made: Variant, response: Response, language: Language) -> Mark:
        """Credit is the share of steps right, or right after an earlier error, each misconception
        earning its own part of its step."""
        ids = [step.id for step in self.steps]
        tally = Tally(texts_typed(response, ids, "the steps"))
        if not any(text.strip() for text in tally.response.values()):
            return none_typed(ids, language.text(_EMPTY))
        given: dict[str, float] = {}
        for number, sought in enumerate(self.sought(made), 1):
            count = language.number(number)
            said = _walked(tally, given, made, sought, language)
            tally.say(language.text(_STEP, number=count, said=line) for line in said)
        return tally.mark()

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

    def shown(self, made: Variant, language: Language) -> Texts:
        """What each step asks."""
        return {step.id: made.text(step.prompt, language) for step in self.steps}

    def controls(self, made: Variant, language: Language, submit: Submit, labs: Labs) -> Answer:
        from course.exercises.answers.typed import Box, TypedInTurn

        prompts = self.shown(made, language)
        boxes = {
            step.id: Box(f"{number}. {prompts[step.id]}", step.unit)
            for number, step in enumerate(self.steps, 1)
        }
        return TypedInTurn(language, boxes, made.exercise.currency, submit)


def _walked(
    tally: Tally, given: dict[str, float], made: Variant, sought: Sought, language: Language
) -> tuple[str, ...]:
    """Take one step; what is said of it.

    `given` are the answers so far with the learner's own numbers in their place.
    """
    id, step, _, true_values = sought
    own_values = {**made.values, **given}
    # With numbers of the learner's own the step may have no answer.
    carried = worked_out_or_none(step.answer, own_values)
    given[id] = sought.answer if carried is None else carried
    text = tally.response.get(id, "")
    if not text.strip():
        tally.states[id] = "missing"
        return (language.text(_MISSING),)
    settings = (true_values,) if true_values == own_values else (own_values, true_values)
    mark, number = judged(made, step, text, language, sought.answer, settings)
    if mark.state != "right" and carried is not None and carried != sought.answer:
        follows, follow = judged(made, step, text, language, carried, settings)
        if follows.state == "right":
            tally.add(id, RIGHT)
            tally.states[id] = "carried"
            given[id] = carried if follow is None else follow
            return (language.text(_CARRIED),)
    if number is not None:
        given[id] = number
    tally.add(id, mark)
    return mark.feedback
