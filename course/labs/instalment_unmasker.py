"""A fee on the whole amount with every instalment, against what is still owed month by month."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from course.chart import Axis, Band, Bars, Chart, Line, Rule, Series, nice_limits
from course.content.comparison import rate_words, rule_name
from course.content.language import Language, marked
from course.content.tables import Table
from course.content.units import decimals_of
from course.finance.money import to_minor
from course.finance.rates import NominalRate, annual_rate, effective_from_nominal
from course.finance.schedules import Schedule, flat_fee
from course.ui.inputs import choice, quantity
from course.ui.prediction import Ask, Prediction

TITLE = marked("The instalment unmasked")
JURISDICTION = "CN"
CURRENCY = "CNY"


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("Bill turned into instalments"),
        default=12_000, minimum=1_000, maximum=60_000, step=500, unit="money",
    )  # fmt: skip
    fee: float = quantity(
        marked("Fee with every instalment, of the whole bill"),
        default=0.006, minimum=0.0, maximum=0.02, step=0.0001, unit="percent",
    )  # fmt: skip
    months: int = quantity(
        marked("Monthly instalments"), default=24, minimum=1, maximum=60, step=1, unit="months"
    )
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
    """Rates are fractions a year; `owed_minor` is what is owed before each instalment."""

    inputs: Inputs
    paid_minor: int
    cost_minor: int
    fee_minor: int  # with one instalment
    payments_minor: tuple[int, ...]
    owed_minor: tuple[int, ...]
    nominal: float
    effective: float

    @property
    def average_owed(self) -> float:
        """What is owed on average over the months, in currency units."""
        return sum(self.owed_minor) / len(self.owed_minor) / 100

    @property
    def average_share(self) -> float:
        """The same as a share of the bill: (n + 1) / 2n for equal parts."""
        return self.average_owed / self.inputs.amount

    @property
    def fee_shares(self) -> tuple[float, ...]:
        """Each month's fee as a share of what is owed in that month."""
        return tuple([self.fee_minor / owed for owed in self.owed_minor])

    @property
    def flat(self) -> float:
        """The fee times 12, as if all of the bill were owed all year."""
        return 12 * self.inputs.fee

    @property
    def rule_of_thumb(self) -> float:
        """The fee times 12 over the share that is owed on average: about the nominal rate."""
        months = self.inputs.months
        return self.flat * 2 * months / (months + 1)

    @property
    def times_flat(self) -> float:
        """How many times the fee times 12 the nominal rate is; NaN without a fee."""
        return self.nominal / self.flat if self.flat else math.nan


def numbers(inputs: Inputs) -> Numbers:
    schedule, rate = _worked_out(inputs.amount, inputs.fee, inputs.months)
    rows = schedule.rows
    return Numbers(
        inputs=inputs,
        paid_minor=schedule.paid_minor,
        cost_minor=schedule.cost_minor,
        fee_minor=rows[0].fee_minor,
        payments_minor=tuple([row.payment_minor for row in rows]),
        owed_minor=(schedule.principal_minor, *[row.balance_minor for row in rows[:-1]]),
        nominal=rate.annual_rate,
        effective=effective_from_nominal(rate).annual_rate,
    )


@lru_cache(maxsize=8)
def _worked_out(amount: float, fee: float, months: int) -> tuple[Schedule, NominalRate]:
    schedule = flat_fee(to_minor(amount), fee, months)
    return schedule, annual_rate(schedule.agreement(), "cn-irr-nominal").rate


# The picture


def chart(numbers: Numbers, language: Language, guess: tuple[float, ...] | None = None) -> Chart:
    # A guess is about the bill that was asked for, whatever is looked at.
    asked = replace(numbers.inputs, view=Inputs().view) == Inputs()
    guessed = guess[1] if guess and asked and 0 <= guess[1] <= 3 * numbers.nominal else None
    if numbers.inputs.view == "rates":
        return _rates(numbers, language, guessed)
    if numbers.inputs.view == "share":
        return _shares(numbers, language, guessed)
    return _owed(numbers, language)


def _owed(numbers: Numbers, language: Language) -> Chart:
    text, amount = language.text, numbers.inputs.amount
    month, owed = _stairs([owed / 100 for owed in numbers.owed_minor])
    whole, mean = np.full(len(month), amount), numbers.average_owed
    average = language.money(mean, CURRENCY, 0)
    return Chart(
        title=text("What the fee is counted on, and what you still owe"),
        x=Axis(text("Months"), "months", 0, _whole_years(numbers.inputs.months)),
        y=Axis(text("Money"), "money", 0, nice_limits(0, 1.05 * amount)[1]),
        marks=(
            Band(text("Still with you"), "principal", month, np.zeros(len(month)), owed),
            Band(text("Given back, and charged all the same"), "fee", month, owed, whole),
            Line("", "fee", month, whole, label_end=False),
            Rule(text("With you on average: {money}", money=average), "total", y=mean),
        ),
        currency=CURRENCY,
    )


def _shares(numbers: Numbers, language: Language, guessed: float | None) -> Chart:
    text = language.text
    month, share = _stairs(numbers.fee_shares)
    marks: list = [
        Line(text("Fee of the month"), "fee", month, share, label_end=False),
        Rule(text("Rate of a month, on what you owe"), "rate", y=numbers.nominal / 12),
    ]
    highest = max(*share, numbers.nominal / 12)
    if guessed is not None:
        marks.append(Rule(text("Your guess, for a month"), "guess", y=guessed / 12))
        highest = max(highest, guessed / 12)
    return Chart(
        title=text("The same fee, as a share of what you still owe"),
        x=Axis(text("Months"), "months", 0, _whole_years(numbers.inputs.months)),
        y=Axis(text("Fee over what is owed"), "percent", 0, nice_limits(0, 1.05 * highest)[1]),
        marks=tuple(marks),
        currency=CURRENCY,
    )


def _rates(numbers: Numbers, language: Language, guessed: float | None) -> Chart:
    text, none = language.text, math.nan
    rates = {
        text("Fee times 12"): numbers.flat,
        text("Rule of thumb"): numbers.rule_of_thumb,
        rule_name("cn-irr-nominal", language): numbers.nominal,
        rule_name("cn-irr-effective", language): numbers.effective,
    }
    if guessed is not None:
        rates[text("Your guess")] = guessed
    flat, *owed = list(rates.values())[:4]
    mine = [none] * (len(rates) - 4)
    series = [
        Series(text("Counted on the whole bill"), "fee", [flat, none, none, none, *mine]),
        Series(text("Counted on what you still owe"), "rate", [none, *owed, *mine]),
    ]
    if mine:
        series.append(Series(text("Your guess"), "guess", [none, none, none, none, guessed]))
    return Chart(
        title=text("One price, written as a rate a year"),
        x=Axis(text("Rate a year"), "percent", 0, nice_limits(0, max(rates.values()))[1]),
        y=Axis(text("Rate")),
        marks=(
            Bars(
                categories=tuple(rates),
                series=tuple(series),
                labels=[rate_words(rate, language) for rate in rates.values()],
            ),
        ),
        currency=CURRENCY,
    )


def _whole_years(months: int) -> int:
    """Where the axis ends: it changes seldom, so that a plan is seen to grow."""
    return 12 * math.ceil(months / 12)


def _stairs(values) -> tuple[np.ndarray, np.ndarray]:
    """A step for each month, from the end of the month before to its own."""
    months = np.arange(len(values) + 1.0)
    return np.repeat(months, 2)[1:-1], np.repeat(np.asarray(values, float), 2)


# The words


def sentence(numbers: Numbers, language: Language) -> str:
    inputs, text = numbers.inputs, language.text
    values = {
        "amount": language.money(inputs.amount, CURRENCY),
        "paid": language.money_minor(numbers.paid_minor, CURRENCY),
        "months": language.months(inputs.months),
        "cost": language.money_minor(numbers.cost_minor, CURRENCY),
        "fee": language.money_minor(numbers.fee_minor, CURRENCY),
        "last": language.money_minor(numbers.owed_minor[-1], CURRENCY),
        "average": language.money(numbers.average_owed, CURRENCY, 0),
        "share": language.percent(numbers.average_share, 0),
        "flat": rate_words(numbers.flat, language),
        "nominal": rate_words(numbers.nominal, language),
        "effective": rate_words(numbers.effective, language),
    }
    if not inputs.fee:
        return text(
            "You have {amount} and pay {paid} in {months}: no fee, so the rate is {nominal} a year"
            " as well.",
            **values,
        )
    if inputs.months == 1:
        return text(
            "You have {amount} and pay {paid} a month later: {cost} more. All of it was with you"
            " for the whole month, so the fee times 12 is the yearly rate: {nominal} (China IRR,"
            " nominal; {effective} effective).",
            **values,
        )
    return text(
        "You have {amount} and pay {paid} in {months}: {cost} more. With every instalment the fee"
        " is {fee}, with the last one too, when you owe {last}. On average you owe {average}, which"
        " is {share} of the bill. The fee times 12 is {flat}; on what you owe it is {nominal} a"
        " year (China IRR, nominal; {effective} effective).",
        **values,
    )


def table(numbers: Numbers, language: Language) -> Table:
    """The first months, some between, the last one, and the sums."""
    text, count = language.text, numbers.inputs.months

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, CURRENCY)

    rows = []
    for month in _shown_months(count):
        owed, paid = numbers.owed_minor[month - 1], numbers.payments_minor[month - 1]
        share = numbers.fee_minor / owed
        rows.append(
            (
                language.number(month),
                money(owed),
                language.money(numbers.inputs.amount, CURRENCY),
                money(numbers.fee_minor),
                language.percent(share, max(2, decimals_of(round(numbers.inputs.fee * 100, 6)))),
                money(paid - numbers.fee_minor),
                money(paid),
            )
        )
    repaid = money(numbers.owed_minor[0])
    rows.append(
        (text("All"), "–", "–", money(numbers.cost_minor), "–", repaid, money(numbers.paid_minor))
    )
    columns = (
        text("Instalment"),
        text("You still owe"),
        text("The fee is counted on"),
        text("Fee"),
        text("Fee over what you owe"),
        text("Repaid"),
        text("You pay"),
    )
    return Table(text("What you owe, and what you are charged for"), columns, tuple(rows))


def _shown_months(count: int) -> list[int]:
    if count <= 12:
        return list(range(1, count + 1))
    step = 3 if count <= 24 else 6
    return sorted({1, 2, *range(step, count + 1, step), count - 1, count})


def prediction(language: Language) -> Prediction:
    text, truth = language.text, numbers(Inputs())
    return Prediction(
        prompt=text(
            "A card turns a bill of {amount} into {months} monthly parts. With every part it takes"
            " a fee of {fee} of the whole bill. What does that cost in all, and what yearly rate is"
            " it on the money that you still owe? ({rule})",
            amount=language.money(truth.inputs.amount, CURRENCY),
            months=language.number(truth.inputs.months),
            fee=language.percent(truth.inputs.fee),
            rule=rule_name("cn-irr-nominal", language),
        ),
        asks=(
            Ask(text("Fees in all"), "money", truth.cost_minor / 100),
            Ask(text("Yearly rate"), "percent", truth.nominal),
        ),
        explain=text(
            "The fee times 12 would be the yearly rate if you kept the whole bill all year. You"
            " give it back month by month, so that on average little more than half is with you."
        ),
    )
