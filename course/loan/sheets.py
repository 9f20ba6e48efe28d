"""A file as rows of cells: CSV in the encodings and with the separators in use, and XLSX."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from course.content.language import marked
from course.content.messages import say
from course.loan.cells import (
    HEAD,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_LINES,
    MOST_SHEETS,
    Cell,
    cut,
)
from course.loan.words import Refused, Remark

MOST_CHARACTERS_IN_LINE = 131_072
"""As much as the standard library reads into one cell."""
SEPARATORS = (",", "\t", ";", "|", "，")
# Every file of bytes is some text in the last one, so each is tried only where all before it fail
# or give no table.
ENCODINGS = ("gb18030", "big5", "cp1252")

_KINDS = (
    (b"\x89PNG", marked("a picture")),
    (b"\xff\xd8\xff", marked("a picture")),
    (b"GIF8", marked("a picture")),
    (b"RIFF", marked("a picture")),
    (b"BM", marked("a picture")),
    (b"%PDF", marked("a PDF document")),
)
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")


class Unreadable(Refused):
    """The file holds no repayment plan that can be read."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One reading of a file as a table. `rows()` gives its rows from the first, each time anew."""

    rows: Callable[[], Iterable[list[Cell]]]
    name: str = ""
    encoding: str = ""
    separator: str = ""
    epoch: datetime.date = datetime.date(1899, 12, 30)
    """The day that a spreadsheet's day numbers count from."""
    formulas_without_values: int = 0
    """Cells whose formula was never worked out: a program wrote them."""
    notes: tuple[Remark, ...] = ()
    """What a reader of this table has to know of its file."""

    def head(self) -> list[list[Cell]]:
        """The first rows."""
        return list(islice(self.rows(), HEAD))


def check_size(size: int) -> None:
    """Raise Unreadable for a file of more bytes than any plan has."""
    if size > MOST_BYTES:
        raise Unreadable(
            "too-large",
            "The file has {size} MB; a repayment plan has less than {most}.",
            size=size // 1024**2,
            most=MOST_BYTES // 1024**2,
        )


def check_values(sheet: Sheet) -> None:
    """Raise Unreadable for a sheet in which formulas stand where a plan has amounts.

    To be asked where a sheet gave no plan: one formula left empty does not harm the others.
    """
    if sheet.formulas_without_values:
        raise Unreadable(
            "formulas-only",
            "This workbook holds formulas but not their values: a program wrote it. Open it in a"
            " spreadsheet program, save it, and bring it again.",
        )


def sheets(data: bytes) -> Iterator[Sheet]:
    """Every way to read the bytes as a table, the likeliest first.

    Raises Unreadable where there is none, or where the file is larger than any plan.

    >>> next(sheets("期数,月供\\n1,100\\n".encode("gbk"))).head()
    [['期数', '月供'], ['1', '100']]
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("empty", "The file is empty.")
    check_size(len(data))
    if data.startswith(b"PK\x03\x04"):
        yield from _workbook(data)
        return
    if data.startswith(_OLD_EXCEL):
        raise Unreadable(
            "old-excel",
            "This is an Excel file of the old form (XLS), or one with a password. Open it in a"
            " spreadsheet program and save it as XLSX or CSV without a password.",
        )
    for begin, kind in _KINDS:
        if data.startswith(begin):
            raise Unreadable(
                "no-table",
                "This is {kind}, not a table, whatever its name. Export the plan as XLSX or CSV,"
                " or type its rows into a spreadsheet.",
                kind=say(kind),
            )
    yield from _texts(data)


# --- CSV -----------------------------------------------------------------------------------------


def _texts(data: bytes) -> Iterator[Sheet]:
    found = False
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_UNPRINTABLE.findall(text[:100_000])) > len(text[:100_000]) / 1000:
            continue
        if (
            text.lstrip("\ufeff \r\n\t")[:200]
            .lower()
            .startswith(("<html", "<!doctype", "<?xml", "<table"))
        ):
            raise Unreadable(
                "web-page",
                "This is a web page, not a spreadsheet, whatever its name. Open it in a"
                " spreadsheet program and save it as XLSX or CSV.",
            )
        found = True
        for separator in SEPARATORS:
            yield Sheet(_csv(text, separator), encoding=encoding, separator=separator)
    if not found:
        raise Unreadable(
            "no-text", "The file is neither a spreadsheet (XLSX) nor a text with columns (CSV)."
        )


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    sample = data[:2000]
    if sample.count(0) > len(sample) / 20:
        # Figures and separators in UTF-16 have a zero in every second byte; which one tells the
        # order. No other encoding here has any.
        return ("utf-16-le",) if sample[1::2].count(0) > sample[::2].count(0) else ("utf-16-be",)
    return ("utf-8-sig", *ENCODINGS)


def _csv(text: str, separator: str) -> Callable[[], Iterator[list[Cell]]]:
    # Excel names the separator in a first line of its own.
    skipped = re.match(r"\ufeff?sep=.\r?\n", text)
    body = text[skipped.end() :] if skipped else text

    def rows() -> Iterator[list[Cell]]:
        if skipped:
            yield []
        line = 1 + bool(skipped)
        ended = False

        def lines() -> Iterator[str]:
            nonlocal ended
            for number, written in enumerate(io.StringIO(body, newline=""), 1 + bool(skipped)):
                if len(written) > MOST_CHARACTERS_IN_LINE:
                    raise Unreadable(
                        "long-line",
                        "Line {line} has {size} characters; a row of a repayment plan has fewer"
                        " than {most}.",
                        line=number,
                        size=len(written),
                        most=MOST_CHARACTERS_IN_LINE,
                    )
                yield written
            ended = True

        reader = csv.reader(lines(), delimiter=separator)
        try:
            for row in islice(reader, MOST_LINES + HEAD):
                # Only within quotation marks does a row ask for more when the file is at its end.
                if ended:
                    raise csv.Error
                yield [_bare(cell) for cell in row[:MOST_COLUMNS]]
                line = reader.line_num + 1 + bool(skipped)
        # No other error is known of a text whose lines are no longer than a cell may be.
        except csv.Error as error:
            raise Unreadable(
                "open-quote", "Line {line} opens a quotation mark that is never closed.", line=line
            ) from error

    return rows


def _bare(cell: str) -> str:
    """A cell without what spreadsheets put around a text that looks like a number."""
    cell = cut(cell.strip().strip("\ufeff\u200b"))
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell.removeprefix("'")


# --- XLSX ----------------------------------------------------------------------------------------


def _workbook(data: bytes) -> Iterator[Sheet]:
    from course.loan.workbooks import TooLarge, read_workbook  # a lesson needs none of it

    try:
        book = read_workbook(data)
    except TooLarge as error:
        raise Unreadable(
            "too-large",
            "Unpacked, the workbook is larger than {most} MB or has more cells and names than any"
            " repayment plan.",
            most=MOST_BYTES // 1_000_000,
        ) from error
    # A broken archive makes the libraries below raise errors of many kinds.
    except Exception as error:
        raise Unreadable(
            "no-workbook",
            "The file looks like a spreadsheet (XLSX) but cannot be opened: {error}",
            error=cut(str(error)) or type(error).__name__,
        ) from error
    notes: tuple[Remark, ...] = ()
    if book.count > MOST_SHEETS:
        message = marked(
            "The workbook has {count} sheets. The first {most} in sight were looked at, the"
            " others left out."
        )
        notes = (Remark("sheets-left-out", message, count=book.count, most=MOST_SHEETS),)
    for sheet in book.sheets:
        yield Sheet(
            lambda rows=sheet.rows: rows,  # type: ignore[misc]  # no type for a default
            sheet.title,
            epoch=book.epoch,
            formulas_without_values=sheet.formulas_without_values,
            notes=notes,
        )
