"""What a typed answer may mean. Expected values are written by hand."""

from __future__ import annotations

import datetime
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.language import language
from course.content.readings import reading, readings
from course.content.values_shown import typed
from tests.chart.charts import MARKING

EN, ZH = language("en"), language("zh")


def day(year, month, date):
    return float(datetime.date(year, month, date).toordinal())


READ = {
    "money": {
        "1,234.50": (1234.5,),
        "1.234,50": (1234.5,),
        "1 234,5": (1234.5,),
        "1\u202f234,50 €": (1234.5,),
        "¥1200": (1200,),
        "￥１，２００": (1200,),
        "CN¥9,400": (9400,),
        "$1,234,567.89": (1234567.89,),
        "1.234.567,89": (1234567.89,),
        "1'234.50": (1234.5,),
        "1.2万": (12000,),
        "1,2万": (12000,),
        "1.2万元": (12000,),
        "3千": (3000,),
        "2亿": (2e8,),
        "5k": (5000,),
        "1200元": (1200,),
        "1200 yuan": (1200,),
        "200块": (200,),
        "45 dollars": (45,),
        "１２３４．５": (1234.5,),
        "1234。5": (1234.5,),
        "−5": (-5,),
        "-¥5": (-5,),
        "= 1200": (1200,),
        "≈1200": (1200,),
        "0": (0,),
        ".5": (0.5,),
        ",5": (0.5,),
        "12,5": (12.5,),
        "1,234": (1234,),  # no money has three decimals
        "0,123": (0.123,),
        "1.234": (1.234, 1234),
        "1.005": (1.005, 1005),
    },
    "percent": {
        "12%": (0.12,),
        "12 %": (0.12,),
        "１２％": (0.12,),
        "12": (0.12,),
        "12,5%": (0.125,),
        "7.2": (0.072,),
        "0.12": (0.0012, 0.12),
        "0.12%": (0.0012,),
        "0,12": (0.0012, 0.12),
        ".5": (0.005, 0.5),
        "1": (0.01,),
        "0": (0,),
        "-0.5": (-0.005, -0.5),
        "8‰": (0.008,),
        "12 percent": (0.12,),
        "12 per cent": (0.12,),
        "391.07%": (3.9107,),
        "1,234%": (12.34, 0.01234),
        "1,234.5%": (12.345,),
    },
    "number": {
        "1,234": (1234, 1.234),
        "1.234": (1.234, 1234),
        "1,234,567": (1234567,),
        "1.2340": (1.234,),
        "12%": (0.12,),
        "1e-3": (0.001,),
    },
    "months": {
        "36": (36,),
        "36 months": (36,),
        "36个月": (36,),
        "36 个月": (36,),
        "36期": (36,),
        "24 payments": (24,),
        "3年": (36,),
        "3 years": (36,),
        "3 Years": (36,),
        "1.5 years": (18,),
        "1,5 years": (18,),
        "3 years 6 months": (42,),
        "3 years and 6 months": (42,),
        "3 years, 6 months": (42,),
        "3年6个月": (42,),
        "3年零6个月": (42,),
        "3年半": (42,),
        "半年": (6,),
        "１２个月": (12,),
        "1 234": (1234,),
        "never": (math.inf,),
        "Never!": (math.inf,),
        "forever": (math.inf,),
        "infinite": (math.inf,),
        "永远": (math.inf,),
        "永不": (math.inf,),
        "还不清": (math.inf,),
        "永远还不清。": (math.inf,),
        "∞": (math.inf,),
        "∞ months": (math.inf,),
    },
    "years": {
        "3.8": (3.8,),
        "3.8 years": (3.8,),
        "42 months": (3.5,),
        "3 years 6 months": (3.5,),
        "3年半": (3.5,),
        "6个月": (0.5,),
        "never": (math.inf,),
    },
    "days": {
        "14": (14,),
        "14 days": (14,),
        "14天": (14,),
        "14日": (14,),
        "2 weeks": (14,),
        "2周": (14,),
        "2个星期": (14,),
        "1 week 3 days": (10,),
    },
    "times": {
        "24": (24,),
        "24 times": (24,),
        "24次": (24,),
        "3倍": (3,),
        "2.5x": (2.5,),
        "never": (math.inf,),
    },
    "date": {
        "2026-08-01": (day(2026, 8, 1),),
        "2026/8/1": (day(2026, 8, 1),),
        "2026.8.1": (day(2026, 8, 1),),
        "2026年8月1日": (day(2026, 8, 1),),
        "2026 年 8 月 1 号": (day(2026, 8, 1),),
        "２０２６年８月１日": (day(2026, 8, 1),),
        "1 August 2026": (day(2026, 8, 1),),
        "1st of August 2026": (day(2026, 8, 1),),
        "1 Aug 2026": (day(2026, 8, 1),),
        "August 1, 2026": (day(2026, 8, 1),),
        "Aug. 1st, 2026": (day(2026, 8, 1),),
        "sept 3 2026": (day(2026, 9, 3),),
        "1/8/2026": (day(2026, 8, 1), day(2026, 1, 8)),
        "1-8-2026": (day(2026, 8, 1), day(2026, 1, 8)),
        "1/8/26": (day(2026, 8, 1), day(2026, 1, 8)),
        "1.8.2026": (day(2026, 8, 1),),
        "13/8/2026": (day(2026, 8, 13),),
        "8/13/2026": (day(2026, 8, 13),),
        "8/8/2026": (day(2026, 8, 8),),
        "29 February 2028": (day(2028, 2, 29),),
    },
}
ROWS = [(unit, text, found) for unit, rows in READ.items() for text, found in rows.items()]


@pytest.mark.parametrize(("unit", "text", "found"), ROWS)
def test_a_number_is_read_as_people_write_it(unit, text, found):
    assert readings(text, unit, EN) == found


def test_shown_in_either_language_it_reads_the_same():
    for unit, text, found in ROWS:
        assert readings(text, unit, ZH) == found


UNREAD = {
    "money": ["abc", "under 12", "1.2.3", "12%", "12 months", "1,2,3", "--5", "12$3", "nan", "inf"],
    "percent": ["$12", "12元", "12%%", "twelve", "never", "1/8"],
    "number": ["¥5", "1 2 3", "½"],
    "months": ["12%", "$3", "3 days", "2 weeks", "3 years 6", "month", "3 yards", "半"],
    "years": ["5 days", "3 years ago"],
    "days": ["2 months", "1 year"],
    "times": ["24 months"],
    "date": ["30 February 2026", "2026-13-01", "8/2026", "1 Foo 2026", "14/14/2026", "today", "5"],
}


@pytest.mark.parametrize(
    ("unit", "text"), [(unit, text) for unit, texts in UNREAD.items() for text in texts]
)
def test_what_is_no_number_of_the_unit_is_said_with_what_was_typed(unit, text):
    with pytest.raises(ValueError, match=r"is not read as .*Write for example") as raised:
        readings(text, unit, EN)
    assert f"“{text}”" in str(raised.value)


@pytest.mark.parametrize("unit", READ)
def test_nothing_and_too_much_are_said_in_few_words(unit):
    with pytest.raises(ValueError, match="Type a number"):
        readings(" \n\u3000", unit, EN)
    for text in ("1" * 1_000_000, "1" + " " * 1_000_000 + "x", "(" * 100_000, "1," * 50_000):
        with pytest.raises(ValueError, match="too long") as raised:
            readings(text, unit, EN)
        assert len(str(raised.value)) < 100


@given(text=st.text(max_size=250), unit=st.sampled_from(list(READ)))
def test_any_text_is_read_or_refused(text, unit):
    try:
        found = readings(text, unit, EN)
    except ValueError:
        return
    assert 1 <= len(found) <= 8
    assert len(set(found)) == len(found)
    assert not any(math.isnan(number) for number in found)


@given(
    text=st.text("0123456789.,' %¥万年月日半-+e/kx", max_size=30),
    unit=st.sampled_from(list(READ)),
)
def test_any_row_of_signs_that_numbers_have_is_read_or_refused(text, unit):
    test_any_text_is_read_or_refused.hypothesis.inner_test(text, unit)


# One number for a box that nobody marks

TAKEN = {
    "money": {"547,50": 547.5, "1,234": 1234, "两百七十块": 270, "1 234,50": 1234.5, "约270": 270},
    "percent": {"12": 0.12, "12,5": 0.125, "百分之七": 0.07, "九成": 0.9, "1,234%": 12.34},
    "months": {"12": 12, "12个月": 12, "12期": 12, "十二": 12, "1,234": 1234},
    "years": {"两年半": 2.5, "3.8": 3.8},
    "days": {"14天": 14, "14 days": 14},
    "number": {"12,5": 12.5, "12期": 12, "12 people": 12, "1,234": 1234, "1.234": 1.234},
}


@pytest.mark.parametrize(
    ("unit", "text", "value"), [(u, t, v) for u, row in TAKEN.items() for t, v in row.items()]
)
def test_what_has_one_meaning_is_taken(unit, text, value):
    for learner in (EN, ZH):
        assert reading(text, unit, learner, "CNY") == pytest.approx(value, rel=1e-12)


ASKED_BACK = [
    ("1.234", "money", "Is “1.234” CN¥1.2340 or CN¥1,234.00? Type one of these: 1.2340, 1234.00."),
    ("0.12", "percent", "Is “0.12” 0.12% or 12%? Type one of these: 0.12%, 12%."),
    ("12年", "months", "“12年” makes 144 months. Type 144."),
    ("18 months", "years", "“18 months” makes 1.5 years. Type 1.5."),
    ("2 weeks", "days", "“2 weeks” makes 14 days. Type 14."),
    ("日息万分之五", "percent", "“日息万分之五” is a daily rate.*: 0.05%."),
    ("0.05% a day", "percent", "“0.05% a day” is a daily rate.*: 0.05%."),
    ("7.2% p.a.", "percent", "“7.2% p.a.” is a yearly rate.*: 7.2%."),
    ("12％", "money", "“12％” is a percentage and is not read as an amount in CN¥."),
    ("€500", "money", "“€500” is an amount in € and is not read as an amount in CN¥."),
    ("12期", "money", "“12期” is a number of months and is not read as an amount in CN¥."),
    ("9000元", "percent", "“9000元” is an amount of money and is not read as a percentage."),
    ("2万元", "months", "“2万元” is an amount of money and is not read as a number of months."),
    ("2 weeks", "months", "“2 weeks” is a number of weeks and is not read as a number of months."),
    ("12%", "number", "“12%” is a percentage and is not read as a plain number."),
    ("never", "months", "“never” is no number."),
    ("ninety", "percent", "“ninety” is not read as a percentage.*example 90%, in digits."),
    ("不到270", "money", "“不到270” is not read as an amount."),
]


@pytest.mark.parametrize(("text", "unit", "said"), ASKED_BACK)
def test_what_may_mean_something_else_is_asked_back(text, unit, said):
    with pytest.raises(ValueError, match=said.replace("?", r"\?")):
        reading(text, unit, EN, "CNY")
    with pytest.raises(ValueError, match=r"^‹.*›$"):
        reading(text, unit, MARKING, "CNY")


def test_the_numbers_that_are_possible_decide():
    assert reading("1.234", "money", EN, possible=lambda number: number > 100) == 1234
    assert reading("0.12", "percent", EN, possible=lambda number: number > 0.01) == 0.12
    assert reading("0.12", "percent", EN, fractions=False) == 0.0012


def test_a_sign_that_several_currencies_have_fits_each_of_them():
    assert reading("$5", "money", EN, "CAD") == reading("¥5", "money", EN, "JPY") == 5
    with pytest.raises(ValueError, match=r"an amount in \$ .* an amount in CA\$"):
        reading("US$5", "money", EN, "CAD")


@given(
    number=st.decimals(0, 10**6, places=2).map(float),
    unit=st.sampled_from(["money", "percent", "months", "years", "days", "number"]),
)
def test_what_is_proposed_has_one_meaning(number, unit):
    value = number / 100 if unit == "percent" else number
    assert reading(typed(value, unit, 0), unit, EN) == pytest.approx(value, rel=1e-12)
