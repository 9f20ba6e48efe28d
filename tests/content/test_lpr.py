"""The LPR of a day against the confirmed fact, at its edges, and out of broken files."""

import datetime
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.errors import DataError
from course.content.facts import fact
from course.content.language import language
from course.content.lpr import LPR_FILE, LprUnknown, lpr, lpr_table

FACT = fact("LPR-01")
KNOWN = [
    (datetime.date.fromisoformat(row["date"]), row["lpr1y"], row["lpr5y"], row["cap4x"])
    for row in FACT.value("changes")
]
LAST_SEEN = datetime.date.fromisoformat(FACT.value("last_seen"))
DAY = datetime.timedelta(days=1)
GOOD = LPR_FILE.read_text(encoding="utf-8")


def test_the_file_holds_the_confirmed_changes():
    table = lpr_table()
    assert table.as_of >= LAST_SEEN
    # What an instructor added later stands behind them.
    rows = [change for change in table.changes if change.since <= LAST_SEEN]
    assert [
        (row.since, float(100 * row.one_year), float(100 * row.five_years)) for row in rows
    ] == [(day, one_year, five_years) for day, one_year, five_years, _ in KNOWN]


def test_four_times_the_short_one_is_the_published_line():
    for day, *_, line in KNOWN:
        assert float(400 * lpr(day, "1y")) == line


@given(st.dates(KNOWN[0][0], LAST_SEEN))
def test_each_day_has_the_last_change_before_it(day):
    row = [row for row in KNOWN if row[0] <= day][-1]
    assert float(100 * lpr(day, "1y")) == row[1]
    assert float(100 * lpr(day, "5y")) == row[2]


def test_a_change_holds_from_its_own_day():
    for before, after in pairwise(KNOWN):
        assert lpr(after[0] - DAY, "5y") == Fraction(str(before[2])) / 100
        assert lpr(after[0], "5y") == Fraction(str(after[2])) / 100


@given(st.dates(lpr_table().as_of + DAY), st.sampled_from(["1y", "5y"]))
def test_nothing_is_carried_on_past_the_last_day_known(day, term):
    with pytest.raises(LprUnknown, match="is known here up to"):
        lpr(day, term)


@given(st.dates(max_value=KNOWN[0][0] - DAY), st.sampled_from(["1y", "5y"]))
def test_nothing_is_carried_back_before_the_first_day_known(day, term):
    with pytest.raises(LprUnknown, match="is known here from August 20, 2019 on"):
        lpr(day, term)


def test_a_refusal_speaks_the_learners_language():
    with pytest.raises(LprUnknown) as raised:
        lpr_table().on(datetime.date(2199, 1, 2))
    assert "January 2, 2199" in raised.value.text(language("en"))
    assert "2199年1月2日" in raised.value.text(language("zh"))


def faults_of(tmp_path, content):
    file = tmp_path / "lpr.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DataError) as raised:
        lpr_table(file)
    for fault in raised.value.faults:
        assert fault.file == file.as_posix()
        assert str(fault) in str(raised.value)
    return raised.value.faults


# What is written instead of what; the line, the field, the value, a part of what is allowed.
SLIPS = {
    "no as_of": ("as_of,2025-07-21\n", "", 1, "as_of", "missing", "first a line `as_of,`"),
    "as_of is no day": ("as_of,2025-07-21", "as_of,today", 1, "as_of", "'today'", "year-month-day"),
    "as_of without a day": ("as_of,2025-07-21", "as_of", 1, "as_of", "empty", "year-month-day"),
    "as_of too early": (
        "as_of,2025-07-21",
        "as_of,2025-05-19",
        1,
        "as_of",
        "2025-05-19",
        "2025-05-20, or later",
    ),
    "other columns": (
        "from,lpr_1y_pct,lpr_5y_pct",
        "day,lpr_1y_pct",
        2,
        "names of the columns",
        "day,lpr_1y_pct",
        "from,lpr_1y_pct,lpr_5y_pct",
    ),
    "day first": ("2019-09-20", "20/09/2019", 4, "from", "'20/09/2019'", "year-month-day"),
    "no such day": ("2019-09-20", "2019-09-31", 4, "from", "'2019-09-31'", "year-month-day"),
    "no day": ("2019-09-20", "", 4, "from", "empty", "year-month-day"),
    "in disorder": ("2019-11-20", "2019-09-19", 5, "from", "2019-09-19", "after that of the row"),
    "twice": ("2019-11-20", "2019-09-20", 5, "from", "2019-09-20", "before, 2019-09-20"),
    "a word": ("4.20,4.85", "low,4.85", 4, "lpr_1y_pct", "'low'", "a percentage above 0"),
    "no rate": ("4.20,4.85", "4.20", 4, "lpr_5y_pct", "empty", "such as 3.5"),
    "a point forgotten": ("4.20,4.85", "420,4.85", 4, "lpr_1y_pct", "'420'", "up to 20"),
    "not a number": ("4.20,4.85", "nan,4.85", 4, "lpr_1y_pct", "'nan'", "above 0"),
    "below zero": ("4.20,4.85", "4.20,-4.85", 4, "lpr_5y_pct", "'-4.85'", "above 0"),
    "a column more": ("4.20,4.85", "4.20,4.85,9", 4, "", "2019-09-20,4.20,4.85,9", "only from"),
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_named(tmp_path, slip):
    old, new, line, field, value, allowed = slip
    assert old in GOOD
    (fault,) = faults_of(tmp_path, GOOD.replace(old, new, 1))[:1]
    assert (fault.line, fault.field, fault.value) == (line, field, value)
    assert allowed in fault.allowed


def test_all_slips_are_named_at_once(tmp_path):
    faults = faults_of(tmp_path, GOOD.replace("4.25", "x").replace("2020-02-20", "y"))
    assert [(fault.line, fault.field) for fault in faults] == [(3, "lpr_1y_pct"), (6, "from")]


@pytest.mark.parametrize("content", ["", "\n\n", "as_of,2025-07-21\nfrom,lpr_1y_pct,lpr_5y_pct\n"])
def test_an_empty_file_is_named(tmp_path, content):
    assert any(fault.value == "missing" for fault in faults_of(tmp_path, content))


def test_another_encoding_is_named(tmp_path):
    (fault,) = faults_of(tmp_path, GOOD.encode() + "备注".encode("gbk"))
    assert fault.value == "not UTF-8 text"
    assert fault.line == GOOD.count("\n") + 1


@pytest.mark.parametrize(
    "saved",
    [
        GOOD.replace("\n", "\r\n"),
        "\ufeff" + GOOD,
        GOOD.replace("as_of,2025-07-21", "as_of,2025-07-21,") + ",,\n",
        GOOD.replace("2025-07-21", "2025/7/21").replace("2025-05-20,3.00,3.50", "2025/5/20,3,3.5"),
    ],
)
def test_a_spreadsheet_program_may_have_saved_it(tmp_path, saved):
    file = tmp_path / "lpr.csv"
    file.write_text(saved, encoding="utf-8", newline="")
    assert lpr_table(file) == lpr_table()


def test_a_newer_row_is_all_that_a_newer_rate_needs(tmp_path):
    file = tmp_path / "lpr.csv"
    newer = GOOD.replace(f"as_of,{lpr_table().as_of}", "as_of,2199-02-01") + "2199-01-20,2.9,3.4\n"
    file.write_text(newer, encoding="utf-8")
    assert lpr_table(file).on(datetime.date(2199, 2, 1)).five_years == Fraction(34, 1000)
