"""How long a rate takes, and how many published examples it meets, beside the peers.

Run `uv run python tests/benchmarks/rates.py`. It prints one JSON object; times are medians, in
microseconds for one rate and milliseconds for a batch.

The loans are level: an amount, a fee on the first day, equal monthly payments. The peers are given
the flows as a list of numbers that is ready before the clock starts, and so is our agreement. The
equation is that of `us-reg-z`, which on whole months is the monthly internal rate of return, and
its time includes choosing the unit-period; `eu-ccd` is the same without that choice.
"""

from __future__ import annotations

import datetime
import json
import platform
import statistics
import sys
import time
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pyxirr
import scipy
from scipy.optimize import brentq

from course.content.cases import read_cases, run_case
from course.finance import Agreement, advance, annual_rate, charge, payment

VECTORS = Path(__file__).parents[1] / "vectors" / "regulators.json"
AMOUNT, FEE = 1_000_000.0, 10_000.0
COUNTS = (12, 120, 360, 1200)
OFFERS = 10_000


def median_seconds(run: Callable[[], Any], least: float = 0.4) -> float:
    """The median time of one run, over rounds that last at least this long together."""
    run()
    start = time.perf_counter()
    run()
    once = max(time.perf_counter() - start, 1e-7)
    inner = max(1, int(0.01 / once))
    rounds = max(7, int(least / (inner * once)))
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(inner):
            run()
        times.append((time.perf_counter() - start) / inner)
    return statistics.median(times)


def level_payment(count: int, rate: float = 0.05) -> float:
    return AMOUNT * rate / 12 / (1 - (1 + rate / 12) ** -count)


def agreement(paid: Any, count: int, fee: Any = FEE) -> Agreement:
    month = Fraction(1, 12)
    return Agreement(
        (
            advance(AMOUNT),
            charge(fee),
            payment(paid, years=month, count=count, every_years=month),
        )
    )


def brentq_irr(flows: np.ndarray, powers: np.ndarray) -> float:
    return brentq(lambda i: flows @ (1.0 + i) ** -powers, -0.01, 1.0, xtol=1e-14)


def brentq_xirr(amounts: np.ndarray, years: np.ndarray) -> float:
    return brentq(lambda x: amounts @ (1.0 + x) ** -years, -0.5, 5.0, xtol=1e-14)


def one_loan(count: int) -> dict[str, float]:
    paid = level_payment(count)
    loan = agreement(paid, count)
    flows = [FEE - AMOUNT, *([paid] * count)]
    array, powers = np.array(flows), np.arange(count + 1.0)
    expected = annual_rate(loan, "us-reg-z").rate.annual_rate / 12
    assert abs(pyxirr.irr(flows) - expected) < 1e-9
    assert abs(brentq_irr(array, powers) - expected) < 1e-9
    runs = {
        "ours_us_reg_z": lambda: annual_rate(loan, "us-reg-z"),
        "ours_eu_ccd": lambda: annual_rate(loan, "eu-ccd"),
        "pyxirr_irr": lambda: pyxirr.irr(flows),
        "scipy_brentq": lambda: brentq_irr(array, powers),
    }
    return {name: round(median_seconds(run) * 1e6, 1) for name, run in runs.items()}


def batch() -> dict[str, float]:
    random = np.random.default_rng(1)
    fee = random.uniform(0.0, 0.05 * AMOUNT, OFFERS)
    paid = random.uniform(3_000.0, 9_000.0, OFFERS)
    offers = agreement(paid, 360, fee)
    ours = median_seconds(lambda: annual_rate(offers, "us-reg-z"))
    rows = [[f - AMOUNT, *([p] * 360)] for f, p in zip(fee.tolist(), paid.tolist(), strict=True)]
    peer, times = [], []
    for _ in range(3):
        start = time.perf_counter()
        peer = [pyxirr.irr(row) for row in rows]
        times.append(time.perf_counter() - start)
    theirs = statistics.median(times)
    found = annual_rate(offers, "us-reg-z").rate.annual_rate / 12
    return {
        "offers": OFFERS,
        "ours_ms": round(ours * 1e3, 3),
        "pyxirr_irr_loop_ms": round(theirs * 1e3, 1),
        "times_faster": round(theirs / ours),
        "max_difference": float(np.abs(found - np.array(peer, dtype=float)).max()),
    }


def laid_out(flow: dict[str, Any]) -> list[tuple[datetime.date, float]]:
    """The members of a dated series, as the peers want them: every date and amount."""
    date, every = datetime.date.fromisoformat(flow["date"]), flow.get("every", {})
    amount = float(flow["amount"]) * (-1 if flow["kind"] == "advance" else 1)
    members = []
    for k in range(flow.get("count", 1)):
        if "semimonths" in every:
            first, second = every["semimonths"]
            month, half = divmod(k + (date.day != first), 2)
            month, day = date.month - 1 + month, (first, second)[half]
        else:
            month, day = date.month - 1 + k * every.get("months", 0), date.day
        shifted = datetime.date(date.year + month // 12, month % 12 + 1, day)
        members.append((shifted + datetime.timedelta(weeks=k * every.get("weeks", 0)), amount))
    return members


def published_examples() -> dict[str, int]:
    """How many of the Appendix J examples each meets at the published two decimals.

    The peers know no unit-periods; their effective rate over actual days is turned into a nominal
    one with the number of periods a year that the regulation publishes.
    """
    met = {"examples": 0, "ours": 0, "pyxirr_xirr": 0, "scipy_brentq_actual_days": 0}
    for case in read_cases(VECTORS):
        if case["rule"] != "us-reg-z":
            continue
        met["examples"] += 1
        published = case["expected"]
        per_year = float(published["unit_period"]["per_year"])
        members = [member for flow in case["flows"] for member in laid_out(flow)]
        dates, amounts = [list(column) for column in zip(*members, strict=True)]
        years = np.array([(date - min(dates)).days / 365 for date in dates])
        effective = {
            "pyxirr_xirr": pyxirr.xirr(dates, amounts),
            "scipy_brentq_actual_days": brentq_xirr(np.array(amounts), years),
        }
        found = {
            name: 100 * per_year * ((1 + rate) ** (1 / per_year) - 1)
            for name, rate in effective.items()
        }
        found["ours"] = run_case(case, 1)["rate_pct"]
        for name, rate in found.items():
            rounded = Decimal(rate).quantize(Decimal("0.01"), ROUND_HALF_UP)
            met[name] += rounded == published["rate_pct"].quantize(Decimal("0.01"))
    return met


def main() -> None:
    counts = {count: one_loan(count) for count in COUNTS}
    result = {
        "benchmark": "rates",
        "python": platform.python_version(),
        "machine": platform.machine(),
        "numpy": np.__version__,
        "pyxirr": pyxirr.__version__,
        "scipy": scipy.__version__,
        "one_loan_of_360_payments_us": counts[360],
        "one_rate_by_number_of_payments_us": counts,
        "batch": batch(),
        "appendix_j_examples_met": published_examples(),
    }
    json.dump(result, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
