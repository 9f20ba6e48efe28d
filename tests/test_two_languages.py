"""No edition shows a word of the other one's language where the word is the course's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import ipywidgets as widgets
import msgspec
import nbformat
import pytest

from course import labs
from course.content.facts import Words, facts
from course.content.glossary import load_glossary
from course.content.language import LANGUAGES, language
from course.content.offers import load_offers
from course.content.places import NOTEBOOKS
from course.content.values_shown import shown
from course.exercises.exercise import Exercise, load_exercises
from course.exercises.variants import variant
from course.gradebook.book import write_gradebook
from course.lessons import Lesson
from course.loan.check import check
from course.loan.reading import read_plan
from course.loan.report import report_html
from course.loan_panel import LoanPanel
from course.progress import Progress
from course.record import open_record
from course.ui.controls import ChoiceControl
from course.ui.lab_panel import LabPanel
from tests.gradebook.made_class import write_class
from tests.loan.test_out import CASES, PLANS
from tests.record.entries import attempt, guess

# What Chinese writes in Latin letters too.
LATIN = {
    *("APR", "APRC", "IRR", "LPR", "XIRR"),  # rates that have no Chinese name as common
    *("CNY", "EUR", "GBP", "USD", "US", "CN"),  # currencies' codes, and US$
    *("CSV", "XLSX", "XLS", "TXT", "GBK", "UTF", "borrow"),  # kinds of file
    *("CFPB", "FCA"),  # authorities, given after their Chinese names before
    *(
        "Fernandes",
        "Lynch",
        "Netemeyer",
        "Kaiser",
        "Menkhoff",
        "Keys",
        "Wang",
        "Lusardi",
    ),  # authors
    *("Tufano", "Stango", "Zinman", "Soll", "Keeney", "Larrick"),
    *("NFCS", "Fin", "UTC"),  # the surveys NFCS and P-Fin; a time zone
    *("ln", "iB"),  # of a formula
    *("EU", "EC", "CFR", "Part", "MCOB", "CONC"),  # of the number of a directive or a rule
    *(
        "Run",
        "All",
        "Cells",
        "Tab",
        "Binder",
    ),  # a menu where JupyterLab may be in English; a key; a service
}
# Where a language keeps the other one's words: beside its own word for the thing, and in English
# as the title of a law, the wording of an advert or the number of a notice.
BESIDE = {
    "en": r"\(\d+\)沪\w*号|\([^()]*\)|《[^》]*》|“[^”]*”|[\u4e00-\u9fff]*〔\d{4}〕第?\d+号",
    "zh": r"(?<=[\u4e00-\u9fff》])（[^（）\u4e00-\u9fff]*）",
}
# The English prose asks for these words on Chinese papers, after it has explained them.
CHINESE = {"单利", "综合融资成本明示表"}
# Passages to be marked, names to be filled in, the ids of facts.
MARKUP = r"\[\[\w+\||\]\]|\{[^{}]*\}|\b[A-Z]+(?:-[A-Z0-9]+)+\b"


class Text(HTMLParser):
    """What a reader sees of a piece of HTML or SVG, and what a screen reader is told."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.inside.append(tag)
        told = {"alt", "title", "aria-label", "placeholder"}
        self.found += [value for name, value in attributes if name in told and value]

    def handle_endtag(self, tag):
        if tag in self.inside:
            del self.inside[len(self.inside) - 1 - self.inside[::-1].index(tag) :]

    def handle_data(self, data):
        if not {"style", "script", "cite"} & set(self.inside):
            self.found.append(data)


def shown_by(widget: widgets.Widget) -> Iterator[str]:
    """Every word of a widget and of those in it, whether it is open or not."""
    if isinstance(widget, widgets.HTML):
        yield from Text(widget.value).found
    elif isinstance(widget, widgets.Label):
        yield widget.value
    for name in ("description", "tooltip", "placeholder"):
        if isinstance(text := getattr(widget, name, ""), str):
            yield text
    yield from getattr(widget, "_options_labels", ())
    for child in getattr(widget, "children", ()):
        yield from shown_by(child)


def words_in(value: object) -> Iterator[Words]:
    """Every pair of texts in a data object."""
    if isinstance(value, Words):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from words_in(getattr(value, name))
    elif isinstance(value, dict):
        for part in value.values():
            yield from words_in(part)
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from words_in(part)


def foreign(text: str, code: str) -> list[str]:
    """The words of a text that belong to the other language.

    >>> foreign("APR 391.07%，The cost", "zh"), foreign("Fair dealing (公平交易权), 公平", "en")
    (['The', 'cost'], ['公平'])
    """
    text = re.sub(BESIDE[code], " ", re.sub(MARKUP, " ", text))
    if code == "en":
        return [word for word in re.findall("[\u4e00-\u9fff]+", text) if word not in CHINESE]
    return [word for word in re.findall("[A-Za-z]{2,}", text) if word not in LATIN]


def check_all(texts, code: str) -> None:
    found = {text: words for text in texts if (words := foreign(text, code))}
    assert not found, "\n".join(f"{words}: {text}" for text, words in found.items())


both = pytest.mark.parametrize("code", LANGUAGES)


@both
@pytest.mark.parametrize("name", labs.names())
def test_a_lab(name, code):
    lab = LabPanel(name, labs.lab(name), language(code))
    check_all(shown_by(lab.widget), code)
    choices = [control for control in lab.controls.values() if isinstance(control, ChoiceControl)]
    for control in choices or [None]:
        for value in control.field.labels(lab.language) if control else [None]:
            if control:
                control.value = value
            line = lab.line.split(" | ")[-1]  # after its name and the names of its inputs
            cells = [cell for row in lab.table.rows for cell in row]
            check_all([line, lab.sentence, *cells, *Text(lab.picture).found], code)


@both
@pytest.mark.parametrize("exercise", load_exercises().exercises.values(), ids=lambda e: e.id)
def test_an_exercise(exercise: Exercise, code):
    made = variant(exercise, 0)
    numbers = [
        shown(made.values[name], part.unit, language(code), exercise.currency)
        for name, part in {**exercise.parameters, **exercise.values}.items()
    ]
    check_all([*(words[code] for words in words_in(exercise)), *numbers], code)


@both
@pytest.mark.parametrize("lesson", sorted({id.split("/")[0] for id in load_exercises().exercises}))
def test_the_exercises_of_a_lesson_on_the_screen(lesson, code):
    whole = Lesson(lesson, language(code))
    panel = whole.test("pre-test") if lesson.startswith("01-") else whole.exercises()
    check_all(shown_by(panel.widget), code)


@both
def test_what_the_data_say(code):
    for data in (load_offers(), facts(), load_glossary()):
        check_all([words[code] for words in words_in(dict(data))], code)


@both
def test_who_to_call_and_the_sources(code):
    lesson = Lesson("02-interest-on-interest", language(code))
    confirmed = [row.id for row in facts().values() if row.confirmed]
    for panel in (lesson.contacts(), lesson.sources(*confirmed)):
        check_all(shown_by(panel.widget), code)


@both
def test_my_progress(code):
    record = open_record()
    for id in load_exercises().exercises:
        record.add(attempt(exercise=id, state="wrong", hints=1))
    for name in labs.names():
        lab = LabPanel(name, labs.lab(name), language(code))
        if lab.prediction:
            asks = lab.prediction.prediction.asks
            record.add(
                guess(
                    lab=name,
                    guess=tuple(2.0 * ask.truth.number for ask in asks),
                    truth=tuple(ask.truth.number for ask in asks),
                    units=tuple(ask.truth.unit for ask in asks),
                )
            )
    check_all(shown_by(Progress(language(code)).widget), code)


@both
def test_the_gradebooks_page(tmp_path, code):
    folder = tmp_path / "2026"
    write_class(folder, range(6), 40)
    page = write_gradebook(folder, tmp_path / "out", language(code)).page
    people = r"Ana|Maya|Omar|[王李张]|杨小明|[0-9a-f]{16}|\w+\.csv"
    found = Text(page.read_text(encoding="utf-8")).found
    check_all([re.sub(people, " ", text) for text in found], code)


@both
@pytest.mark.parametrize("plan", ["bank", "deducted", "losses", "missing-row", "totals-differ"])
def test_the_report_on_a_loan(plan, code):
    checked = check(read_plan(PLANS / f"{plan}.csv"))
    found = Text(report_html(checked, language(code))).found
    names = "|".join(re.escape(column.name) for column in checked.columns)
    check_all([re.sub(f"“({names})”", " ", text) for text in found], code)


@both
def test_ones_own_loan_on_the_screen(code):
    check_all(shown_by(LoanPanel(language(code)).widget), code)


@both
@pytest.mark.parametrize(
    "name",
    ["combined-loan.csv", "cut-at-the-end.csv", "fund-account-balance.csv", "two-scenarios.csv"],
)
def test_a_plan_from_a_file_on_the_screen(code, name):
    panel = LoanPanel(language(code))
    panel.bring((CASES / name).read_bytes(), name)
    columns = [column.named.name for column in panel.file.columns.values()]
    own = "|".join(map(re.escape, [name, *columns, "商业贷款", "公积金贷款"]))
    check_all([re.sub(own, " ", text) for text in shown_by(panel.widget)], code)


def prose() -> Iterator[tuple[str, str, str]]:
    for path in sorted(NOTEBOOKS.glob("*/*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                yield path.parent.name, f"{path.stem} {cell.id}", cell.source


@both
def test_the_prose(code):
    found = {}
    for edition, place, source in prose():
        # Targets of links, formulas and what is written as code.
        bare = re.sub(r"\]\([^)]*\)|`[^`]*`|\$\$?[^$]*\$\$?|<[^>]*>|&\w+;", " ", source)
        if edition == code and (words := foreign(bare, code)):
            found[place] = words
    assert not found
