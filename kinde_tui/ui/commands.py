"""Commands: what `:` and the palette know, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.command import DiscoveryHit, Hit, Hits, Provider

from kinde_tui.services.searching import search
from kinde_tui.ui.calling import why_off
from kinde_tui.ui.dialogs.help import active_keys
from kinde_tui.ui.navigation import BY_NAME as DESTINATION_BY_NAME
from kinde_tui.ui.navigation import DESTINATIONS
from kinde_tui.ui.saved_views import described, views_of
from kinde_tui.ui.text import fit, plain
from kinde_tui.ui.widgets.frame import BARRED

if TYPE_CHECKING:
    from textual.content import Content

    from kinde_tui.services.searching import Hit as Found
    from kinde_tui.ui.asking import Asks

RECORDS = 6
"""Records of each collection that a palette search shows."""
QUOTED = 40
"""Cells of what was typed that are said again."""
BEST, NONE, LAST = 0.95, 0.02, 0.01
"""Scores of the likeliest record, of the line that says there is none, and of the tenant's own search."""
SCATTERED, MENTIONED = 0.5, 0.2
"""Scores below those of records: a title with the letters apart, and a help text that holds what was typed."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something that `:name` does."""

    name: str
    help: str
    run: Callable[[Asks, str], None]
    """Gets what was typed after the name."""
    aliases: tuple[str, ...] = ()


def _action(name: str) -> Callable[[Asks, str], None]:
    return lambda app, _rest: app.act(name)


def _go(name: str) -> Callable[[Asks, str], None]:
    return lambda app, rest: app.go_to(name, rest)


def _explain_error(app: Asks, rest: str) -> None:
    from kinde_tui.ui.dialogs.error_code import explain

    explain(app, rest)


COMMANDS: tuple[Command, ...] = (
    *(
        Command(d.name, f"Go to {d.title}" + (f": {d.note}" if d.note else ""), _go(d.name), d.aliases)
        for d in DESTINATIONS
    ),
    Command("undo", "Take the last change back", _action("undo")),
    Command("redo", "Redo, try again, or have a refused form back", _action("redo")),
    Command("columns", "Choose, order and size the columns of this list", lambda app, _rest: app.choose_columns()),
    Command(
        "find",
        "Search users, organizations, roles, permissions, flags and applications",
        lambda app, rest: app.finding().run(rest),
        ("search",),
    ),
    Command(
        "view",
        "Show a saved view of a list; save NAME keeps its filter, order and columns",
        lambda app, rest: app.views().run(rest),
        ("views",),
    ),
    Command(
        "event",
        "Look at one event by its id, which a webhook's body has",
        lambda app, rest: app.inquiring().run("webhooks", "webhooks.event", {"event_id": rest} if rest else None),
    ),
    Command(
        "error",
        "What a numbered error of a sign-in page means and what to check: error 8809",
        _explain_error,
        ("err",),
    ),
    Command("refresh", "Read every list again", _action("refresh_all"), ("reload", "sync")),
    Command("theme", "Choose a theme: dark, light, high-contrast, ansi", lambda app, rest: app.choose_theme(rest)),
    Command("profile", "Switch to another tenant", lambda app, rest: app.connecting().choose(rest), ("switch", "ctx")),
    Command("connect", "Connect another tenant", lambda app, _rest: app.connecting().connect()),
    Command(
        "secret", "Enter another client secret for this profile", lambda app, _rest: app.connecting().renew_secret()
    ),
    Command("demo", "Open the demo tenant", lambda app, _rest: app.connecting().choose("demo")),
    Command(
        "privacy",
        "Presentation mode: dots for names, addresses, numbers and ids of people; on or off",
        lambda app, rest: app.set_privacy(rest),
        ("presentation",),
    ),
    Command(
        "readonly", "Make this profile read-only, or writable", lambda app, rest: app.connecting().set_read_only(rest)
    ),
    Command("web", "Open what is shown in Kinde's web dashboard", _action("open_web")),
    Command("help", "The keys of this place", _action("help"), ("keys", "?")),
    Command("quit", "Quit", _action("leave"), ("q", "q!", "exit")),
)
BY_NAME: dict[str, Command] = {word: command for command in COMMANDS for word in (command.name, *command.aliases)}


def find(text: str) -> tuple[Command, str] | None:
    """The command that a typed line means, and the rest of the line; an unambiguous beginning is enough."""
    name, _, rest = text.strip().partition(" ")
    command = BY_NAME.get(name.lower())
    if command is None:
        starting = beginning_with(name)
        command = starting[0] if len(starting) == 1 else None
    return (command, rest.strip()) if command is not None else None


def beginning_with(word: str) -> list[Command]:
    """The commands of which one name begins so."""
    return list({c.name: c for name, c in BY_NAME.items() if name.startswith(word.lower())}.values())


def lines(app: Asks) -> list[str]:
    """What the command line completes: names, aliases, saved views."""
    views = [f"view {view.name}" for view in views_of(app)]
    return [*sorted(BY_NAME), "view save ", *views]


def _off(app: Asks, command: Command) -> str:
    """What marks a screen that the token may not read: it can be gone to all the same, and says why."""
    destination = DESTINATION_BY_NAME.get(command.name)
    scopes = app.blocked(destination) if destination is not None else ()
    return f" {BARRED} lacks {', '.join(scopes)}" if scopes else ""


def _line(title: str) -> Content:
    return plain(title, "$faint" if BARRED in title else "")


def _told(sentence: str) -> Any:
    """The second line of something that is offered: Textual reads a `str` as markup, and takes this as it is."""
    return plain(sentence)


class CommandProvider(Provider):
    """Commands and the keys of the place, for the palette."""

    _app_class: ClassVar[str] = "KindeApp"

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for title, help_text, run in self._all():
            yield DiscoveryHit(_line(title), run, help=_told(help_text))

    async def search(self, query: str) -> Hits:
        """Those that fit."""
        matcher = self.matcher(query)
        for title, help_text, run in self._all():
            score = min(1.0, matcher.match(title)) * SCATTERED
            if all(word in title.casefold() for word in query.casefold().split()):
                score = 1.0
            elif not score and query.casefold() in help_text.casefold():
                score = MENTIONED
            if score > 0:
                yield Hit(score, _line(title), run, text=title, help=_told(help_text))

    def _all(self) -> list[tuple[str, str, Callable[[], object]]]:
        app: Asks = self.app  # type: ignore[assignment]
        found: list[tuple[str, str, Callable[[], object]]] = [
            (f":{command.name}{_off(app, command)}", command.help, partial(command.run, app, ""))
            for command in COMMANDS
        ]
        found += [
            (
                f":view {view.name}",
                view.fault or " · ".join(described(view)),
                partial(app.views().show_named, view.name),
            )
            for view in views_of(app)
        ]
        for active in active_keys(self.screen).values():
            why = "" if active.enabled else why_off(active, app.tenant.guard if app.tenant is not None else None)
            if (active.enabled or why) and ":" not in active.binding.action:
                words = f"{active.binding.tooltip} {BARRED}" if why else active.binding.tooltip
                found.append((words, why or app.get_key_display(active.binding), partial(app.press, active)))
        return found


class RecordProvider(Provider):
    """Records of the store, for the palette."""

    async def search(self, query: str) -> Hits:
        """Users, organizations, roles, permissions, flags, applications that hold the words."""
        app: Asks = self.app  # type: ignore[assignment]
        tenant = app.tenant
        words = query.strip()
        if tenant is None or not words:
            return
        found = search(tenant.store, tenant.collections, words, RECORDS)
        for number, hit in enumerate(found.hits):
            more = " · ".join(part for part in (hit.more(tenant.context()), hit.source) if part)
            kind = plain(f"{hit.collection.one} ", "$label")
            line = kind + plain(hit.name, "bold") + plain(f"  {more}", "$label")
            yield Hit(BEST - number / 1000, line, partial(self._go, hit), text=f"{hit.collection.one} {hit.name}")
        score = BEST - len(found.hits) / 1000 if found.hits else NONE
        quoted = f"“{fit(words, QUOTED).rstrip()}”"
        title = f"find {quoted}"
        yield Hit(score, plain(title), partial(app.finding().run, words), text=title, help=_told(found.sentence))
        if tenant.gateway is not None and not tenant.store.age("users").complete:
            title = f"search the tenant for {quoted}"
            run = partial(app.finding().run, words, ask=True)
            yield Hit(LAST, plain(title), run, text=title, help="Not all users are loaded; this asks the server")

    def _go(self, hit: Found) -> None:
        app: Asks = self.app  # type: ignore[assignment]
        app.run_worker(app.finding().go(hit), group="navigation")
