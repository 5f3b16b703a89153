"""Webhooks, events, and subscribers."""

from __future__ import annotations

from kinde_tui.api import operations as op
from kinde_tui.demo.answers import Body, Call, answers, done, given, invalid
from kinde_tui.demo.pages import by_token
from kinde_tui.demo.tenant import DemoTenant, look_up


@answers(op.GET_EVENT)
def get_event(tenant: DemoTenant, call: Call) -> Body:
    """One event."""
    return done("Success", event=look_up(tenant.shelf("events"), call.path["event_id"], "event"))


@answers(op.GET_EVENT_TYPES)
def list_event_types(tenant: DemoTenant, call: Call) -> Body:  # noqa: ARG001 - the call says nothing more
    """What webhooks can be told about."""
    return done("Success", event_types=list(tenant.shelf("event_types").values()))


def _event_types(tenant: DemoTenant, call: Call) -> list[str]:
    known = {row["code"] for row in tenant.shelf("event_types").values()}
    wanted = call.body.get("event_types")
    if not isinstance(wanted, list) or not wanted or not all(code in known for code in wanted):
        raise invalid("INVALID_EVENT_TYPES", "The event_types must be a list of known types.", "event_types")
    return wanted


@answers(op.GET_WEBHOOKS)
def list_webhooks(tenant: DemoTenant, call: Call) -> Body:  # noqa: ARG001 - the call says nothing more
    """Webhooks, all at once."""
    return done("Success", webhooks=list(tenant.shelf("webhooks").values()))


@answers(op.CREATE_WEBHOOK)
def create_webhook(tenant: DemoTenant, call: Call) -> Body:
    """A new webhook."""
    endpoint, name = call.text("endpoint"), call.text("name")
    if not endpoint.startswith("https://"):
        raise invalid("INVALID_ENDPOINT", "The endpoint must be an https address.", "endpoint")
    id_ = f"webhook_{tenant.dice('webhook').hex(24)}"
    tenant.shelf("webhooks")[id_] = {
        "id": id_,
        "name": name,
        "endpoint": endpoint,
        "description": str(call.body.get("description") or ""),
        "event_types": _event_types(tenant, call),
        "created_on": tenant.stamp(),
    }
    return done("Webhook created", webhook={"id": id_, "endpoint": endpoint})


@answers(op.UPDATE_WEBHOOK)
def update_webhook(tenant: DemoTenant, call: Call) -> Body:
    """Changes name, description or types; the endpoint is fixed."""
    row = look_up(tenant.shelf("webhooks"), call.path["webhook_id"], "webhook")
    fields = dict(row)
    if "name" in call.body:
        fields["name"] = call.text("name")
    if "description" in call.body:
        fields["description"] = str(call.body["description"] or "")
    if "event_types" in call.body:
        fields["event_types"] = _event_types(tenant, call)
    row |= fields
    return done("Webhook updated", webhook={"id": row["id"]})


@answers(op.DELETE_WEBHOOK)
def delete_webhook(tenant: DemoTenant, call: Call) -> Body:
    """Deletes a webhook."""
    look_up(tenant.shelf("webhooks"), call.path["webhook_id"], "webhook")
    del tenant.shelf("webhooks")[call.path["webhook_id"]]
    return done("Webhook deleted")


@answers(op.GET_SUBSCRIBERS)
def list_subscribers(tenant: DemoTenant, call: Call) -> Body:
    """People who asked for news, and users whose access was removed."""
    shelf = tenant.shelf("subscribers")
    order = list(shelf)
    sort, _, direction = call.query.get("sort", "").rpartition("_")
    if sort:
        names = {"name": ("first_name", "last_name"), "email": ("email",)}.get(sort, ("email",))
        order.sort(key=lambda id_: [shelf[id_][name].casefold() for name in names], reverse=direction == "desc")
    page, next_token = by_token(tenant, call, order)
    rows = [
        {**shelf[id_], "full_name": f"{shelf[id_]['first_name']} {shelf[id_]['last_name']}".strip()} for id_ in page
    ]
    return done("Success", **given({"subscribers": rows, "next_token": next_token}))


@answers(op.CREATE_SUBSCRIBER, 201)
def create_subscriber(tenant: DemoTenant, call: Call) -> Body:
    """A new subscriber; everything is in the URL, and the answer has no envelope."""
    first, last, email = (call.need(name) for name in ("first_name", "last_name", "email"))
    if "@" not in email:
        raise invalid("INVALID_EMAIL", f"{email!r} is no valid e-mail address.", "email")
    if any(row["email"].casefold() == email.casefold() for row in tenant.shelf("subscribers").values()):
        raise invalid("SUBSCRIBER_ALREADY_EXISTS", f"{email!r} is subscribed already.", "email")
    id_ = f"subscriber_{tenant.dice('subscriber').hex(24)}"
    tenant.shelf("subscribers")[id_] = {"id": id_, "email": email, "first_name": first, "last_name": last}
    return {"subscriber": {"subscriber_id": id_}}


@answers(op.GET_SUBSCRIBER)
def get_subscriber(tenant: DemoTenant, call: Call) -> Body:
    """One subscriber, in a list of one; the address is called `preferred_email` here."""
    row = look_up(tenant.shelf("subscribers"), call.path["subscriber_id"], "subscriber")
    shown = {
        "id": row["id"],
        "preferred_email": row["email"],
        "first_name": row["first_name"],
        "last_name": row["last_name"],
    }
    return done("Success", subscribers=[shown])
