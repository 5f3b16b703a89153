"""A page that cannot be read is refused as a whole: nothing of it is stored, and the program says so."""

from __future__ import annotations

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.api.errors import UnreadableAnswerError
from tests.services.writing import open_rig

LONG_NUMBER = b"9" * 5_000
DEEP = b"[" * 900 + b"]" * 900


@pytest.mark.parametrize("value", [LONG_NUMBER, DEEP], ids=["long number", "deep"])
@pytest.mark.parametrize("at", [0, 1, 2])
async def test_a_record_that_no_parser_takes_costs_its_page_and_not_the_program(value: bytes, at: int) -> None:
    records = [b'{"id":"r%d","key":"k%d","name":"n"}' % (number, number) for number in range(3)]
    records[at] = b'{"id":"odd","key":"odd","name":"n","x":%b}' % value
    body = b'{"code":"OK","roles":[%b],"next_token":null}' % b",".join(records)
    async with open_rig() as rig:
        await rig.load("roles")
        before = list(rig.tenant.store.rows("roles"))
        rig.fault(kinde.GET_ROLES, times=0, status=200, body=body, headers={"content-type": "application/json"})
        await rig.tenant.sync.refresh("roles")
        error = rig.tenant.sync.state("roles").error
        assert isinstance(error, UnreadableAnswerError)
        assert "something that is no JSON" in str(error)
        assert list(rig.tenant.store.rows("roles")) == before
