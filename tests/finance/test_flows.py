"""Flows refuse what cannot stand, and say which field, which value, and what is allowed."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

import course.finance
from course.finance import Agreement, Flow, Interval, advance, charge, payment

DAY = datetime.date(2024, 3, 1)
MONTHLY = Interval(months=1)


def test_public_names_are_listed_once_and_exist():
    names = course.finance.__all__
    assert len(names) == len(set(names))
    assert all(hasattr(course.finance, name) for name in names)


@pytest.mark.parametrize("amount", [0, 1, 2.5, Decimal("0.01"), np.float64(3), np.array([0, 1])])
def test_amounts_that_stand(amount):
    assert Flow("payment", amount, years=1).amount is amount


@pytest.mark.parametrize(
    "amount",
    [
        -1, -0.01, float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN"), 10**400,
        True, "100", None, [1, 2], 1j, np.array([1.0, -1.0]), np.array([np.nan]),
        np.array(["1"]), np.array([True]),
    ],
)  # fmt: skip
def test_amounts_that_do_not_stand(amount):
    with pytest.raises(ValueError, match=r"^amount: .*allowed: .*0 or more"):
        Flow("payment", amount, years=1)


@pytest.mark.parametrize(
    "count", [0, -3, 1.0, 2.5, True, "2", None, 10**9 + 1, np.array([0]), np.array([1.5])]
)
def test_counts_that_do_not_stand(count):
    with pytest.raises(ValueError, match=r"^count: .*whole number"):
        Flow("payment", 1, years=1, count=count, every_years=1)


def test_numpy_whole_numbers_count():
    flow = Flow("payment", 1, years=1, count=np.int64(3), every_years=1)
    assert type(flow.count) is int


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "gift", "years": 1}, "kind"),
        ({}, "date, years"),
        ({"date": DAY, "years": 1}, "date, years"),
        ({"date": "2024-03-01"}, "date"),
        ({"date": datetime.datetime(2024, 3, 1)}, "date"),
        ({"years": 0.5}, "years"),
        ({"years": "a month"}, "years"),
        ({"years": "1/0"}, "years"),
        ({"years": True}, "years"),
        ({"years": 10**9}, "years"),
        ({"years": 1, "count": 2}, "every_years"),
        ({"years": 1, "count": 2, "every_years": 0}, "every_years"),
        ({"years": 1, "count": 2, "every_years": Fraction(-1, 12)}, "every_years"),
        ({"years": 1, "count": 2, "every": MONTHLY}, "every"),
        ({"date": DAY, "count": 2}, "every"),
        ({"date": DAY, "count": 2, "every": "month"}, "every"),
        ({"date": DAY, "count": 2, "every_years": 1}, "every_years"),
        ({"date": DAY, "count": 2, "every": Interval(semimonths=(2, 16))}, "date"),
        ({"years": 1, "item": 3}, "item"),
        ({"years": 1, "principal": -1}, "principal"),
        ({"kind": "charge", "years": 1, "principal": 1}, "principal"),
    ],
)
def test_fields_that_do_not_stand(fields, field):
    with pytest.raises(ValueError, match=rf"^{field}: .*allowed: "):
        Flow(**{"kind": "payment", "amount": 1, **fields})


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"months": 0}, {"months": 1, "weeks": 1}, {"days": -1}, {"months": 1.0},
        {"months": True}, {"semimonths": (1,)}, {"semimonths": (16, 1)}, {"semimonths": (1, 32)},
        {"semimonths": [1, 16]}, {"semimonths": (1.0, 16)}, {"days": 10**7},
    ],
)  # fmt: skip
def test_intervals_that_do_not_stand(fields):
    with pytest.raises(ValueError, match=r"^every.*allowed: "):
        Interval(**fields)


def test_a_semimonth_may_begin_on_the_last_day_for_a_day_the_month_does_not_have():
    date = datetime.date(2023, 2, 28)
    every = Interval(semimonths=(15, 31))
    assert Flow("payment", 1, date=date, count=4, every=every).date == date


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"flows": ()}, "flows"),
        ({"flows": (1,)}, "flows"),
        ({"flows": (advance(1), payment(1, date=DAY))}, "flows"),
        ({"periods_per_year": 0}, "periods_per_year"),
        ({"periods_per_year": float("inf")}, "periods_per_year"),
        ({"periods_per_year": "12"}, "periods_per_year"),
        ({"interest_annual_rate": float("nan")}, "interest_annual_rate"),
        ({"interest_annual_rate": True}, "interest_annual_rate"),
    ],
)
def test_agreements_that_do_not_stand(fields, field):
    with pytest.raises(ValueError, match=rf"^{field}: .*allowed: "):
        Agreement(**{"flows": (advance(1),), **fields})


def test_constructors_say_the_kind_and_begin_at_time_zero():
    flows = advance(1), payment(2), charge(3, item="fee", payee="platform")
    assert [flow.kind for flow in flows] == ["advance", "payment", "charge"]
    assert all(flow.years == 0 for flow in flows)
    assert payment(1, date=DAY).years is None
    assert Agreement(list(flows)).flows == flows


def test_a_long_value_is_shortened_in_the_message():
    with pytest.raises(ValueError, match=r"^kind: ") as caught:
        Flow("x" * 10_000, 1, years=1)
    assert len(str(caught.value)) < 200
