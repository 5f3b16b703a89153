"""What the screens may ask of the settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kinde_tui.cli import demo_profile, storing
from kinde_tui.cli.remembering import RememberedLists
from kinde_tui.cli.trial import try_out
from kinde_tui.services.connecting import Keep, ProfileLine, TryOut
from kinde_tui.services.guard import STARTED_READ_ONLY
from kinde_tui.settings.errors import SettingsError
from kinde_tui.settings.profile import Profile, SecretPlace

if TYPE_CHECKING:
    from pydantic import SecretStr

    from kinde_tui.cli.session import Session
    from kinde_tui.services.tenant import Tenant


class Profiles:
    """The profiles of this machine, to choose from while the dashboard runs."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._writable: dict[str, bool] = {}
        """What was said in this run about profiles that no file holds."""
        self.lists = RememberedLists(session)

    def names(self) -> list[ProfileLine]:
        """The environment's profile, if there is one, then all of the file.

        Raises:
            SettingsError: the variables are half set, or the file is broken.
        """
        config = self._session.config
        default = self._session.default_name()
        found = self._session.from_environment
        known = [*([found.profile] if found else []), *config.profiles.values()]
        return [ProfileLine(one.name, one.label, str(one.environment), one.name == default) for one in known]

    def open(self, name: str) -> Tenant:
        """The tenant of a profile, not yet connected.

        Raises:
            SettingsError: there is no such profile, or its secret has to be typed and was not.
        """
        profile = self._session.profile(name)
        if profile.secret is SecretPlace.RUN and not self._session.secrets.held(profile):
            raise SettingsError(
                f"The secret of “{name}” is kept nowhere. Start with `kinde-tui --profile {name}`, which asks for it."
            )
        return self._session.opener.tenant(self._as_said(profile))

    def open_demo(self) -> Tenant:
        """The demo tenant, not yet connected; what was changed in it during this run is still so."""
        return self._session.opener.tenant(self._as_said(self._session.profile(demo_profile.NAME)))

    async def try_out(self, domain: str, client_id: str, secret: SecretStr, audience: str = "") -> TryOut:
        """Asks the tenant for a token with these; raises nothing."""
        try:
            profile = storing.profile_of("new", domain, client_id, audience=audience)
            checked = storing.checked_secret(secret)
        except SettingsError as error:
            return TryOut(ok=False, sentence=str(error))
        return await try_out(profile, checked)

    def save(
        self, name: str, domain: str, client_id: str, secret: SecretStr, audience: str, environment: str, keep: Keep
    ) -> str:
        """Stores a new profile, read-only, and says where the secret went.

        Raises:
            SettingsError: a value cannot be meant, the name is taken, or the secret was not kept: nothing is stored.
        """
        profile = storing.profile_of(name, domain, client_id, audience=audience, environment=environment)
        if name in self._session.config.profiles:
            raise SettingsError(f"There is a profile “{name}” already. Choose another name.")
        chosen = replace(profile, secret=SecretPlace(keep))
        return storing.store(self._session.file, self._session.secrets, chosen, storing.checked_secret(secret))

    def keep_secret(self, name: str, secret: SecretStr) -> str:
        """Keeps another secret for a profile, where it keeps its own, and says where that is.

        Raises:
            SettingsError: there is no such profile, this is no secret, or it was not kept.
        """
        profile = self._session.profile(name)
        self._session.secrets.keep(profile, storing.checked_secret(secret))
        return storing.kept_sentence(profile)

    def set_read_only(self, name: str, read_only: bool) -> None:
        """Remembers whether a profile may write; for one that no file holds, until the end of the run.

        Raises:
            SettingsError: this run refuses every change, or the file cannot be changed.
        """
        if self._session.options.read_only and not read_only:
            raise SettingsError(STARTED_READ_ONLY)
        if name in self._session.config.profiles:
            self._session.file.set_read_only(name, read_only=read_only)
        else:
            self._writable[name] = not read_only

    def _as_said(self, profile: Profile) -> Profile:
        return replace(profile, read_only=not self._writable.get(profile.name, not profile.read_only))
