"""`course reset`: the notebooks as they were, and nothing of the learner's lost."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from course.content.input_files import InputError
from course.content.language import language
from course.content.output_files import OutputError
from course.reset import NotReset, reset_notebooks

EN, ZH = language("en"), language("zh")
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

# A notebook, by its place, as the course has it.
NOTEBOOKS = {
    "notebooks/en/00-welcome.ipynb": '{"cells": "welcome"}\n',
    "notebooks/en/01-first.ipynb": '{"cells": "first"}\n',
    "notebooks/zh/01-first.ipynb": '{"cells": "第一课"}\n',
}


def laid_out(root: Path) -> Path:
    for name, text in NOTEBOOKS.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return root


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A clone in which a learner has worked."""
    root = laid_out(tmp_path / "course")
    # As if a hook of another repository ran it.
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "another"))
    own = {name: value for name, value in os.environ.items() if name != "GIT_DIR"}
    (root / "README.md").write_text("as it was")
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.hooksPath=/nowhere")
    for line in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "The course"]):
        subprocess.run(["git", *line], cwd=root, env=own, check=True)
    (root / "README.md").write_text("changed")
    (root / "notebooks/en/01-first.ipynb").write_text("my answers")
    (root / "notebooks/zh/01-first.ipynb").unlink()
    (root / "notebooks/en/mine.ipynb").write_text("my own")
    (root / "notebooks/en/.ipynb_checkpoints").mkdir()
    (root / "notebooks/en/.ipynb_checkpoints/01-first-checkpoint.ipynb").write_text("older")
    return root


def reset(root: Path, home: Path, **options) -> list[str]:
    return list(reset_notebooks(EN, lambda: home, root=root, **options))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }


@needs_git
def test_what_was_changed_comes_back_and_is_put_aside_first(clone, tmp_path):
    before = contents(clone)
    lines = reset(clone, tmp_path / "home")
    after = contents(clone)
    expected = before | {name: text.encode() for name, text in NOTEBOOKS.items()}
    assert after == expected
    (aside,) = (tmp_path / "home").rglob("*.ipynb")
    assert aside.read_text() == "my answers"
    assert aside.as_posix().endswith("/notebooks/en/01-first.ipynb")
    assert lines == [
        "Brought back: notebooks/en/01-first.ipynb",
        f"    as it was until now: {aside}",
        "Brought back: notebooks/zh/01-first.ipynb",
        "    it was not there any more",
        "Where one of them is open in the browser, load that page anew.",
        "Left alone, because the course has no such notebook: notebooks/en/mine.ipynb",
    ]
    # What is not a notebook, and what git holds besides, stay as they were.
    assert (clone / "README.md").read_text() == "changed"
    assert reset(clone, tmp_path / "home")[0] == (
        "All 3 notebooks are as the course has them; nothing to change."
    )


@needs_git
def test_a_dry_run_changes_nothing(clone, tmp_path):
    before = contents(clone)
    lines = reset(clone, tmp_path / "home", dry_run=True)
    assert lines[0] == "Would be brought back: notebooks/en/01-first.ipynb"
    assert contents(clone) == before
    assert not (tmp_path / "home").exists()


@needs_git
def test_each_reset_keeps_a_version_of_its_own(clone, tmp_path):
    file = clone / "notebooks/en/01-first.ipynb"
    for text in ("one", "two"):
        file.write_text(text)
        reset(clone, tmp_path / "home")
    kept = sorted(path.read_text() for path in (tmp_path / "home").rglob("*.ipynb"))
    assert kept == ["one", "two"]


@needs_git
def test_a_link_in_the_place_of_a_notebook_is_replaced_and_not_written_through(clone, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("of somebody")
    file = clone / "notebooks/en/01-first.ipynb"
    file.unlink()
    file.symlink_to(other)
    reset(clone, tmp_path / "home")
    assert other.read_text() == "of somebody"
    assert not file.is_symlink()
    assert file.read_text() == NOTEBOOKS["notebooks/en/01-first.ipynb"]


@needs_git
def test_it_is_not_brought_back_before_it_is_put_aside(clone, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home/set-aside").touch()
    with pytest.raises((OSError, OutputError)):
        reset(clone, tmp_path / "home")
    assert (clone / "notebooks/en/01-first.ipynb").read_text() == "my answers"


@needs_git
def test_in_chinese(clone, tmp_path):
    lines = list(reset_notebooks(ZH, lambda: tmp_path / "home", root=clone))
    assert lines[0] == "已恢复：notebooks/en/01-first.ipynb"
    assert lines[-1].startswith("没有动，因为课程中没有这个笔记本：")


def test_without_git_it_says_what_can_be_done(tmp_path, monkeypatch):
    root = laid_out(tmp_path / "unpacked")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    with pytest.raises(NotReset, match=r"another folder and name that folder with --from\.$"):
        reset(root, tmp_path / "home")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotReset, match=r"\(git is not installed\)"):
        reset(root, tmp_path / "home")
    with pytest.raises(NotReset) as told:
        list(reset_notebooks(ZH, lambda: tmp_path, root=root))
    assert "（没有安装 git）" in told.value.text(ZH)


def test_another_copy_of_the_course_serves_as_well(tmp_path):
    root, source = laid_out(tmp_path / "unpacked"), laid_out(tmp_path / "again")
    (root / "notebooks/en/01-first.ipynb").write_text("my answers")
    (root / "notebooks/en/mine.ipynb").write_text("my own")
    lines = reset(root, tmp_path / "home", source=source)
    assert lines[0] == "Brought back: notebooks/en/01-first.ipynb"
    assert contents(root) == contents(source) | {"notebooks/en/mine.ipynb": b"my own"}
    (aside,) = (tmp_path / "home").rglob("*.ipynb")
    assert aside.read_text() == "my answers"


def test_another_folder_is_no_copy_and_the_same_one_is_no_other(tmp_path):
    root = laid_out(tmp_path / "unpacked")
    with pytest.raises(InputError, match=r"00-welcome.ipynb is not there"):
        reset(root, tmp_path / "home", source=tmp_path)
    with pytest.raises(NotReset, match="is the copy that is to be brought back"):
        reset(root, tmp_path / "home", source=root)
