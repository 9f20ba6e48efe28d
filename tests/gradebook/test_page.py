"""The page and the sheets as a teacher opens them: whole, closed in themselves, and harmless."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from course.cli import main
from course.gradebook.sheets import lines
from tests.gradebook.handed_in import (
    attempt,
    columns,
    examined,
    gradebook,
    guess,
    hand_in,
    rate_alone,
    record,
    right,
    sheet,
    whole_debt,
)
from tests.gradebook.made_class import write_class

MARKUP = "<script>alert('x')</script><img src=x onerror=y>&lt;"


class Elements(HTMLParser):
    """The elements of a page in their order, and whether each is closed."""

    void = frozenset({"meta", "link", "br", "img", "input", "hr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in self.void:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class") / "of <b>strange names"
    names = (MARKUP, "=HYPERLINK(1)", "+1", "-1", "@x", "\t=1", " ＝1", '老师, "好"\n学生', "")
    for number, name in enumerate(names):
        learner = f"id{number}"
        entries = (
            attempt(learner, MARKUP, "09:00"),
            attempt(learner, "=1+1", "09:01"),
            attempt(learner, ["\ud83d", MARKUP], "09:02"),
            (right if number % 2 else whole_debt)(learner, "09:03", version=f"={MARKUP}"),
            rate_alone(learner, "09:04", seed=number),
            examined(learner, "pre-test", "less"),
            examined(learner, "post-test", "same"),
            guess(learner, 10.0 * number),
            guess(learner, 5.0, float("inf"), lab="growth", units=("furlongs",)),
        )
        hand_in(folder, f"{number}.borrow", record(learner, *entries, name=name))
    (folder / "<i>notes.txt").write_text("x", encoding="utf-8")
    return gradebook(folder)


def test_the_page_asks_for_nothing_and_runs_nothing(written):
    page = written.page.read_text(encoding="utf-8")
    elements = Elements(page).seen
    names = {name for name, _ in elements}
    assert not names & {"script", "link", "iframe", "object", "embed", "form", "b", "i"}
    for name, attributes in elements:
        assert not [key for key in attributes if key.startswith("on")]
        for key in ("src", "href", "xlink:href"):
            value = attributes.get(key) or "#"
            assert value.startswith(("#", "data:image/")), (name, value)
    assert not re.search(r"@import|url\((?!#)", page)
    assert "http" not in page.replace("http://www.w3.org/", "").replace("http-equiv", "")
    assert MARKUP not in page
    assert "&lt;script&gt;" in page


def test_no_id_stands_twice_and_every_link_leads_somewhere(written):
    elements = Elements(written.page.read_text(encoding="utf-8")).seen
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [attributes["href"][1:] for name, attributes in elements if name == "a"]
    assert links
    assert set(links) <= set(ids)


@pytest.mark.parametrize("code", ["en", "zh"])
def test_every_picture_has_a_sentence_and_its_numbers_in_a_table(tmp_path, code):
    write_class(tmp_path, range(3), 80)
    written = CliRunner().invoke(main, ["gradebook", str(tmp_path), "--lang", code])
    assert written.exit_code == 0, written.output
    page = (tmp_path / "gradebook" / "gradebook.html").read_text(encoding="utf-8")
    assert f'<html lang="{code}">' in page
    part = r'<p>([^<]+)</p>\s*((?:<figure>.*?</figure>\s*)+)<div class="table'
    parts = re.findall(part, page, re.DOTALL)
    assert len(re.findall("<figure>", page)) == sum(part[1].count("<figure>") for part in parts)
    assert len(parts) >= 6
    for sentence, figures in parts:
        for figure in re.findall(r"<svg.*?</svg>", figures, re.DOTALL):
            picture = ElementTree.fromstring(figure)
            description = picture.find("{http://www.w3.org/2000/svg}desc")
            assert description.text == sentence.replace("&quot;", '"').replace("&#x27;", "'")


def test_titles_and_told_misconceptions_are_in_the_language(tmp_path):
    hand_in(tmp_path, "ana.borrow", record("ana", whole_debt("ana"), name="Ana"))
    written = gradebook(tmp_path, code="zh")
    (row,) = [row for row in sheet(written, "misconceptions.csv") if row[2] == "whole_debt"]
    assert row[1] == "年利率百分之十"
    assert row[3] == "这是全部欠款。"
    assert "2.1 年利率百分之十" in written.page.read_text(encoding="utf-8")


# Sheets. ------------------------------------------------------------------------------------------


def test_excel_is_told_that_the_sheets_are_utf_8(written):
    for path in written.page.parent.glob("*.csv"):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), path.name


def test_no_cell_of_any_sheet_is_a_formula(written):
    for path in written.page.parent.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    if re.fullmatch(r"-\d+\.\d+", cell):
                        continue
                    assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠")), (path.name, cell)


def test_every_row_is_as_long_as_its_head(written):
    for path in written.page.parent.glob("*.csv"):
        assert len({len(row) for row in sheet(written, path.name)}) == 1, path.name


def test_names_stand_as_they_are_but_for_what_would_calculate(written):
    assert [who for (who,) in columns(written, "learners.csv", "who")] == [
        "'+1", "'-1", MARKUP, "'=1 (id5)", "'=HYPERLINK(1)", "'@x", "id8", '老师, "好" 学生',
        "'＝1 (id6)",
    ]  # fmt: skip


CELLS = st.text() | st.text(alphabet='=+-@＝\x1b;|",\t\r\n a\ufeff')


@given(st.lists(st.lists(CELLS | st.integers() | st.none(), min_size=1), min_size=1))
def test_cells_come_back_as_they_were_but_for_apostrophes_and_control_characters(rows):
    read = list(csv.reader(io.StringIO(lines(rows), newline="")))
    for row, found in zip(rows, read, strict=True):
        for value, again in zip(row, found, strict=True):
            if not isinstance(value, str):
                assert again == ("" if value is None else str(value))
                continue
            shown = "".join("\ufffd" if is_control(c) else c for c in value)
            assert again.replace("'", "") == shown.replace("'", "")
            assert not calculates(again)
            if not re.search(r"[=+\-@＝＋－＠\t\r\n]", value):
                assert again == shown


@pytest.mark.parametrize("separator", [";", "\t", "|"])
@given(rows=st.lists(st.lists(CELLS, min_size=1), min_size=1))
def test_no_cell_is_a_formula_where_lines_are_split_at_other_separators(separator, rows):
    """A spreadsheet of another country splits at semicolons, and asks nobody."""
    for row in csv.reader(io.StringIO(lines(rows), newline=""), delimiter=separator):
        assert not [cell for cell in row if calculates(cell)]


def is_control(c: str) -> bool:
    return unicodedata.category(c) == "Cc" and c not in "\t\r\n"


def calculates(cell: str) -> bool:
    return cell.strip().strip('"\ufeff').strip().startswith(tuple("=+-@＝＋－＠"))


def test_a_name_is_no_formula_behind_a_semicolon(tmp_path):
    name = 'Ann;=HYPERLINK(1);\u3000@SUM(1);"=1";1-2; a=b'
    hand_in(tmp_path, "1.borrow", record("ana", right("ana"), name=name))
    (who,) = columns(gradebook(tmp_path), "learners.csv", "who")
    assert who == ("Ann;'=HYPERLINK(1);' @SUM(1);'\"=1\";1-2; a=b",)


# The command. -------------------------------------------------------------------------------------


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(main, ["gradebook", *map(str, arguments)])


def test_the_command_writes_beside_the_files_or_where_it_is_told(run, tmp_path):
    write_class(tmp_path / "class", range(2), 20)
    result = run(tmp_path / "class")
    assert result.exit_code == 0
    assert "2 of 2 files read" in result.output
    assert (tmp_path / "class" / "gradebook" / "gradebook.html").exists()
    assert run(tmp_path / "class", "--out", tmp_path / "else" / "where").exit_code == 0
    assert (tmp_path / "else" / "where" / "gradebook.csv").exists()


def test_the_commands_own_class_is_marked_as_it_says(tmp_path):
    """Whatever the course's own exercises are, their marks are found again."""
    write_class(tmp_path, range(4), 100)
    written = CliRunner().invoke(main, ["gradebook", str(tmp_path)])
    assert "0 things to look at" in written.output


def test_the_status_is_1_where_no_file_could_be_read(run, tmp_path):
    assert run(tmp_path).exit_code == 1
    (tmp_path / "broken.borrow").write_bytes(b"\x1f\x8b")
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "1 could not be" in result.output
    listed = (tmp_path / "gradebook" / "files.csv").read_text(encoding="utf-8-sig")
    assert '"broken.borrow","not read"' in listed


@pytest.mark.parametrize("wrong", [["no-such-folder"], [".", "--lang", "fr"], []])
def test_what_cannot_be_meant_is_refused(run, wrong):
    assert run(*wrong).exit_code == 2


def test_a_place_that_cannot_be_written_is_named(run, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    result = run(tmp_path, "--out", tmp_path / "file" / "below")
    assert result.exit_code == 2
    assert "below" in result.output
