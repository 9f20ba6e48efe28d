"""The learner's record on this computer.

It is one SQLite file. Several kernels write to it at once, a commit is on the disk before it
returns, and whatever cannot be written is kept in memory and tried again with the next entry, so
that an answer is marked and shown whatever happens to the file.
"""

from __future__ import annotations

import os
import sqlite3
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from course.content.language import marked
from course.record.entries import Attempt, Entry, Guess, checked, new_id, now
from course.record.errors import NotRead, NotSaved
from course.record.file import (
    LONGEST_NAME,
    RecordFile,
    read_file,
    to_json,
    without_halves,
    write_file,
)

if TYPE_CHECKING:
    from course.record.tables import Tables

SETTING = "BORROW_WISELY_RECORD"
WAIT_SECONDS = 10.0  # for other kernels that are writing
BUSY_SECONDS = 30.0  # for which it is remembered that one of them did not finish in that time

Result = TypeVar("Result")

_JSON = ("response", "misconceptions", "guess", "truth", "units")  # kept as text in one column

_REASONS = {
    sqlite3.SQLITE_FULL: marked("The disk is full."),
    sqlite3.SQLITE_IOERR: marked("The disk could not be written; it may be full or faulty."),
    sqlite3.SQLITE_READONLY: marked("{file} can only be read, not written."),
    sqlite3.SQLITE_PERM: marked("{file} may not be written."),
    sqlite3.SQLITE_CANTOPEN: marked("{file} cannot be opened or made."),
    sqlite3.SQLITE_BUSY: marked("Another notebook is writing and did not finish in time."),
    sqlite3.SQLITE_NOTADB: marked("{file} is not a record of this course, so it is left alone."),
    sqlite3.SQLITE_CORRUPT: marked("{file} is damaged, so it is left alone."),
}
_OTHER = marked("{file} could not be used: {error}.")


@dataclass(frozen=True, slots=True)
class Merged:
    """What a file brought: how many attempts and guesses were new, how many entries known."""

    attempts: int
    guesses: int
    known: int


@dataclass(frozen=True, slots=True)
class PassedOver:
    """An entry that stands in the record and is none: its id, and what is wrong with it."""

    id: str
    reason: str


class Record:
    """The record in one file. See `open_record`.

    What writes raises `NotSaved` with the reason, what reads `NotRead`: nothing is taken for an
    empty record that could not be read. What waits in memory to be written is read with the rest.
    """

    def __init__(self, path: Path, wait_seconds: float = WAIT_SECONDS) -> None:
        self.path = path
        self._wait_seconds = wait_seconds
        self._tables: Tables | None = None
        self._closing: weakref.finalize[..., Any] | None = None
        self._file = 0  # which file the database is, in the file system's numbering
        self._learner = new_id()
        self._busy_until = 0.0
        self._waiting: dict[str, Attempt | Guess] = {}

    def __repr__(self) -> str:
        return "record"  # not where: a notebook would store it

    # Whose

    @property
    def learner(self) -> str:
        """The random id of the learner. Until the record can be read, one that is made up.

        So exercises have numbers also where nothing can be kept. A file never bears such an id.
        """
        with suppress(NotRead):
            self._whose()
        return self._learner

    @property
    def name(self) -> str:
        """What the learner typed as a name; "" for none."""
        return self._whose()[1]

    @name.setter
    def name(self, name: str) -> None:
        shown = "".join(c for c in without_halves(name).strip() if c.isprintable())
        self._use(lambda tables: tables.set_learner(name=shown[:LONGEST_NAME].strip()))

    @property
    def problem(self) -> NotSaved | None:
        """Why nothing can be kept now, if so."""
        try:
            self._use(_nothing_written)
        except NotSaved as error:
            return error
        return None

    # Keeping

    def add(self, entry: Attempt | Guess) -> None:
        """Keep an entry; when this returns it is on the disk. An id that is known changes nothing.

        Raises `NotSaved` with the reason if it is not; the entry then waits in memory. Raises
        ValueError for an entry with a value that no entry may have.
        """
        self._waiting[entry.id] = checked(entry)
        self._use(self._write_waiting)

    def attempts(self, lesson: str = "", exercise: str = "") -> list[Attempt]:
        """The attempts at a lesson's exercises or at one exercise, or all of them, oldest first.

        Without those that are none: see `passed_over`.
        """
        return self._entries(Attempt, lesson=lesson, exercise=exercise)[0]

    def guesses(self, lesson: str = "") -> list[Guess]:
        """The guesses of one lesson, or all of them, oldest first."""
        return self._entries(Guess, lesson=lesson)[0]

    @property
    def passed_over(self) -> list[PassedOver]:
        """Entries in the record that cannot be read as such. They stay where they are."""
        return self._entries(Attempt)[1] + self._entries(Guess)[1]

    # Carrying

    def contents(self) -> RecordFile:
        """All of the record as it is now, but for what is `passed_over`."""
        learner, name = self._whose()
        return RecordFile(learner, name, now(), tuple(self.attempts()), tuple(self.guesses()))

    def export(self) -> bytes:
        """The record as one small file, to be carried elsewhere or handed in."""
        return write_file(self.contents())

    def merge(self, data: bytes) -> Merged:
        """Add what a file holds and this record does not. All of it is kept or nothing.

        A record without an entry becomes the file's learner, whose variants of the exercises it
        then shows again; otherwise the entries keep the learner they came with.

        Raises `RecordFileError` for a file that cannot be read and `NotSaved` if the record cannot
        be written; nothing has changed then.
        """
        file = read_file(data)
        return self._use(lambda tables: self._merge(tables, file))

    def _merge(self, tables: Tables, file: RecordFile) -> Merged:
        self._write_waiting(tables)
        attempts = tables.inserts(Attempt, map(_row, file.attempts))
        guesses = tables.inserts(Guess, map(_row, file.guesses))
        with tables.writing():
            if tables.is_empty():
                tables.set_learner(id=file.learner, name=file.name)
            elif tables.learner() == (file.learner, ""):
                tables.set_learner(name=file.name)
            new_attempts, new_guesses = tables.run(attempts), tables.run(guesses)
        known = len(file.attempts) + len(file.guesses) - new_attempts - new_guesses
        return Merged(new_attempts, new_guesses, known)

    # The database

    def _whose(self) -> tuple[str, str]:
        self._learner, name = self._read(lambda tables: tables.learner())
        return self._learner, name[:LONGEST_NAME]

    def _write_waiting(self, tables: Tables) -> None:
        statements = []
        for kind in (Attempt, Guess):
            waiting = (entry for entry in self._waiting.values() if isinstance(entry, kind))
            statements += tables.inserts(kind, map(_row, waiting))
        with tables.writing():
            tables.run(statements)
        self._waiting.clear()

    def _entries(self, kind: type[Entry], **equal: str) -> tuple[list[Entry], list[PassedOver]]:
        """The entries with these values, and those that are none."""
        equal = {name: value for name, value in equal.items() if value}
        rows = self._read(lambda tables: tables.rows(kind, **equal))
        found = [_entry(kind, row) for row in rows]
        waiting = (entry for entry in self._waiting.values() if isinstance(entry, kind))
        found += [
            entry
            for entry in waiting
            if all(getattr(entry, name) == value for name, value in equal.items())
        ]
        read = [entry for entry in found if isinstance(entry, kind)]
        return read, [entry for entry in found if isinstance(entry, PassedOver)]

    def _read(self, work: Callable[[Tables], Result]) -> Result:
        try:
            return self._use(work)
        except NotSaved as error:
            raise NotRead(error.message) from error

    def _use(self, work: Callable[[Tables], Result]) -> Result:
        """What `work` gives for the open database; whatever goes wrong with it as `NotSaved`."""
        from course.record.tables import DatabaseError, code_of

        # A page asks many times. Where one waited in vain the next ones only look.
        was_busy = time.monotonic() < self._busy_until
        deadline = time.monotonic() + (0 if was_busy else self._wait_seconds)
        while True:
            try:
                result = work(self._open())
                self._busy_until = 0.0
                return result
            except DatabaseError as error:
                code = code_of(error)
                is_busy = code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
                if is_busy and time.monotonic() < deadline:
                    continue
                self.close()
                if is_busy:
                    self._busy_until = time.monotonic() + BUSY_SECONDS
                reason = _REASONS.get(code, _OTHER)
                raise NotSaved(reason, file=str(self.path), error=str(error)) from error
            except OSError as error:
                why = error.strerror or str(error)
                raise NotSaved(_OTHER, file=str(self.path), error=why) from error

    def _open(self) -> Tables:
        from course.record.tables import Tables

        # A file that was deleted or replaced would go on taking entries that nobody finds again,
        # and a copy would not show what came since.
        if self._tables is not None and (self._tables.is_copy or _number(self.path) != self._file):
            self.close()
        if self._tables is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._tables = Tables(self.path, self._learner)
            self._file = _number(self.path)
            self._closing = weakref.finalize(self, self._tables.close)
        return self._tables

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        if self._closing is not None:
            self._closing()
        self._tables = self._closing = None


_opened: dict[Path, Record] = {}


def open_record(path: Path | None = None) -> Record:
    """The record in a file (default: `record_path()`), the same one each time for one file.

    Nothing is read or made before something is asked of it, and a file that cannot be used says so
    only then: see `Record.problem`.
    """
    path = (path or record_path()).expanduser().absolute()
    return _opened.setdefault(path, Record(path))


def record_path() -> Path:
    """Where the record is: the file that BORROW_WISELY_RECORD names, or the user's data folder."""
    if setting := os.environ.get(SETTING):
        return Path(setting)
    import platformdirs

    return Path(platformdirs.user_data_dir("borrow-wisely", appauthor=False), "record.sqlite")


def record_exists() -> bool:
    """Whether there is a record yet; peewee need not be loaded to read one that is not there.

    What may not even be looked at is there, and says so when it is read.
    """
    try:
        record_path().expanduser().stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _nothing_written(tables: Tables) -> None:
    with tables.writing():
        tables.run([])


def _row(entry: Attempt | Guess) -> dict[str, Any]:
    row = {field.name: getattr(entry, field.name) for field in fields(entry)}
    return {name: to_json(x).decode() if name in _JSON else x for name, x in row.items()}


def _entry(kind: type[Entry], row: dict[str, Any]) -> Entry | PassedOver:
    try:
        read = {name: msgspec.json.decode(x) if name in _JSON else x for name, x in row.items()}
        return msgspec.convert(read, kind)
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError) as error:
        return PassedOver(str(row["id"])[:100], str(error)[:300])


def _number(path: Path) -> int:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return -1
