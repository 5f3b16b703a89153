"""A copy of a token that can be shown to somebody else: no signature, nothing about a person."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kinde_tui.tokens.claims import explanation
from kinde_tui.tokens.hasura import NAMESPACE, PREFIX

if TYPE_CHECKING:
    from kinde_tui.tokens.decoding import Decoded

_HEADER = frozenset({"alg", "kid", "typ", "cty", "crit", "enc", "zip", "b64"})
_HASURA = frozenset({"user-id", "default-role", "allowed-roles", "org-id"})
_EMAIL = re.compile(r"[^\s@\"'<>(),;:]+@[^\s@\"'<>(),;:]+")
_PHONE = re.compile(r"(?<![\w.-])\+\d[\d ()-]{6,}\d")


def redacted(decoded: Decoded) -> str:
    """The token as JSON text without its signature, with everything personal replaced by what it was.

    Claims are kept by an allow-list: one that is not known is personal until proven otherwise. E-mail addresses and
    phone numbers are masked wherever they stand.
    """
    header = {name: _kept(value) if name in _HEADER else mask(value) for name, value in decoded.header.items()}
    share = {"header": header, "payload": _claims(decoded.claims), "signature": "<left out>"}
    return json.dumps(share, indent=2)


def _claims(claims: Mapping[str, Any]) -> dict[str, Any]:
    return {_text(name): _kept(value) if _may_show(name) else _masked(name, value) for name, value in claims.items()}


def _may_show(name: str) -> bool:
    if not name.lower().startswith(PREFIX):
        return name != NAMESPACE and not explanation(name).private
    plain = name[len(PREFIX) :].lower()
    known = explanation(plain.replace("-", "_"))
    return plain in _HASURA or not known.private


def _masked(name: str, value: Any) -> Any:
    return _claims(value) if name == NAMESPACE and isinstance(value, Mapping) else mask(value)


def _kept(value: Any) -> Any:
    """A value as it is but for addresses and numbers of people in it."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return {_text(key): _kept(item) for key, item in value.items()}
    return [_kept(item) for item in value] if isinstance(value, list) else value


def _text(text: str) -> str:
    return _PHONE.sub("<phone>", _EMAIL.sub("<e-mail>", text))


def mask(value: Any) -> Any:
    """What a value was, without saying it; the names of an object's fields stay."""
    if isinstance(value, str):
        return f"<text, {len(value)} characters>"
    if isinstance(value, bool):
        return "<true or false>"
    if isinstance(value, (int, float)):
        return "<number>"
    if isinstance(value, Mapping):
        return {_text(key): mask(item) for key, item in value.items()}
    return [mask(item) for item in value] if isinstance(value, list) else None
