"""Runs a command with a bound on time and memory, which an attack must not reach."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path


def bounded(
    args: list[str],
    *,
    seconds: float = 60,
    megabytes: int = 1500,
    input: bytes | None = None,
    env: dict[str, str] | None = None,
    cwd: str | Path | None = None,
) -> subprocess.CompletedProcess:
    """The command as it ended by itself. Fails the test if time or memory ended it.

    `env` is added to the environment of the tests. The memory is address space, so it is generous.
    """
    # The shell's own limit: what a fork of this process would run could stand still on a lock.
    limited = ["sh", "-c", f'ulimit -v {megabytes * 1024} && exec "$@"', "sh", *map(str, args)]
    process = subprocess.Popen(
        limited,
        stdin=subprocess.DEVNULL if input is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | (env or {}),
        cwd=cwd,
        start_new_session=True,
    )
    try:
        out, said = process.communicate(input, timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # what it started would keep its pipes open
        process.communicate()
        raise AssertionError(f"not done in {seconds} seconds: {args}") from None
    shown = said.decode(errors="replace")
    assert "MemoryError" not in shown, f"more than {megabytes} MB: {args}"
    assert process.returncode >= 0, f"ended by signal {-process.returncode}: {args}\n{shown}"
    return subprocess.CompletedProcess(args, process.returncode, out, said)


def bounded_python(code: str, *args: str | Path, **limits) -> str:
    """What a piece of Python prints that ends well and within the bounds (see `bounded`)."""
    done = bounded([sys.executable, "-c", code, *map(str, args)], **limits)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout.decode()
