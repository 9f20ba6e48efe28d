"""What a loan comes to: money in hand, money to pay, cost, rates, and what does not fit together.

`check` takes a plan that was read from a file, or an offer. What it concludes because nothing else
is known stands in `Checked.assumptions`, what only the borrower can say in `Checked.questions`.
"""

from __future__ import annotations

import calendar
import contextlib
import datetime
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from course.content import disclosure
from course.content.comparison import RULE_NAMES, SAME_AS
from course.content.disclosure import Disclosure
from course.content.language import marked
from course.content.offers import Offer
from course.content.vocabulary import CURRENCIES
from course.finance.flows import Agreement, Flow, refusal
from course.finance.rates import NoRate, annual_rate
from course.finance.schedules import Schedule
from course.loan import findings
from course.loan.lines import Line, lines_of
from course.loan.plan import Plan, PlanRow, Unread
from course.loan.said import Money, Refused, Said

KEPT_BACK = "kept_back"
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

    `rates`: by rule. `disclosure`: the table of all-in cost; None where no money in hand is known.
    `offer`: what was checked, unless it was a plan from a file.
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
    findings: tuple[Said, ...]
    assumptions: tuple[Said, ...]
    questions: tuple[Said, ...]
    unread_rows: tuple[Unread, ...]
    leaving: tuple[Leaving, ...]
    lines: tuple[Line, ...]
    disclosure: Disclosure | None
    advertised: float | None
    offer: Offer | None = None

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
    yearly rate of the advert as a fraction; each replaces what the source itself says.
    `leaving_fee`: what the contract asks for leaving early, as a fraction of what is still owed.

    Raises Refused for an offer that is never repaid, and for values that cannot be.

    >>> from course.loan.reading import read_plan
    >>> plan = read_plan(b"No,Due date,Payment\\n1,2026-03-01,600\\n2,2026-04-01,600\\n")
    >>> checked = check(plan, received_minor=1000_00, on=datetime.date(2026, 2, 1))
    >>> checked.cost_minor, round(checked.rates["cn-irr-nominal"], 4)
    (20000, 1.5679)
    """
    if received_minor is not None and received_minor <= 0:
        raise Refused("received", marked("The money that reached your hand is an amount above 0."))
    if not 0 <= leaving_fee <= 1:
        raise refusal("leaving_fee", leaving_fee, "a fraction from 0 to 1")
    if advertised is not None and not 0 <= advertised <= 100:
        raise refusal("advertised", advertised, "a fraction a year from 0 to 100")
    if isinstance(source, Plan):
        return _check_plan(source, received_minor, on, advertised, leaving_fee)
    return _check_offer(source, received_minor, on, advertised, leaving_fee)


# --- A plan --------------------------------------------------------------------------------------


def _check_plan(
    plan: Plan,
    received: int | None,
    on: datetime.date | None,
    advertised: float | None,
    leaving_fee: float,
) -> Checked:
    rows, doubled = findings.without_doubles(plan.rows)
    assumptions, questions = list(plan.notes), list(plan.questions)
    currency = plan.currency
    if not currency:
        currency = "CNY"
        assumptions.append(
            Said("no-currency", marked("The file names no currency; amounts are shown as yuan."))
        )
    stated = plan.stated
    amount = _amount(plan, rows)
    if received is None:
        received = stated.received_minor
    if received is None and amount is not None:
        received = amount
        assumptions.append(
            Said(
                "received-assumed",
                marked("How much reached your hand is not known; counted is the amount of the loan,"
                       " {amount}. If it was less, the rates are higher."),
                {"amount": Money(amount)},
            )
        )  # fmt: skip
    elif received is None:
        questions.append(
            Said("received", marked("How much money reached your hand? The plan does not say, and"
                                    " without it there is neither cost nor rate."))
        )  # fmt: skip
    dates, said = _dates(rows)
    assumptions += said
    start = on or stated.date or (plan.start.date if plan.start else None)
    if dates:
        if start is None:
            start = _period_before(dates)
            if start is not None:
                assumptions.append(
                    Said(
                        "start-assumed",
                        marked("The day on which you got the money is not known; counted is {day},"
                               " one period before the first instalment."),
                        {"day": start},
                    )
                )  # fmt: skip
        elif start >= dates[-1]:
            raise Refused(
                "on",
                marked("The money came on {day}; that must be before the last payment, {last}."),
                day=start,
                last=dates[-1],
            )
        if start is None:
            questions.append(Said("start", marked("When did you get the money?")))
    elif plan.periods_per_year is None:
        assumptions.append(
            Said("no-dates", marked("The plan has no dates that could be read; counted are monthly"
                                    " instalments, the first after one month."))
        )  # fmt: skip
    per_year = plan.periods_per_year or 12
    years = _years(rows, dates, start, per_year)
    rate_stated = advertised if stated.annual_rate is None else stated.annual_rate
    if advertised is None:
        advertised = rate_stated
    agreement = None
    if received is not None and not (dates and start is None):
        when = (dates, start) if dates else (years, Fraction(0))
        agreement = _agreement(
            rows, *when, amount, received, rate_stated, _per_year(dates, per_year)
        )
    rates = _rates(agreement)
    times = [float(time) for time in years]
    found = [
        *findings.kept_back(amount, received),
        *findings.paid_on_the_first_day(rows, start),
        *findings.against_the_advert(advertised, rows, times, amount, rates["cn-irr-nominal"]),
        *findings.interest_on_repaid(rows, times, amount),
        *findings.sums_that_differ(rows),
        *findings.missing_rows(plan, rows),
        *findings.left_out(plan),
        *doubled,
        *findings.balances_that_differ(plan, rows, amount),
        *findings.totals_that_differ(plan, rows),
    ]
    to_pay = sum(row.payment_minor for row in rows)
    table = None
    if agreement is not None:
        kept = [KEPT_BACK] if amount is not None and received < amount else []
        table = disclosure.of_flows(agreement, deducted=kept)
    place = _PLACES[currency]
    return Checked(
        currency=currency,
        jurisdiction=place,
        on=start,
        amount_minor=amount,
        received_minor=received,
        to_pay_minor=to_pay,
        rates=rates,
        rows=rows,
        years=years,
        findings=tuple(found),
        assumptions=tuple(assumptions),
        questions=tuple(questions),
        unread_rows=plan.unread_rows,
        leaving=tuple(_leaving(rows, amount, received, to_pay, leaving_fee)),
        lines=lines_of(place, on or stated.date or (plan.start.date if plan.start else None)),
        disclosure=table,
        advertised=advertised,
    )


def _amount(plan: Plan, rows: Sequence[PlanRow]) -> int | None:
    """The amount of the contract: as stated, as owed at first, or as repaid in all."""
    first = rows[0]
    if plan.stated.amount_minor:
        return plan.stated.amount_minor
    if plan.start is not None:
        return plan.start.balance_minor or plan.start.opening_minor
    if first.number in (None, 1):
        if first.opening_minor:
            return first.opening_minor
        if first.balance_minor is not None and first.principal_minor is not None:
            return first.balance_minor + first.principal_minor
    if plan.totals is not None and plan.totals.principal_minor:
        return plan.totals.principal_minor
    principals = [row.principal_minor for row in rows]
    if None in principals or sum(principals) <= 0:
        return None
    return sum(principals)


def _dates(rows: Sequence[PlanRow]) -> tuple[list[datetime.date], list[Said]]:
    """The day of each row; a missing one is put in where the others go on by months."""
    known = [(i, row.date) for i, row in enumerate(rows) if row.date is not None]
    if len(known) == len(rows):
        return [day for _, day in known], []
    if len(known) < 2:
        return [], []
    numbers = [i if row.number is None else row.number for i, row in enumerate(rows)]
    base, day = numbers[known[0][0]], known[0][1]
    if any(_add_months(day, numbers[i] - base) != date for i, date in known):
        return [], []
    said = [
        Said("date-put-in", marked("Row {row} has no date that could be read; counted is {day}, as"
                                   " the other rows go on by months."),
             {"row": row.line, "day": _add_months(day, numbers[i] - base)})
        for i, row in enumerate(rows)
        if row.date is None
    ]  # fmt: skip
    return [_add_months(day, number - base) for number in numbers], said


def _period_before(dates: Sequence[datetime.date]) -> datetime.date | None:
    """The day one usual period before the first one; None where there is no period."""
    gaps = [(b - a).days for a, b in pairwise(dates)]
    if not gaps:
        return None
    usual = Counter(gaps).most_common(1)[0][0]
    if all(27 <= gap <= 32 for gap in gaps[:3]):
        return _add_months(dates[0], -1)
    return dates[0] - datetime.timedelta(days=max(usual, 1))


def _add_months(day: datetime.date, months: int) -> datetime.date:
    month = day.year * 12 + day.month - 1 + months
    year, index = divmod(month, 12)
    return datetime.date(year, index + 1, min(day.day, calendar.monthrange(year, index + 1)[1]))


def _years(
    rows: Sequence[PlanRow],
    dates: Sequence[datetime.date],
    start: datetime.date | None,
    per_year: int,
) -> tuple[Fraction, ...]:
    """When each payment is, in years from the advance, by equal months where they are months."""
    if not dates:
        numbers = [row.number for row in rows]
        if None in numbers:
            numbers = list(range(1, len(rows) + 1))
        return tuple(Fraction(number, per_year) for number in numbers)
    first = start or dates[0]
    return tuple(
        Fraction((day.year - first.year) * 12 + day.month - first.month, 12)
        + Fraction(day.day - first.day, 365)
        for day in dates
    )


def _agreement(
    rows: Sequence[PlanRow],
    times: Sequence[datetime.date | Fraction],
    start: datetime.date | Fraction,
    amount: int | None,
    received: int,
    rate: float | None,
    periods_per_year: float | None,
) -> Agreement:
    """The plan as flows in minor units, at dates or at times in years."""
    field = "years" if isinstance(start, Fraction) else "date"
    first = {field: start}
    advanced = max(amount or 0, received)
    flows = [Flow("advance", advanced, **first)]
    if advanced > received:
        flows.append(Flow("charge", advanced - received, item=KEPT_BACK, payee="lender", **first))
    for row, time in zip(rows, times, strict=True):
        # What a payment is made of counts only if it adds up.
        fees = row.fees if row.fee_minor <= row.payment_minor else ()
        paid = row.payment_minor - sum(fee for _, fee in fees)
        principal = row.principal_minor
        if principal is not None and not 0 <= principal <= paid:
            principal = None
        if paid:
            flows.append(
                Flow("payment", paid, item="instalment", principal=principal, **{field: time})
            )
        flows += [Flow("charge", fee, item=name, **{field: time}) for name, fee in fees if fee > 0]
    return Agreement(tuple(flows), periods_per_year=periods_per_year, interest_annual_rate=rate)


def _per_year(dates: Sequence[datetime.date], otherwise: int) -> float | None:
    """Periods a year where the payments keep to one; None leaves it to the rule."""
    if not dates:
        return otherwise
    gaps = sorted((b - a).days for a, b in pairwise(dates))
    usual = gaps[len(gaps) // 2] if gaps else 0
    return {7: 52, 14: 26}.get(usual, 12 if 27 <= usual <= 32 else None)


# --- An offer ------------------------------------------------------------------------------------


def _check_offer(
    offer: Offer,
    received: int | None,
    on: datetime.date | None,
    advertised: float | None,
    leaving_fee: float,
) -> Checked:
    schedule = offer.schedule()
    if schedule.never_ends:
        raise Refused("never-ends", marked("The payments of this offer never repay it."))
    agreement = offer.agreement()
    kept = 0
    if received is None:
        received = schedule.received_minor
    elif received > schedule.received_minor:
        raise Refused(
            "received",
            marked("The money in your hand is more than this offer pays out: {most}."),
            most=Money(schedule.received_minor),
        )
    else:
        kept = schedule.received_minor - received
    table = disclosure.of_offer(offer)
    if kept:
        charge = Flow("charge", kept, years=Fraction(0), item=KEPT_BACK, payee="lender")
        agreement = Agreement(
            (*agreement.flows, charge),
            agreement.periods_per_year,
            agreement.interest_annual_rate,
            agreement.principal_years,
        )
        deducted = [fee.item for fee in schedule.fees if fee.when == "deducted"]
        table = disclosure.of_flows(
            agreement, deducted=[KEPT_BACK, *deducted], contingent=offer.contingent
        )
    rates = _rates(agreement)
    if advertised is None and offer.advertised.per != "loan":
        advertised = offer.advertised_rate
    rows = _rows(schedule)
    years = tuple(row.years for row in schedule.rows)
    times = [float(time) for time in years]
    found = [
        *findings.kept_back(schedule.principal_minor, received),
        *findings.against_the_advert(
            advertised, rows, times, schedule.principal_minor, rates["cn-irr-nominal"]
        ),
        *findings.interest_on_repaid(rows, times, schedule.principal_minor),
    ]
    return Checked(
        currency=offer.currency,
        jurisdiction=offer.jurisdiction,
        on=on,
        amount_minor=schedule.principal_minor,
        received_minor=received,
        to_pay_minor=schedule.paid_minor,
        rates=rates,
        rows=rows,
        years=years,
        findings=tuple(found),
        assumptions=(),
        questions=(),
        unread_rows=(),
        leaving=tuple(
            _leaving(rows, schedule.principal_minor, received, schedule.paid_minor, leaving_fee)
        ),
        lines=lines_of(offer.jurisdiction, on),
        disclosure=table,
        advertised=advertised,
        offer=offer,
    )


def _rows(schedule: Schedule) -> tuple[PlanRow, ...]:
    return tuple(
        PlanRow(
            line=row.number,
            number=row.number,
            payment_minor=row.payment_minor,
            principal_minor=row.principal_minor,
            interest_minor=row.interest_minor,
            fees=(("fees", row.fee_minor),) if row.fee_minor else (),
            balance_minor=row.balance_minor,
        )
        for row in schedule.rows
    )


# --- Both ----------------------------------------------------------------------------------------


def _rates(agreement: Agreement | None) -> dict[str, float]:
    """The yearly rate under each rule, NaN where it has none."""
    rates = dict.fromkeys(RULE_NAMES, math.nan)
    if agreement is not None:
        for rule in rates:
            if rule in SAME_AS:
                rates[rule] = rates[SAME_AS[rule]]
                continue
            with contextlib.suppress(NoRate):
                rates[rule] = float(annual_rate(agreement, rule).rate.annual_rate)
    return rates


def _leaving(
    rows: Sequence[PlanRow],
    amount: int | None,
    received: int | None,
    to_pay: int,
    fee: float,
) -> Iterator[Leaving]:
    """What leaving costs with each payment but the last, where it is known what is still owed."""
    if received is None:
        return
    upfront = to_pay - sum(row.payment_minor for row in rows)
    paid, owed = upfront, amount
    for place, row in enumerate(rows[:-1], 1):
        paid += row.payment_minor
        if owed is not None:
            owed = None if row.principal_minor is None else owed - row.principal_minor
        balance = owed if row.balance_minor is None else row.balance_minor
        if balance is None or balance < 0:
            continue
        pay = balance + round(balance * fee)
        number = place if row.number is None else row.number
        cost = paid + pay - received
        yield Leaving(number, row.date, balance, pay, cost, to_pay - received - cost)
