"""What the commands of the command line share: their language, their files, how they speak.

One rule for every command: the language is that of its own `--lang`, else of the `--lang` that
stands before the command, else of the environment (LANGUAGE, LC_ALL, LC_MESSAGES, LANG), else
English.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from course.content import input_files, output_files
from course.content.language import LANGUAGES, Language, language, marked
from course.content.messages import ToldError
from course.content.places import visible

# Language -----------------------------------------------------------------------------------------

_named: ContextVar[str | None] = ContextVar("the language that --lang names", default=None)


def spoken() -> Language:
    """The language of this command line."""
    return language(_named.get() or language_of_environment())


def language_of_environment() -> str:
    """The code of the language that the environment asks for, in gettext's order of variables."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return next((code for code in LANGUAGES if value.startswith(code)), "en")
    return "en"


def language_named(arguments: Sequence[str]) -> str | None:
    """The last language that `--lang` names: a mistake before it is told in that language too.

    >>> language_named(["--lang", "en", "loan", "plan.csv", "--lang=zh"])
    'zh'
    """
    named = None
    for word, following in zip(arguments, (*arguments[1:], ""), strict=False):
        option, equals, value = word.partition("=")
        value = value if equals else following
        if option == "--lang" and value in LANGUAGES:
            named = value
    return named


# Click asks gettext for its own words and can be given no other catalogue than a compiled one on
# the disk, which this course has none of; so it asks the course's.

_OF_CLICK = (
    marked("Usage:"),
    marked("Options"),
    marked("Commands"),
    marked("default: {default}"),
    marked("Show this message and exit."),
    marked("Error: {message}"),
    marked("Aborted!"),
    marked("Try '{command} {option}' for help."),
    marked("Invalid value: {message}"),
    marked("Invalid value for {param_hint}: {message}"),
    marked("Missing argument"),
    marked("Missing option"),
    marked("Missing command."),
    marked("No such option {name}."),
    marked("No such command {name}."),
    marked("Option {name} does not take a value."),
    marked("{value} is not a valid {number_type}."),
    marked("{value} is not in the range {range}."),
    marked("{value} is not one of {choices}."),
    marked("Did you mean {possibility}?"),
    marked("(Did you mean one of: {possibilities}?)"),
    marked("Option {name} requires an argument."),
    marked("Got unexpected extra argument ({args})"),
    marked("Got unexpected extra arguments ({args})"),
)


def _gettext(message: str) -> str:
    # A value in quotation marks is Python's `!r`, which is no matter of a catalogue.
    translation = spoken().translations.gettext(message.replace("!r}", "}"))
    for name in re.findall(r"\{(\w+)!r\}", message):
        translation = translation.replace(f"{{{name}}}", f"{{{name}!r}}")
    return translation


def _ngettext(one: str, many: str, count: int) -> str:
    return _gettext(one if count == 1 else many)


for _name in ("core", "decorators", "exceptions", "formatting", "parser", "types"):
    vars(import_module(f"click.{_name}")).update({"_": _gettext, "ngettext": _ngettext})


class _Translated:
    """What has a `help`: a message of the catalogue, read in the language that is spoken."""

    _help: str | None = None

    @property
    def help(self) -> str | None:
        return spoken().text(self._help) if self._help else None

    @help.setter
    def help(self, message: str | None) -> None:
        self._help = message


class Option(_Translated, click.Option):
    """An option of a command of the course."""


def option(*names: str, **settings: Any) -> Callable[[Any], Any]:
    """`click.option`, with `help` as a message of the catalogue."""
    return click.option(*names, cls=Option, **settings)


def language_option(help: str) -> Callable[[Any], Any]:
    """`--lang`: the parameter `code` gets the language of this command."""
    return option(
        "--lang",
        "code",
        type=click.Choice(list(LANGUAGES)),
        default=lambda: spoken().code,
        show_default=False,
        help=help,
    )


class Command(_Translated, click.Command):
    """A command of the course."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _gettext("Show this message and exit.")
        return option


class Group(Command, click.Group):
    """A command that others belong to."""

    command_class = Command

    def main(self, args: Sequence[str] | None = None, *more: Any, **settings: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # which may know no Chinese, on Windows
                stream.reconfigure(errors="backslashreplace")
        token = _named.set(language_named(sys.argv[1:] if args is None else args))
        try:
            return super().main(args, *more, **settings)
        finally:
            _named.reset(token)

    def make_context(self, *given: Any, **settings: Any) -> click.Context:
        with _safe_to_print():
            return super().make_context(*given, **settings)

    def invoke(self, ctx: click.Context) -> Any:
        with _safe_to_print():
            return super().invoke(ctx)


Group.group_class = Group

# Speaking -----------------------------------------------------------------------------------------


def put(text: str, *, end: str = "\n", error: bool = False) -> None:
    """Print lines of text; what steers a terminal, in names and cells of anybody, is spelt out."""
    click.echo(_lines(text) + end, nl=False, err=error)


class _Unusable(click.ClickException):
    exit_code = 2


def unusable(error: Exception | str) -> click.ClickException:
    """What was given cannot be used: exit status 2."""
    return _Unusable(failed(error).message)


def failed(error: Exception | str) -> click.ClickException:
    """What was asked for could not be done: exit status 1."""
    if isinstance(error, ToldError):
        said = error.text(spoken())
    elif isinstance(error, OSError) and error.filename is not None:
        said = f"{input_files.named(os.fsdecode(error.filename))}: {error.strerror}"
    else:
        said = str(error)
    return click.ClickException(said)


def _lines(text: str) -> str:
    return "\n".join(visible(line) for line in text.split("\n"))


@contextmanager
def _safe_to_print() -> Iterator[None]:
    """Turn what was told, and what the system refused, into an error on the terminal."""
    try:
        yield
    except click.ClickException as error:
        error.message = _lines(error.message)  # type: ignore[misc]  # the same error, spelt out
        raise
    except ToldError as error:
        raise failed(error) from error
    except OSError as error:
        if error.filename is None:  # such as the end of a pipe that our output goes to
            raise
        raise failed(error) from error


# Files --------------------------------------------------------------------------------------------


class _Place(click.ParamType):  # type: ignore[type-arg]  # which older versions do not take
    """A path that is looked at before the command begins."""

    def __init__(self, name: str, check: Callable[[str], None], *, dash: bool = False) -> None:
        self.name, self._check, self._dash = name, check, dash

    def convert(self, value: Any, param: Any, ctx: Any) -> Path:
        try:
            if not (self._dash and value == "-"):
                self._check(value)
        except ToldError as error:
            self.fail(error.text(spoken()), param, ctx)
        return Path(value)


INPUT = _Place("file", input_files.check_file)
INPUT_OR_DASH = _Place("file", input_files.check_file, dash=True)
INPUT_FOLDER = _Place("directory", input_files.check_folder)
OUTPUT = _Place("file", output_files.check_file)
OUTPUT_FOLDER = _Place("directory", output_files.check_folder)
