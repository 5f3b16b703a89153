"""What a protected profile wants to be typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kinde_tui.api import operations
from kinde_tui.api.operation import Request
from kinde_tui.services.change import Change, Danger, Target
from kinde_tui.services.guard import BULK, Guard

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinde_tui.api.operation import Operation
    from kinde_tui.models.record import Raw

DELETIONS = [operation for operation in operations.OPERATIONS.values() if operation.method == "DELETE"]


def change(operation: Operation, undo: Callable[[Raw], Change] | None = None) -> Change:
    request = Request(operation, dict.fromkeys(operation.path_parameters, "x"))
    return Change(request, Target("users", "x", "Ada"), "Do it", undo=undo)


@pytest.mark.parametrize("operation", DELETIONS, ids=lambda operation: operation.id)
def test_every_deletion_that_nothing_brings_back_is_typed(operation: Operation) -> None:
    assert Guard("acme", protected=True).asks([change(operation)]) is Danger.TYPED
    assert Guard("acme").asks([change(operation)]) is Danger.NONE


def test_what_can_be_brought_back_is_not_typed() -> None:
    taken = change(operations.DELETE_USER, undo=lambda _: change(operations.CREATE_USER))
    assert Guard("acme", protected=True).asks([taken]) is Danger.NONE


def test_a_bulk_is_typed_from_its_twenty_first_row_on() -> None:
    one = change(operations.UPDATE_USER)
    guard = Guard("acme", protected=True)
    assert guard.asks([one] * BULK) is Danger.CONFIRM
    assert guard.asks([one] * (BULK + 1)) is Danger.TYPED
    assert Guard("acme").asks([one] * 500) is Danger.CONFIRM
