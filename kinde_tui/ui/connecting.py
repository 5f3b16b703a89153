"""Choosing a profile, connecting a new tenant, and what a profile may do: the flows, step by step."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, cast

from pydantic import SecretStr

from kinde_tui.services.aside import aside
from kinde_tui.services.collections.collection import Ask, Question
from kinde_tui.services.guard import STARTED_READ_ONLY
from kinde_tui.ui.dialogs.confirm import ConfirmDialog
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.dialogs.menu import Item, MenuDialog
from kinde_tui.ui.messages import CopyRequested
from kinde_tui.ui.text import safe
from kinde_tui.ui.typed import Back

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from kinde_tui.services.collections.collection import Answers
    from kinde_tui.services.connecting import Keep, ProfileLine
    from kinde_tui.services.tenant import Tenant
    from kinde_tui.ui.asking import Asks

CONNECT, DEMO = "+", "demo"
WHERE_TO_FIND = """In Kinde: Settings › Applications › Add application › Machine to machine.
Its Details have the domain, the client id and the secret.
Under its APIs › Kinde Management API › Authorize, tick the scopes that “Copy scopes” lists."""
QUESTIONS = (
    Question("domain", "Domain", hint="mybusiness, or mybusiness.kinde.com"),
    Question("client_id", "Client id"),
    Question("secret", "Client secret", Ask.SECRET, hint="where to keep it is asked when it worked"),
    Question("name", "Profile name", hint="what you will call it here", required=False),
    Question(
        "environment",
        "Environment",
        Ask.CHOICE,
        default="production",
        choices=(("production", "production"), ("staging", "staging"), ("development", "development")),
    ),
    Question("audience", "Audience", hint="empty: the Management API of that domain", required=False),
)
SECRET = Question("secret", "Client secret", Ask.SECRET, hint="tried first, then kept in place of the old one")
KEEP = (
    Item("keyring", "In the keyring", note="encrypted by your system; the usual choice"),
    Item("run", "For this run only", note="asked again next time"),
    Item("environment", "In an environment variable", note="you set it; nothing is stored, the name is told next"),
    Item("file", "In a file only you can read", note="mode 0600, in clear: anyone with your account can read it"),
)


def _note(line: ProfileLine, shown: str) -> str:
    """What the list of tenants says beside a label; two profiles may have the same one."""
    parts = (
        line.name if line.label not in ("", line.name) else "",
        line.environment,
        "shown now" if line.name == shown else "",
        "default" if line.current else "",
    )
    return " · ".join(filter(None, parts))


class ConnectFlow:
    """One run through the questions."""

    def __init__(self, app: Asks) -> None:
        self._app = app

    def _start(self, flow: Callable[[], Awaitable[None]]) -> None:
        async def guarded() -> None:
            try:
                await flow()
            except ValueError as error:
                self._say(str(error), bad=True)

        self._app.run_worker(guarded(), group="profile", description="profile", exit_on_error=True)

    def _say(self, sentence: str, *, bad: bool = False) -> None:
        self._app.notify(safe(sentence), severity="error" if bad else "information", markup=False, timeout=10)

    # Choosing

    def choose(self, name: str = "") -> None:
        """Opens the profile of that name, or asks which."""
        self._start(lambda: self._choose(name))

    async def _choose(self, name: str) -> None:
        lines = await asyncio.to_thread(self._app.profiles.names)
        if not name:
            shown = self._app.tenant.info.name if self._app.tenant is not None else ""
            items = [Item(line.name, line.label or line.name, note=_note(line, shown)) for line in lines]
            items += [
                Item(DEMO, "Demo tenant", note="no account, no network" + (" · shown now" if shown == DEMO else "")),
                Item(CONNECT, "Connect another tenant …"),
            ]
            chosen = await self._app.push_screen_wait(MenuDialog("Tenants", items, wide=True))
            if chosen is None:
                return
            name = chosen
        if name == CONNECT:
            await self._connect()
        elif name == DEMO or name in {line.name for line in lines}:
            await self._open(name)
        else:
            self._say(f"There is no profile called {name}.", bad=True)

    async def _open(self, name: str) -> None:
        def opened() -> Tenant:
            return self._app.profiles.open_demo() if name == DEMO else self._app.profiles.open(name)

        await self._app.change_tenant(await asyncio.to_thread(opened))

    # Connecting

    def connect(self) -> None:
        """Asks for a tenant, tries it, stores it."""
        self._start(self._connect)

    async def _connect(self) -> None:
        items = [
            Item("go", "Enter domain, client id and secret"),
            Item("scopes", "Copy scopes", note="a list to tick: viewer, flag operator, help desk, full"),
        ]
        chosen = await self._app.push_screen_wait(MenuDialog("Connect your tenant", items, wide=True))
        if chosen is None:
            return
        if chosen == "scopes":
            await self._copy_scopes()
        back: Back | None = None
        while True:
            form = FormDialog("Connect your tenant", QUESTIONS, note=WHERE_TO_FIND, back=back)
            given = await self._app.push_screen_wait(form)
            if given is None:
                return
            trouble = await self._try(given, SecretStr(given["secret"]))
            if trouble is None:
                return
            back = Back({name: value for name, value in given.items() if name != "secret"}, trouble)

    async def _copy_scopes(self) -> None:
        from kinde_tui.services.collections.registry import COLLECTIONS
        from kinde_tui.services.scope_sets import scope_sets

        sets = {one.name: one for one in scope_sets(COLLECTIONS)}
        items = [Item(one.name, one.title, note=f"{len(one.scopes)} scopes, to {one.says}") for one in sets.values()]
        chosen = await self._app.push_screen_wait(MenuDialog("Copy which scopes?", items, wide=True))
        if chosen is not None:
            scopes = sets[chosen].scopes
            self._app.post_message(CopyRequested("\n".join(scopes), f"{len(scopes)} scopes"))

    async def _try(self, answers: Answers, secret: SecretStr) -> str | None:
        """Tries and stores it; returns why that cannot be, nothing when it was left after all, None when it is done."""
        self._say(f"Asking {answers['domain']} for a token …")
        tried = await self._app.profiles.try_out(answers["domain"], answers["client_id"], secret, answers["audience"])
        if not tried.ok:
            self._app.clear_notifications()
            return tried.sentence
        self._say(tried.sentence)
        name = answers["name"] or answers["domain"].removeprefix("https://").split(".")[0]
        keep = await self._app.push_screen_wait(MenuDialog("Where is the secret kept?", KEEP, wide=True))
        if keep is None:
            return ""
        try:
            sentence = await aside(
                partial(
                    self._app.profiles.save,
                    name,
                    answers["domain"],
                    answers["client_id"],
                    secret,
                    answers["audience"],
                    answers["environment"],
                    cast("Keep", keep),
                )
            )
        except ValueError as error:
            return str(error)
        self._say(sentence)
        await self._open(name)
        return None

    # Another secret

    def renew_secret(self) -> None:
        """Asks for another client secret of the profile that is shown, tries it, keeps it in place of the old one."""
        self._start(self._renew_secret)

    async def _renew_secret(self) -> None:
        tenant = self._app.tenant
        if tenant is None:
            return
        info = tenant.info
        if info.environment == DEMO:
            self._say("The demo tenant has no secret to change.")
            return
        title = f"Another client secret for “{info.name}”"
        while True:
            given = await self._app.push_screen_wait(FormDialog(title, (SECRET,), info=info))
            if given is None:
                return
            secret = SecretStr(given["secret"])
            tried = await self._app.profiles.try_out(info.issuer_url, info.client_id, secret, info.audience)
            if tried.ok:
                break
            self._say(tried.sentence, bad=True)
        self._say(await aside(partial(self._app.profiles.keep_secret, info.name, secret)))
        await tenant.reconnect()
        self._app.renew_token()

    # Read-only

    def set_read_only(self, rest: str = "") -> None:
        """Turns it on or off."""
        self._start(lambda: self._set_read_only(rest))

    async def _set_read_only(self, rest: str) -> None:
        tenant = self._app.tenant
        if tenant is None:
            return
        info = tenant.info
        wanted = {"on": True, "off": False}.get(rest.strip().lower(), not info.read_only)
        if wanted == info.read_only:
            self._say(f"{info.name} is {'read-only' if wanted else 'writable'} already.")
            return
        if not wanted and info.started_read_only:
            self._say(STARTED_READ_ONLY, bad=True)
            return
        if not wanted and not await self._app.push_screen_wait(
            ConfirmDialog("Make this profile writable?", ["Changes made here reach the tenant."], info=info)
        ):
            return
        try:
            await asyncio.to_thread(self._app.profiles.set_read_only, info.name, wanted)
        except ValueError as error:
            self._say(str(error), bad=True)
            return
        await self._open(info.name)
