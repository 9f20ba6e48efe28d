"""The payments of the European Commission's worked examples, in minor units."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from pathlib import Path

VECTORS = Path(__file__).parents[1] / "vectors" / "regulators.json"


@cache
def commission_example(number: str) -> tuple[tuple[int, ...], float]:
    """All payments after the first day, and the published rate in per cent."""
    cases = {case["id"]: case for case in json.loads(VECTORS.read_text())["cases"]}
    case = cases[f"eu-ec2015-ex{number}"]
    payments = [
        round(flow["amount"] * 100)
        for flow in case["flows"]
        if flow["kind"] == "payment" and Fraction(flow["years"]) > 0
        for _ in range(flow.get("count", 1))
    ]
    return tuple(payments), case["expected"]["rate_pct"]
