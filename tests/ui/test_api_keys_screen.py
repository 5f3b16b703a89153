"""API keys: a key is shown once, is left on purpose only, and is kept nowhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from kinde_tui.api.operations import CREATE_API_KEY, DELETE_API_KEY, GET_API_KEYS, ROTATE_API_KEY, VERIFY_API_KEY
from kinde_tui.ui.dialogs.answer import AnswerDialog
from kinde_tui.ui.dialogs.confirm import ConfirmDialog
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.dialogs.pick import PickDialog, PickManyDialog
from kinde_tui.ui.messages import ChangesRequested
from tests.support.ui import SMALL, open_app
from tests.support.ui_lists import choose, dialog, list_shown, stored

if TYPE_CHECKING:
    from tests.support.ui import Stage


def key_named(stage: Stage, name: str) -> str:
    (row,) = stage.tenant.store.find("api_keys", "name", name)
    return row.key


def kept(stage: Stage, folder: Path) -> str:
    """All that is written down of this run: the store's files, the change log, the notices."""
    stage.tenant.store.meta_set("flushed", "yes")
    files = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file()).decode("latin-1")
    return files + "\n".join([*stage.tenant.journal.export(), *stage.notices])


async def test_a_key_is_created_with_scopes_and_shown_once(tmp_path: Path) -> None:
    async with open_app(size=SMALL, start="api_keys", store=tmp_path / "store.db") as stage:
        await stage.press("n")
        await stage.type("Export of hours")
        stage.app.screen.query_one("#field-4").focus()
        await stage.press("enter")
        dialog(stage, PickDialog)
        await stage.type("Brightrota")
        await stage.press("enter")
        assert stage.app.focused is not None
        assert stage.app.focused.id == "field-5"
        await stage.press("enter")
        dialog(stage, PickManyDialog)
        await stage.type("hours")
        await stage.press("space", "space")
        assert "2 ticked" in stage.text
        await stage.press("enter")
        assert "Of the environment" not in stage.text
        dialog(stage, ConfirmDialog)
        assert "Kinde shows the key once" in stage.text
        await stage.press("y")

        shown = dialog(stage, AnswerDialog)
        row = next(one for one in stage.demo.tenant.shelf("api_keys").values() if one["name"] == "Export of hours")
        secret = str(row["key"])
        assert row["scopes"] == ["hours:export", "hours:read"]
        assert secret in stage.text
        assert shown.holds_the_last_copy
        for key in ("escape", "enter", "q", "ctrl+q"):
            await stage.press(key)
            assert stage.screen is shown, key
        assert "Kinde never shows the key again" in stage.text
        await stage.press("y")
        assert stage.app.clipboard == secret
        await stage.press("S")
        assert stage.screen is not shown

        await choose(stage, str(row["id"]))
        assert secret not in stage.text
        assert secret not in kept(stage, tmp_path)
        assert secret not in json.dumps(dict(stored(stage, "api_keys", str(row["id"]))))


async def test_scopes_are_chosen_after_their_api() -> None:
    async with open_app(size=SMALL, start="api_keys") as stage:
        await stage.press("n")
        stage.app.screen.query_one("#field-5").focus()
        await stage.press("enter")
        dialog(stage, FormDialog)
        assert "API comes first" in stage.text
        await stage.press("ctrl+s")
        assert "Name is needed." in stage.text


async def test_rotating_is_asked_for_and_its_answer_is_never_lost_by_accident() -> None:
    async with open_app(size=SMALL, start="api_keys") as stage:
        key = key_named(stage, "Rota export")
        await choose(stage, key)
        before = stage.demo.tenant.shelf("api_keys")[key]["key"]
        await stage.press("T", "enter")
        assert stage.written(ROTATE_API_KEY) == []
        await stage.press("T", "y")
        after = stage.demo.tenant.shelf("api_keys")[key]["key"]
        assert before not in stage.text
        assert after in stage.text
        await stage.press("escape", "S")
        assert after not in stage.text
        assert len(stage.written(ROTATE_API_KEY)) == 1
        assert stored(stage, "api_keys", key)["key_suffix"] == after[-4:]


async def test_a_lost_answer_to_a_rotation_is_not_sent_again_and_says_what_to_do() -> None:
    async with open_app(size=SMALL, start="api_keys") as stage:
        await choose(stage, key_named(stage, "Rota export"))
        stage.fault(ROTATE_API_KEY, status=502, after=True)
        await stage.press("T", "y")
        assert len(stage.written(ROTATE_API_KEY)) == 1
        assert any("rotate the key again" in said for said in stage.notices), stage.notices


async def test_a_key_is_verified_without_a_token_and_without_being_kept(tmp_path: Path) -> None:
    async with open_app(size=SMALL, start="api_keys", store=tmp_path / "store.db") as stage:
        secret = str(stage.demo.tenant.shelf("api_keys")[key_named(stage, "Halvorsen payroll")]["key"])
        await stage.press("v")
        await stage.type(secret)
        assert secret not in stage.text
        await stage.press("enter")
        assert not dialog(stage, AnswerDialog).holds_the_last_copy
        for words in ("● valid", "Halvorsen payroll", "Halvorsen Cold Chain", "hours:export"):
            assert words in stage.text
        await stage.press("escape", "v")
        await stage.type("k_org_nobodys")
        await stage.press("enter")
        said = dialog(stage, FormDialog).query_one(".form-complaint")
        assert "The API key is not valid" in str(said.render())
        assert stage.tenant.gateway is not None
        assert stage.tenant.gateway.tokens_asked == 1
        assert secret not in kept(stage, tmp_path)


async def test_a_revoked_key_stays_in_the_list_and_can_do_nothing_more() -> None:
    async with open_app(size=SMALL, start="api_keys") as stage:
        key = key_named(stage, "Rota export")
        await choose(stage, key)
        await stage.press("d", "y")
        assert len(stage.written(DELETE_API_KEY)) == 1
        assert stored(stage, "api_keys", key)["status"] == "revoked"
        await stage.press("T")
        assert stage.written(ROTATE_API_KEY) == []
        await stage.press("slash")
        await stage.type("is:active")
        await stage.press("enter")
        assert len(list_shown(stage).table.source) == 1


async def test_the_list_is_read_when_somebody_looks_and_says_why_it_cannot() -> None:
    async with open_app(size=SMALL, scopes=("read:users",)) as stage:
        assert stage.tenant.store.age("api_keys").read_at is None
        stage.app.go_to("api_keys")
        await stage.settle()
        assert GET_API_KEYS.scope in stage.text


def test_what_must_not_be_sent_twice_or_kept_says_so_in_the_table() -> None:
    assert VERIFY_API_KEY.public
    assert CREATE_API_KEY.secret
    assert ROTATE_API_KEY.secret


async def test_a_creation_that_is_taken_back_and_done_again_shows_its_new_key() -> None:
    async with open_app(size=SMALL, start="api_keys") as stage:
        api = next(str(row["id"]) for row in stage.demo.tenant.apis.values() if row["name"] == "Brightrota API")
        creation = stage.tenant.collections["api_keys"].creation
        assert creation is not None
        answers = {"name": "Twice", "key_type": "environment", "api": api}
        stage.app.post_message(ChangesRequested(creation.changes(answers, (), stage.tenant.context())))
        await stage.settle()
        await stage.press("y", "S", "u", "y")
        assert len(stage.written(DELETE_API_KEY)) == 1
        await stage.press("U", "y")
        assert dialog(stage, AnswerDialog).holds_the_last_copy
        assert len(stage.written(CREATE_API_KEY)) == 2
        secrets = [str(row["key"]) for row in stage.demo.tenant.shelf("api_keys").values() if row["name"] == "Twice"]
        assert secrets[1] in stage.text
        assert secrets[0] not in stage.text
