"""What is wrong with a file, said so that whoever gave it can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in one data file.

    `field` is the path of the field (`charges[1].when`), "" for the file as a whole; `value` is
    what stands there, as its author wrote it; `allowed` says what may stand there. `line` counts
    from 1 and is None where the format keeps no lines.

    >>> print(Fault("data/offers/a.yaml", "terms.payments", "'twelve'", "a whole number", 9))
    data/offers/a.yaml:9: terms.payments is 'twelve'; allowed: a whole number
    """

    file: str
    field: str
    value: str
    allowed: str
    line: int | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.field or 'the file'} is {self.value}; allowed: {self.allowed}"


class DataError(ValueError):
    """A data file cannot be used. `faults` holds everything found wrong, not only the first."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))
