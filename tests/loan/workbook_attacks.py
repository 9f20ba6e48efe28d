"""Workbooks as nobody's spreadsheet program writes them, made of their parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def sheet(rows: str, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def row(number: int, *cells: str) -> str:
    """A row of cells as text, each written as such."""
    inside = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{number}">{inside}</row>'


def row_of(cells: str) -> str:
    return f"<row>{cells}</row>"


PLAN = row(1, "No", "Due date", "Payment") + row(2, "1", "2026-03-01", "100.00")


def package(
    sheets: Mapping[str, str] | None = None,
    *,
    names: list[tuple[str, str]] | None = None,
    workbook: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """An XLSX file. `sheets`: each part by its name; `names`: the sheets of the workbook, each with
    its part and state; `workbook`: what stands in it behind them; `parts`: others, or others
    instead."""
    sheets = {"sheet1.xml": sheet(PLAN)} if sheets is None else sheets
    names = names or [(part, "visible") for part in sheets]
    places = list(dict.fromkeys(part for part, _ in names))
    listed = "".join(
        f'<sheet name="S{n}" sheetId="{n}" state="{state}" r:id="r{places.index(part)}"/>'
        for n, (part, state) in enumerate(names, 1)
    )
    related = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONS}/worksheet" Target="worksheets/{part}"/>'
        for n, part in enumerate(places)
    )
    whole = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}.sharedStrings+xml"/>'
        "</Types>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
        f"<sheets>{listed}</sheets>{workbook}</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f"{related}</Relationships>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>shared</t></si></sst>',
        **{f"xl/worksheets/{name}": text for name, text in sheets.items()},
        **(parts or {}),
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compression, compresslevel=1) as archive:
        for name, text in whole.items():
            archive.writestr(name, text)
    return data.getvalue()


def styles(inside: str) -> dict[str, str]:
    return {"xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{inside}</styleSheet>'}


def strings(inside: str) -> dict[str, str]:
    return {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{inside}</sst>'}


def declared(declaration: str, rows: str = PLAN) -> dict[str, str]:
    return {"sheet1.xml": f"<!DOCTYPE x [{declaration}]>{sheet(rows)}"}


def _nested(depth: int) -> str:
    return "<a>" * depth + "</a>" * depth


ATTACKS = {
    "styles": lambda: package(parts=styles(f"<cellXfs>{'<xf/>' * 2_000_000}</cellXfs>")),
    "styles-below-the-bound": lambda: package(
        parts=styles(f"<cellXfs>{'<xf/>' * 190_000}</cellXfs>")
    ),
    "formats": lambda: package(
        parts=styles(
            "<numFmts>"
            + "".join(
                f'<numFmt numFmtId="{n}" formatCode="{"[" * 200}"/>' for n in range(200, 60_000)
            )
            + "</numFmts><cellXfs>"
            + "".join(f'<xf numFmtId="{n}"/>' for n in range(200, 60_000))
            + "</cellXfs>"
        )
    ),
    "one-long-format": lambda: package(
        parts=styles(
            f'<numFmts><numFmt numFmtId="200" formatCode="{"[" * 1_000_000}"/></numFmts>'
            '<cellXfs><xf numFmtId="200"/></cellXfs>'
        )
    ),
    "shared-strings": lambda: package(parts=strings("<si/>" * 6_000_000)),
    "shared-strings-below-the-bound": lambda: package(parts=strings("<si/>" * 990_000)),
    "shared-string-of-100-MB": lambda: package(parts=strings(f"<si><t>{'x' * 10**8}</t></si>")),
    "long-shared-string-in-all-cells": lambda: package(
        {"sheet1.xml": sheet(row_of('<c t="s"><v>0</v></c>' * 50) * 4_900)},
        parts=strings(f"<si><t> {'长' * 90_000} </t></si>"),
    ),
    "inline-strings": lambda: package(
        {"sheet1.xml": sheet(row_of("<c t='inlineStr'><is/></c>" * 60) * 5_400)}
    ),
    "inline-string-of-30-MB": lambda: package({"sheet1.xml": sheet(row(1, "x" * 30_000_000))}),
    "sheets-on-one-part": lambda: package(
        {"sheet1.xml": sheet(row_of("<c><v>1</v></c>" * 100) * 2_000)},
        names=[("sheet1.xml", "visible")] * 20,
    ),
    "thousands-of-sheets": lambda: package(
        {f"sheet{n}.xml": sheet(PLAN) for n in range(4_000)}
    ),
    "a-row-of-a-million-cells": lambda: package(
        {"sheet1.xml": sheet(row_of("<c/>" * 990_000))}
    ),
    "a-row-of-16000-cells": lambda: package(
        {"sheet1.xml": sheet(row_of("<c><v>1</v></c>" * 16_000) * 15)}
    ),
    "many-cells": lambda: package(
        {"sheet1.xml": sheet(row_of("<c><v>1</v></c>" * 24) * 10_000)}
    ),
    "cells-without-end": lambda: package(
        {"sheet1.xml": sheet(row_of("<c><v>1</v></c>" * 100) * 20_000)}
    ),
    "a-tag-of-many-attributes": lambda: package(
        {"sheet1.xml": sheet("<row " + "".join(f" a{n}=''" for n in range(990_000)) + "/>")}
    ),
    "far-row": lambda: package(
        {"sheet1.xml": sheet(PLAN + '<row r="999999999999"><c r="XFD1048576"><v>1</v></c></row>')}
    ),
    "far-dimension": lambda: package(
        {"sheet1.xml": sheet(PLAN, before='<dimension ref="A1:XFD1048576"/>')}
    ),
    "merged-cells": lambda: package(
        {
            "sheet1.xml": sheet(
                PLAN, after="<mergeCell ref='A1:XFD1'/>" * 500_000
            )
        }
    ),
    "nested": lambda: package({"sheet1.xml": sheet(PLAN, before=_nested(490_000))}),
    "nested-in-a-string": lambda: package(parts=strings(f"<si>{_nested(490_000)}</si>")),
    "nested-names": lambda: package(workbook=_nested(95_000)),
    "names": lambda: package(
        workbook="<definedNames>"
        + "".join(f'<definedName name="n{n}">1</definedName>' for n in range(1_000_000))
        + "</definedNames>"
    ),
    "names-below-the-bound": lambda: package(
        workbook="<definedNames>"
        + "".join(f'<definedName name="n{n}">1</definedName>' for n in range(95_000))
        + "</definedNames>"
    ),
    "relations": lambda: package(
        parts={
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            + f'<Relationship Id="r0" Type="{RELATIONS}/worksheet" Target="x"/>' * 150_000
            + "</Relationships>"
        }
    ),
    "entities": lambda: package(
        declared(
            '<!ENTITY a "aaaaaaaaaa">'
            + "".join(
                f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
            ),
            row(1, "&j;"),
        )
    ),
    "a-file-of-the-machine": lambda: package(
        declared('<!ENTITY a SYSTEM "file:///etc/hostname">', row(1, "&a;"))
    ),
    "attributes-by-declaration": lambda: package(
        declared(f'<!ATTLIST c z CDATA "{"z" * 60_000}">', row_of("<c/>" * 16_000) * 9)
    ),
    "declaration-in-utf-16": lambda: package(
        {"sheet1.xml": f'<?xml version="1.0" encoding="utf-16"?>{declared("")["sheet1.xml"]}'
            .encode("utf-16")}
    ),
    "a-bomb": lambda: package({"sheet1.xml": bytes(400_000_000)}),
    "parts": lambda: package(parts={f"xl/{n}": "" for n in range(100_000)}),
    "another-compression": lambda: package(compression=zipfile.ZIP_LZMA),
}  # fmt: skip
