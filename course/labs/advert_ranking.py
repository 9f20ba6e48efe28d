"""Six adverts for paying in parts, put in order as `ranking` does."""

from __future__ import annotations

from dataclasses import dataclass

from course.content.comparison import RULE_NAMES
from course.content.language import marked
from course.content.messages import Words, say
from course.content.tables import Table
from course.content.values import CNY, Plain
from course.content.vocabulary import RULES
from course.labs import _own_offer as own
from course.labs.ranking import Numbers, chart, numbers, sentence
from course.ui.inputs import choice, several
from course.ui.lab import Ask, Lab, Prediction

PICKED = (
    "cn-card-instalments-3",
    "cn-card-instalments-12",
    "cn-card-instalments-24",
    "cn-car-zero-fee",
    "cn-car-zero-discount",
    "cn-car-flat-rate",
)
ASKED = ("cn-card-instalments-3", "cn-car-flat-rate")


def offers_in_parts() -> dict[str, Words]:
    """The six, and three other loans in China that are repaid in parts."""
    others = ("cn-car-balloon", "cn-app-loan-fees", "cn-home-loan-level")
    return {id: own.offer_name(id) for id in (*PICKED, *others)}


@dataclass(frozen=True)
class Inputs:
    rule: str = choice(
        marked("Rule for the yearly rate of all"),
        default="cn-irr-nominal",
        options={rule: RULE_NAMES[rule] for rule in RULES["CN"]},
    )
    followed: str = choice(
        marked("Offer to follow"), default="cn-card-instalments-3", options=offers_in_parts
    )
    offers: tuple[str, ...] = several(
        marked("Offers to compare"), default=PICKED, options=offers_in_parts
    )


def table(n: Numbers) -> Table[Words]:
    def placed(value: Words, place: int | None) -> Words:
        return value if place is None else say("{value} ({place})", value=value, place=place)

    rows = tuple(
        (
            own.offer_name(row.id),
            row.offer.received,
            row.offer.cost,
            placed(CNY(row.offer.cost_per_1000, 0), row.by_cost),
            placed(row.rate, row.by_rate),
        )
        for row in n.ranked
    )
    columns = (
        say("Offer"),
        say("In hand"),
        say("Cost in all"),
        say("Cost of 1,000 in hand"),
        say(RULE_NAMES[n.inputs.rule]),
    )
    return Table(say("Money and rate of each offer, its place in brackets"), columns, rows)


def prediction() -> Prediction:
    ranked = numbers(Inputs()).ranked
    by_rate = {row.id: row.by_rate for row in ranked if row.by_rate is not None}
    short, dear = map(own.offer_name, ASKED)
    return Prediction(
        say(
            "Put the six offers in order by their yearly rate, place 1 the lowest. In money,"
            " “{short}” costs the least for each 1,000, and “{dear}” the most in all. Which of the"
            " {count} places do the two have by rate?",
            count=len(by_rate),
            short=short,
            dear=dear,
        ),
        *(Ask(own.offer_name(id), Plain(by_rate[id])) for id in ASKED),
        explain=say(
            "A short loan costs little money because you have it for a short time. What the money"
            " costs a year is another question, with another order."
        ),
    )


LAB = Lab(
    marked("Six adverts, three orders"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    currency=CNY.code,
    places=("CN",),
)
