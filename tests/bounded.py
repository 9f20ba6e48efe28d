"""Running a command that must end soon and stay small, whatever it was given to read."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

import psutil

_POLL_SECONDS = 0.02


def bounded(
    args: list[str],
    *,
    seconds: float = 60,
    megabytes: int = 1500,
    input: bytes | None = None,
    env: dict[str, str] | None = None,
    cwd: str | os.PathLike[str] | None = None,
) -> subprocess.CompletedProcess:
    """Run a command, its output caught; AssertionError where it takes more time or memory, or where
    a signal ended it. `env` is added to the environment of the tests.

    Memory is what the process and its children hold at once, looked at fifty times a second: a
    limit of the system's on addresses would also count what numpy reserves for each processor.
    """
    with contextlib.ExitStack() as files:
        given, out, err = (files.enter_context(tempfile.TemporaryFile()) for _ in range(3))
        given.write(input or b"")
        given.seek(0)
        child = subprocess.Popen(args, stdin=given, stdout=out, stderr=err, cwd=cwd,
                                 env=os.environ | (env or {}))  # fmt: skip
        end = time.monotonic() + seconds
        try:
            while child.poll() is None:
                held = _megabytes(child.pid)
                what = "" if held < megabytes else f"held {held:.0f} MB"
                if time.monotonic() > end:
                    what = f"was not done after {seconds} s"
                assert not what, f"{args} {what}; it said {_end_of(err)!r}"
                time.sleep(_POLL_SECONDS)
        finally:
            for process in _family(child.pid):
                with contextlib.suppress(psutil.Error):
                    process.kill()
            child.wait()
        out.seek(0)
        err.seek(0)
        done = subprocess.CompletedProcess(args, child.returncode, out.read(), err.read())
        assert done.returncode >= 0, f"signal {-done.returncode} ended {args}: {done.stderr!r}"
        return done


def bounded_python(code: str, *args: str | Path, **limits: Any) -> str:
    """What a piece of Python prints that ends well and within the bounds (see `bounded`)."""
    done = bounded([sys.executable, "-c", code, *map(str, args)], **limits)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout.decode()


_EACH = """
import json, sys
from pathlib import Path
answers = {}
for file in sorted(Path(sys.argv[1]).iterdir()):
    print(file.name, file=sys.stderr, flush=True)
    answers[file.name] = answer(file)
print(json.dumps(answers))
"""


def bounded_answers(
    code: str, folder: Path, files: Mapping[str, Callable[[], str | bytes]], **limits: Any
) -> dict[str, Any]:
    """What the function `answer` of a piece of Python gives for each file, all in one process.

    The files are written to `folder`, which holds nothing else. Where a bound is not kept, the file
    at fault is the last one that the AssertionError names.
    """
    for name, made in files.items():
        data = made()
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    answers = json.loads(bounded_python(code + _EACH, folder, **limits))
    assert answers.keys() == files.keys()
    return answers


def _end_of(printed: IO[bytes]) -> bytes:
    """The last of what was printed until now."""
    printed.seek(max(0, printed.seek(0, os.SEEK_END) - 500))
    return printed.read()


def _family(pid: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _megabytes(pid: int) -> float:
    held = 0
    for process in _family(pid):
        with contextlib.suppress(psutil.Error):
            held += process.memory_info().rss
    return held / 1e6
