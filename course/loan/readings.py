"""Every way to read the columns of a plan, the best first; and loans that stand side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, permutations
from typing import NamedTuple

import numpy as np

from course.loan.evidence import Debt, Evidence
from course.loan.judging import Judged
from course.loan.roles import CLOSE, Amounts, Reading

MOST_WAYS = 400
"""Ways that are weighed: a plan of a dozen columns has some fifty, a file made to harm more."""


MOST_READ = 30
"""Of them, those that are read to the last column."""


class Way(NamedTuple):
    """A way to give the main roles: each a column or None; `debt`: what is owed and what repays
    it.
    """

    principal: int | None
    interest: int | None
    payment: int | None
    debt: Debt | None


def readings(
    columns: Sequence[Amounts],
    tolerance: float,
    told: Mapping[int, str] | None = None,
    days: np.ndarray | None = None,
) -> list[Reading]:
    """Every way to read the columns that explains something, the best first.

    `tolerance`: how far amounts that were rounded may miss, in units. `told`: roles that the
    borrower gave, by place. `days`: how long each row's period was, where dates say.

    >>> def column(place, *values):
    ...     return Amounts(place, "", np.array(values, float))
    >>> owed, paid = column(0, 66.67, 33.34, 0), column(1, 34.33, 34.0, 33.67)
    >>> interest, principal = column(2, 1.0, 0.67, 0.33), column(3, 33.33, 33.33, 33.34)
    >>> best = readings([owed, paid, interest, principal], 0.02)[0]
    >>> [best.roles[place].role for place in range(4)]
    ['balance', 'payment', 'interest', 'principal']
    """
    found = _weighed(Evidence(columns, tolerance, told or {}, days))
    roles = {role.role for role in found[0].roles.values()}
    if {"same", "unexplained"} <= roles or ("same" in roles and not roles & {"payment", "fee"}):
        # Two fees of the same amount are no copy of one another, if a sum needs both.
        twice = _weighed(Evidence(columns, tolerance, told or {}, days, twins=True))
        if twice[0].score > found[0].score + CLOSE:
            return twice
    return found


def side_by_side(columns: Sequence[Amounts], tolerance: float) -> list[frozenset[int]]:
    """The places of the columns of each loan, where a table holds several beside one another.

    Two loans are two debts, each with repayments and interest of its own.

    >>> def column(place, *values):
    ...     return Amounts(place, "", np.array(values, float))
    >>> one = [column(0, 66.67, 33.34, 0), column(1, 33.33, 33.33, 33.34), column(2, 1, 0.67, 0.33)]
    >>> two = [column(3, 200, 100, 0), column(4, 100, 100, 100), column(5, 6, 4, 2)]
    >>> [sorted(places) for places in side_by_side([*one, *two], 0.01)]
    [[0, 1, 2], [3, 4, 5]]
    """
    evidence = Evidence(columns, tolerance, {}, None)
    if len(evidence.columns) < 6:
        return []
    pairs = {frozenset(parts) for _, parts, _ in evidence.sums if len(parts) == 2}
    loans: dict[int, set[int]] = {}
    interests: dict[int, list[int]] = {}
    for debt in evidence.debts:
        if len(debt.repays) > 1 or debt.fit < 0.9:
            continue
        ((_, repaid),) = debt.repays
        for interest in evidence.used:
            if interest in (debt.at, repaid):
                continue
            if Judged(evidence, repaid, interest, None, debt).bears_interest():
                loans.setdefault(repaid, set()).update((debt.at, repaid))
                interests.setdefault(repaid, []).append(interest)
    # Interest of one loan is in proportion to another of the same kind, too: that of its own sum,
    # or else of the column that stands nearest.
    for repaid, loan in loans.items():
        free = [at for at in interests[repaid] if not any(at in other for other in loans.values())]
        if not free:
            return []
        loan.add(min(free, key=lambda at: (frozenset((repaid, at)) not in pairs, abs(at - repaid))))
    apart = list(loans.values())
    if len(apart) < 2 or any(one & two for one, two in combinations(apart, 2)):
        return []
    for target, parts, _ in evidence.sums:
        for loan in apart:
            if set(parts) <= loan and not any(target in other for other in apart):
                loan.add(target)
    return [frozenset(evidence.columns[at].place for at in loan) for loan in apart]


def _weighed(evidence: Evidence) -> list[Reading]:
    """Every way that is worth a thought, the best first."""
    if not evidence.columns:
        return [Reading(dict(evidence.roles), 0.0)]
    ways = dict.fromkeys(way for way in _ways(evidence) if _allowed(evidence, way))
    judged = [Judged(evidence, *way) for way in islice(ways, MOST_WAYS)]
    likely = sorted(judged, key=lambda each: -each.weigh())[:MOST_READ]
    return sorted((each.reading() for each in likely), key=lambda reading: -reading.score)


def _ways(evidence: Evidence) -> Iterator[Way]:
    hints = evidence.hints
    hinted = {
        role: [at for at in evidence.used if hints[at] == role]
        for role in ("principal", "interest", "payment")
    }
    told = {role: evidence.told_places(role) for role in hinted}
    first = [at[0] if at else None for at in told.values()]
    yield Way(first[0], first[1], first[2], None)
    interests: list[int | None] = [None, *hinted["interest"]]
    for principal in (None, *hinted["principal"]):
        for interest in interests:
            if principal is None or principal != interest:
                yield Way(principal, interest, None, None)
    for payment in hinted["payment"]:
        yield Way(None, None, payment, None)
    for debt in evidence.debts:
        (_, one), *more = debt.repays
        if len(more) == 2:
            yield Way(None, more[0][1], one, debt)
            continue
        terms = {at for _, at in more}
        if not any(sign == 1 and hints[at] == "interest" for sign, at in more):
            # The principal alone, or with a repayment on top, or less what is added to the debt.
            others = {part for total in evidence.sums if one in total.parts for part in total.parts}
            for interest in sorted({*interests, *others} - {one, debt.at} - terms, key=_none_first):
                yield Way(one, interest, None, debt)
        if more and more[0][0] == -1:
            yield Way(None, more[0][1], one, debt)
    for total in evidence.sums:
        for principal, interest in permutations(total.parts, 2):
            yield Way(principal, interest, None, None)


def _none_first(at: int | None) -> int:
    return -1 if at is None else at


def _allowed(evidence: Evidence, way: Way) -> bool:
    """Whether a way keeps to what the borrower told."""
    for role, at in zip(("principal", "interest", "payment"), way[:3], strict=True):
        if at is not None and evidence.told.get(evidence.columns[at].place, role) != role:
            return False
        wanted = evidence.told_places(role)
        if wanted and role != "payment" and at not in wanted:
            return False
    if way.debt is None:
        return True
    role = "balance" if way.debt.after else "opening"
    return evidence.told.get(evidence.columns[way.debt.at].place, role) == role
