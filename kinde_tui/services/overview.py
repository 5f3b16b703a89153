"""The tenant in figures. Each is a filter, counted by the store with the code that opens the filtered table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from kinde_tui.services.collections.texts import day as as_day
from kinde_tui.services.tallies import Steps, Words

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.store import Store

WEEKS = 26
"""Weeks of sign-ups, the running one included."""
LARGEST = 8
"""Organizations that are shown."""
FAILURES = 5
"""So many failed sign-ins in a row are many."""
_BOUNDS = (7, 30, 90, 180, 365)
"""Days between the stretches of when people were last seen."""
_SEEN = ("last 7 days", "8–30 days", "31–90 days", "91–180 days", "181–365 days", "over a year")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, and the table that shows what it counts."""

    id: str
    """What it is known by, also after the next count."""
    label: str
    says: str
    """What is counted, in a sentence's words after the number."""
    count: int
    collection: str
    filter: str = ""
    """Rows of the collection that are counted; empty: all."""
    of: int = 0
    """What the number is a share of; 0: of nothing."""
    more: str = ""
    """What else there is to say, in two words."""
    so_far: bool = False
    """Whether its list was never read to the end."""

    @property
    def known(self) -> bool:
        """Whether it says anything: nothing found in a list of which nothing was read is no answer."""
        return bool(self.count or self.of) or not self.so_far

    @property
    def share(self) -> float | None:
        """Which part it is, from 0 to 1; None: of nothing."""
        return min(1.0, self.count / self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Survey:
    """What the store has of the tenant's people and organizations."""

    day: date
    """The day in UTC from which days are counted back."""
    headline: tuple[Figure, ...]
    sign_ups: tuple[Figure, ...]
    """Week by week, oldest first."""
    last_seen: tuple[Figure, ...]
    largest: tuple[Figure, ...] = ()
    """Organizations by how many users say that they belong to them, largest first."""
    organizations_told: bool = True
    """Whether any user says where they belong: the list is asked to tell, but only the tenant knows whether it does."""


@dataclass(slots=True)
class _Asked:
    """The filters of one day."""

    day: date
    seen: tuple[str, ...] = field(init=False)
    weeks: tuple[date, ...] = field(init=False)
    created: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        bounds = [self.day - timedelta(days=days) for days in _BOUNDS]
        self.seen = (*(f"last_seen:>{bound}" for bound in bounds), f"last_seen:<={bounds[-1]}")
        monday = self.day - timedelta(days=self.day.weekday())
        self.weeks = tuple(monday - timedelta(weeks=back) for back in reversed(range(WEEKS)))
        self.created = (*(f"created:<{week}" for week in self.weeks), f"created:>={monday}")


def survey(store: Store, organizations: AnyCollection, now: datetime) -> Survey:
    """Counts what the store has now. Any thread may ask.

    100,000 users take three walks of 20 to 50 ms: whoever reads the store meanwhile waits for one of them at most.

    What is not loaded is not counted: see `Store.age` of the two lists.

    Args:
        store: with users and organizations.
        organizations: the collection, which knows what people call one.
        now: the wall clock, aware.
    """
    asked = _Asked(now.astimezone(UTC).date())
    total = store.count("users")
    states = [Steps(("is:suspended",)), Steps((f"failed:>={FAILURES}",)), Steps(("is:never",))]
    suspended, failed, never, seen = store.tally("users", [*states, Steps(asked.seen)])
    (created,) = store.tally("users", [Steps(asked.created)])
    (belonging,) = store.tally("users", [Words("org")])
    partly = frozenset(name for name in ("users", "organizations") if not store.age(name).complete)
    told = bool(belonging) or not total or bool(store.tally("users", [Steps(("orgs:>=0",))])[0]["orgs:>=0"])
    headline = _headline(asked, seen + created, suspended + failed + never, total, store.count("organizations"))
    return Survey(
        asked.day,
        _marked(headline, partly),
        _marked(_sign_ups(asked, created), partly),
        _marked(_last_seen(asked, seen, never["is:never"], total), partly),
        _marked(_largest(store, organizations, belonging, total), partly),
        told,
    )


def _marked(figures: Iterable[Figure], partly: Collection[str]) -> tuple[Figure, ...]:
    """The figures, those of lists that were never read to the end marked as such."""
    return tuple(replace(one, so_far=one.collection in partly) for one in figures)


def _headline(
    asked: _Asked, steps: Counter[str], counts: Counter[str], users: int, organizations: int
) -> tuple[Figure, ...]:
    active = [
        Figure(
            f"active:{days}",
            f"active {days} days",
            f"users were seen in the last {days} days",
            sum(steps[text] for text in asked.seen[: place + 1]),
            "users",
            asked.seen[place],
            users,
        )
        for place, days in enumerate(_BOUNDS[:3])
    ]
    failed = f"failed:>={FAILURES}"
    return (
        Figure("users", "users", "users", users, "users", more=f"+{steps[asked.created[-1]]:,} this week"),
        Figure("organizations", "organizations", "organizations", organizations, "organizations"),
        *active,
        Figure("never", "never signed in", "users never signed in", counts["is:never"], "users", "is:never", users),
        Figure("suspended", "suspended", "users are suspended", counts["is:suspended"], "users", "is:suspended", users),
        Figure(
            "failed",
            f"{FAILURES}+ failures",
            f"users failed to sign in {FAILURES} times in a row or more",
            counts[failed],
            "users",
            failed,
            users,
        ),
    )


def _sign_ups(asked: _Asked, created: Counter[str]) -> tuple[Figure, ...]:
    figures = []
    for place, week in enumerate(asked.weeks):
        running = place == len(asked.weeks) - 1
        step = asked.created[place + 1]
        text = step if running else f"created:>={week} {step}"
        said = as_day(datetime(week.year, week.month, week.day, tzinfo=UTC))
        says = f"users signed up in the week of {said}{', which is not over' if running else ''}"
        figures.append(Figure(f"week:{week}", said, says, created[step], "users", text))
    return tuple(figures)


def _last_seen(asked: _Asked, seen: Counter[str], never: int, users: int) -> tuple[Figure, ...]:
    figures = []
    for place, (label, text) in enumerate(zip(_SEEN, asked.seen, strict=True)):
        if 0 < place < len(_BOUNDS):
            text = f"{text} {asked.seen[place - 1].replace('>', '<=')}"  # noqa: PLW2901 - the same, bounded
        says = f"users were last seen {label} ago" if place else "users were last seen in the last 7 days"
        figures.append(Figure(f"seen:{place}", label, says, seen[asked.seen[place]], "users", text, users))
    return (*figures, Figure("seen:never", "never", "users never signed in", never, "users", "is:never", users))


def _largest(store: Store, organizations: AnyCollection, belonging: Counter[str], users: int) -> tuple[Figure, ...]:
    figures = []
    for code, count in sorted(belonging.items(), key=lambda item: (-item[1], item[0]))[:LARGEST]:
        found = store.find("organizations", "code", code)
        name = organizations.called(organizations.read(found[0].raw)) if found else code
        figures.append(Figure(f"org:{code}", name, f"users belong to {name}", count, "users", _belongs(code), users))
    return tuple(figures)


def _belongs(code: str) -> str:
    escaped = code.replace("\\", "\\\\").replace('"', '\\"')
    return f"org:={code}" if code.replace("_", "").isalnum() else f'org:="{escaped}"'
