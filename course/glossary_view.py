"""The glossary as one list, in the alphabetical order of a language."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from course.content.facts import Fact, fact
from course.content.glossary import Term, load_glossary
from course.content.language import Language
from course.ui.styles import style_sheet

OTHER = {"en": "zh", "zh": "en"}
_STYLE = style_sheet(Path(__file__))


def in_order(code: str) -> list[Term]:
    """Every term in the order in which a reader of that language looks it up.

    >>> [term.term["en"] for term in in_order("en")][:2]
    ['all-in cost', 'annualised rate']
    """
    terms = load_glossary().values()
    if code == "en":
        return sorted(terms, key=lambda term: term.term["en"].casefold())
    # In this encoding the common characters stand in the order of their pinyin.
    return sorted(terms, key=lambda term: term.term[code].encode("gb18030"))


def glossary_html(language: Language, told: Callable[[Fact], str]) -> str:
    """Each term with its name in the other language, what it means and what that rests on.

    `told`: a fact's source and date, as HTML.
    """
    here, there = language.code, OTHER[language.code]
    rows = []
    for term in in_order(here):
        name, other = term.term[here], term.term[there]
        beside = f' <span lang="{there}">{escape(other)}</span>' if other != name else ""
        source = f"<small>{told(fact(term.source))}</small>" if term.source else ""
        rows.append(
            f"<dt>{escape(name)}{beside}</dt><dd>{escape(term.definition[here])}{source}</dd>"
        )
    return f'{_STYLE}<dl class="bw-glossary" lang="{here}">{"".join(rows)}</dl>'
