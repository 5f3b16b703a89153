"""The environment and the business: details, logos, policies, variables."""

from __future__ import annotations

import re

from kinde_tui.api import operations as op
from kinde_tui.demo.answers import Body, Call, RefusalError, answers, done, invalid, missing
from kinde_tui.demo.tenant import DemoTenant, Row, look_up

LOGO_TYPES = ("dark", "light", "favicon_svg", "favicon_fallback")
FACTORS = ("mfa:email", "mfa:sms", "mfa:authenticator_app")
POLICIES = ("off", "optional", "mandatory")
_FILE_NAME = re.compile(rb'filename="([^"]+)"')
_INDUSTRIES = (
    "Agriculture", "Construction", "Education", "Finance", "Health", "Hospitality", "Retail", "Software", "Transport",
)  # fmt: skip
_TIMEZONES = (
    ("los_angeles_pacific_standard_time", "(GMT-8) Los Angeles"),
    ("new_york_eastern_standard_time", "(GMT-5) New York"),
    ("london_greenwich_mean_time", "(GMT+0) London"),
    ("dublin_greenwich_mean_time", "(GMT+0) Dublin"),
    ("oslo_central_european_standard_time", "(GMT+1) Oslo"),
    ("nairobi_east_africa_time", "(GMT+3) Nairobi"),
    ("tokyo_japan_standard_time", "(GMT+9) Tokyo"),
    ("sydney_australian_eastern_standard_time", "(GMT+10) Sydney"),
)
_BUSINESS = {
    "business_name": "name",
    "email": "email",
    "phone": "phone",
    "privacy_url": "privacy_url",
    "terms_url": "terms_url",
}


@answers(op.GET_ENVIRONMENT)
def get_environment(tenant: DemoTenant, call: Call) -> Body:  # noqa: ARG001 - the call says nothing more
    """The environment that the credentials belong to."""
    return done("Success", environment={**tenant.settings["environment"], "kinde_domain": tenant.issuer})


@answers(op.GET_BUSINESS)
def get_business(tenant: DemoTenant, call: Call) -> Body:  # noqa: ARG001 - the call says nothing more
    """The business that all environments belong to."""
    return done("Success", business=dict(tenant.settings["business"]))


@answers(op.UPDATE_BUSINESS)
def update_business(tenant: DemoTenant, call: Call) -> Body:
    """Changes the fields that were sent; null leaves a field as it is."""
    fields: Row = {}
    for sent, kept in _BUSINESS.items():
        if call.body.get(sent) is not None:
            fields[kept] = call.text(sent)
    for sent, kept in (("is_click_wrap", "has_clickwrap"), ("is_show_kinde_branding", "has_kinde_branding")):
        if call.body.get(sent) is not None:
            fields[kept] = call.truth(sent, default=False)
    for sent, kept, known in (
        ("industry_key", "industry", {name.lower(): name for name in _INDUSTRIES}),
        ("timezone_key", "timezone", {key: name.partition(") ")[2] for key, name in _TIMEZONES}),
    ):
        if call.body.get(sent) is not None:
            fields[kept] = known[call.choice(sent, tuple(known))]
    tenant.settings["business"] |= fields
    return done("Business updated")


@answers(op.GET_INDUSTRIES)
def list_industries(tenant: DemoTenant, call: Call) -> Body:  # noqa: ARG001 - the same for every tenant
    """Industries to choose from."""
    return done("Success", industries=[{"key": name.lower(), "name": name} for name in _INDUSTRIES])


@answers(op.GET_TIMEZONES)
def list_timezones(tenant: DemoTenant, call: Call) -> Body:  # noqa: ARG001 - the same for every tenant
    """Time zones to choose from."""
    return done("Success", timezones=[{"key": key, "name": name} for key, name in _TIMEZONES])


def logo_sent(call: Call) -> tuple[str, str]:
    """The type of a logo in the path, and the name of the file that was uploaded.

    Raises:
        RefusalError: the type is unknown, or there is no file; 400.
    """
    kind = call.path["type"]
    if kind not in LOGO_TYPES:
        raise invalid("INVALID_LOGO_TYPE", f"The type must be one of {', '.join(LOGO_TYPES)}.", "type")
    found = _FILE_NAME.search(call.body.get("file", b""))
    if found is None:
        raise invalid("LOGO_REQUIRED", "The field logo must be a file.", "logo")
    return kind, found[1].decode("utf-8", "replace")


@answers(op.READ_LOGO)
def list_logos(tenant: DemoTenant, call: Call) -> Body:  # noqa: ARG001 - the call says nothing more
    """The environment's logos."""
    return done("Success", logos=[{"type": kind, **row} for kind, row in tenant.shelf("logos").items()])


@answers(op.ADD_LOGO)
def add_logo(tenant: DemoTenant, call: Call) -> Body:
    """Takes the place of a logo of the environment."""
    kind, name = logo_sent(call)
    tenant.shelf("logos")[kind] = {"file_name": name}
    return done("Logo added")


@answers(op.DELETE_LOGO)
def delete_logo(tenant: DemoTenant, call: Call) -> Body:
    """Takes a logo of the environment away."""
    if tenant.shelf("logos").pop(call.path["type"], None) is None:
        raise missing("logo", call.path["type"])
    return done("Logo deleted")


def factors_sent(call: Call) -> Row:
    """The multi-factor settings in a body.

    Raises:
        RefusalError: a factor that Kinde does not know; 400.
    """
    factors = call.body.get("enabled_factors")
    if not isinstance(factors, list) or not all(factor in FACTORS for factor in factors):
        raise invalid("INVALID_ENABLED_FACTORS", f"The factors must be of {', '.join(FACTORS)}.", "enabled_factors")
    return {
        "enabled_factors": factors,
        "is_recovery_codes_enabled": call.truth("is_recovery_codes_enabled", default=True),
    }


@answers(op.REPLACE_MFA)
def replace_mfa(tenant: DemoTenant, call: Call) -> Body:
    """Replaces the environment's multi-factor settings. No call reads them."""
    policy = call.choice("policy", ("required", "off", "optional"))
    tenant.settings["mfa"] = {"policy": policy, **factors_sent(call)}
    return done("MFA configuration updated")


@answers(op.GET_PASSKEY)
def get_passkey(tenant: DemoTenant, call: Call) -> Body:  # noqa: ARG001 - the call says nothing more
    """The environment's passkey policy."""
    return done("Success", **tenant.settings["passkey"])


@answers(op.UPDATE_PASSKEY)
def replace_passkey(tenant: DemoTenant, call: Call) -> Body:
    """Replaces the environment's passkey policy."""
    policy = call.choice("policy", POLICIES)
    tenant.settings["passkey"] = {"enabled": policy != "off", "policy": policy}
    return done("Passkey settings updated", **tenant.settings["passkey"])


def _shown(row: Row) -> Row:
    return {**row, "value": None if row["is_secret"] else row["value"]}


@answers(op.GET_ENVIRONMENT_VARIABLES)
def list_variables(tenant: DemoTenant, call: Call) -> Body:  # noqa: ARG001 - the call says nothing more
    """The environment's variables; `has_more` without a cursor. Secrets come without a value."""
    rows = [_shown(row) for row in tenant.shelf("environment_variables").values()]
    return done("Success", has_more=False, environment_variables=rows)


@answers(op.GET_ENVIRONMENT_VARIABLE)
def get_variable(tenant: DemoTenant, call: Call) -> Body:
    """One variable."""
    row = look_up(tenant.shelf("environment_variables"), call.path["variable_id"], "environment variable")
    return done("Success", environment_variable=_shown(row))


def _free(tenant: DemoTenant, key: str, mine: str = "") -> str:
    if any(row["key"] == key and id_ != mine for id_, row in tenant.shelf("environment_variables").items()):
        raise RefusalError(400, "VARIABLE_ALREADY_EXISTS", f"There is a variable {key!r} already.", "key")
    return key


@answers(op.CREATE_ENVIRONMENT_VARIABLE, 201)
def create_variable(tenant: DemoTenant, call: Call) -> Body:
    """A new variable."""
    id_ = f"env_var_{tenant.dice('variable').hex(24)}"
    tenant.shelf("environment_variables")[id_] = {
        "id": id_,
        "key": _free(tenant, call.text("key")),
        "value": call.text("value"),
        "is_secret": call.truth("is_secret", default=False),
        "created_on": tenant.stamp(),
    }
    return done("Environment variable created", environment_variable={"id": id_})


@answers(op.UPDATE_ENVIRONMENT_VARIABLE)
def update_variable(tenant: DemoTenant, call: Call) -> Body:
    """Changes the fields that were sent; a secret stays one."""
    row = look_up(tenant.shelf("environment_variables"), call.path["variable_id"], "environment variable")
    fields: Row = {name: call.text(name) for name in ("key", "value") if call.body.get(name) is not None}
    _free(tenant, str(fields.get("key", row["key"])), row["id"])
    if call.body.get("is_secret") is not None:
        fields["is_secret"] = row["is_secret"] or call.truth("is_secret", default=False)
    row |= fields
    return done("Environment variable updated")


@answers(op.DELETE_ENVIRONMENT_VARIABLE)
def delete_variable(tenant: DemoTenant, call: Call) -> Body:
    """Deletes a variable."""
    look_up(tenant.shelf("environment_variables"), call.path["variable_id"], "environment variable")
    del tenant.shelf("environment_variables")[call.path["variable_id"]]
    return done("Environment variable deleted")
