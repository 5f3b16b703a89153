"""Variables, directories, business, environment, billing, and what is done about a user's sign-in."""

from __future__ import annotations

import hashlib
from base64 import b64decode
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widgets import Select

from kinde_tui.api.operations import (
    ADD_LOGO,
    ADD_ORGANIZATION_USER_API_SCOPE,
    CREATE_BILLING_AGREEMENT,
    CREATE_DIRECTORY,
    CREATE_ENVIRONMENT_VARIABLE,
    CREATE_METER_USAGE_RECORD,
    CREATE_SUBSCRIBER,
    CREATE_USER_IDENTITY,
    REPLACE_MFA,
    RESET_USERS_MFA_ALL,
    SET_USER_PASSWORD,
    UPDATE_BUSINESS,
    UPDATE_ENVIRONMENT_VARIABLE,
    UPDATE_PASSKEY,
)
from kinde_tui.ui.dialogs.answer import AnswerDialog
from kinde_tui.ui.dialogs.confirm import ConfirmDialog
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.dialogs.menu import MenuDialog
from kinde_tui.ui.dialogs.pick import PickDialog
from tests.support.ui import SMALL, open_app
from tests.support.ui_lists import choose, dialog, inner_table, keys_of, list_shown, open_tab, stored, users

if TYPE_CHECKING:
    from tests.support.ui import Stage

TALL = (110, 40)


def words(stage: Stage) -> str:
    """What is on screen, without frames and line breaks."""
    return " ".join(stage.text.replace("│", " ").split())


def kept(folder: Path) -> str:
    """What is in the store's files."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file()).decode("latin-1")


def found(stage: Stage, collection: str, column: str, value: str) -> str:
    return stage.tenant.store.find(collection, column, value)[0].key


async def test_a_secret_variable_is_written_and_never_seen(tmp_path: Path) -> None:
    async with open_app(size=SMALL, start="variables", store=tmp_path / "store.db") as stage:
        await stage.press("n")
        await stage.type("PAY_TOKEN")
        await stage.press("enter", "tab")
        await stage.type("hunter2-secret")
        assert "hunter2" not in stage.text
        await stage.press("enter")
        (body,) = stage.written(CREATE_ENVIRONMENT_VARIABLE)
        assert body == {"key": "PAY_TOKEN", "value": "hunter2-secret", "is_secret": True}
        key = found(stage, "variables", "key", "PAY_TOKEN")
        await choose(stage, key)
        await stage.press("s")
        await stage.type("another-secret")
        await stage.press("enter", "y")
        assert stage.written(UPDATE_ENVIRONMENT_VARIABLE) == [{"value": "another-secret"}]
        await stage.press("greater_than_sign", "e")
        await stage.type("seen")
        await stage.press("enter")
        assert "is secret" in words(stage)
        await stage.press("escape")
        assert len(stage.written(UPDATE_ENVIRONMENT_VARIABLE)) == 1
        journal = "\n".join(stage.tenant.journal.export())
        for secret in ("hunter2-secret", "another-secret"):
            assert secret not in journal
            assert secret not in kept(tmp_path)
            assert secret not in stage.text


async def test_a_plain_variable_is_edited_in_place_and_made_secret() -> None:
    async with open_app(size=SMALL, start="variables") as stage:
        key = found(stage, "variables", "key", "ROTA_REGION")
        await choose(stage, key)
        await stage.press("greater_than_sign", "e")
        await stage.type("eu-south")
        await stage.press("enter")
        assert stored(stage, "variables", key)["value"] == "eu-south"
        assert "eu-south" not in "\n".join(stage.tenant.journal.export())
        await stage.press("u")
        assert stored(stage, "variables", key)["value"] == "eu-north"
        await stage.press("S", "y")
        assert "eu-north" not in stage.text
        assert stored(stage, "variables", key)["value"] is None


async def test_a_subscriber_is_added() -> None:
    async with open_app(size=SMALL, start="subscribers") as stage:
        await stage.press("n")
        for text in ("Nia", "Okoro", "nia@example.net"):
            await stage.type(text)
            await stage.press("enter")
        await stage.press("y")
        assert len(stage.written(CREATE_SUBSCRIBER)) == 1
        assert "Nia Okoro" in stage.text


async def test_a_directorys_token_is_kept_nowhere_and_shown_when_it_is_made(tmp_path: Path) -> None:
    async with open_app(size=TALL, start="directories", store=tmp_path / "store.db") as stage:
        tokens = [str(row["secret_token"]) for row in stage.demo.tenant.shelf("directories").values()]
        await stage.press("n")
        dialog(stage, PickDialog)
        await stage.type("kestrel")
        await stage.press("enter")
        await stage.type("Kestrel Okta")
        await stage.press("ctrl+s")
        shown = dialog(stage, AnswerDialog)
        made = found(stage, "directories", "name", "Kestrel Okta")
        token = str(stage.demo.tenant.shelf("directories")[made]["secret_token"])
        assert token in stage.text
        await stage.press("escape")
        assert stage.screen is not shown
        everything = kept(tmp_path) + repr([dict(raw) for raw in stage.tenant.store.rows("directories")])
        assert not [one for one in (*tokens, token) if one in everything]


async def test_the_business_is_a_list_of_one_that_is_edited() -> None:
    async with open_app(size=TALL, start="business") as stage:
        assert len(list_shown(stage).table.source) == 1
        await stage.press("i")
        dialog(stage, PickDialog)
        await stage.type("retail")
        await stage.press("enter", "y")
        assert stage.written(UPDATE_BUSINESS) == [{"industry_key": "retail"}]
        assert "Retail" in stage.text
        await stage.press("tab", "down", "down", "e")
        await stage.type("+61 426 148 233")
        await stage.press("enter")
        assert "Kinde offers no way to empty it" in words(stage)
        await stage.press("y")
        assert stage.written(UPDATE_BUSINESS)[-1] == {"phone": "+61426148233"}


async def test_what_cannot_be_read_of_the_environment_is_said_and_replaced_whole() -> None:
    async with open_app(size=TALL, start="environment", environment="production", protected=True) as stage:
        await open_tab(stage, "Multi-factor")
        assert stage.text.count("? cannot be") == 3
        await stage.press("m")
        dialog(stage, FormDialog)
        await stage.press("ctrl+s")
        dialog(stage, ConfirmDialog)
        assert "there is no undo" in stage.text
        await stage.type("Acme")
        await stage.press("enter")
        (body,) = stage.written(REPLACE_MFA)
        assert body == {
            "policy": "optional",
            "enabled_factors": ["mfa:authenticator_app"],
            "is_recovery_codes_enabled": True,
        }


async def test_passkeys_and_logos_hang_on_the_environment() -> None:
    async with open_app(size=TALL, start="environment") as stage:
        await open_tab(stage, "Passkeys")
        await stage.press("tab", "e")
        dialog(stage, MenuDialog)
        await stage.press("down", "enter", "y")
        assert stage.written(UPDATE_PASSKEY) == [{"policy": "mandatory"}]
        await stage.press("u", "y")
        assert stage.written(UPDATE_PASSKEY)[-1] == {"policy": "optional"}
        await stage.press("tab")
        await open_tab(stage, "Logos")
        await stage.press("tab")
        assert keys_of(inner_table(stage)) == ["light"]
        await stage.press("n", "tab")
        await stage.type("/nowhere/logo.svg")
        await stage.press("ctrl+s")
        assert "cannot be read" in stage.text


async def test_a_logo_is_uploaded(tmp_path: Path) -> None:
    picture = tmp_path / "logo.svg"
    picture.write_text("<svg/>", encoding="utf-8")
    async with open_app(size=TALL, start="environment") as stage:
        await open_tab(stage, "Logos")
        await stage.press("tab", "n", "tab")
        await stage.type(str(picture))
        await stage.press("ctrl+s", "y")
        assert len(stage.written(ADD_LOGO)) == 1
        assert stage.demo.tenant.shelf("logos")["light"] == {"file_name": "logo.svg"}


async def test_a_customer_is_read_with_enter_and_charged_only_after_a_question() -> None:
    async with open_app(size=TALL, start="billing") as stage:
        await open_tab(stage, "Agreements")
        assert "enter on it in the list" in stage.text
        await stage.press("tab", "n")
        await stage.type("enterprise")
        await stage.press("ctrl+s")
        assert "was not read yet" in words(stage)
        await stage.press("escape", "tab")
        await stage.press("enter")
        assert len(keys_of(inner_table(stage))) == 1
        await stage.press("m")
        await stage.type("sms")
        await stage.press("enter")
        await stage.type("12")
        await stage.press("ctrl+s", "enter")
        assert stage.written(CREATE_METER_USAGE_RECORD) == []
        await stage.press("m")
        await stage.type("sms")
        await stage.press("enter")
        await stage.type("12")
        stage.fault(CREATE_METER_USAGE_RECORD, status=502, after=True)
        await stage.press("ctrl+s", "y")
        assert len(stage.written(CREATE_METER_USAGE_RECORD)) == 1
        assert "it is billed" in stage.notices[-1]
        await stage.press("n")
        await stage.type("enterprise")
        stage.fault(CREATE_BILLING_AGREEMENT, status=502, after=True)
        await stage.press("ctrl+s", "y")
        assert len(stage.written(CREATE_BILLING_AGREEMENT)) == 1
        assert "before you make another" in stage.notices[-1]


async def test_a_temporary_password_leaves_as_a_hash() -> None:
    async with open_app(size=SMALL) as stage:
        key = users(stage)[0]
        await choose(stage, key)
        await stage.press("P")
        await stage.type("correct horse")
        await stage.press("enter")
        await stage.type("correct house")
        await stage.press("enter")
        assert "not the same" in stage.text
        await stage.type("correct horse")
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.screen, ConfirmDialog))
        assert stage.written(SET_USER_PASSWORD) == []
        await stage.press("y")
        (body,) = stage.written(SET_USER_PASSWORD)
        assert body["is_temporary_password"] is True
        salt, rounds = b64decode(body["salt"]), body["iterations"]
        assert b64decode(body["hashed_password"]) == hashlib.pbkdf2_hmac("sha512", b"correct horse", salt, rounds)
        journal = "\n".join(stage.tenant.journal.export())
        assert "correct horse" not in journal
        assert body["hashed_password"] not in journal
        assert "correct horse" not in stage.text


async def test_factors_of_a_user_are_seen_and_reset() -> None:
    async with open_app(size=TALL, users=60) as stage:
        names = [key for key in users(stage) if await _has_factor(stage, key)]
        await choose(stage, names[0])
        await open_tab(stage, "MFA")
        assert len(keys_of(inner_table(stage))) == 1
        await stage.press("M", "y")
        assert len(stage.written(RESET_USERS_MFA_ALL)) == 1
        assert keys_of(inner_table(stage)) == []
        assert "has set up no" in stage.text


async def _has_factor(stage: Stage, user_id: str) -> bool:
    return bool([factor async for factor in stage.stranger.mfa.list(user_id)])


async def test_an_api_scope_is_given_below_its_api() -> None:
    async with open_app(size=SMALL) as stage:
        await choose(stage, users(stage, member=True)[0])
        await stage.press("K")
        dialog(stage, PickDialog)
        code = str(stored(stage, "users", users(stage, member=True)[0])["organizations"][0])
        await stage.type(stage.tenant.name_of("organizations", code) or "")
        await stage.press("enter", "enter")
        await stage.type("Brightrota")
        await stage.press("enter", "enter")
        await stage.type("rotas:read")
        await stage.press("enter")
        assert len(stage.written(ADD_ORGANIZATION_USER_API_SCOPE)) == 1
        assert "rotas:read" in stage.notices[-1] or "Done" in stage.notices[-1]


async def test_an_identity_of_a_connection_is_added() -> None:
    async with open_app(size=TALL) as stage:
        key = users(stage)[0]
        await choose(stage, key)
        await open_tab(stage, "Identities")
        await stage.press("tab", "n")
        dialog(stage, FormDialog).query_one("#field-0", Select).value = "enterprise"
        stage.app.screen.query_one("#field-1").focus()
        await stage.settle()
        await stage.type("ada@idp.example.com")
        await stage.press("ctrl+s")
        assert "Choose the connection" in stage.text
        stage.app.screen.query_one("#field-3").focus()
        await stage.press("enter")
        await stage.type("zenith")
        await stage.press("enter")
        (body,) = stage.written(CREATE_USER_IDENTITY)
        assert (body["type"], body["value"]) == ("enterprise", "ada@idp.example.com")
        assert body["connection_id"].startswith("conn_")
        assert "ada@idp.example.com" in stage.text


async def test_a_directory_that_kinde_denies_having_made_is_found(tmp_path: Path) -> None:
    async with open_app(size=TALL, start="directories", store=tmp_path / "store.db") as stage:
        stage.fault(CREATE_DIRECTORY, status=409, after=True)
        await stage.press("n")
        await stage.type("kestrel")
        await stage.press("enter")
        await stage.type("Kestrel Okta")
        await stage.press("ctrl+s")
        dialog(stage, AnswerDialog)
        await stage.press("escape")
        assert len(list_shown(stage).table.source) == 3
        assert len(stage.written(CREATE_DIRECTORY)) == 1
