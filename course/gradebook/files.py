"""Which files of a folder are learners' records; the others are named, with the reason."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from course.content.language import Language, marked
from course.record import RecordFile, RecordFileError, read_file
from course.record.file import LARGEST_PACKED, SUFFIX, without_halves

FileState = Literal["read", "copy", "refused", "other"]

FILE_STATES: dict[FileState, str] = {
    "read": marked("read"),
    "copy": marked("the same as another file"),
    "refused": marked("not read"),
    "other": marked("not a record"),
}

_GZIP = b"\x1f\x8b"
_COPY = marked("It holds the same as {file}.")
_OTHER = marked("Records end in {suffix}; an archive must be unpacked first.")
_NO_FILE = marked("It is not an ordinary file.")
_CHANGED = marked("It changed while the gradebook was made.")
_CANNOT = marked("It could not be read: {error}.")


class Listed(NamedTuple):
    """One file of the folder and what became of it."""

    place: str
    state: FileState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """A learner's file: when it was made, and how many entries of which learner it holds.

    `place` is where it lies in the folder.
    """

    path: Path
    place: str
    learner: str
    name: str
    made_at: str
    entries: Mapping[str, int]


def files_in(folder: Path, *, without: Collection[Path]) -> list[tuple[str, Path | OSError]]:
    """Everything in the folder and below, by its place, but for the files `without`.

    A folder that cannot be opened stands with its error.
    """
    found: list[tuple[str, Path | OSError]] = []

    def failed(error: OSError) -> None:
        found.append((_place(Path(error.filename), folder), error))

    for parent, folders, names in os.walk(folder, onerror=failed):
        links = [name for name in folders if Path(parent, name).is_symlink()]  # not walked into
        paths = (Path(parent, name) for name in (*names, *links))
        found += [(_place(path, folder), path) for path in paths if path not in without]
    return sorted(found, key=lambda file: file[0])


def looked_through(
    files: Iterable[tuple[str, Path | OSError]], language: Language
) -> Iterator[tuple[Listed, Handed | None]]:
    """What each file is, and whose."""
    first: dict[bytes, str] = {}
    for place, path in files:
        try:
            if isinstance(path, OSError):
                raise path
            if not path.is_file():
                yield Listed(place, "other", language.text(_NO_FILE)), None
                continue
            data = _data(path)
            if data is None:
                reason = language.text(_OTHER, suffix=SUFFIX)
                yield Listed(place, "other", reason), None
                continue
            record = read_file(data)
        except RecordFileError as error:
            yield Listed(place, "refused", error.text(language)), None
        except OSError as error:
            yield Listed(place, "refused", _unreadable(error, language)), None
        else:
            digest = sha256(data).digest()
            if same := first.get(digest):
                yield Listed(place, "copy", language.text(_COPY, file=same)), None
            else:
                first[digest] = place
                yield Listed(place, "read"), _handed(path, place, record)


def contents(handed: Handed, language: Language) -> RecordFile | Listed:
    """What a file holds, read anew; how it is to be listed if that fails by now."""
    try:
        record = read_file(_data(handed.path) or b"")
        if _handed(handed.path, handed.place, record) == handed:
            return record
        return Listed(handed.place, "refused", language.text(_CHANGED))
    except RecordFileError as error:
        return Listed(handed.place, "refused", error.text(language))
    except OSError as error:
        return Listed(handed.place, "refused", _unreadable(error, language))


def _handed(path: Path, place: str, record: RecordFile) -> Handed:
    entries = Counter(entry.learner for entry in (*record.attempts, *record.guesses))
    return Handed(path, place, record.learner, record.name, record.made_at, entries)


def _data(path: Path) -> bytes | None:
    """The bytes of what may be a record by its name or its beginning; a film is not read whole."""
    with path.open("rb") as file:
        begin = file.read(2)
        if begin != _GZIP and path.suffix.lower() != SUFFIX:
            return None
        return begin + file.read(LARGEST_PACKED)


def _place(path: Path, folder: Path) -> str:
    return without_halves(path.relative_to(folder).as_posix())


def _unreadable(error: OSError, language: Language) -> str:
    return language.text(_CANNOT, error=error.strerror or type(error).__name__)
