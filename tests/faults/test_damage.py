"""Damaged files and full disks, a few of each; two hundred are a part of `python -m tests.faults`."""

from __future__ import annotations

from pathlib import Path

import pytest

from kinde_tui.services.journal import Journal
from tests.faults.damage import built, corruptions, full_disks


def test_it_starts_whatever_happened_to_its_files(tmp_path: Path) -> None:
    assert corruptions(tmp_path, 12) == []


def test_a_disk_that_is_full_at_any_byte_costs_nothing_that_was_written_down(tmp_path: Path) -> None:
    assert full_disks(tmp_path, iter((0, 100, 4_096, 16_384, 24_000, 32_768, 65_536, 131_072))) == []


@pytest.mark.parametrize("byte", [b"\x86", b"\xff"])
def test_a_log_whose_own_tables_have_damaged_names_is_kept_aside(tmp_path: Path, byte: bytes) -> None:
    found = built(tmp_path)
    data = found.journal.read_bytes()
    found.journal.write_bytes(data.replace(b"CREATE TABLE entry", b"CREATE TABLE " + byte * 5, 1))
    journal = Journal(found.journal, "acme", "https://acme.kinde.com")
    assert "is kept as" in journal.moved_aside
    assert journal.entries() == []
    journal.close()
