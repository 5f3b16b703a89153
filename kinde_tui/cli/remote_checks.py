"""What the doctor asks the tenant: domain, clock, token, scopes, keys."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kinde_tui.api.errors import KindeError
from kinde_tui.api.plain import plain
from kinde_tui.cli.check import Check, fail, ok, skip, warn
from kinde_tui.cli.scopes import WHERE

if TYPE_CHECKING:
    from kinde_tui.api.client import Kinde
    from kinde_tui.api.operation import Operation
    from kinde_tui.services.collections.collection import AnyCollection

SKEW = 60.0
"""Seconds that the two clocks may differ before times shown here mislead."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a token can do on one screen."""

    screen: str
    unreadable: tuple[str, ...]
    """The scopes that reading it lacks."""
    undoable: tuple[str, ...]
    """The scopes that its actions lack."""


async def ask(client: Kinde, *, secret: bool, read_only: bool) -> AsyncIterator[Check]:
    """Each check as soon as it is known; asks for one token, and changes nothing."""
    domain = await _domain(client)
    yield domain
    if domain.facts.get("reached"):
        yield clock(client.clock_skew)
        yield await _keys(client)
    else:
        yield skip("clock", "the domain does not answer")
        yield skip("key set", "the domain does not answer")
    if not (secret and domain.facts.get("reached")):
        because = "the domain does not answer" if secret else "the client secret is not set"
        yield skip("token", because)
        yield skip("scopes", because)
        return
    token = await _token(client)
    yield token
    yield screens(client.scopes, read_only=read_only) if token.facts else skip("scopes", "there is no token")


async def _domain(client: Kinde) -> Check:
    try:
        configuration = await client.openid_configuration()
    except KindeError as error:
        return fail("domain", str(error), reached=False)
    issuer = plain(str(configuration.get("issuer") or "nothing"), 100)
    return ok("domain", f"Answers, and calls itself {issuer}.", reached=True, issuer=issuer)


def clock(skew: float | None) -> Check:
    """Whether this machine's clock agrees with the tenant's; `skew`: seconds that it is ahead, None: not told."""
    if skew is None:
        return ok("clock", "The tenant does not tell its time, so it cannot be compared.", skew=None)
    if abs(skew) <= SKEW:
        return ok("clock", "This machine's clock agrees with the tenant's.", skew=skew)
    way = "ahead of" if skew > 0 else "behind"
    return warn("clock", f"This machine's clock is {abs(skew):.0f} s {way} the tenant's. Set it right.", skew=skew)


async def _keys(client: Kinde) -> Check:
    try:
        answer = await client.key_set()
    except KindeError as error:
        return fail("key set", str(error))
    keys = [key for key in _list(answer.get("keys")) if isinstance(key, dict) and key.get("kty") == "RSA"]
    if not keys:
        return fail("key set", "The tenant's key set holds no RSA key, so no token can be verified.", keys=0)
    return ok(
        "key set", f"{len(keys)} RSA {'key' if len(keys) == 1 else 'keys'} to verify tokens with.", keys=len(keys)
    )


async def _token(client: Kinde) -> Check:
    try:
        await client.authenticate()
    except KindeError as error:
        return fail("token", str(error))
    until = f"{client.token_expires:%Y-%m-%d %H:%M} UTC" if client.token_expires else "an unknown time"
    held = client.scopes
    says = "it does not say which scopes it has" if held is None else f"it has {len(held)} scopes"
    return ok("token", f"Given, good until {until}; {says}.", scopes=sorted(held or ()), expires=client.token_expires)


def screens(scopes: frozenset[str] | None, *, read_only: bool) -> Check:
    """Which screens a token with these scopes can show, and what its actions lack; None: it does not say."""
    from kinde_tui.services.collections.registry import COLLECTIONS

    if scopes is None:
        return ok("scopes", "The token does not name its scopes; what is missing shows when it is needed.")
    found = [access(collection, scopes) for collection in COLLECTIONS.values()]
    facts = [
        {
            "screen": one.screen,
            "readable": not one.unreadable,
            "missing": one.unreadable,
            "actions_missing": one.undoable,
        }
        for one in found
    ]
    blind = {one.screen: one.unreadable for one in found if one.unreadable}
    acting = sorted({scope for one in found for scope in one.undoable})
    if blind:
        named = "; ".join(f"{screen} needs {', '.join(lacking)}" for screen, lacking in blind.items())
        return warn(
            "scopes", f"{len(blind)} of {len(found)} screens cannot be read: {named}. Add: {WHERE}.", screens=facts
        )
    says = f"All {len(found)} screens can be read"
    if read_only:
        return ok("scopes", f"{says}; the profile is read-only.", screens=facts)
    if acting:
        return ok("scopes", f"{says}; actions that need {', '.join(acting)} are switched off.", screens=facts)
    return ok("scopes", f"{says}, and every action is open.", screens=facts)


def access(collection: AnyCollection, scopes: frozenset[str]) -> Access:
    """What these scopes allow on a collection's screen."""
    reads = [collection.lists, *([collection.reads] if collection.reads else [])]
    return Access(collection.title, _lacking(reads, scopes), _lacking(_writes(collection), scopes))


def _writes(collection: AnyCollection) -> list[Operation]:
    actions = [*collection.actions, *([collection.removal] if collection.removal else [])]
    found = [action.operation for action in actions]
    found += [column.edit.operation for column in collection.columns if column.edit]
    return [*found, *([collection.creation.operation] if collection.creation else []), *collection.writes]


def _lacking(operations: Iterable[Operation], scopes: frozenset[str]) -> tuple[str, ...]:
    needed = {operation.scope for operation in operations if operation.scope}
    return tuple(sorted(needed - scopes))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
