"""Marks a path of several numbers. An earlier error is carried forward, not punished twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from course.content.exercises import PathTask, Step
from course.content.formulas import worked_out
from course.content.language import Language, marked
from course.content.values_shown import typed
from course.exercises.marking.number import (
    judged,
    tolerance_of,
    worked_out_or_none,
)
from course.exercises.marking.result import Mark, Response, graded, refused
from course.exercises.variants import Variant

_STEP = marked("Step {number}: {said}")
_CARRIED = marked("right with your number from before.")
_MISSING = marked("not answered yet.")
_EMPTY = marked("Answer the first step first.")


@dataclass
class _Walk:
    """What has been found on the way."""

    answers: dict[str, float] = field(default_factory=dict)
    given: dict[str, float] = field(default_factory=dict)
    """The answers so far with the learner's own numbers in their place."""
    states: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    asks: list[tuple[str, Response]] = field(default_factory=list)
    credit: float = 0.0


def mark(variant: Variant, response: Response, language: Language) -> Mark:
    """Credit is the share of steps right, or right after an earlier error, each misconception
    earning its own part of its step. Ids of misconceptions are `<step>.<misconception>`.

    A step that cannot be read or has several meanings makes the whole unclear.
    """
    task: PathTask = variant.exercise.task
    ids = [step.id for step in task.steps]
    if not isinstance(response, Mapping) or not all(
        id in ids and isinstance(text, str) for id, text in response.items()
    ):
        raise refused("the steps", response, f"texts as typed by {', '.join(ids)}")
    if not any(text.strip() for text in response.values()):
        steps = dict.fromkeys(ids, "missing")
        return Mark("unclear", 0.0, (language.text(_EMPTY),), steps=steps)
    walk = _Walk()
    for number, step in enumerate(task.steps, 1):
        for said in _walked(walk, variant, step, response, language):
            count = language.number(number)
            walk.said.append(language.text(_STEP, number=count, said=said))
    feedback = tuple(walk.said)
    if "unclear" in walk.states.values():
        return Mark("unclear", 0.0, feedback, asks=tuple(walk.asks), steps=walk.states)
    share = graded(walk.credit / len(ids), feedback, tuple(walk.seen))
    return Mark(share.state, share.credit, feedback, share.misconceptions, steps=walk.states)


def _walked(
    walk: _Walk, variant: Variant, step: Step, response: Mapping[str, str], language: Language
) -> tuple[str, ...]:
    """Take one step; what is said of it."""
    true_values = {**variant.values, **walk.answers}
    own_values = {**variant.values, **walk.given}
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
    mark, given = judged(variant, step, text, language, answer, settings)
    state, said = mark.state, mark.feedback
    if state in ("wrong", "partly", "unclear") and carried is not None and carried != answer:
        follows, follow = judged(variant, step, text, language, carried, settings)
        if follows.state == "right":
            state, said, given = "carried", (language.text(_CARRIED),), follow
    if given is not None:
        walk.given[step.id] = given
    if state in ("right", "carried"):
        walk.credit += 1
    elif state == "unclear":
        walk.asks += [(shown, {**response, step.id: clear}) for shown, clear in mark.asks]
    else:
        walk.credit += mark.credit
        walk.seen += [f"{step.id}.{id}" for id in mark.misconceptions]
        state = "wrong"
    walk.states[step.id] = state
    return said


def right(variant: Variant, language: Language) -> Response:
    """Every step's own answer."""
    answers = variant.step_answers()
    return {
        step.id: typed(answers[step.id], step.unit, tolerance_of(step))
        for step in variant.exercise.task.steps
    }


def misconceptions(variant: Variant, language: Language) -> dict[str, Response]:
    """By `<step>.<misconception>`: right before that step, and right after it with its number."""
    found = {}
    answers = variant.step_answers()
    for place, step in enumerate(variant.exercise.task.steps):
        before = {**variant.values, **dict(list(answers.items())[:place])}
        for thought in step.misconceptions:
            wrong = worked_out_or_none(thought.formula, before)
            if wrong is not None:
                found[f"{step.id}.{thought.id}"] = _carried_on(variant, place, wrong)
    return found


def _carried_on(variant: Variant, place: int, wrong: float) -> dict[str, str]:
    """The steps as typed: right up to the place, the wrong number there, and on with it."""
    values = dict(variant.values)
    response = {}
    for number, step in enumerate(variant.exercise.task.steps):
        value = wrong if number == place else worked_out_or_none(step.answer, values)
        if value is None:
            break
        # As exact as can be: the steps after it are worked out with the number typed here.
        response[step.id] = typed(value, step.unit, 0)
        values[step.id] = value
    return response
