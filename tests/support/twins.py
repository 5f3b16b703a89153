"""Two programs side by side on terminals of their own: one on a hostile tenant, one on its harmless twin.

The twin's texts are those signs that the hostile ones are to be painted as. So both screens must look the same, and
both byte streams must be made of the same control sequences.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from unicodedata import normalize

from kinde_tui.demo.app import Demo, demo_app
from kinde_tui.ui.navigation import DESTINATIONS
from kinde_tui.ui.text import safe, whole
from tests.support.screen import PATIENCE, Screen, on_screen
from tests.support.served_demo import ServedDemo, served_demo

SCREENS = tuple(destination.name for destination in DESTINATIONS)
STEADY = frozenset({"id", "code", "key", "category_id", "type", "context", "created_on", "client_secret"})
"""Fields that other rows point to, or that are no free text."""
QUIET = 0.15
"""Seconds without a byte after which a program has painted what a key brought."""
_PASSING = re.compile(
    r"\d+ (s|min|h|d)\b( ago)?|just now|\bnow\b|127\.0\.0\.1:\d+| {2,}|\d+ asked|\d+\.\d req/s|\d\d:\d\d:\d\d"
    r"|[\d,]+ bytes( · \d+%)?"
)
_ESCAPE = re.compile(r'\\(?:u[0-9a-f]{4}(?:\\u[0-9a-f]{4})?|[bfnrt"\\])')
_PAINT = re.compile(r"\x1b\[[0-9;]*[mH]")
_SEQUENCE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|.)|[\x00-\x1a\x1c-\x1f\x7f-\x9f]", re.DOTALL
)


def give_texts(demo: Demo, texts: Sequence[str], sign: Callable[[str], str]) -> None:
    """Every free text of the tenant becomes one of `texts`, as `sign` makes it, after its number."""
    tenant = demo.tenant

    def text(number: int) -> str:
        return f"{number:03d} {sign(texts[number % len(texts)])}"

    for number in range(len(tenant.people)):
        names = dict.fromkeys(("first_name", "last_name", "provided_id", "username", "phone"), text(number))
        tenant.people.edit(number, names | {"email": f"{text(number)}@example.com"})
    shelves = [tenant.organizations, tenant.roles, tenant.permissions, tenant.properties, tenant.applications]
    for shelf in [*shelves, *tenant.shelves.values()]:
        for number, row in enumerate(shelf.values()):
            for name, value in row.items():
                if isinstance(value, str) and name not in STEADY and not name.endswith(("_id", "_code", "_on", "_at")):
                    row[name] = text(number)
    for flag in tenant.flags.values():
        flag.name = text(len(flag.key))


@dataclass
class Twins:
    """Both programs, given the same keys."""

    hostile: Screen
    twin: Screen
    users: tuple[str, ...]
    """Their ids, which both tenants give alike."""

    def press(self, *keys: str) -> None:
        """Presses keys on both, and waits until both show the same."""
        self.send(*keys)
        self._wait_until_same(keys, _lines)

    def press_for_json(self, *keys: str) -> None:
        """The same where records are shown as JSON, in which one tenant's characters are the other one's escapes."""
        self.send(*keys)
        self._wait_until_same(keys, _json_lines)

    def paste(self, text: str) -> None:
        """Pastes a text into one and its signs into the other, and waits until both show the same."""
        self.paste_different(text, safe(text))

    def paste_different(self, hostile: str, harmless: str) -> None:
        """Pastes what is hostile into one and its harmless twin into the other."""
        self.hostile.paste(hostile)
        self.twin.paste(harmless)
        self._wait_until_same((hostile,), _lines)

    def send(self, *keys: str) -> None:
        """Presses keys on both; what they bring is compared with the next ones."""
        for screen in (self.hostile, self.twin):
            screen.press(*keys)

    def _wait_until_same(self, keys: Sequence[str], lines: Callable[[Screen], list[str]]) -> None:
        ends = time.monotonic() + PATIENCE
        while True:
            while self.hostile.read(QUIET) | self.twin.read(QUIET) and time.monotonic() < ends:
                pass
            one, other = (lines(screen) for screen in (self.hostile, self.twin))
            if one == other:
                return
            different = next(pair for pair in zip_longest(one, other) if pair[0] != pair[1])
            assert time.monotonic() < ends, f"after {keys}:\n{different[0]!r}\n{different[1]!r}"

    def go_to(self, screen: str) -> None:
        """Shows another screen on both, at its last row: details that were painted before a list came stay so."""
        for one in (self.hostile, self.twin):
            one.press(":", *screen, "enter")
        while self.hostile.read(QUIET) | self.twin.read(QUIET):
            pass
        self.press("end")

    def pages(self) -> int:
        """Goes from the first row to the last, page by page; how many pages there were."""
        self.press("home")
        pages, before = 0, ""
        while before != (before := self.twin.text):
            self.press("\x1b[6~")
            pages += 1
        return pages

    def assert_same_sequences(self) -> None:
        """Both streams are made of the same sequences, and of nothing that is not the program's own."""
        one, other = (sequences(screen.terminal.said) for screen in (self.hostile, self.twin))
        assert one == other, f"{one ^ other}"


def sequences(said: bytes) -> set[str]:
    """All that is no glyph, no colour and no place."""
    text = _PAINT.sub("", said.decode("utf-8", "surrogateescape"))
    return set(_SEQUENCE.findall(text)) - {"\n", "\r", "\t"}


@contextmanager
def twins(home: Path, texts: Sequence[str], users: int, *, columns: int = 140, rows: int = 40) -> Iterator[Twins]:
    """Both tenants, and the program on each, with its users on the screen."""
    with _tenant(texts, users, str) as hostile, _tenant(texts, users, safe) as harmless:
        homes = [home / name for name in ("hostile", "harmless")]
        for folder in homes:
            folder.mkdir()
        with (
            on_screen(homes[0], columns=columns, rows=rows, variables=_variables(hostile)) as one,
            on_screen(homes[1], columns=columns, rows=rows, variables=_variables(harmless)) as other,
        ):
            for screen in (one, other):
                screen.wait_for(f"all {users} loaded")
            people = harmless.demo.tenant.people
            yield Twins(one, other, tuple(people.person(number)["id"] for number in people.indexes()))


@contextmanager
def _tenant(texts: Sequence[str], users: int, sign: Callable[[str], str]) -> Iterator[ServedDemo]:
    app = demo_app(seed=1, users=users)
    demo: Demo = app.state.demo
    give_texts(demo, texts, sign)
    with served_demo(app) as served:
        yield served


def _variables(tenant: ServedDemo) -> dict[str, str]:
    return {
        "KINDE_ISSUER_URL": tenant.issuer_url,
        "KINDE_CLIENT_ID": tenant.client_id,
        "KINDE_CLIENT_SECRET": tenant.client_secret,
        "KINDE_AUDIENCE": tenant.audience,
        "KINDE_READ_ONLY": "1",
    }


def _lines(screen: Screen) -> list[str]:
    """The lines without what time and the tenant's port make of them."""
    return [_PASSING.sub("~", line) for line in screen.text.split("\n")]


def _json_lines(screen: Screen) -> list[str]:
    """All that is on the screen, a part of JSON a line: with signs for escapes, and however it is wrapped."""
    text = re.sub(r"[\s~│┃▁-█]", "", _PASSING.sub("~", screen.text))
    # The terminal has put a letter and its first mark together; as two, marks are counted as the program did.
    return whole(normalize("NFD", _ESCAPE.sub(_unescaped, text))).split(",")


def _unescaped(found: re.Match[str]) -> str:
    character: str = json.loads(f'"{found.group()}"')
    return found.group() if character in '"\\' else character
