"""Finds every number in a notebook's prose and the computed value that it must equal.

A number in a markdown cell is of an excepted form (a date, a lesson's number, a legal reference,
...), or the cell's metadata quotes it: {"text": "391.07%", "source": "offer:us-payday.us-reg-z"}.
"""

from __future__ import annotations

import ast
import importlib
import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from course import labs
from course.content.facts import fact
from course.content.offers import load_offers
from course.content.values import VALUES
from course.finance.rates import Rule, annual_rate

NUMBER = re.compile(r"(?:(?<![\w.,])[-\u2212])?\d+(?:,\d{3})*(?:\.\d+)?")
SCALES = {"万": 10_000, "亿": 100_000_000, "million": 1_000_000, "billion": 1_000_000_000}

MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
EXCEPTED = [
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"```.*?```|`[^`]*`",
        r"<[^>]*>",
        r"\]\([^)]*\)",
        r"https?://\S+",
        r"^#+ \d+\. ",  # the number in a lesson's title
        r"^\s*\d+\. ",  # the number of a list's item
        r"\[\d+\.\s",  # a link that begins with a lesson's number
        r"^\*\*Time:\*\* about \d+ minutes\.$",
        r"\| (?:about )?\d+\sminutes(?= \|)|\| (?:约 )?\d+ 分钟(?= \|)",  # a table of contents
        r"^\*\*用时：\*\* 约 \d+ 分钟。$",
        r"\b\d{4}-\d{2}-\d{2}\b",
        rf"\b(?:\d{{1,2}} )?{MONTH}(?: \d{{1,2}},)? \d{{4}}\b",
        rf"\b\d{{1,2}} {MONTH}\b",
        r"\d{4} ?年(?: ?\d{1,2} ?月(?: ?\d{1,2} ?日)?)?",
        r"(?<!\d)\d{1,2} 月 \d{1,2} 日",
        r"\((?:[^()\n]*, )?(?:19|20)\d\d(?: to (?:19|20)\d\d)?\)",
        r"\b\d+ CFR (?:Part )?\d+",
        r"\b(?:in|since|from|until|by|of|before|after|during|and|to|year)\s(?:19|20)\d\d\b"
        r"(?![.,]\d| ?(?:%|yuan|dollars|euros|pounds|days|months|years))",
        r"\b[Ll]essons? \d+(?:(?:,| and| to) \d+)*",
        r"第 ?\d+ ?(?:课|条|款|部分|章|号)",
        r"\bPart \d+\b",
        r"(?<!\w)(?:[Aa]rticles?|[Aa]rt\.|Arts\.|§|Section|No\.|Order|Annex|CONC App)\s?\[?\d+\]?"
        r"(?:\.\d+)*(?:\([a-z\d]+\))*",
        r"\bMCOB \d+(?:\.\d+)*[A-Z]?\b",
        r"\b\d{2,4}/\d{1,4}/E[CU]\b|\(EU\) \d{4}/\d+",
        r"[〔\[]\d{4}[〕\]](?: ?(?:No\.) ?)? ?\d*号?",
        r"\b[Rr]ule of 72\b|\b72[- ]rule\b|72 ?法则",
    )
]


class Unresolved(Exception):
    """A quote whose source is not there."""


def unquoted_numbers(text: str, quotes: Sequence[Mapping[str, str]]) -> list[str]:
    """The numbers of a markdown text that are neither quoted nor excepted, with what is around."""
    rest = text
    for quote in sorted((quote["text"] for quote in quotes), key=len, reverse=True):
        rest = _whole(quote).sub(lambda found: "\N{MIDDLE DOT}" * len(found[0]), rest)
    for pattern in EXCEPTED:
        rest = pattern.sub(lambda found: re.sub(r"[^\n]", "\N{MIDDLE DOT}", found[0]), rest)
    return [
        " ".join(text[max(0, found.start() - 20) : found.end() + 15].split())
        for found in re.finditer(r"\d[\d.,]*", rest)
    ]


def quote_fault(text: str, quote: Mapping[str, str]) -> str | None:
    """What is wrong with a quote of a markdown text; None if nothing is."""
    shown, source = quote["text"], quote["source"]
    if not _whole(shown).search(text):
        return f"{shown!r} does not stand in the text"
    found = NUMBER.findall(shown)
    if len(found) != 1:
        return f"{shown!r} holds {len(found)} numbers, a quote holds one"
    if source == "given":
        return None
    try:
        values = candidates(source, percent="%" in shown)
    except Unresolved as error:
        return f"{shown!r}: {error}"
    digits = Decimal(found[0].replace(",", "").replace("\u2212", "-"))
    scale = next((times for word, times in SCALES.items() if word in shown), 1)
    half_a_unit = float(Decimal(scale).scaleb(digits.as_tuple().exponent)) / 2
    if any(
        abs(value - float(digits) * scale) <= half_a_unit * (1 + 1e-9) + 1e-9 * abs(value)
        for value in values
    ):
        return None
    return f"{shown!r} is not {source}, which is {' or '.join(map(repr, values))}"


@cache  # what both editions quote is worked out once
def candidates(source: str, *, percent: bool) -> list[float]:
    """The value of a source as its text may show it: facts are kept as fractions or in per cent."""
    kind, _, rest = source.partition(":")
    if kind not in SOURCES:
        raise Unresolved(f"{source!r}: the source must be given or begin with {sorted(SOURCES)}")
    try:
        value = SOURCES[kind](rest)
        number = float(value)
    except Unresolved:
        raise
    except Exception as error:
        raise Unresolved(f"{source!r}: {type(error).__name__}: {error}") from error
    if not math.isfinite(number):
        raise Unresolved(f"{source!r} is {number}")
    if "_minor" in rest.rpartition(")")[2]:
        number /= 100
    if rest.endswith("_bn"):  # 11.9 billion, 119 亿
        return [number, number * SCALES["billion"]]
    if not percent or rest.endswith("percent"):
        return [number]
    return [number * 100, number] if kind == "fact" else [number * 100]


def _whole(text: str) -> re.Pattern[str]:
    """The text where it is not part of a longer number."""
    before = r"(?<!\d)(?<!\d[.,])" if text[:1].isdigit() else ""
    after = r"(?!\d)(?![.,]\d)" if text[-1:].isdigit() else ""
    return re.compile(before + re.escape(text) + after)


def _call(rest: str, name: str) -> tuple[str, list[Any], dict[str, Any], str]:
    """Take `name(1, b=2).path` apart: name, arguments, named arguments, path."""
    found = re.fullmatch(rf"({name})(?:\(([^)]*)\))?(?:\.(.+))?", rest)
    if not found:
        raise Unresolved(f"{rest!r} has not the form of a source")
    call = ast.parse(f"f({found[2] or ''})", mode="eval").body
    assert isinstance(call, ast.Call)
    arguments = [ast.literal_eval(argument) for argument in call.args]
    named = {str(word.arg): ast.literal_eval(word.value) for word in call.keywords}
    return found[1], arguments, named, found[3] or ""


def _offer(rest: str) -> Any:
    id, _, changes, path = _call(rest, r"[\w-]+")
    offer = load_offers()[id]
    if changes:
        offer = offer.with_terms(**changes)
    if path in set(Rule):
        return annual_rate(offer.agreement(), path).rate.annual_rate
    if path in {"paid", "received", "cost", "interest", "fees", "principal"}:
        return getattr(offer.schedule(), f"{path}_minor") / 100
    if path.startswith("schedule."):
        return _walk(offer.schedule(), path.removeprefix("schedule."))
    return _walk(offer, path)


def _fact(rest: str) -> Any:
    id, _, path = rest.partition(".")
    return _walk(fact(id).values, path)


def _lab(rest: str) -> Any:
    name, _, changes, path = _call(rest, r"\w+")
    lab = labs.lab(name)
    inputs = lab.inputs(**changes)
    if path.startswith("inputs."):
        return _walk(inputs, path.removeprefix("inputs."))
    value = _walk(lab.numbers(inputs), path)
    return value.number if isinstance(value, VALUES) else value


def _finance(rest: str) -> Any:
    name, arguments, named, path = _call(rest, r"\w+\.\w+")
    module, _, function = name.partition(".")
    value = getattr(importlib.import_module(f"course.finance.{module}"), function)
    return _walk(value(*arguments, **named), path)


SOURCES = {"offer": _offer, "fact": _fact, "lab": _lab, "finance": _finance}


def _walk(here: Any, path: str) -> Any:
    """Follow names (which may hold dots themselves) and places in lists."""
    while path:
        if isinstance(here, Mapping):
            names = (name for name in here if path == name or path.startswith(f"{name}."))
            name = next(names, None)
            if name is None:
                raise KeyError(f"no {path!r} among {list(here)}")
            here, path = here[name], path[len(name) + 1 :]
            continue
        step, _, path = path.partition(".")
        here = here[int(step)] if re.fullmatch(r"-?\d+", step) else getattr(here, step)
    return here
