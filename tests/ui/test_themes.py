"""Themes: each one starts, and what is on screen can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from textual.color import Color
from textual.filter import ANSIToTruecolor, LineFilter, Monochrome

from kinde_tui.ui.app import KindeApp
from kinde_tui.ui.messages import Place
from kinde_tui.ui.themes import THEMES
from tests.support.ui import Choices, Stage, open_app

if TYPE_CHECKING:
    from rich.color import Color as RichColor
    from textual.geometry import Region

READABLE = 4.5
"""What WCAG asks of normal text at level AA."""
ORNAMENTS = set("│┃─━▌▏▕╭╮╰╯▔▁▂▃▄▅▆▇█╸╺▎▍▊·•▼▲")
COLOURED = [theme.name for theme in THEMES if not theme.ansi]
GROUNDS = ("background", "panel", "cursor-row", "cursor-row-idle")
TEXTS = ("foreground", "cursor-label", "text-success", "text-warning", "text-error", "text-accent")


def luminance(color: Color) -> float:
    """Relative luminance, as WCAG defines it."""
    parts = [part / 255 for part in color.rgb]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(text: Color, ground: Color) -> float:
    """From 1, the same colour, to 21, black on white."""
    light, dark = sorted((luminance(ground + text), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def painted(stage: Stage, part: Region) -> Iterator[tuple[str, Color, Color]]:
    """Every piece of text in a part of the screen with its colour and the colour behind it."""
    for strip in stage.app.screen._compositor.render_strips()[part.y : part.bottom]:
        for segment in strip.crop(part.x, part.right):
            style, words = segment.style, segment.text.strip()
            if not words or style is None or style.color is None or style.bgcolor is None or set(words) <= ORNAMENTS:
                continue
            text, ground = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
            yield words, *((ground, text) if style.reverse else (text, ground))


def colours(stage: Stage) -> list[RichColor]:
    """All colours on screen, as they go to the terminal."""
    styles = [segment.style for strip in stage.app.screen._compositor.render_strips() for segment in strip]
    return [colour for style in styles if style is not None for colour in (style.color, style.bgcolor) if colour]


def unreadable(stage: Stage, part: Region | None = None) -> list[str]:
    """What cannot be told from its ground."""
    found = [
        (words, text, ground, contrast(text, ground))
        for words, text, ground in painted(stage, part or stage.app.screen.region)
    ]
    return [
        f"{words!r} {text.hex} on {ground.hex}: {ratio:.1f}" for words, text, ground, ratio in found if ratio < READABLE
    ]


@pytest.mark.parametrize("name", COLOURED)
def test_tones_can_be_read_on_every_ground(name: str) -> None:
    theme = next(theme for theme in THEMES if theme.name == name)
    colors = {**theme.to_color_system().generate(), **theme.variables}
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    pairs += [(text, ground) for text in ("label", "primary") for ground in ("background", "panel")]
    pairs += [("foreground", "cursor-cell"), ("background", "primary"), ("label", "cursor-row-idle")]
    bad = {
        pair: round(ratio, 2)
        for pair in pairs
        if (ratio := contrast(Color.parse(colors[pair[0]]), Color.parse(colors[pair[1]]))) < READABLE
    }
    assert not bad


@pytest.mark.parametrize("name", [theme.name for theme in THEMES])
async def test_every_theme_starts_and_what_it_paints_can_be_read(name: str) -> None:
    async with open_app(users=12) as stage:
        app = stage.app
        app.theme = name
        await stage.press("space", "down")
        assert app.current_theme.name == name
        assert "Users › " in stage.text
        seen = unreadable(stage) if name in COLOURED else []
        for screen in ("overview", "organizations", "flags", "token", "log"):
            app.visit(Place(screen))
            await stage.settle()
            seen += unreadable(stage) if name in COLOURED else []
        assert not seen


@pytest.mark.parametrize("name", [theme.name for theme in THEMES])
async def test_without_colours_every_theme_can_be_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_app(users=12) as stage:
        stage.app.theme = name
        for key in ("2", "5", "7", "down"):
            await stage.press(key)
            if name == "ansi":  # of the terminal's own colours nobody knows a grey
                assert all(colour.is_default for colour in colours(stage))
            else:
                assert all(len({*colour.get_truecolor()}) == 1 for colour in colours(stage))
                assert stage.screen.is_modal or not unreadable(stage)  # a dialog dims what is behind it


async def test_dialogs_can_be_read_in_every_theme() -> None:
    async with open_app(users=12, environment="production", protected=True) as stage:
        seen: list[str] = []
        for keys in ("question_mark", "7", "n", "d"):
            await stage.press(keys)
            for name in COLOURED:
                stage.app.theme = name
                await stage.pilot.pause()
                # The screen behind a dialog is dimmed on purpose.
                seen += unreadable(stage, stage.app.screen.query_one(".dialog").region)
            await stage.press("escape")
        assert not seen


@pytest.mark.parametrize(("value", "expected"), [("1", True), (None, False)])
def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch, value: str | None, expected: bool) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    if value:
        monkeypatch.setenv("NO_COLOR", value)
    filters: list[LineFilter] = KindeApp(None, Choices())._filters
    assert any(isinstance(one, Monochrome) for one in filters) is expected


def test_an_unknown_theme_is_the_dark_one_and_ansi_keeps_the_terminals_colours() -> None:
    assert KindeApp(None, Choices(), theme="solarized").theme == "dark"
    app = KindeApp(None, Choices(), theme="ansi")
    assert not any(isinstance(one, ANSIToTruecolor) and one.enabled for one in app.get_line_filters())


async def test_ctrl_t_walks_through_the_themes_and_the_command_takes_or_asks_for_one() -> None:
    names = [theme.name for theme in THEMES]
    async with open_app(users=5) as stage:
        walked = []
        for _ in names:
            await stage.pilot.press("ctrl+t")
            walked.append(stage.app.theme)
        assert walked == [*names[1:], names[0]]
        stage.app.choose_theme("light")
        await stage.settle()
        assert stage.app.theme == "light"
        stage.app.choose_theme()
        await stage.settle()
        assert "high-contrast" in stage.text
        await stage.press("down", "enter")
        assert stage.app.theme == "high-contrast"
        stage.app.choose_theme("nonsense")
        await stage.settle()
        await stage.press("escape")
        assert stage.app.theme == "high-contrast"
