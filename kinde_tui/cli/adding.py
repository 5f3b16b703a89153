"""How `kinde-tui profile add` gets from a few options to a stored profile."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from kinde_tui.cli import questions, storing, trial
from kinde_tui.cli.output import Refused, interactive, note
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


def complete(typed: Typed, old: Profile | None, taken: Mapping[str, Profile]) -> Profile:
    """The profile that is meant, asking for what is missing; a replaced profile answers for itself.

    Raises:
        SettingsError: a value cannot be meant.
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
    domain = typed.domain or questions.ask(
        "Domain (mybusiness or mybusiness.kinde.com)", lambda text: address_of(text).url
    )
    address = address_of(domain)
    if address.notice:
        note(address.notice)
    client_id = typed.client_id or questions.ask("Client id", _client_id)
    audience = typed.audience or address.audience
    if not audience:
        audience = questions.ask("Audience (https://SUBDOMAIN.kinde.com/api)", _filled)
    environment = typed.environment or _environment(local=address.loopback)
    name = typed.name or _new_name(_suggestion(address.label, taken))
    return storing.profile_of(name, domain, client_id, audience=audience, environment=environment, colour=typed.colour)


def check(profile: Profile, secret: SecretStr) -> None:
    """Tries the credentials.

    Raises:
        Refused: they do not work; nothing was stored.
    """
    result = asyncio.run(trial.try_out(profile, secret))
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


def _environment(*, local: bool) -> str:
    if local:
        return Environment.DEVELOPMENT
    if not interactive():
        return Environment.PRODUCTION
    kinds = click.Choice([str(kind) for kind in Environment])
    return str(click.prompt("Environment", type=kinds, default=str(Environment.PRODUCTION), err=True))


def _suggestion(label: str, taken: Mapping[str, Profile]) -> str:
    label = label.partition(".")[0]
    return "" if label in taken or name_fault(label) else label


def _new_name(suggestion: str) -> str:
    if suggestion and not interactive():
        return suggestion
    return questions.ask("Name of the profile", _name, suggestion)


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
