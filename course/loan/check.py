"""What a loan comes to: money in hand, money to pay, cost, rates, and what does not fit together.

`check` takes a plan that was read from a file, or an offer. What it concludes because nothing else
is known stands in `Checked.assumptions`, what only the borrower can say in `Checked.questions`.
"""

from __future__ import annotations

import contextlib
import datetime
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from course.content import disclosure
from course.content.comparison import RULE_NAMES, SAME_AS
from course.content.disclosure import Disclosure
from course.content.offers import Offer
from course.content.values import Currency
from course.content.vocabulary import CURRENCIES
from course.finance.checks import refusal
from course.finance.flows import Agreement, Flow
from course.finance.rates import NoRate, annual_rate
from course.loan import findings, sound
from course.loan.flows import KEPT_BACK, agreement_of, own_rate, twice_a_month
from course.loan.lines import Line, lines_of
from course.loan.offered import offered_plan
from course.loan.plan import UNNAMED_CURRENCY, ColumnRead, Plan, PlanRow, Unread
from course.loan.times import times_of
from course.loan.words import Refused, Remark

_PLACES = {currency: place for place, currency in CURRENCIES.items()}


class Leaving(NamedTuple):
    """What leaving the loan with a payment costs; amounts in minor units.

    `pay_minor`: what is still owed, and the fee for leaving; `cost_minor`: the cost of the whole
    loan then; `saved_minor`: how much less that is than to the end.
    """

    number: int
    date: datetime.date | None
    balance_minor: int
    pay_minor: int
    cost_minor: int
    saved_minor: int


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer. Amounts are minor units, rates fractions a year; None or NaN: not known.

    `rates`: by rule. `disclosure`: the table of all-in cost; None where no money in hand is known
    or where no rate can be. `columns`: how the file was read. `offer`: what was checked, unless it
    was a plan from a file. `unclear`: whether a question stands before every figure. `loans`: each
    loan alone, where the file holds several.
    """

    currency: str
    jurisdiction: str
    on: datetime.date | None
    amount_minor: int | None
    received_minor: int | None
    to_pay_minor: int
    rates: Mapping[str, float]
    rows: tuple[PlanRow, ...]
    years: tuple[Fraction, ...]
    findings: tuple[Remark, ...]
    assumptions: tuple[Remark, ...]
    questions: tuple[Remark, ...]
    unread_rows: tuple[Unread, ...]
    leaving: tuple[Leaving, ...]
    lines: tuple[Line, ...]
    disclosure: Disclosure | None
    advertised: float | None
    columns: tuple[ColumnRead, ...] = ()
    unclear: bool = False
    offer: Offer | None = None
    loans: tuple[tuple[str, Checked], ...] = ()

    @property
    def money(self) -> Currency:
        """Makes amounts in its currency."""
        return Currency(self.currency)

    @property
    def cost_minor(self) -> int | None:
        """All that is paid less the money in hand."""
        if self.received_minor is None:
            return None
        return self.to_pay_minor - self.received_minor


def check(
    source: Plan | Offer,
    *,
    received_minor: int | None = None,
    on: datetime.date | None = None,
    advertised: float | None = None,
    leaving_fee: float = 0.0,
) -> Checked:
    """Check a plan or an offer.

    `received_minor`: the money that reached the hand, `on`: the day it did, `advertised`: the
    yearly rate of the advert as a fraction; the first two replace what the source itself says.
    `leaving_fee`: what the contract asks for leaving early, as a fraction of what is still owed.

    There is no rate where the plan is cut off, or where the answer could not be; a question says
    why.

    Raises Refused for an offer that is never repaid, and for values that cannot be.

    >>> from course.loan.reading import read_plan
    >>> plan = read_plan(b"No,Due date,Payment\\n1,2026-03-01,600\\n2,2026-04-01,600\\n")
    >>> checked = check(plan, received_minor=1000_00)
    >>> checked.cost_minor, round(checked.rates["cn-irr-nominal"], 4)
    (20000, 1.5679)
    """
    if received_minor is not None and received_minor <= 0:
        raise Refused("received", "The money that reached your hand is an amount above 0.")
    if not 0 <= leaving_fee <= 1:
        raise refusal("leaving_fee", leaving_fee, "a fraction from 0 to 1")
    if advertised is not None and not 0 <= advertised <= 100:
        raise refusal("advertised", advertised, "a fraction a year from 0 to 100")
    plan = offered_plan(source) if isinstance(source, Offer) else source
    return _Check(plan, received_minor, on, advertised, leaving_fee).checked()


class _Check:
    """The answer to one plan, worked out part by part; each rate and time once."""

    def __init__(
        self,
        plan: Plan,
        received: int | None,
        on: datetime.date | None,
        advertised: float | None,
        leaving_fee: float,
    ) -> None:
        self.plan, self.on, self.leaving_fee = plan, on, leaving_fee
        self.told_received = received is not None
        self.assumptions, self.questions = list(plan.notes), list(plan.questions)
        self.rows, self.doubled = findings.without_doubles(plan)
        self.loans = tuple(
            (name, _Check(loan, None, on, advertised, leaving_fee)) for name, loan in plan.loans
        )
        self.currency = self._currency()
        self.amount = self._amount()
        self.received = self._received(received)
        self.times = times_of(plan, self.rows, on)
        self._say_times()
        self.advertised = plan.stated.annual_rate if advertised is None else advertised
        self.to_pay = sum(row.payment_minor or 0 for row in self.rows)
        self.own_rate = own_rate(self.rows, self.times, self.amount)

    def checked(self) -> Checked:
        plan, rows = self.plan, self.rows
        loans = tuple((name, loan.checked()) for name, loan in self.loans)
        agreement = self._agreement()
        if any(math.isnan(loan.rates["cn-irr-nominal"]) for _, loan in loans):
            agreement = None  # what is missing of one loan is missing of all together
        rates = _rates(agreement, self._in_half_months(agreement))
        if agreement is not None and (why := self._unsound(rates)) is not None:
            self.questions.append(why)
            agreement, rates = None, _rates(None, None)
        times = [float(time) for time in self.times.years]
        found = [
            *plan.findings,
            *findings.kept_back(plan, self.amount, self.received),
            *findings.paid_on_the_first_day(plan, rows, self.times.start),
            *findings.against_the_advert(
                plan,
                rows,
                times,
                self.amount,
                self.advertised,
                rates["cn-irr-nominal"],
                self.own_rate,
            ),
            *findings.interest_on_repaid(plan, rows, times, self.amount),
            *findings.sums_that_differ(plan, rows),
            *findings.missing_rows(plan, rows),
            *findings.left_out(plan),
            *self.doubled,
            *findings.balances_that_differ(plan, rows, self.amount),
            *findings.totals_that_differ(plan, rows),
        ]
        start = plan.start.date if plan.start else None
        signed = self.on or plan.stated.date or start
        return Checked(
            currency=self.currency,
            jurisdiction=self._place(),
            on=self.on if plan.offer is not None else self.times.start,
            amount_minor=self.amount,
            received_minor=self.received,
            to_pay_minor=self.to_pay,
            rates=rates,
            rows=rows,
            years=self.times.years,
            findings=tuple(found),
            assumptions=tuple(self.assumptions),
            questions=tuple(self.questions),
            unread_rows=plan.unread_rows,
            leaving=tuple(self._leaving()),
            lines=lines_of(self._place(), signed),
            disclosure=self._disclosure(agreement),
            advertised=self.advertised,
            columns=plan.columns,
            unclear=plan.unclear,
            offer=plan.offer,
            loans=loans,
        )

    # What is known of the loan

    def _currency(self) -> str:
        if self.plan.currency:
            return self.plan.currency
        self.assumptions.append(
            Remark("no-currency", "The file names no currency; amounts are shown as yuan.")
        )
        return UNNAMED_CURRENCY

    def _place(self) -> str:
        return self.plan.offer.jurisdiction if self.plan.offer else _PLACES.get(self.currency, "")

    def _amount(self) -> int | None:
        """The amount of the contract: as stated, as owed at first, or as repaid in all."""
        if self.loans:
            amounts = [loan.amount for _, loan in self.loans]
            return None if None in amounts else sum(amounts)
        plan, rows = self.plan, self.rows
        if plan.stated.amount_minor:
            return plan.stated.amount_minor
        later = sum(row.advance_minor for row in rows)
        if plan.start is not None and plan.start.owed_minor:
            return plan.start.owed_minor + later
        first = next((row for row in rows if row is not plan.start), rows[0])
        if sound.begins(rows):
            if first.opening_minor:
                return first.opening_minor + later
            if first.balance_minor is not None and first.principal_minor is not None:
                return first.balance_minor + first.principal_minor + later - first.advance_minor
        if plan.totals is not None and plan.totals.principal_minor:
            return plan.totals.principal_minor
        principals = [row.principal_minor for row in rows if not row.is_fee]
        if None in principals or sum(principals) <= 0 or not sound.begins(rows):
            return None
        return sum(principals)

    def _received(self, told: int | None) -> int | None:
        plan = self.plan
        most = None if plan.offer is None else plan.stated.received_minor
        if told is not None:
            if most is not None and told > most:
                raise Refused(
                    "received",
                    "The money in your hand is more than this offer pays out: {most}.",
                    most=plan.money.minor(most),
                )
            return told
        if self.loans:
            each = [loan.received for _, loan in self.loans]
            received = None if None in each else sum(each)
        else:
            received = plan.stated.received_minor
        if received is None and self.amount is not None:
            received = self.amount
        elif received is not None and not self.loans:
            return received
        if received is None:
            self.questions.append(
                Remark(
                    "received",
                    "How much money reached your hand? The plan does not say, and without it"
                    " there is neither cost nor rate.",
                )
            )
            return None
        self.assumptions.append(
            Remark(
                "received-assumed",
                "How much reached your hand is not known; counted is the amount of the loan,"
                " {amount}. If it was less, the rates are higher.",
                amount=plan.money.minor(received),
            )
        )
        return received

    def _say_times(self) -> None:
        times = self.times
        self.assumptions += times.said
        if times.dated and times.start is None:
            self.questions.append(Remark("start", "When did you get the money?"))
        if times.start is not None and times.dates and times.start >= times.dates[-1]:
            raise Refused(
                "on",
                "The money came on {day}; that must be before the last payment, {last}.",
                day=times.start,
                last=times.dates[-1],
            )

    # Rates

    def _agreement(self) -> Agreement | None:
        """All flows; None where money in hand or time is not known, or where it is not clear what
        the columns hold."""
        if self.received is None or self.plan.unclear or not self.times.known:
            return None
        if self.loans:
            parts = [loan._agreement() for _, loan in self.loans]
            if any(part is None for part in parts):
                return None
            flows = [flow for part in parts for flow in part.flows]
            if len({flow.date is None for flow in flows}) > 1:
                return None
            kept = (self.amount or 0) - self.received
            if kept > 0 and self.told_received:
                first = flows[0]
                flows.append(
                    Flow("charge", kept, first.date, first.years, item=KEPT_BACK, payee="lender")
                )
            return Agreement(
                tuple(flows),
                periods_per_year=parts[0].periods_per_year,
                interest_annual_rate=self._interest_rate(),
            )
        return agreement_of(
            self.plan, self.rows, self.times, self.amount, self.received, self._interest_rate()
        )

    def _interest_rate(self) -> float | None:
        """The rate at which the plan itself charges interest; what it states, where that is so."""
        stated = self.plan.stated.annual_rate
        if self.own_rate is None:
            return stated
        if stated is not None and abs(stated - self.own_rate) <= max(5e-4, 0.01 * stated):
            return stated
        return self.own_rate

    def _in_half_months(self, agreement: Agreement | None) -> Agreement | None:
        """The same flows as one series twice a month, where they are one."""
        half = self.plan.half_months
        if agreement is None or half is None or self.loans:
            return None
        return twice_a_month(agreement, half)

    def _unsound(self, rates: Mapping[str, float]) -> Remark | None:
        """Why there can be no rate; None where there can be."""
        return sound.why_no_rate(
            self.plan,
            self.rows,
            self.times,
            amount=self.amount,
            received=self.received,
            told_received=self._is_told(),
            rate=rates["cn-irr-nominal"],
        )

    def _is_told(self) -> bool:
        """Whether money and time were said, by the borrower or above the table, not concluded."""
        stated = self.plan.stated
        if self.told_received or stated.received_minor is not None:
            return True
        begun = stated.date is not None or self.plan.start is not None
        return stated.amount_minor is not None and begun and self.times.dated

    def _disclosure(self, agreement: Agreement | None) -> Disclosure | None:
        if agreement is None:
            return None
        if self.plan.offer is not None and self.plan.offered is not None:
            most = self.plan.stated.received_minor
            if self.received == most:
                return disclosure.of_offer(
                    self.plan.offer, self.plan.offered.schedule, self.plan.offered.agreement
                )
            deducted = [
                fee.item for fee in self.plan.offered.schedule.fees if fee.when == "deducted"
            ]
            return disclosure.of_flows(
                agreement,
                deducted=[KEPT_BACK, *deducted],
                contingent=self.plan.offer.contingent,
            )
        charged = {flow.item for flow in agreement.flows if flow.kind == "charge"}
        return disclosure.of_flows(agreement, deducted=[KEPT_BACK] if KEPT_BACK in charged else [])

    # Leaving early

    def _leaving(self) -> Iterator[Leaving]:
        """What leaving costs with each payment but the last, where it is known what is owed."""
        received, rows = self.received, self.rows
        if received is None:
            return
        paid, owed = 0, self.amount
        for place, row in enumerate(rows[:-1], 1):
            paid += row.payment_minor or 0
            if owed is not None:
                owed = None if row.principal_minor is None else owed - row.principal_minor
            balance = owed if row.balance_minor is None else row.balance_minor
            if balance is None or balance < 0 or row.is_fee:
                continue
            pay = balance + round(balance * self.leaving_fee)
            number = place if row.number is None else row.number
            cost = paid + pay - received
            yield Leaving(number, row.date, balance, pay, cost, self.to_pay - received - cost)


def _rates(agreement: Agreement | None, half_months: Agreement | None) -> dict[str, float]:
    """The yearly rate under each rule, NaN where it has none."""
    rates = dict.fromkeys(RULE_NAMES, math.nan)
    if agreement is not None:
        for rule in rates:
            if rule in SAME_AS:
                rates[rule] = rates[SAME_AS[rule]]
                continue
            flows = half_months if half_months is not None and rule == "us-reg-z" else agreement
            with contextlib.suppress(NoRate):
                rates[rule] = float(annual_rate(flows, rule).rate.annual_rate)
    return rates
