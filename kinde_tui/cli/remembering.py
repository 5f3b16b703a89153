"""What is remembered of lists: in the config file, or for the run where no file holds the profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.services.collections.registry import COLLECTIONS
from kinde_tui.services.layouts import ListMemory, read_columns, read_view, written_columns, written_view
from kinde_tui.settings.config import Lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinde_tui.cli.session import Session
    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.layouts import Placed, SavedView


class RememberedLists:
    """Columns and saved views, by profile. The file is read anew each time: another instance may have written it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._run = ListMemory()

    def columns_of(self, profile: str, collection: AnyCollection) -> tuple[Placed, ...]:
        """The columns chosen for a list; none: those it has by itself.

        Raises:
            LayoutError: what is kept cannot be meant.
            ConfigError: the file is broken.
        """
        kept = self._lists(profile)
        if kept is None:
            return self._run.columns_of(profile, collection)
        stored = kept.columns.get(collection.name)
        return () if stored is None else read_columns(stored, collection)

    def keep_columns(self, profile: str, collection: AnyCollection, columns: Sequence[Placed]) -> None:
        """Remembers the columns; none forgets what was chosen.

        Raises:
            SettingsError: the file cannot be changed; it is as it was.
        """
        if self._lists(profile) is None:
            self._run.keep_columns(profile, collection, columns)
        else:
            self._session.file.set_columns(profile, collection.name, written_columns(columns))

    def views_of(self, profile: str) -> list[SavedView]:
        """The saved views, by name; one that cannot be meant is among them and says why.

        Raises:
            ConfigError: the file is broken.
        """
        kept = self._lists(profile)
        if kept is None:
            return self._run.views_of(profile)
        views = [read_view(name, stored, COLLECTIONS) for name, stored in kept.views.items()]
        return sorted(views, key=lambda view: view.name.casefold())

    def keep_view(self, profile: str, view: SavedView) -> None:
        """Remembers a view in place of the one of its name.

        Raises:
            SettingsError: the file cannot be changed; it is as it was.
        """
        if self._lists(profile) is None:
            self._run.keep_view(profile, view)
        else:
            self._session.file.set_view(profile, view.name, written_view(view))

    def drop_view(self, profile: str, name: str) -> None:
        """Forgets a view.

        Raises:
            SettingsError: the file cannot be changed; it is as it was.
        """
        if self._lists(profile) is None:
            self._run.drop_view(profile, name)
        else:
            self._session.file.set_view(profile, name, {})

    def _lists(self, profile: str) -> Lists | None:
        """What the file remembers; None: no file holds the profile."""
        config = self._session.config
        return config.lists.get(profile, Lists()) if profile in config.profiles else None
