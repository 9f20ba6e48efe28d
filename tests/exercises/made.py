"""Exercises whose figures are easy to follow by hand, for the tests of variants and marks."""

from __future__ import annotations

from typing import Any

import msgspec

from course.exercises.exercise import Exercise
from course.exercises.variants import Variant


def both(text: str) -> dict[str, str]:
    return {"en": text, "zh": text}


def exercise(task: dict[str, Any], **fields: Any) -> Exercise:
    whole = {
        "id": "00-test/made",
        "title": both("Made"),
        "prompt": both("You borrow {amount}."),
        "explanation": both("So it is."),
        "parameters": {"amount": {"unit": "money", "from": 1000, "to": 2000, "step": 100}},
        "task": task,
    }
    return msgspec.convert(whole | fields, Exercise)


def thought(id: str, formula: str, credit: float = 0.0) -> dict[str, Any]:
    return {"id": id, "formula": formula, "credit": credit, "feedback": both(f"You did {id}.")}


def option(id: str, right: bool | str = False, **more: Any) -> dict[str, Any]:
    return {"id": id, "text": both(f"Option {id}"), "right": right} | more


def step_answers(made: Variant) -> dict[str, float]:
    """The right answer of each number that is asked for, by its id."""
    return {sought.id: sought.answer for sought in made.task.sought(made)}


NUMBER = exercise(
    {
        "kind": "number",
        "unit": "money",
        "answer": "amount * rate",
        "misconceptions": [
            thought("whole_debt", "amount * (1 + rate)", 0.5),
            thought("rate_alone", "rate * 100"),
        ],
        "meaning": {
            "text": both("{given} would be {meant} of {amount}."),
            "values": {"meant": {"unit": "percent", "formula": "given / amount"}},
        },
    },
    parameters={
        "amount": {"unit": "money", "from": 1000, "to": 2000, "step": 100},
        "rate": {"unit": "percent", "choices": [5, 7.5, 12]},
    },
)
ONE_CHOICE = exercise(
    {
        "kind": "one_choice",
        "options": [
            option("large", "amount >= 1500"),
            option("small", "amount < 1500"),
            option("neither", feedback=both("One of them it is, with {amount}."), credit=0.25),
        ],
    }
)
SEVERAL_CHOICES = exercise(
    {
        "kind": "several_choices",
        "options": [
            option("fee", True, feedback=both("A fee costs.")),
            option("interest", True),
            option("principal", feedback=both("That was yours.")),
            option("colour"),
        ],
    }
)
ORDER = exercise(
    {
        "kind": "order",
        "items": [
            {"id": "yearly", "text": both("12 % a year"), "value": "0.12"},
            {
                "id": "monthly",
                "text": both("1.5 % a month"),
                "value": "0.015 * 12",
                "wrong": {"bare_number": "0.015"},
            },
            {
                "id": "daily",
                "text": both("0.06 % a day"),
                "value": "0.0006 * 365",
                "wrong": {"bare_number": "0.0006"},
            },
            {"id": "also_yearly", "text": both("0.12 a year"), "value": "0.12"},
        ],
        "misconceptions": [
            {"id": "bare_number", "feedback": both("Look at the period."), "credit": 0.1}
        ],
    }
)
MATCH = exercise(
    {
        "kind": "match",
        "pairs": [
            {"id": "a", "left": both("A"), "right": both("one")},
            {"id": "b", "left": both("B"), "right": both("two")},
            {"id": "c", "left": both("C"), "right": both("two")},
            {"id": "d", "left": both("D"), "right": both("three")},
        ],
        "misconceptions": [{"id": "mixed", "left": "a", "right": "d", "feedback": both("No: A.")}],
    }
)
MARK_PASSAGE = exercise(
    {
        "kind": "mark_passage",
        "text": both("Borrow {amount}, [[quick|in a minute]]; [[fee|a fee of 9%]] [[late|late]]."),
        "passages": [
            {"id": "quick", "feedback": both("Speed is no cost.")},
            {"id": "fee", "feedback": both("The fee is a cost."), "right": True},
            {"id": "late", "feedback": both("Late costs, too."), "right": True},
        ],
    }
)
SET_LAB = exercise(
    {
        "kind": "set_lab",
        "lab": "doubling",
        "goal": "abs(annual_rate - wanted) < 0.0001 and years < 10",
        "solution": {"annual_rate": "wanted"},
        "start": {"annual_rate": 5, "view": "drift"},
        "misconceptions": [
            {
                "id": "too_dear",
                "formula": "annual_rate > wanted",
                "feedback": both("Cheaper."),
                "credit": 0.3,
            }
        ],
    },
    parameters={"wanted": {"unit": "percent", "choices": [10, 20]}},
    prompt=both("Set {wanted}."),
)
WRONG_ROW = exercise(
    {
        "kind": "wrong_row",
        "amount": "amount",
        "annual_rate": "0.12",
        "months": "12",
        "fault": {"row": "row", "column": "interest", "change": "7.5"},
        "misconceptions": [thought("last_row", "12", 0.1)],
    },
    parameters={
        "amount": {"unit": "money", "choices": [10000]},
        "row": {"unit": "number", "from": 2, "to": 6, "step": 1},
    },
)
FREE_TEXT = exercise(
    {
        "kind": "free_text",
        "points": [
            {
                "id": "compound",
                "says": both("Interest on interest"),
                "any_of": {"en": ["interest on interest", "compound*"], "zh": ["利滚利", "复利"]},
            },
            {
                "id": "time",
                "says": both("Over time"),
                "any_of": {"en": ["time", "year*"], "zh": ["时间"]},
            },
        ],
        "misconceptions": [
            {
                "id": "free",
                "any_of": {"en": ["free"], "zh": ["免费"]},
                "feedback": both("Nothing is free."),
            }
        ],
    }
)
PATH = exercise(
    {
        "kind": "path",
        "steps": [
            {
                "id": "fee",
                "prompt": both("The fee?"),
                "unit": "money",
                "answer": "amount * 0.1",
                "misconceptions": [thought("no_fee", "0", 0.5)],
            },
            {
                "id": "hand",
                "prompt": both("In hand?"),
                "unit": "money",
                "answer": "amount - fee",
                "misconceptions": [thought("added", "amount + fee")],
            },
            {
                "id": "share",
                "prompt": both("Share?"),
                "unit": "percent",
                "answer": "(amount - hand) / hand",
            },
        ],
    },
)
