"""Changes of flag values on one level: what is sent, what is shown at once, and what takes it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.flag import FlagType
from kinde_tui.services.cascade import Level
from kinde_tui.services.change import Change, Danger, Effect, Inserted, Patched, Removed, Stale, Target
from kinde_tui.services.flag_values import read_value, shown, wire

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent

Undo: TypeAlias = Callable[["Raw"], Change]

LISTS = {Level.ENVIRONMENT: "environment_flags", Level.ORGANIZATION: "organization_flags", Level.USER: "user_flags"}
"""The collections that hold the values of a level. The API has none for users; the name stands in the journal."""
NAMED = 8
"""So many flags are named of those that lose their overrides."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One flag on one level."""

    level: Level
    key: str
    kind: str
    """The flag's type."""
    scope: str = ""
    """The organization's code or the user's id; empty for the environment."""
    whose: str = ""
    """The level as a sentence names it: `for Acme in staging`."""
    follows: tuple[Parent, ...] = ()
    """Organizations whose lists are loaded and may follow a change of the environment."""

    @property
    def target(self) -> Target:
        """The entry in the level's list."""
        return Target(LISTS[self.level], self.key, self.key, (self.scope,) if self.scope else ())

    @property
    def stale(self) -> tuple[Effect, ...]:
        """Lists that have to be read again after a change here."""
        follows = tuple(Stale(LISTS[Level.ORGANIZATION], parent) for parent in self.follows)
        return () if self.level is Level.USER else (Stale(self.target.collection, self.target.parent), *follows)


def override(spot: Spot, value: str, former: Raw | None) -> Change:
    """Sets an override where there is none; undo clears it.

    Args:
        spot: where.
        value: as it travels.
        former: the entry that the level's list shows for what is inherited; None: it shows none.
    """

    def undo(_answer: Raw) -> Change:
        return _clear(spot, after, former, left_known=True, undo=lambda _: override(spot, value, former))

    after = _entry(spot, former, value)
    return _set(spot, value, former, undo)


def reset(spot: Spot, value: str, former: Raw, lossy: str = "") -> Change:
    """Sets an override where there is one; undo sets the former value.

    Args:
        spot: where.
        value: as it travels.
        former: the entry that the level's list shows now.
        lossy: what undo cannot bring back.
    """

    def undo(_answer: Raw) -> Change:
        return reset(spot, text_of(former) or "", _entry(spot, former, value))

    return _set(spot, value, former, undo, lossy)


def blind(spot: Spot, value: str, former: str | None, lossy: str) -> Change:
    """Sets an override where what was set before cannot be read.

    Args:
        spot: where.
        value: as it travels.
        former: what undo sets, as it travels; None: there is no way back.
        lossy: what undo cannot bring back.
    """

    def undo(_answer: Raw) -> Change:
        return blind(spot, former or "", value, "")

    return _set(spot, value, None, None if former is None else undo, lossy)


def clear(spot: Spot, former: Raw | None, left: str | None) -> Change:
    """Removes an override of the environment or of an organization; undo sets it again.

    Args:
        spot: where.
        former: the entry that the level's list shows now; None: it is not loaded.
        left: what is in force on this level afterwards, as it travels; None: not known.
    """
    remains = None if left is None or former is None else _entry(spot, former, left)
    text = text_of(former)
    if former is None or text is None:
        lossy = "What was set before is not loaded, so there is no way back."
        return _clear(spot, former, remains, left_known=False, undo=None, lossy=lossy)

    def undo(_answer: Raw) -> Change:
        # Set where only what is inherited is left: taking that back clears again.
        return _set(spot, text, remains, lambda _: clear(spot, former, left), compare=remains is not None)

    return _clear(spot, former, remains, left_known=remains is not None, undo=undo)


def clear_all(spot: Spot, keys: list[str]) -> Change:
    """Removes all overrides of the environment or of an organization in one request; there is no way back.

    DeleteEnvironementFeatureFlagOverrides, DeleteOrganizationFeatureFlagOverrides.
    """
    operation, path = kinde.DELETE_ENVIRONMENT_FEATURE_FLAG_OVERRIDES, {}
    if spot.level is Level.ORGANIZATION:
        operation, path = kinde.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDES, {"org_code": spot.scope}
    flags = "1 flag is" if len(keys) == 1 else f"{len(keys)} flags are"
    first = ", ".join([*keys[:NAMED], *["…"] * (len(keys) > NAMED)])
    named = f"{flags} known to have one: {first}." if keys else "Which flags have one is not known."
    target = spot.target
    return Change(
        request=Request(operation, path),
        target=Target(target.collection, "", "all flags", target.parent),
        says=f"Clear all flag overrides {spot.whose}",
        effects=spot.stale,
        danger=Danger.TYPED,
        loses=f"Every override {spot.whose} is gone. {named} There is no way back.",
    )


def _set_request(spot: Spot, value: str) -> Request:
    match spot.level:
        case Level.ORGANIZATION:
            path = {"org_code": spot.scope, "feature_flag_key": spot.key}
            return Request(kinde.UPDATE_ORGANIZATION_FEATURE_FLAG_OVERRIDE, path, {"value": value})
        case Level.USER:
            path = {"user_id": spot.scope, "feature_flag_key": spot.key}
            return Request(kinde.UPDATE_USER_FEATURE_FLAG_OVERRIDE, path, {"value": value})
    path = {"feature_flag_key": spot.key}
    return Request(kinde.UPDATE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE, path, body={"value": value})


def _set(
    spot: Spot, value: str, former: Raw | None, undo: Undo | None, lossy: str = "", *, compare: bool = True
) -> Change:
    entry = _entry(spot, former, value)
    # Inserted, not patched: an entry that is gone from a list of overrides is inherited now, and no lost record.
    effects = () if spot.level is Level.USER else (Inserted(spot.target, entry),)
    return Change(
        request=_set_request(spot, value),
        target=spot.target,
        says=_says_set(spot, value),
        before={"value": former.get("value")} if former is not None and compare else {},
        after={"value": entry["value"]},
        effects=effects + spot.stale,
        undo=undo,
        lossy=lossy,
    )


def _clear(
    spot: Spot, former: Raw | None, left: Raw | None, *, left_known: bool, undo: Undo | None, lossy: str = ""
) -> Change:
    path = {"feature_flag_key": spot.key}
    operation = kinde.DELETE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE
    if spot.level is Level.ORGANIZATION:
        operation, path = kinde.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDE, {"org_code": spot.scope, **path}
    after = {} if left is None else {"value": left.get("value")}
    effects: tuple[Effect, ...] = ()
    if left_known:
        effects = (Removed(spot.target),) if left is None else (Patched(spot.target, after),)
    return Change(
        request=Request(operation, path),
        target=spot.target,
        says=f"Clear the override of {spot.key} {spot.whose}",
        before={} if former is None else {"value": former.get("value")},
        after=after,
        effects=effects + spot.stale,
        undo=undo,
        lossy=lossy,
    )


def _says_set(spot: Spot, value: str) -> str:
    typed = read_value(spot.kind, value)
    if isinstance(typed, bool):
        return f"Turn {spot.key} {shown(typed)} {spot.whose}"
    return f"Set {spot.key} to {shown(typed)} {spot.whose}"


def _entry(spot: Spot, former: Raw | None, value: str) -> Raw:
    """The list's entry with this value, spelled as the list spells values: as text unless it did otherwise before."""
    found = None if former is None else former.get("value")
    like = value if found is None or isinstance(found, str) else read_value(spot.kind, value)
    kind = {"type": spot.kind} if spot.kind and spot.kind != FlagType.JSON else {}
    return {**(former or {"key": spot.key, **kind}), "value": like}


def text_of(raw: Raw | None) -> str | None:
    """The value of a list's entry as it travels; None where there is none."""
    value = None if raw is None else raw.get("value")
    return None if value is None else wire(value)
