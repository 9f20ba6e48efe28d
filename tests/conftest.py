"""What all tests share: Jupyter's folders, Hypothesis, and a Chromium where there is one."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from course.record import store
from course.start import use_course_configuration
from tests.chromium import find_chromium, launched

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


@pytest.fixture
def page(chromium) -> Iterator:
    """A new page at the size of a small laptop; an error in its JavaScript fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    errors: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors
