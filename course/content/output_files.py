"""Writing what somebody asks for: never into a device or a pipe, never half."""

from __future__ import annotations

import errno
import glob
import os
import shutil
import stat
import time
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from course.content.errors import Told
from course.content.input_files import StrPath, named
from course.content.language import marked

_NO_NAME = marked("The name of what is to be written is empty; allowed: a path.")
_NUL = marked("{file} holds a zero byte, which no file's name can hold.")
_NOT_ORDINARY = marked("{file} is there and is no ordinary file; allowed: a new name, or a file.")
_NOT_A_FOLDER = marked("{file} is there and is no folder; allowed: a new name, or a folder.")
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


class OutputError(Told, OSError):
    """What was named cannot be written; the message names it and what is allowed in its place."""


def unwritable(path: StrPath, error: OSError) -> OutputError:
    """An error of writing in words for whoever named the path."""
    reason = _REASONS.get(error.errno, _OTHER)
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
    # Hidden, so that nothing takes it for the file; cut, so that its name is not too long by that.
    beginning = f".{path.name[:80]}."
    beside = path.with_name(f"{beginning}{token_hex(4)}.tmp")
    try:
        _remove_left_over(path.parent, beginning)
        with beside.open("xb") as file:
            file.write(data)
        if path.exists():
            shutil.copymode(path, beside)
        os.replace(beside, path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise unwritable(path, error) from error


def _remove_left_over(folder: Path, beginning: str) -> None:
    """What was written when its process was killed; no writing lasts an hour."""
    for file in folder.glob(f"{glob.escape(beginning)}*.tmp"):
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
