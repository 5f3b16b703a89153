"""Operations while the tenant cannot be reached; all of §1 to 3 of the fault table is in `python -m tests.faults`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.nowhere import try_nowhere


@pytest.mark.parametrize("name", ["nobody listens", "no room in the log"])
async def test_nothing_is_sent_and_the_log_says_so(name: str, tmp_path: Path) -> None:
    cells, found = await try_nowhere(name, tmp_path)
    assert cells > 100
    assert not found, "\n".join(complaint.text for complaint in found)
