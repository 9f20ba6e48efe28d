"""Amounts as a file writes them: one decimal sign for the whole file, found from all its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from course.content.language import marked
from course.content.numbers_typed import SCALES, number_typed, numbers_typed, plain
from course.finance.checks import as_fraction
from course.finance.money import MINOR_PER_UNIT, round_minor
from course.loan.sheets import Cell

MOST_MINOR = 10**14
NOTHING = ("", "-", "--", "---", "–", "—", "/", "n/a", "na", "nan", "null", "none", "无")
_PLAIN = re.compile(r"-?\d{1,14}(\.\d{1,20}(e-\d{1,3})?)?", re.ASCII)
_SIDE = re.compile(r"\s?\b(CR|DR)\.?$|\s?/-$", re.IGNORECASE)

Point = Literal[".", ","]


class NoAmount(ValueError):
    """A cell holds something, but no amount.

    `template` says why, with `{cell}` and the name of its `{column}`.
    """

    def __init__(self, code: str, template: str, cell: Cell) -> None:
        self.code, self.template, self.cell = code, template, cell
        super().__init__(code, cell)


def decimal_sign(cells: Iterable[Cell]) -> Point | None:
    """The sign before the decimals in these cells; None where they show only groups of three after
    a point, which may be either.

    >>> decimal_sign(["1.234,50", "866,19"]), decimal_sign(["1,234", "12"]), decimal_sign(["1.234"])
    (',', '.', None)
    """
    points = commas = unclear = 0
    for cell in cells:
        if not isinstance(cell, str) or not any(sign in cell for sign in ".,，．。"):
            continue
        text = _text(cell)
        readings = len(numbers_typed(text))
        try:
            number_typed(text)
        except ValueError:
            commas += readings
        else:
            points += readings == 1
            unclear += readings == 2 and "." in text
    if commas > points:
        return ","
    return None if unclear and not points else "."


def amount_minor(cell: Cell, point: Point = ".", scale: Fraction | int = 1) -> int | None:
    """The amount in minor units, rounded half-up; None for an empty cell or a dash.

    `scale`: what a unit of the column is worth, 10,000 for 万元. Raises NoAmount.

    >>> amount_minor("¥1,234.50"), amount_minor("1.234,50 €", ","), amount_minor("—")
    (123450, 123450, None)
    >>> amount_minor("(12.30)"), amount_minor("８６６．１９元"), amount_minor(866.19)
    (-1230, 86619, 86619)
    """
    units = amount_in(cell, point, scale)
    return None if units is None else minor_of(units)


def amount_in(cell: Cell, point: Point = ".", scale: Fraction | int = 1) -> float | None:
    """The amount in units, with all its decimals; None for an empty cell or a dash.

    Raises NoAmount.

    >>> amount_in("188,361.4617"), amount_in("0.1", scale=10_000), amount_in("377.221", ",")
    (188361.4617, 1000.0, 377221.0)
    """
    if isinstance(cell, str):
        if _PLAIN.fullmatch(cell) and (point == "." or "." not in cell):
            units = float(cell) if scale == 1 else float(as_fraction(cell, "amount") * scale)
            return _in_range(units, cell)
        if cell.strip().lower() in NOTHING:
            return None
        number = _number(cell, point)
        if isinstance(number, str):
            number = float(number)
    elif cell is None:
        return None
    elif isinstance(cell, bool) or not isinstance(cell, (int, float)):
        raise _none(cell)
    else:
        number = cell
    try:
        units = float(number) if scale == 1 else float(as_fraction(number, "amount") * scale)
    except (OverflowError, ValueError):
        raise _none(cell) from None
    return _in_range(units, cell)


def _in_range(units: float, cell: Cell) -> float:
    if units != units:
        raise _none(cell)
    if not abs(units) * MINOR_PER_UNIT <= MOST_MINOR:
        raise NoAmount("too-much", marked("{column}: “{cell}” is more than any loan."), cell)
    return units


def minor_of(units: float) -> int:
    """An amount in units as minor units, half of one away from zero.

    >>> minor_of(866.19), minor_of(1.005), minor_of(-2.011074684560299e-08)
    (86619, 101, 0)
    """
    minor = units * MINOR_PER_UNIT
    # All but a few amounts of a file are whole minor units, give or take binary dust.
    if abs(minor - (near := round(minor))) < 1e-7 * MINOR_PER_UNIT:
        return near
    return round_minor(as_fraction(units, "amount") * MINOR_PER_UNIT)


def rounded(units: float) -> bool:
    """Whether an amount shows less than a minor unit.

    >>> rounded(866.1912), rounded(866.19), rounded(0.1 + 0.2)
    (True, False, False)
    """
    minor = units * MINOR_PER_UNIT
    return abs(minor - round(minor)) > 1e-4


def _number(cell: str, point: Point) -> str | float:
    if _PLAIN.fullmatch(cell) and (point == "." or "." not in cell):
        return cell
    text = _text(cell)
    readings = [n for n in numbers_typed(text) if SCALES[n.scale] >= 0]
    if not readings:
        raise _none(cell)
    try:
        number_typed(text)
        first = "."
    except ValueError:
        first = ","
    if len(readings) == 1 and first == point:
        return readings[0].value
    if len(readings) == 2:
        return readings[point == ","].value
    if any(sign in text for sign in ".,"):
        raise NoAmount(
            "decimal-sign",
            marked(
                "{column}: “{cell}” has another sign before its decimals than the rest of the file."
            ),
            cell,
        )
    return readings[0].value


def _text(cell: str) -> str:
    """Accountants put a loss into brackets or its sign behind, and name the side of an account."""
    text = _SIDE.sub("", plain(cell))
    match = re.fullmatch(r"\((.+)\)|([^-].*?)\s?-", text)
    return f"-{match[1] or match[2]}" if match else text


def _none(cell: Cell) -> NoAmount:
    return NoAmount("no-amount", marked("{column}: “{cell}” is not read as an amount."), cell)
