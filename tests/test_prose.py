"""The check of quoted numbers itself: it must find what is wrong."""

import pytest

from tests.prose import quote_fault, unquoted_numbers

PAYDAY = {"text": "391.07%", "source": "offer:us-payday.us-reg-z"}


def test_a_number_is_quoted_or_found():
    text = "It costs 45 dollars, 391.07% a year."
    assert unquoted_numbers(text, [PAYDAY]) == ["It costs 45 dollars, 391.0"]
    assert unquoted_numbers(text, [PAYDAY, {"text": "45 dollars", "source": "given"}]) == []


def test_a_quote_covers_no_part_of_a_longer_number():
    assert unquoted_numbers("5 of 500", [{"text": "5", "source": "given"}]) == ["5 of 500"]
    assert unquoted_numbers("1,000 of 11,000", [{"text": "1,000", "source": "given"}]) != []


@pytest.mark.parametrize(
    "text",
    [
        "# 2. Interest on interest",
        "1. First\n2. Second",
        "**Time:** about 25 minutes.",
        "**用时：** 约 25 分钟。",
        "In force from 2026-08-01, known on 18 August 2020 and since August 2021, 2021年3月.",
        "A study in 2011, one of 2013, another (2015) and a last (Soll and others, 2017).",
        "Asked three times (United States, 2015 to 2017).",
        "See lesson 3 and lessons 2 and 3, 第3课, Part 2.",
        "[3. One loan](03-one-loan.ipynb) and `range(3)` <b style='width:3px'>",
        "12 CFR Part 1026",
        "§ 1026.22(a), Article 26, art. 25, Appendix J, No. 3, MCOB 10.3.1B, 2008/48/EC, 第26条",
        "| [3. One loan](03.ipynb) | 35 minutes |",
        "金规〔2026〕2号, 公告〔2021〕第3号, Order [2020] No. 5, the rule of 72, 72 法则",
    ],
)
def test_dates_and_references_need_no_quote(text):
    assert unquoted_numbers(text, []) == []


@pytest.mark.parametrize("text", ["from 2000 yuan", "in 12 months", "72 months", "2,011 of them"])
def test_what_only_looks_like_them_does(text):
    assert unquoted_numbers(text, [])


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("391.07%", "offer:us-payday.us-reg-z"),
        ("391%", "offer:us-payday.us-reg-z"),
        ("3,724%", "offer:us-payday.eu-ccd"),
        ("USD 345", "offer:us-payday.paid"),
        ("15%", "offer:us-payday.advertised.percent"),
        ("345.00", "offer:us-payday.schedule.paid_minor"),
        ("345.00", "offer:us-payday.schedule.rows.-1.payment_minor"),
        ("90 dollars", "offer:us-payday(renewals=1).cost"),
        ("241", "fact:EV-15.110"),
        ("12378", "fact:TEL-02.tel"),
        ("12381", "fact:TEL-03.tel.1"),
        ("11%", "fact:EV-08.reduction"),
        ("13.03%", "fact:CALC-FLAT-12.0.006.nominal_apr"),
        ("10,000", "lab:growth.inputs.amount"),
        ("1万元", "lab:growth.inputs.amount"),
        ("119 亿", "fact:EV-16.saved_bn"),
        ("11.9", "fact:EV-16.saved_bn"),
        ("12,000", "lab:growth(annual_rate=0.2, years=1).compound_end"),
        ("1,210", "finance:growth.compound(1000, 0.1, 2, 1)"),
        ("1,000", "given"),
    ],
)
def test_a_true_quote_passes(text, source):
    assert quote_fault(f"It is {text}, no less.", {"text": text, "source": source}) is None


@pytest.mark.parametrize(
    ("text", "source", "fault"),
    [
        ("391.08%", "offer:us-payday.us-reg-z", "is not offer:us-payday.us-reg-z"),
        ("392%", "offer:us-payday.us-reg-z", "is not"),
        ("391", "offer:us-payday.us-reg-z", "is not"),
        ("1", "offer:no-such.paid", "KeyError"),
        ("1", "offer:us-payday.no_such", "AttributeError"),
        ("1", "fact:COST-10.any", "unconfirmed"),
        ("1", "nothing:at.all", "must be given or begin with"),
        ("1 of 2", "given", "holds 2 numbers"),
    ],
)
def test_a_false_quote_is_named(text, source, fault):
    assert fault in quote_fault(f"It is {text}, no less.", {"text": text, "source": source})


def test_a_quote_must_stand_in_the_text():
    assert "does not stand" in quote_fault("It is 3.", {"text": "4", "source": "given"})
