"""Who waits for whom among changes of one list."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.services.change import Change, Target
from kinde_tui.services.turns import Turns


def of(key: str, parent: str = "org_1") -> Change:
    """A change of one flag of an organization, or of all of them."""
    target = Target("organization_flags", key, key, (parent,))
    if key:
        operation = kinde.UPDATE_ORGANIZATION_FEATURE_FLAG_OVERRIDE
        return Change(Request(operation, {"org_code": parent, "feature_flag_key": key}), target, f"Set {key}")
    return Change(Request(kinde.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDES, {"org_code": parent}), target, "Clear all")


@dataclass
class Race:
    """Changes that begin when it is their turn and end when a test says so."""

    turns: Turns = field(default_factory=Turns)
    begun: list[str] = field(default_factory=list)
    ends: dict[str, asyncio.Event] = field(default_factory=dict)

    def begin(self, name: str, change: Change) -> asyncio.Task[None]:
        """Asks for a turn."""
        self.ends[name] = asyncio.Event()

        async def make() -> None:
            async with self.turns.of(change):
                self.begun.append(name)
                await self.ends[name].wait()

        return asyncio.create_task(make())

    async def rest(self) -> list[str]:
        """What has begun when nobody can go on."""
        for _ in range(10):
            await asyncio.sleep(0)
        return self.begun

    async def end(self, name: str) -> list[str]:
        """One is made."""
        self.ends[name].set()
        return await self.rest()


async def test_changes_of_one_record_are_made_one_after_the_other() -> None:
    race = Race()
    tasks = [race.begin("a1", of("a")), race.begin("a2", of("a")), race.begin("b", of("b")), race.begin("a3", of("a"))]
    assert await race.rest() == ["a1", "b"]
    assert await race.end("a1") == ["a1", "b", "a2"]
    assert await race.end("a2") == ["a1", "b", "a2", "a3"]
    await race.end("a3")
    await race.end("b")
    await asyncio.gather(*tasks)
    assert not race.turns._lines


async def test_a_change_of_the_whole_list_waits_for_all_before_it_and_all_after_it_wait() -> None:
    race = Race()
    elsewhere = race.begin("elsewhere", of("a", "org_2"))
    tasks = [race.begin("a", of("a")), race.begin("all", of("")), race.begin("c", of("c")), race.begin("all2", of(""))]
    assert await race.rest() == ["elsewhere", "a"]
    assert await race.end("a") == ["elsewhere", "a", "all"]
    assert await race.end("all") == ["elsewhere", "a", "all", "c"]
    assert await race.end("c") == ["elsewhere", "a", "all", "c", "all2"]
    await race.end("all2")
    await race.end("elsewhere")
    await asyncio.gather(*tasks, elsewhere)
    assert not race.turns._lines


async def test_who_gives_up_waiting_lets_nobody_overtake() -> None:
    race = Race()
    first, second = race.begin("first", of("a")), race.begin("second", of(""))
    await race.rest()
    second.cancel()
    third = race.begin("third", of("a"))
    assert await race.rest() == ["first"]
    assert second.cancelled()
    assert await race.end("first") == ["first", "third"]
    await race.end("third")
    await asyncio.gather(first, third)
