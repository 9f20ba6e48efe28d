"""The cells of an XLSX file, and nothing else of it, within bounds on memory and time.

openpyxl finds the parts of the file and reads each cell. What stands here keeps it from the rest:
of a few thousand bytes a stranger can make gigabytes of styles, names and strings.
"""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.worksheet._reader import (
    DATA_TAG,
    FORMULA_TAG,
    INLINE_STRING,
    ROW_TAG,
    VALUE_TAG,
    WorkSheetParser,
)
from openpyxl.xml.constants import ARC_STYLE, SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from course.loan.cells import HEAD, MOST_BYTES, MOST_COLUMNS, MOST_LINES, MOST_SHEETS, Cell, cut

MOST_PARTS = 5_000
MOST_TAGS = 1_000_000
"""In all parts: some 250,000 cells."""
MOST_TAGS_AT_ONCE = 200_000
"""In a list of sheets, names, relations or styles: Excel knows 65,490 styles."""
MOST_BETWEEN_TAGS = 300_000
"""Bytes; a cell of Excel has at most 32,767 characters."""
MOST_FORMATS = 5_000
MOST_CELLS_IN_ROW = 16_384
MOST_IN_FORMAT = 255
_ROWS = MOST_LINES + HEAD
_STRING, _FORMAT, _STYLES, _TEXT, _RUN = (
    f"{{{SHEET_MAIN_NS}}}{tag}" for tag in ("si", "numFmt", "cellXfs", "t", "r")
)
_UNREADABLE = (ValueError, LookupError, ArithmeticError, TypeError)


class TooLarge(ValueError):
    """The workbook holds more than any plan."""


@dataclass(frozen=True, slots=True)
class Worksheet:
    """The rows of one sheet from the first, without the empty cells at their ends."""

    title: str
    rows: list[list[Cell]]
    formulas_without_values: int


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets that were read, those in sight first; `count`: how many the file has."""

    sheets: list[Worksheet]
    count: int
    epoch: datetime.date


def read_workbook(data: bytes) -> Workbook:
    """The first MOST_SHEETS sheets of an XLSX file.

    Raises TooLarge, and errors of many kinds where the file is broken.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what else is in the file
        if data.count(b"PK\x01\x02") > MOST_PARTS:
            raise TooLarge
        reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        reader.archive = archive = _Archive(io.BytesIO(data))
        reader.read_manifest()
        reader.read_workbook()
        epoch = reader.wb.epoch
        # A sheet that is there twice is looked at once.
        parts = {
            rel.target: sheet
            for sheet, rel in reader.parser.find_sheets()
            if rel.target in reader.valid_files and "chartsheet" not in rel.Type
        }
        parts = dict(sorted(parts.items(), key=lambda part: part[1].state != "visible"))
        shared = reader.package.find(SHARED_STRINGS)
        strings = _strings(archive.open(shared.PartName[1:])) if shared else []
        dates, times = _date_styles(archive)
        sheets = []
        for part, sheet in list(parts.items())[:MOST_SHEETS]:
            cells = _Cells(archive.open(part), strings, True, epoch, dates, times)
            rows = _rows(cells)
            sheets.append(Worksheet(sheet.name, rows, cells.formulas_without_values))
        return Workbook(sheets, len(parts), epoch.date())


class _Archive(zipfile.ZipFile):
    """An archive that gives up no more than a plan has, whatever it says of itself."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file)
        self.bytes_left = MOST_BYTES
        self.tags_left = MOST_TAGS
        names = self.namelist()
        if len(set(names)) < len(names):
            raise ValueError("a part is there twice")
        # The other methods of compression know no bound, and no spreadsheet program uses them.
        if {part.compress_type for part in self.infolist()} - {
            zipfile.ZIP_STORED,
            zipfile.ZIP_DEFLATED,
        }:
            raise ValueError("an unknown compression")

    def open(  # type: ignore[override]  # openpyxl names a part and nothing else
        self, name: str, *args: Any, **options: Any
    ) -> io.BytesIO:
        with super().open(name) as part:
            data = part.read(self.bytes_left + 1)
        self.bytes_left -= len(data)
        # In every encoding that can pass here a tag and an attribute need these bytes.
        self.tags_left -= max(data.count(b"<"), data.count(b"="))
        if self.bytes_left < 0 or self.tags_left < 0:
            raise TooLarge
        if max(map(len, data.split(b"<"))) > MOST_BETWEEN_TAGS:
            raise TooLarge
        # A declaration makes much of little, by entities and by attributes that all elements get.
        if b"<!D" in data or b"\0" in data:
            raise ValueError(f"{name} is no plain XML")
        return io.BytesIO(data)

    def read(  # type: ignore[override]  # see `open`
        self, name: str, pwd: bytes | None = None
    ) -> bytes:
        data = self.open(name).getvalue()
        if max(data.count(b"<"), data.count(b"=")) > MOST_TAGS_AT_ONCE:
            raise TooLarge
        return data


class _Cells(WorkSheetParser):
    """The cells of a sheet, without what stands before and behind them."""

    formulas_without_values = 0
    col_counter: int  # of the parser

    def parse(self) -> Any:
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                if len(element) > MOST_CELLS_IN_ROW:
                    raise TooLarge
                yield self.parse_row(element)
                element.clear()
            elif element.tag == DATA_TAG:
                return

    def parse_cell(self, element: Element) -> dict[str, Any]:
        kind = element.get("t")
        if kind == "inlineStr":
            element.set("t", "str")
            SubElement(element, VALUE_TAG).text = _text(element.find(INLINE_STRING))
        elif (
            kind != "str"
            and element.find(FORMULA_TAG) is not None
            and not element.findtext(VALUE_TAG)
        ):
            self.formulas_without_values += 1
        column = self.col_counter
        try:
            cell = super().parse_cell(element)
            value = cell["value"]
            readable = not isinstance(value, int | float) or abs(value) < 1e100
        except _UNREADABLE:
            readable = False
        if readable and cell["data_type"] != "e":
            return cell
        # What stands there is shown: #REF!, 1e999, a day before all calendars.
        self.col_counter = column
        element.set("t", "str")
        return super().parse_cell(element)


def _rows(cells: _Cells) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for number, parsed in cells.parse():
        row: list[Cell] = [None] * MOST_COLUMNS
        for cell in parsed:
            if 1 <= cell["column"] <= MOST_COLUMNS:
                row[cell["column"] - 1] = _value(cell["value"])
        while row and row[-1] in (None, ""):
            row.pop()
        if row:
            # Rows without anything may be left out of the file, or stand in it by the thousand.
            rows.extend([] for _ in range(min(number - 1, _ROWS) - len(rows)))
            rows.append(row)
        if len(rows) >= _ROWS:
            break
    return rows


def _value(value: Any) -> Cell:
    if isinstance(value, str):
        return cut(value)
    return str(value) if isinstance(value, datetime.timedelta) else value


def _strings(source: io.BytesIO) -> list[str]:
    """The strings that cells refer to by their places."""
    strings = []
    for _, element in iterparse(source):
        if element.tag == _STRING:
            strings.append(cut(_text(element)))
            element.clear()
    return strings


def _text(string: Element | None) -> str:
    """What a string shows, of one piece or of several that look different."""
    if string is None:
        return ""
    pieces = []
    for part in string:
        if part.tag == _TEXT:
            pieces.append(part.text or "")
        elif part.tag == _RUN:
            pieces += [piece.text or "" for piece in part if piece.tag == _TEXT]
    return "".join(pieces)


def _date_styles(archive: _Archive) -> tuple[set[int], set[int]]:
    """The styles, by their places, that show a number as a date or as a length of time."""
    if ARC_STYLE not in archive.NameToInfo:
        return set(), set()
    formats, styles = dict(BUILTIN_FORMATS), []
    for _, element in iterparse(io.BytesIO(archive.read(ARC_STYLE))):
        if element.tag == _FORMAT:
            formats[int(element.get("numFmtId"))] = element.get("formatCode")[:MOST_IN_FORMAT]
            if len(formats) > MOST_FORMATS:
                raise TooLarge
        elif element.tag == _STYLES:
            styles = [int(style.get("numFmtId", 0)) for style in element]
    used = {number: formats.get(number) for number in set(styles)}
    dates = {number for number, shown in used.items() if is_date_format(shown)}
    times = {number for number, shown in used.items() if is_timedelta_format(shown)}
    return (
        {place for place, number in enumerate(styles) if number in dates},
        {place for place, number in enumerate(styles) if number in times},
    )
