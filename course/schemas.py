"""The JSON Schemas that the project publishes for editors, beside the data they describe."""

from __future__ import annotations

import json
from pathlib import Path

from course.content import glossary, offers
from course.content.output_files import write_text
from course.content.places import DATA
from course.content.schema import schema_of
from course.exercises import exercise


def published() -> dict[Path, str]:
    """The text of every schema that the project publishes, by its file."""
    schemas = {
        DATA / "exercises.schema.json": schema_of(exercise.Exercise, exercise.GIVEN),
        DATA / "glossary.schema.json": schema_of(glossary.Glossary),
        DATA / "offers.schema.json": schema_of(offers.Offer, offers.GIVEN),
    }
    return {
        file: json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for file, schema in schemas.items()
    }


def write_schemas() -> list[Path]:
    """Write every published schema anew; give the files that changed."""
    changed = []
    for file, text in published().items():
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            write_text(file, text)
            changed.append(file)
    return changed
