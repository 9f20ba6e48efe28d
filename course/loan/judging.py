"""What one way to give the main roles makes of all columns of a plan, and how much bears it out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from course.loan.evidence import Debt, Evidence
from course.loan.roles import (
    CHAIN,
    CLOSED,
    ENOUGH,
    EXPLAINED,
    MISNAMED,
    NAMED,
    RATE,
    SUM,
    UNEXPLAINED,
    Reading,
    Role,
)

CORE = ("payment", "principal", "interest", "fee", "added", "balance", "opening")


class Judged:
    """One way to give the main roles, and what it makes of all other columns."""

    def __init__(
        self,
        evidence: Evidence,
        principal: int | None,
        interest: int | None,
        payment: int | None,
        debt: Debt | None,
    ) -> None:
        self.evidence = evidence
        self.values, self.hints = evidence.values, evidence.hints
        self.tolerance, self.rows = evidence.tolerance, evidence.rows
        self.given: dict[int, Role] = {}
        self.score = 0.0
        self.principal, self.interest, self.payment = principal, interest, payment
        self.debt = debt
        self.apart: list[int] = []
        self.whole = False  # whether the payments are known to be a sum
        self.unnamed_fee = 0.0
        self.rate = self.chain = 0.0
        self.repays = self._repays()
        self.owed: np.ndarray | None = None

    def weigh(self) -> float:
        """How much bears out the main roles alone."""
        self._debts()
        self._rate()
        self._payments()
        return self.score

    def reading(self) -> Reading:
        """The whole reading, once the main roles were weighed."""
        self._rest()
        self._names()
        if self._is_all_there_is():
            self.score -= CHAIN + CLOSED
            for at, held in self.given.items():
                if held.role in ("balance", "opening"):
                    self.given[at] = replace(held, role="left")
            self.given[self.principal] = replace(self.given[self.principal], role="payment")
            self.payment, self.principal, self.repays = self.principal, None, None
        roles = dict(self.evidence.roles)
        roles |= {self.evidence.columns[at].place: role for at, role in self.given.items()}
        for column in self.evidence.all:
            roles.setdefault(column.place, Role("unexplained"))
        # What is owed after a loan of one instalment is nothing.
        if all(role.role != "balance" for role in roles.values()):
            for column in self.evidence.all:
                if roles[column.place].role == "zeros" and column.hint == "balance":
                    roles[column.place] = Role("balance")
        paid = self._paid()
        outcome = (round(float(paid.sum()), 2), round(float(self._principal().sum()), 2))
        return Reading(
            roles,
            self.score,
            self.unnamed_fee,
            tuple(self.evidence.columns[at].place for at in self.apart),
            outcome,
        )

    def _is_all_there_is(self) -> bool:
        """Whether payments are read as repaying all of the debt, with no word of interest.

        What falls by whole payments is then rather what is still to pay, interest and all.
        """
        if self.principal is None or self.interest is not None or self.payment is not None:
            return False
        known = {role.role for role in self.evidence.roles.values()} | set(self.hints)
        return self.hints[self.principal] in ("payment", "") and not known & {
            "interest", "principal"
        }  # fmt: skip

    def _give(
        self, at: int, role: str, fit: float | None = None, beside: int | None = None
    ) -> None:
        rows = self.rows
        place = None if beside is None else self.evidence.columns[beside].place
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

    def bears_interest(self) -> bool:
        """Whether the interest is one rate on what is owed."""
        self._debts()
        self._rate()
        return self.rate > 0

    def _repays(self) -> np.ndarray | None:
        """What each row takes off the debt; None where no column says."""
        if self.debt is not None:
            return sum(sign * self.values[at] for sign, at in self.debt.repays)
        return None if self.principal is None else self.values[self.principal]

    def _debts(self) -> None:
        taken = {self.principal, self.interest, self.payment}
        if self.debt is not None:
            for _, at in self.debt.repays[1:]:
                taken.add(at)
        found = []
        if self.repays is not None and self.rows > 1:
            for x in self.evidence.used:
                if x in taken:
                    continue
                for after in (True, False):
                    repaid, rows = self.evidence.repaid(x, after=after)
                    if np.ptp(self.values[x]) <= self.tolerance:
                        continue
                    owing = self.repays[rows]
                    moving = (np.abs(repaid) > self.tolerance) | (np.abs(owing) > self.tolerance)
                    if not moving.any() or (
                        self.evidence.fit((repaid - owing)[moving], self.tolerance * 2) < ENOUGH
                    ):
                        continue
                    fit = self.evidence.fit(repaid - owing, self.tolerance * 2)
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
            _, *more = self.debt.repays
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
        rate, fit = self._one_rate(self.values[self.interest])
        if self.evidence.days is not None:
            fit = max(fit, self._one_rate(self.values[self.interest], self.evidence.days)[1])
        # A debt that never changes bears the same interest whatever the rule.
        if fit >= ENOUGH and np.ptp(self.owed[self._owing()]) > self.tolerance:
            self.rate = rate
            self.score += RATE * fit
            self._give(self.interest, "interest", fit)

    def _owing(self) -> np.ndarray:
        """The rows in which enough is owed for its interest to show the rate."""
        return self.owed > 20 * self.tolerance

    def _one_rate(
        self, interest: np.ndarray, lengths: np.ndarray | None = None
    ) -> tuple[float, float]:
        """The usual rate of interest on what is owed, and the share of rows that keep to it.

        `lengths`: of the periods; without them each is one.
        """
        there = self._owing()
        if there.sum() < 2 or not np.any(interest[there] > 0):
            return 0.0, 0.0
        base = self.owed[there] if lengths is None else (self.owed * lengths)[there]
        rate = float(np.median(interest[there] / base))
        if rate <= 0:
            return 0.0, 0.0
        margin = np.maximum(0.02 * rate * base, self.tolerance * 1.5)
        return rate, float((np.abs(interest[there] - rate * base) <= margin).mean())

    # Payments

    def _principal(self) -> np.ndarray:
        if self.repays is not None:
            return self.repays
        return self._value(self.principal)

    def _payments(self) -> None:
        base = [at for at in (self.principal, self.interest) if at is not None]
        extras = [at for at, held in self.given.items() if held.role == "extra"]
        owed = {at for at, held in self.given.items() if held.role in ("balance", "opening")}
        whole: list[tuple[float, float, int, tuple[int, ...]]] = []
        sums = [(t, set(parts), fit) for t, parts, fit in self.evidence.sums]
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
        for fit, _, part, own in tuple(whole):
            for target, others, other_fit in sums:
                if part in others and target not in owed and not others & (set(own) | owed):
                    added = (*own, *(others - {part}))
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
                    self.score += SUM * fit * (not self.whole)
                    self.whole = True
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
        payments = self.evidence.told_places("payment")
        told = [each for each in whole if each[2] in payments]
        fit, _, target, parts = max(
            told or whole,
            key=lambda each: (each[0] >= 0.9, each[1], each[0], -len(each[3])),
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
                   for debt in self.evidence.debts):  # fmt: skip
                self.score -= CHAIN
        for at in extras:
            if at not in parts:
                self.apart.append(at)
        for held_fit, _, other, _ in whole:
            if other != target:
                self._give(other, "part", held_fit, target)
                self.score += EXPLAINED

    def _one_part(self, base: list[int], extras: list[int]) -> None:
        """Principal or interest without a whole payment that is their sum."""
        known = self.values[base].sum(axis=0)
        for at in base:
            self._give(at, "principal" if at == self.principal else "interest")
        self.apart.extend(extras)
        best: tuple[float, float, int, float] | None = None
        for at in self.evidence.used:
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
                fit = self.evidence.fit(over - middle, self.tolerance * 2)
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
        fit = self.evidence.fit(
            self.values[self.payment] - known - self.unnamed_fee, self.tolerance * 2
        )
        if len(base) == 1:
            self._give(self.payment, "payment")
            self._split()
            return
        self._give(self.payment, "payment", fit)
        self.score += SUM * 0.75 * fit if fit >= ENOUGH else 0.0
        if self.unnamed_fee and self.hints[self.payment] not in ("payment", "?"):
            self.score -= SUM / 2

    def _split(self) -> None:
        """Payment and principal: what is left is interest, if it is one rate on what is owed."""
        if self.principal is None or self.owed is None or self._owing().sum() < 3:
            return
        interest = self.values[self.payment] - self.values[self.principal]
        rate, fit = self._one_rate(interest)
        if fit >= ENOUGH and not np.any(interest[self._owing()] < -self.tolerance):
            self.rate = rate
            self.score += RATE * fit
            self._give(self.payment, "payment", fit)

    def _ledger(self) -> None:
        """A debt that grows by interest and falls by payments."""
        if self.interest is not None:
            role = "fee" if self.hints[self.interest] == "fee" else "interest"
            self._give(self.interest, role, self.debt and 1.0)

    # All other columns

    def _rest(self) -> None:
        core = {at for at in (self.payment, self.principal, self.interest) if at is not None}
        for at in self.evidence.used:
            if at in self.given:
                continue
            role = self._explained(at, core)
            told = self.evidence.told.get(self.evidence.columns[at].place)
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
        if self.payment is None and self.principal is None and not self._has_payment():
            left = [at for at, held in self.given.items() if held.role == "unexplained"]
            if len(left) == 1 and len(self.evidence.columns) == 1:
                self.payment = left[0]
                self.given[left[0]] = Role("payment")

    def _has_payment(self) -> bool:
        return any(held.role == "payment" for held in self.given.values())

    def _reasonable(self, at: int) -> bool:
        """Whether a fee by its name may be one: not more than the payments themselves."""
        paid = self._paid()
        return (
            not paid.any()
            or self.values[at].sum() <= max(paid.sum(), 1.0)
            or (self.hints[at] == "extra")
        )

    def _explained(self, at: int, core: Iterable[int]) -> Role | None:
        """What a column is by arithmetic alone: a running total, what is left, a sum, a rate."""
        rows, values, fit_of = self.rows, self.values[at], self.evidence.fit
        place = self.evidence.columns
        if rows >= 2 and np.ptp(values) > self.tolerance:
            rise = np.diff(values)
            for other in self.evidence.used:
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
                repaid, which = self.evidence.repaid(at, after=after)
                if paid.any() and fit_of(repaid - paid[which], self.tolerance * 2) >= 0.9:
                    return Role("left", len(which), rows)
            for other in core:
                repaid, which = self.evidence.repaid(at, after=True)
                if fit_of(repaid - self.values[other][which], self.tolerance * 2) >= 0.9:
                    return Role("left", len(which), rows)
        for target, parts, fit in self.evidence.sums:
            if target == at:
                return Role("sum", round(fit * rows), rows)
            if at in parts and target in core and (set(parts) - {at}) & (
                set(self.given) | set(self.evidence.used)
            ) and not set(parts) & {self.principal, self.interest}:  # fmt: skip
                return Role("part", round(fit * rows), rows, place[target].place)
        if self.owed is not None and np.ptp(values) <= 1e-9 and 0 < values[0] <= 100 and self.rate:
            for per in (1, 12, 52, 26, 24, 4, 2, 365):
                for hundred in (1, 100):
                    if abs(values[0] / per / hundred - self.rate) <= 0.02 * self.rate:
                        return Role("rate", rows, rows)
        if self.owed is not None and self.hints[at] == "interest":
            _, fit = self._one_rate(values)
            if fit >= 0.9:
                return Role("accrued", round(fit * rows), rows)
        if self.evidence.days is not None and np.all(np.abs(values - self.evidence.days) < 0.5):
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
