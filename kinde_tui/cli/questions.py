"""What the command line asks a person."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kinde_tui.cli.output import note
from kinde_tui.settings.errors import SecretError, SettingsError
from kinde_tui.settings.profile import Profile, SecretPlace
from kinde_tui.settings.secret_text import LONGEST, secret_of
from kinde_tui.settings.secrets import choices

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import SecretStr

    from kinde_tui.settings.paths import Folders


def ask(label: str, check: Callable[[str], str], default: str = "") -> str:
    """A line of text that `check` makes usable; asked for again until it is."""
    while True:
        try:
            return check(click.prompt(label, default=default, show_default=bool(default), err=True))
        except SettingsError as error:
            note(str(error))


def ask_secret(label: str = "Client secret") -> SecretStr:
    """A secret, typed without being shown."""
    while True:
        try:
            return secret_of(_hidden_line(label))
        except SecretError as error:
            note(str(error))


def read_secret() -> SecretStr:
    """The secret from standard input: its first line.

    Raises:
        SecretError: what is there is no secret.
    """
    return secret_of(sys.stdin.readline(LONGEST + 2))


def ask_place(profile: Profile, folders: Folders) -> SecretPlace:
    """Where to keep a secret that the keyring did not take."""
    places = {place: says for place, says in choices(profile, folders).items() if place is not SecretPlace.KEYRING}
    note("Where should the client secret be kept instead?")
    for place, says in places.items():
        note(f"  {place:<12} {says}")
    return SecretPlace(click.prompt("Keep it", type=click.Choice([str(place) for place in places]), err=True))


def confirm(question: str) -> bool:
    """A yes or no; an absent-minded Enter means no."""
    return click.confirm(question, default=False, err=True)


def _hidden_line(label: str) -> str:
    """A line that is not shown; from a pipe when standard input is one, past a terminal that happens to be there."""
    if sys.stdin.isatty():
        return str(click.prompt(f"{label} (hidden)", default="", show_default=False, hide_input=True, err=True))
    click.echo(f"{label}: ", nl=False, err=True)
    line = sys.stdin.readline()
    click.echo(err=True)
    if not line:
        raise EOFError
    return line
