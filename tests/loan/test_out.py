"""What comes out: the command, the object for programs, the page to keep, the panel."""

from __future__ import annotations

import base64
import datetime
import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from course import loan_file
from course.cli import main
from course.content.language import LANGUAGES, language
from course.content.messages import in_language
from course.content.offers import load_offers
from course.loan.answer import all_in_cost
from course.loan.check import check
from course.loan.reading import read_plan
from course.loan.report import report_html
from course.loan_panel import Inputs, LoanPanel, loan_panel
from course.ui.picture import STORED

PLANS = Path(__file__).parent / "plans"
CASES = Path(__file__).parent / "cases"
OFFER = Path(__file__).parents[2] / "data" / "offers" / "cn-app-loan-fees.yaml"


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(main, ["loan", *map(str, arguments)])


@pytest.fixture(scope="module")
def panel() -> LoanPanel:
    return LoanPanel(language("en"))


# The command


def test_the_object_for_programs(run):
    result = run(PLANS / "deducted.csv", "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert (answer["received"], answer["to_pay"], answer["cost"]) == (9400, 10950, 1550)
    assert answer["rates"]["cn-irr-nominal"] == pytest.approx(29.16, abs=0.005)
    assert set(answer["rates"]) == {
        "us-reg-z", "eu-ccd", "uk", "cn-irr-nominal", "cn-irr-effective", "cn-simple", "cn-added",
        "xirr",
    }  # fmt: skip
    (found,) = answer["findings"]
    assert found["code"] == "deducted-first"
    assert "CN¥9,400" in found["text"]
    assert answer["unread_rows"] == []


def test_every_row_at_which_one_may_leave_is_in_the_object(run):
    rows = json.loads(run(PLANS / "bank.csv", "--json").stdout)["leaving"]
    assert [row["instalment"] for row in rows] == list(range(1, 12))
    assert rows[0] == {
        "instalment": 1, "date": "2026-03-01", "owed": 9193.81, "pay": 9193.81, "cost": 60.0,
        "saved": 334.28,
    }  # fmt: skip


def test_options_take_the_place_of_what_the_file_says(run):
    result = run(PLANS / "bank.csv", "--received", "9,000", "--on", "2026-02-01", "--json")
    answer = json.loads(result.stdout)
    assert (answer["received"], answer["on"]) == (9000, "2026-02-01")
    result = run(PLANS / "bank.csv", "--advertised", "5%", "--json")
    assert [found["code"] for found in json.loads(result.stdout)["findings"]] == [
        "rate-above-advert"
    ]
    result = run(PLANS / "ambiguous-dates.csv", "--date-order", "day-first", "--json")
    assert [each["code"] for each in json.loads(result.stdout)["questions"]] == ["received"]


def test_what_is_not_known_is_null(run):
    answer = json.loads(run(PLANS / "american-dates.csv", "--json").stdout)
    assert answer["received"] is None
    assert answer["cost"] is None
    assert answer["to_pay"] == 1035
    assert set(answer["rates"].values()) == {None}


def test_unread_rows_come_with_their_reason(run):
    rows = json.loads(run(PLANS / "unreadable-cells.csv", "--json").stdout)["unread_rows"]
    assert (rows[0]["row"], rows[0]["code"]) == (3, "no-date")
    assert "下月初" in rows[0]["reason"]


def test_an_offer_is_a_file_too(run):
    answer = json.loads(run(OFFER, "--json").stdout)
    assert (answer["received"], answer["to_pay"]) == (10_000, 11_773.28)
    assert answer["rates"]["cn-added"] == pytest.approx(20.99)


def test_the_answer_in_a_terminal_says_money_first(run):
    result = run(PLANS / "app-gbk.csv")
    assert result.exit_code == 0
    assert result.stdout.startswith("You receive CN¥10,000 and pay CN¥11,474.28: CN¥1,474.28 more")
    assert "  - Row 19: Text, and no amounts." in result.stdout


def test_each_column_comes_with_what_it_holds_and_how_that_is_borne_out(run):
    file = CASES / "fund-account-balance.csv"
    result = run(file)
    assert "  - “应还本金”: principal, fits in 12 of 12 rows" in result.stdout
    assert "  - “银行卡支付”: only zeros\n" in result.stdout
    assert "What is in “月末公积金余额”?" in result.stdout
    answer = json.loads(run(file, "--json", "--column", "月末公积金余额=none").stdout)
    assert answer["questions"] == []
    assert answer["columns"][-1] == {
        "column": "月末公积金余额", "role": "none", "fits": None, "of": None, "told": True,
        "text": "not used, as you said",
    }  # fmt: skip


def test_each_loan_of_a_file_is_answered_alone_and_all_together(run):
    file = CASES / "several-loans.csv"
    answer = json.loads(run(file, "--json").stdout)
    assert [loan["loan"] for loan in answer["loans"]] == ["StudentLoan", "CarLoan"]
    assert [round(loan["rates"]["cn-irr-nominal"], 2) for loan in answer["loans"]] == [12, 14]
    assert sum(loan["to_pay"] for loan in answer["loans"]) == pytest.approx(answer["to_pay"])
    told = run(file).stdout
    assert "  StudentLoan  CN¥50,000  CN¥51,764.51  CN¥1,764.51  12.00%" in told
    assert "  All together  CN¥59,000  CN¥61,135.56  CN¥2,135.56" in told
    page = report_html(check(read_plan(file)), language("en"))
    assert "StudentLoan" in page
    assert "All together" in page
    panel = LoanPanel(language("zh"))
    panel.bring(file.read_bytes())
    assert "全部合计" in panel._tables.value


def test_while_a_question_stands_before_every_figure_there_is_none(run):
    file = CASES / "two-scenarios.csv"
    told = run(file).stdout
    assert told.startswith("No figure yet")
    assert "CN¥" not in told
    answer = json.loads(run(file, "--json").stdout)
    assert (answer["received"], answer["to_pay"], answer["cost"]) == (None, None, None)
    assert answer["leaving"] == answer["findings"] == answer["assumptions"] == []
    assert "CN¥" not in report_html(check(read_plan(file)), language("en"))


def test_without_a_rate_the_reason_stands_first(run):
    told = run(CASES / "cut-at-the-end.csv").stdout
    assert told.index("so there is no rate") < told.index("What does not fit together")
    assert "The same money under each rule" not in told
    assert "Leaving early" not in told


# The advert


# 12,000 in twelve equal parts with 0.75 % a month on the balance: 90 * (12 + 11 + ... + 1) / 12.
CHARGED_ON_THE_BALANCE = "\n".join(
    [
        "No,Principal,Interest,Service fee,Payment,Balance",
        *(
            f"{n},1000,{7.5 * (13 - n)},40,{1040 + 7.5 * (13 - n)},{12_000 - 1000 * n}"
            for n in range(1, 13)
        ),
    ]
).encode()


def test_an_advert_changes_what_is_said_and_never_the_plan_s_own_rate():
    plan = read_plan(CHARGED_ON_THE_BALANCE)
    assert sum(row.interest_minor for row in plan.rows) == 585_00
    plain = check(plan, received_minor=11_400_00)
    told = check(plan, received_minor=11_400_00, advertised=0.072)
    assert replace(told, findings=plain.findings, advertised=None) == plain
    (found,) = [said for said in told.findings if said.code == "interest-above-advert"]
    assert found.text(language("en")).startswith("Interest is charged at 9.00% a year")
    assert "7.20%" in found.text(language("en"))
    assert found.text(language("zh")) == "利息按欠款每年 9.00% 收，广告写的是 7.20%。"
    for checked in (plain, told):
        table = in_language(all_in_cost(checked), language("en"))
        (interest,) = [row for row in table.rows if row[0] == "Interest"]
        assert interest[-2:] == ("CN¥585", "9.00%")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("picture.xlsx",), "a picture"),
        (("empty.csv",), "empty"),
        (("nothing.csv",), "nothing.csv is not there"),
        (("bank.csv", "--received", "much"), "not read as"),
        (("bank.csv", "--on", "soon"), "not read as a day"),
        (("bank.csv", "--on", "2030-01-01"), "before the last payment"),
        (("bank.csv", "--received", "0"), "above 0"),
        (("broken.yaml",), "no-such-field"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_a_reason(run, tmp_path, arguments, said):
    name, *options = arguments
    file = PLANS / name
    if name == "broken.yaml":
        file = tmp_path / name
        file.write_text(f"{OFFER.read_text('utf-8')}\nno-such-field: 1\n", "utf-8")
    result = run(file, *options, "--json")
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output


# The page


class Page(HTMLParser):
    """Every tag closed, and the addresses in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag not in ("meta", "!doctype"):
            self.open.append(tag)
        self.addresses += [value for name, value in attributes if name in ("src", "href", "action")]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    "name", ["bank.csv", "app-gbk.csv", "unreadable-cells.csv", "ambiguous-dates.csv"]
)
def test_the_page_is_whole_and_asks_for_nothing(name, code):
    page = report_html(check(read_plan(PLANS / name)), language(code))
    read = Page(page)
    assert read.open == []
    assert read.addresses == []
    assert not re.search(r"https?:|@import|url\(|<script", page)
    assert f'<html lang="{code}">' in page


def test_what_a_file_holds_is_text_on_the_page():
    text = (
        "No,Due date,<img src=x onerror=alert(1)> fee,Payment\n"
        "1,2026-03-01,5,<b>x</b>\n2,2026-04-01,5,100\n"
    )
    answer = check(read_plan(text.encode()), received_minor=90_00)
    page = report_html(answer, language("en"))
    assert "<img" not in page
    assert "<b>x</b>" not in page
    assert "&lt;img src=x" in page


def test_an_offer_s_page_bears_its_name():
    page = report_html(check(load_offers()["us-payday"]), language("zh"))
    assert load_offers()["us-payday"].names["zh"] in page


def test_a_notebook_loads_the_template_s_library_only_for_a_page():
    code = "import sys, course.loan_panel; print('jinja2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


# The panel


def test_the_typed_offer_is_answered_at_once(panel):
    panel.source = "typed"
    assert panel.line.startswith("my loan | typed | You receive CN¥9,400 and pay CN¥10,950")
    assert 'role="img"' in panel.picture
    panel.controls["received"].value = 10_000
    assert "CN¥950 more" in panel.line
    panel.controls["received"].value = 9_400


@pytest.mark.parametrize("name", list(Inputs.__dataclass_fields__))
def test_every_control_at_its_ends_leaves_an_answer_or_a_reason(name):
    panel = LoanPanel(language("en"))
    control = panel.controls[name]
    field = control.field
    ends = list(field.labels(panel.language)) if hasattr(field, "options") else []
    for value in ends or [field.minimum, field.maximum, field.default]:
        control.value = value
        assert panel.checked or panel.alert
        assert panel.error is None or isinstance(panel.error, ValueError)
        assert "Traceback" not in panel.alert
    control.value = field.default
    assert panel.checked is not None


@pytest.mark.parametrize("file", sorted(PLANS.iterdir()), ids=lambda file: file.name)
def test_every_plan_is_answered_or_refused_with_a_reason(panel, file):
    panel.bring(file.read_bytes())
    assert panel.source == "brought"
    if panel.checked is None:
        assert 'role="alert"' in panel.alert
        assert panel._answer.layout.display == "none"
    else:
        assert panel.alert == ""
        if panel.checked.disclosure is not None:
            assert "<td" in panel._tables.value


def test_a_file_comes_through_the_upload(panel):
    content = (PLANS / "flat-utf16.txt").read_bytes()
    panel.file.upload.value = (
        {"name": "plan.txt", "type": "", "size": len(content), "content": memoryview(content),
         "last_modified": datetime.datetime(2026, 2, 1)},
    )  # fmt: skip
    assert "13.03% a year" in panel.line
    assert "counted on the first amount" in panel._said.value


def test_an_answer_to_a_question_is_taken(panel):
    panel.bring((PLANS / "ambiguous-dates.csv").read_bytes())
    panel.file.boxes["received"].box.value = "10,000"
    panel.file.menus["date_order"].value = "day-first"
    assert panel.checked.questions == ()
    assert panel.checked.received_minor == 10_000_00
    panel.file.boxes["received"].box.value = ""
    assert panel.checked.received_minor is None


@pytest.mark.parametrize(
    ("box", "typed", "said"),
    [
        ("received", "lots", "not read as"),
        ("received", "0", "above 0"),
        ("on", "soon", "not read as a day"),
        ("on", "2035-01-01", "before the last payment"),
        ("rate", "low", "not read as"),
        ("rate", "100000%", "possible here"),
    ],
)
def test_an_entry_that_cannot_be_taken_leaves_the_answer_as_it_was(panel, box, typed, said):
    panel.bring((PLANS / "bank.csv").read_bytes())
    entry = panel.file.boxes[box]
    good = {"received": "9,000", "on": "2026-01-20", "rate": "5%"}[box]
    entry.box.value = good
    before = panel.checked
    entry.box.value = typed
    assert said in entry.error
    assert entry.box.value == typed
    assert panel.checked == before
    assert panel.alert == ""
    entry.box.value = ""
    assert entry.error == ""
    assert panel.checked != before


def test_a_column_holds_what_the_borrower_says_until_that_is_taken_back(panel):
    data = (CASES / "fund-account-balance.csv").read_bytes()
    panel.bring(data, "plan.csv")
    assert "plan.csv" in panel.file._name.value
    before = panel.checked
    asked = [menu for menu in panel.file.columns.values() if "bw-asked" in menu.message]
    assert [menu.named.name for menu in asked] == ["月末公积金余额"]
    assert "fits in 12 of 12 rows" in panel.file.columns["#2"].message
    asked[0].menu.value = "none"
    assert "as you said" in asked[0].message
    assert "bw-asked" not in asked[0].message
    assert panel.checked.questions == ()
    asked[0].menu.value = ""
    assert panel.checked == before
    asked[0].menu.value = "fee"
    assert panel.checked.to_pay_minor > before.to_pay_minor
    panel.bring(data)
    assert panel.checked == before
    assert all(menu.role == "" for menu in panel.file.columns.values())


def test_a_correction_that_leaves_no_plan_can_be_taken_back(panel):
    panel.bring((PLANS / "bank.csv").read_bytes())
    panel.file.boxes["received"].box.value = "9,000"
    before = panel.checked
    changed = list(panel.file.columns.values())
    for menu in changed:
        menu.menu.value = "none"
    assert panel.checked is None
    assert 'role="alert"' in panel.alert
    assert list(panel.file.columns.values()) == changed
    assert panel.file._how.layout.display is None
    for menu in changed:
        menu.menu.value = ""
    assert panel.checked == before
    assert panel.alert == ""
    panel.file.boxes["received"].box.value = ""


def test_a_plan_without_a_payment_asks_beside_each_column():
    panel = LoanPanel(language("en"))
    panel.bring(b"Foo,Bar\n1.5,7.25\n9.75,3.5\n2.25,8.5\n")
    assert panel.checked is None
    assert len(panel.file.columns) == 2
    panel.file.columns["#2"].menu.value = "payment"
    assert panel.checked.to_pay_minor == 19_25


def test_what_the_file_leaves_open_may_be_said(panel):
    panel.bring((CASES / "combined-loan.csv").read_bytes())
    places = panel.file._places
    assert places["currency"].layout.display is None
    assert places["every"].layout.display is None
    assert places["date_order"].layout.display == "none"
    panel.file.menus["every"].value = "quarter"
    panel.file.menus["currency"].value = "EUR"
    assert panel.checked.currency == "EUR"
    assert panel.checked.years[0] == 0.25
    assert places["every"].layout.display is None
    panel.bring((CASES / "rs-in-header.csv").read_bytes())
    assert panel.file.menus["currency"].value == ""
    assert places["currency"].layout.display == "none"


def test_the_file_is_read_again_only_for_what_changes_its_reading(panel, monkeypatch):
    read = []
    monkeypatch.setattr(
        loan_file, "read_plan", lambda data, **how: read.append(how) or read_plan(data, **how)
    )
    panel = LoanPanel(language("en"))
    panel.bring((CASES / "combined-loan.csv").read_bytes())
    panel.file.boxes["rate"].box.value = "3%"
    panel.file.boxes["received"].box.value = "90,000"
    assert len(read) == 1
    panel.file.menus["currency"].value = "EUR"
    panel.file.menus["every"].value = "quarter"
    panel.file.menus["every"].value = ""
    asked = [(how["currency"], how["every"]) for how in read]
    assert asked == [(None, None), ("EUR", None), ("EUR", "quarter")]


@pytest.mark.parametrize("name", ["two-scenarios.csv", "cut-at-the-end.csv"])
def test_without_a_rate_the_question_stands_first_and_nothing_is_shown_as_known(panel, name):
    panel.bring((CASES / name).read_bytes())
    assert panel.chart is None
    assert panel._stage.widget.layout.display == "none"
    assert panel._tables.value == ""
    assert panel._leaving.value == ""
    said = panel._said.value
    assert said.index("To be answered by you") == len("<h4>")
    assert "contradicts" not in said
    panel.bring((PLANS / "bank.csv").read_bytes())
    assert panel._stage.widget.layout.display is None


def test_the_page_is_kept_behind_a_link_in_each_language_until_something_changes(panel):
    panel.bring((PLANS / "bank.csv").read_bytes())
    assert panel.links == ""
    panel.make_page()
    pages = re.findall(
        r'download="my-loan-(\w+)\.html" href="data:text/html[^,]*,([^"]+)"', panel.links
    )
    assert [code for code, _ in pages] == list(LANGUAGES)
    for code, data in pages:
        assert f'<html lang="{code}">' in base64.b64decode(data).decode()
    panel.source = "typed"
    assert panel.links == ""


def test_a_cell_run_again_loses_nothing(monkeypatch):
    monkeypatch.setenv(STORED, "yes")
    assert loan_panel(language("en")) is loan_panel(language("en"))
    bundle, metadata = loan_panel(language("en"))._repr_mimebundle_()
    assert bundle["text/plain"].startswith("my loan | typed | ")
    assert bundle["image/png"]
    assert "You receive CN¥9,400" in metadata["image/png"]["alt"]
