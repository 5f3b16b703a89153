"""APIs, their scopes, and the applications that may ask for tokens of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.api import Api, ApiApplication, ApiScope
from kinde_tui.services.change import Change, Target
from kinde_tui.services.collections import api_changes as changes
from kinde_tui.services.collections import texts, validation
from kinde_tui.services.collections.collection import (
    Action,
    Collection,
    Column,
    Creation,
    Fact,
    Facts,
    Flag,
    Question,
    Related,
)
from kinde_tui.services.collections.details import Ticks
from kinde_tui.services.collections.edits import called, text_edit
from kinde_tui.services.collections.raws import by, count, either, path

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context
    from kinde_tui.services.collections.edits import Asks


def _is_own(api: Api) -> bool:
    return api.is_management_api is not True


APIS = Collection[Api](
    name="apis",
    title="APIs",
    one="API",
    model=Api,
    key=by("id"),
    lists=kinde.GET_APIS,
    query={"expand": "scopes"},
    reads=kinde.GET_API,
    reads_path=lambda key, _parent: {"api_id": key},
    columns=(
        Column[Api](
            "name",
            "Name",
            lambda record, _context: changes.name_of(record),
            path("name", "audience"),
            20,
            grow=True,
            search=True,
        ),
        Column[Api]("audience", "Audience", texts.plain("audience"), path("audience"), 28, grow=True, search=True),
        Column[Api]("scopes", "Scopes", texts.counted("scopes"), count("scopes"), 7, right=True),
        Column[Api](
            "built_in", "Kinde's own", texts.answer("is_management_api"), either("is_management_api", "yes", "no"), 11
        ),
        Column[Api]("id", "Id", texts.plain("id"), path("id"), 36, search=True, hidden=True),
    ),
    called=changes.name_of,
    sort=("name", False),
    aliases=("api",),
    flags={"built_in": Flag("built_in", "yes")},
    details=(
        Facts[Api](
            "Details",
            (
                Fact("Name", lambda record, _context: changes.name_of(record)),
                Fact("Audience", texts.plain("audience")),
                Fact("Kinde's own", texts.answer("is_management_api")),
                Fact("Scopes", texts.counted("scopes")),
                Fact("Id", texts.plain("id")),
            ),
        ),
        Related("Scopes", "scopes_of_api", lambda api: (api.id,)),
        Ticks[Api](
            "Applications",
            "applications",
            "api_applications",
            lambda api: (api.id,),
            changes.authorise,
            changes.withdraw,
            kinde.UPDATE_API_APPLICATIONS,
            kinde.UPDATE_API_APPLICATIONS,
            counts=lambda raw: raw.get("is_active") is True,
            note="those ticked may ask for tokens",
        ),
    ),
    creation=Creation(
        "New API",
        kinde.ADD_APIS,
        (
            Question("name", "Name", hint="It stays for ever"),
            Question("audience", "Audience", hint="https://api.example.com; it stays for ever"),
        ),
        changes.create,
    ),
    removal=Action[Api]("apis.delete", "d", "Delete", kinde.DELETE_API, changes.delete, bulk=True, applies=_is_own),
    at_start=False,
    empty="No API is registered.",
)


def _applications(answer: Raw) -> Iterable[Raw]:
    found: Any = answer.get("applications")
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, (list, tuple)) else []


def _application_name(record: ApiApplication) -> str:
    return record.name or record.id


API_APPLICATIONS = Collection[ApiApplication](
    name="api_applications",
    title="Applications of an API",
    one="application",
    model=ApiApplication,
    key=by("id"),
    lists=kinde.GET_API,
    unfold=_applications,
    parents=("api_id",),
    columns=(
        Column[ApiApplication](
            "name", "Name", lambda record, _context: _application_name(record), path("name"), 20, grow=True, search=True
        ),
        Column[ApiApplication]("type", "Type", texts.plain("type"), path("type"), 20, search=True),
        Column[ApiApplication](
            "authorised", "Authorised", texts.answer("is_active"), either("is_active", "yes", "no"), 10
        ),
        Column[ApiApplication]("id", "Client id", texts.plain("id"), path("id"), 36, hidden=True),
    ),
    called=_application_name,
    sort=("name", False),
    flags={"authorised": Flag("authorised", "yes")},
    opens="applications",
    empty="There is no application.",
)


def _scope_target(scope: ApiScope, parent: Parent) -> Target:
    return Target("scopes_of_api", scope.id, changes.scope_name(scope), parent)


def _asks(scope: ApiScope, parent: Parent) -> Asks:
    def asks(fields: Mapping[str, Any]) -> Request:
        path_of = {"api_id": parent[0], "scope_id": scope.id}
        return Request(kinde.UPDATE_API_SCOPE, path_of, body={"description": fields["description"] or ""})

    return asks


def _delete_scope(scope: ApiScope, _answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
    return (changes.delete_scope(scope, parent, called(context, "apis", parent[0])),)


SCOPES_OF_API = Collection[ApiScope](
    name="scopes_of_api",
    title="Scopes of an API",
    one="scope",
    model=ApiScope,
    key=by("id"),
    lists=kinde.GET_API_SCOPES,
    reads=kinde.GET_API_SCOPE,
    reads_path=lambda key, parent: {"api_id": parent[0], "scope_id": key},
    parents=("api_id",),
    columns=(
        Column[ApiScope]("key", "Key", texts.plain("key"), path("key"), 20, grow=True, search=True),
        Column[ApiScope](
            "description",
            "Description",
            texts.plain("description"),
            path("description"),
            24,
            grow=True,
            edit=text_edit(
                "description",
                "description",
                kinde.UPDATE_API_SCOPE,
                _scope_target,
                _asks,
                lambda text: validation.paragraph(text, "The description"),
            ),
            search=True,
        ),
        Column[ApiScope]("id", "Id", texts.plain("id"), path("id"), 36, hidden=True),
    ),
    called=changes.scope_name,
    sort=("key", False),
    creation=Creation(
        "New scope",
        kinde.ADD_API_SCOPE,
        (
            Question("key", "Key", hint="As in read:invoices; it stays for ever"),
            Question("description", "Description", required=False),
        ),
        changes.add_scope,
    ),
    removal=Action[ApiScope]("scopes_of_api.delete", "d", "Delete", kinde.DELETE_API_SCOPE, _delete_scope, bulk=True),
    opens="api_scopes",
    empty="This API has no scope yet.",
)
