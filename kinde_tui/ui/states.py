"""The states of a list in words: loading, empty, filtered away, failed, forbidden, old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from kinde_tui.api.errors import CredentialsError, MissingScopeError
from kinde_tui.services.collections.texts import ago
from kinde_tui.services.events import Reach
from kinde_tui.ui.reaching import from_here
from kinde_tui.ui.text import plain

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.tenant import Tenant
    from kinde_tui.ui.widgets.collection_list import CollectionList

OPENS = "ctrl+e switches to another tenant, or opens this one again"
SOON = 5
"""Seconds that are not counted down: lists are looked at no oftener."""


def why_empty(rows: CollectionList) -> Content:
    """Why there is nothing, and which key helps."""
    tenant, collection = rows.tenant, rows.collection
    title = collection.many
    state = tenant.sync.state(collection.name, rows.parent_keys)
    if rows.total and rows.filter_bar.text:
        whole = tenant.store.age(collection.name, rows.parent_keys).complete
        which = title if whole else f"{title} that are loaded"
        said = (f"None of the {rows.total:,} {which} match this filter.", _meant(rows), rows.filtering.lacks)
        keys = ["esc clears it"]
        if collection.name == "users" and not whole:  # the tenant searches nothing else
            keys.append(":find asks the tenant")
        return _sentence(" ".join(filter(None, said)), " · ".join(keys))
    if refusal := tenant.guard.refusal(collection.lists):
        return _sentence(refusal, from_here(rows, "r asks for a new token"))
    if state.error is not None:
        return _sentence(str(state.error), from_here(rows, what_helps(tenant, collection.name, rows.parent_keys)))
    if tenant.gateway is None and tenant.trouble:
        return _sentence(tenant.trouble, OPENS)
    if state.reading or tenant.gateway is None or tenant.sync.due(collection.name, rows.parent_keys):
        return _sentence(f"Reading {title} …", "")
    return _sentence(collection.empty or f"No {title} here.", rows.doing.first_key())


def _meant(rows: CollectionList) -> str:
    """What somebody may have meant who typed the name of a state as a word: names hold no `suspended`."""
    for word in rows.filter_bar.text.casefold().split():
        if (flag := rows.collection.flags.get(word)) is not None:
            return f"Did you mean {'has' if flag.present else 'is'}:{word}?"
    return ""


def _sentence(sentence: str, hint: str) -> Content:
    return Content.assemble(plain(sentence), "\n\n", Content.styled(hint, "$label")) if hint else plain(sentence)


def trouble(tenant: Tenant, name: str, parent: Parent = ()) -> tuple[str, str]:
    """Why a list cannot be read, or the tenant not reached, as a sentence, and what helps; both empty: all is well.

    What was read before stays, and this is said beside it.
    """
    if tenant.gateway is None and tenant.trouble:
        return tenant.trouble, OPENS
    state = tenant.sync.state(name, parent)
    said = tenant.sync.trouble if state.error is None else str(state.error)
    return (said, what_helps(tenant, name, parent)) if said and not state.reading else ("", "")


def what_helps(tenant: Tenant, name: str, parent: Parent = ()) -> str:
    """The next key after a list could not be read, and when it is read again without one."""
    error = tenant.sync.state(name, parent).error
    if isinstance(error, MissingScopeError):
        return "r asks for a new token"
    parts = ["r tries again"]
    if tenant.sync.reach is Reach.REFUSED or isinstance(error, CredentialsError):
        parts.append(":secret enters another one")
    elif error is not None:
        rest = tenant.sync.rests(name, parent)
        parts.append(f"by itself in {rest:.0f} s" if rest > SOON else "by itself in a moment")
    return " · ".join(parts)


def list_status(rows: CollectionList) -> Content:
    """How much of the list is loaded, how old it is, and what hinders reading it."""
    tenant, collection = rows.tenant, rows.collection
    state = tenant.sync.state(collection.name, rows.parent_keys)
    age = tenant.store.age(collection.name, rows.parent_keys)
    parts: list[Content] = []
    if state.reading:
        came = f", {state.loaded:,} so far" if state.loaded else ""
        stops = "" if rows.table.marks or rows.filter_bar.text else " · esc stops"  # it takes these away first
        parts.append(Content.styled(f"◌ reading {collection.many}{came}{stops}", "$text-accent"))
    if age.complete:
        parts.append(Content(f"all {age.rows:,} loaded"))
    elif age.rows:
        parts.append(Content.styled(f"{age.rows:,} loaded, not all", "$text-warning"))
    if age.read_at is not None:
        parts.append(Content(ago(age.read_at, tenant.clock.now())))
    if tenant.store.degraded:
        parts.append(Content.styled("in memory only", "$text-warning"))
    if lacks := rows.filtering.lacks:
        parts.append(plain(lacks, "$text-warning"))
    if (note := age.note or state.note) and not state.reading:
        parts.append(plain(note, "$text-warning"))
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
