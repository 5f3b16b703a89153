"""What cells and facts say: pure functions from a field to words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from kinde_tui.services.collections.collection import Context, Tone

if TYPE_CHECKING:
    from kinde_tui.models.record import Record

ABSENT = "—"
"""Kinde sent nothing for this."""
UNREADABLE = "— !"
"""Kinde sent something that is not what its document promises; the JSON tab shows it."""

Text: TypeAlias = Callable[[Any, Context], str]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MINUTE, _HOUR, _DAY, _WEEK = 60, 3600, 86_400, 604_800
_PAST = (
    (_MINUTE, 1, "just now"),
    (_HOUR, _MINUTE, "{} min ago"),
    (_DAY, _HOUR, "{} h ago"),
    (2 * _DAY, _DAY, "yesterday"),
    (2 * _WEEK, _DAY, "{} d ago"),
    (8 * _WEEK, _WEEK, "{} w ago"),
)
"""Below so many seconds, in units of so many seconds, it is called this."""
_AHEAD = (
    (_MINUTE, 1, "just now"),
    (_HOUR, _MINUTE, "in {} min"),
    (2 * _DAY, _HOUR, "in {} h"),
    (8 * _WEEK, _DAY, "in {} d"),
)


def ago(moment: datetime | None, now: datetime) -> str:
    """How long before `now` something was, in one unit; beyond eight weeks the day itself. None was never.

    A moment without a time zone is taken as UTC. One that is still to come reads `in 3 h`.
    """
    if moment is None:
        return "never"
    moment = aware(moment)
    seconds = (now - moment) // timedelta(seconds=1)
    for below, unit, words in _PAST if seconds >= 0 else _AHEAD:
        if abs(seconds) < below:
            return words.format(abs(seconds) // unit)
    return day(moment)


def day(moment: datetime | None) -> str:
    """The day in UTC, the same in every locale: `8 Mar 2025`."""
    if moment is None:
        return ABSENT
    moment = aware(moment)
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def day_and_time(moment: datetime | None) -> str:
    """The minute in UTC: `8 Mar 2025, 14:05 UTC`."""
    return ABSENT if moment is None else f"{day(moment)}, {aware(moment):%H:%M} UTC"


def aware(moment: datetime) -> datetime:
    """The same moment in UTC; one without a time zone is taken as UTC."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # a few hours before year 1 or after year 9999
        return moment.replace(tzinfo=UTC)


def times(number: int) -> str:
    """How often: `once`, `41 times`."""
    return "once" if number == 1 else f"{number:,} times"


def yes_no(value: bool | None) -> str:
    """A boolean as a word."""
    return ABSENT if value is None else "yes" if value else "no"


def status(suspended: bool | None) -> str:
    """Whether somebody may sign in, as a sign and a word."""
    if suspended is None:
        return ABSENT
    return "○ suspended" if suspended else "● active"


def status_tone(record: Any) -> Tone:
    """The tone that goes with `status`."""
    if record.is_suspended is None:
        return Tone.MUTED
    return Tone.WARNING if record.is_suspended else Tone.GOOD


def shown(name: str, render: Callable[[Any], str], *others: str) -> Text:
    """A cell for one field; `others` are names under which Kinde sends the same field."""

    def text(record: Record, _context: Context) -> str:
        value = getattr(record, name)
        if value is None:
            return UNREADABLE if {name, *others}.intersection(record.problems) else ABSENT
        return render(value)

    return text


MASK = "•" * 12
"""Stands for a secret; as long for a short one as for a long one."""


def masked(_record: Record, _context: Context) -> str:
    """What is said of a secret until somebody asks for it."""
    return MASK


UNREAD = "enter reads it"
"""What no list has, of a record that was not read on its own."""


def when_read(is_read: Callable[[Any], bool], text: Text) -> Text:
    """A fact that only the single read has: before it, that is said in its place."""
    return lambda record, context: text(record, context) if is_read(record) else UNREAD


def plain(name: str, *others: str) -> Text:
    """A cell that says the field as it is."""
    return shown(name, lambda value: str(value) or ABSENT, *others)


def counted(name: str) -> Text:
    """A cell that says how many things a list field holds."""
    return shown(name, lambda value: f"{len(value):,}")


def number(name: str) -> Text:
    """A cell for a whole number."""
    return shown(name, lambda value: f"{value:,}")


def answer(name: str) -> Text:
    """A cell for a boolean."""
    return shown(name, yes_no)


def dated(name: str) -> Text:
    """A cell for a day."""
    return shown(name, day)


def dated_exactly(name: str) -> Text:
    """A fact for a minute."""
    return shown(name, day_and_time)


def joined_words(name: str) -> Text:
    """A cell for a list of texts: `admin, billing`."""
    return shown(name, lambda value: ", ".join(value) or ABSENT)


def since(name: str) -> Text:
    """A cell for how long ago, or when exactly; a missing moment is `never`, an unreadable one is not."""

    def text(record: Record, context: Context) -> str:
        if name in record.problems:
            return UNREADABLE
        moment = getattr(record, name)
        return day_and_time(moment) if context.exact and moment is not None else ago(moment, context.now)

    return text


def named(collection: str, name: str) -> Text:
    """A cell for the key of another record: its name where it is loaded, else the key itself."""

    def text(record: Record, context: Context) -> str:
        key = getattr(record, name)
        if not key:
            return UNREADABLE if name in record.problems else ABSENT
        return context.name_of(collection, key) or str(key)

    return text
