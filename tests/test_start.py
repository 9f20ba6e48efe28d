"""Starting the course: a real server, and a lesson that is live when it is opened."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import nbformat
import psutil
import pytest
from click.testing import CliRunner
from playwright.sync_api import expect

from course import run_folders, start
from course.cli import main
from course.content.language import language
from course.record import store
from course.run_folders import LOCK, PREFIX
from tests.jupyter_server import ROOT, CourseServer, course_server


def test_the_users_own_jupyter_folders_are_not_used(tmp_path):
    folders = start.environment(tmp_path)
    assert Path(folders["JUPYTER_PATH"], "labextensions/borrow-wisely/package.json").is_file()
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        assert Path(folders[name]).is_relative_to(tmp_path)


def test_root_may_open_the_course_too(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    options = start.arguments(
        "notebooks/en/00-welcome.ipynb", tmp_path, tmp_path, port=1, browser=False, token="t"
    )
    assert "--ServerApp.allow_root=True" in options
    assert "--LabApp.default_url=/lab/tree/notebooks/en/00-welcome.ipynb" in options


def test_no_text_browser_is_opened_in_the_terminal(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert not start.has_display()
    monkeypatch.setenv("DISPLAY", ":0")
    assert start.has_display()


# A server in unkind surroundings ------------------------------------------------------------------

# Notes what it is called with, and what another user of the machine may see.
BROWSER = """
import json, os, sys, urllib.parse, urllib.request

file = urllib.request.url2pathname(urllib.parse.urlsplit(sys.argv[1]).path)
noted = {"arguments": sys.argv[1:], "file": file, "page": open(file, encoding="utf-8").read()}
noted["modes"] = [oct(os.stat(path).st_mode)[-3:] for path in (file, os.path.dirname(file))]
with open(sys.argv[0] + ".part", "w", encoding="utf-8") as lines:
    json.dump(noted, lines)
os.replace(sys.argv[0] + ".part", sys.argv[0] + ".json")
"""
# Each of them, read, would open the server, send its kernels elsewhere or keep it from starting.
VARIABLES = {
    "JUPYTER_TOKEN": "",
    "JUPYTER_GATEWAY_URL": "http://127.0.0.1:9",
    "JUPYTER_NO_CONFIG": "1",
    "JUPYTER_PORT_RETRIES": "0",
    "JPY_SESSION_NAME": "another",
    "XDG_CONFIG_HOME": None,
    "XDG_DOWNLOAD_DIR": None,
}
OPEN_TO_ALL = {
    "ServerApp": {
        "ip": "0.0.0.0",
        "allow_origin": "*",
        "allow_origin_pat": ".*",
        "allow_remote_access": True,
        "disable_check_xsrf": True,
        "token": "",
    },
    "IdentityProvider": {"token": ""},
}


def left_over(parent: Path, name: str, *, lock: bool = True) -> Path:
    folder = parent / f"{PREFIX}{name}"
    (folder / "runtime").mkdir(parents=True)
    if lock:
        (folder / LOCK).write_bytes(b"locked")
    return folder


@dataclass(frozen=True)
class Unkind:
    """A course that started there: where, and what it was to remove and to leave alone."""

    server: CourseServer
    user: Path
    taken_port: int
    killed: list[Path]
    alive: list[Path]


@pytest.fixture(scope="module")
def unkind(tmp_path_factory):
    """A course started with another Jupyter's settings, a taken port and killed runs' folders."""
    user = tmp_path_factory.mktemp("user")
    (home, temporary, downloads) = places = user / "home", user / "tmp", user / "Downloads"
    for folder in (*places, user / ".jupyter"):
        folder.mkdir()
    (home / "jupyter_server_config.json").write_text(json.dumps(OPEN_TO_ALL))
    (user / ".jupyter/jupyter_server_config.py").write_text("raise SystemExit('of another')")
    (user / "startup.py").write_text("print('startup')")
    browser = user / "browser.py"
    browser.write_text(BROWSER)
    variables = VARIABLES | {
        "HOME": str(user),
        "TMPDIR": str(temporary),
        "COURSE_HOME": str(home),
        "PYTHONSTARTUP": str(user / "startup.py"),
        "BROWSER": f"{sys.executable} {browser} %s",
    }
    killed = [left_over(folder, "killed") for folder in (temporary, downloads)]
    alive = [left_over(temporary, "own", lock=False), left_over(temporary, "alive")]
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        (alive[1] / LOCK).open("r+b") as lock,
    ):
        run_folders._lock(lock, wait=False)
        port = taken.getsockname()[1]
        with course_server(port=port, variables=variables) as server:
            yield Unkind(server, user, port, killed, alive)


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="what other users see, as on Linux")


@on_linux
def test_the_browser_is_led_by_a_file_that_nobody_else_can_read(unkind):
    file = unkind.user / "browser.py.json"
    for _ in range(200):
        if file.exists():
            break
        time.sleep(0.05)
    noted = json.loads(file.read_text(encoding="utf-8"))
    server = unkind.server
    assert server.token not in str(noted["arguments"])
    assert noted["modes"] == ["600", "700"]
    # A snap sees no hidden folder and another /tmp; a flatpak sees the downloads.
    assert Path(noted["file"]).is_relative_to(unkind.user / "Downloads")
    address = f"{server.base}lab/tree/notebooks/en/00-welcome.ipynb?token={server.token}"
    assert f"url={address}" in html.unescape(noted["page"])
    assert urllib.request.urlopen(address).status == 200


@on_linux
def test_no_command_line_of_the_machine_holds_the_token(unkind):
    unkind.server.run("import os")
    lines = [process.info["cmdline"] for process in psutil.process_iter(["cmdline"], ad_value=[])]
    assert any("ipykernel" in str(line) or "launch.py" in str(line) for line in lines)
    assert unkind.server.token not in str(lines)


@on_linux
def test_no_setting_of_another_jupyter_opens_the_server(unkind):
    server = unkind.server
    assert len(server.token) == 48
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{server.base}api/contents")
    asked = urllib.request.Request(f"{server.base}login", headers={"Origin": "https://a.example"})
    with urllib.request.urlopen(asked) as answer:
        assert "Access-Control-Allow-Origin" not in answer.headers
    listening = {
        connection.laddr.ip
        for connection in psutil.Process(server.process.pid).net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening <= {"127.0.0.1", "::1"}


@on_linux
def test_a_kernel_runs_here_without_what_others_set(unkind):
    code = "import os; print(sorted(x for x in os.environ if x.startswith(('JUPYTER', 'PYTHONS'))))"
    names = "JUPYTER_CONFIG_DIR JUPYTER_CONFIG_PATH JUPYTER_DATA_DIR JUPYTER_PATH"
    assert unkind.server.run(code).strip() == str([*names.split(), "JUPYTER_RUNTIME_DIR"])


@on_linux
def test_only_what_killed_runs_left_is_removed(unkind):
    assert [folder for folder in unkind.killed if folder.exists()] == []
    assert [folder for folder in unkind.alive if folder.exists()] == unkind.alive


@on_linux
def test_a_taken_port_leads_to_the_next_free_one_and_ctrl_c_ends_it_quietly(unkind):
    server = unkind.server
    assert f"Port {unkind.taken_port} is taken, so the course uses port" in server.said()
    assert f":{unkind.taken_port}/" not in server.base
    page = urllib.request.urlopen(server.url()).read().decode()
    settings = json.loads(
        page.split('id="jupyter-config-data" type="application/json">')[1].split("</script>")[0]
    )
    assert "borrow-wisely" in [e["name"] for e in settings["federated_extensions"]]
    assert "@jupyterlab/apputils-extension:announcements" in str(settings["disabledExtensions"])
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(30) == 0
    assert "Shut" not in server.said()
    assert "Traceback" not in server.said()
    # Of the run itself nothing stays either.
    places = (unkind.user / "tmp", unkind.user / "Downloads")
    assert sorted(folder for place in places for folder in place.iterdir()) == sorted(unkind.alive)


# Where it may be written to -----------------------------------------------------------------------


def test_what_can_be_written_is_the_home_that_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_HOME", str(tmp_path / "new/home"))
    assert start.home() == tmp_path / "new/home"
    assert list(start.home().iterdir()) == []


@pytest.mark.parametrize("kind", ["a file", "below a file", "a device", "a circle", "too long"])
def test_a_home_that_cannot_be_written_is_named_with_what_is_allowed(tmp_path, monkeypatch, kind):
    (tmp_path / "file").touch()
    (tmp_path / "circle").symlink_to("circle")
    named = {
        "a file": tmp_path / "file",
        "below a file": tmp_path / "file/home",
        "a device": os.devnull,
        "a circle": tmp_path / "circle",
        "too long": tmp_path / ("a" * 300),
    }[kind]
    monkeypatch.setenv("COURSE_HOME", str(named))
    result = CliRunner().invoke(main, ["--no-browser"])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert f"COURSE_HOME is {str(named)[:100]}" in result.stderr
    assert "allowed: a folder in which you may write" in result.stderr
    assert "COURSE_HOME 指定的" in CliRunner().invoke(main, ["--lang", "zh"]).stderr


def read_only(folder: Path) -> list[str] | None:
    """What stands before a command so that it can only read the folder; None if nothing does."""
    if os.name != "posix":
        return None
    if os.geteuid() != 0:  # whom the modes of files do stop
        for path in (folder, *folder.rglob("*")):
            path.chmod(path.stat().st_mode & ~0o222)
        return []
    mount = f'mount --bind -o ro "{folder}" "{folder}" && exec "$@"'
    prefix = ["unshare", "--mount", "--propagation", "private", "sh", "-c", mount, "sh"]
    tried = shutil.which("unshare") and subprocess.run(
        [*prefix, "touch", str(folder / "x")], capture_output=True, text=True
    )
    return prefix if tried and "Read-only" in tried.stderr else None


@pytest.fixture
def read_only_copy(tmp_path):
    """A copy of the course as it is installed for a class, and what makes it read-only."""
    copy = tmp_path / "course"
    without = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in ("course", "data", "notebooks"):
        shutil.copytree(ROOT / name, copy / name, ignore=without)
    prefix = read_only(copy)
    if prefix is None:
        pytest.skip("nothing here makes a folder read-only for root: no `unshare --mount`")
    yield copy, prefix
    if not prefix:
        for path in (copy, *copy.rglob("*")):
            path.chmod(path.stat().st_mode | 0o200)


def test_a_course_that_can_only_be_read_opens_and_keeps_what_is_answered(read_only_copy, tmp_path):
    copy, prefix = read_only_copy
    user = tmp_path / "user"
    user.mkdir()
    variables = {"HOME": str(user), "COURSE_HOME": None, store.SETTING: None}
    variables |= {"XDG_DATA_HOME": None, "XDG_CONFIG_HOME": None, "PYTHONPATH": str(copy)}
    with course_server(prefix=prefix, cwd=copy, variables=variables) as server:
        (said,) = [line for line in server.said().splitlines() if "can only be read" in line]
        (lesson,) = (copy / "notebooks/en").glob("02-*.ipynb")
        path = lesson.relative_to(copy).as_posix()
        opened = server.ask(f"contents/{path}")
        assert not opened["writable"]
        assert server.ask(f"contents/{path}/checkpoints") == []
        cells = {cell["id"]: cell["source"] for cell in opened["content"]["cells"]}
        told = server.run(
            f"{cells['open']}\n{cells['try-growth-lab']}\n"
            "import course\nfrom course.record import open_record\n"
            "open_record().name = 'Ana'\nprint(course.__file__, open_record().path)",
            path,
        )
        assert str(copy) in told, told
    assert str(user) in said
    (record,) = user.rglob("record.sqlite")
    assert str(record) in told
    assert store.Record(record).name == "Ana"
    assert {path.name for path in copy.iterdir()} == {"course", "data", "notebooks"}
    assert not list(copy.rglob("__pycache__"))


def test_a_home_on_a_disk_that_can_only_be_read_is_refused_by_name(read_only_copy):
    copy, prefix = read_only_copy
    done = subprocess.run(
        [*prefix, sys.executable, "-m", "course", "--no-browser"],
        cwd=copy,
        env={**os.environ, "COURSE_HOME": str(copy / "home")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "COURSE_HOME is home, which cannot be written (" in line
    assert "allowed: a folder in which you may write" in line


def test_the_first_words_are_in_the_language_of_the_edition(capsys):
    server = SimpleNamespace(port=8889, connection_url="http://localhost:8889/")
    start._say_where(server, 8888, "lab?token=t", language("zh"))
    said = capsys.readouterr().out
    assert "端口 8888 已被占用，课程改用端口 8889。" in said
    assert "课程已在下面的网址打开" in said
    assert "http://localhost:8889/lab?token=t" in said
    assert not re.search("[a-z]{2,} [a-z]{2,}", said)


# Notebooks ----------------------------------------------------------------------------------------


TEACHER = "Ask the class first."


@pytest.fixture(scope="module")
def notebooks():
    """A small notebook that asks to be run when it is opened, and one that does not."""
    folder = ROOT / "test-results" / f"autorun-{os.getpid()}"
    folder.mkdir(parents=True)
    prose = [
        nbformat.v4.new_markdown_cell("# Small\n\n" + "Some words.\n\n" * 60, id="title"),
        nbformat.v4.new_markdown_cell(TEACHER, id="teacher", metadata={"tags": ["teacher"]}),
    ]
    code = [
        nbformat.v4.new_code_cell(source, id=f"cell-{number}")
        for number, source in enumerate(
            ["import ipywidgets", "count = 0", "count += 1; ipywidgets.Label(f'run {count}')"]
        )
    ]
    metadata = nbformat.read(ROOT / "notebooks/en/00-welcome.ipynb", as_version=4).metadata
    for name, autorun in (("live", True), ("still", False)):
        notebook = nbformat.v4.new_notebook(cells=prose + code, metadata=metadata)
        notebook.metadata = {**metadata, "borrow_wisely": {"autorun": autorun}}
        nbformat.write(notebook, folder / f"{name}.ipynb")
    yield folder
    shutil.rmtree(folder)


TAB = ".lm-DockPanel-tabBar .lm-TabBar-tab.lm-mod-current"
READY = ".jp-Notebook .jp-Cell"
IDLE = ".jp-Notebook-ExecutionIndicator[data-status=idle]"


@pytest.mark.browser
def test_a_lesson_is_run_once_when_opened(page, server, notebooks):
    server.trust(notebooks / "live.ipynb")
    page.goto(server.url(notebooks / "live.ipynb"))
    page.locator(".widget-label", has_text="run 1").wait_for(state="attached")
    page.wait_for_selector(IDLE)
    # Not what is for teachers.
    part = page.locator(".jp-MarkdownCell", has_text=TEACHER)
    assert part.count() == 1
    assert not part.is_visible()
    # The learner reads on from the top, and closing asks nothing.
    assert page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTop") == 0
    page.wait_for_selector(f"{TAB}:not(.jp-mod-dirty)")
    assert page.locator(".lm-DockPanel-tabBar .jp-mod-dirty").count() == 0
    assert page.locator(".jp-TableOfContents-content", has_text="Small").is_visible()
    # Loaded again, it is alive again although the file holds no widgets.
    page.reload()
    page.locator(".widget-label", has_text="run 1").wait_for(state="attached")
    page.wait_for_selector(IDLE)
    assert page.locator(".widget-label").count() == 1


@pytest.mark.browser
def test_the_instructors_part_is_shown_to_teachers(page, notebooks):
    with course_server("--teacher") as server:
        server.trust(notebooks / "live.ipynb")
        page.goto(server.url(notebooks / "live.ipynb"))
        page.locator(".widget-label", has_text="run 1").wait_for(state="attached")
        expect(page.locator(".jp-MarkdownCell", has_text=TEACHER)).to_be_visible()
        page.close()  # it would miss its server


def test_the_menus_speak_the_language_of_the_edition(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_HOME", str(tmp_path))
    for code, locale in (("zh", "zh_CN"), ("en", "en")):
        start.use_interface_language(start.home(), code)
        (file,) = tmp_path.rglob("plugin.jupyterlab-settings")
        assert json.loads(file.read_text(encoding="utf-8")) == {"locale": locale}
    # The folder is where JupyterLab looks, and the package with the words is there.
    from jupyterlab_server.translation_utils import get_language_packs

    assert file.parent.parent.parent.name == "user-settings"
    assert "zh_CN" in get_language_packs()[0]


@pytest.mark.browser
def test_no_other_notebook_is_run(page, server, notebooks):
    page.goto(server.url(notebooks / "still.ipynb"))
    page.wait_for_selector(READY)
    page.wait_for_selector(IDLE)
    page.wait_for_timeout(2_000)
    assert page.locator("[data-path$='still.ipynb'] .widget-label").count() == 0
    prompts = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .jp-InputPrompt")
    assert {prompt.strip() for prompt in prompts.all_inner_texts()} == {"[ ]:"}


@pytest.mark.browser
def test_a_narrow_screen_is_left_to_the_lesson(page, server, notebooks):
    page.set_viewport_size({"width": 700, "height": 900})
    server.trust(notebooks / "live.ipynb")
    page.goto(server.url(notebooks / "live.ipynb"))
    page.locator(".widget-label", has_text="run 1").wait_for(state="attached")
    page.wait_for_selector(".jp-SideBar.jp-mod-left")
    assert not page.locator("#jp-left-stack").is_visible()
