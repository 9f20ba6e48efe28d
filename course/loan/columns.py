"""Which column of a plan holds what, recognised by its name in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from course.content.dates_typed import dates_in
from course.content.language import marked
from course.loan.amounts import NOTHING
from course.loan.sheets import Cell

FIELDS = {
    "number": marked("number"),
    "date": marked("date due"),
    "payment": marked("payment"),
    "principal": marked("principal"),
    "interest": marked("interest"),
    "fee": marked("fee"),
    "balance": marked("still owed afterwards"),
    "opening": marked("owed before"),
}
MONEY = ("payment", "principal", "interest", "fee", "balance", "opening")

_TRADITIONAL = str.maketrans(
    "還應額費擔餘總數帳償號務單週貸計實際繳時間狀態備註",
    "还应额费担余总数账偿号务单周贷计实际缴时间状态备注",
)
_BOTH = re.compile(r"本息|\bprincipal (and|&|\+|plus) interest\b|\bp ?[&+] ?i\b")
# In this order: the first that fits decides. Of two columns of one field the one whose pattern
# stands first is taken. "?" fits several fields, and the cells below decide; "" is no use here.
_PATTERNS = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        ("", r"实还|实际还|实付|已还|已付|累计|总期数|状态|备注|天数|利率|年化|折扣"),
        ("", r"\b(actual|cumulative|cum|status|remarks?|notes?|days|rate|apr)\b"),
        ("", r"^paid$|\bpaid (on|date|amount)\b|\b(date|amount|already) paid\b|\bto date\b"),
        ("", r"\btotal (interest|principal|paid|fees?)\b"),
        ("opening", r"期初|\b(opening|beginning|starting|prior|previous) (balance|principal)\b"),
        ("opening", r"\b(balance|principal) (before|brought forward|b/f)\b"),
        (
            "balance",
            r"(剩余|未还|待还|尚欠|结余)(贷款|借款)?本金|本金余额|贷款余额|期末余额|^余额$",
        ),
        ("balance", r"余额|\b(closing|ending|end|remaining|outstanding|unpaid|new|loan) balance\b"),
        ("balance", r"\b(remaining|outstanding|unpaid) (loan )?(principal|capital)\b"),
        ("balance", r"\bbalance\b|\b(outstanding|remaining)\b"),
        ("", r"剩余|未还|待还"),
        ("date", r"(应还|还款|到期|付款|缴款|扣款|应付|缴费)款?(日|时间)"),
        ("date", r"\b(due|payment|pay|instal?lment|maturity|repayment) ?(date|day)\b|\bdate due\b"),
        ("", r"起息|开始日|起始日|\b(start|from|value|begin(ning)?) date\b"),
        ("date", r"日期|到期|付息日|结息日|^日$|^时间$|\bdate\b|\bwhen\b"),
        ("date", r"账单日"),
        ("fee", r"费|违约金|滞纳金|罚息|复利|\b(fees?|charges?|insurance|premium|guarantee)\b"),
        ("fee", r"\b(service|penalty|late)\b"),
        ("payment", _BOTH.pattern),
        ("principal", r"本金|还本|\b(principal|capital)\b"),
        ("interest", r"利息|付息|^息$|\b(interest|finance charge)\b"),
        ("number", r"期数|期次|期号|期序|期别|第几期|^序号$|编号"),
        ("number", r"^(no|nr|number|#|№|seq|sequence|index|n)\.?$"),
        ("number", r"\b(payment|instal?lment|period|pmt|loan) ?(no|nr|number|#)"),
        ("?", r"^(instal?lments?|payments?|months?|periods?|terms?|due|期|账期|还款期|月份)$"),
        ("payment", r"(应还|还款|应付|期供|月供|每期|供款|缴款).*(总额|合计|总计)|总(应还|还款)"),
        ("payment", r"月供|期供|月还款|(应还|还款|应付|供款|缴款|扣款)款?(金额|额)"),
        ("payment", r"^(本期|每期)?应还$|每期还款"),
        ("payment", r"\b(total|amount)\b.*\b(due|payable|payment|repayment|instal?lment)\b"),
        (
            "payment",
            r"\b(payment|instal?lment|repayment)\b.*\b(amount|total|due)\b|\bemi\b|\bpmt\b",
        ),
        ("payment", r"\b(payments?|repayments?|instal?lments?)\b"),
        ("payment", r"合计|总额|总计|金额|\b(total|amount|due|sum)\b"),
    )
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column in use: where it stands, what it holds, and its own name.

    `scale`: what one unit in it is worth in units of the currency, 10,000 for 万元.
    """

    place: int
    field: str
    header: str
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Header:
    """The row that names the columns: its place, the row where the data begins, both from 0."""

    row: int
    data: int
    columns: tuple[Column, ...]
    unused: tuple[str, ...]

    @property
    def score(self) -> int:
        """How well it was recognised."""
        return len({column.field for column in self.columns}) * 10 - (self.data - self.row)


def field_of(header: str) -> tuple[str, int]:
    """The field a name stands for and how good a name it is for it, 0 the best; "" for none.

    >>> field_of("应还本金(元)")[0], field_of("Amount due")[0], field_of("剩余本金")[0]
    ('principal', 'payment', 'balance')
    >>> field_of("实还金额")[0], field_of("Colour")[0]
    ('', '')
    """
    text = _normal(header)
    for rank, (field, pattern) in enumerate(_PATTERNS):
        if pattern.search(text):
            # Principal and interest together are a payment where no column has fees in it too.
            return field, rank + len(_PATTERNS) * (field == "payment" and bool(_BOTH.search(text)))
    return "", len(_PATTERNS)


def find_header(rows: Sequence[Sequence[Cell]]) -> Header | None:
    """The row (or two rows, one of them of merged groups) that names the columns, if there is one.

    A plan needs at least two columns, one of them a payment or a principal.

    >>> header = find_header([["计划"], ["期数", "还款日", "月供"], ["1", "2026-03-01", "100"]])
    >>> header.data, [column.field for column in header.columns]
    (2, ['number', 'date', 'payment'])
    """
    best: Header | None = None
    for place, row in enumerate(rows):
        for names, data in ((_names(row), place + 1), (_grouped(rows, place), place + 2)):
            if names is None:
                continue
            header = _header(place, data, names, rows[data : data + 40])
            fields = {column.field for column in header.columns}
            useful = len(header.columns) >= 2 and fields & {"payment", "principal"}
            if useful and (best is None or header.score > best.score):
                best = header
    return best


def _names(row: Sequence[Cell]) -> list[str] | None:
    if sum(isinstance(cell, str) and bool(cell) for cell in row) < 2:
        return None
    return [cell if isinstance(cell, str) else "" for cell in row]


def _grouped(rows: Sequence[Sequence[Cell]], place: int) -> list[str] | None:
    """Names in two rows: what a group is called above, its columns below."""
    if place + 1 >= len(rows):
        return None
    above, below = rows[place], rows[place + 1]
    if not all(cell is None or isinstance(cell, str) for cell in (*above, *below)):
        return None
    if any(re.search(r"\d", cell or "") for cell in below) or not any(below):
        return None
    group, names = "", []
    for i in range(max(len(above), len(below))):
        upper = (above[i] if i < len(above) else "") or ""
        lower = (below[i] if i < len(below) else "") or ""
        group = upper or (group if lower else "")
        # "Due" over "Principal" is one name; "Amount due" over "Principal" is the lower one.
        own, _ = field_of(lower)
        told = lower if lower and own and not _is_paid(group) else f"{group} {lower}".strip()
        names.append(told)
    return names


def _is_paid(group: str) -> bool:
    return bool(_PATTERNS[0][1].search(_normal(group)) or _PATTERNS[1][1].search(_normal(group)))


def _header(place: int, data: int, names: Sequence[str], below: Sequence[Sequence[Cell]]) -> Header:
    found: dict[str, tuple[int, Column]] = {}
    fees: list[Column] = []
    for i, name in enumerate(names):
        if not name or len(name) > 60:
            continue
        field, rank = field_of(name)
        if field == "?":
            field = _field_by_cells([row[i] for row in below if i < len(row)])
        if not field:
            continue
        column = Column(i, field, name, 10_000 if re.search(r"万元?[)）]", name) else 1)
        if field == "fee":
            fees.append(column)
        elif field not in found or rank < found[field][0]:
            found[field] = (rank, column)
    columns = sorted([column for _, column in found.values()] + fees, key=lambda c: c.place)
    used = {column.place for column in columns}
    unused = tuple(name for i, name in enumerate(names) if name and i not in used)
    return Header(place, data, tuple(columns), unused)


def _field_by_cells(cells: Sequence[Cell]) -> str:
    """What a column is whose name fits several: numbers in order, dates, or amounts."""
    filled = [cell for cell in cells if cell is not None and cell != "" and cell not in NOTHING]
    if not filled:
        return "payment"
    numbers = [number for number in map(number_in, filled) if number is not None]
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    in_order = max(steps.count(1), steps.count(-1)) * 2 >= len(steps)
    if len(numbers) >= 0.8 * len(filled) and in_order:
        return "number"
    dated = sum(bool(dates_in(cell)) for cell in filled)
    return "date" if dated >= 0.5 * len(filled) else "payment"


_NUMBER = re.compile(
    r"(?:第|no\.?|#)?\s*(\d{1,4})(?:\.0+)?\s*(?:期|st|nd|rd|th|月)?(?:\s*(?:/|of|,?共)\s*\d{1,4}\s*期?)?",
    re.IGNORECASE | re.ASCII,
)


def number_in(cell: Cell) -> int | None:
    """The number of an instalment; None if the cell is none.

    >>> number_in("第3期"), number_in("3/12"), number_in(3.0), number_in("total")
    (3, 3, 3, None)
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, (int, float)):
        return int(cell) if cell == int(cell) and 0 <= cell < 10_000 else None
    if not isinstance(cell, str):
        return None
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", cell[:40]).strip())
    return int(match[1]) if match else None


def _normal(header: str) -> str:
    """A name in small letters, without units in brackets and signs around it."""
    text = unicodedata.normalize("NFKC", header).lower().translate(_TRADITIONAL)
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]|[:*\"']", " ", text)
    text = re.sub(r"[_\n\r\t-]+", " ", text)
    text = re.sub(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])", "", text)
    return " ".join(text.split())
