"""The terms of the course: each with its one translation and a definition in each language.

One file, `data/glossary.yaml`; `data/glossary.schema.json` describes it to an editor. What a page
needs of it to explain the terms in a lesson's prose is published beside the extension that does so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta, Struct

from course.content.facts import Words
from course.content.output_files import write_text
from course.content.places import DATA, ROOT
from course.content.yaml_files import Finding, read_yaml

GLOSSARY = DATA / "glossary.yaml"
# Of the extension `borrow-wisely`: it has no other way to a file of the course.
FOR_PAGES = ROOT / "course/jupyter/labextensions/borrow-wisely/static/glossary.json"

Form = Annotated[str, Meta(min_length=1)]


class Forms(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Further words for a term."""

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
        Forms, Meta(description="Other words for the same thing; they are explained as it is.")
    ] = Forms()
    near: Annotated[
        Forms,
        Meta(
            description="Words that are not explained and only count as the term where the two"
            " editions are compared.",
        ),
    ] = Forms()

    def forms(self, language_code: str) -> tuple[str, ...]:
        """The term as it stands in a text: with its other words, in English in the plural too.

        >>> load_glossary()["penalty"].forms("en"), load_glossary()["penalty"].forms("zh")
        (('penalty', 'penalties'), ('违约金', '罚息'))
        """
        words: tuple[str, ...] = (self.term[language_code], *self.also[language_code])
        if language_code == "en":
            words = tuple(form for word in words for form in (word, _plural(word)))
        return words

    def stands_in(self, text: str, language_code: str) -> bool:
        """Whether a text uses the term or a word near it; in English in capitals too.

        >>> lender = load_glossary()["lender"]
        >>> lender.stands_in("Lenders differ.", "en"), lender.stands_in("A calendar.", "en")
        (True, False)
        """
        forms = (*self.forms(language_code), *self.near[language_code])
        if language_code == "en":
            words = "|".join(map(re.escape, forms))
            return re.search(rf"\b(?:{words})\b", text, re.IGNORECASE) is not None
        return any(form in text for form in forms)


def _plural(word: str) -> str:
    return f"{word[:-1]}ies" if re.search("[^aeiou]y$", word) else f"{word}s"


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


def for_pages(glossary: Mapping[str, Term]) -> dict[str, dict[str, Any]]:
    """What a page explains, by language: each term by its id, and the id of each form.

    A longer form stands before one that is a part of it, so that it is found first.

    >>> page = for_pages(load_glossary())["en"]
    >>> page["forms"]["mortgages"], page["terms"]["home-loan"]["term"]
    ('home-loan', 'home loan')
    >>> list(page["forms"]).index("simple interest") < list(page["forms"]).index("interest")
    True
    """
    return {
        code: {
            "terms": {
                id: {"term": term.term[code], "definition": term.definition[code]}
                for id, term in glossary.items()
            },
            "forms": dict(
                sorted(
                    ((form, id) for id, term in glossary.items() for form in term.forms(code)),
                    key=lambda pair: -len(pair[0]),
                )
            ),
        }
        for code in ("en", "zh")
    }


def write_for_pages() -> list[Path]:
    """Write `FOR_PAGES` anew; give it if that changed it."""
    text = json.dumps(for_pages(load_glossary()), ensure_ascii=False, indent=1) + "\n"
    if FOR_PAGES.exists() and FOR_PAGES.read_text(encoding="utf-8") == text:
        return []
    write_text(FOR_PAGES, text)
    return [FOR_PAGES]
