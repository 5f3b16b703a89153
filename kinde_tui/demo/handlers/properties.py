"""Properties: definitions, categories, and the values of users and organizations."""

from __future__ import annotations

from kinde_tui.api import operations as op
from kinde_tui.demo import company
from kinde_tui.demo.answers import Body, Call, RefusalError, answers, done, invalid
from kinde_tui.demo.dice import Dice
from kinde_tui.demo.handlers.roles import free_key
from kinde_tui.demo.pages import by_cursor, trap
from kinde_tui.demo.tenant import DemoTenant, Row, look_up

_CONTEXTS = ("org", "usr", "app")
_LISTED = ("id", "key", "name", "is_private", "description", "is_kinde_property")


@answers(op.GET_PROPERTIES)
def list_properties(tenant: DemoTenant, call: Call) -> Body:
    """Definitions, of one context or of all."""
    context = call.query.get("context")
    rows = {id_: row for id_, row in tenant.properties.items() if context in {None, row["context"]}}
    page, more = by_cursor(call, list(rows))
    shown = [{name: rows[id_][name] for name in _LISTED} for id_ in page]
    return done("Success", properties=shown, has_more=more)


@answers(op.CREATE_PROPERTY, 201)
def create_property(tenant: DemoTenant, call: Call) -> Body:
    """A new definition."""
    if call.text("key").startswith("kp_"):
        raise invalid("INVALID_KEY", "Keys that start with kp_ are Kinde's own.", "key")
    id_ = f"prop_{tenant.dice('property').hex(32)}"
    row = {
        "id": id_,
        "key": free_key(tenant.properties, call.text("key"), "property"),
        "name": call.text("name"),
        "description": str(call.body.get("description") or ""),
        "context": call.choice("context", _CONTEXTS),
        "type": call.choice("type", ("single_line_text", "multi_line_text")),
        "is_private": call.truth("is_private", default=False),
        "is_kinde_property": False,
        "category_id": look_up(tenant.categories, call.text("category_id"), "category")["id"],
        "drawn": False,
    }
    tenant.properties[id_] = row
    return done("Property successfully created", property={"id": id_})


def _own(tenant: DemoTenant, call: Call) -> Row:
    row = look_up(tenant.properties, call.path["property_id"], "property")
    if row["is_kinde_property"]:
        raise RefusalError(400, "KINDE_PROPERTY", "Kinde's own properties cannot be changed.")
    return row


@answers(op.UPDATE_PROPERTY)
def replace_property(tenant: DemoTenant, call: Call) -> Body:
    """Replaces name, description, privacy and category; key, type and context are fixed."""
    row = _own(tenant, call)
    category = look_up(tenant.categories, call.text("category_id"), "category")
    row |= {
        "name": call.text("name"),
        "description": str(call.body.get("description") or ""),
        "is_private": call.truth("is_private", default=False),
        "category_id": category["id"],
    }
    return done("Property successfully updated")


@answers(op.DELETE_PROPERTY)
def delete_property(tenant: DemoTenant, call: Call) -> Body:
    """Deletes a definition and its values everywhere."""
    tenant.delete_property(_own(tenant, call)["id"])
    return done("Property successfully deleted")


@answers(op.GET_CATEGORIES)
def list_categories(tenant: DemoTenant, call: Call) -> Body:
    """Categories, of one context or of all."""
    context = call.query.get("context")
    rows = {id_: row for id_, row in tenant.categories.items() if context in {None, row["context"]}}
    page, more = by_cursor(call, list(rows))
    return done("Success", categories=[{"id": id_, "name": rows[id_]["name"]} for id_ in page], has_more=more)


@answers(op.CREATE_CATEGORY, 201)
def create_category(tenant: DemoTenant, call: Call) -> Body:
    """A new category."""
    id_ = f"property_category_{tenant.dice('category').hex(24)}"
    tenant.categories[id_] = {"id": id_, "name": call.text("name"), "context": call.choice("context", _CONTEXTS)}
    return done("Category successfully created", category={"id": id_})


@answers(op.UPDATE_CATEGORY)
def update_category(tenant: DemoTenant, call: Call) -> Body:
    """Renames a category."""
    look_up(tenant.categories, call.path["category_id"], "category")["name"] = call.text("name")
    return done("Category successfully updated")


def _drawn(tenant: DemoTenant, context: str, owner: str) -> dict[str, str | None]:
    """The values that an owner had at the start."""
    dice = Dice(tenant.seed, "values", int.from_bytes(owner.encode()[-12:], "big"))
    if context == "usr":
        return {
            "usr_job_title": dice.pick(company.JOBS) if dice.chance(75) else None,
            "usr_department": dice.pick(company.DEPARTMENTS) if dice.chance(65) else None,
            "usr_contract_hours": dice.pick(("8", "16", "20", "30", "37.5", "40")) if dice.chance(60) else None,
            "usr_city": dice.pick(company.CITIES) if dice.chance(55) else None,
            "usr_notes": "Prefers early shifts.\nNo nights." if dice.chance(10) else None,
        }
    if context == "org":
        return {
            "org_plan": dice.pick(company.PLANS),
            "org_account_manager": dice.pick(("Femke de Wit", "Tunde Bello", "Aoife Kelly")),
            "org_sites": str(1 + dice.below(40)),
            "org_timezone": dice.pick(("Europe/Dublin", "Europe/Oslo", "Africa/Nairobi", "Asia/Tokyo")),
        }
    return {"app_release_channel": dice.pick(("stable", "preview"))}


def values_of(tenant: DemoTenant, context: str, owner: str) -> list[Row]:
    """Every property of a context with its value for an owner; None: it has none."""
    drawn = _drawn(tenant, context, owner)
    mine = tenant.values.get((context, owner), {})
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "description": row["description"],
            "key": row["key"],
            "value": mine.get(row["key"], drawn.get(row["key"]) if row["drawn"] else None),
        }
        for row in tenant.properties.values()
        if row["context"] == context
    ]


def show_values(tenant: DemoTenant, call: Call, context: str, owner: str) -> Body:
    """The answer that lists an owner's values."""
    rows = values_of(tenant, context, owner)
    return trap(tenant, call, done("Success", properties=rows), len(rows))


def set_values(tenant: DemoTenant, context: str, owner: str, values: object) -> Body:
    """Sets some of an owner's values, or none when one of them is wrong.

    Raises:
        RefusalError: a key that the context does not have, or a value that is neither text nor null; 400.
    """
    known = {row["key"] for row in tenant.properties.values() if row["context"] == context}
    if not isinstance(values, dict):
        raise invalid("PROPERTIES_REQUIRED", "The field properties must be an object.", "properties")
    for key, value in values.items():
        if key not in known:
            raise invalid("PROPERTY_NOT_FOUND", f"There is no property {key!r} here.", "properties")
        if value is not None and not isinstance(value, (str, bool)):
            raise invalid("INVALID_PROPERTY_VALUE", f"The value of {key!r} must be a text.", "properties")
    texts = {key: str(value).lower() if isinstance(value, bool) else value for key, value in values.items()}
    tenant.values.setdefault((context, owner), {}).update(texts)
    return done("Properties successfully updated")


@answers(op.GET_USER_PROPERTY_VALUES)
def list_user_values(tenant: DemoTenant, call: Call) -> Body:
    """The property values of a user."""
    tenant.user(call.path["user_id"])
    return show_values(tenant, call, "usr", call.path["user_id"])


@answers(op.UPDATE_USER_PROPERTIES)
def set_user_values(tenant: DemoTenant, call: Call) -> Body:
    """Sets several property values of a user."""
    tenant.user(call.path["user_id"])
    return set_values(tenant, "usr", call.path["user_id"], call.body.get("properties"))


@answers(op.UPDATE_USER_PROPERTY)
def set_user_value(tenant: DemoTenant, call: Call) -> Body:
    """Sets one property value of a user; it is in the URL."""
    tenant.user(call.path["user_id"])
    return set_values(tenant, "usr", call.path["user_id"], {call.path["property_key"]: call.need("value")})


@answers(op.GET_ORGANIZATION_PROPERTY_VALUES)
def list_organization_values(tenant: DemoTenant, call: Call) -> Body:
    """The property values of an organization."""
    tenant.organization(call.path["org_code"])
    return show_values(tenant, call, "org", call.path["org_code"])


@answers(op.UPDATE_ORGANIZATION_PROPERTIES)
def set_organization_values(tenant: DemoTenant, call: Call) -> Body:
    """Sets several property values of an organization."""
    tenant.organization(call.path["org_code"])
    return set_values(tenant, "org", call.path["org_code"], call.body.get("properties"))


@answers(op.UPDATE_ORGANIZATION_PROPERTY)
def set_organization_value(tenant: DemoTenant, call: Call) -> Body:
    """Sets one property value of an organization; it is in the URL."""
    tenant.organization(call.path["org_code"])
    return set_values(tenant, "org", call.path["org_code"], {call.path["property_key"]: call.need("value")})
