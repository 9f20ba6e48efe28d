"""Marks an order by its pairs (Kendall): how many stand the right way round."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from course.content.exercises import OrderTask
from course.content.formulas import worked_out
from course.content.language import Language
from course.exercises.marking.result import RIGHT, Mark, Response, graded, ids_among, refused
from course.exercises.variants import Variant


def mark(variant: Variant, response: Response, language: Language) -> Mark:
    """Right in the order of the values, equal ones either way.

    Else the first misconception by whose values the order is right, with its credit. Else the share
    of pairs that stand the right way round, if it is more than the half that chance would give.
    """
    task: OrderTask = variant.exercise.task
    known = tuple(item.id for item in task.items)
    order = ids_among(response, known, "the order")
    if len(order) != len(known):
        raise refused("the order", response, f"each once: {', '.join(known)}")
    wrong = _wrong_pairs(order, _values(variant, ""))
    if not wrong:
        return RIGHT
    for trap in task.misconceptions:
        if not _wrong_pairs(order, _values(variant, trap.id)):
            return graded(trap.credit, (variant.text(trap.feedback, language),), (trap.id,))
    pairs = len(known) * (len(known) - 1) // 2
    said = language.plural(
        "{count} pair stands the wrong way round.",
        "{count} pairs stand the wrong way round.",
        wrong,
    )
    return graded(1 - wrong / pairs if 2 * wrong < pairs else 0.0, (said,))


def right(variant: Variant, language: Language) -> Response:
    """The least first."""
    return _sorted(variant, "")


def misconceptions(variant: Variant, language: Language) -> dict[str, Response]:
    """By misconception, the order it leads to; without those that lead to a right one here."""
    right_values = _values(variant, "")
    orders = {trap.id: _sorted(variant, trap.id) for trap in variant.exercise.task.misconceptions}
    return {id: order for id, order in orders.items() if _wrong_pairs(order, right_values)}


def _values(variant: Variant, misconception: str) -> dict[str, float]:
    """What each item goes by, for whoever has this misconception, or "" for none."""
    return {
        item.id: worked_out(item.wrong.get(misconception, item.value), variant.values)
        for item in variant.exercise.task.items
    }


def _sorted(variant: Variant, misconception: str) -> list[str]:
    values = _values(variant, misconception)
    return sorted(values, key=values.__getitem__)


def _wrong_pairs(order: list[str], values: Mapping[str, float]) -> int:
    return sum(values[before] > values[after] for before, after in combinations(order, 2))
