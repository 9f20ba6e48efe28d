"""What `course loan` does: one file in, its answer out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from course.content.dates_typed import Order, day_typed
from course.content.language import Language
from course.content.offers import Offer, read_offer
from course.content.output_files import write_text
from course.content.readings import reading
from course.finance.money import to_minor
from course.loan.answer import as_object, as_text
from course.loan.check import check
from course.loan.plan import Plan
from course.loan.reading import read_plan
from course.loan.report import report_html
from course.loan.words import Refused

OFFER_SUFFIXES = (".yaml", ".yml")


def read_source(file: Path, **how: Any) -> Plan | Offer:
    """The plan, or the offer, in a file. Raises ValueError or OSError where there is neither.

    `how`: what `read_plan` takes besides the file.
    """
    if file.suffix.lower() in OFFER_SUFFIXES:
        return read_offer(file)
    return read_plan(file, **how)


def run(
    file: Path,
    language: Language,
    *,
    received: str | None = None,
    on: str | None = None,
    advertised: str | None = None,
    date_order: Order | None = None,
    columns: Sequence[str] = (),
    every: str | None = None,
    currency: str | None = None,
    as_json: bool = False,
    report: Path | None = None,
) -> str:
    """The answer as the text to print; writes the report where one is asked for.

    `columns`: what columns hold, each as "NAME=role".

    Raises ValueError, in the language where its reader is the borrower, for what cannot be read.
    """
    try:
        source = read_source(
            file, date_order=date_order, columns=_told(columns, language), every=every,
            currency=currency,
        )  # fmt: skip
        checked = check(
            source,
            received_minor=None if received is None else money(received, language),
            on=None if on is None else day_typed(on, language),
            advertised=None if advertised is None else percent(advertised, language),
        )
    except Refused as error:
        raise ValueError(error.text(language)) from error
    if report is not None:
        write_text(report, report_html(checked, language))
    if as_json:
        return json.dumps(as_object(checked, language), ensure_ascii=False)
    return as_text(checked, language)


def _told(columns: Sequence[str], language: Language) -> dict[str, str]:
    """What columns hold, by name."""
    told = {}
    for each in columns:
        name, sign, role = each.rpartition("=")
        if not sign:
            example = language.text("Write a column and what it holds: {example}.",
                                    example="“Insurance=fee”")  # fmt: skip
            raise ValueError(f"{each}: {example}")
        told[name] = role.strip()
    return told


def money(text: str, language: Language) -> int:
    """An amount as it is typed, in minor units."""
    return to_minor(reading(text, "money", language))


def percent(text: str, language: Language) -> float:
    """A percentage, typed with its sign or without, as a fraction.

    >>> from course.content.language import language
    >>> percent("7.2%", language("en")), percent("7.2", language("en"))
    (0.072, 0.072)
    """
    return reading(text, "percent", language)
