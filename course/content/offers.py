"""Real kinds of credit offer: what is advertised, who lends, and every charge.

One file `data/offers/<id>.yaml` each; `data/offers.schema.json` describes them to an editor.
"""

from __future__ import annotations

import datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, overload

import msgspec
from msgspec import Meta, Struct

from course.content.errors import DataError, Fault
from course.content.facts import Words
from course.content.messages import InEach, Told, say
from course.content.offer_checks import CHECKS
from course.content.places import DATA
from course.content.terms import Money, Percent, Terms, exact
from course.content.vocabulary import ITEMS, LENDER_KINDS, PAYEES, RULES
from course.content.yaml_files import read_yaml
from course.finance.flows import Agreement
from course.finance.money import to_minor
from course.finance.schedules import Fee, Schedule

OFFERS = DATA / "offers"
GIVEN = ("id",)
"""Fields of an offer that its file does not hold: the id is the file's name."""

Item = Annotated[
    str,
    Meta(
        pattern="^[a-z][a-z0-9_]*$",
        description="A short id, in English, small letters and underscores.",
        examples=["membership"],
    ),
]
# These words stand in one place, and the checker would have them here.
Payee = Annotated[
    Literal[*PAYEES],  # type: ignore[valid-type]
    Meta(description="Who takes it."),
]


class Advertised(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the borrower sees first."""

    words: Annotated[
        Words, Meta(description="The advert's message in neutral words, without a brand.")
    ]
    percent: Annotated[
        Percent | None,
        Meta(
            description="The percentage in it, as it stands there: 0.6 for 0.60 %; none where the"
            " advert shows only money.",
            examples=[0.6],
        ),
    ] = None
    per: Annotated[
        Literal["year", "month", "day", "payment", "loan"],
        Meta(description="What that percentage is for: a time, each payment, or the whole loan."),
    ] = "year"


class Charge(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A fee beside the interest: either an `amount` or a `percent` of the original amount."""

    item: Item
    names: Annotated[Words, Meta(description="What it is called in the contract.")]
    payee: Payee
    when: Annotated[
        Literal["upfront", "deducted", "financed", "per_period", "end"],
        Meta(
            description="upfront: paid on the first day; deducted: kept back from the money handed"
            " over; financed: added to what is borrowed; per_period: with every payment; end: with"
            " the last."
        ),
    ]
    amount: Annotated[
        Money | None, Meta(description="In units of the currency.", examples=[299])
    ] = None
    percent: Annotated[
        Percent | None,
        Meta(description="Of the original amount, in per cent: 0.9 for 0.9 %.", examples=[0.9]),
    ] = None

    def fee(self) -> Fee:
        return Fee(
            self.item,
            self.payee,
            amount_minor=None if self.amount is None else to_minor(self.amount),
            rate=None if self.percent is None else float(exact(self.percent)),
            when=self.when,
        )


class Contingent(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A charge that falls due only if something goes wrong; no rate counts it."""

    item: Item
    names: Annotated[Words, Meta(description="What it is called in the contract.")]
    payee: Payee
    when: Annotated[Words, Meta(description="What makes it due, and how much it then is.")]
    amount: Annotated[
        Money | None, Meta(description="In units of the currency, if it is an amount.")
    ] = None


class Offer(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An offer of credit to a person, with all that it costs."""

    id: str
    names: Annotated[Words, Meta(description="What a learner picks it by; no lender's name.")]
    advertised: Annotated[Advertised, Meta(description="What the borrower sees first.")]
    lender_kind: Annotated[
        Literal[*LENDER_KINDS],  # type: ignore[valid-type]  # as `Payee`
        Meta(description="What kind of lender it is; never which one."),
    ]
    jurisdiction: Annotated[
        Literal["CN", "US", "EU", "UK"], Meta(description="Where the contract is made.")
    ]
    currency: Annotated[
        Literal["CNY", "USD", "EUR", "GBP"], Meta(description="Of every amount in the file.")
    ]
    rule: Annotated[
        Literal[*[rule for rules in RULES.values() for rule in rules]],  # type: ignore[valid-type]
        Meta(description="The yearly rate that is shown first in its jurisdiction."),
    ]
    terms: Annotated[Terms, Meta(description="How the money is lent and repaid.")]
    charges: Annotated[
        tuple[Charge, ...],
        Meta(description="Every fee beside the interest, each with who takes it and when."),
    ] = ()
    contingent: Annotated[
        tuple[Contingent, ...],
        Meta(description="What falls due only if something goes wrong, such as a late fee."),
    ] = ()
    as_of: Annotated[
        datetime.date,
        Meta(
            description="The day up to which this is known to hold: that of the newest fact used.",
            examples=["2026-08-01"],
        ),
    ]
    facts: Annotated[
        tuple[str, ...],
        Meta(
            min_length=1,
            description="Ids in data/facts.json of what it rests on.",
            examples=[["COST-01"]],
        ),
    ]
    unconfirmed: Annotated[
        Words | None,
        Meta(
            description="What in it no source confirms, said to the learner; required where a fact"
            " is unconfirmed."
        ),
    ] = None
    notes: Annotated[
        Words | None,
        Meta(description="How the numbers were chosen, and the arithmetic, for the learner."),
    ] = None

    def name(self, language_code: str) -> str:
        """
        >>> load_offers()["us-payday"].name("en")
        'Payday loan for two weeks'
        """
        return self.names[language_code]

    def item_name(self, item: str) -> Told:
        """What a charge of this offer is called, by its id or "interest"."""
        named: tuple[Charge | Contingent, ...] = (*self.charges, *self.contingent)
        for charge in named:
            if charge.item == item:
                return InEach(charge.names)
        return say(ITEMS[item])

    @property
    def advertised_rate(self) -> float | None:
        """The advertised percentage as a fraction a year, by plain multiplication.

        A percentage of the whole loan stands as it is, because that is how it is read. None where
        the advert shows no percentage.

        >>> load_offers()["cn-card-instalments-12"].advertised_rate
        0.072
        """
        if self.advertised.percent is None:
            return None
        payments = getattr(self.terms, "payments_per_year", 1)
        times = {"year": 1, "month": 12, "day": 365, "payment": payments, "loan": 1}
        return float(exact(self.advertised.percent) * times[self.advertised.per])

    def schedule(self) -> Schedule:
        """Every payment, and what reaches the borrower's hand.

        >>> schedule = load_offers()["us-payday"].schedule()
        >>> schedule.received_minor, schedule.paid_minor
        (30000, 34500)
        """
        return _schedule(self.terms, self.charges)

    def agreement(self) -> Agreement:
        """The same money as flows, for the rate functions."""
        return _agreement(self.terms, self.charges)

    def with_terms(self, **changes: Any) -> Offer:
        """The same offer on other terms, for example `amount=5000`.

        >>> load_offers()["us-payday"].with_terms(renewals=3).schedule().cost_minor
        18000
        """
        terms = msgspec.structs.replace(self.terms, **changes)
        return msgspec.structs.replace(self, terms=terms)


# Every offer once, and a few that a learner changed; a long schedule is 100 KB.
@lru_cache(maxsize=48)
def _schedule(terms: Terms, charges: tuple[Charge, ...]) -> Schedule:
    return terms.schedule(tuple(charge.fee() for charge in charges))


@lru_cache(maxsize=48)
def _agreement(terms: Terms, charges: tuple[Charge, ...]) -> Agreement:
    return _schedule(terms, charges).agreement()


@overload
def load_offers(folder: Path = ..., *, strict: Literal[True] = ...) -> dict[str, Offer]: ...


@overload
def load_offers(
    folder: Path = ..., *, strict: Literal[False]
) -> tuple[dict[str, Offer], tuple[Fault, ...]]: ...


def load_offers(
    folder: Path = OFFERS, *, strict: bool = True
) -> dict[str, Offer] | tuple[dict[str, Offer], tuple[Fault, ...]]:
    """Every offer of the folder by its id, in the order of the ids.

    Raises DataError with the faults of all files; with `strict=False` gives the good offers and
    the faults of the others instead, so that one broken file hides no other.

    >>> sorted(load_offers())[0].split("-")[0]
    'cn'
    """
    offers, faults = _load(folder)
    if not strict:
        return dict(offers), faults
    if faults:
        raise DataError(faults)
    return dict(offers)


@lru_cache
def _load(folder: Path) -> tuple[dict[str, Offer], tuple[Fault, ...]]:
    offers: dict[str, Offer] = {}
    faults: list[Fault] = []
    for file in sorted(folder.glob("*.yaml"), key=lambda file: file.stem):
        try:
            offers[file.stem] = read_offer(file)
        except DataError as error:
            faults += error.faults
    return offers, tuple(faults)


def read_offer(file: Path) -> Offer:
    """The offer of one file. Raises DataError with everything that is wrong with it."""
    return read_yaml(file, Offer, checks=CHECKS, given={"id": file.stem})
