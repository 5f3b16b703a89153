"""Builds a tenant from a profile: the only place where all layers meet.

Nothing here imports httpx, Starlette, keyring or joserfc before the first screen is painted: what needs them is
imported when the gateway is opened, behind it.
"""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from kinde_tui.api.errors import RefusedHereError
from kinde_tui.cli import demo_profile
from kinde_tui.services.journal import JournalError
from kinde_tui.services.tenant import Tenant, TenantInfo
from kinde_tui.settings.errors import SettingsError
from kinde_tui.settings.profile import Environment

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from kinde_tui.api.client import Kinde
    from kinde_tui.api.trace import Tried
    from kinde_tui.cli.session import Options
    from kinde_tui.demo.app import Demo, DemoApp
    from kinde_tui.models.record import Raw
    from kinde_tui.settings.paths import Folders
    from kinde_tui.settings.profile import Profile
    from kinde_tui.settings.secrets import Secrets

USERS, SEED = 480, 1
"""The demo tenant that nobody asked to be another."""


def _log_of(options: Options) -> Callable[[Tried], None] | None:
    if not options.log:
        return None
    from kinde_tui.cli.log_file import LogFile

    return LogFile(Path(options.log)).write


class Opener:
    """Builds tenants and clients from profiles.

    Raises:
        ConfigError: the log that was asked for cannot be written.
    """

    def __init__(self, folders: Folders, secrets: Secrets, options: Options) -> None:
        self._folders = folders
        self._secrets = secrets
        self._options = options
        self._log = _log_of(options)
        self._demo: DemoApp | None = None
        self._company = (USERS, SEED)
        self._without_scopes: frozenset[str] = frozenset()

    def people(self, users: int, seed: int, without_scopes: frozenset[str] = frozenset()) -> None:
        """How large the demo tenant is, which one, and what its token lacks; before it is opened for the first time."""
        self._company = (users, seed)
        self._without_scopes = without_scopes

    def tenant(self, profile: Profile) -> Tenant:
        """The profile's tenant, not yet connected.

        Raises:
            SettingsError: the store's or the change log's place cannot be used.
        """
        info = self.info(profile)
        demo = profile.name == demo_profile.NAME
        try:
            return Tenant(
                info,
                store=None if demo or self._options.no_store else self._store(profile),
                journal=None if demo else self._folders.journal(),
                open_gateway=lambda: self.client(profile, read_only=info.read_only, dry_run=info.dry_run),
                sample_token=self._sample_token if demo else None,
            )
        except JournalError as error:
            raise SettingsError(f"{error} KINDE_TUI_HOME can name another folder.") from error

    def info(self, profile: Profile) -> TenantInfo:
        """What the screens show of the profile."""
        demo = profile.name == demo_profile.NAME
        return TenantInfo(
            name=profile.name,
            label="demo tenant" if demo else profile.label,
            environment="demo" if demo else str(profile.environment),
            colour=profile.colour,
            read_only=profile.read_only or self._options.read_only,
            issuer_url=profile.issuer_url,
            client_id=profile.client_id,
            audience=profile.audience,
            protected=profile.environment is Environment.PRODUCTION,
            dry_run=self._options.dry_run,
            started_read_only=self._options.read_only,
        )

    def client(
        self, profile: Profile, *, read_only: bool = True, dry_run: bool = False, without_secret: bool = False
    ) -> Kinde:
        """A client of the profile's tenant; call it inside the running event loop.

        Raises:
            RefusedHereError: there is no secret to connect with, and `without_secret` does not ask for none.
        """
        transport = self._demo_transport() if profile.name == demo_profile.NAME else None
        from pydantic import SecretStr

        from kinde_tui.api.client import Kinde

        try:
            secret = SecretStr("") if without_secret else self._secrets.find(profile)
        except SettingsError as error:
            raise RefusedHereError(str(error)) from error
        return Kinde(
            profile.issuer_url,
            profile.client_id,
            secret,
            profile.audience,
            read_only=read_only,
            dry_run=dry_run,
            transport=transport,
            log=self._log,
        )

    async def key_set(self, profile: Profile) -> Raw:
        """The tenant's own key set; needs no secret.

        Raises:
            KindeError: it cannot be read.
        """
        client = self.client(profile, without_secret=True)
        try:
            return await client.key_set()
        finally:
            await client.close()

    def _store(self, profile: Profile) -> Path:
        return self._folders.store(profile.name, profile.issuer_url, profile.client_id)

    def _demo_transport(self) -> httpx.AsyncBaseTransport:
        """The demo tenant in this process: made once, so that writes last for the run."""
        app = self._demo_app()
        import httpx

        return httpx.ASGITransport(app)

    def _demo_app(self) -> DemoApp:
        if self._demo is None:
            from kinde_tui.demo.app import demo_app

            users, seed = self._company
            self._demo = demo_app(seed=seed, users=users, without_scopes=self._without_scopes)
            demo: Demo = self._demo.state.demo
            # The key takes up to a fifth of a second, on another core while the client is imported here.
            Thread(target=demo.signer.make_key, name="demo key", daemon=True).start()
        return self._demo

    def _sample_token(self, user_id: str) -> str:
        demo: Demo = self._demo_app().state.demo
        return demo.mint_access_token(user_id)
