"""`kinde-tui profile`: the tenants that this machine knows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from kinde_tui.cli.options import json_option
from kinde_tui.cli.output import Refused, note, tell, tell_json
from kinde_tui.settings.profile import Environment, Profile, SecretPlace

if TYPE_CHECKING:
    from kinde_tui.cli.session import Session

KINDS = click.Choice([str(kind) for kind in Environment])


@click.group()
def profile() -> None:
    """Add, list, choose, show and remove tenants."""


@profile.command("list")
@json_option
@click.pass_obj
def list_profiles(session: Session, as_json: bool) -> None:
    """All profiles; a star marks the current one."""
    config = session.config
    known = [(found.profile, True)] if (found := session.from_environment) else []
    known += [(stored, not known and stored.name == config.current) for stored in config.profiles.values()]
    if as_json:
        tell_json([_facts(one) | {"current": current} for one, current in known])
        return
    if not known:
        note("No profile yet: `kinde-tui profile add` connects a tenant; `kinde-tui demo` needs none.")
    width = max((len(one.name) for one, _ in known), default=0)
    for one, current in known:
        access = "read-only" if one.read_only else "read-write"
        tell(f"{'*' if current else ' '} {one.name:<{width}}  {one.environment:<11}  {access:<10}  {one.issuer_url}")
    for warning in config.warnings:
        note(warning)


@profile.command()
@click.argument("name", required=False, default="")
@json_option
@click.pass_obj
def show(session: Session, name: str, as_json: bool) -> None:
    """One profile in full, but for its secret."""
    chosen = session.profile(name)
    facts = _facts(chosen) | {"secret": session.secrets.state(chosen)}
    if as_json:
        tell_json(facts)
        return
    for label, value in facts.items():
        tell(f"{label.replace('_', ' '):<12}  {_word(value)}")


@profile.command()
@click.argument("name")
@click.option("--read-only/--read-write", default=None, help="Whether the dashboard may change this tenant.")
@click.pass_obj
def use(session: Session, name: str, read_only: bool | None) -> None:
    """Make a profile the current one."""
    session.file.use(name)
    if read_only is not None:
        session.file.set_read_only(name, read_only=read_only)
    now = session.config.profile(name)
    tell(f"“{name}” is the current profile: {now.issuer_url}, {'read-only' if now.read_only else 'may be changed'}.")


@profile.command()
@click.argument("name")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def remove(session: Session, name: str, yes: bool) -> None:
    """Forget a profile, its secret and what was read of its tenant. The tenant is not touched."""
    from kinde_tui.cli import storing
    from kinde_tui.cli.questions import confirm

    known = session.config.profile(name)
    if not yes and not confirm(f"Remove the profile “{name}” and its secret?"):
        raise Refused("Nothing was removed.")
    left = storing.remove(session.file, session.secrets, name)
    session.folders.forget_store(name, known.issuer_url, known.client_id)
    tell(f"“{name}” is removed.")
    if left:
        raise Refused(left)


@profile.command()
@click.argument("name", required=False, default="")
@click.option("--domain", default="", help="mybusiness, mybusiness.kinde.com or the full URL.")
@click.option("--client-id", default="", help="Of the machine-to-machine application.")
@click.option("--audience", default="", help="Needed with a custom domain: https://SUBDOMAIN.kinde.com/api.")
@click.option("--environment", type=KINDS, default=None, help="What the credentials belong to.")
@click.option("--colour", default="", help="Paints the profile: red, green, … or #rrggbb.")
@click.option("--read-only/--read-write", default=True, help="Read-only unless you say otherwise.")
@click.option(
    "--keep", type=click.Choice([str(place) for place in SecretPlace]), help="Where the secret goes: the keyring."
)
@click.option("--secret-stdin", is_flag=True, help="Read the client secret from standard input.")
@click.option("--no-check", is_flag=True, help="Store without trying the credentials.")
@click.option("--replace", "replacing", is_flag=True, help="Replace the profile of that name.")
@click.option("--use", "use_it", is_flag=True, help="Make it the current profile.")
@click.pass_obj
def add(
    session: Session,
    *,
    name: str,
    domain: str,
    client_id: str,
    audience: str,
    environment: str | None,
    colour: str,
    read_only: bool,
    keep: str | None,
    secret_stdin: bool,
    no_check: bool,
    replacing: bool,
    use_it: bool,
) -> None:
    """Connect a tenant.

    Asks for what no option says, tries the credentials and stores them. The secret is typed without being shown, or
    read from standard input; it is never an option.
    """
    from kinde_tui.cli import adding, questions

    old = session.config.profiles.get(name) if replacing else None
    typed = adding.complete(
        adding.Typed(name, domain, client_id, audience, environment or "", colour),
        old,
        session.config.profiles,
        may_ask=not secret_stdin,
    )
    chosen = replace(typed, read_only=read_only, secret=SecretPlace(keep or SecretPlace.KEYRING))
    if chosen.name in session.config.profiles and not replacing:
        raise Refused(f"There is a profile “{chosen.name}” already. Give --replace, or another name.")
    secret = questions.read_secret() if secret_stdin else questions.ask_secret()
    if not no_check:
        adding.check(chosen, secret)
    tell(adding.keep(session, chosen, secret, may_choose=keep is None and not secret_stdin, use=use_it))


def _facts(one: Profile) -> dict[str, str | bool]:
    return {
        "name": one.name,
        "issuer_url": one.issuer_url,
        "client_id": one.client_id,
        "audience": one.audience,
        "environment": str(one.environment),
        "colour": one.colour,
        "read_only": one.read_only,
        "secret_kept": str(one.secret),
    }


def _word(value: str | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value or "–"
