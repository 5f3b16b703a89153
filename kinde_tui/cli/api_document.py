"""`kinde-tui api --check-spec`: what differs between the table and a document that Kinde publishes."""

from __future__ import annotations

from typing import Any

from kinde_tui.api.document import DocumentError, differences
from kinde_tui.api.operations import OPERATIONS
from kinde_tui.cli.output import Refused, note, tell
from kinde_tui.services.calls.files import read_text
from kinde_tui.services.calls.finding import CallError
from kinde_tui.services.calls.words import read_json


def compare(name: str) -> int:
    """Prints a line for every difference; returns 1 when there is one, else 0.

    Raises:
        Refused: the file is no OpenAPI document that can be read here.
    """
    try:
        found = differences(_parsed(name, read_text(name)), OPERATIONS)
    except (CallError, DocumentError) as error:
        raise Refused(str(error)) from error
    for line in found:
        tell(line)
    if found:
        note(f"{len(found)} {'difference' if len(found) == 1 else 'differences'}.")
        return 1
    note(f"No difference in {len(OPERATIONS)} operations.")
    return 0


def _parsed(name: str, text: str) -> Any:
    """The document, from JSON or from YAML.

    Raises:
        CallError: it is neither, or it is YAML and nothing here can read that.
    """
    if text.lstrip().startswith("{"):
        return read_json(text, f"The file {name}")
    try:
        import yaml
    except ImportError:
        raise CallError(
            f"{name} looks like YAML, which needs PyYAML: install it beside kinde-tui, or convert the file to JSON."
        ) from None
    try:
        return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # nosec B506  # noqa: S506 - both are safe
    except (yaml.YAMLError, RecursionError) as error:
        place = getattr(error, "problem_mark", None)
        where = f" at line {place.line + 1}" if place else ""
        raise CallError(f"The file {name} is no YAML{where}.") from error
