"""The decision to send again, over everything it can be asked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.api import errors, operations
from kinde_tui.api.operation import Repeat
from kinde_tui.api.options import Options
from kinde_tui.api.retry import RetryBudget, already_done, next_wait, price

OPTIONS = Options()


def _tree(kind: type[errors.KindeError]) -> list[type[errors.KindeError]]:
    return [kind, *(leaf for child in kind.__subclasses__() for leaf in _tree(child))]


def _made(kind: type[errors.KindeError]) -> errors.KindeError:
    extra: dict[type[errors.KindeError], tuple[Any, ...]] = {
        errors.MissingScopeError: ("read:users",),
        errors.RateLimitedError: (30.0,),
        errors.ServerError: (502,),
        errors.DryRunError: (None,),
    }
    return kind("It failed.", *extra.get(kind, ()))


EVERY = _tree(errors.KindeError)
NOT_EXECUTED = {errors.UnreachableError, errors.RateLimitedError}
LOST = {errors.NoAnswerError, errors.IncompleteAnswerError, errors.ServerError}


@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.parametrize("repeat", Repeat)
def test_who_may_be_sent_again(kind: type[errors.KindeError], repeat: Repeat) -> None:
    again = next_wait(repeat, _made(kind), 1, 500, 1.0, OPTIONS) is not None
    harmless = repeat in {Repeat.READ, Repeat.SET}
    unreadable = kind is errors.UnreadableAnswerError and repeat is Repeat.READ
    assert again == (kind in NOT_EXECUTED or (kind in LOST and harmless) or unreadable)


@given(
    kind=st.sampled_from(EVERY),
    repeat=st.sampled_from([Repeat.CREATE, Repeat.UNREPEATABLE]),
    attempt=st.integers(1, 10),
    jitter=st.floats(0, 1),
    budget=st.floats(0, 1000),
)
def test_nothing_that_may_have_happened_is_made_twice(
    kind: type[errors.KindeError], repeat: Repeat, attempt: int, jitter: float, budget: float
) -> None:
    failure = _made(kind)
    if failure.ambiguous:
        assert next_wait(repeat, failure, attempt, budget, jitter, OPTIONS) is None


@given(
    kind=st.sampled_from(EVERY),
    repeat=st.sampled_from(Repeat),
    attempt=st.integers(1, 50),
    jitter=st.floats(0, 1),
    budget=st.floats(0, 1000),
)
def test_waits_and_tries_are_bounded(
    kind: type[errors.KindeError], repeat: Repeat, attempt: int, jitter: float, budget: float
) -> None:
    failure = _made(kind)
    wait = next_wait(repeat, failure, attempt, budget, jitter, OPTIONS)
    if wait is None:
        return
    assert attempt < OPTIONS.tries
    assert price(failure) <= budget
    if isinstance(failure, errors.RateLimitedError):
        assert wait >= failure.retry_after
    else:
        assert 0 <= wait <= min(20, 0.5 * 2 ** (attempt - 1)) * jitter


def test_a_call_that_worked_earns_one() -> None:
    purse = RetryBudget(10)
    purse.spend(5)
    purse.earn()
    assert purse.left == 6


def test_the_last_try_is_the_last() -> None:
    failure = _made(errors.UnreachableError)
    assert next_wait(Repeat.READ, failure, OPTIONS.tries - 1, 500, 1.0, OPTIONS) is not None
    assert next_wait(Repeat.READ, failure, OPTIONS.tries, 500, 1.0, OPTIONS) is None


def test_waits_double_from_the_first() -> None:
    waits = [next_wait(Repeat.READ, _made(errors.UnreachableError), tries, 500, 1.0, OPTIONS) for tries in (1, 2, 3)]
    assert waits == [OPTIONS.first_wait, OPTIONS.first_wait * 2, OPTIONS.first_wait * 4]


def test_a_wait_that_was_asked_for_costs_nothing_and_a_silence_most() -> None:
    asked, cheap, dear = (
        price(_made(kind)) for kind in (errors.RateLimitedError, errors.UnreachableError, errors.NoAnswerError)
    )
    assert asked == 0 < cheap < dear
    assert cheap == price(_made(errors.ServerError)) == price(_made(errors.IncompleteAnswerError))
    assert next_wait(Repeat.READ, _made(errors.RateLimitedError), 1, 0.0, 1.0, OPTIONS) is not None
    assert next_wait(Repeat.READ, _made(errors.NoAnswerError), 1, dear - 1, 1.0, OPTIONS) is None
    assert next_wait(Repeat.READ, _made(errors.UnreachableError), 1, cheap, 1.0, OPTIONS) is not None


def test_the_wait_is_capped() -> None:
    failure = errors.UnreachableError("No.")
    assert next_wait(Repeat.READ, failure, 30, 500, 1.0, Options(tries=99)) == 20


def test_what_was_tried_enough_is_not_tried_again() -> None:
    failure = errors.UnreachableError("No.")
    failure.final = True
    assert next_wait(Repeat.READ, failure, 1, 500, 1.0, OPTIONS) is None


@given(st.lists(st.one_of(st.none(), st.sampled_from([0.0, 5.0, 10.0])), max_size=200))
def test_the_purse_is_never_below_nothing_nor_above_its_size(moves: list[float | None]) -> None:
    budget = RetryBudget(30)
    for amount in moves:
        if amount is None:
            budget.earn()
        else:
            budget.spend(amount)
        assert 0 <= budget.left <= 30


def test_only_repeats_of_states_can_find_their_work_done() -> None:
    gone, conflict = errors.NotFoundError("Gone."), errors.ConflictError("There.")
    assert already_done(operations.DELETE_USER, gone)
    assert not already_done(operations.DELETE_USER, conflict)
    assert not already_done(operations.DELETE_USER, errors.RouteNotFoundError("No."))
    assert not already_done(operations.UPDATE_USER, gone)
    assert not already_done(operations.UPDATE_USER, conflict)
    assert not already_done(operations.CREATE_ROLE, conflict)
    assert already_done(operations.ENABLE_CONNECTION, conflict)
