"""What states, occasions and marks are called, and how times are written."""

from __future__ import annotations

from course.content.language import Language, marked

STATE_WORDS = {
    "right": marked("right"),
    "partly": marked("partly right"),
    "wrong": marked("wrong"),
    "unclear": marked("unclear"),
}
SIGNS = {"right": "✓", "partly": "◐", "wrong": "✗", "unclear": "?"}
OCCASIONS = {
    "practice": marked("Practice"),
    "pre-test": marked("Before the course"),
    "post-test": marked("After the course"),
}
STANDINGS = {
    "marked": marked("marked again"),
    "version": marked("as the file has it: another version"),
    "gone": marked("as the file has it: no such exercise"),
    "broken": marked("as the file has it: the exercise has a fault"),
    "answer": marked("not marked: not an answer"),
}


def state_word(state: str, language: Language) -> str:
    """The state in words; "" where there is none."""
    return language.text(STATE_WORDS[state]) if state else ""


def time_shown(at: str) -> str:
    """A time of the record as a spreadsheet reads it.

    >>> time_shown("2026-11-16T09:30:00Z")
    '2026-11-16 09:30:00'
    """
    return at[:19].replace("T", " ")
