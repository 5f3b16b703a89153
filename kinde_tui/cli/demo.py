"""`kinde-tui demo`: the dashboard on a made-up tenant, or that tenant for other clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kinde_tui.cli.output import Refused
from kinde_tui.cli.session import DEMO

if TYPE_CHECKING:
    from kinde_tui.cli.session import Session

SIGNALLED = 128
"""What shells add to a signal's number to make an exit code."""


@click.command()
@click.option("--users", type=click.IntRange(1, 1_000_000), default=480, show_default=True, help="How many people.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Another seed, another company.")
@click.option("--serve", "serving", is_flag=True, help="Serve it on 127.0.0.1 instead, for other clients.")
@click.option("--port", type=click.IntRange(0, 65535), help="Where to serve it.  [default: any free port]")
@click.option(
    "--rate", type=click.IntRange(0, 10_000), help="Requests a second before it answers 429; 0: any.  [default: 100]"
)
@click.option(
    "--without-scopes",
    "withheld",
    multiple=True,
    metavar='"SCOPE …"',
    help="Scopes that its application lacks, to see what becomes of them.",
)
@click.pass_obj
def demo(
    session: Session,
    *,
    users: int,
    seed: int,
    serving: bool,
    port: int | None,
    rate: int | None,
    withheld: tuple[str, ...],
) -> None:
    """Look around a made-up tenant; needs no account.

    In the terminal it opens no socket. With --serve the first line on standard output is JSON: issuer_url,
    client_id, client_secret, audience.
    """
    without_scopes = _scopes(withheld)
    if serving:
        _serve(users, seed, port or 0, rate, without_scopes)
        return
    if port is not None or rate is not None:
        raise click.UsageError("--port and --rate belong to --serve: the dashboard opens no socket.")
    from kinde_tui.cli.dashboard import require_terminal, run

    require_terminal()
    session.choose(DEMO)
    session.opener.people(users, seed, without_scopes)
    run(session, session.tenant())


def _scopes(given: tuple[str, ...]) -> frozenset[str]:
    """The scopes in these words.

    Raises:
        click.UsageError: the API has none of that name.
    """
    if not given:
        return frozenset()
    from kinde_tui.api.operations import SCOPES

    found = frozenset(" ".join(given).replace(",", " ").split())
    if unknown := sorted(found - SCOPES):
        raise click.UsageError(f"The API has no scope {unknown[0]!r}. `kinde-tui doctor --scopes full` names all.")
    return found


def _serve(users: int, seed: int, port: int, rate: int | None, without_scopes: frozenset[str]) -> None:
    from kinde_tui.demo import server

    rate = server.RATE if rate is None else rate
    try:
        ended_by = server.serve(port, seed=seed, users=users, rate=rate, without_scopes=without_scopes)
    except server.ServeError as error:
        raise Refused(str(error)) from error
    if ended_by:
        raise SystemExit(SIGNALLED + ended_by)
