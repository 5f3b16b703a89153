"""Hostile tenant text on a real terminal: the screen and the bytes are those of a harmless tenant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.hostile_texts import TEXTS
from tests.support.twin_places import LARGE, claims, records_as_json, typed_calls
from tests.support.twins import twins

pytestmark = pytest.mark.terminal


def test_what_reaches_the_terminal_is_what_harmless_text_would_bring(tmp_path: Path) -> None:
    sample = TEXTS[::13]
    with twins(tmp_path, sample, len(sample)) as both:
        for screen in ("organizations", "users"):
            both.go_to(screen)
            both.press("home")
        both.assert_same_sequences()
        assert b"aGk=" in both.hostile.terminal.said  # it was painted, in signs
        assert b"\x1b]52" not in both.hostile.terminal.said


def test_as_json_in_a_token_and_typed_into_a_call_it_is_no_other_than_harmless_text(tmp_path: Path) -> None:
    sample = TEXTS[::61][:5]
    with twins(tmp_path, sample, len(sample), **LARGE) as both:
        records_as_json(both, 2)
        assert claims(both, sample) >= 3
        assert typed_calls(both, sample, both.users[:2]) >= 3
        both.assert_same_sequences()
