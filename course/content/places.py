"""Where the course keeps its files, found from this file so that any working directory will do."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
NOTEBOOKS = ROOT / "notebooks"

# What would end a line, steer a terminal, turn the direction of writing, or cannot be encoded.
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def shown(path: Path) -> str:
    """The path as a reader should see it: relative to the project, with forward slashes.

    >>> shown(DATA / "facts.json"), shown(Path("two\\nlines"))
    ('data/facts.json', 'two\\\\u000alines')
    """
    path = Path(path)
    return visible((path.relative_to(ROOT) if path.is_relative_to(ROOT) else path).as_posix())


def visible(text: str) -> str:
    """One line of text of anybody, safe to print: what steers a terminal is spelt out.

    >>> visible("\\x1b[2Jplan.csv")
    '\\\\u001b[2Jplan.csv'
    """
    return _UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
