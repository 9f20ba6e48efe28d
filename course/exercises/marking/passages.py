"""Marks the passages marked in a text."""

from __future__ import annotations

from course.content.exercises import MarkTask
from course.content.language import Language, marked
from course.exercises.marking.result import RIGHT, Mark, Response, graded, ids_among
from course.exercises.variants import Variant

_FOUND = marked("You found {found} of {many}.")


def mark(variant: Variant, response: Response, language: Language) -> Mark:
    """Credit: passages marked rightly less those marked wrongly, of those to be found.

    Said is what holds of those missed and of those marked wrongly; these are the misconceptions.
    """
    task: MarkTask = variant.exercise.task
    chosen = ids_among(response, tuple(passage.id for passage in task.passages), "the passages")
    sought = [passage.id for passage in task.passages if passage.right]
    wrongly = [p for p in task.passages if (p.id in chosen) != p.right]
    if not wrongly:
        return RIGHT
    hits = sum(id in sought for id in chosen)
    misses = len(chosen) - hits
    credit = max(hits - misses, 0) / len(sought) if sought else 0.0
    count = language.text(_FOUND, found=language.number(hits), many=language.number(len(sought)))
    said = [variant.text(passage.feedback, language) for passage in wrongly]
    return graded(credit, (count, *said), tuple(passage.id for passage in wrongly))


def right(variant: Variant, language: Language) -> Response:
    """All that are to be found."""
    return [passage.id for passage in variant.exercise.task.passages if passage.right]


def misconceptions(variant: Variant, language: Language) -> dict[str, Response]:
    """By passage: the right answer but for it, missed or marked wrongly."""
    found = right(variant, language)
    return {
        passage.id: [id for id in found if id != passage.id]
        if passage.right
        else [*found, passage.id]
        for passage in variant.exercise.task.passages
    }
