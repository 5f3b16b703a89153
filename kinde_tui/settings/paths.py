"""Where settings, the change log and the store are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kinde_tui.settings.errors import ConfigError
from kinde_tui.settings.files import private_folder, reason

APP = "kinde-tui"
HOME_VARIABLE = "KINDE_TUI_HOME"


@dataclass(frozen=True, slots=True)
class Folders:
    """The three folders of the program; none is made before it is used."""

    config: Path
    """Settings."""
    data: Path
    """The change log: worth a backup."""
    cache: Path
    """The store: can be loaded again."""

    @property
    def config_file(self) -> Path:
        """The one file with all profiles."""
        return self.config / "config.toml"

    def secret_file(self, profile: str) -> Path:
        """Where a profile's secret is kept when its owner chose a file."""
        return self.config / "secrets" / profile

    def store(self, profile: str, issuer_url: str, client_id: str) -> Path:
        """The profile's store, in a private folder.

        The name tells tenants and environments apart: a profile that is pointed elsewhere starts with an empty
        store instead of another tenant's rows.

        Raises:
            ConfigError: the folder cannot be made or made private.
        """
        return private_folder(self.cache) / f"{_slug(profile, issuer_url, client_id)}.sqlite"

    def forget_store(self, profile: str, issuer_url: str, client_id: str) -> None:
        """Removes the profile's store and what was put aside of it: they hold the tenant's people.

        Raises:
            ConfigError: a file cannot be removed.
        """
        for file in self.cache.glob(f"{_slug(profile, issuer_url, client_id)}.sqlite*"):
            try:
                file.unlink(missing_ok=True)
            except OSError as error:
                raise ConfigError(
                    f"{file} holds records of the tenant and cannot be removed: {reason(error)}."
                ) from error

    def journal(self) -> Path:
        """The change log of all profiles, in a private folder.

        Raises:
            ConfigError: the folder cannot be made or made private.
        """
        return private_folder(self.data) / "changes.sqlite"


def folders(environ: Mapping[str, str]) -> Folders:
    """The platform's folders, or all of them under `KINDE_TUI_HOME`.

    Raises:
        ConfigError: this account has no home folder, or the variable names none.
    """
    if home := environ.get(HOME_VARIABLE, "").strip():
        try:
            root = Path(home).expanduser().absolute()
        except (RuntimeError, OSError) as error:
            raise ConfigError(f"{HOME_VARIABLE} names no folder: {error}. Set it to a full path.") from error
        return Folders(root / "config", root / "data", root / "cache")
    from platformdirs import PlatformDirs

    platform = PlatformDirs(APP, appauthor=False)
    try:
        found = Folders(platform.user_config_path, platform.user_data_path, platform.user_cache_path)
    except RuntimeError:
        found = None
    if found is None or not found.config.is_absolute():  # older releases give back a “~” that stands for nothing
        raise ConfigError(f"This account has no home folder. Set {HOME_VARIABLE} to a folder for kinde-tui.")
    return found


def _slug(profile: str, issuer_url: str, client_id: str) -> str:
    tenant = sha256(f"{issuer_url}\n{client_id}".encode()).hexdigest()[:12]
    return f"{re.sub(r'[^A-Za-z0-9._-]', '_', profile)[:64]}-{tenant}"
