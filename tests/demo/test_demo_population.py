"""The company that the tenant starts with."""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from kinde_tui.demo import company
from kinde_tui.demo.founding import found
from kinde_tui.demo.names import languages
from kinde_tui.demo.people import People

if TYPE_CHECKING:
    from kinde_tui.demo.tenant import DemoTenant

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def tenant() -> DemoTenant:
    return found(1, 480, lambda: NOW)


def test_the_promised_numbers(tenant: DemoTenant) -> None:
    assert len(tenant.people) == 480
    assert len(tenant.organizations) == 24
    assert len(tenant.roles) == 8
    assert len(tenant.permissions) == 30
    assert len(tenant.flags) == 14
    assert {flag.type for flag in tenant.flags.values()} == {"bool", "str", "int", "json"}
    assert {flag.level for flag in tenant.flags.values()} == {"env", "org", "usr"}


def test_the_same_seed_makes_the_same_company_and_another_seed_another() -> None:
    one, same, other = (found(seed, 50, lambda: NOW) for seed in (7, 7, 8))
    everybody = [[tenant.people.person(index) for index in range(50)] for tenant in (one, same, other)]
    assert everybody[0] == everybody[1]
    assert everybody[0] != everybody[2]
    assert list(one.roles) == list(same.roles)
    assert one.organizations == same.organizations
    assert [one.memberships.codes_of(i) for i in range(50)] == [same.memberships.codes_of(i) for i in range(50)]


def test_people_are_alive_in_many_ways(tenant: DemoTenant) -> None:
    people = [tenant.people.person(index) for index in tenant.people.indexes()]
    assert all(person["email"].rpartition("@")[2] in {"example.com", "example.org", "example.net"} for person in people)
    assert all(person["email"].isascii() for person in people)
    assert len({person["email"] for person in people}) == 480
    assert 5 < sum(person["is_suspended"] for person in people) < 60
    assert 15 < sum(person["last_signed_in"] is None for person in people) < 90
    assert 5 < sum(person["failed_sign_ins"] >= 5 for person in people) < 60
    assert all((person["total_sign_ins"] == 0) is (person["last_signed_in"] is None) for person in people)
    assert all(person["created_on"] <= (person["last_signed_in"] or "9") <= "9" for person in people)
    assert max(person["last_signed_in"] or "" for person in people) < NOW.isoformat()
    scripts = {
        unicodedata.name(letter).split()[0] for person in people for letter in person["first_name"] if letter.isalpha()
    }
    assert {"LATIN", "CJK", "HANGUL", "HIRAGANA", "CYRILLIC", "ARABIC"} <= scripts
    assert any(not unicodedata.normalize("NFC", person["first_name"]).isascii() for person in people)


def test_every_name_can_stand_in_an_address() -> None:
    names = [name for language in languages() for name in (*language.given, *language.family)]
    assert len(names) > 700
    assert all(name.plain.isascii() and name.plain.isalpha() and name.plain.islower() for name in names)
    assert all("_" not in name.text and "/" not in name.text for name in names)


def test_memberships_differ(tenant: DemoTenant) -> None:
    counts = Counter(len(tenant.memberships.codes_of(index)) for index in tenant.people.indexes())
    assert counts[0] > 5
    assert counts[1] > counts[2] > 0
    sizes = [len(tenant.memberships.of(code)) for code in tenant.organizations]
    assert min(sizes) > 0
    assert max(sizes) > 3 * min(sizes)
    held = Counter(
        role["key"]
        for code in tenant.organizations
        for index in tenant.memberships.of(code)
        for role in tenant.roles_of(tenant.member(code, tenant.people.ids[index]))
    )
    assert set(held) == {row[0] for row in company.ROLES}
    assert held["employee"] > sum(held.values()) / 3


def test_there_are_overrides_on_every_level(tenant: DemoTenant) -> None:
    assert tenant.environment_overrides
    assert any(tenant.organization_overrides.values())
    assert any(tenant.user_overrides.values())
    defaults = {key: flag.default for key, flag in tenant.flags.items()}
    assert tenant.flag_values() != defaults


def test_a_hundred_thousand_people_are_told_apart() -> None:
    people = People(1, 100_000, NOW)
    assert len(set(people.ids)) == 100_000
    assert people.index_of(people.ids[99_999]) == 99_999
    last = people.person(99_999)
    assert people.drawn_email(last["email"]) == 99_999
    phones = [(index, people.person(index)["phone"]) for index in range(99_000, 100_000)]
    assert all(people.drawn_phone(phone) == index for index, phone in phones if phone)


@pytest.mark.parametrize("count", [0, 1, 2, 25])
def test_small_tenants_stand_too(count: int) -> None:
    tenant = found(3, count, lambda: NOW)
    assert len(tenant.people) == count
    assert len(tenant.organizations) == 24


def test_ages_are_counted_from_the_first_look_at_the_clock() -> None:
    later = found(1, 20, lambda: NOW + timedelta(days=300))
    newest = max(later.people.person(index)["last_signed_in"] or "" for index in range(20))
    assert newest > (NOW + timedelta(days=200)).isoformat()
