"""The interactive rows of the fault table, as a person meets them: the sentence, the age of what is shown, a key."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from kinde_tui.api.errors import lacking
from tests.faults import catalogue
from tests.faults.glass import USERS, Glass, on_glass
from tests.faults.proxy import Fault, Moment
from tests.support.screen import PATIENCE

Scene: TypeAlias = Callable[[Glass], None]
READS, WRITES = "getUsers", "updateUser"
CREDENTIALS = (
    "Kinde does not accept this client id and secret. Copy both again from the machine-to-machine application "
    "(Applications › its Details); the secret may have been rotated."
)
WRONG_SECRET = {"error": "invalid_client"}
NO_TOKEN = {"errors": [{"code": "TOKEN_INVALID", "message": "The token is not valid."}]}
KEEPS = "r tries again"


@dataclass(frozen=True)
class Row:
    """A row of the fault table on the glass."""

    number: int
    name: str
    play: Scene
    quick: bool = True
    """Whether it is over before a limit of time of the program's own is."""


def offline(glass: Glass) -> None:
    """Nobody listens: rows stay with the reason; `r` reads them when somebody does again."""
    said = f"Cannot reach {glass.host}: it refuses connections. Check the domain and its port."
    glass.between.cut()
    glass.screen.press("r")
    glass.reads(f"✕ {said}", f"{KEEPS} · by itself in", "✕ offline")
    glass.reads_age()
    glass.between.mend()
    glass.screen.press("r")
    glass.reads_no_more("✕ offline")
    glass.settled()


def offline_while_writing(glass: Glass) -> None:
    """A change that cannot be sent is not lost: `U` makes it when the tenant is back."""
    _, name = glass.next_person()
    glass.between.cut()
    before = glass.effects(WRITES)
    glass.screen.press("s")
    glass.reads(f"Suspend {name}: refused", "U tries it again.", "✕ offline", KEEPS)
    glass.reads(f"Nothing was sent: Cannot reach {glass.host}: it refuses connections.")
    glass.reads_age()
    assert glass.effects(WRITES) == before
    glass.between.mend()
    glass.screen.press("U")
    glass.reads(f"Done: Suspend {name}", "u undoes it")
    glass.took(WRITES, before + 1)
    _take_back(glass, name)


def _take_back(glass: Glass, name: str) -> None:
    glass.screen.press("u")
    glass.reads(f"Done: Restore {name}")
    glass.settled()


def offline_with_a_form(glass: Glass) -> None:
    """What was typed into a form is kept as well."""
    glass.between.cut()
    glass.screen.press("n")
    glass.reads("New user")
    glass.screen.press(*"zoe@example.com", "\x13")
    glass.reads("Create the user zoe@example.com: refused", "U tries it again.")
    glass.reads_age()
    assert glass.effects("createUser") == 0
    glass.between.mend()
    glass.screen.press("U")
    glass.reads("Users › zoe@example.com", "u undoes it")
    assert glass.effects("createUser") == 1
    glass.screen.press("u")
    glass.reads("Delete zoe@example.com and erase the profile?")
    glass.screen.press("y")
    glass.reads(f"all {USERS} loaded")
    glass.settled()


def token_expired(glass: Glass) -> None:
    """One 401 is nobody's business: another token, and the answer."""
    asked = glass.between.proxy.calls["token"]
    glass.strike(READS, catalogue.says(401, NO_TOKEN), times=1)
    glass.screen.press("r")
    glass.reads(f"{asked + 1} asked")
    glass.settled()


def secret_rotated(glass: Glass) -> None:
    """Another secret than ours is right now; when ours is again, `r` asks anew at once."""
    glass.strike(READS, catalogue.says(401, NO_TOKEN))
    glass.strike("token", catalogue.says(401, WRONG_SECRET))
    glass.screen.press("r")
    glass.reads(f"✕ {CREDENTIALS}", f"{KEEPS} · :secret enters another one", "✕ credentials refused")
    glass.reads_age()
    glass.calm()
    glass.screen.press("r")
    glass.reads("A new token: Kinde accepts the credentials.")
    glass.reads_no_more("✕ credentials refused")
    glass.settled()


def scope_missing(glass: Glass) -> None:
    """The scope and where it is ticked; `r` picks it up."""
    glass.strike(READS, catalogue.refuses(403, "ACCESS_DENIED", "Scope read:users is missing"))
    glass.screen.press("r")
    glass.reads(f"✕ {lacking(('read:users',))}", "r asks for a new token")
    glass.reads_age()
    glass.calm()
    glass.screen.press("r")
    glass.reads("A new token, with read:users.")
    glass.settled()


def scope_missing_for_a_write(glass: Glass) -> None:
    """The same for a change, which is kept: a new token, and `U`."""
    _, name = glass.next_person()
    before = glass.effects(WRITES)
    glass.strike(WRITES, catalogue.refuses(403, "ACCESS_DENIED", "Scope update:users is missing"))
    glass.screen.press("s")
    glass.reads(f"Suspend {name}: refused", lacking(("update:users",)), "U tries it again.")
    glass.calm()
    assert glass.effects(WRITES) == before
    glass.screen.press(":", *"scopes", "enter")
    glass.reads("Scopes ›")
    glass.screen.press("r")
    glass.reads("A new token, with update:users.")
    glass.screen.press("2")
    glass.reads("Users ›")
    glass.screen.press("U")
    glass.reads(f"Done: Suspend {name}")
    glass.took(WRITES, before + 1)
    _take_back(glass, name)


def too_many_requests(glass: Glass) -> None:
    """A countdown; Escape waits no longer, and `r` does again."""
    glass.strike(READS, catalogue.too_many("Retry-After: 4"), times=1)
    glass.screen.press("r")
    glass.reads("◌ asked to wait", "◌ reading users · esc stops")
    glass.reads_age()
    seconds = _seconds_to_wait(glass)
    glass.screen.wait_until(lambda: _seconds_to_wait(glass) < seconds, "a smaller number")
    glass.screen.press("escape")
    glass.reads("Stopped: r reads it again.")
    glass.screen.press("r")
    glass.reads_no_more("◌ asked to wait")
    glass.settled()


def _seconds_to_wait(glass: Glass) -> int:
    found = re.search(r"◌ asked to wait (\d+) s", glass.status)
    return int(found[1]) if found else 99


def too_many_writes(glass: Glass) -> None:
    """A change waits as long as it is asked to, and is made once."""
    _, name = glass.next_person()
    before = glass.effects(WRITES)
    glass.strike(WRITES, catalogue.too_many("Retry-After: 4"), times=1)
    glass.screen.press("s")
    glass.reads("◌ asked to wait", "… saving 1 · esc gives up")
    glass.reads_age()
    glass.reads(f"Done: Suspend {name}")
    glass.took(WRITES, before + 1)
    _take_back(glass, name)


def too_many_writes_given_up(glass: Glass) -> None:
    """Escape gives a change up that waits: it was not made, and `U` makes it."""
    _, name = glass.next_person()
    before = glass.effects(WRITES)
    glass.strike(WRITES, catalogue.too_many("Retry-After: 3"), times=1)
    glass.screen.press("s")
    glass.reads("◌ asked to wait", "… saving 1 · esc gives up")
    glass.screen.press("escape")
    glass.reads(f"Suspend {name}: refused", "Try again later. U tries it again.")
    assert glass.effects(WRITES) == before
    glass.screen.press("U")
    glass.reads(f"Done: Suspend {name}")
    glass.took(WRITES, before + 1)
    _take_back(glass, name)


def somebody_elses_edit(glass: Glass) -> None:
    """Both values and both keys; what is kept and what is overwritten is what was chosen."""
    people = glass.served.demo.tenant.people
    number, name = glass.next_person()
    first, last = name.split(" ")
    for answer, left in (("enter", "Theirs"), ("o", "Mine")):
        before = glass.effects(WRITES)
        glass.screen.press("e")
        glass.reads("⏎ save")
        people.edit(number, {"first_name": "Theirs"})
        glass.screen.press(*f"Mine {last}", "enter")
        glass.reads("somebody else changed it meanwhile", "Nothing was sent.")
        glass.reads("o overwrite with yours", "enter / esc keep theirs", "YOU SAW", "IT IS NOW", "YOU WANT")
        values = f"first_name {first} Theirs Mine"
        glass.screen.wait_until(lambda values=values: values in " ".join(glass.screen.text.split()), values)  # type: ignore[misc]  # bound above
        assert glass.effects(WRITES) == before
        glass.screen.press(answer)
        glass.reads_no_more("Nothing was sent.")
        glass.screen.wait_until(lambda left=left: people.person(number)["first_name"] == left, left)  # type: ignore[misc]  # bound above
        people.edit(number, {"first_name": first})
        glass.screen.press("r")
        glass.reads(f"Users › {name}")
        glass.settled()


def deleted_elsewhere(glass: Glass) -> None:
    """The change is not sent, the reason is said, and the row goes."""
    people = glass.served.demo.tenant.people
    number, name = glass.next_person()
    before = glass.effects(WRITES)
    people.remove(number)
    glass.screen.press("s")
    glass.reads(f"{name} was deleted elsewhere; nothing was sent.")
    glass.reads_no_more(f"Users › {name}")
    assert glass.effects(WRITES) == before
    glass.screen.press("r")
    glass.reads(f"all {len(people)} loaded")
    glass.settled()


def web_page(glass: Glass) -> None:
    """A login page in between: no row is lost to it."""
    said = (
        f"{glass.host} answered with a web page instead of Kinde's API. A proxy or a login page may be in between, or "
        "the domain is not Kinde's: check both."
    )
    _cannot_be_read(glass, catalogue.says(200, catalogue.PAGE, kind="text/html"), said)


def no_json(glass: Glass) -> None:
    """Something that is no answer."""
    said = f"{glass.host} answered with something that is no JSON (expected ident at line 1 column 13); it began with:"
    _cannot_be_read(glass, catalogue.says(200, b'{"users": [nope'), said)


def of_another_type(glass: Glass) -> None:
    """JSON of another kind."""
    said = f"{glass.host} answered with a list where an object must be; it began with: []"
    _cannot_be_read(glass, catalogue.says(200, []), said)


def too_large(glass: Glass) -> None:
    """More than any answer of Kinde has, however few records are asked for."""
    said = f"The answer of {glass.host} is larger than 32 MiB and was dropped."
    _cannot_be_read(glass, catalogue.packed(catalogue.BOMB), said)


def token_too_large(glass: Glass) -> None:
    """A header that a proxy does not take."""
    said = f"{glass.host} found the request too large (status 431)."
    _cannot_be_read(glass, catalogue.says(431, {}), said)


def failing(glass: Glass) -> None:
    """Kinde itself fails."""
    _cannot_be_read(glass, catalogue.says(502, {}), "Try again in a moment.")


def _cannot_be_read(glass: Glass, fault: Fault, said: str, seconds: float = PATIENCE) -> None:
    glass.strike(READS, fault)
    glass.screen.press("r")
    glass.reads(said, f"{KEEPS} · by itself in", seconds=seconds)
    glass.reads_age()
    glass.calm()
    glass.screen.press("r")
    glass.reads_no_more(said)
    glass.settled()


def outcome_unknown(glass: Glass) -> None:
    """What nobody can look up is said so, with what to check, and where it is kept."""
    _, name = glass.next_person()
    glass.strike("refreshUserClaims", catalogue.hangs_up, Moment.AFTER)
    glass.screen.press("f")
    glass.reads(
        f"Refresh the claims of {name}: unknown",
        "Whether it happened is not known: look before you do it again.",
        "It stays in the change log (:log).",
    )
    glass.reads_age()
    assert glass.effects("refreshUserClaims") >= 1
    glass.calm()
    glass.screen.press(":", *"log", "enter")
    glass.reads("unknown", "s settle")
    glass.screen.press("2")
    glass.reads("Users ›")
    glass.settled()


def slow(glass: Glass) -> None:
    """What is waited for is said, and Escape waits no longer."""
    glass.strike(READS, catalogue.silent)
    glass.screen.press("r")
    glass.reads("◌ reading users · esc stops")
    glass.reads_age()
    glass.screen.press("escape")
    glass.reads("Stopped: r reads it again.")
    glass.reads_age()
    glass.calm()
    glass.screen.press("r")
    glass.reads_no_more("Stopped: r reads it again.")
    glass.settled()


def no_answer(glass: Glass) -> None:
    """The limit of patience is reached."""
    _cannot_be_read(glass, catalogue.silent, f"No answer from {glass.host} in 20 seconds. Try again.", seconds=120)


SIZES = ((140, 40), (80, 24))
"""Columns and lines of the terminals on which they are played."""
ROWS = (
    Row(2, "offline", offline),
    Row(2, "offline while writing", offline_while_writing),
    Row(11, "token expired", token_expired),
    Row(12, "secret rotated", secret_rotated),
    Row(14, "scope missing", scope_missing),
    Row(14, "scope missing for a write", scope_missing_for_a_write),
    Row(20, "too many requests", too_many_requests),
    Row(21, "too many writes", too_many_writes),
    Row(21, "too many writes, given up", too_many_writes_given_up),
    Row(48, "somebody else's edit", somebody_elses_edit),
    Row(15, "deleted elsewhere", deleted_elsewhere),
    Row(26, "a web page", web_page),
    Row(27, "no JSON", no_json),
    Row(30, "JSON of another type", of_another_type),
    Row(36, "too large", too_large),
    Row(19, "a token too large", token_too_large),
    Row(25, "Kinde fails", failing, quick=False),
    Row(7, "outcome unknown", outcome_unknown, quick=False),
    Row(37, "slow", slow),
    Row(1, "offline with a form", offline_with_a_form),
    Row(4, "no answer", no_answer, quick=False),
)
"""All of them; each leaves the glass as it found it."""


def play_all(home: Path, columns: int, lines: int) -> list[str]:
    """Plays every row on one terminal, each with a program of its own; what was missing on the glass, and where."""
    missing = []
    for number, row in enumerate(ROWS):
        (place := home / f"{columns}-{number}").mkdir()
        try:
            with on_glass(place, columns, lines) as one:
                row.play(one)
        except AssertionError as error:
            missing.append(f"{row.number} {row.name} at {columns}×{lines}: {error}")
    return missing
