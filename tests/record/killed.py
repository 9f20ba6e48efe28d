"""Kills writers in the middle of their work: `python -m tests.record.killed FILE TIMES`.

Each writer is a fork, so it starts at once, adds attempts to the record in FILE without a pause and
names each on a pipe as soon as it was acknowledged. Beside it another one writes that lives on, so
that some are killed while they wait or make others wait. Printed as JSON: how many were killed, and
every attempt that was acknowledged.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from course.record import Record
from course.record import tables as _loaded  # noqa: F401  # before the first fork
from tests.record.entries import attempt

LONGEST_LIFE = 0.06  # seconds; a writer opens the record in a tenth of it


def start_writer(path: Path) -> tuple[int, int]:
    """A process that writes until it is killed, and the pipe it reports on."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    try:
        os.close(reading)
        record = Record(path)
        while True:
            entry = attempt()
            record.add(entry)
            os.write(writing, f"{entry.id}\n".encode())
    finally:
        os._exit(1)


def kill(process: int, reading: int) -> tuple[bool, list[str]]:
    """Whether it was still alive, and what it said."""
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    with os.fdopen(reading) as lines:
        said = lines.read().split()
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, said


def main(path: Path, times: int) -> None:
    moments = random.Random(1)
    acknowledged: list[str] = []
    killed = 0
    steady = start_writer(path)
    for number in range(times):
        writer = start_writer(path)
        time.sleep(moments.uniform(0, LONGEST_LIFE))
        alive, said = kill(*writer)
        killed += alive
        acknowledged += said
        if number % 10 == 9:  # now and then nobody has the record open
            acknowledged += kill(*steady)[1]
            steady = start_writer(path)
    acknowledged += kill(*steady)[1]
    print(json.dumps({"killed": killed, "acknowledged": acknowledged}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
