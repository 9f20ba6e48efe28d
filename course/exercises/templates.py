"""A new exercise file to begin with: a working example of its kind, each field explained in it.

The examples are `data/exercise_templates/<kind>.yaml`; what their fields mean is taken from the
published schema, so that a file explains itself where no editor does.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from course.content.language import marked
from course.content.places import DATA
from course.content.schema import schema_of
from course.exercises import exercise as content
from course.exercises.exercise import GIVEN, Exercise
from course.exercises.names import WrongName, lesson_named

TEMPLATES = DATA / "exercise_templates"
_HEAD = """\
# yaml-language-server: $schema=../../exercises.schema.json
# Change words, numbers and formulas to your own. What follows a # is for you and may be deleted.
"""
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST_NAME = 60
# No file of these names can be made or copied to where Windows is, whatever follows the point.
_RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
_WIDTH = 100

_LETTERS = marked("the name is {name}; allowed: small letters a to z, digits and hyphens")
_LETTERS_SUCH_AS = marked(
    "the name is {name}; allowed: small letters a to z, digits and hyphens, for example {such_as}"
)
_TOO_LONG = marked("the name has {letters} letters ({name}); allowed: at most {most}")
_DEVICE = marked(
    "the name is {name}, which Windows keeps for a device; allowed: another one, for example"
    " {such_as}"
)


def new_exercise(lesson: str, name: str, kind: str = "number") -> Path:
    """Write a working exercise of that kind and give its file.

    Raises WrongName for a lesson that is not there or a name that cannot be a file's,
    FileExistsError rather than overwrite anything.
    """
    lesson = lesson_named(lesson)
    if not _NAME.fullmatch(name):
        wanted = "-".join(re.findall("[a-z0-9]+", name.lower())).lstrip("0123456789-")
        reason = _LETTERS_SUCH_AS if wanted else _LETTERS
        raise WrongName(reason, name=repr(name), such_as=wanted)
    if len(name) > _LONGEST_NAME:
        raise WrongName(_TOO_LONG, name=f"{name[:20]}…", letters=len(name), most=_LONGEST_NAME)
    if _RESERVED.fullmatch(name):
        raise WrongName(_DEVICE, name=repr(name), such_as=f"my-{name}")
    text = template(kind)
    file = content.EXERCISES / lesson / f"{name}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8", newline="\n") as lines:
        lines.write(text)
    return file


def template(kind: str) -> str:
    """The text of a new file of that kind, each field explained where it stands first."""
    text = (TEMPLATES / f"{kind}.yaml").read_text(encoding="utf-8")
    lines = text.splitlines()
    schema = schema_of(Exercise, GIVEN)
    meanings: dict[str, int] = {}
    for line, meaning in _meanings(yaml.compose(text, yaml.CSafeLoader), schema, schema):
        meanings.setdefault(meaning, line)
    for meaning, line in reversed(meanings.items()):
        indent = " " * (len(lines[line]) - len(lines[line].lstrip()))
        lines[line:line] = textwrap.wrap(
            meaning, _WIDTH, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}#   "
        )
    return _HEAD + "\n".join(lines) + "\n"


def _meanings(
    node: yaml.Node, part: dict[str, Any], schema: dict[str, Any]
) -> Iterator[tuple[int, str]]:
    """The line of each field, from the first to the last, and what it means."""
    part = _resolved(part, node, schema)
    if isinstance(node, yaml.SequenceNode):
        for below in node.value:
            yield from _meanings(below, part.get("items", {}), schema)
    elif isinstance(node, yaml.MappingNode):
        for key, below in node.value:
            field = part.get("properties", {}).get(key.value)
            if field is None:
                field = part.get("additionalProperties") or {}
            elif key.value not in ("en", "zh"):
                yield key.start_mark.line, _meaning(key.value, field, schema)
            yield from _meanings(below, field, schema)


def _meaning(name: str, field: dict[str, Any], schema: dict[str, Any]) -> str:
    if name == "kind":
        known = schema["properties"]["task"]["discriminator"]["mapping"]
        return f"kind: How it is answered. One of {', '.join(known)}."
    meaning = f"{name}: {field['description']}"
    return f"{meaning} One of {', '.join(map(str, field['enum']))}." if "enum" in field else meaning


def _resolved(part: dict[str, Any], node: yaml.Node, schema: dict[str, Any]) -> dict[str, Any]:
    """The part of the schema that describes this node."""
    if "discriminator" in part:
        kind = next(value.value for key, value in node.value if key.value == "kind")
        part = {"$ref": part["discriminator"]["mapping"][kind]}
    if "$ref" in part:
        return schema["$defs"][part["$ref"].rsplit("/", 1)[1]]
    return part
