"""What the demo tenant has that every write of a collection can be tried on, and answers that it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kinde_tui.api.operation import Request
from kinde_tui.api.operations import GET_CONNECTED_APP_AUTH_URL
from kinde_tui.services.collections.api_changes import authorise, scope_of
from kinde_tui.services.collections.registry import COLLECTIONS
from tests.services.collections import access_samples, settings_samples

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from tests.services.collections.demo_tenant import Demo

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
        "session_id": (await demo.gateway.send(Request(GET_CONNECTED_APP_AUTH_URL, query={"key_code_ref": "crm"})))[
            "session_id"
        ],
    }


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
