"""Feature flags: definitions, and overrides for the environment and for organizations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.api import operations as op
from kinde_tui.demo.answers import Body, Call, RefusalError, answers, done, invalid, missing
from kinde_tui.demo.flags import CREATABLE, LEVELS, Flag, settled
from kinde_tui.demo.pages import trap

if TYPE_CHECKING:
    from kinde_tui.demo.tenant import DemoTenant


def wanted_value(flag: Flag, value: object) -> str:
    """`value` as the flag keeps it.

    Raises:
        RefusalError: it is no value of the flag's type; 400.
    """
    kept = settled(flag.type, value)
    if kept is None:
        raise invalid("INVALID_VALUE", f"{value!r} is no value of type {flag.type}.", "value")
    return kept


@answers(op.CREATE_FEATURE_FLAG, 201)
def create_flag(tenant: DemoTenant, call: Call) -> Body:
    """A new flag of type str, int or bool."""
    key = call.text("key")
    if key in tenant.flags:
        raise invalid("FEATURE_FLAG_ALREADY_EXISTS", f"There is a feature flag with the key {key!r} already.", "key")
    kind = call.choice("type", CREATABLE)
    level = call.choice("allow_override_level", LEVELS, "env")
    name = call.text("name")
    if "default_value" not in call.body:
        raise invalid("DEFAULT_VALUE_REQUIRED", "The field default_value is required.", "default_value")
    flag = Flag(key, name, str(call.body.get("description") or ""), kind, "", level)
    flag.default = wanted_value(flag, call.body["default_value"])
    tenant.flags[key] = flag
    return done("Feature flag successfully created")


@answers(op.UPDATE_FEATURE_FLAG)
def replace_flag(tenant: DemoTenant, call: Call) -> Body:
    """Replaces name, description, level and default: all five parameters are required, and travel in the URL."""
    flag = tenant.flag(call.path["feature_flag_key"])
    name, description, kind, level, default = (
        call.need(part) for part in ("name", "description", "type", "allow_override_level", "default_value")
    )
    if kind != flag.type:
        raise invalid("INVALID_TYPE", f"The type of a flag cannot change; this one is {flag.type}.", "type")
    if level not in LEVELS:
        raise invalid("INVALID_ALLOW_OVERRIDE_LEVEL", "The level must be env, org or usr.", "allow_override_level")
    flag.default = wanted_value(flag, default)
    flag.name, flag.description, flag.level = name, description, level
    return done("Feature flag successfully updated")


@answers(op.DELETE_FEATURE_FLAG)
def delete_flag(tenant: DemoTenant, call: Call) -> Body:
    """Deletes a flag and every override of it."""
    tenant.delete_flag(tenant.flag(call.path["feature_flag_key"]).key)
    return done("Feature flag successfully deleted")


def _map(tenant: DemoTenant, values: dict[str, str]) -> Body:
    return {key: flag.shown(values[key]) for key, flag in tenant.flags.items() if key in values}


@answers(op.GET_ENVIRONMENT_FEATURE_FLAGS)
def environment_map(tenant: DemoTenant, call: Call) -> Body:
    """Every flag with its value in the environment: overridden or the default, the map does not say."""
    body = done("Success", feature_flags=_map(tenant, tenant.flag_values()))
    return trap(tenant, call, body, len(tenant.flags))


@answers(op.UPDATE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE)
def override_in_environment(tenant: DemoTenant, call: Call) -> Body:
    """Overrides a flag in the environment; the value is in the body."""
    flag = tenant.flag(call.path["feature_flag_key"])
    if "value" not in call.body:
        raise invalid("VALUE_REQUIRED", "The field value is required.", "value")
    tenant.environment_overrides[flag.key] = wanted_value(flag, call.body["value"])
    return done("Feature flag override updated")


@answers(op.DELETE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE)
def clear_in_environment(tenant: DemoTenant, call: Call) -> Body:
    """Clears the environment's override of a flag."""
    flag = tenant.flag(call.path["feature_flag_key"])
    if tenant.environment_overrides.pop(flag.key, None) is None:
        raise missing("feature flag override", flag.key)
    return done("Feature flag override deleted")


@answers(op.DELETE_ENVIRONMENT_FEATURE_FLAG_OVERRIDES)
def clear_environment(tenant: DemoTenant, call: Call) -> Body:  # noqa: ARG001 - the call says nothing more
    """Clears all overrides of the environment."""
    tenant.environment_overrides.clear()
    return done("Feature flag overrides deleted")


@answers(op.GET_ORGANIZATION_FEATURE_FLAGS)
def organization_map(tenant: DemoTenant, call: Call) -> Body:
    """An organization's flags, in the reading that the tenant was made with."""
    code = call.path["org_code"]
    tenant.organization(code)
    effective = tenant.organization_flags == "effective"
    values = tenant.flag_values(code) if effective else tenant.organization_overrides.get(code, {})
    return done("Success", feature_flags=_map(tenant, values))


@answers(op.UPDATE_ORGANIZATION_FEATURE_FLAG_OVERRIDE)
def override_in_organization(tenant: DemoTenant, call: Call) -> Body:
    """Overrides a flag in an organization; the value is in the URL."""
    code = call.path["org_code"]
    tenant.organization(code)
    flag = tenant.flag(call.path["feature_flag_key"])
    if not flag.allows("org"):
        text = f"The flag {flag.key!r} cannot be overridden for an organization."
        raise RefusalError(400, "OVERRIDE_NOT_ALLOWED", text, "value")
    tenant.organization_overrides.setdefault(code, {})[flag.key] = wanted_value(flag, call.need("value"))
    return done("Feature flag override updated")


@answers(op.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDE)
def clear_in_organization(tenant: DemoTenant, call: Call) -> Body:
    """Clears an organization's override of a flag."""
    code = call.path["org_code"]
    tenant.organization(code)
    flag = tenant.flag(call.path["feature_flag_key"])
    if tenant.organization_overrides.get(code, {}).pop(flag.key, None) is None:
        raise missing("feature flag override", flag.key)
    return done("Feature flag override deleted")


@answers(op.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDES)
def clear_organization(tenant: DemoTenant, call: Call) -> Body:
    """Clears all overrides of an organization."""
    code = call.path["org_code"]
    tenant.organization(code)
    tenant.organization_overrides[code] = {}
    return done("Feature flag overrides deleted")
