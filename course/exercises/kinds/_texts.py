"""Words of several things that a learner sees side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from course.content.language import LANGUAGES, Language, language
from course.exercises.seen import Seen

Texts = dict[str, str]
"""Words in the learner's language by the id of what they are of, in the order of the variant."""


def lines(texts: Texts) -> Iterator[str]:
    """Ids and words, for the author."""
    return (f"{id}: {words}" for id, words in texts.items())


def alike(field: str, texts_of: Callable[[Language], Texts]) -> Iterator[Seen]:
    """With their numbers in, two of the texts of a list of the task read the same."""
    for code in LANGUAGES:
        words = list(texts_of(language(code)).values())
        twice = next((text for text in words if words.count(text) > 1), None)
        if twice is not None:
            yield Seen(("task", field), "words that differ in every variant", twice)
