"""The program: the `kinde-tui` command, and `python -m kinde_tui`."""

import signal


def main() -> None:
    """Runs the command line. Ctrl-C while its modules are still read ends the process without a traceback."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from kinde_tui.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
