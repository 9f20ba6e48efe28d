"""Numbers as typed, in every meaning."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.numbers_typed import LONGEST, in_digits, number_typed, numbers_typed, plain


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,234.50", (1234.5,)),
        ("1.234,50", (1234.5,)),
        ("1 234,5", (1234.5,)),
        ("1,234", (1234.0, 1.234)),
        ("1.234", (1.234, 1234.0)),
        ("1,5", (1.5,)),
        ("0,123", (0.123,)),
        ("0.123", (0.123,)),
        ("1234", (1234.0,)),
        ("1,2万", (12000.0,)),
        ("12,5 %", (0.125,)),
        ("1.3%", (0.013,)),
        ("1,23,456", (123456.0,)),  # lakhs
        ("12,34,56", ()),
        ("twelve", ()),
        ("", ()),
        ("9" * (LONGEST + 1), ()),
    ],
)
def test_a_text_gives_every_number_it_may_mean(text, values):
    assert tuple(number.value for number in numbers_typed(text)) == values


def test_what_stands_beside_a_number_is_told():
    (amount,) = numbers_typed("¥1.2万")
    assert (amount.scale, amount.money) == ("万", True)
    (share,) = numbers_typed("12 Per Cent")
    assert (share.value, share.scale, share.money) == (0.12, "per cent", False)


def test_a_number_too_long_to_be_one_is_refused_with_its_beginning():
    with pytest.raises(ValueError, match=r"^1{20}…$"):
        number_typed("1" * 100_000)


def test_signs_and_spaces_become_those_of_a_keyboard():
    assert plain("　－１２．５％\u00a0 ") == "-12.5%"


NUMERALS = {
    "十二": 12,
    "两百七十": 270,
    "两百七": 270,
    "三千五": 3500,
    "三千零五": 3005,
    "一万二": 12_000,
    "1万2": 12_000,
    "3万5千": 35_000,
    "1万2000": 12_000,
    "2百": 200,
    "十万": 100_000,
    "5百万": 5_000_000,
    "一亿两千万": 120_000_000,
    "三万零五百": 30_500,
    "一百二十三点五": 123.5,
    "一点二万": 12_000,
    "二〇二六": 2026,
    "壹万贰仟": 12_000,
    "百分之七": 0.07,
    "百分之七点五": 0.075,
    "百分之百": 1,
    "百分之12.5": 0.125,
    "千分之七": 0.007,
    "万分之五": 0.0005,
    "七成": 0.7,
    "三成半": 0.35,
    "三成五": 0.35,
    "一半": 0.5,
    "3块5": 3.5,
    "3块5毛2": 3.52,
    "两块半": 2.5,
    "12元5角": 12.5,
    "5角": 0.5,
    "二百块钱": 200,
    "三千人民币": 3000,
    "约270": 270,
    "270左右": 270,
    "大约两百元左右": 200,
    "about 270": 270,
    "1,13,471.52": 113_471.52,
    "1.2 lakh": 120_000,
    "2 crore": 20_000_000,
    "5m": 5_000_000,
    "1.5bn": 1.5e9,
    "१२३": 123,
    "١٢٣٫٥": 123.5,
    "Rs. 500": 500,
    "HK$500": 500,
    "500 zł": 500,
}


@pytest.mark.parametrize(("text", "value"), NUMERALS.items())
def test_numerals_words_and_other_scripts_are_read(text, value):
    assert [number.value for number in numbers_typed(text)] == [pytest.approx(value, rel=1e-15)]
    assert number_typed(text) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    "text",
    ["不到270", "万", "千五", "1万20000", "两百三百", "几百", "$5 €", "5 MB", "12万分", "半"],
)
def test_what_names_no_number_is_not_read(text):
    assert numbers_typed(text) == ()


def in_chinese(number: int) -> str:
    """The number below ten thousand in Chinese numerals, by the rules of primary school."""
    said, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            said += ("零" if zero and said else "") + "零一二三四五六七八九"[digit] + name
        zero = not digit
    return said


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_chinese_numerals_are_read_back(many, few):
    assert in_digits(in_chinese(few)) in (str(few), f"{few // 1000}千", f"{few // 100}百")
    rest = ("零" if few < 1000 else "") + in_chinese(few)
    assert number_typed(in_chinese(many) + "万" + rest) == many * 10_000 + few


@given(st.text("〇一两三十百千万亿点半成分之块角元0123456789.,约", max_size=40))
def test_any_row_of_numerals_is_a_number_or_none(text):
    assert all(number.value >= 0 for number in numbers_typed(text))


TYPED = {
    "1,234.50": 1234.5,
    "12%": 0.12,
    "0.12": 0.12,
    "¥1200": 1200,
    "1.2万": 12000,
    "１２％": 0.12,
    "１，２００．５": 1200.5,
    "１２。５": 12.5,
    "-¥5": -5,
    "¥-5": -5,
    "−5": -5,
    "+5": 5,
    "1 234": 1234,
    "1'234’567": 1234567,
    "1\u00a0234,567": 1234567,
    ".5": 0.5,
    "5.": 5,
    "1e5": 1e5,
    "5k": 5000,
    "3亿": 3e8,
    "2千": 2000,
    "8‰": 0.008,
    " US$ 45 ": 45,
    "1,200元": 1200,
    "45 USD": 45,
    "1.2万元": 12000,
    "12,34,567": 1234567,
    "3百": 300,
    "about 12": 12,
    "٣": 3,
}


@pytest.mark.parametrize(("typed", "number"), TYPED.items())
def test_a_number_is_read_as_people_type_it(typed, number):
    assert number_typed(typed) == pytest.approx(number, rel=1e-15)


UNREAD = {
    "abc": "abc",
    "1,5": ",5",
    "12,34,56": ",34,56",
    "12 months": "months",
    "1.2.3": ".3",
    "3几": "几",
    "under 12": "under 12",
    "5-": "-",
    "--5": "--5",
    "-¥-5": "-¥-5",
    "12%%": "%",
    "nan": "nan",
    "inf": "inf",
    "1e999": "1e999",
    "½": "⁄2",
}


@pytest.mark.parametrize(("typed", "said"), UNREAD.items())
def test_what_could_not_be_read_is_said(typed, said):
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        number_typed(typed)
