"""The record keeps what it acknowledged, whatever happens to its file, its disk or its writers."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.content.language import language
from course.record import (
    Merged,
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
from course.record.tables import APPLICATION_ID, VERSION
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
    """The file is refused with the reason and not one byte of it changes; answers still work."""
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
    assert record.attempts() == [entry]
    assert record.guesses() == []
    assert record.learner == entry.learner
    assert read_file(record.export()).attempts == (entry,)  # what can still be taken away
    assert record.path.read_bytes() == before
    assert [file.name for file in record.path.parent.iterdir()] == [record.path.name]


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
    with pytest.raises(NotSaved, match="cannot be opened or made"):
        record.add(attempt())


def test_a_file_in_the_place_of_its_folder_is_said(record):
    record.path.parent.write_text("")
    with pytest.raises(NotSaved, match="could not be used"):
        record.add(attempt())
    assert len(record.attempts()) == 1


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
        assert len(record.attempts()) == 1
        (folder / "film").unlink()
        record.add(attempt())
        assert in_file(record.path, "SELECT count(*) FROM attempt") == [(2,)]
        record.close()


def test_a_database_that_may_not_grow_is_a_full_disk(record):
    record.add(attempt())
    database = record._tables.database
    database.pragma("max_page_count", database.pragma("page_count"))
    with pytest.raises(NotSaved, match="disk is full"):
        record.add(attempt(response="x" * 100_000))
    assert in_file(record.path, "SELECT count(*) FROM attempt") == [(1,)]
    record.add(attempt())  # opened again without the limit
    assert in_file(record.path, "SELECT count(*) FROM attempt") == [(3,)]


def test_a_place_that_can_only_be_read_is_said(tmp_path):
    with mounted(tmp_path / "place", "size=1m") as folder:
        record = Record(folder / "record.sqlite")
        record.add(attempt())
        record.close()
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        for path in (record.path, folder / "new.sqlite", folder / "new" / "record.sqlite"):
            closed = Record(path)
            with pytest.raises(NotSaved, match=r"opened|read|used"):
                closed.add(entry := attempt())
            assert closed.attempts() == [entry]
            closed.close()


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
