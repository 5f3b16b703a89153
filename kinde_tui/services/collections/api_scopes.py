"""The scopes of all APIs in one list, and which roles bring them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.api import ApiScope
from kinde_tui.services.change import Change, Inserted, Removed, Target
from kinde_tui.services.collections import texts
from kinde_tui.services.collections.collection import Collection, Column, Fact, Facts, Refers
from kinde_tui.services.collections.details import Across
from kinde_tui.services.collections.keyed import name_of
from kinde_tui.services.collections.raws import by, path

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.models.role import Role

UNREADABLE = "? not readable · + and - on an application give and take one"


def _name(scope: ApiScope) -> str:
    return scope.key or scope.id


def _scopes(api: Raw) -> Iterable[Raw]:
    found: Any = api.get("scopes")
    scopes = [scope for scope in found if isinstance(scope, Mapping)] if isinstance(found, (list, tuple)) else []
    return [{**scope, "api_id": api.get("id"), "api_name": api.get("name")} for scope in scopes]


def bring(role: Role, scope: ApiScope) -> Change:
    """Makes a role bring a scope (AddRoleScope)."""
    target = Target("role_scopes", scope.id, _name(scope), (role.id,))
    row = {"id": scope.id, "key": scope.key, "api_id": scope.api_id}
    return Change(
        request=Request(kinde.ADD_ROLE_SCOPE, {"role_id": role.id}, body={"scope_id": scope.id}),
        target=target,
        says=f"Give {name_of(role)} the scope {_name(scope)}",
        after={"id": scope.id},
        effects=(Inserted(target, row),),
        undo=lambda _answer: leave(role, scope),
    )


def leave(role: Role, scope: ApiScope) -> Change:
    """Ends that (DeleteRoleScope)."""
    target = Target("role_scopes", scope.id, _name(scope), (role.id,))
    return Change(
        request=Request(kinde.DELETE_ROLE_SCOPE, {"role_id": role.id, "scope_id": scope.id}),
        target=target,
        says=f"Take the scope {_name(scope)} from {name_of(role)}",
        effects=(Removed(target),),
        undo=lambda _answer: bring(role, scope),
    )


API_SCOPES = Collection[ApiScope](
    name="api_scopes",
    title="API scopes",
    one="scope",
    model=ApiScope,
    key=by("id"),
    lists=kinde.GET_APIS,
    query={"expand": "scopes"},
    unfold=_scopes,
    columns=(
        Column[ApiScope]("key", "Scope", texts.plain("key"), path("key"), 24, grow=True, search=True),
        Column[ApiScope](
            "api",
            "API",
            lambda scope, context: scope.api_name or texts.named("apis", "api_id")(scope, context),
            path("api_id"),
            24,
            grow=True,
            search=True,
            refers=Refers("apis", "id"),
        ),
        Column[ApiScope]("id", "Id", texts.plain("id"), path("id"), 36, search=True, hidden=True),
    ),
    called=_name,
    sort=("key", False),
    aliases=("api_scope",),
    details=(
        Facts[ApiScope](
            "Details",
            (
                Fact("Scope", texts.plain("key")),
                Fact("API", lambda scope, _context: scope.api_name or texts.ABSENT),
                Fact("Applications", lambda _scope, _context: UNREADABLE),
                Fact("Id", texts.plain("id")),
            ),
        ),
        Across[ApiScope](
            "Roles",
            "roles",
            "role_scopes",
            lambda role: (role.id,),
            lambda scope, role: bring(role, scope),
            lambda scope, role: leave(role, scope),
            kinde.ADD_ROLE_SCOPE,
            kinde.DELETE_ROLE_SCOPE,
        ),
    ),
    at_start=False,
    empty="No API has a scope yet. :apis makes them.",
)

ROLE_SCOPES = Collection[ApiScope](
    name="role_scopes",
    title="API scopes of a role",
    one="scope",
    model=ApiScope,
    key=by("id"),
    lists=kinde.GET_ROLE_SCOPES,
    parents=("role_id",),
    columns=(
        Column[ApiScope]("key", "Scope", texts.plain("key"), path("key"), 24, grow=True, search=True),
        Column[ApiScope]("api", "API", texts.named("apis", "api_id"), path("api_id"), 24, grow=True, search=True),
        Column[ApiScope]("id", "Id", texts.plain("id"), path("id"), 36, hidden=True),
    ),
    called=_name,
    sort=("key", False),
    opens="api_scopes",
    empty="This role brings no scope of an API.",
)
