"""Annual rates: the regulators' published examples, closed forms, peers, and invariants."""

from __future__ import annotations

import datetime
import math
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import pyxirr
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from course.content.cases import read_cases, run_case
from course.finance import (
    Agreement,
    EffectiveRate,
    Interval,
    NominalRate,
    NoRate,
    Rule,
    SimpleRate,
    advance,
    annual_rate,
    charge,
    effective_from_nominal,
    nominal_from_effective,
    payment,
)

VECTORS = Path(__file__).parents[1] / "vectors" / "regulators.json"
CASES = read_cases(VECTORS)
EQUATIONS = ("us-reg-z", "eu-ccd", "uk", "cn-irr-nominal", "cn-irr-effective", "xirr")
RATIOS = ("cn-simple", "cn-added")
MONTHLY = Interval(months=1)
DAY = datetime.date(2023, 1, 10)


def rate(flows, rule: str, **fields) -> float:
    return annual_rate(Agreement(tuple(flows), **fields), rule).rate.annual_rate


def level(amount, paid, count: int, *, fee=0, per_year: int = 12):
    step = Fraction(1, per_year)
    return (
        advance(amount),
        charge(fee),
        payment(paid, years=step, count=count, every_years=step),
    )


# --- What regulators have published --------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_published_example(case):
    answer = run_case(case, 1)
    expected = case["expected"]
    assert "error" not in answer
    found, published = Decimal(answer["rate_pct"]), Decimal(expected["rate_pct"])
    if "decimals" in expected:
        place = Decimal(1).scaleb(-expected["decimals"])
        assert found.quantize(place, ROUND_HALF_UP) == published.quantize(place)
    else:
        assert abs(found - published) <= expected["tolerance_pp"]
    assert answer["rate_pct"] in answer["roots_pct"]
    # Only the charge a year before the drawdown changes the direction of money twice.
    assert len(answer["roots_pct"]) == (2 if case["id"] == "eu-ec2015-ex43" else 1)
    if "unit_period" in expected:
        expected_unit = expected["unit_period"]
        unit = {**expected_unit, "per_year": float(expected_unit["per_year"])}
        assert answer["unit_period"] == unit
    if "first_times" in expected:
        assert answer["times"] == expected["first_times"]


def test_all_examples_are_here():
    rules = [case["rule"] for case in CASES]
    assert len(CASES) == 63
    assert rules.count("us-reg-z") == 18


# --- Definitions, in closed form -----------------------------------------------------------------


def test_one_payment_under_every_rule():
    payday = (advance(300), payment(345, years=Fraction(14, 365)))
    assert rate(payday, "us-reg-z") == pytest.approx(0.15 * 365 / 14, rel=1e-14)
    assert rate(payday, "eu-ccd") == pytest.approx(1.15 ** (365 / 14) - 1, rel=1e-12)
    assert rate(payday, "uk") == rate(payday, "eu-ccd") == rate(payday, "cn-irr-effective")
    assert rate(payday, "xirr") == rate(payday, "eu-ccd")
    assert rate(payday, "cn-irr-nominal") == pytest.approx(0.15 * 365 / 14, rel=1e-12)
    assert rate(payday, "cn-simple") == pytest.approx(0.15 * 365 / 14, rel=1e-14)
    assert rate(payday, "cn-added") == pytest.approx(0.15 * 365 / 14, rel=1e-14)


def test_a_single_payment_after_more_than_a_year_has_yearly_periods():
    loan = (advance(100), payment(121, years=2))
    result = annual_rate(Agreement(loan), "cn-irr-nominal")
    assert result.rate == NominalRate(pytest.approx(0.1), 1)


def test_types_and_what_comes_with_them():
    loan = Agreement(level(12_000, 1072, 12))
    expected = {
        "us-reg-z": NominalRate, "eu-ccd": EffectiveRate, "uk": EffectiveRate,
        "cn-irr-nominal": NominalRate, "cn-irr-effective": EffectiveRate,
        "cn-simple": SimpleRate, "cn-added": SimpleRate, "xirr": EffectiveRate,
    }  # fmt: skip
    assert set(expected) == set(Rule)
    for rule, kind in expected.items():
        result = annual_rate(loan, rule)
        assert type(result.rate) is kind
        assert result.rule is Rule(rule)
        assert result.roots == (result.rate.annual_rate,)
        assert (result.counting is not None) is (rule in ("us-reg-z", "eu-ccd", "uk"))


def test_card_instalments_in_the_simple_reading():
    # 864 of cost over 1000 x (1 + 2 + ... + 12) / 12 of principal outstanding for a year.
    assert rate(level(12_000, 1072, 12), "cn-simple") == pytest.approx(864 / 6500)


def test_the_simple_reading_follows_the_contract_s_split():
    flows = (
        advance(1000),
        payment(600, years=1, principal=500),
        payment(550, years=2, principal=500),
        charge(30),
    )
    assert rate(flows, "cn-simple") == pytest.approx(180 / (500 * 1 + 500 * 2))
    # Interest only: all principal at the end.
    bullet = (
        advance(1000),
        payment(50, years=1, count=2, every_years=1, principal=0),
        payment(1050, years=3, principal=1000),
    )
    assert rate(bullet, "cn-simple") == pytest.approx(0.05)
    # Only the last split is known: the others share what is left.
    half = (advance(1000), payment(500, years=1), payment(600, years=2, principal=400))
    assert rate(half, "cn-simple") == pytest.approx(100 / (600 * 1 + 400 * 2))


def test_items_annualised_and_added():
    # A level loan of 7.2 % with a guarantee and a membership: 7.2 % + 10.8 % + 2.99 %.
    flows = (
        advance(10_000),
        payment(866.18, years="1/12", count=12, every_years="1/12", item="instalment"),
        charge(90, years="1/12", count=12, every_years="1/12", item="guarantee"),
        charge(299, item="membership"),
    )
    assert rate(flows, "cn-added", interest_annual_rate=0.072) == pytest.approx(0.2099)
    assert rate(flows, "cn-added") == pytest.approx((12 * 866.18 - 10_000 + 1379) / 10_000)


def test_no_principal_outstanding_for_any_time():
    for rule in RATIOS:
        with pytest.raises(NoRate) as caught:
            rate((advance(100), payment(110)), rule)
        assert caught.value.reason == "no-root"


def test_conversions():
    for periods in (1, 2, 12, 26, 365):
        effective = effective_from_nominal(NominalRate(0.24, periods))
        assert effective.annual_rate == pytest.approx((1 + 0.24 / periods) ** periods - 1)
        assert nominal_from_effective(effective, periods).annual_rate == pytest.approx(0.24)
    rates = effective_from_nominal(NominalRate(np.array([0.12, 0.24]), 12)).annual_rate
    assert rates == pytest.approx([1.01**12 - 1, 1.02**12 - 1])


@pytest.mark.parametrize(
    ("every", "periods"),
    [
        (MONTHLY, 12), (Interval(months=3), 4), (Interval(weeks=2), 26), (Interval(days=10), 36.5),
        (Interval(months=12), 1), (Interval(semimonths=(1, 10)), 24),
    ],
)  # fmt: skip
def test_the_agreement_s_own_periods(every, periods):
    loan = Agreement((advance(900, date=DAY), payment(100, date=DAY, count=10, every=every)))
    assert annual_rate(loan, "cn-irr-nominal").rate.periods_per_year == pytest.approx(periods)
    stated = replace(loan, periods_per_year=2)
    result = annual_rate(stated, "cn-irr-nominal").rate
    effective = annual_rate(loan, "cn-irr-effective").rate
    assert result == nominal_from_effective(effective, 2.0)


def test_an_unknown_rule_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match=r"^rule: 'apr' .*us-reg-z, eu-ccd"):
        rate(level(100, 10, 12), "apr")


# --- None, one, several --------------------------------------------------------------------------


@pytest.mark.parametrize("rule", EQUATIONS + RATIOS)
def test_one_sign(rule):
    for flows in [(advance(100),), (payment(100),), (advance(100), payment(0, years=1))]:
        with pytest.raises(NoRate) as caught:
            rate(flows, rule)
        assert caught.value.reason == "one-sign"


@pytest.mark.parametrize("rule", EQUATIONS)
def test_a_fee_that_eats_the_advance(rule):
    for fee in (100, 150):
        with pytest.raises(NoRate) as caught:
            rate((advance(100), charge(fee), payment(110, years=1)), rule)
        assert caught.value.reason == "one-sign"


@pytest.mark.parametrize("rule", EQUATIONS)
def test_no_root(rule):
    with pytest.raises(NoRate) as caught:
        rate((payment(100), advance(200, years=1), payment(121, years=2)), rule)
    assert caught.value.reason == "no-root"


@pytest.mark.parametrize("rule", EQUATIONS)
@pytest.mark.parametrize(
    ("amounts", "roots", "chosen"),
    [
        # Coefficients of the products of (1 - (1 + r) v).
        ((100, 230, 132), (0.1, 0.2), 0.1),
        ((1000, 3600, 4310, 1716), (0.1, 0.2, 0.3), 0.1),
        ((100, 170, 72), (-0.2, -0.1), -0.1),
        ((100, 200, 96), (-0.2, 0.2), 0.2),
        ((100, 200, 100), (0.0,), 0.0),
        ((100, 210, 110), (0.0, 0.1), 0.0),
        ((100, 190, 90), (-0.1, 0.0), 0.0),
        ((100, 220, 121), (0.1,), 0.1),
    ],
)
def test_several_roots_and_the_one_chosen(rule, amounts, roots, chosen):
    flows = [
        (advance if index % 2 else payment)(amount, years=index)
        for index, amount in enumerate(amounts)
    ]
    result = annual_rate(Agreement(tuple(flows)), rule)
    assert result.roots == pytest.approx(roots, abs=1e-9)
    assert result.rate.annual_rate == pytest.approx(chosen, abs=1e-9)


@pytest.mark.parametrize("rule", EQUATIONS)
def test_zero_is_exactly_zero_and_less_is_negative(rule):
    assert rate(level(1000, 100, 10), rule) == 0.0
    assert rate((advance(0.3), payment(0.1, years=1, count=3, every_years=1)), rule) == 0.0
    assert rate((advance(100), payment(50, years=1)), rule) == pytest.approx(-0.5)
    assert -0.5 < rate(level(1000, 95, 10), rule) < 0


def test_rates_beyond_meaning():
    day = Fraction(1, 365)
    assert rate((advance(100), payment(160.5, years=day)), "eu-ccd") == pytest.approx(
        1.605**365 - 1, rel=1e-9
    )
    with pytest.raises(NoRate) as caught:
        rate((advance(1), payment(10_000, years=day)), "eu-ccd")
    assert caught.value.reason == "beyond-meaning"
    assert rate((advance(1), payment(10_000, years=day)), "us-reg-z") == pytest.approx(365 * 9999)


@pytest.mark.parametrize("rule", EQUATIONS)
@pytest.mark.parametrize("scale", [1e-290, 1e-12, 1e12, 1e290])
def test_tiny_and_huge_amounts(rule, scale):
    expected = rate(level(1000, 100, 12, fee=20), rule)
    found = rate(level(1000 * scale, 100 * scale, 12, fee=20 * scale), rule)
    assert found == pytest.approx(expected, rel=1e-11)


@pytest.mark.parametrize("rule", EQUATIONS)
def test_a_million_payments(rule):
    perpetuity = rate(level(1000, 10, 1_000_000), rule)
    assert perpetuity == pytest.approx(
        0.12 if rule in ("us-reg-z", "cn-irr-nominal") else 1.01**12 - 1, rel=1e-9
    )
    dated = (
        advance(1000, date=DAY),
        payment(10, date=datetime.date(2023, 2, 10), count=1_000_000, every=MONTHLY),
    )
    assert rate(dated, rule) == pytest.approx(perpetuity, rel=0.005)


# --- Invariants ----------------------------------------------------------------------------------

amounts = st.integers(100, 10_000_000)
shares = st.floats(0.6, 4.0)
days = st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 12, 28)).filter(
    lambda day: day.day <= 28
)


@st.composite
def timed_loans(draw):
    amount, share, count = draw(amounts), draw(shares), draw(st.integers(1, 60))
    step = Fraction(1, draw(st.sampled_from([1, 2, 4, 12, 24, 26, 52])))
    first = step * draw(st.sampled_from([0, Fraction(1, 2), 1, Fraction(4, 3), 3]))
    flows = [
        advance(amount),
        payment(round(amount * share / count, 2), years=first, count=count, every_years=step),
    ]
    fee = draw(st.floats(0, 0.3))
    if draw(st.booleans()):
        flows.append(charge(round(amount * fee, 2), years=draw(st.sampled_from([0, "1/12", 2]))))
    if draw(st.booleans()):
        flows.append(payment(amount // 3, years=first + count * step + Fraction(1, 3)))
    if draw(st.booleans()):
        flows.append(advance(amount // 2, years=step))
    return tuple(flows)


@st.composite
def dated_loans(draw):
    start, amount, share = draw(days), draw(amounts), draw(shares)
    count = draw(st.integers(2, 60))
    every = draw(
        st.sampled_from([MONTHLY, Interval(months=3), Interval(weeks=1), Interval(days=9)])
    )
    first = start + datetime.timedelta(draw(st.integers(1, 100)))
    assume(first.day <= 28)
    flows = [
        advance(amount, date=start),
        payment(round(amount * share / count, 2), date=first, count=count, every=every),
        charge(round(amount * draw(st.floats(0, 0.2)), 2), date=start),
    ]
    if draw(st.booleans()):
        later = start + datetime.timedelta(draw(st.integers(1, 2000)))
        flows.append(payment(amount // 4, date=later))
    return tuple(flows)


def rate_or_reason(flows, rule: str) -> tuple:
    try:
        result = annual_rate(Agreement(flows), rule)
    except NoRate as none:
        return (none.reason,)
    return result.roots


def same(found: tuple, expected: tuple, rel: float = 1e-9) -> bool:
    if found and isinstance(found[0], str):
        return found == expected
    return list(found) == pytest.approx(list(expected), rel=rel, abs=1e-12)


def worth(flows, growth: float) -> tuple[float, float]:
    """Sum and gross sum of all timed payments at an effective rate, one by one."""
    parts = [
        (-1 if flow.kind == "advance" else 1)
        * float(flow.amount)
        * (1 + growth) ** -float(flow.years + k * (flow.every_years or 0))
        for flow in flows
        for k in range(flow.count)
    ]
    return math.fsum(parts), math.fsum(map(abs, parts))


@given(timed_loans())
@settings(deadline=None)
def test_worth_at_each_root_is_nothing(flows):
    roots = rate_or_reason(flows, "eu-ccd")
    assume(not isinstance(roots[0], str) and roots[-1] < 1e9 and roots[0] > -0.999)
    for root in roots:
        total, gross = worth(flows, root)
        assert abs(total) <= 1e-9 * gross


@given(timed_loans(), st.sampled_from([1e-6, 0.01, 7.3, 1e9]), st.sampled_from(EQUATIONS + RATIOS))
@settings(deadline=None)
def test_scale_does_not_matter(flows, scale, rule):
    scaled = tuple(replace(flow, amount=flow.amount * scale) for flow in flows)
    assert same(rate_or_reason(scaled, rule), rate_or_reason(flows, rule))


@given(timed_loans(), st.sampled_from(EQUATIONS + RATIOS), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_a_series_is_its_members_in_any_order(flows, rule, random):
    members = [
        replace(flow, years=flow.years + k * (flow.every_years or 0), count=1, every_years=None)
        for flow in flows
        for k in range(flow.count)
    ]
    random.shuffle(members)
    assert same(rate_or_reason(tuple(members), rule), rate_or_reason(flows, rule))


@given(dated_loans(), st.sampled_from(EQUATIONS + RATIOS))
@settings(deadline=None)
def test_four_hundred_years_later_everything_is_the_same(flows, rule):
    later = tuple(
        replace(flow, date=flow.date.replace(year=flow.date.year + 400)) for flow in flows
    )
    found, expected = rate_or_reason(later, rule), rate_or_reason(flows, rule)
    assert same(found, expected, rel=1e-12)


@given(days, st.integers(1, 60), st.floats(1.0, 2.0), st.integers(-30, 30))
def test_whole_months_are_equal_in_any_year(start, count, share, years):
    """A loan from day to same day a month later does not depend on the year it is made in."""
    found = set()
    for year in (start.year, start.year + years):
        first = start.replace(year=year)
        month = first.month % 12 + 1
        due = first.replace(month=month, year=year + (month == 1))
        flows = (
            advance(1000, date=first),
            payment(1000 * share / count, date=due, count=count, every=MONTHLY),
        )
        found.add(tuple(rate(flows, rule) for rule in ("us-reg-z", "eu-ccd", "cn-simple")))
    assert len(found) == 1


@given(timed_loans(), st.sampled_from(EQUATIONS), st.integers(-3, 5))
@settings(deadline=None)
def test_effective_rates_do_not_depend_on_when_the_clock_starts(flows, rule, shift):
    shifted = tuple(replace(flow, years=flow.years + shift) for flow in flows)
    assert same(rate_or_reason(shifted, rule), rate_or_reason(flows, rule), rel=1e-8)


@given(amounts, st.floats(0.9, 3), st.integers(2, 480), st.floats(0, 0.3))
@settings(deadline=None)
def test_a_higher_fee_is_a_higher_rate(amount, share, count, fee):
    paid = amount * share / count
    for rule in EQUATIONS + RATIOS:
        with_fee = rate(level(amount, paid, count, fee=amount * (fee + 0.01)), rule)
        assert with_fee > rate(level(amount, paid, count, fee=amount * fee), rule)


# --- Peers ---------------------------------------------------------------------------------------


@given(amounts, st.floats(0.8, 5), st.integers(1, 480), st.floats(0, 0.3))
@settings(deadline=None)
def test_level_loans_agree_with_the_peers(amount, share, count, fee):
    paid = round(amount * share / count, 2)
    flows = [-(amount - amount * fee), *([paid] * count)]
    assume(abs(sum(flows)) > 1e-6 * amount)
    found = rate(level(amount, paid, count, fee=amount * fee), "us-reg-z")
    assert found / 12 == pytest.approx(pyxirr.irr(flows), rel=1e-8, abs=1e-10)

    def net(i):
        return np.polynomial.polynomial.polyval(1 / (1 + i), flows)

    low, high = found / 12 - 1e-4, found / 12 + 1e-4
    assert brentq(net, low, high, xtol=1e-14) == pytest.approx(found / 12, rel=1e-8, abs=1e-10)


@given(dated_loans())
@settings(deadline=None)
def test_actual_days_agree_with_the_peer(flows):
    days, paid = [], []
    for flow in flows:
        for k in range(flow.count):
            every = flow.every or MONTHLY
            if every.months:
                month = flow.date.month - 1 + k * every.months
                day = flow.date.replace(year=flow.date.year + month // 12, month=month % 12 + 1)
            else:
                day = flow.date + datetime.timedelta(k * (every.days or 7 * every.weeks))
            days.append(day)
            paid.append(-flow.amount if flow.kind == "advance" else flow.amount)
    roots = rate_or_reason(flows, "xirr")
    assume(not isinstance(roots[0], str) and len(roots) == 1 and -0.9 < roots[0] < 1e4)
    assert pyxirr.xirr(days, paid) == pytest.approx(roots[0], rel=1e-7, abs=1e-8)


# --- Many offers at once -------------------------------------------------------------------------


@pytest.mark.parametrize("rule", EQUATIONS + RATIOS)
def test_a_map_is_one_call_and_agrees_with_each_offer(rule):
    fees = np.linspace(0, 12_000, 7)[:, None]
    counts = np.array([1, 3, 12, 24, 360])
    flows = (
        advance(10_000),
        charge(fees),
        payment(1100, years="1/12", count=counts, every_years="1/12"),
    )
    result = annual_rate(Agreement(flows), rule)
    assert result.roots == ()
    assert result.rate.annual_rate.shape == (7, 5)
    for row, fee in enumerate(fees.ravel().tolist()):
        for column, count in enumerate(counts.tolist()):
            found = result.rate.annual_rate[row, column]
            try:
                expected = rate(level(10_000, 1100, count, fee=fee), rule)
            except NoRate:
                expected = math.nan
            assert found == pytest.approx(expected, rel=1e-10, abs=1e-13, nan_ok=True)


@pytest.mark.parametrize("rule", ["us-reg-z", "cn-irr-nominal"])
def test_offers_of_different_counts_may_have_different_unit_periods(rule):
    # A first period of 20 days: with one payment the term is the unit-period, with more a month.
    counts = np.array([1, 12, 24, 1])
    flows = (
        advance(1000),
        payment(1200 / counts, years="20/365", count=counts, every_years="1/12"),
    )
    result = annual_rate(Agreement(flows), rule).rate
    expected = [
        annual_rate(
            Agreement(
                (advance(1000), payment(1200 / n, years="20/365", count=n, every_years="1/12"))
            ),
            rule,
        ).rate
        for n in counts.tolist()
    ]
    assert result.annual_rate == pytest.approx([each.annual_rate for each in expected])
    assert result.periods_per_year == pytest.approx([each.periods_per_year for each in expected])


@pytest.mark.parametrize("rule", EQUATIONS)
def test_dated_offers_of_different_counts(rule):
    # Paid once after two weeks, or each week from then on: the period differs, and so the time.
    counts = np.array([1, 12])

    def flows(count):
        first = DAY + datetime.timedelta(14)
        paid = payment(1100 / count, date=first, count=count, every=Interval(weeks=1))
        return (advance(1000, date=DAY), paid)

    found = annual_rate(Agreement(flows(counts)), rule).rate.annual_rate
    assert found == pytest.approx([rate(flows(count), rule) for count in (1, 12)], rel=1e-10)


@pytest.mark.parametrize("rule", EQUATIONS)
def test_dated_offers(rule):
    paid = np.array([90.0, 100.0, 120.0])
    first = datetime.date(2023, 2, 3)

    def flows(amount):
        return (
            advance(1000, date=DAY),
            payment(amount, date=first, count=12, every=MONTHLY),
            charge(1, date=first, count=40, every=Interval(weeks=1)),
        )

    found = annual_rate(Agreement(flows(paid)), rule).rate.annual_rate
    assert found == pytest.approx([rate(flows(each), rule) for each in paid.tolist()], rel=1e-10)


@pytest.mark.parametrize("rule", EQUATIONS)
def test_offers_with_several_roots_are_chosen_from_alike(rule):
    first = np.array([100.0, 100.0, 100.0])
    middle = np.array([230.0, 200.0, 170.0])
    flows = (payment(first), advance(middle, years=1), payment(np.array([132, 96, 72]), years=2))
    found = annual_rate(Agreement(flows), rule).rate.annual_rate
    assert found == pytest.approx([0.1, 0.2, -0.1])


def test_ten_thousand_level_loans_agree_with_the_peer():
    random = np.random.default_rng(3)
    fee, paid = random.uniform(0, 50_000, 10_000), random.uniform(3_000, 9_000, 10_000)
    found = rate(level(1_000_000, paid, 360, fee=fee), "us-reg-z") / 12
    assert np.isfinite(found).all()
    for index in range(0, 10_000, 200):
        flows = np.r_[fee[index] - 1_000_000, np.full(360, paid[index])]
        assert abs(found[index] - pyxirr.irr(flows)) < 1e-9


def test_arrays_that_do_not_fit_are_refused_and_empty_ones_are_empty():
    with pytest.raises(ValueError, match=r"^amount, count: .*broadcast"):
        rate(level(np.ones(3), np.ones(4), 12), "eu-ccd")
    assert rate(level(np.ones(0), 1, 12), "us-reg-z").shape == (0,)
