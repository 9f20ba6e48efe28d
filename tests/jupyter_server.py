"""A course server for tests and benchmarks: the real command, at a free port, with its own home."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat

from course.record.store import SETTING
from course.shipped import as_configuration, code_digest

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class CourseServer:
    """A running `course`: where it is, and how to open a notebook there."""

    base: str  # "http://localhost:40123/"
    token: str
    process: subprocess.Popen
    home: Path
    lines: list[str] = field(repr=False)

    def said(self) -> str:
        """All that it printed so far."""
        return "".join(self.lines)

    def url(self, notebook: str | Path = "notebooks/en/00-welcome.ipynb") -> str:
        """The address that opens a notebook, given by its path from the project's root.

        It opens alone: JupyterLab would restore the tabs that were open before, and each of their
        lessons would run again.
        """
        path = Path(notebook)
        if path.is_absolute():
            path = path.relative_to(ROOT)
        return f"{self.base}lab/tree/{path.as_posix()}?token={self.token}&reset"

    def ask(self, path: str, question: object = None) -> dict:
        """What Jupyter's REST interface answers; a question is posted."""
        data = None if question is None else json.dumps(question).encode()
        headers = {"Authorization": f"token {self.token}"}
        with urllib.request.urlopen(
            urllib.request.Request(f"{self.base}api/{path}", data, headers)
        ) as answer:
            return json.load(answer)

    def run(self, code: str, notebook: str = "notebooks/en/00-welcome.ipynb") -> str:
        """What the code prints in a notebook's kernel, or how it fails."""
        import websocket  # of Jupyter's server

        kernel = {"name": "python3"}
        session = {"path": notebook, "name": "", "type": "notebook", "kernel": kernel}
        id = self.ask("sessions", session)["kernel"]["id"]
        address = f"{self.base}api/kernels/{id}/channels".replace("http", "ws", 1)
        channels = websocket.create_connection(
            address, timeout=60, header=[f"Authorization: token {self.token}"]
        )
        header = {"msg_id": "1", "msg_type": "execute_request", "session": "1", "version": "5.3"}
        content = {"code": code, "silent": False}
        request = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        channels.send(json.dumps(request | {"channel": "shell"}))
        printed, replied, idle = "", False, False
        # The reply and what is printed come by two ways, either first.
        while not (replied and idle):
            told = json.loads(channels.recv())
            if told["parent_header"].get("msg_id") != "1":
                continue
            content = told["content"]
            replied |= told["msg_type"] == "execute_reply"
            idle |= content.get("execution_state") == "idle"
            if told["channel"] == "iopub":
                printed += content.get("text", "") + "\n".join(content.get("traceback", ()))
        channels.close()
        return printed

    def trust(self, notebook: Path) -> None:
        """Let a notebook of a test run by itself, as a lesson does.

        Its digest goes where Jupyter looks for a user's own configuration, in the home of this
        server alone; each page that is opened from then on has it.
        """
        folder = self.home / "labconfig/page_config.d"
        folder.mkdir(parents=True, exist_ok=True)
        digest = code_digest(nbformat.read(notebook, as_version=4))
        own = as_configuration({notebook.relative_to(ROOT).as_posix(): digest})
        folder.joinpath(f"{notebook.stem}.json").write_text(own, encoding="utf-8")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextmanager
def course_server(
    *options: str,
    port: int | None = None,
    seconds: float = 60,
    variables: Mapping[str, str | None] | None = None,
    prefix: Sequence[str] = (),
    cwd: Path = ROOT,
) -> Iterator[CourseServer]:
    """Start `course` with more `options`, at a free port if none is given, and end it with Ctrl-C.

    No browser is opened unless `variables` names one in BROWSER. They are set in its environment,
    or taken out where None; `prefix` stands before its command, which runs in `cwd`.
    """
    with TemporaryDirectory(prefix="course-test-", ignore_cleanup_errors=True) as home:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTER")}
        environment |= {"COURSE_HOME": home, SETTING: str(Path(home, "record.sqlite"))}
        environment |= variables or {}
        browser = () if "BROWSER" in (variables or {}) else ("--no-browser",)
        process = subprocess.Popen(
            [
                *(*prefix, sys.executable, "-m", "course", *browser),
                *("--port", str(port or free_port())),
                *options,
            ],
            env={name: value for name, value in environment.items() if value is not None},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        lines: list[str] = []
        reader = threading.Thread(target=lambda: lines.extend(process.stdout), daemon=True)
        reader.start()
        try:
            yield _wait_for_address(process, lines, Path(home), seconds)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            reader.join(5)
            process.stdout.close()


def _wait_for_address(
    process: subprocess.Popen, lines: list[str], home: Path, seconds: float
) -> CourseServer:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"(http://\S+?/)lab/tree/\S+\?token=(\w+)", "".join(lines))
        if found:
            return CourseServer(found[1], found[2], process, home, lines)
        time.sleep(0.05)
    raise RuntimeError("the course did not start:\n" + "".join(lines))
