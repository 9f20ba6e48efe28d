"""What states, occasions and marks are called, and how times are written."""

from __future__ import annotations

import time
from datetime import datetime

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
    """A time of the record on this machine's clock, as a spreadsheet reads it; "" for none."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M:%S}" if at else ""


def zone_shown() -> str:
    """Which clock that is: "UTC", "CST, UTC+8", or "CET/CEST, UTC+1/+2" where summer differs."""
    if not time.timezone and not time.daylight:
        return "UTC"
    west = (time.timezone, time.altzone) if time.daylight else (time.timezone,)
    names = dict.fromkeys(time.tzname[: len(west)])
    return f"{'/'.join(names)}, UTC{'/'.join(map(_offset, west))}"


def _offset(seconds_west: int) -> str:
    """
    >>> _offset(-28800), _offset(12600)
    ('+8', '−3:30')
    """
    hours, minutes = divmod(abs(seconds_west) // 60, 60)
    return f"{'−' if seconds_west > 0 else '+'}{hours}{f':{minutes:02d}' if minutes else ''}"
