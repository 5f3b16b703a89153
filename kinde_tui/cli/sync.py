"""`kinde-tui sync`: loads the tenant into the store."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from kinde_tui.cli.options import json_option, profile_option
from kinde_tui.cli.output import Refused, note, passing, tell, tell_json
from kinde_tui.cli.running import run_to_end

if TYPE_CHECKING:
    from datetime import datetime

    from kinde_tui.cli.session import Session
    from kinde_tui.services.tenant import Tenant

NOT_REACHED = "Not read: reading stopped before it."


@dataclass(slots=True)
class Loaded:
    """What a run brought home."""

    counts: dict[str, int] = field(default_factory=dict)
    """Records of each list in the store, also of those that could not be read now."""
    failed: dict[str, str] = field(default_factory=dict)
    """Why a list is not up to date."""
    notes: dict[str, str] = field(default_factory=dict)
    """What else there is to know of a list."""
    warnings: tuple[str, ...] = ()
    """What befell the store or the change log."""
    kept: bool = True
    """Whether the store has it for the next start, or was told not to."""


@click.command()
@json_option
@profile_option
@click.pass_obj
def sync(session: Session, *, as_json: bool) -> int:
    """Load the tenant into the store.

    Afterwards the dashboard paints at once and works offline. Exits with 1 when a list could not be read
    or kept.
    """
    tenant = session.tenant()
    loaded = run_to_end(_load(tenant, kept=not session.options.no_store))
    if as_json:
        tell_json({
            "profile": tenant.info.name,
            "counts": loaded.counts,
            "failed": loaded.failed,
            "notes": loaded.notes,
            "warnings": loaded.warnings,
        })  # fmt: skip
    else:
        _tell(loaded)
    return 1 if loaded.failed or not loaded.kept else 0


async def _load(tenant: Tenant, *, kept: bool) -> Loaded:
    """Reads all lists.

    Args:
        tenant: whose lists.
        kept: whether the store was to be on the disk.

    Raises:
        Refused: there is no way to connect.
    """
    try:
        started = tenant.clock.now()
        await tenant.connect()
        if tenant.trouble:
            raise Refused(tenant.trouble)
        counts = await tenant.sync.load_all(lambda name, count: passing(f"{name} {count:,} …"))
        passing()
        return _outcome(tenant, counts, started)
    except asyncio.CancelledError:
        passing()
        if kept and not tenant.store.degraded:
            note("Stopped. What was read is kept, and the next reading goes on there.")
        raise
    finally:
        await tenant.close()


def _outcome(tenant: Tenant, counts: dict[str, int], started: datetime) -> Loaded:
    befell = (tenant.store.rebuilt, tenant.store.degraded, tenant.journal.moved_aside)
    loaded = Loaded(counts, warnings=tuple(filter(None, befell)), kept=not tenant.store.degraded)
    for name in counts:
        state, age = tenant.sync.state(name), tenant.store.age(name)
        if state.error is not None:
            loaded.failed[name] = str(state.error)
        elif age.read_at is None or age.read_at < started:
            loaded.failed[name] = NOT_REACHED
        if state.note:
            loaded.notes[name] = state.note
    return loaded


def _tell(loaded: Loaded) -> None:
    width = max((len(name) for name in loaded.counts), default=0)
    for name, count in loaded.counts.items():
        tell(f"{name:<{width}}  {count:>9,}{'  not read now' if name in loaded.failed else ''}")
    for name, sentence in (*loaded.failed.items(), *loaded.notes.items()):
        if sentence != NOT_REACHED:
            note(f"{name}: {sentence}")
    rest = sum(sentence == NOT_REACHED for sentence in loaded.failed.values())
    if rest:
        note(f"Reading stopped there: {rest} of {len(loaded.counts)} lists were not asked for.")
    for sentence in loaded.warnings:
        note(sentence)
