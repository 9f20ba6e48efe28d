"""The facts the course may state: each with its source, its date and whether it was confirmed."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from course.content.errors import DataError, Fault
from course.content.places import DATA, shown


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """The same words in each language of the course, equal in content."""

    en: Annotated[str, Meta(min_length=1, description="In English.")]
    zh: Annotated[str, Meta(min_length=1, description="In Chinese.")]

    def __getitem__(self, language_code: str) -> str:
        return getattr(self, language_code)


class Fact(Struct, frozen=True, forbid_unknown_fields=True):
    """One statement about the world, as its source had it on its date."""

    id: Annotated[str, Meta(pattern=r"^[A-Z]+(-[A-Z0-9]+)+$")]
    claim: Words
    values: dict[str, Any]
    """The numbers of the claim, by name."""
    date: str
    """When it was so: a year, a month or a day; `+` for "and after"; "" where none is known."""
    confirmed: bool
    """False: no source was found for it, or the source could not be read."""
    source_kind: Literal["primary", "secondary", "computed", "unverified"]
    source_title: Words
    """Where it stands, as a reader of the language looks it up; an original title in brackets."""
    source_url: str
    note: str = ""

    def value(self, path: str) -> Any:
        """The value at a path of names joined by dots; a name may itself hold a dot.

        Raises KeyError naming what there is.

        >>> fact("CALC-FLAT-12").value("0.006.nominal_apr")
        0.13034224
        """
        here, rest = self.values, path
        while rest:
            names = list(here) if isinstance(here, dict) else []
            name = next((n for n in names if rest == n or rest.startswith(f"{n}.")), None)
            if name is None:
                raise KeyError(f"fact {self.id} has no value {path!r}; there is: {names}")
            here, rest = here[name], rest[len(name) + 1 :]
        return here


@lru_cache
def facts(file: Path = DATA / "facts.json") -> dict[str, Fact]:
    """Every fact by its id. Raises DataError for a file that cannot be used.

    >>> facts()["COST-01"].value("days")
    14
    """
    try:
        rows = msgspec.json.decode(file.read_bytes(), type=list[Fact])
    except (msgspec.MsgspecError, RecursionError) as error:
        place = re.search(r"`\$(.*?)`", str(error))
        raise DataError(
            [Fault(shown(file), place[1] if place else "", "wrong", str(error))]
        ) from error
    twice = [id for id, count in Counter(row.id for row in rows).items() if count > 1]
    if twice:
        raise DataError(Fault(shown(file), "id", f"{id} twice", "each id once") for id in twice)
    return {row.id: row for row in rows}


def fact(id: str, *, allow_unconfirmed: bool = False) -> Fact:
    """The fact of that id.

    Raises KeyError for an unknown id, and ValueError for an unconfirmed fact unless the caller
    allows it, which it may only where the reader is told.

    >>> fact("EV-08").source_title["en"]
    'Bertrand & Morse, Journal of Finance 66(6) 2011'
    >>> fact("COST-10")
    Traceback (most recent call last):
        ...
    ValueError: fact COST-10 is unconfirmed: say so to the reader and pass allow_unconfirmed=True
    """
    if id not in facts():
        raise KeyError(f"no fact {id!r} in {shown(DATA / 'facts.json')}")
    found = facts()[id]
    if not (found.confirmed or allow_unconfirmed):
        raise ValueError(
            f"fact {id} is unconfirmed: say so to the reader and pass allow_unconfirmed=True"
        )
    return found
