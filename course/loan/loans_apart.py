"""Several loans in one file: which rows, or which columns, are whose, and all of them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from course.loan.amounts import minor_of
from course.loan.columns import nothing
from course.loan.frame import Frame
from course.loan.plan import ColumnRead, Plan, PlanRow, added_up
from course.loan.readings import readings, side_by_side
from course.loan.remarks import once, unexplained
from course.loan.roles import Reading
from course.loan.words import Names, Remark


def loans_of(frame: Frame, rows: Sequence[int]) -> dict[str, list[int]]:
    """The lines of each loan, by its name; all under "" where there is one.

    Loans are told apart by a column that names them, or where the count begins again together with
    the debt.
    """
    by_column = _by_column(frame, rows)
    if len(by_column) > 1:
        return by_column
    return _by_breaks(frame, rows) or {"": list(rows)}


def _by_column(frame: Frame, rows: Sequence[int]) -> dict[str, list[int]]:
    told = [c for c in frame.columns if frame.told.get(c.place) == "loan"]
    likely = told or [
        c
        for c in frame.columns
        if c is not frame.counter and (c.hint == "loan" or (c.kind == "text" and c.hint == ""))
    ]
    for column in likely:
        groups: dict[str, list[int]] = {}
        for i in rows:
            cell = column.cells[i]
            groups.setdefault("" if nothing(cell) else str(cell).strip(), []).append(i)
        if len(groups) < 2 or any(len(lines) < 2 for lines in groups.values()):
            continue
        if told or all(_begins_anew(frame, lines) for lines in groups.values()):
            frame.told.setdefault(column.place, "loan")
            return groups
    return {}


def _begins_anew(frame: Frame, lines: Sequence[int]) -> bool:
    """Whether the rows of a group are counted, or dated, from the beginning."""
    numbers = [frame.numbers[i] for i in lines if frame.numbers[i] is not None]
    if len(numbers) == len(lines):
        return numbers[0] in (0, 1) or numbers[-1] in (0, 1)
    days = [frame.dates[i] for i in lines if frame.dates[i] is not None]
    return (
        len(days) == len(lines)
        and bool(lines)
        and days == sorted(days)
        and (
            lines[0] == 0 or any(day <= d for d in frame.dates[: lines[0]] if d for day in days[:1])
        )
    )


def _by_breaks(frame: Frame, rows: Sequence[int]) -> dict[str, list[int]]:
    """Loans that stand one below the other: the count begins again, and so does the debt."""
    cuts = [
        place
        for place, (a, b) in enumerate(pairwise(rows), 1)
        if None not in (frame.numbers[a], frame.numbers[b])
        and frame.numbers[b] in (0, 1)
        and frame.numbers[a] > frame.numbers[b]
    ]
    if not cuts or not any(_debt_begins(frame, rows[c - 1], rows[c]) for c in cuts):
        return {}
    parts = [list(rows[a:b]) for a, b in pairwise([0, *cuts, len(rows)])]
    if any(len(part) < 2 for part in parts):
        return {}
    return {str(number): part for number, part in enumerate(parts, 1)}


def _debt_begins(frame: Frame, last: int, first: int) -> bool:
    """Whether a column that came to nothing begins again."""
    for column in frame.columns:
        if column.amounts is None:
            continue
        ended, begun = column.amounts[last], column.amounts[first]
        before = [a for a in column.amounts[max(0, last - 3) : last] if a]
        if before and begun and abs(ended or 0.0) <= 0.05 * max(before) < 0.5 * begun:
            return True
    return False


def beside(frame: Frame, rows: Sequence[int]) -> dict[str, Reading]:
    """How each loan is read of a table that holds several beside one another, by its name."""
    if frame.told:
        return {}
    lines = frame.in_order(rows)
    first = frame.paid_out(lines)
    instalments = [i for i in lines if i != first]
    amounts = frame.amounts_of(instalments, first)
    parts = side_by_side(amounts, frame.margin_minor / 100)
    found: dict[str, Reading] = {}
    for number, places in enumerate(parts, 1):
        own = [column for column in amounts if column.place in places]
        best, *_ = readings(own, frame.margin_minor / 100, {}, frame.days(instalments, first))
        groups = {c.group for c in frame.columns if c.place in places and c.group}
        owed = next(c.name for c in frame.columns if c.place in places)
        name = min(groups) if len(groups) == 1 else owed
        if name in found:
            name = f"{name} ({number})"
        found[name] = best
    return found


def together(frame: Frame, plans: Mapping[str, Plan]) -> Plan:
    """Each loan of the file, and all of them as one plan."""
    first = next(iter(plans.values()))
    said = Remark(
        "several-loans",
        "The file holds {count} loans: {names}. Each is answered alone, and all together.",
        count=len(plans),
        names=Names(tuple(plans)),
    )
    whole: dict[str, ColumnRead] = {}
    for plan in plans.values():
        for column in plan.columns:
            known = whole.get(column.name)
            if known is None or known.role in ("unexplained", "text"):
                whole[column.name] = column
            elif known.role == column.role and None not in (known.fits, column.fits):
                fits, of = known.fits + column.fits, known.of + column.of
                whole[column.name] = replace(known, fits=fits, of=of)
    totals = [column for column in whole.values() if column.role in ("unexplained", "text")]
    rows = added_up([plan.rows for plan in plans.values()])
    for column in totals:
        if _is_paid_by_all(frame, column.name, rows):
            whole[column.name] = ColumnRead(column.name, "sum", len(rows), len(rows))
    questions = [said for said in frame.questions if said.code != "columns"]
    left = tuple(name for name, column in whole.items() if column.role == "unexplained")
    return replace(
        first,
        rows=rows,
        columns=tuple(whole[column.name] for column in first.columns),
        totals=None,
        start=None,
        notes=(said, *once(frame.notes)),
        questions=(*once(questions), *unexplained(left)),
        findings=once(frame.findings),
        unread_rows=once(frame.unread),
        loans=tuple(
            (name, replace(plan, notes=(), questions=(), findings=(), unread_rows=()))
            for name, plan in plans.items()
        ),
    )


def _is_paid_by_all(frame: Frame, name: str, rows: Sequence[PlanRow]) -> bool:
    """Whether a column holds what is paid on all loans together."""
    (column,) = (column for column in frame.columns if column.name == name)
    if column.amounts is None:
        return False
    at = {line: i for i, line in enumerate(frame.lines)}
    margin = 2 * frame.margin_minor
    return all(
        abs(minor_of(column.amounts[at[row.line]] or 0.0) - row.payment_minor) <= margin
        for row in rows
    )
