"""Words, numbers, money and dates; the expected texts are typed by hand from CLDR's forms."""

import datetime
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from course.content import language as module
from course.content.errors import DataError
from course.content.language import language, marked
from course.content.readings import reading

EN, ZH = language("en"), language("zh")

MONEY = [
    (9400, "CNY", "CN¥9,400", "¥9,400"),
    (9400.5, "CNY", "CN¥9,400.50", "¥9,400.50"),
    (-1550, "CNY", "-CN¥1,550", "-¥1,550"),
    (45, "USD", "$45", "US$45"),
    (1024.5, "GBP", "£1,024.50", "£1,024.50"),
    (Decimal("1432.86"), "EUR", "€1,432.86", "€1,432.86"),
    (0, "EUR", "€0", "€0"),
    (-0.001, "USD", "$0", "US$0"),
    (0.005, "USD", "$0.01", "US$0.01"),
    (1.005, "USD", "$1.01", "US$1.01"),
    (0.999, "USD", "$1", "US$1"),
    (999_999_999_999, "CNY", "CN¥999,999,999,999", "¥999,999,999,999"),
    (1e75, "CNY", "CN¥1.00 × 10⁷⁵", "¥1.00 × 10⁷⁵"),
    (-3.14159e20, "USD", "-$3.14 × 10²⁰", "-US$3.14 × 10²⁰"),
    (math.inf, "USD", "$∞", "US$∞"),
    (math.nan, "USD", "–", "–"),
]


@pytest.mark.parametrize(("amount", "currency", "en", "zh"), MONEY)
def test_money(amount, currency, en, zh):
    assert (EN.money(amount, currency), ZH.money(amount, currency)) == (en, zh)


def test_money_in_minor_units_and_with_as_many_decimals_as_asked():
    assert EN.money_minor(94_000_0, "CNY") == "CN¥9,400"
    assert ZH.money_minor(1_177_328, "CNY") == "¥11,773.28"
    assert EN.money(9400, "USD", 2) == "$9,400.00"
    assert EN.money(9400.5, "USD", 0) == "$9,401"


PERCENT = [
    (0.334, 1, "33.4%"),
    (0.334, 2, "33.40%"),
    (3.91071429, 2, "391.07%"),
    (37.23661245, 2, "3,723.66%"),
    (172.36111111, 0, "17,236%"),
    (-0.05, 1, "-5.0%"),
    (0.130345, 2, "13.03%"),
    (0.00005, 2, "0.01%"),
    (-0.0000001, 2, "0.00%"),
    (1e73, 2, "1.00 × 10⁷⁵%"),
    (9.999e73, 2, "1.00 × 10⁷⁶%"),
    (4.214e46, 0, "4.21 × 10⁴⁸%"),
    (math.nan, 2, "–"),
    (-math.inf, 2, "-∞%"),
    (Fraction(1, 3), 2, "33.33%"),
    (np.float64(0.072), 1, "7.2%"),
]


@pytest.mark.parametrize(("rate", "decimals", "shown"), PERCENT)
def test_percentages_are_alike_in_both_languages(rate, decimals, shown):
    assert EN.percent(rate, decimals) == shown
    assert ZH.percent(rate, decimals) == shown


@pytest.mark.parametrize(
    ("x", "decimals", "shown"),
    [
        (1234567, 0, "1,234,567"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (1234.5678, 3, "1,234.568"),
        (10**40, 0, "1.00 × 10⁴⁰"),
        (999_999_999_999.9, 0, "1,000,000,000,000"),
        (np.int64(232), 0, "232"),
    ],
)
def test_numbers(x, decimals, shown):
    assert EN.number(x, decimals) == shown


def test_dates():
    day = datetime.date(2026, 8, 1)
    assert (EN.date(day), ZH.date(day)) == ("August 1, 2026", "2026年8月1日")


def test_times_are_counted_as_english_counts():
    assert [EN.counted(n, "months") for n in (0, 1, 2, 232)] == [
        "0 months",
        "1 month",
        "2 months",
        "232 months",
    ]
    assert [EN.counted(n, "years") for n in (1, 1.5, 3.8)] == ["1 year", "1.5 years", "3.8 years"]
    assert [EN.counted(n, "days") for n in (1, 14)] == ["1 day", "14 days"]
    assert EN.counted(math.inf, "years") == "∞ years"


def test_words_are_filled_in_whatever_they_hold():
    assert EN.text("{who} takes {what}", who="{x}", what="5%") == "{x} takes 5%"
    assert EN.text("") == ""
    assert EN.plural("{count} fee of {each}", "{count} fees of {each}", 3, each="$5") == (
        "3 fees of $5"
    )
    with pytest.raises(KeyError):
        EN.text("{missing}")
    assert marked("Amount") == "Amount"


def test_a_code_the_course_does_not_know_is_named():
    with pytest.raises(ValueError, match="'fr'; allowed: en, zh"):
        language("fr")


CATALOGUE = """
msgid ""
msgstr ""
"Language: zh\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Amount borrowed"
msgstr "借款金额"

msgid "You pay back {money} in {time}"
msgstr "{time}内还 {money}"

msgid "{count} month"
msgid_plural "{count} months"
msgstr[0] "{count} 个月"

#, fuzzy
msgid "Fee"
msgstr "猜的"

msgid "Rate"
msgstr ""
"""


@pytest.fixture
def chinese(tmp_path, monkeypatch):
    def with_catalogue(text):
        file = tmp_path / "zh" / "LC_MESSAGES" / "course.po"
        file.parent.mkdir(parents=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        monkeypatch.setattr(module, "LOCALE", tmp_path)
        language.cache_clear()
        return language("zh")

    yield with_catalogue
    language.cache_clear()


def test_a_catalogue_is_all_that_a_language_needs(chinese):
    zh = chinese(CATALOGUE)
    assert zh.text("Amount borrowed") == "借款金额"
    assert zh.counted(12, "months") == "12 个月"
    assert zh.text("You pay back {money} in {time}", money="¥10", time="一年") == "一年内还 ¥10"


def test_what_is_not_translated_appears_in_english(chinese):
    zh = chinese(CATALOGUE)
    for message in ("Fee", "Rate", "Not in the catalogue"):
        assert zh.text(message) == message
    assert zh.text("") == ""
    assert zh.counted(2, "years") == "2 years"


def test_a_language_without_a_catalogue_speaks_english(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "LOCALE", tmp_path)
    language.cache_clear()
    zh = language("zh")
    language.cache_clear()
    assert zh.text("Amount borrowed") == "Amount borrowed"
    assert zh.money(9400, "CNY") == "¥9,400"


def test_a_broken_catalogue_is_named_with_the_line(chinese):
    with pytest.raises(DataError, match=r"zh/LC_MESSAGES/course\.po:5: .*HEAD"):
        chinese(CATALOGUE.replace('"Language: zh', '"Language: zh\\n"\n<<<<<<< HEAD\n"x', 1))


def test_a_catalogue_in_another_encoding_is_named(chinese):
    with pytest.raises(DataError, match=r"course\.po: .*UTF-8"):
        chinese(CATALOGUE.encode("gbk"))


# Reading what a person typed. ---------------------------------------------------------------------


def test_what_the_course_shows_it_can_also_read():
    for amount in (0, 12.34, 9400, 1_234_567.89):
        for words in (EN, ZH):
            for currency in ("CNY", "USD", "EUR", "GBP"):
                assert reading(words.money(amount, currency), "money", words, currency) == amount
            percent = reading(words.percent(amount / 100), "percent", words)
            assert percent == pytest.approx(amount / 100)
