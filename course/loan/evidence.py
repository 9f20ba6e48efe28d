"""Which sums hold between the columns of a plan, row by row and from one row to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from course.loan.roles import ENOUGH, Amounts, Role

SAMPLE = 24
"""Rows in which sums are looked for; what is found is held against all of them."""
MOST_TRIED = 200
"""Rows in which sums of four columns are tried."""
MOST_COLUMNS = 16
"""Columns of amounts that are tried in every way; of more, those whose names say most."""


class Sum(NamedTuple):
    """A column that is the sum of others, and the share of rows in which it is."""

    target: int
    parts: tuple[int, ...]
    fit: float


class Debt(NamedTuple):
    """A column of what is owed, and what makes it smaller.

    `after`: whether it stands after the repayment of its row. `repays`: signs and columns: the
    principal, principal and a repayment on top, or a payment less interest. `fit`: the share of
    rows in which it holds.
    """

    at: int
    after: bool
    repays: tuple[tuple[int, int], ...]
    fit: float


class Evidence:
    """Columns of amounts, and which sums hold between them.

    Columns are named by their index in `columns`, which leaves out those that need no search: only
    zeros, copies of another one, what the borrower said is not used; these stand in `roles`.
    `tolerance`: how far amounts that were rounded may miss, in units. `days`: the length of each
    row's period, where dates say. `twins`: whether copies are looked at, too.
    """

    def __init__(
        self,
        columns: Sequence[Amounts],
        tolerance: float,
        told: Mapping[int, str],
        days: np.ndarray | None,
        *,
        twins: bool = False,
    ) -> None:
        self.tolerance, self.told, self.days, self.twins = tolerance, told, days, twins
        self.all = tuple(columns)
        self.rows = len(columns[0].values) if columns else 0
        self.roles: dict[int, Role] = {}
        self.columns = self._worth_trying()
        self.hints = [told.get(column.place, column.hint) for column in self.columns]
        self.values = (
            np.array([column.values for column in self.columns])
            if self.columns
            else np.zeros((0, self.rows))
        )
        self.firsts = np.array([column.first for column in self.columns])
        self.used = range(len(self.columns))
        self.sums = self._sums()
        self.debts = self._debts()

    def told_places(self, role: str) -> list[int]:
        """The columns that hold a role because the borrower said so."""
        return [at for at in self.used if self.told.get(self.columns[at].place) == role]

    # What needs no search

    def _worth_trying(self) -> list[Amounts]:
        kept: list[Amounts] = []
        core = ("payment", "principal", "interest", "fee", "extra", "balance", "opening", "advance")
        ranked = sorted(
            self.all,
            key=lambda c: (
                c.place not in self.told,
                c.hint in ("paid", "left", "running"),
                c.hint not in core,
                c.hint in ("", "?"),
            ),
        )
        for column in ranked:
            role = self.told.get(column.place)
            if role in ("none", "loan") or (role is None and column.hint == "loan"):
                self.roles[column.place] = Role(role or "loan")
                continue
            if not np.any(np.abs(column.values) > 1e-9) and role is None:
                zero = column.hint in ("principal", "interest", "fee", "extra")
                self.roles[column.place] = Role(column.hint if zero else "zeros")
                continue
            twin = next((k for k in kept if self._same(k.values, column.values)), None)
            both = twin is not None and {twin.hint, column.hint} == {"principal", "payment"}
            if twin is not None and role is None and not both and not self.twins:
                self.roles[column.place] = Role("same", self.rows, self.rows, twin.place)
                continue
            kept.append(column)
        return sorted(kept[:MOST_COLUMNS], key=lambda column: column.place)

    def _same(self, one: np.ndarray, two: np.ndarray) -> bool:
        return bool(np.all(np.abs(one - two) <= self.tolerance))

    # What sums hold

    def _sums(self) -> list[Sum]:
        """Columns that are, row by row, the sum of two to four others, and in how many rows."""
        count = len(self.columns)
        if count < 3:
            return []
        at = np.unique(np.linspace(0, self.rows - 1, min(self.rows, SAMPLE)).round().astype(int))
        sample = self.values[:, at]
        found: list[Sum] = []
        seen: dict[int, list[tuple[frozenset[int], float]]] = {}
        for size in (2, 3, 4, 5):
            if size >= count:
                break
            sets = np.array(list(combinations(self.used, size)))
            added = sample[sets].sum(axis=1)
            margin = self.tolerance * (size + 1) / 2
            for target in self.used:
                if not np.any(np.abs(sample[target]) > self.tolerance):
                    continue
                fits = (np.abs(added - sample[target]) <= margin).mean(axis=1)
                for which in np.flatnonzero(fits >= ENOUGH):
                    parts = tuple(int(part) for part in sets[which])
                    if target in parts or not self._all_needed(target, parts, margin):
                        continue
                    known = seen.setdefault(target, [])
                    fit = self.fit(self.values[list(parts)].sum(axis=0) - self.values[target],
                                    margin)  # fmt: skip
                    if any(less < set(parts) and less_fit >= fit for less, less_fit in known):
                        continue
                    known.append((frozenset(parts), fit))
                    found.append(Sum(target, parts, fit))
        return found

    def _all_needed(self, target: int, parts: tuple[int, ...], margin: float) -> bool:
        """Whether each part makes the sum right in most rows in which it is more than nothing."""
        off = np.abs(self.values[list(parts)].sum(axis=0) - self.values[target]) <= margin
        for part in parts:
            there = np.abs(self.values[part]) > self.tolerance
            if not there.any() or off[there].mean() < 0.5:
                return False
        return True

    def _debts(self) -> list[Debt]:
        """Columns that go down, row by row, by another, by the sum of two, or by a difference."""
        found: list[Debt] = []
        if self.rows < 2:
            return found
        for x in self.used:
            owed = self.values[x]
            if np.ptp(owed) <= self.tolerance:
                continue
            for after in (True, False):
                repaid, rows = self.repaid(x, after=after)
                others = [c for c in self.used if c != x]
                moved = self.values[np.ix_(np.array(others, int), rows)]
                off = repaid - moved
                # Rows in which nothing moves prove nothing.
                moving = (np.abs(repaid) > self.tolerance) | (np.abs(moved) > self.tolerance)
                right = (np.abs(off) <= self.tolerance * 1.5) & moving
                fits = right.sum(axis=1) / np.maximum(moving.sum(axis=1), 1)
                for place in np.flatnonzero(fits >= ENOUGH):
                    found.append(Debt(x, after, ((1, others[place]),), float(fits[place])))
                # By two, where one alone leaves rows open.
                for i, one in enumerate(others):
                    rest = off[i]
                    for sign in (1, -1):
                        closed = np.abs(rest - sign * moved) <= self.tolerance * 2
                        both = closed.mean(axis=1)
                        for j in np.flatnonzero(both >= max(ENOUGH, fits[i] + 1e-9)):
                            two = others[j]
                            there = np.abs(moved[j]) > self.tolerance
                            if i == j or not there.any() or closed[j][there].mean() < 0.5:
                                continue
                            if sign == 1 and two < one and fits[j] >= fits[i]:
                                continue
                            found.append(Debt(x, after, ((1, one), (sign, two)), float(both[j])))
                if not any(debt.at == x and debt.fit >= 0.9 for debt in found):
                    found += self._debts_less_fees(x, after, off, moved, others)
        return found

    def _debts_less_fees(
        self, x: int, after: bool, off: np.ndarray, moved: np.ndarray, others: Sequence[int]
    ) -> Iterator[Debt]:
        """A debt that falls by a payment less interest and less a fee within the payment."""
        off, moved = off[:, :MOST_TRIED], moved[:, :MOST_TRIED]
        for i, one in enumerate(others):
            for j, two in enumerate(others):
                if i == j or self.hints[two] == "fee":
                    continue
                closed = np.abs(off[i] + moved[j] + moved) <= self.tolerance * 2
                fits = closed.mean(axis=1)
                for k in np.flatnonzero(fits >= 0.9).tolist():
                    if k not in (i, j) and np.all(np.abs(moved[[i, j, k]]).max(axis=1) > 0):
                        terms = ((1, one), (-1, two), (-1, others[k]))
                        yield Debt(x, after, terms, float(fits[k]))

    def repaid(self, x: int, *, after: bool) -> tuple[np.ndarray, np.ndarray]:
        """By how much what is owed went down, and in which rows that was repaid."""
        owed = self.values[x]
        if not after:
            return owed[:-1] - owed[1:], np.arange(self.rows - 1)
        if self.firsts[x]:
            return np.concatenate(([self.firsts[x]], owed[:-1])) - owed, np.arange(self.rows)
        return owed[:-1] - owed[1:], np.arange(1, self.rows)

    @staticmethod
    def fit(off: np.ndarray, margin: float) -> float:
        """The share of rows in which an amount is off by no more than a margin."""
        return float((np.abs(off) <= margin).mean()) if off.size else 0.0
