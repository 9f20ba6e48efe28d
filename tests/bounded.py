"""Running what may not end, or may take all memory, so that neither happens to the tests."""

from __future__ import annotations

import os
import subprocess

# What the system sends who takes too much, and how an interpreter ends that was refused memory.
_KILLED = {-9, -11, -6}


def bounded(
    args: list[str],
    *,
    seconds: float = 60,
    megabytes: int = 1500,
    input: bytes | None = None,
    env: dict[str, str] | None = None,
    cwd: str | os.PathLike[str] | None = None,
) -> subprocess.CompletedProcess:
    """Run a command with an end to its time and memory, and give what it printed.

    Raises AssertionError when it took more. Where the system bounds no memory, only time is.
    """

    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024**2,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    given = {"stdin": subprocess.DEVNULL} if input is None else {"input": input}
    try:
        done = subprocess.run(
            args,
            **given,
            env=env,
            cwd=cwd,
            timeout=seconds,
            capture_output=True,
            preexec_fn=limit if os.name == "posix" else None,
        )
    except subprocess.TimeoutExpired as error:
        said = (error.stdout or b"")[-500:], (error.stderr or b"")[-500:]
        raise AssertionError(f"not done after {seconds} seconds: {args}, {said}") from error
    refused = b"MemoryError" in done.stderr or done.returncode in _KILLED
    assert not refused, f"more than {megabytes} MB: {args}, {done.stderr[-500:]}"
    return done
