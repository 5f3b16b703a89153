"""Applications: what users and machines sign in to.

The single read holds the client secret. It is taken out of every answer, and read on its own when somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.application import Application
from kinde_tui.services.collections import application_changes as changes
from kinde_tui.services.collections import texts, urls, validation, web
from kinde_tui.services.collections.api_changes import authorise, scope_of, withdraw
from kinde_tui.services.collections.application_access import enable_connection, keep_out, let_in, remove_connection
from kinde_tui.services.collections.collection import (
    Action,
    Ask,
    Collection,
    Column,
    Creation,
    Fact,
    Facts,
    Question,
    Related,
    Tone,
)
from kinde_tui.services.collections.details import Across, Secret, Ticks
from kinde_tui.services.collections.edits import answer_edit, once_read, text_edit
from kinde_tui.services.collections.raws import by, path

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Context, Edit

UNREADABLE = "? not readable"
LEFT = "3600, 60 min, 24 h or 15 d; empty leaves it"

_type = texts.shown("type", lambda value: changes.TYPES.get(value, value))


def _is_whole(application: Application) -> bool:
    return application.is_whole


def _text(field: str, label: str, accept: Callable[[str], str], hint: str = "") -> Edit[Application]:
    return text_edit(field, label, kinde.UPDATE_APPLICATION, changes.target_of, changes.asks_of, accept, hint=hint)


def _answer(field: str, label: str, words: str, loses: str = "") -> Fact[Application]:
    edit = answer_edit(field, words, kinde.UPDATE_APPLICATION, changes.target_of, changes.asks_of, loses=loses)
    return Fact(label, texts.when_read(_is_whole, texts.answer(field)), edit=once_read(edit, _is_whole))


def _link(field: str, label: str, words: str) -> Fact[Application]:
    edit = _text(field, words, urls.link, "https://…; empty takes it away")
    return Fact(label, texts.when_read(_is_whole, texts.plain(field)), edit=once_read(edit, _is_whole))


def _secret_of(application: Application, _parent: Parent) -> Request:
    return Request(kinde.GET_APPLICATION, {"application_id": application.id})


def _unreadable(_record: Application, _context: Context) -> str:
    return UNREADABLE


EDIT_NAME = _text("name", "name", validation.name)

DETAILS = Facts[Application](
    "Details",
    (
        Fact("Name", lambda record, _context: changes.name_of(record), edit=EDIT_NAME),
        Fact("Type", _type),
        Fact("Client id", texts.plain("id")),
        Fact("Client secret", texts.masked, secret=Secret(_secret_of, "client_secret")),
        _link("login_uri", "Login URL", "login URL"),
        _link("homepage_uri", "Homepage URL", "homepage URL"),
        _answer(
            "is_access_control_enabled",
            "Access control",
            "access control",
            "While it is on, only holders of its access roles can sign in to it.",
        ),
        _answer("is_allow_faceless_auth", "Own sign-in pages", "own sign-in pages"),
        _answer("is_ask_for_name", "Asks for a name", "the question for a name"),
        _answer("has_marketing_consent", "Marketing consent", "the question for marketing consent"),
        _answer("has_sign_in_link_on_sign_up_page", "Sign-in link", "the sign-in link on the sign-up page"),
        _answer("has_register_link_on_sign_in_page", "Sign-up link", "the sign-up link on the sign-in page"),
        _answer("has_sign_in_with_sso_button", "SSO button", "the button for single sign-on"),
        _answer("use_gravatar_fallback", "Gravatar", "pictures from Gravatar"),
    ),
)
TOKENS = Facts[Application](
    "Tokens",
    tuple(
        Fact(label, _unreadable, lambda _record: Tone.MUTED)
        for label in (*changes.LIFETIMES.values(), "Hasura mapping")
    ),
)
LIFETIMES = Action[Application](
    "applications.lifetimes",
    "L",
    "Set token lifetimes",
    kinde.UPDATE_APPLICATION_TOKENS,
    changes.set_lifetimes,
    (
        *(
            Question(name, label, hint=LEFT, required=False, validate=validation.complaint(validation.lifetime))
            for name, label in changes.LIFETIMES.items()
        ),
        Question("hasura", "Hasura mapping", Ask.CHOICE, choices=changes.MAPPINGS, required=False),
    ),
    bulk=True,
    help="Kinde does not tell what is set now.",
)
SCOPE = Question("scope", "Scope", Ask.RECORD, collection="api_scopes")
GIVE_SCOPE = Action[Application](
    "applications.give_scope",
    "+",
    "Give a scope of an API",
    kinde.ADD_API_APPLICATION_SCOPE,
    lambda application, answers, _parent, context: (scope_of(application, answers, context, give=True),),
    (SCOPE,),
    bulk=True,
    help="The application has to be authorised for the API. Kinde does not tell which scopes it has.",
)
TAKE_SCOPE = Action[Application](
    "applications.take_scope",
    "-",
    "Take a scope of an API away",
    kinde.DELETE_API_APPLICATION_SCOPE,
    lambda application, answers, _parent, context: (scope_of(application, answers, context, give=False),),
    (SCOPE,),
    bulk=True,
    help="Kinde does not tell which scopes it has.",
)
CREATE = Creation(
    "New application",
    kinde.CREATE_APPLICATION,
    (
        Question("name", "Name", validate=validation.complaint(validation.name)),
        Question("type", "Type", Ask.CHOICE, choices=changes.KINDS, default="reg"),
        Question("org_code", "Organization", Ask.RECORD, collection="organizations", required=False),
    ),
    changes.create,
)

APPLICATIONS = Collection[Application](
    name="applications",
    title="Applications",
    one="application",
    model=Application,
    key=by("id"),
    lists=kinde.GET_APPLICATIONS,
    secrets=("client_secret",),
    reads=kinde.GET_APPLICATION,
    reads_path=lambda key, _parent: {"application_id": key},
    columns=(
        Column[Application](
            "name",
            "Name",
            lambda record, _context: changes.name_of(record),
            path("name"),
            24,
            grow=True,
            edit=EDIT_NAME,
            search=True,
        ),
        Column[Application]("type", "Type", _type, path("type"), 18),
        Column[Application]("id", "Client id", texts.plain("id"), path("id"), 36, search=True),
    ),
    called=changes.name_of,
    sort=("name", False),
    aliases=("application", "apps", "app"),
    details=(
        DETAILS,
        Related("Callbacks", "application_callbacks", lambda application: (application.id,)),
        Related("Logouts", "application_logouts", lambda application: (application.id,)),
        Ticks[Application](
            "Connections",
            "connections",
            "application_connections",
            lambda application: (application.id,),
            enable_connection,
            remove_connection,
            kinde.ENABLE_CONNECTION,
            kinde.REMOVE_CONNECTION,
        ),
        Ticks[Application](
            "Access roles",
            "roles",
            "application_access_roles",
            lambda application: (application.id,),
            let_in,
            keep_out,
            kinde.ADD_APPLICATION_ACCESS_ROLE,
            kinde.REMOVE_APPLICATION_ACCESS_ROLE,
            note="they count while access control is on",
        ),
        Across[Application](
            "APIs",
            "apis",
            "api_applications",
            lambda api: (api.id,),
            lambda application, api: authorise(api, application),
            lambda application, api: withdraw(api, application),
            kinde.UPDATE_API_APPLICATIONS,
            kinde.UPDATE_API_APPLICATIONS,
            counts=lambda raw: raw.get("is_active") is True,
            note="in the list, + gives a scope",
        ),
        Related("Properties", "application_properties", lambda application: (application.id,)),
        TOKENS,
    ),
    actions=(LIFETIMES, GIVE_SCOPE, TAKE_SCOPE),
    creation=CREATE,
    removal=Action[Application](
        "applications.delete", "d", "Delete", kinde.DELETE_APPLICATION, changes.delete, bulk=True
    ),
    path=web.application,
    empty="No application is registered.",
)
