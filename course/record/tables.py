"""The record's database. Imported only when a record is opened: peewee takes 4 MB of a kernel."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any

from peewee import (
    SQL,
    BigIntegerField,
    DatabaseError,
    FloatField,
    IntegerField,
    Model,
    SqliteDatabase,
    TextField,
    chunked,
)

from course.content.language import marked
from course.record.entries import Attempt, Guess
from course.record.errors import NotSaved

__all__ = ["DatabaseError", "Tables"]

APPLICATION_ID = 0x62777201  # how SQLite's header says whose file it is
VERSION = 1
# SQLite waits longer before each new try, and so seldom gets its turn among many writers. To fail
# and begin again keeps the pauses short.
TRY_SECONDS = 0.1
ROWS_AT_ONCE = 50  # an SQLite of 2020 takes 999 values in one statement


class _Learner(Model):
    number = IntegerField(primary_key=True)  # 1: there is one learner
    id = TextField()
    name = TextField(default="")

    class Meta:
        table_name = "learner"


class _Entry(Model):
    id = TextField(primary_key=True)
    learner = TextField()
    at = TextField()


class _Attempt(_Entry):
    exercise = TextField(index=True)
    version = TextField()
    seed = BigIntegerField()
    number = IntegerField()
    response = TextField()  # JSON
    state = TextField()
    credit = FloatField()
    misconceptions = TextField()  # JSON
    hints = IntegerField()
    seconds = FloatField()
    occasion = TextField()
    language = TextField()

    class Meta:
        table_name = "attempt"


class _Guess(_Entry):
    lesson = TextField(index=True)
    lab = TextField()
    guess = TextField()  # JSON, as are the next two
    truth = TextField()
    units = TextField()

    class Meta:
        table_name = "guess"


FOREIGN = marked("{file} is not a record of this course, so it is left alone.")
NEWER = marked(
    "{file} was written by a newer version of the course, so it is left alone. Update the course"
    " first."
)

Statement = tuple[str, list]

MODELS = (_Learner, _Attempt, _Guess)
_ENTRIES: dict[type, type[_Entry]] = {Attempt: _Attempt, Guess: _Guess}


class Tables:
    """An open database. Methods raise peewee's DatabaseError; opening also raises NotSaved.

    `learner` is the id that a new database is made with. What another connection holds up for
    longer than `TRY_SECONDS` fails, to be tried again.
    """

    def __init__(self, path: Path, learner: str) -> None:
        if not path.exists():
            _make(path, learner)
        self.database = _connected(path)
        try:
            self._check(path)
        except BaseException:
            self.database.close()
            raise

    def close(self) -> None:
        self.database.close()

    def writing(self) -> AbstractContextManager:
        """One transaction: all of it is kept or nothing."""
        return self.database.atomic("IMMEDIATE")

    def learner(self) -> tuple[str, str]:
        """The learner's id and name."""
        (row,) = _Learner.select().tuples().execute(self.database)
        return row[1], row[2]

    def set_learner(self, **fields: str) -> None:
        _Learner.update(**fields).execute(self.database)

    def inserts(self, kind: type, rows: Iterable[dict[str, Any]]) -> list[Statement]:
        """What adds those of the rows whose id is not there yet.

        Made before the transaction, because others wait while it lasts.
        """
        model = _ENTRIES[kind]
        return [
            model.insert_many(some).on_conflict_ignore().bind(self.database).sql()
            for some in chunked(rows, ROWS_AT_ONCE)
        ]

    def run(self, statements: list[Statement]) -> int:
        """Execute statements; how many rows they added."""
        return sum(self.database.execute_sql(*statement).rowcount for statement in statements)

    def rows(self, kind: type, **equal: str) -> list[dict[str, Any]]:
        """The rows with these values, oldest first; `lesson` also selects attempts."""
        model = _ENTRIES[kind]
        query = model.select().order_by(model.at, SQL("rowid"))
        for name, value in equal.items():
            if model is _Attempt and name == "lesson":
                # "/" and "0" are neighbours, so these are all that begin with "<lesson>/".
                query = query.where(model.exercise >= f"{value}/", model.exercise < f"{value}0")
            else:
                query = query.where(getattr(model, name) == value)
        return list(query.dicts().execute(self.database))

    def is_empty(self) -> bool:
        return not any(
            model.select().limit(1).execute(self.database) for model in _ENTRIES.values()
        )

    def _check(self, path: Path) -> None:
        if self.database.application_id != APPLICATION_ID:
            raise NotSaved(FOREIGN, file=path)
        if self.database.user_version > VERSION:
            raise NotSaved(NEWER, file=path)


def _connected(path: Path) -> SqliteDatabase:
    # "full": every commit is on the disk before it returns.
    database = SqliteDatabase(str(path), timeout=TRY_SECONDS, pragmas={"synchronous": "full"})
    database.connect()
    return database


def _make(path: Path, learner: str) -> None:
    """Make a new database whole, then put it in its place, unless another one is there by then.

    Made in its place it would be found half made by others, who would wait for each other.
    """
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        database = _connected(beside)
        try:
            database.journal_mode = "wal"  # readers never wait for a writer
            with database.atomic(), database.bind_ctx(MODELS):
                database.create_tables(MODELS)
                _Learner.insert(number=1, id=learner).execute()
                database.application_id = APPLICATION_ID
                database.user_version = VERSION
        finally:
            database.close()
        with suppress(FileExistsError):
            _put(beside, path)
    finally:
        for left in ("", "-wal", "-shm", "-journal"):
            beside.with_name(beside.name + left).unlink(missing_ok=True)


def _put(file: Path, place: Path) -> None:
    """Give a file its place. Raises FileExistsError if something is there already."""
    try:
        os.link(file, place)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if place.exists():
            raise FileExistsError(place) from None
        os.rename(file, place)
