"""Files that were damaged and disks that are full: the program starts, and config and change log are what they were."""

from __future__ import annotations

import random
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kinde_tui.services.change import State
from kinde_tui.services.journal import JournalError
from kinde_tui.services.tenant import Tenant
from kinde_tui.settings.errors import ConfigError
from kinde_tui.settings.profile import Environment, Profile
from kinde_tui.settings.profiles import ProfileFile
from tests.services.writing import make_role
from tests.support.acme import INFO
from tests.support.hand_clock import HandClock

if TYPE_CHECKING:
    from kinde_tui.services.gateway import Gateway

ENTRIES, USERS = 20, 200
PASSES = 3
"""Damage may be met in the middle of a pass, which then ends without a whole list; the next one has it."""
ACME = Profile("acme", "https://acme.kinde.com", "m2m", "https://acme.kinde.com/api", Environment.STAGING)
BETA = Profile("beta", "https://beta.kinde.com", "m2m", "https://beta.kinde.com/api", Environment.PRODUCTION)


@dataclass(frozen=True)
class Home:
    """The three files."""

    config: Path
    store: Path
    journal: Path

    def opened(self) -> Tenant:
        """A tenant on these files."""
        return Tenant(INFO, open_gateway=_nobody, store=self.store, journal=self.journal, clock=HandClock())


def home(folder: Path) -> Home:
    """Where the files of a folder are."""
    return Home(folder / "config" / "config.toml", folder / "cache" / "acme.db", folder / "data" / "journal.db")


def _nobody() -> Gateway:
    raise AssertionError("nothing is asked of the tenant here")


def built(folder: Path) -> Home:
    """A home in which somebody has worked."""
    made = home(folder)
    ProfileFile(made.config).put(ACME)
    tenant = made.opened()
    _read(tenant, 0)
    for number in range(ENTRIES):
        _change(tenant, f"role-{number}")
    tenant.store.close()
    tenant.journal.close()
    return made


def _read(tenant: Tenant, first: int) -> None:
    users = [{"id": f"kp_{number}", "first_name": f"Ada {number}"} for number in range(first, first + USERS)]
    pass_id = tenant.store.begin_pass("users")
    tenant.store.put_page("users", (), users, pass_id)
    tenant.store.finish_pass("users", (), pass_id)


def _change(tenant: Tenant, key: str) -> str:
    (entry,) = tenant.journal.intend([make_role(key)])
    tenant.journal.sent(entry)
    tenant.journal.settle([entry], State.DONE)
    return entry


def damaged(path: Path, dice: random.Random) -> bytes:
    """Flips bytes of the file, or cuts it off; what it holds then."""
    data = bytearray(path.read_bytes())
    if dice.random() < 0.25:
        del data[dice.randrange(len(data)) :]
    else:
        for _ in range(dice.choice((1, 10, 200))):
            data[dice.randrange(len(data))] = dice.randrange(256)
    path.write_bytes(data)
    return bytes(data)


def corruptions(folder: Path, count: int, seed: int = 3) -> list[str]:
    """Damages one of the three files so many times, starts each time, and says what was wrong."""
    dice, wrong = random.Random(seed), list[str]()  # noqa: S311 - the same damage in every run
    built(folder / "whole")
    for number in range(count):
        place = folder / f"damaged-{number}"
        shutil.copytree(folder / "whole", place)
        found = home(place)
        target = (found.store, found.config, found.journal)[number % 3]
        broken = damaged(target, dice)
        config = found.config.read_bytes()
        wrong += [f"{number}, {target.name}: {what}" for what in _started(found, target, broken)]
        if found.config.read_bytes() != config:
            wrong.append(f"{number}: the config was written")
        shutil.rmtree(place)
    return wrong


def _started(found: Home, target: Path, broken: bytes) -> Iterator[str]:
    try:
        ProfileFile(found.config).read()
    except ConfigError as error:
        if target != found.config or not str(error).endswith("."):
            yield f"the config: {error}"
    tenant = found.opened()
    try:
        tenant.store.view("users").window(0, 50)
        for _ in range(PASSES):
            _read(tenant, 0)
        if len(tenant.store.view("users").window(0, USERS)) != USERS:
            yield "the store does not take what is read anew"
        yield from _log(tenant, found, target, broken)
    finally:
        tenant.store.close()
        tenant.journal.close()


def _log(tenant: Tenant, found: Home, target: Path, broken: bytes) -> Iterator[str]:
    try:
        entries = len(tenant.journal.entries(None))
    except JournalError:
        entries = 0
    _change(tenant, "after-all")
    if target != found.journal and entries != ENTRIES:
        yield f"{entries} of {ENTRIES} entries"
    if tenant.journal.moved_aside:
        aside = next(found.journal.parent.glob("*.unreadable-*"), None)
        if aside is None or len(aside.read_bytes()) < len(broken):
            yield "the damaged log was not kept"


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file can become larger than this: what a full disk does, at a byte of one's choice."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def full_disks(folder: Path, sizes: Iterator[int] | range) -> list[str]:
    """Works with so little room, and says what was lost of what was there or was promised."""
    wrong: list[str] = []
    built(folder / "whole")
    for size in sizes:
        place = folder / f"room-{size}"
        shutil.copytree(folder / "whole", place)
        found = home(place)
        with room_for(size):
            promised, unhandled = _worked(found)
        wrong += [f"{size} bytes: {what}" for what in (*unhandled, *_kept(found, promised))]
        shutil.rmtree(place)
    return wrong


def _worked(found: Home) -> tuple[list[str], list[str]]:
    promised: list[str] = []
    try:
        try:
            ProfileFile(found.config).put(BETA)
            promised.append("beta")
        except ConfigError:
            pass
        tenant = found.opened()
    except JournalError:
        return promised, []
    except Exception as error:  # noqa: BLE001 - that nothing else gets through is what is tested
        return promised, [f"{type(error).__name__}: {error}"]
    unhandled: list[str] = []
    try:
        _read(tenant, USERS)
        for number in range(30):
            (entry,) = tenant.journal.intend([make_role(f"more-{number}" * 40)])
            promised.append(entry)
    except JournalError:
        pass
    except Exception as error:  # noqa: BLE001 - the same
        unhandled.append(f"{type(error).__name__}: {error}")
    tenant.store.close()
    tenant.journal.close()
    return promised, unhandled


def _kept(found: Home, promised: list[str]) -> Iterator[str]:
    profiles = set(ProfileFile(found.config).read().profiles)
    if profiles != ({"acme", "beta"} if "beta" in promised else {"acme"}):
        yield f"the config names {sorted(profiles)}"
    tenant = found.opened()
    kept = {entry.id for entry in tenant.journal.entries(None)}
    done = sum(entry.state is State.DONE for entry in tenant.journal.entries(None))
    missing = {entry for entry in promised if entry != "beta"} - kept
    if done != ENTRIES or missing or tenant.journal.moved_aside:
        yield f"the change log has {done} of {ENTRIES} entries and lacks {len(missing)}: {tenant.journal.moved_aside}"
    tenant.store.view("users").window(0, 10)
    tenant.store.close()
    tenant.journal.close()
