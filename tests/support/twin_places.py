"""Where twins are compared that show text otherwise than in rows: as JSON, as claims of a token, as what one types."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kinde_tui.ui.text import safe
from tests.support.screen import PATIENCE
from tests.support.twins import QUIET

if TYPE_CHECKING:
    from tests.support.twins import Twins

LARGE = {"columns": 200, "rows": 90}
"""A terminal on which a record, a token's claims, or an answer is shown whole."""
IN_A_CLAIM, IN_A_FIELD = 2, 5
"""Texts that stand one after another; a token with more would be too large for a cookie, and say so."""
CLEAR = "\x15"
SEND = "\x13"
LIST = "NAME ↑"
"""What stands above the rows."""


def records_as_json(both: Twins, count: int) -> None:
    """The JSON tab of so many users, on the whole screen."""
    both.go_to("users")
    both.send("home", ",")
    for _ in range(count):
        _zoom(both, on=True)
        both.press_for_json()
        _zoom(both, on=False)
        both.send("down")
    both.send(".")
    both.press("home")


def _zoom(both: Twins, *, on: bool) -> None:
    """Shows the details alone, or beside the list: on each screen that does not yet."""
    for screen in (both.hostile, both.twin):
        ends = time.monotonic() + PATIENCE
        while (LIST in screen.text) is on:
            assert time.monotonic() < ends, screen.text
            screen.press("z")
            while screen.read(QUIET):
                pass


def claims(both: Twins, texts: Sequence[str]) -> int:
    """The token inspector with each text in every place of a token; how many there were.

    Texts that have fewer signs than characters are left out: sentences about a token are cut after so many.
    """
    both.go_to("token")
    chosen = [text for text in texts if len(safe(text)) == len(text)]
    for text in _joined(chosen, IN_A_CLAIM):
        both.paste_different(_token(text), _token(safe(text)))
        both.press("escape")
    return len(chosen)


def _joined(texts: Sequence[str], at_once: int) -> list[str]:
    return ["".join(texts[start : start + at_once]) for start in range(0, len(texts), at_once)]


def _token(text: str) -> str:
    """A token with the text in its header and in claims of different lengths: the longest are listed first."""
    parts = (
        {"alg": "RS256", "kid": text},
        {"sub": text, "name": text * 3, text: text * 5, "aud": [text, text], "iss": text * 4},
    )
    return ".".join([*(_coded(part) for part in parts), "c2ln"])


def _coded(part: object) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def typed_calls(both: Twins, texts: Sequence[str], users: Sequence[str]) -> int:
    """The API console: each text typed into a call, and the answers about these users; how many texts there were.

    Of a text of several lines an input takes the first, and a sign does not end one; an input has a sign for each of
    many marks on a letter, as they can be taken away one by one; and the preview paints tabs as spaces, as all views of
    several lines do: those are left out.
    """
    both.go_to("api")
    both.press("/", CLEAR, *"get user data", "enter", "enter")
    chosen = [text for text in texts if len(f"{text}\t".splitlines()) == 1 and len(safe(text)) == len(text)]
    chosen = [text for text in chosen if "\t" not in text]
    for text in _joined(chosen, IN_A_FIELD):
        both.paste(text)
        assert f"/api/v1/user?id={safe(text)[:10]}" in both.hostile.text, both.hostile.text
        both.press(CLEAR)
    for user in users:
        both.press(*user)
        both.press_for_json(SEND)
        assert f'"id": "{user}"' in both.hostile.text, both.hostile.text
        both.press("escape")
        both.press(CLEAR)
    return len(chosen)
