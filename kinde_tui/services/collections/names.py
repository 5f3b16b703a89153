"""First and last name as one line of text, and back."""

from __future__ import annotations

from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.collections.validation import line

CUT = "|"
HINT = "First and last name; a | marks the cut where it is not the last blank"


def written(first: str, last: str) -> str:
    """Both names on one line, such that `parted` finds the cut again."""
    first, last = " ".join(first.split()), " ".join(last.split())
    both = f"{first} {last}".strip()
    try:
        plain = parted(both) == (first, last)
    except InvalidInputError:  # Kinde holds what cannot be typed here
        plain = False
    return both if plain else f"{first} {CUT} {last}".strip()


def parted(text: str) -> tuple[str, str]:
    """First and last name in what was typed: cut at the `|`, else at the last blank; one word is a first name.

    Raises:
        InvalidInputError: more than one cut, or what no name holds.
    """
    if text.count(CUT) > 1:
        raise InvalidInputError("One | marks where the last name begins; this has several.")
    if CUT in text:
        first, _, last = text.partition(CUT)
    else:
        first, _, last = text.strip().rpartition(" ")
        if not first:
            first, last = last, ""
    return (
        " ".join(line(first, "The first name").split()),
        " ".join(line(last, "The last name").split()),
    )
