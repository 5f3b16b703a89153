"""Opens the dashboard and leaves the terminal as it was, however the run ends."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from kinde_tui.cli.output import Refused
from kinde_tui.cli.running import settle
from kinde_tui.settings.errors import UnknownProfileError

if TYPE_CHECKING:
    from kinde_tui.cli.session import Session
    from kinde_tui.services.tenant import Tenant
    from kinde_tui.ui.app import KindeApp

SIGNALS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGQUIT: 131}
"""What ends the dashboard from outside, and the exit codes that say so."""
SWITCH = 0.0005
"""Seconds that a thread may hold Python while another one waits."""
STANDS = 2.0
"""Seconds after which the start is over, and garbage is collected again."""
PATIENCE = 3.0
"""Seconds that leaving waits for changes on their way; those that are not settled are marked so in the change log."""


def open_dashboard(session: Session) -> None:
    """The dashboard on the profile that was asked for; without any, on the welcome screen.

    Raises:
        Refused: this is no terminal.
        SettingsError: the config file is broken, or the profile that was named is not there.
    """
    require_terminal()
    run(session, _tenant(session))


def run(session: Session, tenant: Tenant | None) -> None:
    """Runs the dashboard until it is left.

    Raises:
        SystemExit: with 143 or 129, when it was ended from outside.
        Exception: what broke the dashboard; the terminal is as it was before.
        click.UsageError: there is no theme of the name that was given.
    """
    from kinde_tui.cli.wiring import Profiles
    from kinde_tui.ui.app import KindeApp

    # The store's thread writes pages while somebody types: a key must not wait five thousandths for its turn, again
    # and again.
    sys.setswitchinterval(SWITCH)
    config = session.config
    _check_theme(session.options.theme)
    if session.options.privacy:
        from kinde_tui.ui import privacy

        privacy.turn(tenant, on=True)
    app = KindeApp(tenant, Profiles(session), session.options.theme or config.theme, config.keys)
    asyncio.run(_until_left(app))
    if app.fault is not None:
        raise app.fault
    if app.return_code:
        raise SystemExit(app.return_code)


def _check_theme(name: str) -> None:
    """Stops a run whose theme is not there, before the screen changes.

    Raises:
        click.UsageError: no theme has that name.
    """
    from kinde_tui.ui.themes import THEMES

    names = [theme.name for theme in THEMES]
    if name and name not in names:
        raise click.UsageError(f"There is no theme “{name}”. There are: {', '.join(names)}.")


def require_terminal() -> None:
    """Stops the dashboard where nobody could see it.

    Raises:
        Refused: standard input or the screen is no terminal.
        click.exceptions.Exit: standard error is none, which is what Textual paints on.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused(
            "The dashboard needs a terminal. For scripts there are `kinde-tui list`, `sync --json` and `doctor --json`."
        )
    if not sys.stderr.isatty():
        # Said where it is seen: standard error leads elsewhere.
        click.echo("The dashboard is painted on standard error, which is no terminal here: leave out `2>`.")
        raise click.exceptions.Exit(1)


def _tenant(session: Session) -> Tenant | None:
    """The tenant to open; None, the welcome screen, only where no profile exists and none was named."""
    try:
        return session.tenant()
    except UnknownProfileError:
        if session.options.profile or session.config.current or session.config.profiles:
            raise
        return None


def _collect_again() -> None:
    """What the start left behind stays for the whole run, so it is not looked through again and again."""
    settle()
    gc.enable()


async def _until_left(app: KindeApp) -> None:
    loop = asyncio.get_running_loop()
    loop.call_later(STANDS, _collect_again)
    for number, code in SIGNALS.items():
        loop.add_signal_handler(number, partial(app.exit, return_code=code))
    try:
        await app.run_async()
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
        if app.tenant is not None:
            await app.tenant.close(PATIENCE)
