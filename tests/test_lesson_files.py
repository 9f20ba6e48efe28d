"""A lesson on the server: to be read, or with `--edit` to be changed; a copy is anybody's own."""

from __future__ import annotations

import asyncio
import logging
import shutil
from pathlib import Path

import nbformat
import pytest
from tornado.web import HTTPError

from course import lesson_files
from course.lesson_files import LessonFiles
from course.shipped import ROOT

LESSON = "notebooks/zh/glossary.ipynb"
COPY = "notebooks/zh/glossary-Copy1.ipynb"


@pytest.fixture
def files(tmp_path, monkeypatch):
    """The course's folder with one lesson, as the server hands it out."""
    target = tmp_path / LESSON
    target.parent.mkdir(parents=True)
    shutil.copy(ROOT / LESSON, target)
    monkeypatch.setattr(lesson_files, "ROOT", tmp_path)

    def made(**options) -> LessonFiles:
        options = {"root_dir": str(tmp_path), "delete_to_trash": False} | options
        return LessonFiles(**options)

    made.target = target
    return made


def run(doing):
    return asyncio.run(doing)


def metadata(path: Path) -> list[dict]:
    return [cell.metadata for cell in nbformat.read(path, as_version=4).cells]


def test_a_lesson_is_only_to_be_read(files):
    manager, before = files(), files.target.read_bytes()
    model = run(manager.get(LESSON))
    assert model["writable"] is False
    assert {cell["metadata"]["editable"] for cell in model["content"]["cells"]} == {False}
    model["content"]["cells"][0]["source"] = "# Mine"
    with pytest.raises(HTTPError, match="课程自带") as refused:
        run(manager.save(model, LESSON))
    assert refused.value.status_code == 403
    for doing in (
        manager.rename_file(LESSON, "mine.ipynb"),
        manager.delete_file(LESSON),
        manager.delete_file("notebooks/zh"),
        manager.rename_file("notebooks", "gone"),
    ):
        with pytest.raises(HTTPError) as refused:
            run(doing)
        assert refused.value.status_code == 403
    assert files.target.read_bytes() == before


@pytest.mark.parametrize(
    "path", [f"/{LESSON}", LESSON.upper(), "notebooks/en/../zh/glossary.ipynb"]
)
def test_no_other_way_to_write_the_path_changes_a_lesson(files, path):
    (files.target.parents[1] / "en").mkdir()
    manager, before = files(), files.target.read_bytes()
    content = nbformat.v4.new_notebook()
    with pytest.raises(HTTPError):
        run(manager.save({"type": "notebook", "content": content}, path))
    assert files.target.read_bytes() == before


def test_a_copy_is_its_makers_own(files):
    manager = files()
    copied = run(manager.copy(LESSON, "notebooks/zh"))
    assert copied["path"] == COPY
    assert copied["writable"]
    assert not any(
        {"editable", "deletable"} & m.keys()
        for m in metadata(files.target.parent / Path(COPY).name)
    )
    model = run(manager.get(COPY))
    model["content"]["cells"][0]["source"] = "# 我的笔记"
    run(manager.save(model, COPY))
    run(manager.delete_file(COPY))


def test_other_notebooks_keep_what_they_say_of_their_cells(files):
    manager = files()
    cell = nbformat.v4.new_markdown_cell("x", metadata={"editable": False})
    run(
        manager.save(
            {"type": "notebook", "content": nbformat.v4.new_notebook(cells=[cell])}, "a.ipynb"
        )
    )
    assert metadata(Path(manager.root_dir, "a.ipynb")) == [{"editable": False}]
    assert run(manager.get("a.ipynb"))["content"]["cells"][0]["metadata"]["editable"] is False


def test_an_instructor_changes_and_saves_a_lesson(files):
    manager = files(lessons_editable=True)
    before = metadata(files.target)
    model = run(manager.get(LESSON))
    assert model["writable"]
    assert not any("editable" in cell["metadata"] for cell in model["content"]["cells"])
    model["content"]["cells"][0]["source"] = "# 词汇"
    model["content"]["cells"].append(nbformat.v4.new_markdown_cell("新的一段", id="new"))
    run(manager.save(model, LESSON))
    assert nbformat.read(files.target, as_version=4).cells[0].source == "# 词汇"
    assert metadata(files.target) == [*before, {"deletable": False, "editable": False}]


def test_a_lesson_is_opened_without_a_warning_and_without_trust(files, caplog):
    manager = files(log=logging.getLogger("server"))
    shutil.copy(files.target, files.target.parents[2] / "other.ipynb")
    model = run(manager.get(LESSON))
    assert caplog.messages == []
    code = [cell for cell in model["content"]["cells"] if cell["cell_type"] == "code"]
    assert [cell["metadata"]["trusted"] for cell in code] == [False] * len(code)
    run(manager.get("other.ipynb"))
    assert "other.ipynb is not trusted" in caplog.text
