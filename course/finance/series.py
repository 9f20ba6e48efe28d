"""A repeating payment in a rule's unit of time: what every rate is found from."""

from __future__ import annotations

from typing import Any, NamedTuple


class Series(NamedTuple):
    """`count` equal amounts (paid above 0, advanced below) at equal steps.

    The first stands `time` whole units and the `fraction` of one after the first advance, the
    others `step` units apart. For many offers at once, amount and count are numbers or arrays.

    >>> Series(90.0, 1.0, 0.5, 1.0, 12).end
    12.5
    """

    amount: Any
    time: float
    fraction: float = 0.0
    step: float = 0.0
    count: Any = 1

    @property
    def start(self) -> float:
        """When the first amount moves."""
        return self.time + self.fraction

    @property
    def end(self) -> Any:
        """When the last amount moves."""
        return self.start + (self.count - 1) * self.step
