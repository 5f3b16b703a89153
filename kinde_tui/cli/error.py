"""`kinde-tui error`: what a number on a sign-in page means."""

from __future__ import annotations

import textwrap

import click

from kinde_tui.cli.options import json_option
from kinde_tui.cli.output import Refused, tell, tell_json
from kinde_tui.services.error_codes import CODES, ErrorCode, UnknownCodeError, error_code

WIDTH = 100


@click.command()
@click.argument("code", nargs=-1)
@json_option
def error(*, code: tuple[str, ...], as_json: bool) -> None:
    """Say what a numbered error of Kinde's sign-in pages means, and what to check.

    Asks nobody; without CODE all of them are listed.
    """
    try:
        found = [error_code(" ".join(code))] if code else list(CODES.values())
    except UnknownCodeError as unknown:
        raise Refused(str(unknown)) from unknown
    if as_json:
        facts = [
            {"code": one.number, "about": one.about, "means": one.means, "check": list(one.checks)} for one in found
        ]
        tell_json(facts[0] if code else facts)
    elif code:
        _tell(found[0])
    else:
        for one in found:
            tell(f"{one.number:>5}  {one.about:<15} {one.means}")


def _tell(found: ErrorCode) -> None:
    tell(f"{found.number}  {found.about}")
    tell("\n".join(textwrap.wrap(found.means, WIDTH)))
    for check in found.checks:
        tell("\n".join(textwrap.wrap(check, WIDTH, initial_indent="  - ", subsequent_indent="    ")))
