"""Twenty writers at once on one record. JSON on standard output; times in milliseconds.

    uv run python -m tests.benchmarks.record [SECONDS]

Each writer is a process, as each open notebook is, and adds attempts without a pause for SECONDS
(default 60); every attempt that was acknowledged is then looked for in the file with SQLite alone.
After it, in the same run, on the same disk and for as long: the peer, twenty processes that insert
the same rows with bare `sqlite3`, the same table, index and pragmas, one transaction each.

`pace` is the class as it is: the same writers, one attempt in about three seconds each.
"""

from __future__ import annotations

import json
import multiprocessing
import platform
import random
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from course.record import NotSaved, Record
from course.record.store import WAIT_SECONDS
from tests.record.entries import attempt

WRITERS = 20
THINKING_SECONDS = 3.0

Add = Callable[[Any], None]


def record_writer(path: Path) -> Add:
    record = Record(path)
    if record.problem:  # opens it, which loads peewee
        raise record.problem
    return record.add


def peer_writer(path: Path) -> Add:
    database = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    database.execute("PRAGMA synchronous = full")

    def add(entry: Any) -> None:
        row = (
            entry.id, entry.learner, entry.at, entry.exercise, entry.version, entry.seed,
            entry.number, json.dumps(entry.response), entry.state, entry.credit,
            json.dumps(entry.misconceptions), entry.hints, entry.seconds, entry.occasion,
            entry.language,
        )  # fmt: skip
        database.execute("BEGIN IMMEDIATE")
        database.execute(f"INSERT INTO attempt VALUES ({', '.join('?' * len(row))})", row)
        database.execute("COMMIT")

    return add


def make_table(path: Path, like: Path) -> None:
    """The peer's database: the table and index of a record that is there."""
    with closing(sqlite3.connect(like)) as record:
        query = "SELECT sql FROM sqlite_master WHERE tbl_name = 'attempt' AND sql IS NOT NULL"
        statements = [row[0] for row in record.execute(query)]
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = wal")
        for statement in statements:
            database.execute(statement)


def write(
    make: Callable[[Path], Add],
    path: Path,
    seconds: float,
    pause_seconds: float,
    ready: Barrier,
    results: Queue,
) -> None:
    add = make(path)
    acknowledged, times, refused = [], [], 0
    ready.wait()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if pause_seconds:
            time.sleep(random.expovariate(1 / pause_seconds))
        entry = attempt()
        start = time.perf_counter()
        try:
            add(entry)
        except (NotSaved, sqlite3.Error):
            refused += 1
            continue
        times.append(time.perf_counter() - start)
        acknowledged.append(entry.id)
    results.put((acknowledged, times, refused))


def measured(
    make: Callable[[Path], Add], path: Path, seconds: float, pause_seconds: float = 0.0
) -> dict[str, float]:
    # Not forked: two notebooks share no memory either.
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    arguments = (make, path, seconds, pause_seconds, context.Barrier(WRITERS), results)
    writers = [context.Process(target=write, args=arguments) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    found = [results.get(timeout=seconds + 120) for _ in writers]
    for writer in writers:
        writer.join()
    acknowledged = [id for ids, _, _ in found for id in ids]
    times = [1000 * taken for _, some, _ in found for taken in some]
    with closing(sqlite3.connect(path)) as database:
        present = {row[0] for row in database.execute("SELECT id FROM attempt")}
        (whole,) = database.execute("PRAGMA integrity_check").fetchone()
    each = [len(ids) for ids, _, _ in found]
    return {
        "acknowledged": len(acknowledged),
        "present": len(present),
        "acknowledged_but_missing": len(set(acknowledged) - present),
        "refused": sum(refused for _, _, refused in found),
        "integrity": whole,
        "writes_per_second": round(len(times) / seconds, 1),
        "least_of_one_writer": min(each),
        "most_of_one_writer": max(each),
        "median_ms": round(statistics.median(times), 2),
        "p99_ms": round(statistics.quantiles(times, n=100)[98], 2),
        "longest_ms": round(max(times), 1),
    }


def main(seconds: float) -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        record, peer = Path(folder, "record.sqlite"), Path(folder, "peer.sqlite")
        result = {
            "writers": WRITERS,
            "seconds": seconds,
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            "record": measured(record_writer, record, seconds),
        }
        make_table(peer, like=record)
        result["peer_bare_sqlite3"] = measured(peer_writer, peer, seconds)
        paced = Path(folder, "paced.sqlite")
        result["pace"] = measured(record_writer, paced, min(seconds, 20.0), THINKING_SECONDS)
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0)
