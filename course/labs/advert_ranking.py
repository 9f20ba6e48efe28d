"""Six adverts for paying in parts, put in order as `ranking` does."""

from __future__ import annotations

from dataclasses import dataclass

from course.content.comparison import RULE_NAMES, rate_words
from course.content.language import Language, marked
from course.content.offers import load_offers
from course.content.tables import Table
from course.content.vocabulary import RULES
from course.labs import _own_offer as own
from course.labs.ranking import Numbers, chart, numbers, sentence
from course.ui.inputs import choice, several
from course.ui.prediction import Ask, Prediction

__all__ = ["Inputs", "Numbers", "chart", "numbers", "prediction", "sentence", "table"]

TITLE = marked("Six adverts, three orders")
JURISDICTION = "CN"
CURRENCY = "CNY"

PICKED = (
    "cn-card-instalments-3",
    "cn-card-instalments-12",
    "cn-card-instalments-24",
    "cn-car-zero-fee",
    "cn-car-zero-discount",
    "cn-car-flat-rate",
)
ASKED = ("cn-card-instalments-3", "cn-car-flat-rate")


def offers_in_parts(language: Language) -> dict[str, str]:
    """The six, and three other loans in China that are repaid in parts."""
    others = ("cn-car-balloon", "cn-app-loan-fees", "cn-home-loan-level")
    return {id: load_offers()[id].name(language.code) for id in (*PICKED, *others)}


@dataclass(frozen=True)
class Inputs:
    rule: str = choice(
        marked("Rule for the yearly rate of all"),
        default="cn-irr-nominal",
        options={rule: RULE_NAMES[rule] for rule in RULES[JURISDICTION]},
    )
    followed: str = choice(
        marked("Offer to follow"), default="cn-card-instalments-3", options=offers_in_parts
    )
    offers: tuple[str, ...] = several(
        marked("Offers to compare"), default=PICKED, options=offers_in_parts
    )


def table(numbers: Numbers, language: Language) -> Table:
    text = language.text
    rows = []
    for row in numbers.ranked:
        cost = language.money(row.offer.cost_per_1000, CURRENCY, 0)
        rows.append(
            (
                own.offer_name(row.id, language),
                language.money_minor(row.offer.received_minor, CURRENCY),
                language.money_minor(row.offer.cost_minor, CURRENCY),
                text("{value} ({place})", value=cost, place=language.number(row.by_cost)),
                rate_words(row.rate, language)
                if row.by_rate is None
                else text(
                    "{value} ({place})",
                    value=rate_words(row.rate, language),
                    place=language.number(row.by_rate),
                ),
            )
        )
    columns = (
        text("Offer"),
        text("In hand"),
        text("Cost in all"),
        text("Cost of 1,000 in hand"),
        text(RULE_NAMES[numbers.inputs.rule]),
    )
    return Table(text("Money and rate of each offer, its place in brackets"), columns, tuple(rows))


def prediction(language: Language) -> Prediction:
    text, ranked = language.text, {row.id: row for row in numbers(Inputs()).ranked}
    short, dear = (ranked[id] for id in ASKED)
    return Prediction(
        prompt=text(
            "Put the six offers in order by their yearly rate, place 1 the lowest. In money,"
            " “{short}” costs the least for each 1,000, and “{dear}” the most in all. Which of the"
            " {count} places do the two have by rate?",
            count=language.number(len(ranked)),
            short=own.offer_name(short.id, language),
            dear=own.offer_name(dear.id, language),
        ),
        asks=(
            Ask(own.offer_name(short.id, language), "number", short.by_rate),
            Ask(own.offer_name(dear.id, language), "number", dear.by_rate),
        ),
        explain=text(
            "A short loan costs little money because you have it for a short time. What the money"
            " costs a year is another question, with another order."
        ),
    )
