"""Many calls at once; the large numbers are a part of `python -m tests.faults`."""

from __future__ import annotations

import pytest

from tests.faults.rig import fault_rig
from tests.faults.storms import FORMS, Cancelled, cancellations, paced, tokens_after_401s


async def test_fifty_calls_that_meet_a_401_together_ask_for_one_token() -> None:
    async with fault_rig() as rig:
        assert await tokens_after_401s(rig) == (1, 50)


async def test_cancelled_requests_cost_no_connection() -> None:
    assert await cancellations(400) == Cancelled(400, 0, 50)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("hidden", [8, 25, 90])
async def test_a_hidden_limit_is_met_whatever_its_header(form: str, hidden: int) -> None:
    found = await paced(hidden, form)
    assert found.refused <= 0.01
    assert 1 <= found.factor <= 1.15


async def test_refusals_without_a_header_do_not_drive_the_pace_to_nothing() -> None:
    assert (await paced(150, "no header")).factor <= 1.15
