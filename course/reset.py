"""Brings the notebooks of the course back as they were; what the learner made of them is kept."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from course.content.input_files import check_file, named, read_bytes
from course.content.language import Language, marked
from course.content.messages import ToldError, say
from course.content.output_files import replace_file, unwritable
from course.content.places import NOTEBOOKS, ROOT, visible

FOLDER = NOTEBOOKS.name
MOST_BYTES = 64 * 1024**2

_NO_SOURCE = marked(
    "There is nothing to take the notebooks from, because git does not have them here ({reason})."
    " Unpack the course once more in another folder and name that folder with {option}."
)
_NO_GIT = marked("git is not installed")
_NONE_TRACKED = marked("no notebook is in the last commit")
_SAME = marked("{folder} is the copy that is to be brought back; allowed: another one.")
_SAME_AS_BEFORE = marked("All {count} notebooks are as the course has them; nothing to change.")
_RESTORED = marked("Brought back: {file}")
_WOULD_BE = marked("Would be brought back: {file}")
_ASIDE = marked("as it was until now: {file}")
_WAS_GONE = marked("it was not there any more")
_OWN = marked("Left alone, because the course has no such notebook: {file}")
_RELOAD = marked("Where one of them is open in the browser, load that page anew.")


class NotReset(ToldError):
    """The notebooks cannot be brought back; says why."""


@dataclass(frozen=True, slots=True)
class Originals:
    """The course's notebooks as they were: all there are, and those that differ now.

    They are named by their paths from the project, with forward slashes.
    """

    files: frozenset[str]
    changed: tuple[str, ...]
    content: Callable[[str], bytes]


def reset_notebooks(
    language: Language,
    home: Callable[[], Path],
    *,
    source: Path | None = None,
    dry_run: bool = False,
    root: Path = ROOT,
) -> Iterator[str]:
    """Bring back every notebook that differs, and tell each in lines when it is done.

    One that was changed is first copied to a new folder in `set-aside` of `home()`. The originals
    come from git's last commit, or from another copy of the course in `source`.

    Raises `NotReset` or InputError where there are none, OutputError where something cannot be
    written; what was told until then is done.
    """
    text = language.text
    originals = from_git(root, language) if source is None else from_copy(source, root)
    aside: Path | None = None
    for name in originals.changed:
        file = root / name
        there = os.path.lexists(file)
        if not dry_run:
            if there:
                aside = aside or _new_folder(home() / "set-aside")
                _copy(file, aside / name)
                if file.is_symlink():
                    file.unlink()  # what it leads to stays as it is
            replace_file(file, originals.content(name))
        yield text(_WOULD_BE if dry_run else _RESTORED, file=visible(name))
        if not there:
            yield f"    {text(_WAS_GONE)}"
        elif aside is not None:
            yield "    " + text(_ASIDE, file=visible(str(aside / name)))
    if not originals.changed:
        yield text(_SAME_AS_BEFORE, count=len(originals.files))
    elif not dry_run:
        yield text(_RELOAD)
    for name in _notebooks(root):
        if name not in originals.files:
            yield text(_OWN, file=visible(name))


def from_git(root: Path, language: Language) -> Originals:
    """The notebooks of the last commit of a clone. Raises `NotReset` where git has none."""

    def git(*arguments: str) -> bytes:
        # Not another repository that a hook or a script is at work in, and nothing of it written.
        own = {name: x for name, x in os.environ.items() if not name.startswith("GIT_")}
        own |= {"GIT_OPTIONAL_LOCKS": "0"}
        try:
            done = subprocess.run(
                ["git", *arguments], cwd=root, env=own, capture_output=True, check=True
            )
        except FileNotFoundError as error:
            raise NotReset(_NO_SOURCE, option="--from", reason=say(_NO_GIT)) from error
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode(errors="replace").strip().partition("\n")[0]
            raise NotReset(_NO_SOURCE, option="--from", reason=visible(said)) from error
        return done.stdout

    def names(listed: bytes) -> set[str]:
        return {name for name in os.fsdecode(listed).split("\0") if name.endswith(".ipynb")}

    files = names(git("ls-tree", "-r", "-z", "--name-only", "HEAD", f"{FOLDER}/"))
    if not files:
        raise NotReset(_NO_SOURCE, option="--from", reason=say(_NONE_TRACKED))
    differ = names(git("diff", "-z", "--name-only", "--relative", "HEAD", "--", FOLDER))
    return Originals(
        frozenset(files),
        tuple(sorted(files & differ)),
        # As a checkout would write it, with the ends of lines of this system.
        lambda name: git("cat-file", "--filters", f"HEAD:./{name}"),
    )


def from_copy(source: Path, root: Path) -> Originals:
    """The notebooks of another copy of the course, such as one just unpacked.

    Raises InputError where there is none, `NotReset` where it is the same copy.
    """
    check_file(source / FOLDER / "en" / "00-welcome.ipynb")
    if source.resolve() == root.resolve():
        raise NotReset(_SAME, folder=named(source))

    def content(name: str) -> bytes:
        return read_bytes(source / name, MOST_BYTES)

    def differs(name: str) -> bool:
        file = root / name
        return not file.is_file() or file.read_bytes() != content(name)

    files = _notebooks(source)
    return Originals(frozenset(files), tuple(filter(differs, files)), content)


def _notebooks(root: Path) -> list[str]:
    return sorted(
        path.relative_to(root).as_posix()
        for path in (root / FOLDER).rglob("*.ipynb")
        if ".ipynb_checkpoints" not in path.parts
    )


def _new_folder(parent: Path) -> Path:
    name = datetime.now().strftime("%Y-%m-%d-%H%M%S")
    parent.mkdir(parents=True, exist_ok=True)
    for number in range(1, 100):
        folder = parent / (name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder
    raise FileExistsError(f"{parent / name} is there already")


def _copy(file: Path, to: Path) -> None:
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, to, follow_symlinks=False)
    except OSError as error:
        raise unwritable(to, error) from error
