"""Reading one typed object from one YAML file: quickly when it is right, helpfully when it is not.

The quick way is a C parser and one conversion. Only a file that fails it is read a second time,
keeping line numbers, to list everything that is wrong with it at once. Before either, a file from
anybody is kept to what a data file needs of YAML, so that none can take the machine's memory.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple, TypeVar

import msgspec
import yaml

import course.content.lean_jsonschema  # noqa: F401
from course.content.errors import DataError, Fault
from course.content.input_files import read_bytes
from course.content.places import shown

MOST_BYTES = 1024**2
MOST_DEPTH = 30
MOST_VALUES = 20_000
MOST_FAULTS = 50
_MOST_SHOWN = 80

T = TypeVar("T")
FieldPath = tuple[str | int, ...]


class Finding(NamedTuple):
    """What a check of a whole object found wrong: where, and what is allowed there."""

    path: FieldPath
    allowed: str


Check = Callable[[Any], Iterator[Finding]]
"""A rule over several fields. It is also given broken objects, of which parts are None or of a
wrong type, and then ends where it stumbles over one."""


def read_yaml(
    file: Path, type_: type[T], *, checks: Iterable[Check] = (), given: dict[str, Any] | None = None
) -> T:
    """Read the `type_` that `file` holds.

    `given` are fields that the reader adds and the file must not hold. Raises DataError with the
    first MOST_FAULTS faults: of form, of every field against the type, and of `checks`. Raises
    InputError for what is no ordinary file of at most MOST_BYTES.
    """
    given = given or {}
    try:
        data = yaml.load(_text(file), _Strict)
        if given.keys().isdisjoint(data):
            found = msgspec.convert({**data, **given}, type_)
            if not any(finding for check in checks for finding in check(found)):
                return found
    except (yaml.YAMLError, msgspec.ValidationError, ValueError, TypeError, AttributeError):
        pass
    raise DataError(_faults(file, type_, tuple(checks), given))


def located(file: Path, findings: Iterable[Finding]) -> list[Fault]:
    """What was found wrong with an object, as faults of the file it was read from."""
    root = yaml.compose(_text(file), _Plain)
    document = _Document(shown(file), root)
    return [document.fault(path, allowed) for path, allowed in findings]


def _text(file: Path) -> str:
    text = read_bytes(file, MOST_BYTES).decode("utf-8-sig")
    _check_form(shown(file), text)
    return text


def _check_form(name: str, text: str) -> None:
    """Raise DataError for what YAML knows and no data file needs.

    An alias may stand for itself or multiply what it stands for, and parts within parts without
    end are more than the parser's stack: the events come one by one and are counted first.
    """
    depth = values = documents = 0
    try:
        for event in yaml.parse(text, yaml.CSafeLoader):
            refused = None
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if event.version or event.tags:
                    refused = "a directive (%)", "no directives"
                elif documents > 1:
                    refused = "a second document (---)", "one document"
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            elif isinstance(event, yaml.NodeEvent):
                depth += isinstance(event, yaml.CollectionStartEvent)
                values += 1
                if isinstance(event, yaml.AliasEvent):
                    refused = "an alias (*)", "the value itself; a text with * between quotes"
                elif event.anchor is not None:
                    refused = "an anchor (&)", "the value alone; a text with & between quotes"
                elif event.tag is not None:
                    refused = "a tag (!)", "the value alone; a text with ! between quotes"
                elif isinstance(event, yaml.ScalarEvent) and event.value == "<<":
                    refused = "a merge (<<)", "every field written out"
                elif depth > MOST_DEPTH:
                    refused = "nested deeper", f"at most {MOST_DEPTH} parts within each other"
                elif values > MOST_VALUES:
                    refused = "more than that", f"at most {MOST_VALUES:,} names and values"
            if refused:
                raise DataError([Fault(name, "", *refused, event.start_mark.line + 1)])
    except yaml.YAMLError:
        pass  # the loader stops at the same place, where it is told


class _Plain(yaml.CSafeLoader):
    """YAML without its surprises: a date stays text until its field says that it is a date, and a
    number is one as everybody writes it, not 0x1F, 1:30 (90) or 010 (8)."""

    def construct_number(self, node: yaml.ScalarNode) -> int | float | str:
        if _WHOLE.fullmatch(node.value):
            return int(node.value)
        if _DECIMAL.fullmatch(node.value) and math.isfinite(number := float(node.value)):
            return number
        return node.value


_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})?(\.[0-9]{0,30})?([eE][-+]?[0-9]{1,3})?")
_Plain.add_constructor("tag:yaml.org,2002:timestamp", yaml.CSafeLoader.construct_yaml_str)
_Plain.add_constructor("tag:yaml.org,2002:int", _Plain.construct_number)
_Plain.add_constructor("tag:yaml.org,2002:float", _Plain.construct_number)


class _Strict(_Plain):
    """Refuses what YAML allows and an author hardly means: a name twice, a name without value."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping = super().construct_mapping(node, deep)
        if len(mapping) != len(node.value):
            raise yaml.constructor.ConstructorError(problem="a name twice")
        return mapping

    def _refuse_empty(self, node: yaml.Node) -> None:
        raise yaml.constructor.ConstructorError(problem="a name without value")


_Strict.add_constructor("tag:yaml.org,2002:null", _Strict._refuse_empty)


# The second reading, of a file known to be wrong. -------------------------------------------------


def _faults(
    file: Path, type_: type, checks: tuple[Check, ...], given: dict[str, Any]
) -> list[Fault]:
    name = shown(file)
    try:
        text = _text(file)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        allowed = "UTF-8 (save it again with that encoding, not GBK)"
        return [Fault(name, "", "not UTF-8 text", allowed, line)]
    try:
        root = yaml.compose(text, _Plain)
        document = _Document(name, root) if root else None
    except yaml.YAMLError as error:
        return [_fault_of_form(name, text, error)]
    if document is None:
        return [Fault(name, "", "empty", "the fields that the schema describes")]

    found = chain(document.repeated(), _faults_of_fields(document, type_, tuple(given)))
    unique: dict[Fault, None] = {}  # each name that is missing is told as often as any is
    for fault in found:
        unique[fault] = None
        if len(unique) == MOST_FAULTS:
            break
    faults = list(unique)
    if not isinstance(document.data, dict):
        return faults
    data = {**document.data, **given}
    whole: Any = None
    if not faults:
        try:
            whole = msgspec.convert(data, type_)
        except msgspec.ValidationError as error:
            faults.append(document.fault(*_converted(error)))
    for check in checks:
        # Once something is wrong, a check sees the parts instead of the object they would make.
        try:
            for path, allowed in check(_loose(data) if faults else whole):
                if not any(_is_part(_path_text(path), fault.field) for fault in faults):
                    faults.append(document.fault(path, allowed))
        except (AttributeError, TypeError, ValueError, KeyError):
            if not faults:
                raise
    return sorted(dict.fromkeys(faults), key=lambda fault: fault.line or 0)


def _fault_of_form(name: str, text: str, error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else None
    written = text.splitlines()[mark.line] if mark and mark.line < len(text.splitlines()) else ""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return Fault(name, "", "indented with a tab", "spaces before a name, no tab", line)
    problem = getattr(error, "problem", None) or str(error)
    return Fault(
        name,
        "",
        f"not YAML here: {problem}",
        "lines of `name: value`, their parts indented by two spaces, text with a colon or a #"
        " between quotes",
        line,
    )


class _Document:
    """A parsed file that knows on which line each of its fields stands."""

    def __init__(self, name: str, root: yaml.Node):
        self.name = name
        self.root = root
        loader = _Plain("")
        try:
            self.data = loader.construct_document(root)
        finally:
            loader.dispose()

    def node(self, path: FieldPath) -> tuple[yaml.Node, int]:
        """The node at the path, or the last one on the way to it, and its line from 1."""
        here, line = self.root, self.root.start_mark.line
        for step in path:
            if isinstance(here, yaml.MappingNode):
                pairs = [pair for pair in here.value if pair[0].value == step]
                if not pairs:
                    break
                line, here = pairs[-1][0].start_mark.line, pairs[-1][1]
            elif isinstance(here, yaml.SequenceNode) and isinstance(step, int):
                here = here.value[step]
                line = here.start_mark.line
            else:
                break
        return here, line + 1

    def fault(self, path: FieldPath, allowed: str, found: str = "") -> Fault:
        node, line = self.node(path)
        return Fault(self.name, _path_text(path), found or self._found(path, node), allowed, line)

    def _found(self, path: FieldPath, node: yaml.Node) -> str:
        here = self.data
        for step in path:
            try:
                here = here[step]
            except (KeyError, IndexError, TypeError):
                return "missing"
        if isinstance(node, yaml.ScalarNode):
            return _short(repr(node.value)) if node.value else "empty"
        return "a list" if isinstance(here, list) else "a group of fields"

    def repeated(self) -> Iterator[Fault]:
        """Names that stand twice in one mapping, of which YAML would silently keep the last."""
        pending: list[tuple[FieldPath, yaml.Node]] = [((), self.root)]
        while pending:
            path, node = pending.pop()
            if isinstance(node, yaml.SequenceNode):
                pending += [((*path, i), part) for i, part in enumerate(node.value)]
            elif isinstance(node, yaml.MappingNode):
                seen: set[str] = set()
                for key, part in node.value:
                    here = (*path, str(key.value))
                    pending.append((here, part))
                    if key.value in seen:
                        line = key.start_mark.line + 1
                        yield Fault(self.name, _path_text(here), "there twice", "once", line)
                    seen.add(str(key.value))


def _faults_of_fields(document: _Document, type_: type, given: tuple[str, ...]) -> Iterator[Fault]:
    from jsonschema import Draft202012Validator, FormatChecker

    from course.content.schema import schema_of

    whole = schema_of(type_, given)
    checker = FormatChecker()

    def against(schema: dict[str, Any], data: Any, path: FieldPath) -> Iterator[Fault]:
        validator = Draft202012Validator(
            {**schema, "$defs": whole["$defs"]}, format_checker=checker
        )
        for error in validator.iter_errors(data):
            here = (*path, *error.absolute_path)
            schema = _resolved(error.schema, whole)
            if error.validator == "required":
                unknown = [str(name) for name in error.instance if name not in schema["properties"]]
                unknown = unknown[:MOST_FAULTS]
                for name in error.validator_value:
                    # A misspelt name is reported once, where it stands.
                    if name not in error.instance and not get_close_matches(name, unknown):
                        wanted = schema["properties"][name]
                        yield document.fault((*here, name), _allowed(wanted, whole))
            elif error.validator == "additionalProperties":
                known = list(schema["properties"])
                for name in error.instance:
                    if name not in known:
                        allowed = _nearest(str(name), known) or f"only {', '.join(known)}"
                        yield document.fault((*here, name), allowed, "not a field here")
            elif "discriminator" in schema and isinstance(error.instance, dict):
                tag = schema["discriminator"]["propertyName"]
                kinds = schema["discriminator"]["mapping"]
                kind = error.instance.get(tag)
                if isinstance(kind, str) and kind in kinds:
                    yield from against({"$ref": kinds[kind]}, error.instance, here)
                else:
                    allowed = one_of(str(kind), list(kinds))
                    yield document.fault((*here, tag), allowed)
            else:
                yield document.fault(here, _allowed(schema, whole, error.instance))

    yield from against({k: v for k, v in whole.items() if k != "$defs"}, document.data, ())


def _resolved(schema: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return {**whole["$defs"][schema["$ref"].rsplit("/", 1)[1]], **schema}
    return schema


def _allowed(schema: dict[str, Any], whole: dict[str, Any], value: Any = None) -> str:
    """What a field may hold, in a sentence's part; with a hint where the slip is a common one."""
    schema = _resolved(schema, whole)
    kind = schema.get("type")
    if "enum" in schema:
        return one_of(str(value), schema["enum"])
    if "discriminator" in schema:
        return "a group of fields that begins with `kind`"
    if kind in ("number", "integer"):
        text = "a number" if kind == "number" else "a whole number"
        bounds = {
            "minimum": "at least",
            "exclusiveMinimum": "above",
            "maximum": "at most",
            "exclusiveMaximum": "below",
        }
        text += "".join(
            f", {words} {schema[key]}" for key, words in bounds.items() if key in schema
        )
        if isinstance(value, str):
            if re.fullmatch(r"\s*\d+,\d{1,2}\s*%?", value):
                text += f", with a point: {value.strip(' %').replace(',', '.')}"
            elif re.fullmatch(r"\s*[\d.]+\s*%", value):
                text += f", without the sign: {value.strip(' %')}"
            elif re.fullmatch(r"\s*[\d,.]*\d\s*", value) and "," in value:
                text += f", without commas: {value.strip().replace(',', '')}"
            elif re.fullmatch(r"[\d.]+", value):
                text += ", without quotes"
    elif schema.get("format") == "date":
        text = "a day written as year-month-day, such as 2026-08-01"
    elif kind == "string":
        text = "text" + (f" of the form {schema['pattern']}" if "pattern" in schema else "")
    elif kind == "array":
        text = "a list, each part on its own line after `- `"
        text += f", at least {schema['minItems']}" if schema.get("minItems") else ""
    elif kind == "object":
        text = f"a group of fields: {', '.join(schema.get('required', ()))}"
    else:
        text = "true or false"
    examples = schema.get("examples")
    return f"{text}, for example {examples[0]}" if examples else text


def one_of(written: str, known: Iterable[object]) -> str:
    """What may stand instead of `written`: the nearest of those known, or any of them.

    >>> one_of("amuont", ["amount", "rate"])
    'did you mean amount? (one of amount, rate)'
    """
    known = list(known)
    return _nearest(written, known) or (_one_of(known) if known else "none, there are none")


def _one_of(values: Iterable[object]) -> str:
    return "one of " + ", ".join(map(str, values))


def _nearest(written: str, known: Iterable[object]) -> str:
    close = get_close_matches(written[:_MOST_SHOWN].lower(), list(map(str, known)), n=1)
    return f"did you mean {close[0]}? ({_one_of(known)})" if close else ""


def _path_text(path: FieldPath) -> str:
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{_short(step)}" for step in path)
    return text.removeprefix(".")


def _short(text: object) -> str:
    text = str(text)
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"


def _converted(error: msgspec.ValidationError) -> Finding:
    """Where and what, out of a message such as "Expected `float` > 0.0 - at `$.terms.amount`"."""
    allowed, _, place = str(error).partition(" - at ")
    steps = re.findall(r"\.(\w+)|\[(\d+)\]", place)
    return Finding(tuple(name or int(number) for name, number in steps), allowed)


def _is_part(field: str, of: str) -> bool:
    return field == of or not of or field.startswith((f"{of}.", f"{of}["))


class _Part(SimpleNamespace):
    """A group of fields of a broken file; what is not there is None."""

    def __getattr__(self, name: str) -> None:
        return None


def _loose(data: Any) -> Any:
    """The data with its names as attributes, as far as it goes."""
    if isinstance(data, dict):
        return _Part(**{str(name): _loose(value) for name, value in data.items()})
    return [_loose(part) for part in data] if isinstance(data, list) else data
