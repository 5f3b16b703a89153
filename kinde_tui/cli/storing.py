"""A profile and its secret, stored together or not at all."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from kinde_tui.settings.addresses import address_of
from kinde_tui.settings.errors import ConfigError, SecretError, SettingsError, UnknownProfileError
from kinde_tui.settings.profile import Environment, Profile, SecretPlace, client_id_fault, colour_fault, name_fault
from kinde_tui.settings.secret_text import secret_of

if TYPE_CHECKING:
    from pydantic import SecretStr

    from kinde_tui.settings.profiles import ProfileFile
    from kinde_tui.settings.secrets import Secrets


def profile_of(
    name: str, domain: str, client_id: str, *, audience: str = "", environment: str = "production", colour: str = ""
) -> Profile:
    """A read-only profile from what was typed, with the audience filled in where it can be told.

    Raises:
        SettingsError: a value cannot be meant.
    """
    address = address_of(domain)
    client_id = client_id.strip()
    if fault := name_fault(name) or client_id_fault(client_id) or colour_fault(colour):
        raise SettingsError(fault)
    if environment not in tuple(Environment):
        raise SettingsError(f"The environment is one of {', '.join(Environment)}.")
    audience = audience.strip() or address.audience
    if not audience:
        raise SettingsError(
            f"{address.host} is a custom domain, which does not tell the audience: it is "
            "https://SUBDOMAIN.kinde.com/api, with the subdomain that Kinde gave you."
        )
    return Profile(name, address.url, client_id, audience, Environment(environment), colour)


def checked_secret(secret: SecretStr) -> SecretStr:
    """The secret without what a paste brought along.

    Raises:
        SecretError: it is none.
    """
    return secret_of(secret.get_secret_value())


def store(file: ProfileFile, secrets: Secrets, profile: Profile, secret: SecretStr, *, use: bool = False) -> str:
    """Stores both and says where the secret is.

    Raises:
        SecretError: the secret was not kept, so the profile was not stored either.
        ConfigError: the profile was not stored, and the secret is not kept.
    """
    before = file.read().profiles.get(profile.name)
    secrets.keep(profile, secret)
    try:
        file.put(profile, use=use)
    except ConfigError:
        if before is None:
            with suppress(SecretError):
                secrets.forget(profile)
        raise
    if before is not None and _left_behind(file, before, profile):
        with suppress(SecretError):
            secrets.forget(before)
        secrets.hold(profile, secret)
    return stored_sentence(profile)


def stored_sentence(profile: Profile) -> str:
    """Where the profile's secret is now, in plain words."""
    where = {
        SecretPlace.KEYRING: "its secret is in the keyring",
        SecretPlace.RUN: "its secret is kept nowhere, and asked for at each start",
        SecretPlace.ENVIRONMENT: f"set {profile.variable} to its secret before each start",
        SecretPlace.FILE: "its secret is in a file in clear text, which only your account can read",
    }[profile.secret]
    starts = "it is read-only until you say otherwise" if profile.read_only else "it may change the tenant"
    return f"Profile “{profile.name}” is stored: {where}, and {starts}."


def kept_sentence(profile: Profile) -> str:
    """Where another secret of the profile is now, in plain words."""
    where = {
        SecretPlace.KEYRING: "is in the keyring",
        SecretPlace.RUN: "is used until the end of this run",
        SecretPlace.ENVIRONMENT: f"is used until the end of this run; set {profile.variable} to it before the next",
        SecretPlace.FILE: "is in the file that held the old one",
    }[profile.secret]
    return f"The new secret of “{profile.name}” {where}."


def remove(file: ProfileFile, secrets: Secrets, name: str) -> str:
    """Forgets the profile and its secret; says when the keyring may still hold it.

    Raises:
        UnknownProfileError: there is none of that name.
        SettingsError: the file, or the secret's file, cannot be changed.
    """
    profile = file.read().profiles.get(name)
    if profile is None:
        raise UnknownProfileError(f"There is no profile “{name}”; `kinde-tui profile list` shows all.")
    file.remove(name)
    if _shared(file, profile):
        profile = replace(profile, secret=SecretPlace.RUN)
    return secrets.forget(profile)


def _left_behind(file: ProfileFile, before: Profile, profile: Profile) -> bool:
    """Whether the old secret stands where nobody will look for it again."""
    if before.secret is SecretPlace.KEYRING:
        return not _shared(file, before)
    return before.secret is not profile.secret


def _shared(file: ProfileFile, profile: Profile) -> bool:
    """Whether a stored profile still needs the keyring's entry."""
    return any(
        other.account == profile.account and other.secret is SecretPlace.KEYRING
        for other in file.read().profiles.values()
    )
