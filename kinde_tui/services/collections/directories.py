"""Directories: organizations' users as another system keeps them and sends them by SCIM."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.directory import Directory
from kinde_tui.services.change import Change, Danger, Removed, Stale, Target
from kinde_tui.services.collections import texts, validation
from kinde_tui.services.collections.collection import (
    Action,
    Ask,
    Collection,
    Column,
    Context,
    Creation,
    Fact,
    Facts,
    Flag,
    InvalidInputError,
    Question,
    Refers,
    Tone,
)
from kinde_tui.services.collections.details import Secret
from kinde_tui.services.collections.edits import asking, called, given, id_in, text_edit
from kinde_tui.services.collections.raws import by, instant, path
from kinde_tui.services.shown import Shown

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers

PROVIDERS = (
    ("entra_id_azure_ad", "Microsoft Entra ID"),
    ("okta", "Okta"),
    ("google_workspace", "Google Workspace"),
    ("custom_scim_v2", "Another one, by SCIM 2"),
    ("cyberark", "CyberArk"),
    ("jumpcloud", "JumpCloud"),
    ("onelogin", "OneLogin"),
    ("pingfederate", "PingFederate"),
    ("rippling", "Rippling"),
)
_SIGNS = {"Active": "●", "Pending": "◌", "Validating": "◌", "Inactive": "○", "Error": "✕"}
_TONES = {"Active": Tone.GOOD, "Error": Tone.BAD, "Inactive": Tone.MUTED}

_status = texts.shown("status", lambda value: f"{_SIGNS.get(value, '?')} {value.lower()}")


def _tone(directory: Directory) -> Tone:
    return _TONES.get(directory.status or "", Tone.WARNING)


def _name(directory: Directory) -> str:
    return directory.directory_name or directory.id


def _target(directory: Directory, _parent: Parent = ()) -> Target:
    return Target("directories", directory.id, _name(directory))


def _token(directory: Directory, _parent: Parent) -> Request:
    return Request(kinde.GET_DIRECTORY, {"directory_id": directory.id})


def _deletion(directory: Directory) -> Change:
    target = _target(directory)
    return Change(
        request=Request(kinde.DELETE_DIRECTORY, {"directory_id": directory.id}),
        target=target,
        says=f"Delete the directory {target.name}",
        before={} if directory.directory_name is None else {"directory_name": directory.directory_name},
        effects=(Removed(target),),
        danger=Danger.TYPED,
        loses="The other system can no longer add, change or remove the organization's users. There is no way back.",
    )


def _delete(directory: Directory, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    return (_deletion(directory),)


def _create(answers: Answers, _parent: Parent, context: Context | None = None) -> Sequence[Change]:
    name, code = validation.name(given(answers, "directory_name")), given(answers, "organization")
    if not code:
        raise InvalidInputError("Choose the organization whose users are sent.")
    body = {"org_code": code, "directory_name": name, "provider_code": given(answers, "provider")}
    if connection := given(answers, "connection"):
        body["enterprise_connection_id"] = connection
    return (
        Change(
            request=Request(kinde.CREATE_DIRECTORY, body=body),
            target=Target("directories", "", name),
            says=f"Create the directory {name} for {called(context, 'organizations', code)}",
            after={"directory_name": name, "organization_code": code},
            effects=(Stale("directories"),),
            undo=lambda answer: _deletion(Directory(id=id_in(answer, "directory", "id"), directory_name=name)),
            lossy="An undo deletes it: its token is void.",
            reveals=lambda answer: _made(answer, name),
        ),
    )


def _made(answer: Raw, name: str) -> Shown:
    found = answer.get("directory")
    made: Raw = found if isinstance(found, Mapping) else {}
    token, endpoint = made.get("secret_token"), made.get("directory_endpoint_id")
    return Shown(
        f"The directory {name}",
        (("Endpoint id", str(endpoint or texts.ABSENT)),),
        note="The other system wants both. The token can be seen again under Details.",
        secret=token if isinstance(token, str) else "",
        secret_name="the token",  # noqa: S106 - a word
    )


_asks_of = asking(kinde.UPDATE_DIRECTORY, "directory_id")
EDIT_NAME = text_edit("directory_name", "name", kinde.UPDATE_DIRECTORY, _target, _asks_of, validation.name)

DIRECTORIES = Collection[Directory](
    name="directories",
    title="Directories",
    one="directory",
    model=Directory,
    key=by("id"),
    lists=kinde.GET_DIRECTORIES,
    secrets=("secret_token",),
    columns=(
        Column[Directory](
            "name",
            "Name",
            lambda r, _context: _name(r),
            path("directory_name"),
            18,
            grow=True,
            edit=EDIT_NAME,
            search=True,
        ),
        Column[Directory](
            "organization",
            "Organization",
            texts.named("organizations", "organization_code"),
            path("organization_code"),
            18,
            grow=True,
            search=True,
            refers=Refers("organizations", "code"),
            also=("org",),
        ),
        Column[Directory]("status", "Status", _status, path("status"), 12, tone=_tone, search=True),
        Column[Directory](
            "synced", "Synced", texts.since("last_sync_completed_at"), instant("last_sync_completed_at"), 11
        ),
        Column[Directory](
            "error", "Error", texts.plain("last_sync_error"), path("last_sync_error"), 20, hidden=True, search=True
        ),
        Column[Directory]("created", "Created", texts.dated("created_on"), instant("created_on"), 11, hidden=True),
        Column[Directory]("id", "Id", texts.plain("id"), path("id"), 36, hidden=True),
    ),
    called=_name,
    sort=("name", False),
    aliases=("directory", "scim"),
    flags={
        "active": Flag("status", "active"),
        "failing": Flag("status", "error"),
        "error": Flag("error", present=True),
    },
    details=(
        Facts[Directory](
            "Details",
            (
                Fact("Name", lambda record, _context: _name(record), edit=EDIT_NAME),
                Fact("Organization", texts.named("organizations", "organization_code")),
                Fact("Status", _status, _tone),
                Fact("Endpoint id", texts.plain("directory_endpoint_id")),
                Fact("Token", texts.masked, secret=Secret(_token, "secret_token")),
                Fact("Connection", texts.plain("enterprise_connection_name")),
                Fact("Last sync began", texts.since("last_sync_started_at")),
                Fact("Last sync ended", texts.since("last_sync_completed_at")),
                Fact("Last error", texts.plain("last_sync_error")),
                Fact("Created", texts.dated_exactly("created_on")),
                Fact("Id", texts.plain("id")),
            ),
        ),
    ),
    creation=Creation(
        "New directory",
        kinde.CREATE_DIRECTORY,
        (
            Question("organization", "Organization", Ask.RECORD, collection="organizations"),
            Question("directory_name", "Name", validate=validation.complaint(validation.name)),
            Question("provider", "Provider", Ask.CHOICE, choices=PROVIDERS, default="entra_id_azure_ad"),
            Question("connection", "Connection", Ask.RECORD, collection="connections", required=False),
        ),
        _create,
    ),
    removal=Action[Directory]("directories.delete", "d", "Delete", kinde.DELETE_DIRECTORY, _delete, bulk=True),
    at_start=False,
    empty="No organization's users are sent by another system.",
)
