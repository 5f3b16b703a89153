"""How `kinde-tui profile add` gets from a few options to a stored profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from kinde_tui.cli import questions, storing, trial
from kinde_tui.cli.output import Refused, interactive, note
from kinde_tui.cli.running import run_to_end
from kinde_tui.settings.addresses import address_of
from kinde_tui.settings.errors import KeyringError, SettingsError
from kinde_tui.settings.profile import Environment, Profile, client_id_fault, name_fault

if TYPE_CHECKING:
    from pydantic import SecretStr

    from kinde_tui.cli.session import Session


@dataclass(frozen=True, slots=True)
class Typed:
    """What the options said; empty: they did not."""

    name: str
    domain: str
    client_id: str
    audience: str
    environment: str
    colour: str


def complete(typed: Typed, old: Profile | None, taken: Mapping[str, Profile], *, may_ask: bool) -> Profile:
    """The profile that is meant, asking for what is missing; a replaced profile answers for itself.

    Raises:
        SettingsError: a value cannot be meant.
        click.UsageError: something is missing, and `may_ask` is not true: standard input holds the secret.
    """
    if old is not None:
        typed = replace(
            typed,
            domain=typed.domain or old.issuer_url,
            client_id=typed.client_id or old.client_id,
            audience=typed.audience or (old.audience if not typed.domain else ""),
            environment=typed.environment or str(old.environment),
            colour=typed.colour or old.colour,
        )

    def ask(option: str, label: str, check: Callable[[str], str], default: str = "") -> str:
        if not may_ask:
            raise click.UsageError(f"With --secret-stdin nothing can be asked: give {option} as well.")
        return questions.ask(label, check, default)

    domain = typed.domain or ask(
        "--domain", "Domain (mybusiness or mybusiness.kinde.com)", lambda text: address_of(text).url
    )
    address = address_of(domain)
    if address.notice:
        note(address.notice)
    client_id = typed.client_id or ask("--client-id", "Client id", _client_id)
    audience = typed.audience or address.audience
    if not audience:
        audience = ask("--audience", "Audience (https://SUBDOMAIN.kinde.com/api)", _filled)
    environment = typed.environment or _environment(local=address.loopback, may_ask=may_ask)
    name = typed.name or _suggestion(address.label, taken)
    if not typed.name and ((may_ask and interactive()) or not name):
        name = ask("a NAME", "Name of the profile", _name, name)
    return storing.profile_of(name, domain, client_id, audience=audience, environment=environment, colour=typed.colour)


def check(profile: Profile, secret: SecretStr) -> None:
    """Tries the credentials.

    Raises:
        Refused: they do not work; nothing was stored.
    """
    result = run_to_end(trial.try_out(profile, secret))
    if not result.ok:
        raise Refused(f"{result.sentence} Nothing was stored.")
    note(result.sentence)


def keep(session: Session, profile: Profile, secret: SecretStr, *, may_choose: bool, use: bool) -> str:
    """Stores profile and secret; where the keyring does not take it, the person says what else to do.

    Raises:
        SettingsError: it was not stored.
        Refused: the keyring did not take the secret, and no question was wanted.
    """
    try:
        return storing.store(session.file, session.secrets, profile, secret, use=use)
    except KeyringError as error:
        if not may_choose:
            raise Refused(
                f"{error} Nothing was stored. Give --keep run, --keep environment or --keep file to keep it elsewhere."
            ) from error
        note(str(error))
        elsewhere = replace(profile, secret=questions.ask_place(profile, session.folders))
        return storing.store(session.file, session.secrets, elsewhere, secret, use=use)


def _environment(*, local: bool, may_ask: bool) -> str:
    if local:
        return Environment.DEVELOPMENT
    if not (may_ask and interactive()):
        return Environment.PRODUCTION
    kinds = click.Choice([str(kind) for kind in Environment])
    return str(click.prompt("Environment", type=kinds, default=str(Environment.PRODUCTION), err=True))


def _suggestion(label: str, taken: Mapping[str, Profile]) -> str:
    label = label.partition(".")[0]
    return "" if label in taken or name_fault(label) else label


def _client_id(text: str) -> str:
    if fault := client_id_fault(text.strip()):
        raise SettingsError(fault)
    return text.strip()


def _name(text: str) -> str:
    if fault := name_fault(text.strip()):
        raise SettingsError(fault)
    return text.strip()


def _filled(text: str) -> str:
    if not text.strip():
        raise SettingsError("The audience is empty.")
    return text.strip()
