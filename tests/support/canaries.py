"""Looking for secrets where none may be: raw, as addresses and base64 write them, and in parts."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, quote_plus

PART = 12
"""Characters of a secret in a row that are too many."""


def forms(secret: str) -> Iterator[bytes]:
    """Every way in which a text may be written that gives the secret away."""
    raw = secret.encode()
    for start in range(max(1, len(raw) - PART + 1)):
        yield raw[start : start + PART]
    yield quote(secret, safe="").encode()
    yield quote_plus(secret).encode()
    for shift in range(3):  # base64 of a text that it stands in, wherever it begins
        coded = b64encode(b"\0" * shift + raw)
        yield coded[4 * bool(shift) : -4]


def found(secrets: Mapping[str, str], where: Mapping[str, bytes]) -> list[str]:
    """Which secret is in which place; empty: none is anywhere."""
    return [
        f"{name} in {place}"
        for name, secret in secrets.items()
        for place, data in where.items()
        if any(form in data for form in forms(secret))
    ]


def files_below(folder: Path) -> dict[str, bytes]:
    """All files, by name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
