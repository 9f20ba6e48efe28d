"""The tables of all-in cost of the course's Chinese offers, and their words, for several labs."""

from __future__ import annotations

from functools import lru_cache

from course.content.disclosure import METHODS, Disclosure, Item, of_offer
from course.content.language import Language
from course.content.offers import Offer, load_offers
from course.content.vocabulary import PAYEES
from course.labs import _own_offer as own

EXAMPLE = "cn-app-loan-fees"
RECONSTRUCTED = "cn-case-trust-loan"
"""The offer whose payments no source gives; the lab of the court cases says so and shows it."""


def offers() -> dict[str, Offer]:
    """The offers of China, by id."""
    here = {id: offer for id, offer in load_offers().items() if offer.jurisdiction == "CN"}
    return {id: offer for id, offer in here.items() if id != RECONSTRUCTED}


def offer_options(language: Language) -> dict[str, str]:
    """What each is picked by."""
    return {id: offer.name(language.code) for id, offer in offers().items()}


@lru_cache(maxsize=8)
def disclosed(offer_id: str) -> Disclosure:
    """The table of an offer of the course."""
    return of_offer(load_offers()[offer_id])


def how_charged(item: Item, language: Language) -> str:
    """With which payments an item is charged.

    >>> from course.content.language import language
    >>> how_charged(disclosed(EXAMPLE).items[1], language("en"))
    'with every payment'
    """
    return language.text(METHODS[item.method])


def as_stated(item: Item, currency: str, language: Language) -> str:
    """What the contract says of an item: its rate, or its amount.

    >>> from course.content.language import language
    >>> [as_stated(row, "CNY", language("en")) for row in disclosed(EXAMPLE).items]
    ['7.2% a year', '0.9% a payment', 'CN¥299']
    """
    if item.stated is not None:
        return own.advertised_words(own.Seen(*item.stated), language)
    return language.money_minor(item.amount_minor, currency)


def payee(item: Item, language: Language) -> str:
    """Who takes an item."""
    return language.text(PAYEES[item.payee])
