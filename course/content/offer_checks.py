"""What must hold between the fields of an offer.

Each check also works on an offer that is wrong elsewhere: a missing field is then None, and the
check ends at the first part it needs and does not find.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from course.content.facts import Words, facts
from course.content.terms import WITHOUT_CHARGES
from course.content.vocabulary import CURRENCIES, ITEMS, RULES
from course.content.yaml_files import FieldPath, Finding

if TYPE_CHECKING:
    from course.content.offers import Offer

_CHINESE = re.compile("[\u4e00-\u9fff]")
# A percentage below this is more likely a fraction: 0.072 written for 7.2.
_LEAST_PERCENT = {"year": 0.2, "month": 0.02, "payment": 0.02, "loan": 0.2, "day": 0.001}
_MONEY = ("amount", "balloon", "payment", "fee", "fixed_fee", "daily_fee")


def place_fits(offer: Offer) -> Iterator[Finding]:
    """The currency and the rule are those of the jurisdiction."""
    currency, rules = CURRENCIES[offer.jurisdiction], RULES[offer.jurisdiction]
    if offer.currency != currency:
        yield Finding(("currency",), f"{currency} in {offer.jurisdiction}")
    if offer.rule not in rules:
        yield Finding(("rule",), f"{' or '.join(rules)} in {offer.jurisdiction}")


def charges_are_clear(offer: Offer) -> Iterator[Finding]:
    """Each charge has an id of its own and one measure, and does not repeat what `terms` hold."""
    kind, charges = offer.terms.kind, offer.charges or ()
    if charges and kind in WITHOUT_CHARGES:
        yield Finding(("charges",), f"none beside terms of the kind {kind}, which hold their fees")
    for number, charge in enumerate(charges):
        if (charge.amount is None) == (charge.percent is None):
            yield Finding(("charges", number, "amount"), "either an amount or a percent")
    seen = set(ITEMS)
    of_fields: dict[str, Any] = {"charges": charges, "contingent": offer.contingent or ()}
    for field, parts in of_fields.items():
        for number, part in enumerate(parts):
            if part.item in seen:
                yield Finding((field, number, "item"), "an id that no other charge has")
            seen.add(part.item)


def money_reaches_the_hand(offer: Offer) -> Iterator[Finding]:
    """What is deducted leaves something of the amount."""
    amount, deducted = offer.terms.amount, 0.0
    for charge in offer.charges or ():
        if charge.when == "deducted":
            deducted += (charge.amount or 0) + (charge.percent or 0) / 100 * amount
    if deducted >= amount > 0:
        allowed = f"deducted charges of less than the amount of {amount:g} (they are {deducted:g})"
        yield Finding(("charges",), allowed)


def terms_are_whole(offer: Offer) -> Iterator[Finding]:
    """What a kind of terms asks for beyond the types of its fields."""
    terms: Any = offer.terms  # of the class of its kind
    if terms.kind == "revolving" and (terms.payment is None) == (terms.minimum is None):
        yield Finding(("terms", "payment"), "either a payment or a minimum")
    if terms.kind == "level_payment" and (terms.balloon or 0) > terms.amount > 0:
        yield Finding(("terms", "balloon"), f"at most the amount, {terms.amount:g}")
    if terms.kind == "agreed_payments":
        together = sum(step.amount * step.count for step in terms.payments)
        if together < terms.amount:
            yield Finding(("terms", "payments"), f"together at least {terms.amount:g}")


def terms_compute(offer: Offer) -> Iterator[Finding]:
    """The schedule can be computed; not asked of an offer in which something else is wrong."""
    if hasattr(type(offer), "schedule"):
        try:
            offer.schedule()
        except ValueError as error:
            yield Finding(("terms",), f"terms that can be computed ({error})")


def percents_are_percents(offer: Offer) -> Iterator[Finding]:
    """No percentage is so small that a fraction was meant."""
    places: dict[FieldPath, Any] = {("advertised",): offer.advertised}
    places |= {("terms", name): getattr(offer.terms, name, None) for name in ("interest", "fee")}
    for path, place in places.items():
        percent = getattr(place, "percent", None)
        if percent and percent < _LEAST_PERCENT[place.per or "year"]:
            yield Finding(
                (*path, "percent"),
                f"per cent, as spoken: {percent * 100:g} for {percent * 100:g} %",
            )


def money_has_cents(offer: Offer) -> Iterator[Finding]:
    """No amount has more than two decimals."""
    amounts: dict[FieldPath, Any] = {
        ("terms", name): getattr(offer.terms, name, None) for name in _MONEY
    }
    for field in ("charges", "contingent"):
        for number, part in enumerate(getattr(offer, field) or ()):
            amounts[field, number, "amount"] = part.amount
    for path, amount in amounts.items():
        if isinstance(amount, int | float) and round(amount, 2) != amount:
            yield Finding(path, "at most two decimals")


def is_dated(offer: Offer) -> Iterator[Finding]:
    """Nothing is known of a day to come."""
    yield from is_past(offer.as_of)


def is_past(day: object) -> Iterator[Finding]:
    """The day of which something is known, its field `as_of`, is none to come."""
    # A clock that is behind must not close the course: the newest fact is past in any case.
    latest = max(datetime.date.today(), _newest_fact())
    if datetime.date.fromisoformat(str(day)) > latest:
        yield Finding(("as_of",), "a day that is past")


@lru_cache
def _newest_fact() -> datetime.date:
    days = [f.date for f in facts().values() if re.fullmatch(r"\d{4}-\d\d-\d\d", f.date)]
    return datetime.date.fromisoformat(max(days))


def facts_stand(offer: Offer) -> Iterator[Finding]:
    """Every fact is known, named once, and confirmed, or the learner is told that it is not."""
    known = facts()
    for number, id in enumerate(offer.facts):
        if id not in known:
            yield Finding(("facts", number), "an id of data/facts.json")
        elif not known[id].confirmed and offer.unconfirmed is None:
            yield Finding(("unconfirmed",), f"words that tell the learner that {id} is unconfirmed")
        if id in offer.facts[:number]:
            yield Finding(("facts", number), "each id once")


def is_in_both_languages(offer: Offer) -> Iterator[Finding]:
    """English text is English and Chinese text Chinese."""
    places: dict[FieldPath, Words | None] = {
        ("names",): offer.names,
        ("advertised", "words"): offer.advertised.words,
        ("unconfirmed",): offer.unconfirmed,
        ("notes",): offer.notes,
    }
    for field in ("charges", "contingent"):
        for number, part in enumerate(getattr(offer, field) or ()):
            places[field, number, "names"] = part.names
            places[field, number, "when"] = part.when if field == "contingent" else None
    for path, words in places.items():
        if words is not None and words.en and _CHINESE.search(words.en):
            yield Finding((*path, "en"), "English")
        if words is not None and words.zh and not _CHINESE.search(words.zh):
            yield Finding((*path, "zh"), "Chinese")


CHECKS = (
    place_fits,
    charges_are_clear,
    money_reaches_the_hand,
    terms_are_whole,
    percents_are_percents,
    money_has_cents,
    is_dated,
    facts_stand,
    is_in_both_languages,
    terms_compute,
)
