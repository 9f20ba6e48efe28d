"""Paying a part of a home loan back early: end sooner, or pay less each month."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

import numpy as np

from course.chart import Axis, Chart, Line, Points, Rule, nice_limits
from course.content.language import marked
from course.content.messages import Words, say, sentences
from course.content.tables import NONE, Table
from course.content.values import CNY, Money, Plain, Rate, Share, Years, units_of
from course.finance.changes import prepay
from course.finance.flows import Agreement, advance
from course.finance.money import to_minor
from course.finance.rates import NoRate, annual_rate
from course.finance.schedule import repeating_flows
from course.finance.schedules import Schedule, level_payment
from course.labs._repaying import balances
from course.ui.inputs import choice, quantity
from course.ui.lab import Ask, Lab, Prediction

MOST_ELSEWHERE = 0.06  # a year


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("You borrow"), "money", 1_000_000, within=(100_000, 5_000_000), step=50_000
    )
    annual_rate: float = quantity(
        marked("Yearly rate"), "percent", 0.035, within=(0.0, 0.08), step=0.0005
    )
    years: int = quantity(marked("Years"), "years", 30, within=(5, 30), step=1)
    after: int = quantity(
        marked("You pay early with payment number"), "number", 60, within=(1, 359), step=1
    )
    prepaid: float = quantity(
        marked("What you pay early"), "money", 200_000, within=(10_000, 2_000_000), step=10_000
    )
    fee: float = quantity(
        marked("Fee for it, of what you pay early"),
        "percent",
        0.0,
        within=(0.0, 0.03),
        step=0.0025,
        help=marked("whether there is one, the contract says"),
    )
    elsewhere: float = quantity(
        marked("The same money elsewhere earns a year"),
        "percent",
        0.015,
        within=(0.0, MOST_ELSEWHERE),
        step=0.0025,
    )
    view: str = choice(
        marked("Show"),
        default="owed",
        options={"owed": marked("what is still owed"), "end": marked("what you have at the end")},
    )


@dataclass(frozen=True, eq=False)
class Way:
    """How the loan goes on after paying early; its arrays are in currency units."""

    owed: np.ndarray  # just before the money is paid early, just after, and after every payment
    freed: np.ndarray  # what each later month takes less
    left: int  # payments
    each: Money  # the monthly payment from then on; 0 if none is left
    interest: Money  # from then on
    saved: Money  # how much less interest it is than without paying early
    earned: Rate  # nominal, by the money paid early with its fee


@dataclass(frozen=True, eq=False)
class Numbers:
    """`after`: the payment with which it is paid, the last but one at most. `prepaid`: what is paid
    early, no more than is owed.
    """

    inputs: Inputs
    after: int
    count: int  # of payments agreed
    left: int  # of them after paying early
    prepaid: Money
    fee: Money
    each: Money  # the payment agreed
    agreed: np.ndarray  # what would be owed, in currency units
    shorter: Way
    lower: Way

    def ends_at(self, rates: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What you have on the last day agreed: not paid early, shorter, lower, in currency units.

        The money kept, or what each month takes less, is put aside and earns one of the rates.
        """
        # A unit put aside with a payment grows until the last one.
        growth = np.exp(np.outer(np.log1p(rates / 12), np.arange(self.left, -1, -1)))
        kept = (self.prepaid + self.fee).number
        return (
            kept * growth[:, 0],
            growth[:, 1:] @ self.shorter.freed,
            growth[:, 1:] @ self.lower.freed,
        )

    @property
    def ends(self) -> tuple[Money, Money, Money]:
        """The same at the rate elsewhere."""
        kept, shorter, lower = self.ends_at(np.array([self.inputs.elsewhere]))
        return CNY(kept[0], 0), CNY(shorter[0], 0), CNY(lower[0], 0)


def numbers(inputs: Inputs) -> Numbers:
    loan = (to_minor(inputs.amount), inputs.annual_rate, 12 * inputs.years)
    agreed = _agreed(*loan)
    count = len(agreed.rows)
    after = min(inputs.after, count - 1)
    prepaid = min(to_minor(inputs.prepaid), agreed.rows[after - 1].balance_minor)
    fee = to_minor(CNY.minor(prepaid).number * inputs.fee)
    return Numbers(
        inputs,
        after,
        count,
        left=count - after,
        prepaid=CNY.minor(prepaid),
        fee=CNY.minor(fee),
        each=CNY.minor(agreed.rows[0].payment_minor),
        agreed=balances(agreed),
        shorter=_way(loan, after, prepaid, fee, "payment"),
        lower=_way(loan, after, prepaid, fee, "term"),
    )


@lru_cache(maxsize=8)
def _agreed(amount: int, annual_rate: float, months: int) -> Schedule:
    return level_payment(amount, annual_rate, months)


@lru_cache(maxsize=16)
def _way(
    loan: tuple[int, float, int],
    after: int,
    prepaid: int,
    fee: int,
    keep: Literal["payment", "term"],
) -> Way:
    agreed = _agreed(*loan)
    schedule = prepay(agreed, after, prepaid, keep=keep, fee_minor=fee)
    later = schedule.rows[after:]
    freed = [row.payment_minor for row in agreed.rows[after:]]
    for place, row in enumerate(later):
        freed[place] -= row.payment_minor
    return Way(
        np.array([balances(agreed)[after], *balances(schedule)[after:]]),
        units_of(freed),
        left=len(later),
        each=CNY.minor(later[0].payment_minor if later else 0),
        interest=CNY.minor(sum([row.interest_minor for row in later])),
        saved=CNY.minor(agreed.interest_minor - schedule.interest_minor),
        earned=Rate(_earned(prepaid + fee, freed)),
    )


def _earned(put_in: int, freed: list[int]) -> float:
    """The nominal yearly rate at which money put in today is worth what the months take less."""
    times = [Fraction(number, 12) for number in range(1, len(freed) + 1)]
    flows = (advance(put_in), *repeating_flows("payment", times, freed))
    try:
        result = annual_rate(Agreement(flows, periods_per_year=12), "cn-irr-nominal")
    except NoRate:
        return math.nan
    return float(result.rate.annual_rate)


# The picture


def chart(n: Numbers) -> Chart:
    return _end(n) if n.inputs.view == "end" else _owed(n)


def _owed(n: Numbers) -> Chart:
    def later(way: Way) -> tuple[np.ndarray, np.ndarray]:
        # The day of paying early twice: before and after.
        payments = np.arange(n.after, n.after + len(way.owed) - 1)
        return np.array([n.after, *payments]) / 12, way.owed

    agreed = (np.arange(n.count + 1) / 12, n.agreed)
    shorter, lower = say("Early, the same payment"), say("Early, the same term")
    return Chart(
        title=say("What is still owed, year by year"),
        x=Axis(say("Years"), "years", 0.0, n.inputs.years),
        y=Axis(say("Still owed"), "money", *nice_limits(0, n.inputs.amount)),
        marks=(
            Line(say("As agreed"), "principal", *agreed, label_end=False),
            Line(shorter, "saved", *later(n.shorter), dash="dashed", label_end=False),
            Line(lower, "other-2", *later(n.lower), dash="dotted", label_end=False),
        ),
        currency=CNY.code,
    )


def _end(n: Numbers) -> Chart:
    rates = np.linspace(0.0, MOST_ELSEWHERE, 49)
    kept, shorter, lower = n.ends_at(rates)
    mine = ([n.inputs.elsewhere], [n.ends[0].number])
    marks: tuple[Line | Points | Rule, ...] = (
        Line(say("Not paid early: put aside"), "principal", rates, kept, label_end=False),
        Line(say("Early, the same payment"), "saved", rates, shorter, "dashed", label_end=False),
        Line(say("Early, the same term"), "other-2", rates, lower, "dotted", label_end=False),
        Points(say("Your rate elsewhere"), "other-1", *mine),
    )
    if n.inputs.annual_rate <= MOST_ELSEWHERE:
        marks += (Rule(say("Rate of the loan"), "rate", x=n.inputs.annual_rate),)
    highest = max(float(line.max()) for line in (kept, shorter, lower))
    return Chart(
        title=say("What you have on the last day agreed"),
        x=Axis(say("What the money earns elsewhere, a year"), "percent", 0.0, MOST_ELSEWHERE),
        y=Axis(say("Put aside by then"), "money", *nice_limits(0, highest)),
        marks=marks,
        currency=CNY.code,
    )


# The words


def sentence(n: Numbers) -> Words:
    shorter, lower = n.shorter, n.lower
    rates = {
        "earned": shorter.earned,
        "other": lower.earned,
        "elsewhere": Rate(n.inputs.elsewhere),
    }
    parts: list[Words] = []
    if n.after < n.inputs.after:
        parts.append(say("This loan has {count} payments, and the last repays it.", n))
    parts.append(say("You pay {prepaid} early, with payment {number}.", n, number=n.after))
    if n.fee.minor:
        parts.append(say("The fee for it is {fee}, to be set against what is saved.", n))
    if not shorter.left:
        parts.append(
            say("That is all you still owe: the loan is gone, with {saved} less interest.", shorter)
        )
        earned = marked(
            "That earns {earned} a year (nominal) on what you pay; elsewhere it would be"
            " {elsewhere}."
        )
        return sentences(*parts, say(earned, **rates))
    parts += [
        say(
            "The same payment of {each}: {fewer} more payments instead of {left}, {saved} less"
            " interest.",
            n,
            fewer=shorter.left,
            saved=shorter.saved,
        ),
        say(
            "The same term: {lower} a month from then on, {less} less interest.",
            lower=lower.each,
            less=lower.saved,
        ),
    ]
    if f"{shorter.earned.annual:.4f}" == f"{lower.earned.annual:.4f}":  # as they are told
        earned = marked(
            "Either way that earns {earned} a year (nominal) on what you pay; elsewhere it would be"
            " {elsewhere}."
        )
    else:
        earned = marked(
            "That earns {earned} and {other} a year (nominal) on what you pay; elsewhere it would"
            " be {elsewhere}."
        )
    return sentences(*parts, say(earned, **rates))


def table(n: Numbers) -> Table[Words]:
    ways = (n.shorter, n.lower)
    agreed = n.shorter.interest + n.shorter.saved
    rows: tuple[tuple[Words, ...], ...] = (
        (say("Payments left"), Plain(n.left), *[Plain(way.left) for way in ways]),
        (
            say("Each month from then on"),
            n.each,
            *[way.each if way.left else NONE for way in ways],
        ),
        (say("Interest from then on"), agreed, *[way.interest for way in ways]),
        (say("Interest saved"), NONE, *[way.saved for way in ways]),
        (say("Fee for paying early"), NONE, n.fee, n.fee),
        (say("Saved, less the fee"), NONE, *[way.saved - n.fee for way in ways]),
        (say("Earned a year (nominal)"), NONE, *[way.earned for way in ways]),
        (say("At the end, at {rate}", rate=Rate(n.inputs.elsewhere)), *n.ends),
    )
    columns = (say("What"), say("As agreed"), say("Same payment"), say("Same term"))
    return Table(say("The loan from the day of paying early on"), columns, rows)


def prediction() -> Prediction:
    truth = numbers(Inputs())
    return Prediction(
        say(
            "{amount} over {years} at {rate} a year: {each} a month. With payment {number} somebody"
            " pays {prepaid} early; {left} payments would be left. How many are left if the payment"
            " stays the same? How much less interest is that? And how much less is it if the term"
            " stays, with a lower payment?",
            truth,
            amount=CNY(truth.inputs.amount),
            years=Years(truth.inputs.years),
            rate=Share(truth.inputs.annual_rate, 1),
            number=truth.after,
        ),
        Ask(say("Payments left"), Plain(truth.shorter.left)),
        Ask(say("Less interest, the same payment"), truth.shorter.saved),
        Ask(say("Less interest, the same term"), truth.lower.saved),
        explain=say(
            "Keeping the payment repays the rest sooner, so less is owed for less time. Both ways"
            " earn the rate of the loan on the money paid early."
        ),
    )


LAB = Lab(
    marked("Paying back early"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    currency=CNY.code,
)
