"""What the command line says: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

CLEAR_LINE = "\r\x1b[K"


class Refused(click.ClickException):
    """The tenant or the input said no: one or two sentences, exit code 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:  # noqa: ARG002 - click's signature
        """Says it on standard error, without a prefix that explains nothing."""
        note(self.format_message())


def note(text: str) -> None:
    """A line on standard error; text that came from elsewhere cannot steer the terminal."""
    click.echo(visible(text), err=True)


def tell(text: str = "") -> None:
    """A line on standard output; text that came from elsewhere cannot steer the terminal.

    Raises:
        Refused: standard output cannot take it.
    """
    _print(visible(text))


def tell_json(value: Any) -> None:
    """A JSON document on standard output, for programs.

    Raises:
        Refused: standard output cannot take it.
    """
    _print(json.dumps(value, indent=2, ensure_ascii=True, default=str))


def pour(text: str) -> None:
    """A part of a document on standard output, in UTF-8 whatever the terminal's letters are.

    Raises:
        Refused: standard output cannot take it.
    """
    with _written():
        click.echo(text.encode(), nl=False)


def passing(text: str = "") -> None:
    """A line on standard error in the place of the one before; only for a terminal. Empty: that line goes away."""
    if sys.stderr.isatty():
        click.echo(f"{CLEAR_LINE}{text}", err=True, nl=False)


def _print(text: str) -> None:
    with _written():
        try:
            click.echo(text)
        except UnicodeEncodeError:
            click.echo(text.encode("ascii", "backslashreplace").decode("ascii"))


@contextmanager
def _written() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise  # who reads has read enough: click ends the program in silence
    except OSError as error:
        raise Refused(f"Standard output cannot be written: {(error.strerror or 'it failed').lower()}.") from error


def visible(text: str) -> str:
    """The text with a visible sign for what a terminal would obey."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    from kinde_tui.ui.text import safe

    return safe(text, lines=True)


def interactive() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stderr.isatty()
