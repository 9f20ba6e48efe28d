"""For each left side the right one is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, ClassVar

from msgspec import Meta

from course.content.facts import Words
from course.content.language import Language, marked
from course.content.yaml_files import FieldPath, Finding, one_of
from course.exercises.fields import Feedback, Name, Part, Traps
from course.exercises.kinds._kind import Answer, Kind, Labs, Submit, Texts, alike
from course.exercises.marking import RIGHT, Mark, Response, graded, refused
from course.exercises.plain import Plain, read_alike
from course.exercises.seen import Seen
from course.exercises.variants import Variant

_FOUND = marked("{found} of {many} are right.")


class Pair(Part, frozen=True):
    """Two things that belong together."""

    id: Name
    left: Annotated[Words, Meta(description="What something is found for.")]
    right: Annotated[Words, Meta(description="What belongs to it.")]


class WrongPair(Part, frozen=True):
    """The right side of one pair taken for that of another, and what is said of it."""

    id: Name
    left: Annotated[Name, Meta(description="The pair whose left side it is.")]
    right: Annotated[Name, Meta(description="The pair whose right side was taken.")]
    feedback: Feedback


class MatchTask(Kind, tag="match", frozen=True):
    """The right side is found for each left side; credit is the share found."""

    pairs: Annotated[
        tuple[Pair, ...],
        Meta(min_length=3, max_length=10, description="What belongs together."),
    ]
    misconceptions: Annotated[tuple[WrongPair, ...], Traps] = ()

    NAME: ClassVar[str] = marked("match")
    ANSWER: ClassVar[FieldPath] = ("task", "pairs")

    @classmethod
    def faults(cls, data: Plain) -> Iterator[Finding]:
        """A wrong pair takes its sides from two different pairs, and is there once; no two left
        sides read the same, but one right side may belong to several left ones."""
        yield from read_alike(data, "pairs", "left")
        pairs = data["task"].get("pairs") or ()
        ids = [pair.get("id") for pair in pairs]
        rights = {pair.get("id"): pair.get("right") for pair in pairs}
        seen = set()
        for i, wrong in enumerate(data["task"].get("misconceptions") or () if pairs else ()):
            path = ("task", "misconceptions", i)
            for side in ("left", "right"):
                if wrong.get(side) not in ids:
                    allowed = f"the id of a pair: {one_of(str(wrong.get(side)), ids)}"
                    yield Finding((*path, side), allowed)
            sides = (wrong.get("left"), wrong.get("right"))
            if rights.get(sides[0]) == rights.get(sides[1]) and sides[0] in ids:
                allowed = "a pair with another right side than that on the left"
                yield Finding((*path, "right"), allowed)
            elif sides in seen:
                yield Finding((*path, "right"), "each wrong pair once")
            seen.add(sides)

    def lefts(self, made: Variant, language: Language) -> Texts:
        """The sides to which the right ones are to be found."""
        return {pair.id: made.text(pair.left, language) for pair in self.pairs}

    def rights(self, made: Variant, language: Language) -> Texts:
        """The right sides, shuffled; the same words are there once."""
        ids: dict[str, str] = {}
        for pair in made.shuffled(self.pairs):
            ids.setdefault(made.text(pair.right, language), pair.id)
        return {id: text for text, id in ids.items()}

    def mark(self, made: Variant, response: Response, language: Language) -> Mark:
        """The response is the right pair's id by the left one's. Credit is the share of pairs
        found; a left side without a right one is not found."""
        rights = {pair.id: made.text(pair.right, language) for pair in self.pairs}
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
            thought
            for thought in self.misconceptions
            if response.get(thought.left) == thought.right
        ]
        number = language.number
        count = language.text(_FOUND, found=number(found), many=number(len(rights)))
        said = (count, *(made.text(thought.feedback, language) for thought in seen))
        return graded(found / len(rights), said, tuple(thought.id for thought in seen))

    def right(self, made: Variant, language: Language) -> Response:
        """Each with its own."""
        return {pair.id: pair.id for pair in self.pairs}

    def wrong(self, made: Variant, language: Language) -> dict[str, Response]:
        """By misconception: all right but for its own pair."""
        return {
            thought.id: {**self.right(made, language), thought.left: thought.right}
            for thought in self.misconceptions
        }

    def proof(self, made: Variant) -> Iterator[Seen]:
        """No left side reads like another."""
        yield from alike("pairs", lambda words: self.lefts(made, words))

    def preview(self, made: Variant, language: Language) -> Iterator[tuple[str, Iterable[str]]]:
        lefts = [f"{id}: {words} …" for id, words in self.lefts(made, language).items()]
        rights = [f"{id}: … {words}" for id, words in self.rights(made, language).items()]
        yield language.text("To choose from"), lefts + rights

    def controls(self, made: Variant, language: Language, submit: Submit, labs: Labs) -> Answer:
        from course.exercises.answers.arranged import Matched

        return Matched(language, self.lefts(made, language), self.rights(made, language))
