"""The published schema and the files that follow it."""

import jsonschema
import pytest
import yaml

from course.content.offers import OFFERS
from course.content.schema import published
from course.content.yaml_files import _Plain

SCHEMA = next(iter(published()))


@pytest.mark.parametrize("file", published(), ids=lambda file: file.name)
def test_the_published_schema_is_the_one_of_the_code(file):
    assert file.read_text(encoding="utf-8") == published()[file], "run: uv run course schema"


def schema_parts(part, path="offer"):
    if isinstance(part, dict):
        for name, field in part.get("properties", {}).items():
            yield f"{path}.{name}", field
        for name, below in part.items():
            yield from schema_parts(below, f"{path}/{name}")


def test_every_field_tells_the_author_what_it_means():
    schema = yaml.safe_load(published()[SCHEMA])
    silent = [
        path
        for path, field in schema_parts(schema)
        if not field.get("description") and not path.endswith(".kind")
    ]
    assert silent == []


def test_the_schema_itself_is_valid():
    jsonschema.Draft202012Validator.check_schema(yaml.safe_load(published()[SCHEMA]))


@pytest.mark.parametrize("file", sorted(OFFERS.glob("*.yaml")), ids=lambda file: file.stem)
def test_each_offer_names_the_schema_and_follows_it(file):
    text = file.read_text(encoding="utf-8")
    named = text.splitlines()[0].removeprefix("# yaml-language-server: $schema=")
    assert (file.parent / named).resolve() == SCHEMA
    schema = yaml.safe_load(published()[SCHEMA])
    jsonschema.validate(yaml.load(text, _Plain), schema, jsonschema.Draft202012Validator)
