"""Plans as banks and apps export them, read from files made by hand."""

from __future__ import annotations

import contextlib
import csv
import datetime
import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.input_files import InputError
from course.content.language import language
from course.finance.schedules import equal_principal, interest_only, level_payment
from course.loan.check import check
from course.loan.reading import Plan, Unreadable, read_plan
from course.loan.sheets import MOST_BYTES

PLANS = Path(__file__).parent / "plans"
EN = language("en")

# 10,000 for twelve months at 7.2 %: 866.19 a month, of which 60.00 is interest at first.
LEVEL = ["bank.csv", "merged-titles.xlsx", "semicolons.csv", "first-day-row.csv"]


def plan(name: str, **options) -> Plan:
    return read_plan(PLANS / name, **options)


def codes(said) -> list[str]:
    return [each.code for each in said]


def unread(read: Plan) -> list[tuple[int, str]]:
    return [(row.line, row.reason.code) for row in read.unread_rows]


@pytest.mark.parametrize("name", LEVEL)
def test_one_loan_in_many_shapes_is_one_plan(name):
    rows = plan(name).rows
    assert [row.number for row in rows] == list(range(1, 13))
    assert [row.date for row in rows] == [
        *(datetime.date(2026, month, 1) for month in range(3, 13)),
        datetime.date(2027, 1, 1),
        datetime.date(2027, 2, 1),
    ]
    assert {row.payment_minor for row in rows} == {866_19}
    assert (rows[0].principal_minor, rows[0].interest_minor) == (806_19, 60_00)
    assert sum(row.principal_minor for row in rows) == 10_000_00
    assert sum(row.interest_minor for row in rows) == 394_28
    assert (rows[0].balance_minor, rows[-1].balance_minor) == (9_193_81, 0)


def test_an_app_s_export_in_gbk_with_titles_totals_and_a_remark():
    read = plan("app-gbk.csv")
    assert read.currency == "CNY"
    assert (read.stated.amount_minor, read.stated.annual_rate) == (10_000_00, 0.072)
    assert read.stated.date == datetime.date(2026, 2, 1)
    assert [(column.role, column.name) for column in read.columns] == [
        ("number", "期次"),
        ("date", "还款日"),
        ("principal", "应还本金(元)"),
        ("interest", "应还利息(元)"),
        ("fee", "担保费(元)"),
        ("payment", "应还总额(元)"),
        ("text", "状态"),
    ]
    assert [(column.fits, column.of) for column in read.columns[2:6]] == [(12, 12)] * 4
    assert len(read.rows) == 12
    assert {row.payment_minor for row in read.rows} == {956_19}
    assert {row.fees for row in read.rows} == {(("担保费(元)", 90_00),)}
    assert read.totals.payment_minor == 11_474_28
    assert unread(read) == [(19, "no-amounts")]


def test_the_row_of_the_money_paid_out_is_no_instalment():
    read = plan("paid-out-row.csv")
    assert [row.payment_minor for row in read.rows] == [3400_33, 3400_33, 3400_00]
    assert read.start.balance_minor == 10_000_00
    assert read.start.date == datetime.date(2026, 2, 5)
    assert "paid-out" in codes(read.notes)
    assert check(read).rates["cn-irr-nominal"] == pytest.approx(0.12, abs=5e-5)


@pytest.mark.parametrize("sign", ["", "-"])
def test_an_amount_with_the_other_sign_among_instalments_is_shown(sign):
    other = "-" if not sign else ""
    rows = [f"1,{sign}100", f"2,{sign}100", f"3,{other}20", f"4,{sign}100", "5,0"]
    read = read_plan("\n".join(["No,Payment", *rows]).encode())
    assert [row.payment_minor for row in read.rows] == [100_00, 100_00, 100_00, 0]
    assert unread(read) == [(4, "negative")]


def test_what_was_paid_already_is_no_column_of_what_is_due():
    read = plan("merged-titles.xlsx")
    assert {column.name: column.role for column in read.columns} == {
        "期次": "number",
        "到期日": "date",
        "本金": "principal",
        "利息": "interest",
        "合计": "payment",
        "实还 本金": "paid",
        "实还 利息": "paid",
        "实还 合计": "paid",
        "剩余本金": "balance",
    }
    assert read.totals.interest_minor == 394_28


def test_a_comma_before_the_decimals_and_points_between_thousands():
    read = plan("semicolons.csv")
    assert read.currency == "EUR"
    assert read.stated.amount_minor == 10_000_00
    assert read.rows[1].balance_minor == 8_382_78
    assert not read.questions


def test_day_numbers_of_a_spreadsheet_and_amounts_that_are_text():
    read = plan("serial-dates.xlsx")
    assert read.currency == "USD"
    assert [row.payment_minor for row in read.rows] == [1_001_50 + 1_00 * k for k in range(6)]
    assert read.rows[0].date == datetime.date(2026, 3, 1)
    assert read.rows[-1].date == datetime.date(2026, 8, 1)


def test_utf_16_with_tabs_and_times_of_day():
    read = plan("flat-utf16.txt")
    assert {(r.principal_minor, r.interest_minor, r.payment_minor) for r in read.rows} == {
        (1_000_00, 72_00, 1_072_00)
    }
    assert read.rows[2].date == datetime.date(2026, 5, 1)


def test_dates_that_may_be_read_in_two_ways_are_asked_back():
    read = plan("ambiguous-dates.csv")
    assert codes(read.questions) == ["date-order"]
    assert [row.date for row in read.rows] == [None] * 4
    assert "May 1, 2026" in read.questions[0].text(EN)
    answered = plan("ambiguous-dates.csv", date_order="day-first")
    assert not answered.questions
    assert [row.date.month for row in answered.rows] == [1, 2, 3, 4]
    other = plan("ambiguous-dates.csv", date_order="month-first")
    assert [row.date for row in other.rows][1] == datetime.date(2026, 5, 2)


def test_one_row_decides_the_order_of_day_and_month_for_all():
    read = plan("american-dates.csv")
    assert [row.date for row in read.rows] == [datetime.date(2026, m, 15) for m in (1, 2, 3)]
    assert not read.questions
    assert not read.notes


def test_equal_distances_decide_the_order_and_that_is_said():
    read = plan("decided-by-months.csv")
    assert codes(read.notes) == ["date-order-concluded"]
    assert read.rows[0].date == datetime.date(2026, 3, 3)
    assert read.rows[-1].date == datetime.date(2027, 4, 3)


def test_years_of_two_digits_leave_three_orders():
    read = plan("two-orders.csv")
    assert codes(read.questions) == ["date-order"]
    year_first = plan("two-orders.csv", date_order="year-first")
    assert year_first.rows[0].date == datetime.date(2003, 4, 26)


def test_what_cannot_be_read_is_listed_with_its_row_and_the_rest_is_kept():
    read = plan("unreadable-cells.csv")
    assert unread(read) == [
        (3, "no-date"),
        (4, "no-amount"),
        (5, "no-amount"),
        (6, "no-amount"),
        (7, "no-amount"),
        (7, "no-amount"),
        (8, "no-amounts"),
    ]
    assert [row.line for row in read.rows] == [2, 3, 4, 5]
    assert [row.payment_minor for row in read.rows] == [866_19] * 4
    assert read.rows[1].date is None
    assert read.rows[2].principal_minor is None
    assert codes(read.notes) == ["payment-added-up"]
    assert "“八百多”" in read.unread_rows[1].reason.text(EN)
    assert read.unread_rows[1].cells[2] == "八百多"


def test_the_last_instalment_on_top():
    read = plan("newest-first.csv")
    assert [row.number for row in read.rows] == list(range(1, 13))
    assert read.rows[0].date == datetime.date(2026, 3, 1)
    assert codes(read.notes) == ["newest-first"]


def test_a_last_row_without_a_name_that_is_the_sum():
    read = plan("sum-without-name.csv")
    assert [row.payment_minor for row in read.rows] == [500_00] * 3
    assert read.totals.payment_minor == 1_500_00
    assert codes(read.notes) == ["totals-concluded"]


def test_amounts_in_ten_thousands():
    read = plan("wan.csv")
    assert [row.payment_minor for row in read.rows] == [5_300_00, 5_150_00]
    assert read.rows[0].date == datetime.date(2026, 3, 1)


def test_payments_written_as_losses():
    assert {row.payment_minor for row in plan("losses.csv").rows} == {866_19}


def test_the_row_of_the_first_day_is_no_instalment():
    read = plan("first-day-row.csv")
    assert read.start.balance_minor == 10_000_00
    assert read.start.date == datetime.date(2026, 2, 1)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("empty.csv", "empty"),
        ("not-a-table.csv", "no-header"),
        ("header-only.csv", "no-rows"),
        ("picture.xlsx", "no-table"),
        ("broken.xlsx", "no-workbook"),
        ("old.xls", "old-excel"),
    ],
)
def test_what_is_no_plan_is_refused_and_says_what_it_is(name, code):
    with pytest.raises(Unreadable) as refused:
        plan(name)
    assert refused.value.code == code


def test_a_file_without_end_is_refused_before_it_is_read(tmp_path):
    file = tmp_path / "huge.csv"
    with file.open("wb") as sparse:
        sparse.seek(50 * MOST_BYTES)
        sparse.write(b"1")
    with pytest.raises(InputError, match="is larger than 20 MB"):
        read_plan(file)


def test_a_table_of_very_many_rows_is_refused():
    rows = "".join(f"{n},2026-03-01,100.00\n" for n in range(1, 200_001))
    with pytest.raises(Unreadable) as refused:
        read_plan(f"No,Due date,Payment\n{rows}".encode())
    assert refused.value.code == "too-many-rows"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "big5"]
)
def test_encodings(encoding):
    text = "期數,還款日,應還總額,剩餘本金\n1,2026-03-01,600,500\n2,2026-04-01,600,0\n"
    if encoding in ("utf-16-le",):
        text += "".join(f"{n},2026-0{n + 2}-01,600,0\n" for n in range(3, 7))
    read = read_plan(text.encode(encoding))
    assert [row.payment_minor for row in read.rows[:2]] == [600_00, 600_00]
    assert (read.columns[2].role, read.columns[2].name) == ("payment", "應還總額")


@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    with contextlib.suppress(Unreadable):
        assert read_plan(data).rows


@given(
    rows=st.lists(
        st.lists(
            st.one_of(
                st.text(max_size=12),
                st.sampled_from(["合计", "2026-03-01", "1,5", "1.234", "—", "(5)", "1/2/26", "∞"]),
                st.integers(-(10**6), 10**6).map(str),
            ),
            max_size=6,
        ),
        max_size=12,
    )
)
def test_any_rows_below_a_header_are_read_or_listed(rows):
    data = io.StringIO()
    writer = csv.writer(data)
    writer.writerow(["No", "Due date", "Principal", "Interest", "Payment", "Balance"])
    writer.writerows(rows)
    try:
        read = read_plan(data.getvalue().encode())
    except Unreadable:
        return
    for row in read.rows:
        assert row.payment_minor is not None
    for row in read.unread_rows:
        assert row.reason.text(EN)


# What is written from a schedule is read back the same

HEADERS = {
    "en": ("No.", "Due date", "Principal", "Interest", "Fee", "Payment", "Balance"),
    "zh": ("期数", "还款日", "应还本金", "应还利息", "手续费", "应还总额", "剩余本金"),
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DATES = {
    "iso": lambda day: day.isoformat(),
    "slashes": lambda day: day.strftime("%Y/%m/%d"),
    "chinese": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "compact": lambda day: day.strftime("%Y%m%d"),
    "serial": lambda day: str((day - datetime.date(1899, 12, 30)).days),
    "named": lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
}
AMOUNTS = {
    "plain": lambda minor: f"{Decimal(minor) / 100:.2f}",
    "thousands": lambda minor: f"{Decimal(minor) / 100:,.2f}",
    "sign": lambda minor: f"¥{Decimal(minor) / 100:,.2f}",
    "comma": lambda minor: f"{Decimal(minor) / 100:.2f}".replace(".", ","),
}


def month_after(day: datetime.date, months: int) -> datetime.date:
    month = day.month - 1 + months
    return datetime.date(day.year + month // 12, month % 12 + 1, day.day)


@st.composite
def schedules(draw):
    amount = draw(st.integers(1_000_00, 5_000_000_00))
    rate = draw(st.integers(0, 600)) / 1000
    count = draw(st.integers(1, 60))
    method = draw(st.sampled_from([level_payment, equal_principal, interest_only]))
    return method(amount, rate, count)


@given(
    schedule=schedules(),
    first=st.dates(datetime.date(2015, 1, 1), datetime.date(2040, 12, 31)),
    names=st.sampled_from(sorted(HEADERS)),
    dated=st.sampled_from(sorted(DATES)),
    amounts=st.sampled_from(sorted(AMOUNTS)),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    totals=st.booleans(),
    fee=st.sampled_from([0, 12_34]),
)
def test_a_schedule_written_and_read_back_is_the_same(
    schedule, first, names, dated, amounts, encoding, totals, fee
):
    first = first.replace(day=min(first.day, 28))
    shown, day_of = AMOUNTS[amounts], DATES[dated]
    text = io.StringIO()
    separator = ";" if amounts == "comma" else ","
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(HEADERS[names])
    for row in schedule.rows:
        paid = row.payment_minor + fee
        parts = (row.principal_minor, row.interest_minor, fee, paid, row.balance_minor)
        day = month_after(first, row.number - 1)
        writer.writerow([row.number, day_of(day), *map(shown, parts)])
    if totals:
        paid = schedule.paid_minor + fee * len(schedule.rows)
        name = {"en": "Total", "zh": "合计"}[names]
        writer.writerow([name, "", shown(schedule.principal_minor), "", "", shown(paid), ""])
    read = read_plan(text.getvalue().encode(encoding))
    assert not read.unread_rows
    assert not read.questions
    assert (read.totals is not None) == totals
    for row, wanted in zip(read.rows, schedule.rows, strict=True):
        assert row.number == wanted.number
        assert row.date == month_after(first, wanted.number - 1)
        assert row.principal_minor == wanted.principal_minor
        assert row.interest_minor == wanted.interest_minor
        assert row.fee_minor == fee
        assert row.payment_minor == wanted.payment_minor + fee
        assert row.balance_minor == wanted.balance_minor


@given(schedule=schedules(), titles=st.integers(0, 4))
def test_a_workbook_of_a_schedule_is_read_back_the_same(schedule, titles):
    book = openpyxl.Workbook()
    sheet = book.active
    for _ in range(titles):
        sheet.append(["还款计划"])
    sheet.append(HEADERS["zh"])
    for row in schedule.rows:
        day = datetime.datetime.combine(
            month_after(datetime.date(2026, 1, 15), row.number), datetime.time()
        )
        parts = (row.principal_minor, row.interest_minor, 0, row.payment_minor, row.balance_minor)
        sheet.append([row.number, day, *(part / 100 for part in parts)])
    data = io.BytesIO()
    book.save(data)
    read = read_plan(data.getvalue())
    assert not read.unread_rows
    assert [(r.principal_minor, r.interest_minor, r.payment_minor) for r in read.rows] == [
        (r.principal_minor, r.interest_minor, r.payment_minor) for r in schedule.rows
    ]
