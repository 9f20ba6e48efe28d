"""Repayment plans as the world writes them, each with what plain arithmetic makes of it.

`expected.json` says what is right for each file; `judged` says how an answer compares. A folder of
one's own with such a file is compared by `uv run python -m tests.loan.cases FOLDER`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from course.content.language import language
from course.loan.command import run

CASES = Path(__file__).parent
RATE_WITHIN = 0.05
MONEY_WITHIN = 0.001
MONEY = ("received", "to_pay")

EN = language("en")
OPTIONS = {"--received": "received", "--on": "on", "--advertised": "advertised"}


class Class(StrEnum):
    """How an answer compares with what is right."""

    RIGHT = "right"
    # The answer asks or refuses, and names the matter.
    ASKED = "asked"
    # A question or refusal where none was needed or about something else, or a false finding.
    WRONG = "wrong"
    # A figure is not what it should be, and nothing is asked.
    SILENTLY_WRONG = "silently wrong"


@dataclass(frozen=True)
class Case:
    """One file and what is right for it; the fields as `about` in expected.json tells."""

    id: str
    path: Path
    args: tuple[str, ...]
    expected: Mapping[str, Any]
    within: Mapping[str, float]
    alternatives: tuple[Mapping[str, Any], ...]
    said: str
    not_findings: frozenset[str]
    never: Mapping[str, list[Any]]
    why: str


@dataclass(frozen=True)
class Answer:
    """What came out: one figure per key, or why the file was refused, and all that was said."""

    figures: Mapping[str, Any]
    refused: str = ""
    questions: tuple[str, ...] = ()
    # Everything that was said, the questions among it; each with its code before it.
    said: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()


def cases(folder: Path = CASES) -> list[Case]:
    """The cases of a folder, in the order of its expected.json."""
    listed = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    alarms = listed.get("false_alarms", ())
    return [
        Case(
            id=each["id"],
            path=folder / each["file"],
            args=tuple(each.get("args", ())),
            expected=each["expected"],
            within=each.get("within", {}),
            alternatives=tuple(each.get("or", ())),
            said=each.get("said", ""),
            not_findings=frozenset(
                [*each.get("not_findings", ()), *(alarms if each.get("clean") else ())]
            ),
            never=each.get("never", {}),
            why=each["why"],
        )
        for each in listed["cases"]
    ]


def answered(case: Case) -> Answer:
    """What the object for programs says of the case's file."""
    options = {
        OPTIONS[name]: value for name, value in zip(case.args[::2], case.args[1::2], strict=True)
    }
    try:
        found = json.loads(run(case.path, EN, **options, as_json=True))
    except ValueError as error:
        return Answer({}, refused=str(error) or "refused")
    rates = found.get("rates") or {}
    questions = tuple(_texts(found.get("questions", ())))
    others = [each for key in ("findings", "assumptions") for each in found.get(key, ())]
    return Answer(
        figures={
            **{key: found.get(key) for key in ("received", "to_pay", "on", "currency")},
            **rates,
            "rates": [rate for rate in rates.values() if rate is not None] or None,
            "loans": [_amount(loan) for loan in found.get("loans") or ()] or None,
        },
        questions=questions,
        said=(*questions, *_texts(others), *_texts(found.get("unread_rows", ()))),
        codes=frozenset(each["code"] for each in others),
    )


def judged(case: Case, answer: Answer) -> tuple[Class, str]:
    """The class of an answer, and what differs where it is neither right nor asked."""
    differing = _differing(case, answer, {}, may_be_absent=False)
    if not _found(case.said, answer.said):
        differing.append(f"nothing said of {case.said}")
    false = sorted(case.not_findings & answer.codes)
    false += [key for key, values in case.never.items() if answer.figures.get(key) in values]
    if case.expected and not answer.refused and not differing and not false:
        return Class.RIGHT, ""
    for alternative in case.alternatives:
        if not false and _holds(case, answer, alternative):
            spoken = alternative.keys() & {"refused", "question", "said"}
            return (Class.ASKED if spoken else Class.RIGHT), ""
    if answer.refused:
        return Class.WRONG, f"refused: {answer.refused}"
    told = "; ".join([*differing, *(f"false: {each}" for each in false)])
    if answer.questions:
        return Class.WRONG, f"{told}; asked: {' / '.join(answer.questions)}"
    if false and not differing:
        return Class.WRONG, told
    return Class.SILENTLY_WRONG, told or f"nothing asked; shown {_shown(answer)}"


def _holds(case: Case, answer: Answer, alternative: Mapping[str, Any]) -> bool:
    spoken = {
        "refused": (answer.refused,),
        "question": answer.questions,
        "said": answer.said,
    }
    for part, texts in spoken.items():
        if part in alternative and not _found(alternative[part], texts):
            return False
    if "refused" in alternative:
        return True
    return not answer.refused and not _differing(
        case,
        answer,
        alternative.get("values", {}),
        may_be_absent=bool(alternative.keys() & {"question", "said"}),
    )


def _differing(
    case: Case, answer: Answer, instead: Mapping[str, Any], *, may_be_absent: bool
) -> list[str]:
    return [
        f"{key} {answer.figures.get(key)} for {value}"
        for key, value in {**case.expected, **instead}.items()
        if not _same(key, answer.figures.get(key), value, case.within.get(key))
        and not (may_be_absent and answer.figures.get(key) is None)
    ]


def _same(key: str, given: Any, value: Any, within: float | None) -> bool:
    if value is None or given is None:
        return given is value
    if key == "loans":
        return sorted(given) == sorted(value)
    if isinstance(value, str):
        return given == value
    return abs(given - value) <= (within or (MONEY_WITHIN if key in MONEY else RATE_WITHIN))


def _found(pattern: str, texts: tuple[str, ...]) -> bool:
    if not pattern:
        return True
    return any(re.search(pattern, text, re.IGNORECASE) for text in texts if text)


def _texts(said: Any) -> list[str]:
    return [
        each if isinstance(each, str) else " ".join(str(part) for part in each.values())
        for each in said
    ]


def _amount(loan: Any) -> float:
    return loan["received"] if isinstance(loan, dict) else loan


def _shown(answer: Answer) -> str:
    keys = ("received", "to_pay", "cn-irr-nominal")
    return ", ".join(f"{key} {answer.figures.get(key)}" for key in keys)
