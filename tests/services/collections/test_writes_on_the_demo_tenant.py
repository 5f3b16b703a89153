"""Every write that the declarations describe does on a tenant what a screen shows at once, and is taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import pytest

from kinde_tui.api.errors import AnsweredError
from kinde_tui.api.operations import OPERATIONS
from kinde_tui.demo.app import demo_app
from kinde_tui.services.collections.details import Across, Ticks
from kinde_tui.services.collections.registry import COLLECTIONS
from tests.services.collections.declared import EDITS, NOW, described
from tests.services.collections.demo_subjects import answers_for, parent_of, prepared, role_of, subject
from tests.services.collections.demo_tenant import Demo, same
from tests.support.acme import client_of

if TYPE_CHECKING:
    from kinde_tui.services.change import Change

TOP = (
    "users",
    "organizations",
    "roles",
    "permissions",
    "properties",
    "property_categories",
    "applications",
    "connections",
    "apis",
    "api_scopes",
)


@pytest.fixture
async def demo() -> AsyncIterator[Demo]:
    kinde = client_of(demo_app(seed=1, users=24, now=lambda: NOW))
    demo = Demo(kinde)
    await demo.load(*TOP)
    yield demo
    await kinde.close()


async def there_and_back(demo: Demo, change: Change) -> None:
    """Makes a change, takes it back and makes it again, as far as it says that it can be."""
    was = (
        None if not change.target.key or change.request.operation.method == "POST" else await demo.alone(change.target)
    )
    answer = await demo.make(change)
    if change.undo is None:
        return
    undo = change.undo(answer)
    answer = await demo.make(undo)
    if not change.lossy and was is not None:
        same({name: was.get(name) for name in change.before}, await demo.alone(change.target) or {})
    if undo.undo is not None:
        await demo.make(undo.undo(answer))


EDITED = [(name, column.key) for name, c in COLLECTIONS.items() for column in c.columns if column.edit]


@pytest.mark.parametrize(("name", "key"), EDITED, ids=lambda value: value)
async def test_edits(demo: Demo, name: str, key: str) -> None:
    parent, raw = await subject(demo, name)
    collection = COLLECTIONS[name]
    column = collection.column(key)
    assert column is not None
    assert column.edit is not None
    change = column.edit.change(collection.read(raw), EDITS.get(key, "other"), parent)
    assert change is not None
    await there_and_back(demo, change)


ACTED = [
    (name, action.id)
    for name, c in COLLECTIONS.items()
    for action in (*c.actions, *((c.removal,) if c.removal else ()))
]


@pytest.mark.parametrize(("name", "action_id"), ACTED, ids=lambda value: value)
async def test_actions(demo: Demo, name: str, action_id: str) -> None:
    parent, raw = await subject(demo, name)
    collection = COLLECTIONS[name]
    actions = (*collection.actions, *((collection.removal,) if collection.removal else ()))
    action = next(action for action in actions if action.id == action_id)
    answers = await answers_for(demo, action_id, parent)
    raw = await prepared(demo, action_id, raw, parent, answers)
    record = collection.read(raw)
    assert action.applies is None or action.applies(record)
    changes = action.changes(record, answers, parent, demo.context)
    assert changes
    for change in changes:
        await there_and_back(demo, change)


CREATED = [name for name, c in COLLECTIONS.items() if c.creation]


@pytest.mark.parametrize("name", CREATED)
async def test_creations(demo: Demo, name: str) -> None:
    parent, _raw = await subject(demo, name)
    collection = COLLECTIONS[name]
    assert collection.creation is not None
    before = {collection.key(row) for row in await demo.rows(name, parent)}
    answers = await answers_for(demo, name, parent)
    changes = collection.creation.changes(answers, parent, demo.context)
    undos: list[Change] = []
    for change in changes:
        answer = await demo.make(change)
        if change.undo is not None:
            undos.append(change.undo(answer))
    new = [row for row in await demo.rows(name, parent) if collection.key(row) not in before]
    assert len(new) == 1
    record = collection.read(new[0]).model_dump(mode="json")
    same({field: value for field, value in changes[0].after.items() if field in record}, record)
    if undos:
        for undo in reversed(undos):
            await demo.make(undo)
        left = {collection.key(row) for row in await demo.rows(name, parent)}
        assert left == before or name in {"invites", "api_keys"}  # one that is revoked stays in the list


TICKED = [
    (name, detail.title)
    for name, c in COLLECTIONS.items()
    for detail in c.details
    if isinstance(detail, (Ticks, Across))
]


@pytest.mark.parametrize(("name", "title"), TICKED, ids=lambda value: value)
async def test_ticks_are_given_and_taken(demo: Demo, name: str, title: str) -> None:
    collection = COLLECTIONS[name]
    detail = next(d for d in collection.details if isinstance(d, (Ticks, Across)) and d.title == title)
    _parent, raw = await subject(demo, name)
    if name == "roles":
        raw = demo.loaded["roles"][role_of(demo)]
    whole = COLLECTIONS[detail.whole]
    record = collection.read(raw)
    for other in [whole.read(one) for one in await demo.rows(whole.name)][-2:]:
        has = await ticked(demo, detail, record, other)
        first, second = (detail.take, detail.give) if has else (detail.give, detail.take)
        await there_and_back(demo, first(record, other))
        assert await ticked(demo, detail, record, other) is not has
        await there_and_back(demo, second(record, other))
        assert await ticked(demo, detail, record, other) is has


async def ticked(demo: Demo, detail: Ticks[Any] | Across[Any], record: Any, other: Any) -> bool:
    """Whether the tenant says so."""
    owner, key = (record, other.id) if isinstance(detail, Ticks) else (other, record.id)
    held = COLLECTIONS[detail.held]
    rows = await demo.rows(detail.held, detail.parent(owner))
    return key in {held.key(raw) for raw in rows if detail.counts(raw)}


async def test_deleting_keeps_the_profile_when_only_access_ends(demo: Demo) -> None:
    parent, raw = await subject(demo, "users")
    removal = COLLECTIONS["users"].removal
    assert removal is not None
    record = COLLECTIONS["users"].read(raw)
    (change,) = removal.changes(record, {"mode": "access"}, parent, demo.context)
    await demo.make(change)
    listed = OPERATIONS["GetSubscribers"]
    people = [row async for page in demo.gateway.pages(listed, {}, {}) for row in page.records]
    assert raw["email"] in {row["email"] for row in people}


async def test_a_handle_is_taken_away_and_given_back(demo: Demo) -> None:
    parent, raw = await subject(demo, "organizations")
    column = COLLECTIONS["organizations"].column("handle")
    assert column is not None
    assert column.edit is not None
    change = column.edit.change(COLLECTIONS["organizations"].read(raw), "", parent)
    assert change is not None
    assert change.request.operation is OPERATIONS["DeleteOrganizationHandle"]
    await there_and_back(demo, change)


async def test_a_user_that_is_there_already_is_not_made_twice(demo: Demo) -> None:
    _parent, raw = await subject(demo, "users")
    creation = COLLECTIONS["users"].creation
    assert creation is not None
    (change,) = creation.changes({"email": raw["email"]}, ())
    with pytest.raises(AnsweredError, match="already exists"):
        await demo.make(change)


def test_no_described_write_is_left_out() -> None:
    tested = {f"{name}.{key}" for name, key in EDITED} | {action for _name, action in ACTED}
    tested |= {f"{name}.create" for name in CREATED}
    tested |= {f"{name}.{title}.{what}" for name, title in TICKED for what in ("tick", "untick")}
    assert {written.where for written in described()} == tested


EMPTY = {
    "application_access_roles",
    "organization_connections",
    "organization_logos",
    "role_scopes",
    "role_system_permissions",
}
"""Lists that have nothing in them until somebody ticks something."""


async def test_every_list_is_read_and_every_record_is_told_from_the_others(demo: Demo) -> None:
    for name, collection in COLLECTIONS.items():
        rows = await demo.rows(name, await parent_of(demo, name))
        found = [collection.key(raw) for raw in rows]
        assert found or name in EMPTY, name
        assert all(found), name
        assert len(set(found)) == len(found), name
        for raw in rows:
            record = collection.read(raw)
            assert record.problems == (), (name, record.problems)
            assert all(isinstance(column.text(record, demo.context), str) for column in collection.columns)
