"""Marks which right side was found for each left one."""

from __future__ import annotations

from collections.abc import Mapping

from course.content.exercises import MatchTask
from course.content.language import Language, marked
from course.exercises.marking.result import RIGHT, Mark, Response, graded, refused
from course.exercises.variants import Variant

_FOUND = marked("{found} of {many} are right.")


def mark(variant: Variant, response: Response, language: Language) -> Mark:
    """Credit is the share of pairs found; a left side without a right one is not found."""
    task: MatchTask = variant.exercise.task
    rights = {pair.id: variant.text(pair.right, language) for pair in task.pairs}
    if not isinstance(response, Mapping):
        raise refused("the pairs", response, "right ids by left ids")
    for left, right in response.items():
        if left not in rights or not isinstance(right, str) or right not in rights:
            raise refused("a pair", (left, right), f"two of {', '.join(rights)}")
    # Two pairs may have the same words at the right, of which either will do.
    found = sum(rights[left] == rights[right] for left, right in response.items())
    if found == len(rights):
        return RIGHT
    seen = [
        thought for thought in task.misconceptions if response.get(thought.left) == thought.right
    ]
    count = language.text(_FOUND, found=language.number(found), many=language.number(len(rights)))
    said = (count, *(variant.text(thought.feedback, language) for thought in seen))
    return graded(found / len(rights), said, tuple(thought.id for thought in seen))


def right(variant: Variant, language: Language) -> Response:
    """Each with its own."""
    return {pair.id: pair.id for pair in variant.exercise.task.pairs}


def misconceptions(variant: Variant, language: Language) -> dict[str, Response]:
    """By misconception: all right but for its own pair."""
    return {
        thought.id: {**right(variant, language), thought.left: thought.right}
        for thought in variant.exercise.task.misconceptions
    }
