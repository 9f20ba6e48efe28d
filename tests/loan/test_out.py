"""What comes out: the command, the object for programs, the page to keep, the panel."""

from __future__ import annotations

import base64
import datetime
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from course.cli import main
from course.content.language import LANGUAGES, language
from course.content.offers import load_offers
from course.loan.check import check
from course.loan.reading import read_plan
from course.loan.report import report_html
from course.loan_panel import Inputs, LoanPanel, loan_panel

PLANS = Path(__file__).parent / "plans"
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
    assert "  19: Text, and no amounts." in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("picture.xlsx",), "a picture"),
        (("empty.csv",), "empty"),
        (("nothing.csv",), "No such file"),
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
        assert "<td" in panel._tables.value


def test_a_file_comes_through_the_upload(panel):
    content = (PLANS / "flat-utf16.txt").read_bytes()
    panel.upload.value = (
        {"name": "plan.txt", "type": "", "size": len(content), "content": memoryview(content),
         "last_modified": datetime.datetime(2026, 2, 1)},
    )  # fmt: skip
    assert "13.03% a year" in panel.line
    assert "counted on the first amount" in panel._said.value


def test_an_answer_to_a_question_is_taken(panel):
    panel.bring((PLANS / "ambiguous-dates.csv").read_bytes())
    panel._boxes["received"].value = "10,000"
    panel._order.value = "day-first"
    assert panel.checked.questions == ()
    assert panel.checked.received_minor == 10_000_00
    panel._boxes["received"].value = "lots"
    assert "not read as" in panel.alert
    panel._boxes["received"].value = ""
    assert panel.alert == ""


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


def test_a_cell_run_again_loses_nothing():
    assert loan_panel(language("en")) is loan_panel(language("en"))
    bundle, metadata = loan_panel(language("en"))._repr_mimebundle_()
    assert bundle["text/plain"].startswith("my loan | typed | ")
    assert bundle["image/png"]
    assert "You receive CN¥9,400" in metadata["image/png"]["alt"]
