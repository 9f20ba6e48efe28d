"""The published schema and the files that follow it."""

import json

import jsonschema
import pytest
import yaml

from course.content.glossary import GLOSSARY
from course.content.offers import OFFERS
from course.content.places import DATA
from course.content.yaml_files import _Plain
from course.exercises.exercise import EXERCISES
from course.schemas import published

SCHEMAS = {file: json.loads(text) for file, text in published().items()}
FILES = {
    **dict.fromkeys(sorted(OFFERS.glob("*.yaml")), DATA / "offers.schema.json"),
    **dict.fromkeys(sorted(EXERCISES.glob("*/*.yaml")), DATA / "exercises.schema.json"),
    GLOSSARY: DATA / "glossary.schema.json",
}


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.name)
def test_the_published_schema_is_the_one_of_the_code(file):
    assert file.read_text(encoding="utf-8") == published()[file], "run: uv run course schema"


def schema_parts(part, path="file"):
    if isinstance(part, dict):
        for name, field in part.get("properties", {}).items():
            yield f"{path}.{name}", field
        for name, below in part.items():
            yield from schema_parts(below, f"{path}/{name}")


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.name)
def test_every_field_tells_the_author_what_it_means(file):
    silent = [
        path
        for path, field in schema_parts(SCHEMAS[file])
        if not field.get("description") and not path.endswith(".kind")
    ]
    assert silent == []


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.name)
def test_the_schema_itself_is_valid(file):
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[file])


def test_every_published_schema_has_files_that_follow_it():
    assert set(FILES.values()) == SCHEMAS.keys()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_file_names_its_schema_and_follows_it(file):
    text = file.read_text(encoding="utf-8")
    named = text.splitlines()[0].removeprefix("# yaml-language-server: $schema=")
    assert (file.parent / named).resolve() == FILES[file]
    jsonschema.Draft202012Validator(SCHEMAS[FILES[file]]).validate(yaml.load(text, _Plain))
