"""A short loan renewed again and again: its fees adding up, or growing on themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from course.chart import Axis, Bars, Chart, Line, Series, nice_limits
from course.content.language import marked
from course.content.messages import Words, joined, say, say_plural
from course.content.tables import Table
from course.content.values import USD, Brief, Days, Money, Plain, Rate, Share, numbers_of
from course.finance.money import round_minor, to_minor
from course.finance.rates import Rule, annual_rate
from course.finance.revolving import roll_over
from course.ui.inputs import quantity, switch
from course.ui.lab import Ask, Guess, Lab, Prediction

MOST_RENEWALS = 25
LOANS = np.arange(1, MOST_RENEWALS + 2)
FEES_SO_FAR = say("All fees so far, by how many loans in a row")
LISTED = (1, 2, 4, 6, 13, 26)  # a fortnight, then about 1, 2, 3, 6 and 12 months


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(marked("You borrow"), "money", 300, within=(100, 1_000), step=50)
    fee_per_hundred: float = quantity(
        marked("Fee for each 100 owed"), "money", 15, within=(5, 30), step=1
    )
    days: int = quantity(marked("Each loan lasts"), "days", 14, within=(7, 31), step=1)
    renewals: int = quantity(marked("You renew it"), "times", 5, within=(0, MOST_RENEWALS), step=1)
    added_to_loan: bool = switch(marked("Add each fee to the loan instead of paying it"))


@dataclass(frozen=True)
class Numbers:
    """Fees are counted up to the day on which the loan falls due after the last renewal."""

    inputs: Inputs
    loans: int
    amount: Money
    fee: Money  # of the first loan
    fees_if_paid: tuple[Money, ...]  # all fees after 1, 2, ... loans, each paid when due
    fees_if_added: tuple[Money, ...]  # the same, each added to the loan
    fees: Money
    on_fees: Money  # fees on earlier fees
    paid: Money  # at the renewals, before the last loan falls due
    rate: Rate  # of one loan

    @property
    def owed(self) -> Money:
        """What has to be paid in the end, all at once."""
        return self.amount + self.fees - self.paid

    @property
    def share(self) -> Share:
        """All fees as a share of what was borrowed."""
        return Share(self.fees / self.amount, 0)


def numbers(inputs: Inputs) -> Numbers:
    amount, days, renewals = to_minor(inputs.amount), inputs.days, inputs.renewals
    fee = round_minor(amount * inputs.fee_per_hundred / 100)
    rows = roll_over(amount, fee, MOST_RENEWALS, days=days).rows
    if_paid = [*accumulate(USD.minor(row.fee_minor) for row in rows)]
    rows = roll_over(amount, fee, MOST_RENEWALS, days=days, added_to_loan=True).rows
    if_added = [USD.minor(row.balance_minor - amount) for row in rows[:-1]]
    if_added.append(USD.minor(rows[-1].fee_minor))
    fees = (if_added if inputs.added_to_loan else if_paid)[renewals]
    paid = USD.minor(0) if inputs.added_to_loan or not renewals else if_paid[renewals - 1]
    rate = annual_rate(roll_over(amount, fee, days=days).agreement(), Rule.US_REG_Z).rate
    return Numbers(
        inputs,
        loans=renewals + 1,
        amount=USD.minor(amount),
        fee=USD.minor(fee),
        fees_if_paid=tuple(if_paid),
        fees_if_added=tuple(if_added),
        fees=fees,
        on_fees=fees - if_paid[renewals],
        paid=paid,
        rate=Rate(float(rate.annual_rate)),
    )


def chart(n: Numbers) -> Chart:
    seen, ends = n.loans >= LOANS, (LOANS[0] - 0.5, LOANS[-1] + 0.5)
    plain = np.where(seen, numbers_of(n.fees_if_paid), np.nan)
    series = [Series(say("Fees on what you borrowed"), "fee", plain)]
    if n.inputs.added_to_loan:
        on_fees = np.where(seen, numbers_of(n.fees_if_added), np.nan) - plain
        series.append(Series(say("Fees on earlier fees"), "penalty", on_fees))
    labels = tuple(Brief(n.fees) if count == n.loans else "" for count in LOANS)
    highest = max(n.fees.number, n.amount.number) * 1.08
    return Chart(
        title=FEES_SO_FAR,
        x=Axis(say("Loans in a row"), "number", *ends),
        y=Axis(say("Fees"), "money", *nice_limits(0, highest)),
        marks=(
            Bars([*map(str, LOANS)], tuple(series), horizontal=False, labels=labels),
            Line(say("What you borrowed"), "principal", ends, [n.amount.number] * 2, dash="dashed"),
        ),
        currency=USD.code,
    )


def guesses(n: Numbers) -> Iterator[Guess]:
    if n.inputs == Inputs(renewals=n.inputs.renewals):
        yield Guess(0, x=6)
    if n.inputs == Inputs(renewals=n.inputs.renewals, added_to_loan=True):
        yield Guess(1, x=26, as_drawn=lambda owed: owed - n.amount.number)


def sentence(n: Numbers) -> Words:
    values: dict[str, Words] = {
        "renewals": say_plural("{count} renewal", "{count} renewals", n.inputs.renewals),
        "term": Days(n.inputs.days),
        "due": n.inputs.days * n.loans,
    }
    if n.inputs.renewals == 0:
        template = marked(
            "Not renewed: you get {amount} and pay back {owed} after {term}. The fee is {fees}, or"
            " {share} of what you borrowed. That is {rate} a year (US Regulation Z, nominal)."
        )
    elif n.inputs.added_to_loan:
        template = marked(
            "After {renewals} you have paid nothing and owe {owed}, due on day {due}. {fees} of it"
            " is fees: {share} of the {amount} you got. {on_fees} of those are fees on earlier"
            " fees. Each loan of {term} costs {rate} a year (US Regulation Z, nominal)."
        )
    else:
        template = marked(
            "After {renewals} you have paid {paid} in fees and still owe {owed}, due on day {due}."
            " The {amount} then will have cost {fees} in fees: {share} of what you borrowed. Each"
            " loan of {term} costs {rate} a year (US Regulation Z, nominal)."
        )
    return say(template, n, **values)


def table(n: Numbers) -> Table[Words]:
    """Both ways of renewing side by side."""
    columns = (
        say("Loans in a row"),
        say("Renewals"),
        say("Days"),
        say("All fees, each paid when due"),
        say("All fees, each added to the loan"),
    )
    rows = tuple(
        (
            joined(loans, say(" (yours)")) if loans == n.loans else Plain(loans),
            Plain(loans - 1),
            Plain(loans * n.inputs.days),
            n.fees_if_paid[loans - 1],
            n.fees_if_added[loans - 1],
        )
        for loans in sorted({n.loans, *LISTED})
    )
    return Table(FEES_SO_FAR, columns, rows)


def prediction() -> Prediction:
    weeks12, weeks52 = numbers(Inputs()), numbers(Inputs(renewals=25, added_to_loan=True))
    return Prediction(
        say(
            "You borrow {amount} for {term}. The fee is {fee}: {each} for each {hundred} owed."
            " Every time the loan falls due you renew it for another {term}.",
            weeks12,
            term=Days(weeks12.inputs.days),
            each=USD(weeks12.inputs.fee_per_hundred),
            hundred=USD(100),
        ),
        Ask(say("You pay every fee, and the loan back after 12 weeks. Fees in all:"), weeks12.fees),
        Ask(
            say("You pay nothing, each fee is added to the loan. You owe after 52 weeks:"),
            weeks52.owed,
        ),
        explain=say(
            "Fees that are paid add up, one by one. Fees that are added to the loan bear a fee"
            " themselves: they compound."
        ),
    )


LAB = Lab(
    marked("The same loan, renewed again and again"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    guesses=guesses,
    currency=USD.code,
    places=("US",),
)
