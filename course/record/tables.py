"""The record's database. Imported only when a record is opened: peewee takes 4 MB of a kernel."""

from __future__ import annotations

from contextlib import AbstractContextManager
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


MODELS = (_Learner, _Attempt, _Guess)
_ENTRIES: dict[type, type[_Entry]] = {Attempt: _Attempt, Guess: _Guess}


class Tables:
    """An open database. Methods raise peewee's DatabaseError; opening also raises NotSaved.

    `learner` is the id that a new database is made with, `seconds` how long to wait for others.
    """

    def __init__(self, path: Path, learner: str, seconds: float) -> None:
        # Every commit is on the disk before it returns.
        self.database = SqliteDatabase(str(path), timeout=seconds, pragmas={"synchronous": "full"})
        try:
            self.database.connect()
            if self._is_new(path):
                self._create(learner)
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

    def add(self, kind: type, rows: list[dict[str, Any]]) -> int:
        """Add rows whose id is not there yet; how many those were."""
        added = 0
        for some in chunked(rows, ROWS_AT_ONCE):
            insert = _ENTRIES[kind].insert_many(some).on_conflict_ignore().as_rowcount()
            added += insert.execute(self.database)
        return added

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

    def _is_new(self, path: Path) -> bool:
        database = self.database
        found = database.application_id
        if found == 0 and database.user_version == 0 and not database.get_tables():
            return True
        if found != APPLICATION_ID:
            raise NotSaved(
                marked("{file} belongs to another program, so it is left alone."), file=path
            )
        if database.user_version > VERSION:
            raise NotSaved(
                marked(
                    "{file} was written by a newer version of the course, so it is left alone."
                    " Update the course first."
                ),
                file=path,
            )
        return False

    def _create(self, learner: str) -> None:
        database = self.database
        database.journal_mode = "wal"  # readers never wait; a killed writer leaves nothing half
        with database.atomic("IMMEDIATE"), database.bind_ctx(MODELS):
            database.create_tables(MODELS, safe=True)
            _Learner.insert(number=1, id=learner).on_conflict_ignore().execute()
            database.application_id = APPLICATION_ID
            database.user_version = VERSION
