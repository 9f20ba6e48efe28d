"""A kind of exercise is there by being a file, and needs no screen before there is one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from course.content.language import language
from course.exercises import kinds
from course.exercises.exercise import Exercise
from course.exercises.templates import TEMPLATES


def test_every_file_is_a_kind_of_its_name():
    files = {file.stem for file in Path(kinds.__file__).parent.glob("[a-z]*.py")}
    assert set(kinds.names()) == set(kinds.kinds()) == files
    assert {file.stem for file in TEMPLATES.glob("*.yaml")} == files


@pytest.mark.parametrize("kind", kinds.kinds().values(), ids=kinds.names())
def test_its_name_stands_in_both_languages(kind):
    assert language("en").text(kind.NAME) != language("zh").text(kind.NAME)


def test_marking_loads_no_widgets():
    code = f"import sys, {Exercise.__module__}, course.exercises.marking; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "course.exercises.kinds.set_lab" in done.stdout.split()
    assert not {"ipywidgets", "matplotlib"} & set(done.stdout.split())
