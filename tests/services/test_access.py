"""Who may do what, and through which role: the store's answer against what the demo tenant knows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from tests.services.writing import Rig, open_rig

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with open_rig(users=40) as rig:
        await rig.load("users", "roles", "organizations", "permissions")
        yield rig


async def complete(rig: Rig, missing: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    for name, parent in missing:
        await rig.load((name, parent))


def roles(rig: Rig) -> dict[str, Raw]:
    return {raw["key"]: raw for raw in rig.tenant.store.rows("roles")}


async def member(rig: Rig) -> tuple[str, Raw]:
    """An organization and a member who holds a role there."""
    for organization in list(rig.tenant.store.rows("organizations")):
        code = organization["code"]
        await rig.load(("members", (code,)))
        for raw in rig.tenant.store.rows("members", (code,)):
            if raw["roles"]:
                return code, raw
    raise AssertionError("Nobody holds a role.")


async def everything(rig: Rig) -> dict[tuple[str, str], set[str]]:
    """Organization and user to permission keys, asked of the tenant one by one."""
    held: dict[tuple[str, str], set[str]] = {}
    for organization in list(rig.tenant.store.rows("organizations")):
        code = organization["code"]
        await rig.load(("members", (code,)))
        for raw in list(rig.tenant.store.rows("members", (code,))):
            await rig.load(("member_permissions", (code, raw["id"])))
            rows = rig.tenant.store.rows("member_permissions", (code, raw["id"]))
            held[code, raw["id"]] = {permission["key"] for permission in rows}
    return held


async def test_what_a_user_holds_and_through_which_role(rig: Rig) -> None:
    code, raw = await member(rig)
    found = rig.tenant.access.of_user(raw["id"])
    assert not found.complete
    assert "the permissions of a role" in found.sentence
    await complete(rig, found.missing)
    found = rig.tenant.access.of_user(raw["id"])
    while not found.complete:
        await complete(rig, found.missing)
        found = rig.tenant.access.of_user(raw["id"])
    holding = next(holding for holding in found if holding.org_code == code)
    names = {key: role["name"] for key, role in roles(rig).items()}
    assert set(holding.roles) == {names[key] for key in raw["roles"]}
    told = {row["key"]: not row["roles"] for row in rig.tenant.store.rows("member_permissions", (code, raw["id"]))}
    assert {granted.key: granted.directly for granted in holding.permissions} == told
    for granted in holding.permissions:
        assert granted.roles or granted.directly
        assert set(granted.roles) <= set(holding.roles)


async def test_organizations_come_from_the_member_lists_where_the_user_does_not_tell(rig: Rig) -> None:
    code, raw = await member(rig)
    rig.tenant.store.remove("users", raw["id"])
    found = rig.tenant.access.of_user(raw["id"])
    assert code in {holding.org_code for holding in found}
    assert any(name == "members" for name, _ in found.missing)


async def test_holders_of_a_permission_are_those_that_the_tenant_names(rig: Rig) -> None:
    held = await everything(rig)
    for role in list(rig.tenant.store.rows("roles")):
        await rig.load(("role_permissions", (role["id"],)))
    for key in sorted({key for keys in held.values() for key in keys}):
        found = rig.tenant.access.holders_of(key)
        assert found.complete, found.sentence
        assert {(row.org_code, row.user_id) for row in found} == {who for who, keys in held.items() if key in keys}
        assert all(row.roles or row.directly for row in found)
        assert all(row.name and row.org_name != row.org_code for row in found)


async def only_of(rig: Rig, role: Raw) -> str:
    """A permission that this role alone brings."""
    for other in list(rig.tenant.store.rows("roles")):
        await rig.load(("role_permissions", (other["id"],)))
    key = "only:here"
    rig.tenant.store.put("role_permissions", {"id": "only", "key": key, "name": key}, (role["id"],))
    return key


async def test_without_member_lists_the_roles_own_lists_tell(rig: Rig) -> None:
    key, role = next(iter(roles(rig).items()))
    only = await only_of(rig, role)
    found = rig.tenant.access.holders_of(only)
    assert found.missing == (("role_users", (role["id"],)),)
    assert len(found) == 0
    await complete(rig, found.missing)
    found = rig.tenant.access.holders_of(only)
    assert found.missing == ()
    expected = set()
    for organization in list(rig.tenant.store.rows("organizations")):
        await rig.load(("members", (organization["code"],)))
        for raw in rig.tenant.store.rows("members", (organization["code"],)):
            if key in raw["roles"]:
                expected.add((organization["code"], raw["id"]))
    assert expected
    assert {(row.org_code, row.user_id) for row in found} == expected
    again = rig.tenant.access.holders_of(only)
    assert {(row.org_code, row.user_id) for row in again} == expected


async def test_what_is_changed_here_shows_before_the_roles_own_list_is_read_again(rig: Rig) -> None:
    code, raw = await member(rig)
    role = roles(rig)[raw["roles"][0]]
    only = await only_of(rig, role)
    await rig.load(("role_users", (role["id"],)))
    assert (code, raw["id"]) in {(row.org_code, row.user_id) for row in rig.tenant.access.holders_of(only)}
    rig.tenant.store.patch("members", raw["id"], {"roles": []}, (code,))
    assert (code, raw["id"]) not in {(row.org_code, row.user_id) for row in rig.tenant.access.holders_of(only)}


async def test_what_is_given_directly_is_not_claimed_to_be_known(rig: Rig) -> None:
    await member(rig)
    for role in list(rig.tenant.store.rows("roles")):
        await rig.load(("role_permissions", (role["id"],)), ("role_users", (role["id"],)))
    found = rig.tenant.access.holders_of(next(iter(rig.tenant.store.rows("permissions")))["key"])
    assert found.missing == ()
    assert not found.complete
    assert found.sentence == "Permissions given directly are known for 0 members only."


async def test_an_unknown_permission_has_no_holders(rig: Rig) -> None:
    assert list(rig.tenant.access.holders_of("no:such")) == []


async def test_an_empty_store_says_what_it_would_need() -> None:
    async with open_rig() as rig:
        found = rig.tenant.access.holders_of("update:invoices")
        assert found.missing == (("roles", ()),)
        assert found.sentence.startswith("Not all is read yet: the roles.")
        assert rig.tenant.access.of_user("kp_1").missing == (("roles", ()), ("organizations", ()))
