"""Saved views: a list's filter, order and columns under a name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kinde_tui.services.layouts import LayoutError, SavedView, view_name
from kinde_tui.ui.messages import Place
from kinde_tui.ui.navigation import BY_NAME
from kinde_tui.ui.text import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.notifications import SeverityLevel

    from kinde_tui.ui.asking import Asks
    from kinde_tui.ui.widgets.collection_list import CollectionList

SAVE = "save"


def views_of(app: Asks) -> Sequence[SavedView]:
    """The saved views of the profile; none when they cannot be read."""
    if app.tenant is None:
        return ()
    try:
        return app.profiles.lists.views_of(app.tenant.info.name)
    except ValueError:
        return ()


def find_view(views: Sequence[SavedView], name: str) -> SavedView | None:
    """The view of a name, upper and lower case apart, or of a beginning that only one has."""
    wanted = " ".join(name.split()).casefold()
    same = [view for view in views if view.name.casefold() == wanted]
    beginning = [view for view in views if wanted and view.name.casefold().startswith(wanted)]
    return same[0] if same else beginning[0] if len(beginning) == 1 else None


class ViewFlow:
    """What `:view` does. Belongs to the app: it goes from screen to screen."""

    def __init__(self, app: Asks) -> None:
        self._app = app

    def run(self, words: str) -> None:
        """Saves the present list's view, shows one by name, or asks which."""
        if self._app.tenant is None:
            return
        first, _, rest = words.strip().partition(" ")
        if first.casefold() == SAVE:
            self._app.run_worker(self._save(rest), group="ask", description="save a view")
        elif words.strip():
            self.show_named(words)
        else:
            self._app.run_worker(self._choose(), group="ask", description="views")

    def show_named(self, name: str) -> None:
        """Goes to the view's list and shows it so."""
        views = views_of(self._app)
        view = find_view(views, name)
        if view is not None:
            self._show(view)
            return
        known = ", ".join(view.name for view in views)
        hint = f"There are: {known}." if known else "`:view save NAME` keeps what a list shows now."
        self._say(f"No saved view “{name.strip()}”. {hint}", "warning")

    def _show(self, view: SavedView) -> None:
        app, here = self._app, self._app.current_list()
        if view.fault:
            self._say(view.fault, "warning")
        elif here is not None and here.collection.name == view.collection:
            here.arranging.show(view.layout)
            app.screen.set_focus(here.table)
        elif view.collection in BY_NAME and not BY_NAME[view.collection].under:
            app.visit(Place(view.collection, layout=view.layout))
        else:
            title = app.tenant.collections[view.collection].many if app.tenant else view.collection
            self._say(f"“{view.name}” is a view of {title}: open such a list first.", "warning")

    async def _save(self, words: str) -> None:
        rows = self._app.current_list()
        if rows is None:
            self._say("There is no list here. Go to one first, as with :users.", "warning")
            return
        try:
            name = view_name(words)
            await self._keep(rows, name)
        except LayoutError as error:
            self._say(str(error), "warning")
        except ValueError as error:
            self._say(f"The view was not saved. {error}", "error")

    async def _keep(self, rows: CollectionList, name: str) -> None:
        from kinde_tui.ui.dialogs.confirm import ConfirmDialog

        memory, profile = self._app.profiles.lists, rows.tenant.info.name
        view = SavedView(name, rows.collection.name, rows.arranging.layout)
        known = {one.name.casefold(): one for one in memory.views_of(profile)}
        if (taken := known.get(name.casefold())) is not None:
            view = replace(view, name=taken.name)
            dialog = ConfirmDialog(f"Replace the view “{taken.name}”?", [_described(taken)])
            if not await self._app.push_screen_wait(dialog):
                return
        memory.keep_view(profile, view)
        self._say(f"Saved “{view.name}”: {_described(view)}. `:view {view.name}` shows it.")

    async def _choose(self) -> None:
        from kinde_tui.ui.dialogs.views import ViewsDialog

        app = self._app
        while views := views_of(app):
            answer = await app.push_screen_wait(ViewsDialog(views))
            if answer is None:
                return
            if not answer.delete:
                self._show(answer.view)
                return
            await self._delete(answer.view)
        self._say("There are no saved views yet. `:view save NAME` keeps a list's filter, order and columns.")

    async def _delete(self, view: SavedView) -> None:
        from kinde_tui.ui.dialogs.confirm import ConfirmDialog

        tenant = self._app.tenant
        if tenant is None or not await self._app.push_screen_wait(
            ConfirmDialog(f"Delete the view “{view.name}”?", [_described(view)])
        ):
            return
        try:
            self._app.profiles.lists.drop_view(tenant.info.name, view.name)
        except ValueError as error:
            self._say(f"The view is still there. {error}", "error")

    def _say(self, sentence: str, severity: SeverityLevel = "information") -> None:
        self._app.notify(safe(sentence), severity=severity, markup=False, timeout=8)


def _described(view: SavedView) -> str:
    """What a view shows, in a few words."""
    return " · ".join([view.collection, *described(view)])


def described(view: SavedView) -> list[str]:
    """Filter, order and columns of a view, those that it says something about."""
    layout = view.layout
    parts = [layout.filter] if layout.filter else []
    if layout.sort is not None and layout.sort[0]:
        parts.append(f"by {layout.sort[0]}{', descending' if layout.sort[1] else ''}")
    if layout.columns:
        parts.append(f"{len(layout.columns)} columns")
    return parts
