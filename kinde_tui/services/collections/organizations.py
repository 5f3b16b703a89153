"""Organizations: the tenants of the product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.models.organization import Organization
from kinde_tui.services.collections import organization_changes as changes
from kinde_tui.services.collections import texts, validation, web
from kinde_tui.services.collections.collection import (
    Action,
    Collection,
    Column,
    Creation,
    Fact,
    Facts,
    Flag,
    Panel,
    Question,
    Related,
)
from kinde_tui.services.collections.details import Ticks
from kinde_tui.services.collections.edits import answer_edit, once_read, text_edit
from kinde_tui.services.collections.organization_access import enable_for, remove_from
from kinde_tui.services.collections.raws import by, either, path

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinde_tui.services.collections.collection import Context, Edit


def _status(organization: Organization, context: Context) -> str:
    if organization.is_suspended is None:
        return texts.plain("is_suspended")(organization, context)
    since = f" since {texts.day(organization.suspended_on)}" if organization.suspended_on else ""
    return f"{texts.status(organization.is_suspended)}{since if organization.is_suspended else ''}"


def _is_whole(organization: Organization) -> bool:
    return organization.is_whole


def _once_read(
    label: str, text: Callable[[Organization, Context], str], edit: Edit[Organization]
) -> Fact[Organization]:
    return Fact(label, texts.when_read(_is_whole, text), edit=once_read(edit, _is_whole))


def _switch(field: str, label: str, words: str) -> Fact[Organization]:
    edit = answer_edit(field, words, kinde.UPDATE_ORGANIZATION, changes.target_of, changes.asks_of)
    return _once_read(label, texts.answer(field), edit)


def _text(field: str, label: str, words: str, accept: Callable[[str], str]) -> Fact[Organization]:
    edit = text_edit(field, words, kinde.UPDATE_ORGANIZATION, changes.target_of, changes.asks_of, accept)
    return _once_read(label, texts.plain(field), edit)


EDIT_NAME = text_edit("name", "name", kinde.UPDATE_ORGANIZATION, changes.target_of, changes.asks_of, validation.name)
EDIT_HANDLE = text_edit(
    "handle",
    "handle",
    kinde.UPDATE_ORGANIZATION,
    changes.target_of,
    changes.asks_of,
    changes.accept_handle,
    hint="Small letters, digits, _ and -; empty takes it away",
    loses="Addresses that hold the old handle stop working.",
)
EDIT_EXTERNAL_ID = text_edit(
    "external_id",
    "external id",
    kinde.UPDATE_ORGANIZATION,
    changes.target_of,
    changes.asks_of,
    validation.external_id,
    hint="The id that your own systems know it by",
)

COLUMNS = (
    Column[Organization](
        "name",
        "Name",
        lambda record, _context: changes.name_of(record),
        path("name", "code"),
        20,
        grow=True,
        edit=EDIT_NAME,
        search=True,
    ),
    Column[Organization]("handle", "Handle", texts.plain("handle"), path("handle"), 16, edit=EDIT_HANDLE, search=True),
    Column[Organization](
        "external_id",
        "External id",
        texts.plain("external_id"),
        path("external_id"),
        16,
        edit=EDIT_EXTERNAL_ID,
        search=True,
    ),
    Column[Organization]("default", "Default", texts.answer("is_default"), either("is_default", "yes", "no"), 7),
    Column[Organization]("code", "Code", texts.plain("code"), path("code"), 16, search=True),
    Column[Organization](
        "auto_join",
        "Joins by code",
        texts.answer("is_auto_membership_enabled"),
        either("is_auto_membership_enabled", "yes", "no"),
        13,
        hidden=True,
    ),
)

FACTS = Facts[Organization](
    "Details",
    (
        Fact("Name", lambda record, _context: changes.name_of(record), edit=EDIT_NAME),
        Fact("Handle", texts.plain("handle"), edit=EDIT_HANDLE),
        Fact("External id", texts.plain("external_id"), edit=EDIT_EXTERNAL_ID),
        Fact("Code", texts.plain("code")),
        Fact("Status", _status, texts.status_tone),
        Fact("Default", texts.answer("is_default")),
        _switch("is_auto_membership_enabled", "Joins by code", "joining by code"),
        _switch("is_allow_registrations", "Registrations", "registrations"),
        _once_read("Allowed domains", texts.joined_words("allowed_domains"), changes.EDIT_DOMAINS),
        _text("sender_name", "Sender name", "sender name", lambda text: validation.line(text, "The sender name")),
        _text("sender_email", "Sender email", "sender email", changes.accept_email),
        Fact("Theme", texts.when_read(_is_whole, texts.plain("theme_code"))),
        Fact("Created", texts.when_read(_is_whole, texts.dated_exactly("created_on"))),
    ),
)

SUSPEND = Action[Organization](
    "organizations.suspend",
    "s",
    "Suspend",
    kinde.UPDATE_ORGANIZATION,
    changes.suspend,
    bulk=True,
    applies=lambda organization: organization.is_suspended is not True,
    already="suspended already",
)
RESTORE = Action[Organization](
    "organizations.restore",
    "S",
    "Restore",
    kinde.UPDATE_ORGANIZATION,
    changes.restore,
    bulk=True,
    applies=lambda organization: organization.is_suspended is not False,
    already="not suspended",
)
DELETE = Action[Organization](
    "organizations.delete", "d", "Delete", kinde.DELETE_ORGANIZATION, changes.delete, bulk=True
)
CREATE = Creation(
    "New organization",
    kinde.CREATE_ORGANIZATION,
    (
        Question("name", "Name", validate=validation.complaint(validation.name)),
        Question(
            "handle",
            "Handle",
            required=False,
            hint="Small letters, digits, _ and -",
            validate=validation.complaint(validation.handle),
        ),
        Question(
            "external_id",
            "External id",
            required=False,
            hint="The id that your own systems know it by",
            validate=validation.complaint(validation.external_id),
        ),
    ),
    changes.create,
)

ORGANIZATIONS = Collection[Organization](
    name="organizations",
    title="Organizations",
    one="organization",
    model=Organization,
    key=by("code"),
    lists=kinde.GET_ORGANIZATIONS,
    reads=kinde.GET_ORGANIZATION,
    reads_query=lambda key, _parent: {"code": key},
    columns=COLUMNS,
    called=changes.name_of,
    sort=("name", False),
    aliases=("organization", "orgs", "org", "o"),
    flags={
        "default": Flag("default", "yes"),
        "handle": Flag("handle", present=True),
        "external_id": Flag("external_id", present=True),
    },
    details=(
        FACTS,
        Related("Members", "members", lambda organization: (organization.code,)),
        Related("Invites", "invites", lambda organization: (organization.code,)),
        Panel("Flags", "organization_flags", ("environment_flags", "organization_flags")),
        Related("Properties", "organization_properties", lambda organization: (organization.code,)),
        Ticks[Organization](
            "Connections",
            "connections",
            "organization_connections",
            lambda organization: (organization.code,),
            enable_for,
            remove_from,
            kinde.ENABLE_ORG_CONNECTION,
            kinde.REMOVE_ORG_CONNECTION,
        ),
        Related("Policies", "organization_policies", lambda organization: (organization.code,)),
        Related("Logos", "organization_logos", lambda organization: (organization.code,)),
    ),
    actions=(SUSPEND, RESTORE),
    creation=CREATE,
    removal=DELETE,
    path=web.page("organizations", "list"),
    empty="There is no organization yet.",
)
