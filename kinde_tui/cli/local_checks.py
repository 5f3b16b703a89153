"""What the doctor can look at without the tenant: settings, secret, keyring, proxies."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from kinde_tui.api.proxies import proxy_for, shown
from kinde_tui.cli.check import Check, fail, ok, skip, warn
from kinde_tui.settings.errors import KeyringError, SettingsError
from kinde_tui.settings.profile import Profile, SecretPlace

if TYPE_CHECKING:
    from kinde_tui.cli.session import Session


def settings(session: Session) -> tuple[Check, Profile | None]:
    """The config file and the profile in use."""
    path = session.folders.config_file
    try:
        profile = session.profile()
        warnings = session.config.warnings
    except SettingsError as error:
        return fail("settings", str(error), file=str(path)), None
    access = "read-only" if profile.read_only else "read-write"
    says = f"Profile “{profile.name}” opens {profile.issuer_url} ({profile.environment}, {access})."
    if warnings:
        return warn("settings", f"{says} {' '.join(warnings)}", file=str(path)), profile
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        return warn("settings", f"{says} Others can read {path}: run `chmod 600 {path}`.", file=str(path)), profile
    return ok("settings", says, file=str(path)), profile


def secret(session: Session, profile: Profile | None) -> Check:
    """Whether the client secret is there; never what it is."""
    if profile is None:
        return skip("secret", "there is no profile")
    try:
        session.ask_for_secret(profile)
        session.secrets.find(profile)
    except SettingsError as error:
        return fail("secret", f"Not set. {error}", set=False)
    return ok("secret", f"Set, {_kept(profile)}.", set=True)


def keyring(session: Session, profile: Profile | None) -> Check:
    """Whether the system keeps secrets; only a profile that relies on it needs that."""
    needed = profile is not None and profile.secret is SecretPlace.KEYRING
    try:
        name = session.secrets.keyring.name()
    except KeyringError as error:
        if needed:
            return fail("keyring", f"{error} The profile's secret is kept there.", fault=str(error.fault))
        return ok("keyring", f"Not needed by this profile. {error}", fault=str(error.fault))
    return ok("keyring", f"{name} keeps secrets{'' if needed else '; this profile does not need it'}.")


def proxies(profile: Profile | None) -> Check:
    """What stands between this machine and the tenant, by the environment's variables."""
    if profile is None:
        return skip("proxy", "there is no profile")
    proxy = proxy_for(profile.issuer_url)
    if not proxy:
        return ok("proxy", "None: requests go straight to the tenant.", proxy="")
    return ok("proxy", f"Requests go through {shown(proxy)}, as the environment says.", proxy=shown(proxy))


def _kept(profile: Profile) -> str:
    return {
        SecretPlace.KEYRING: "in the keyring",
        SecretPlace.RUN: "typed for this run",
        SecretPlace.ENVIRONMENT: "in the environment",
        SecretPlace.FILE: "in a file in clear text",
    }[profile.secret]
