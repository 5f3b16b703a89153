"""A pasted token against one tenant: what it should say there, and whether the signature is the tenant's."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from kinde_tui.tokens.inspection import inspect
from kinde_tui.tokens.verifying import verify

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.gateway import Gateway
    from kinde_tui.services.tenant import Tenant
    from kinde_tui.tokens.inspection import Inspection
    from kinde_tui.tokens.verifying import SignatureVerdict


class Inspector:
    """Reads tokens by what is loaded of a tenant, and checks signatures by its public keys. It keeps no token."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._keys: Raw | None = None
        """The tenant's public keys, once they were read."""

    def inspect(self, text: str, which: int | None = None) -> Inspection:
        """What is known about the token in a text; of several the first, or the one of that number."""
        info, store = self._tenant.info, self._tenant.store
        clients = frozenset(str(raw["id"]) for raw in store.rows("applications") if raw.get("id"))
        audiences = {info.audience, *(raw.get("audience") for raw in store.rows("apis"))}
        return inspect(
            text,
            self._tenant.clock.now(),
            expected_issuer=info.issuer_url,
            expected_audiences=tuple(str(audience) for audience in audiences if audience),
            more_audiences=not store.age("apis").complete,
            known_clients=clients if store.age("applications").complete else None,
            which=which,
        )

    async def check(self, inspection: Inspection, gateway: Gateway) -> SignatureVerdict:
        """By the keys at hand; a key that is not among them may have come since, so they are read again, once.

        Raises:
            KindeError: the keys cannot be read.
        """
        if self._keys is not None:
            verdict = await asyncio.to_thread(verify, inspection, self._keys)
            if not verdict.worth_fetching_again:
                return verdict
        self._keys = await gateway.key_set()
        return await asyncio.to_thread(verify, inspection, self._keys)
