"""An answer in the learner's own words, marked by key words and by the learner's self-check.

Words found are a hint and no proof, which is why a point counts as well if the learner ticks it,
and why a misconception's words are answered but cost nothing: "not the flat rate" holds them too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from course.content.facts import Words
from course.content.language import LANGUAGES, Language, language, marked
from course.content.yaml_files import FieldPath, Finding
from course.exercises.fields import Feedback, Name, Part, Traps
from course.exercises.kinds._kind import Answer, Kind, Labs, Submit, Texts
from course.exercises.marking import Mark, Response, graded, ids_among, refused
from course.exercises.plain import Plain
from course.exercises.seen import Seen
from course.exercises.variants import Variant
from course.record.entries import LONGEST_ANSWER

_EMPTY = marked("Write your answer first.")
_SHOWN = marked("{shown} of {many} points are in your words or ticked by you.")
_FOUND = marked("Found in your words: {words}.")

# An ending of any length would be looked for to the end of the text from each place in it.
_ENDING = r"\w{0,30}"

# Above a letter, of any script: to put many of them in order takes the square of their number.
_MOST_MARKS = 8

AnyOf = Annotated[
    dict[Literal["en", "zh"], tuple[str, ...]],
    Meta(description="Words, one of which shows it; `*` stands for an ending."),
]


class Point(Part, frozen=True):
    """Something an answer in words should say, recognised by any of these words."""

    id: Name
    says: Annotated[Words, Meta(description="What should be said, shown for the self-check.")]
    any_of: AnyOf


class WordsTrap(Part, frozen=True):
    """Words that show a misconception, and what is said of it."""

    id: Name
    any_of: AnyOf
    feedback: Feedback


class TextTask(Kind, tag="free_text", frozen=True):
    """An answer in the learner's own words; what the words do not show the learner ticks."""

    points: Annotated[
        tuple[Point, ...],
        Meta(min_length=1, max_length=6, description="What an answer should say."),
    ]
    misconceptions: Annotated[tuple[WordsTrap, ...], Traps] = ()

    NAME: ClassVar[str] = marked("in your own words")
    ANSWER: ClassVar[FieldPath] = ("task", "points")

    @classmethod
    def faults(cls, data: Plain) -> Iterator[Finding]:
        """A word has letters to be found by, and few endings: each multiplies the places to look
        at."""
        for field in ("points", "misconceptions"):
            for i, part in enumerate(data["task"].get(field) or ()):
                for code, words in (part.get("any_of") or {}).items():
                    for j, word in enumerate(words):
                        path = ("task", field, i, "any_of", code, j)
                        if not re.search(r"\w", word):
                            yield Finding(path, "a word with a letter or a digit")
                        elif word.rstrip("*").count("*") > 1 or "**" in word or word[0] == "*":
                            allowed = "at most one `*` inside a word, and one at its end"
                            yield Finding(path, allowed)

    def shown(self, made: Variant, language: Language) -> Texts:
        """What an answer should say, for the self-check."""
        return {point.id: made.text(point.says, language) for point in self.points}

    def mark(self, made: Variant, response: Response, language: Language) -> Mark:
        """The response is `{"text": ..., "ticked": [point ids]}`. Credit is the share of points
        that the words show or the learner has ticked."""
        if not isinstance(response, Mapping) or response.keys() - {"text", "ticked"}:
            raise refused("the answer", response, '{"text": ..., "ticked": [...]}')
        text = response.get("text")
        if not isinstance(text, str):
            raise refused("the text", text, "text")
        ids = tuple(point.id for point in self.points)
        ticked = ids_among(response.get("ticked", ()), ids, "the points ticked")
        if not text.strip():
            return Mark("unclear", 0.0, (language.text(_EMPTY),))
        text = _folded(text)
        words = {point.id: _found(text, point.any_of) for point in self.points}
        counted = [id for id in ids if words[id] or id in ticked]
        seen = [trap for trap in self.misconceptions if _found(text, trap.any_of)]
        said = []
        if len(counted) < len(ids):
            many = language.number(len(ids))
            said.append(language.text(_SHOWN, shown=language.number(len(counted)), many=many))
        if found := [f"“{word}”" for word in dict.fromkeys(filter(None, words.values()))]:
            said.append(language.text(_FOUND, words=language.text(", ").join(found)))
        said += [made.text(trap.feedback, language) for trap in seen]
        return graded(len(counted) / len(ids), tuple(said), tuple(trap.id for trap in seen))

    def right(self, made: Variant, language: Language) -> Response:
        """A word for every point."""
        words = (_example(point.any_of, language) for point in self.points)
        return {"text": "; ".join(words), "ticked": []}

    def wrong(self, made: Variant, language: Language) -> dict[str, Response]:
        """By misconception, its words and nothing else."""
        return {
            trap.id: {"text": _example(trap.any_of, language), "ticked": []}
            for trap in self.misconceptions
        }

    def proof(self, made: Variant) -> Iterator[Seen]:
        """Whoever repeats the question has not answered it."""
        for code in LANGUAGES:
            prompt = made.text(made.exercise.prompt, language(code))
            echo = {"text": prompt, "ticked": []}
            if self.mark(made, echo, language(code)).state == "right":
                yield Seen(("task", "points"), "words that the prompt itself does not hold", code)

    def controls(self, made: Variant, language: Language, submit: Submit, labs: Labs) -> Answer:
        from course.exercises.answers.typed import Written

        return Written(language, self.shown(made, language))


def _example(any_of: AnyOf, language: Language) -> str:
    own = (words for code, words in any_of.items() if code == language.code)
    words = next(filter(None, (*own, *any_of.values())), ("",))
    return words[0].replace("*", "")


def _found(text: str, any_of: AnyOf) -> str:
    """What stands in the text for the first of the words, of any language, that it holds."""
    for words in any_of.values():
        for word in words:
            pieces, pattern = _sought(word)
            # Most words are not there, which is seen much sooner so.
            if all(piece in text for piece in pieces) and (match := pattern.search(text)):
                return match[0]
    return ""


@lru_cache(maxsize=4096)
def _sought(word: str) -> tuple[list[str], re.Pattern[str]]:
    """The pieces of a word between its endings, and the whole of it.

    Latin words are whole words, Chinese ones stand anywhere; `*` is an ending.
    """
    folded = _folded(word)
    pieces = folded.split("*")
    before = r"(?<![a-z0-9])" if re.match("[a-z0-9]", folded) else ""
    after = r"(?![a-z0-9])" if re.search("[a-z0-9]$", folded) else ""
    return pieces, re.compile(before + _ENDING.join(map(re.escape, pieces)) + after)


def _folded(text: str) -> str:
    marks = 0
    letters = []
    for c in text[:LONGEST_ANSWER]:
        marks = marks + 1 if unicodedata.combining(c) else 0
        if marks <= _MOST_MARKS:
            letters.append(c)
    folded = unicodedata.normalize("NFKC", "".join(letters)).casefold()
    return " ".join(folded[:LONGEST_ANSWER].split())  # one character may become eighteen
