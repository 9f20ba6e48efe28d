"""Starting the course: a real server, and a lesson that is live when it is opened."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import urllib.request
from pathlib import Path

import nbformat
import pytest

from course import start
from tests.jupyter_server import ROOT, course_server


def test_the_users_own_jupyter_folders_are_not_used(tmp_path):
    folders = start.environment(tmp_path)
    assert Path(folders["JUPYTER_PATH"], "labextensions/borrow-wisely/package.json").is_file()
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        assert Path(folders[name]).is_relative_to(tmp_path)


def test_root_may_open_the_course_too(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    options = start.arguments("notebooks/en/00-welcome.ipynb", tmp_path, port=1, browser=False)
    assert "--ServerApp.allow_root=True" in options
    assert "--LabApp.default_url=/lab/tree/notebooks/en/00-welcome.ipynb" in options


def test_no_text_browser_is_opened_in_the_terminal(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert not start.has_display()
    monkeypatch.setenv("DISPLAY", ":0")
    assert start.has_display()


def test_a_taken_port_leads_to_the_next_free_one_and_ctrl_c_ends_it_quietly():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with course_server(port=port) as server:
            assert f"Port {port} is taken, so the course uses port" in server.said()
            assert f":{port}/" not in server.base
            page = urllib.request.urlopen(server.url()).read().decode()
            settings = json.loads(
                page.split('id="jupyter-config-data" type="application/json">')[1].split(
                    "</script>"
                )[0]
            )
            assert "borrow-wisely" in [e["name"] for e in settings["federated_extensions"]]
            assert "@jupyterlab/apputils-extension:announcements" in str(
                settings["disabledExtensions"]
            )
            server.process.send_signal(signal.SIGINT)
            assert server.process.wait(30) == 0
    assert "Shut" not in server.said()
    assert "Traceback" not in server.said()


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
    page.set_default_timeout(20_000)
    server.trust(notebooks / "live.ipynb")
    page.goto(server.url(notebooks / "live.ipynb"))
    page.locator(".widget-label", has_text="run 1").wait_for(state="attached")
    page.wait_for_selector(IDLE)
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
@pytest.mark.parametrize("teacher", [False, True])
def test_the_instructors_part_is_shown_to_teachers_only(page, notebooks, teacher):
    page.set_default_timeout(20_000)
    with course_server("--teacher" if teacher else "--lang=en") as server:
        server.trust(notebooks / "live.ipynb")
        page.goto(server.url(notebooks / "live.ipynb"))
        page.locator(".widget-label", has_text="run 1").wait_for(state="attached")
        part = page.locator(".jp-MarkdownCell", has_text=TEACHER)
        assert part.count() == 1
        assert part.is_visible() == teacher


def test_the_menus_speak_the_language_of_the_edition(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_HOME", str(tmp_path))
    for language, locale in (("zh", "zh_CN"), ("en", "en")):
        start.use_interface_language(language)
        (file,) = tmp_path.rglob("plugin.jupyterlab-settings")
        assert json.loads(file.read_text(encoding="utf-8")) == {"locale": locale}
    # The folder is where JupyterLab looks, and the package with the words is there.
    from jupyterlab_server.translation_utils import get_language_packs

    assert file.parent.parent.parent.name == "user-settings"
    assert "zh_CN" in get_language_packs()[0]


@pytest.mark.browser
def test_no_other_notebook_is_run(page, server, notebooks):
    page.set_default_timeout(20_000)
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
    page.set_default_timeout(20_000)
    server.trust(notebooks / "live.ipynb")
    page.goto(server.url(notebooks / "live.ipynb"))
    page.locator(".widget-label", has_text="run 1").wait_for(state="attached")
    page.wait_for_selector(".jp-SideBar.jp-mod-left")
    assert not page.locator("#jp-left-stack").is_visible()
