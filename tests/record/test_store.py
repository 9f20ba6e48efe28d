"""The record keeps what it acknowledged, whatever happens to its file, its disk or its writers."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.content.language import language
from course.record import (
    Merged,
    NotRead,
    NotSaved,
    Record,
    RecordFile,
    RecordFileError,
    now,
    open_record,
    read_file,
    record_exists,
    record_path,
    write_file,
)
from course.record.file import LARGEST_PACKED
from course.record.tables import APPLICATION_ID, VERSION
from tests.bounded import bounded_python
from tests.record.entries import attempt, guess
from tests.record.strategies import attempts, guesses

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def record(record_file) -> Iterator[Record]:
    record = Record(record_file)
    yield record
    record.close()


def in_file(path: Path, query: str) -> list[tuple]:
    """What SQLite itself finds in a file, not through the course."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def is_whole(path: Path) -> bool:
    return in_file(path, "PRAGMA integrity_check") == [("ok",)]


# Keeping


def test_what_was_added_is_there_for_the_next_kernel(record):
    first, second = attempt(), attempt(response={"a": ["b", None, 1.5]}, at="2026-11-16T09:30:01Z")
    guessed = guess()
    record.add(second)
    record.add(first)
    record.add(guessed)
    record.name = "  Ann\n"
    for again in (record, Record(record.path)):
        assert again.attempts() == [first, second]  # oldest first
        assert again.guesses() == [guessed]
        assert (again.learner, again.name, again.problem) == (record.learner, "Ann", None)
        again.close()


def test_entries_of_one_second_stay_in_the_order_they_were_added(record):
    added = [attempt(number=number) for number in range(20)]
    for entry in added:
        record.add(entry)
    assert record.attempts() == added


def test_entries_are_found_by_lesson_and_by_exercise(record):
    here = attempt(exercise="02-interest/growth")
    beside = attempt(exercise="02-interest/growth-2")
    record.add(here)
    record.add(beside)
    record.add(attempt(exercise="02-interest-on-interest/growth"))
    record.add(attempt(exercise="02-interes/growth"))
    assert record.attempts(lesson="02-interest") == [here, beside]
    assert record.attempts(exercise="02-interest/growth") == [here]
    assert record.attempts(lesson="02-interest", exercise="02-interest/growth") == [here]
    assert record.attempts(lesson="02") == []
    record.add(guess())
    assert record.guesses(lesson="02-interest") == []
    assert len(record.guesses(lesson=guess().lesson)) == 1


def test_an_entry_added_twice_is_there_once(record):
    entry = attempt()
    record.add(entry)
    record.add(entry)
    assert record.attempts() == [entry]


@pytest.mark.parametrize(
    ("field", "value"),
    [("seed", -1), ("state", "unclear"), ("exercise", "growth"), ("at", "now"), ("credit", 1.1)],
)
def test_an_entry_no_file_could_hold_is_refused_at_once(record, field, value):
    with pytest.raises(ValueError, match=field if field != "at" else "isoformat"):
        record.add(attempt(**{field: value}))
    assert record.attempts() == []


def test_half_a_character_from_a_browser_is_kept_as_a_question_mark(record):
    record.add(attempt(response="\ud83d 5"))
    record.name = "\ud83d"
    (kept,) = Record(record.path).attempts()
    assert (kept.response, record.name) == ("? 5", "?")
    assert read_file(record.export()).attempts == (kept,)


def test_no_name_stands_in_a_record_unless_typed(record):
    record.add(attempt(learner=record.learner))
    everything = "\n".join(map(str, in_file(record.path, "SELECT * FROM learner")))
    for word in {os.environ.get("USER"), os.environ.get("LOGNAME"), os.uname().nodename} - {None}:
        assert word not in everything
    assert record.name == ""
    assert len(record.learner) == 16
    assert record.learner != Record(record.path.with_name("other.sqlite")).learner


def test_the_name_is_one_line_of_a_sensible_length(record):
    record.name = "小明\x00\x1b[31m" + "x" * 200
    assert record.name == ("小明[31m" + "x" * 200)[:80]
    record.name = "   "
    assert record.name == ""


def test_every_commit_reaches_the_disk_and_readers_do_not_wait(record):
    record.add(attempt())
    database = record._tables.database
    assert database.journal_mode == "wal"
    assert database.synchronous == 2  # FULL


# Where


def test_a_setting_moves_the_record(record_file, monkeypatch):
    assert record_path() == record_file
    assert open_record() is open_record(record_file)
    assert not record_exists()
    open_record().add(attempt())
    assert record_exists()
    open_record().close()
    monkeypatch.delenv("BORROW_WISELY_RECORD")
    monkeypatch.setenv("XDG_DATA_HOME", "somewhere")
    assert record_path().name == "record.sqlite"
    assert "borrow-wisely" in record_path().parts


def test_naming_a_record_makes_no_file_and_loads_no_database():
    code = (
        "import sys; from course.record import open_record, record_exists;"
        "record = open_record(); assert not record_exists(); print('peewee' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr


# Several writers


@pytest.fixture
def two(record_file) -> Iterator[tuple[Record, Record]]:
    """Two notebooks open on the same record."""
    records = Record(record_file), Record(record_file)
    yield records
    for record in records:
        record.close()


def test_two_notebooks_see_what_the_other_added(two):
    one, other = two
    one.add(attempt())
    other.add(attempt())
    one.name = "Ann"
    assert one.attempts() == other.attempts()
    assert len(one.attempts()) == 2
    assert (one.learner, other.name) == (other.learner, "Ann")


WRITER = """
import sys
from course.record import Record
from tests.record.entries import attempt
record = Record(__import__("pathlib").Path(sys.argv[1]))
sys.stdin.readline()
for number in range(int(sys.argv[2])):
    entry = attempt(number=number)
    record.add(entry)
    print(entry.id, flush=True)
"""


def test_processes_that_write_at_once_from_the_first_moment_lose_nothing(record_file):
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(record_file), "50"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for writer in writers:  # all make the database at once
        writer.stdin.write("\n")
        writer.stdin.flush()
    said = [set(writer.communicate(timeout=60)[0].split()) for writer in writers]
    assert [len(ids) for ids in said] == [50, 50, 50]
    assert {row[0] for row in in_file(record_file, "SELECT id FROM attempt")} == set.union(*said)
    assert in_file(record_file, "SELECT count(*) FROM learner") == [(1,)]
    assert is_whole(record_file)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_hundred_killed_writers_lose_no_acknowledged_attempt(record_file):
    command = [sys.executable, "-m", "tests.record.killed", str(record_file), "100"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    acknowledged = set(report["acknowledged"])
    assert report["killed"] == 100
    assert len(acknowledged) > 100
    assert is_whole(record_file)
    present = {row[0] for row in in_file(record_file, "SELECT id FROM attempt")}
    assert not acknowledged - present
    assert in_file(record_file, "SELECT count(*) FROM learner") == [(1,)]
    record = Record(record_file)
    assert {entry.id for entry in record.attempts()} == present
    record.add(attempt())
    record.close()


# A record that cannot be kept


def test_another_writer_that_does_not_finish_is_said_and_the_entry_kept_later(record_file):
    record = Record(record_file, wait_seconds=0.1)
    record.add(first := attempt())
    with closing(sqlite3.connect(record_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotSaved, match="Another notebook is writing"):
            record.add(second := attempt())
        assert record.attempts() == [first, second]
        assert in_file(record_file, "SELECT count(*) FROM attempt") == [(1,)]
        other.execute("ROLLBACK")
    record.add(third := attempt())
    assert in_file(record_file, "SELECT id FROM attempt ORDER BY rowid") == [
        (first.id,),
        (second.id,),
        (third.id,),
    ]
    record.close()


def assert_left_alone(record: Record, reason: str) -> None:
    """The file is refused with the reason and not one byte of it changes; answers still work.

    Nothing is taken for an empty record, and what was answered is kept when it can be.
    """
    before = record.path.read_bytes()
    entry = attempt(learner=record.learner)
    with pytest.raises(NotSaved, match=reason) as raised:
        record.add(entry)
    assert str(record.path) in raised.value.text(language("en"))
    with pytest.raises(NotSaved, match=reason):
        record.name = "Ann"
    with pytest.raises(NotSaved, match=reason):
        record.merge(write_file(RecordFile("a", "", now(), (attempt(),), ())))
    assert record.problem is not None
    for read in (record.attempts, record.guesses, record.contents, record.export):
        with pytest.raises(NotRead, match=reason):
            read()
    assert record.learner == entry.learner
    assert record.path.read_bytes() == before
    assert [file.name for file in record.path.parent.iterdir()] == [record.path.name]
    record.path.unlink()
    record.add(attempt())
    assert entry in record.attempts()


@pytest.mark.parametrize("content", [b"", b"my homework", b"SQLite format 3\x00" + bytes(1000)])
def test_a_file_that_is_no_database_is_left_alone(record, content):
    record.path.parent.mkdir()
    record.path.write_bytes(content)
    assert_left_alone(record, "not a record of this course|is damaged")


def test_another_program_s_database_is_left_alone(record):
    record.path.parent.mkdir()
    with closing(sqlite3.connect(record.path)) as database:
        database.execute("CREATE TABLE attempt (id TEXT, learner TEXT)")
    assert_left_alone(record, "not a record of this course")


def test_a_record_of_a_newer_course_is_left_alone(record):
    record.path.parent.mkdir()
    with closing(sqlite3.connect(record.path)) as database:
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {VERSION + 1}")
        database.execute("CREATE TABLE something (new TEXT)")
    assert_left_alone(record, "newer version of the course")


def test_a_folder_in_the_record_s_place_is_said(record):
    record.path.mkdir(parents=True)
    with pytest.raises(NotSaved, match="not an ordinary file"):
        record.add(attempt())


def test_a_file_in_the_place_of_its_folder_is_said(record):
    record.path.parent.write_text("")
    with pytest.raises(NotSaved, match="could not be used"):
        record.add(attempt())
    with pytest.raises(NotRead, match="could not be used"):
        record.attempts()


def test_a_record_deleted_while_open_is_made_again(record):
    record.add(attempt())
    learner = record.learner
    for file in record.path.parent.iterdir():
        file.unlink()
    record.add(entry := attempt())
    assert in_file(record.path, "SELECT id FROM attempt") == [(entry.id,)]
    assert record.learner == learner  # so that the open panels' variants stay the same


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A small file system of its own at a folder; skips where none may be mounted."""
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
    if not mount or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no file system may be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_said_and_loses_nothing_that_was_acknowledged(tmp_path):
    with mounted(tmp_path / "small", "size=512k") as folder:
        record = Record(folder / "record.sqlite")
        record.add(attempt())
        (folder / "film").write_bytes(bytes(300_000 // 4096 * 4096))
        acknowledged, refused = 1, None
        while acknowledged < 500 and refused is None:
            try:
                record.add(attempt(response="x" * 1000))
                acknowledged += 1
            except NotSaved as error:
                refused = error
        assert "full" in str(refused)
        assert len(record.attempts()) == acknowledged + 1  # the last one waits
        assert len(read_file(record.export()).attempts) == acknowledged + 1
        assert is_whole(record.path)
        assert in_file(record.path, "SELECT count(*) FROM attempt") == [(acknowledged,)]
        (folder / "film").unlink()
        record.add(attempt())
        assert in_file(record.path, "SELECT count(*) FROM attempt") == [(acknowledged + 2,)]
        record.close()


def test_a_disk_that_is_full_from_the_start_is_said(tmp_path):
    with mounted(tmp_path / "small", "size=512k") as folder:
        with pytest.raises(OSError, match="No space"):
            (folder / "film").write_bytes(bytes(10**6))
        record = Record(folder / "record.sqlite")
        with pytest.raises(NotSaved, match="full"):
            record.add(attempt())
        with pytest.raises(NotRead, match="full"):
            record.attempts()
        (folder / "film").unlink()
        record.add(attempt())
        assert in_file(record.path, "SELECT count(*) FROM attempt") == [(2,)]
        record.close()


def test_a_database_that_may_not_grow_is_a_full_disk(record):
    record.add(attempt())
    database = record._tables.database
    database.pragma("max_page_count", database.pragma("page_count"))
    with pytest.raises(NotSaved, match="disk is full"):  # noqa: PT012
        while True:
            record.add(attempt(response="x" * 10_000))
    assert in_file(record.path, "SELECT count(*) FROM attempt") == [(1,)]
    record.add(attempt())  # opened again without the limit
    assert in_file(record.path, "SELECT count(*) FROM attempt") == [(3,)]


@contextmanager
def only_read(folder: Path) -> Iterator[None]:
    """Nothing can be written in the file system mounted at the folder."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    yield
    subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)


def test_a_place_that_can_only_be_read_is_said_and_its_record_read(tmp_path):
    with mounted(tmp_path / "place", "size=1m") as folder:
        record = Record(folder / "record.sqlite")
        record.add(old := attempt())
        record.name = "Ann"
        learner = record.learner
        record.close()
        with only_read(folder):
            closed = Record(record.path)
            for _ in range(2):
                with pytest.raises(NotSaved, match="can only be read, not written"):
                    closed.add(attempt())
            assert "can only be read" in str(closed.problem)
            assert (closed.learner, closed.name) == (learner, "Ann")
            assert len(closed.attempts()) == 3  # two of them wait
            with pytest.raises(NotSaved, match="can only be read"):
                closed.name = "Ben"
            assert read_file(closed.export()).learner == learner
            for path in (folder / "new.sqlite", folder / "new" / "record.sqlite"):
                none = Record(path)
                with pytest.raises(NotSaved, match=r"opened|used"):
                    none.add(attempt())
                with pytest.raises(NotRead, match=r"opened|used"):
                    none.export()
        closed.add(attempt())
        assert len(in_file(record.path, "SELECT id FROM attempt")) == 4
        assert closed.attempts()[0] == old
        closed.close()


def test_what_is_still_in_the_log_of_a_killed_writer_is_read_where_nothing_can_be_written(tmp_path):
    with mounted(tmp_path / "place", "size=1m") as folder:
        code = "import os; record.add(attempt(id='last')); os._exit(1)"
        subprocess.run(
            [sys.executable, "-c", OPENED + code, str(folder / "record.sqlite")], cwd=ROOT
        )
        (folder / "record.sqlite-shm").unlink()
        assert (folder / "record.sqlite-wal").stat().st_size
        with only_read(folder):
            assert [entry.id for entry in Record(folder / "record.sqlite").attempts()] == ["last"]


OPENED = """
import sys
from pathlib import Path
from course.record import NotRead, NotSaved, Record
from tests.record.entries import attempt
record = Record(Path(sys.argv[1]))
"""


def test_a_log_whose_record_is_gone_is_not_read_into_a_new_one(record):
    code = "import os; record.add(attempt(id='last')); os._exit(1)"
    subprocess.run([sys.executable, "-c", OPENED + code, str(record.path)], cwd=ROOT)
    aside = record.path.rename(record.path.with_name("aside"))
    with pytest.raises(NotSaved, match=r"gone, but record.sqlite-wal"):
        record.add(attempt())
    assert not record.path.exists()
    aside.rename(record.path)
    assert [entry.id for entry in record.attempts()][:1] == ["last"]


@pytest.mark.parametrize("left", ["-wal", "-shm", "-journal", ".1a2b3c4d", ".1a2b3c4d-wal", ".tmp"])
def test_what_killed_processes_left_beside_a_record_spoils_nothing(record, left):
    record.add(old := attempt())
    record.close()
    beside = record.path.with_name(record.path.name + left)
    for rubbish in (b"", bytes(5000), b"\xd9\xd5\x05\xf9 \xa1c\xd7" * 700, os.urandom(40_000)):
        beside.write_bytes(rubbish)
        record.add(attempt())
        assert record.attempts()[0] == old
        assert is_whole(record.path)
        record.close()


@pytest.mark.parametrize("place", ["/dev/zero", "/dev/full", "/dev/null", "pipe", "socket"])
def test_what_is_no_file_is_neither_waited_for_nor_read_without_an_end(tmp_path, place):
    code = """
if sys.argv[1].endswith("socket"):
    import socket
    socket.socket(socket.AF_UNIX).bind(sys.argv[1])
for use in (lambda: record.add(attempt()), record.attempts, record.contents, record.export):
    try:
        use()
    except (NotRead, NotSaved) as error:
        print(error)
print(record.learner)
"""
    if place == "pipe":
        os.mkfifo(tmp_path / place)
    said = bounded_python(OPENED + code, Path("/", tmp_path, place), cwd=ROOT)
    assert said.count("not an ordinary file") == 4


def test_a_file_that_is_no_record_can_be_the_target_of_no_upload():
    """What has no end is read to a bound: whoever reads it gives so many bytes."""
    with open("/dev/zero", "rb") as zeros, pytest.raises(RecordFileError):
        read_file(zeros.read(LARGEST_PACKED + 1))


def test_a_link_leads_to_the_record_also_before_it_is_there(record, tmp_path):
    record.path.parent.mkdir()
    record.path.symlink_to(tmp_path / "elsewhere.sqlite")
    record.add(entry := attempt())
    assert record.path.is_symlink()
    assert in_file(tmp_path / "elsewhere.sqlite", "SELECT id FROM attempt") == [(entry.id,)]


def test_a_record_that_may_not_even_be_looked_at_is_not_taken_for_none(monkeypatch):
    def denied(path, **_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", denied)
    assert record_exists()


# Whoever waited in vain once does not wait again at once


def test_a_page_waits_for_a_busy_record_once(record_file):
    record = Record(record_file, wait_seconds=2)
    record.add(first := attempt())
    waited = time.monotonic()
    with closing(sqlite3.connect(record_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for _ in range(5):
            with pytest.raises(NotSaved, match="Another notebook is writing"):
                record.add(attempt())
        # Five times two seconds would be ten; a slow machine has some of them.
        assert time.monotonic() - waited < 8
        assert record.attempts()[0] == first
        other.execute("ROLLBACK")
    record.add(attempt())
    assert in_file(record_file, "SELECT count(*) FROM attempt") == [(7,)]
    record.close()


def test_a_record_that_another_process_locks_is_not_taken_for_an_empty_one(record_file):
    record = Record(record_file, wait_seconds=0.1)
    record.add(attempt())
    learner = record.learner
    record.close()
    with closing(sqlite3.connect(record_file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = exclusive")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE learner SET name = 'Ann'")
        new = Record(record_file, wait_seconds=0.1)
        for read in (new.attempts, new.guesses, new.contents, new.export, lambda: new.name):
            with pytest.raises(NotRead, match="did not finish in time"):
                read()
        assert new.learner != learner  # made up, for the numbers of the exercises
        other.execute("ROLLBACK")
    assert new.learner == learner
    assert new.contents().learner == learner


# Tables that hold what no course wrote


def spoilt(record: Record, statement: str) -> None:
    record.close()
    with closing(sqlite3.connect(record.path)) as database, database:
        database.execute(statement)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("response", v) for v in ("'{'", "''", "NULL", "x'ff'", "'NaN'", "'[1e999]'")),
        ("response", "'" + "[" * 17 + "]" * 17 + "'"),
        ("response", "replace(hex(zeroblob(100000)), '00', '[')"),
        ("response", "'\"' || hex(zeroblob(6000)) || '\"'"),
        *(("misconceptions", v) for v in ("'null'", "'5'", "'[5]'", "'[\"=1\"]'", "'{}'")),
        *(("exercise", v) for v in ("'growth'", "hex(zeroblob(150)) || '/a'", "'a/../b'", "7")),
        *(("seed", v) for v in ("-1", "'many'", "1e300", "4611686018427387904", "x'00'")),
        *(("number", v) for v in ("-5", "1e400")),
        *(("credit", v) for v in ("2", "-0.5", "9e999", "'all'")),
        *(("seconds", v) for v in ("-1", "9e999", "1e300", "'long'")),
        *(("at", v) for v in ("'0000-01-01T00:00:00Z'", "'9999-12-31T23:59:59Z'", "'now'", "1")),
        *(("state", "'best'"), ("occasion", "'exam'"), ("language", "'<b>'"), ("hints", "-1")),
        *(("learner", "'=1+1'"), ("learner", "''"), ("id", "'<script>'"), ("id", "x'00ff'")),
        ("version", "hex(zeroblob(100))"),
    ],
)
def test_an_entry_that_is_none_is_named_and_passed_over(record, column, value):
    record.add(attempt(id="spoilt"))
    record.add(good := attempt())
    spoilt(record, "CREATE TABLE other AS SELECT * FROM attempt")  # its columns take anything
    spoilt(record, "DROP TABLE attempt")
    spoilt(record, "ALTER TABLE other RENAME TO attempt")
    spoilt(record, f"UPDATE attempt SET {column} = {value} WHERE id = 'spoilt'")
    assert record.attempts() == [good]
    (passed_over,) = record.passed_over
    assert passed_over.reason
    assert column == "id" or passed_over.id == "spoilt"
    assert read_file(record.export()).attempts == (good,)
    assert in_file(record.path, "SELECT count(*) FROM attempt") == [(2,)]


def test_an_answer_just_below_the_limit_can_be_read_by_whoever_is_deep_in_functions(record):
    """A record holds nothing that only an empty stack can read."""
    deepest = json.loads("[" * 16 + "]" * 16)
    with pytest.raises(ValueError, match="nested too deeply"):
        record.add(attempt(response=[deepest]))
    record.add(kept := attempt(response=deepest[0]))

    def deep(calls: int):
        return deep(calls - 1) if calls else record.attempts()

    assert deep(500) == [kept]


@pytest.mark.parametrize(
    "statement",
    [
        *("DELETE FROM learner", "UPDATE learner SET id = '<script>'", "DROP TABLE attempt"),
        *("DROP TABLE guess", "DROP TABLE learner", "ALTER TABLE attempt DROP COLUMN seed"),
        *("PRAGMA user_version = 0", "PRAGMA user_version = -5", "UPDATE learner SET id = x'ff'"),
        *("UPDATE learner SET number = 2", "INSERT INTO learner VALUES (2, 'b', '')"),
    ],
)
def test_a_record_with_a_spoilt_table_is_not_taken_for_an_empty_one(record, statement):
    record.add(attempt())
    spoilt(record, statement)
    with pytest.raises(NotRead, match=r"is damaged|could not be used"):
        record.attempts()
    with pytest.raises(NotRead, match=r"is damaged|could not be used"):
        record.export()
    with pytest.raises(NotSaved, match=r"is damaged|could not be used"):
        record.add(attempt())


def test_a_page_of_the_file_that_is_damaged_is_said(record):
    for _ in range(100):
        record.add(attempt(response="x" * 1000))
    record.close()
    data = bytearray(record.path.read_bytes())
    data[len(data) // 2 :] = os.urandom(len(data) - len(data) // 2)
    record.path.write_bytes(data)
    with pytest.raises(NotRead, match="damaged"):
        record.contents()


# Carrying


def test_a_new_record_becomes_the_learner_of_the_file(record, record_file):
    record.add(entry := attempt(learner=record.learner))
    record.name = "Ann"
    data = record.export()
    new = Record(record_file.with_name("new.sqlite"))
    assert new.learner != record.learner
    assert new.merge(data) == Merged(attempts=1, guesses=0, known=0)
    assert (new.learner, new.name, new.attempts()) == (record.learner, "Ann", [entry])
    assert new.merge(data) == Merged(attempts=0, guesses=0, known=1)
    new.close()


def test_a_record_with_entries_stays_its_learner_s(record):
    record.add(own := attempt(learner=record.learner, at="2026-11-16T09:30:01Z"))
    theirs = attempt(learner="bb", at="2026-11-16T09:30:00Z")
    learner = record.learner
    file = RecordFile("bb", "Ben", now(), (theirs,), (guess(learner="bb"),))
    assert record.merge(write_file(file)) == Merged(attempts=1, guesses=1, known=0)
    assert (record.learner, record.name) == (learner, "")
    assert record.attempts() == [theirs, own]


def test_a_refused_file_changes_nothing(record):
    record.add(attempt())
    before = record.contents()
    for data in (b"", b"\x1f\x8b", write_file(before)[:-4]):
        with pytest.raises(RecordFileError):
            record.merge(data)
    after = record.contents()
    assert (after.learner, after.attempts, after.guesses) == (
        before.learner,
        before.attempts,
        before.guesses,
    )


def test_a_merge_that_does_not_fit_on_the_disk_keeps_nothing_of_it(record):
    record.add(attempt())
    database = record._tables.database
    database.pragma("max_page_count", database.pragma("page_count") + 10)
    many = tuple(attempt(response="x" * 500) for _ in range(500))
    with pytest.raises(NotSaved, match="disk is full"):
        record.merge(write_file(RecordFile("bb", "", now(), many, (guess(),))))
    assert in_file(record.path, "SELECT count(*) FROM attempt") == [(1,)]
    assert record.guesses() == []


def test_a_large_file_is_merged(record):
    many = tuple(attempt(number=number) for number in range(5000))
    data = write_file(RecordFile("bb", "", now(), many, ()))
    assert record.merge(data) == Merged(attempts=5000, guesses=0, known=0)
    assert record.attempts() == list(many)


entry_sets = st.lists(attempts | guesses, max_size=6, unique_by=lambda entry: entry.id)


def packed(entries: list) -> bytes:
    kinds = [[e for e in entries if hasattr(e, "seed") == of] for of in (True, False)]
    return write_file(RecordFile("aa", "", now(), *map(tuple, kinds)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(pool=entry_sets, data=st.data())
def test_merging_is_a_union(tmp_path_factory, pool, data):
    """In any order, in any grouping, and as often as one likes."""
    subset = st.lists(st.sampled_from(pool), unique_by=lambda e: e.id) if pool else st.just([])
    a, b, c = (packed(data.draw(subset)) for _ in range(3))
    folder = tmp_path_factory.mktemp("merge")
    records = []

    def merged(*files: bytes) -> bytes:
        record = Record(folder / f"{len(records)}.sqlite")
        records.append(record)
        for file in files:
            record.merge(file)
        return record.export()

    def held(data: bytes) -> dict:
        file = read_file(data)
        return {entry.id: entry for entry in file.attempts + file.guesses}

    both = merged(a, b)
    assert held(both) == held(a) | held(b)
    assert held(merged(b, a)) == held(both)
    assert held(merged(both, both, a)) == held(both)
    assert held(merged(both, c)) == held(merged(a, merged(b, c)))
    assert len({read_file(record.export()).learner for record in records}) == 1
    for record in records:
        record.close()
