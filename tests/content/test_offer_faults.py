"""A wrong file names itself, the line, the field, the value and what is allowed."""

import datetime
import shutil

import pytest

from course.content.errors import DataError
from course.content.offers import OFFERS, load_offers, read_offer

GOOD = (OFFERS / "cn-app-loan-fees.yaml").read_text(encoding="utf-8")
REVOLVING = (OFFERS / "cn-card-revolving.yaml").read_text(encoding="utf-8")
AGREED = (OFFERS / "us-rent-to-own.yaml").read_text(encoding="utf-8")


def faults_of(tmp_path, content):
    file = tmp_path / "wrong.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DataError) as raised:
        read_offer(file)
    for fault in raised.value.faults:
        assert fault.file == file.as_posix()
        assert str(fault) in str(raised.value)
    return raised.value.faults


def line_of(text, part):
    return text[: text.index(part)].count("\n") + 1


# What is written instead of what, the field named, the value shown, a part of what is allowed.
SLIPS = {
    "not a number": ("amount: 10000", "amount: .nan", "terms.amount", "'.nan'", "above 0"),
    "not a percentage": (
        "percent: 7.2\n    per",
        "percent: .nan\n    per",
        "terms.interest.percent",
        "'.nan'",
        "at least 0",
    ),
    "infinite": ("amount: 299", "amount: .inf", "charges[1].amount", "'.inf'", "at most"),
    "yes": ("payments: 12", "payments: yes", "terms.payments", "'yes'", "a whole number"),
    "comma decimal": (
        "percent: 7.2\n    per",
        "percent: 7,2\n    per",
        "terms.interest.percent",
        "'7,2'",
        "with a point: 7.2",
    ),
    "percent sign": (
        "percent: 7.2\n    per",
        "percent: 7.2%\n    per",
        "terms.interest.percent",
        "'7.2%'",
        "without the sign: 7.2",
    ),
    "fraction for percent": (
        "percent: 7.2\n    per",
        "percent: 0.072\n    per",
        "terms.interest.percent",
        "'0.072'",
        "7.2 for 7.2 %",
    ),
    "thousands comma": (
        "amount: 10000",
        "amount: 10,000",
        "terms.amount",
        "'10,000'",
        "without commas: 10000",
    ),
    "number in quotes": (
        "amount: 10000",
        'amount: "10000"',
        "terms.amount",
        "'10000'",
        "without quotes",
    ),
    "word for a number": (
        "payments: 12",
        "payments: twelve",
        "terms.payments",
        "'twelve'",
        "a whole number, at least 1",
    ),
    "fraction of a payment": (
        "payments: 12",
        "payments: 12.5",
        "terms.payments",
        "'12.5'",
        "a whole number",
    ),
    "no payment": ("payments: 12", "payments: 0", "terms.payments", "'0'", "at least 1"),
    "negative amount": ("amount: 10000", "amount: -10000", "terms.amount", "'-10000'", "above 0"),
    "three decimals": (
        "amount: 299",
        "amount: 299.995",
        "charges[1].amount",
        "'299.995'",
        "two decimals",
    ),
    "misspelt name": (
        "lender_kind:",
        "lender_knd:",
        "lender_knd",
        "not a field here",
        "did you mean lender_kind?",
    ),
    "unknown name": (
        "lender_kind:",
        "colour: red\nlender_kind:",
        "colour",
        "not a field here",
        "only names, advertised",
    ),
    "own id": ("lender_kind:", "id: mine\nlender_kind:", "id", "not a field here", "only names"),
    "misspelt value": (
        "lender_kind: internet-lender",
        "lender_kind: internet_lender",
        "lender_kind",
        "'internet_lender'",
        "did you mean internet-lender?",
    ),
    "misspelt kind": (
        "kind: level_payment",
        "kind: level-payment",
        "terms.kind",
        "'level-payment'",
        "did you mean level_payment?",
    ),
    "unknown kind": (
        "kind: level_payment",
        "kind: xyz",
        "terms.kind",
        "'xyz'",
        "one of level_payment, equal_principal",
    ),
    "no kind": ("  kind: level_payment\n", "", "terms.kind", "missing", "one of level_payment"),
    "missing Chinese name": ("  zh: 收担保费和会员费的网贷\n", "", "names.zh", "missing", "text"),
    "English for Chinese": (
        "zh: 收担保费和会员费的网贷",
        "zh: App loan",
        "names.zh",
        "'App loan'",
        "Chinese",
    ),
    "Chinese for English": (
        "en: Membership",
        "en: 会员费",
        "charges[1].names.en",
        "'会员费'",
        "English",
    ),
    "empty value": ("currency: CNY", "currency:", "currency", "empty", "one of CNY, EUR, GBP, USD"),
    "empty optional value": (
        "    percent: 0.9\n",
        "    percent:\n    amount: 90\n",
        "charges[0].percent",
        "empty",
        "a number",
    ),
    "name twice": (
        "currency: CNY",
        "currency: CNY\ncurrency: USD",
        "currency",
        "there twice",
        "once",
    ),
    "wrong currency": ("currency: CNY", "currency: USD", "currency", "'USD'", "CNY in CN"),
    "rule of another place": (
        "rule: cn-irr-nominal",
        "rule: eu-ccd",
        "rule",
        "'eu-ccd'",
        "cn-added in CN",
    ),
    "impossible day": (
        "as_of: 2026-11-23",
        "as_of: 2026-02-30",
        "as_of",
        "'2026-02-30'",
        "year-month-day",
    ),
    "day the other way round": (
        "as_of: 2026-11-23",
        "as_of: 23.11.2026",
        "as_of",
        "'23.11.2026'",
        "year-month-day",
    ),
    "day with time": (
        "as_of: 2026-11-23",
        "as_of: 2026-11-23 10:00:00",
        "as_of",
        "'2026-11-23 10:00:00'",
        "year-month-day",
    ),
    "day to come": (
        "as_of: 2026-11-23",
        f"as_of: {datetime.date.today() + datetime.timedelta(400)}",
        "as_of",
        "'20",
        "a day that is past",
    ),
    "unknown fact": ("APR-05", "APR-99", "facts[1]", "'APR-99'", "an id of data/facts.json"),
    "fact twice": ("APR-05", "APR-06", "facts[2]", "'APR-06'", "each id once"),
    "no fact": ("[CALC-STACK, APR-05, APR-06, APR-07]", "[]", "facts", "a list", "at least 1"),
    "fact as text": (
        "[CALC-STACK, APR-05, APR-06, APR-07]",
        "CALC-STACK",
        "facts",
        "'CALC-STACK'",
        "a list",
    ),
    "unconfirmed fact": ("APR-05", "COST-10", "unconfirmed", "missing", "COST-10 is unconfirmed"),
    "item twice": (
        "item: membership",
        "item: guarantee",
        "charges[1].item",
        "'guarantee'",
        "no other charge",
    ),
    "item of the terms": (
        "item: membership",
        "item: interest",
        "charges[1].item",
        "'interest'",
        "no other charge",
    ),
    "item with a space": (
        "item: membership",
        "item: my fee",
        "charges[1].item",
        "'my fee'",
        "for example membership",
    ),
    "two measures": (
        "    amount: 299",
        "    amount: 299\n    percent: 3",
        "charges[1].amount",
        "'299'",
        "either an amount or a percent",
    ),
    "no measure": (
        "    amount: 299\n",
        "",
        "charges[1].amount",
        "missing",
        "either an amount or a percent",
    ),
    "deducted too much": (
        "upfront\n    amount: 299",
        "deducted\n    amount: 12000",
        "charges",
        "a list",
        "less than the amount of 10000 (they are 12000)",
    ),
    "unknown payee": (
        "payee: platform",
        "payee: landlord",
        "charges[1].payee",
        "'landlord'",
        "one of broker, dealer",
    ),
    "list for a group": (
        "  en: App loan with guarantee fee and membership\n  zh:",
        "  - App loan\n  - x:",
        "names",
        "a list",
        "a group of fields: en, zh",
    ),
    "text for a group": (
        GOOD[GOOD.index("  kind:") : GOOD.index("charges:")],
        "  ten thousand\n",
        "terms",
        "'ten thousand'",
        "a group of fields",
    ),
    "balloon above the amount": (
        "payments: 12",
        "payments: 12\n  balloon: 20000",
        "terms.balloon",
        "'20000'",
        "at most the amount, 10000",
    ),
    "payments of a day": (
        "payments: 12",
        "payments: 12\n  payments_per_year: 365",
        "terms.payments_per_year",
        "'365'",
        "one of 1, 2, 4",
    ),
}


@pytest.mark.parametrize(
    ("right", "wrong", "field", "value", "allowed"), SLIPS.values(), ids=SLIPS.keys()
)
def test_a_slip_is_named_where_it_stands(tmp_path, right, wrong, field, value, allowed):
    assert GOOD.count(right) == 1
    text = GOOD.replace(right, wrong)
    (fault,) = faults_of(tmp_path, text)
    assert (fault.field, allowed in fault.allowed) == (field, True), str(fault)
    assert fault.value.startswith(value)
    last = field.rpartition(".")[2].partition("[")[0]
    if fault.value not in ("missing", "there twice"):
        written = text.splitlines()[fault.line - 1]
        assert last in written or "- " in written, str(fault)


def test_the_line_is_the_one_an_editor_shows(tmp_path):
    text = GOOD.replace("payments: 12", "payments: twelve")
    (fault,) = faults_of(tmp_path, text)
    assert fault.line == line_of(text, "payments: twelve")
    assert str(fault).startswith(
        f"{tmp_path.as_posix()}/wrong.yaml:{fault.line}: terms.payments is"
    )


FORMS = {
    "tab": (GOOD.replace("  kind:", "\tkind:"), "indented with a tab", "no tab", "\tkind:"),
    "missing colon": (
        GOOD.replace("currency:", "currency"),
        "not YAML here",
        "`name: value`",
        "rule",
    ),
    "colon in text": (
        GOOD.replace("en: Borrow 10,000", "en: Now: borrow 10,000"),
        "mapping values are not allowed",
        "between quotes",
        "en: Now",
    ),
    "open quote": (
        GOOD.replace("en: Membership", 'en: "Membership'),
        "not YAML here",
        "quotes",
        None,
    ),
    "open bracket": (GOOD.replace("APR-07]", "APR-07"), "not YAML here", "`name: value`", None),
    "wrong indent": (
        GOOD.replace("  payments: 12", " payments: 12"),
        "not YAML here",
        "indented",
        None,
    ),
    "a list as a name": (GOOD + "? [a]\n: b\n", "not YAML here", "`name: value`", None),
    "a tag": (GOOD.replace("CNY", "!money CNY"), "a tag (!)", "quotes", "!money"),
    "two documents": (GOOD + "---\n" + GOOD, "a second document (---)", "one", None),
}


@pytest.mark.parametrize(("text", "value", "allowed", "near"), FORMS.values(), ids=FORMS.keys())
def test_a_file_that_is_not_yaml_says_where(tmp_path, text, value, allowed, near):
    (fault,) = faults_of(tmp_path, text)
    assert value in fault.value
    assert allowed in fault.allowed
    assert fault.line
    if near:
        assert fault.line == line_of(text, near)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_file_is_named(tmp_path, text):
    (fault,) = faults_of(tmp_path, text)
    assert fault.value == "empty"


@pytest.mark.parametrize("text", ["just words\n", "- a\n- b\n"])
def test_a_file_that_holds_something_else_is_named(tmp_path, text):
    (fault,) = faults_of(tmp_path, text)
    assert "a group of fields: names, advertised" in fault.allowed


def test_a_byte_order_mark_is_no_fault(tmp_path):
    file = tmp_path / "marked.yaml"
    file.write_bytes(GOOD.encode("utf-8-sig").replace(b"\n", b"\r\n"))
    assert read_offer(file).names["zh"] == "收担保费和会员费的网贷"


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_another_encoding_is_named(tmp_path, encoding):
    (fault,) = faults_of(tmp_path, GOOD.encode(encoding, errors="ignore"))
    assert fault.value == "not UTF-8 text"
    assert "UTF-8" in fault.allowed
    if encoding == "gbk":
        assert fault.line == line_of(GOOD, "收担保费")


def test_all_faults_come_at_once_in_the_order_of_the_file(tmp_path):
    text = (
        GOOD.replace("  zh: 收担保费和会员费的网贷\n", "")
        .replace("lender_kind:", "lender_knd:")
        .replace("currency: CNY", "currency: USD")
        .replace("payments: 12", "payments: twelve")
        .replace("item: membership", "item: guarantee")
        .replace("APR-05", "APR-99")
    )
    faults = faults_of(tmp_path, text)
    assert {fault.field for fault in faults} == {
        "names.zh",
        "lender_knd",
        "currency",
        "terms.payments",
        "charges[1].item",
        "facts[1]",
    }
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)


def test_checks_over_several_fields_of_other_terms(tmp_path):
    both = REVOLVING.replace(
        "  payment: 1000",
        "  payment: 1000\n  minimum:\n    percent_of_balance: 1\n    plus_interest: true\n"
        "    at_least: 25",
    )
    for text in (both, REVOLVING.replace("  payment: 1000\n", "")):
        (fault,) = faults_of(tmp_path, text)
        assert (fault.field, fault.allowed) == ("terms.payment", "either a payment or a minimum")
    fee = (
        "charges:\n"
        "  - {item: fee, names: {en: Fee, zh: 费用}, payee: lender, when: end, amount: 1}\n"
    )
    (fault,) = faults_of(tmp_path, AGREED.replace("as_of:", f"{fee}as_of:"))
    assert fault.field == "charges"
    assert "agreed_payments" in fault.allowed
    (fault,) = faults_of(tmp_path, AGREED.replace("count: 87", "count: 7"))
    assert (fault.field, fault.allowed) == ("terms.payments", "together at least 200")


def test_terms_that_cannot_be_computed_are_named(tmp_path):
    at_once = GOOD.replace("payments: 12", "payments: 1\n  first_payment_after: 0")
    file = tmp_path / "at-once.yaml"
    file.write_text(at_once.replace("percent: 0.9\n", "percent: 0\n"), encoding="utf-8")
    assert read_offer(file).schedule().interest_minor == 0
    text = GOOD.replace("when: upfront\n    amount: 299", "when: deducted\n    amount: 10000")
    (fault,) = faults_of(tmp_path, text)
    assert fault.field == "charges"


@pytest.fixture
def folder(tmp_path):
    for name in ("us-payday.yaml", "cn-pawn.yaml"):
        shutil.copy(OFFERS / name, tmp_path / name)
    (tmp_path / "broken.yaml").write_text(GOOD.replace("payments: 12", "payments: x"), "utf-8")
    (tmp_path / "empty.yaml").write_text("", "utf-8")
    return tmp_path


def test_a_broken_file_stops_a_strict_reading_with_the_faults_of_all(folder):
    with pytest.raises(DataError) as raised:
        load_offers(folder)
    assert [fault.file.rpartition("/")[2] for fault in raised.value.faults] == [
        "broken.yaml",
        "empty.yaml",
    ]


def test_a_broken_file_does_not_hide_the_others(folder):
    offers, faults = load_offers(folder, strict=False)
    assert list(offers) == ["cn-pawn", "us-payday"]
    assert {fault.field for fault in faults} == {"terms.payments", ""}


def test_what_was_read_cannot_be_spoilt_by_a_reader():
    load_offers().clear()
    assert load_offers()
    with pytest.raises(AttributeError):
        load_offers()["us-payday"].as_of = None
