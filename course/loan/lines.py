"""Which lines of the law may apply to a loan: what they say, to which lenders, since when.

Every line is a fact of the course, with its source and date. None is a verdict: beside each stands
who decides. The loan prime rate is never carried on past the day up to which it is known.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from course.content.facts import fact
from course.content.language import marked
from course.content.lpr import lpr_table
from course.content.messages import Message, say
from course.content.values import Share
from course.loan.words import Remark

_COURT = say("A court, on your contract.")
_REGULATOR = say("The lender first, in writing; then the regulator (12378), or a court.")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that may apply. `fact`: its id; `since`: from when, None where the fact names no day.

    `percent`: the yearly rate in it as a fraction, None where it has none or it is not known.
    """

    fact: str
    title: Message
    lenders: Message
    since: datetime.date | None
    decides: Message
    percent: float | None = None
    remarks: tuple[Remark, ...] = ()


def lines_of(jurisdiction: str, on: datetime.date | None) -> tuple[Line, ...]:
    """The lines for a loan made in a place ("CN", "US", "EU", "UK") on a day.

    `on` None: the day is not known, and neither is a rate that depends on it.

    >>> [line.fact for line in lines_of("CN", datetime.date(2021, 3, 1))][:2]
    ['LAW-06', 'LAW-05']
    >>> lines_of("CN", datetime.date(2021, 3, 1))[0].percent
    0.154
    """
    if jurisdiction == "CN":
        return tuple(_china(on))
    if jurisdiction == "UK":
        return (
            Line(
                "LAW-30",
                say("Cap on the price of high-cost short-term credit"),
                say(
                    "Lenders of such credit in the United Kingdom: an APR of at least 100%, for"
                    " at most 12 months"
                ),
                _dated("LAW-30"),
                _COURT,
            ),
        )
    return ()


def _china(on: datetime.date | None) -> Iterator[Line]:
    percent, remark = _four_times_lpr(on)
    internet = _day("LAW-05")
    yield Line(
        "LAW-06",
        say("Four times the one-year loan prime rate (LPR)"),
        say(
            "Private lenders: persons and firms without a licence to lend. Not banks or other"
            " licensed institutions, nor micro-loan companies, pawnshops and five more kinds"
            " (LAW-10)."
        ),
        _dated("LAW-06"),
        _COURT,
        percent,
        (remark,),
    )
    yield Line(
        "LAW-05",
        say("All-in cost of loans that banks make through internet platforms"),
        say(
            "Banks that lend through an internet platform; fees for guarantees count, and the"
            " platform may charge the borrower nothing"
        ),
        internet,
        _REGULATOR,
        fact("LAW-05").value("ceiling_pct") / 100,
        (
            Remark(
                "as-read",
                "The number is how the notice is read together with a policy of the Supreme"
                " People's Court.",
            ),
            *_not_yet(on, internet),
        ),
    )
    yield Line(
        "APR-06",
        say("Table of all-in cost, shown before signing"),
        say("Banks and other licensed lenders; new loans to persons"),
        _day("APR-06"),
        _REGULATOR,
        remarks=_not_yet(on, _day("APR-06")),
    )
    yield Line(
        "LAW-07",
        say("Interest deducted in advance: what was actually lent is the principal"),
        say("Every lender (Civil Code)"),
        _dated("LAW-07"),
        _COURT,
    )
    yield Line(
        "LAW-03",
        say("No interest deducted from the principal, no service tied to the loan"),
        say("Banks and insurers"),
        _day("LAW-03"),
        _REGULATOR,
        remarks=_not_yet(on, _day("LAW-03")),
    )
    yield Line(
        "LAW-29",
        say("Cost of card instalments shown as yearly interest"),
        say("Banks that issue credit cards"),
        _dated("LAW-29"),
        _REGULATOR,
    )
    yield Line(
        "LAW-09",
        say("Paying back early: interest for the time the money was used, unless agreed otherwise"),
        say("Every lender (Civil Code)"),
        _dated("LAW-09"),
        _COURT,
    )


def _four_times_lpr(on: datetime.date | None) -> tuple[float | None, Remark]:
    """Four times the LPR of the day of the contract, and that LPR; or why it is not known."""
    if on is None:
        message = marked("It depends on the day of the contract, which is not known here.")
        return None, Remark("lpr-no-day", message)
    table, since = lpr_table(), _dated("LAW-06")
    if on > table.as_of:
        message = marked("The loan prime rate is known here up to {until}; look up that of {on}.")
        return None, Remark("lpr-unknown", message, until=table.as_of, on=on)
    if on < since:
        message = marked("The text used here is of {since}; another may hold for older contracts.")
        return None, Remark("lpr-before", message, since=since)
    change = table.on(on)
    lpr = Share(float(change.one_year))
    message = marked("The one-year LPR since {day} is {lpr}.")
    percent = float(fact("LAW-06").value("multiple") * change.one_year)
    return percent, Remark("lpr-on", message, day=change.since, lpr=lpr)


def _dated(id: str) -> datetime.date:
    return datetime.date.fromisoformat(fact(id).date)


def _day(id: str) -> datetime.date:
    return datetime.date.fromisoformat(fact(id).value("effective"))


def _not_yet(on: datetime.date | None, since: datetime.date) -> tuple[Remark, ...]:
    if on is None or on >= since:
        return ()
    return (Remark("not-yet", "Your loan is older than this line."),)
