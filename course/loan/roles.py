"""Which column of a plan holds what, by the sums that its rows must meet.

A name is a hint, the rows are the evidence. What must hold in the rows of a plan:

- what is owed before, less the principal, is what is owed afterwards, and that is what is owed
  before the next one; at the end nothing is owed;
- a payment is principal, interest, fees and what is repaid on top;
- interest is about one rate on what is owed.

Every way to give the columns their roles that explains some sum is weighed by the rows in which its
sums hold; the way that explains most wins, and two that explain as much are a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, permutations

import numpy as np

SAMPLE = 24
"""Rows in which sums are looked for; what is found is held against all of them."""
MOST_COLUMNS = 16
"""Columns of amounts that are tried in every way; a plan with more is read by its names first."""
ENOUGH = 0.7
"""The share of rows in which a sum must hold to count for anything."""

# What an explained row is worth. The chain of what is owed proves most: it binds each row to the
# next one. A name is worth less than any sum.
CHAIN, CLOSED, SUM, RATE, EXPLAINED, UNEXPLAINED = 4.0, 1.0, 4.0, 3.0, 0.7, -1.5
NAMED, MISNAMED = 0.6, -0.6
CORE = ("payment", "principal", "interest", "fee", "added", "balance", "opening")
CLOSE = 0.4
"""Two ways that are no further apart than this explain equally."""


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """A column of amounts: one a row in units, 0 where nothing stands.

    `first`: what stands in it in the row of the money paid out, 0 for nothing.
    """

    place: int
    hint: str
    values: np.ndarray
    first: float = 0.0


@dataclass(frozen=True, slots=True)
class Role:
    """What a column holds, and in how many of the rows its sums hold (None: no sum was there).

    `beside`: the place of the column it is a copy, a part or a running total of.
    """

    role: str
    fits: int | None = None
    of: int | None = None
    beside: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One way to read the columns.

    `roles`: by place. `lag`: whether a row's debt is repaid in it ("after") or in the next one.
    `unnamed_fee`: what every payment holds beyond the columns, 0 for nothing. `apart`: the places
    of fees and repayments that the payments leave out. `paid`: how each row's payment is made up,
    in units; `principal`: what each repays, in units.
    """

    roles: Mapping[int, Role]
    score: float
    unnamed_fee: float = 0.0
    apart: tuple[int, ...] = ()
    rate: float = 0.0
    """Interest of a row over what is owed, where it is one rate; else 0."""
    outcome: tuple[float, ...] = field(default=(), compare=False)
    """What a reader would get: money paid, money repaid. Two readings alike in it are one."""

    def place(self, role: str) -> int | None:
        """The place of the column with a role."""
        return next((at for at, held in self.roles.items() if held.role == role), None)


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
    found = _Search(columns, tolerance, dict(told or {}), days).readings()
    if any(role.role == "same" for role in found[0].roles.values()):
        # Two fees of the same amount are no copy of one another, if a sum needs both.
        twice = _Search(columns, tolerance, dict(told or {}), days, twins=True).readings()
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
    search = _Search(columns, tolerance, {}, None)
    if len(search.columns) < 6:
        return []
    search.sums, search.debts = search._sums(), search._debts()
    pairs = {frozenset(parts) for _, parts, _ in search.sums if len(parts) == 2}
    loans: dict[int, set[int]] = {}
    interests: dict[int, list[int]] = {}
    for debt in search.debts:
        if len(debt.repays) > 1 or debt.fit < 0.9:
            continue
        ((_, repaid),) = debt.repays
        for interest in search.used:
            if interest in (debt.at, repaid):
                continue
            judged = _Judged(search, repaid, interest, None, (debt.at, debt.after, debt.repays))
            judged._debts()
            judged._rate()
            if judged.rate:
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
    for target, parts, _ in search.sums:
        for loan in apart:
            if set(parts) <= loan and not any(target in other for other in apart):
                loan.add(target)
    return [frozenset(search.columns[at].place for at in loan) for loan in apart]


@dataclass(slots=True)
class _Debt:
    """A column of what is owed and what makes it smaller."""

    at: int
    after: bool
    repays: tuple[tuple[int, int], ...]  # signs and columns: principal, or payment less interest
    fit: float


class _Search:
    def __init__(
        self,
        columns: Sequence[Amounts],
        tolerance: float,
        told: dict[int, str],
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

    def _sums(self) -> list[tuple[int, tuple[int, ...], float]]:
        """Columns that are, row by row, the sum of two to four others, and in how many rows."""
        count = len(self.columns)
        if count < 3:
            return []
        at = np.unique(np.linspace(0, self.rows - 1, min(self.rows, SAMPLE)).round().astype(int))
        sample = self.values[:, at]
        found: list[tuple[int, tuple[int, ...], float]] = []
        seen: dict[int, list[tuple[frozenset[int], float]]] = {}
        for size in (2, 3, 4):
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
                    fit = self._fit(self.values[list(parts)].sum(axis=0) - self.values[target],
                                    margin)  # fmt: skip
                    if any(less < set(parts) and less_fit >= fit for less, less_fit in known):
                        continue
                    known.append((frozenset(parts), fit))
                    found.append((target, parts, fit))
        return found

    def _all_needed(self, target: int, parts: tuple[int, ...], margin: float) -> bool:
        """Whether each part makes the sum right in most rows in which it is more than nothing."""
        off = np.abs(self.values[list(parts)].sum(axis=0) - self.values[target]) <= margin
        for part in parts:
            there = np.abs(self.values[part]) > self.tolerance
            if not there.any() or off[there].mean() < 0.5:
                return False
        return True

    def _debts(self) -> list[_Debt]:
        """Columns that go down, row by row, by another, by the sum of two, or by a difference."""
        found: list[_Debt] = []
        if self.rows < 2:
            return found
        for x in self.used:
            owed = self.values[x]
            if np.ptp(owed) <= self.tolerance:
                continue
            for after in (True, False):
                repaid, rows = self._repaid(x, after=after)
                others = [c for c in self.used if c != x]
                moved = self.values[np.ix_(others, rows)]
                off = repaid - moved
                # Rows in which nothing moves prove nothing.
                moving = (np.abs(repaid) > self.tolerance) | (np.abs(moved) > self.tolerance)
                right = (np.abs(off) <= self.tolerance * 1.5) & moving
                fits = right.sum(axis=1) / np.maximum(moving.sum(axis=1), 1)
                for i in np.flatnonzero(fits >= ENOUGH):
                    found.append(_Debt(x, after, ((1, others[i]),), float(fits[i])))
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
                            found.append(
                                _Debt(x, after, ((1, one), (sign, two)), float(both[j]))
                            )
                if not any(debt.at == x and debt.fit >= 0.9 for debt in found):
                    found += self._debts_less_fees(x, after, off, moved, others)
        return found

    def _debts_less_fees(
        self, x: int, after: bool, off: np.ndarray, moved: np.ndarray, others: Sequence[int]
    ) -> Iterator[_Debt]:
        """A debt that falls by a payment less interest and less a fee within the payment."""
        for i, one in enumerate(others):
            for j, two in enumerate(others):
                if i == j or self.hints[two] == "fee":
                    continue
                closed = np.abs(off[i] + moved[j] + moved) <= self.tolerance * 2
                fits = closed.mean(axis=1)
                for k in np.flatnonzero(fits >= 0.9):
                    if k not in (i, j) and np.all(np.abs(moved[[i, j, k]]).max(axis=1) > 0):
                        terms = ((1, one), (-1, two), (-1, others[k]))
                        yield _Debt(x, after, terms, float(fits[k]))

    def _repaid(self, x: int, *, after: bool) -> tuple[np.ndarray, np.ndarray]:
        """By how much what is owed went down, and in which rows that was repaid."""
        owed = self.values[x]
        if not after:
            return owed[:-1] - owed[1:], np.arange(self.rows - 1)
        if self.firsts[x]:
            return np.concatenate(([self.firsts[x]], owed[:-1])) - owed, np.arange(self.rows)
        return owed[:-1] - owed[1:], np.arange(1, self.rows)

    @staticmethod
    def _fit(off: np.ndarray, margin: float) -> float:
        return float((np.abs(off) <= margin).mean()) if off.size else 0.0

    # Every way

    def readings(self) -> list[Reading]:
        if not self.columns:
            return [Reading(dict(self.roles), 0.0)]
        self.sums, self.debts = self._sums(), self._debts()
        tried: dict[tuple, Reading] = {}
        for way in self._ways():
            if way not in tried and self._allowed(way):
                tried[way] = self._judged(*way)
        return sorted(tried.values(), key=lambda reading: -reading.score)

    def _ways(self) -> Iterator[tuple[int | None, int | None, int | None, _DebtKey]]:
        """Principal, interest, payment, debt: each a column or None."""
        hinted = {
            role: [c for c in self.used if self.hints[c] == role]
            for role in ("principal", "interest", "payment", "advance", "extra")
        }
        interests: list[int | None] = [None, *hinted["interest"]]
        principals: list[int | None] = [None, *hinted["principal"]]
        for debt in self.debts:
            key = (debt.at, debt.after, debt.repays)
            (_, one), *more = debt.repays
            if len(more) == 2:
                yield None, more[0][1], one, key
                continue
            # The principal alone, or with a repayment on top, or less what is added to the debt.
            pairs = {part for _, parts, _ in self.sums if one in parts for part in parts}
            added = {at for _, at in more}
            if any(sign == 1 and self.hints[at] == "interest" for sign, at in more):
                continue
            for interest in {*interests, *pairs} - {one, debt.at} - added:
                yield one, interest, None, key
            if more and more[0][0] == -1:
                yield None, more[0][1], one, key
        for _, parts, _ in self.sums:
            for principal, interest in permutations(parts, 2):
                yield principal, interest, None, None
        for principal in principals:
            for interest in interests:
                if principal is None or principal != interest:
                    yield principal, interest, None, None
        for payment in hinted["payment"]:
            yield None, None, payment, None
        told = {
            role: next((c for c in self.used if self.told.get(self.columns[c].place) == role), None)
            for role in ("principal", "interest", "payment")
        }
        yield told["principal"], told["interest"], told["payment"], None

    def _allowed(self, way: tuple) -> bool:
        """Whether a way keeps to what the borrower told."""
        principal, interest, payment, debt = way
        for role, at in (("principal", principal), ("interest", interest), ("payment", payment)):
            if at is not None and self.told.get(self.columns[at].place, role) != role:
                return False
            wanted = [c for c in self.used if self.told.get(self.columns[c].place) == role]
            if wanted and role != "payment" and at not in wanted:
                return False
        if debt is not None:
            role = "balance" if debt[1] else "opening"
            if self.told.get(self.columns[debt[0]].place, role) != role:
                return False
        return True

    def _judged(
        self, principal: int | None, interest: int | None, payment: int | None, debt: _DebtKey
    ) -> Reading:
        judged = _Judged(self, principal, interest, payment, debt)
        return judged.reading()


_DebtKey = tuple[int, bool, tuple[tuple[int, int], ...]] | None


class _Judged:
    """One way to give the main roles, and what it makes of all other columns."""

    def __init__(
        self,
        search: _Search,
        principal: int | None,
        interest: int | None,
        payment: int | None,
        debt: _DebtKey,
    ) -> None:
        self.search = search
        self.values, self.hints = search.values, search.hints
        self.tolerance, self.rows = search.tolerance, search.rows
        self.given: dict[int, Role] = {}
        self.score = 0.0
        self.principal, self.interest, self.payment = principal, interest, payment
        self.debt = debt
        self.apart: list[int] = []
        self.unnamed_fee = 0.0
        self.rate = self.chain = 0.0
        self.repays = self._repays()
        self.owed: np.ndarray | None = None

    def reading(self) -> Reading:
        self._debts()
        self._rate()
        self._payments()
        self._rest()
        self._names()
        if self._is_all_there_is():
            self.score -= CHAIN + CLOSED
        roles = dict(self.search.roles)
        roles |= {self.search.columns[at].place: role for at, role in self.given.items()}
        held = {role.role for role in roles.values()}
        for column in self.search.all:
            roles.setdefault(column.place, Role("unexplained"))
            # A debt of one instalment is nothing afterwards.
            if roles[column.place].role == "zeros" and column.hint == "balance" and "balance" not in held:
                roles[column.place] = Role("balance")
        paid = self._paid()
        outcome = (round(float(paid.sum()), 2), round(float(self._principal().sum()), 2))
        return Reading(
            roles,
            self.score,
            self.unnamed_fee,
            tuple(self.search.columns[at].place for at in self.apart),
            self.rate,
            outcome,
        )

    def _is_all_there_is(self) -> bool:
        """Whether payments are read as repaying all of the debt, with no word of interest.

        What falls by whole payments is then rather what is still to pay, interest and all.
        """
        if self.principal is None or self.interest is not None or self.payment is not None:
            return False
        known = {role.role for role in self.search.roles.values()} | set(self.hints)
        return self.hints[self.principal] in ("payment", "") and not known & {
            "interest", "principal"
        }  # fmt: skip

    def _give(
        self, at: int, role: str, fit: float | None = None, beside: int | None = None
    ) -> None:
        rows = self.rows
        place = None if beside is None else self.search.columns[beside].place
        known = self.given.get(at)
        if known is not None and fit is None:
            return
        fits = None if fit is None else round(float(fit) * rows)
        if known is not None and known.fits is not None and fits is not None:
            fits = min(known.fits, fits)
        self.given[at] = Role(role, fits, None if fits is None else rows, place)

    def _value(self, at: int | None) -> np.ndarray:
        return np.zeros(self.rows) if at is None else self.values[at]

    # What is owed

    def _repays(self) -> np.ndarray | None:
        """What each row takes off the debt; None where no column says."""
        if self.debt is not None:
            return sum(sign * self.values[at] for sign, at in self.debt[2])
        return None if self.principal is None else self.values[self.principal]

    def _debts(self) -> None:
        search, taken = self.search, {self.principal, self.interest, self.payment}
        if self.debt is not None:
            for _, at in self.debt[2][1:]:
                taken.add(at)
        found = []
        if self.repays is not None and self.rows > 1:
            for x in search.used:
                if x in taken:
                    continue
                # What falls by whole payments is what is still to pay, interest and all.
                if self.debt is None and self._pays_all(x):
                    continue
                for after in (True, False):
                    repaid, rows = search._repaid(x, after=after)
                    if np.ptp(self.values[x]) <= self.tolerance:
                        continue
                    owing = self.repays[rows]
                    moving = (np.abs(repaid) > self.tolerance) | (np.abs(owing) > self.tolerance)
                    if not moving.any() or (
                        search._fit((repaid - owing)[moving], self.tolerance * 2) < ENOUGH
                    ):
                        continue
                    fit = search._fit(repaid - owing, self.tolerance * 2)
                    if fit >= ENOUGH:
                        found.append((fit, x, after, rows, self._closed(x, after=after)))
        worth = CHAIN
        named = {"balance": True, "opening": False}
        found.sort(
            key=lambda each: (
                -round(each[0], 6),
                not each[4],
                named.get(self.hints[each[1]]) is not each[2],
            )
        )
        for fit, x, after, rows, closed in found:
            role = "balance" if after else "opening"
            if x in self.given or role in {held.role for held in self.given.values()}:
                continue
            self._give(x, role, min(1.0, (fit * len(rows) + closed) / self.rows))
            self.score += worth * fit + CLOSED * closed
            self.chain = max(self.chain, fit)
            worth = CHAIN / 2
        if self.principal is not None and self.given:
            self._give(self.principal, "principal", max(fit for fit, *_ in found))
        if self.debt is not None:
            (_, one), *more = self.debt[2]
            if more and more[0][0] == 1:
                self._give(more[0][1], "extra", found[0][0] if found else None)
                self.score += EXPLAINED
            elif len(more) == 2:
                self._give(more[1][1], "fee", found[0][0] if found else None)
                self.score += EXPLAINED
            elif more and more[0][1] != self.interest:
                # The debt grows by it: money paid out again, or interest that is added.
                role = "advance" if self.hints[more[0][1]] == "advance" else "added"
                self._give(more[0][1], role, found[0][0] if found else None)
                self.score += EXPLAINED
        self._set_owed()

    def _pays_all(self, x: int) -> bool:
        return self.principal is None and self.interest is None

    def _closed(self, x: int, *, after: bool) -> bool:
        last = self.values[x][-1] - (0.0 if after else self.repays[-1])
        return abs(last) <= self.tolerance * max(2.0, self.rows / 12)

    def _set_owed(self) -> None:
        """What is owed before each row, where it is known."""
        places = {held.role: at for at, held in self.given.items()}
        if "opening" in places:
            self.owed = self.values[places["opening"]]
        elif "balance" in places:
            self.owed = self.values[places["balance"]] + self.repays
        elif self.repays is not None:
            self.owed = np.cumsum(self.repays[::-1])[::-1]

    # Interest

    def _rate(self) -> None:
        """Interest that is about one rate on what is owed, for a period or for a day."""
        if self.interest is None or self.owed is None:
            return
        interest, owed = self.values[self.interest], self.owed
        there = owed > 20 * self.tolerance
        if there.sum() < 2 or not np.any(interest[there] > 0):
            return
        best = 0.0
        for length in (None, self.search.days):
            base = owed if length is None else owed * length
            rates = interest[there] / base[there]
            middle = float(np.median(rates))
            if middle <= 0:
                continue
            margin = np.maximum(0.02 * middle * base[there], self.tolerance * 1.5)
            fit = float((np.abs(interest[there] - middle * base[there]) <= margin).mean())
            # A debt that never changes bears the same interest whatever the rule.
            if fit > best:
                best = fit
                if length is None:
                    self.rate = middle
        if np.ptp(owed[there]) <= self.tolerance:
            best /= 4
        if best >= ENOUGH:
            self.score += RATE * best
            self._give(self.interest, "interest", best)
        else:
            self.rate = 0.0

    # Payments

    def _principal(self) -> np.ndarray:
        if self.repays is not None:
            return self.repays
        return self._value(self.principal)

    def _parts(self) -> list[int]:
        """The columns that a whole payment is made of, as far as they are known."""
        parts = [at for at in (self.principal, self.interest) if at is not None]
        return parts + [at for at, held in self.given.items() if held.role == "extra"]

    def _payments(self) -> None:
        base = [at for at in (self.principal, self.interest) if at is not None]
        extras = [at for at, held in self.given.items() if held.role == "extra"]
        owed = {at for at, held in self.given.items() if held.role in ("balance", "opening")}
        whole: list[tuple[float, float, int, tuple[int, ...]]] = []
        sums = [(t, set(parts), fit) for t, parts, fit in self.search.sums]
        for target, parts, fit in sums:
            if target in owed or target in base or parts & owed:
                continue
            # Without interest, a payment is the principal and what is called a fee.
            fees_only = base == [self.principal] and all(
                self.hints[part] in ("fee", "extra") for part in parts - set(base)
            )
            if set(base) <= parts and (len(base) == 2 or fees_only):
                whole.append((fit, float(self.values[target].sum()), target, tuple(parts)))
        # A sum of a sum: total = instalment + insurance, instalment = principal + interest.
        for fit, _, part, parts in tuple(whole):
            for target, others, other_fit in sums:
                if part in others and target not in owed and not others & (set(parts) | owed):
                    added = (*parts, *(others - {part}))
                    total = float(self.values[target].sum())
                    whole.append((min(fit, other_fit), total, target, added))
                    self._give(part, "part", fit, target)
        if self.payment is not None:
            self._give(self.payment, "payment")
            self._ledger()
            for target, parts, fit in sums:
                if self.debt is None or self.chain < 0.9:
                    break
                if target == self.payment and not parts & (owed | {self.interest}):
                    self.score += SUM * fit
                    for part in parts:
                        self._give(part, "part", fit, target)
            return
        if whole:
            self._settle(whole, extras)
        elif base:
            self._one_part(base, extras)

    def _settle(
        self, whole: list[tuple[float, float, int, tuple[int, ...]]], extras: list[int]
    ) -> None:
        told = [w for w in whole if self.hints[w[2]] == "payment" and w[2] in self._told("payment")]
        fit, _, target, parts = max(
            told or whole,
            key=lambda each: (each[0] >= 0.9, each[1], -len(each[3]), each[0]),
        )
        self.given.pop(target, None)
        self._give(target, "payment", fit)
        self.payment = target
        self.score += SUM * fit
        for at in (self.principal, self.interest):
            if at is not None:
                self._give(at, "principal" if at == self.principal else "interest", fit)
        for at in parts:
            if at in (self.principal, self.interest) or at in extras:
                continue
            hint = self.hints[at]
            self._give(at, "extra" if hint == "extra" else "fee", fit)
            # What has a debt of its own is no fee.
            if any(debt.repays == ((1, at),) and debt.fit >= 0.9 and debt.at not in self.given
                   for debt in self.search.debts):  # fmt: skip
                self.score -= CHAIN
        for at in extras:
            if at not in parts:
                self.apart.append(at)
        for held_fit, _, other, _ in whole:
            if other != target:
                self._give(other, "part", held_fit, target)
                self.score += EXPLAINED

    def _told(self, role: str) -> list[int]:
        return [
            at for at in self.search.used
            if self.search.told.get(self.search.columns[at].place) == role
        ]  # fmt: skip

    def _one_part(self, base: list[int], extras: list[int]) -> None:
        """Principal or interest without a whole payment that is their sum."""
        known = self.values[base].sum(axis=0)
        for at in base:
            self._give(at, "principal" if at == self.principal else "interest")
        self.apart.extend(extras)
        best: tuple[float, float, int, float] | None = None
        for at in self.search.used:
            if at in base or at in self.given:
                continue
            over = self.values[at] - known
            if len(base) == 1:
                # Payment and principal are there, the interest is what is left, or the other way.
                if self.hints[at] != "payment" and self.hints[at] != "?":
                    continue
                rank = 1.0 + (self.hints[at] == "payment")
                found = (rank, float(self.values[at].sum()), at, 0.0)
            else:
                middle = float(np.median(over))
                fit = self.search._fit(over - middle, self.tolerance * 2)
                likely = self.hints[at] in ("payment", "?")
                if not likely and (fit < 0.9 or middle < -self.tolerance):
                    continue
                if fit >= ENOUGH and middle > self.tolerance * 2:
                    found = (2.0 + fit + likely, float(self.values[at].sum()), at, middle)
                elif likely:
                    found = (1.0 + fit, float(self.values[at].sum()), at, 0.0)
                else:
                    continue
            if best is None or found[:2] > best[:2]:
                best = found
        if best is None:
            return
        _, _, self.payment, self.unnamed_fee = best
        fit = self.search._fit(
            self.values[self.payment] - known - self.unnamed_fee, self.tolerance * 2
        )
        if len(base) == 1:
            self._give(self.payment, "payment")
            self._split(base[0])
            return
        self._give(self.payment, "payment", fit)
        self.score += SUM * 0.75 * fit if fit >= ENOUGH else 0.0
        if self.unnamed_fee and self.hints[self.payment] not in ("payment", "?"):
            self.score -= SUM / 2

    def _split(self, known: int) -> None:
        """Payment and principal, or payment and interest: what is left is the other one."""
        if self.principal is None or self.owed is None:
            return
        interest = self.values[self.payment] - self.values[self.principal]
        there = self.owed > 20 * self.tolerance
        if there.sum() < 3 or np.any(interest < -self.tolerance):
            return
        rates = interest[there] / self.owed[there]
        middle = float(np.median(rates))
        off = np.abs(interest[there] - middle * self.owed[there])
        fit = float((off <= np.maximum(0.02 * middle * self.owed[there], 2 * self.tolerance)).mean())
        if fit >= ENOUGH and middle > 0:
            self.score += RATE * fit
            self.rate = middle
            self._give(self.payment, "payment", fit)

    def _ledger(self) -> None:
        """A debt that grows by interest and falls by payments."""
        if self.interest is not None:
            role = "fee" if self.hints[self.interest] == "fee" else "interest"
            self._give(self.interest, role, self.debt and 1.0)

    # All other columns

    def _rest(self) -> None:
        search = self.search
        core = {at for at in (self.payment, self.principal, self.interest) if at is not None}
        for at in search.used:
            if at in self.given:
                continue
            role = self._explained(at, core)
            told = search.told.get(search.columns[at].place)
            if role is not None and role.role in ("sum", "part") and self.hints[at] == "paid":
                role = Role("paid", role.fits, role.of)
            if told is not None:
                role = Role(told, role.fits, role.of) if role and role.role == told else Role(told)
            if role is None:
                hint = self.hints[at]
                if hint in ("fee", "extra") and self._reasonable(at):
                    role = Role(hint)
                elif hint in ("rate", "days", "text", "paid", "running", "left"):
                    role = Role(hint)
                    self.score -= 0.1
                elif hint in ("payment", "?") and self.payment is None and not core:
                    role = Role("payment")
                    self.payment = at
                elif hint in ("balance", "opening") and self.repays is None:
                    role = Role(hint)
                    if hint in {held.role for held in self.given.values()}:
                        role = Role("unexplained")
                        self.score += UNEXPLAINED
                else:
                    role = Role("unexplained")
                    self.score += UNEXPLAINED
            elif role.fits is not None:
                self.score += EXPLAINED
            if role.role in ("fee", "extra", "advance") and (
                self.payment is None or role.fits is None
            ):
                self.apart.append(at)
            self.given[at] = role
        if self.payment is None and self.principal is None and not self.hints_of_payment():
            left = [at for at, held in self.given.items() if held.role == "unexplained"]
            if len(left) == 1 and len(self.search.columns) == 1:
                self.payment = left[0]
                self.given[left[0]] = Role("payment")

    def hints_of_payment(self) -> bool:
        return any(held.role == "payment" for held in self.given.values())

    def _reasonable(self, at: int) -> bool:
        """Whether a fee by its name may be one: not more than the payments themselves."""
        paid = self._paid()
        return not paid.any() or self.values[at].sum() <= max(paid.sum(), 1.0) or (
            self.hints[at] == "extra"
        )

    def _explained(self, at: int, core: Iterable[int]) -> Role | None:
        """What a column is by arithmetic alone: a running total, what is left, a sum, a rate."""
        rows, values, fit_of = self.rows, self.values[at], self.search._fit
        place = self.search.columns
        if rows >= 2:
            rise = np.diff(values)
            for other in self.search.used:
                if other == at:
                    continue
                margin = self.tolerance * 2
                begins = abs(values[0] - self.values[other][0]) <= margin
                fit = fit_of(rise - self.values[other][1:], margin)
                if fit >= 0.9 and (begins or rows > 3):
                    return Role("running", round(fit * (rows - 1)) + int(begins), rows,
                                place[other].place)  # fmt: skip
            paid = self._paid()
            for after in (True, False):
                repaid, which = self.search._repaid(at, after=after)
                if paid.any() and fit_of(repaid - paid[which], self.tolerance * 2) >= 0.9:
                    return Role("left", len(which), rows)
            for other in core:
                repaid, which = self.search._repaid(at, after=True)
                if fit_of(repaid - self.values[other][which], self.tolerance * 2) >= 0.9:
                    return Role("left", len(which), rows)
        for target, parts, fit in self.search.sums:
            if target == at:
                return Role("sum", round(fit * rows), rows)
            if at in parts and target in core and (set(parts) - {at}) & (
                set(self.given) | set(self.search.used)
            ) and not set(parts) & {self.principal, self.interest}:  # fmt: skip
                return Role("part", round(fit * rows), rows, place[target].place)
        if self.owed is not None and np.ptp(values) <= 1e-9 and 0 < values[0] <= 100 and self.rate:
            for per in (1, 12, 52, 26, 24, 4, 2, 365):
                for hundred in (1, 100):
                    if abs(values[0] / per / hundred - self.rate) <= 0.02 * self.rate:
                        return Role("rate", rows, rows)
        if self.owed is not None and self.hints[at] == "interest":
            there = self.owed > 20 * self.tolerance
            rates = values[there] / self.owed[there]
            middle = float(np.median(rates)) if rates.size else 0.0
            off = values[there] - middle * self.owed[there]
            margin = np.maximum(0.02 * middle * self.owed[there], self.tolerance * 1.5)
            if middle > 0 and (np.abs(off) <= margin).mean() >= 0.9:
                return Role("accrued", int((np.abs(off) <= margin).sum()), rows)
        if self.search.days is not None and np.all(np.abs(values - self.search.days) < 0.5):
            return Role("days", rows, rows)
        return None

    def _paid(self) -> np.ndarray:
        """What is paid in each row, in units."""
        if self.payment is not None:
            paid = self.values[self.payment]
        else:
            paid = self._value(self.principal) + self._value(self.interest)
        return paid + sum((self.values[at] for at in self.apart), np.zeros(self.rows))

    # Names

    def _names(self) -> None:
        for at, held in self.given.items():
            hint = self.hints[at]
            if hint in ("", "?"):
                continue
            if hint == held.role or {hint, held.role} <= {"fee", "extra"}:
                self.score += NAMED
            elif {hint, held.role} <= {"balance", "opening"}:
                self.score += NAMED / 2
            elif held.role in CORE:
                self.score += MISNAMED * (2 if hint in ("paid", "running", "left") else 1)
