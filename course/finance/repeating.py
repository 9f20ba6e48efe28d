"""Payments listed one by one, taken together as flows that repeat."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from course.finance.flows import Flow, Kind


def repeating_flows(
    kind: Kind,
    years: Sequence[Fraction],
    amounts: Sequence[int],
    principals: Sequence[int] | None = None,
    *,
    item: str = "",
    payee: str = "",
) -> Iterator[Flow]:
    """Consecutive equal amounts at equal distances as one flow each; amounts of 0 are left out.

    ``principals``: the part of each payment that repays principal. A flow says it where it is the
    same in all its payments, and no payment is less than its interest.

    >>> years = [Fraction(1), Fraction(2), Fraction(3)]
    >>> [flow.count for flow in repeating_flows("payment", years, [500, 500, 9])]
    [2, 1]
    """
    scale = math.lcm(*{time.denominator for time in years})
    ticks = [time.numerator * (scale // time.denominator) for time in years]
    start, last = 0, len(amounts)
    while start < last:
        amount, end, distance = amounts[start], start + 1, 0
        if end < last and amounts[end] == amount:
            distance = max(0, ticks[end] - ticks[start])
        while (
            distance
            and end < last
            and amounts[end] == amount
            and ticks[end] - ticks[end - 1] == distance
        ):
            end += 1
        if amount:
            count = end - start
            parts = set(principals[start:end]) if principals else set()
            principal = parts.pop() if len(parts) == 1 else None
            yield Flow(
                kind,
                amount,
                years=years[start],
                count=count,
                every_years=Fraction(distance, scale) if count > 1 else None,
                item=item,
                payee=payee,
                principal=None if principal is None or principal < 0 else principal,
            )
        start = end
