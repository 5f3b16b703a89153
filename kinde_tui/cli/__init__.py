"""The command line: commands, wiring and exit codes."""
