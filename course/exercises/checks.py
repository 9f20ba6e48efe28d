"""What must hold between the fields of an exercise, whatever its numbers are.

Each check also works on an exercise that is wrong elsewhere: a missing field is then absent, and
the check ends at the first part it needs and does not find. What only shows with numbers in it
(an answer that is infinite, two answers that are equal) is proved by `course.exercises.proving`.
"""

from __future__ import annotations

import datetime
import keyword
import math
import re
from collections.abc import Iterator
from typing import Any

from course.content.facts import facts
from course.content.formula_checks import allowed_formula, names_used
from course.content.formulas import FUNCTIONS
from course.content.offer_checks import is_past
from course.content.vocabulary import CURRENCIES
from course.content.yaml_files import FieldPath, Finding, one_of
from course.exercises.kinds import kinds
from course.exercises.kinds._kind import Kind
from course.exercises.plain import IN_BRACES, Plain, each_once, formulas_in, parts, plain, words_in

_CHINESE = re.compile("[\u4e00-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_IN_BRACKETS = re.compile(r"[(][^()]*[)]")
_MOST_STEPS = 100_000

# Names. -------------------------------------------------------------------------------------------


def names_are_free(exercise: Any) -> Iterator[Finding]:
    """A name stands for one thing: no parameter is also a value, a function or Python's own."""
    data = plain(exercise)
    seen = {"answer": "is the right answer", "given": "is what was answered"}
    places: list[tuple[FieldPath, str]] = []
    for field in ("parameters", "values"):
        places += [((field, name), name) for name in data.get(field) or {}]
    if kind := kind_of(data):
        places += kind.own_names(data)
    for path, name in places:
        if name in FUNCTIONS:
            yield Finding(path, "a name that no function has")
        elif keyword.iskeyword(name):
            yield Finding(path, f"another name: `{name}` has a meaning of its own in formulas")
        elif name in seen:
            yield Finding(path, f"another name: `{name}` {seen[name]}")
        seen.setdefault(name, f"stands in {path[0]} already")


def ids_are_unique(exercise: Any) -> Iterator[Finding]:
    """In one list no id stands twice, so that a feedback belongs to one answer."""
    for path, part in parts(plain(exercise)):
        if isinstance(part, list | tuple) and part and isinstance(part[0], dict):
            yield from each_once([(*path, i, "id") for i in range(len(part))], part, "id")


# Parameters. --------------------------------------------------------------------------------------


def parameters_are_whole(exercise: Any) -> Iterator[Finding]:
    """A parameter has either choices or a range, whose steps lead from its start to its end."""
    for name, parameter in (plain(exercise).get("parameters") or {}).items():
        path = ("parameters", name)
        choices = parameter.get("choices") or ()
        limits = {key: parameter.get(key) for key in ("from", "to", "step")}
        given = [key for key, value in limits.items() if value is not None]
        if choices and given:
            yield Finding((*path, given[0]), "either choices or from, to and step")
            continue
        if not choices and len(given) < 3:
            missing = next(key for key in limits if key not in given)
            yield Finding((*path, missing), "choices, or from, to and step")
            continue
        written: dict[FieldPath, Any] = {("choices", i): value for i, value in enumerate(choices)}
        written |= {(key,): limits[key] for key in ("from", "to") if key in given}
        numbers: dict[FieldPath, float] = {}
        wrong = False
        for below, value in written.items():
            number, allowed = _number_of(value, parameter.get("unit"))
            if allowed:
                wrong = True
                yield Finding((*path, *below), allowed)
            elif choices and number in numbers.values():
                yield Finding((*path, *below), "each value once")
            numbers[below] = number
        if not choices and not wrong:
            yield from _range_fits(path, numbers["from",], numbers["to",], limits["step"])


def _range_fits(path: FieldPath, start: float, end: float, step: float) -> Iterator[Finding]:
    if step <= 0:
        return
    count = (end - start) / step
    if count <= 0:
        yield Finding((*path, "to"), "more than from")
    elif abs(count - round(count)) > 1e-6:
        yield Finding((*path, "step"), "a step that leads from `from` exactly to `to`")
    elif count > _MOST_STEPS:
        yield Finding((*path, "step"), f"at most {_MOST_STEPS} steps from `from` to `to`")


def _number_of(value: Any, unit: str | None) -> tuple[float, str]:
    """The number that a parameter's value stands for, and what is allowed if it is none."""
    if unit == "date":
        try:
            return datetime.datetime.strptime(str(value), "%Y-%m-%d").toordinal(), ""
        except ValueError:
            return 0, "a day written as year-month-day, such as 2026-08-01"
    if isinstance(value, str) or not math.isfinite(value):
        return 0, "a number, without sign, unit or quotes"
    if unit == "money" and round(value, 2) != value:
        return value, "at most two decimals"
    return value, ""


# Formulas. ----------------------------------------------------------------------------------------


def formulas_can_be_read(exercise: Any) -> Iterator[Finding]:
    """Every formula is one, and knows each name and function in it."""
    for path, formula, known in formulas_of(plain(exercise)):
        if isinstance(formula, str) and (allowed := allowed_formula(formula, known)):
            yield Finding(path, allowed)


def every_number_is_used(exercise: Any) -> Iterator[Finding]:
    """A parameter or value that no text and no formula mentions is a slip in a name elsewhere."""
    if any(formulas_can_be_read(exercise)) or any(texts_can_be_filled(exercise)):
        return
    data = plain(exercise)
    if not kind_of(data):
        return
    used: set[str] = set()
    for _, formula, _ in formulas_of(data):
        if isinstance(formula, str):
            used |= names_used(formula)
    for _, words in words_in(data):
        used |= set(IN_BRACES.findall(words["en"]))
    for field in ("parameters", "values"):
        for name in data.get(field) or {}:
            if name not in used:
                yield Finding((field, name), "a name that a text or a formula uses")


def formulas_of(data: Plain) -> Iterator[tuple[FieldPath, str, frozenset[str] | None]]:
    """Each formula, where it stands and the names it may use; None: those of a lab as well."""
    names = frozenset(data.get("parameters") or {})
    for name, value in (data.get("values") or {}).items():
        yield ("values", name, "formula"), value.get("formula"), names
        names |= {name}
    for i, formula in enumerate(data.get("conditions") or ()):
        yield ("conditions", i), formula, names
    if data.get("lab"):
        for name, formula in data["lab"]["values"].items():
            yield ("lab", "values", name), formula, names
    if kind := kind_of(data):
        for below, formula in formulas_in(kind, data["task"]):
            path = ("task", *below)
            yield path, formula, kind.known(data, path, names)


def kind_of(data: Plain) -> type[Kind] | None:
    """The kind of an exercise; None where its file names none that there is."""
    return kinds().get(data["task"].get("kind"))


# Texts. -------------------------------------------------------------------------------------------


def texts_can_be_filled(exercise: Any) -> Iterator[Finding]:
    """A name in braces is known there, and the same names stand in every language."""
    data = plain(exercise)
    if not (kind := kind_of(data)):
        return
    common = {*(data.get("parameters") or {}), *(data.get("values") or {})}
    for path, words in words_in(data):
        known = common | _names_in_text(data, kind, path)
        shown = {code: set(IN_BRACES.findall(text)) for code, text in words.items()}
        whole = True
        for code, text in words.items():
            if re.search(r"[{}]", IN_BRACES.sub("", text)):
                whole = False
                yield Finding((*path, code), "braces only around a name: {amount}")
            for name in sorted(shown[code] - known):
                whole = False
                if name == "answer":
                    allowed = "{answer} only in the explanation, of a number or a row"
                else:
                    allowed = f"known names only; {{{name}}}: {one_of(name, sorted(known))}"
                yield Finding((*path, code), allowed)
        if whole and shown["en"] != shown["zh"]:
            names = ", ".join(f"{{{name}}}" for name in sorted(shown["en"])) or "none"
            yield Finding((*path, "zh"), f"the same names in braces as in English: {names}")


def _names_in_text(data: Plain, kind: type[Kind], path: FieldPath) -> set[str]:
    """The names that only this text knows."""
    if path == ("explanation",):
        own = {name for _, name in kind.own_names(data)}
        return own | {"answer"} if kind.TELLS_ANSWER else own
    if path[-2:] == ("meaning", "text"):
        asked: Any = data
        for name in path[:-2]:
            asked = asked[name]
        return {"given", *((asked.get("meaning") or {}).get("values") or {})}
    return set()


def is_in_both_languages(exercise: Any) -> Iterator[Finding]:
    """English text is English and Chinese text Chinese; English may add a term in brackets."""
    for path, words in words_in(plain(exercise)):
        if _CHINESE.search(_IN_BRACKETS.sub("", words["en"])):
            yield Finding((*path, "en"), "English (a Chinese term only in brackets)")
        # A number alone, or a name in braces, is the same in both.
        if _LETTER.search(IN_BRACES.sub("", words["en"])) and not _CHINESE.search(words["zh"]):
            yield Finding((*path, "zh"), "Chinese")


# The task. ----------------------------------------------------------------------------------------


def task_is_whole(exercise: Any) -> Iterator[Finding]:
    """What its kind asks of a task beyond its fields."""
    data = plain(exercise)
    if kind := kind_of(data):
        yield from kind.faults(data)


# Sources. -----------------------------------------------------------------------------------------


def sources_stand(exercise: Any) -> Iterator[Finding]:
    """Facts are known, confirmed and named once; whoever rests on one says of which day."""
    data = plain(exercise)
    named = list(data.get("facts") or ())
    places: dict[FieldPath, str] = {("facts", i): id for i, id in enumerate(named)}
    for i, benchmark in enumerate(data.get("benchmarks") or ()):
        places["benchmarks", i, "fact"] = benchmark.get("fact")
    for path, id in places.items():
        if id not in facts():
            yield Finding(path, "an id of data/facts.json")
        elif not facts()[id].confirmed:
            yield Finding(path, "a fact that is confirmed")
        elif path[0] == "facts" and path != ("facts", named.index(id)):
            yield Finding(path, "each id once")
    if data.get("as_of"):
        yield from is_past(data["as_of"])
    elif places:
        yield Finding(("as_of",), "the day of the newest fact, because there are facts")
    place = data.get("jurisdiction")
    if place and not named:
        yield Finding(("facts",), f"the facts of {place} that it rests on")
    if place and data.get("currency", "CNY") != CURRENCIES[place]:
        yield Finding(("currency",), f"{CURRENCIES[place]} in {place}")


CHECKS = (
    names_are_free,
    ids_are_unique,
    parameters_are_whole,
    formulas_can_be_read,
    every_number_is_used,
    texts_can_be_filled,
    is_in_both_languages,
    task_is_whole,
    sources_stand,
)
