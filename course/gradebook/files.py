"""Which files of a folder are learners' records; the others are named, with the reason."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from course.content.language import Language, marked
from course.content.output_files import is_left_over
from course.record import RecordFile, RecordFileError, read_file
from course.record.file import LARGEST_PACKED, SUFFIX

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
_FOLDER = marked("It is a folder and not a record. What lies in it was looked at.")
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

    Beside them, what was only begun is left out too. A folder is there only if it is called as a
    record is; one that cannot be opened stands with its error.
    """
    found: list[tuple[str, Path | OSError]] = []
    folders = [folder]
    written_in = {path.parent for path in without}
    while folders:  # folders may lie deeper in each other than functions can
        parent = folders.pop()
        try:
            with os.scandir(parent) as entries:
                inside = [(Path(entry), _is_folder(entry)) for entry in entries]
        except OSError as error:
            found.append((_place(parent, folder), error))
            continue
        folders += [path for path, is_folder in inside if is_folder]
        found += [
            (_place(path, folder), path)
            for path, is_folder in inside
            if path not in without
            and (not is_folder or path.suffix.lower() == SUFFIX)
            and not (parent in written_in and is_left_over(path))
        ]
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
            data = _data(path)
            if isinstance(data, str):
                yield Listed(place, "other", language.text(data, suffix=SUFFIX)), None
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
        data = _data(handed.path)
        if not isinstance(data, str):
            record = read_file(data)
            if _handed(handed.path, handed.place, record) == handed:
                return record
        return Listed(handed.place, "refused", language.text(_CHANGED))
    except RecordFileError as error:
        return Listed(handed.place, "refused", error.text(language))
    except OSError as error:
        return Listed(handed.place, "refused", _unreadable(error, language))


def _handed(path: Path, place: str, record: RecordFile) -> Handed:
    entries = Counter(attempt.learner for attempt in record.attempts)
    entries.update(guess.learner for guess in record.guesses)
    return Handed(path, place, record.learner, record.name, record.made_at, entries)


def _data(path: Path) -> bytes | str:
    """The bytes of what may be a record by its name or its beginning; why it is none otherwise.

    A film is not read whole, and what gives bytes without an end, or none yet, not at all.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:  # a link that leads nowhere
        return _NO_FILE
    if stat.S_ISDIR(mode) and not path.is_symlink():
        return _FOLDER
    if not stat.S_ISREG(mode):
        return _NO_FILE
    with open(path, "rb", opener=_at_once) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # by now
            return _NO_FILE
        begin = file.read(2)
        if begin != _GZIP and path.suffix.lower() != SUFFIX:
            return _OTHER
        return begin + file.read(LARGEST_PACKED)


def _at_once(path: str, flags: int) -> int:
    """Open without waiting for whoever writes into a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:  # it is listed with what happens when it is opened
        return False


def _place(path: Path, folder: Path) -> str:
    """Where it lies, in one line that obeys nothing, and different for each file."""
    place = path.relative_to(folder).as_posix()
    return "".join(c if c.isprintable() and c != "\\" else _escaped(c) for c in place)


def _escaped(c: str) -> str:
    """
    >>> _escaped("\\n"), _escaped("\\x1b"), _escaped("\\udce9"), _escaped("\\\\")
    ('\\\\n', '\\\\x1b', '\\\\xe9', '\\\\\\\\')
    """
    byte = ord(c) - 0xDC00  # of a name that is no text
    return f"\\x{byte:02x}" if 0x80 <= byte <= 0xFF else c.encode("unicode_escape").decode()


def _unreadable(error: OSError, language: Language) -> str:
    return language.text(_CANNOT, error=error.strerror or type(error).__name__)
