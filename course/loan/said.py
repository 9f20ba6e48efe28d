"""What the check of a loan says: a code for programs, words and values for a reader.

The words are marked English messages; they become a sentence in a language only where they are
shown, so that the same finding stands in the terminal, in the notebook and in the report.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from course.content.language import Language, language


class Money(NamedTuple):
    """An amount in minor units, shown in the loan's currency."""

    minor: int


class Share(NamedTuple):
    """A fraction shown as a percentage: 0.072 is 7.2%."""

    fraction: float


class Name(NamedTuple):
    """A marked message inside another one: it is translated too."""

    message: str


class Names(NamedTuple):
    """Names from a file, shown in quotation marks one after the other."""

    names: tuple[str, ...]


class Rows(NamedTuple):
    """Numbers of rows, shown one after the other."""

    numbers: tuple[int, ...]


Value: TypeAlias = "Money | Share | Name | Names | Rows | Said | datetime.date | int | str"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing to say. `values` fill the `{names}` of the message.

    >>> from course.content.language import language
    >>> said = Said("kept-back", "{kept} of {amount}", {"kept": Money(60000), "amount": "it"})
    >>> said.text(language("en"), "CNY")
    'CN¥600 of it'
    """

    code: str
    message: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def text(self, language: Language, currency: str = "CNY") -> str:
        """The sentence in a language."""
        shown = {name: _shown(value, language, currency) for name, value in self.values.items()}
        return language.text(self.message, **shown)


class Refused(ValueError):
    """What was given cannot be used; `said` says why in any language.

    >>> str(Refused("empty", "The file is empty."))
    'The file is empty.'
    """

    def __init__(self, code: str, message: str, **values: Value) -> None:
        self.said = Said(code, message, values)
        super().__init__(self.said.text(language("en")))


def _shown(value: Value, language: Language, currency: str) -> str:
    if isinstance(value, Money):
        return language.money_minor(value.minor, currency)
    if isinstance(value, Share):
        return language.percent(value.fraction)
    if isinstance(value, Name):
        return language.text(value.message)
    if isinstance(value, Names):
        quoted = (language.text("“{name}”", name=name) for name in value.names)
        return language.text(", ").join(quoted)
    if isinstance(value, Said):
        return value.text(language, currency)
    if isinstance(value, Rows):
        return language.text(", ").join(map(str, value.numbers))
    if isinstance(value, datetime.date):
        return language.date(value)
    return str(value)
