"""Two loans that came to court in China, with what the sources say and what is reconstructed."""

from __future__ import annotations

import datetime
import math
from calendar import monthrange
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from course.chart import Axis, Bars, Chart, Series, nice_limits
from course.content.comparison import rate_words, rule_name
from course.content.facts import fact
from course.content.language import Language, marked
from course.content.lpr import lpr
from course.content.tables import NONE, Table
from course.finance.flows import Agreement, advance, payment
from course.finance.money import round_minor, round_ratio, to_minor
from course.finance.rates import NoRate, annual_rate
from course.finance.schedules import level_payment
from course.ui.inputs import choice, quantity
from course.ui.prediction import Ask, Prediction

TITLE = marked("Two loans before a court")
JURISDICTION = "CN"
CURRENCY = "CNY"
TABLE_OPEN = True

NOTE = fact("CASE-02").values
TRUST = fact("CASE-01").values
_YEARS = TRUST["periods"] // 12


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
        default=NOTE["received"], minimum=40_000, maximum=NOTE["face"], step=500, unit="money",
    )  # fmt: skip
    months: int = quantity(
        marked("Xiantao: paid back after"),
        default=NOTE["months"], minimum=1, maximum=12, step=1, unit="months",
    )  # fmt: skip
    last_payment: float = quantity(
        marked("Shanghai: monthly payment in the last year"),
        default=102_800, minimum=80_000, maximum=TRUST["first"], step=100, unit="money",
        help=marked("The source does not say how far payments fall: reconstructed."),
    )  # fmt: skip
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
    """`other_minor`: the cost at the rate it is compared with, `other_rate`, on what is owed.

    For Xiantao that rate is four times the one-year LPR of the month in the source, for Shanghai
    the contract's own percentage.
    """

    inputs: Inputs
    in_hand_minor: int
    paid_minor: int
    nominal: float
    effective: float
    other_rate: float
    other_minor: int

    @property
    def cost_minor(self) -> int:
        return self.paid_minor - self.in_hand_minor

    @property
    def fall(self) -> float:
        """How much less each payment of Shanghai is than a year before, in currency units."""
        return (TRUST["first"] - self.inputs.last_payment) / (_YEARS - 1)

    @property
    def is_the_case(self) -> bool:
        """Whether the money is as the source has it, to the yuan."""
        if self.inputs.case == "xiantao":
            here = (self.inputs.in_hand, self.inputs.months)
            return here == (NOTE["received"], NOTE["months"])
        return abs(self.cost_minor - to_minor(TRUST["interest"])) < 100


@lru_cache(maxsize=8)
def numbers(inputs: Inputs) -> Numbers:
    return _note(inputs) if inputs.case == "xiantao" else _trust(inputs)


def _note(inputs: Inputs) -> Numbers:
    in_hand, face = to_minor(inputs.in_hand), to_minor(NOTE["face"])
    years = Fraction(inputs.months, 12)
    nominal, effective = _rates(advance(in_hand), payment(face, years=years))
    line = private_lending_line(NOTE["month"])
    cost = round_minor(in_hand * line * years)
    return Numbers(inputs, in_hand, face, nominal, effective, line, cost)


def _trust(inputs: Inputs) -> Numbers:
    amount, first, last = map(to_minor, (TRUST["principal"], TRUST["first"], inputs.last_payment))
    begin, month = (0 if inputs.first == "at_once" else 1), Fraction(1, 12)
    payments = [
        payment(
            first - round_ratio((first - last) * year, _YEARS - 1),
            years=begin * month + year,
            count=12,
            every_years=month,
        )
        for year in range(_YEARS)
    ]
    nominal, effective = _rates(advance(amount), *payments)
    paid = sum(flow.amount * flow.count for flow in payments)
    owed = _on_what_is_owed()
    return Numbers(inputs, amount, paid, nominal, effective, TRUST["stated"], owed)


@lru_cache
def _on_what_is_owed() -> int:
    plan = level_payment(to_minor(TRUST["principal"]), TRUST["stated"], TRUST["periods"])
    return plan.interest_minor


def _rates(*flows) -> tuple[float, float]:
    agreement = Agreement(flows)
    try:
        return tuple(
            annual_rate(agreement, rule).rate.annual_rate
            for rule in ("cn-irr-nominal", "cn-irr-effective")
        )
    except NoRate:
        return math.nan, math.nan


def private_lending_line(month: str) -> float:
    """Four times the one-year LPR that stood at the end of a month, as a fraction a year.

    >>> round(private_lending_line("2024-06"), 4)
    0.138
    """
    year, number = map(int, month.split("-"))
    last = datetime.date(year, number, monthrange(year, number)[1])
    return float(fact("LAW-06").value("multiple") * lpr(last, "1y"))


# The picture


def chart(numbers: Numbers, language: Language) -> Chart:
    return (_money if numbers.inputs.view == "money" else _bars_of_rates)(numbers, language)


def _money(numbers: Numbers, language: Language) -> Chart:
    text, note = language.text, numbers.inputs.case == "xiantao"
    rate = rate_words(numbers.other_rate, language)
    names = [
        text("As paid back") if note else text("As reconstructed"),
        text("At {rate} a year on what is owed", rate=rate),
    ]
    had = numbers.in_hand_minor / 100
    costs = [numbers.cost_minor / 100, numbers.other_minor / 100]
    labels = [text("+{cost}", cost=language.money(cost, CURRENCY)) for cost in costs]
    return Chart(
        title=text("Xiantao: the money") if note else text("Shanghai: the money"),
        x=Axis(text("Money"), "money", 0, nice_limits(0, had + max(costs))[1]),
        y=Axis(text("Way of counting")),
        marks=(
            Bars(
                categories=names,
                series=(
                    Series(text("Handed over, and given back"), "principal", [had, had]),
                    Series(text("Paid on top"), "interest", costs),
                ),
                labels=labels,
            ),
        ),
        currency=CURRENCY,
    )


def _bars_of_rates(numbers: Numbers, language: Language) -> Chart:
    text, none = language.text, math.nan
    note = numbers.inputs.case == "xiantao"
    compared = {
        text("4 × LPR of June 2024") if note else text("Said in the contract"): numbers.other_rate
    }
    if not note:
        compared[text("Said by the borrowers")] = TRUST["claimed_irr"]
    found = {
        rule_name("cn-irr-nominal", language): numbers.nominal,
        rule_name("cn-irr-effective", language): numbers.effective,
    }
    rates = [*compared.values(), *found.values()]
    said = [*compared.values(), *[none] * len(found)]
    worked_out = [*[none] * len(compared), *found.values()]
    return Chart(
        title=text("Xiantao: yearly rates") if note else text("Shanghai: yearly rates"),
        x=Axis(text("Rate a year"), "percent", 0, nice_limits(0, max(rates))[1]),
        y=Axis(text("Rate")),
        marks=(
            Bars(
                categories=[*compared, *found],
                series=(
                    Series(text("From the sources"), "total", said),
                    Series(text("Worked out here"), "rate", worked_out),
                ),
                labels=[rate_words(rate, language) for rate in rates],
            ),
        ),
        currency=CURRENCY,
    )


# The words


def sentence(numbers: Numbers, language: Language) -> str:
    note = numbers.inputs.case == "xiantao"
    values = {
        "face": language.money(NOTE["face"], CURRENCY),
        "in_hand": language.money_minor(numbers.in_hand_minor, CURRENCY),
        "months": language.months(numbers.inputs.months if note else TRUST["periods"]),
        "cost": language.money_minor(numbers.cost_minor, CURRENCY),
        "nominal": rate_words(numbers.nominal, language),
        "effective": rate_words(numbers.effective, language),
        "rate": rate_words(numbers.other_rate, language),
        "other": language.money_minor(numbers.other_minor, CURRENCY),
        "claimed": rate_words(TRUST["claimed_irr"], language),
        "interest": language.money(TRUST["interest"], CURRENCY),
    }
    parts = (_of_the_note if note else _of_the_trust)(numbers, language, values)
    return language.sentences(*parts)


def _of_the_note(numbers: Numbers, language: Language, values: dict[str, str]) -> list[str]:
    text = language.text
    parts = [
        text(
            "The note says {face}; {in_hand} was handed over and {face} paid back after {months}:"
            " {cost} more. On the money handed over that is {nominal} a year (China IRR, nominal;"
            " {effective} effective).",
            **values,
        ),
        text(
            "At {rate} a year, four times the one-year LPR of June 2024, {months} would cost"
            " {other}. That line is for private lending; whether it applies depends on who lent and"
            " when, and a court decides.",
            **values,
        ),
    ]
    if numbers.is_the_case:
        parts.append(text("This case was settled, and the excess was returned."))
    else:
        parts.append(text("These are your numbers, not those of the case."))
    return parts


def _of_the_trust(numbers: Numbers, language: Language, values: dict[str, str]) -> list[str]:
    text = language.text
    parts = [
        text(
            "{in_hand} for {months}: in this reconstruction {cost} of interest, {nominal} a year"
            " (China IRR, nominal; {effective} effective). The borrowers said {claimed}. At {rate}"
            " on what is still owed the interest would be {other}.",
            **values,
        )
    ]
    if numbers.is_the_case:
        parts.append(
            text("The interest is that of the source; how it was spread is reconstructed.")
        )
    else:
        parts.append(
            text("The source says {interest} of interest: another last payment fits.", **values)
        )
    return parts


def table(numbers: Numbers, language: Language) -> Table:
    text = language.text
    rows = (_rows_of_note if numbers.inputs.case == "xiantao" else _rows_of_trust)(
        numbers, language
    )
    columns = (text("What"), text("In the sources"), text("Here"))
    return Table(text("What the sources say, and what is worked out"), columns, rows)


def _rows_of_note(numbers: Numbers, language: Language) -> tuple[tuple[str, str, str], ...]:
    text = language.text

    def money(amount: float) -> str:
        return language.money(amount, CURRENCY)

    rate = rate_words(numbers.other_rate, language)
    other = language.money_minor(numbers.other_minor, CURRENCY)
    return (
        (text("On the note"), money(NOTE["face"]), money(NOTE["face"])),
        (text("Handed over"), money(NOTE["received"]), money(numbers.inputs.in_hand)),
        (
            text("Paid back after"),
            language.months(NOTE["months"]),
            language.months(numbers.inputs.months),
        ),
        (text("Paid on top"), NONE, language.money_minor(numbers.cost_minor, CURRENCY)),
        (rule_name("cn-irr-nominal", language), NONE, rate_words(numbers.nominal, language)),
        (rule_name("cn-irr-effective", language), NONE, rate_words(numbers.effective, language)),
        (text("4 × LPR of June 2024"), rate, text("{cost} for that time", cost=other)),
        (text("How it ended"), text("settled; the excess was returned"), NONE),
    )


def _rows_of_trust(numbers: Numbers, language: Language) -> tuple[tuple[str, str, str], ...]:
    text, inputs = language.text, numbers.inputs

    def money(amount: float) -> str:
        return language.money(amount, CURRENCY)

    first = {
        "at_once": marked("{money}, on the day of the money"),
        "later": marked("{money}, one month after"),
    }[inputs.first]
    day_before = text("{money}, the day before the money", money=money(TRUST["first"]))
    refund = text("more than {money}", money=money(TRUST["refund_over"]))
    months = language.months(TRUST["periods"])
    stated = rate_words(TRUST["stated"], language)
    other = language.money_minor(numbers.other_minor, CURRENCY)
    return (
        (text("Lent"), *[money(TRUST["principal"])] * 2),
        (text("Months"), months, months),
        (text("First payment"), day_before, text(first, money=money(TRUST["first"]))),
        (
            text("The payment falls each year by"),
            text("not said"),
            text("{money}, reconstructed", money=money(numbers.fall)),
        ),
        (
            text("Interest in all"),
            money(TRUST["interest"]),
            language.money_minor(numbers.cost_minor, CURRENCY),
        ),
        (
            text("Said by the borrowers"),
            rate_words(TRUST["claimed_irr"], language),
            text("{rate}, nominal", rate=rate_words(numbers.nominal, language)),
        ),
        (text("{rate} on what is owed", rate=stated), text("as the court ruled"), other),
        (text("To be returned"), refund, NONE),
    )


def prediction(language: Language) -> Prediction:
    text, truth = language.text, numbers(Inputs())
    return Prediction(
        prompt=text(
            "A note says {face}. {in_hand} is handed over; {months} later {face} is paid back. What"
            " is the yearly rate on the money handed over ({rule})? And what would the same time"
            " cost at {rate} a year on that money?",
            face=language.money(NOTE["face"], CURRENCY),
            in_hand=language.money_minor(truth.in_hand_minor, CURRENCY),
            months=language.months(truth.inputs.months),
            rate=rate_words(truth.other_rate, language),
            rule=rule_name("cn-irr-nominal", language),
        ),
        asks=(
            Ask(text("Yearly rate"), "percent", truth.nominal),
            Ask(text("Cost at the other rate"), "money", truth.other_minor / 100),
        ),
        explain=text(
            "Interest is counted on the money that was handed over, and two months are a sixth of"
            " a year."
        ),
    )
