"""Currencies by code, sign and word. What they are called and how they are divided is CLDR's."""

from __future__ import annotations

import pytest
from babel.numbers import get_currency_name, get_currency_precision, get_currency_symbol
from hypothesis import given
from hypothesis import strategies as st

from course.content.currencies import BY_CODE, CURRENCIES, codes_of, currency_in
from course.content.numbers_typed import numbers_typed


@pytest.mark.parametrize("code", BY_CODE)
def test_a_currency_is_known_by_what_both_languages_call_it(code):
    assert BY_CODE[code].minor_digits == get_currency_precision(code)
    names = [get_currency_name(code, locale=locale) for locale in ("en", "zh")]
    names += [get_currency_name(code, count, locale="en") for count in (1, 2)]
    for name in (code, *names):
        own = name.replace("Chinese ", "").replace("Japanese ", "")  # yuan and yen are these alone
        assert currency_in(f"Payment ({own})") == code, own
        assert code in codes_of(own)
    for locale in ("en", "zh"):
        assert code in codes_of(get_currency_symbol(code, locale))


@pytest.mark.parametrize(
    ("text", "code"),
    {
        "Payment (Rs)": "INR",
        "Payment (Rs.)": "INR",
        "Payment PKR (Rs)": "PKR",
        "应还本金(元)": "CNY",
        "应还本金（万元）": "CNY",
        "月供（美元）": "USD",
        "月供(日元 ¥)": "JPY",
        "¥": "CNY",
        "$ (CAD)": "CAD",
        "C$": "CAD",
        "$": "USD",
        "Amount R$": "BRL",
        "Zahlung in EUR": "EUR",
        "rata (zł)": "PLN",
        "splátka Kč": "CZK",
        "belopp kr": "SEK",
        "월 납입금 ₩": "KRW",
        "还款额（港币）": "HKD",
        "TRY": "TRY",
        "Try again": "",
        "Real payment won": "",
        "3-month EURIBOR": "",
        "Principal": "",
        "Rate": "",
        "Room": "",
        "": "",
    }.items(),
)
def test_a_text_names_its_currency(text, code):
    assert currency_in(text) == code


@given(st.sampled_from(CURRENCIES), st.integers(0, 10**6), st.booleans())
def test_an_amount_with_any_sign_or_word_is_read(currency, amount, before):
    for name in (currency.code, *currency.signs, *currency.words):
        (read,) = numbers_typed(f"{name} {amount}" if before else f"{amount} {name}")
        assert read.value == amount
        assert currency.code in read.currencies


@given(st.text(max_size=100))
def test_any_text_names_one_currency_or_none(text):
    assert currency_in(text) in {"", *BY_CODE}
