"""Messages that hold typed values, and the one way in which they become words.

A message is made where something is found out, in no language; `tell` gives its words in one, and
`in_language` those of everything in a picture, a table or a question.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import Any, Protocol, TypeAlias, TypeVar, overload

from course.content.language import Language, Number, language
from course.content.tables import Table

T = TypeVar("T")


class Told(Protocol):
    """What can be told in a language: a value, or a message."""

    def told(self, language: Language) -> str: ...


# A text is told as it stands (a name in a file); a whole number is a count.
Words: TypeAlias = "str | int | datetime.date | Told"


def tell(words: Words, language: Language) -> str:
    """The words in a language. Raises TypeError for a float: it does not say what it measures.

    >>> from course.content.language import language
    >>> from course.content.values import Days, USD
    >>> tell(say("{paid} after {term}", paid=USD(345), term=Days(14)), language("en"))
    '$345 after 14 days'
    """
    if isinstance(words, str):
        return words
    if isinstance(words, datetime.date):
        return language.date(words)
    if isinstance(words, int):
        return language.number(words)
    if not hasattr(words, "told"):
        raise TypeError(f"{words!r} does not say what it measures; allowed: a value or a message")
    return words.told(language)


@dataclass(frozen=True, slots=True)
class Message:
    """An English template, marked for translation. Its braces name `values`, else attributes of
    `about`; `{rate.rule}` is the rule of the value `rate`.
    """

    template: str
    about: object
    values: Mapping[str, Words]

    def told(self, language: Language) -> str:
        return language.text(self.template, **_filled(self, language))


@dataclass(frozen=True, slots=True)
class Plural:
    """A message in two forms, by a count that its templates name `{count}`."""

    one: str
    many: str
    count: Number
    values: Mapping[str, Words]

    def told(self, language: Language) -> str:
        told = {name: tell(value, language) for name, value in self.values.items()}
        return language.plural(self.one, self.many, self.count, **told)


@dataclass(frozen=True, slots=True)
class Sentences:
    """Whole sentences, one after the other."""

    parts: tuple[Words, ...]

    def told(self, language: Language) -> str:
        return language.sentences(*(tell(part, language) for part in self.parts))


@dataclass(frozen=True, slots=True)
class Joined:
    """Several, one after the other, with a message between each two."""

    parts: tuple[Words, ...]
    between: Words

    def told(self, language: Language) -> str:
        return tell(self.between, language).join(tell(part, language) for part in self.parts)


class ByLanguage(Protocol):
    """What a file says, by the code of a language."""

    def __getitem__(self, language_code: str, /) -> str: ...


@dataclass(frozen=True, slots=True)
class InEach:
    """What a file says in each language, by code."""

    words: ByLanguage

    def told(self, language: Language) -> str:
        return self.words[language.code]


class ToldError(Exception):
    """An error in words for a person: a message. It prints in English.

    `reason` is that message, or a template marked for translation that `values` fill.

    >>> str(ToldError("{count} fees are missing.", count=3))
    '3 fees are missing.'
    """

    def __init__(self, reason: Words, /, **values: Words) -> None:
        self.message = say(reason, **values) if isinstance(reason, str) else reason
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.text(language("en"))

    def text(self, language: Language) -> str:
        """The error in a language."""
        return tell(self.message, language)


def say(template: str, about: object = None, /, **values: Words) -> Message:
    """A message, marked for translation where it is written.

    >>> from types import SimpleNamespace
    >>> from course.content.language import language
    >>> from course.content.values import USD
    >>> found = SimpleNamespace(fee=USD(45), owed=USD(345))
    >>> tell(say("{fee} of {owed} after {term}", found, term="14 days"), language("en"))
    '$45 of $345 after 14 days'
    """
    return Message(template, about, values)


def say_plural(one: str, many: str, count: Number, /, **values: Words) -> Plural:
    """A message that counts, both forms marked for translation.

    >>> from course.content.language import language
    >>> tell(say_plural("{count} fee", "{count} fees", 1), language("en"))
    '1 fee'
    """
    return Plural(one, many, count, values)


def sentences(*parts: Words) -> Sentences:
    """Whole sentences, one after the other, as the language puts them.

    >>> from course.content.language import language
    >>> tell(sentences("One.", "Two."), language("en"))
    'One. Two.'
    """
    return Sentences(parts)


def joined(*parts: Words, between: Words = "") -> Joined:
    """Words one after the other: a list, or a name with what is added to it.

    >>> from course.content.language import language
    >>> tell(joined("A", "B", between=say(" or ")), language("en"))
    'A or B'
    """
    return Joined(parts, between)


@overload
def in_language(thing: Table[Words], language: Language) -> Table[str]: ...
@overload
def in_language(thing: tuple[Words, ...], language: Language) -> tuple[str, ...]: ...
@overload
def in_language(thing: T, language: Language) -> T: ...
def in_language(thing: Any, language: Language) -> Any:
    """The same picture, table or question with all its messages and values told.

    >>> from course.content.language import language
    >>> from course.content.values import USD
    >>> in_language(Table(say("Fees"), (say("Paid"),), ((USD(3),),)), language("en")).rows
    (('$3',),)
    """
    if hasattr(thing, "told") or isinstance(thing, datetime.date):
        return tell(thing, language)
    if isinstance(thing, (tuple, list)):
        told = [in_language(part, language) for part in thing]
        return thing if all(map(_same, told, thing)) else type(thing)(told)
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        changed = {}
        for name in _fields(type(thing)):
            part = getattr(thing, name)
            told = in_language(part, language)
            if told is not part:
                changed[name] = told
        return dataclasses.replace(thing, **changed) if changed else thing
    return thing


def _same(one: object, other: object) -> bool:
    return one is other


@lru_cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


class _Filled(str):
    """A told value that still knows its rule."""

    rule: str


def _filled(message: Message, language: Language) -> dict[str, str]:
    filled: dict[str, str] = {}
    for name in _names(message.template):
        value = message.values[name] if name in message.values else getattr(message.about, name)
        filled[name] = told = _Filled(tell(value, language))
        if rule := getattr(value, "rule", ""):
            told.rule = language.text(rule)
    return filled


@lru_cache(maxsize=1024)
def _names(template: str) -> tuple[str, ...]:
    """The names in the braces of a template."""
    found = (name for _, name, _, _ in Formatter().parse(template) if name)
    return tuple({name.partition(".")[0]: None for name in found})
