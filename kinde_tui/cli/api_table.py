"""`kinde-tui api --list`: the table of operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.api.operations import OAUTH, OPERATIONS
from kinde_tui.api.summaries import summary_of
from kinde_tui.cli.output import note, tell, tell_json

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation

TITLES = ("METHOD", "PATH", "SCOPE", "REPEAT", "PAGING", "QUERY", "BODY", "SUMMARY")


def print_table(*, as_json: bool) -> int:
    """Prints every operation of the Management API; returns the exit code."""
    if as_json:
        tell_json([facts(row) for row in OPERATIONS.values()])
        return 0
    lines = [TITLES, *(cells(row) for row in OPERATIONS.values())]
    widths = [max(len(line[place]) for line in lines) for place in range(5)]
    for line in lines:
        narrow = "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=False))
        tell("  ".join((narrow, *(cell or "-" for cell in line[5:]))))
    others = ", ".join(f"{row.method} {row.path}" for row in OAUTH.values())
    note(f"{len(OPERATIONS)} operations. Outside the Management API: {others}.")
    return 0


def facts(row: Operation) -> dict[str, object]:
    """A row for programs."""
    return {
        "id": row.id,
        "method": row.method,
        "path": row.path,
        "scope": row.scope,
        "repeat": str(row.repeat),
        "paging": str(row.paging),
        "query": list(row.query),
        "body": row.body,
        "summary": summary_of(row),
        "group": row.group,
        "secret": row.secret,
    }


def cells(row: Operation) -> tuple[str, ...]:
    """A row for people; every column but the last three is as wide as its widest cell, and never empty."""
    narrow = (row.method, row.path, row.scope, str(row.repeat), str(row.paging))
    return (*(cell or "-" for cell in narrow), " ".join(row.query), row.body, summary_of(row))
