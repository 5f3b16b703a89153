"""API keys: what programs call APIs with. Their secrets are shown when they are made, and kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.models.api_key import ApiKey
from kinde_tui.services.collections import api_key_changes as changes
from kinde_tui.services.collections import texts, validation
from kinde_tui.services.collections.collection import (
    Action,
    Ask,
    Collection,
    Column,
    Creation,
    Fact,
    Facts,
    Flag,
    Question,
    Tone,
)
from kinde_tui.services.collections.inquiry import Inquiry
from kinde_tui.services.collections.raws import by, instant, listed, path

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import Context

_SIGNS = {"active": "●", "inactive": "◐", "revoked": "○"}
_TONES = {"active": Tone.GOOD, "inactive": Tone.WARNING, "revoked": Tone.MUTED}
KINDS = (
    (changes.ENVIRONMENT, "The environment"),
    (changes.ORGANIZATION, "An organization"),
    (changes.USER, "A user"),
)

_status = texts.shown("status", lambda value: f"{_SIGNS.get(value, '?')} {value}")


def _tone(key: ApiKey) -> Tone:
    return _TONES.get(key.status or "", Tone.MUTED)


def _key(key: ApiKey, _context: Context) -> str:
    return changes.masked(key) or texts.ABSENT


def _owner(key: ApiKey, context: Context) -> str:
    if key.user_id:
        return texts.named("users", "user_id")(key, context)
    if key.organization_id:
        return texts.named("organizations", "organization_id")(key, context)
    if key.type == changes.ENVIRONMENT:
        return "the environment"
    return texts.ABSENT if "user_id" in key.model_fields_set else texts.UNREAD


def _verified(key: ApiKey, _context: Context) -> str:
    if "verification_count" not in key.model_fields_set:
        return texts.UNREAD
    return texts.times(key.verification_count or 0)


def _usable(key: ApiKey) -> bool:
    return key.status != changes.REVOKED


API_KEYS = Collection[ApiKey](
    name="api_keys",
    title="API keys",
    one="API key",
    model=ApiKey,
    key=by("id"),
    lists=kinde.GET_API_KEYS,
    reads=kinde.GET_API_KEY,
    reads_path=lambda key, _parent: {"key_id": key},
    columns=(
        Column[ApiKey](
            "name", "Name", lambda r, _context: changes.name_of(r), path("name"), 18, grow=True, search=True
        ),
        Column[ApiKey]("type", "Of", texts.plain("type"), path("type"), 12, search=True),
        Column[ApiKey]("status", "Status", _status, path("status"), 10, tone=_tone, search=True),
        Column[ApiKey]("key", "Key", _key, path("key_prefix"), 14, search=True),
        Column[ApiKey]("verified", "Verified", texts.since("last_verified_on"), instant("last_verified_on"), 11),
        Column[ApiKey]("created", "Created", texts.dated("created_on"), instant("created_on"), 11),
        Column[ApiKey](
            "scopes",
            "Scopes",
            texts.joined_words("scopes"),
            listed("scopes"),
            24,
            hidden=True,
            search=True,
            also=("scope",),
        ),
        Column[ApiKey](
            "created_by", "Created by", texts.plain("created_by"), path("created_by"), 18, hidden=True, search=True
        ),
        Column[ApiKey](
            "ip", "Verified from", texts.plain("last_verified_ip"), path("last_verified_ip"), 15, hidden=True
        ),
        Column[ApiKey]("id", "Id", texts.plain("id"), path("id"), 36, hidden=True, search=True),
    ),
    called=changes.name_of,
    sort=("name", False),
    aliases=("api_key", "apikeys"),
    flags={
        "active": Flag("status", "active"),
        "revoked": Flag("status", "revoked"),
        "never": Flag("verified", present=False),
    },
    details=(
        Facts[ApiKey](
            "Details",
            (
                Fact("Name", lambda record, _context: changes.name_of(record)),
                Fact("Of", texts.plain("type")),
                Fact("Owner", _owner),
                Fact("Status", _status, _tone),
                Fact("Key", lambda key, context: f"{_key(key, context)} · the rest cannot be read"),
                Fact("Scopes", texts.joined_words("scopes")),
                Fact("Verified", _verified),
                Fact("Last verified", texts.since("last_verified_on")),
                Fact("From", texts.plain("last_verified_ip")),
                Fact("Created", texts.dated_exactly("created_on")),
                Fact("Created by", texts.plain("created_by")),
                Fact("Id", texts.plain("id")),
            ),
        ),
    ),
    actions=(
        Action[ApiKey](
            "api_keys.rotate",
            "T",
            "Rotate",
            kinde.ROTATE_API_KEY,
            changes.rotate,
            applies=_usable,
            help="A new key with the same rights, shown once; the present one is void at once.",
        ),
    ),
    inquiries=(
        Inquiry[ApiKey](
            "api_keys.verify",
            "v",
            "Verify a key",
            kinde.VERIFY_API_KEY,
            changes.verification,
            changes.verdict,
            (Question("api_key", "API key", Ask.SECRET, hint="pasted whole; sent to Kinde and kept nowhere"),),
            help="Kinde says whether a key is valid, whose it is and what it may do; it counts the question.",
        ),
    ),
    creation=Creation(
        "New API key",
        kinde.CREATE_API_KEY,
        (
            Question("name", "Name", validate=validation.complaint(validation.name)),
            Question("key_type", "Of", Ask.CHOICE, choices=KINDS, default=changes.ENVIRONMENT),
            Question("key_user", "User", Ask.RECORD, collection="users", required=False),
            Question("key_organization", "Organization", Ask.RECORD, collection="organizations", required=False),
            Question("api", "API", Ask.RECORD, collection="apis"),
            Question("scopes", "Scopes", Ask.RECORDS, collection="scopes_of_api", under="api", required=False),
        ),
        changes.create,
    ),
    removal=Action[ApiKey](
        "api_keys.revoke", "d", "Revoke", kinde.DELETE_API_KEY, changes.revoke, bulk=True, applies=_usable
    ),
    at_start=False,
    empty="There is no API key yet.",
)
