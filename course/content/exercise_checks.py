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
from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import msgspec

from course.content.facts import facts
from course.content.formula_checks import allowed_formula, names_used
from course.content.formulas import FUNCTIONS
from course.content.offer_checks import is_dated
from course.content.vocabulary import CURRENCIES
from course.content.yaml_files import FieldPath, Finding, one_of

if TYPE_CHECKING:
    from course.content.exercises import Exercise

Plain = dict[str, Any]
"""An exercise or a part of it as it stands in its file."""

_CHINESE = re.compile("[\u4e00-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_IN_BRACES = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_PASSAGE = re.compile(r"\[\[([^|\[\]]*)\|([^\[\]]+)\]\]")
_IN_BRACKETS = re.compile(r"[((][^()()]*[))]")
_BOTH = {"en", "zh"}
_MOST_STEPS = 100_000

# Names. -------------------------------------------------------------------------------------------


def names_are_free(exercise: Exercise) -> Iterator[Finding]:
    """A name stands for one thing: no parameter is also a value, a function or Python's own."""
    data = _plain(exercise)
    seen = {"answer": "is the right answer", "given": "is what was answered"}
    places: list[tuple[FieldPath, str]] = []
    for field in ("parameters", "values"):
        places += [((field, name), name) for name in data.get(field) or {}]
    steps = data["task"].get("steps") or ()
    places += [(("task", "steps", i, "id"), step["id"]) for i, step in enumerate(steps)]
    for path, name in places:
        if name in FUNCTIONS:
            yield Finding(path, "a name that no function has")
        elif keyword.iskeyword(name):
            yield Finding(path, f"another name: `{name}` has a meaning of its own in formulas")
        elif name in seen:
            yield Finding(path, f"another name: `{name}` {seen[name]}")
        seen.setdefault(name, f"stands in {path[0]} already")


def ids_are_unique(exercise: Exercise) -> Iterator[Finding]:
    """In one list no id stands twice, so that a feedback belongs to one answer."""
    for path, part in _parts(_plain(exercise)):
        if isinstance(part, list | tuple) and part and isinstance(part[0], dict):
            yield from _each_once([(*path, i, "id") for i in range(len(part))], part, "id")


def _each_once(paths: Iterable[FieldPath], parts: Iterable[Plain], key: str) -> Iterator[Finding]:
    seen = set()
    for path, part in zip(paths, parts, strict=True):
        if (value := part.get(key)) is not None:
            if value in seen:
                yield Finding(path, f"an {key} that no other has")
            seen.add(value)


# Parameters. --------------------------------------------------------------------------------------


def parameters_are_whole(exercise: Exercise) -> Iterator[Finding]:
    """A parameter has either choices or a range, whose steps lead from its start to its end."""
    for name, parameter in (_plain(exercise).get("parameters") or {}).items():
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
        written = {("choices", i): value for i, value in enumerate(choices)}
        written |= {(key,): limits[key] for key in ("from", "to") if key in given}
        numbers, wrong = {}, False
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


def formulas_can_be_read(exercise: Exercise) -> Iterator[Finding]:
    """Every formula is one, and knows each name and function in it."""
    for path, formula, known in formulas_of(_plain(exercise)):
        if isinstance(formula, str) and (allowed := allowed_formula(formula, known)):
            yield Finding(path, allowed)


def every_number_is_used(exercise: Exercise) -> Iterator[Finding]:
    """A parameter or value that no text and no formula mentions is a slip in a name elsewhere."""
    if any(formulas_can_be_read(exercise)) or any(texts_can_be_filled(exercise)):
        return
    data = _plain(exercise)
    used: set[str] = set()
    for _, formula, _ in formulas_of(data):
        if isinstance(formula, str):
            used |= names_used(formula)
    for _, words in _all_words(data):
        used |= set(_IN_BRACES.findall(words["en"]))
    for field in ("parameters", "values"):
        for name in data.get(field) or {}:
            if name not in used:
                yield Finding((field, name), "a name that a text or a formula uses")


def formulas_of(data: Plain) -> Iterator[tuple[FieldPath, Any, frozenset[str] | None]]:
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
    task, path = data["task"], ("task",)
    yield from _formulas_asked(task, path, names)
    for i, option in enumerate(task.get("options") or ()):
        yield (*path, "options", i, "right"), option.get("right"), names
    for i, item in enumerate(task.get("items") or ()):
        yield (*path, "items", i, "value"), item.get("value"), names
        for id, formula in (item.get("wrong") or {}).items():
            yield (*path, "items", i, "wrong", id), formula, names
    if task.get("kind") == "set_lab":
        yield (*path, "goal"), task.get("goal"), None
        for name, formula in (task.get("solution") or {}).items():
            yield (*path, "solution", name), formula, names
    if task.get("kind") == "wrong_row":
        for name in ("amount", "annual_rate", "months"):
            yield (*path, name), task.get(name), names
        for name in ("row", "change"):
            yield (*path, "fault", name), (task.get("fault") or {}).get(name), names
    known = names
    for i, step in enumerate(task.get("steps") or ()):
        yield from _formulas_asked(step, (*path, "steps", i), known)
        known |= {step["id"]}


def _formulas_asked(
    asked: Plain, path: FieldPath, names: frozenset[str]
) -> Iterator[tuple[FieldPath, Any, frozenset[str] | None]]:
    """What a task or a step asks for, its wrong answers, and what an answer would have meant."""
    yield (*path, "answer"), asked.get("answer"), names
    of_wrong = None if asked.get("kind") == "set_lab" else names
    for i, wrong in enumerate(asked.get("misconceptions") or ()):
        yield (*path, "misconceptions", i, "formula"), wrong.get("formula"), of_wrong
    known = names | {"given"}
    for name, value in ((asked.get("meaning") or {}).get("values") or {}).items():
        yield (*path, "meaning", "values", name, "formula"), value.get("formula"), known
        known |= {name}


# Texts. -------------------------------------------------------------------------------------------


def texts_can_be_filled(exercise: Exercise) -> Iterator[Finding]:
    """A name in braces is known there, and the same names stand in every language."""
    data = _plain(exercise)
    common = {*(data.get("parameters") or {}), *(data.get("values") or {})}
    for path, words in _all_words(data):
        known = common | _names_in_text(data, path)
        shown = {code: set(_IN_BRACES.findall(text)) for code, text in words.items()}
        whole = True
        for code, text in words.items():
            if re.search(r"[{}]", _IN_BRACES.sub("", text)):
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


def _names_in_text(data: Plain, path: FieldPath) -> set[str]:
    """The names that only this text knows."""
    task = data["task"]
    if path == ("explanation",):
        steps = {step["id"] for step in task.get("steps") or ()}
        return steps | ({"answer"} if task.get("answer") or task.get("fault") else set())
    if path[-2:] == ("meaning", "text"):
        asked = task["steps"][path[2]] if path[1] == "steps" else task
        return {"given", *((asked.get("meaning") or {}).get("values") or {})}
    return set()


def is_in_both_languages(exercise: Exercise) -> Iterator[Finding]:
    """English text is English and Chinese text Chinese; English may add a term in brackets."""
    for path, words in _all_words(_plain(exercise)):
        if _CHINESE.search(_IN_BRACKETS.sub("", words["en"])):
            yield Finding((*path, "en"), "English (a Chinese term only in brackets)")
        # A number alone, or a name in braces, is the same in both.
        if _LETTER.search(_IN_BRACES.sub("", words["en"])) and not _CHINESE.search(words["zh"]):
            yield Finding((*path, "zh"), "Chinese")


# Tasks. -------------------------------------------------------------------------------------------


def choices_are_clear(exercise: Exercise) -> Iterator[Finding]:
    """Of one choice, exactly one option is right; where formulas decide, numbers have to tell."""
    task = _plain(exercise)["task"]
    flags = [option.get("right", False) for option in task.get("options") or ()]
    if not flags or not all(isinstance(flag, bool) for flag in flags):
        return
    if task["kind"] == "one_choice" and sum(flags) != 1:
        wrong = [i for i, flag in enumerate(flags) if flag][1:]
        path = ("task", "options", wrong[0], "right") if wrong else ("task", "options")
        yield Finding(path, f"exactly one option with `right: true` (there are {sum(flags)})")


def choices_differ(exercise: Exercise) -> Iterator[Finding]:
    """No two things to choose between read the same; one right side may belong to several left."""
    task = _plain(exercise)["task"]
    for field, side in (("options", "text"), ("items", "text"), ("pairs", "left")):
        for code in ("en", "zh"):
            parts = [part.get(side) or {} for part in task.get(field) or ()]
            paths = [("task", field, i, side, code) for i in range(len(parts))]
            for path, _ in _each_once(paths, parts, code):
                yield Finding(path, "words that differ from the others")


def misconceptions_are_known(exercise: Exercise) -> Iterator[Finding]:
    """What an item goes by wrongly is explained, and what is explained can happen."""
    task = _plain(exercise)["task"]
    items = task.get("items") or ()
    named = [trap.get("id") for trap in task.get("misconceptions") or ()]
    for i, item in enumerate(items):
        for id in item.get("wrong") or {}:
            if id not in named:
                allowed = f"an id of `misconceptions`: {one_of(id, named)}"
                yield Finding(("task", "items", i, "wrong", id), allowed)
    used = {id for item in items for id in item.get("wrong") or {}}
    for i, id in enumerate(named if items else ()):
        if id not in used:
            yield Finding(("task", "misconceptions", i, "id"), "an id that an item's `wrong` names")


def pairs_exist(exercise: Exercise) -> Iterator[Finding]:
    """A wrong pair takes its sides from two different pairs, and is there once."""
    task = _plain(exercise)["task"]
    if not task.get("pairs"):
        return
    ids = [pair.get("id") for pair in task["pairs"]]
    rights = {pair.get("id"): pair.get("right") for pair in task["pairs"]}
    seen = set()
    for i, wrong in enumerate(task.get("misconceptions") or ()):
        path = ("task", "misconceptions", i)
        for side in ("left", "right"):
            if wrong.get(side) not in ids:
                allowed = f"the id of a pair: {one_of(str(wrong.get(side)), ids)}"
                yield Finding((*path, side), allowed)
        sides = (wrong.get("left"), wrong.get("right"))
        if rights.get(sides[0]) == rights.get(sides[1]) and sides[0] in ids:
            yield Finding((*path, "right"), "a pair with another right side than that on the left")
        elif sides in seen:
            yield Finding((*path, "right"), "each wrong pair once")
        seen.add(sides)


def words_can_be_found(exercise: Exercise) -> Iterator[Finding]:
    """A word has letters to be found by, and few endings: each multiplies the places to look at."""
    task = _plain(exercise)["task"]
    for field in ("points", "misconceptions"):
        for i, part in enumerate(task.get(field) or ()):
            for code, words in (part.get("any_of") or {}).items():
                for j, word in enumerate(words):
                    path = ("task", field, i, "any_of", code, j)
                    if not re.search(r"\w", word):
                        yield Finding(path, "a word with a letter or a digit")
                    elif word.rstrip("*").count("*") > 1 or "**" in word or word[0] == "*":
                        yield Finding(path, "at most one `*` inside a word, and one at its end")


def passages_stand(exercise: Exercise) -> Iterator[Finding]:
    """The text marks each passage once in every language, and no other."""
    task = _plain(exercise)["task"]
    if not task.get("passages"):
        return
    ids = [passage.get("id") for passage in task["passages"]]
    for code, text in task["text"].items():
        marked = [id for id, _ in _PASSAGE.findall(text)]
        path = ("task", "text", code)
        if re.search(r"\[\[|\]\]", _PASSAGE.sub("", text)):
            yield Finding(path, "passages written as [[id|the words]]")
        for id in dict.fromkeys(marked):
            if id not in ids:
                allowed = f"passages that `passages` lists; [[{id}|: {one_of(id, ids)}"
                yield Finding(path, allowed)
            elif marked.count(id) > 1:
                yield Finding(path, f"each passage once ([[{id}| is there twice)")
        for id in ids:
            if id not in marked:
                yield Finding(path, f"every passage that is listed ([[{id}|...]] is missing)")
    if not any(passage.get("right") for passage in task["passages"]):
        yield Finding(("task", "passages"), "at least one passage with `right: true`")


# Sources. -----------------------------------------------------------------------------------------


def sources_stand(exercise: Exercise) -> Iterator[Finding]:
    """Facts are known, confirmed and named once; whoever rests on one says of which day."""
    data = _plain(exercise)
    named = list(data.get("facts") or ())
    places: dict[FieldPath, str] = {("facts", i): id for i, id in enumerate(named)}
    for i, benchmark in enumerate(data.get("benchmarks") or ()):
        places["benchmarks", i, "fact"] = benchmark.get("fact")
    for path, id in places.items():
        if id not in facts():
            yield Finding(path, "an id of data/facts.json")
        elif not facts()[id].confirmed:
            yield Finding(path, "a fact that is confirmed")
        elif path[0] == "facts" and id in named[: path[1]]:
            yield Finding(path, "each id once")
    if data.get("as_of"):
        yield from is_dated(SimpleNamespace(as_of=data["as_of"]))
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
    choices_are_clear,
    choices_differ,
    misconceptions_are_known,
    pairs_exist,
    passages_stand,
    words_can_be_found,
    sources_stand,
)


# Walking through an exercise. ---------------------------------------------------------------------


def _plain(exercise: Any) -> Plain:
    """The exercise as its file has it, whether it is whole or only what could be read of it."""
    if isinstance(exercise, msgspec.Struct):
        return msgspec.to_builtins(exercise)
    return _unloosened(exercise)


def _unloosened(part: Any) -> Any:
    if isinstance(part, SimpleNamespace):
        return {name: _unloosened(value) for name, value in vars(part).items()}
    return [_unloosened(each) for each in part] if isinstance(part, list) else part


def _parts(data: Plain) -> list[tuple[FieldPath, Any]]:
    """Every group and list of an exercise with its path, in the order of the file."""
    found: list[tuple[FieldPath, Any]] = []
    pending: list[tuple[FieldPath, Any]] = [((), data)]
    while pending:
        path, part = pending.pop()
        found.append((path, part))
        inside = list(part.items() if isinstance(part, dict) else enumerate(part))
        pending += [
            ((*path, key), below)
            for key, below in reversed(inside)
            if isinstance(below, dict | list | tuple)
        ]
    return found


def _all_words(data: Plain) -> Iterator[tuple[FieldPath, dict[str, str]]]:
    """Every text that stands in both languages."""
    for path, part in _parts(data):
        is_words = isinstance(part, dict) and part.keys() == _BOTH
        if is_words and isinstance(part["en"], str) and isinstance(part["zh"], str):
            yield path, part
