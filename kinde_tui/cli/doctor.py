"""`kinde-tui doctor`: what is well, what is not, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from kinde_tui.cli import local_checks, remote_checks
from kinde_tui.cli.check import Check, Verdict, document, skip, tell_check, well
from kinde_tui.cli.options import json_option, profile_option
from kinde_tui.cli.output import note, tell, tell_json
from kinde_tui.cli.running import run_to_end
from kinde_tui.cli.scopes import SETS, WHERE, scope_set, screens, table
from kinde_tui.services.guard import Guard

if TYPE_CHECKING:
    from kinde_tui.cli.session import Session
    from kinde_tui.settings.profile import Profile

REMOTE = ("domain", "clock", "key set", "token", "scopes")


@click.command()
@click.option(
    "--scopes", "wanted", type=click.Choice(SETS), help="Print a ready-made set of scopes to tick, and nothing else."
)
@json_option
@profile_option
@click.pass_obj
def doctor(session: Session, *, wanted: str | None, as_json: bool) -> int:
    """Check settings, secret, network, token and scopes.

    Ends with a table of screens and scopes. Exits with 0 only when there is nothing to do. Asks for one token;
    changes nothing.
    """
    if wanted is not None:
        _print_set(wanted, as_json)
        return 0
    checks: list[Check] = []

    def add(check: Check) -> None:
        checks.append(check)
        if not as_json:
            tell_check(check)

    profile = examine(session, add)
    if as_json:
        tell_json(document(checks, profile.name if profile else ""))
    else:
        _print_table(checks)
    return 0 if well(checks) else 1


def _print_set(name: str, as_json: bool) -> None:
    chosen = scope_set(name)
    if as_json:
        tell_json({"name": chosen.name, "says": chosen.says, "scopes": chosen.scopes})
        return
    note(f"{chosen.title}: to {chosen.says}. Tick these {len(chosen.scopes)} {WHERE}.")
    for scope in chosen.scopes:
        tell(scope)


def _print_table(checks: Sequence[Check]) -> None:
    facts = {check.name: check.facts for check in checks}
    if "screens" in facts["scopes"]:
        held = frozenset(facts["token"]["scopes"])
        tell()
        for line in table(screens(), Guard("", scopes=lambda: held)):
            tell(line)


def examine(session: Session, add: Callable[[Check], None]) -> Profile | None:
    """Looks at everything, telling `add` as it goes; the profile that was looked at."""
    found, profile = local_checks.settings(session)
    add(found)
    secret = local_checks.secret(session, profile)
    add(secret)
    add(local_checks.keyring(session, profile))
    add(local_checks.proxies(profile))
    if profile is None:
        for name in REMOTE:
            add(skip(name, "there is no profile"))
        return None
    run_to_end(_ask(session, profile, secret.verdict is Verdict.OK, add))
    return profile


async def _ask(session: Session, profile: Profile, secret: bool, add: Callable[[Check], None]) -> None:
    client = session.opener.client(profile, without_secret=not secret)
    try:
        async for check in remote_checks.ask(client, secret=secret, read_only=profile.read_only):
            add(check)
    finally:
        await client.close()
