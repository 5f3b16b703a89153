"""A profile made from environment variables, without any file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinde_tui.settings.addresses import Address, address_of
from kinde_tui.settings.errors import AddressError, SettingsError
from kinde_tui.settings.profile import Environment, Profile, SecretPlace, client_id_fault
from kinde_tui.settings.secret_text import secret_of

if TYPE_CHECKING:
    from pydantic import SecretStr

NAME = "env"
"""The name of the profile made here."""

ADDRESS = ("KINDE_ISSUER_URL", "KINDE_DOMAIN")
CLIENT_ID = ("KINDE_MANAGEMENT_CLIENT_ID", "KINDE_CLIENT_ID")
CLIENT_SECRET = ("KINDE_MANAGEMENT_CLIENT_SECRET", "KINDE_CLIENT_SECRET")
AUDIENCE = "KINDE_AUDIENCE"
READ_ONLY = "KINDE_READ_ONLY"
KIND = "KINDE_ENVIRONMENT"

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"", "0", "false", "no", "off"})


@dataclass(frozen=True, slots=True)
class FromEnvironment:
    """A profile and its secret."""

    profile: Profile
    secret: SecretStr


def profile_from(environ: Mapping[str, str]) -> FromEnvironment | None:
    """The profile that the variables describe; None when none of them is set.

    An application's own variables (`KINDE_CLIENT_ID` …) often stand beside those of its machine-to-machine
    application (`KINDE_MANAGEMENT_CLIENT_ID` …): where both are set, the latter are meant.

    Raises:
        SettingsError: some are set and others are missing, or a value cannot be meant.
    """
    secret = _first(environ, CLIENT_SECRET)
    profile = _described(environ, {"KINDE_CLIENT_SECRET": secret})
    return None if profile is None else FromEnvironment(profile, secret_of(secret))


def profile_without_secret(environ: Mapping[str, str]) -> Profile | None:
    """The same profile, for what sends nothing: whether its secret is set does not matter.

    Raises:
        SettingsError: as `profile_from`.
    """
    return _described(environ, {})


def _described(environ: Mapping[str, str], more: Mapping[str, str]) -> Profile | None:
    issuer, client_id = _first(environ, ADDRESS), _first(environ, CLIENT_ID)
    found = {ADDRESS[0]: issuer, "KINDE_CLIENT_ID": client_id, **more}
    if not any(found.values()):
        return None
    if missing := [name for name, value in found.items() if not value]:
        there = [name for name in (*ADDRESS, *CLIENT_ID, *CLIENT_SECRET) if _value(environ, name)]
        raise SettingsError(
            f"{' and '.join(missing)} {_are(missing)} not set, although {' and '.join(there)} {_are(there)}. "
            "Set what is missing, or name a stored profile with --profile."
        )
    _one_tenant(environ)
    address = address_of(issuer)
    if fault := client_id_fault(client_id):
        raise SettingsError(f"KINDE_CLIENT_ID: {fault}")
    return _profile(environ, address, client_id)


def lone_secret(environ: Mapping[str, str]) -> str:
    """The secret that is set without a tenant beside it: meant for a stored profile that keeps its secret so."""
    alone = not _first(environ, ADDRESS) and not _first(environ, CLIENT_ID)
    return _first(environ, CLIENT_SECRET) if alone else ""


def _profile(environ: Mapping[str, str], address: Address, client_id: str) -> Profile:
    audience = _value(environ, AUDIENCE) or address.audience
    if not audience:
        raise SettingsError(
            f"{AUDIENCE} is not set, and {address.host} is a custom domain that does not tell it. "
            f"Set it to https://SUBDOMAIN.kinde.com/api."
        )
    kind = _value(environ, KIND).lower() or (Environment.DEVELOPMENT if address.loopback else Environment.PRODUCTION)
    if kind not in tuple(Environment):
        raise SettingsError(f"{KIND} is one of {', '.join(Environment)}.")
    read_only = _value(environ, READ_ONLY).lower()
    if read_only not in _YES | _NO:
        raise SettingsError(f"{READ_ONLY} is 1 or 0.")
    return Profile(
        NAME, address.url, client_id, audience, Environment(kind), "", read_only in _YES, SecretPlace.ENVIRONMENT
    )


def _one_tenant(environ: Mapping[str, str]) -> None:
    """Two different tenants in two variables: no guess which was meant."""
    urls = set()
    for name in ADDRESS:
        if value := _value(environ, name):
            try:
                urls.add(address_of(value).url)
            except AddressError as error:
                raise AddressError(f"{name}: {error}") from error
    if len(urls) > 1:
        raise SettingsError(f"{ADDRESS[0]} and {ADDRESS[1]} name two different tenants. Unset one of them.")


def _are(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _first(environ: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((value for name in names if (value := _value(environ, name))), "")


def _value(environ: Mapping[str, str], name: str) -> str:
    return environ.get(name, "").strip()
