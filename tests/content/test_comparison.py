"""What every offer comes to: the money adds up and the rates are those the facts know."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from course.content.comparison import RULE_NAMES, SAME_AS, compare, compared
from course.content.facts import fact
from course.content.offers import load_offers
from course.content.values import USD
from course.finance.rates import Rule, annual_rate
from course.finance.schedules import level_payment


@pytest.fixture(params=sorted(load_offers()))
def offer_id(request) -> str:
    return request.param


def test_every_rule_has_a_name():
    assert set(RULE_NAMES) == {rule.value for rule in Rule}


def test_hand_and_costs_are_all_that_is_paid(offer_id):
    offer = compared(offer_id)
    assert sum((c.amount for c in offer.costs), offer.received) == offer.paid
    assert all(c.amount.minor > 0 for c in offer.costs)


def test_rules_in_order_are_all_rules_with_those_at_home_first(offer_id):
    offer = compared(offer_id)
    assert sorted(offer.rules_in_order) == sorted(RULE_NAMES)
    assert offer.rules_in_order[: len(offer.rules_at_home)] == offer.rules_at_home
    assert offer.rules_at_home[0] == load_offers()[offer_id].rule


def test_rules_solved_once_give_the_rates_of_their_own(offer_id):
    agreement = load_offers()[offer_id].agreement()
    for rule, other in SAME_AS.items():
        own = annual_rate(agreement, rule).rate.annual_rate
        assert own == annual_rate(agreement, other).rate.annual_rate


def test_every_offer_has_a_rate_at_home(offer_id):
    assert math.isfinite(compared(offer_id).rate)


@pytest.mark.parametrize(
    ("offer_id", "rule", "fact_id", "path"),
    [
        ("cn-card-instalments-3", "cn-irr-nominal", "CALC-FLAT-3", "0.006.nominal_apr"),
        ("cn-card-instalments-12", "cn-irr-nominal", "CALC-FLAT-12", "0.006.nominal_apr"),
        ("cn-card-instalments-12", "cn-irr-effective", "CALC-FLAT-12", "0.006.ear"),
        ("cn-card-instalments-24", "cn-irr-nominal", "CALC-FLAT-24", "0.006.nominal_apr"),
        ("cn-app-loan-fees", "cn-irr-nominal", "CALC-STACK", "both.nominal_apr"),
        ("cn-app-loan-fees", "cn-irr-effective", "CALC-STACK", "both.ear"),
        ("cn-car-zero-fee", "cn-irr-nominal", "CALC-CAR0-4-24", "nominal_apr"),
        ("cn-car-zero-discount", "cn-irr-nominal", "CALC-CARREB", "nominal_apr"),
        ("us-payday", "us-reg-z", "CALC-PAYDAY", "nominal"),
        ("us-payday", "eu-ccd", "CALC-PAYDAY", "effective"),
        ("us-overdraft", "us-reg-z", "CALC-OD", "apr"),
        ("us-rent-to-own", "us-reg-z", "CALC-RTO", "apr52"),
    ],
)
def test_rates_of_the_facts(offer_id, rule, fact_id, path):
    # The facts' payments are not rounded to the cent.
    expected = fact(fact_id).value(path)
    assert compared(offer_id).rates[rule] == pytest.approx(expected, rel=3e-5)


def test_items_added_up():
    assert compared("cn-app-loan-fees").rates["cn-added"] == pytest.approx(0.072 + 0.108 + 0.0299)


def test_how_time_was_counted():
    # 12 CFR 1026 Appendix J (b)(5)(vii): one payment after 14 days is one unit-period of 14 days.
    counted = compared("us-payday").counted["us-reg-z"]
    assert (counted.unit_period[:2], counted.t, counted.f) == (("day", 14), 1, 0)
    assert compared("us-payday").counted["uk"].f == Fraction(14, 365)


def test_a_rule_without_a_rate_is_not_a_number():
    # Fees of the first day eat all that is lent: nothing reaches the hand, there is no rate.
    from course.finance.schedules import Fee

    loan = level_payment(100_00, 0.0, 1, fees=(Fee("all", "lender", amount_minor=100_00),))
    offer = compare(loan, jurisdiction="US", currency="USD", rule="us-reg-z")
    assert math.isnan(offer.rates["us-reg-z"])
    assert offer.cost == USD(100)
