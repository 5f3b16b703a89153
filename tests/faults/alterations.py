"""Texts made of other texts by chance: signs lost, doubled, moved, replaced, also inside the parts of a token.

A cheap way from some thousand well-made inputs to a million. The same seed makes the same texts.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from random import Random

from tests.tokens.conftest import encoded

LARGEST = 16 * 1024
PIECES = (
    *(
        "{",
        "}",
        "[",
        "]",
        '"',
        ":",
        ",",
        ".",
        "..",
        "=",
        "==",
        "-",
        "_",
        "+",
        "/",
        "\\",
        "\n",
        "\r\n",
        "\t",
        " ",
        "%2E",
    ),
    *(
        "eyJ",
        "e30",
        "Bearer ",
        "Authorization: ",
        "access_token=",
        "id_token",
        "https://",
        "?code=",
        "#",
        "&",
        "Set-Cookie: ",
    ),
    *("\x00", "\x1b", "\x7f", "\x9b", "\u200b", "\u202e", "\ufeff", "\ud800", "\udc00", "\U000e0041", "é", "漢", "😀"),
    *("null", "true", "NaN", "Infinity", "-0", "1e400", "1e-400", "9" * 40, "9" * 5000, "-62135596801", "253402300800"),
    *(
        '"exp":',
        '"iat":',
        '"aud":',
        '"permissions":',
        '"feature_flags":',
        '"alg":"none"',
        '"crit":',
        "\\ud83d",
        "\\u0000",
    ),
    *("[" * 900, '{"a":' * 400, "\\" * 50, "A" * 3000),
)
"""Signs that mean something to a parser of tokens, of JSON, of addresses or of numbers."""


def _lost(text: str, chance: Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at + chance.choice((1, 1, 2, 4, 30, 400)) :]


def _inserted(text: str, chance: Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(PIECES) + text[at:]


def _replaced(text: str, chance: Random) -> str:
    at = chance.randrange(len(text) + 1)
    sign = chance.choice((chr(chance.randrange(32, 127)), chr(chance.randrange(256)), chr(chance.randrange(0x11_0000))))
    return text[:at] + sign + text[at + 1 :]


def _repeated(text: str, chance: Random) -> str:
    at = chance.randrange(len(text) + 1)
    piece = text[at : at + chance.choice((1, 2, 5, 20, 200))]
    return text[:at] + piece * chance.choice((2, 2, 3, 10, 100)) + text[at:]


def _moved(text: str, chance: Random) -> str:
    one, other, to = sorted(chance.randrange(len(text) + 1) for _ in range(3))
    return text[:one] + text[other:to] + text[one:other] + text[to:]


def _cut(text: str, chance: Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] if chance.random() < 0.5 else text[at:]


ALTERATIONS: tuple[Callable[[str, Random], str], ...] = (_lost, _inserted, _replaced, _repeated, _moved, _cut)


def altered(text: str, chance: Random) -> str:
    """The text after one to four alterations."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        text = chance.choice(ALTERATIONS)(text, chance)
    return text


def altered_inside(text: str, chance: Random) -> str:
    """The text with one part of its token altered before it is put into base64, so that the outside stays well-made."""
    parts = text.split(".")
    at = chance.randrange(len(parts))
    try:
        data = base64.urlsafe_b64decode(parts[at] + "=" * (-len(parts[at]) % 4))
    except (binascii.Error, ValueError):
        return altered(text, chance)
    parts[at] = encoded(altered(data.decode("latin-1"), chance).encode("utf-8", "surrogatepass"))
    return ".".join(parts)


def descendant(seeds: Sequence[str], chance: Random) -> str:
    """A text of 16 KB at most, made of one or two of the seeds."""
    text, way = chance.choice(seeds), chance.random()
    if way < 0.1:
        other = chance.choice(seeds)
        text = text[: chance.randrange(len(text) + 1)] + other[chance.randrange(len(other) + 1) :]
    text = altered_inside(text, chance) if way > 0.5 else altered(text, chance)
    return text[:LARGEST]
