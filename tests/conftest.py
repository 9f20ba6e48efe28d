"""What all tests share: Jupyter's folders, Hypothesis, and a Chromium where there is one."""

from __future__ import annotations

import gc
import itertools
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import BrowserContext, Page

from course.record import store
from course.start import use_course_configuration
from tests.chromium import PATIENCE, find_chromium, launched

# A failure found on one machine must be found again on another, and a slow one must not fail.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.register_profile("default", deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "default")

_folder = tempfile.TemporaryDirectory(prefix="course-tests-", ignore_cleanup_errors=True)
_numbers = itertools.count()


def pytest_configure(config: pytest.Config) -> None:
    """Kernels are the course's own; nobody's Jupyter folders and record are read or written."""
    os.environ["COURSE_HOME"] = _folder.name
    os.environ[store.SETTING] = str(Path(_folder.name, "record.sqlite"))
    os.environ["LANGUAGE"] = "en"  # what a test asks for in no language is expected in English
    use_course_configuration()


def pytest_unconfigure(config: pytest.Config) -> None:
    _folder.cleanup()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long begin first, so that none of them runs alone at the end.

    Those are the ones with a browser; of the others, those with many tests.
    """
    browsing = {item.path for item in items if item.get_closest_marker("browser")}
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path not in browsing, -tests[item.path]))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not find_chromium():
        reason = "no Chromium found: install one, or name it in the variable CHROMIUM"
        if os.environ.get("COURSE_REQUIRE_BROWSER"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


@pytest.fixture(autouse=True)
def record_file(monkeypatch) -> Path:
    """Where this test's record would be: a test finds nothing that another one left."""
    path = Path(_folder.name, f"record-{next(_numbers)}", "record.sqlite")
    monkeypatch.setenv(store.SETTING, str(path))
    return path


@pytest.fixture(scope="module", autouse=True)
def _what_stays_is_looked_through_once() -> None:
    """Every collection, and pages ask for one when shown, would else look through all that the
    files before left in this process: modules, caches, widgets."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """What the last collection finds unclosed is an error, whenever it was made."""
    gc.unfreeze()


# Of a module and not of the session: while Playwright runs, no other test can start an event loop.
@pytest.fixture(scope="module")
def chromium() -> Iterator:
    """A headless Chromium."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def server() -> Iterator:
    """A running course."""
    from tests.jupyter_server import course_server

    with course_server() as running:
        yield running


@pytest.fixture(scope="module")
def browser_context(chromium) -> Iterator[BrowserContext]:
    """What the pages of a file share: JupyterLab is fetched and compiled for the first of them."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(browser_context) -> Iterator[Page]:
    """A new page at the size of a small laptop; an error in its JavaScript fails the test."""
    errors: list[str] = []
    page = browser_context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    for each in browser_context.pages:
        each.close()
    # JupyterLab's own complaint of a kernel that ended before it answered.
    assert not [error for error in errors if "Canceled future for" not in error]
