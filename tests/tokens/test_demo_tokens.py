"""Tokens of the demo tenant, inspected and verified as a person would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from kinde_tui import tokens
from kinde_tui.demo.app import DemoApp, demo_app
from kinde_tui.demo.credentials import AUDIENCE, CLIENT_ID, CLIENT_SECRET, ISSUER

if TYPE_CHECKING:
    from tests.tokens.conftest import Mint


@pytest.fixture(scope="module")
def app() -> DemoApp:
    return demo_app(users=30)


async def asked(app: DemoApp) -> tuple[str, dict[str, object]]:
    """A machine's token and the key set, over HTTP."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=ISSUER) as client:
        form = {"grant_type": "client_credentials", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        token = await client.post("/oauth2/token", data=form | {"audience": AUDIENCE})
        keys = await client.get("/.well-known/jwks")
    assert token.status_code == keys.status_code == 200
    return token.text, keys.json()


async def test_every_kind_is_recognised_and_valid(app: DemoApp, mint: Mint) -> None:
    body, key_set = await asked(app)
    demo = app.state.demo
    person = demo.tenant.people.person(0)["id"]
    now = demo.tenant.now()
    for text, kind in (
        (body, tokens.Kind.M2M),
        (demo.mint.access_token(person), tokens.Kind.ACCESS),
        (demo.mint.id_token(person), tokens.Kind.ID),
    ):
        inspection = tokens.inspect(text, now, expected_issuer=ISSUER, expected_audiences=[AUDIENCE])
        assert inspection.kind is kind
        assert tokens.verify(inspection, key_set).code == "valid"
        assert not [p for p in inspection.problems if p.tone is tokens.Tone.BAD]
        assert all(claim.is_known for claim in inspection.claims), [c.name for c in inspection.claims if not c.is_known]
    assert inspection.references[0].key == person
    foreign = tokens.inspect(mint.signed(mint.claims(iss=ISSUER)), now, expected_issuer=ISSUER)
    assert tokens.verify(foreign, key_set).code == "key-not-found"
