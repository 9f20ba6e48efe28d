"""The image that Binder builds: what it installs, and that a visitor lands in the course."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
BINDER = ROOT / ".binder"
FROM_BASE_IMAGE = {"jupyterlab", "ipywidgets", "jinja2"}


def requirements(lines: list[str]) -> dict[str, Requirement]:
    found = (Requirement(line) for line in lines if line.strip() and not line.startswith("#"))
    return {requirement.name: requirement for requirement in found}


NEEDED = requirements(
    tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
)
PINNED = requirements((BINDER / "requirements.txt").read_text("utf-8").splitlines())
PYTHON = (BINDER / "runtime.txt").read_text("utf-8").strip().removeprefix("python-")


def test_what_the_course_needs_is_pinned_or_in_the_base_image():
    assert PINNED.keys() | FROM_BASE_IMAGE == NEEDED.keys()
    assert not PINNED.keys() & FROM_BASE_IMAGE
    for pin in PINNED.values():
        assert re.fullmatch(r"==\d+(\.\d+)*(\.post\d+)?", str(pin.specifier)), pin
        assert pin.url is None


def test_no_dependency_is_open_to_its_next_major_version():
    for name, requirement in NEEDED.items():
        operators = {specifier.operator for specifier in requirement.specifier}
        assert operators == {">=", "<"}, name


def test_xml_of_anybody_is_read_by_what_refuses_its_bombs():
    import openpyxl

    assert "defusedxml" in NEEDED
    assert openpyxl.DEFUSEDXML


@pytest.mark.skipif(
    f"{sys.version_info.major}.{sys.version_info.minor}" != PYTHON,
    reason=f"Binder runs Python {PYTHON}; another Python may need other versions",
)
def test_the_pins_are_what_the_tests_run_on():
    assert {name: f"=={version(name)}" for name in PINNED} == {
        name: str(pin.specifier) for name, pin in PINNED.items()
    }


def test_the_base_image_is_new_enough():
    (folder,) = map(Path, find_spec("repo2docker").submodule_search_locations)
    lock = (folder / "buildpacks/conda" / f"environment.py-{PYTHON}-linux-64.lock").read_text(
        "utf-8"
    )
    for name in FROM_BASE_IMAGE:
        found = re.search(rf"/{name}-(\d[\d.]*)-", lock)[1]
        assert NEEDED[name].specifier.contains(found), f"{name} {found}"


def test_the_image_installs_the_pins_before_the_course_and_runs_its_start(tmp_path):
    visitor = ["--user-id", "1000", "--user-name", "visitor"]
    rendered = subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", "--debug", *visitor, str(ROOT)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    text = rendered.stdout + rendered.stderr
    assert f"python={PYTHON}" in text
    # The layer with the packages stays in the cache when only a lesson changes.
    install = text.index('pip install --no-cache-dir -r ".binder/requirements.txt"')
    assert install < text.index("COPY --chown=1000:1000 src/ ${REPO_DIR}")
    assert 'ENV R2D_ENTRYPOINT="${REPO_DIR}/.binder/start"' in text


def test_the_start_makes_the_course_and_its_configuration_found(tmp_path):
    assert os.access(BINDER / "start", os.X_OK)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "PYTHON"))}
    shown = subprocess.run(
        ["bash", str(BINDER / "start"), "env"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    variables = dict(line.partition("=")[::2] for line in shown.splitlines())
    assert Path(variables["PYTHONPATH"]) == ROOT
    assert (Path(variables["JUPYTER_PATH"]) / "labextensions").is_dir()
    assert (Path(variables["JUPYTER_CONFIG_PATH"]) / "labconfig").is_dir()


def test_the_button_opens_the_welcome_notebook():
    readme = (ROOT / "README.md").read_text("utf-8")
    (path,) = re.findall(r"mybinder\.org/v2/gh/\S+?\?urlpath=lab/tree/([^)\s]+)", readme)
    assert path == "notebooks/en/00-welcome.ipynb"
    assert (ROOT / path).is_file()
