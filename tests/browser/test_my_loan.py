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

PLANS = Path(__file__).parents[1] / "loan" / "plans"
CASES = Path(__file__).parents[1] / "loan" / "cases"


@pytest.fixture
def opened(page, server):
    """Opens the notebook in a language, and gives its panel."""

    def open_in(code: str):
        page.goto(server.url(f"notebooks/{code}/my-loan.ipynb"))
        panel = page.locator(".bw-loan:visible").first
        panel.locator(".bw-picture svg").first.wait_for()
        return panel

    return open_in


@pytest.fixture
def panel(opened):
    return opened("en")


def bring(page, panel, file: Path) -> None:
    with page.expect_file_chooser() as chooser:
        panel.locator(".widget-upload:visible").click()
    chooser.value.set_files(file)
    panel.get_by_text(f"“{file.name}”").wait_for()


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
    bring(page, panel, PLANS / "app-gbk.csv")
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


@pytest.mark.parametrize(
    ("code", "role", "asked", "before", "after"),
    [
        ("en", "fee", "What does it hold?", "pay CN¥106,618.53", "pay CN¥106,818.53"),
        ("zh", "费用", "这一列是什么？", "付出 ¥106,618.53", "付出 ¥106,818.53"),
    ],
)
@pytest.mark.parametrize("width", [1280, 390])
def test_what_a_column_holds_is_corrected_and_taken_back(
    page, opened, tmp_path, code, role, asked, before, after, width
):
    page.set_viewport_size({"width": width, "height": 900})
    panel = opened(code)
    panel.get_by_role("combobox").first.select_option(index=1)
    bring(page, panel, one_point_in_each_of_two_rows(tmp_path))
    sentence = panel.locator(".bw-sentence")
    sentence.get_by_text(before).wait_for()
    columns = panel.locator(".bw-columns .bw-control")
    last = columns.last
    assert last.locator(".bw-asked").inner_text() == asked
    last.get_by_role("combobox").select_option(label=role)
    sentence.get_by_text(after).wait_for()
    last.locator(".bw-asked").wait_for(state="detached")
    last.get_by_role("combobox").select_option(index=0)
    sentence.get_by_text(before).wait_for()
    # Name, menu and what is said stand below one another, inside the panel.
    whole = panel.bounding_box()
    for column in columns.all():
        name, menu, said = (
            column.locator(part).bounding_box()
            for part in (".bw-box > label", "select", ".bw-message")
        )
        assert name["y"] + name["height"] <= menu["y"] + 1
        assert menu["y"] + menu["height"] <= said["y"] + 1
        assert menu["x"] + menu["width"] <= whole["x"] + whole["width"]


def one_point_in_each_of_two_rows(folder: Path) -> Path:
    """A plan with a column of money that no sum explains."""
    lines = (CASES / "fund-account-balance.csv").read_text("utf-8").splitlines()
    cells = [line.split(",") for line in lines]
    points = ["Points", *["0"] * 3, "100", "100", *["0"] * 7]
    rows = [[*row[:4], point] for row, point in zip(cells, points, strict=True)]
    file = folder / "points.csv"
    file.write_text("\n".join(map(",".join, rows)), "utf-8")
    return file


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", ["several-loans.csv", "two-scenarios.csv", "cut-at-the-end.csv"])
def test_the_page_of_several_loans_or_without_a_rate_prints_on_one_sheet(
    page, tmp_path, name, code
):
    file = tmp_path / "page.html"
    file.write_text(report_html(check(read_plan(CASES / name)), language(code)), "utf-8")
    page.goto(file.as_uri())
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", ["app-gbk.csv", "unreadable-cells.csv", "everything.csv"])
def test_the_page_prints_on_one_sheet(page, tmp_path, name, code):
    data = EVERYTHING.encode() if name == "everything.csv" else (PLANS / name).read_bytes()
    answer = check(read_plan(data), received_minor=9_000_00, advertised=0.01)
    file = tmp_path / "page.html"
    file.write_text(report_html(answer, language(code)), "utf-8")
    page.goto(file.as_uri())
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
