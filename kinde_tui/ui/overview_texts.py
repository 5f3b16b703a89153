"""What the overview says beside its figures, and what of them goes on the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from kinde_tui.services.collections.collection import Tone
from kinde_tui.services.overview import Figure
from kinde_tui.services.standing import Standing, standing
from kinde_tui.ui.copying import as_table
from kinde_tui.ui.dialogs.menu import Item
from kinde_tui.ui.navigation import BY_NAME, screen_showing
from kinde_tui.ui.text import plain
from kinde_tui.ui.widgets.figures.lists import STYLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinde_tui.services.override_counts import OverrideCounts
    from kinde_tui.services.tenant import Tenant

ROOMY = 110
"""Columns from which the client id is shown."""


def facts(tenant: Tenant, columns: int) -> Content:
    """The tenant, who asks it where there are many columns, and what that may do."""
    info, gateway = tenant.info, tenant.gateway
    scopes = gateway.scopes if gateway else None
    told = [
        ("Tenant", info.issuer_url),
        *([("Client", info.client_id)] if columns >= ROOMY else []),
        ("Scopes", "not known yet" if scopes is None else f"{len(scopes)} granted"),
        ("Writing", "off: read-only" if info.read_only else "on"),
    ]
    return Content("   ").join(Content.assemble((f"{label} ", "$label"), plain(text)) for label, text in told)


def list_figures(tenant: Tenant) -> list[tuple[Figure, Standing]]:
    """One figure for each list that has a screen, and how well it is known; not of those that nobody has opened."""
    found = []
    for collection in tenant.collections.values():
        if collection.parents or screen_showing(collection.name) not in BY_NAME:
            continue
        how, state = standing(tenant, collection.name), tenant.sync.state(collection.name)
        if collection.at_start or how.known or state.reading or state.error is not None:
            title = collection.title
            says = f"{collection.many} are here: {how.trouble or how.says}"
            figure = Figure(f"list:{collection.name}", title, says, how.rows, collection.name)
            found.append((figure, how))
    return found


def of_all_lists(lists: Iterable[tuple[Figure, Standing]]) -> Content:
    """How many lists are not as they should be."""
    standings = [how for _, how in lists]
    missing = sum(not how.complete and not how.trouble for how in standings)
    stale = sum(how.complete and how.tone is Tone.WARNING for how in standings)
    failed = sum(bool(how.trouble) for how in standings)
    parts = [
        (f"{number} {word}", style)
        for number, word, style in (
            (failed, "cannot be read", "$text-error"),
            (missing, "incomplete", "$text-warning"),
            (stale, "stale", "$text-warning"),
        )
        if number
    ]
    return Content(" · ").join([Content.styled(*part) for part in parts] or [Content.styled("all loaded", "$label")])


def of_list(tenant: Tenant, name: str) -> tuple[Content, str]:
    """What to say beside figures of a list, and in place of them where nothing of it is known."""
    how = standing(tenant, name)
    title = tenant.collections[name].many
    if not how.known:
        why = how.trouble or tenant.trouble or (how.says if how.tone is Tone.ACCENT else "")
        return Content(), f"No {title} are loaded yet. {why or 'r reads them.'}"
    if not how.complete:
        return plain(f"so far, of {how.rows:,} {title}: {how.says}", STYLES[how.tone]), ""
    return (plain(how.says, STYLES[how.tone]) if how.tone is not Tone.MUTED else Content()), ""


def of_overrides(tenant: Tenant, counts: OverrideCounts, reading: str) -> tuple[Content, str]:
    """Of how many organizations the overrides are, and in place of them why there are none."""
    organizations = standing(tenant, "organizations")
    read, total = counts.looked_at, f"{organizations.rows:,}{'' if organizations.complete else '+'}"
    if reading:
        note = Content.styled(f"◌ {reading}", "$text-accent")
    else:
        note = Content.styled(f"read for {read:,} of {total} organizations", "$label")
    if not organizations.known:
        return Content(), "No organizations are loaded yet."
    if not tenant.store.age("environment_flags").complete:
        return note, "The flags of the environment are not loaded yet: without them an override cannot be told."
    if not read:
        return note, "No organization's flags are read yet. f reads them, one request for each organization."
    return note, f"None of these {read:,} organizations overrides a flag." if read > 1 else "It overrides no flag."


def of_reading(tenant: Tenant) -> Content:
    """Which list is being read."""
    for name, collection in tenant.collections.items():
        if tenant.sync.state(name).reading:
            return Content.styled(f"◌ reading {collection.many} · esc stops", "$text-accent")
    return Content()


def of_figure(figure: Figure, tenant: Tenant) -> Content:
    """The figure as a sentence, and what Enter shows."""
    if not figure.known:
        return plain(f"{figure.label}: not loaded yet")
    share = f" of {figure.of:,}" if figure.of and figure.of != figure.count else ""
    so_far = ", so far" if figure.so_far else ""
    where = tenant.collections[figure.collection].many if figure.filter else ""
    parts = [plain(f"{figure.count:,}{share} {figure.says}{so_far}")]
    if figure.filter:
        parts.append(Content.assemble(("⏎ ", "$primary"), plain(f"{where} {figure.filter}", "$label")))
    return Content(" · ").join(parts)


def copy_items(figure: Figure) -> list[Item]:
    """The menu of what can be copied."""
    items = [Item("figure", "Figure", note="with what it counts"), Item("number", "Number")]
    if figure.filter:
        items.append(Item("filter", "Filter", note=figure.filter))
    return [*items, Item("all", "All figures", note="a table, tabs between")]


def copied(what: str, figure: Figure, everything: Iterable[tuple[str, Figure]]) -> tuple[str, str]:
    """The text, and what it is called."""
    if what == "number":
        return str(figure.count) if figure.known else "", "the number"
    if what == "filter":
        return figure.filter, "the filter"
    if what == "figure":
        return f"{figure.count:,} {figure.says}{', so far' if figure.so_far else ''}", "the figure"
    rows = [
        (part, one.label, str(one.count) if one.known else "", "so far" if one.so_far else "", one.filter)
        for part, one in everything
    ]
    return as_table(("Part", "Figure", "Count", "", "Filter"), rows), "all figures"
