"""`python -m kinde_tui` is the same program as the `kinde-tui` command."""

from kinde_tui.cli.main import main

if __name__ == "__main__":
    main()
