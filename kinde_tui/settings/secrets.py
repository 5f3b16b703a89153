"""Where a profile's client secret is kept, and how it is found again."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kinde_tui.settings.environment import lone_secret
from kinde_tui.settings.errors import KeyringError, SecretError, SecretMissingError, SettingsError
from kinde_tui.settings.files import read_text, reason, write_private
from kinde_tui.settings.keyrings import Keyring
from kinde_tui.settings.profile import Profile, SecretPlace
from kinde_tui.settings.secret_text import secret_of

if TYPE_CHECKING:
    from pydantic import SecretStr

    from kinde_tui.settings.paths import Folders

AGAIN = "kinde-tui profile add {name} --replace"


def choices(profile: Profile, folders: Folders) -> dict[SecretPlace, str]:
    """What each place means, in plain words; for the person to choose from."""
    file = folders.secret_file(profile.name)
    return {
        SecretPlace.KEYRING: "in the system's keyring, encrypted",
        SecretPlace.RUN: "nowhere: kinde-tui asks for it at each start",
        SecretPlace.ENVIRONMENT: f"in an environment variable, {profile.variable} or KINDE_CLIENT_SECRET, that you set",
        SecretPlace.FILE: f"in clear text in {file}, which only your account and the system's administrator can read",
    }


class Secrets:
    """Keeps and finds client secrets; never puts one in clear anywhere without being told to."""

    def __init__(self, folders: Folders, environ: Mapping[str, str], keyring: Keyring | None = None) -> None:
        self._folders = folders
        self._environ = environ
        self.keyring = keyring or Keyring()
        self._this_run: dict[str, SecretStr] = {}

    def find(self, profile: Profile) -> SecretStr:
        """The profile's secret, from where the profile says.

        Raises:
            SecretMissingError: it is not there.
            ConfigError: its file cannot be read.
            KeyringError: the keyring did not answer.
            SecretError: what is there is no secret, or others can read it.
        """
        if known := self._this_run.get(profile.account):
            return known
        again = AGAIN.format(name=profile.name)
        if profile.secret is SecretPlace.KEYRING:
            if found := self._from_keyring(profile):
                return found
            raise SecretMissingError(f"The keyring holds no secret for profile “{profile.name}”: run `{again}`.")
        if profile.secret is SecretPlace.ENVIRONMENT:
            if text := self._environ.get(profile.variable, "").strip() or lone_secret(self._environ):
                return secret_of(text)
            raise SecretMissingError(f"{profile.variable} is not set: it holds the secret of “{profile.name}”.")
        if profile.secret is SecretPlace.FILE:
            return self._from_file(profile)
        raise SecretMissingError(f"The secret of “{profile.name}” is not kept anywhere: it has to be typed.")

    def held(self, profile: Profile) -> bool:
        """Whether the secret is known for this run already."""
        return profile.account in self._this_run

    def hold(self, profile: Profile, secret: SecretStr) -> None:
        """Keeps the secret for this run only."""
        self._this_run[profile.account] = secret

    def keep(self, profile: Profile, secret: SecretStr) -> None:
        """Keeps the secret where `profile.secret` says, and for this run.

        Raises:
            KeyringError: the keyring did not take it; nothing was kept.
            ConfigError: the file was not written.
        """
        if profile.secret is SecretPlace.KEYRING:
            self.keyring.put(profile.account, secret)
        if profile.secret is SecretPlace.FILE:
            write_private(self._folders.secret_file(profile.name), secret.get_secret_value() + "\n")
        self.hold(profile, secret)

    def forget(self, profile: Profile) -> str:
        """Removes the secret from where the profile says that it is; a sentence when the keyring did not do it.

        Raises:
            SecretError: the secret's file is there and cannot be removed.
        """
        self._this_run.pop(profile.account, None)
        try:
            if profile.secret is SecretPlace.FILE:
                self._remove_file(profile)
            elif profile.secret is SecretPlace.KEYRING:
                self.keyring.remove(profile.account)
        except KeyringError as error:
            return f"{error} The secret may still be in it, as “{profile.account}” of kinde-tui."
        return ""

    def state(self, profile: Profile) -> str:
        """`set` or `not set`, and why not: all that is ever shown of a secret."""
        try:
            self.find(profile)
        except SettingsError as error:
            return f"not set: {error}"
        return "set"

    def _from_keyring(self, profile: Profile) -> SecretStr | None:
        try:
            return self.keyring.get(profile.account)
        except KeyringError as error:
            again = AGAIN.format(name=profile.name)
            raise KeyringError(f"{error} Try again, or keep the secret elsewhere: `{again}`.", error.fault) from error

    def _from_file(self, profile: Profile) -> SecretStr:
        path = self._folders.secret_file(profile.name)
        text = read_text(path)
        if text is None:
            again = AGAIN.format(name=profile.name)
            raise SecretMissingError(f"{path} is gone, which held the secret of “{profile.name}”: run `{again}`.")
        with suppress(FileNotFoundError):
            if stat.S_IMODE(path.stat().st_mode) & 0o077:
                raise SecretError(
                    f"Others on this machine can read {path}. Run `chmod 600 {path}`, and rotate the secret in Kinde."
                )
        return secret_of(text)

    def _remove_file(self, profile: Profile) -> None:
        path: Path = self._folders.secret_file(profile.name)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise SecretError(f"{path} holds the secret and cannot be removed: {reason(error)}.") from error
