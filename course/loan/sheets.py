"""A file as rows of cells: CSV in the encodings and with the separators in use, and XLSX."""

from __future__ import annotations

import csv
import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from course.content.language import marked
from course.loan.said import Name, Refused

Cell = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | None

MOST_BYTES = 20_000_000
MOST_BYTES_UNPACKED = 200_000_000
MOST_LINES = 20_000
MOST_COLUMNS = 60
HEAD = 60
"""Rows in which the names of the columns are looked for."""
SEPARATORS = (",", "\t", ";", "|")
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

    def head(self) -> list[list[Cell]]:
        """The first rows."""
        return list(islice(self.rows(), HEAD))


def check_size(size: int) -> None:
    """Raise Unreadable for a file of more bytes than any plan has."""
    if size > MOST_BYTES:
        raise Unreadable(
            "too-large",
            marked("The file has {size} MB; a repayment plan has less than {most}."),
            size=size // 1_000_000,
            most=MOST_BYTES // 1_000_000,
        )


def sheets(data: bytes) -> Iterator[Sheet]:
    """Every way to read the bytes as a table, the likeliest first.

    Raises Unreadable where there is none, or where the file is larger than any plan.

    >>> next(sheets("期数,月供\\n1,100\\n".encode("gbk"))).head()
    [['期数', '月供'], ['1', '100']]
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("empty", marked("The file is empty."))
    check_size(len(data))
    if data.startswith(b"PK\x03\x04"):
        yield from _workbook(data)
        return
    if data.startswith(_OLD_EXCEL):
        raise Unreadable(
            "old-excel",
            marked(
                "This is an Excel file of the old form (XLS), or one with a password. Open it in a"
                " spreadsheet program and save it as XLSX or CSV without a password."
            ),
        )
    for begin, kind in _KINDS:
        if data.startswith(begin):
            raise Unreadable(
                "no-table",
                marked("This is {kind}, not a table, whatever its name. Export the plan as XLSX or"
                       " CSV, or type its rows into a spreadsheet."),
                kind=Name(kind),
            )  # fmt: skip
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
                marked("This is a web page, not a spreadsheet, whatever its name. Open it in a"
                       " spreadsheet program and save it as XLSX or CSV."),
            )  # fmt: skip
        found = True
        for separator in SEPARATORS:
            yield Sheet(_csv(text, separator), encoding=encoding, separator=separator)
    if not found:
        raise Unreadable(
            "no-text",
            marked("The file is neither a spreadsheet (XLSX) nor a text with columns (CSV)."),
        )


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    sample = data[:2000]
    if sample.count(0) > len(sample) / 4:
        # A text of figures in UTF-16 has a zero in every second byte; which one tells the order.
        return ("utf-16-le",) if sample[1::2].count(0) > sample[::2].count(0) else ("utf-16-be",)
    return ("utf-8-sig", *ENCODINGS)


def _csv(text: str, separator: str) -> Callable[[], Iterator[list[Cell]]]:
    # Excel names the separator in a first line of its own.
    skipped = re.match(r"\ufeff?sep=.\r?\n", text)
    body = text[skipped.end() :] if skipped else text

    def rows() -> Iterator[list[Cell]]:
        if skipped:
            yield []
        reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator)
        try:
            for row in reader:
                yield [_bare(cell) for cell in row[:MOST_COLUMNS]]
        except csv.Error as error:
            raise Unreadable(
                "no-csv", marked("Line {line} cannot be read as a row of a table: {error}"),
                line=reader.line_num, error=str(error),
            ) from error  # fmt: skip

    return rows


def _bare(cell: str) -> str:
    """A cell without what spreadsheets put around a text that looks like a number."""
    cell = cell.strip().strip("\ufeff\u200b").strip()
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell.removeprefix("'")


# --- XLSX ----------------------------------------------------------------------------------------


def _workbook(data: bytes) -> Iterator[Sheet]:
    import openpyxl  # a lesson needs none of it

    found = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_BYTES_UNPACKED:
                raise Unreadable("too-large", marked("The workbook is larger than any plan."))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and checks that are of no use here
            book = openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
            for sheet in sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible"):
                sheet.reset_dimensions()  # some programs write wrong ones
                rows = [
                    _trimmed(row)
                    for row in islice(
                        sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), MOST_LINES + HEAD
                    )
                ]
                found.append(Sheet(lambda rows=rows: rows, sheet.title, epoch=book.epoch.date()))
            book.close()
    except Unreadable:
        raise
    # A broken archive makes the libraries below raise errors of many kinds.
    except Exception as error:
        raise Unreadable(
            "no-workbook",
            marked("The file looks like a spreadsheet (XLSX) but cannot be opened: {error}"),
            error=str(error) or type(error).__name__,
        ) from error
    yield from found


def _trimmed(row: tuple[Any, ...]) -> list[Cell]:
    cells = [cell.strip() if isinstance(cell, str) else cell for cell in row]
    while cells and cells[-1] in (None, ""):
        cells.pop()
    return cells
