"""Money flows, time, rates, schedules and debts: the arithmetic of borrowing.

Pure functions and frozen values; the standard library and NumPy only.
"""

from course.finance.flows import Agreement, Flow, Interval, advance, charge, payment

__all__ = ["Agreement", "Flow", "Interval", "advance", "charge", "payment"]
