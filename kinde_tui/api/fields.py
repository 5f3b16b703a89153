"""What the fields of an operation take: the table's notation, read, with a type for every name.

The table says what there is and what must be there. Types follow from names, because Kinde spells the same thing the
same way on every operation; what names do not tell stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation


class Kind(StrEnum):
    """What a field takes; the value is what people call it."""

    TEXT = "text"
    WHOLE = "whole number"
    TRUTH = "true or false"
    MOMENT = "time"
    LIST = "list of texts"
    MAP = "object"
    """An object whose fields are the tenant's own."""
    OBJECT = "object of known fields"
    OBJECTS = "list of objects"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Field:
    """A query parameter, a part of the path, or a field of the body."""

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    """What it takes; empty: anything of its kind."""
    fields: tuple[Field, ...] = ()
    """What is inside an OBJECT, or inside each of OBJECTS."""

    @property
    def takes(self) -> str:
        """What may be given, for people: `true or false`, `reg, spa, m2m or device`."""
        if self.choices:
            *most, last = self.choices
            return f"{', '.join(most)} or {last}" if most else last
        return self.kind.value


_LISTS = frozenset({
    "allowed_domains", "enabled_applications", "enabled_factors", "event_types", "home_realm_domains", "logout_uris",
    "permissions", "redirect_uris", "roles", "scope_ids", "urls",
})  # fmt: skip
_WHOLE = frozenset({"iterations", "mem_cost", "page_size", "rounds"})
_MAPS = frozenset({"feature_flags", "options", "properties"})
_MOMENTS = frozenset({"active_since", "date_time_from", "date_time_to", "meter_usage_timestamp"})
_TRUTHS = frozenset({"send_email", "use_gravatar_fallback"})
_TRUTH = re.compile(r"(is|has|include)_")

_LIGHTS = ("light", "dark")
_BY_NAME, _BY_EMAIL = ("name_asc", "name_desc"), ("name_asc", "name_desc", "email_asc", "email_desc")
_BY_ID, _BY_KEY = ("name_asc", "name_desc", "id_asc", "id_desc"), ("name_asc", "name_desc", "key_asc", "key_desc")
_FACTORS = ("mfa:email", "mfa:sms", "mfa:authenticator_app")
_CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("AddLogo", "type"): _LIGHTS,
    ("DeleteLogo", "type"): _LIGHTS,
    ("AddOrganizationLogo", "type"): _LIGHTS,
    ("DeleteOrganizationLogo", "type"): _LIGHTS,
    ("GetCategories", "context"): ("usr", "org"),
    ("GetProperties", "context"): ("usr", "org", "app"),
    ("ReplaceMFA", "enabled_factors"): _FACTORS,
    ("ReplaceOrganizationMFA", "enabled_factors"): _FACTORS,
    ("UpdateFeatureFlag", "allow_override_level"): ("env", "org"),
    ("UpdateFeatureFlag", "type"): ("str", "int", "bool"),
    ("getAPIs", "expand"): ("scopes",),
    ("getApiKeys", "key_type"): ("organization", "user"),
    ("getApiKeys", "status"): ("active", "inactive", "revoked"),
    ("getBillingEntitlements", "expand"): ("plans",),
    ("updateOrganization", "expand"): ("billing",),
    ("getApplications", "sort"): _BY_NAME,
    ("getOrganizationInvites", "sort"): ("created_on_asc", "created_on_desc", *_BY_EMAIL),
    ("getOrganizations", "sort"): _BY_EMAIL,
    ("GetOrganizationUsers", "sort"): _BY_EMAIL,
    ("GetSubscribers", "sort"): _BY_EMAIL,
    ("GetPermissions", "sort"): _BY_ID,
    ("GetRolePermissions", "sort"): _BY_ID,
    ("GetRoleSystemPermissions", "sort"): _BY_ID,
    ("GetSystemPermissions", "sort"): _BY_ID,
    ("GetRoles", "sort"): _BY_KEY,
    ("createDirectory", "provider_code"): (
        "entra_id_azure_ad", "okta", "google_workspace", "custom_scim_v2", "cyberark", "jumpcloud", "onelogin",
        "pingfederate", "rippling",
    ),
    ("SetUserPassword", "hashing_method"): (
        "bcrypt", "crypt", "md5", "sha256", "wordpress", "pbkdf2", "firebase-scrypt", "aspnet-identity-v2",
    ),
    ("CreateConnection", "strategy"): (
        "oauth2:apple", "oauth2:azure_ad", "oauth2:bitbucket", "oauth2:discord", "oauth2:facebook", "oauth2:github",
        "oauth2:gitlab", "oauth2:google", "oauth2:linkedin", "oauth2:microsoft", "oauth2:patreon", "oauth2:slack",
        "oauth2:stripe", "oauth2:twitch", "oauth2:twitter", "oauth2:xero", "saml:custom", "saml:cloudflare",
        "saml:okta", "saml:microsoft", "saml:google", "wsfed:azure_ad",
    ),
}  # fmt: skip
"""What a field takes where the table's row does not say."""

_ITEM = re.compile(r"(\w+)(\*?)(?:\(([^)]*)\)|(\[?)\{(.*)\}\]?)?")


@cache
def path_fields(operation: Operation) -> tuple[Field, ...]:
    """The parts of the path that are filled in, in order."""
    return tuple(
        Field(name, required=True, choices=_CHOICES.get((operation.id, name), ())) for name in operation.path_parameters
    )


@cache
def query_fields(operation: Operation) -> tuple[Field, ...]:
    """The query parameters, in the table's order."""
    return tuple(_field(operation, name) for name in operation.query)


@cache
def body_fields(operation: Operation) -> tuple[Field, ...]:
    """The fields of the body, in the table's order; none for an operation without a body."""
    kind, _, inner = operation.body.partition("{")
    fields = tuple(_field(operation, item) for item in _items(inner.removesuffix("}")))
    if kind.startswith("multipart"):
        return tuple(Field(field.name, Kind.FILE, field.required) for field in fields)
    return fields


def kind_of(name: str) -> Kind:
    """What a field of that name takes when nothing else is known of it."""
    if name in _TRUTHS or _TRUTH.match(name):
        return Kind.TRUTH
    if name in _WHOLE or name.endswith("_lifetime"):
        return Kind.WHOLE
    if name in _MOMENTS:
        return Kind.MOMENT
    return Kind.LIST if name in _LISTS else Kind.TEXT


def _field(operation: Operation, item: str) -> Field:
    found = _ITEM.fullmatch(item)
    if found is None:
        raise ValueError(f"{operation.id}: {item} is no field")
    name, star, choices, many, inner = found.groups()
    required = bool(star)
    if inner is not None:
        fields = tuple(_field(operation, one) for one in _items(inner))
        return Field(name, Kind.OBJECTS if many else Kind.OBJECT, required, fields=fields)
    if name in _MAPS:
        return Field(name, Kind.MAP, required)
    options = tuple(choices.split("|")) if choices else _CHOICES.get((operation.id, name), ())
    return Field(name, kind_of(name), required, options)


def _items(text: str) -> Iterator[str]:
    """The parts of a list in the table's notation, split at the commas that are inside nothing."""
    depth, start = 0, 0
    for place, sign in enumerate(text):
        depth += (sign in "{[(") - (sign in "}])")
        if sign == "," and not depth:
            yield text[start:place].strip()
            start = place + 1
    if rest := text[start:].strip():
        yield rest
