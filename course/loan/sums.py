"""Which lines of a table are instalments, and which are sums, titles or remarks."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from enum import Enum

from course.loan.columns import Column
from course.loan.names import normal
from course.loan.sheets import Cell
from course.loan.table import is_value

_TOTAL = re.compile(
    r"合计|总计|共计|汇总|总和|合計|總計|\b(grand |page )?(sub ?)?totals?\b|^sum\b|\bsumme\b"
    r"|\bgesamt\b|\btotaux\b|\bsomme\b|\btotale\b|\btotais\b|итого|всего"
)
_SUBTOTAL = re.compile(
    r"小\s*计|小計|\bsub ?totals?\b|zwischensumme|sous total|本页|\bpage total"
    r"|\b(brought|carried) (forward|over)\b|承前页|过次页|\bubertrag\b|\ba reporter\b"
    r"|\bsuma y sigue"
)
LONGEST_LABEL = 40
MOST_IN_GROUP = 54
"""Lines of a year that is paid by the week, and one."""
_LETTER = re.compile(r"[^\W\d_]")


class Kind(Enum):
    """What a line of a table is."""

    ROW = "row"
    TOTAL = "total"
    SUBTOTAL = "subtotal"
    TEXT = "text"
    REMARK = "remark"


def kinds_of(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    numbers: Sequence[int | None],
    dates: Sequence[datetime.date | None],
) -> list[Kind]:
    """What each line is: by its label, or because its amounts are the sums of lines above or below.

    The sum of all lines is the total; the sum of the lines since the last sum, of a year or a page,
    is a subtotal.
    """
    money = [column for column in columns if column.amounts is not None]
    kinds = [Kind.ROW] * len(rows)
    for i, row in enumerate(rows):
        amounts = any(column.amounts[i] is not None for column in money)
        tried = any(column.faults and i in column.faults for column in money)
        label = label_of(row)
        if label:
            total = Kind.SUBTOTAL if label == "sub" else Kind.TOTAL
            kinds[i] = total if amounts or tried or label == "sub" else Kind.TEXT
        elif not amounts and dates[i] is None:
            blank = not tried and numbers[i] is None
            words = tried and numbers[i] is None and _is_words(row)
            if blank or words or _has_words(row):
                kinds[i] = Kind.TEXT
    _remarks(columns, rows, kinds, numbers, dates)
    _by_sums(money, kinds, numbers, dates)
    _of_groups(money, kinds)
    return kinds


def _remarks(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    kinds: list[Kind],
    numbers: Sequence[int | None],
    dates: Sequence[datetime.date | None],
) -> None:
    """Mark lines that have words where the others have a number or a date, below the last of them.

    "Finance charge, 1,671.04" below a plan is no instalment.
    """
    counted = [
        i
        for i, kind in enumerate(kinds)
        if kind is Kind.ROW and (numbers[i] is not None or dates[i] is not None)
    ]
    if len(counted) < 3:
        return
    for i in range(counted[-1] + 1, len(rows)):
        words = [
            word
            for column in columns
            if column.kind in ("number", "date") and isinstance(word := column.cells[i], str)
        ]
        if kinds[i] is Kind.ROW and any(len(_LETTER.findall(word)) > 4 for word in words):
            kinds[i] = Kind.REMARK


def _has_words(row: Sequence[Cell]) -> bool:
    """Whether a cell is a sentence rather than a label."""
    return any(isinstance(cell, str) and len(cell) > 15 and " " in cell and not is_value(cell)
               for cell in row)  # fmt: skip


def _is_words(row: Sequence[Cell]) -> bool:
    filled = [cell for cell in row if cell not in (None, "")]
    return not any(map(is_value, filled))


def label_of(row: Sequence[Cell]) -> str:
    """Whether a cell calls the line a total ("all") or a subtotal ("sub"); "" where none does.

    >>> label_of(["合计（12期）", "", "106618.55"]), label_of(["Page total"]), label_of(["3"])
    ('all', 'sub', '')
    """
    for cell in row:
        if not isinstance(cell, str) or not _LETTER.search(cell) or len(cell) > LONGEST_LABEL:
            continue
        text = normal(cell)
        if _SUBTOTAL.search(text):
            return "sub"
        if _TOTAL.search(text) and not text[:1].isdigit():
            return "all"
    return ""


def _by_sums(
    money: Sequence[Column],
    kinds: list[Kind],
    numbers: Sequence[int | None],
    dates: Sequence[datetime.date | None],
) -> None:
    """Mark lines without a label that are the sums of what stands above them."""
    since, everything = _Added(money), _Added(money)
    known = sum(number is not None or day is not None
                for number, day in zip(numbers, dates, strict=True))  # fmt: skip
    counted = 2 * known > len(kinds)
    for i, kind in enumerate(kinds):
        if kind is Kind.ROW:
            needed = 1 if counted and numbers[i] is None and dates[i] is None else 2
            if everything.same(i) >= needed:
                kinds[i] = Kind.TOTAL
            elif since.same(i) >= needed:
                kinds[i] = Kind.SUBTOTAL
        if kinds[i] is Kind.ROW:
            since.add(i)
            everything.add(i)
        elif kinds[i] is not Kind.TEXT:
            since = _Added(money)
    # A year or a group whose sum stands above its lines.
    for i, kind in enumerate(kinds):
        if kind is not Kind.ROW:
            continue
        # Where a debt falls evenly, one amount may well be the sum of the two after it.
        filled = sum(bool(column.amounts[i]) for column in money)
        bare = counted and numbers[i] is None and dates[i] is None
        needed = 1 if bare else max(2, filled - 1)
        below = _Added(money)
        for k in range(i + 1, min(i + MOST_IN_GROUP, len(kinds))):
            if kinds[k] is not Kind.ROW:
                break
            below.add(k)
            if below.same(i) >= needed:
                kinds[i] = Kind.SUBTOTAL
                break


class _Added:
    """The sums of some lines, column by column."""

    def __init__(self, money: Sequence[Column], lines: Iterable[int] = ()) -> None:
        self.money = money
        self.sums, self.counts = [0.0] * len(money), [0] * len(money)
        for i in lines:
            self.add(i)

    def add(self, i: int) -> None:
        """Take in a line."""
        for place, column in enumerate(self.money):
            if amount := column.amounts[i]:
                self.sums[place] += amount
                self.counts[place] += 1

    def same(self, i: int) -> int:
        """In how many columns a line is their sum."""
        same = 0
        for place, column in enumerate(self.money):
            own, count = column.amounts[i], self.counts[place]
            if own and count >= 2:
                margin = 0.005 * count + 0.011 + 1e-9 * abs(own)
                same += abs(self.sums[place] - own) <= margin
        return same


def _of_groups(money: Sequence[Column], kinds: list[Kind]) -> None:
    """Of several lines that are called totals, those of a group are subtotals."""
    totals = [i for i, kind in enumerate(kinds) if kind is Kind.TOTAL]
    rows = [i for i, kind in enumerate(kinds) if kind is Kind.ROW]
    for i in totals:
        whole = _Added(money, rows).same(i)
        last = i == totals[-1] and not any(k > i for k in rows)
        group: list[int] = []
        for k in range(i - 1, -1, -1):
            if kinds[k] is Kind.ROW:
                group.append(k)
            elif kinds[k] is not Kind.TEXT:
                break
        if whole or (last and len(group) == len(rows)):
            continue
        if _Added(money, group).same(i) or not last:
            kinds[i] = Kind.SUBTOTAL
