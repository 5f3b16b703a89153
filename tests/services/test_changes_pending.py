"""What is shown is always what the tenant last told, with everything that is on its way laid over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.services.change import Change, Inserted, Patched, Removed, Target
from kinde_tui.services.collections.registry import COLLECTIONS
from kinde_tui.services.events import Bus
from kinde_tui.services.pending import Pending
from kinde_tui.services.store import Store
from tests.support.hand_clock import HandClock

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw

TARGET = Target("roles", "r")


def over(raw: Raw | None, change: Change) -> Raw | None:
    """The record with one change laid over it, said once more in other words."""
    effect: Any = change.effects[0]
    if isinstance(effect, Removed) or (raw is None and isinstance(effect, Patched)):
        return None
    return {**(raw or {}), **(effect.fields if isinstance(effect, Patched) else effect.raw)}


class Overlay(RuleBasedStateMachine):
    """Changes of one record begin, are confirmed or refused in any order, and the tenant tells its record between."""

    def __init__(self) -> None:
        super().__init__()
        bus = Bus()
        self.store = Store(COLLECTIONS, None, bus, HandClock())
        self.pending = Pending(self.store, bus, COLLECTIONS)
        self.truth: Raw | None = {"id": "r", "name": "start"}
        self.store.put("roles", self.truth)
        self.layers: list[Change] = []
        self.count = 0

    @rule(kind=st.sampled_from(["patch", "insert", "remove"]))
    def begin(self, kind: str) -> None:
        self.count += 1
        fields = {f"f{self.count}": True}
        effect: Any = {
            "patch": Patched(TARGET, fields),
            "insert": Inserted(TARGET, {"id": "r", **fields}),
            "remove": Removed(TARGET),
        }[kind]
        change = Change(Request(kinde.DELETE_ROLE, {"role_id": "r"}), TARGET, kind, effects=(effect,))
        self.layers.append(change)
        self.pending.lay(change)

    @precondition(lambda self: bool(self.layers))
    @rule(data=st.data(), done=st.booleans())
    def settle(self, data: st.DataObject, done: bool) -> None:
        change = self.layers.pop(data.draw(st.integers(0, len(self.layers) - 1)))
        if done:
            self.truth = over(self.truth, change)
            self.pending.keep(change)
        else:
            self.pending.take_back(change)

    @rule(number=st.integers(0, 9))
    def compare(self, number: int) -> None:
        self.truth = {"id": "r", "name": f"compared {number}"}
        self.pending.learn(TARGET, self.truth)

    @rule()
    def compare_with_nothing(self) -> None:
        self.truth = None
        self.pending.learn(TARGET, None)

    @rule(number=st.integers(0, 9))
    def refresh(self, number: int) -> None:
        self.truth = {"id": "r", "name": f"listed {number}"}
        self.store.put("roles", self.truth)

    @invariant()
    def shows_the_truth_below_what_is_on_its_way(self) -> None:
        shown = self.truth
        for change in self.layers:
            shown = over(shown, change)
        assert self.store.get("roles", "r") == shown
        assert self.pending.has(("roles", (), "r")) is bool(self.layers)

    def teardown(self) -> None:
        for change in self.layers:
            self.pending.take_back(change)
        assert self.store.get("roles", "r") == self.truth
        self.pending.close()
        self.store.close()


TestOverlay = Overlay.TestCase
TestOverlay.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)


def test_what_no_list_shows_is_left_alone() -> None:
    bus = Bus()
    store = Store(COLLECTIONS, None, bus, HandClock())
    pending = Pending(store, bus, COLLECTIONS)
    effects = (Inserted(Target("user_flags", "a"), {"key": "a"}), Patched(Target("roles", ""), {"name": "x"}))
    change = Change(Request(kinde.DELETE_ROLE, {"role_id": "r"}), TARGET, "x", effects=effects)
    pending.lay(change)
    pending.keep(change)
    assert not pending.has(("user_flags", (), "a"))
    store.close()
