"""The command `course`: opens the course, and keeps its notebooks and data in order."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from course.content.places import NOTEBOOKS, shown

# What a subcommand needs is imported inside it, so that every one of them answers at once.


@click.group(invoke_without_command=True)
@click.option(
    "--lang",
    "language",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    help="Edition to open: English or Chinese.",
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8888,
    show_default=True,
    help="Port to serve at; if it is taken, the next free one.",
)
@click.option("--teacher", is_flag=True, help="With the instructor's part of each lesson.")
@click.option("--edit", is_flag=True, help="Lessons can be changed and saved.")
@click.pass_context
def main(
    context: click.Context, language: str, no_browser: bool, port: int, teacher: bool, edit: bool
) -> None:
    """Open the course on borrowing money wisely in JupyterLab."""
    if context.invoked_subcommand is not None:
        return
    from course import start

    if not (NOTEBOOKS / language / start.WELCOME).exists():
        click.echo(
            "中文版尚未完成,先打开英文版。The Chinese edition is not there yet; English opens."
        )
        language = "en"
    start.serve(language, port=port, browser=not no_browser, teacher=teacher, edit=edit)


@main.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
def rates(file: Path) -> None:
    """Print the annual rate of each case in FILE (`-`: standard input), one JSON object a line.

    Exit status 0: every case has its rate; 1: some line holds an error; 2: FILE cannot be read.
    """
    from course.content.cases import run_cases

    failed = False
    try:
        for result in run_cases(file):
            failed |= "error" in result
            click.echo(json.dumps(result, ensure_ascii=False))
    except (OSError, ValueError) as error:
        raise click.UsageError(f"{file}: {error}") from error
    sys.exit(int(failed))


@main.command()
@click.argument("notebooks", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def execute(notebooks: tuple[Path, ...]) -> None:
    """Run NOTEBOOKS (default: all of the course) and store their outputs."""
    from course.notebooks import CellFailed, course_notebooks, execute_in_place

    failed = False
    for path in notebooks or course_notebooks():
        click.echo(f"{shown(path.resolve())} ... ", nl=False)
        try:
            click.echo(f"{execute_in_place(path)} code cells")
        except CellFailed as failure:
            click.echo("failed")
            click.echo(str(failure), err=True)
            failed = True
    sys.exit(int(failed))


@main.command()
def schema() -> None:
    """Write anew what is published from the data: its JSON Schemas, and the glossary for pages."""
    from course.content.glossary import write_for_pages
    from course.content.schema import write_schemas

    for path in (*write_schemas(), *write_for_pages()):
        click.echo(shown(path))


@main.command()
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    metavar="NAME",
    help="A notebook whose translation you have brought up to date, such as 00-welcome.ipynb.",
)
def translations(accepted: tuple[str, ...]) -> None:
    """Show what of the Chinese edition has not followed the English one.

    Exit status 1 if there is anything.
    """
    from course.content import translations as editions

    for name in accepted:
        click.echo(f"{name}: {editions.accept(name)} cells accepted")
    names = editions.notebook_names()
    found = [fault for name in names for fault in editions.faults(name)]
    for fault in found:
        click.echo(str(fault))
    behind = len({fault.notebook for fault in found})
    click.echo(f"{len(names) - behind} of {len(names)} notebooks follow the English edition")
    sys.exit(int(bool(found)))


@main.command()
def catalogue() -> None:
    """Bring the message catalogues up to the code, and count what is untranslated."""
    from course.content import catalogue as messages
    from course.content.language import LANGUAGES

    for path in messages.update():
        click.echo(shown(path))
    for code in LANGUAGES:
        if code != "en":
            click.echo(f"{code}: {len(messages.untranslated(code))} messages untranslated")


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write the gradebook.  [default: FOLDER/gradebook]",
)
@click.option("--lang", "code", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def gradebook(folder: Path, out: Path | None, code: str) -> None:
    """Read the learners' files in FOLDER and write the class as tables and one page.

    Exit status 1 if no file could be read.
    """
    from functools import partial

    from course.content.language import language
    from course.gradebook.book import write_gradebook

    shown_at_work = partial(click.progressbar, file=sys.stderr)
    try:
        written = write_gradebook(
            folder, out or folder / "gradebook", language(code), shown=shown_at_work
        )
    except OSError as error:
        raise click.ClickException(f"the gradebook cannot be written: {error}") from error
    click.echo(
        f"{written.read} of {written.files} files read, {written.refused} could not be;"
        f" {written.learners} learners, {written.notes} things to look at"
    )
    click.echo(f"{written.page} is the page; the tables lie beside it")
    sys.exit(int(not written.read))


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--received", metavar="AMOUNT", help="The money that reached your hand.")
@click.option("--on", metavar="DATE", help="The day it did, such as 2026-02-01.")
@click.option("--advertised", metavar="RATE", help="The yearly rate of the advert, such as 7.2%.")
@click.option(
    "--date-order",
    type=click.Choice(["day-first", "month-first", "year-first"]),
    help="How to read dates such as 01/02/26.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="A page to keep.")
@click.option("--lang", "code", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def loan(
    file: Path,
    received: str | None,
    on: str | None,
    advertised: str | None,
    date_order: str | None,
    as_json: bool,
    report: Path | None,
    code: str,
) -> None:
    """Check the loan in FILE: a repayment plan (CSV, XLSX) or an offer (YAML).

    Nothing leaves this machine. Exit status 2: FILE cannot be read at all.
    """
    from course.content.language import language
    from course.loan import command

    try:
        answer = command.run(
            file,
            language(code),
            received=received,
            on=on,
            advertised=advertised,
            date_order=date_order,
            as_json=as_json,
            report=report,
        )
    except (OSError, ValueError) as error:
        raise click.UsageError(f"{file}: {error}") from error
    click.echo(answer)


@main.group()
def exercise() -> None:
    """Write, look at and prove exercises: the files in data/exercises."""


# Every kind has an example to begin with; a test holds this list against them.
_KINDS = (
    *("number", "one_choice", "several_choices", "order", "match", "mark_passage", "set_lab"),
    *("wrong_row", "free_text", "path"),
)


@exercise.command()
@click.argument("lesson")
@click.argument("name")
@click.option(
    "--kind",
    type=click.Choice(_KINDS),
    default="number",
    show_default=True,
    help="How it is answered.",
)
def new(lesson: str, name: str, kind: str) -> None:
    """Write a working exercise NAME into LESSON (its name or number), to be changed."""
    from course.exercises.templates import new_exercise

    try:
        file = new_exercise(lesson, name, kind)
    except FileExistsError as error:
        raise click.UsageError(f"{shown(Path(error.filename))} is there already") from error
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{shown(file)} is written. Change it, and look at it and prove it with:")
    click.echo(f"  uv run course exercise preview {name} --seed 1")
    click.echo(f"  uv run course exercise check {name}")


@exercise.command()
@click.argument("name")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Which variant.")
@click.option("--lang", "code", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def preview(name: str, seed: int, code: str) -> None:
    """Show one variant of NAME: question, answer, each wrong answer and what is said to it."""
    from course.exercises import preview

    try:
        click.echo(str(preview(name, seed, code)))
    except ValueError as error:
        raise click.ClickException(str(error)) from error


@exercise.command()
@click.argument("names", nargs=-1)
def check(names: tuple[str, ...]) -> None:
    """Prove the exercises NAMES (default: all), each in 200 variants. Exit status 1: a mistake."""
    from course.exercises.names import exercise_file, exercise_files
    from course.exercises.proving import SEEDS, faults_of

    try:
        files = [exercise_file(name) for name in names] or list(exercise_files().values())
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    wrong = 0
    for number, file in enumerate(files, 1):
        # Each line begins before its proof, so that one sees what takes so long.
        click.echo(f"{number}/{len(files)} {file.parent.name}/{file.stem} ... ", nl=False)
        faults = faults_of(file)
        wrong += bool(faults)
        click.echo(f"{len(faults)} to mend" if faults else f"right in {len(SEEDS)} variants")
        for fault in faults:
            click.echo(f"  {fault}")
    sys.exit(int(wrong > 0))
