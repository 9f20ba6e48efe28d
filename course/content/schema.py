"""JSON Schemas of the data files, so that an editor completes and checks them while one types."""

from __future__ import annotations

import inspect
from functools import lru_cache
from typing import Any

import msgspec

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@lru_cache
def schema_of(type_: type, given: tuple[str, ...] = ()) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a data file that holds one `type_`.

    `given` names the fields that the reader adds and the file must not hold. An optional field may
    be left out but not left empty, because an empty value is more often forgotten than meant.
    """
    whole = msgspec.json.schema(type_)
    definitions = whole.pop("$defs", {})
    # The type itself is always a definition; its place is the top of the file.
    top = definitions.pop(whole["$ref"].rsplit("/", 1)[1])
    top["properties"] = {k: v for k, v in top["properties"].items() if k not in given}
    top["required"] = [k for k in top["required"] if k not in given]
    return _tidy({"$schema": DIALECT, **top, "$defs": definitions})


def _tidy(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_tidy(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {k: _tidy(v) for k, v in schema.items()}
    if isinstance(text := schema.get("description"), str):
        # Python 3.13 takes the indent from a docstring, its forerunners leave it.
        schema["description"] = inspect.cleandoc(text)
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        del schema["anyOf"]
        schema = {**choices[0], **schema}
        if schema.get("default", ...) is None:
            del schema["default"]
    return schema
