"""Starts JupyterLab on the course: its own settings, the learner's browser, a clean end.

Whatever Jupyter the learner already has stays as it is. The course's configuration is read from
`course/jupyter/`, and what JupyterLab writes (settings the learner changes, signatures of trusted
notebooks) goes to the folder `.jupyter` of the project, or the one named in `COURSE_HOME`.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from course.content.places import NOTEBOOKS, ROOT

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

CONFIGURATION = Path(__file__).parent / "jupyter"
WELCOME = "00-welcome.ipynb"
PORT = 8888
INTERFACES = {"en": "en", "zh": "zh_CN"}


def home() -> Path:
    """The folder that JupyterLab may write to while the course runs."""
    return Path(os.environ.get("COURSE_HOME") or ROOT / ".jupyter").resolve()


def environment(home: Path) -> dict[str, str]:
    """The variables that make Jupyter read the course's configuration and no other user's.

    >>> sorted(environment(Path("state")))  # doctest: +NORMALIZE_WHITESPACE
    ['IPYTHONDIR', 'JUPYTER_CONFIG_DIR', 'JUPYTER_CONFIG_PATH', 'JUPYTER_DATA_DIR',
     'JUPYTER_PATH', 'JUPYTER_RUNTIME_DIR']
    """
    return {
        "JUPYTER_PATH": str(CONFIGURATION),  # kernels/ and labextensions/
        "JUPYTER_CONFIG_PATH": str(CONFIGURATION),  # labconfig/
        "JUPYTER_CONFIG_DIR": str(home),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
    }


def use_course_configuration() -> None:
    """Set the variables of `environment` for this process and the kernels it starts."""
    folder = home()
    folder.mkdir(parents=True, exist_ok=True)  # IPython wants the parent of its own folder there
    os.environ.update(environment(folder))


def welcome(language: str) -> str:
    """The welcome notebook of a language, as JupyterLab names it: relative to the project."""
    return (NOTEBOOKS / language / WELCOME).relative_to(ROOT).as_posix()


def has_display() -> bool:
    """Whether a browser window could open here.

    Without a display Python would find a text browser such as w3m and fill the terminal with it.
    """
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def arguments(notebook: str, workspaces: Path, *, port: int, browser: bool) -> list[str]:
    """The command line given to JupyterLab."""
    settings = {
        "ServerApp.root_dir": ROOT,
        "ServerApp.port": port,
        "ServerApp.open_browser": browser,
        # The file that would otherwise pass on the token lies in a hidden folder, which the
        # browsers that Ubuntu packs as snaps cannot read.
        "ServerApp.use_redirect_file": False,
        "ServerApp.kernel_websocket_connection_class": "course.prompt_socket.PromptConnection",
        "ServerApp.allow_root": hasattr(os, "geteuid") and os.geteuid() == 0,
        "LabApp.default_url": f"/lab/tree/{notebook}",
        # A new one each time: tabs of another day would cover the welcome page.
        "LabApp.workspaces_dir": workspaces,
        "Application.log_level": "WARN",
    }
    return [f"--{name}={value}" for name, value in settings.items()]


def use_interface_language(language: str) -> None:
    """Let JupyterLab's own menus speak the language of the edition, in every later start too."""
    file = home().joinpath(
        "lab/user-settings/@jupyterlab/translation-extension/plugin.jupyterlab-settings"
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"locale": INTERFACES[language]}), encoding="utf-8")


def serve(
    language: str,
    *,
    port: int = PORT,
    browser: bool = True,
    teacher: bool = False,
    edit: bool = False,
) -> None:
    """Open the course in JupyterLab and stay until Ctrl-C.

    `teacher`: with the instructor's part of each lesson, which is otherwise not shown.
    `edit`: lessons can be changed and saved, which are otherwise only to be read.
    """
    use_course_configuration()
    use_interface_language(language)
    # A token that Jupyter makes itself it also prints, in a page of advice about files and hosts.
    token = os.environ.setdefault("JUPYTER_TOKEN", secrets.token_hex(24))
    from jupyterlab.labapp import LabApp  # reads the environment, so not before it is set

    notebook = welcome(language)
    with TemporaryDirectory(prefix="course-", ignore_cleanup_errors=True) as workspaces:
        server = LabApp.initialize_server(
            arguments(notebook, Path(workspaces), port=port, browser=browser and has_display())
        )
        server.web_app.settings.setdefault("page_config_data", {})["courseTeacher"] = teacher
        server.contents_manager.lessons_editable = edit
        # Jupyter would ask whether it is meant; Ctrl-C is answer enough.
        signal.signal(signal.SIGINT, lambda *_: server.stop(from_signal=True))
        # After the server's own first callback, which makes it listen.
        server.io_loop.add_callback(_say_where, server, port, f"lab/tree/{notebook}?token={token}")
        server.start()


def _say_where(server: ServerApp, asked_port: int, path: str) -> None:
    if server.port != asked_port:
        print(f"Port {asked_port} is taken, so the course uses port {server.port}.")
    print(
        "The course is open at this address (if no browser shows it, open it yourself):\n\n"
        f"    {server.connection_url}{path}\n\n"
        "Ctrl-C here ends it.",
        flush=True,
    )
