"""Folders that last as long as a run, and those of runs that were killed.

Each holds a file that its process keeps locked. The system drops a lock with its process, however
that ended, so a folder whose file can be locked was left over. (The number of a process would not
tell: it is soon another one's.)
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import BinaryIO

PREFIX = "borrow-wisely-"
LOCK = ".run"


@contextmanager
def run_folder(parent: Path) -> Iterator[Path]:
    """A new folder that only this user may enter, taken away at the end.

    Those that killed runs of this user left in `parent` are taken away first.
    """
    remove_left_over(parent)
    folder = Path(mkdtemp(prefix=PREFIX, dir=parent))
    try:
        with (folder / LOCK).open("xb", buffering=0) as file:
            _lock(file, wait=True)
            file.write(b"locked")
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_left_over(parent: Path) -> None:
    """Remove the folders of killed runs of this user; whatever else is there is left alone."""
    for folder in parent.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if _own(folder) and _ended(folder / LOCK):
                shutil.rmtree(folder, ignore_errors=True)


def _own(folder: Path) -> bool:
    """Whether it is a folder that this user made: where all may write, others could set a trap."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    return os.name == "nt" or folder.stat().st_uid == os.getuid()


def _ended(lock: Path) -> bool:
    if lock.is_symlink() or not lock.is_file():
        return False
    with lock.open("r+b") as file:
        _lock(file, wait=False)
        return bool(file.read())  # an empty one is about to be locked


def _lock(file: BinaryIO, *, wait: bool) -> None:
    """Lock a file until it is closed. Raises OSError where another process has, unless it waits."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
