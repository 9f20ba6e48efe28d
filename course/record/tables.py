"""The record's database. Imported only when a record is opened: peewee takes 4 MB of a kernel."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Literal, get_type_hints

import msgspec
from msgspec import Meta
from peewee import (
    SQL,
    BigIntegerField,
    DatabaseError,
    Field,
    FloatField,
    IntegerField,
    Model,
    ModelSelect,
    SqliteDatabase,
    TextField,
    chunked,
)

from course.content.language import marked
from course.record.entries import Attempt, Guess, Id
from course.record.errors import NotSaved

__all__ = ["DatabaseError", "Tables", "code_of"]

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


class _Whose(msgspec.Struct):
    """A learner as the table must hold it."""

    number: Literal[1]
    id: Id
    name: str


_COLUMNS: dict[object, type[Field]] = {int: BigIntegerField, float: FloatField}


def _model(kind: type, indexed: str) -> type[Model]:
    """The table of a kind of entry, with a column for each field; what is no number is text.

    `store` writes lists and answers as JSON.
    """
    types = get_type_hints(kind)
    columns = {name: _COLUMNS.get(types[name], TextField)(index=name == indexed) for name in types}
    columns["id"] = TextField(primary_key=True)
    table = {"table_name": kind.__name__.lower()}
    return type(f"_{kind.__name__}", (Model,), columns | {"Meta": type("Meta", (), table)})


FOREIGN = marked("{file} is not a record of this course, so it is left alone.")
NO_FILE = marked("{file} is not an ordinary file, so it is left alone.")
DAMAGED = marked("{file} is damaged, so it is left alone.")
ORPHAN = marked(
    "{file} is gone, but {orphan}, which belongs to it and may hold answers, is still there. Put"
    " the record back beside it, or move it to another folder."
)
NEWER = marked(
    "{file} was written by a newer version of the course, so it is left alone. Update the course"
    " first."
)

Statement = tuple[str, list[Any]]

# Any: their columns are made as the course runs, and no checker knows them.
_ENTRIES: dict[type, Any] = {Attempt: _model(Attempt, "exercise"), Guess: _model(Guess, "lesson")}
MODELS: tuple[type[Model], ...] = (_Learner, *_ENTRIES.values())


class Tables:
    """An open database. Methods raise peewee's DatabaseError; opening also raises NotSaved.

    `learner` is the id that a new database is made with. What another connection holds up for
    longer than `TRY_SECONDS` fails, to be tried again. `is_copy`: it lies where nothing can be
    written, so this is what it held when it was opened, and nothing can be added.
    """

    def __init__(self, path: Path, learner: str) -> None:
        if not _is_file(path):
            _make(path.resolve(), learner)
        self.is_copy = False
        try:
            self._open(path, _connected)
        except DatabaseError as error:
            # Readers of a write-ahead log have to write a file beside it.
            if code_of(error) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
            self._open(path, _copied)
            self.is_copy = True

    def _open(self, path: Path, connected: Callable[[Path], SqliteDatabase]) -> None:
        self.database = connected(path)
        try:
            self._check(path)
        except BaseException:
            self.database.close()
            raise

    def close(self) -> None:
        self.database.close()

    def writing(self) -> AbstractContextManager[Any]:
        """One transaction: all of it is kept or nothing."""
        return self.database.atomic("IMMEDIATE")

    def learner(self) -> tuple[str, str]:
        """The learner's id and name."""
        (row,) = self._selected(_Learner.select())
        return row["id"], row["name"]

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
            if kind is Attempt and name == "lesson":
                # "/" and "0" are neighbours, so these are all that begin with "<lesson>/".
                query = query.where(model.exercise >= f"{value}/", model.exercise < f"{value}0")
            else:
                query = query.where(getattr(model, name) == value)
        return self._selected(query)

    def _selected(self, query: ModelSelect[Any]) -> list[dict[str, Any]]:
        """The rows as the file has them, where any column may hold anything."""
        cursor = self.database.execute_sql(*query.bind(self.database).sql())
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def is_empty(self) -> bool:
        return not any(
            model.select().limit(1).execute(self.database) for model in _ENTRIES.values()
        )

    def _check(self, path: Path) -> None:
        """Look at all that is asked of it later, so that what is wrong shows here."""
        if self.database.application_id != APPLICATION_ID:
            raise NotSaved(FOREIGN, file=str(path))
        if self.database.user_version > VERSION:
            raise NotSaved(NEWER, file=str(path))
        missing = {model._meta.table_name for model in MODELS} - {*self.database.get_tables()}
        if self.database.user_version < VERSION or missing:
            raise NotSaved(DAMAGED, file=str(path))
        for model in MODELS[1:]:
            self._selected(model.select().limit(1))
        learners = self._selected(_Learner.select().limit(2))
        try:
            msgspec.convert(learners, Annotated[list[_Whose], Meta(min_length=1, max_length=1)])
        except msgspec.ValidationError as error:
            raise NotSaved(DAMAGED, file=str(path)) from error


def _connected(path: Path) -> SqliteDatabase:
    # "full": every commit is on the disk before it returns.
    database = SqliteDatabase(str(path), timeout=TRY_SECONDS, pragmas={"synchronous": "full"})
    try:
        database.connect()
    except BaseException:
        database.close()
        raise
    # What is no UTF-8 spoils one text and not the whole reading.
    database.connection().text_factory = lambda text: text.decode("utf-8", "replace")
    return database


def _copied(path: Path) -> SqliteDatabase:
    """What a file and its log hold, in memory."""
    path = path.resolve()
    database = _connected(Path(":memory:"))
    with TemporaryDirectory(prefix="borrow-wisely-") as folder:
        copy = Path(folder, path.name)
        for end in ("", "-wal"):
            with suppress(FileNotFoundError):
                shutil.copyfile(path.with_name(path.name + end), copy.with_name(copy.name + end))
        try:
            with closing(sqlite3.connect(copy)) as opened:
                opened.backup(database.connection())
        except sqlite3.Error as error:
            raise DatabaseError(str(error)) from error
    database.execute_sql("PRAGMA query_only = 1")
    return database


def _is_file(path: Path) -> bool:
    """Whether there is a file. Raises NotSaved for what SQLite could wait for, or never read."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    if not stat.S_ISREG(mode):
        raise NotSaved(NO_FILE, file=str(path))
    return True


def _make(path: Path, learner: str) -> None:
    """Make a new database whole, then put it in its place, unless another one is there by then.

    Made in its place it would be found half made by others, who would wait for each other.
    """
    log = path.with_name(f"{path.name}-wal")
    # SQLite would read another record's log into the new one. A log whose record is there by now
    # is that record's own.
    if log.exists() and log.stat().st_size and not path.exists():
        raise NotSaved(ORPHAN, file=str(path), orphan=log.name)
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


def code_of(error: Exception) -> int:
    """SQLite's number of an error that peewee passed on; of several, the one that came first."""
    code = sqlite3.SQLITE_ERROR
    link: BaseException | None = error
    while link is not None:
        code = getattr(link, "sqlite_errorcode", code)
        link = link.__context__
    return code & 0xFF
