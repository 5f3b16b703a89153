"""One run of the program: what was asked for, and what that needs, made when it is first looked at."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kinde_tui.settings.errors import SecretMissingError, UnknownProfileError
from kinde_tui.settings.paths import Folders, folders
from kinde_tui.settings.profile import Profile, SecretPlace

if TYPE_CHECKING:
    from kinde_tui.cli.opener import Opener
    from kinde_tui.models.record import Raw
    from kinde_tui.services.tenant import Tenant
    from kinde_tui.settings.config import Config
    from kinde_tui.settings.environment import FromEnvironment
    from kinde_tui.settings.profiles import ProfileFile
    from kinde_tui.settings.secrets import Secrets

DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Options:
    """What stands before the command."""

    profile: str = ""
    read_only: bool = False
    dry_run: bool = False
    no_store: bool = False
    theme: str = ""
    log: str = ""
    """A file that every try of a call is told to; empty: none."""
    privacy: bool = False


class Session:
    """Profiles, secrets and the tenant of this run; nothing is read before it is asked for."""

    def __init__(self, options: Options | None = None, environ: Mapping[str, str] | None = None) -> None:
        self.options = options or Options()
        self.environ = os.environ if environ is None else environ

    def choose(self, profile: str) -> None:
        """Makes the commands after this use that profile."""
        self.options = replace(self.options, profile=profile)

    @cached_property
    def folders(self) -> Folders:
        """Where things are kept."""
        return folders(self.environ)

    @cached_property
    def file(self) -> ProfileFile:
        """The config file."""
        from kinde_tui.settings.profiles import ProfileFile

        return ProfileFile(self.folders.config_file)

    @property
    def config(self) -> Config:
        """What the config file says now.

        Raises:
            ConfigError: it is broken.
        """
        return self.file.read()

    @cached_property
    def secrets(self) -> Secrets:
        """Where client secrets are kept."""
        from kinde_tui.settings.secrets import Secrets

        return Secrets(self.folders, self.environ)

    @cached_property
    def from_environment(self) -> FromEnvironment | None:
        """The profile that the environment variables make.

        Raises:
            SettingsError: they are half set.
        """
        from kinde_tui.settings.environment import lone_secret, profile_from

        if lone_secret(self.environ) and self._keeps_secret_in_environment():
            return None
        found = profile_from(self.environ)
        if found is not None:
            self.secrets.hold(found.profile, found.secret)
        return found

    @cached_property
    def opener(self) -> Opener:
        """Builds tenants from profiles."""
        from kinde_tui.cli.opener import Opener

        return Opener(self.folders, self.secrets, self.options)

    def profile(self, name: str = "", *, sends: bool = True) -> Profile:
        """The profile to use: the one named, else the environment's, else the file's current one.

        Args:
            name: which; empty: as said.
            sends: False when nothing is asked of the tenant, so that its secret may be missing.

        Raises:
            UnknownProfileError: there is none of that name, or none at all.
            SettingsError: the variables are half set, or the config file is broken.
        """
        name = name or self.options.profile
        if name == DEMO:
            return self._demo()
        if name and name != "env":
            return self.config.profile(name)
        if found := self._of_environment(sends=sends):
            return found
        if name:
            raise UnknownProfileError(
                "There is no profile “env”: set KINDE_ISSUER_URL, KINDE_CLIENT_ID and KINDE_CLIENT_SECRET to make one."
            )
        return self.config.profile()

    def _of_environment(self, *, sends: bool) -> Profile | None:
        if sends:
            return found.profile if (found := self.from_environment) else None
        from kinde_tui.settings.environment import profile_without_secret

        return profile_without_secret(self.environ)

    def _keeps_secret_in_environment(self) -> bool:
        return any(one.secret is SecretPlace.ENVIRONMENT for one in self.config.profiles.values())

    def tenant(self, *, sends: bool = True) -> Tenant:
        """The tenant to use, not yet connected. Every call makes a new one.

        Args:
            sends: False when it is never going to be connected: then no secret is asked for, nor missed.

        Raises:
            SettingsError: see `profile`; or a secret had to be typed and nobody was there to do it.
        """
        profile = self.profile(sends=sends)
        if sends:
            self.ask_for_secret(profile)
        return self.opener.tenant(profile)

    def ask_for_secret(self, profile: Profile) -> None:
        """Asks for a secret that is kept nowhere, before the screen belongs to the dashboard.

        Raises:
            SecretMissingError: it has to be typed, and this is no terminal.
        """
        if profile.secret is not SecretPlace.RUN or self.secrets.held(profile):
            return
        from kinde_tui.cli.output import interactive
        from kinde_tui.cli.questions import ask_secret

        if not interactive():
            raise SecretMissingError(
                f"The secret of “{profile.name}” is not kept anywhere, and there is no terminal to type it in."
            )
        self.secrets.hold(profile, ask_secret(f"Client secret of {profile.name}"))

    def key_set(self) -> Raw:
        """The tenant's own key set, read now; sent without a token.

        Raises:
            KindeError: it cannot be read.
            SettingsError: there is no profile to ask.
        """
        from kinde_tui.cli.running import run_to_end

        return run_to_end(self.opener.key_set(self.profile()))

    def default_name(self) -> str:
        """The name of the profile that is used when none is named; empty: none is."""
        try:
            return self.profile().name
        except UnknownProfileError:
            return ""

    def _demo(self) -> Profile:
        from kinde_tui.cli import demo_profile

        self.secrets.hold(demo_profile.PROFILE, demo_profile.SECRET)
        return demo_profile.PROFILE
