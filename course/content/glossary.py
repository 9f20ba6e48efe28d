"""The terms of the course: each with its one translation and a definition in each language.

One file, `data/glossary.yaml`; `data/glossary.schema.json` describes it to an editor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from course.content.facts import Words
from course.content.places import DATA
from course.content.yaml_files import Finding, read_yaml

GLOSSARY = DATA / "glossary.yaml"

Form = Annotated[str, Meta(min_length=1)]


class Also(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Other forms of a term that mean the same."""

    en: Annotated[
        tuple[Form, ...],
        Meta(description="In English, singular.", examples=[["sheet of all-in cost"]]),
    ] = ()
    zh: Annotated[tuple[Form, ...], Meta(description="In Chinese.", examples=[["贷款机构"]])] = ()

    def __getitem__(self, language_code: str) -> tuple[str, ...]:
        return getattr(self, language_code)


class Term(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One term."""

    id: Annotated[
        str,
        Meta(
            pattern="^[a-z0-9]+(-[a-z0-9]+)*$",
            description="Small English letters, digits and hyphens; never changed.",
            examples=["cash-price"],
        ),
    ]
    term: Annotated[Words, Meta(description="As the course writes it; in English in the singular.")]
    definition: Annotated[
        Words, Meta(description="In one or two plain sentences, for somebody new to it.")
    ]
    source: Annotated[
        str,
        Meta(
            description="Id in data/facts.json of what the definition rests on; left out where it"
            " is common usage.",
            examples=["APR-01"],
        ),
    ] = ""
    also: Annotated[
        Also, Meta(description="What else counts as the term where texts are compared.")
    ] = Also()

    def forms(self, language_code: str) -> tuple[str, ...]:
        """The term and what else counts as it.

        >>> load_glossary()["all-in-cost"].forms("zh")
        ('综合融资成本',)
        """
        return (self.term[language_code], *self.also[language_code])

    def stands_in(self, text: str, language_code: str) -> bool:
        """Whether a text uses the term, in English also in the plural and in capitals.

        >>> lender = load_glossary()["lender"]
        >>> lender.stands_in("Lenders differ.", "en"), lender.stands_in("A calendar.", "en")
        (True, False)
        """
        if language_code == "en":
            words = "|".join(map(re.escape, self.forms("en")))
            return re.search(rf"\b(?:{words})s?\b", text, re.IGNORECASE) is not None
        return any(form in text for form in self.forms(language_code))


class Glossary(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole file."""

    terms: Annotated[tuple[Term, ...], Meta(min_length=1, description="In any order.")]


def _ids_are_unique(glossary: Glossary) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, term in enumerate(glossary.terms):
        if term.id in seen:
            yield Finding(("terms", place, "id"), "an id of its own")
        seen.add(term.id)


@lru_cache
def load_glossary(file: Path = GLOSSARY) -> dict[str, Term]:
    """Every term by its id. Raises DataError for a file that cannot be used.

    >>> load_glossary()["cash-price"].term["zh"]
    '现金价'
    """
    glossary = read_yaml(file, Glossary, checks=(_ids_are_unique,))
    return {term.id: term for term in glossary.terms}
