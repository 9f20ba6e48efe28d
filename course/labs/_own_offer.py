"""The learner's own offer: the controls that build it, and what it comes to.

The controls are shared, so that in one lesson every lab shows the same own offer. It begins as an
app loan of 7.2 % with a guarantee fee and a membership.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction
from functools import lru_cache
from typing import Any

from course.content.comparison import Compared, compare, compared
from course.content.disclosure import Stated
from course.content.language import marked
from course.content.messages import InEach, Words, say
from course.content.offers import Offer, load_offers
from course.content.terms import exact
from course.content.values import Share
from course.content.vocabulary import CURRENCIES, ITEMS, JURISDICTIONS, RULES
from course.finance.money import to_minor
from course.finance.schedule import FeeWhen
from course.finance.schedules import (
    Fee,
    Schedule,
    equal_principal,
    interest_only,
    level_payment,
    single_repayment,
)
from course.ui.inputs import choice, quantity, several, switch

OWN = "own"
OWN_NAME = marked("Your own offer")
OWN_ITEMS = {
    "monthly_fee": marked("Instalment fee"),
    "guarantee": marked("Guarantee fee"),
    "first_day_fee": marked("Fee on the first day"),
}
PER = {
    "year": marked("{percent} a year"),
    "month": marked("{percent} a month"),
    "day": marked("{percent} a day"),
    "payment": marked("{percent} a payment"),
    "loan": marked("{percent} of the loan"),
}
# Offers whose order by advert, by cost and by rate is different each time.
PICKED = (
    OWN,
    "cn-car-zero-discount",
    "cn-card-instalments-12",
    "cn-card-revolving",
    "cn-home-loan-level",
    "us-payday",
)


@dataclass(frozen=True)
class OwnOffer:
    """What every lab asks about the learner's own offer, in one order."""

    place: str = choice(
        marked("Where you borrow"), default="CN", options=JURISDICTIONS, shared="own.place"
    )
    amount: float = quantity(
        marked("Amount in the contract"),
        "money",
        10_000,
        within=(100, 1_000_000),
        step=1,
        logarithmic=True,
        shared="own.amount",
    )
    annual_rate: float = quantity(
        marked("Interest a year on what is owed"),
        "percent",
        0.072,
        within=(0.0, 0.6),
        step=0.001,
        shared="own.annual_rate",
    )
    monthly_fee: float = quantity(
        marked("Instalment fee a month on the amount"),
        "percent",
        0.0,
        within=(0.0, 0.03),
        step=0.0005,
        shared="own.monthly_fee",
    )
    guarantee: float = quantity(
        marked("Guarantee fee a month on the amount"),
        "percent",
        0.009,
        within=(0.0, 0.03),
        step=0.0005,
        shared="own.guarantee",
    )
    first_day_fee: float = quantity(
        marked("Membership or other fee on the first day"),
        "percent",
        0.0299,
        within=(0.0, 0.3),
        step=0.0001,
        shared="own.first_day_fee",
    )
    deducted: bool = switch(
        marked("This fee is kept back from the money you get"), shared="own.deducted"
    )
    months: int = quantity(
        marked("Months"), "months", 12, within=(1, 100), step=1, shared="own.months"
    )
    repaid: str = choice(
        marked("How you repay"),
        default="level",
        options={
            "level": marked("equal payments"),
            "equal-principal": marked("equal shares of the amount, plus interest"),
            "interest-only": marked("interest monthly, the amount at the end"),
            "once": marked("everything at the end"),
        },
        shared="own.repaid",
    )


def shown_offer() -> Any:
    """The menu of the offer in the picture, the own one at first."""
    return choice(
        marked("Offer in the picture"),
        default=OWN,
        options=offer_options,
        help=marked("Everything above builds your own offer."),
        shared="shown",
    )


def picked_offers() -> Any:
    """The ticks of the offers to compare."""
    return several(
        marked("Offers to compare"), default=PICKED, options=offer_options, shared="offers"
    )


def offer_options() -> dict[str, Words]:
    """Every offer one may pick, the own one first."""
    return {id: offer_name(id) for id in (OWN, *load_offers())}


def chosen(inputs: object, offer_id: str) -> Compared:
    """What the own offer, or one of the course's, comes to."""
    if offer_id != OWN:
        return compared(offer_id)
    assert isinstance(inputs, OwnOffer)  # it is offered only beside its own controls
    return _own(OwnOffer(*(getattr(inputs, field.name) for field in fields(OwnOffer))))


# A few, not many: one step of a slider asks for the same own offer in several labs.
@lru_cache(maxsize=8)
def _own(own: OwnOffer) -> Compared:
    return compare(
        own_schedule(own),
        jurisdiction=own.place,
        currency=CURRENCIES[own.place],
        rule=RULES[own.place][0],
    )


def own_schedule(own: OwnOffer) -> Schedule:
    """Every payment of the own offer."""
    once = own.repaid == "once"
    # With one payment at the end the fees of all months are due there.
    when: FeeWhen = "end" if once else "per_period"
    times = own.months if once else 1
    first: FeeWhen = "deducted" if own.deducted else "upfront"
    fees = [
        Fee("monthly_fee", "lender", rate=round(own.monthly_fee * times, 9), when=when),
        Fee("guarantee", "guarantor", rate=round(own.guarantee * times, 9), when=when),
        Fee("first_day_fee", "platform", rate=own.first_day_fee, when=first),
    ]
    amount = to_minor(own.amount)
    if once:
        return single_repayment(amount, own.annual_rate, Fraction(own.months, 12), fees=fees)
    method = {
        "level": level_payment,
        "equal-principal": equal_principal,
        "interest-only": interest_only,
    }[own.repaid]
    return method(amount, own.annual_rate, own.months, fees=fees)


def currency(inputs: OwnOffer) -> str:
    """The currency in which the own offer's amounts are typed."""
    return CURRENCIES[inputs.place]


# Words


def offer_name(offer_id: str) -> Words:
    """What the offer is called, the own one included."""
    return say(OWN_NAME) if offer_id == OWN else InEach(load_offers()[offer_id].names)


def item_name(offer_id: str, item: str) -> Words:
    """What a part of the cost is called."""
    if offer_id == OWN:
        return say({**ITEMS, **OWN_ITEMS}[item])
    return load_offers()[offer_id].item_name(item)


def in_money(offer_id: str, offer: Compared) -> Words:
    """The sentence about what one gets, pays and loses."""
    return say(
        "{offer} ({place}): you get {received} and pay {paid}, {cost} more.",
        offer,
        offer=offer_name(offer_id),
        place=say(JURISDICTIONS[offer.jurisdiction]),
    )


def advertised(inputs: object, offer_id: str) -> Stated | None:
    """The percentage the borrower sees first, None where there is none.

    For the own offer it is the interest or, where there is only a fee a month, that fee.
    """
    if offer_id == OWN:
        assert isinstance(inputs, OwnOffer)  # as in `chosen`
        only_fee = inputs.annual_rate == 0 and inputs.monthly_fee > 0
        if only_fee:
            return Stated(inputs.monthly_fee, "month")
        return Stated(inputs.annual_rate, "year")
    return advertised_by(load_offers()[offer_id])


def advertised_by(offer: Offer) -> Stated | None:
    """The percentage in the advert of one of the course's offers, None where there is none."""
    advert = offer.advertised
    return None if advert.percent is None else Stated(float(exact(advert.percent)), advert.per)


def stated_words(stated: Stated | None) -> Words:
    """A percentage as it stands in an advert or a contract, with what it is for.

    >>> from course.content.language import language
    >>> from course.content.messages import tell
    >>> tell(stated_words(Stated(0.006, "payment")), language("en"))
    '0.6% a payment'
    """
    if stated is None:
        return say("no percentage")
    return say(PER[stated.per], percent=Share(stated.rate, (0, 6)))
