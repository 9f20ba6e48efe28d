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

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

ENOUGH = 0.7
"""The share of rows in which a sum must hold to count for anything."""

# What an explained row is worth. The chain of what is owed proves most: it binds each row to the
# next one. A name is worth less than any sum.
CHAIN, CLOSED, SUM, RATE, EXPLAINED, UNEXPLAINED = 4.0, 1.0, 4.0, 3.0, 0.7, -1.5
NAMED, MISNAMED = 0.6, -0.6
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

    `roles`: by place. `score`: how much the rows bear it out. `unnamed_fee`: what every payment
    holds beyond the columns, in units, 0 for nothing. `apart`: the places of fees and repayments
    that the payments leave out. `outcome`: money paid and money repaid in all, in units: two
    readings alike in it are one.
    """

    roles: Mapping[int, Role]
    score: float
    unnamed_fee: float = 0.0
    apart: tuple[int, ...] = ()
    outcome: tuple[float, ...] = ()

    def place(self, role: str) -> int | None:
        """The place of the column with a role."""
        return next((at for at, held in self.roles.items() if held.role == role), None)
