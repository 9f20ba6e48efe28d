"""Writes the files that the course gives out: whole or not at all, and never through a link.

A file is written beside its place and then put there, so that nobody finds half of one, and what
another name of the old file leads to stays as it was.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

_BEGIN, _END = ".borrow-wisely-", ".tmp"


def write_text(path: Path, text: str, *, encoding: str = "utf-8", newline: str = "\n") -> None:
    """Write a text file, in place of what may be there.

    Half a character becomes a question mark. Raises OSError if it cannot be written, and if a link
    or anything but an ordinary file stands at the path.
    """
    with replacing(path, encoding=encoding, newline=newline) as file:
        file.write(text)


@contextmanager
def replacing(path: Path, *, encoding: str = "utf-8", newline: str = "\n") -> Iterator[TextIO]:
    """A new text file that takes its place when all of it is written. See `write_text`."""
    mode = _mode(path)
    # Not named after it: a name may be as long as the file system allows.
    beside = path.with_name(f"{_BEGIN}{secrets.token_hex(8)}{_END}")
    try:
        with beside.open("x", encoding=encoding, errors="replace", newline=newline) as file:
            yield file
        if mode is not None:
            beside.chmod(mode)
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def is_left_over(path: Path) -> bool:
    """Whether it is what a process that was killed had begun to write.

    >>> is_left_over(Path(".borrow-wisely-0123456789abcdef.tmp")), is_left_over(Path("a.csv"))
    (True, False)
    """
    return path.name.startswith(_BEGIN) and path.name.endswith(_END)


def _mode(path: Path) -> int | None:
    """The permissions of the file that is to be replaced; None where there is none."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(mode):
        raise OSError(f"{path} is a link, and nothing is written through one")
    if not stat.S_ISREG(mode):
        raise OSError(f"{path} is not an ordinary file, so it is left alone")
    return stat.S_IMODE(mode)
