"""How the money of an offer is lent and repaid: one kind for each method of repayment.

A kind bears the name of the function in `course.finance.schedules` that computes it. Percentages
stand as they are spoken (7.2 for 7.2 %), amounts in units of the currency.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Literal

from msgspec import Meta, Struct

from course.finance import schedules
from course.finance.agreed import agreed_payments
from course.finance.money import to_minor
from course.finance.revolving import Minimum, overdraft, revolving, roll_over
from course.finance.schedules import Fee, Schedule

Amount = Annotated[
    float,
    Meta(
        gt=0,
        le=1e9,
        description="The amount of the contract, in units of the currency. Fees deducted from it"
        " are charges.",
        examples=[10000],
    ),
]
Money = Annotated[float, Meta(ge=0, le=1e9)]
Percent = Annotated[float, Meta(ge=0, le=1000)]
Payments = Annotated[
    int, Meta(ge=1, le=1200, description="How many payments there are.", examples=[12])
]
PaymentsPerYear = Annotated[
    Literal[1, 2, 4, 6, 12, 24, 26, 52],
    Meta(description="12: monthly, 24: twice a month, 26: every two weeks, 52: weekly."),
]
FirstPaymentAfter = Annotated[
    float,
    Meta(
        ge=0,
        le=100,
        description="When the first payment is due, in payment periods after the money is handed"
        " over; 0: on the same day.",
    ),
]
Days = Annotated[int, Meta(ge=1, le=3650, description="The term in days.", examples=[14])]


def exact(percent: float) -> Fraction:
    """A percentage as the fraction that was written, and not the nearest binary one.

    >>> exact(7.2)
    Fraction(9, 125)
    """
    return Fraction(str(percent)) / 100


class Interest(Struct, frozen=True, forbid_unknown_fields=True):
    """Interest on what is still owed."""

    percent: Annotated[
        Percent,
        Meta(description="In per cent: 7.2 for 7.2 %; 0 for no interest.", examples=[7.2]),
    ]
    per: Annotated[
        Literal["year", "month", "day"],
        Meta(description="The time that the percentage is for; a year has 12 months or 365 days."),
    ]

    @property
    def annual_rate(self) -> float:
        """The yearly rate as a fraction, by plain multiplication.

        >>> Interest(percent=0.05, per="day").annual_rate
        0.1825
        """
        return float(exact(self.percent) * {"year": 1, "month": 12, "day": 365}[self.per])


InterestField = Annotated[
    Interest, Meta(description="Interest on what is still owed; the lender takes it.")
]


def _function(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class _Terms(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag=_function):
    """What all kinds share: `kind` is the name of the function that computes the schedule."""

    @property
    def kind(self) -> str:
        return str(type(self).__struct_config__.tag)


class LevelPayment(_Terms, frozen=True, kw_only=True):
    """Equal payments of principal and interest together (等额本息), with or without a balloon."""

    amount: Amount
    interest: InterestField
    payments: Payments
    payments_per_year: PaymentsPerYear = 12
    balloon: Annotated[
        Money, Meta(description="What is left to be paid with the last payment.")
    ] = 0
    first_payment_after: FirstPaymentAfter = 1

    def schedule(self, fees: tuple[Fee, ...]) -> Schedule:
        return schedules.level_payment(
            to_minor(self.amount),
            self.interest.annual_rate,
            self.payments,
            periods_per_year=self.payments_per_year,
            fees=fees,
            balloon_minor=to_minor(self.balloon),
            first_period=Fraction(str(self.first_payment_after)),
        )


class EqualPrincipal(_Terms, frozen=True, kw_only=True):
    """Equal shares of principal plus the interest on what is still owed (等额本金)."""

    amount: Amount
    interest: InterestField
    payments: Payments
    payments_per_year: PaymentsPerYear = 12
    first_payment_after: FirstPaymentAfter = 1

    def schedule(self, fees: tuple[Fee, ...]) -> Schedule:
        return schedules.equal_principal(
            to_minor(self.amount),
            self.interest.annual_rate,
            self.payments,
            periods_per_year=self.payments_per_year,
            fees=fees,
            first_period=Fraction(str(self.first_payment_after)),
        )


class InterestOnly(_Terms, frozen=True, kw_only=True):
    """Interest with every payment, all of the principal with the last (先息后本)."""

    amount: Amount
    interest: InterestField
    payments: Payments
    payments_per_year: PaymentsPerYear = 12
    first_payment_after: FirstPaymentAfter = 1

    def schedule(self, fees: tuple[Fee, ...]) -> Schedule:
        return schedules.interest_only(
            to_minor(self.amount),
            self.interest.annual_rate,
            self.payments,
            periods_per_year=self.payments_per_year,
            fees=fees,
            first_period=Fraction(str(self.first_payment_after)),
        )


class SingleRepayment(_Terms, frozen=True, kw_only=True):
    """Principal and interest in one payment at the end (到期一次还本付息)."""

    amount: Amount
    interest: InterestField
    term: Annotated[
        int, Meta(ge=1, le=3650, description="How long until the payment.", examples=[14])
    ]
    term_unit: Annotated[
        Literal["days", "months"],
        Meta(description="A year has 365 days or 12 equal months."),
    ]
    compounded_per_year: Annotated[
        Literal[1, 2, 4, 12, 365] | None,
        Meta(description="How often a year interest is added to what is owed; none: at the end."),
    ] = None

    def schedule(self, fees: tuple[Fee, ...]) -> Schedule:
        return schedules.single_repayment(
            to_minor(self.amount),
            self.interest.annual_rate,
            Fraction(self.term, {"days": 365, "months": 12}[self.term_unit]),
            compounded_per_year=self.compounded_per_year,
            fees=fees,
        )


class InstalmentFee(Struct, frozen=True, forbid_unknown_fields=True):
    """A fee on the original amount, the same with every payment however much is repaid."""

    percent: Annotated[
        Percent,
        Meta(description="Of the original amount, in per cent: 0.6 for 0.60 %.", examples=[0.6]),
    ]
    per: Annotated[
        Literal["payment", "year"], Meta(description="The time that the percentage is for.")
    ]


class FlatFee(_Terms, frozen=True, kw_only=True):
    """Equal shares of principal without interest, with a fee on the original amount each time
    (手续费分期)."""

    amount: Amount
    fee: Annotated[
        InstalmentFee, Meta(description="The fee with every payment; the lender takes it.")
    ]
    payments: Payments
    payments_per_year: PaymentsPerYear = 12

    def schedule(self, fees: tuple[Fee, ...]) -> Schedule:
        periods = {"payment": 1, "year": self.payments_per_year}[self.fee.per]
        return schedules.flat_fee(
            to_minor(self.amount),
            exact(self.fee.percent) / periods,  # type: ignore[arg-type]  # exact for a float
            self.payments,
            periods_per_year=self.payments_per_year,
            fees=fees,
        )


class MinimumPayment(Struct, frozen=True, forbid_unknown_fields=True):
    """The least that must be paid each month."""

    percent_of_balance: Annotated[
        Percent, Meta(description="Share of the balance, in per cent: 1 for 1 %.", examples=[1])
    ]
    plus_interest: Annotated[
        bool, Meta(description="Whether the month's interest is paid besides that share.")
    ]
    at_least: Annotated[
        Money, Meta(description="Never less than this, unless less is owed.", examples=[25])
    ]


class Revolving(_Terms, frozen=True, kw_only=True):
    """A card balance carried from month to month: exactly one of `payment` and `minimum`."""

    amount: Amount
    interest: InterestField
    payment: Annotated[
        Annotated[float, Meta(gt=0, le=1e9)] | None,
        Meta(description="The same amount every month until all is repaid.", examples=[500]),
    ] = None
    minimum: Annotated[
        MinimumPayment | None,
        Meta(description="Only the least that must be paid, every month until all is repaid."),
    ] = None

    def schedule(self, fees: tuple[Fee, ...]) -> Schedule:
        least = self.minimum
        minimum = (
            None
            if least is None
            else Minimum(
                share_of_balance=float(exact(least.percent_of_balance)),
                plus_interest=least.plus_interest,
                floor_minor=to_minor(least.at_least),
            )
        )
        return revolving(
            to_minor(self.amount),
            self.interest.annual_rate,
            minimum=minimum,
            payment_minor=None if self.payment is None else to_minor(self.payment),
        )


class Overdraft(_Terms, frozen=True, kw_only=True):
    """An account below zero by the same amount for some days, then made good."""

    amount: Annotated[
        float, Meta(gt=0, le=1e9, description="How far below zero the account is.", examples=[100])
    ]
    days: Days
    interest: InterestField
    daily_fee: Annotated[Money, Meta(description="A fee for every day below zero.")] = 0
    fixed_fee: Annotated[Money, Meta(description="A fee for going below zero, once.")] = 0

    def schedule(self, fees: tuple[Fee, ...]) -> Schedule:
        return overdraft(
            [to_minor(self.amount)] * self.days,
            daily_rate=float(Fraction(str(self.interest.annual_rate)) / 365),
            daily_fee_minor=to_minor(self.daily_fee),
            fixed_fee_minor=to_minor(self.fixed_fee),
        )


class RollOver(_Terms, frozen=True, kw_only=True):
    """A short loan for a fee, renewed for the same fee again."""

    amount: Amount
    fee_percent: Annotated[
        Percent,
        Meta(
            description="The fee for each term, of what is owed when it begins, in per cent: 15 for"
            " 15 %; the lender takes it.",
            examples=[15],
        ),
    ]
    days: Days
    renewals: Annotated[
        int, Meta(ge=0, le=100, description="How often it is renewed before it is repaid.")
    ] = 0
    fee_added_to_loan: Annotated[
        bool,
        Meta(
            description="At a renewal the fee is added to what is owed, and the next fee is as much"
            " larger; otherwise it is paid."
        ),
    ] = False

    def schedule(self, fees: tuple[Fee, ...]) -> Schedule:
        return roll_over(
            to_minor(self.amount),
            renewals=self.renewals,
            days=self.days,
            fee_rate=float(exact(self.fee_percent)),
            added_to_loan=self.fee_added_to_loan,
        )


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """A run of equal payments."""

    amount: Annotated[
        float,
        Meta(gt=0, le=1e9, description="Each payment, in units of the currency.", examples=[12]),
    ]
    count: Annotated[int, Meta(ge=1, le=1200, description="How many of them.", examples=[87])]


class AgreedPayments(_Terms, frozen=True, kw_only=True):
    """Payments that are agreed as amounts, without a rate that explains them."""

    amount: Amount
    payments: Annotated[
        tuple[Step, ...], Meta(min_length=1, description="The payments in their order.")
    ]
    payments_per_year: PaymentsPerYear = 12
    first_payment_after: FirstPaymentAfter = 1

    def schedule(self, fees: tuple[Fee, ...]) -> Schedule:
        return agreed_payments(
            to_minor(self.amount),
            [to_minor(step.amount) for step in self.payments for _ in range(step.count)],
            periods_per_year=self.payments_per_year,
            first_period=Fraction(str(self.first_payment_after)),
        )


Terms = (
    LevelPayment
    | EqualPrincipal
    | InterestOnly
    | SingleRepayment
    | FlatFee
    | Revolving
    | Overdraft
    | RollOver
    | AgreedPayments
)
WITHOUT_CHARGES = ("revolving", "overdraft", "roll_over", "agreed_payments")
"""Kinds whose costs are all in their own fields."""
