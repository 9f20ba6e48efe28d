"""Dates as people write them. Expected days are written by hand; months' names are Babel's."""

from __future__ import annotations

import datetime
import math

import pytest
from babel.dates import format_date, get_month_names
from hypothesis import given
from hypothesis import strategies as st

from course.content.dates_typed import YEARS, dates_in, day_typed, days_typed, is_outside
from course.content.language import language
from tests.chart.charts import MARKING

EN, ZH = language("en"), language("zh")
MARCH = datetime.date(2026, 3, 1)
DAYS = st.dates(datetime.date(YEARS[0], 1, 1), datetime.date(YEARS[-1], 12, 31))

FIRST_OF_MARCH = [
    "2026年3月1日",
    "2026年3月1号",
    "2026 年 03 月 01 日",
    "２０２６年３月１日",
    "二〇二六年三月一日",
    "二零二六年三月一日",
    "2026/3/1",
    "2026.3.1",
    "2026-3-1",
    "2026-03-01",
    "20260301",
    "1 March 2026",
    "1st of March 2026",
    "March 1, 2026",
    "Mar. 1st, 2026",
    "1-Mar-2026",
    "2026-Mar-01",
    "1. März 2026",
    "1. Mrz. 2026",
    "1er mars 2026",
    "1 de marzo de 2026",
    "1 de março de 2026",
    "1º de marco de 2026",
    "1° marzo 2026",
    "1.3.2026",
    "Sunday, 1 March 2026",
    "dimanche 1er mars 2026",
    "2026年3月1日 星期日",
    "2026-03-01 (周日)",
    "2026年3月1日 12:00:00",
    "2026年3月1日 上午10时30分",
    "2026-03-01T10:00:00Z",
    "2026-03-01 10:30 PM",
    "10:30 2026-03-01",
    "١.٣.٢٠٢٦",
]


@pytest.mark.parametrize("text", FIRST_OF_MARCH)
def test_a_day_is_read_as_people_write_it(text):
    assert dates_in(text) == {None: MARCH}
    assert days_typed(text) == (MARCH,)
    for learner in (EN, ZH):
        assert day_typed(text, learner) == MARCH


@pytest.mark.parametrize(
    "text", ["Mar-26", "Mar 2026", "03/2026", "2026-03", "2026年3月", "二〇二六年三月", "mars 2026"]
)
def test_a_month_is_its_first_day_in_a_file_and_no_day_in_a_box(text):
    assert dates_in(text) == {None: MARCH}
    assert days_typed(text) == ()
    with pytest.raises(ValueError, match=r"names a month but no day.*2026-03-01"):
        day_typed(text, EN)


@pytest.mark.parametrize("cell", [46082, 46082.0, 46082.75, "46082", 20260301])
def test_a_spreadsheets_number_is_a_day(cell):
    assert dates_in(cell) == {None: MARCH}


def test_a_number_of_days_is_no_day_that_is_typed():
    with pytest.raises(ValueError, match="not read as a day"):
        day_typed("46082", EN)


@pytest.mark.parametrize("locale", ["en", "fr", "es", "pt", "de", "it"])
@pytest.mark.parametrize("width", ["wide", "abbreviated"])
def test_months_are_known_by_their_names_in_six_languages(locale, width):
    for context in ("format", "stand-alone"):
        for month, name in get_month_names(width, context, locale).items():
            assert dates_in(f"1 {name} 2026") == {None: datetime.date(2026, month, 1)}


@given(DAYS)
def test_what_the_course_prints_as_a_day_it_reads(day):
    for learner in (EN, ZH):
        assert day_typed(learner.date(day), learner) == day
        assert dates_in(learner.date(day)) == {None: day}
    assert day_typed(day.isoformat(), EN) == day


@given(DAYS, st.sampled_from(["en_GB", "fr", "es", "pt", "de", "it", "zh"]))
def test_the_long_form_of_other_places_is_read(day, locale):
    for form in ("long", "full"):
        assert dates_in(format_date(day, form, locale)) == {None: day}


@given(DAYS)
def test_day_and_month_have_the_two_orders(day):
    written = f"{day.day:02}/{day.month:02}/{day.year}"
    assert day in days_typed(written)
    assert day_typed(written, EN, "day-first") == day


def test_an_open_order_is_asked_back_with_every_reading():
    with pytest.raises(
        ValueError,
        match=r"^Is “01/03/2026” March 1, 2026 or January 3, 2026\?.* 2026-03-01, 2026-01-03\.$",
    ):
        day_typed("01/03/2026", EN)
    assert day_typed("01/03/2026", EN, "month-first") == datetime.date(2026, 1, 3)
    assert days_typed("26-03-01") == (datetime.date(2001, 3, 26), MARCH)
    assert day_typed("03/03/2026", EN) == datetime.date(2026, 3, 3)
    assert day_typed("31/03/2026", EN) == datetime.date(2026, 3, 31)


@pytest.mark.parametrize("text", ["1900-01-31", "1 May 1969", "0001-01-01", "9999-12-31", "2120"])
def test_a_day_outside_the_years_is_none_and_said(text):
    assert dates_in(text) == {}
    words = r"outside the years 1970 to 2119" if text != "2120" else "not read as a day"
    with pytest.raises(ValueError, match=words):
        day_typed(text, EN)


@pytest.mark.parametrize(
    "cell",
    [datetime.date(1, 1, 1), datetime.datetime(1900, 1, 31), datetime.date(9999, 12, 31)],
)
def test_a_day_that_a_library_read_has_the_same_range(cell):
    assert dates_in(cell) == {}
    assert is_outside(cell)


@pytest.mark.parametrize(
    "cell",
    [
        *(0, 1, -1, 12, 866.19, 99_999, 10**8, 10**400, 1e308, -1e308, math.inf, -math.inf),
        *(math.nan, True, None, datetime.time(3), "", "12", "2026-02-31", "31 February 2026"),
        *("0000-01-01", "2026-13-01", "1 Foo 2026", "1 Ma 2026", "today", "三月一日", "9" * 10_000),
    ],
    ids=lambda cell: str(cell)[:20],
)
def test_what_is_no_day_is_none(cell):
    assert dates_in(cell) == {}
    assert not is_outside(cell)


@given(st.one_of(st.text(max_size=70), st.text("0123456789/-. 年月日marchT:", max_size=20)))
def test_any_text_is_days_or_none(text):
    assert all(day.year in YEARS for day in dates_in(text).values())
    try:
        assert day_typed(text, ZH) in dates_in(text).values()
    except ValueError:
        assert len(days_typed(text)) != 1


@given(st.floats() | st.integers())
def test_any_number_is_a_day_or_none(number):
    assert all(day.year in YEARS for day in dates_in(number).values())


def test_all_it_says_is_translated():
    for text in ("soon", "1900-01-31", "Mar-26", "01/03/2026"):
        with pytest.raises(ValueError, match=r"^‹.*›$"):
            day_typed(text, MARKING)
