"""The house: a file imports from its own floor's helpers or from below, and files form no circle.

Imports are read from the source, so that those inside a function count as those of a module do.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import course

ROOT = Path(course.__path__[0])
# From the ground up; a room imports from those before it. Files beside the rooms see all of them.
FLOORS = (
    "finance",
    "content",
    "record",
    "loan",
    "chart",
    "ui",
    "labs",
    "exercises",
    "gradebook",
)


def modules(root: Path) -> dict[str, Path]:
    """Every module by its name; what stands in no package is a program of its own."""
    found = {}
    for path in root.rglob("*.py"):
        parts = path.relative_to(root.parent).with_suffix("").parts
        if not (path.parent / "__init__.py").exists():
            continue
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(part: ast.AST, known: dict[str, Path], late: bool) -> Iterator[str]:
    """What is imported from `known`; `late`: inside functions too. Never what types alone need."""
    for node in ast.iter_child_nodes(part):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "the course imports by full names"
            for alias in node.names:
                # Of a package what is meant is a module of it, or else what it holds itself.
                for name in (f"{node.module}.{alias.name}", node.module):
                    if name in known:
                        yield name
                        break
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        elif late or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from imports(node, known, late)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def graph(root: Path, late: bool) -> dict[str, set[str]]:
    known = modules(root)
    return {name: set(imports(tree(path), known, late)) - {name} for name, path in known.items()}


def circle(graph: dict[str, set[str]]) -> list[str]:
    """The names along one circle; none if there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def room(name: str) -> str:
    part = name.split(".")[1] if "." in name else ""
    return part if (ROOT / part).is_dir() else ""


def test_every_room_has_its_floor():
    rooms = {room(name) for name in modules(ROOT)} - {""}
    assert rooms == set(FLOORS)


def test_imports_go_downward_only():
    upward = [
        f"{name} imports {other}"
        for name, others in graph(ROOT, late=True).items()
        for other in others
        if room(name) and (not room(other) or FLOORS.index(room(other)) > FLOORS.index(room(name)))
    ]
    assert upward == []


@pytest.mark.parametrize("late", [False, True], ids=["of modules", "inside functions too"])
def test_files_form_no_circle(late):
    assert circle(graph(ROOT, late)) == []


def test_finance_knows_nothing_but_numpy_and_the_standard_library():
    allowed = {*sys.stdlib_module_names, "numpy", "course"}
    for name, path in modules(ROOT / "finance").items():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom | ast.Import):
                whole = [node.module] if isinstance(node, ast.ImportFrom) else []
                whole = whole or [alias.name for alias in node.names]
                assert {one.partition(".")[0] for one in whole} <= allowed, (name, whole)


def test_a_circle_is_found(tmp_path):
    root = tmp_path / "course"
    root.mkdir()
    (root / "__init__.py").touch()
    (root / "a.py").write_text("from course import b\n")
    (root / "b.py").write_text("def f():\n    from course.c import C\n")
    (root / "c.py").write_text("if TYPE_CHECKING:\n    from course.b import f\nimport course.a\n")
    assert circle(graph(root, late=False)) == []
    assert set(circle(graph(root, late=True))) == {"course.a", "course.b", "course.c"}
