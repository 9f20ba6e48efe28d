"""An exercise as it stands in its file, whether it is whole or only what could be read of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any

import msgspec
from msgspec import inspect as types

from course.content.yaml_files import FieldPath, Finding
from course.exercises.fields import FORMULA

Plain = dict[str, Any]
"""An exercise or a part of it as it stands in its file."""

IN_BRACES = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_BOTH = {"en", "zh"}


def plain(exercise: Any) -> Plain:
    """The exercise, or what could be read of it, as names and values."""
    if isinstance(exercise, msgspec.Struct):
        return msgspec.to_builtins(exercise)
    return _unloosened(exercise)


def _unloosened(part: Any) -> Any:
    if isinstance(part, SimpleNamespace):
        return {name: _unloosened(value) for name, value in vars(part).items()}
    return [_unloosened(each) for each in part] if isinstance(part, list) else part


def parts(data: Plain) -> list[tuple[FieldPath, Any]]:
    """Every group and list of an exercise with its path, in the order of the file."""
    found: list[tuple[FieldPath, Any]] = []
    pending: list[tuple[FieldPath, Any]] = [((), data)]
    while pending:
        path, part = pending.pop()
        found.append((path, part))
        inside = list(part.items() if isinstance(part, dict) else enumerate(part))
        pending += [
            ((*path, key), below)
            for key, below in reversed(inside)
            if isinstance(below, dict | list | tuple)
        ]
    return found


def words_in(data: Plain) -> Iterator[tuple[FieldPath, dict[str, str]]]:
    """Every text that stands in both languages."""
    for path, part in parts(data):
        is_words = isinstance(part, dict) and part.keys() == _BOTH
        if is_words and isinstance(part["en"], str) and isinstance(part["zh"], str):
            yield path, part


def formulas_in(type_: type[msgspec.Struct], data: Any) -> Iterator[tuple[FieldPath, str]]:
    """Every formula in what is to be of that type: the types of its fields say which they are."""
    return _formulas(_described(type_), data, ())


@cache
def _described(type_: type[msgspec.Struct]) -> types.Type:
    return types.type_info(type_)


def _formulas(type_: types.Type, data: Any, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    match type_, data:
        case types.Metadata(extra=extra), str() if extra and FORMULA in extra:
            yield path, data
        case types.Metadata(type=below), _:
            yield from _formulas(below, data, path)
        case types.UnionType(types=choices), _:
            for below in choices:
                yield from _formulas(below, data, path)
        case types.StructType(fields=fields), dict():
            for field in fields:
                name = field.encode_name
                yield from _formulas(field.type, data.get(name), (*path, name))
        case types.DictType(value_type=below), dict():
            for name, value in data.items():
                yield from _formulas(below, value, (*path, name))
        case types.VarTupleType(item_type=below), list() | tuple():
            for i, value in enumerate(data):
                yield from _formulas(below, value, (*path, i))


def each_once(paths: Iterable[FieldPath], parts: Iterable[Plain], key: str) -> Iterator[Finding]:
    """Of parts with these paths, those whose `key` one before them has too."""
    seen = set()
    for path, part in zip(paths, parts, strict=True):
        if (value := part.get(key)) is not None:
            if value in seen:
                yield Finding(path, f"an {key} that no other has")
            seen.add(value)


def read_alike(data: Plain, field: str, side: str) -> Iterator[Finding]:
    """Parts of the task's list `field` whose words at `side` read like those of one before."""
    parts = [part.get(side) or {} for part in data["task"].get(field) or ()]
    for code in ("en", "zh"):
        paths = [("task", field, i, side, code) for i in range(len(parts))]
        for path, _ in each_once(paths, parts, code):
            yield Finding(path, "words that differ from the others")
