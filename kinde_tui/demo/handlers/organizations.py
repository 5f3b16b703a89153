"""Organizations: list, get, create, change, delete."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as op
from kinde_tui.demo.answers import Body, Call, RefusalError, answers, done, given, invalid, missing
from kinde_tui.demo.flags import settled
from kinde_tui.demo.founding import organization_row
from kinde_tui.demo.handlers.billing import agreement_id
from kinde_tui.demo.memberships import Membership
from kinde_tui.demo.pages import by_token

if TYPE_CHECKING:
    from kinde_tui.demo.tenant import DemoTenant, Row

_LISTED = ("code", "name", "handle", "is_default", "external_id", "is_auto_membership_enabled")
_NULLABLE = (
    "logo", "logo_dark", "favicon_svg", "favicon_fallback",
    "button_border_radius", "card_border_radius", "input_border_radius",
)  # fmt: skip
_COLORS = (
    "link_color", "background_color", "button_color", "button_text_color",
    "link_color_dark", "background_color_dark", "button_text_color_dark", "button_color_dark",
)  # fmt: skip
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")
_TEXTS = ("external_id", "handle", "sender_name", "sender_email")
_SWITCHES = ("is_allow_registrations", "is_auto_membership_enabled", "is_enforce_mfa", "is_suspended")


def color(raw: str) -> dict[str, str]:
    """A colour in Kinde's three spellings."""
    digits = raw[1:] if len(raw) > len("#abc") else "".join(2 * digit for digit in raw[1:])
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    top, low = max(red, green, blue), min(red, green, blue)
    light, spread = (top + low) / 2, top - low
    hue = 0.0
    if spread:
        hue = {red: (green - blue) / spread, green: 2 + (blue - red) / spread, blue: 4 + (red - green) / spread}[top]
    depth = spread / (1 - abs(2 * light - 1)) if spread else 0.0
    return {"raw": raw, "hex": f"#{digits}", "hsl": f"hsl({hue * 60 % 360:.0f}, {depth:.0%}, {light:.0%})"}


def join(
    tenant: DemoTenant, code: str, index: int, roles: list[str] | None = None, direct: list[str] | None = None
) -> None:
    """Makes a user a member; without roles the tenant's default roles are given."""
    given_roles = roles or [id_ for id_, row in tenant.roles.items() if row["is_default_role"]]
    tenant.memberships.add(code, index, Membership(tenant.stamp(), list(given_roles), list(direct or ())))


def _shown(row: Row, *, billing: bool) -> Body:
    body = {name: row[name] for name in row if name not in {"colors", "customer_id", "plan_code", "is_enforce_mfa"}}
    body |= dict.fromkeys(_NULLABLE)
    body |= {name: color(row["colors"][name]) for name in _COLORS if name in row["colors"]}
    if billing:
        agreement = {"plan_code": row["plan_code"], "agreement_id": agreement_id(row)}
        body["billing"] = {"billing_customer_id": row["customer_id"], "agreements": [agreement]}
    return body


@answers(op.GET_ORGANIZATIONS)
def list_organizations(tenant: DemoTenant, call: Call) -> Body:
    """Organizations, in the order they were made or sorted by name."""
    rows = tenant.organizations
    order = list(rows)
    sort = call.query.get("sort", "")
    if sort:
        order.sort(key=lambda code: rows[code]["name"].casefold(), reverse=sort.endswith("_desc"))
    page, next_token = by_token(tenant, call, order)
    shown = [{name: rows[code][name] for name in _LISTED} for code in page]
    return done("Success", **given({"organizations": shown, "next_token": next_token}))


@answers(op.GET_ORGANIZATION)
def get_organization(tenant: DemoTenant, call: Call) -> Body:
    """One organization with all its settings; without a code the default one."""
    code = call.query.get("code") or next(code for code, row in tenant.organizations.items() if row["is_default"])
    return _shown(tenant.organization(code), billing="billing" in call.words("expand"))


def _changes(tenant: DemoTenant, call: Call, code: str) -> dict[str, Any]:
    """The fields of the body that an organization keeps."""
    fields: dict[str, Any] = {}
    for name in _TEXTS:
        if name in call.body:
            value = call.body[name]
            if value is not None and not isinstance(value, str):
                raise invalid(f"INVALID_{name.upper()}", f"The field {name} must be a text.", name)
            fields[name] = value or None
    fields |= {name: call.truth(name, default=False) for name in _SWITCHES if name in call.body}
    if call.body.get("theme_code") is not None:
        fields["theme_code"] = call.choice("theme_code", ("light", "dark", "user_preference"))
    if "allowed_domains" in call.body:
        domains = call.body["allowed_domains"]
        if not isinstance(domains, list) or not all(isinstance(domain, str) for domain in domains):
            raise invalid("INVALID_ALLOWED_DOMAINS", "The allowed_domains must be a list of texts.", "allowed_domains")
        fields["allowed_domains"] = domains
    for name in ("handle", "external_id"):
        taken = {row[name] for other, row in tenant.organizations.items() if other != code}
        if fields.get(name) and fields[name] in taken:
            raise invalid(f"{name.upper()}_EXISTS", f"Another organization has the {name} {fields[name]!r}.", name)
    return fields


def _colors(call: Call) -> dict[str, str]:
    colors = {name: call.body[name] for name in _COLORS if call.body.get(name)}
    for name, value in colors.items():
        if not isinstance(value, str) or not _HEX.fullmatch(value):
            raise invalid("INVALID_COLOR", f"The {name} must be a colour such as #a1b2c3.", name)
    return colors


def _initial_flags(tenant: DemoTenant, call: Call) -> dict[str, str]:
    flags = call.body.get("feature_flags") or {}
    if not isinstance(flags, dict):
        raise invalid("INVALID_FEATURE_FLAGS", "The feature_flags must be an object.", "feature_flags")
    overrides = {}
    for key, value in flags.items():
        flag = tenant.flags.get(key)
        kept = settled(flag.type, value) if flag else None
        if kept is None:
            raise invalid("INVALID_FEATURE_FLAGS", f"There is no flag {key!r} that takes this value.", "feature_flags")
        overrides[key] = kept
    return overrides


@answers(op.CREATE_ORGANIZATION)
def create_organization(tenant: DemoTenant, call: Call) -> Body:
    """A new organization without members."""
    code = f"org_{tenant.dice('organization').hex(11)}"
    row = organization_row(code, call.text("name"), tenant.stamp())
    row |= _changes(tenant, call, code)
    row["colors"] = _colors(call)
    overrides = _initial_flags(tenant, call)
    tenant.organizations[code] = row
    tenant.memberships.open(code)
    tenant.organization_overrides[code] = overrides
    shown = {"code": code}
    if call.body.get("is_create_billing_customer"):
        shown["billing_customer_id"] = row["customer_id"]
    return done("Success", organization=shown)


@answers(op.UPDATE_ORGANIZATION)
def update_organization(tenant: DemoTenant, call: Call) -> Body:
    """Changes the fields that were sent. The default organization cannot be suspended."""
    code = call.path["org_code"]
    row = tenant.organization(code)
    fields = _changes(tenant, call, code)
    if "name" in call.body:
        fields["name"] = call.text("name")
    if fields.get("is_suspended") and row["is_default"]:
        raise invalid("CANNOT_SUSPEND_DEFAULT", "The default organization cannot be suspended.", "is_suspended")
    if "is_suspended" in fields and fields["is_suspended"] != row["is_suspended"]:
        fields["suspended_on"] = tenant.stamp() if fields["is_suspended"] else None
    colors = _colors(call)
    row |= fields
    row["colors"] = {**row["colors"], **colors}
    return done("Organization successfully updated")


@answers(op.DELETE_ORGANIZATION)
def delete_organization(tenant: DemoTenant, call: Call) -> Body:
    """Deletes an organization and every membership in it. The default one stays."""
    code = call.path["org_code"]
    if tenant.organization(code)["is_default"]:
        raise RefusalError(400, "CANNOT_DELETE_DEFAULT", "The default organization cannot be deleted.")
    tenant.delete_organization(code)
    return done("Organization successfully deleted")


@answers(op.DELETE_ORGANIZATION_HANDLE)
def delete_handle(tenant: DemoTenant, call: Call) -> Body:
    """Takes the handle away."""
    row = tenant.organization(call.path["org_code"])
    if row["handle"] is None:
        raise missing("organization handle", row["code"])
    row["handle"] = None
    return done("Handle deleted")
