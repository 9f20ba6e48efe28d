"""Data files from anybody are read or refused, by line and field, soon and with little memory."""

from __future__ import annotations

import re
from functools import partial

import pytest

from course.content.cases import read_cases
from course.content.errors import DataError
from course.content.input_files import InputError
from course.content.offers import OFFERS, read_offer
from course.content.yaml_files import MOST_BYTES, MOST_FAULTS
from tests.bounded import bounded_answers

SECONDS, MEGABYTES = 120, 500
READ = """
from course.content.errors import DataError
from course.content.offers import read_offer

def answer(file):
    try:
        read_offer(file)
    except DataError as error:
        return len(error.faults), str(error)
"""


def _lists(depth: int) -> str:
    return "x: " + "[" * depth + "]" * depth


def _aliases(sign: str) -> str:
    lines = ["a: &a {k: 1}" if sign == "<<" else "a: &a [1, 1]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(
            f"{name}: &{name} {{<<: [{', '.join([f'*{before}'] * 9)}]}}"
            if sign == "<<"
            else f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]"
        )
    return "\n".join(lines)


# Each with what is said of it, after the file's name.
FILES = {
    "itself": ("x: &x [*x]", ":1: the file is an anchor (&)"),
    "alias": ("a: 1\nx: *x", ":2: the file is an alias (*)"),
    "aliases": (_aliases("*"), ":1: the file is an anchor (&)"),
    "merges": (_aliases("<<"), ":1: the file is an anchor (&)"),
    "a-merge": ("a: 1\n<<: {b: 1}", ":2: the file is a merge (<<)"),
    "1000-brackets": (_lists(1_000), ":1: the file is nested deeper"),
    "100000-brackets": (_lists(100_000), ":1: the file is nested deeper"),
    "braces": ("{a: " * 100_000, ":1: the file is nested deeper"),
    "dashes": ("- " * 100_000 + "1", ":1: the file is nested deeper"),
    "questions": ("? " * 100_000 + "1", ":1: the file is nested deeper"),
    "a-tag": ("a: !!python/name:os.system x", ":1: the file is a tag (!)"),
    "a-directive": ("%YAML 1.1\n---\na: 1", ":1: the file is a directive (%)"),
    "documents": ("a: 1\n---\nb: 1", ":2: the file is a second document (---)"),
    "values": ("x: [" + "1, " * 300_000 + "]", ":1: the file is more than that"),
    "unknown-fields": (
        "".join(f"payments{n}: 1\n" for n in range(9_000)),
        "payments0 is not a field here",
    ),
    "a-list-in-an-unknown-field": ("x: [" + "a, " * 19_000 + "]", "x is not a field here"),
    "a-long-text": ("names: " + "a" * 990_000, "names is 'aaa"),
    "a-long-name": ("a" * 900 + ": 1", "… is not a field here"),
    "faults": ("charges: [" + "1, " * 19_000 + "]", "charges[0]"),
    "zeros": ("\0" * 900_000, "the file is not YAML here"),
}


def test_a_file_that_is_an_attack_is_refused_soon_and_small(tmp_path):
    files = {f"{name}.yaml": partial(str, text) for name, (text, _) in FILES.items()}
    answers = bounded_answers(READ, tmp_path, files, seconds=SECONDS, megabytes=MEGABYTES)
    for name, (_, said) in FILES.items():
        count, error = answers[f"{name}.yaml"]
        assert 1 <= count <= MOST_FAULTS + 5, name
        assert said in error, name


NUMBERS = (
    *(
        "9" * 400,
        "9" * 5_000,
        "-" + "9" * 400,
        "1e999",
        "1e400",
        "1e-9999",
        ".inf",
        "-.inf",
        ".nan",
    ),
    *(
        "0x1F",
        "0b11",
        "0o17",
        "010",
        "1_000",
        "1:30",
        "1:1:1.5",
        "9:" * 50 + "9",
        "0x" + "f" * 9_000,
    ),
)


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:12])
def test_a_number_that_is_not_written_as_one_is_named_with_its_line(tmp_path, number):
    right = sorted(OFFERS.glob("*.yaml"))[0].read_text(encoding="utf-8")
    file = tmp_path / "offer.yaml"
    file.write_text(re.sub(r"(?m)^  amount: .*", f"  amount: {number}", right), encoding="utf-8")
    line = right[: right.index("\n  amount: ") + 1].count("\n") + 1
    with pytest.raises(DataError) as refused:
        read_offer(file)
    (fault,) = [each for each in refused.value.faults if each.field == "terms.amount"]
    assert fault.line == line
    assert fault.value.startswith(f"'{number[:60]}")
    assert len(fault.value) <= 80
    assert fault.allowed.startswith("a number")


@pytest.mark.parametrize("date", ["0000-00-00", "0000-01-01", "99999-01-01", "2026-02-30"])
def test_a_day_of_no_calendar_is_named(tmp_path, date):
    file = tmp_path / "offer.yaml"
    file.write_text(f"as_of: {date}\n")
    with pytest.raises(DataError, match=f"offer.yaml:1: as_of is '{date}'"):
        read_offer(file)


def test_a_file_of_the_greatest_size_is_read_and_none_that_is_larger(tmp_path):
    file = tmp_path / "offer.yaml"
    file.write_text("# " + "x" * (MOST_BYTES - 6) + "\n")
    with pytest.raises(DataError, match="the file is empty"):
        read_offer(file)
    file.write_text("# " + "x" * MOST_BYTES)
    with pytest.raises(InputError, match=r"offer.yaml is larger than 1 MB; allowed: at most that"):
        read_offer(file)


CASES = {
    "nested": ("[" * 1_000_000, "no JSON that can be read: nested too deeply"),
    "nested-objects": ('{"a":' * 1_000_000, "no JSON that can be read: nested too deeply"),
    "twice": ('[{"id": 1, "id": 2}]', "no JSON: 'id' is there twice in one object"),
    "larger": (
        "[" + " " * 21_000_000 + "]",
        "larger is larger than 20 MB; allowed: at most that.",
    ),
    "many-names-and-one-twice": (
        "[{" + ",".join(f'"{n}":1' for n in range(900_000)) + ',"7":1}]',
        "no JSON: '7' is there twice in one object",
    ),
}
NO_NUMBERS = {"400": "9" * 400, "100000": "9" * 100_000, "power": "1e999999999", "nan": "NaN"}
FLOWS = '[{{"id": "a", "rule": "uk", "flows": [{{"kind": "advance", "amount": 1, "years": {}}}]}}]'
READ_CASES = """
from course.content.cases import run_cases
from course.content.input_files import InputError

def answer(file):
    try:
        return "\\n".join(map(str, run_cases(file)))
    except InputError as error:
        return str(error).rpartition("/")[2]
    except ValueError as error:
        return str(error)
"""


def test_cases_that_are_an_attack_are_refused_soon_and_small(tmp_path):
    files = {name: partial(str, text) for name, (text, _) in CASES.items()}
    files |= {name: partial(FLOWS.format, number) for name, number in NO_NUMBERS.items()}
    answers = bounded_answers(READ_CASES, tmp_path, files, seconds=SECONDS, megabytes=MEGABYTES)
    assert {name: answers[name] for name in CASES} == {n: said for n, (_, said) in CASES.items()}
    for name in NO_NUMBERS:
        assert "flows[0].years: " in answers[name], name
        assert len(read_cases(tmp_path / name)) == 1
