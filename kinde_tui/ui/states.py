"""The states of a list in words: loading, empty, filtered away, failed, forbidden, old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from kinde_tui.api.errors import MissingScopeError
from kinde_tui.services.collections.texts import ago
from kinde_tui.services.events import Reach
from kinde_tui.ui.text import plain
from kinde_tui.ui.widgets.frame import BARRED

if TYPE_CHECKING:
    from kinde_tui.services.tenant import Tenant
    from kinde_tui.ui.widgets.collection_list import CollectionList


def why_empty(rows: CollectionList) -> Content:
    """Why there is nothing, and which key helps."""
    tenant, collection = rows.tenant, rows.collection
    title = collection.title.lower()
    state = tenant.sync.state(collection.name, rows.parent_keys)
    if rows.total and rows.filter_bar.text:
        lacks = rows.filtering.lacks
        return _sentence(f"None of the {rows.total:,} {title} match this filter. {lacks}".strip(), "esc clears it")
    if refusal := tenant.guard.refusal(collection.lists):
        return _sentence(refusal, "r asks for a new token")
    if state.error is not None:
        return _sentence(str(state.error), "r tries again")
    if tenant.gateway is None and tenant.trouble:
        return _sentence(tenant.trouble, "ctrl+e switches to another tenant, or opens this one again")
    if state.reading or tenant.gateway is None or tenant.sync.due(collection.name, rows.parent_keys):
        return _sentence(f"Reading {title} …", "")
    return _sentence(collection.empty or f"No {title} here.", rows.doing.first_key())


def _sentence(sentence: str, hint: str) -> Content:
    return Content.assemble(plain(sentence), "\n\n", Content.styled(hint, "$label")) if hint else plain(sentence)


def list_status(rows: CollectionList) -> Content:
    """How much of the list is loaded, how old it is, and what hinders reading it."""
    tenant, collection = rows.tenant, rows.collection
    state = tenant.sync.state(collection.name, rows.parent_keys)
    age = tenant.store.age(collection.name, rows.parent_keys)
    parts: list[Content] = []
    if state.reading:
        parts.append(
            Content.styled(f"◌ reading {collection.title.lower()}, {state.loaded:,} so far · esc stops", "$text-accent")
        )
    if age.complete:
        parts.append(Content(f"all {age.rows:,} loaded"))
    elif age.rows:
        parts.append(Content.styled(f"{age.rows:,} loaded, not all", "$text-warning"))
    if age.read_at is not None:
        parts.append(Content(ago(age.read_at, tenant.clock.now())))
    if lacks := rows.filtering.lacks:
        parts.append(plain(lacks, "$text-warning"))
    if age.note:
        parts.append(plain(age.note, "$text-warning"))
    if state.error is not None and not state.reading:  # last, for it is long and cut where there is no room
        missing = isinstance(state.error, MissingScopeError) and state.error.scope
        parts.append(
            plain(f"{BARRED} lacks the scope {missing}", "$text-warning")
            if missing
            else plain(f"✕ {state.error}", "$text-error")
        )
    return Content(" · ").join(parts)


def exports_told(tenant: Tenant) -> list[str]:
    """How far the files are that are being written."""
    return [f"writing {running.done:,} of {running.total:,} rows" for running in tenant.exports.under_way]


def tenant_status(tenant: Tenant) -> Content:
    """Whether the tenant answers, and what its answers cost."""
    reach = tenant.sync.reach
    gateway = tenant.gateway
    parts: list[Content] = []
    if reach is Reach.OFFLINE:
        parts.append(Content.styled("✕ offline", "$text-error"))
    elif reach is Reach.REFUSED:
        parts.append(Content.styled("✕ credentials refused", "$text-error"))
    elif gateway is not None and gateway.throttled_for > 0:
        parts.append(Content.styled(f"◌ asked to wait {gateway.throttled_for:.0f} s", "$text-warning"))
    if gateway is not None and gateway.token_expires is not None:
        minutes = max(0, int((gateway.token_expires - tenant.clock.now()).total_seconds() // 60))
        left = f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"  # noqa: PLR2004 - two hours
        parts.append(Content(f"token {left} · {gateway.tokens_asked} asked"))
    if gateway is not None:
        parts.append(Content(f"{gateway.requests_per_second:.1f} req/s"))
    return Content(" · ").join(parts)
