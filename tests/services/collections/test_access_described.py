"""What is said, sent and refused about applications, connections and the policies of organizations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.collections.registry import COLLECTIONS
from tests.services.collections.declared import CONTEXT, RECORDS


def test_the_program_does_not_lock_itself_out() -> None:
    applications = COLLECTIONS["applications"]
    own = replace(CONTEXT, client_id="app_1")
    record = applications.read(RECORDS["applications"][0])
    assert applications.removal is not None
    assert applications.removal.changes(record, {}, (), CONTEXT)
    with pytest.raises(InvalidInputError, match="itself signs in"):
        applications.removal.changes(record, {}, (), own)
    take = next(action for action in applications.actions if action.id == "applications.take_scope")
    assert take.changes(record, {"scope": "scope_1"}, (), CONTEXT)
    with pytest.raises(InvalidInputError, match="from itself"):
        take.changes(record, {"scope": "scope_1"}, (), own)
    give = next(action for action in applications.actions if action.id == "applications.give_scope")
    assert give.changes(record, {"scope": "scope_1"}, (), own)


def test_only_a_machine_belongs_to_an_organization() -> None:
    creation = COLLECTIONS["applications"].creation
    assert creation is not None
    answers = {"name": "Job", "type": "reg", "org_code": "org_1"}
    with pytest.raises(InvalidInputError, match="Only a machine-to-machine"):
        creation.changes(answers, (), CONTEXT)
    (change,) = creation.changes({**answers, "type": "m2m"}, (), CONTEXT)
    assert change.request.body == {"name": "Job", "type": "m2m", "org_code": "org_1"}
    assert change.says == "Create the application Job for Acme"


def test_a_connection_takes_what_its_kind_has_a_place_for() -> None:
    creation = COLLECTIONS["connections"].creation
    assert creation is not None
    social = {"display_name": "Hub", "strategy": "oauth2:github", "client_id": "abc"}
    (change,) = creation.changes(social, (), CONTEXT)
    assert change.request.body["options"] == {"client_id": "abc"}
    for more, why in (
        ({"saml_entity_id": "x"}, "no place for an entity id"),
        ({"home_realm_domains": "a.com"}, "no place for home realm domains"),
        ({"org_code": "org_1"}, "Only an enterprise connection"),
        ({"strategy": "carrier:pigeon"}, "Choose what people sign in with"),
    ):
        with pytest.raises(InvalidInputError, match=why):
            creation.changes({**social, **more}, (), CONTEXT)
    saml = {"display_name": "Okta", "strategy": "saml:okta", "home_realm_domains": "a.com, b.com", "org_code": "org_1"}
    (change,) = creation.changes(saml, (), CONTEXT)
    assert change.request.body["options"] == {"home_realm_domains": ["a.com", "b.com"]}
    assert change.request.body["organization_code"] == "org_1"
    with pytest.raises(InvalidInputError, match="no place for a client secret"):
        creation.changes({**saml, "client_secret": "x"}, (), CONTEXT)


def test_an_address_with_a_comma_is_deleted_by_editing_it() -> None:
    addresses = COLLECTIONS["application_callbacks"]
    comma = "https://a.example.com/in?x=1,2"
    record = addresses.read({"url": comma, "allowed": [comma, "https://b.example.com"]})
    assert addresses.removal is not None
    with pytest.raises(InvalidInputError, match="takes a comma"):
        addresses.removal.changes(record, {}, ("app_1",), CONTEXT)
    edit = addresses.columns[0].edit
    assert edit is not None
    with pytest.raises(InvalidInputError, match="is allowed already"):
        edit.change(record, "https://b.example.com", ("app_1",))
    with pytest.raises(InvalidInputError, match="being read again"):
        edit.change(addresses.read({"url": comma}), "https://c.example.com", ("app_1",))


def test_the_passkeys_of_an_organization_follow_the_environment_or_not() -> None:
    policies = COLLECTIONS["organization_policies"]
    assert policies.unfold is not None
    own = {"policy": "mandatory", "is_override_environment_passkey_settings": True, "environment_policy": "off"}
    of_all = {**own, "is_override_environment_passkey_settings": False}
    value = policies.column("value")
    assert value is not None
    for answer, words in ((own, "mandatory"), (of_all, "off · from the environment"), ({}, "from the environment")):
        passkey, *others = policies.unfold({"code": "OK", **answer})
        assert value.text(policies.read(passkey), CONTEXT) == words
        assert all("not readable" in value.text(policies.read(other), CONTEXT) for other in others)
    record = policies.read({"id": "passkey", **own})
    action = next(one for one in policies.actions if one.id == "organization_policies.passkey")
    assert action.changes(record, {"policy": "mandatory"}, ("org_1",), CONTEXT) == ()
    (change,) = action.changes(record, {"policy": "environment"}, ("org_1",), CONTEXT)
    assert change.request.body["is_override_environment_passkey_settings"] is False
