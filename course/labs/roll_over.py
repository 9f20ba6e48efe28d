"""A short loan renewed again and again: its fees adding up, or growing on themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from course.chart import Axis, Bars, Chart, Line, Points, Series, nice_limits
from course.content.language import Language, marked
from course.content.tables import Table
from course.content.units import shown_value
from course.finance.money import round_minor, to_minor
from course.finance.rates import Rule, annual_rate
from course.finance.revolving import roll_over
from course.ui.inputs import quantity, switch
from course.ui.prediction import Ask, Prediction

TITLE = marked("The same loan, renewed again and again")
JURISDICTION = "US"
CURRENCY = "USD"

MOST_RENEWALS = 25
LOANS = np.arange(1, MOST_RENEWALS + 2)
LISTED = (1, 2, 4, 6, 13, 26)  # a fortnight, then about 1, 2, 3, 6 and 12 months


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("You borrow"), default=300, minimum=100, maximum=1_000, step=50, unit="money"
    )
    fee_per_hundred: float = quantity(
        marked("Fee for each 100 owed"), default=15, minimum=5, maximum=30, step=1, unit="money"
    )
    days: int = quantity(
        marked("Each loan lasts"), default=14, minimum=7, maximum=31, step=1, unit="days"
    )
    renewals: int = quantity(
        marked("You renew it"), default=5, minimum=0, maximum=MOST_RENEWALS, step=1, unit="times"
    )
    added_to_loan: bool = switch(
        marked("Add each fee to the loan instead of paying it"), default=False
    )


@dataclass(frozen=True)
class Numbers:
    """Fees are counted up to the day on which the loan falls due after the last renewal."""

    inputs: Inputs
    fee_minor: int  # of the first loan
    fees_if_paid_minor: tuple[int, ...]  # all fees after 1, 2, ... loans, each paid when due
    fees_if_added_minor: tuple[int, ...]  # the same, each added to the loan
    annual_rate: float  # of one loan, US Regulation Z

    @property
    def loans(self) -> int:
        return self.inputs.renewals + 1

    @property
    def fees_minor(self) -> int:
        series = self.fees_if_added_minor if self.inputs.added_to_loan else self.fees_if_paid_minor
        return series[self.inputs.renewals]

    @property
    def paid_minor(self) -> int:
        """What has been paid at the renewals, before the last loan falls due."""
        paid = not self.inputs.added_to_loan and self.inputs.renewals > 0
        return self.fees_if_paid_minor[self.inputs.renewals - 1] if paid else 0

    @property
    def owed_minor(self) -> int:
        """What has to be paid in the end, all at once."""
        return to_minor(self.inputs.amount) + self.fees_minor - self.paid_minor

    @property
    def fees_on_fees_minor(self) -> int:
        return self.fees_minor - self.fees_if_paid_minor[self.inputs.renewals]

    @property
    def share(self) -> float:
        """All fees as a share of what was borrowed."""
        return self.fees_minor / to_minor(self.inputs.amount)


def numbers(inputs: Inputs) -> Numbers:
    amount, days = to_minor(inputs.amount), inputs.days
    fee = round_minor(amount * inputs.fee_per_hundred / 100)
    once = roll_over(amount, fee, days=days)
    paid = roll_over(amount, fee, MOST_RENEWALS, days=days).rows
    added = roll_over(amount, fee, MOST_RENEWALS, days=days, added_to_loan=True).rows
    return Numbers(
        inputs=inputs,
        fee_minor=fee,
        fees_if_paid_minor=tuple(int(sum_) for sum_ in np.cumsum([row.fee_minor for row in paid])),
        fees_if_added_minor=(
            *(row.balance_minor - amount for row in added[:-1]),
            added[-1].fee_minor,
        ),
        annual_rate=annual_rate(once.agreement(), Rule.US_REG_Z).rate.annual_rate,
    )


def chart(numbers: Numbers, language: Language, guess: tuple[float, ...] | None = None) -> Chart:
    text, inputs = language.text, numbers.inputs
    seen = numbers.loans >= LOANS
    plain = np.where(seen, np.array(numbers.fees_if_paid_minor) / 100, np.nan)
    series = [Series(text("Fees on what you borrowed"), "fee", plain)]
    if inputs.added_to_loan:
        all_fees = np.where(seen, np.array(numbers.fees_if_added_minor) / 100, np.nan)
        series.append(Series(text("Fees on earlier fees"), "penalty", all_fees - plain))
    total = shown_value(numbers.fees_minor / 100, "money", language, CURRENCY)
    marks = [
        Bars(
            tuple(str(count) for count in LOANS),
            tuple(series),
            horizontal=False,
            labels=tuple(total if count == numbers.loans else "" for count in LOANS),
        ),
        Line(
            text("What you borrowed"),
            "principal",
            [LOANS[0] - 0.5, LOANS[-1] + 0.5],
            [inputs.amount] * 2,
            "dashed",
        ),
    ]
    highest = max(numbers.fees_minor / 100, inputs.amount) * 1.08
    if guess and _is_asked(inputs):
        place, fees = (26, guess[1] - inputs.amount) if inputs.added_to_loan else (6, guess[0])
        if 0 <= fees <= 4 * highest:
            marks.append(Points(text("Your guess"), "guess", [place], [fees]))
            highest = max(highest, fees)
    _, most = nice_limits(0, highest)
    return Chart(
        title=text("All fees so far, by how many loans in a row"),
        x=Axis(text("Loans in a row"), "number", LOANS[0] - 0.5, LOANS[-1] + 0.5),
        y=Axis(text("Fees"), "money", 0.0, most),
        marks=tuple(marks),
        currency=CURRENCY,
        description=sentence(numbers, language),
    )


def sentence(numbers: Numbers, language: Language) -> str:
    inputs = numbers.inputs
    if inputs.renewals == 0:
        message = marked(
            "Not renewed: you get {amount} and pay back {owed} after {term}. The fee is {fees}, or"
            " {share} of what you borrowed. That is {rate} a year (US Regulation Z, nominal)."
        )
    elif inputs.added_to_loan:
        message = marked(
            "After {renewals} you have paid nothing and owe {owed}, due on day {due}. {fees} of it"
            " is fees: {share} of the {amount} you got. {on_fees} of those are fees on earlier"
            " fees. Each loan of {term} costs {rate} a year (US Regulation Z, nominal)."
        )
    else:
        message = marked(
            "After {renewals} you have paid {paid} in fees and still owe {owed}, due on day {due}."
            " The {amount} then will have cost {fees} in fees: {share} of what you borrowed. Each"
            " loan of {term} costs {rate} a year (US Regulation Z, nominal)."
        )
    return language.text(
        message,
        renewals=language.plural("{count} renewal", "{count} renewals", inputs.renewals),
        amount=language.money(inputs.amount, CURRENCY),
        paid=language.money_minor(numbers.paid_minor, CURRENCY),
        owed=language.money_minor(numbers.owed_minor, CURRENCY),
        fees=language.money_minor(numbers.fees_minor, CURRENCY),
        on_fees=language.money_minor(numbers.fees_on_fees_minor, CURRENCY),
        share=language.percent(numbers.share, 0),
        term=language.days(inputs.days),
        due=language.number(inputs.days * numbers.loans),
        rate=language.percent(numbers.annual_rate),
    )


def table(numbers: Numbers, language: Language) -> Table:
    """Both ways of renewing side by side."""
    text, days = language.text, numbers.inputs.days
    columns = (
        text("Loans in a row"),
        text("Renewals"),
        text("Days"),
        text("All fees, each paid when due"),
        text("All fees, each added to the loan"),
    )
    rows = tuple(
        (
            language.number(loans) + (text(" (yours)") if loans == numbers.loans else ""),
            language.number(loans - 1),
            language.number(loans * days),
            language.money_minor(numbers.fees_if_paid_minor[loans - 1], CURRENCY),
            language.money_minor(numbers.fees_if_added_minor[loans - 1], CURRENCY),
        )
        for loans in sorted({numbers.loans, *LISTED})
    )
    return Table(text("All fees so far, by how many loans in a row"), columns, rows)


def prediction(language: Language) -> Prediction:
    text = language.text
    weeks12, weeks52 = numbers(Inputs()), numbers(Inputs(renewals=25, added_to_loan=True))
    return Prediction(
        prompt=text(
            "You borrow {amount} for {term}. The fee is {fee}: {each} for each {hundred} owed."
            " Every time the loan falls due you renew it for another {term}.",
            amount=language.money(weeks12.inputs.amount, CURRENCY),
            term=language.days(weeks12.inputs.days),
            fee=language.money_minor(weeks12.fee_minor, CURRENCY),
            each=language.money(weeks12.inputs.fee_per_hundred, CURRENCY),
            hundred=language.money(100, CURRENCY),
        ),
        asks=(
            Ask(
                text("You pay every fee, and the loan back after 12 weeks. Fees in all:"),
                "money",
                weeks12.fees_minor / 100,
            ),
            Ask(
                text("You pay nothing, each fee is added to the loan. You owe after 52 weeks:"),
                "money",
                weeks52.owed_minor / 100,
            ),
        ),
        explain=text(
            "Fees that are paid add up, one by one. Fees that are added to the loan bear a fee"
            " themselves: they compound."
        ),
    )


def _is_asked(inputs: Inputs) -> bool:
    """Whether this is the loan of the prediction, however often renewed."""
    return replace(inputs, renewals=Inputs().renewals, added_to_loan=False) == Inputs()
