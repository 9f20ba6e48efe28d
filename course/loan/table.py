"""Where in a sheet the table of a plan stands: the row of names, the columns, the rows below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

from course.content.dates_typed import dates_in
from course.loan.names import hint, normal
from course.loan.sheets import MOST_LINES, Cell, Sheet, Unreadable, sheets

MOST_ROWS = 5_000
LONGEST_NAME = 60
_NAMES_THAT_SPEAK = frozenset(
    ("number", "date", "payment", "principal", "interest", "fee", "balance", "opening", "?")
)
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
_NO_VALUE = re.compile(r"[;|\t=<>{}@_&!?]")


@dataclass(frozen=True, slots=True)
class Named:
    """A column's own name, and what the group of columns it stands in is called."""

    place: int
    name: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands in a file; `lines` are its rows with their place in the file, from 1.

    `row`: the row of names, 0 where there is none. `above`: the rows before it. `named`: whether
    the file names the columns; where it does not, they are called #1, #2 and so on.
    """

    sheet: Sheet
    row: int
    columns: tuple[Named, ...]
    above: tuple[Sequence[Cell], ...]
    lines: tuple[tuple[int, Sequence[Cell]], ...]
    named: bool = True
    other: int = 0
    """The row of names of another table on the same sheet, 0 where there is none."""


@dataclass(frozen=True, slots=True)
class _Head:
    """A row, or two, that may name the columns; `row` and `data` count from 0."""

    row: int
    data: int
    columns: tuple[Named, ...]
    spoken: int
    run: int
    named: bool = True
    other: int = 0

    @property
    def score(self) -> int:
        return 10 * self.spoken + 3 * min(self.run, 12) + len(self.columns) - (self.data - self.row)


def find_tables(data: bytes) -> tuple[Table, ...]:
    """The table of the plan in a file, and those on other sheets that have the same columns.

    Names that are known decide where there are some; where there are none, in a language that is
    not known say, the longest run of rows with numbers is the table.

    Raises Unreadable where there is no table.

    >>> (table,) = find_tables(b"Plan\\n\\nNo,Due,Paid\\n1,2026-03-01,100\\n2,2026-04-01,100\\n")
    >>> table.row, [column.name for column in table.columns], len(table.lines)
    (3, ['No', 'Due', 'Paid'], 2)
    """
    best: tuple[Sheet, _Head] | None = None
    found: list[tuple[Sheet, _Head]] = []
    fault: Unreadable | None = None
    for sheet in sheets(data):
        # Every file of bytes is some text in the last encoding; the first in which names are known
        # is the file's own.
        if best is not None and sheet.encoding != best[0].encoding and best[1].spoken >= 2:
            break
        try:
            head = _best_head(sheet.head())
        except Unreadable as error:
            fault = fault or error  # of another separator, perhaps
            continue
        if head is not None:
            found.append((sheet, head))
        if head is None or (best is not None and head.score <= best[1].score):
            continue
        if best is not None and sheet.encoding != best[0].encoding and head.spoken < 2:
            continue
        best = sheet, head
    if best is None:
        if fault is not None:
            raise fault
        raise Unreadable(
            "no-header",
            "No row names the columns of a repayment plan. Needed are at least two columns such"
            " as “Due date” and “Payment”, or 还款日 and 应还金额.",
        )
    names = [column.name for column in best[1].columns]
    alike = [
        (sheet, head)
        for sheet, head in found
        if sheet.name and head.named and [column.name for column in head.columns] == names
    ]
    return tuple(_taken(*each) for each in alike) if len(alike) > 1 else (_taken(*best),)


def is_value(cell: Cell) -> bool:
    """Whether a cell holds a number, an amount or a date rather than words.

    >>> [is_value(cell) for cell in ("1,234.50 €", "第3期", "05-Feb-2026", 7.5, "Payment 1", "—")]
    [True, True, True, True, False, False]
    """
    if cell is None or isinstance(cell, bool):
        return False
    if not isinstance(cell, str):
        return True
    if len(cell) > 40 or not _DIGIT.search(cell) or _NO_VALUE.search(cell):
        return False
    return len(_LETTER.findall(cell)) <= 4 or bool(dates_in(cell))


def _best_head(rows: Sequence[Sequence[Cell]]) -> _Head | None:
    values = [sum(map(is_value, row)) for row in rows]
    heads = []
    for place, row in enumerate(rows):
        for names, data in ((_names(row), place + 1), (_grouped(rows, place), place + 2)):
            if names is not None:
                heads.append(_head(place, data, names, rows, values))
    known = [head for head in heads if head and head.spoken >= 2 and _speaks_of_money(head)]
    heads = known or [head for head in heads if head and head.run >= 3]
    if not known and (bare := _without_names(rows, values)):
        # Words right above the first numbers are names, in whatever language.
        heads = [head for head in heads if head.data == bare.data] or [*heads, bare]
    best = max(heads, key=lambda head: head.score, default=None)
    if best is None:
        return None
    # The names again on a later page are those of the first one.
    first = next(head for head in heads if head.columns == best.columns)
    own = [column.name for column in best.columns]
    other = next(
        (
            head.row + 1
            for head in known
            if head
            and head.spoken >= 3
            and head.run >= 2
            and head.data - head.row == 1
            and not {head.row, head.row + 1} & {first.row, first.data - 1}
            and [column.name for column in head.columns] != own
        ),
        0,
    )
    return replace(first, other=other)


def _speaks_of_money(head: _Head) -> bool:
    return any(
        hint(column.name) in ("payment", "principal", "balance", "opening", "?")
        for column in head.columns
    )


def _names(row: Sequence[Cell]) -> list[Named] | None:
    names = [Named(place, cell if isinstance(cell, str) else "") for place, cell in enumerate(row)]
    words = [named for named in names if named.name and not is_value(named.name)]
    if len(words) < 2 or len(words) <= sum(map(is_value, row)):
        return None
    return names


def _grouped(rows: Sequence[Sequence[Cell]], place: int) -> list[Named] | None:
    """Names in two rows: what a group is called above, its columns below."""
    if place + 1 >= len(rows):
        return None
    above, below = rows[place], rows[place + 1]
    if not all(cell is None or isinstance(cell, str) for cell in (*above, *below)):
        return None
    if any(_DIGIT.search(str(cell or "")) for cell in below) or sum(map(bool, below)) < 2:
        return None
    if not any(above) or any(map(is_value, above)):
        return None
    group, names = "", []
    for place_in_row in range(max(len(above), len(below))):
        upper = str((above[place_in_row] if place_in_row < len(above) else "") or "")
        lower = str((below[place_in_row] if place_in_row < len(below) else "") or "")
        group = upper or (group if lower else "")
        # "Due" over "Principal" is one name; "Amount due" over "Principal" is the lower one.
        own = hint(lower) if lower else ""
        told = lower if own and hint(group) != "paid" else f"{group} {lower}".strip()
        names.append(Named(place_in_row, told, group if lower else ""))
    return names


def _head(
    place: int,
    data: int,
    names: Sequence[Named],
    rows: Sequence[Sequence[Cell]],
    values: Sequence[int],
) -> _Head | None:
    run = 0
    for count in values[data:]:
        if count < 2 and run:
            break
        run += count >= 2
    below = rows[data : data + 40]
    columns = tuple(
        named
        for named in names
        if (named.name and len(named.name) <= LONGEST_NAME)
        or any(named.place < len(row) and is_value(row[named.place]) for row in below[:3])
    )
    if len(columns) < 2:
        return None
    spoken = {hint(column.name) for column in columns if column.name} & _NAMES_THAT_SPEAK
    return _Head(place, data, columns, len(spoken), run)


def _without_names(rows: Sequence[Sequence[Cell]], values: Sequence[int]) -> _Head | None:
    """A table that begins at once, with no row of names."""
    for place in range(len(rows)):
        run = next((i for i, count in enumerate(values[place:]) if count < 2), len(rows) - place)
        if run >= 3:
            width = max(len(row) for row in rows[place : place + run])
            columns = tuple(Named(i, "") for i in range(width))
            return _Head(place, place, columns, 0, run - 1, named=False)
        if values[place] >= 2:
            return None
    return None


def _taken(sheet: Sheet, head: _Head) -> Table:
    """The table below a head, down to the end of the sheet."""
    above: list[Sequence[Cell]] = []
    lines: list[tuple[int, Sequence[Cell]]] = []
    names: Sequence[Cell] | None = None
    for line, row in enumerate(sheet.rows(), 1):
        if line <= head.row:
            above.append(row)
        elif line <= head.data:
            names = names or row
        elif any(cell not in (None, "") for cell in row):
            if names is not None and list(row[: len(names)]) == list(names):
                continue  # the names again, at the top of a page or of another loan
            lines.append((line, row))
        if len(lines) > MOST_ROWS or line > MOST_LINES:
            raise Unreadable(
                "too-many-rows",
                "The table has more than {most} rows; a repayment plan has fewer.",
                most=MOST_ROWS,
            )
    columns = head.columns
    if head.named:
        lines = _rejoined(sheet, len(names or ()), lines)
        columns, lines = _stacked(columns, lines)
    columns = _distinct(columns)
    first = head.row + 1 if head.named else 0
    return Table(sheet, first, columns, tuple(above), tuple(lines), head.named, head.other)


def _stacked(
    columns: tuple[Named, ...], lines: list[tuple[int, Sequence[Cell]]]
) -> tuple[tuple[Named, ...], list[tuple[int, Sequence[Cell]]]]:
    """A table that goes on beside itself, as one below the other."""
    named = [column for column in columns if column.name]
    names = [normal(column.name) for column in named]
    for width in range(3, len(named) // 2 + 1):
        blocks = [named[i : i + width] for i in range(0, len(named), width)]
        repeats = all(names[i : i + width] == names[:width] for i in range(0, len(named), width))
        if not repeats or hint(named[0].name) not in ("number", "date", "?"):
            continue
        below = [
            (line, [row[c.place] if c.place < len(row) else None for c in block])
            for block in blocks
            for line, row in lines
        ]
        first = tuple(replace(column, place=place) for place, column in enumerate(blocks[0]))
        return first, [(line, row) for line, row in below if any(c not in (None, "") for c in row)]
    return columns, lines


def _distinct(columns: Sequence[Named]) -> tuple[Named, ...]:
    """The columns with names that tell them apart."""
    names = [normal(column.name) for column in columns]
    told = []
    for column, name in zip(columns, names, strict=True):
        if not name:
            column = replace(column, name=f"#{column.place + 1}")
        elif names.count(name) > 1 and column.group and normal(column.group) != name:
            column = replace(column, name=f"{column.group} {column.name}")
        told.append(column)
    return tuple(told)


# --- Amounts that were torn apart at their own separator ------------------------------------------

_AMOUNT_BEGUN = re.compile(r"\(?-?\s?[^\w\s.,()-]{0,3}\s?-?\d{1,3}")
_AMOUNT_GONE_ON = re.compile(r"\d{3}(\.\d+)?\)?|\d{2}")


def _rejoined(
    sheet: Sheet, width: int, lines: list[tuple[int, Sequence[Cell]]]
) -> list[tuple[int, Sequence[Cell]]]:
    """The rows with amounts such as $8,884.88 put together that stood without quotation marks.

    Only where the row has more cells than the names and one way alone makes it as wide.
    """
    if sheet.separator != ",":
        return lines
    wider = [line for line, row in lines if len(_filled(row)) > width]
    if not wider or len(wider) < len(lines) / 2:
        return lines
    joined: list[tuple[int, Sequence[Cell]]] = []
    for line, row in lines:
        ways = list(_ways(_filled(row), width)) if len(row) > width else [row]
        if len(ways) != 1:
            raise Unreadable(
                "wider-rows",
                "Row {row} has more cells than the names of the columns: amounts with commas"
                " stand in it without quotation marks. Export the plan again with amounts in"
                " quotation marks or without thousands separators.",
                row=str(line),
            )
        joined.append((line, ways[0]))
    return joined


def _filled(row: Sequence[Cell]) -> Sequence[Cell]:
    end = len(row)
    while end and row[end - 1] in (None, ""):
        end -= 1
    return row[:end]


def _ways(row: Sequence[Cell], width: int) -> Iterator[list[Cell]]:
    """Every way to join torn amounts that gives so many cells; at most two are looked for."""
    signed = any(isinstance(cell, str) and re.match(r"\(?-?[$€£¥₹]\d", cell) for cell in row)
    joins = [
        isinstance(one, str)
        and isinstance(two, str)
        and bool(_AMOUNT_BEGUN.fullmatch(one))
        and bool(_AMOUNT_GONE_ON.fullmatch(two))
        and (not signed or not one[:1].isdigit())
        for one, two in pairwise(row)
    ]
    # A group of three that ends an amount can begin none.
    found = 0
    open_ways = [i for i, may in enumerate(joins) if may]
    missing = len(row) - width
    if signed:
        joins = [
            may
            or (
                isinstance(one, str)
                and _AMOUNT_GONE_ON.fullmatch(one) is not None
                and isinstance(two, str)
                and "." not in one
                and _AMOUNT_GONE_ON.fullmatch(two) is not None
            )
            for may, (one, two) in zip(joins, pairwise(row), strict=True)
        ]
        open_ways = [i for i, may in enumerate(joins) if may]
    if len(open_ways) > 12:
        return
    for chosen in product((True, False), repeat=len(open_ways)):
        if sum(chosen) != missing:
            continue
        at = {place for place, taken in zip(open_ways, chosen, strict=True) if taken}
        cells: list[Cell] = [row[0]]
        for i, cell in enumerate(row[1:]):
            if i in at:
                cells[-1] = f"{cells[-1]},{cell}"
            else:
                cells.append(cell)
        if all(not isinstance(c, str) or _well_formed(c) for c in cells):
            yield cells
            found += 1
        if found == 2:
            return


def _well_formed(cell: str) -> bool:
    """Whether what was joined is one amount in groups."""
    if "," not in cell:
        return True
    return re.fullmatch(r"\(?-?\s?\D{0,3}\s?-?\d{1,3}(,\d{2})*,\d{3}(\.\d+)?\)?", cell) is not None
