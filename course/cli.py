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
@click.pass_context
def main(context: click.Context, language: str, no_browser: bool, port: int) -> None:
    """Open the course on borrowing money wisely in JupyterLab."""
    if context.invoked_subcommand is not None:
        return
    from course import start

    if not (NOTEBOOKS / language / start.WELCOME).exists():
        click.echo(
            "中文版尚未完成,先打开英文版。The Chinese edition is not there yet; English opens."
        )
        language = "en"
    start.serve(language, port=port, browser=not no_browser)


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
    """Write the published JSON Schemas of the data files anew."""
    from course.content.schema import write_schemas

    for path in write_schemas():
        click.echo(shown(path))
