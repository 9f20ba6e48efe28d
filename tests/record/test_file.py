"""The file of a record gives back what went in, and refuses what is not one, saying why."""

from __future__ import annotations

import gzip
import json
import math
import zlib
from contextlib import suppress
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.content.language import language
from course.record import RecordFile, RecordFileError, file, read_file, write_file
from tests.bounded import bounded_python
from tests.record.entries import attempt, guess
from tests.record.strategies import attempts, guesses, ids, texts, times

RECORD = RecordFile(
    learner="0123456789abcdef",
    name="小明",
    made_at="2026-11-16T10:00:00Z",
    attempts=(attempt(), attempt(response={"text": "利息 ¥1,200", "ticked": ["a"]})),
    guesses=(guess(),),
)
FILE = write_file(RECORD)

records = st.builds(
    RecordFile,
    learner=ids,
    name=texts,
    made_at=times,
    attempts=st.lists(attempts, max_size=4).map(tuple),
    guesses=st.lists(guesses, max_size=4).map(tuple),
)


@settings(max_examples=50)
@given(records)
def test_a_record_comes_back_as_it_was_and_is_the_same_bytes_again(record):
    data = write_file(record)
    assert read_file(data) == record
    assert write_file(read_file(data)) == data


def test_the_file_is_small():
    many = tuple(attempt(response=f"{number},50") for number in range(1000))
    whole = RecordFile(RECORD.learner, "", RECORD.made_at, many, ())
    assert len(write_file(whole)) < 30_000


def test_half_a_character_does_not_keep_a_record_from_being_written():
    record = RecordFile("a", "", RECORD.made_at, (attempt(response=["\ud83d", {"\ude00": 1}]),), ())
    assert read_file(write_file(record)).attempts[0].response == ["?", {"?": 1}]


def frame(**changes) -> dict:
    return json.loads(gzip.decompress(FILE)) | changes


def packed(value) -> bytes:
    return gzip.compress(value if isinstance(value, bytes) else json.dumps(value).encode())


def with_content(text: str) -> bytes:
    """A file with this content and the checksum that fits it."""
    checksum = sha256(text.encode()).hexdigest()
    head = {"format": file.FORMAT, "version": file.VERSION, "sha256": checksum}
    return packed(json.dumps(head)[:-1].encode() + b',"content":' + text.encode() + b"}")


def with_attempt(**changes) -> bytes:
    content = frame()["content"]
    content["attempts"][1] |= changes
    return with_content(json.dumps(content))


def with_guess(**changes) -> bytes:
    content = frame()["content"]
    content["guesses"][0] |= changes
    return with_content(json.dumps(content))


def changed(old: str, new: str) -> str:
    """The content with another text in it, valid JSON or not."""
    text = gzip.decompress(FILE).decode()
    content = text[text.index('"content":') + len('"content":') : -1]
    assert old in content
    return content.replace(old, new, 1)


def made_at(time: str) -> bytes:
    return with_content(json.dumps(frame()["content"] | {"made_at": time}))


def bomb() -> bytes:
    """A gigabyte of blanks in a megabyte."""
    packer = zlib.compressobj(level=9, wbits=31)
    blanks = b" " * 2**20
    # Each part begins anew, so the second one can stand there again and again.
    first, again = (packer.compress(blanks) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + again * 1023 + packer.flush()


def without(key: str) -> bytes:
    content = frame()["content"]
    del content["attempts"][0][key]
    return with_content(json.dumps(content))


REFUSED = {
    "nothing": (b"", "not a record"),
    "text": ("我的作业".encode(), "not a record"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "not a record"),
    "notebook": (b'{"cells": []}', "not a record"),
    "not JSON": (packed(b"\xff\xfe"), "not a record"),
    "other JSON": (packed({"cells": []}), "not a record"),
    "a list": (packed([1, 2]), "not a record"),
    "other format": (packed(frame(format="grades")), "not a record"),
    "only the magic": (FILE[:2], "its end is missing"),
    "cut in the head": (FILE[:8], "its end is missing"),
    "cut in the middle": (FILE[: len(FILE) // 2], "its end is missing"),
    "last byte gone": (FILE[:-1], "its end is missing"),
    "more behind": (FILE + b"\n", "something follows"),
    "twice": (FILE + FILE, "something follows"),
    "not packed": (FILE[:10] + b"\xff" * 50, "cannot be unpacked"),
    "no checksum": (packed(frame(sha256="")), "checksum"),
    "other checksum": (packed(frame(sha256="0" * 64)), "checksum"),
    "a mark improved": (
        packed(gzip.decompress(FILE).replace(b'"partly"', b'"right"')),
        "checksum",
    ),
    "newer": (packed(frame(version=file.VERSION + 1)), "newer version of the course"),
    "newer with other content": (
        packed({"format": file.FORMAT, "version": 99, "content": 3}),
        "its format is 99",
    ),
    "bomb": (bomb(), "more than 16 MB"),
    "huge": (FILE + bytes(file.LARGEST_PACKED), "more than 8 MB"),
    "version 0": (packed(frame(version=0)), "not a record"),
    "version -5": (packed(frame(version=-5)), "not a record"),
    "absurd version": (packed(frame(version=10**400)), "not a record"),
    "version in words": (packed(frame(version="1")), "not a record"),
    "no content": (with_content("null"), "damaged"),
    "deep content": (with_content("[" * 100_000), "not a record"),
    "no answer": (without("response"), r"response.*\$\.attempts\[0\]"),
    "no seed": (without("seed"), "seed"),
    "credit above the whole": (with_attempt(credit=1.5), r"\$\.attempts\[1\]\.credit"),
    "credit as text": (with_attempt(credit="1"), "credit"),
    "credit missing": (with_attempt(credit=None), "credit"),
    "seed too large": (with_attempt(seed=2**70), "seed"),
    "seed negative": (with_attempt(seed=-1), "seed"),
    "unknown state": (with_attempt(state="unclear"), "state"),
    "unknown occasion": (with_attempt(occasion="exam"), "occasion"),
    "markup for an id": (with_attempt(id="<script>"), "id"),
    "a path for an exercise": (with_attempt(exercise="../../etc/passwd"), "exercise"),
    "an exercise without a lesson": (with_attempt(exercise="growth"), "exercise"),
    "a formula for a misconception": (with_attempt(misconceptions=["=1+1"]), "misconceptions"),
    "a line break behind the time": (with_attempt(at="2026-11-16T09:30:00Z\n"), "at"),
    "a day that never was": (with_attempt(at="2026-02-30T09:30:00Z"), "day"),
    "a local time": (with_attempt(at="2026-11-16 09:30"), "at"),
    "fewer truths than guesses": (with_guess(truth=[1.0]), "equally many"),
    "a day in year 0": (with_attempt(at="0000-01-01T00:00:00Z"), "year"),
    "a day in year 9999": (with_attempt(at="9999-12-31T23:59:59Z"), r"9999.*\$\.attempts\[1\]"),
    "a guess in year 9999": (with_guess(at="9999-12-31T23:59:59Z"), "9999"),
    "made in year 9999": (made_at("9999-12-31T23:59:59Z"), "9999"),
    "an exercise of 300 letters": (with_attempt(exercise="02/" + "a" * 300), "exercise"),
    "seconds without an end": (with_content(changed('"seconds":12.5', '"seconds":1e999')), "range"),
    "seconds of a million years": (with_attempt(seconds=1e300), "seconds"),
    "NaN": (with_content(changed('"credit":0.5', '"credit":NaN')), "not a record"),
    "Infinity": (with_content(changed('"credit":0.5', '"credit":Infinity')), "not a record"),
    "a number of 5,000 digits": (
        with_content(changed('"1,234.50"', "9" * 5000)),
        r"\$\.attempts\[0\]",
    ),
    "a number of 400 digits": (with_attempt(response=10**400), "too large"),
    "an answer of 10,001 characters": (with_attempt(response="x" * 10_001), "10001 characters"),
    "an answer of many parts": (with_attempt(response=[[]] * 10_001), "characters"),
    "an answer that unpacks to megabytes": (with_attempt(response="x" * 2**21), "bytes"),
    "an answer of a million lists": (with_attempt(response=[[]] * 10**6), "bytes"),
    "a deep answer": (with_attempt(response=json.loads("[" * 17 + "]" * 17)), "nested too deeply"),
    "a thousand misconceptions": (with_attempt(misconceptions=["a"] * 1000), "misconceptions"),
    "a guess at a thousand numbers": (with_guess(guess=[1.0] * 1000), "guess"),
    "an answer of a very long wrong state": (with_attempt(state="x" * 10**4), "state"),
    "the same key twice": (
        with_content(changed('"credit":0.5', '"credit":1,"credit":2')),
        "credit",
    ),
    "a name of 81 letters": (with_content(changed("小明", "a" * 81)), "name"),
    "attempts that are none": (with_content(changed('"attempts":[', '"attempts":[5,')), "object"),
    "a guess in words": (with_guess(guess=["many", 1.0]), "guess"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_none_is_refused_with_the_reason(name):
    data, reason = REFUSED[name]
    with pytest.raises(RecordFileError, match=reason) as raised:
        read_file(data)
    assert raised.value.text(language("en")) == str(raised.value)
    assert len(str(raised.value)) < 500


def test_a_deep_answer_is_refused_and_ends_nothing():
    for depth in (40_000, 100_000):
        with pytest.raises(RecordFileError):
            read_file(with_content(changed('"1,234.50"', "[" * depth + "]" * depth)))


def test_the_longest_answer_comes_back_and_what_is_larger_than_a_file_can_be_is_said():
    longest = attempt(response={"text": "利" * 9980, "ticked": ["\x00"]})
    record = RecordFile("a", "", RECORD.made_at, (longest,), ())
    assert read_file(write_file(record)) == record
    many = RecordFile("a", "", RECORD.made_at, (attempt(response="x" * 9_000),) * 2_000, ())
    with pytest.raises(RecordFileError, match="more than 16 MB"):
        write_file(many)


@pytest.mark.parametrize("part", ["[],", "{},", '"x",', "1,"])
def test_what_a_small_file_unpacks_to_takes_no_more_memory_than_a_class_has(part, tmp_path):
    content = changed('"1,234.50"', f"[{part * (15 * 2**20 // len(part))}0]")
    (tmp_path / "small.borrow").write_bytes(with_content(content))
    assert (tmp_path / "small.borrow").stat().st_size < 100_000
    code = """
import sys
from pathlib import Path
from course.record import RecordFileError, read_file
try:
    read_file(Path(sys.argv[1]).read_bytes())
except RecordFileError as error:
    print(error)
"""
    said = bounded_python(code, tmp_path / "small.borrow", megabytes=400)
    assert "bytes; allowed: up to 100000" in said


@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_one_changed_byte_is_noticed_or_changes_nothing(place, change):
    changed = bytearray(FILE)
    changed[place] ^= change
    with suppress(RecordFileError):
        # gzip's frame has bytes without meaning here: a time, a system.
        assert read_file(bytes(changed)) == RECORD


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(data):
    for some in (data, packed(data), FILE[:12] + data):
        with pytest.raises(RecordFileError):
            read_file(some)


def test_what_never_ends_is_written_as_null():
    assert frame()["content"]["guesses"][0]["truth"] == [None, 0.228]
    assert read_file(FILE).guesses[0].truth == (math.inf, 0.228)
