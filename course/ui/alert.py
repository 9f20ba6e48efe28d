"""An error shown where it happened: what it means for the learner, and its trace for a helper."""

from __future__ import annotations

import traceback
from html import escape


def alert_html(words: str, error: Exception) -> str:
    """The words and the error's own; the trace folded away.

    >>> alert_html("It failed:", ValueError("no term"))[:51]
    '<div role="alert">It failed: no term<details><summa'
    """
    kind = type(error).__name__
    trace = "".join(traceback.format_exception(error))
    return (
        f'<div role="alert">{escape(words)} {escape(str(error) or kind)}'
        f"<details><summary>{kind}</summary><pre>{escape(trace)}</pre></details></div>"
    )
