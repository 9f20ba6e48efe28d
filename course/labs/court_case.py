"""Two loans that came to court in China, with what the sources say and what is reconstructed."""

from __future__ import annotations

import datetime
import math
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from course.chart import Axis, Bars, Chart, Series, nice_limits
from course.content.comparison import RULE_NAMES
from course.content.facts import fact
from course.content.language import marked
from course.content.lpr import lpr
from course.content.messages import Words, say, sentences
from course.content.tables import NONE, Table
from course.content.values import CNY, Money, Months, Rate, numbers_of
from course.finance.flows import Agreement, Flow, advance, payment
from course.finance.money import round_minor, round_ratio, to_minor
from course.finance.rates import annual_rate
from course.finance.schedules import level_payment
from course.ui.inputs import choice, quantity
from course.ui.lab import Ask, Lab, Prediction

NOTE = fact("CASE-02").values
TRUST = fact("CASE-01").values
CLAIMED = Rate(TRUST["claimed_irr"])
_YEARS = TRUST["periods"] // 12

RULES = ("cn-irr-nominal", "cn-irr-effective")
NOMINAL, EFFECTIVE = (say(RULE_NAMES[rule]) for rule in RULES)
FOUR_LPR = say("4 × LPR of June 2024")
PAID_ON_TOP = say("Paid on top")
SAID_BY_BORROWERS = say("Said by the borrowers")


@dataclass(frozen=True)
class Inputs:
    case: str = choice(
        marked("Case"),
        default="xiantao",
        options={
            "xiantao": marked("Xiantao, 2025: a note of 70,000"),
            "shanghai": marked("Shanghai, 2020: 6 million over 96 months"),
        },
    )
    in_hand: float = quantity(
        marked("Xiantao: handed over"),
        "money",
        NOTE["received"],
        within=(40_000, NOTE["face"]),
        step=500,
    )
    months: int = quantity(
        marked("Xiantao: paid back after"), "months", NOTE["months"], within=(1, 12), step=1
    )
    last_payment: float = quantity(
        marked("Shanghai: monthly payment in the last year"),
        "money",
        102_800,
        within=(80_000, TRUST["first"]),
        step=100,
        help=marked("The source does not say how far payments fall: reconstructed."),
    )
    first: str = choice(
        marked("Shanghai: first payment"),
        default="at_once",
        options={
            "at_once": marked("on the day of the money"),
            "later": marked("one month after"),
        },
    )
    view: str = choice(
        marked("Show"),
        default="money",
        options={"money": marked("the money"), "rates": marked("the yearly rates")},
    )


def idle(inputs: Inputs) -> tuple[str, ...]:
    """The controls of the other case."""
    return ("last_payment", "first") if inputs.case == "xiantao" else ("in_hand", "months")


@dataclass(frozen=True)
class Numbers:
    """`other`: the cost at the rate it is compared with, `other_rate`, on what is owed.

    For Xiantao that rate is four times the one-year LPR of the month in the source, for Shanghai
    the contract's own percentage.
    """

    inputs: Inputs
    in_hand: Money
    paid: Money
    nominal: Rate
    effective: Rate
    other_rate: Rate
    other: Money

    @property
    def is_note(self) -> bool:
        """Whether this is the note of Xiantao, not the loan of Shanghai."""
        return self.inputs.case == "xiantao"

    @property
    def cost(self) -> Money:
        return self.paid - self.in_hand

    @property
    def fall(self) -> Money:
        """How much less each payment of Shanghai is than a year before."""
        return CNY((TRUST["first"] - self.inputs.last_payment) / (_YEARS - 1))

    @property
    def is_the_case(self) -> bool:
        """Whether the money is as the source has it, to the yuan."""
        if self.is_note:
            here = (self.inputs.in_hand, self.inputs.months)
            return here == (NOTE["received"], NOTE["months"])
        return abs(self.cost.number - TRUST["interest"]) < 1


def numbers(inputs: Inputs) -> Numbers:
    return _note(inputs) if inputs.case == "xiantao" else _trust(inputs)


def _note(inputs: Inputs) -> Numbers:
    in_hand, face = to_minor(inputs.in_hand), to_minor(NOTE["face"])
    years = Fraction(inputs.months, 12)
    nominal, effective = _rates(advance(in_hand), payment(face, years=years))
    line = private_lending_line(NOTE["month"])
    return Numbers(
        inputs,
        in_hand=CNY.minor(in_hand),
        paid=CNY.minor(face),
        nominal=nominal,
        effective=effective,
        other_rate=Rate(line),
        other=CNY.minor(round_minor(in_hand * line * years)),
    )


def _trust(inputs: Inputs) -> Numbers:
    amount, first, last = map(to_minor, (TRUST["principal"], TRUST["first"], inputs.last_payment))
    begin, month = (0 if inputs.first == "at_once" else 1), Fraction(1, 12)
    each = [first - round_ratio((first - last) * year, _YEARS - 1) for year in range(_YEARS)]
    payments = [
        payment(amount_each, years=begin * month + year, count=12, every_years=month)
        for year, amount_each in enumerate(each)
    ]
    nominal, effective = _rates(advance(amount), *payments)
    return Numbers(
        inputs,
        in_hand=CNY.minor(amount),
        paid=CNY.minor(12 * sum(each)),
        nominal=nominal,
        effective=effective,
        other_rate=Rate(TRUST["stated"]),
        other=CNY.minor(_on_what_is_owed()),
    )


@lru_cache
def _on_what_is_owed() -> int:
    plan = level_payment(to_minor(TRUST["principal"]), TRUST["stated"], TRUST["periods"])
    return plan.interest_minor


def _rates(*flows: Flow) -> Iterator[Rate]:
    """The nominal and the effective one."""
    agreement = Agreement(flows)
    return (Rate(float(annual_rate(agreement, rule).rate.annual_rate)) for rule in RULES)


def private_lending_line(month: str) -> float:
    """Four times the one-year LPR that stood at the end of a month, as a fraction a year.

    >>> round(private_lending_line("2024-06"), 4)
    0.138
    """
    year, number = map(int, month.split("-"))
    last = datetime.date(year, number, monthrange(year, number)[1])
    return float(fact("LAW-06").value("multiple") * lpr(last, "1y"))


# The picture


def chart(n: Numbers) -> Chart:
    return _money(n) if n.inputs.view == "money" else _bars_of_rates(n)


def _money(n: Numbers) -> Chart:
    costs = (n.cost, n.other)
    had, on_top = n.in_hand.number, numbers_of(costs)
    return Chart(
        title=say("Xiantao: the money") if n.is_note else say("Shanghai: the money"),
        x=Axis(say("Money"), "money", 0, nice_limits(0, had + max(on_top))[1]),
        y=Axis(say("Way of counting")),
        marks=(
            Bars(
                categories=(
                    say("As paid back") if n.is_note else say("As reconstructed"),
                    say("At {rate} a year on what is owed", rate=n.other_rate),
                ),
                series=(
                    Series(say("Handed over, and given back"), "principal", [had, had]),
                    Series(PAID_ON_TOP, "interest", on_top),
                ),
                labels=tuple(say("+{cost}", cost=cost) for cost in costs),
            ),
        ),
        currency=CNY.code,
    )


def _bars_of_rates(n: Numbers) -> Chart:
    if n.is_note:
        sources = [(FOUR_LPR, n.other_rate)]
    else:
        sources = [(say("Said in the contract"), n.other_rate), (SAID_BY_BORROWERS, CLAIMED)]
    names, rates = zip(*sources, (NOMINAL, n.nominal), (EFFECTIVE, n.effective), strict=True)
    heights, none = numbers_of(rates), math.nan
    from_sources = np.arange(len(rates)) < len(sources)
    said, found = np.where(from_sources, heights, none), np.where(from_sources, none, heights)
    return Chart(
        title=say("Xiantao: yearly rates") if n.is_note else say("Shanghai: yearly rates"),
        x=Axis(say("Rate a year"), "percent", 0, nice_limits(0, max(heights))[1]),
        y=Axis(say("Rate")),
        marks=(
            Bars(
                categories=names,
                series=(
                    Series(say("From the sources"), "total", said),
                    Series(say("Worked out here"), "rate", found),
                ),
                labels=rates,
            ),
        ),
    )


# The words


def sentence(n: Numbers) -> Words:
    return sentences(*(_of_the_note(n) if n.is_note else _of_the_trust(n)))


def _of_the_note(n: Numbers) -> tuple[Words, ...]:
    months = Months(n.inputs.months)
    return (
        say(
            "The note says {face}; {in_hand} was handed over and {face} paid back after {months}:"
            " {cost} more. On the money handed over that is {nominal} a year (China IRR, nominal;"
            " {effective} effective).",
            n,
            face=n.paid,
            months=months,
        ),
        say(
            "At {rate} a year, four times the one-year LPR of June 2024, {months} would cost"
            " {other}. That line is for private lending; whether it applies depends on who lent and"
            " when, and a court decides.",
            n,
            rate=n.other_rate,
            months=months,
        ),
        say("This case was settled, and the excess was returned.")
        if n.is_the_case
        else say("These are your numbers, not those of the case."),
    )


def _of_the_trust(n: Numbers) -> tuple[Words, ...]:
    return (
        say(
            "{in_hand} for {months}: in this reconstruction {cost} of interest, {nominal} a year"
            " (China IRR, nominal; {effective} effective). The borrowers said {claimed}. At {rate}"
            " on what is still owed the interest would be {other}.",
            n,
            months=Months(TRUST["periods"]),
            claimed=CLAIMED,
            rate=n.other_rate,
        ),
        say("The interest is that of the source; how it was spread is reconstructed.")
        if n.is_the_case
        else say(
            "The source says {interest} of interest: another last payment fits.",
            interest=CNY(TRUST["interest"]),
        ),
    )


def table(n: Numbers) -> Table[Words]:
    columns = (say("What"), say("In the sources"), say("Here"))
    rows = _rows_of_note(n) if n.is_note else _rows_of_trust(n)
    return Table(say("What the sources say, and what is worked out"), columns, rows)


def _rows_of_note(n: Numbers) -> tuple[tuple[Words, Words, Words], ...]:
    return (
        (say("On the note"), n.paid, n.paid),
        (say("Handed over"), CNY(NOTE["received"]), n.in_hand),
        (say("Paid back after"), Months(NOTE["months"]), Months(n.inputs.months)),
        (PAID_ON_TOP, NONE, n.cost),
        (NOMINAL, NONE, n.nominal),
        (EFFECTIVE, NONE, n.effective),
        (FOUR_LPR, n.other_rate, say("{cost} for that time", cost=n.other)),
        (say("How it ended"), say("settled; the excess was returned"), NONE),
    )


def _rows_of_trust(n: Numbers) -> tuple[tuple[Words, Words, Words], ...]:
    first, months = CNY(TRUST["first"]), Months(TRUST["periods"])
    first_paid = {
        "at_once": marked("{money}, on the day of the money"),
        "later": marked("{money}, one month after"),
    }[n.inputs.first]
    return (
        (say("Lent"), n.in_hand, n.in_hand),
        (say("Months"), months, months),
        (
            say("First payment"),
            say("{money}, the day before the money", money=first),
            say(first_paid, money=first),
        ),
        (
            say("The payment falls each year by"),
            say("not said"),
            say("{money}, reconstructed", money=n.fall),
        ),
        (say("Interest in all"), CNY(TRUST["interest"]), n.cost),
        (SAID_BY_BORROWERS, CLAIMED, say("{rate}, nominal", rate=n.nominal)),
        (say("{rate} on what is owed", rate=n.other_rate), say("as the court ruled"), n.other),
        (say("To be returned"), say("more than {money}", money=CNY(TRUST["refund_over"])), NONE),
    )


def prediction() -> Prediction:
    truth = numbers(Inputs())
    return Prediction(
        say(
            "A note says {face}. {in_hand} is handed over; {months} later {face} is paid back. What"
            " is the yearly rate on the money handed over ({rule})? And what would the same time"
            " cost at {rate} a year on that money?",
            truth,
            face=truth.paid,
            months=Months(truth.inputs.months),
            rule=NOMINAL,
            rate=truth.other_rate,
        ),
        Ask(say("Yearly rate"), truth.nominal),
        Ask(say("Cost at the other rate"), truth.other),
        explain=say(
            "Interest is counted on the money that was handed over, and two months are a sixth of"
            " a year."
        ),
    )


LAB = Lab(
    marked("Two loans before a court"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    idle=idle,
    currency=CNY.code,
    places=("CN",),
    table_open=True,
)
