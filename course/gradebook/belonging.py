"""Whose the entries of the files are, and which files must be read together.

An entry carries the id of the learner who made it. Most files hold one learner's entries. A learner
who worked at two places and merged the two records hands in entries of two ids; a learner who
merged a friend's file hands in the friend's.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from course.content.language import Language, marked
from course.gradebook.files import Handed
from course.gradebook.notes import Note

_NAMES = marked("The files of this learner bear several names: {names}.")


@dataclass(frozen=True, slots=True)
class Belonging:
    """`owners`: by learner id, the id of the learner whose row the entries belong to.
    `names`: by the id of a row, how its learner is called, never empty.
    """

    owners: Mapping[str, str]
    names: Mapping[str, str]
    notes: tuple[Note, ...]


def groups(handed: Iterable[Handed], belonging: Belonging) -> list[list[Handed]]:
    """Files that share a learner, together; groups and their files in the order of the rows."""
    nearer: dict[str, str] = {}  # by learner, another of the same group; the last is its own

    def last(learner: str) -> str:
        while nearer.setdefault(learner, learner) != learner:
            nearer[learner] = learner = nearer[nearer[learner]]
        return learner

    def order(file: Handed) -> tuple[str, str, str]:
        return (*row_order(belonging.names[file.learner], file.learner), file.place)

    files = sorted(handed, key=order)
    for file in files:
        for learner in file.entries:
            nearer[last(learner)] = last(file.learner)
    found: dict[str, list[Handed]] = defaultdict(list)
    for file in files:
        found[last(file.learner)].append(file)
    return list(found.values())


def belonging(handed: Iterable[Handed], language: Language) -> Belonging:
    """Whose rows there are, and what is odd about it. The order of the files does not matter."""
    files = sorted(handed, key=lambda file: (file.made_at, file.name))
    given: dict[str, list[str]] = defaultdict(list)  # names, the latest last
    held: dict[str, dict[str, int]] = defaultdict(dict)  # by learner, by whose file: how many
    for file in files:
        names = given[file.learner]
        if name := _clean(file.name):
            names[:] = [other for other in names if other != name] + [name]
        for learner, count in file.entries.items():
            # Several files of one learner mostly hold the same entries.
            held[learner][file.learner] = max(count, held[learner].get(file.learner, 0))
    owners = {learner: learner for learner in given}
    for learner, holders in held.items():
        only = next(iter(holders)) if len(holders) == 1 else learner
        owners.setdefault(learner, only)
    called = _different({id: (given.get(id) or [""])[-1] for id in sorted({*owners.values()})})
    notes = [
        *_several_names(given, called, language),
        *_mixed(held, given, owners, called, language),
    ]
    return Belonging(owners, called, tuple(sorted(notes)))


def row_order(name: str, learner: str) -> tuple[str, str]:
    """What rows are sorted by."""
    return name.casefold(), learner


def _several_names(
    given: Mapping[str, list[str]], names: Mapping[str, str], language: Language
) -> Iterable[Note]:
    for learner, several in given.items():
        if len(several) > 1:
            detail = language.text(_NAMES, names=language.text(", ").join(sorted(several)))
            yield Note("names", names[learner], learner, "", "", "", detail)


def _mixed(
    held: Mapping[str, Mapping[str, int]],
    given: Mapping[str, list[str]],
    owners: Mapping[str, str],
    names: Mapping[str, str],
    language: Language,
) -> Iterable[Note]:
    for learner, holders in held.items():
        for holder, count in holders.items():
            if holder == learner:
                continue
            other = _with_id(names.get(learner, learner), learner)
            if owners[learner] == holder:
                detail = language.plural(
                    "{count} entry was made under the learner id {other}, of which there is no"
                    " file. It counts here.",
                    "{count} entries were made under the learner id {other}, of which there is no"
                    " file. They count here.",
                    count,
                    other=other,
                )
            elif learner in given:
                detail = language.plural(
                    "{count} entry of {other} is in this file too. It counts there only.",
                    "{count} entries of {other} are in this file too. They count there only.",
                    count,
                    other=other,
                )
            else:
                detail = language.plural(
                    "{count} entry was made under the learner id {other}, which other learners'"
                    " files hold too. It stands in a row of its own.",
                    "{count} entries were made under the learner id {other}, which other learners'"
                    " files hold too. They stand in a row of their own.",
                    count,
                    other=other,
                )
            yield Note("learner", names[holder], holder, "", "", "", detail)


def _clean(name: str) -> str:
    """The name in one line, without what would turn a text round or hide in it."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())


def _different(names: Mapping[str, str]) -> dict[str, str]:
    """The id for whoever has no name, and behind a name that could be taken for another's.

    >>> _different({"1": "Ann", "2": "ＡＮＮ ", "3": "Bo", "4": "", "5": "4"})
    {'1': 'Ann (1)', '2': 'ＡＮＮ  (2)', '3': 'Bo', '4': '4', '5': '4 (5)'}
    """
    count = Counter(map(_folded, names.values()))
    whose = {_folded(shown): id for id, name in names.items() for shown in (id, f"{name} ({id})")}
    return {
        id: id
        if not name
        else _with_id(name, id)
        if count[_folded(name)] > 1 or whose.get(_folded(name), id) != id
        else name
        for id, name in names.items()
    }


def _with_id(name: str, id: str) -> str:
    """The name with the whole id: its beginning could be another's too."""
    return id if name == id else name if name.endswith(f"({id})") else f"{name} ({id})"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip()
