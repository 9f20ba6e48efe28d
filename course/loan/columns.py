"""The cells below the names of a table, column by column: dates, numbers in order, amounts."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from course.content.dates_typed import Readings, dates_in
from course.content.numbers_typed import number_typed
from course.loan.amounts import NOTHING, NoAmount, Point, amount_in
from course.loan.names import MONEY, hint
from course.loan.sheets import Cell
from course.loan.table import Table, is_value
from course.loan.words import Remark

DATED = 0.6
"""The share of cells that must be dates in a column of dates."""
_MAY_BE_DATE = re.compile(
    r"\d\s?[-/年月]\s?\d|\d\.\s?\d+\.\s?\d|[^\W\d_]{3}|^\[\d{4},|^\d{8}$|^\d\d?\.\d{4}$"
)


@dataclass(slots=True, eq=False)
class Column:
    """A column of a table.

    `kind`: "date", "number" (rows counted in order), "money", "text" or "empty". One item a line
    in `cells`, `dates`, `numbers` and `amounts`; amounts are in units, None where none stands.
    `hint`: what its name speaks for. `scale`: what one unit in it is worth, 10,000 for 万元.
    """

    place: int
    name: str
    group: str
    hint: str
    cells: list[Cell]
    scale: Fraction = Fraction(1)
    kind: str = "empty"
    dates: list[Readings] | None = None
    numbers: list[int | None] | None = None
    amounts: list[float | None] | None = None
    faults: dict[int, Remark] | None = None
    minor: dict[int, int] | None = None
    """Amounts in minor units where rounding each alone would change their sum."""


def columns_of(
    table: Table, told: Mapping[int, str], epoch: datetime.date, point: Point
) -> list[Column]:
    """The columns with what their cells hold. `told`: roles that the borrower gave, by place."""
    columns = []
    # "Amounts in thousands" above the table holds for all of them.
    above = " ".join(str(cell) for row in table.above for cell in row if isinstance(cell, str))
    told_above = re.search(
        r"(?:单位|金额单位|amounts?|figures?|all)[^.。;；]{0,40}", above, re.IGNORECASE
    )
    unit = scale_in(told_above[0]) if told_above else Fraction(1)
    for named in table.columns:
        cells = [row[named.place] if named.place < len(row) else None for _, row in table.lines]
        column = Column(
            named.place,
            named.name,
            named.group,
            told.get(named.place) or hint(named.name),
            cells,
            scale_in(named.name) if scale_in(named.name) != 1 else unit,
        )
        _type(column, told.get(named.place), epoch, point)
        columns.append(column)
    return columns


_SCALES = (
    (Fraction(10_000), re.compile(r"万元|[(（]万[)）]")),
    (
        Fraction(1_000),
        re.compile(
            r"千元|\b(in|of) thousands?\b|\bthousands\b|[’'`]000|\b0{3}s\b|\(0{3}\)"
            r"|[(（][^()（）]{0,6}\bk[)）]|[(（]k ?[^()（）]{0,4}[)）]|[(（]t[€$][)）]|\bTEUR\b",
            re.IGNORECASE,
        ),
    ),
    (Fraction(100_000), re.compile(r"\blakhs?\b|\blacs?\b", re.IGNORECASE)),
    (
        Fraction(1_000_000),
        re.compile(
            r"百万元|\b(in|of) millions?\b|[(（][^()（）]{0,6}\b(mln|mn|mio|m)[)）]", re.IGNORECASE
        ),
    ),
    (Fraction(10_000_000), re.compile(r"\bcrores?\b|[(（][^()（）]{0,6}\bcr[)）]", re.IGNORECASE)),
    (Fraction(1, 100), re.compile(r"(\b|_)cents?\b|[(（]分[)）]")),
)


def scale_in(text: str) -> Fraction:
    """What one unit of an amount is worth in units of the currency, by the words beside it.

    >>> [int(scale_in(text)) for text in ("本金(万元)", "Balance (EUR k)", "Payment (EUR)")]
    [10000, 1000, 1]
    """
    return next((scale for scale, words in _SCALES if words.search(text)), Fraction(1))


def nothing(cell: Cell) -> bool:
    """Whether a cell is empty or a dash."""
    return cell is None or (isinstance(cell, str) and cell.strip().lower() in NOTHING)


def _type(column: Column, told: str | None, epoch: datetime.date, point: Point) -> None:
    filled = [cell for cell in column.cells if not nothing(cell)]
    if not filled:
        return
    if told in (None, "date") and _dated(column, filled, epoch, told):
        return
    counts = told == "number" or (
        told is None and column.hint in ("number", "?", "", "date", "payment", "loan")
    )
    if counts and _numbered(column, filled, told):
        return
    if told in (None, *MONEY) and _money(column, filled, told, point):
        return
    column.kind = "text"


def _dated(column: Column, filled: Sequence[Cell], epoch: datetime.date, told: str | None) -> bool:
    # A number is the day number of a spreadsheet only where it goes on as days do.
    if all(isinstance(cell, (int, float)) or _is_whole(cell) for cell in filled):
        days = [_date(cell, epoch) for cell in filled]
        known = [day for day in days if day is not None]
        if len(known) < DATED * len(filled):
            return False
        gaps = [abs((b - a).days) for a, b in pairwise(known)]
        regular = bool(gaps) and min(gaps) >= 1 and max(gaps) <= 366
        if not (column.hint == "date" or told == "date" or (regular and column.hint in ("", "?"))):
            return False
    else:
        head = [cell for cell in filled[:12] if not isinstance(cell, (int, float))]
        if not head:
            return False
        likely = sum(
            not isinstance(cell, str) or bool(_MAY_BE_DATE.search(cell[:60])) for cell in head
        )
        if likely < DATED * len(head) and column.hint != "date":
            return False
        if sum(bool(dates_in(cell, epoch)) for cell in head) < DATED * len(head) and (
            sum(bool(dates_in(cell, epoch)) for cell in filled) < DATED * len(filled)
        ):
            return False
        if (
            column.hint in ("principal", "interest", "balance", "opening")
            and told is None
            and (all(isinstance(cell, str) and "." in cell for cell in head))
        ):
            return False
    column.kind = "date"
    column.dates = [{} if nothing(cell) else dates_in(cell, epoch) for cell in column.cells]
    return True


def _is_whole(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(re.fullmatch(r"\d{5}(\.0+)?|\d{8}", cell.strip()))


def _date(cell: Cell, epoch: datetime.date) -> datetime.date | None:
    return dates_in(cell, epoch).get(None)


# --- Numbers in order ----------------------------------------------------------------------------

_COUNTED = re.compile(
    r"(?:第|#|№)?\s*(?:[^\W\d_]{1,12}\.?)?\s*[#:.]?\s*(\d{1,5})(?:\.0+)?\s*"
    r"(?:(?:/|of|von|de|sur|,?共)\s*\d{1,4})?\s*(?:[^\W\d_]{0,8}|[*＊†+].{0,3}|\(.{0,16}\))\.?",
    re.IGNORECASE,
)
_IN_CHINESE = re.compile(
    r"第?([〇零一二两三四五六七八九十百]{1,7})(?:个)?(?:期|月|周|年|季|号|次)?"
)


def number_in(cell: Cell) -> int | None:
    """The number of an instalment; None if the cell is none.

    >>> number_in("第3期"), number_in("3/12"), number_in(3.0), number_in("total")
    (3, 3, 3, None)
    >>> number_in("#3 (LUMP)"), number_in("3*"), number_in("Month 3"), number_in("3.5")
    (3, 3, 3, None)
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, (int, float)):
        return int(cell) if 0 <= cell < 100_000 and cell == int(cell) else None
    if not isinstance(cell, str):
        return None
    text = unicodedata.normalize("NFKC", cell[:40]).strip()
    if match := _COUNTED.fullmatch(text):
        return int(match[1])
    if match := _IN_CHINESE.fullmatch(text):
        try:
            return int(number_typed(match[1]))
        except ValueError:
            return None
    return None


def _numbered(column: Column, filled: Sequence[Cell], told: str | None) -> bool:
    """Whether the column counts the rows: whole numbers that go on by one, or by days or weeks."""
    if sum(number_in(cell) is not None for cell in filled[:12]) < 0.4 * len(filled[:12]):
        return False
    numbers = [None if nothing(cell) else number_in(cell) for cell in column.cells]
    known = [number for number in numbers if number is not None]
    if len(known) < (0.4 if column.hint == "number" else 0.7) * len(filled):
        return False
    steps = [later - earlier for earlier, later in pairwise(known)]
    by_one = max(steps.count(1), steps.count(-1)) * 2 >= len(steps)
    rising = all(step > 0 for step in steps) or all(step < 0 for step in steps)
    small = max(known) <= 20_000
    in_full = len(known) >= 3 and known[0] in (0, 1) and set(steps) == {1}
    if told != "number":
        if not steps and column.hint != "number" and not (column.hint == "?" and known[0] <= 1):
            return False
        if not (by_one or (rising and small and column.hint in ("number", "?"))):
            # The same number in every row, of a contract say, counts nothing.
            return False
        if column.hint in ("", "date") and not (by_one and max(known) <= 1_000):
            return False
        if column.hint in ("payment", "loan") and not in_full:
            return False
    column.kind, column.numbers = "number", numbers
    return True


# --- Amounts -------------------------------------------------------------------------------------


def _money(column: Column, filled: Sequence[Cell], told: str | None, point: Point) -> bool:
    speaks = column.hint in MONEY or told is not None
    head = filled[:12]
    likely = sum(is_value(cell) for cell in head)
    if likely < (1 if speaks else 0.7 * len(head)):
        return False
    if not speaks and any(isinstance(cell, str) and "%" in cell for cell in head):
        column.hint = "rate"
    if (
        column.hint in ("rate", "text")
        and told is None
        and any(isinstance(cell, str) and ("%" in cell or "％" in cell) for cell in head)
    ):
        return False
    amounts: list[float | None] = []
    faults: dict[int, Remark] = {}
    for place, cell in enumerate(column.cells):
        try:
            amounts.append(amount_in(cell, point, column.scale))
        except NoAmount as error:
            amounts.append(None)
            faults[place] = Remark(
                error.code, error.template, column=column.name, cell=_short(error.cell)
            )
    known = [amount for amount in amounts if amount is not None]
    if not known:
        return False
    column.kind, column.amounts, column.faults = "money", amounts, faults
    return True


def _short(cell: Cell) -> str:
    text = str(cell)
    return text if len(text) <= 40 else f"{text[:39]}…"


def flip(columns: Iterable[Column], lines: Sequence[int]) -> None:
    """Turn the sign of columns in which every amount but at most one stands below zero.

    Spreadsheets write what is paid as a loss, and what is owed as a negative balance. `lines`:
    which lines are instalments.
    """
    core = [c for c in columns if c.amounts and c.hint in ("payment", "?", "principal", "interest")]
    paid_out = any(sum(c.amounts[i] or 0.0 for i in lines) < 0 for c in core)
    for column in columns:
        if column.amounts is None or (column.hint == "fee" and not paid_out):
            continue
        known = [column.amounts[i] for i in lines if column.amounts[i]]
        if len(known) * 2 < len(lines):
            continue  # a discount now and then
        below = sum(amount < 0 for amount in known)
        if known and below and below >= max(1, len(known) - 1 if len(known) > 2 else len(known)):
            column.amounts = [None if a is None else -a + 0.0 for a in column.amounts]
