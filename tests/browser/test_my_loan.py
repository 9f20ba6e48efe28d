"""One's own loan in a browser: typed by keyboard, brought as a file, saved as a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.content.language import LANGUAGES, language
from course.loan.check import check
from course.loan.reading import read_plan
from course.loan.report import report_html

pytestmark = pytest.mark.browser

# A plan in which all goes wrong that can: many fees, many findings, many rows that are no rows.
EVERYTHING = "\n".join(
    [
        "Loan amount: 20,000 Annual rate: 2%",
        "No,Due date,Principal,Interest,Guarantee fee,Service fee,Insurance,Late fee,Total,Balance",
        *(
            f"{n},2026-{n:02}-01,1000,150,20,30,40,50,{1290 + n},{20000 - 990 * n}"
            for n in range(1, 13)
        ),
        *(f"{n},soon,many,few,,,,,some,none" for n in range(13, 60)),
        "Total,,1,2,3,4,5,6,7,8",
    ]
)

PATIENCE = 30_000  # milliseconds
PLANS = Path(__file__).parents[1] / "loan" / "plans"


@pytest.fixture
def panel(page, server):
    page.set_default_timeout(PATIENCE)
    page.goto(server.url("notebooks/en/my-loan.ipynb"))
    panel = page.locator(".bw-loan:visible").first
    panel.locator(".bw-picture svg").first.wait_for()
    return panel


def test_a_typed_offer_is_answered_and_refused_in_place(page, panel):
    box = panel.get_by_role("textbox", name="Money in your hand")
    box.fill("9,000")
    box.press("Enter")
    panel.locator(".bw-sentence", has_text="You receive CN¥9,000 and pay CN¥10,950").wait_for()
    assert box.input_value() == "9,000"
    box.fill("11000")
    box.press("Enter")
    panel.get_by_text("more than the amount on paper").wait_for()
    box.fill("9400")
    box.press("Enter")
    panel.locator(".bw-sentence", has_text="You receive CN¥9,400 and pay CN¥10,950").wait_for()
    assert panel.locator("[role=alert]:visible").count() == 0


def test_a_plan_is_brought_as_a_file_and_the_page_is_saved(page, panel, tmp_path):
    panel.get_by_label("What you have").select_option(label="The repayment plan, as a file")
    with page.expect_file_chooser() as chooser:
        panel.get_by_role("button", name="Choose the plan").click()
    chooser.value.set_files(PLANS / "app-gbk.csv")
    panel.locator(".bw-sentence", has_text="You receive CN¥10,000 and pay CN¥11,474.28").wait_for()
    panel.get_by_text("Text, and no amounts.").wait_for()
    panel.get_by_role("button", name="Make the page to keep").press("Enter")
    with page.expect_download() as download:
        panel.get_by_role("link", name="Save the page in English").click()
    assert download.value.suggested_filename == "my-loan-en.html"
    saved = tmp_path / "page.html"
    download.value.save_as(saved)
    asked: list[str] = []
    kept = page.context.new_page()
    kept.on("request", lambda request: asked.append(request.url))
    kept.goto(saved.as_uri())
    assert kept.get_by_role("heading", name="What this loan comes to").is_visible()
    assert asked == [saved.as_uri()]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", ["app-gbk.csv", "unreadable-cells.csv", "everything.csv"])
def test_the_page_prints_on_one_sheet(page, tmp_path, name, code):
    data = EVERYTHING.encode() if name == "everything.csv" else (PLANS / name).read_bytes()
    answer = check(read_plan(data), received_minor=9_000_00, advertised=0.01)
    file = tmp_path / "page.html"
    file.write_text(report_html(answer, language(code)), "utf-8")
    page.goto(file.as_uri())
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
