"""The offers of data/: what they come to, against values found outside this code."""

import pytest

from course.content.facts import fact, facts
from course.content.language import LANGUAGES, language
from course.content.messages import tell
from course.content.offers import OFFERS, load_offers
from course.content.vocabulary import ITEMS, JURISDICTIONS, LENDER_KINDS, PAYEES
from course.finance.rates import annual_rate

OFFER_IDS = sorted(load_offers())

# offer, rule, the rate a year in per cent, half a unit of its last decimal, where it comes from.
RATES = [
    ("cn-card-instalments-3", "cn-irr-nominal", 10.767936, 5e-6, "CALC-FLAT-3"),
    ("cn-card-instalments-3", "cn-irr-effective", 11.315588, 5e-6, "CALC-FLAT-3"),
    ("cn-card-instalments-12", "cn-irr-nominal", 13.034224, 5e-6, "CALC-FLAT-12"),
    ("cn-card-instalments-12", "cn-irr-effective", 13.841785, 5e-6, "CALC-FLAT-12"),
    ("cn-card-instalments-12", "cn-added", 7.20, 5e-9, "0.60 x 12"),
    ("cn-card-instalments-24", "cn-irr-nominal", 13.265588, 5e-6, "CALC-FLAT-24"),
    ("cn-card-instalments-24", "cn-irr-effective", 14.102617, 5e-6, "CALC-FLAT-24"),
    ("cn-card-revolving", "cn-irr-nominal", 18.25, 5e-3, "CALC-DAILY, simple; cents rounded"),
    ("cn-card-revolving", "cn-irr-effective", 19.86, 5e-3, "(1 + 0.1825 / 12) ^ 12 - 1"),
    # The instalment is rounded to the cent, which moves the fifth decimal.
    ("cn-app-loan-fees", "cn-irr-nominal", 32.1871, 1e-3, "CALC-STACK, both"),
    ("cn-app-loan-fees", "cn-irr-effective", 37.3868, 1e-3, "CALC-STACK, both"),
    ("cn-app-daily-price", "cn-irr-nominal", 24, 5e-4, "no fee: the stated rate; cents rounded"),
    ("cn-app-daily-price", "cn-irr-effective", 26.824, 5e-4, "1.02 ^ 12 - 1"),
    ("cn-app-loan-fees", "cn-added", 20.99, 5e-9, "7.2 + 10.8 + 2.99"),
    ("cn-car-zero-fee", "cn-irr-nominal", 3.95024, 5e-5, "CALC-CAR0-4-24"),
    ("cn-car-zero-fee", "cn-irr-effective", 4.02255, 5e-5, "CALC-CAR0-4-24"),
    ("cn-car-zero-discount", "cn-irr-nominal", 5.494091, 5e-5, "CALC-CARREB"),
    ("cn-car-flat-rate", "cn-irr-nominal", 7.51, 5e-3, "curriculum: flat 4 % a year, 36 payments"),
    ("cn-car-balloon", "cn-irr-nominal", 6, 5e-5, "no fee: the stated rate"),
    ("cn-pawn", "cn-irr-nominal", 58.9, 5e-2, "COST-08: 12 x (10,050 / 9,580 - 1)"),
    ("cn-pawn", "cn-irr-effective", 77.7, 5e-2, "COST-08: (10,050 / 9,580) ^ 12 - 1"),
    ("cn-home-loan-level", "cn-irr-nominal", 3.5, 5e-6, "no fee: the stated rate"),
    ("cn-home-loan-equal-principal", "cn-irr-nominal", 3.5, 5e-6, "no fee: the stated rate"),
    ("cn-case-deducted-interest", "cn-irr-nominal", 163.636364, 5e-6, "CALC-XIANTAO"),
    ("cn-case-deducted-interest", "cn-irr-effective", 325.022678, 5e-6, "CALC-XIANTAO"),
    ("cn-case-trust-loan", "cn-irr-nominal", 21.101423, 5e-5, "CALC-SHANGHAI, first at once"),
    ("us-payday", "us-reg-z", 391.071429, 5e-6, "CALC-PAYDAY"),
    ("us-payday", "eu-ccd", 3723.661245, 5e-5, "CALC-PAYDAY"),
    ("us-payday-renewed", "us-reg-z", 391.071429, 5e-6, "CALC-PAYDAY"),
    ("us-overdraft", "us-reg-z", 17236.111111, 5e-6, "CALC-OD"),
    ("us-pay-in-four", "us-reg-z", 0, 5e-9, "nothing is paid on top"),
    ("us-pay-in-four-late", "us-reg-z", 541, 0.5, "curriculum: 7 on 33.75 for 14 days"),
    ("us-wage-advance", "us-reg-z", 109.5, 5e-9, "COST-06"),
    ("us-rent-to-own", "us-reg-z", 309.974987, 5e-6, "CALC-RTO"),
    ("us-card-minimum", "us-reg-z", 22.8, 5e-4, "no fee: the stated rate; cents rounded"),
    ("uk-short-term-at-cap", "uk", 1269.7, 5e-2, "1.24 ^ (365 / 30) - 1"),
    ("uk-overdraft", "uk", 103.18, 5e-3, "1.06 ^ (365 / 30) - 1"),
    # The examples repeat the rounded payment to the end; here the last one closes the balance.
    ("eu-home-loan", "eu-ccd", 6.434412, 5e-5, "European Commission, example 1"),
    ("eu-home-loan-insurance", "eu-ccd", 6.961575, 5e-5, "European Commission, example 5"),
    ("eu-overdraft-six-months", "eu-ccd", 13.494231, 2e-5, "European Commission, example 39"),
]


@pytest.mark.parametrize(("id", "rule", "percent", "within", "source"), RATES)
def test_the_rate_is_the_published_one(id, rule, percent, within, source):
    found = annual_rate(load_offers()[id].agreement(), rule).rate.annual_rate * 100
    assert found == pytest.approx(percent, abs=within), source


def test_every_offer_has_a_rate_to_meet():
    assert {row[0] for row in RATES} == set(OFFER_IDS)


# offer, money in hand, money paid, in currency units.
MONEY = [
    ("cn-card-instalments-12", 12_000, 12_864),
    ("cn-app-daily-price", 10_000, 10_000 + 3.691 * 365),
    ("cn-app-loan-fees", 10_000, 11_773.28),
    ("cn-car-zero-discount", 92_000, 100_000),
    ("cn-car-balloon", 100_000, 112_911.38),
    ("cn-pawn", 9_580, 10_050),
    ("cn-home-loan-level", 1_000_000, 1_616_560.88),
    ("cn-home-loan-equal-principal", 1_000_000, 1_526_458.33),
    ("cn-case-deducted-interest", 55_000, 70_000),
    ("cn-case-trust-loan", 6_000_000, 11_702_400),
    ("us-payday", 300, 345),
    ("us-payday-renewed", 300, 570),
    ("us-overdraft", 24, 58),
    ("us-card-minimum", 5_000, 13_414.24),
    ("us-rent-to-own", 200, 1_044),
    ("uk-short-term-at-cap", 100, 124),
]


@pytest.mark.parametrize(("id", "received", "paid"), MONEY)
def test_the_money_is_the_published_one(id, received, paid):
    schedule = load_offers()[id].schedule()
    assert schedule.received_minor == received * 100
    # The published sums are unrounded; here every payment is rounded to the cent.
    assert schedule.paid_minor / 100 == pytest.approx(paid, abs=0.9)


def test_payments_and_terms_of_the_longer_offers():
    offers = load_offers()
    first = {id: offers[id].schedule().rows[0].payment_minor for id in OFFER_IDS}
    assert first["cn-home-loan-level"] == 4_490_45
    assert first["cn-home-loan-equal-principal"] == 5_694_44
    assert first["cn-car-balloon"] == 2_025_32
    assert first["eu-home-loan"] == 1_432_86
    assert first["eu-home-loan-insurance"] == 1_490_18
    assert offers["cn-home-loan-equal-principal"].schedule().rows[-1].payment_minor == 2_785_88
    assert len(offers["us-card-minimum"].schedule().rows) == fact("CALC-MIN").value("min_months")


def test_the_two_readings_of_the_trust_loan_bracket_what_the_borrowers_said():
    offer = load_offers()["cn-case-trust-loan"]
    rates = [
        annual_rate(offer.with_terms(first_payment_after=after).agreement(), "cn-irr-nominal")
        for after in (1, 0)
    ]
    low, high = (rate.rate.annual_rate for rate in rates)
    assert low == pytest.approx(0.20466468, abs=5e-7)
    assert low < fact("CASE-01").value("claimed_irr") < high


def test_adding_up_the_fee_of_renewals():
    payday = load_offers()["us-payday"]
    cost = [payday.with_terms(renewals=n).schedule().cost_minor for n in (0, 1, 3, 5)]
    assert cost == [45_00, 90_00, 180_00, 270_00]  # the sheet of EV-08: 1, 2 and 3 months


ADVERTISED = {
    "cn-card-instalments-12": 0.072,
    "cn-card-revolving": 0.1825,
    "cn-app-loan-fees": 0.072,
    "cn-car-zero-fee": 0,
    "cn-pawn": 0.504,
    "us-payday": 0.15,
    "us-overdraft": None,
    "uk-short-term-at-cap": 2.92,
}


@pytest.mark.parametrize(("id", "rate"), ADVERTISED.items())
def test_the_advertised_number_is_put_on_a_year(id, rate):
    assert load_offers()[id].advertised_rate == (rate if rate is None else pytest.approx(rate))


def test_the_collection_holds_the_kinds_and_places_it_promises():
    offers = load_offers().values()
    assert len(offers) >= 16
    assert {offer.jurisdiction for offer in offers} == set(JURISDICTIONS)
    assert {offer.terms.kind for offer in offers} >= {
        "level_payment", "equal_principal", "single_repayment", "flat_fee", "revolving",
        "overdraft", "roll_over", "agreed_payments",
    }  # fmt: skip
    assert list(load_offers()) == sorted(file.stem for file in OFFERS.glob("*.yaml"))


@pytest.mark.parametrize("id", OFFER_IDS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_everything_in_an_offer_can_be_named(id, code):
    offer, words = load_offers()[id], language(code)
    schedule = offer.schedule()
    assert offer.name(code)
    assert offer.id == id
    assert LENDER_KINDS[offer.lender_kind]
    for fee in schedule.fees:
        assert tell(offer.item_name(fee.item), words)
        assert PAYEES[fee.payee]
    assert tell(offer.item_name("interest"), language("en")) == ITEMS["interest"]


@pytest.mark.parametrize("id", OFFER_IDS)
def test_each_charge_reaches_the_schedule_with_its_payee(id):
    offer = load_offers()[id]
    charged = {(fee.item, fee.payee) for fee in offer.schedule().fees}
    assert {(charge.item, charge.payee) for charge in offer.charges} <= charged


def test_a_contingent_charge_is_in_no_sum():
    offer = load_offers()["us-pay-in-four"]
    assert offer.contingent
    assert offer.schedule().fees_minor == 0


@pytest.mark.parametrize("id", OFFER_IDS)
def test_an_offer_is_no_newer_than_its_facts(id):
    offer = load_offers()[id]
    rows = [facts()[row] for row in offer.facts]
    dates = [row.date for row in rows] + [str(row.values.get("effective", "")) for row in rows]
    assert offer.as_of.year <= max(int(date[:4]) for date in dates if date[:4].isdigit())


def test_changing_the_terms_leaves_the_offer_as_it_was():
    offer = load_offers()["cn-app-loan-fees"]
    half = offer.with_terms(amount=5000, payments=6)
    assert (half.schedule().received_minor, len(half.schedule().rows)) == (5_000_00, 6)
    assert offer.schedule().received_minor == 10_000_00
    # A charge in per cent follows the amount, a charge in money does not.
    assert {fee.item: fee.total_minor for fee in half.schedule().fees} == {
        "guarantee": 6 * 45_00,
        "membership": 299_00,
    }
