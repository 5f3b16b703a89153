"""What the doctor asks the tenant: domain, clock, token, scopes, keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from kinde_tui.api.errors import KindeError
from kinde_tui.api.plain import plain
from kinde_tui.cli.check import Check, fail, ok, skip, warn
from kinde_tui.cli.scopes import WHERE
from kinde_tui.cli.scopes import screens as all_screens
from kinde_tui.services.guard import Guard
from kinde_tui.services.scopes import by_subject

if TYPE_CHECKING:
    from kinde_tui.api.client import Kinde
    from kinde_tui.services.scopes import Needs

SKEW = 60.0
"""Seconds that the two clocks may differ before times shown here mislead."""


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
    """Which screens a token with these scopes can show, and what the rest of them lacks; None: it does not say."""
    if scopes is None:
        return ok("scopes", "The token does not name its scopes; what is missing shows when it is needed.")
    guard, found = Guard("", scopes=lambda: scopes), all_screens()
    facts = [_fact(one, guard) for one in found]
    blind = {one.title: lacking for one in found if (lacking := one.blind(guard))}
    if blind:
        named = "; ".join(f"{screen} needs {', '.join(lacking)}" for screen, lacking in blind.items())
        return warn(
            "scopes", f"{len(blind)} of {len(found)} screens cannot be read: {named}. Add what is missing {WHERE}.",
            screens=facts,
        )  # fmt: skip
    reads, changes = (
        sorted({scope for one in found for scope in one.missing(guard, writes=writes)}, key=by_subject)
        for writes in (False, True)
    )
    says = f"All {len(found)} screens can be read"
    if reads:
        says += f", but not their parts that need {', '.join(reads)}"
    if read_only:
        says += "; the profile is read-only"
    elif changes:
        says += f"; actions that need {', '.join(changes)} are switched off"
    elif not reads:
        says += ", and every action is open"
    return ok("scopes", f"{says}.", screens=facts)


def _fact(one: Needs, guard: Guard) -> dict[str, Any]:
    lacking = one.missing(guard)
    return {
        "screen": one.title,
        "name": one.name,
        "readable": not one.blind(guard),
        "missing": one.missing(guard, writes=False),
        "actions_missing": one.missing(guard, writes=True),
        "scopes": {scope: scope not in lacking for scope in one.scopes},
    }


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
