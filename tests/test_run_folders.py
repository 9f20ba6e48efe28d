"""What a run leaves when it is killed, and who clears it away."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from course.run_folders import LOCK, remove_left_over, run_folder

HELD = """
import sys, time
from pathlib import Path
from course.run_folders import run_folder

with run_folder(Path(sys.argv[1])) as folder:
    (folder / "half.tmp").write_text("half")
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def running(tmp_path):
    """Another run of the course, with its folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", HELD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    yield process, Path(process.stdout.readline().strip())
    process.kill()
    process.wait()
    process.stdout.close()


def test_the_folder_of_another_run_is_removed_once_it_is_killed_and_no_sooner(running, tmp_path):
    process, folder = running
    with run_folder(tmp_path) as own:
        assert (folder / "half.tmp").exists()
        assert own.is_dir()
    assert not own.exists()
    assert folder.exists()
    process.kill()
    process.wait()
    assert folder.exists()
    with run_folder(tmp_path):
        assert not folder.exists()


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_nobody_else_may_enter_it(tmp_path):
    with run_folder(tmp_path) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700


def test_what_is_not_of_a_run_is_left_alone(tmp_path):
    mine = tmp_path / "borrow-wisely-notes"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine")
    begun = tmp_path / "borrow-wisely-begun"  # it is about to be locked
    begun.mkdir()
    (begun / LOCK).touch()
    (tmp_path / "borrow-wisely-file").touch()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / LOCK).write_bytes(b"locked")
    (tmp_path / "borrow-wisely-link").symlink_to(elsewhere)
    before = sorted(tmp_path.rglob("*"))
    remove_left_over(tmp_path)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives away")
def test_the_folder_of_another_user_is_left_alone(tmp_path):
    folder = tmp_path / "borrow-wisely-other"
    folder.mkdir()
    (folder / LOCK).write_bytes(b"locked")
    os.chown(folder, 65534, 65534)
    remove_left_over(tmp_path)
    assert folder.exists()
    os.chown(folder, 0, 0)
    remove_left_over(tmp_path)
    assert not folder.exists()
