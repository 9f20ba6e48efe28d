"""Data files from anybody are read or refused, by line and field, soon and with little memory."""

from __future__ import annotations

import re
import sys

import pytest

from course.content.cases import read_cases
from course.content.errors import DataError
from course.content.offers import OFFERS, read_offer
from course.content.yaml_files import MOST_BYTES, MOST_FAULTS
from tests.bounded import bounded

SECONDS, MEGABYTES = 120, 500
READ = """
import sys
from pathlib import Path
from course.content.errors import DataError
from course.content.offers import read_offer
try:
    read_offer(Path(sys.argv[1]))
except DataError as error:
    print(len(error.faults), str(error).encode("ascii", "replace").decode())
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
    "bytes": ("x: [" + "1, " * 1_400_000 + "]", ": the file is larger; allowed: at most 1,000,000"),
    "unknown-fields": (
        "".join(f"payments{n}: 1\n" for n in range(9_000)),
        "payments0 is not a field here",
    ),
    "a-list-in-an-unknown-field": ("x: [" + "a, " * 19_000 + "]", "x is not a field here"),
    "a-long-text": ("names: " + "a" * 990_000, "names is 'aaa"),
    "a-long-name": ("a" * 900 + ": 1", "? is not a field here"),
    "faults": ("charges: [" + "1, " * 19_000 + "]", "charges[0]"),
    "zeros": ("\0" * 900_000, "the file is not YAML here"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_an_attack_is_refused_soon_and_small(tmp_path, name):
    text, said = FILES[name]
    file = tmp_path / "offer.yaml"
    file.write_text(text, encoding="utf-8")
    done = bounded([sys.executable, "-c", READ, str(file)], seconds=SECONDS, megabytes=MEGABYTES)
    assert done.returncode == 0, done.stderr.decode()
    count, _, error = done.stdout.decode().partition(" ")
    assert 1 <= int(count) <= MOST_FAULTS + 5
    assert said in error


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


def test_a_file_of_the_greatest_size_is_read(tmp_path):
    file = tmp_path / "offer.yaml"
    file.write_text("# " + "x" * (MOST_BYTES - 6) + "\n")
    with pytest.raises(DataError, match="the file is empty"):
        read_offer(file)


CASES = {
    "nested": ("[" * 1_000_000, "no JSON that can be read: nested too deeply"),
    "nested-objects": ('{"a":' * 1_000_000, "no JSON that can be read: nested too deeply"),
    "twice": ('[{"id": 1, "id": 2}]', "no JSON: 'id' is there twice in one object"),
    "larger": (
        "[" + " " * 21_000_000 + "]",
        "cases.json is larger than 20 MB; allowed: at most that.",
    ),
    "many-names-and-one-twice": (
        "[{" + ",".join(f'"{n}":1' for n in range(900_000)) + ',"7":1}]',
        "no JSON: '7' is there twice in one object",
    ),
}
READ_CASES = """
import sys
from pathlib import Path
from course.content.cases import run_cases
from course.content.input_files import InputError
try:
    for answer in run_cases(Path(sys.argv[1])):
        print(answer)
except InputError as error:
    print(str(error).rpartition("/")[2])
except ValueError as error:
    print(error)
"""


@pytest.mark.parametrize("name", CASES)
def test_cases_that_are_an_attack_are_refused_soon_and_small(tmp_path, name):
    text, said = CASES[name]
    file = tmp_path / "cases.json"
    file.write_text(text)
    done = bounded(
        [sys.executable, "-c", READ_CASES, str(file)], seconds=SECONDS, megabytes=MEGABYTES
    )
    assert (done.returncode, done.stdout.decode().strip()) == (0, said), done.stderr.decode()


@pytest.mark.parametrize("number", ["9" * 400, "9" * 100_000, "1e999999999", "NaN"])
def test_a_number_no_computer_holds_is_refused_by_its_field(tmp_path, number):
    file = tmp_path / "cases.json"
    flows = f'{{"kind": "advance", "amount": 1, "years": {number}}}'
    file.write_text(f'[{{"id": "a", "rule": "uk", "flows": [{flows}]}}]')
    done = bounded(
        [sys.executable, "-c", READ_CASES, str(file)], seconds=SECONDS, megabytes=MEGABYTES
    )
    assert b"flows[0].years: " in done.stdout, done.stderr.decode()
    assert len(read_cases(file)) == 1
