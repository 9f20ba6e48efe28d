"""What a loan comes to, against pyxirr and against sums done by hand."""

from __future__ import annotations

import datetime
import math
from pathlib import Path

import pytest
import pyxirr
from hypothesis import given
from hypothesis import strategies as st

from course.content.facts import fact
from course.content.language import language
from course.content.lpr import lpr_table
from course.content.messages import tell
from course.content.offers import load_offers
from course.finance.schedules import equal_principal, interest_only, level_payment
from course.loan.check import Checked, check
from course.loan.lines import lines_of
from course.loan.reading import Plan, PlanRow, read_plan
from course.loan.typed import typed_plan
from course.loan.words import Refused

PLANS = Path(__file__).parent / "plans"
EN = language("en")
START = datetime.date(2026, 2, 1)


def checked(name: str, **options) -> Checked:
    return check(read_plan(PLANS / name), **options)


def codes(said) -> list[str]:
    return [each.code for each in said]


def finding(answer: Checked, code: str):
    (found,) = [said for said in answer.findings if said.code == code]
    return found


def monthly(received: float, payments: list[float]) -> float:
    """The internal rate of return times twelve, by pyxirr."""
    return pyxirr.irr([-received, *payments]) * 12


# Money and rates


@pytest.mark.parametrize(
    "name", ["bank.csv", "merged-titles.xlsx", "semicolons.csv", "first-day-row.csv", "losses.csv"]
)
def test_one_loan_in_many_shapes_has_one_answer(name):
    answer = checked(name)
    assert (answer.received_minor, answer.to_pay_minor) == (10_000_00, 10_394_28)
    assert answer.cost_minor == 394_28
    assert answer.rates["cn-irr-nominal"] == pytest.approx(monthly(10_000, [866.19] * 12))
    assert answer.rates["eu-ccd"] == pytest.approx(
        (1 + pyxirr.irr([-10_000] + [866.19] * 12)) ** 12 - 1
    )
    assert answer.findings == ()


def test_spreadsheets_count_days():
    days = [START, *(row.date for row in read_plan(PLANS / "bank.csv").rows)]
    assert checked("bank.csv").rates["xirr"] == pytest.approx(
        pyxirr.xirr(days, [-10_000] + [866.19] * 12)
    )


def test_a_guarantee_fee_beside_the_instalments():
    answer = checked("app-gbk.csv")
    assert answer.cost_minor == 394_28 + 12 * 90_00
    assert answer.rates["cn-irr-nominal"] == pytest.approx(monthly(10_000, [956.19] * 12))
    # 7.2 % as stated, and 1,080 of fees on 10,000 for a year
    assert answer.rates["cn-added"] == pytest.approx(0.072 + 0.108)
    items = [(item.item, item.method, item.amount_minor) for item in answer.disclosure.items]
    assert items == [
        ("interest", "in_payments", 394_28),
        ("担保费(元)", "per_period", 1_080_00),
    ]
    assert codes(answer.findings) == ["rate-above-advert", "interest-on-repaid"]


def test_interest_that_is_deducted_first():
    answer = checked("deducted.csv")
    assert (answer.received_minor, answer.to_pay_minor, answer.cost_minor) == (
        9_400_00,
        10_950_00,
        1_550_00,
    )
    assert answer.rates["cn-irr-nominal"] == pytest.approx(monthly(9_400, [912.5] * 12))
    assert codes(answer.findings) == ["deducted-first"]
    assert finding(answer, "deducted-first").message.values["kept"].minor == 600_00


def test_the_money_in_hand_as_the_borrower_says():
    answer = checked("bank.csv", received_minor=9_000_00, on=datetime.date(2026, 2, 1))
    assert answer.cost_minor == 1_394_28
    assert answer.rates["cn-irr-nominal"] == pytest.approx(monthly(9_000, [866.19] * 12))
    assert codes(answer.findings) == ["deducted-first"]


def test_without_money_in_hand_there_is_no_cost_and_the_borrower_is_asked():
    answer = checked("american-dates.csv")
    assert answer.cost_minor is None
    assert answer.disclosure is None
    assert all(map(math.isnan, answer.rates.values()))
    assert codes(answer.questions) == ["received"]
    known = checked("american-dates.csv", received_minor=1_000_00, on=datetime.date(2025, 12, 15))
    assert known.cost_minor == 35_00
    assert known.rates["us-reg-z"] == pytest.approx(monthly(1_000, [345.0] * 3))
    assert not known.questions


def test_ambiguous_dates_are_not_used():
    answer = checked("ambiguous-dates.csv", received_minor=10_000_00)
    assert codes(answer.questions) == ["date-order"]
    assert "no-dates" in codes(answer.assumptions)
    assert answer.rates["cn-irr-nominal"] == pytest.approx(monthly(10_000, [2600.0] * 4))


def test_what_is_taken_for_granted_is_said():
    answer = checked("bank.csv")
    assert codes(answer.assumptions) == ["no-currency", "received-assumed", "start-assumed"]
    assert answer.on == START
    told = checked("bank.csv", received_minor=10_000_00, on=START)
    assert codes(told.assumptions) == ["no-currency"]


def test_the_day_of_the_money_is_before_the_last_payment():
    with pytest.raises(Refused, match="February 1, 2027"):
        checked("bank.csv", on=datetime.date(2027, 2, 1))


# Findings


def test_a_flat_rate_taken_for_a_yearly_one():
    answer = checked("flat-utf16.txt")
    assert codes(answer.findings) == ["flat-as-yearly", "interest-on-repaid"]
    values = finding(answer, "flat-as-yearly").message.values
    # 12,000 at 0.6 % of the first amount a month: 13.03 % (facts.json, CALC-FLAT-12)
    assert values["irr"].fraction == pytest.approx(
        fact("CALC-FLAT-12").value("0.006.nominal_apr"), abs=1e-7
    )
    assert (values["advertised"].fraction, values["cost"].minor) == (0.072, 864_00)
    repaid = finding(answer, "interest-on-repaid").message.values
    assert (repaid["first"].minor, repaid["owed_first"].minor) == (72_00, 11_000_00)
    assert (repaid["last"].minor, repaid["owed_last"].minor) == (72_00, 1_000_00)
    assert repaid["rate_last"].fraction == pytest.approx(0.864, abs=0.03)


def test_an_advert_that_is_true_is_no_finding():
    assert checked("bank.csv", advertised=0.072).findings == ()
    assert codes(checked("bank.csv", advertised=0.05).findings) == ["rate-above-advert"]


def test_an_instalment_that_is_not_the_sum_of_its_parts():
    answer = checked("wrong-instalment.csv")
    assert codes(answer.findings) == ["instalment-wrong-sum"]
    values = answer.findings[0].message.values
    assert (values["row"], values["difference"].minor) == ("7", 30_00)
    assert answer.to_pay_minor == 10_424_28


def test_an_instalment_that_stands_out():
    rows = [f"{n},{900 if n == 4 else 866.19}" for n in range(1, 13)]
    plan = read_plan("\n".join(["No,Amount due", *rows]).encode())
    answer = check(plan, received_minor=10_000_00)
    assert [(said.code, said.message.values["row"]) for said in answer.findings] == [
        ("instalment-differs", "5")
    ]


def test_a_missing_row():
    answer = checked("missing-row.csv")
    assert codes(answer.findings) == ["missing-row"]
    assert answer.findings[0].text(EN).startswith("Instalment 7 is missing")
    assert answer.to_pay_minor == 11 * 866_19


def test_a_missing_row_without_numbers_is_seen_by_its_month():
    days = [f"2026-{month:02}-05,100" for month in (1, 2, 3, 4, 6, 7, 8)]
    answer = check(
        read_plan("\n".join(["Due date,Amount due", *days]).encode()), received_minor=600_00
    )
    (found,) = answer.findings
    assert found.code == "missing-row"
    assert found.message.values["before"] == datetime.date(2026, 4, 5)


def test_a_doubled_row_is_counted_once():
    answer = checked("doubled-row.csv")
    assert codes(answer.findings) == ["doubled-row"]
    assert answer.findings[0].text(EN).startswith("Rows 5 and 6 are the same instalment")
    assert answer.to_pay_minor == 10_394_28
    assert answer.rates["cn-irr-nominal"] == pytest.approx(0.072, abs=1e-5)


def test_one_number_with_two_contents_is_counted_twice_and_said():
    text = "No,Due date,Payment\n1,2026-03-01,500\n2,2026-04-01,500\n2,2026-04-15,400\n"
    answer = check(read_plan(text.encode()), received_minor=1_300_00)
    assert codes(answer.findings) == ["doubled-row"]
    assert answer.to_pay_minor == 1_400_00


def test_totals_that_are_not_the_sum():
    answer = checked("totals-differ.csv")
    assert codes(answer.findings) == ["totals-differ"]
    assert answer.findings[0].message.values["difference"].minor == 100_00


def test_a_balance_that_does_not_end_at_zero_or_does_not_follow():
    assert codes(checked("balance-open.csv").findings) == ["balance-not-closed"]
    lines = (PLANS / "bank.csv").read_text().replace("7566.89", "7666.89")
    answer = check(read_plan(lines.encode()))
    assert codes(answer.findings) == ["balance-wrong", "balance-wrong"]
    assert answer.findings[0].message.values["expected"].minor == 7_566_89


def test_rows_that_could_not_be_read_are_a_finding_and_no_gap():
    answer = checked("unreadable-cells.csv")
    assert codes(answer.findings) == ["rows-left-out"]
    assert answer.findings[0].text(language("en")).endswith("without them: 6, 7.")
    assert answer.findings[0].text(language("zh")).endswith("6、7。")


def test_an_instalment_on_the_first_day():
    answer = checked("bank.csv", on=datetime.date(2026, 3, 1))
    assert "paid-first-day" in codes(answer.findings)


# No finding where there is nothing to find


def written(schedule) -> Plan:
    rows = [
        PlanRow(
            row.number + 1,
            row.number,
            payment_minor=row.payment_minor,
            principal_minor=row.principal_minor,
            interest_minor=row.interest_minor,
            balance_minor=row.balance_minor,
        )
        for row in schedule.rows
    ]
    return Plan(tuple(rows), currency="CNY", periods_per_year=12)


@given(
    amount=st.integers(10_000_00, 5_000_000_00),
    rate=st.integers(10, 400),
    count=st.integers(1, 120),
    method=st.sampled_from([level_payment, equal_principal, interest_only]),
)
def test_a_sound_plan_has_its_own_rate_and_no_finding(amount, rate, count, method):
    schedule = method(amount, rate / 1000, count)
    answer = check(written(schedule), advertised=rate / 1000)
    assert answer.findings == ()
    assert answer.cost_minor == schedule.interest_minor
    assert answer.rates["cn-irr-nominal"] == pytest.approx(rate / 1000, rel=2e-3, abs=2e-4)


@given(
    amount=st.integers(10_000_00, 1_000_000_00),
    rate=st.integers(30, 300),
    count=st.integers(6, 60),
)
def test_interest_on_the_first_amount_to_the_end_is_always_found(amount, rate, count):
    share, interest = amount // count, round(amount * rate / 1000 / 12)
    rows, owed = [], amount
    for number in range(1, count + 1):
        principal = share if number < count else owed
        owed -= principal
        rows.append(
            PlanRow(
                number + 1,
                number,
                payment_minor=principal + interest,
                principal_minor=principal,
                interest_minor=interest,
                balance_minor=owed,
            )
        )
    plan = Plan(tuple(rows), currency="CNY", periods_per_year=12)
    assert codes(check(plan, advertised=rate / 1000).findings) == [
        "flat-as-yearly",
        "interest-on-repaid",
    ]


# Leaving early


def test_leaving_early_costs_what_is_owed_and_the_fee():
    answer = checked("bank.csv")
    assert [row.number for row in answer.leaving] == list(range(1, 12))
    first = answer.leaving[0]
    # After one month 60.00 of interest is paid, and 334.28 of interest never falls due.
    assert (first.balance_minor, first.pay_minor) == (9_193_81, 9_193_81)
    assert (first.cost_minor, first.saved_minor) == (60_00, 334_28)
    with_fee = checked("bank.csv", leaving_fee=0.03).leaving[0]
    assert with_fee.pay_minor == 9_193_81 + 275_81
    assert with_fee.cost_minor == 60_00 + 275_81


def test_where_nothing_is_known_of_what_is_owed_leaving_has_no_price():
    assert checked("deducted.csv").leaving == ()


# An offer that is typed


def test_a_typed_offer_of_which_a_part_was_kept_back():
    answer = check(typed_plan(10_000_00, 9_400_00, 912_50, 12))
    assert (answer.received_minor, answer.to_pay_minor) == (9_400_00, 10_950_00)
    assert answer.rates["cn-irr-nominal"] == pytest.approx(monthly(9_400, [912.5] * 12))
    assert answer.rates["cn-irr-effective"] == pytest.approx(0.3339, abs=5e-5)


def test_a_typed_offer_with_all_kinds_of_fees():
    plan = typed_plan(
        10_000_00, 10_000_00, 866_19, 12,
        first_day_minor=299_00, with_each_minor=90_00, at_the_end_minor=50_00,
    )  # fmt: skip
    answer = check(plan, advertised=0.072)
    flows = [-10_000 + 299, *[956.19] * 11, 1006.19]
    assert answer.rates["cn-irr-nominal"] == pytest.approx(pyxirr.irr(flows) * 12)
    assert answer.cost_minor == 394_28 + 299_00 + 1_080_00 + 50_00
    assert [(item.item, item.method) for item in answer.disclosure.items] == [
        ("interest", "in_payments"),
        ("fee-first-day", "upfront"),
        ("fee-with-each", "per_period"),
        ("fee-at-the-end", "end"),
    ]


def test_a_typed_offer_paid_by_the_week():
    answer = check(typed_plan(200_00, 200_00, 12_00, 87, periods_per_year=52))
    assert answer.rates["us-reg-z"] == pytest.approx(pyxirr.irr([-200, *[12.0] * 87]) * 52)


def test_more_in_hand_than_on_paper_is_refused():
    with pytest.raises(Refused):
        typed_plan(10_000_00, 10_000_01, 900_00, 12)


# The course's own offers


@pytest.mark.parametrize("id", sorted(load_offers()))
def test_an_offer_of_the_course_comes_to_what_the_course_says(id):
    offer = load_offers()[id]
    schedule = offer.schedule()
    answer = check(offer)
    assert answer.received_minor == schedule.received_minor
    assert answer.to_pay_minor == schedule.paid_minor
    assert answer.cost_minor == schedule.cost_minor


def test_an_offer_of_which_less_reached_the_hand():
    answer = check(load_offers()["cn-home-loan-level"], received_minor=990_000_00)
    schedule = load_offers()["cn-home-loan-level"].schedule()
    flows = [-990_000.0, *(row.payment_minor / 100 for row in schedule.rows)]
    assert answer.rates["cn-irr-nominal"] == pytest.approx(pyxirr.irr(flows) * 12)
    assert codes(answer.findings)[0] == "deducted-first"
    with pytest.raises(Refused):
        check(load_offers()["us-payday"], received_minor=300_01)


# Lines


def test_four_times_the_prime_rate_of_the_day():
    values = {
        line.percent
        for day in (datetime.date(2021, 1, 5), datetime.date(2021, 12, 19))
        for line in lines_of("CN", day)
        if line.fact == "LAW-06"
    }
    assert values == {0.154}
    assert lines_of("CN", datetime.date(2025, 7, 21))[0].percent == 0.12


@given(st.dates(lpr_table().as_of + datetime.timedelta(days=1), datetime.date(2060, 1, 1)))
def test_the_prime_rate_is_never_carried_on(day):
    line = lines_of("CN", day)[0]
    assert line.percent is None
    assert codes(line.remarks) == ["lpr-unknown"]
    assert lpr_table().as_of < day


def test_a_day_that_was_concluded_is_no_day_of_a_contract():
    assert checked("bank.csv").lines[0].percent is None
    assert codes(checked("bank.csv").lines[0].remarks) == ["lpr-no-day"]
    stated = checked("bank.csv", on=datetime.date(2025, 3, 1))
    assert stated.lines[0].percent == 0.124


@pytest.mark.parametrize("place", ["CN", "US", "EU", "UK"])
@pytest.mark.parametrize("day", [None, datetime.date(2019, 1, 1), datetime.date(2026, 11, 1)])
def test_every_line_rests_on_a_confirmed_fact_and_says_who_decides(place, day):
    for line in lines_of(place, day):
        assert fact(line.fact).confirmed
        assert tell(line.lenders, EN)
        assert tell(line.decides, EN)
        assert line.since is not None
