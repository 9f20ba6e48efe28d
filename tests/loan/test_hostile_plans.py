"""Plans made to harm, and slips of a finger: each ends soon and stays small, and says why."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from itertools import zip_longest

import openpyxl
import pytest

from tests.bounded import bounded

ROWS = "".join(f"{n},2026-{n:02}-01,100.00,90.00,10.00\n" for n in range(1, 13))
HEAD = "No,Due date,Payment,Principal,Interest\n"
# One process for many plans: what is bounded is each of them together.
ANSWERS = """
import json, sys
from pathlib import Path
from course.content.language import language
from course.loan.command import run
for file, options in json.loads(sys.stdin.read()):
    try:
        print(run(Path(file), language("en"), as_json=True, **options))
    except ValueError as error:
        print(json.dumps(str(error)))
"""


@pytest.fixture
def loans(tmp_path):
    """What is answered to each of some plans: the object for programs, or the error as a text."""

    def answers(*plans: str | bytes, name: str = "plan.csv", on: Sequence[str] = ()) -> list:
        asked = []
        for number, (data, day) in enumerate(zip_longest(plans, on)):
            file = tmp_path / f"{number}-{name}"
            file.write_bytes(data.encode() if isinstance(data, str) else data)
            asked.append((str(file), {"on": day} if day else {}))
        done = bounded(
            [sys.executable, "-c", ANSWERS], seconds=240, megabytes=500,
            input=json.dumps(asked).encode(),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        return [json.loads(line) for line in done.stdout.splitlines()]

    return answers


LONG = [
    "total " * 20_000,
    "合计" * 60_000,
    " " * 60_000 + "sub" + " " * 60_000 + "total",
    "(" * 130_000,
    "1" * 130_000,
    "1," * 65_000,
    "第" * 65_000 + "期",
    "2026-" * 26_000,
]


def test_one_long_cell_costs_no_time(loans):
    for answer in loans(*(f'{HEAD}{ROWS}13,2027-01-01,"{cell}",90,10\n' for cell in LONG)):
        assert answer["to_pay"] in (1200, 1300)
        assert answer["unread_rows"]
    assert len(loans(*(f'"{cell}",Due date,Payment\n1,2026-01-01,100\n' for cell in LONG))) == 8


def test_an_amount_beyond_all_loans_is_named(loans):
    cells = {"1e999": "1e999", "-1e308": "1e308", "9" * 20: "more than any loan", "∞": "∞"}
    answers = loans(*(f"{HEAD}{ROWS}13,2027-01-01,{cell},90,10\n" for cell in cells))
    for answer, said in zip(answers, cells.values(), strict=True):
        assert said in json.dumps(answer, ensure_ascii=False)


def test_a_date_outside_the_years_of_loans_is_not_believed(loans):
    years = ("0001", "1900", "2500", "9999")
    for answer in loans(*(f"{HEAD}{ROWS}13,{year}-01-01,100,90,10\n" for year in years)):
        (row,) = (row for row in answer["unread_rows"] if row["code"] == "date-outside")
        assert "outside the years 1970 to 2119; allowed: a day of these" in row["reason"]
    for error in loans(*[HEAD + ROWS] * len(years), on=[f"{year}-01-01" for year in years]):
        assert "1970" in error


def test_cells_of_a_workbook_that_no_plan_has(loans):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEAD.strip().split(","))
    for n in range(1, 7):
        sheet.append([n, f"2026-{n:02}-01", 100.0, 90.0, 10.0])
    sheet.append([7, -1e9, 1e308, True, "#REF!"])
    data = io.BytesIO()
    book.save(data)
    (answer,) = loans(data.getvalue(), name="plan.xlsx")
    assert answer["to_pay"] == 600
    assert {row["row"] for row in answer["unread_rows"]} == {8}


def test_columns_that_are_sums_of_one_another_without_end(loans):
    names = ",".join(f"C{k}" for k in range(1, 17))
    rows = "\n".join(",".join(str(k * (n % 7 + 1)) for k in range(1, 17)) for n in range(4_000))
    same = ",".join(f"Payment {k}" for k in range(60))
    assert (
        len(loans(f"{names}\n{rows}\n", f"{same}\n" + f"{','.join(['100.00'] * 60)}\n" * 4_990))
        == 2
    )
