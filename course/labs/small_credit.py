"""Small adverts for money until payday: what each costs, and that cost as a yearly rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.chart import Axis, Bars, Chart, Line, Points, Series, nice_limits
from course.content.comparison import RULE_NAMES, Compared, compared, rate_words
from course.content.language import Language, marked
from course.content.offers import load_offers
from course.content.tables import Table
from course.ui.inputs import choice, quantity
from course.ui.prediction import Ask, Prediction

TITLE = marked("Small adverts")
JURISDICTION = ""  # stands with each offer
RULE = "us-reg-z"  # one for all in the picture: the cost by the money in hand, times 365 by days

# All are repaid at once, so that days and cost are the whole story.
OFFERS = (
    "us-wage-advance",
    "us-pay-in-four-late",
    "us-payday",
    "us-overdraft",
    "uk-overdraft",
    "uk-short-term-at-cap",
    "cn-pawn",
)
ASKED = ("us-wage-advance", "us-pay-in-four-late")
MOST_DAYS = 90
PLACES = tuple(10.0**power for power in range(-1, 4))


def offer_options(language: Language) -> dict[str, str]:
    return {id: _name(id, language) for id in OFFERS}


@dataclass(frozen=True)
class Inputs:
    offer: str = choice(marked("Advert"), default="us-wage-advance", options=offer_options)
    days: int = quantity(
        marked("What if the same cost were for"),
        default=30, minimum=1, maximum=MOST_DAYS, step=1, unit="days",
    )  # fmt: skip
    view: str = choice(
        marked("Show"),
        default="rate",
        options={
            "rate": marked("the yearly rate, by the days it is for"),
            "money": marked("the cost of each 100 in hand"),
        },
    )


@dataclass(frozen=True)
class Numbers:
    """Rates are fractions a year."""

    inputs: Inputs
    offers: dict[str, Compared]

    @property
    def chosen(self) -> Compared:
        return self.offers[self.inputs.offer]

    @property
    def days(self) -> float:
        """How long the advert's money is for."""
        return days_of(self.chosen)

    @property
    def share(self) -> float:
        """The cost as a share of the money in hand."""
        return self.chosen.cost_per_1000 / 1000

    @property
    def rate(self) -> float:
        return self.chosen.rates[RULE]

    @property
    def rate_if(self) -> float:
        """The rate if the same cost were for the days chosen."""
        return self.share * 365 / self.inputs.days


def numbers(inputs: Inputs) -> Numbers:
    return Numbers(inputs, {id: compared(id) for id in OFFERS})


def days_of(offer: Compared) -> float:
    return float(offer.years * 365)


# The picture


def chart(numbers: Numbers, language: Language, guess: tuple[float, ...] | None = None) -> Chart:
    if numbers.inputs.view == "money":
        return _money(numbers, language)
    return _rates(numbers, language, guess)


def _rates(numbers: Numbers, language: Language, guess: tuple[float, ...] | None) -> Chart:
    text, inputs = language.text, numbers.inputs
    days = np.geomspace(1, MOST_DAYS, 60)
    followed = _name(inputs.offer, language)
    others = [offer for id, offer in numbers.offers.items() if id != inputs.offer]
    marks: list = [
        Points(
            text("Other adverts"),
            "other-1",
            [days_of(offer) for offer in others],
            [offer.rates[RULE] for offer in others],
        ),
        Line(
            text("The same cost for other days"), "rate", days, numbers.share * 365 / days,
            label_end=False,
        ),
        Points(
            text("{offer}: {rate}", offer=followed, rate=rate_words(numbers.rate, language)),
            "rate",
            [numbers.days],
            [numbers.rate],
        ),
        Points(rate_words(numbers.rate_if, language), "total", [inputs.days], [numbers.rate_if]),
    ]  # fmt: skip
    if guess and inputs.offer in ASKED:
        guessed = guess[ASKED.index(inputs.offer)]
        if PLACES[0] <= guessed <= PLACES[-1]:
            marks.append(Points(text("Your guess"), "guess", [numbers.days], [guessed]))
    return Chart(
        title=text("Yearly rate, by the days that the money is for"),
        x=Axis(
            text("Days"), "days", 0.9, 110, logarithmic=True,
            places=tuple((day, language.number(day)) for day in (1, 2, 5, 10, 20, 50, 100)),
        ),
        y=Axis(
            text("Yearly rate (US Regulation Z, nominal)"), "percent", PLACES[0], PLACES[-1],
            logarithmic=True,
            places=tuple((rate, language.percent(rate, 0)) for rate in PLACES),
        ),
        marks=tuple(marks),
        description=sentence(numbers, language),
    )  # fmt: skip


def _money(numbers: Numbers, language: Language) -> Chart:
    text = language.text
    ids = sorted(OFFERS, key=lambda id: numbers.offers[id].cost_per_1000)
    costs = [numbers.offers[id].cost_per_1000 / 10 for id in ids]
    labels = [
        text(
            "{money} for {days}",
            money=language.money(cost, numbers.offers[id].currency, 2),
            days=_term(numbers.offers[id], language),
        )
        for id, cost in zip(ids, costs, strict=True)
    ]
    return Chart(
        title=text("The cost of each 100 in hand"),
        x=Axis(
            text("Cost, in the offer's own currency"), "number", 0, nice_limits(0, max(costs))[1]
        ),
        y=Axis(text("Advert")),
        marks=(
            Bars(
                categories=[_name(id, language) for id in ids],
                series=(Series(text("Cost of each 100"), "fee", costs),),
                labels=labels,
            ),
        ),
        description=sentence(numbers, language),
    )


# The words


def sentence(numbers: Numbers, language: Language) -> str:
    offer = numbers.chosen

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, offer.currency)

    values = {
        "name": _name(numbers.inputs.offer, language),
        "received": money(offer.received_minor),
        "paid": money(offer.paid_minor),
        "days": _term(offer, language),
        "cost": money(offer.cost_minor),
        "share": language.percent(numbers.share, 1),
        "own": rate_words(offer.rate, language),
        "rule": language.text(RULE_NAMES[offer.rule]),
        "rate": rate_words(numbers.rate, language),
        "other_days": language.days(numbers.inputs.days),
        "other_rate": rate_words(numbers.rate_if, language),
    }
    parts = [
        language.text(
            "{name}: you get {received} and pay back {paid} after {days}. It costs {cost}, or"
            " {share} of what you got. That is {own} a year ({rule}).",
            **values,
        )
    ]
    if offer.rule != RULE:
        message = marked("The rule of the picture (US Regulation Z, nominal) makes it {rate}.")
        parts.append(language.text(message, **values))
    message = marked(
        "If the same {cost} were for {other_days}, it would be {other_rate} (nominal)."
    )
    parts.append(language.text(message, **values))
    return language.sentences(*parts)


def table(numbers: Numbers, language: Language) -> Table:
    text = language.text
    rows = []
    for id in sorted(OFFERS, key=lambda id: numbers.offers[id].rates[RULE]):
        offer = numbers.offers[id]
        rows.append(
            (
                _name(id, language),
                language.money_minor(offer.received_minor, offer.currency),
                _term(offer, language),
                language.money_minor(offer.cost_minor, offer.currency),
                rate_words(offer.rates[RULE], language),
            )
        )
    columns = (
        text("Advert"),
        text("In hand"),
        text("For"),
        text("Cost"),
        text(RULE_NAMES[RULE]),
    )
    return Table(text("Small adverts, the lowest yearly rate first"), columns, tuple(rows))


def prediction(language: Language) -> Prediction:
    text = language.text
    advance, late = (compared(id) for id in ASKED)
    return Prediction(
        prompt=text(
            "United States, two examples. An app pays you {wages} of your wages {soon}"
            " early, for {fee}. And you pay {part} of a purchase in four parts {delay} late, for"
            " {late_fee}. Which yearly rate is each? ({rule})",
            wages=language.money_minor(advance.received_minor, advance.currency),
            soon=_term(advance, language),
            fee=language.money_minor(advance.cost_minor, advance.currency),
            part=language.money_minor(late.received_minor, late.currency),
            delay=_term(late, language),
            late_fee=language.money_minor(late.cost_minor, late.currency),
            rule=text(RULE_NAMES[RULE]),
        ),
        asks=(
            Ask(_name(ASKED[0], language), "percent", advance.rates[RULE]),
            Ask(_name(ASKED[1], language), "percent", late.rates[RULE]),
        ),
        explain=text(
            "A few dollars for a few days are a large yearly rate, because the year holds many such"
            " few days. Whether it hurts depends on how often it comes again."
        ),
    )


def _name(offer_id: str, language: Language) -> str:
    return load_offers()[offer_id].name(language.code)


def _term(offer: Compared, language: Language) -> str:
    """The term in days; in months where it is no whole number of days."""
    days = offer.years * 365
    if days.denominator == 1:
        return language.days(int(days))
    return language.months(float(offer.years * 12))
