"""The named profiles in their one file: changed one at a time, with the owner's comments kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kinde_tui.settings.config import Config, parse_config, read_config
from kinde_tui.settings.errors import ConfigError, UnknownProfileError
from kinde_tui.settings.files import held, read_text, write_private
from kinde_tui.settings.profile import Profile, client_id_fault, colour_fault, name_fault

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Table

_HEADING = "Profiles of kinde-tui. Secrets are not kept here."


class ProfileFile:
    """The config file. Every change reads it anew, so that two instances do not undo each other's work."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Config:
        """What the file says now.

        Raises:
            ConfigError: it is broken; names path, line and reason.
        """
        return read_config(self.path)

    def put(self, profile: Profile, *, use: bool = False) -> None:
        """Adds the profile, or replaces the one of its name; `use` makes it the current one, as the first one is.

        Raises:
            ConfigError: the file is broken or was not written; it is as it was.
        """
        fault = name_fault(profile.name) or client_id_fault(profile.client_id) or colour_fault(profile.colour)
        if fault:
            raise ConfigError(fault)

        def change(document: TOMLDocument) -> None:
            profiles = _profiles(document)
            first = not profiles
            if profile.name not in profiles:
                profiles[profile.name] = _table()
            table = profiles[profile.name]
            for name, value in _values(profile).items():
                if value == "" and name == "colour":
                    table.pop(name, None)
                elif table.get(name) != value:
                    table[name] = value
            if use or first:
                document["current"] = profile.name

        self._change(change)

    def remove(self, name: str) -> None:
        """Forgets the profile; its secret is not touched.

        Raises:
            UnknownProfileError: there is none of that name.
            ConfigError: the file is broken or was not written; it is as it was.
        """

        def change(document: TOMLDocument) -> None:
            del _profiles(document)[name]
            if document.get("current") == name:
                del document["current"]

        self._change(change, name)

    def use(self, name: str) -> None:
        """Makes the profile the current one.

        Raises:
            UnknownProfileError: there is none of that name.
            ConfigError: the file is broken or was not written; it is as it was.
        """

        def change(document: TOMLDocument) -> None:
            document["current"] = name

        self._change(change, name)

    def set_read_only(self, name: str, *, read_only: bool) -> None:
        """Says whether the profile may write.

        Raises:
            UnknownProfileError: there is none of that name.
            ConfigError: the file is broken or was not written; it is as it was.
        """

        def change(document: TOMLDocument) -> None:
            _profiles(document)[name]["read_only"] = read_only

        self._change(change, name)

    def set_columns(self, name: str, collection: str, columns: Sequence[str]) -> None:
        """Remembers the columns of a list; none forgets them.

        Raises:
            UnknownProfileError: there is no such profile.
            ConfigError: the file is broken or was not written; it is as it was.
        """
        self._change(lambda document: _remember(document, name, ("columns", collection), list(columns)), name)

    def set_view(self, name: str, view: str, values: Mapping[str, str | list[str]]) -> None:
        """Remembers a saved view in place of the one of its name; no values forget it.

        Raises:
            UnknownProfileError: there is no such profile.
            ConfigError: the file is broken or was not written; it is as it was.
        """
        self._change(lambda document: _remember(document, name, ("views", view), values), name)

    def _change(self, change: Callable[[TOMLDocument], None], name: str = "") -> None:
        """Reads, changes and writes under a lock; `name` must be a profile."""
        import tomlkit

        with held(self.path):
            text = read_text(self.path)
            known = parse_config(text or "", self.path).profiles
            if name and name not in known:
                raise UnknownProfileError(f"There is no profile “{name}”; `kinde-tui profile list` shows all.")
            try:
                document = tomlkit.parse(text or f"# {_HEADING}\n")
            except tomlkit.exceptions.ParseError as error:
                raise ConfigError(f"{self.path} was not changed: {error}.") from error
            change(document)
            changed = tomlkit.dumps(document)
            parse_config(changed, self.path)
            write_private(self.path, changed)


def _profiles(document: TOMLDocument) -> Table:
    if "profiles" not in document:
        import tomlkit

        document["profiles"] = tomlkit.table(is_super_table=True)
    return cast("Table", document["profiles"])


def _remember(
    document: TOMLDocument, profile: str, place: tuple[str, str], value: list[str] | Mapping[str, str | list[str]]
) -> None:
    """Puts a value into one of the tables below a profile; an empty value, and a table left empty, goes."""
    part, key = place
    table = _profiles(document)[profile]
    if not isinstance(table.get(part), dict):  # absent, or what was warned of
        table.pop(part, None)
        if not value:
            return
        import tomlkit

        table[part] = tomlkit.table(is_super_table=part == "views")
    kept = table[part]
    if not value:
        kept.pop(key, None)
        if not kept:
            del table[part]
    elif isinstance(value, list):
        kept[key] = value
    else:
        kept[key] = _filled(value)


def _filled(values: Mapping[str, str | list[str]]) -> Table:
    table = _table()
    for name, value in values.items():
        table[name] = value
    return table


def _table() -> Table:
    import tomlkit

    return tomlkit.table()


def _values(profile: Profile) -> dict[str, str | bool]:
    return {
        "issuer_url": profile.issuer_url,
        "client_id": profile.client_id,
        "audience": profile.audience,
        "environment": str(profile.environment),
        "colour": profile.colour,
        "read_only": profile.read_only,
        "secret": str(profile.secret),
    }
