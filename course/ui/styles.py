"""Style sheets: each is a file beside what it styles."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path


@cache
def style_sheet(path: Path) -> str:
    """The style element of a `.css` file, or of the one that is named as this Python file is.

    The only way to style widgets without JavaScript is a style element inside one of them.
    """
    css = path.with_suffix(".css").read_text(encoding="utf-8")
    return f"<style>\n{scalable(css)}</style>"


def scalable(css: str) -> str:
    """A style sheet whose letters, and the room for them, grow with the learner's setting.

    >>> scalable("p { font-size: 14px; margin: 2px; }")
    'p { font-size: calc(14px * var(--bw-text, 1)); margin: 2px; }'
    """
    grown = r"\1calc(\2 * var(--bw-text, 1))"
    return re.sub(r"((?:font-size|m\w+-height): |minmax\()([\d.]+px)", grown, css)


STYLE = style_sheet(Path(__file__).with_name("lab.css"))
EXERCISE_STYLE = style_sheet(Path(__file__).with_name("exercise.css"))
