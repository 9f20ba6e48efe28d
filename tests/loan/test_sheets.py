"""Tables out of files that strangers made: within bounds, and never misread in silence."""

from __future__ import annotations

import datetime
import io
import zipfile

import openpyxl
import pytest
from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Font

from course.content.language import language
from course.loan.cells import MOST_CHARACTERS, MOST_COLUMNS, MOST_LINES, MOST_SHEETS
from course.loan.sheets import Unreadable, check_values, sheets
from tests.bounded import bounded_answers
from tests.loan.workbook_attacks import ATTACKS, PLAN, package, row, row_of, sheet, strings, styles

SECONDS, MEGABYTES = 600, 500
EN = language("en")
READ = """
from course.loan.sheets import Unreadable, sheets

def answer(file):
    try:
        return [
            ("read", sum(len(row) for row in sheet.rows()), len(sheet.head()))
            for sheet in sheets(file.read_bytes())
        ]
    except Unreadable as error:
        return error.code
"""


def rows_of(data: bytes) -> list[list]:
    return list(next(sheets(data)).rows())


def refusal(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        sum(len(list(each.rows())) for each in sheets(data))
    return refused.value


# --- Workbooks -----------------------------------------------------------------------------------

REFUSED = {
    "styles": "too-large",
    "formats": "too-large",
    "one-long-format": "too-large",
    "shared-strings": "too-large",
    "shared-string-of-100-MB": "too-large",
    "inline-string-of-30-MB": "too-large",
    "a-row-of-a-million-cells": "too-large",
    "cells-without-end": "too-large",
    "a-tag-of-many-attributes": "too-large",
    "names": "too-large",
    "relations": "too-large",
    "a-bomb": "too-large",
    "parts": "too-large",
    "entities": "no-workbook",
    "a-file-of-the-machine": "no-workbook",
    "attributes-by-declaration": "no-workbook",
    "declaration-in-utf-16": "no-workbook",
    "another-compression": "no-workbook",
}


def test_a_workbook_that_is_an_attack_is_read_or_refused_soon_and_small(tmp_path):
    said = bounded_answers(READ, tmp_path, ATTACKS, seconds=SECONDS, megabytes=MEGABYTES)
    assert {name: code for name, code in said.items() if isinstance(code, str)} == REFUSED
    assert all(said.values())


def test_xml_is_read_by_the_parser_that_refuses_entities():
    assert openpyxl.DEFUSEDXML


def test_of_many_sheets_the_first_in_sight_are_read_and_that_is_said():
    names = [(f"sheet{n}.xml", "hidden" if n < 3 else "visible") for n in range(15)]
    parts = {part: sheet(row(1, part)) for part, _ in names}
    found = list(sheets(package(parts, names=names)))
    assert [next(iter(each.rows())) for each in found] == [
        [f"sheet{n}.xml"] for n in range(3, 3 + MOST_SHEETS)
    ]
    (note,) = found[0].notes
    assert note.code == "sheets-left-out"
    assert "15 sheets" in note.text(EN)
    assert "15" in note.text(language("zh"))
    assert not next(sheets(package(dict(list(parts.items())[:10])))).notes


def test_a_part_that_is_there_twice_is_not_chosen_from():
    data = io.BytesIO(package())
    with zipfile.ZipFile(data, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", sheet(row(1, "another")))
    assert refusal(data.getvalue()).code == "no-workbook"


def test_a_workbook_under_a_password_is_refused():
    data = bytearray(package())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    refused = refusal(bytes(data))
    assert refused.code == "no-workbook"
    assert "encrypted" in str(refused)


def test_a_cell_that_holds_no_number_and_no_date_shows_what_stands_there():
    cells = (
        *("<c><v>1e999</v></c>", "<c><v>-1e999</v></c>", "<c><v>nan</v></c>"),
        *(f"<c><v>{'9' * 400}</v></c>", f"<c><v>{'9' * 5000}</v></c>"),
        *('<c s="1"><v>-1e9</v></c>', '<c s="1"><v>1e308</v></c>', '<c s="1"><v>1e999</v></c>'),
        *('<c t="e"><v>#REF!</v></c>', '<c t="b"><v>yes</v></c>', '<c t="s"><v>77</v></c>'),
        *('<c t="d"><v>yesterday</v></c>', "<c><v>12,5</v></c>"),
    )
    data = package(
        {"sheet1.xml": sheet(row_of("".join(cells)))},
        parts=styles('<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'),
    )
    assert rows_of(data) == [
        [
            *("1e999", "-1e999", "nan", "9" * 400, "9" * (MOST_CHARACTERS - 1) + "…"),
            *("-1e9", "1e308", "1e999", "#REF!", "yes", "77", "yesterday", "12,5"),
        ]
    ]


def test_a_cell_keeps_its_column_whatever_its_neighbours_hold():
    cells = '<c><v>x1</v></c><c t="s"><v>-</v></c><c r="E1"><v>nan</v></c><c><v>6</v></c>'
    assert rows_of(package({"sheet1.xml": sheet(row_of(cells))})) == [
        ["x1", "-", None, None, "nan", 6]
    ]


def test_numbers_dates_times_and_truth_are_what_they_are():
    cells = (
        *("<c><v>866.19</v></c>", '<c s="1"><v>46082</v></c>', '<c s="2"><v>0.5</v></c>'),
        *('<c s="3"><v>1.5</v></c>', '<c s="4"><v>46082</v></c>', '<c t="b"><v>1</v></c>'),
        *('<c t="s"><v>0</v></c>', '<c t="d"><v>2026-03-01</v></c>', '<c s="1"><v>-693592</v></c>'),
        '<c t="str"><f>"a"</f><v>a</v></c>',
    )
    data = package(
        {"sheet1.xml": sheet(row_of("".join(cells)))},
        parts={
            **styles(
                '<numFmts><numFmt numFmtId="164" formatCode="[h]:mm"/>'
                '<numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>'
                '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/>'
                '<xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>'
            ),
            **strings("<si><r><t>应还</t></r><r><t>金额</t></r><rPh><t>yinghuan</t></rPh></si>"),
        },
    )
    (found,) = rows_of(data)
    assert found[0] == 866.19
    assert found[1] == found[4] == datetime.datetime(2026, 3, 1)
    assert found[2] == datetime.time(12)
    assert found[3] == str(datetime.timedelta(days=1, hours=12))
    assert found[5] is True
    assert found[6] == "应还金额"
    assert found[7] == datetime.date(2026, 3, 1)
    assert found[9] == "a"


@pytest.mark.parametrize("kind", ["inlineStr", "shared"])
def test_a_long_text_is_cut_and_shows_that_it_was(kind):
    text = "9" * 130_000
    if kind == "shared":
        cell = '<c t="s"><v>0</v></c>'
        data = package(
            {"sheet1.xml": sheet(row_of(cell))}, parts=strings(f"<si><t>{text}</t></si>")
        )
    else:
        data = package({"sheet1.xml": sheet(row(1, text))})
    assert rows_of(data) == [["9" * (MOST_CHARACTERS - 1) + "…"]]


def test_empty_rows_are_left_out_only_behind_the_last_one_with_a_cell():
    rows = PLAN + "<row r='5'><c r='B5'><v>7</v></c></row>" + "<row r='999999'><c s='1'/></row>"
    found = rows_of(package({"sheet1.xml": sheet(rows)}))
    assert found[2:] == [[], [], [None, 7]]


def test_a_row_far_below_is_not_taken_for_the_next_one():
    far = "<row r='1000000'><c><v>7</v></c></row>"
    assert len(rows_of(package({"sheet1.xml": sheet(PLAN + far)}))) > MOST_LINES


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_workbook_without_styles_strings_and_dimensions_is_read(prefix):
    rows = sheet(row(1, "a") + row_of("<c><v>2</v></c>"))
    if prefix:
        for tag in ("worksheet", "sheetData", "row", "c", "is", "t", "v"):
            rows = rows.replace(f"<{tag}", f"<{prefix}{tag}").replace(
                f"</{tag}", f"</{prefix}{tag}"
            )
        rows = rows.replace("xmlns=", "xmlns:x=")
    assert rows_of(package({"sheet1.xml": rows})) == [["a"], [2]]


def test_a_plan_of_5000_styled_rows_is_read():
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    page.append([f"Column {n}" for n in range(20)])
    for n in range(1, 5_001):
        cell = WriteOnlyCell(page, n)
        cell.font = Font(bold=bool(n % 2))
        page.append([cell, datetime.datetime(2026, 3, 1), *[n / 100] * 18])
    page.conditional_formatting.add("A1:T5001", ColorScaleRule(start_type="min", end_type="max"))
    data = io.BytesIO()
    book.save(data)
    found = rows_of(data.getvalue())
    assert len(found) == 5_001
    assert found[-1] == [5_000, datetime.datetime(2026, 3, 1), *[50.0] * 18]


def test_formulas_that_nobody_worked_out_are_counted_and_said():
    book = openpyxl.Workbook()
    book.active.append(["No", "Payment"])
    book.active.append([1, "=ROUND(100/3,2)"])
    book.active.append([2, "=B2"])
    data = io.BytesIO()
    book.save(data)
    found = next(sheets(data.getvalue()))
    assert found.formulas_without_values == 2
    with pytest.raises(Unreadable, match="formulas but not their values") as refused:
        check_values(found)
    assert refused.value.code == "formulas-only"


def test_a_formula_with_its_value_is_a_value():
    cells = '<c><f>1+1</f><v>2</v></c><c t="str"><f>""</f><v></v></c>'
    found = next(sheets(package({"sheet1.xml": sheet(row_of(cells))})))
    assert found.formulas_without_values == 0
    check_values(found)
    assert list(found.rows()) == [[2]]


# --- Texts ---------------------------------------------------------------------------------------

CSV_ATTACKS = {
    "a-cell-of-130-KB": lambda: b"No,Payment\n1," + b"9" * 130_000,
    "a-line-of-20-MB": lambda: b"No,Payment\n" + b"x" * 19_900_000,
    "a-line-of-commas": lambda: b"No,Payment\n" + b"ab," * 6_600_000,
    "100000-columns": lambda: b"No,Payment\n" + b"," * 100_000,
    "lines": lambda: b"No,Payment\n" + b"\n" * 19_900_000 + b"1",
    "returns": lambda: b"No,Payment\r" + b"\r" * 19_900_000 + b"1",
    "short-rows": lambda: b"No,Payment\n" + b"1,2\n" * 4_900_000,
    "zeros": lambda: b"No,Payment\n" + b"\0" * 19_900_000,
    "quotes": lambda: b'"' * 19_900_000,
    "quotes-and-lines": lambda: b'"a\n' * 6_600_000,
    "an-open-quote": lambda: b'No,"Payment\n' + b"1,2\n" * 4_900_000,
    "utf-16-without-a-mark": lambda: ("期数,月供\n" + "1,100\n" * 1_600_000).encode("utf-16-le"),
    "chinese": lambda: "期数，月供\n".encode("gb18030") * 1_700_000,
    "of-four-bytes": lambda: ("𠮷" * 30_000 + "\n").encode() * 160,
    "bytes": lambda: bytes(range(128, 256)) * 150_000,
    "brackets": lambda: b"(" * 100_000 + b"," + b"[" * 30_000,
}


def test_a_text_that_is_an_attack_is_read_or_refused_soon_and_small(tmp_path):
    said = bounded_answers(READ, tmp_path, CSV_ATTACKS, seconds=SECONDS, megabytes=MEGABYTES)
    assert all(said.values())


def test_a_long_cell_of_a_text_is_cut():
    found = rows_of(b"No,Payment\n1," + b"9" * 130_000 + b"\n" + b"," * 130_000 + b"\n")
    assert found[1] == ["1", "9" * (MOST_CHARACTERS - 1) + "…"]
    assert found[2] == [""] * MOST_COLUMNS


def test_a_line_longer_than_any_row_is_named():
    refused = refusal(b"No,Payment\n1,2\n" + b"9" * 140_000)
    assert refused.code == "long-line"
    assert str(refused).startswith("Line 3 has 140,000 characters")


@pytest.mark.parametrize("rest", ["", "3,4\n" * 3, "3,4\n" * 100_000])
@pytest.mark.parametrize(("before", "line"), [("", 3), ('"a\nb",c\n', 5), ("sep=,\n", 4)])
def test_a_quotation_mark_that_is_never_closed_is_named_with_its_line(before, line, rest):
    refused = refusal(f'{before}No,Payment\n1,2\n2,"3\n{rest}'.encode())
    assert refused.code == "open-quote"
    assert f"Line {line} opens a quotation mark" in str(refused)


def test_a_cell_of_several_lines_is_one_cell():
    assert rows_of(b'No,"Due\ndate"\n1,"2\n"') == [["No", "Due\ndate"], ["1", "2"]]


def test_figures_in_utf_16_without_a_mark_are_found_among_chinese():
    text = (
        "期数,还款日期,应还本金,应还利息,应还总额,剩余本金\n第一期,三月一日,一百,二,一百零二,九百\n"
    )
    for encoding in ("utf-16-le", "utf-16-be"):
        assert rows_of(text.encode(encoding))[0][:2] == ["期数", "还款日期"]
