"""The command `course`: opens the course, and keeps its notebooks and data in order."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

import course.content.lean_jsonschema  # noqa: F401  # before a command imports nbformat
from course.command_line import (
    INPUT,
    INPUT_FOLDER,
    INPUT_OR_DASH,
    OUTPUT,
    OUTPUT_FOLDER,
    Group,
    failed,
    language_option,
    option,
    put,
    spoken,
    unusable,
)
from course.content.input_files import named
from course.content.language import language, marked
from course.content.places import shown
from course.exercises import kinds

if TYPE_CHECKING:
    from course.content.dates_typed import Order

if TYPE_CHECKING:
    from course.content.dates_typed import Order

# What a subcommand needs is imported inside it, so that every one of them answers at once.

_LANGUAGE = marked("English or Chinese. [default: that of the course, else of this computer]")


@click.group(
    cls=Group,
    invoke_without_command=True,
    help=marked("Open the course on borrowing money wisely in JupyterLab."),
)
@language_option(
    marked(
        "Edition to open, English or Chinese, and the language of the commands."
        " [default: that of this computer]"
    )
)
@option("--no-browser", is_flag=True, help=marked("Only print the address."))
@option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8888,
    show_default=True,
    help=marked("Port to serve at; if it is taken, the next free one."),
)
@option("--teacher", is_flag=True, help=marked("With the instructor's part of each lesson."))
@option("--edit", is_flag=True, help=marked("Lessons can be changed and saved."))
@click.pass_context
def main(
    context: click.Context, code: str, no_browser: bool, port: int, teacher: bool, edit: bool
) -> None:
    if context.invoked_subcommand is not None:
        return
    from course import start

    start.serve(code, port=port, browser=not no_browser, teacher=teacher, edit=edit)


@main.command(
    help=marked(
        "Bring the notebooks of the course back as they were, where they were changed.\n\n"
        "A changed notebook is first put aside; files of your own are left alone. Answers and"
        " guesses are not touched."
    )
)
@option("--dry-run", is_flag=True, help=marked("Only say what would be done."))
@option(
    "--from",
    "source",
    type=INPUT_FOLDER,
    metavar="FOLDER",
    help=marked("Another copy of the course to take them from. [default: its git history]"),
)
@language_option(_LANGUAGE)
def reset(dry_run: bool, source: Path | None, code: str) -> None:
    from course.reset import reset_notebooks
    from course.start import home

    for line in reset_notebooks(language(code), home, source=source, dry_run=dry_run):
        put(line)


@main.command(
    help=marked(
        "Print the annual rate of each case in FILE (a dash: standard input), one JSON object a"
        " line.\n\n"
        "Exit status 0: every case has its rate; 1: some line holds an error; 2: FILE cannot be"
        " read."
    )
)
@click.argument("file", type=INPUT_OR_DASH)
def rates(file: Path) -> None:
    from course.content.cases import run_cases

    wrong = False
    try:
        for result in run_cases(file):
            wrong |= "error" in result
            put(json.dumps(result, ensure_ascii=False))
    except OSError as error:
        raise unusable(error) from error
    except ValueError as error:
        raise unusable(f"{named(file)}: {error}") from error
    sys.exit(int(wrong))


@main.command(help=marked("Run NOTEBOOKS (default: all of the course) and store their outputs."))
@click.argument("notebooks", nargs=-1, type=INPUT)
def execute(notebooks: tuple[Path, ...]) -> None:
    from course.notebooks import CellFailed, course_notebooks, execute_in_place

    wrong = False
    for path in notebooks or course_notebooks():
        put(f"{shown(path.resolve())} ... ", end="")
        try:
            put(f"{execute_in_place(path)} code cells")
        except CellFailed as failure:
            put("failed")
            put(str(failure), error=True)
            wrong = True
    sys.exit(int(wrong))


@main.command(
    help=marked(
        "Write anew what is published from the data: its JSON Schemas, and the glossary for pages."
    )
)
def schema() -> None:
    from course.content.glossary import write_for_pages
    from course.schemas import write_schemas

    for path in (*write_schemas(), *write_for_pages()):
        put(shown(path))


@main.command(
    help=marked(
        "Show what of the Chinese edition has not followed the English one.\n\n"
        "Exit status 1 if there is anything."
    )
)
@option(
    "--accept",
    "accepted",
    multiple=True,
    metavar="NAME",
    help=marked("Name of a notebook whose translation you have brought up to date."),
)
def translations(accepted: tuple[str, ...]) -> None:
    from course.content import translations as editions

    names = editions.notebook_names()
    for name in accepted:
        if name not in names:
            raise unusable(f"the notebook is {name!r}; allowed: {', '.join(names)}")
        put(f"{name}: {editions.accept(name)} cells accepted")
    found = [fault for name in names for fault in editions.faults(name)]
    for fault in found:
        put(str(fault))
    behind = len({fault.notebook for fault in found})
    put(f"{len(names) - behind} of {len(names)} notebooks follow the English edition")
    sys.exit(int(bool(found)))


@main.command(
    help=marked("Bring the message catalogues up to the code, and count what is untranslated.")
)
def catalogue() -> None:
    from course.content import catalogue as messages
    from course.content.language import LANGUAGES

    for path in messages.update():
        put(shown(path))
    for code in LANGUAGES:
        if code != "en":
            put(f"{code}: {len(messages.untranslated(code))} messages untranslated")


@main.command(
    help=marked(
        "Read the learners' files in FOLDER and write the class as tables and one page.\n\n"
        "Exit status 1 if no file could be read."
    )
)
@click.argument("folder", type=INPUT_FOLDER)
@option(
    "--out",
    type=OUTPUT_FOLDER,
    help=marked("Folder to write to. [default: gradebook, in FOLDER]"),
)
@language_option(_LANGUAGE)
def gradebook(folder: Path, out: Path | None, code: str) -> None:
    from functools import partial

    from course.gradebook.book import write_gradebook

    shown_at_work = partial(click.progressbar, file=sys.stderr)
    words = language(code)
    try:
        written = write_gradebook(folder, out or folder / "gradebook", words, shown=shown_at_work)
    except OSError as error:
        said = words.text("The gradebook cannot be written: {error}", error=error)
        raise failed(said) from error
    put(
        words.text(
            "{read} of {files} files read, {refused} could not be; {learners} learners, {notes}"
            " things to look at",
            read=written.read,
            files=written.files,
            refused=written.refused,
            learners=written.learners,
            notes=written.notes,
        )
    )
    put(words.text("{file} is the page; the tables lie beside it", file=written.page))
    sys.exit(int(not written.read))


@main.command(
    help=marked(
        "Check the loan in FILE: a repayment plan (CSV, XLSX) or an offer (YAML).\n\n"
        "Nothing leaves this machine. Exit status 2: FILE cannot be read at all."
    )
)
@click.argument("file", type=INPUT)
@option("--received", metavar="AMOUNT", help=marked("The money that reached your hand."))
@option("--on", metavar="DATE", help=marked("The day it did, such as 2026-02-01."))
@option(
    "--advertised",
    metavar="RATE",
    help=marked("The yearly rate of the advert, such as 7.2%."),
)
@option(
    "--date-order",
    type=click.Choice(["day-first", "month-first", "year-first"]),
    help=marked("How to read dates such as 01/02/26."),
)
@option(
    "--column",
    "columns",
    multiple=True,
    metavar="NAME=ROLE",
    help=marked("What a column holds, such as “Insurance=fee”; may be repeated."),
)
@option(
    "--every",
    type=click.Choice(
        ["day", "week", "fortnight", "half-month", "month", "quarter", "half-year", "year"]
    ),
    help=marked("How far apart the rows of the plan are."),
)
@option(
    "--currency",
    metavar="CODE",
    help=marked("The currency of its amounts, such as CNY, where the file names none."),
)
@option("--json", "as_json", is_flag=True, help=marked("One JSON object, for programs."))
@option("--report", type=OUTPUT, help=marked("A page to keep."))
@language_option(_LANGUAGE)
def loan(
    file: Path,
    received: str | None,
    on: str | None,
    advertised: str | None,
    date_order: Order | None,
    columns: tuple[str, ...],
    every: str | None,
    currency: str | None,
    as_json: bool,
    report: Path | None,
    code: str,
) -> None:
    from course.loan import command

    try:
        answer = command.run(
            file,
            language(code),
            received=received,
            on=on,
            advertised=advertised,
            date_order=date_order,
            columns=columns,
            every=every,
            currency=currency,
            as_json=as_json,
            report=report,
        )
    except OSError as error:
        raise unusable(error) from error
    except ValueError as error:
        raise unusable(f"{named(file)}: {error}") from error
    put(answer)


@main.group(help=marked("Write, look at and prove exercises."))
def exercise() -> None:
    pass


@exercise.command(name="kinds", help=marked("List the kinds of exercise there are."))
def list_kinds() -> None:
    width = max(map(len, kinds.names()))
    for name, kind in kinds.kinds().items():
        put(f"{name:{width}}  {spoken().text(kind.NAME)}")


@exercise.command(
    help=marked("Write a working exercise NAME into LESSON (its name or number), to be changed.")
)
@click.argument("lesson")
@click.argument("name")
@option(
    "--kind",
    type=click.Choice(kinds.names()),
    default="number",
    show_default=True,
    help=marked("How it is answered."),
)
def new(lesson: str, name: str, kind: str) -> None:
    from course.exercises.templates import new_exercise

    try:
        file = new_exercise(lesson, name, kind)
    except FileExistsError as error:
        there = shown(Path(error.filename))
        raise unusable(spoken().text("{file} is there already", file=there)) from error
    except ValueError as error:
        raise unusable(error) from error
    written = marked("{file} is written. Change it, and look at it and prove it with:")
    put(spoken().text(written, file=shown(file)))
    put(f"  uv run course exercise preview {name} --seed 1")
    put(f"  uv run course exercise check {name}")


@exercise.command(
    help=marked(
        "Show one variant of NAME: question, answer, each wrong answer and what is said to it."
    )
)
@click.argument("name")
@option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help=marked("Which variant."),
)
@language_option(_LANGUAGE)
def preview(name: str, seed: int, code: str) -> None:
    from course.exercises import preview

    try:
        put(str(preview(name, seed, code)))
    except ValueError as error:
        raise failed(error) from error


@exercise.command(
    help=marked(
        "Prove the exercises NAMES (default: all), each in 200 variants. Exit status 1: a mistake."
    )
)
@click.argument("names", nargs=-1)
def check(names: tuple[str, ...]) -> None:
    from course.exercises.names import exercise_file, exercise_files
    from course.exercises.proving import SEEDS, faults_of

    try:
        files = [exercise_file(name) for name in names] or list(exercise_files().values())
    except ValueError as error:
        raise unusable(error) from error
    wrong = 0
    for number, file in enumerate(files, 1):
        # Each line begins before its proof, so that one sees what takes so long.
        put(f"{number}/{len(files)} {file.parent.name}/{file.stem} ... ", end="")
        faults = faults_of(file)
        wrong += bool(faults)
        put(f"{len(faults)} to mend" if faults else f"right in {len(SEEDS)} variants")
        for fault in faults:
            put(f"  {fault}")
    sys.exit(int(wrong > 0))
