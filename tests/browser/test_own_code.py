"""Only the course's own code runs by being opened; any other notebook waits for a click."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from tests.jupyter_server import ROOT, CourseServer

pytestmark = pytest.mark.browser

FOREIGN = {
    "en": "This notebook did not come with the course",
    "zh": "这个笔记本不是课程自带的",
}
CHANGED = "The code of this lesson is not what came with the course"
RAN = ".widget-label"


def write(path: Path, *sources: str, language: str = "en") -> Path:
    """A notebook that asks to be run when it is opened."""
    cells = [nbformat.v4.new_markdown_cell("# Free money", id="title")]
    cells += [nbformat.v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(sources)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata = {
        "borrow_wisely": {"lesson": "02-samples", "language": language, "autorun": True},
        "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"},
    }
    nbformat.write(notebook, path)
    return path


CODE = ("import ipywidgets", "ipywidgets.Label('ran')")


@pytest.fixture
def folder() -> Iterator[Path]:
    folder = ROOT / "test-results" / f"own-code-{os.getpid()}"
    folder.mkdir(parents=True)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def in_root() -> Iterator[Path]:
    path = ROOT / f"own-code-{os.getpid()}.ipynb"
    yield path
    path.unlink()


def runs_after_a_click(page, server: CourseServer, notebook: Path, why: str, button: str) -> None:
    page.goto(server.url(notebook))
    banner = page.locator(".bw-banner")
    expect(banner.get_by_role("status")).to_contain_text(why)
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    page.wait_for_timeout(1_500)
    assert page.locator(RAN).count() == 0
    banner.get_by_role("button", name=button).press("Enter")
    expect(page.locator(RAN)).to_have_text("ran")
    expect(banner.get_by_role("status")).to_be_empty()


def test_a_notebook_in_the_projects_folder_waits(page, server, in_root):
    write(in_root, *CODE)
    runs_after_a_click(page, server, in_root, FOREIGN["en"], "Run this lesson")


def test_a_notebook_in_another_folder_waits_in_its_language(page, server, folder):
    notebook = write(folder / "foreign.ipynb", *CODE, language="zh")
    runs_after_a_click(page, server, notebook, FOREIGN["zh"], "运行本课")


def test_the_same_code_at_another_path_waits(page, server, folder):
    server.trust(write(folder / "own.ipynb", *CODE))
    copy = shutil.copy(folder / "own.ipynb", folder / "copy.ipynb")
    runs_after_a_click(page, server, copy, FOREIGN["en"], "Run this lesson")


def test_changed_code_at_a_lessons_own_path_waits(page, server, folder):
    server.trust(write(folder / "own.ipynb", *CODE))
    # The same text, but divided into other cells.
    notebook = write(folder / "own.ipynb", "\n".join(CODE))
    runs_after_a_click(page, server, notebook, CHANGED, "Run this lesson")


def test_code_that_cannot_be_checked_waits(page, server, folder):
    """As at an address that is neither this computer nor https."""
    server.trust(notebook := write(folder / "own.ipynb", *CODE))
    page.add_init_script("delete Crypto.prototype.subtle")
    runs_after_a_click(page, server, notebook, "a browser cannot check", "Run this lesson")


def test_a_lesson_runs_without_a_click(page, server):
    page.goto(server.url("notebooks/zh/glossary.ipynb"))
    expect(page.locator(".bw-glossary, .bw-table").first).to_be_visible()
    expect(page.locator(".bw-banner button")).to_have_count(0)
