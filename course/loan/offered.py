"""The plan that an offer of the course's form makes."""

from __future__ import annotations

from course.content.offers import Offer
from course.finance.schedules import Schedule
from course.loan.above import Stated
from course.loan.plan import FIRST_DAY, Offered, Plan, PlanRow
from course.loan.words import Refused


def offered_plan(offer: Offer) -> Plan:
    """The plan of an offer. Raises Refused for one that its payments never repay.

    >>> from course.content.offers import load_offers
    >>> plan = offered_plan(load_offers()["cn-app-loan-fees"])
    >>> plan.stated.received_minor, sum(row.payment_minor for row in plan.rows)
    (1000000, 1177328)
    """
    schedule = offer.schedule()
    if schedule.never_ends:
        raise Refused("never-ends", "The payments of this offer never repay it.")
    advertised = offer.advertised_rate if offer.advertised.per != "loan" else None
    return Plan(
        _rows(schedule),
        stated=Stated(schedule.principal_minor, schedule.received_minor, advertised),
        currency=offer.currency,
        offered=Offered(offer, schedule, offer.agreement()),
    )


def _rows(schedule: Schedule) -> tuple[PlanRow, ...]:
    rows = [
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
    ]
    upfront = schedule.paid_minor - sum(row.payment_minor for row in schedule.rows)
    if upfront:
        rows.insert(0, PlanRow(0, 0, payment_minor=upfront, fees=((FIRST_DAY, upfront),)))
    return tuple(rows)
