"""Addresses that people are sent to, and Kinde's rules for the wildcard in them."""

from __future__ import annotations

import re

from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.collections.validation import line

LONGEST = 2_000
"""Characters; browsers and proxies cut longer addresses."""
WILDCARD = "*"
_WEB = frozenset({"http", "https"})
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_WEB_URL = re.compile(r"[a-z]+://(?P<host>[^/?#:]*)(?P<port>:[^/?#]*)?(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_LEAST_LABELS = 3
"""Parts of a host name with a wildcard: fewer, and everybody's domains would match."""

SHARED_HOSTS = frozenset(
    {
        "azurewebsites.net",
        "cloudfront.net",
        "firebaseapp.com",
        "fly.dev",
        "github.io",
        "gitlab.io",
        "herokuapp.com",
        "netlify.app",
        "ngrok.app",
        "ngrok.io",
        "ngrok-free.app",
        "onrender.com",
        "pages.dev",
        "surge.sh",
        "vercel.app",
        "web.app",
        "workers.dev",
    }
)
"""Domains under which anybody can have a host. Kinde names vercel.app and speaks of others like it."""


def allowed(text: str) -> str:
    """An address that an application may send people back to; a wildcard in it keeps Kinde's rules.

    Raises:
        InvalidInputError: it is no address, or which rule it breaks.
    """
    url = _address(text)
    if WILDCARD in url:
        _check_wildcard(url)
    return url


def several(text: str) -> list[str]:
    """Some of them, with blanks between, each once.

    Raises:
        InvalidInputError: as `allowed`; nothing was typed.
    """
    found = [allowed(part) for part in text.split()]
    if not found:
        raise InvalidInputError("An address is needed, as in https://app.example.com/callback.")
    return list(dict.fromkeys(found))


def link(text: str) -> str:
    """An address that people are sent to just as it stands; may be empty.

    Raises:
        InvalidInputError: it is no address, or has a wildcard.
    """
    if not text.strip():
        return ""
    url = _address(text)
    if WILDCARD in url:
        raise InvalidInputError("A wildcard means nothing here: people are sent to this very address.")
    return url


def web_link(text: str) -> str:
    """The same, for http and https alone.

    Raises:
        InvalidInputError: as `link`, or it is another protocol.
    """
    url = link(text)
    if url and _scheme(url) not in _WEB:
        raise InvalidInputError("This address begins with https:// or http://.")
    return url


def _address(text: str) -> str:
    url = line(text, "The address", LONGEST)
    if re.search(r"\s", url):
        raise InvalidInputError("An address has no blanks in it.")
    scheme = _scheme(url)
    if not scheme:
        if WILDCARD in url:
            raise InvalidInputError("A wildcard needs http:// or https:// before it, as in https://*.example.com.")
        raise InvalidInputError("An address begins with a protocol, as in https://app.example.com/callback.")
    if scheme in _WEB:
        found = _WEB_URL.fullmatch(url)
        if found is None or not found["host"]:
            raise InvalidInputError(f"After {scheme}:// comes a host, as in https://app.example.com/callback.")
    return url


def _scheme(url: str) -> str:
    found = _SCHEME.match(url)
    return found[1].lower() if found else ""


def _check_wildcard(url: str) -> None:
    found = _WEB_URL.fullmatch(url)
    if _scheme(url) not in _WEB or found is None:
        raise InvalidInputError("A wildcard works in http and https addresses only.")
    host = found["host"].lower().rstrip(".")
    if WILDCARD in found["rest"]:
        raise InvalidInputError(
            "A wildcard cannot stand in the path: only in the host name, as in https://*.example.com."
        )
    if WILDCARD in (found["port"] or ""):
        raise InvalidInputError("A wildcard cannot stand for the port: only in the host name.")
    if host.count(WILDCARD) > 1:
        raise InvalidInputError("Only one wildcard is allowed in an address.")
    first, *others = host.split(".")
    if WILDCARD not in first:
        raise InvalidInputError(
            "A wildcard must stand in the leftmost part of the host name: https://*.example.com, "
            "not https://example.*.com."
        )
    if len(others) + 1 < _LEAST_LABELS:
        raise InvalidInputError(
            "A wildcard cannot stand for a whole domain: https://*.example.com is allowed, https://*.com is not."
        )
    domain = ".".join(others)
    if first == WILDCARD and domain in SHARED_HOSTS:
        raise InvalidInputError(
            f"Anybody can have a host under {domain}: the wildcard needs something before or after it, "
            f"as in https://*-yourteam.{domain}."
        )
