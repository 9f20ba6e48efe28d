"""A file that the course writes is there whole or not at all, and nothing else is touched."""

from __future__ import annotations

import os
import stat

import pytest

from course.content.output_files import is_left_over, replacing, write_text


def test_a_file_is_written_and_written_again(tmp_path):
    path = tmp_path / ("n" * 251 + ".txt")  # as long as a name may be
    write_text(path, "一\n")
    write_text(path, "二\ud83d\n")
    assert path.read_bytes() == "二?\n".encode()
    assert os.listdir(tmp_path) == [path.name]


def test_it_keeps_the_permissions_that_it_had(tmp_path):
    path = tmp_path / "marks.csv"
    path.write_text("old")
    path.chmod(0o600)
    write_text(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_stops_half_way_leaves_the_old_file(tmp_path):
    path = tmp_path / "marks.csv"
    write_text(path, "old")
    with pytest.raises(TypeError), replacing(path) as file:
        file.writelines(["half", None])
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("target", ["there", "nowhere"])
def test_nothing_is_written_through_a_link(tmp_path, target):
    (tmp_path / "there").write_text("mine")
    (tmp_path / "marks.csv").symlink_to(tmp_path / target)
    with pytest.raises(OSError, match="is a link"):
        write_text(tmp_path / "marks.csv", "new")
    assert (tmp_path / "there").read_text() == "mine"
    assert sorted(os.listdir(tmp_path)) == ["marks.csv", "there"]


def test_another_name_of_the_same_file_keeps_what_it_has(tmp_path):
    (tmp_path / "mine").write_text("mine")
    os.link(tmp_path / "mine", tmp_path / "marks.csv")
    write_text(tmp_path / "marks.csv", "new")
    assert (tmp_path / "mine").read_text() == "mine"


def test_what_is_no_ordinary_file_is_left_alone_and_waited_for_never(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        with pytest.raises(OSError, match="no ordinary file"):
            write_text(tmp_path / name, "new")
    assert sorted(os.listdir(tmp_path)) == ["folder", "pipe"]


def test_what_a_killed_process_began_is_known_by_its_name(tmp_path):
    with replacing(tmp_path / "marks.csv"):
        (begun,) = tmp_path.iterdir()
        assert is_left_over(begun)
    assert not is_left_over(tmp_path / "marks.csv")
