"""Marks one option chosen, or several ticked."""

from __future__ import annotations

from course.content.exercises import Option
from course.content.formulas import worked_out
from course.content.language import Language, marked
from course.exercises.marking.result import RIGHT, Mark, Response, graded, ids_among, refused
from course.exercises.variants import Variant

_NOT_THIS = marked("That is not it.")
_JUDGED = marked("You judged {right} of {many} rightly.")


def mark_one(variant: Variant, response: Response, language: Language) -> Mark:
    """Right, or a misconception: the option chosen, with its credit."""
    options = {option.id: option for option in variant.exercise.task.options}
    if not isinstance(response, str) or response not in options:
        raise refused("the option", response, ", ".join(options))
    chosen = options[response]
    if is_right(variant, chosen):
        return RIGHT
    said = variant.text(chosen.feedback, language) if chosen.feedback else language.text(_NOT_THIS)
    return graded(chosen.credit, (said,), (chosen.id,))


def mark_several(variant: Variant, response: Response, language: Language) -> Mark:
    """Credit is the share of options judged rightly: ticked if right, not ticked if not.

    Whoever ticks right options no more often than wrong ones (nothing or everything, say) has only
    guessed: wrong, without credit. The misconceptions are the options judged wrongly.
    """
    options = variant.exercise.task.options
    ticked = ids_among(response, tuple(option.id for option in options), "the options")
    right = {option.id for option in options if is_right(variant, option)}
    wrongly = [option for option in options if (option.id in ticked) != (option.id in right)]
    if not wrongly:
        return RIGHT
    hits = sum(id in right for id in ticked)
    wrong_ticks, wrong_options = len(ticked) - hits, len(options) - len(right)
    guessed = hits * wrong_options <= wrong_ticks * len(right)
    judged = len(options) - len(wrongly)
    count = language.text(
        _JUDGED, right=language.number(judged), many=language.number(len(options))
    )
    said = [variant.text(option.feedback, language) for option in wrongly if option.feedback]
    return graded(
        0.0 if guessed else judged / len(options),
        (count, *said),
        tuple(option.id for option in wrongly),
    )


def right_one(variant: Variant, language: Language) -> Response:
    """The right option."""
    return next(o.id for o in variant.exercise.task.options if is_right(variant, o))


def right_several(variant: Variant, language: Language) -> Response:
    """The right options."""
    return [option.id for option in variant.exercise.task.options if is_right(variant, option)]


def wrong_ones(variant: Variant, language: Language) -> dict[str, Response]:
    """Each wrong option."""
    options = variant.exercise.task.options
    return {option.id: option.id for option in options if not is_right(variant, option)}


def wrong_several(variant: Variant, language: Language) -> dict[str, Response]:
    """For each option, the right answer but for it."""
    right = right_several(variant, language)
    return {
        option.id: [id for id in right if id != option.id]
        if option.id in right
        else [*right, option.id]
        for option in variant.exercise.task.options
    }


def is_right(variant: Variant, option: Option) -> bool:
    """Whether this option is right in this variant."""
    if isinstance(option.right, bool):
        return option.right
    return bool(worked_out(option.right, variant.values))
