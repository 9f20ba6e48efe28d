"""The advert against the contract: what the one lets you expect and what the other takes."""

from __future__ import annotations

import math
from dataclasses import dataclass

from course.chart import Axis, Bars, Chart, Series, nice_limits
from course.content.comparison import RULE_NAMES, rate_words
from course.content.disclosure import IRR, Disclosure
from course.content.language import Language, marked
from course.content.offers import load_offers
from course.content.tables import NONE, Table
from course.content.vocabulary import PAYEES
from course.finance.money import round_minor
from course.labs import _own_offer as own
from course.labs._disclosed import EXAMPLE, disclosed, offer_options
from course.ui.inputs import choice

TITLE = marked("The advert against the contract")
JURISDICTION = "CN"
CURRENCY = "CNY"
TABLE_OPEN = True


@dataclass(frozen=True)
class Inputs:
    offer: str = choice(marked("Offer"), default=EXAMPLE, options=offer_options)


@dataclass(frozen=True)
class Numbers:
    """`expected_minor`: interest at the advertised percentage, by plain multiplication a yearly
    rate, on what is owed all along; None for an advert without a percentage."""

    inputs: Inputs
    sheet: Disclosure
    advertised: float | None
    expected_minor: int | None

    @property
    def fees_minor(self) -> int:
        """All cost but the interest."""
        return self.sheet.cost_minor - self.sheet.items[0].amount_minor

    @property
    def gap_minor(self) -> int:
        """What the contract takes beyond what the advert lets one expect."""
        return self.sheet.cost_minor - (self.expected_minor or 0)


def numbers(inputs: Inputs) -> Numbers:
    offer, sheet = load_offers()[inputs.offer], disclosed(inputs.offer)
    rate = offer.advertised_rate
    owed = float(offer.agreement().principal_years)
    return Numbers(inputs, sheet, rate, None if rate is None else round_minor(rate * owed))


def chart(numbers: Numbers, language: Language) -> Chart:
    text, none, sheet = language.text, math.nan, numbers.sheet
    expected = none if numbers.expected_minor is None else numbers.expected_minor / 100
    labels = [
        text("no percentage")
        if numbers.expected_minor is None
        else language.money_minor(numbers.expected_minor, CURRENCY),
        language.money_minor(sheet.cost_minor, CURRENCY),
    ]
    interest = sheet.items[0].amount_minor / 100
    highest = max(numbers.expected_minor or 0, sheet.cost_minor, 100) / 100
    return Chart(
        title=text("What the loan costs"),
        x=Axis(text("Money"), "money", 0, nice_limits(0, highest)[1]),
        y=Axis(text("Where it stands")),
        marks=(
            Bars(
                categories=(text("As the advert reads"), text("As the contract says")),
                series=(
                    Series(text("Interest"), "interest", [expected, interest]),
                    Series(text("Fees"), "fee", [none, numbers.fees_minor / 100]),
                ),
                labels=labels,
            ),
        ),
        currency=CURRENCY,
    )


def sentence(numbers: Numbers, language: Language) -> str:
    text, sheet, rate = language.text, numbers.sheet, numbers.advertised
    values = {
        "words": load_offers()[numbers.inputs.offer].advertised.words[language.code],
        "expected": language.money_minor(numbers.expected_minor or 0, CURRENCY),
        "cost": language.money_minor(sheet.cost_minor, CURRENCY),
        "gap": language.money_minor(numbers.gap_minor, CURRENCY),
        "advertised": "" if rate is None else rate_words(rate, language),
        "irr": rate_words(sheet.irr, language),
        "effective": rate_words(sheet.rates["cn-irr-effective"], language),
    }
    parts = [text("The advert: “{words}”", **values)]
    if rate is None:
        parts.append(text("It shows no percentage. The contract takes {cost}.", **values))
    elif numbers.gap_minor > 100:
        parts.append(
            text(
                "{advertised} a year on what is owed would cost {expected}. The contract takes"
                " {cost}: {gap} more.",
                **values,
            )
        )
    else:
        parts.append(
            text(
                "{advertised} a year on what is owed costs {expected}: nothing is added.", **values
            )
        )
    parts.append(
        text("As a yearly rate: {irr} (China IRR, nominal; {effective} effective).", **values)
    )
    return language.sentences(*parts)


def table(numbers: Numbers, language: Language) -> Table:
    text, sheet = language.text, numbers.sheet
    offer = load_offers()[numbers.inputs.offer]
    comma = text(", ")

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, CURRENCY)

    charged = [item for item in sheet.items if item.amount_minor]
    takers = dict.fromkeys(item.payee for item in charged)
    may = [row.names[language.code] for row in sheet.contingent]
    advert = offer.advertised
    seen = own.Seen(float(advert.percent or 0) / 100, advert.per)
    expected = NONE if numbers.expected_minor is None else money(numbers.expected_minor)
    irr = rate_words(sheet.irr, language)
    yearly = NONE if numbers.advertised is None else rate_words(numbers.advertised, language)
    rows = (
        (text("Money"), money(sheet.principal_minor), money(sheet.in_hand_minor)),
        (
            text("What is charged"),
            NONE if advert.percent is None else own.advertised_words(seen, language),
            comma.join(offer.item_name(item.item, language) for item in charged) or NONE,
        ),
        (
            text("Who takes money"),
            NONE,
            comma.join(text(PAYEES[payee]) for payee in takers) or NONE,
        ),
        (text("Cost in all"), expected, money(sheet.cost_minor)),
        (
            text("Yearly rate"),
            yearly,
            text("{rate} ({rule})", rate=irr, rule=text(RULE_NAMES[IRR])),
        ),
        (text("If you pay late or early"), NONE, comma.join(may) or text("not said here: ask")),
    )
    columns = (text("Question"), text("The advert"), text("The contract"))
    return Table(offer.name(language.code), columns, rows)
