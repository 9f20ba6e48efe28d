"""The gradebook of a class: time and memory, and how they grow. JSON on standard output.

    uv run python -m tests.benchmarks.gradebook [FILES ...]

For each number of files (default: 100 and 1000) a made class of 200 attempts a learner is written,
then read by `uv run course gradebook` itself: the whole command from its start, with all processors
and with one. Beside it, in the same run, the peer: a process that only reads and decodes the same
files with Python's own gzip and json. Seconds are the median of the rounds, on the clock and of all
processors together; memory is the most that all processes of the command held at one moment.
"""

from __future__ import annotations

import json
import platform
import resource
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

import psutil

from tests.gradebook.made_class import write_class

FILES = (100, 1000)
ATTEMPTS = 200
ROUNDS = 3
SAMPLES_PER_SECOND = 20

COMMAND = """
import sys
from course.cli import main
if __name__ == "__main__":
    if sys.argv[3] == "one":
        import course.gradebook.book
        course.gradebook.book.LEAST_FOR_PROCESSES = sys.maxsize
    main(["gradebook", sys.argv[1], "--out", sys.argv[2]])
"""
PEER = """
import gzip, json, pathlib, sys
for file in sorted(pathlib.Path(sys.argv[1]).glob("*.borrow")):
    json.loads(gzip.decompress(file.read_bytes()))
"""


def run(command: list[str]) -> dict[str, float]:
    """One run: seconds on the clock, seconds of processors, most memory at one moment."""
    begin, used, most = time.perf_counter(), processor_seconds(), 0
    with TemporaryFile() as said:
        process = psutil.Popen(command, stdout=said, stderr=said)
        while process.poll() is None:
            held = 0
            for one in (process, *process.children(recursive=True)):
                with suppress(psutil.Error):
                    # What processes share is counted for each of them: an upper bound.
                    held += one.memory_info().rss
            most = max(most, held)
            time.sleep(1 / SAMPLES_PER_SECOND)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{command} ended with {process.returncode}: {said.read().decode()}")
    return {
        "seconds": time.perf_counter() - begin,
        "processor_seconds": processor_seconds() - used,
        "memory_mb": most / 1024**2,
    }


def processor_seconds() -> float:
    """What all processes that have ended took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def medians(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(one[name] for one in rounds), 2) for name in rounds[0]}


def written(folder: Path, files: int) -> None:
    """A class of so many files; each processor writes its share."""
    shares = [range(begin, min(begin + 25, files)) for begin in range(0, files, 25)]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
        list(processes.map(write_class, [folder] * len(shares), shares, [ATTEMPTS] * len(shares)))


def measured(files: int) -> dict[str, object]:
    with TemporaryDirectory(prefix="gradebook-") as name:
        folder, out = Path(name, "class"), Path(name, "out")
        written(folder, files)
        script, peer = Path(name, "command.py"), Path(name, "peer.py")
        script.write_text(COMMAND, encoding="utf-8")
        peer.write_text(PEER, encoding="utf-8")
        ways = {
            "gradebook": [sys.executable, str(script), str(folder), str(out), "all"],
            "gradebook, one process": [sys.executable, str(script), str(folder), str(out), "one"],
            "peer: gzip and json": [sys.executable, str(peer), str(folder)],
        }
        # In turn, so that a slow moment of the machine is shared.
        rounds = [{way: run(command) for way, command in ways.items()} for _ in range(ROUNDS)]
        size = sum(file.stat().st_size for file in folder.iterdir())
        page = (out / "gradebook.html").stat().st_size
        return {
            "files": files,
            "attempts": files * ATTEMPTS,
            "read_mb": round(size / 1024**2, 2),
            "page_mb": round(page / 1024**2, 2),
            **{way: medians([one[way] for one in rounds]) for way in ways},
        }


def main(numbers: tuple[int, ...]) -> None:
    sizes = [measured(files) for files in numbers]
    first, last = sizes[0], sizes[-1]
    growth = {
        way: {unit: round(last[way][unit] / first[way][unit], 2) for unit in first[way]}
        for way in ("gradebook", "gradebook, one process", "peer: gzip and json")
    }
    result = {
        "processors": psutil.cpu_count(),
        "python": platform.python_version(),
        "rounds": ROUNDS,
        "sizes": sizes,
        "growth": {"files": round(last["files"] / first["files"], 2)} | growth,
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or FILES)
