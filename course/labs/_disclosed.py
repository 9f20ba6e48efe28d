"""The tables of all-in cost of the course's Chinese offers, for several labs."""

from __future__ import annotations

from functools import lru_cache

from course.content.disclosure import Disclosure, of_offer
from course.content.messages import InEach, Words
from course.content.offers import Offer, load_offers

EXAMPLE = "cn-app-loan-fees"
RECONSTRUCTED = "cn-case-trust-loan"
"""The offer whose payments no source gives; the lab of the court cases says so and shows it."""


def offers() -> dict[str, Offer]:
    """The offers of China, by id."""
    here = {id: offer for id, offer in load_offers().items() if offer.jurisdiction == "CN"}
    return {id: offer for id, offer in here.items() if id != RECONSTRUCTED}


def offer_options() -> dict[str, Words]:
    """What each is picked by."""
    return {id: InEach(offer.names) for id, offer in offers().items()}


@lru_cache(maxsize=8)
def disclosed(offer_id: str) -> Disclosure:
    """The table of an offer of the course."""
    return of_offer(load_offers()[offer_id])
