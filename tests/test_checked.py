"""What ruff and mypy find; pyproject.toml says what they look for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from course.content.places import ROOT


@pytest.mark.parametrize(
    "tool",
    [
        "ruff check course tests notebooks",
        "ruff format --check course tests notebooks",
        "mypy --no-error-summary",
    ],
)
def test_a_tool_finds_nothing(tool):
    done = subprocess.run(
        [sys.executable, "-m", *tool.split()], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
