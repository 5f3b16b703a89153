"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from kinde_tui.cli.session import Session

F = TypeVar("F", bound=Callable[..., Any])


def profile_option(command: F) -> F:
    """`--profile NAME` behind the command's name, where fingers put it as well."""

    def choose(ctx: click.Context, _option: click.Parameter, name: str) -> None:
        session = ctx.find_object(Session)
        if name and session is not None:
            session.choose(name)

    return click.option(
        "-p", "--profile", metavar="NAME", default="", expose_value=False, callback=choose, help="Use this profile."
    )(command)


def json_option(command: F) -> F:
    """`--json`: a document for programs instead of lines for people."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)
