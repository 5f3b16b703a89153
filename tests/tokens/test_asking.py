"""Does a token hold this?"""

from __future__ import annotations

from kinde_tui.tokens import holdings


def test_finds_what_is_held_and_under_which_claim() -> None:
    claims = {
        "permissions": ["read:users", "admin"],
        "roles": [{"id": "r1", "key": "admin"}],
        "scp": ["openid"],
        "aud": ["https://api"],
        "org_code": "org_1",
        "x-hasura-feature-flags": {"dark": {"t": "b", "v": False}},
    }
    assert [(held.kind, held.claim) for held in holdings(claims, "admin")] == [
        ("role", "roles"),
        ("permission", "permissions"),
    ]
    assert [(held.kind, held.value) for held in holdings(claims, "dark")] == [("flag", "false")]
    assert [held.kind for held in holdings(claims, "openid")] == ["scope"]
    assert [held.kind for held in holdings(claims, "https://api")] == ["audience"]
    assert [held.kind for held in holdings(claims, "org_1")] == ["organization"]
    assert [held.kind for held in holdings({"scope": "openid read:users"}, "read:users")] == ["scope"]
    assert holdings(claims, "read:user") == holdings(claims, "Admin") == holdings({}, "") == ()
