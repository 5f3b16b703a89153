"""Tokens in running text, also where a terminal, a mail or a shell broke them over several lines."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

START = re.compile(r"(?<![A-Za-z0-9_.-])e(?:y[A-J]|w[A-Z0]|30)[A-Za-z0-9_+/=-]*")
"""How base64url of a JSON object begins."""
TOKEN = re.compile(START.pattern + r"(?:\.[A-Za-z0-9_+/=-]*){1,5}")

_RUN = re.compile(r"[A-Za-z0-9_+/=.-]+")
_GAP = re.compile(r"[ \t\xa0]*(?P<line>\\?(?:\r\n|\n|\r))[ \t\xa0]*(?:[>|][ \t]*)?|[ \t\xa0]+")
_ENDS_LINE = re.compile(r"""[ \t\xa0]*(?:$|[\r\n"'`,;)\]}<>\\#&])""")
_DOTS = 2
_MOST_DOTS = 4
_MOST_UNCERTAIN = 48
_SHORTEST_LINE = 20
"""Characters of a line that was broken in the middle of a token; shorter ones before a space are words."""

_SIGNATURE = {
    "none": (0,),
    "HS256": (43,), "HS384": (64,), "HS512": (86,),
    "ES256": (86,), "ES384": (128,), "ES512": (176,), "EdDSA": (86,),
    "RS256": (342, 512, 683), "RS384": (342, 512, 683), "RS512": (342, 512, 683),
    "PS256": (342, 512, 683), "PS384": (342, 512, 683), "PS512": (342, 512, 683),
}  # fmt: skip
"""Characters that a complete signature has; RSA: of 2048, 3072 and 4096 bits."""


def signature_lengths(header: str) -> tuple[int, ...] | None:
    """The lengths that a signature can have under the algorithm that this header names."""
    try:
        fields = json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return None
    algorithm = fields.get("alg") if isinstance(fields, dict) else None
    if not isinstance(algorithm, str):
        return None
    return _SIGNATURE.get("none" if algorithm.lower() == "none" else algorithm)


def tokens(text: str) -> Iterator[tuple[int, str]]:
    """Each token in `text` with the place where it starts; wrapped ones in one piece."""
    position = 0
    while (start := START.search(text, position)) is not None:
        token, position = _joined(text, start.start())
        if "." in token and TOKEN.fullmatch(token):
            yield start.start(), token


def _joined(text: str, start: int) -> tuple[str, int]:
    """The token that starts there, and where the text goes on after it.

    Whether the next line belongs to it cannot be told from the line. The length of the signature tells: the first
    join that has the right one is the token. Where none has, what is certain to be wrapping is joined.
    """
    taken: list[Run] = []
    certain = 0
    joined = Joined()
    for run in _runs(text, start):
        taken.append(run)
        joined.add(run.text)
        if joined.is_complete:
            certain = len(taken)
            break
        certain += run.certain
    taken = taken[:certain]
    return "".join(run.text for run in taken), taken[-1].end


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a token without anything between."""

    text: str
    end: int
    certain: bool
    """Whether only line breaks are between it and the start, and nothing else is on its line."""


class Joined:
    """Runs put together, watched for the moment at which they are a whole token."""

    def __init__(self) -> None:
        self._header: list[str] = []
        self._lengths: tuple[int, ...] | None = None
        self._dots = 0
        self._signature = 0

    def add(self, run: str) -> None:
        """Takes the next run; costs time proportional to it, whatever came before."""
        pieces = run.split(".")
        if self._dots == 0:
            self._header.append(pieces[0])
            if len(pieces) > 1:
                self._lengths = signature_lengths("".join(self._header))
        self._signature = len(pieces[-1]) if len(pieces) > 1 else self._signature + len(run)
        self._dots += len(pieces) - 1

    @property
    def is_complete(self) -> bool:
        """Whether this is header, payload and a signature of the right length."""
        return self._dots == _DOTS and self._lengths is not None and self._signature in self._lengths


def _runs(text: str, start: int) -> Iterator[Run]:
    """The run that starts there and those that may continue it, over line breaks and spaces."""
    run = _RUN.match(text, start)
    dots, uncertain = 0, 0
    while run is not None:
        characters = run[0]
        dots += characters.count(".")
        ends_sentence = dots > _DOTS and characters.endswith(".")
        if ends_sentence:
            trailing = len(characters) - len(characters.rstrip("."))
            characters = characters[: len(characters) - min(trailing, dots - _DOTS)]
        yield Run(characters, run.end(), not uncertain)
        gap = _GAP.match(text, run.end())
        if gap is None or ends_sentence or dots > _MOST_DOTS or uncertain > _MOST_UNCERTAIN:
            return
        run = _RUN.match(text, gap.end())
        if run is None or not _continues(run):
            return
        if uncertain or gap["line"] is None or _ENDS_LINE.match(text, run.end()) is None:
            uncertain += 1
            if len(characters) < _SHORTEST_LINE:
                return


def _continues(run: re.Match[str]) -> bool:
    """Whether this run can be the rest of a token: neither a token of its own nor `name=value`."""
    own_token = run[0].count(".") >= _DOTS and START.match(run[0]) is not None
    return not own_token and "=" not in run[0].rstrip("=")
