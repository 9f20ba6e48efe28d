"""Numbers as typed, in every meaning; `number_typed` is tested through the languages."""

from __future__ import annotations

import pytest

from course.content.numbers_typed import LONGEST, number_typed, numbers_typed, plain


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
        ("1,23,456", ()),
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
