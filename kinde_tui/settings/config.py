"""The config file as it is read: every value checked, every fault with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kinde_tui.settings.addresses import address_of
from kinde_tui.settings.errors import AddressError, ConfigError, UnknownProfileError
from kinde_tui.settings.files import read_text
from kinde_tui.settings.profile import Environment, Profile, SecretPlace, client_id_fault, colour_fault, name_fault

_TOP = ("current", "theme", "profiles", "keys")
_PROFILE = ("issuer_url", "client_id", "audience", "environment", "colour", "read_only", "secret", "columns", "views")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")


@dataclass(frozen=True, slots=True)
class Lists:
    """What a profile remembers of lists, as it stands in the file: what it means is known where the lists are."""

    columns: Mapping[str, object] = field(default_factory=dict)
    """By list."""
    views: Mapping[str, object] = field(default_factory=dict)
    """By name."""


@dataclass(frozen=True, slots=True)
class Config:
    """What the config file says."""

    profiles: Mapping[str, Profile] = field(default_factory=dict)
    lists: Mapping[str, Lists] = field(default_factory=dict)
    """By profile; only those that remember anything."""
    current: str = ""
    """The profile that is opened when none is named; empty: none was chosen."""
    theme: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Action id to key."""
    warnings: tuple[str, ...] = ()
    """Sentences about what was understood, but looks wrong."""

    def profile(self, name: str = "") -> Profile:
        """The profile of that name; without a name the current one, or the only one.

        Raises:
            UnknownProfileError: there is none, or none was chosen.
        """
        known = ", ".join(self.profiles)
        if name or self.current:
            if found := self.profiles.get(name or self.current):
                return found
            says = f"There is no profile “{name or self.current}”."
            raise UnknownProfileError(f"{says} {f'There are: {known}.' if known else _ADD}")
        if len(self.profiles) == 1:
            return next(iter(self.profiles.values()))
        raise UnknownProfileError(
            f"No profile is chosen: `kinde-tui profile use NAME` chooses one of {known}."
            if known
            else f"There is no profile. {_ADD}"
        )


_ADD = "`kinde-tui profile add` connects a tenant; `kinde-tui demo` needs none."


def read_config(path: Path) -> Config:
    """What the file says; an absent file says nothing.

    Raises:
        ConfigError: it cannot be read, is no TOML, or a value cannot be meant; names path, line and reason.
    """
    text = read_text(path)
    return Config() if text is None else parse_config(text, path)


def parse_config(text: str, path: Path) -> Config:
    """What `text` says; `path` is named in errors.

    Raises:
        ConfigError: see `read_config`.
    """
    return _Reader(text, path).config()


class _Reader:
    def __init__(self, text: str, path: Path) -> None:
        self._text, self._path = text, path
        self._warnings: list[str] = []

    def config(self) -> Config:
        document = self._document()
        self._known(document, _TOP, "")
        tables = self._table(document, "profiles")
        profiles = {name: self._profile(name, table) for name, table in tables.items()}
        lists = {name: found for name, table in tables.items() if (found := self._lists(name, table)) != Lists()}
        keys = {name: self._text_of(name, value, "keys") for name, value in self._table(document, "keys").items()}
        current = self._text_of("current", document.get("current", ""), "")
        if current and current not in profiles:
            self._warn("current", "", f"there is no profile “{current}”; `kinde-tui profile use NAME` chooses one")
        theme = self._text_of("theme", document.get("theme", ""), "")
        return Config(profiles, lists, current, theme, keys, tuple(self._warnings))

    def _document(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            match = _AT_LINE.search(str(error))
            line = int(match[1]) if match else self._text.count("\n") + 1
            raise self._fault(line, _AT_LINE.sub("", str(error)).removesuffix(" (at end of document)")) from error
        except RecursionError:
            raise self._fault(0, "nested too deeply") from None

    def _profile(self, name: str, table: object) -> Profile:
        where = f"profiles.{name}"
        if fault := name_fault(name):
            raise self._fault(self._line_of("", where), fault.rstrip("."))
        if not isinstance(table, dict):
            raise self._fault(self._line_of(name, "profiles"), f"profile “{name}” is no table")
        self._known(table, _PROFILE, where)
        address = self._address(table, where)
        client_id = self._text_of("client_id", table.get("client_id", ""), where)
        self._check("client_id", where, client_id_fault(client_id))
        colour = self._text_of("colour", table.get("colour", ""), where)
        self._check("colour", where, colour_fault(colour))
        audience = self._text_of("audience", table.get("audience", ""), where) or address.audience
        self._check(
            "audience", where, "" if audience else "a custom domain needs the audience https://SUBDOMAIN.kinde.com/api"
        )
        read_only = table.get("read_only", True)
        if not isinstance(read_only, bool):
            raise self._fault(self._line_of("read_only", where), "read_only is true or false")
        environment = self._choice("environment", table.get("environment", "production"), where, tuple(Environment))
        secret = self._choice("secret", table.get("secret", "keyring"), where, tuple(SecretPlace))
        return Profile(
            name, address.url, client_id, audience, Environment(environment), colour, read_only, SecretPlace(secret)
        )

    def _lists(self, name: str, table: Mapping[str, Any]) -> Lists:
        """What is remembered of lists; a part that is no table is left out with a warning: it stops nobody."""
        found: dict[str, Mapping[str, object]] = {}
        for part in ("columns", "views"):
            value = table.get(part, {})
            if not isinstance(value, dict):
                self._warn(part, f"profiles.{name}", f"{part} is no table, so nothing of it is used")
                value = {}
            found[part] = value
        return Lists(found["columns"], found["views"])

    def _address(self, table: Mapping[str, Any], where: str) -> Any:
        try:
            return address_of(self._text_of("issuer_url", table.get("issuer_url", ""), where))
        except AddressError as error:
            raise self._fault(self._line_of("issuer_url", where), f"{where}: {error}".rstrip(".")) from error

    def _table(self, document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        found = document.get(name, {})
        if not isinstance(found, dict):
            raise self._fault(self._line_of(name, ""), f"{name} is no table")
        return found

    def _text_of(self, name: str, value: object, where: str) -> str:
        if not isinstance(value, str):
            raise self._fault(self._line_of(name, where), f"{name} is no text: put it in quotes")
        return value.strip()

    def _choice(self, name: str, value: object, where: str, choices: tuple[str, ...]) -> str:
        if value not in choices:
            raise self._fault(self._line_of(name, where), f"{name} is one of {', '.join(choices)}")
        return str(value)

    def _check(self, name: str, where: str, fault: str) -> None:
        if fault:
            raise self._fault(self._line_of(name, where), f"{where}: {fault}".rstrip("."))

    def _known(self, table: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
        for name in table:
            if name not in known:
                self._warn(name, where, f"“{name}” means nothing to kinde-tui; it knows {', '.join(known)}")

    def _warn(self, name: str, where: str, sentence: str) -> None:
        self._warnings.append(f"{self._place(self._line_of(name, where))}: {sentence}.")

    def _fault(self, line: int, sentence: str) -> ConfigError:
        says = f"{self._place(line)}: {sentence[:1].lower()}{sentence[1:]}."
        return ConfigError(f"{says} Repair the file or move it away; kinde-tui left it as it is.")

    def _place(self, line: int) -> str:
        return f"{self._path}, line {line}" if line else str(self._path)

    def _line_of(self, name: str, where: str) -> int:
        """The line where the key of a table stands, else the table's own; 0: not found."""
        wanted, table, header = re.sub(r"\s", "", where or name), "", 0
        for number, line in enumerate(self._text.splitlines(), start=1):
            if match := re.match(r"\s*\[+([^\]]+)\]", line):
                table = re.sub(r"[\s\"']", "", match[1])
                header = number if table == wanted else header
            elif (
                table == (wanted if where else "")
                and name
                and re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*[=.]", line)
            ):
                return number
        return header
