"""The template of the message catalogues: every message of the course, to be translated.

`python -m course.content.catalogue` writes `data/locale/course.pot`; `pybabel init` and
`pybabel update` with `-i data/locale/course.pot -d data/locale -D course -l <code>` begin and
renew a language's own catalogue, which `course.content.language` reads.
"""

from __future__ import annotations

import io

from course.content.language import LOCALE
from course.content.places import ROOT

TEMPLATE = LOCALE / "course.pot"
# The functions whose first argument is a message; `plural` takes two forms of it.
KEYWORDS = {"marked": None, "text": None, "plural": (1, 2)}


def template() -> str:
    """The template as text, in the order of the messages, with nothing that changes by itself."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_dir
    from babel.messages.pofile import write_po

    catalogue = Catalog(project="borrow-wisely", charset="utf-8")
    found = extract_from_dir(
        ROOT / "course", [("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
    )
    for file, line, message, comments, context in found:
        catalogue.add(message, None, [(file, line)], auto_comments=comments, context=context)
    text = io.BytesIO()
    write_po(text, catalogue, omit_header=True, no_location=True, sort_output=True, width=100)
    return text.getvalue().decode()


if __name__ == "__main__":
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_text(template(), encoding="utf-8", newline="\n")
