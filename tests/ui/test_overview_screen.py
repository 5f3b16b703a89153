"""The overview: figures that lead to the rows they count, and how far they can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Region

from kinde_tui.api import operations as kinde
from kinde_tui.demo.faults import Fault
from kinde_tui.services.override_counts import LIST
from kinde_tui.ui.dialogs.menu import MenuDialog
from kinde_tui.ui.screens.flags import FlagsScreen
from kinde_tui.ui.screens.overview import OverviewScreen
from kinde_tui.ui.widgets.figures.bars import bar, percent
from kinde_tui.ui.widgets.figures.group import nearest
from tests.support.ui import Stage, line_of, open_app
from tests.support.ui_lists import dialog, list_shown

if TYPE_CHECKING:
    from kinde_tui.demo.app import Demo
    from kinde_tui.services.overview import Figure
    from kinde_tui.ui.widgets.figures.board import Board

REGIONS = st.builds(Region, st.integers(0, 60), st.integers(0, 30), st.integers(1, 20), st.integers(1, 4))


def board(stage: Stage) -> Board:
    """The figures."""
    assert isinstance(stage.app.screen, OverviewScreen), stage.text
    return stage.app.screen.board


def figure(stage: Stage, figure_id: str) -> Figure:
    """A figure by its id."""
    return next(one for _, one in board(stage).figures if one.id == figure_id)


def chosen(stage: Stage) -> str:
    """The id of the figure under the cursor."""
    found = board(stage).group.chosen
    return found.id if found else ""


async def choose(stage: Stage, figure_id: str) -> None:
    """Puts the cursor on a figure."""
    board(stage).focus_figure(figure_id)
    await stage.settle()
    assert chosen(stage) == figure_id


async def test_the_tenant_in_one_look() -> None:
    async with open_app(start="overview", users=60) as stage:
        counted = {one.id: one.count for _, one in board(stage).figures}
        assert counted["users"] == counted["list:users"] == 60
        assert counted["organizations"] == 24
        assert sum(count for name, count in counted.items() if name.startswith("seen:")) == 60
        for words in ("active 30 days", "Sign-ups per week", "Last seen", "Largest organizations", "Lists"):
            assert words in stage.text
        assert "Scopes 148 granted" in stage.text
        assert "Writing on" in stage.text
        assert "just now" in line_of(stage.app, "● Roles")
        stage.clock.advance(7_300)
        stage.app.screen.tick()  # type: ignore[attr-defined]  # the overview's
        await stage.settle()
        assert "○ Roles" in stage.text
        assert "2 h ago, stale" in line_of(stage.app, "○ Roles")
        asked = stage.demo.faults.calls[kinde.GET_ROLES.id]
        await stage.press("r")
        assert stage.demo.faults.calls[kinde.GET_ROLES.id] > asked
        assert "all loaded" in stage.text
        assert "mark" not in stage.text.splitlines()[-1]


async def test_every_figure_leads_to_the_rows_that_it_counts_and_back() -> None:
    async with open_app(start="overview", users=40) as stage:
        stage.app.go_to("users", "nobody is called so")
        await stage.settle()
        await stage.press("1")
        ids = [one.id for part, one in board(stage).figures if part != "Lists" and not one.id.startswith("week:")]
        ids += [one.id for _, one in board(stage).figures if one.id.startswith("week:")][-2:]
        for figure_id in ids:
            await choose(stage, figure_id)
            wanted = figure(stage, figure_id)
            await stage.press("enter")
            rows = list_shown(stage)
            assert rows.collection.name == wanted.collection
            assert (rows.filter_bar.text, len(rows.table.source)) == (wanted.filter, wanted.count), wanted
            await stage.press("left_square_bracket")
            assert chosen(stage) == figure_id


@pytest.mark.parametrize(
    ("name", "trail"),
    [
        ("organizations", "Organizations › "),
        ("environment_flags", "Flags › "),
        ("property_categories", "Property categories › "),
    ],
)
async def test_enter_opens_a_list(name: str, trail: str) -> None:
    async with open_app(start="overview", users=3) as stage:
        await choose(stage, f"list:{name}")
        await stage.press("enter")
        assert trail in stage.text
        assert isinstance(stage.app.screen, FlagsScreen) is (name == "environment_flags")


async def test_arrows_go_to_the_figure_beside_and_tab_to_the_next_part() -> None:
    async with open_app(start="overview", users=40) as stage:
        assert chosen(stage) == "users"
        await stage.press("right", "right")
        assert chosen(stage) == "active:7"
        assert "⏎ users last_seen:>" in stage.text.splitlines()[-2]
        await stage.press("home", "down")
        week = chosen(stage)
        assert week.startswith("week:")
        await stage.press("right")
        assert chosen(stage) > week
        assert "▲" in stage.text
        await stage.press("end", "right")
        assert chosen(stage).startswith("seen:")
        await stage.press("left")
        assert chosen(stage).startswith("week:")
        await stage.press("down")
        assert chosen(stage).startswith("org:")
        await stage.press("end", "down")
        assert chosen(stage).startswith("list:")
        await stage.press("down", "down", "down", "down", "down", "down", "down", "down", "down")
        assert chosen(stage).startswith("list:"), "below the last there is nothing"
        parts = []
        for _ in range(5):
            await stage.press("tab")
            parts.append(board(stage).group.id)
        assert parts == ["headline", "sign-ups", "last-seen", "largest", "lists"], "there are no flags to go to"
        await stage.press("f", "shift+tab")
        assert board(stage).group.id == "overrides"


async def test_a_click_opens_what_is_counted() -> None:
    async with open_app(start="overview", users=40) as stage:
        place = board(stage).query_one("#last-seen").region.offset
        await stage.pilot.click(offset=(place.x + 5, place.y + 2))
        await stage.settle()
        assert list_shown(stage).filter_bar.text.startswith("last_seen:>")
        assert "last_seen:<=" in list_shown(stage).filter_bar.text


async def test_a_list_that_was_never_read_to_the_end_is_counted_so_far() -> None:
    def cut_off(demo: Demo) -> None:
        demo.faults.add(Fault(kinde.GET_USERS.id, nth=2, times=0, status=403, body={"errors": []}))

    async with open_app(start="overview", users=620, prepare=cut_off) as stage:
        assert figure(stage, "users").count == 500
        assert figure(stage, "active:7").so_far
        assert not figure(stage, "organizations").so_far
        assert stage.text.count("so far") >= 7
        assert "so far, of 500 users: stopped just now" in line_of(stage.app, "Last seen")
        assert "1 cannot be read" in stage.text
        stage.demo.faults.faults.clear()
        stage.clock.advance(1_000)
        await stage.press("r")
        assert figure(stage, "users").count == 620
        assert "so far" not in stage.text


async def test_what_was_not_read_is_no_zero() -> None:
    async with open_app(start="overview", users=3, scopes=("read:roles",), read_only=True) as stage:
        assert not figure(stage, "users").known
        assert "—" in stage.text
        assert "0 %" not in stage.text
        assert "No users are loaded yet." in stage.text
        assert "No organizations are loaded yet." in stage.text
        assert "read:users" in line_of(stage.app, "Last seen") or "read:users" in stage.text
        await choose(stage, "list:users")
        assert "lacks the scope read:users" in stage.text.splitlines()[-2]
        assert "Scopes 1 granted" in stage.text
        assert "off: read-only" in stage.text
        await stage.press("f")
        assert "lacks the scope" in stage.notices[-1]


async def test_without_a_network_it_says_so_and_shows_nothing_as_loaded() -> None:
    async with open_app(start="overview", users=3, offline=True) as stage:
        assert "Scopes not known yet" in stage.text
        assert not figure(stage, "users").known
        assert "not loaded" in line_of(stage.app, "○ Roles")
        assert "offline" in stage.text.splitlines()[-2]
        stage.wire.offline = False
        await stage.press("r")
        assert (figure(stage, "users").count, figure(stage, "users").known) == (3, True)
        assert "just now" in line_of(stage.app, "● Roles")


async def test_figures_follow_changes_and_the_day() -> None:
    async with open_app(start="overview", users=9) as stage:
        before = figure(stage, "suspended").count
        user = next(raw for raw in stage.tenant.store.rows("users") if not raw["is_suspended"])
        stage.tenant.store.patch("users", user["id"], {"is_suspended": True})
        await stage.settle()
        assert figure(stage, "suspended").count == before + 1
        week = [one.id for _, one in board(stage).figures if one.id.startswith("week:")][-1]
        stage.clock.advance(7 * 86_400)
        stage.app.screen.tick()  # type: ignore[attr-defined]  # the overview's
        await stage.settle()
        assert [one.id for _, one in board(stage).figures if one.id.startswith("week:")][-1] > week


async def test_figures_that_change_leave_what_was_scrolled_to_in_sight() -> None:
    async with open_app(start="overview", users=9, size=(80, 24)) as stage:
        board(stage).scroll_end(animate=False)
        await stage.settle()
        assert "● Roles" in stage.text
        user = next(raw for raw in stage.tenant.store.rows("users") if not raw["is_suspended"])
        stage.tenant.store.patch("users", user["id"], {"is_suspended": True})
        await stage.settle()
        assert "● Roles" in stage.text


async def test_flags_of_organizations_are_read_when_one_asks_and_counted() -> None:
    async with open_app(start="overview", users=40) as stage:
        assert "read for 0 of 24 organizations" in stage.text
        assert "No organization's flags are read yet. f reads them" in stage.text
        await stage.press("f")
        assert "read for 24 of 24 organizations" in stage.text
        assert stage.demo.faults.calls[kinde.GET_ORGANIZATION_FEATURE_FLAGS.id] == 24
        flag = next(one for _, one in board(stage).figures if one.id.startswith("flag:"))
        codes = [parent[0] for parent in stage.tenant.store.parents(LIST)]
        overridden = [code for code in codes if flag.label in stage.demo.tenant.organization_overrides.get(code, {})]
        assert 0 < flag.count <= len(overridden)
        await choose(stage, flag.id)
        await stage.press("enter")
        assert f"Flags › {flag.label}" in stage.text
        await stage.press("1", "f")
        assert "are read" in stage.notices[-1]


async def test_reading_flags_can_be_stopped_and_goes_on() -> None:
    async with open_app(start="overview", users=12) as stage:
        stage.wire.holds = lambda request: "feature_flags" in request.url.path
        stage.wire.hold()
        stage.send("f")
        await stage.until(lambda: "reading flags, 0 of 24" in stage.text)
        await stage.pilot.press("escape")
        stage.wire.release()
        await stage.until(lambda: any("after 0 of 24 organizations; f goes on" in notice for notice in stage.notices))
        await stage.settle()
        assert stage.demo.faults.calls[kinde.GET_ORGANIZATION_FEATURE_FLAGS.id] == 1
        await stage.press("f")
        assert stage.demo.faults.calls[kinde.GET_ORGANIZATION_FEATURE_FLAGS.id] == 25  # one twice


async def test_a_figure_its_filter_or_all_of_them_go_on_the_clipboard() -> None:
    async with open_app(start="overview", users=40) as stage:
        await choose(stage, "never")
        never = figure(stage, "never").count
        for downs, text in ((0, f"{never} users never signed in"), (1, str(never)), (2, "is:never")):
            await stage.press("y")
            dialog(stage, MenuDialog)
            await stage.press(*["down"] * downs, "enter")
            assert stage.app.clipboard == text
        await stage.press("y", "down", "down", "down", "enter")
        lines = stage.app.clipboard.splitlines()
        assert lines[0] == "Part\tFigure\tCount\t\tFilter"
        assert f"Tenant\tnever signed in\t{never}\t\tis:never" in lines
        assert len(lines) == len(board(stage).figures) + 1


@pytest.mark.parametrize("size", [(30, 8), (60, 15), (80, 24), (109, 31), (200, 60)])
async def test_it_fits_every_size_and_the_cursor_is_always_seen(size: tuple[int, int]) -> None:
    async with open_app(start="overview", users=40, size=size) as stage:
        for key in ("down",) * 12 + ("right",) * 4 + ("tab",) * 3 + ("up",) * 5 + ("left",) * 3 + ("end", "down"):
            await stage.press(key)
            if size[0] >= 60:
                region = board(stage).group.chosen_region
                assert board(stage).content_region.contains_region(region), (key, chosen(stage))
                assert any(sign in stage.text for sign in ("▌", "▲"))
        assert ("too small" in stage.text) is (size[0] < 60)


@pytest.mark.parametrize("theme", ["light", "high-contrast", "ansi"])
async def test_what_is_chosen_is_a_sign_in_every_theme(theme: str) -> None:
    async with open_app(start="overview", users=12) as stage:
        stage.app.theme = theme
        await stage.settle()
        assert "▌ 12" in stage.text
        await stage.press("tab")
        assert "▌ 12" not in stage.text
        assert "▲" in stage.text


@given(here=REGIONS, there=st.lists(REGIONS, max_size=8), way=st.sampled_from([(1, 0), (-1, 0), (0, 1), (0, -1)]))
def test_an_arrow_never_goes_another_way(here: Region, there: list[Region], way: tuple[int, int]) -> None:
    def ahead(region: Region) -> bool:
        if way[0]:
            return region.x >= here.right if way[0] > 0 else region.right <= here.x
        return region.y >= here.bottom if way[1] > 0 else region.bottom <= here.y

    found = nearest(here, there, *way)
    assert (found is None) is not any(map(ahead, there))
    if found is not None:
        assert ahead(there[found])


def test_bars_and_shares_say_what_is_there() -> None:
    assert [len(bar(share, 10)) for share in (0, 0.001, 0.5, 1)] == [0, 1, 5, 10]
    assert bar(0.5, 0) == ""
    assert [percent(share) for share in (None, 0, 0.001, 0.005, 0.5, 1)] == ["", "0 %", "<1 %", "<1 %", "50 %", "100 %"]
