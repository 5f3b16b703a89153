"""Users: list, search, get, create, change, delete."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kinde_tui.api import operations as op
from kinde_tui.demo.answers import Body, Call, answers, done, given, invalid
from kinde_tui.demo.handlers.organizations import join
from kinde_tui.demo.handlers.proofs import new_identity, proofs_in
from kinde_tui.demo.handlers.properties import values_of
from kinde_tui.demo.identities import PLAIN_TYPES
from kinde_tui.demo.pages import by_index, page_size, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kinde_tui.demo.people import Person
    from kinde_tui.demo.tenant import DemoTenant

_OPTIONAL = ("provided_id", "phone", "username", "picture")
_SHARED = (
    "last_name",
    "first_name",
    "is_suspended",
    "total_sign_ins",
    "failed_sign_ins",
    "last_signed_in",
    "created_on",
)
_CHANGES = {"given_name": "first_name", "family_name": "last_name", "picture": "picture", "provided_id": "provided_id"}


def _shown(person: Person, email_field: str) -> Body:
    """A user with the field names that lists (`email`) or the answer for one user (`preferred_email`) use."""
    body = {name: person[name] for name in ("id", *_SHARED)}
    body[email_field] = person["email"]
    body |= {name: person[name] for name in _OPTIONAL}
    return {name: value for name, value in body.items() if value is not None or name == "last_signed_in"}


def _expanded(tenant: DemoTenant, index: int, body: Body, wanted: Iterable[str]) -> Body:
    if "organizations" in wanted:
        body["organizations"] = tenant.memberships.codes_of(index)
    if "identities" in wanted:
        body["identities"] = [
            {"type": identity["type"], "identity": identity["name"]} for identity in tenant.identities.of(index)
        ]
    if "billing" in wanted:
        body["billing"] = {"customer_id": f"customer_{tenant.people.ids[index][3:19]}"}
    return body


def _since(call: Call) -> datetime | None:
    text = call.query.get("active_since")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise invalid("INVALID_ACTIVE_SINCE", "The active_since must be an ISO 8601 date.", "active_since") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _named(tenant: DemoTenant, call: Call) -> set[int] | None:
    """The users that the exact filters name; None: no such filter was sent. All filters must match."""
    found: set[int] | None = None
    for name in ("user_id", *PLAIN_TYPES):
        if not call.query.get(name):
            continue
        wanted = call.words(name)
        if name == "user_id":
            indexes = {tenant.people.index_of(word) for word in wanted}
        else:
            indexes = {tenant.identities.holder(name, word) for word in wanted}
        mine = {index for index in indexes if index is not None}
        found = mine if found is None else found & mine
    return found


def _matching(tenant: DemoTenant, call: Call, start: int) -> Iterator[int]:
    named = _named(tenant, call)
    indexes = tenant.people.indexes(start) if named is None else iter(sorted(i for i in named if i >= start))
    has_organization = call.query.get("has_organization")
    if has_organization is not None:
        wanted = has_organization.lower() == "true"
        indexes = (index for index in indexes if bool(tenant.memberships.codes_of(index)) is wanted)
    since = _since(call)
    if since is not None:
        indexes = (index for index in indexes if _active(tenant.people.person(index), since))
    return indexes


def _active(person: Person, since: datetime) -> bool:
    seen = person["last_signed_in"]
    return seen is not None and datetime.fromisoformat(seen) >= since


@answers(op.GET_USERS)
def list_users(tenant: DemoTenant, call: Call) -> Body:
    """Users, oldest first, with the exact filters."""
    start, _ = place(tenant, call)
    page, next_token = by_index(tenant, call, _matching(tenant, call, start))
    wanted = call.words("expand")
    users = []
    for index in page:
        body = _expanded(tenant, index, _shown(tenant.people.person(index), "email"), wanted)
        if "organizations" in wanted and body["last_signed_in"]:
            seen = body["last_signed_in"]
            body["last_organization_sign_ins"] = [
                {"org_code": code, "last_signed_in": seen} for code in body["organizations"][:1]
            ]
        if "identities" in wanted:
            for shown, identity in zip(body["identities"], tenant.identities.of(index), strict=True):
                shown["connection_id"] = identity["connection_id"]
        users.append(body)
    return done("Success", **given({"users": users, "next_token": next_token}))


@answers(op.SEARCH_USERS)
def search_users(tenant: DemoTenant, call: Call) -> Body:
    """The server's own search: in names and addresses, in property values, in API scopes. No `has_more`."""
    needle = call.query.get("query", "*").strip().casefold()
    wanted = {name[11:-1]: value for name, value in call.query.items() if name.startswith("properties[")}
    scopes = set(call.words("api_scopes"))
    after, before = call.query.get("starting_after", ""), call.query.get("ending_before", "")
    start = tenant.user(after) + 1 if after else 0
    stop = tenant.user(before) if before else None
    size = page_size(call)
    hits: list[int] = []
    for index in tenant.people.indexes(start):
        if stop is not None and index >= stop:
            break
        if (
            (needle == "*" or needle in tenant.people.needle(index))
            and (not wanted or _has_values(tenant, index, wanted))
            and (not scopes or scopes <= {scope["scope"] for scope in _api_scopes(tenant, index)})
        ):
            hits.append(index)
            if stop is None and len(hits) == size:
                break
    return done("Success", results=[_hit(tenant, call, index) for index in hits[-size:]])


def _has_values(tenant: DemoTenant, index: int, wanted: dict[str, str]) -> bool:
    values = user_values(tenant, index)
    return all((values.get(key) or "").casefold() == value.casefold() for key, value in wanted.items())


def user_values(tenant: DemoTenant, index: int) -> dict[str, str | None]:
    """The property values of a user, by key; without those that have none."""
    user_id = tenant.people.ids[index]
    return {row["key"]: row["value"] for row in values_of(tenant, "usr", user_id) if row["value"] is not None}


def _api_scopes(tenant: DemoTenant, index: int) -> list[Body]:
    found = []
    for code in tenant.memberships.codes_of(index):
        membership = tenant.memberships.get(code, index)
        for api_id, scope_id in membership.scopes if membership else ():
            scope = tenant.apis.get(api_id, {"scopes": {}})["scopes"].get(scope_id)
            if scope is not None:
                found.append({"org_code": code, "scope": scope["key"], "api_id": api_id})
    return found


def _hit(tenant: DemoTenant, call: Call, index: int) -> Body:
    person = tenant.people.person(index)
    expand = call.words("expand")
    body = {name: person[name] for name in ("id", "provided_id", "email", "username", "picture", *_SHARED)}
    body |= {name: body[name] or "" for name in ("first_name", "last_name")}
    _expanded(tenant, index, body, [word for word in expand if word != "billing"])
    if "properties" in expand:
        body["properties"] = user_values(tenant, index)
    if call.query.get("api_scopes"):
        body["api_scopes"] = _api_scopes(tenant, index)
    return body


@answers(op.GET_USER)
def get_user(tenant: DemoTenant, call: Call) -> Body:
    """One user; the address is called `preferred_email` here."""
    index = tenant.user(call.need("id"))
    return _expanded(tenant, index, _shown(tenant.people.person(index), "preferred_email"), call.words("expand"))


@answers(op.UPDATE_USER)
def update_user(tenant: DemoTenant, call: Call) -> Body:
    """Changes the fields that were sent; names are called `given_name` and `family_name` here."""
    index = tenant.user(call.need("id"))
    fields: Person = {}
    for sent, kept in _CHANGES.items():
        if sent in call.body:
            value = call.body[sent]
            if value is not None and not isinstance(value, str):
                raise invalid(f"INVALID_{sent.upper()}", f"The field {sent} must be a text.", sent)
            fields[kept] = value
    for name in ("is_suspended", "is_password_reset_requested"):
        if name in call.body:
            fields[name] = call.truth(name, default=False)
    tenant.people.edit(index, fields)
    person = tenant.people.person(index)
    shown = {
        "id": person["id"],
        "given_name": person["first_name"],
        "family_name": person["last_name"],
        "email": person["email"],
        "is_suspended": person["is_suspended"],
        "is_password_reset_requested": person["is_password_reset_requested"],
    }
    return {**given(shown), "picture": person["picture"]}


@answers(op.DELETE_USER)
def delete_user(tenant: DemoTenant, call: Call) -> Body:
    """Deletes a user. Without `is_delete_profile` the person stays on the subscriber list."""
    index = tenant.user(call.need("id"))
    person = tenant.people.person(index)
    subscribers = tenant.shelf("subscribers")
    if call.query.get("is_delete_profile", "").lower() == "true":
        for id_ in [id_ for id_, row in subscribers.items() if row["email"] == person["email"]]:
            del subscribers[id_]
    elif person["email"]:
        id_ = f"subscriber_{tenant.dice('subscriber').hex(24)}"
        names = {name: person[name] or "" for name in ("first_name", "last_name")}
        subscribers[id_] = {"id": id_, "email": person["email"], **names}
    tenant.delete_user(index)
    return done("User successfully deleted")


@answers(op.CREATE_USER)
def create_user(tenant: DemoTenant, call: Call) -> Body:
    """Creates a user with identities. Answers 200 with `created`; an identity that is taken refuses the user."""
    proofs = proofs_in(tenant, call)
    code = call.body.get("organization_code")
    if code is not None:
        tenant.organization(str(code))
    profile = call.body.get("profile") or {}
    if not isinstance(profile, dict):
        raise invalid("INVALID_PROFILE", "The field profile must be an object.", "profile")
    user_id = f"kp_{tenant.dice('user').hex(32)}"
    index = tenant.people.add({
        "id": user_id,
        "provided_id": call.body.get("provided_id"),
        "email": None,
        "phone": None,
        "username": None,
        "first_name": profile.get("given_name"),
        "last_name": profile.get("family_name"),
        "is_suspended": False,
        "picture": profile.get("picture"),
        "total_sign_ins": 0,
        "failed_sign_ins": 0,
        "last_signed_in": None,
        "created_on": tenant.stamp(),
        "is_password_reset_requested": False,
    })  # fmt: skip
    for kind, value, verified in proofs:
        tenant.identities.add(index, new_identity(tenant, kind, value, verified=verified))
    if code is not None:
        join(tenant, str(code), index)
    made = [{"type": kind, "result": {"created": True}} for kind, _, _ in proofs]
    return {"id": user_id, "created": True, "identities": made}
