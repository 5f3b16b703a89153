"""Presentation mode: what is personal is painted as dots, on every screen and in every dialog.

It masks in `ui/text.py`, through which all tenant text passes on its way to the screen and to the clipboard. Nothing
else is different: filters, edits and requests work with the true values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kinde_tui.services.privacy import NAMES, PersonalWords
from kinde_tui.ui import text as door

if TYPE_CHECKING:
    from kinde_tui.services.tenant import Tenant

_PATTERNS = re.compile(
    r"[\w.+%-]+@[\w.-]+"  # e-mail addresses
    r"|\+\d[\d ()./-]{4,}\d"  # telephone numbers
    r"|\bkp_\w{2,}"  # ids of users
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b|(?:\b[0-9a-fA-F]{1,4}:){3,}[0-9a-fA-F:]*"  # addresses of their machines
)
_NAMED = re.compile(rf'"(?:{"|".join(sorted(NAMES | {"preferred_username", "phone", "provided_id"}))})": "([^"]*)"')
"""A name in JSON, known or not."""
_WORD = re.compile(r"\w{2,}")
_VISIBLE = re.compile(r"\w")
DOT = "•"


def dots(text: str) -> str:
    """A dot for every letter and digit; the length stays, and so does the place of an @."""
    return _VISIBLE.sub(DOT, text)


class Mask:
    """Masks what is personal in one tenant."""

    def __init__(self, tenant: Tenant) -> None:
        self._personal = PersonalWords(tenant)

    def __call__(self, text: str) -> str:
        """The text, as long as before, with dots for what is personal in it."""
        if text in self._personal.values:
            return dots(text)
        words = self._personal.words
        text = _PATTERNS.sub(lambda found: dots(found.group()), text)
        if '": "' in text:
            text = _NAMED.sub(lambda found: found.group().replace(f'"{found[1]}"', f'"{dots(found[1])}"'), text)
        return _WORD.sub(lambda found: dots(found.group()) if found.group() in words else found.group(), text)

    def learn(self, fields: Mapping[str, Any]) -> None:
        """Takes in a record about a person."""
        self._personal.learn(fields, named=True)

    def close(self) -> None:
        """Ends it."""
        self._personal.close()


class _Presenting:
    """What holds for the one terminal that the program has."""

    wanted = False
    mask: Mask | None = None


def is_on() -> bool:
    """Whether what is personal is masked, or will be as soon as there is a tenant."""
    return _Presenting.wanted


def turn(tenant: Tenant | None, *, on: bool) -> None:
    """Masks what is personal in this tenant from now on, or nothing."""
    if _Presenting.mask is not None:
        _Presenting.mask.close()
    _Presenting.wanted = on
    _Presenting.mask = Mask(tenant) if on and tenant is not None else None
    door.mask_with(_Presenting.mask)


def learn(fields: Mapping[str, Any]) -> None:
    """Takes in a record about a person that is shown and not kept, before it is painted."""
    if _Presenting.mask is not None:
        _Presenting.mask.learn(fields)
