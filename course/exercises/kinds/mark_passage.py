"""Passages are marked in an advert or a contract."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar

from msgspec import Meta

from course.content.facts import Words
from course.content.language import Language, marked
from course.content.yaml_files import Finding, one_of
from course.exercises.fields import Name, Part
from course.exercises.kinds._kind import Answer, Kind, Labs, Submit, Thought
from course.exercises.marking import RIGHT, Mark, Response, graded, ids_among
from course.exercises.plain import Plain
from course.exercises.variants import Variant

_WRITTEN = re.compile(r"\[\[([^|\[\]]*)\|([^\[\]]+)\]\]")
_PASSAGE = re.compile(r"\[\[([a-z][a-z0-9_]*)\|(.*?)\]\]", re.DOTALL)
_FOUND = marked("You found {found} of {many}.")

Right = Annotated[bool, Meta(description="true: it is to be found.")]


class Passage(Part, frozen=True):
    """What is said of one marked passage: `right` if it is to be found."""

    id: Name
    feedback: Annotated[
        Words, Meta(description="Said of it: why it is to be found, or why it is not.")
    ]
    right: Right = False


class MarkTask(Kind, tag="mark_passage", frozen=True):
    """Passages are marked in a text, in which they stand as `[[id|the words]]`."""

    text: Annotated[
        Words, Meta(description="An advert, a contract; passages stand in [[id|the words]].")
    ]
    passages: Annotated[
        tuple[Passage, ...],
        Meta(min_length=3, max_length=12, description="What can be marked in the text."),
    ]

    NAME: ClassVar[str] = marked("mark the text")

    @classmethod
    def faults(cls, data: Plain) -> Iterator[Finding]:
        """The text marks each passage once in every language, and no other."""
        passages = data["task"].get("passages")
        if not passages:
            return
        ids = [passage.get("id") for passage in passages]
        for code, text in data["task"]["text"].items():
            written = [id for id, _ in _WRITTEN.findall(text)]
            path = ("task", "text", code)
            if re.search(r"\[\[|\]\]", _WRITTEN.sub("", text)):
                yield Finding(path, "passages written as [[id|the words]]")
            for id in dict.fromkeys(written):
                if id not in ids:
                    allowed = f"passages that `passages` lists; [[{id}|: {one_of(id, ids)}"
                    yield Finding(path, allowed)
                elif written.count(id) > 1:
                    yield Finding(path, f"each passage once ([[{id}| is there twice)")
            for id in ids:
                if id not in written:
                    yield Finding(path, f"every passage that is listed ([[{id}|...]] is missing)")
        if not any(passage.get("right") for passage in passages):
            yield Finding(("task", "passages"), "at least one passage with `right: true`")

    def pieces(self, made: Variant, language: Language) -> list[tuple[str | None, str]]:
        """The text in its pieces: (id, words) of what can be marked, (None, words) between."""
        text = made.text(self.text, language)
        pieces: list[tuple[str | None, str]] = []
        place = 0
        for match in _PASSAGE.finditer(text):
            pieces += [(None, text[place : match.start()]), (match[1], match[2])]
            place = match.end()
        pieces.append((None, text[place:]))
        return [piece for piece in pieces if piece[1]]

    def mark(self, made: Variant, response: Response, language: Language) -> Mark:
        """The response is a list of passages' ids. Credit: passages marked rightly less those
        marked wrongly, of those to be found.

        Said is what holds of those missed and of those marked wrongly; these are the
        misconceptions.
        """
        chosen = ids_among(response, tuple(passage.id for passage in self.passages), "the passages")
        sought = [passage.id for passage in self.passages if passage.right]
        wrongly = [p for p in self.passages if (p.id in chosen) != p.right]
        if not wrongly:
            return RIGHT
        hits = sum(id in sought for id in chosen)
        misses = len(chosen) - hits
        credit = max(hits - misses, 0) / len(sought) if sought else 0.0
        number = language.number
        count = language.text(_FOUND, found=number(hits), many=number(len(sought)))
        said = [made.text(passage.feedback, language) for passage in wrongly]
        return graded(credit, (count, *said), tuple(passage.id for passage in wrongly))

    def right(self, made: Variant, language: Language) -> Response:
        """All that are to be found."""
        return [passage.id for passage in self.passages if passage.right]

    def wrong(self, made: Variant, language: Language) -> dict[str, Response]:
        """By passage: the right answer but for it, missed or marked wrongly."""
        found = self.right(made, language)
        return {
            passage.id: [id for id in found if id != passage.id]
            if passage.right
            else [*found, passage.id]
            for passage in self.passages
        }

    def thoughts(self) -> dict[str, Thought]:
        return {
            passage.id: Thought(("task", "passages", i), passage.feedback)
            for i, passage in enumerate(self.passages)
        }

    def preview(self, made: Variant, language: Language) -> Iterator[tuple[str, Iterable[str]]]:
        pieces = self.pieces(made, language)
        text = "".join(f"[{words}]" if id else words for id, words in pieces)
        yield language.text("To choose from"), [text]

    def controls(self, made: Variant, language: Language, submit: Submit, labs: Labs) -> Answer:
        from course.exercises.answers.chosen import TickedInText

        name = language.text("Tick the passages in the text")
        return TickedInText(language, name, self.pieces(made, language))
