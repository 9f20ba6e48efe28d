"""What somebody may name on the command line that is no file to read or to write.

All of it is tried by one process, which must end: a device, or a pipe that nobody writes to, would
otherwise be read for ever.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from course.cli import main
from course.content import input_files, output_files
from course.content.input_files import InputError, read_bytes
from course.content.places import ROOT, visible
from tests.bounded import bounded

posix_only = pytest.mark.skipif(os.name != "posix", reason="pipes and devices as Unix has them")

READ = (["loan"], ["rates"], ["execute"], ["gradebook"], ["loan", "--lang", "zh"])
WRITTEN = (["loan", "plan.csv", "--report"], ["gradebook", "class", "--out"])
AUTHORS = (
    *(["exercise", "new", "2"], ["exercise", "new"], ["exercise", "preview"]),
    *(["exercise", "check"], ["translations", "--accept"], ["reset", "--from"]),
)
ESCAPE = "\x1b[2J\x07\u202egnp.csv"
LONG = "a" * 300 + ".csv"
NAMES = {
    "device": "/dev/zero",
    "terminal": "/dev/tty",
    "pipe": "pipe.csv",
    "socket": "socket.csv",
    "dangling": "dangling.csv",
    "circle": "circle.csv",
    "no name": "",
    "zero byte": "a\0b.csv",
    "long": LONG,
    "below a file": "plan.csv/x.csv",
    "escape": ESCAPE,
    "lines": "two\nlines.csv",
    "half a letter": "a\udcff.csv",
}
RUN = """
import json, sys
from click.testing import CliRunner
from course.cli import main

for arguments in json.load(sys.stdin):
    done = CliRunner().invoke(main, arguments)
    ended = done.exception is None or isinstance(done.exception, SystemExit)
    print(json.dumps([done.exit_code, done.output, "" if ended else repr(done.exception)]))
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A folder with one of each; what every command says to every name, in that folder."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "class").mkdir()
    (folder / "plan.csv").write_text(
        "date,payment\n2026-03-01,100\n2026-04-01,100\n", encoding="utf-8"
    )
    os.mkfifo(folder / "pipe.csv")
    (folder / "dangling.csv").symlink_to("nowhere")
    (folder / "circle.csv").symlink_to("circle.csv")
    lines = [[*c, name] for c in (*READ, *WRITTEN, *AUTHORS) for name in NAMES.values()]
    here = Path.cwd()
    with closing(socket.socket(socket.AF_UNIX)) as listener:
        os.chdir(folder)  # the path of a socket must be short
        try:
            listener.bind("socket.csv")
        finally:
            os.chdir(here)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
        done = bounded(
            [sys.executable, "-c", RUN],
            input=json.dumps(lines).encode(),
            env=environment,
            cwd=folder,
            seconds=120,
        )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(lines), done.stderr
    assert not list(folder.rglob("nowhere"))
    return {tuple(line): answer for line, answer in zip(lines, answers, strict=True)}


@posix_only
@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("command", [*READ, *AUTHORS], ids=" ".join)
def test_what_is_no_file_is_refused_with_a_reason(hostile, command, kind):
    code, output, traceback = hostile[*command, NAMES[kind]]
    assert not traceback
    assert code in (1, 2), output
    assert ("错误：" if "zh" in command else "Error: ") in output
    assert all(letter.isprintable() or letter in "\n\u3000" for letter in output), output


@posix_only
@pytest.mark.parametrize("kind", [kind for kind in NAMES if kind not in ("escape", "lines")])
@pytest.mark.parametrize("command", WRITTEN, ids=" ".join)
def test_what_cannot_be_written_is_refused_with_a_reason(hostile, command, kind):
    code, output, traceback = hostile[*command, NAMES[kind]]
    if kind == "half a letter":  # a name that Linux allows
        assert not traceback
        return
    assert (code, traceback) == (2, ""), output
    assert "Error: " in output


@posix_only
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("device", "/dev/zero is a device; allowed: an ordinary file."),
        ("pipe", "pipe.csv is a pipe; allowed: an ordinary file."),
        ("socket", "socket.csv is a socket; allowed: an ordinary file."),
        ("dangling", "dangling.csv is a link to a file that is not there; allowed: an ordinary"),
        ("circle", "circle.csv is a link that leads in a circle; allowed: an ordinary file."),
        ("no name", "The name of a file is empty; allowed: the path of an ordinary file."),
        ("zero byte", "a\\u0000b.csv holds a zero byte"),
        ("long", "aaaa…: this name is longer than the file system allows"),
        ("below a file", "plan.csv/x.csv is not there: a part of its path is no folder."),
        ("escape", "\\u001b[2J\\u0007\\u202egnp.csv is not there; allowed: a file that is."),
        ("lines", "two\\u000alines.csv is not there"),
    ],
)
def test_the_reason_names_the_file_and_what_is_allowed(hostile, kind, said):
    for command in (("loan",), ("rates",), ("execute",)):
        assert said in hostile[*command, NAMES[kind]][1]


@posix_only
def test_the_reason_is_told_in_the_language(hostile):
    output = hostile["loan", "--lang", "zh", "/dev/zero"][1]
    assert "用法：" in output
    assert "/dev/zero 是设备；这里要的是普通文件。" in output
    assert "名称超过了文件系统允许的长度" in hostile["loan", "--lang", "zh", LONG][1]


@pytest.mark.parametrize("name", ["con", "nul", "aux", "prn", "com1", "lpt9"])
def test_no_exercise_is_named_as_a_device_of_windows(name):
    result = CliRunner().invoke(main, ["exercise", "new", "2", name])
    assert result.exit_code == 2
    assert f"for example my-{name}" in result.stderr
    chinese = CliRunner().invoke(main, ["--lang", "zh", "exercise", "new", "2", name])
    assert f"请换一个，例如 my-{name}" in chinese.stderr


def test_no_exercise_has_a_name_too_long_for_a_file():
    result = CliRunner().invoke(main, ["exercise", "new", "2", "a" * 300])
    assert result.exit_code == 2
    assert "the name has 300 letters (aaaaaaaaaaaaaaaaaaaa…); allowed: at most 60" in result.stderr


def test_what_steers_a_terminal_is_spelt_out_in_what_a_command_says_of_a_file(tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_text(
        "date,payment\n2026-03-01,100\n2026-04-01,\x1b]0;title\x07\n2026-05-01,100\n",
        encoding="utf-8",
    )
    output = CliRunner().invoke(main, ["loan", str(plan), "--received", "150"]).output
    assert "\x1b" not in output
    assert "\x07" not in output
    assert visible("\x1b]0;") == "\\u001b]0;"


def test_more_than_is_allowed_is_not_read(tmp_path):
    file = tmp_path / "large.json"
    file.write_bytes(b"12345")
    assert read_bytes(file, 5) == b"12345"
    with pytest.raises(InputError, match=r"large.json is larger than 4 B; allowed: at most that"):
        read_bytes(file, 4)
    with file.open("r+b") as lines:
        lines.truncate(10**12)  # a terabyte that takes no place on the disk
    with pytest.raises(InputError, match=r"larger than 1 MB"):
        read_bytes(file, 1024**2)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="a file whose size is told as 0")
def test_a_file_that_tells_no_size_is_read_up_to_the_limit():
    assert b"Name:" in read_bytes(Path("/proc/self/status"), 10**6)
    with pytest.raises(InputError):
        read_bytes(Path("/proc/self/status"), 10)


@posix_only
def test_a_pipe_put_in_the_place_of_a_file_is_not_waited_for(tmp_path, monkeypatch):
    file, pipe = tmp_path / "file", tmp_path / "pipe"
    file.touch()
    os.mkfifo(pipe)
    found = os.stat(file)
    monkeypatch.setattr(os, "stat", lambda path: found)
    with pytest.raises(InputError, match="is a pipe"):
        read_bytes(pipe, 10)


@posix_only
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_named(tmp_path):
    file = tmp_path / "secret.csv"
    file.touch(mode=0)
    with pytest.raises(InputError, match=r"secret.csv may not be read by you"):
        read_bytes(file, 10)


@pytest.mark.parametrize("text", ["", "3", "[]", "{}", '{"nbformat": 4}', "[" * 5000, '"\\ud800"'])
def test_what_is_no_notebook_is_not_run_and_stays(tmp_path, text):
    file = tmp_path / "a.ipynb"
    file.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["execute", str(file)])
    assert result.exit_code == 1
    assert "a.ipynb is no notebook: " in result.stderr
    assert file.read_text(encoding="utf-8") == text


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    file = tmp_path / "page.html"
    file.write_bytes(b"old")
    file.chmod(0o640)
    output_files.replace_file(file, b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(output_files.OutputError, match="cannot be written: the disk is full"):
        output_files.replace_file(file, b"newer")
    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


def test_what_a_killed_process_left_half_written_is_cleared_away(tmp_path):
    old, new = (tmp_path / f".borrow-wisely-{n:016x}.tmp" for n in (1, 2))
    other = tmp_path / ".a[1].csv.00.tmp"
    for file in (old, new, other):
        file.touch()
    for file in (old, other):
        os.utime(file, (0, 0))
    output_files.replace_file(tmp_path / "a[1].csv", b"new")
    assert sorted(tmp_path.iterdir()) == sorted([new, other, tmp_path / "a[1].csv"])


@posix_only
def test_standard_input_without_end_is_not_read_to_its_end():
    done = bounded(
        ["sh", "-c", 'exec "$1" -m course rates - < /dev/zero', "sh", sys.executable], cwd=ROOT
    )
    assert done.returncode == 2
    assert b"more than 20 MB; allowed: at most that" in done.stderr


def test_a_name_at_the_limit_of_the_file_system_can_be_written(tmp_path):
    file = tmp_path / ("a" * 255)
    output_files.replace_file(file, b"new")
    assert input_files.read_bytes(file, 3) == b"new"
