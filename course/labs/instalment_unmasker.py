"""A fee on the whole amount with every instalment, against what is still owed month by month."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from course.chart import Axis, Band, Bars, Chart, Line, Rule, Series, nice_limits
from course.content.comparison import RULE_NAMES
from course.content.disclosure import IRR, IRR_EFFECTIVE
from course.content.language import marked
from course.content.messages import Words, say
from course.content.tables import NONE, Table
from course.content.units import decimals_of
from course.content.values import CNY, Money, Months, Plain, Rate, Share, numbers_of
from course.finance.money import to_minor
from course.finance.rates import NominalRate, annual_rate, effective_from_nominal
from course.finance.schedules import Schedule, flat_fee
from course.ui.inputs import choice, quantity
from course.ui.lab import Ask, Guess, Lab, Prediction


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("Bill turned into instalments"), "money", 12_000, within=(1_000, 60_000), step=500
    )
    fee: float = quantity(
        marked("Fee with every instalment, of the whole bill"),
        "percent",
        0.006,
        within=(0.0, 0.02),
        step=0.0001,
    )
    months: int = quantity(marked("Monthly instalments"), "months", 24, within=(1, 60), step=1)
    view: str = choice(
        marked("Show"),
        default="owed",
        options={
            "owed": marked("what you still owe, month by month"),
            "share": marked("the fee as a share of what you still owe"),
            "rates": marked("the rates side by side"),
        },
    )


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    paid: Money
    cost: Money
    fee_each: Money  # with one instalment
    payments: tuple[Money, ...]
    owed: tuple[Money, ...]  # before each instalment
    nominal: Rate
    effective: Rate

    @property
    def average(self) -> Money:
        """What is owed on average over the months."""
        return CNY.minor(sum(owed.minor for owed in self.owed) / len(self.owed), 0)

    @property
    def share(self) -> Share:
        """The same as a share of the bill: (n + 1) / 2n for equal parts."""
        return Share(self.average / self.owed[0], 0)

    @property
    def fee_shares(self) -> tuple[float, ...]:
        """Each month's fee as a share of what is owed in that month."""
        return tuple([self.fee_each / owed for owed in self.owed])

    @property
    def flat(self) -> Rate:
        """The fee times 12, as if all of the bill were owed all year."""
        return Rate(12 * self.inputs.fee)

    @property
    def rule_of_thumb(self) -> Rate:
        """The fee times 12 over the share that is owed on average: about the nominal rate."""
        months = self.inputs.months
        return Rate(self.flat.annual * 2 * months / (months + 1))


def numbers(inputs: Inputs) -> Numbers:
    schedule, rate = _worked_out(inputs.amount, inputs.fee, inputs.months)
    rows = schedule.rows
    owed = (schedule.principal_minor, *[row.balance_minor for row in rows[:-1]])
    return Numbers(
        inputs,
        paid=CNY.minor(schedule.paid_minor),
        cost=CNY.minor(schedule.cost_minor),
        fee_each=CNY.minor(rows[0].fee_minor),
        payments=tuple([CNY.minor(row.payment_minor) for row in rows]),
        owed=tuple(map(CNY.minor, owed)),
        nominal=Rate(rate),
        effective=Rate(float(effective_from_nominal(NominalRate(rate, 12)).annual_rate)),
    )


@lru_cache(maxsize=8)
def _worked_out(amount: float, fee: float, months: int) -> tuple[Schedule, float]:
    schedule = flat_fee(to_minor(amount), fee, months)
    return schedule, float(annual_rate(schedule.agreement(), IRR).rate.annual_rate)


# The picture


def chart(n: Numbers) -> Chart:
    return {"owed": _owed, "share": _shares, "rates": _rates}[n.inputs.view](n)


def guesses(n: Numbers) -> Iterator[Guess]:
    # A guess is about the bill that was asked for, whatever is looked at.
    if replace(n.inputs, view=Inputs().view) != Inputs():
        return
    if n.inputs.view == "share":
        yield Guess(1, as_drawn=lambda year: year / 12, name=say("Your guess, for a month"))
    elif n.inputs.view == "rates":
        yield Guess(1)


def _owed(n: Numbers) -> Chart:
    month, owed = _stairs(numbers_of(n.owed))
    none, whole = np.zeros(len(month)), np.full(len(month), n.owed[0].number)
    return Chart(
        title=say("What the fee is counted on, and what you still owe"),
        x=Axis(say("Months"), "months", 0, _whole_years(n.inputs.months)),
        y=Axis(say("Money"), "money", *nice_limits(0, 1.05 * n.owed[0].number)),
        marks=(
            Band(say("Still with you"), "principal", month, none, owed),
            Band(say("Given back, and charged all the same"), "fee", month, owed, whole),
            Line("", "fee", month, whole, label_end=False),
            Rule(say("With you on average: {money}", money=n.average), "total", y=n.average.number),
        ),
        currency=CNY.code,
    )


def _shares(n: Numbers) -> Chart:
    month, share = _stairs(n.fee_shares)
    monthly = n.nominal.annual / 12
    return Chart(
        title=say("The same fee, as a share of what you still owe"),
        x=Axis(say("Months"), "months", 0, _whole_years(n.inputs.months)),
        y=Axis(
            say("Fee over what is owed"), "percent", *nice_limits(0, 1.05 * max(*share, monthly))
        ),
        marks=(
            Line(say("Fee of the month"), "fee", month, share, label_end=False),
            Rule(say("Rate of a month, on what you owe"), "rate", y=monthly),
        ),
    )


def _rates(n: Numbers) -> Chart:
    none, rates = math.nan, (n.flat, n.rule_of_thumb, n.nominal, n.effective)
    flat, *owed = numbers_of(rates)
    return Chart(
        title=say("One price, written as a rate a year"),
        x=Axis(say("Rate a year"), "percent", *nice_limits(0, max(flat, *owed))),
        y=Axis(say("Rate")),
        marks=(
            Bars(
                categories=(
                    say("Fee times 12"),
                    say("Rule of thumb"),
                    say(RULE_NAMES[IRR]),
                    say(RULE_NAMES[IRR_EFFECTIVE]),
                ),
                series=(
                    Series(say("Counted on the whole bill"), "fee", [flat, none, none, none]),
                    Series(say("Counted on what you still owe"), "rate", [none, *owed]),
                ),
                labels=rates,
            ),
        ),
    )


def _whole_years(months: int) -> int:
    """Where the axis ends: it changes seldom, so that a plan is seen to grow."""
    return 12 * math.ceil(months / 12)


def _stairs(values: Sequence[float] | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A step for each month, from the end of the month before to its own."""
    months = np.arange(len(values) + 1.0)
    return np.repeat(months, 2)[1:-1], np.repeat(np.asarray(values, float), 2)


# The words


def sentence(n: Numbers) -> Words:
    if not n.inputs.fee:
        template = marked(
            "You have {amount} and pay {paid} in {months}: no fee, so the rate is {nominal} a year"
            " as well."
        )
    elif n.inputs.months == 1:
        template = marked(
            "You have {amount} and pay {paid} a month later: {cost} more. All of it was with you"
            " for the whole month, so the fee times 12 is the yearly rate: {nominal} (China IRR,"
            " nominal; {effective} effective)."
        )
    else:
        template = marked(
            "You have {amount} and pay {paid} in {months}: {cost} more. With every instalment the"
            " fee is {fee}, with the last one too, when you owe {last}. On average you owe"
            " {average}, which is {share} of the bill. The fee times 12 is {flat}; on what you owe"
            " it is {nominal} a year (China IRR, nominal; {effective} effective)."
        )
    months = Months(n.inputs.months)
    return say(template, n, amount=n.owed[0], months=months, fee=n.fee_each, last=n.owed[-1])


def table(n: Numbers) -> Table[Words]:
    """The first months, some between, the last one, and the sums."""
    # The first month's share is the fee itself, told as finely as it was set.
    decimals = max(2, decimals_of(round(n.inputs.fee * 100, 6)))
    rows: list[tuple[Words, ...]] = [
        (
            Plain(month),
            n.owed[month - 1],
            n.owed[0],
            n.fee_each,
            Share(n.fee_each / n.owed[month - 1], decimals),
            n.payments[month - 1] - n.fee_each,
            n.payments[month - 1],
        )
        for month in _shown_months(n.inputs.months)
    ]
    rows.append((say("All"), NONE, NONE, n.cost, NONE, n.owed[0], n.paid))
    columns = (
        say("Instalment"),
        say("You still owe"),
        say("The fee is counted on"),
        say("Fee"),
        say("Fee over what you owe"),
        say("Repaid"),
        say("You pay"),
    )
    return Table(say("What you owe, and what you are charged for"), columns, tuple(rows))


def _shown_months(count: int) -> list[int]:
    if count <= 12:
        return list(range(1, count + 1))
    step = 3 if count <= 24 else 6
    return sorted({1, 2, *range(step, count + 1, step), count - 1, count})


def prediction() -> Prediction:
    truth = numbers(Inputs())
    return Prediction(
        say(
            "A card turns a bill of {amount} into {months} monthly parts. With every part it takes"
            " a fee of {fee} of the whole bill. What does that cost in all, and what yearly rate is"
            " it on the money that you still owe? ({rule})",
            amount=truth.owed[0],
            months=truth.inputs.months,
            fee=Share(truth.inputs.fee),
            rule=say(RULE_NAMES[IRR]),
        ),
        Ask(say("Fees in all"), truth.cost),
        Ask(say("Yearly rate"), truth.nominal),
        explain=say(
            "The fee times 12 would be the yearly rate if you kept the whole bill all year. You"
            " give it back month by month, so that on average little more than half is with you."
        ),
    )


LAB = Lab(
    marked("The instalment unmasked"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    guesses=guesses,
    currency=CNY.code,
    places=("CN",),
)
