"""Marks an answer in the learner's own words, by key words and by the learner's self-check.

Words found are a hint and no proof, which is why a point counts as well if the learner ticks it,
and why a misconception's words are answered but cost nothing: "not the flat rate" holds them too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from course.content.exercises import TextTask
from course.content.language import Language, marked
from course.exercises.marking.result import Mark, Response, graded, ids_among, refused
from course.exercises.variants import Variant
from course.record.entries import LONGEST_ANSWER

_EMPTY = marked("Write your answer first.")
_SHOWN = marked("{shown} of {many} points are in your words or ticked by you.")
_FOUND = marked("Found in your words: {words}.")

# An ending of any length would be looked for to the end of the text from each place in it.
_ENDING = r"\w{0,30}"

# Above a letter, of any script: to put many of them in order takes the square of their number.
_MOST_MARKS = 8

_AnyOf = Mapping[str, tuple[str, ...]]


def mark(variant: Variant, response: Response, language: Language) -> Mark:
    """Credit is the share of points that the words show or the learner has ticked."""
    task: TextTask = variant.exercise.task
    if not isinstance(response, Mapping) or response.keys() - {"text", "ticked"}:
        raise refused("the answer", response, '{"text": ..., "ticked": [...]}')
    text = response.get("text")
    if not isinstance(text, str):
        raise refused("the text", text, "text")
    ids = tuple(point.id for point in task.points)
    ticked = ids_among(response.get("ticked", ()), ids, "the points ticked")
    if not text.strip():
        return Mark("unclear", 0.0, (language.text(_EMPTY),))
    text = _folded(text)
    words = {point.id: _found(text, point.any_of) for point in task.points}
    counted = [id for id in ids if words[id] or id in ticked]
    seen = [trap for trap in task.misconceptions if _found(text, trap.any_of)]
    said = []
    if len(counted) < len(ids):
        many = language.number(len(ids))
        said.append(language.text(_SHOWN, shown=language.number(len(counted)), many=many))
    if found := [f"“{word}”" for word in dict.fromkeys(filter(None, words.values()))]:
        said.append(language.text(_FOUND, words=language.text(", ").join(found)))
    said += [variant.text(trap.feedback, language) for trap in seen]
    return graded(len(counted) / len(ids), tuple(said), tuple(trap.id for trap in seen))


def right(variant: Variant, language: Language) -> Response:
    """A word for every point."""
    points = variant.exercise.task.points
    return {"text": "; ".join(_example(point.any_of, language) for point in points), "ticked": []}


def misconceptions(variant: Variant, language: Language) -> dict[str, Response]:
    """By misconception, its words and nothing else."""
    return {
        trap.id: {"text": _example(trap.any_of, language), "ticked": []}
        for trap in variant.exercise.task.misconceptions
    }


def _example(any_of: _AnyOf, language: Language) -> str:
    words = any_of.get(language.code) or next(filter(None, any_of.values()), ("",))
    return words[0].replace("*", "")


def _found(text: str, any_of: _AnyOf) -> str:
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
