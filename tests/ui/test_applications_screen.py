"""Applications from the keyboard: made, given addresses and connections, their secret looked at and forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.ui import revealing
from kinde_tui.ui.dialogs.confirm import ConfirmDialog
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.dialogs.menu import MenuDialog
from kinde_tui.ui.widgets.collection_list import CollectionList
from tests.support.ui import SMALL, open_app
from tests.support.ui_lists import (
    choose,
    chosen_key,
    column_of,
    details,
    dialog,
    inner_list,
    inner_table,
    keys_of,
    list_shown,
    open_tab,
    stored,
)

if TYPE_CHECKING:
    import pytest

    from tests.support.ui import Stage

ONE, TWO = "https://billing.example.com/in", "https://*-preview.example.com/in"


def named(stage: Stage, name: str) -> str:
    """The client id of the application of that name."""
    return str(next(raw["id"] for raw in stage.tenant.store.rows("applications") if raw["name"] == name))


async def made(stage: Stage) -> str:
    """The client id of an application that the keys made, under the cursor."""
    await stage.press("n")
    await stage.type("Billing")
    await stage.press("ctrl+s")
    key = named(stage, "Billing")
    assert chosen_key(stage) == key
    return key


async def test_an_application_is_made_given_two_addresses_and_a_connection() -> None:
    async with open_app(size=SMALL, start="applications") as stage:
        key = await made(stage)
        assert stage.written(kinde.CREATE_APPLICATION) == [{"name": "Billing", "type": "reg"}]
        await open_tab(stage, "Callbacks")
        assert "Nobody can sign in here yet" in stage.text
        await stage.press("tab", "n")
        await stage.type("https://example.*.com/in")
        await stage.press("enter")
        said = dialog(stage, FormDialog).query_one(".field-complaint")
        assert "must stand in the leftmost part of the host" in str(said.render())
        assert not stage.written(kinde.ADD_REDIRECT_CALLBACK_URLS)
        await stage.type(f"{ONE} {TWO}")
        await stage.press("enter")
        assert stage.written(kinde.ADD_REDIRECT_CALLBACK_URLS) == [{"urls": [ONE, TWO]}]
        assert keys_of(inner_table(stage)) == sorted([ONE, TWO])
        assert inner_table(stage).cursor_row.key == ONE  # type: ignore[union-attr]  # there are rows
        await stage.press("u", "y")
        assert keys_of(inner_table(stage)) == []
        await stage.press("U")
        assert keys_of(inner_table(stage)) == sorted([ONE, TWO])
        await open_tab(stage, "Connections")
        await stage.press("space")
        connection = keys_of(inner_table(stage))[0]
        assert stage.tenant.store.get("application_connections", connection, (key,)) is not None
        assert column_of(inner_table(stage))[0] == "[✓]"


async def test_an_address_is_edited_in_place_unless_somebody_else_was_quicker() -> None:
    async with open_app(size=SMALL, start="applications") as stage:
        await choose(stage, named(stage, "Brightrota web"))
        await open_tab(stage, "Callbacks")
        before = keys_of(inner_table(stage))
        await stage.press("tab", "e")
        await stage.type("https://app.example.*/in")
        await stage.press("enter")
        assert "leftmost" in stage.notices[-1]
        await stage.type(ONE)
        await stage.press("enter")
        (written,) = stage.written(kinde.REPLACE_REDIRECT_CALLBACK_URLS)
        assert set(written["urls"]) == {ONE, *before[1:]}
        assert set(keys_of(inner_table(stage))) == {ONE, *before[1:]}
        await stage.stranger.addresses.add_callbacks(chosen_key(stage), [TWO])
        await stage.press("e")
        await stage.type("https://other.example.com/in")
        await stage.press("enter")
        assert "somebody else changed it" in stage.text
        assert len(stage.written(kinde.REPLACE_REDIRECT_CALLBACK_URLS)) == 1


async def test_the_secret_is_shown_for_ten_seconds_and_kept_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_app(size=SMALL, start="applications") as stage:
        key = named(stage, "Brightrota web")
        await choose(stage, key)
        assert "••••" in stage.text
        secret = (await stage.stranger.applications.secret(key)).get_secret_value()
        shown = secret[:12]
        await stage.press("enter", "v")
        assert shown in stage.text
        await stage.press("v")
        assert shown not in stage.text
        await stage.press("v")
        assert shown in stage.text
        await stage.press("full_stop", "comma")
        assert shown not in stage.text
        monkeypatch.setattr(revealing, "SHOWN_FOR", 1)
        await stage.press("v")
        await stage.until(lambda: shown not in stage.text)
        assert secret not in repr(stage.tenant.store.get("applications", key))
        assert "login_uri" in stored(stage, "applications", key)
        await stage.press("down", "down", "down", "y")
        assert "It is hidden" in stage.notices[-1]


async def test_what_only_the_single_read_has_is_said_and_not_guessed() -> None:
    async with open_app(size=SMALL, start="applications") as stage:
        key = named(stage, "Brightrota web")
        await choose(stage, key)
        assert "enter reads it" in stage.text
        assert "login_uri" not in stored(stage, "applications", key)
        await stage.press("tab", "down", "down", "down", "down", "e")
        await stage.type("https://app.example.com")
        await stage.press("enter")
        assert "was not read yet" in stage.notices[-1]
        await stage.press("escape", "tab", "enter")
        assert "enter reads it" not in stage.text
        await stage.press("e")
        await stage.type("https://app.example.com")
        await stage.press("enter")
        assert stage.written(kinde.UPDATE_APPLICATION) == [{"login_uri": "https://app.example.com"}]
        await stage.press("down", "down", "e")
        assert "Access control" in dialog(stage, MenuDialog).heading
        await stage.press("up", "enter")
        dialog(stage, ConfirmDialog)
        assert "only holders of its access roles" in stage.text


async def test_lifetimes_are_set_in_any_unit_and_said_to_be_unreadable() -> None:
    async with open_app(size=SMALL, start="applications") as stage:
        await choose(stage, named(stage, "Brightrota web"))
        await open_tab(stage, "Tokens")
        assert stage.text.count("? not readable") == 5
        await stage.press("L")
        await stage.type("2 parsecs")
        await stage.press("ctrl+s")
        assert "24 h" in stage.text
        await stage.type("2 h")
        await stage.press("ctrl+s", "y")
        assert stage.written(kinde.UPDATE_APPLICATION_TOKENS) == [{"access_token_lifetime": 7200}]


async def test_who_offers_a_connection_is_found_out_one_by_one() -> None:
    async with open_app(size=SMALL, start="connections") as stage:
        list_shown(stage).filter_bar.text = "google"
        await stage.settle()
        await open_tab(stage, "Applications")
        offered = column_of(inner_table(stage))
        assert set(offered) <= {"[✓]", "[ ]"}
        assert f"{offered.count('[✓]')} of {len(offered)} applications" in stage.text
        assert offered == sorted(offered, reverse=True)
        application = keys_of(inner_table(stage))[0]
        await stage.press("tab", "t", "y")
        assert column_of(inner_table(stage))[0] == "[ ]"
        await stage.press("u")
        assert column_of(inner_table(stage))[0] == "[✓]"
        await stage.press("enter")
        assert (list_shown(stage).collection.name, chosen_key(stage)) == ("applications", application)


async def test_what_was_not_asked_is_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kinde_tui.ui.widgets.panels.across.AT_FIRST", 2)
    async with open_app(size=SMALL, start="connections") as stage:
        await open_tab(stage, "Organizations")
        ticks = column_of(inner_table(stage))
        assert ticks.count("[?]") == len(ticks) - 2
        note = next(one for one in stage.screen.query(".panel-note") if one.is_on_screen)
        assert "not read · tab, then r reads on" in str(note.render())
        await stage.press("tab")
        assert "not read · r reads on" in str(note.render())
        await stage.press("r")
        assert "[?]" not in column_of(inner_table(stage))


async def test_an_application_leads_to_its_apis_and_their_scopes() -> None:
    async with open_app(size=SMALL, start="applications") as stage:
        await choose(stage, named(stage, "Reporting job"))
        await open_tab(stage, "APIs")
        assert "[✓]" in column_of(inner_table(stage))
        api = keys_of(inner_table(stage))[0]
        await stage.press("tab", "enter")
        assert (list_shown(stage).collection.name, chosen_key(stage)) == ("apis", api)
        await open_tab(stage, "Scopes")
        await stage.press("tab")
        scope = keys_of(inner_table(stage))[0]
        await stage.press("enter")
        assert (list_shown(stage).collection.name, chosen_key(stage)) == ("api_scopes", scope)
        await open_tab(stage, "Roles")
        assert details(stage).tab == "Roles"


async def test_somebody_is_invited_once_and_the_link_is_shown_on_request() -> None:
    async with open_app(size=SMALL, start="organizations") as stage:
        code = chosen_key(stage)
        await open_tab(stage, "Invites")
        await stage.press("tab", "n")
        await stage.type("new.person@example.com")
        await stage.press("ctrl+s")
        assert "Kinde sends an e-mail at once" in stage.text
        await stage.press("y")
        (written,) = stage.written(kinde.CREATE_ORGANIZATION_INVITE)
        assert written == {"email": "new.person@example.com", "roles": [], "send_email": True}
        table = inner_table(stage)
        table.select(next(key for key in keys_of(table) if "new.person" in str(stored(stage, "invites", key, code))))
        await stage.settle()
        assert "invite_link" not in stored(stage, "invites", table.cursor_row.key, code)  # type: ignore[union-attr]
        await stage.press("v")
        assert "/invitations/" in stage.text
        await stage.press("escape", "d", "y")
        assert "revoked" in inner_list(stage).table.cells_of(table.cursor_row)[1].text  # type: ignore[arg-type]
        assert isinstance(inner_list(stage), CollectionList)


async def test_an_invitation_whose_answer_is_lost_is_not_sent_again() -> None:
    async with open_app(size=SMALL, start="organizations") as stage:
        stage.fault(kinde.CREATE_ORGANIZATION_INVITE, status=500, after=True)
        await open_tab(stage, "Invites")
        await stage.press("tab", "n")
        await stage.type("new.person@example.com")
        await stage.press("ctrl+s", "y")
        assert len(stage.demo.ledger.of(kinde.CREATE_ORGANIZATION_INVITE.id)) == 1
        assert "Whether it happened is not known" in stage.notices[-1]
        assert "the mail may be out already" in stage.notices[-1]


async def test_who_has_a_value_of_a_property_is_shown_with_it() -> None:
    async with open_app(size=SMALL, start="properties") as stage:
        rows = stage.tenant.store.rows("properties")
        await choose(stage, next(str(raw["id"]) for raw in rows if raw["key"] == "org_plan"))
        await open_tab(stage, "Organizations")
        table = inner_table(stage)
        values = column_of(table, 1)
        assert set(values) - {"—", "?"}
        code = keys_of(table)[0]
        plan = stage.tenant.store.get("organization_properties", "org_plan", (code,))
        assert plan is not None
        assert values[0] == plan["value"]
        await stage.press("tab", "space")
        assert "edited where it stands" in stage.notices[-1]
        await stage.press("enter")
        assert (list_shown(stage).collection.name, chosen_key(stage)) == ("organizations", code)
        assert details(stage).tab == "Properties"
