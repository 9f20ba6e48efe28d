"""Money flows, time, rates, schedules and debts: the arithmetic of borrowing.

Pure functions and frozen values; the standard library and NumPy only.

How an annual rate is found stands in three files, in the order of the data: `flows` (what money
moved, and when), `europe` or `regulation_z` (how a rule counts the time between), and `one_root`
(the growth at which what is paid is worth what was advanced). `rules` is the table that says which
rule takes which. Arrays of offers, with a rate for each in one call, keep to `many_offers`
and `columns`.
"""

from course.finance.agreed import agreed_payments
from course.finance.changes import prepay, reprice
from course.finance.debts import Debt, pay_off
from course.finance.flows import Agreement, Flow, Interval, advance, charge, payment
from course.finance.growth import (
    compound,
    daily_to_annual,
    rule_of_72,
    savings,
    simple_interest,
    years_to_double,
)
from course.finance.money import round_minor, to_minor
from course.finance.rates import (
    EffectiveRate,
    NominalRate,
    NoRate,
    RateResult,
    Rule,
    SimpleRate,
    annual_rate,
    effective_from_nominal,
    nominal_from_effective,
)
from course.finance.revolving import Minimum, overdraft, revolving, roll_over
from course.finance.schedules import (
    Fee,
    Schedule,
    equal_principal,
    flat_fee,
    interest_only,
    level_payment,
    single_repayment,
)

__all__ = [
    "Agreement", "Debt", "EffectiveRate", "Fee", "Flow", "Interval", "Minimum", "NoRate",
    "NominalRate", "RateResult", "Rule", "Schedule", "SimpleRate", "advance", "agreed_payments",
    "annual_rate", "charge", "compound", "daily_to_annual", "effective_from_nominal",
    "equal_principal", "flat_fee", "interest_only", "level_payment", "nominal_from_effective",
    "overdraft", "pay_off", "payment", "prepay", "reprice", "revolving", "roll_over",
    "round_minor", "rule_of_72", "savings", "simple_interest", "single_repayment", "to_minor",
    "years_to_double",
]  # fmt: skip
