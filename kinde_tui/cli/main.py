"""The entry point: options, commands, exit codes, and a last word when something breaks."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from kinde_tui import __version__
from kinde_tui.cli.output import note
from kinde_tui.cli.quiet import be_quiet
from kinde_tui.cli.running import terminate
from kinde_tui.cli.session import Options, Session

INTERRUPTED = 130

DASHBOARDS = {None, "demo"}
"""Without a command, and the command that opens a dashboard too."""
COMMANDS = {
    "demo": "kinde_tui.cli.demo",
    "profile": "kinde_tui.cli.profile",
    "doctor": "kinde_tui.cli.doctor",
    "token": "kinde_tui.cli.token",
    "list": "kinde_tui.cli.list:list_rows",
    "sync": "kinde_tui.cli.sync",
    "api": "kinde_tui.cli.api",
    "error": "kinde_tui.cli.error",
}
"""Where each is, and what it is called there when it cannot be called by its name."""


class Commands(click.Group):
    """The commands, each imported when it is asked for: the dashboard must not wait for them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found = getattr(import_module(module), name or cmd_name)
        if not isinstance(found, click.Command):
            raise TypeError(f"{module}.{name or cmd_name} is no command")
        return found


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("-p", "--profile", metavar="NAME", default="", help="Open this profile instead of the current one.")
@click.option("--read-only", is_flag=True, help="Refuse every change, whatever the profile says.")
@click.option("--dry-run", is_flag=True, help="Show what each change would send, and send nothing.")
@click.option("--no-store", is_flag=True, help="Keep what is read in memory only.")
@click.option("--theme", metavar="NAME", default="", help="Paint in this theme.")
@click.option("--privacy", is_flag=True, help="In the dashboard: dots for names, addresses and numbers of people.")
@click.option("--log", metavar="FILE", default="", help="Add a line to FILE for each call, without its content.")
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def cli(
    ctx: click.Context,
    profile: str,
    read_only: bool,
    dry_run: bool,
    no_store: bool,
    theme: str,
    privacy: bool,
    log: str,
) -> None:
    """A dashboard for your Kinde tenant, in the terminal.

    Without a command it opens on the current profile; `kinde-tui demo` needs no account.
    """
    if ctx.invoked_subcommand in DASHBOARDS:
        # Collecting garbage while 150 modules are imported took a third of the time to the first rows; the dashboard
        # begins with it when it stands.
        gc.disable()
    elif privacy:
        raise click.UsageError(
            f"--privacy is for the dashboard: `kinde-tui {ctx.invoked_subcommand}` says everything in full."
        )
    ctx.obj = Session(Options(profile, read_only, dry_run, no_store, theme, log, privacy))
    if ctx.invoked_subcommand is None:
        from kinde_tui.cli.dashboard import open_dashboard

        open_dashboard(ctx.obj)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and ends the process with its exit code."""
    # httpx brings its own command line along when it can, with progress bars and pygments: a fortieth of a second
    # and some megabytes for nothing. It is made for doing without.
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None means: cannot be imported
    # pydantic looks through every installed package for plugins before it builds its first model: another fortieth.
    # Ours are nobody else's business anyway.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # What follows from a key is often painted in two steps, and Textual waits a frame between them.
    os.environ.setdefault("TEXTUAL_FPS", "500")
    _fill_closed_streams()
    be_quiet()
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # `nohup` has it ignored
            signal.signal(number, terminate)
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    code = run(arguments)
    if "kinde_tui.ui.app" in sys.modules:  # a dashboard was open
        from kinde_tui.cli.running import vanish

        vanish(code)
    sys.exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; every failure becomes a sentence on standard error and an exit code.

    Returns:
        0 done, 1 the tenant or the input said no, 2 wrong usage, 130 interrupted, 143 terminated.
    """
    try:
        returned = cli.main(arguments, prog_name="kinde-tui", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as error:
        return _interrupted(error)
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 0
    except Exception as error:  # noqa: BLE001 - the last resort: a sentence instead of a traceback with secrets in it
        return _last_word(error)
    return returned if isinstance(returned, int) else 0


def _interrupted(error: BaseException) -> int:
    """Click makes one thing of Ctrl-C and of an end of input; only the first is an interruption."""
    if isinstance(error.__context__, EOFError):
        note("Standard input ended before the question was answered.")
        return 1
    return INTERRUPTED


def _last_word(error: Exception) -> int:
    from kinde_tui.cli.faults import explained

    note(explained(error))
    return 1


def _fill_closed_streams() -> None:
    """Puts nothing where the caller closed a standard stream: it is at its end at once, and takes everything."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - for the whole run
