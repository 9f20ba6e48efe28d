"""The file a learner downloads, uploads again and hands in: one record, compressed and checked.

It is gzip around one line of JSON: `format` and `version` say what it is, `sha256` is the checksum
of `content` as it is written, `content` holds learner, name, time, attempts and guesses. The same
content gives the same bytes.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from course.content.language import marked
from course.record.entries import Attempt, Guess, Id, Time, check_time
from course.record.errors import RecordFileError

FORMAT = "borrow-wisely record"
VERSION = 1
SUFFIX = ".borrow"
LONGEST_NAME = 80

# Ten thousand attempts with long answers are 5 MB; a file of 1,000 bytes can unpack to a gigabyte.
LARGEST_UNPACKED = 16 * 1024 * 1024
LARGEST_PACKED = LARGEST_UNPACKED // 2
# An entry takes many times its bytes when it is decoded. The longest answer is well below this.
LARGEST_ENTRY = 100_000
NEWEST_VERSION = 9999  # of any course to come; what is beyond is no version

_LONGEST_DETAIL = 300  # characters: it may repeat what stands in the file

_GZIP = 31  # what zlib calls gzip's frame with the largest window

FOREIGN = marked("This file is not a record of this course.")
DAMAGED = marked("The file is damaged: {detail}")
CHANGED = marked("The file is damaged: its checksum does not fit its content.")
NOT_UNPACKED = marked("The file is damaged: it cannot be unpacked.")
CUT_OFF = marked("The file is damaged: its end is missing.")
CONTINUED = marked("The file is damaged: something follows its end.")
NEWER = marked(
    "The file was written by a newer version of the course (its format is {version}; this course"
    " reads up to {known}). Update the course first."
)
TOO_LARGE = marked("The file is larger than any record of this course: more than {limit} MB.")


@dataclass(frozen=True, slots=True)
class RecordFile:
    """What a file holds. Attempts and guesses stand in the order in which they were made."""

    learner: Id
    name: Annotated[str, Meta(max_length=LONGEST_NAME)]
    made_at: Time
    attempts: tuple[Attempt, ...]
    guesses: tuple[Guess, ...]

    def __post_init__(self) -> None:
        check_time(self.made_at)


class _Content(Struct):
    """The entries of a `RecordFile`, not decoded yet."""

    attempts: list[msgspec.Raw]
    guesses: list[msgspec.Raw]


class _Frame(Struct):
    format: str
    version: int
    sha256: str = ""
    content: msgspec.Raw = msgspec.Raw(b"")


def write_file(record: RecordFile) -> bytes:
    """The file of a record: the same bytes for the same record.

    Raises `RecordFileError` if it became so large that `read_file` would refuse it.
    """
    content = to_json(record)
    if len(content) > LARGEST_UNPACKED - 1000:  # of the frame
        raise RecordFileError(TOO_LARGE, limit=LARGEST_UNPACKED // 1024**2)
    frame = _Frame(FORMAT, VERSION, sha256(content).hexdigest(), msgspec.Raw(content))
    packer = zlib.compressobj(level=9, wbits=_GZIP)  # writes no time and no name into the frame
    return packer.compress(msgspec.json.encode(frame)) + packer.flush()


def read_file(data: bytes) -> RecordFile:
    """The record in a file.

    Raises `RecordFileError` with the reason if it is damaged, foreign, newer or too large.
    """
    text = _unpacked(data)
    try:
        frame = msgspec.json.decode(text, type=_Frame)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise RecordFileError(FOREIGN) from error
    if frame.format != FORMAT or not 1 <= frame.version <= NEWEST_VERSION:
        raise RecordFileError(FOREIGN)
    if frame.version > VERSION:
        raise RecordFileError(NEWER, version=frame.version, known=VERSION)
    content = bytes(frame.content)
    if sha256(content).hexdigest() != frame.sha256:
        raise RecordFileError(CHANGED)
    try:
        held = msgspec.json.decode(content, type=_Content)
        for field, entries in (("attempts", held.attempts), ("guesses", held.guesses)):
            for number, entry in enumerate(entries):
                if len(entry) > LARGEST_ENTRY:
                    limit = f"{len(entry)} bytes; allowed: up to {LARGEST_ENTRY}"
                    raise ValueError(f"{limit} - at `$.{field}[{number}]`")
        return msgspec.json.decode(content, type=RecordFile)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise RecordFileError(DAMAGED, detail=_shortened(str(error))) from error


def _shortened(detail: str) -> str:
    """The beginning, and the end with the place: what is between may be a whole answer."""
    most = _LONGEST_DETAIL // 2
    return detail if len(detail) <= 2 * most else f"{detail[:most]} … {detail[-most:]}"


def file_name(record: RecordFile) -> str:
    """What the file is called on the learner's disk.

    >>> file_name(RecordFile("0123456789abcdef", "", "2026-11-16T09:30:00Z", (), ()))
    'borrow-wisely-0123456789abcdef-2026-11-16.borrow'
    """
    return f"borrow-wisely-{record.learner}-{record.made_at[:10]}{SUFFIX}"


def to_json(value: object) -> bytes:
    """The value as JSON in UTF-8; half of a character that stands alone becomes a question mark."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(_without_halves(msgspec.to_builtins(value)))


def without_halves(text: str) -> str:
    """The text less halves of characters, which a browser can send and no file can hold."""
    return text.encode("utf-8", "replace").decode()


def _without_halves(value: object) -> object:
    if isinstance(value, str):
        return without_halves(value)
    if isinstance(value, dict):
        return {without_halves(str(key)): _without_halves(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_halves(item) for item in value]
    return value


def _unpacked(data: bytes) -> bytes:
    if len(data) > LARGEST_PACKED:
        raise RecordFileError(TOO_LARGE, limit=LARGEST_PACKED // 1024**2)
    if data[:2] != b"\x1f\x8b":
        raise RecordFileError(FOREIGN)
    unpacker = zlib.decompressobj(wbits=_GZIP)
    try:
        text = unpacker.decompress(data, LARGEST_UNPACKED + 1)
    except zlib.error as error:
        raise RecordFileError(NOT_UNPACKED) from error
    if len(text) > LARGEST_UNPACKED:
        raise RecordFileError(TOO_LARGE, limit=LARGEST_UNPACKED // 1024**2)
    if not unpacker.eof:
        raise RecordFileError(CUT_OFF)
    if unpacker.unused_data:
        raise RecordFileError(CONTINUED)
    return text
