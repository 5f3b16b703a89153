"""`kinde-tui token`: a token from a file or standard input, inspected offline."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from kinde_tui.api.errors import KindeError
from kinde_tui.cli.options import json_option, profile_option
from kinde_tui.cli.output import Refused, note, tell, tell_json
from kinde_tui.settings.errors import SettingsError

if TYPE_CHECKING:
    from kinde_tui import tokens

STANDARD_INPUT = "-"
_TOKEN_LIKE = re.compile(r"(?:^|[\s'\"=:])e(?:yJ|yA|w[A-Z0-9])|^bearer\b|^authorization\b", re.IGNORECASE)
_LONGEST_NAME = 100
"""Characters of a word without a slash that can still be a file's name rather than a credential."""
_LABEL = 22
"""Cells of the column of labels."""


@click.command()
@click.argument("source", metavar="[FILE|-]", nargs=-1)
@click.option("--verify", "wants_verification", is_flag=True, help="Check the signature with the profile's key set.")
@json_option
@profile_option
@click.pass_context
def token(ctx: click.Context, source: tuple[str, ...], *, wants_verification: bool, as_json: bool) -> None:
    """Inspect a token from a file or standard input.

    Finds the token in whatever is there: a header line, a JSON body, a curl command. Sends nothing; with --verify it
    reads the public key set of the profile's tenant. Exits with 1 when there is no token, or when --verify was asked
    for and the signature is not valid.
    """
    from kinde_tui import tokens

    content = _read(source)
    issuer, audiences = _expected(ctx.obj)
    inspection = tokens.inspect(
        content, _now(), expected_issuer=issuer, expected_audiences=audiences, more_audiences=True
    )
    if wants_verification:
        inspection = _verified(ctx.obj, inspection)
    if as_json:
        tell_json(inspection.as_json())
    else:
        _show(inspection)
    failed = not inspection.is_token
    if failed:
        note(inspection.verdicts.decoded.sentence)
    elif wants_verification and inspection.verdicts.signature.state is not tokens.State.GOOD:
        note(inspection.verdicts.signature.sentence)
        failed = True
    ctx.exit(1 if failed else 0)


def _now() -> Any:
    from kinde_tui.api.clock import SystemClock

    return SystemClock().now()


def _read(source: tuple[str, ...]) -> bytes:
    """What is to be inspected; a little more than is ever looked at, so that too much shows as too much.

    Raises:
        click.UsageError: it is no file, or the token itself stands on the command line.
    """
    from kinde_tui.tokens import LIMIT

    # Nothing of the arguments is repeated in any message: they may be a token.
    if any(_is_token_like(word) for word in source):
        raise click.UsageError(
            "A token does not belong on the command line: it is now in the shell's history, and other users can see "
            "it in the list of processes. Remove it there, and pass the token in a file or on standard input."
        )
    if len(source) > 1:
        raise click.UsageError("Name one file, or - for standard input.")
    name = source[0] if source else STANDARD_INPUT
    longest = 4 * LIMIT + 4
    if name == STANDARD_INPUT:
        if sys.stdin.isatty():
            note("Paste the token, then press Enter and Ctrl-D. A terminal cuts lines after 4,095 characters.")
        return sys.stdin.buffer.read(longest)
    try:
        with open(name, "rb") as file:  # noqa: PTH123 - also /dev/fd/63, which a shell's <(…) makes
            return file.read(longest)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is none"
        raise click.UsageError(f"The file cannot be read: {reason}.") from None


def _is_token_like(word: str) -> bool:
    if os.path.exists(word):  # noqa: PTH110 - a name too long for a path is no error here
        return False
    return _TOKEN_LIKE.search(word) is not None or (len(word) > _LONGEST_NAME and "/" not in word)


def _expected(session: Any) -> tuple[str, tuple[str, ...]]:
    """The issuer and the audience of the profile in use; nothing when there is none: decoding needs no profile.

    Raises:
        Refused: the profile that was asked for by name cannot be used.
    """
    named = getattr(getattr(session, "options", None), "profile", "")
    if named == "demo":
        from kinde_tui.demo.credentials import AUDIENCE, ISSUER

        return ISSUER, (AUDIENCE,)
    try:
        profile = session.profile()
    except AttributeError:
        return "", ()
    except SettingsError as error:
        if named:
            raise Refused(str(error)) from error
        return "", ()
    return profile.issuer_url, (profile.audience,) if profile.audience else ()


def _verified(session: Any, inspection: tokens.Inspection) -> tokens.Inspection:
    """The inspection with its signature checked; no key set is asked for when that could not help."""
    from kinde_tui import tokens

    if tokens.why_not_verifiable(inspection):
        return inspection.with_signature(tokens.verify(inspection, {}))
    if not hasattr(session, "key_set"):
        return _unverified(inspection, "There is no profile whose key set could be asked for.")
    try:
        key_set = session.key_set()
    except (KindeError, SettingsError) as error:
        return _unverified(inspection, str(error))
    return inspection.with_signature(tokens.verify(inspection, key_set))


def _unverified(inspection: tokens.Inspection, why: str) -> tokens.Inspection:
    from kinde_tui import tokens

    sentence = f"The signature could not be checked. {why}"
    return inspection.with_signature(tokens.SignatureVerdict(tokens.State.UNCHECKED, sentence, code="no-key-set"))


def _show(inspection: tokens.Inspection) -> None:
    from kinde_tui import tokens

    if inspection.candidate is None:
        return
    for number, section in enumerate(tokens.sections(inspection)):
        if number:
            tell()
        tell(section.title)
        for line in section.lines:
            for text in _lines(line):
                tell(text)


def _lines(line: tokens.Line) -> Iterator[str]:
    """A fact as printed lines. What a value has after a line break stays in its column, so it cannot pose as a fact."""
    first, *rest = line.text.splitlines() or [""]
    label = line.label.replace("\n", " ")
    yield f"  {label:<{_LABEL}} {first}"
    for text in (*rest, line.explanation):
        if text:
            yield f"  {'':<{_LABEL}} {text}"
