"""Starts JupyterLab on the course: its own settings, the learner's browser, a clean end.

Whatever Jupyter the learner already has stays as it is, and nothing of it is read. The course's
configuration is in `course/jupyter/`, and what JupyterLab writes (settings the learner changes,
signatures of trusted notebooks) goes to the folder that `home` names.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from course.content.input_files import StrPath, named
from course.content.language import Language, language, marked
from course.content.messages import ToldError
from course.content.places import NOTEBOOKS, ROOT
from course.run_folders import run_folder

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

CONFIGURATION = Path(__file__).parent / "jupyter"
WELCOME = "00-welcome.ipynb"
PORT = 8888
INTERFACES = {"en": "en", "zh": "zh_CN"}

HOME_SETTING = "COURSE_HOME"
HOME = ROOT / ".jupyter"

# Another Jupyter's variables: one opens the server without a token (JUPYTER_TOKEN=), others send
# its kernels to another machine, or hide the course's own configuration. PYTHONSTARTUP would be run
# in every lesson.
_OF_OTHERS = ("JUPYTER", "JPY_", "PYTHONSTARTUP")

# Said although it is the default: a configuration for all users of a computer may say otherwise.
_LOCAL_ONLY = {
    "ServerApp.ip": "localhost",
    "ServerApp.allow_remote_access": False,
    "ServerApp.allow_origin": "",
    "ServerApp.allow_origin_pat": "",
    "ServerApp.disable_check_xsrf": False,
}


class CannotStart(ToldError):
    """The course cannot be opened; says why, and what can be done."""


_HOME_NAMED = marked(
    "{setting} is {folder}, which cannot be written ({error}); allowed: a folder in which you may"
    " write. Without {setting} the course finds one itself."
)
_NO_HOME = marked(
    "Nothing can be written to {folder} ({error}). Name in {setting} a folder in which you may"
    " write."
)
_HOME_ELSEWHERE = marked(
    "The folder of the course can only be read, so what JupyterLab keeps for you goes to {folder}."
)
_NO_LESSONS = marked(
    "{file} is not there, so there is no lesson to open. The course is opened from a clone or an"
    " unpacked copy of the whole project."
)


def home() -> Path:
    """The folder that JupyterLab may write to while the course runs, made if it is not there.

    It is the one that COURSE_HOME names; else `.jupyter` in the project; else, where the project
    can only be read, one in the user's own data folder. Raises `CannotStart` if none can be
    written.
    """
    if given := os.environ.get(HOME_SETTING):
        folder = Path(os.path.realpath(given))
        try:
            return _written_to(folder)
        except OSError as error:
            raise _nowhere(_HOME_NAMED, given, error) from error
    try:
        return _written_to(HOME)
    except OSError:
        import platformdirs

        folder = platformdirs.user_data_path("borrow-wisely", appauthor=False) / "jupyter"
        try:
            return _written_to(folder)
        except OSError as error:
            raise _nowhere(_NO_HOME, folder, error) from error


def _nowhere(reason: str, folder: StrPath, error: OSError) -> CannotStart:
    return CannotStart(
        reason, setting=HOME_SETTING, folder=named(folder), error=error.strerror or str(error)
    )


def _written_to(folder: Path) -> Path:
    """The folder, made and tried."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        return folder


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


def use_course_configuration() -> Path:
    """Let this process and the kernels it starts read no other Jupyter's; give the home."""
    folder = home()
    for name in [name for name in os.environ if name.startswith(_OF_OTHERS)]:
        del os.environ[name]
    os.environ.update(environment(folder))
    return folder


def welcome(code: str) -> str:
    """The welcome notebook of a language, as JupyterLab names it: relative to the project."""
    return (NOTEBOOKS / code / WELCOME).relative_to(ROOT).as_posix()


def has_display() -> bool:
    """Whether a browser window could open here.

    Without a display Python would find a text browser such as w3m and fill the terminal with it.
    """
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def folder_for_browsers() -> Path:
    """Where a browser may read a file that it is to open.

    On Linux it may come as a snap or a flatpak, which see another /tmp and no hidden folder; the
    downloads are what both may read, and a snap may read all of the home that is not hidden.
    """
    if sys.platform == "linux":
        import platformdirs

        for folder in (platformdirs.user_downloads_path(), Path(os.path.expanduser("~"))):
            hidden = any(part.startswith(".") for part in folder.parts)
            if folder.is_dir() and os.access(folder, os.W_OK) and not hidden:
                return folder
    return Path(tempfile.gettempdir())


def arguments(
    notebook: str, home: Path, run: Path, *, port: int, browser: bool, token: str
) -> list[str]:
    """The command line given to JupyterLab; it is no process's and nobody else sees it.

    `run`: a folder for what need not outlast the run.
    """
    settings = {
        "ServerApp.root_dir": ROOT,
        "ServerApp.port": port,
        **_LOCAL_ONLY,
        "IdentityProvider.token": token,
        "ServerApp.open_browser": browser,
        # An address with the token would stand in the browser's command line, for all to read.
        "ServerApp.use_redirect_file": True,
        # Kept, so that a page left open is known again after the next start.
        "ServerApp.cookie_secret_file": home / "cookie_secret",
        "ServerApp.kernel_websocket_connection_class": "course.prompt_socket.PromptConnection",
        # A kernel that dies as it starts keeps its ports: a page that was told of it is back before
        # Jupyter has chosen new ones, and would listen at the old ones for ever.
        "KernelRestarter.random_ports_until_alive": False,
        "ServerApp.allow_root": hasattr(os, "geteuid") and os.geteuid() == 0,
        "LabApp.default_url": f"/lab/tree/{notebook}",
        # A new one each time: tabs of another day would cover the welcome page.
        "LabApp.workspaces_dir": run / "workspaces",
        "Application.log_level": "WARN",
    }
    return [f"--{name}={value}" for name, value in settings.items()]


def use_interface_language(home: Path, code: str) -> None:
    """Let JupyterLab's own menus speak the language of the edition, in every later start too."""
    file = home.joinpath(
        "lab/user-settings/@jupyterlab/translation-extension/plugin.jupyterlab-settings"
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"locale": INTERFACES[code]}), encoding="utf-8")


def serve(
    code: str,
    *,
    port: int = PORT,
    browser: bool = True,
    teacher: bool = False,
    edit: bool = False,
) -> None:
    """Open the course in JupyterLab, in that language, and stay until Ctrl-C.

    `teacher`: with the instructor's part of each lesson, which is otherwise not shown. `edit`:
    lessons can be changed and saved, which are otherwise only to be read. Raises `CannotStart`
    where there is no lesson, or nowhere to write to.
    """
    words = language(code)
    if not (NOTEBOOKS / code / WELCOME).is_file():
        raise CannotStart(_NO_LESSONS, file=named(NOTEBOOKS / code / WELCOME))
    folder = use_course_configuration()
    if folder != HOME and not os.environ.get(HOME_SETTING):
        print(words.text(_HOME_ELSEWHERE, folder=named(folder)))
    use_interface_language(folder, code)
    browser = browser and has_display()
    # Not in the environment, which every kernel inherits; and one that Jupyter makes itself it also
    # prints, in a page of advice about files and hosts.
    token = secrets.token_hex(24)
    notebook = welcome(code)
    with ExitStack() as folders:
        run = folders.enter_context(run_folder(Path(tempfile.gettempdir())))
        redirect = folders.enter_context(run_folder(folder_for_browsers())) if browser else None
        # What is left over of a killed run is then found in one place, by the next one.
        os.environ["JUPYTER_RUNTIME_DIR"] = str(run / "runtime")
        tempfile.tempdir = str(run)
        from jupyterlab.labapp import LabApp  # reads the environment, so not before it is set

        server = LabApp.initialize_server(
            arguments(notebook, folder, run, port=port, browser=browser, token=token)
        )
        server.web_app.settings.setdefault("page_config_data", {})["courseTeacher"] = teacher
        server.contents_manager.lessons_editable = edit
        server.no_browser_open_file = not redirect
        if redirect:
            server.browser_open_file = str(_private(redirect / "open-the-course.html"))
        _end_without_asking(server)
        # After the server's own first callback, which makes it listen.
        address = f"lab/tree/{notebook}?token={token}"
        server.io_loop.add_callback(_say_where, server, port, address, words)
        server.start()


def _private(file: Path) -> Path:
    """An empty file that nobody else may read, also when it is written to."""
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return file


def _end_without_asking(server: ServerApp) -> None:
    """Jupyter would ask whether Ctrl-C is meant, and leave all as it is when a terminal closes."""
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: server.stop(from_signal=True))


def _say_where(server: ServerApp, asked_port: int, path: str, words: Language) -> None:
    if server.port != asked_port:
        print(
            words.text(
                "Port {taken} is taken, so the course uses port {port}.",
                taken=asked_port,
                port=server.port,
            )
        )
    print(
        words.text(
            "The course is open at this address (if no browser shows it, open it yourself):"
        ),
        f"    {server.connection_url}{path}",
        words.text("Ctrl-C here ends it."),
        sep="\n\n",
        flush=True,
    )
