"""Every file of a folder is read or named with the reason, and entries count once, for one."""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import socket
import subprocess
import sys
from contextlib import closing
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.gradebook import book
from course.record import file, write_file
from tests.bounded import bounded
from tests.gradebook.handed_in import (
    YEAR,
    attempt,
    columns,
    gradebook,
    guess,
    hand_in,
    rate_alone,
    record,
    right,
    sheet,
    whole_debt,
)

SHEETS = ("gradebook.csv", "learners.csv", "attempts.csv", "misconceptions.csv", "guesses.csv")
GOOD = write_file(record("good", right("good"), name="Good"))


def newer() -> bytes:
    frame = json.loads(gzip.decompress(GOOD)) | {"version": file.VERSION + 1}
    return gzip.compress(json.dumps(frame).encode())


def changed() -> bytes:
    """The mark improved by hand."""
    return gzip.compress(gzip.decompress(GOOD).replace(b'"credit":1.0', b'"credit":0.9'))


def not_an_attempt() -> bytes:
    """A file with a fitting checksum whose attempt has no seed."""
    content = json.loads(gzip.decompress(GOOD))["content"]
    del content["attempts"][0]["seed"]
    text = json.dumps(content)
    head = {"format": file.FORMAT, "version": file.VERSION}
    head["sha256"] = sha256(text.encode()).hexdigest()
    return gzip.compress((json.dumps(head)[:-1] + f', "content": {text}}}').encode())


OTHERS = {
    "cut.borrow": (GOOD[:-20], "not read", "its end is missing"),
    "changed.borrow": (changed(), "not read", "checksum"),
    "newer.borrow": (newer(), "not read", "newer version of the course"),
    "no-seed.borrow": (not_an_attempt(), "not read", "seed"),
    "empty.borrow": (b"", "not read", "not a record of this course"),
    "picture.borrow": (b"\x89PNG\r\n\x1a\n", "not read", "not a record of this course"),
    "archive.tar.gz": (gzip.compress(b"whatever"), "not read", "not a record of this course"),
    "huge.borrow": (b"\x1f\x8b" + bytes(file.LARGEST_PACKED), "not read", "more than 8 MB"),
    "homework.docx": (b"PK\x03\x04", "not a record", "archive must be unpacked"),
    "a/b/names.csv": (b"Ana,Ben", "not a record", ".borrow"),
}


def test_every_file_that_is_no_record_is_named_with_the_reason(tmp_path):
    hand_in(tmp_path, "good.borrow", record("good", right("good"), name="Good"))
    hand_in(tmp_path, "deep/down/RENAMED", record("other", right("other"), name="Other"))
    for name, (data, _, _) in OTHERS.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    written = gradebook(tmp_path)
    found = {place: (state, reason) for place, state, reason in sheet(written, "files.csv")[1:]}
    assert found.keys() == {"good.borrow", "deep/down/RENAMED", *OTHERS}
    for name, (_, state, reason) in OTHERS.items():
        assert found[name][0] == state, name
        assert reason in found[name][1], name
    assert (written.files, written.read, written.refused) == (12, 2, 8)
    assert columns(written, "learners.csv", "who", "right") == [("Good", "1"), ("Other", "1")]
    page = written.page.read_text(encoding="utf-8")
    assert "2 of 12 files were read." in page
    assert "newer.borrow" in page


COMMAND = "import sys; from course.cli import main; main(['gradebook', *sys.argv[1:]])"


def run(*arguments, **limits):
    """The command as whoever starts it has it: it ends by itself, or the test fails."""
    return bounded([sys.executable, "-c", COMMAND, *map(str, arguments)], **limits)


def test_what_is_no_ordinary_file_does_not_hold_up_the_others(tmp_path, monkeypatch):
    hand_in(tmp_path, "good.borrow", record("good", right("good")))
    hand_in(tmp_path, "folder.borrow/inside.borrow", record("inside", right("inside")))
    (tmp_path / "gone.borrow").symlink_to(tmp_path / "nowhere")
    (tmp_path / "itself.borrow").symlink_to(tmp_path / "itself.borrow")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "zero.borrow").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.borrow")
    with closing(socket.socket(socket.AF_UNIX)) as listening:
        monkeypatch.chdir(tmp_path)  # its name may not be long
        listening.bind("socket.borrow")
        done = run(tmp_path)
    assert done.returncode == 0, done.stderr
    assert b"2 of 9 files read" in done.stdout
    with (tmp_path / "gradebook" / "files.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = {place: (state, reason) for place, state, reason in csv.reader(file)}
    for name in ("good.borrow", "folder.borrow/inside.borrow"):
        assert listed[name] == ("read", "")
    assert listed["folder.borrow"][1].startswith("It is a folder and not a record.")
    for name in ("gone", "round", "zero", "pipe", "socket"):
        name = name if name == "round" else f"{name}.borrow"
        assert listed[name] == ("not a record", "It is not an ordinary file.")
    assert listed["itself.borrow"][0] == "not read"


def test_a_file_that_grows_while_it_is_read_is_read_to_a_bound(tmp_path):
    (tmp_path / "log.borrow").write_bytes(b"\x1f\x8b")
    code = (
        f"import sys; f = open(sys.argv[1], 'ab')\nwhile f.tell() < {2**28}: f.write(bytes(2**20))"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "log.borrow")]) as grows:
        assert run(tmp_path, megabytes=800).returncode == 1
        grows.kill()


def test_the_same_file_under_two_names_counts_once(tmp_path):
    hand_in(tmp_path, "a.borrow", record("ana", right("ana")))
    os.link(tmp_path / "a.borrow", tmp_path / "b.borrow")
    written = gradebook(tmp_path)
    assert columns(written, "files.csv", "what became of it") == [
        ("read",),
        ("the same as another file",),
    ]


def test_folders_deeper_than_functions_can_go_are_looked_through(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for _ in range(1500):  # one by one, because a path may not be that long
        os.mkdir("d")
        os.chdir("d")
    os.chdir(tmp_path)
    try:
        written = gradebook(tmp_path)
        assert (written.files, written.refused) in ((0, 0), (1, 1))  # where the path got too long
    finally:
        subprocess.run(["rm", "-rf", "d"], cwd=tmp_path, check=True)


def test_names_of_files_are_shown_in_one_line_that_obeys_nothing(tmp_path):
    names = ["a\nb.txt", "a\x1b[31mb.txt", "a\\nb.txt", "a\u202eb.txt", "<i>.txt", "=1;=2.txt"]
    names += [os.fsdecode(b"caf\xe9.txt"), os.fsdecode(b"caf\xe8.txt")]
    for name in names:
        try:
            (tmp_path / name).write_bytes(b"")
        except (OSError, UnicodeError):
            pytest.skip("this file system has no such names")
    written = gradebook(tmp_path)
    assert sorted(name for (name,) in columns(written, "files.csv", "file")) == sorted(
        [
            *(r"a\nb.txt", r"a\x1b[31mb.txt", r"a\\nb.txt", r"a\u202eb.txt", "<i>.txt"),
            *("'=1;'=2.txt", r"caf\xe9.txt", r"caf\xe8.txt"),
        ]
    )
    page = written.page.read_text(encoding="utf-8")
    assert "&lt;i&gt;.txt" in page
    assert "\x1b" not in page


# What is written. ---------------------------------------------------------------------------------


@pytest.mark.parametrize("linked", ["gradebook", "gradebook/attempts.csv", "gradebook/notes.csv"])
def test_nothing_is_written_through_a_link(tmp_path, linked):
    hand_in(tmp_path / "class", "good.borrow", record("good", right("good")))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").write_text("mine")
    place = tmp_path / "class" / linked
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(tmp_path / "mine" / ("" if linked == "gradebook" else "file"))
    done = run(tmp_path / "class")
    assert done.returncode == 1
    assert f"{place} is a link".encode() in done.stderr
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["file"]
    assert (tmp_path / "mine" / "file").read_text() == "mine"


def test_a_folder_in_the_class_that_leads_out_of_it_is_not_written_through(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "week").symlink_to(tmp_path / "mine")
    done = run(tmp_path / "class", "--out", tmp_path / "class" / "week" / "book")
    assert done.returncode == 1
    assert b"is a link" in done.stderr
    assert not list((tmp_path / "mine").iterdir())


def test_the_way_to_the_class_may_lead_through_links(tmp_path):
    hand_in(tmp_path / "class", "good.borrow", record("good", right("good")))
    (tmp_path / "short").symlink_to(tmp_path / "class")
    assert gradebook(tmp_path / "short").read == 1
    assert (tmp_path / "class" / "gradebook" / "gradebook.html").exists()


def test_what_stands_in_the_place_of_a_table_is_not_waited_for(tmp_path):
    (tmp_path / "gradebook").mkdir()
    os.mkfifo(tmp_path / "gradebook" / "attempts.csv")
    done = run(tmp_path)
    assert done.returncode == 1
    assert b"no ordinary file" in done.stderr


def test_what_a_killed_run_had_begun_is_no_file_of_the_class(tmp_path):
    hand_in(tmp_path, "good.borrow", record("good", right("good")))
    gradebook(tmp_path)
    (tmp_path / "gradebook" / ".borrow-wisely-0123456789abcdef.tmp").write_text("half")
    (tmp_path / ".borrow-wisely-0123456789abcdef.tmp").write_text("whole")
    assert columns(gradebook(tmp_path), "files.csv", "file") == [
        (".borrow-wisely-0123456789abcdef.tmp",),
        ("good.borrow",),
    ]


def test_a_second_run_does_not_read_what_the_first_one_wrote(tmp_path):
    hand_in(tmp_path, "good.borrow", record("good", right("good"), name="Good"))
    hand_in(tmp_path, "gradebook/late.borrow", record("late", right("late"), name="Late"))
    first = gradebook(tmp_path)
    once = {path.name: path.read_bytes() for path in first.page.parent.iterdir()}
    second = gradebook(tmp_path)
    assert {path.name: path.read_bytes() for path in second.page.parent.iterdir()} == once
    assert (first.files, first.learners) == (2, 2)


def test_a_folder_without_records_gives_empty_tables(tmp_path):
    written = gradebook(tmp_path)
    assert (written.files, written.read, written.learners) == (0, 0, 0)
    assert all(len(sheet(written, name)) == 1 for name in SHEETS)


def test_a_learner_who_did_nothing_stands_in_the_class(tmp_path):
    hand_in(tmp_path, "new.borrow", record("new", name="New"))
    written = gradebook(tmp_path)
    assert columns(written, "learners.csv", "who", "attempts", "first (UTC)") == [("New", "0", "")]


@pytest.mark.parametrize("then", [record("else", right("else")), None])
def test_a_file_that_changes_meanwhile_is_listed(tmp_path, monkeypatch, then):
    hand_in(tmp_path, "1.borrow", record("ana", right("ana"), name="Ana"))
    hand_in(tmp_path, "2.borrow", record("ben", right("ben"), name="Ben"))
    looked_through = book.looked_through

    def and_then(files, language):
        yield from looked_through(files, language)
        (tmp_path / "1.borrow").unlink()
        if then:
            hand_in(tmp_path, "1.borrow", then)

    monkeypatch.setattr(book, "looked_through", and_then)
    written = gradebook(tmp_path)
    assert columns(written, "learners.csv", "who", "right") == [("Ana", "0"), ("Ben", "1")]
    assert columns(written, "files.csv", "what became of it") == [("not read",), ("read",)]
    assert (written.read, written.refused) == (1, 1)


# Whose entries they are. --------------------------------------------------------------------------


def test_files_of_one_learner_are_one_row_and_each_attempt_counts_once(tmp_path):
    one, two, three = rate_alone("ana"), whole_debt("ana", "09:10"), right("ana", "09:20")
    hand_in(tmp_path, "b.borrow", record("ana", one, two, name="Ana", day=1))
    hand_in(tmp_path, "a.borrow", record("ana", two, three, name="Ana Li", day=2))
    hand_in(tmp_path, "c/copy.borrow", record("ana", one, two, name="Ana", day=1))
    written = gradebook(tmp_path)
    wanted = ("who", "state", "attempts")
    assert columns(written, "gradebook.csv", *wanted) == [("Ana Li", "right", "3")]
    (_, note) = columns(written, "notes.csv", "what", "details")
    assert note == (
        "One learner with several names",
        "The files of this learner bear several names: Ana, Ana Li.",
    )
    assert columns(written, "files.csv", "file", "what became of it", "reason")[-1] == (
        "c/copy.borrow",
        "the same as another file",
        "It holds the same as b.borrow.",
    )


def test_work_done_at_another_place_counts_for_whoever_merged_it(tmp_path):
    """The same person in two sessions: the second record took the first one's file in."""
    hand_in(tmp_path, "ana.borrow", record("ana2", rate_alone("ana1"), right("ana2"), name="Ana"))
    written = gradebook(tmp_path)
    assert columns(written, "gradebook.csv", "who", "attempts") == [("Ana", "2")]
    (note,) = columns(written, "notes.csv", "what", "who", "details")
    assert note[:2] == ("Attempts of another learner", "Ana")
    assert note[2].startswith("1 entry was made under the learner id ana1")


def test_a_friends_work_counts_for_the_friend_only(tmp_path):
    friends = right("ben")
    hand_in(tmp_path, "ana.borrow", record("ana", friends, rate_alone("ana"), name="Ana"))
    hand_in(tmp_path, "ben.borrow", record("ben", friends, name="Ben"))
    written = gradebook(tmp_path)
    assert columns(written, "gradebook.csv", "who", "state", "attempts") == [
        ("Ana", "wrong", "1"),
        ("Ben", "right", "1"),
    ]
    assert columns(written, "notes.csv", "who", "details") == [
        ("Ana", "1 entry of Ben (ben) is in this file too. It counts there only.")
    ]


def test_work_that_two_learners_hold_and_nobody_owns_has_its_own_row(tmp_path):
    shared = right("nobody")
    hand_in(tmp_path, "ana.borrow", record("ana", shared, name="Ana"))
    hand_in(tmp_path, "ben.borrow", record("ben", shared, name="Ben"))
    written = gradebook(tmp_path)
    assert columns(written, "learners.csv", "who", "attempts") == [
        ("Ana", "0"),
        ("Ben", "0"),
        ("nobody", "1"),
    ]
    assert [who for who, _ in columns(written, "notes.csv", "who", "what")] == ["Ana", "Ben"]


def test_two_of_the_same_name_stay_two(tmp_path):
    hand_in(tmp_path, "1.borrow", record("id1", right("id1"), name="Li Wei"))
    hand_in(tmp_path, "2.borrow", record("id2", rate_alone("id2"), name=" Li\tWei\u202e"))
    written = gradebook(tmp_path)
    assert columns(written, "gradebook.csv", "who", "state") == [
        ("Li Wei (id1)", "right"),
        ("Li Wei (id2)", "wrong"),
    ]


def test_a_file_that_goes_on_from_another_is_nothing_to_look_at(tmp_path):
    monday, friday = rate_alone("ana"), right("ana", "09:20")
    hand_in(tmp_path, "monday.borrow", record("ana", monday, name="Ana", day=1))
    hand_in(tmp_path, "friday.borrow", record("ana", monday, friday, name="Ana", day=5))
    hand_in(tmp_path, "empty.borrow", record("ana", name="Ana", day=6))
    written = gradebook(tmp_path)
    assert columns(written, "gradebook.csv", "state", "attempts") == [("right", "2")]
    assert columns(written, "notes.csv", "what") == []


def test_files_of_which_none_continues_the_other_are_told_with_what_is_in_each(tmp_path):
    """A restored copy that went on at two machines, or a file under another's id."""
    learner = "0123456789abcdef"
    first, here, there = (
        rate_alone(learner),
        right(learner, "09:10"),
        whole_debt(learner, "09:20"),
    )
    hand_in(tmp_path, "here.borrow", record(learner, first, here, name="Ana", day=2))
    hand_in(tmp_path, "there.borrow", record(learner, first, there, guess(learner, 1), name="Ana"))
    hand_in(tmp_path, "first.borrow", record(learner, first, name="Ana", day=1))
    written = gradebook(tmp_path)
    assert columns(written, "gradebook.csv", "state", "attempts") == [("right", "3")]
    (note,) = columns(written, "notes.csv", "what", "who", "learner", "details")
    assert note[:3] == ("Files of one learner of which none continues the other", "Ana", learner)
    assert note[3].startswith(
        "These files bear the id 0123456789abcdef, and none of them continues the other:"
        " here.borrow (2 entries, 1 of them in no other; 1 exercise right);"
        " there.borrow (3 entries, 2 of them in no other; 0 exercises right). "
    )
    page = written.page.read_text(encoding="utf-8")
    assert "1 learner handed in files of which none continues the other" in page


def test_a_name_that_could_be_taken_for_another_s_stands_with_the_whole_id(tmp_path):
    ids = ("0123456789abcdef", "0123456789abcdee", "0123456789abcd00", "0123456789abcd11")
    names = ("Li Wei", "ＬＩ wei", "0123456789abcd11", "Bo (0123456789abcd11)")
    for id, name in zip(ids, names, strict=True):
        hand_in(tmp_path, f"{id}.borrow", record(id, right(id), name=name))
    shown = {
        learner: who
        for who, learner in columns(gradebook(tmp_path), "learners.csv", "who", "learner")
    }
    assert shown == {
        ids[0]: f"Li Wei ({ids[0]})",
        ids[1]: f"ＬＩ wei ({ids[1]})",
        ids[2]: f"{names[2]} ({ids[2]})",
        ids[3]: names[3],
    }


def test_one_id_with_two_contents_counts_twice_and_is_listed(tmp_path):
    hand_in(tmp_path, "1.borrow", record("ana", rate_alone("ana", id="same"), name="Ana"))
    hand_in(tmp_path, "2.borrow", record("ana", right("ana", id="same"), name="Ana"))
    written = gradebook(tmp_path)
    assert columns(written, "gradebook.csv", "state", "attempts") == [("right", "2")]
    listed = columns(written, "notes.csv", "what", "attempt")
    assert listed == [
        ("Files of one learner of which none continues the other", ""),
        *[("One attempt with two contents", "same")] * 2,
    ]


# The order of the files and copies of them change nothing. ----------------------------------------

LEARNERS = ("ana", "ben", "cy", "dee")
POOL = (
    *(
        make(learner, f"09:0{place}", id=f"{learner}{place}")
        for learner in LEARNERS
        for place, make in enumerate((rate_alone, whole_debt, right))
    ),
    attempt("ana", "999", "09:05", id="claimed", state="right", credit=1.0),
    attempt("ben", ["100"], "09:05", id="malformed"),
    right("cy", "09:05", id="gone", exercise="09-gone/gone"),
    guess("dee", 50.0),
    guess("dee", 70.0, at="2026-11-15T08:00:00Z"),
)


@st.composite
def records(draw):
    owner = draw(st.sampled_from(LEARNERS))
    entries = [entry for entry in POOL if draw(st.booleans())]
    name = draw(st.sampled_from(["", owner.title(), "Li Wei"]))
    return record(owner, *entries, name=name, day=draw(st.integers(1, 28)))


@settings(max_examples=15)
@given(st.data(), st.lists(records(), min_size=1, max_size=4))
def test_neither_order_nor_copies_of_files_change_a_table(tmp_path_factory, data, handed):
    again = data.draw(st.permutations([*handed, *data.draw(st.lists(st.sampled_from(handed)))]))
    found = []
    for files in (handed, again):
        folder = tmp_path_factory.mktemp("class")
        for number, one in enumerate(files):
            hand_in(folder, f"{number}.borrow", one)
        written = gradebook(folder)
        tables = {name: sheet(written, name) for name in (*SHEETS, "notes.csv")}
        # Notes name files, which are called otherwise now.
        called = {f"{i}.borrow": f"file {handed.index(one)}" for i, one in enumerate(files)}
        for row in tables["notes.csv"]:
            row[-1] = re.sub(r"\d+\.borrow", lambda name, to=called: to[name[0]], row[-1])
        found.append(tables)
    assert found[0] == found[1]
    attempts = {entry.id for one in handed for entry in one.attempts}
    place = found[0]["attempts.csv"][0].index("attempt")
    assert sorted(row[place] for row in found[0]["attempts.csv"][1:]) == sorted(attempts)


def test_several_processes_find_the_same(tmp_path, monkeypatch):
    for number in range(3):
        learner = f"id{number}"
        entries = (rate_alone(learner), right(learner, "09:05"), guess(learner, 40))
        hand_in(tmp_path, f"{number}.borrow", record(learner, *entries, name=f"Name {number}"))
    (tmp_path / "broken.borrow").write_bytes(GOOD[:-1])
    alone = gradebook(tmp_path, tmp_path / "alone")
    monkeypatch.setattr("course.gradebook.book.LEAST_FOR_PROCESSES", 1)
    together = gradebook(tmp_path, tmp_path / "together")
    for name in (*SHEETS, "notes.csv"):
        assert sheet(together, name) == sheet(alone, name)
    assert columns(together, "gradebook.csv", "exercise", "attempts") == [(YEAR, "2")] * 3


def test_a_process_that_marks_draws_nothing():
    """Each of them would pay for it with a second and 60 MB."""
    code = "import sys, course.gradebook.batch; print(*{m.split('.')[0] for m in sys.modules})"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"matplotlib", "ipywidgets", "peewee"} & set(shown.stdout.split())
