"""Opening what somebody names on the command line: an ordinary file of a bounded size, or a reason.

A path can name anything: a device that never ends, a pipe that nobody writes to, a link in a
circle. What is not an ordinary file is refused before it is opened, since opening alone can wait
for ever, and looked at once more when it is open, in case it was exchanged in between.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeAlias

from course.content.language import marked
from course.content.messages import ToldError
from course.content.places import shown

StrPath: TypeAlias = str | os.PathLike[str]

# A pipe that was put in the place of the file must not be waited for.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)

_KINDS = (
    (stat.S_ISDIR, marked("{file} is a folder; allowed: an ordinary file.")),
    (stat.S_ISFIFO, marked("{file} is a pipe; allowed: an ordinary file.")),
    (stat.S_ISSOCK, marked("{file} is a socket; allowed: an ordinary file.")),
    (lambda mode: True, marked("{file} is a device; allowed: an ordinary file.")),
)
_REASONS = {
    errno.ENOENT: marked("{file} is not there; allowed: a file that is."),
    errno.ENOTDIR: marked("{file} is not there: a part of its path is no folder."),
    errno.ELOOP: marked("{file} is a link that leads in a circle; allowed: an ordinary file."),
    errno.EACCES: marked("{file} may not be read by you; allowed: a file that you may read."),
    errno.EPERM: marked("{file} may not be read by you; allowed: a file that you may read."),
    errno.ENAMETOOLONG: marked(
        "{file}: this name is longer than the file system allows; use a shorter one."
    ),
}
_NO_NAME = marked("The name of a file is empty; allowed: the path of an ordinary file.")
_NUL = marked("{file} holds a zero byte, which no file's name can hold.")
_DANGLING = marked("{file} is a link to a file that is not there; allowed: an ordinary file.")
_NO_FOLDER = marked("{file} is no folder; allowed: a folder.")
_TOO_LARGE = marked("{file} is larger than {limit}; allowed: at most that.")
_OTHER = marked("{file} cannot be used: {error}.")

_SHOWN_LETTERS = 120


class InputError(ToldError, OSError):
    """What was named cannot be read; the message names it and what is allowed in its place."""


def read_bytes(path: StrPath, most_bytes: int) -> bytes:
    """All of an ordinary file of at most `most_bytes` bytes.

    Raises InputError for anything else, before it is read.

    >>> read_bytes(Path(os.devnull), 10)
    Traceback (most recent call last):
    course.content.input_files.InputError: /dev/null is a device; allowed: an ordinary file.
    """
    with opened(path) as file:
        too_large = InputError(_TOO_LARGE, file=named(path), limit=size(most_bytes))
        if os.fstat(file.fileno()).st_size > most_bytes:
            raise too_large
        with _told(path):
            data = file.read(most_bytes + 1)
        if len(data) > most_bytes:  # it grew, or is one of those whose size the system calls 0
            raise too_large
        return data


@contextmanager
def opened(path: StrPath) -> Iterator[BinaryIO]:
    """An ordinary file, open for reading. Raises InputError for anything else."""
    with _told(path):
        _check_name(path)
        _check_kind(path, os.stat(path).st_mode)
        number = os.open(path, _FLAGS)
    with os.fdopen(number, "rb") as file:
        _check_kind(path, os.fstat(number).st_mode)
        yield file


def check_file(path: StrPath) -> None:
    """Raise InputError unless the path leads to an ordinary file that can be read."""
    with opened(path):
        pass


def check_folder(path: StrPath) -> None:
    """Raise InputError unless the path leads to a folder that can be looked into."""
    with _told(path):
        _check_name(path)
        if not stat.S_ISDIR(os.stat(path).st_mode):
            raise InputError(_NO_FOLDER, file=named(path))
        os.scandir(path).close()


def named(path: StrPath) -> str:
    """How a message names what was given: on one line, and not a page long.

    >>> named(Path("a" * 300))[-5:], len(named(Path("a" * 300)))
    ('aaaa…', 121)
    """
    name = shown(Path(path))
    return name if len(name) <= _SHOWN_LETTERS else name[:_SHOWN_LETTERS] + "…"


def size(number_bytes: int) -> str:
    """A limit as it stands in a message.

    >>> size(16 * 1024**2), size(2000)
    ('16 MB', '2000 B')
    """
    whole = number_bytes // 1024**2
    return f"{whole} MB" if whole else f"{number_bytes} B"


def _check_name(path: StrPath) -> None:
    if not os.fspath(path):
        raise InputError(_NO_NAME)
    if "\0" in os.fspath(path):
        raise InputError(_NUL, file=named(path))


def _check_kind(path: StrPath, mode: int) -> None:
    if not stat.S_ISREG(mode):
        reason = next(reason for is_kind, reason in _KINDS if is_kind(mode))
        raise InputError(reason, file=named(path))


@contextmanager
def _told(path: StrPath) -> Iterator[None]:
    try:
        yield
    except InputError:
        raise
    except OSError as error:
        if error.errno == errno.ENOENT and os.path.islink(path):
            raise InputError(_DANGLING, file=named(path)) from error
        reason = _REASONS.get(error.errno or 0, _OTHER)
        raise InputError(reason, file=named(path), error=error.strerror or str(error)) from error
