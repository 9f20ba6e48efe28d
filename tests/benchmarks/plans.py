"""How long the reading of a repayment plan takes, beside a peer that only splits and converts it.

Run `uv run python -m tests.benchmarks.plans`. It prints one JSON object: medians of processor
seconds, in milliseconds, for a plan of 360 rows with six columns, with names and without. The peer
is the standard library's csv with a Decimal for each amount: what any reader has to do at least.
"""

from __future__ import annotations

import csv
import io
import json
import statistics
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from course.content.offers import load_offers
from course.finance.schedules import level_payment
from course.loan.check import check
from course.loan.reading import read_plan

NAMES = "期数,还款日,应还总额,应还本金,应还利息,剩余本金"
TIMES = 15


def written(names: str) -> bytes:
    """A home loan of thirty years as a bank exports it."""
    lines = [names]
    for row in level_payment(1_000_000_00, 0.036, 360).rows:
        month = row.number - 1
        amounts = (row.payment_minor, row.principal_minor, row.interest_minor, row.balance_minor)
        day = f"{2026 + month // 12}-{month % 12 + 1:02}-15"
        lines.append(",".join([str(row.number), day, *(f"{a / 100:.2f}" for a in amounts)]))
    return "\n".join(lines).encode()


def split_and_converted(data: bytes) -> list[list[Decimal]]:
    """The amounts of the file, and nothing known of them."""
    rows = list(csv.reader(io.StringIO(data.decode())))[1:]
    return [[Decimal(cell) for cell in row[2:]] for row in rows]


def median_ms(run: Callable[[], Any]) -> float:
    """The median of processor time, in milliseconds."""
    run()
    times = []
    for _ in range(TIMES):
        begun = time.process_time()
        run()
        times.append(time.process_time() - begun)
    return round(statistics.median(times) * 1000, 1)


def main() -> None:
    """Print what was measured."""
    load_offers()  # what is read once is not timed
    named, bare = written(NAMES), written("a,b,c,d,e,f")
    plan = read_plan(named)
    print(
        json.dumps(
            {
                "read, with names": median_ms(lambda: read_plan(named)),
                "read, without": median_ms(lambda: read_plan(bare)),
                "check": median_ms(lambda: check(plan)),
                "csv and Decimal alone": median_ms(lambda: split_and_converted(named)),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
