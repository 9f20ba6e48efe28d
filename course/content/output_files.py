"""Writing the files that the course gives out: whole or not at all, and never through a link.

A file is written beside its place and then put there, so that nobody finds half of one, and what
another name of the old file leads to stays as it was. Devices and pipes are left alone.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO, Any

from course.content.input_files import StrPath, named
from course.content.language import marked
from course.content.messages import ToldError

_BEGIN, _END = ".borrow-wisely-", ".tmp"
_NO_NAME = marked("The name of what is to be written is empty; allowed: a path.")
_NUL = marked("{file} holds a zero byte, which no file's name can hold.")
_NOT_ORDINARY = marked("{file} is there and is no ordinary file; allowed: a new name, or a file.")
_NOT_A_FOLDER = marked("{file} is there and is no folder; allowed: a new name, or a folder.")
_LINK = marked("{file} is a link, and nothing is written through one; allowed: a path without it.")
_DANGLING = marked("{file} is a link to what is not there; allowed: a path without that link.")
_NO_PLACE = marked("{file} cannot be written: its folder is not there.")
_REASONS = {
    errno.ENAMETOOLONG: marked(
        "{file}: this name is longer than the file system allows; use a shorter one."
    ),
    errno.ELOOP: marked("{file} is a link that leads in a circle; allowed: another path."),
    errno.EACCES: marked("{file} may not be written by you; allowed: a place where you may write."),
    errno.EPERM: marked("{file} may not be written by you; allowed: a place where you may write."),
    errno.EROFS: marked("{file} is on a disk that can only be read; allowed: another place."),
    errno.ENOSPC: marked("{file} cannot be written: the disk is full."),
    errno.EDQUOT: marked("{file} cannot be written: your share of the disk is full."),
}
_OTHER = marked("{file} cannot be written: {error}.")


class OutputError(ToldError, OSError):
    """What was named cannot be written; the message names it and what is allowed in its place."""


def unwritable(path: StrPath, error: OSError) -> OutputError:
    """An error of writing in words for whoever named the path."""
    reason = _REASONS.get(error.errno or 0, _OTHER)
    return OutputError(reason, file=named(path), error=error.strerror or str(error))


def check_file(path: StrPath) -> None:
    """Raise OutputError unless a file may be written there: a new one, or an ordinary one anew."""
    mode = _mode(path)
    if mode is not None and not stat.S_ISREG(mode):
        raise OutputError(_NOT_ORDINARY, file=named(path))
    if mode is None and not Path(path).parent.is_dir():
        raise OutputError(_NO_PLACE, file=named(path))


def check_folder(path: StrPath) -> None:
    """Raise OutputError unless the path is a folder, or may become one."""
    mode = _mode(path)
    if mode is not None and not stat.S_ISDIR(mode):
        raise OutputError(_NOT_A_FOLDER, file=named(path))


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that, whatever happens meanwhile, it holds the old bytes or the new ones.

    Raises OutputError if it cannot be written.
    """
    with _beside(path, "xb") as file:
        file.write(data)


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8, in place of what may be there. See `replacing`."""
    with replacing(path) as file:
        file.write(text)


@contextmanager
def replacing(path: Path, *, newline: str = "\n") -> Iterator[IO[str]]:
    """A new text file in UTF-8 that takes its place when all of it is written.

    Half a character becomes a question mark. Raises OutputError if it cannot be written, and if a
    link or anything but an ordinary file stands at the path.
    """
    with _beside(path, "x", encoding="utf-8", errors="replace", newline=newline) as file:
        yield file


@contextmanager
def _beside(path: Path, mode: str, **form: Any) -> Iterator[IO[Any]]:
    """A file that takes the place of another one when it is written."""
    if path.is_symlink():
        raise OutputError(_LINK, file=named(path))
    check_file(path)
    # Not named after it: a name may be as long as the file system allows.
    beside = path.with_name(f"{_BEGIN}{token_hex(8)}{_END}")
    try:
        _remove_left_over(path.parent)
        with beside.open(mode, **form) as file:
            yield file
        with suppress(FileNotFoundError):
            beside.chmod(stat.S_IMODE(path.stat().st_mode))
        os.replace(beside, path)
    except BaseException as error:
        with suppress(OSError):
            beside.unlink()
        if isinstance(error, OSError) and not isinstance(error, OutputError):
            raise unwritable(path, error) from error
        raise


def is_left_over(path: Path) -> bool:
    """Whether it is what a process that was killed had begun to write.

    >>> is_left_over(Path(".borrow-wisely-0123456789abcdef.tmp")), is_left_over(Path("a.csv"))
    (True, False)
    """
    return path.name.startswith(_BEGIN) and path.name.endswith(_END)


def _remove_left_over(folder: Path) -> None:
    """What was written when its process was killed; no writing lasts an hour."""
    for file in folder.glob(f"{_BEGIN}*{_END}"):
        with suppress(OSError):
            if time.time() - file.lstat().st_mtime > 3600:
                file.unlink()


def _mode(path: StrPath) -> int | None:
    """What is there, by its mode; None for nothing."""
    if not os.fspath(path):
        raise OutputError(_NO_NAME)
    if "\0" in os.fspath(path):
        raise OutputError(_NUL, file=named(path))
    try:
        return os.stat(path).st_mode
    except FileNotFoundError:
        if os.path.islink(path):
            raise OutputError(_DANGLING, file=named(path)) from None
        return None
    except OSError as error:
        raise unwritable(path, error) from error
