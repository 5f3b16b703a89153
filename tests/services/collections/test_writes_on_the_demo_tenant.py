"""Every write that the declarations describe does on a tenant what a screen shows at once, and is taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from pydantic import SecretStr

from kinde_tui.api.client import Kinde
from kinde_tui.api.errors import AnsweredError
from kinde_tui.api.operations import OPERATIONS
from kinde_tui.api.options import Options
from kinde_tui.demo import credentials
from kinde_tui.demo.app import demo_app
from kinde_tui.services.collections.api_changes import authorise, scope_of
from kinde_tui.services.collections.details import Across, Ticks
from kinde_tui.services.collections.registry import COLLECTIONS
from tests.services.collections import access_samples, settings_samples
from tests.services.collections.declared import EDITS, NOW, described
from tests.services.collections.demo_tenant import Demo, same

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Change, Parent

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


TAKEN_AS_THEY_ARE = (
    "key_type",
    "plan",
    "invoice",
    "prorate",
    "feature",
    "used",
    "counting",
    "used_on",
    "industry",
    "timezone",
    "mfa_policy",
    "mfa_email",
    "mfa_sms",
    "mfa_app",
    "mfa_codes",
    "logo_type",
    "file",
)
"""Samples of answers that the demo tenant takes too."""


@pytest.fixture
async def demo() -> AsyncIterator[Demo]:
    app = demo_app(seed=1, users=24, now=lambda: NOW)
    kinde = Kinde(
        credentials.ISSUER,
        credentials.CLIENT_ID,
        SecretStr(credentials.CLIENT_SECRET),
        credentials.AUDIENCE,
        options=Options(rate=10_000.0, fastest=10_000.0),
        transport=httpx.ASGITransport(app=app),
    )
    demo = Demo(kinde)
    await demo.load(*TOP)
    yield demo
    await kinde.close()


def member_of(demo: Demo) -> tuple[str, str]:
    """An organization and a user who is a member of it alone, may sign in and did so a short while ago."""
    users = list(demo.loaded["users"].values())[1:]  # the first one holds every permission
    fit = [raw for raw in users if len(raw["organizations"]) == 1 and raw["email"] and not raw["is_suspended"]]
    chosen = max(fit, key=lambda raw: raw["last_signed_in"] or "")
    return chosen["organizations"][0], chosen["id"]


def role_of(demo: Demo) -> str:
    """A role that brings some permissions, not all: the first brings all of them."""
    return list(demo.loaded["roles"])[-1]


def application_of(demo: Demo) -> str:
    """An application that people sign in to."""
    return next(key for key, raw in demo.loaded["applications"].items() if raw["type"] == "reg")


def api_of(demo: Demo) -> str:
    """An API of the tenant's own."""
    return next(key for key, raw in demo.loaded["apis"].items() if not raw["is_management_api"])


def keys_of(demo: Demo) -> dict[str, str]:
    """What lists hang under."""
    org, user = member_of(demo)
    application = application_of(demo)
    return {
        "org_code": org,
        "user_id": user,
        "role_id": role_of(demo),
        "app_id": application,
        "application_id": application,
        "organization_code": org,
        "customer_id": f"customer_{org.removeprefix('org_')}",
        "api_id": api_of(demo),
    }


async def parent_of(demo: Demo, name: str) -> Parent:
    """What the list of a collection hangs under, where there is something in it: few users have a second factor."""
    parents = COLLECTIONS[name].parents
    keys = keys_of(demo)
    if name not in {"user_factors", "member_factors"}:
        return tuple(keys[parameter] for parameter in parents)
    for user, raw in demo.loaded["users"].items():
        for code in raw["organizations"]:
            parent = tuple({"user_id": user, "org_code": code}[parameter] for parameter in parents)
            if await demo.rows(name, parent):
                return parent
    raise AssertionError(f"Nobody has a record of {name}.")


async def subject(demo: Demo, name: str) -> tuple[Parent, Raw]:
    """A record of the collection that everything can be done with, and its parent."""
    _org, user = member_of(demo)
    keys = keys_of(demo)
    parent = await parent_of(demo, name)
    fits: dict[str, Callable[[Raw], bool]] = {
        "users": lambda raw: raw["id"] == user,
        "members": lambda raw: raw["id"] == user,
        "organizations": lambda raw: not raw["is_default"] and bool(raw["handle"]),
        "properties": lambda raw: not raw["is_kinde_property"],
        "applications": lambda raw: raw["id"] == keys["application_id"],
        "connections": lambda raw: raw["strategy"] == "oauth2:google",
        "apis": lambda raw: raw["id"] == keys["api_id"],
        "api_scopes": lambda raw: raw["api_id"] == keys["api_id"],
        "invites": lambda raw: not raw["is_revoked"] and raw["accepted_on"] is None,
    }
    if name == "organization_logos":
        creation = COLLECTIONS[name].creation
        assert creation is not None
        light = {**settings_samples.ANSWERS, "logo_type": "light"}
        await demo.make(creation.changes(light, parent, demo.context)[0])
    rows = await demo.rows(name, parent)
    return parent, next(filter(fits.get(name, bool), rows))


async def answers_for(demo: Demo, name: str, parent: Parent) -> dict[str, str]:
    """Answers that the tenant takes."""
    org, user = member_of(demo)
    elsewhere = next(code for code in demo.loaded["organizations"] if code != org)
    member = next(raw for raw in await demo.rows("members", (org,)) if raw["id"] == user)
    roles = demo.loaded["roles"]
    held = next(key for key, raw in roles.items() if raw["key"] in member["roles"])
    other = next(key for key, raw in roles.items() if raw["key"] not in member["roles"])
    in_role = {raw["id"] for raw in await demo.rows("role_permissions", (role_of(demo),))}
    direct = {raw["id"] for raw in await demo.rows("member_permissions", (org, user))}
    return {
        "organization": elsewhere if name == "users.add_to_organization" else org,
        "role": held if name.endswith("take_role") else other,
        "permission": next(key for key in demo.loaded["permissions"] if key not in in_role | direct),
        "user": next(
            key for key, raw in demo.loaded["users"].items() if parent[:1] != (org,) or org not in raw["organizations"]
        ),
        "mode": "profile",
        "category": next(iter(demo.loaded["property_categories"])),
        "email": "new.person@example.com",
        "first_name": "New",
        "last_name": "Person",
        "username": "new_person",
        "phone": "+61 426 148 233",
        "phone_country": "au",
        "provided_id": "crm-99999",
        "name": "Something new",
        "key": "something:new",
        "handle": "something_new",
        "external_id": "crm-4711",
        "description": "Why",
        "default": "no",
        "context": "usr",
        "type": {"identities": "email", "applications": "reg"}.get(name.partition(".")[0], "single_line_text"),
        "value": "another.address@example.com",
        "private": "yes",
        **access_samples.ANSWERS,
        "scope": next(key for key, raw in demo.loaded["api_scopes"].items() if raw["api_id"] == api_of(demo)),
        "roles": other,
        "urls": "https://new.example.com/callback",
        "access_token_lifetime": "24 h",
        "hasura": "yes",
        "display_name": "Sign in with it",
        "strategy": "oauth2:google",
        "client_id": "abc",
        "client_secret": "very secret",
        "endpoint": "https://example.com/hooks/new",
        "event_types": "user.updated organization.created",
        **{name: settings_samples.ANSWERS[name] for name in TAKEN_AS_THEY_ARE},
        "password": "correct horse",
        "again": "correct horse",
        "api": api_of(demo),
        "secret": "no",
        "directory_name": "Something new",
        "provider": "okta",
    }


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


async def prepared(demo: Demo, action_id: str, raw: Raw, parent: Parent, answers: Mapping[str, str]) -> Raw:
    """The record in the state that the action is for."""
    if action_id in {"users.restore", "organizations.restore"}:
        collection = COLLECTIONS[action_id.partition(".")[0]]
        suspend = collection.actions[0].changes(collection.read(raw), {}, parent, demo.context)
        await demo.make(suspend[0])
        return {**raw, "is_suspended": True}
    if action_id in {"applications.give_scope", "applications.take_scope"}:
        application, api = COLLECTIONS["applications"].read(raw), demo.loaded["apis"][api_of(demo)]
        await demo.make(authorise(COLLECTIONS["apis"].read(api), application))
        if action_id == "applications.take_scope":
            await demo.make(scope_of(application, answers, demo.context, give=True))
    if action_id.endswith(".take_api_scope"):
        collection = COLLECTIONS[action_id.partition(".")[0]]
        give = next(action for action in collection.actions if action.id.endswith(".give_api_scope"))
        await demo.make(give.changes(collection.read(raw), answers, parent, demo.context)[0])
        return raw
    if action_id.startswith("identities."):
        creation = COLLECTIONS["identities"].creation
        assert creation is not None
        made = await demo.make(creation.changes(answers, parent, demo.context)[0])
        return next(row for row in await demo.rows("identities", parent) if row["id"] == made["identity"]["id"])
    if action_id.startswith("member_permissions."):
        creation = COLLECTIONS["member_permissions"].creation
        assert creation is not None
        await demo.make(creation.changes(answers, parent, demo.context)[0])
        return next(r for r in await demo.rows("member_permissions", parent) if r["id"] == answers["permission"])
    return raw


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
