"""`kinde-tui list`: the rows of a list, through the dashboard's own filter, for people and for programs."""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kinde_tui.cli.options import profile_option
from kinde_tui.cli.output import Refused, note, passing, pour, tell
from kinde_tui.cli.running import run_to_end
from kinde_tui.cli.wanted import Wanted, WrongFilterError, wanted
from kinde_tui.services.collections.registry import COLLECTIONS
from kinde_tui.services.collections.texts import ago
from kinde_tui.services.events import SyncProgressed
from kinde_tui.services.export_file import ExportError
from kinde_tui.services.exporting import Export, Format, Sheet
from kinde_tui.services.exports import here
from kinde_tui.services.filters import FilterError
from kinde_tui.services.gaps import not_read

if TYPE_CHECKING:
    from kinde_tui.cli.session import Session
    from kinde_tui.services.change import Parent
    from kinde_tui.services.lookups import Listed
    from kinde_tui.services.tenant import Tenant
    from kinde_tui.services.views import View

LOOK = 0.3
"""Seconds between two lines of progress."""
_BY_SUFFIX = {".csv": Format.CSV, ".ndjson": Format.NDJSON, ".jsonl": Format.NDJSON, ".md": Format.MARKDOWN}


class FilterCommand(click.Command):
    """A command whose arguments are a filter: a term may begin with a minus sign."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Tells options from terms: an option is one that exists, or begins with two signs."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        taking = {name for option in options if not option.is_flag for name in option.opts}
        known = {name for option in options for name in option.opts}
        chosen: list[str] = []
        terms: list[str] = []
        rest = iter(args)
        for word in rest:
            if word == "--":
                terms += rest
            elif word in taking:
                value = next(rest, None)
                if value is None:
                    return super().parse_args(ctx, args)  # which says what is missing
                chosen += (word, value)
            elif word in known or word.startswith("--"):
                chosen.append(word)
            else:
                terms.append(word)
        return super().parse_args(ctx, [*chosen, "--", *terms])


def _complete_name(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in COLLECTIONS if name.startswith(incomplete.lower())]


@click.command("list", cls=FilterCommand)
@click.argument("collection", default="", shell_complete=_complete_name)
@click.argument("terms", metavar="[FILTER]...", nargs=-1)
@click.option("--json", "form", flag_value="json", help="The records as the API sent them, as one JSON array.")
@click.option("--ndjson", "form", flag_value="ndjson", help="The same, one record a line.")
@click.option("--csv", "form", flag_value="csv", help="What people see, with times in full; no cell runs as a formula.")
@click.option("--markdown", "form", flag_value="markdown", help="The same, as a table for a text.")
@click.option("--columns", metavar="A,B,…", default="", help="These columns, hidden ones too; all; key for the id.")
@click.option("--sort", metavar="[-]COLUMN", default="", help="In the order of this column; with - from its end.")
@click.option("--parent", metavar="KEY", multiple=True, help="The record that the list hangs under; once for each.")
@click.option("--limit", type=click.IntRange(1), help="So many rows at most.")
@click.option("--offline", is_flag=True, help="Ask the tenant for nothing: what the store has, however old.")
@click.option("-o", "--output", metavar="FILE", default="", help="Write a new file that only your account can read.")
@profile_option
@click.pass_obj
def list_rows(
    session: Session,
    *,
    collection: str,
    terms: tuple[str, ...],
    form: str | None,
    columns: str,
    sort: str,
    parent: tuple[str, ...],
    limit: int | None,
    offline: bool,
    output: str,
) -> int:
    """The rows of a list that meet a filter.

    A table on a terminal, JSON where a program reads. The filter is the dashboard's: words, "phrases", field:value,
    field:>2026-01-01, is:suspended, org:acme, role:admin, -term, ~regex; quotes keep the shell away from it. With
    --columns, JSON holds what these are sorted by. Reads the list from the tenant when the store's is too old, and
    others that the filter needs. Exits with 1 when rows may be missing or old, for a list could not be read or not to
    its end; what the store has is printed all the same.
    """
    asked = wanted(collection, terms, parent, columns, sort, limit)
    file = _file(output) if output else None
    return run_to_end(_list(session.tenant(sends=not offline), asked, _form(form, output), file, offline=offline))


def _file(output: str) -> Path:
    try:
        return here() / output
    except ExportError as error:
        raise Refused(str(error)) from error


def _form(form: str | None, output: str) -> Format | None:
    """How rows are written; None: as a table, for the person at the terminal."""
    if form is not None:
        return Format(form)
    if output:
        return _BY_SUFFIX.get(Path(output).suffix.lower(), Format.JSON)
    return None if sys.stdout.isatty() else Format.JSON


async def _list(tenant: Tenant, asked: Wanted, form: Format | None, output: Path | None, *, offline: bool) -> int:
    """Reads the list when it is due, and writes what is wanted of it; returns the exit code.

    Raises:
        Refused: there is nothing to show, or nowhere to write.
        WrongFilterError: the filter takes too long.
    """
    try:
        trouble = "" if offline else await _bring(tenant, asked)
        name, parent = asked.collection.name, asked.parent
        age = tenant.store.age(name, parent)
        if age.read_at is None and not age.rows:
            raise Refused(trouble or f"{asked.collection.title} were never read; without --offline they are.")
        view = _view(tenant, asked) if offline else await _bring_rest(tenant, asked)
        await _write(tenant, asked, view, form, output)
        for sentence in _caveats(tenant, asked, trouble, offline=offline):
            note(sentence)
        if missing := view.meaning.missing:
            errors = (tenant.sync.state(*one).error for one in missing)
            why = next((str(error) for error in errors if error is not None), "")
            why = "Leave out --offline to read it." if offline else why
            note(f"The filter needs more than is loaded, so rows may be missing. {not_read(missing)} {why}".rstrip())
        return 0 if tenant.store.age(name, parent).complete and not trouble and not missing else 1
    finally:
        await tenant.close()


def _view(tenant: Tenant, asked: Wanted) -> View:
    try:
        return tenant.store.view(asked.collection.name, asked.parent, filter=asked.filter, sort=asked.sort)
    except FilterError as error:
        raise WrongFilterError(asked.filter, error) from error


async def _bring_rest(tenant: Tenant, asked: Wanted) -> View:
    """The rows, after other lists that the filter leans on were read: each may show that there are more."""
    tried: set[Listed] = set()
    view = _view(tenant, asked)
    while lists := [one for one in view.meaning.missing if one not in tried]:
        tried.add(lists[0])
        await tenant.connect()
        if tenant.gateway is None:
            break
        await _read(tenant, *lists[0])
        view = _view(tenant, asked)
    return view


async def _bring(tenant: Tenant, asked: Wanted) -> str:
    """Reads the list when the store's is too old; why that could not be done, as a sentence, or nothing."""
    name, parent = asked.collection.name, asked.parent
    if not tenant.sync.due(name, parent):
        return ""
    await tenant.connect()
    if tenant.trouble:
        return tenant.trouble

    await _read(tenant, name, parent)
    error = tenant.sync.state(name, parent).error
    return "" if error is None else str(error)


async def _read(tenant: Tenant, name: str, parent: Parent) -> None:
    """Reads a list and tells how far it is."""

    def told(event: SyncProgressed) -> None:
        passing(f"reading {event.collection} {tenant.sync.state(event.collection, event.parent).loaded:,} …")

    leave = tenant.bus.subscribe(SyncProgressed, told)
    try:
        await tenant.sync.refresh(name, parent)
    finally:
        leave()
        passing()


def _caveats(tenant: Tenant, asked: Wanted, trouble: str, *, offline: bool) -> list[str]:
    """What whoever reads the rows must know of them."""
    age = tenant.store.age(asked.collection.name, asked.parent)
    title = asked.collection.title
    said = [sentence for sentence in (tenant.store.rebuilt, tenant.store.degraded) if sentence]
    if trouble:
        read = "never read to their end" if age.read_at is None else f"read {ago(age.read_at, tenant.clock.now())}"
        said.append(f"{title} could not be read now; these were {read}. {trouble}")
    if not age.complete:
        why = age.note
        if not trouble and not why:
            step = "leave out --offline, or run kinde-tui sync first" if offline else "run this again"
            why = f"To read all of them, {step}."
        said.append(f"Not complete: {age.rows:,} {asked.collection.many} are loaded. {why}".rstrip())
    return said


async def _write(tenant: Tenant, asked: Wanted, view: View, form: Format | None, output: Path | None) -> None:
    context = tenant.context()
    if form is None:
        await _print_table(asked, view, Sheet(asked.collection, asked.columns, context, raw=True, exact=False))
        return
    sheet = Sheet(asked.collection, asked.columns, context, raw=not asked.chosen)
    export = Export(view, sheet, form, limit=asked.limit)
    if output is not None:
        await _write_file(tenant, export, output)
        return
    for part in export:
        pour(part)
        await asyncio.sleep(0)


async def _write_file(tenant: Tenant, export: Export, output: Path) -> None:
    writing = asyncio.create_task(tenant.exports.write(export, output, numbered=False))
    try:
        while not (await asyncio.wait({writing}, timeout=LOOK))[0]:
            passing(f"writing {export.written:,} of {export.total:,} …")
    finally:
        passing()
        writing.cancel()
    try:
        written = await writing
    except ExportError as error:
        raise Refused(str(error)) from error
    rows = f"{written.rows:,} row{'' if written.rows == 1 else 's'}"
    note(f"{rows} in {written.path}, readable by your account only.")


async def _print_table(asked: Wanted, view: View, sheet: Sheet) -> None:
    from kinde_tui.cli.plain_table import table

    shown = len(view) if asked.limit is None else min(len(view), asked.limit)
    room = shutil.get_terminal_size().columns
    for line in table(view, sheet, room, limit=shown, chosen=asked.chosen):
        tell(line)
        await asyncio.sleep(0)  # where an interruption comes through
    passing(f"{shown:,} of {view.total:,}\n")
