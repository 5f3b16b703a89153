"""`kinde-tui api`: any operation of the Management API, by hand."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

import click

from kinde_tui.cli.options import profile_option
from kinde_tui.cli.output import Refused, interactive, note, passing, tell, tell_json
from kinde_tui.cli.running import run_to_end
from kinde_tui.services.calls.building import build
from kinde_tui.services.calls.files import read_text, with_files
from kinde_tui.services.calls.finding import CallError, Found, callable_operations, find
from kinde_tui.services.calls.sending import change_of, everything
from kinde_tui.services.calls.showing import request_text
from kinde_tui.services.calls.words import read_json, read_words
from kinde_tui.services.change import Danger
from kinde_tui.services.guard import Guard

if TYPE_CHECKING:
    from kinde_tui.api.operation import Request
    from kinde_tui.cli.session import Session
    from kinde_tui.models.record import Raw
    from kinde_tui.services.tenant import Tenant, TenantInfo


class WrongCallError(click.ClickException):
    """The call cannot be meant: one sentence, exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:  # noqa: ARG002 - click's signature
        """Says it on standard error."""
        note(self.format_message())


METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def _complete_method(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    words = (*METHODS, *callable_operations())
    return [word for word in words if word.lower().startswith(incomplete.lower())]


def _complete_path(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    method = str(ctx.params.get("method") or "").upper()
    rows = callable_operations().values()
    return [row.path for row in rows if row.method == method and row.path.startswith(incomplete)]


EXAMPLES = """\b
kinde-tui api GET /users page_size=5
kinde-tui api getUsers --all
kinde-tui api PATCH /user id=kp_1 given_name=Ada is_suspended=false --dry-run"""
"""For the help; the first sign keeps click from filling the lines."""


@click.command(epilog=EXAMPLES)
@click.argument("method", default="", shell_complete=_complete_method)
@click.argument("path", default="", shell_complete=_complete_path)
@click.argument("words", metavar="[NAME=VALUE]...", nargs=-1)
@click.option("--body", metavar="JSON|@FILE|-", default="", help="The body, as it is; - reads standard input.")
@click.option("--all", "all_pages", is_flag=True, help="Follow the pages to the end of the list.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask before a change.")
@click.option("--dry-run", is_flag=True, help="Print the exact request, secrets hidden, and send nothing.")
@click.option("--list", "listing", is_flag=True, help="Print the table of operations.")
@click.option("--json", "as_json", is_flag=True, help="With --list: as JSON.")
@click.option("--check-spec", metavar="FILE", default="", help="Compare the table with an OpenAPI document.")
@profile_option
@click.pass_obj
def api(
    session: Session,
    *,
    method: str,
    path: str,
    words: tuple[str, ...],
    body: str,
    all_pages: bool,
    yes: bool,
    dry_run: bool,
    listing: bool,
    as_json: bool,
    check_spec: str,
) -> int:
    """Call any operation; the answer is printed as JSON.

    PATH is a path with its ids filled in, with or without /api/v1, or an operation's id. NAME=VALUE goes into the
    path, the query or the body, wherever the operation has it, as the type it takes: a.b=value reaches inside, the
    same name again makes a list, list[0].id=value fills a list of objects, NAME=@FILE reads a file and NAME:=JSON is
    sent as it is. Changes are asked for, and the change log keeps them without secrets.
    """
    if listing or check_spec:
        return _about_the_table(listing, as_json, check_spec)
    if not method:
        raise click.UsageError("Which operation? Write METHOD PATH; --list prints all of them.")
    request = _request(*_operation(method, path, words), body)
    info = session.opener.info(session.profile())
    if dry_run or (info.dry_run and request.operation.writes):
        return _show(request, info)
    if not request.operation.writes:
        return run_to_end(_read(session.tenant(), request, all_pages))
    if all_pages:
        raise click.UsageError("--all belongs to lists: a change has no pages.")
    _ask(request, info, yes)
    return run_to_end(_write(session.tenant(), request))


def _about_the_table(listing: bool, as_json: bool, check_spec: str) -> int:
    if listing:
        from kinde_tui.cli.api_table import print_table

        return print_table(as_json=as_json)
    from kinde_tui.cli.api_document import compare

    return compare(check_spec)


def _operation(method: str, path: str, words: tuple[str, ...]) -> tuple[Found, tuple[str, ...]]:
    """What is called, and the words that are left: `GET PATH …`, or an operation's id alone."""
    try:
        if method.isalpha() and method.upper() in METHODS and path:
            return find(method, path), words
        return find("", method), (path, *words) if path else words
    except CallError as error:
        raise WrongCallError(str(error)) from error


def _request(found: Found, words: tuple[str, ...], body: str) -> Request:
    """The request; all that is wrong with it is said at once."""
    try:
        typed = with_files(found.operation, read_words(words), sys.stdin.read)
        return build(found, typed, _body(body) if body else None)
    except CallError as error:
        raise WrongCallError(f"{error} {error.hint}".rstrip()) from error


def _body(text: str) -> Any:
    if text == "-":
        return read_json(sys.stdin.read(), "The body")
    return read_json(read_text(text[1:]) if text.startswith("@") else text, "The body")


def _show(request: Request, info: TenantInfo) -> int:
    tell(request_text(request, info.issuer_url))
    if refusal := _guard(info).refusal(request.operation):
        note(f"Without the dry run: {refusal}")
    return 0


def _guard(info: TenantInfo) -> Guard:
    """What the profile allows, as far as that is known without asking for a token."""
    return Guard(
        info.name,
        environment=info.environment,
        read_only=info.read_only,
        started_read_only=info.started_read_only,
        protected=info.protected,
    )


def _ask(request: Request, info: TenantInfo, yes: bool) -> None:
    """Asks before a change.

    Raises:
        Refused: the profile is read-only, there is nobody to ask, or the answer is no.
    """
    from kinde_tui.cli.questions import confirm

    guard = _guard(info)
    if refusal := guard.refusal(request.operation):
        raise Refused(refusal)
    if yes:
        return
    if not interactive():
        raise Refused("This changes the tenant, and there is no terminal to ask on: add --yes to send it.")
    change = change_of(request, {})
    note(request_text(request, info.issuer_url))
    if change.loses:
        note(change.loses)
    if guard.asks([change]) is Danger.TYPED:
        name = info.label or info.name
        typed = click.prompt(f"Type {name} to send it to {info.called}", default="", show_default=False, err=True)
        agreed = typed == name
    else:
        agreed = confirm(f"Send it to {info.called}?")
    if not agreed:
        raise Refused("Nothing was sent.")


async def _read(tenant: Tenant, request: Request, all_pages: bool) -> int:
    try:
        await tenant.connect()
        if tenant.gateway is None:
            raise Refused(tenant.trouble)
        if not all_pages:
            tell_json(await tenant.gateway.send(request))
            return 0
        found = await everything(tenant.gateway, request, lambda count: passing(f"{count:,} …"))
        passing()
        tell_json(found.answer)
        for sentence in found.notes:
            note(sentence)
        return 1 if found.notes else 0
    finally:
        await tenant.close()


async def _write(tenant: Tenant, request: Request) -> int:
    """Sends a change through the pipeline.

    Raises:
        Refused: the tenant said no, or it is not known what became of it.
    """
    try:
        await tenant.connect()
        if tenant.gateway is None:
            raise Refused(tenant.trouble)
        try:
            outcome = await tenant.changes.apply(change_of(request, tenant.collections))
        except asyncio.CancelledError:
            note("Interrupted. What has begun is brought to its end; the change log says what became of it.")
            raise
        if not outcome.done:
            raise Refused(outcome.sentence)
        answer: Raw = outcome.answer or {}
        tell_json(answer)
        if outcome.sentence:
            note(outcome.sentence)
        return 0
    finally:
        await tenant.close()
