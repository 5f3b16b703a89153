"""The tenant's address, however it was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv6Address

from kinde_tui.models.hosts import is_loopback
from kinde_tui.settings.errors import AddressError

KINDE = "kinde.com"

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)", re.DOTALL)
_HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufeff]")
_LONGEST_HOST = 253
_LARGEST_PORT = 65535
_EXAMPLE = "Type mybusiness, mybusiness.kinde.com or https://mybusiness.kinde.com."


@dataclass(frozen=True, slots=True)
class Address:
    """Where a tenant answers."""

    scheme: str
    host: str
    """Lower case, in its ASCII form (`xn--…`), without a trailing dot; IPv6 without brackets."""
    port: int | None = None
    """None: the scheme's own."""

    @property
    def url(self) -> str:
        """The issuer URL, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + (f":{self.port}" if self.port is not None else "")

    @property
    def loopback(self) -> bool:
        """Whether it is this machine, the only place where http is accepted."""
        return is_loopback(self.host)

    @property
    def label(self) -> str:
        """What people call the tenant: its subdomain at Kinde, or the host."""
        suffix = f".{KINDE}"
        return self.host.removesuffix(suffix) if self.host.endswith(suffix) else self.host

    @property
    def audience(self) -> str:
        """The Management API's audience; empty for a custom domain, which does not tell it."""
        if self.loopback:
            return f"{self.url}/api"
        return f"https://{self.host}/api" if self.host.endswith(f".{KINDE}") else ""

    @property
    def notice(self) -> str:
        """A sentence to read before a secret is sent there; empty for Kinde's own domain and for this machine."""
        if self.loopback or self.host.endswith(f".{KINDE}"):
            return ""
        spelled = _spelled(self.host)
        look = f" (it reads {spelled})" if spelled != self.host else ""
        return f"{self.host}{look} is not under {KINDE}: go on only when it is your own custom domain."


def address_of(text: str) -> Address:
    """The address that was meant: `mybusiness`, `mybusiness.kinde.com` and the full URL are the same.

    Raises:
        AddressError: it names no host, has more than a host, or is not https outside of this machine.
    """
    text = text.strip().strip("\u200b\ufeff")
    if not text:
        raise AddressError(f"The tenant's domain is empty. {_EXAMPLE}")
    if _HIDDEN.search(text):
        raise AddressError(f"The tenant's domain has a space or an invisible character in it. {_EXAMPLE}")
    match = _SCHEME.fullmatch(text)
    scheme, rest = (match[1].lower(), match[2]) if match else ("", text)
    authority = _authority(rest)
    host, port = _host_and_port(authority)
    if "." not in host and ":" not in host and host != "localhost":
        host = f"{host}.{KINDE}"
    return _checked(scheme, host, port)


def issuer_url(text: str) -> str:
    """The issuer URL that was meant; see `address_of`.

    Raises:
        AddressError: it names no tenant.
    """
    return address_of(text).url


def _authority(rest: str) -> str:
    """The part before the first slash; the rest must be nothing but slashes."""
    end = re.search(r"[/\\?#]", rest)
    authority, tail = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    if "@" in authority:
        raise AddressError("The tenant's domain has a user name in it (the part before @). Leave it out.")
    if tail.strip("/"):
        raise AddressError(f"The tenant's domain has a path or a query behind it. Leave it out: {_short(authority)}.")
    return authority


def _host_and_port(authority: str) -> tuple[str, int | None]:
    if authority.startswith("["):
        literal, bracket, tail = authority[1:].partition("]")
        if not bracket or (tail and not tail.startswith(":")):
            raise _unusable(authority)
        try:
            host = str(IPv6Address(literal))
        except ValueError:
            raise _unusable(authority) from None
        return host, _port(tail[1:], authority) if tail else None
    name, colon, digits = authority.partition(":")
    return _ascii(name, authority), _port(digits, authority) if colon else None


def _port(digits: str, authority: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", digits) or not 0 < int(digits) <= _LARGEST_PORT:
        raise _unusable(authority)
    return int(digits)


def _ascii(name: str, authority: str) -> str:
    """The host as the resolver gets it."""
    try:
        host = name.rstrip(".").encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        raise _unusable(authority) from None
    if len(host) > _LONGEST_HOST or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        raise _unusable(authority)
    return host


def _checked(scheme: str, host: str, port: int | None) -> Address:
    loopback = is_loopback(host)
    if scheme not in {"", "https", "http"}:
        raise AddressError(f"A tenant answers to https, not to {_short(scheme)}. {_EXAMPLE}")
    if scheme == "http" and not loopback:
        raise AddressError(f"http would send the client secret in clear: use https://{host}.")
    if host == KINDE:
        raise AddressError(f"{KINDE} is Kinde itself; the tenant's subdomain is missing. {_EXAMPLE}")
    scheme = scheme or ("http" if loopback else "https")
    return Address(scheme, host, None if port == {"http": 80, "https": 443}[scheme] else port)


def _spelled(host: str) -> str:
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"  # noqa: PLR2004 - a line of a terminal


def _unusable(authority: str) -> AddressError:
    return AddressError(f"“{_short(authority)}” is no domain. {_EXAMPLE}")
