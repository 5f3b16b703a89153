"""The token inspector on screen: what is pasted is read here, checked on a key press, and forgotten."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from textual import events

from kinde_tui.ui.dialogs.pick import PickDialog
from kinde_tui.ui.messages import Place
from kinde_tui.ui.screens.token import TokenScreen
from kinde_tui.ui.widgets.facts_view import PlainTable
from kinde_tui.ui.widgets.token_box import TokenBox
from tests.support.ui import Stage, line_of, open_app

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = 24 * 3600


def screen(stage: Stage) -> TokenScreen:
    """The inspector."""
    top = stage.app.screen
    assert isinstance(top, TokenScreen), stage.text
    return top


def a_user(stage: Stage) -> str:
    """A user with an organization."""
    view = stage.tenant.store.view("users")
    return next(row.key for row in view.window(0, len(view)) if row.raw.get("organizations"))


def claims_of(token: str) -> dict[str, Any]:
    """What a token claims."""
    part = token.split(".")[1]
    claims: dict[str, Any] = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return claims


def encoded(value: object) -> str:
    """One part of a token."""
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


async def paste(stage: Stage, text: str) -> None:
    """Pastes while the box has the keyboard, as terminals do."""
    stage.app.screen.query_one(TokenBox).post_message(events.Paste(text))
    await stage.settle()


def rows(stage: Stage) -> dict[str, list[str]]:
    """The table's lines by their key."""
    table = screen(stage).query_one(PlainTable)
    return {row.key: [cell.text for cell in table.cells_of(row)] for row in table.source.window(0, len(table.source))}


def asked_keys(stage: Stage) -> int:
    """How often anybody asked the tenant for its keys."""
    return stage.demo.faults.calls["keySet"] + stage.demo.faults.calls["openidConfiguration"]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda token: token,
        lambda token: f"Authorization: Bearer {token}",
        lambda token: f'curl -H "Authorization: Bearer {token}" https://api.acme.example',
        lambda token: json.dumps({"access_token": token, "token_type": "bearer"}),
        lambda token: "\n".join(token[i : i + 60] for i in range(0, len(token), 60)),
    ],
    ids=["bare", "header", "curl", "json", "wrapped"],
)
async def test_a_paste_is_read_into_three_verdicts_and_sends_nothing(wrap: Callable[[str], str]) -> None:
    async with open_app(start="token", users=5) as stage:
        token = stage.demo.mint_access_token(a_user(stage))
        requests = stage.demo.faults.calls.total()
        await paste(stage, wrap(token))
        verdicts = line_of(stage.app, "decoded")
        assert "access token of a user" in verdicts
        assert "✓ decoded ok" in verdicts
        assert "? signature not checked" in verdicts
        assert "! claims with warnings" in verdicts
        assert stage.demo.faults.calls.total() == requests
        assert {"#Token", "#Verdicts", "#Claims", "#tenant"} <= set(rows(stage))


async def test_a_paste_counts_wherever_the_keyboard_is_and_replaces_the_former_token() -> None:
    async with open_app(start="token", users=5) as stage:
        await paste(stage, stage.demo.mint_access_token(a_user(stage)))
        assert isinstance(stage.app.focused, PlainTable)
        screen(stage).post_message(events.Paste(stage.demo.mint_id_token(a_user(stage))))
        await stage.settle()
        assert "ID token" in line_of(stage.app, "decoded")


async def test_a_terminal_that_pastes_by_typing_is_understood() -> None:
    async with open_app(start="token", users=5) as stage:
        box = stage.app.screen.query_one(TokenBox)
        await stage.press("enter", "backspace", "x")
        assert "Paste a token here." in stage.text
        await stage.pilot.press("e", "y", "J", "4", "2", "q")
        await stage.settle()
        assert "6 characters · enter inspects" in stage.text
        assert "eyJ" not in stage.text
        await stage.press("backspace")
        assert "5 characters" in stage.text
        await stage.press("enter")
        assert "✕ decoded bad" in stage.text
        assert box._typed == ""
        await stage.press("x")
        assert "Paste a token here." in stage.text


@pytest.mark.parametrize(
    "text", ["", "hello", "a.b", "[/]\x1b[31m.x.y", "eyJ" * 4000, "\N{RIGHT-TO-LEFT OVERRIDE}a.b.c"]
)
async def test_what_is_no_token_is_said_to_be_none(text: str) -> None:
    async with open_app(start="token", users=2) as stage:
        await paste(stage, text)
        assert "✕ decoded bad" in stage.text
        assert "? signature not checked" in stage.text
        await stage.press("v")
        assert "no token" in stage.notices[-1]
        assert not asked_keys(stage)
        assert "\x1b" not in stage.text


async def test_the_bar_counts_down_and_says_when_it_is_over() -> None:
    async with open_app(start="token", users=5) as stage:
        await paste(stage, stage.demo.mint_access_token(a_user(stage)))
        table = screen(stage)
        for passed, words in ((0, "in 1 d"), (6 * 3600, "in 18 h"), (DAY - 7 * 3600, "in 1 h")):
            stage.clock.advance(passed)
            table.tick()
            await stage.settle()
            assert f"expires {words}" in line_of(stage.app, "issued")
        stage.clock.advance(DAY)
        table.tick()
        await stage.settle()
        assert "ago" in line_of(stage.app, "issued")


async def test_the_tenants_own_key_verifies_and_is_asked_for_once() -> None:
    async with open_app(start="token", users=5) as stage:
        token = stage.demo.mint_access_token(a_user(stage))
        await paste(stage, token)
        await stage.press("v")
        assert "✓ signature ok" in stage.text
        assert "Valid: signed by this tenant's key" in stage.text
        asked = asked_keys(stage)
        await stage.press("v")
        assert asked_keys(stage) == asked
        await paste(stage, f"{token[:-8]}{'A' * 7}Q")
        await stage.press("v")
        assert "✕ signature bad" in stage.text
        assert asked_keys(stage) == asked


async def test_a_key_that_is_not_there_is_looked_for_once_more() -> None:
    async with open_app(start="token", users=5) as stage:
        token = stage.demo.mint_access_token(a_user(stage))
        await paste(stage, token)
        await stage.press("v")
        asked = stage.demo.faults.calls["keySet"]
        other = RSAKey.generate_key(2048, {"kid": "another"})
        await paste(stage, jwt.encode({"alg": "RS256", "kid": "another"}, claims_of(token), other))
        await stage.press("v")
        assert "? signature not checked" in stage.text
        assert "has no key another" in " ".join(rows(stage)["Verdicts.1"])
        assert stage.demo.faults.calls["keySet"] == asked + 1


async def test_another_tenants_key_under_the_same_name_is_found_out() -> None:
    async with open_app(start="token", users=5) as stage:
        token = stage.demo.mint_access_token(a_user(stage))
        other = RSAKey.generate_key(2048, {"kid": stage.demo.signer.key_set()["keys"][0]["kid"]})
        await paste(stage, jwt.encode({"alg": "RS256", "kid": other.kid}, claims_of(token), other))
        await stage.press("v")
        assert "✕ signature bad" in stage.text
        assert "WRONG" in " ".join(rows(stage)["Verdicts.1"])


@pytest.mark.parametrize(
    ("header", "claims", "says"),
    [
        ({"alg": "none"}, {}, "none"),
        ({"alg": "HS256", "kid": "k"}, {}, "HS256"),
        ({"alg": "RS256", "kid": "k"}, {"iss": "https://evil.example"}, "Untrusted issuer"),
    ],
)
async def test_what_must_not_be_verified_is_refused_without_any_request(
    header: dict[str, str], claims: dict[str, str], says: str
) -> None:
    async with open_app(start="token", users=5) as stage:
        whole = {**claims_of(stage.demo.mint_access_token(a_user(stage))), **claims}
        requests = stage.demo.faults.calls.total()
        await paste(stage, f"{encoded(header)}.{encoded(whole)}.{'' if header['alg'] == 'none' else 'c2ln'}")
        await stage.press("v")
        assert "✕ signature bad" in stage.text
        assert says in stage.notices[-1]
        assert stage.demo.faults.calls.total() == requests


async def test_keys_that_cannot_be_read_are_said_and_leave_the_token_unchecked() -> None:
    async with open_app(start="token", users=5) as stage:
        await paste(stage, stage.demo.mint_access_token(a_user(stage)))
        stage.wire.offline = True
        await stage.press("v")
        assert "The key set could not be read." in stage.notices[-1]
        assert "? signature not checked" in stage.text
        stage.tenant.gateway = None
        await stage.press("v")
        assert "Not connected yet" in stage.notices[-1]


async def test_references_are_named_and_enter_goes_to_the_record() -> None:
    async with open_app(start="token", users=5) as stage:
        key = a_user(stage)
        name = stage.tenant.name_of("users", key)
        await paste(stage, stage.demo.mint_access_token(key))
        found = {
            cells[0].strip(): (place, cells) for place, cells in rows(stage).items() if place.startswith("tenant.")
        }
        assert {"user", "organization", "application", "permission", "flag"} <= set(found)
        place, cells = found["user"]
        assert cells[1] == name
        assert cells[2] == f"sub: {key} · enter opens"
        assert screen(stage).query_one(PlainTable).select(place)
        await stage.settle()
        assert f"sub: {key} · enter opens" in stage.text.splitlines()[-6]
        await stage.press("enter")
        assert f"Users › {name}" in stage.text
        await stage.press("left_square_bracket")
        assert "Paste a token here." in stage.text


async def test_what_the_token_names_and_the_tenant_lacks_is_said() -> None:
    async with open_app(start="token", users=5) as stage:
        claims = {**claims_of(stage.demo.mint_access_token(a_user(stage))), "sub": "kp_gone", "org_code": "org_[/]"}
        await paste(stage, f"{encoded({'alg': 'RS256', 'kid': 'k'})}.{encoded(claims)}.c2ln")
        told = [" ".join(cells) for place, cells in rows(stage).items() if place.startswith("tenant.")]
        assert any("kp_gone" in line and "in the token, not in this tenant" in line for line in told)
        stage.tenant.store.begin_pass("users")
    async with open_app(start="token", users=5, offline=True) as stage:
        await paste(stage, f"{encoded({'alg': 'RS256', 'kid': 'k'})}.{encoded(claims)}.c2ln")
        told = [" ".join(cells) for place, cells in rows(stage).items() if place.startswith("tenant.")]
        assert any("kp_gone" in line and "users are not all loaded" in line for line in told)


async def test_lines_are_copied_and_the_whole_only_without_signature_and_personal_data() -> None:
    async with open_app(start="token", users=5) as stage:
        key = a_user(stage)
        token = stage.demo.mint_id_token(key)
        await paste(stage, token)
        table = screen(stage).query_one(PlainTable)
        place = next(place for place, cells in rows(stage).items() if cells[1] == key and place.startswith("Claims"))
        table.select(place)
        await stage.press("y")
        assert stage.app.clipboard == key
        table.select("#Claims")
        await stage.press("y", "enter")
        assert stage.app.clipboard == key
        await stage.press("s")
        shared = stage.app.clipboard
        assert token.rsplit(".", 1)[1] not in shared
        assert claims_of(token)["email"] not in shared
        assert stage.app.clipboard != key


async def test_several_tokens_of_one_paste_are_walked_through() -> None:
    async with open_app(start="token", users=5) as stage:
        key = a_user(stage)
        both = {"access_token": stage.demo.mint_access_token(key), "id_token": stage.demo.mint_id_token(key)}
        await paste(stage, json.dumps(both))
        first = line_of(stage.app, "decoded")
        await stage.press("N")
        second = line_of(stage.app, "decoded")
        assert "access token" in first
        assert "ID token" in second
        await stage.press("N")
        assert line_of(stage.app, "decoded") == first
        await paste(stage, both["id_token"])
        await stage.press("N")
        assert line_of(stage.app, "decoded") == second


async def test_leaving_clearing_and_escape_forget_the_token() -> None:
    async with open_app(start="token", users=5) as stage:
        token = stage.demo.mint_access_token(a_user(stage))
        for leave in (("2", "6"), ("x",), ("escape",)):
            await paste(stage, token)
            inspector = screen(stage)
            await stage.press(*leave)
            assert stage.app.screen is inspector
            assert "Paste a token here." in stage.text
            assert inspector._inspection is None
            assert not inspector._pasted
            assert not rows(stage)
        await paste(stage, token)
        await stage.press("question_mark", "escape")
        assert "✓ decoded ok" in stage.text
        stage.app.visit(Place("users"))
        await stage.settle()
        assert inspector._inspection is None


async def test_nothing_of_the_token_is_in_any_repr() -> None:
    async with open_app(start="token", users=5) as stage:
        token = stage.demo.mint_id_token(a_user(stage))
        email = claims_of(token)["email"]
        await paste(stage, token)
        await stage.pilot.press("v")
        inspector = screen(stage)
        said = [repr(worker) + str(worker.description) for worker in stage.app.workers]
        said += [repr(inspector), repr(inspector._inspection), repr(inspector.query_one(TokenBox))]
        said += [repr(TokenBox.Pasted(token)), repr(list(TokenBox.Pasted(token).__rich_repr__()))]
        await stage.settle()
        for text in said:
            assert token.split(".")[1][:24] not in text
            assert email not in text


async def test_the_demo_tenant_makes_tokens_to_look_at() -> None:
    async with open_app(start="token", users=5) as stage:
        assert "demo token" not in stage.text
        stage.tenant.sample_token = stage.demo.mint_access_token
        screen(stage).refresh_bindings()
        await stage.press("g")
        assert isinstance(stage.app.screen, PickDialog)
        await stage.press("escape")
        assert "Paste a token here." in stage.text
        await stage.press("g", "enter")
        assert "access token of a user" in stage.text
        assert stage.app.clipboard.count(".") == 2


async def test_the_profiles_own_audience_is_known_and_others_are_not_strange_before_the_apis_are_read() -> None:
    async with open_app(start="token", users=5) as stage:
        machine = next(iter(stage.demo.tenant.applications))
        for audience, verdict in ((stage.tenant.info.audience, "ok"), ("https://api.elsewhere.example", "not checked")):
            token = stage.demo.mint.machine_token(machine, [audience], ["read:users"], manages=True)
            await stage.press("x")
            await paste(stage, token)
            lines = [cells for key, cells in rows(stage).items() if key.startswith("Verdicts")]
            (told,) = [cells[1] for cells in lines if cells[0].strip() == "aud"]
            assert told.startswith(verdict)


async def test_the_inspection_fits_on_a_small_screen() -> None:
    async with open_app(start="token", users=5, size=(80, 24)) as stage:
        await paste(stage, stage.demo.mint_access_token(a_user(stage)))
        verdicts = line_of(stage.app, "decoded")
        assert verdicts.endswith("claims warn")
        assert "expires" in line_of(stage.app, "issued")
