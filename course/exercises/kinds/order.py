"""Things are put in order, and marked by their pairs (Kendall): how many stand the right way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Annotated, ClassVar

from msgspec import Meta, field

from course.content.facts import Words
from course.content.formulas import worked_out
from course.content.language import Language, language, marked
from course.content.yaml_files import FieldPath, Finding, one_of
from course.exercises.fields import Formula, Name, Part, Trap, Traps
from course.exercises.kinds._kind import Answer, Kind, Labs, Submit, Texts, alike
from course.exercises.marking import RIGHT, Mark, Response, graded, ids_among, refused
from course.exercises.plain import Plain, read_alike
from course.exercises.seen import Seen, is_same
from course.exercises.variants import Variant


class Item(Part, frozen=True):
    """A thing to put in its place by the value of a formula, the least first."""

    id: Name
    text: Annotated[Words, Meta(description="What is put in its place.")]
    value: Formula
    wrong: Annotated[
        dict[Name, Formula], Meta(description="By misconception: the value it goes by instead.")
    ] = field(default_factory=dict)


class OrderTask(Kind, tag="order", frozen=True):
    """Items are put in order; credit is the share of pairs that stand the right way round."""

    items: Annotated[
        tuple[Item, ...],
        Meta(min_length=3, max_length=8, description="What is put in order, in any order here."),
    ]
    misconceptions: Annotated[tuple[Trap, ...], Traps] = ()

    NAME: ClassVar[str] = marked("put in order")
    ANSWER: ClassVar[FieldPath] = ("task", "items")

    @classmethod
    def faults(cls, data: Plain) -> Iterator[Finding]:
        """What an item goes by wrongly is explained, and what is explained can happen."""
        yield from read_alike(data, "items", "text")
        items = data["task"].get("items") or ()
        named = [trap.get("id") for trap in data["task"].get("misconceptions") or ()]
        for i, item in enumerate(items):
            for id in item.get("wrong") or {}:
                if id not in named:
                    allowed = f"an id of `misconceptions`: {one_of(id, named)}"
                    yield Finding(("task", "items", i, "wrong", id), allowed)
        used = {id for item in items for id in item.get("wrong") or {}}
        for i, id in enumerate(named if items else ()):
            if id not in used:
                allowed = "an id that an item's `wrong` names"
                yield Finding(("task", "misconceptions", i, "id"), allowed)

    def shown(self, made: Variant, language: Language) -> Texts:
        """The items, which never stand in order from the beginning."""
        items = made.shuffled(self.items)
        values = [worked_out(item.value, made.values) for item in items]
        if values == sorted(values):
            items = [*items[1:], items[0]]
        return {item.id: made.text(item.text, language) for item in items}

    def mark(self, made: Variant, response: Response, language: Language) -> Mark:
        """The response is a list of the items' ids: right in the order of the values, equal ones
        either way.

        Else the first misconception by whose values the order is right, with its credit. Else the
        share of pairs that stand the right way round, if it is more than the half that chance would
        give.
        """
        known = tuple(item.id for item in self.items)
        order = ids_among(response, known, "the order")
        if len(order) != len(known):
            raise refused("the order", response, f"each once: {', '.join(known)}")
        wrong = _wrong_pairs(order, self._values(made))
        if not wrong:
            return RIGHT
        for trap in self.misconceptions:
            if not _wrong_pairs(order, self._values(made, trap.id)):
                return graded(trap.credit, (made.text(trap.feedback, language),), (trap.id,))
        pairs = len(known) * (len(known) - 1) // 2
        said = language.plural(
            "{count} pair stands the wrong way round.",
            "{count} pairs stand the wrong way round.",
            wrong,
        )
        return graded(1 - wrong / pairs if 2 * wrong < pairs else 0.0, (said,))

    def right(self, made: Variant, language: Language) -> Response:
        """The least first."""
        return _sorted(self._values(made))

    def wrong(self, made: Variant, language: Language) -> dict[str, Response]:
        """By misconception, the order it leads to; without those that lead to a right one here."""
        values = self._values(made)
        orders = {trap.id: _sorted(self._values(made, trap.id)) for trap in self.misconceptions}
        return {id: order for id, order in orders.items() if _wrong_pairs(order, values)}

    def _values(self, made: Variant, misconception: str = "") -> dict[str, float]:
        """What each item goes by, for whoever has this misconception, or "" for none."""
        return {
            item.id: worked_out(item.wrong.get(misconception, item.value), made.values)
            for item in self.items
        }

    def proof(self, made: Variant) -> Iterator[Seen]:
        """No two items stand at the same place or read the same, and a misconception leads to a
        wrong order."""
        values = list(self._values(made).values())
        for a, b in combinations(range(len(values)), 2):
            if is_same(values[a], values[b]):
                allowed = f"a value other than that of `{self.items[a].id}`"
                yield Seen(("task", "items", b, "value"), allowed, repr(values[b]))
        yield from alike("items", lambda words: self.shown(made, words))
        found = self.wrong(made, language("en"))
        for i, trap in enumerate(self.misconceptions):
            if trap.id not in found:
                allowed = "a misconception that leads to another order than the right one"
                yield Seen(("task", "misconceptions", i), allowed)

    def controls(self, made: Variant, language: Language, submit: Submit, labs: Labs) -> Answer:
        from course.exercises.answers.arranged import Ordered

        return Ordered(language, self.shown(made, language))


def _sorted(values: Mapping[str, float]) -> list[str]:
    return sorted(values, key=values.__getitem__)


def _wrong_pairs(order: list[str], values: Mapping[str, float]) -> int:
    return sum(values[before] > values[after] for before, after in combinations(order, 2))
