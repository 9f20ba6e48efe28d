"""Every notebook is there in Chinese, and each of its cells says what the English one says."""

from __future__ import annotations

import shutil

import nbformat
import pytest

from course.content.places import NOTEBOOKS
from course.content.translations import KEY, accept, faults

NAME = "lesson.ipynb"


@pytest.fixture
def folder(tmp_path):
    """Two editions of a small notebook that agree."""
    english = [
        nbformat.v4.new_markdown_cell("# Title", id="title"),
        nbformat.v4.new_code_cell('lesson = open_lesson("lesson")', id="open"),
        nbformat.v4.new_code_cell('lesson.lab("growth")', id="lab"),
        nbformat.v4.new_markdown_cell("For the instructor", id="teacher", metadata={"tags": ["t"]}),
    ]
    chinese = [cell.copy() for cell in english]
    chinese[0] = nbformat.v4.new_markdown_cell("# 标题", id="title")
    chinese[1] = nbformat.v4.new_code_cell(
        'lesson = open_lesson("lesson", language="zh")', id="open"
    )
    for code, cells in (("en", english), ("zh", chinese)):
        (tmp_path / code).mkdir()
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / code / NAME)
    accept(NAME, folder=tmp_path)
    return tmp_path


def change(folder, language, edit):
    path = folder / language / NAME
    notebook = nbformat.read(path, as_version=4)
    edit(notebook)
    nbformat.write(notebook, path)


def found(folder):
    return [(fault.cell, fault.fault) for fault in faults(NAME, folder=folder)]


def test_two_editions_that_agree_have_no_fault(folder):
    assert found(folder) == []
    assert accept(NAME, folder=folder) == 0


def test_a_changed_english_text_makes_its_translation_stale(folder):
    change(folder, "en", lambda notebook: notebook.cells[0].update(source="# Another title"))
    [(cell, fault)] = found(folder)
    assert cell == "title"
    assert fault.startswith("stale")
    assert accept(NAME, folder=folder) == 1
    assert found(folder) == []


@pytest.mark.parametrize(
    ("edition", "edit", "expected"),
    [
        ("zh", lambda n: n.cells.pop(2), ("lab", "missing")),
        ("en", lambda n: n.cells.pop(2), ("lab", "not in the English edition")),
        (
            "zh",
            lambda n: n.cells.insert(0, n.cells.pop(2)),
            ("", "its cells stand in another order"),
        ),
        (
            "zh",
            lambda n: n.cells[2].update(source="lesson.lab('other')"),
            ("lab", "its code is not that of the English cell"),
        ),
        (
            "zh",
            lambda n: n.cells[3].metadata.update(tags=[]),
            ("teacher", "its tags are not those of the English cell"),
        ),
        (
            "zh",
            lambda n: n.cells[0].metadata.pop(KEY),
            ("title", "stale: the English text has changed since it was translated"),
        ),
    ],
)
def test_each_way_of_falling_behind_is_named(folder, edition, edit, expected):
    change(folder, edition, edit)
    assert found(folder) == [expected]


def test_a_notebook_without_translation_is_named(folder):
    shutil.copy(folder / "en" / NAME, folder / "en" / "new.ipynb")
    assert [fault.fault for fault in faults("new.ipynb", folder=folder)] == ["not translated yet"]


@pytest.mark.parametrize("name", sorted(path.name for path in (NOTEBOOKS / "zh").glob("*.ipynb")))
def test_the_chinese_edition_follows_the_english(name):
    assert [str(fault) for fault in faults(name)] == [], "course translations --accept NAME"
