"""A file of cases: every case is answered in its line, whatever is wrong with the others."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.content.cases import run_case, run_cases
from course.content.input_files import InputError
from course.finance import Rule

LOAN = [
    {"kind": "advance", "amount": 1000, "date": "2023-01-10"},
    {
        "kind": "payment",
        "amount": 100,
        "date": "2023-02-13",
        "count": 12,
        "every": {"months": 1},
        "item": "instalment",
        "payee": "lender",
    },
]


def case(**changes):
    return {"id": "loan", "rule": "us-reg-z", "flows": LOAN, **changes}


def with_payment(**changes):
    payment = {**LOAN[1], **changes}
    return case(flows=[LOAN[0], {k: v for k, v in payment.items() if v != "absent"}])


def timed(**changes):
    return case(
        flows=[
            {"kind": "advance", "amount": 1000, "years": 0},
            {"kind": "payment", "amount": 1100, **changes},
        ]
    )


def test_an_answer_is_complete():
    answer = run_case(case(), 1)
    assert list(answer) == ["id", "rate_pct", "roots_pct", "unit_period", "times"]
    assert answer["unit_period"] == {"unit": "month", "multiple": 1, "per_year": 12}
    assert answer["times"] == [[1, "1/10"]]
    assert answer["roots_pct"] == [answer["rate_pct"]]
    # 34 days: one month back from 13 February and 3 days, over the 365 to 13 January.
    assert run_case(case(rule="uk"), 1)["times"] == [[1, "3/365"]]
    assert list(run_case(case(rule="xirr"), 1)) == ["id", "rate_pct", "roots_pct"]
    assert list(run_case(case(rule="cn-simple"), 1)) == ["id", "rate_pct", "roots_pct"]
    assert list(run_case(timed(years=1), 1)) == ["id", "rate_pct", "roots_pct"]


@pytest.mark.parametrize(
    ("years", "rate"),
    [(1, 10), ("1", 10), ("1/2", 21), ("6/12", 21), ("0.5", 21), ("0.50", 21), ("2/4", 21)],
)
def test_forms_of_years(years, rate):
    assert run_case(timed(years=years) | {"rule": "eu-ccd"}, 1)["rate_pct"] == pytest.approx(rate)


def test_semimonths_and_stated_periods():
    answer = run_case(with_payment(date="2023-02-01", every={"semimonths": [1, 16]}), 1)
    assert answer["unit_period"]["unit"] == "semimonth"
    stated = case(rule="cn-irr-nominal", periods_per_year=4)
    assert run_case(stated, 1)["rate_pct"] != run_case(case(rule="cn-irr-nominal"), 1)["rate_pct"]
    added = case(rule="cn-added", interest_annual_rate=0.072)
    assert run_case(added, 1)["rate_pct"] == pytest.approx(7.2)


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        (None, "case"),
        (3, "case"),
        ("text", "case"),
        ([], "case"),
        ({}, "rule"),
        (case(rule=None), "rule"),
        (case(rule="apr"), "rule"),
        (case(rule=["uk"]), "rule"),
        (case(rule={}), "rule"),
        (case(flows=None), "flows"),
        (case(flows=[]), "flows"),
        (case(flows={"kind": "advance"}), "flows"),
        (case(flows=[LOAN[0], 3]), r"flows\[1\]"),
        (case(flows=[LOAN[0], None]), r"flows\[1\]"),
        (case(periods_per_year=0), "periods_per_year"),
        (case(periods_per_year="12"), "periods_per_year"),
        (case(periods_per_year=True), "periods_per_year"),
        (case(interest_annual_rate="7 %"), "interest_annual_rate"),
        (with_payment(kind="gift"), r"flows\[1\]\.kind"),
        (with_payment(kind=["payment"]), r"flows\[1\]\.kind"),
        (with_payment(kind="absent"), r"flows\[1\]\.kind"),
        (with_payment(amount="absent"), r"flows\[1\]\.amount"),
        (with_payment(amount=None), r"flows\[1\]\.amount"),
        (with_payment(amount="100"), r"flows\[1\]\.amount"),
        (with_payment(amount=-1), r"flows\[1\]\.amount"),
        (with_payment(amount=True), r"flows\[1\]\.amount"),
        (with_payment(amount=[100]), r"flows\[1\]\.amount"),
        (with_payment(amount=float("nan")), r"flows\[1\]\.amount"),
        (with_payment(amount=float("inf")), r"flows\[1\]\.amount"),
        (with_payment(amount=10**400), r"flows\[1\]\.amount"),
        (with_payment(count=0), r"flows\[1\]\.count"),
        (with_payment(count=-12), r"flows\[1\]\.count"),
        (with_payment(count=1.5), r"flows\[1\]\.count"),
        (with_payment(count=True), r"flows\[1\]\.count"),
        (with_payment(count="12"), r"flows\[1\]\.count"),
        (with_payment(count=10**12), r"flows\[1\]\.count"),
        (with_payment(date="2024-02-30"), r"flows\[1\]\.date"),
        (with_payment(date="2024-13-01"), r"flows\[1\]\.date"),
        (with_payment(date="20240201"), r"flows\[1\]\.date"),
        (with_payment(date="2024-W05-1"), r"flows\[1\]\.date"),
        (with_payment(date="01/02/2024"), r"flows\[1\]\.date"),
        (with_payment(date=20240201), r"flows\[1\]\.date"),
        (with_payment(date="absent"), r"flows\[1\]\.date, years"),
        (with_payment(years=1), r"flows\[1\]\.date, years"),
        (with_payment(every="absent"), r"flows\[1\]\.every"),
        (with_payment(every="month"), r"flows\[1\]\.every"),
        (with_payment(every={}), r"flows\[1\]\.every"),
        (with_payment(every={"months": 1, "days": 3}), r"flows\[1\]\.every"),
        (with_payment(every={"month": 1}), r"flows\[1\]\.every\.month"),
        (with_payment(every={"months": 0}), r"flows\[1\]\.every"),
        (with_payment(every={"months": -1}), r"flows\[1\]\.every\.months"),
        (with_payment(every={"months": "1"}), r"flows\[1\]\.every\.months"),
        (with_payment(every={"semimonths": [16, 1]}), r"flows\[1\]\.every\.semimonths"),
        (with_payment(every={"semimonths": 1}), r"flows\[1\]\.every\.semimonths"),
        (with_payment(every={"semimonths": [1, 16]}), r"flows\[1\]\.date"),
        (with_payment(every_years="1/12"), r"flows\[1\]\.every_years"),
        (with_payment(cuont=12), r"flows\[1\]\.cuont"),
        (with_payment(item=5), r"flows\[1\]\.item"),
        (with_payment(principal="all"), r"flows\[1\]\.principal"),
        (case(flows=[LOAN[0], {"kind": "payment", "amount": 1, "years": 1}]), "flows"),
        (timed(years="1/0"), r"flows\[1\]\.years"),
        (timed(years="-"), r"flows\[1\]\.years"),
        (timed(years="1e999999999"), r"flows\[1\]\.years"),
        (timed(years="9" * 5000), r"flows\[1\]\.years"),
        (timed(years=True), r"flows\[1\]\.years"),
        (timed(years=[1]), r"flows\[1\]\.years"),
        (timed(years=10**9), r"flows\[1\]\.years"),
        (timed(years=1, count=2), r"flows\[1\]\.every_years"),
        (timed(years=1, count=2, every_years=0), r"flows\[1\]\.every_years"),
        (timed(years=1, count=2, every_years="-1/12"), r"flows\[1\]\.every_years"),
        (timed(years=1, count=2, every={"months": 1}), r"flows\[1\]\.every"),
    ],
)
def test_what_is_wrong_is_named(broken, field, tmp_path):
    # Through a file, as a reader would.
    path = tmp_path / "cases.json"
    path.write_text(json.dumps([case(id="before"), broken, case(id="after")]))
    before, answer, after = run_cases(path)
    assert "rate_pct" in before
    assert "rate_pct" in after
    assert set(answer) == {"id", "error"}
    assert re.match(rf"{field}: .*(is not allowed|missing); allowed: .", answer["error"])


def test_a_case_without_an_id_goes_by_its_position():
    assert run_case(case(id="a"), 7)["id"] == "a"
    assert run_case(case(id=3), 7)["id"] == 3
    for nameless in ({}, None, case(id=""), case(id=None), case(id=[1]), case(id=True)):
        assert run_case(nameless, 7)["id"] == 7


def test_no_rate_is_an_error_that_says_why():
    answer = run_case(case(flows=LOAN[:1]), 1)
    assert answer == {
        "id": "loan",
        "error": "nothing is paid: no rate balances flows of one sign",
    }


def test_huge_counts_are_answered():
    answer = run_case(with_payment(count=1_000_000), 1)
    assert answer["rate_pct"] == pytest.approx(120, abs=2)


@pytest.mark.parametrize("wrap", [lambda cases: cases, lambda cases: {"about": "", "cases": cases}])
def test_a_list_or_an_object_with_cases_in_order(tmp_path, wrap):
    path = tmp_path / "cases.json"
    cases = [case(id=name) for name in ("b", "a", "b")]
    path.write_text(json.dumps(wrap(cases)), encoding="utf-8-sig")
    assert [answer["id"] for answer in run_cases(path)] == ["b", "a", "b"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b"\xff\xfe\x00", "no JSON"),
        (b"[" * 200_000, "no JSON"),
        (b"{}", "cases: missing"),
        (b'{"cases": 3}', "cases: 3 is not allowed"),
        (b"3", "the file: 3 is not allowed"),
        (b"null", "the file: missing"),
    ],
)
def test_a_file_that_holds_no_cases_is_refused_as_one(tmp_path, text, message):
    path = tmp_path / "cases.json"
    path.write_bytes(text)
    with pytest.raises(ValueError, match=f"^{message}"):
        next(run_cases(path))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match=r"none.json is not there"):
        next(run_cases(tmp_path / "none.json"))


def test_numbers_no_computer_holds(tmp_path):
    path = tmp_path / "cases.json"
    flows = '[{"kind": "advance", "amount": %s, "years": 0}]'
    texts = ("1e400", "9" * 5000, "NaN", "-Infinity", "1e-999999999")
    cases = ['{"rule": "uk", "flows": ' + flows % text + "}" for text in texts]
    path.write_text(f"[{','.join(cases)}]")
    errors = [answer["error"] for answer in run_cases(path)]
    assert all(error.startswith("flows[0].amount: ") for error in errors[:4])
    assert errors[4] == "nothing is paid: no rate balances flows of one sign"


def test_every_line_can_be_printed(tmp_path, monkeypatch):
    text = json.dumps([case(id="\ud800"), case(id="分期"), with_payment(kind="\ud800")])
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
    for answer in run_cases(Path("-")):
        json.dumps(answer, ensure_ascii=False, allow_nan=False).encode()


junk = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.lists(st.integers(-1, 40), max_size=3),
    st.dictionaries(st.sampled_from(["days", "weeks", "months", "semimonths"]), st.integers(0, 40)),
)
plausible = {
    "kind": st.sampled_from(["advance", "payment", "charge"]),
    "amount": st.one_of(st.floats(0, 1e4), st.floats(0, allow_infinity=False)),
    "date": st.dates().map(str),
    "years": st.sampled_from([0, 1, "1/12", "-1/2", "14/365", "0.0833", "1/1000003"]),
    "count": st.sampled_from([1, 2, 12, 1000, 10**6, 10**9]),
    "every": st.sampled_from(
        [{"days": 1}, {"days": 10}, {"weeks": 1}, {"months": 1}, {"months": 7}, {"months": 24}]
    ),
    "every_years": st.sampled_from(["1/12", "1/52", "1/7", "0.01", 3]),
}
flow = st.fixed_dictionaries(
    {field: plausible[field] for field in ("kind", "amount")},
    optional={field: plausible[field] for field in ("date", "years", "count")}
    | {field: plausible[field] for field in ("every", "every_years")},
)
broken_flow = st.tuples(flow, st.sampled_from([*plausible, "item", "oops"]), junk).map(
    lambda drawn: {**drawn[0], drawn[1]: drawn[2]}
)
timed_flow = flow.map(
    lambda drawn: {
        field: value
        for field, value in {"years": 0, "every_years": "1/12", **drawn}.items()
        if field not in ("date", "every")
    }
)
dated_flow = flow.map(
    lambda drawn: {
        field: value
        for field, value in {"date": "2023-01-01", "every": {"months": 1}, **drawn}.items()
        if field not in ("years", "every_years")
    }
)


@given(
    st.sampled_from([*Rule, "apr"]),
    st.one_of(
        *(st.lists(kind, min_size=1, max_size=5) for kind in (timed_flow, dated_flow, broken_flow)),
        junk,
    ),
)
@settings(deadline=None, max_examples=80)
def test_any_case_is_answered_or_refused_in_one_line(rule, flows):
    answer = run_case({"id": "x", "rule": rule, "flows": flows}, 1)
    line = json.dumps(answer, ensure_ascii=False, allow_nan=False)
    assert "\n" not in line
    assert ("rate_pct" in answer) is not ("error" in answer)
    if "rate_pct" in answer:
        assert answer["rate_pct"] in answer["roots_pct"]
        assert answer["roots_pct"] == sorted(answer["roots_pct"])
