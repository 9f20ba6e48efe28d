"""The template of the message catalogues: every message of the course, to be translated.

`uv run course catalogue` writes `data/locale/course.pot` and brings up to it every language's own
`data/locale/<code>/LC_MESSAGES/course.po`, which `course.content.language` reads as it is.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from course.content.language import LOCALE
from course.content.output_files import write_text
from course.content.places import ROOT

TEMPLATE = LOCALE / "course.pot"
# The functions whose first argument is a message; `plural` takes two forms of it, and what is said
# of a loan has a code before it.
KEYWORDS = {
    "marked": None,
    "say": None,
    "text": None,
    "plural": (1, 2),
    "say_plural": (1, 2),
    "marked_plural": (1, 2),
    "Remark": (2,),
    "Refused": (2,),
    "Unreadable": (2,),
}


def template() -> str:
    """The template as text, in the order of the messages, with nothing that changes by itself."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_dir

    catalogue = Catalog(project="borrow-wisely", charset="utf-8")
    found = extract_from_dir(
        ROOT / "course", [("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
    )
    for file, line, message, comments, context in found:
        catalogue.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return _text(catalogue)


def update() -> list[Path]:
    """Write the template anew and bring each language's catalogue up to it; give what changed.

    A message whose English changed loses its translation rather than keep one that is a guess; one
    that is no longer there is taken out.
    """
    from babel.messages.pofile import read_po

    changed = _write(TEMPLATE, template())
    wanted = read_po(io.BytesIO(TEMPLATE.read_bytes()))
    for file in sorted(LOCALE.glob("*/LC_MESSAGES/course.po")):
        catalogue = read_po(io.BytesIO(file.read_bytes()), locale=file.parts[-3])
        catalogue.update(wanted, no_fuzzy_matching=True, update_header_comment=False)
        catalogue.obsolete.clear()
        for message in catalogue:
            if message.id and message.fuzzy:  # a message that got a plural, or lost it
                message.string = ("",) * catalogue.num_plurals if message.pluralizable else ""
                message.flags.discard("fuzzy")
        changed += _write(file, _text(catalogue))
    return changed


def untranslated(language: str) -> list[str]:
    """The messages for which a language has no words yet."""
    from babel.messages.pofile import read_po

    file = LOCALE / language / "LC_MESSAGES" / "course.po"
    known = read_po(io.BytesIO(file.read_bytes()), locale=language) if file.exists() else ()
    done = {_id(message.id) for message in known if message.id and all(_forms(message.string))}
    wanted = read_po(io.BytesIO(template().encode()))
    return [_id(message.id) for message in wanted if message.id and _id(message.id) not in done]


def _id(id: str | Sequence[str]) -> str:
    return id if isinstance(id, str) else id[0]


def _forms(string: str | Sequence[str] | None) -> Sequence[str | None]:
    return [string] if string is None or isinstance(string, str) else string


def _text(catalogue: Any) -> str:
    from babel.messages.pofile import write_po

    text = io.BytesIO()
    write_po(text, catalogue, omit_header=True, no_location=True, sort_output=True, width=100)
    return text.getvalue().decode()


def _write(file: Path, text: str) -> list[Path]:
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return []
    file.parent.mkdir(parents=True, exist_ok=True)
    write_text(file, text)
    return [file]


if __name__ == "__main__":
    update()
