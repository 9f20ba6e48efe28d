"""The advert against the contract: what the one lets you expect and what the other takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from course.chart import Axis, Bars, Chart, Series, nice_limits
from course.content.comparison import RULE_NAMES
from course.content.disclosure import IRR, IRR_EFFECTIVE, Disclosure
from course.content.language import marked
from course.content.messages import InEach, Words, joined, say, sentences
from course.content.offers import load_offers
from course.content.tables import NONE, Table
from course.content.values import CNY, Money, Rate
from course.content.vocabulary import PAYEES
from course.finance.money import round_minor
from course.labs import _own_offer as own
from course.labs._disclosed import EXAMPLE, disclosed, offer_options
from course.ui.inputs import choice
from course.ui.lab import Lab


@dataclass(frozen=True)
class Inputs:
    offer: str = choice(marked("Offer"), default=EXAMPLE, options=offer_options)


@dataclass(frozen=True)
class Numbers:
    """`expected`: interest at the advertised percentage, by plain multiplication a yearly rate,
    on what is owed all along; None for an advert without a percentage."""

    inputs: Inputs
    sheet: Disclosure
    advertised: Rate | None
    expected: Money | None
    cost: Money
    interest: Money
    irr: Rate
    effective: Rate

    @property
    def fees(self) -> Money:
        """All cost but the interest."""
        return self.cost - self.interest

    @property
    def gap(self) -> Money:
        """What the contract takes beyond what the advert lets one expect."""
        return self.cost - (self.expected or CNY(0))


def numbers(inputs: Inputs) -> Numbers:
    offer, sheet = load_offers()[inputs.offer], disclosed(inputs.offer)
    rate = offer.advertised_rate
    owed = offer.agreement().principal_years
    assert owed is not None  # a schedule knows it
    return Numbers(
        inputs,
        sheet,
        advertised=None if rate is None else Rate(rate),
        expected=None if rate is None else CNY.minor(round_minor(rate * float(owed))),
        cost=CNY.minor(sheet.cost_minor),
        interest=CNY.minor(sheet.items[0].amount_minor),
        irr=Rate(sheet.irr),
        effective=Rate(sheet.rates[IRR_EFFECTIVE]),
    )


def chart(n: Numbers) -> Chart:
    expected = n.expected.number if n.expected else math.nan
    highest = max(n.expected.number if n.expected else 0, n.cost.number, 1)
    return Chart(
        title=say("What the loan costs"),
        x=Axis(say("Money"), "money", *nice_limits(0, highest)),
        y=Axis(say("Where it stands")),
        marks=(
            Bars(
                categories=(say("As the advert reads"), say("As the contract says")),
                series=(
                    Series(say("Interest"), "interest", [expected, n.interest.number]),
                    Series(say("Fees"), "fee", [math.nan, n.fees.number]),
                ),
                labels=(n.expected or say("no percentage"), n.cost),
            ),
        ),
        currency=CNY.code,
    )


def sentence(n: Numbers) -> Words:
    words = InEach(load_offers()[n.inputs.offer].advertised.words)
    if n.advertised is None:
        taken = say("It shows no percentage. The contract takes {cost}.", n)
    elif n.gap.number > 1:
        taken = say(
            "{advertised} a year on what is owed would cost {expected}. The contract takes {cost}:"
            " {gap} more.",
            n,
        )
    else:
        taken = say("{advertised} a year on what is owed costs {expected}: nothing is added.", n)
    return sentences(
        say("The advert: “{words}”", words=words),
        taken,
        say("As a yearly rate: {irr} (China IRR, nominal; {effective} effective).", n),
    )


def table(n: Numbers) -> Table[Words]:
    offer, sheet = load_offers()[n.inputs.offer], n.sheet
    advert = own.advertised_by(offer)
    charged = [item for item in sheet.items if item.amount_minor]
    names = [offer.item_name(item.item) for item in charged]
    takers = [say(PAYEES[payee]) for payee in dict.fromkeys(item.payee for item in charged)]
    may = [InEach(row.names) for row in sheet.contingent]
    rows = (
        (say("Money"), CNY.minor(sheet.principal_minor), CNY.minor(sheet.in_hand_minor)),
        (say("What is charged"), own.stated_words(advert) if advert else NONE, _listed(names)),
        (say("Who takes money"), NONE, _listed(takers)),
        (say("Cost in all"), n.expected or NONE, n.cost),
        (
            say("Yearly rate"),
            n.advertised or NONE,
            say("{rate} ({rule})", rate=n.irr, rule=say(RULE_NAMES[IRR])),
        ),
        (
            say("If you pay late or early"),
            NONE,
            _listed(may) if may else say("not said here: ask"),
        ),
    )
    columns = (say("Question"), say("The advert"), say("The contract"))
    return Table(InEach(offer.names), columns, rows)


def _listed(names: Sequence[Words]) -> Words:
    return joined(*names, between=say(", ")) if names else NONE


LAB = Lab(
    marked("The advert against the contract"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    currency=CNY.code,
    places=("CN",),
    table_open=True,
)
