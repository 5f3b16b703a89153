"""Which question a tenant's refusal is about, and that what was typed shows nowhere on its way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.api import errors, operations
from kinde_tui.api.errors import Detail
from kinde_tui.api.operation import Request
from kinde_tui.services.change import Change, Outcome, State, Target
from kinde_tui.services.collections.collection import Ask, Question
from kinde_tui.ui.typed import Back, Typed, needs_form, place_of

QUESTIONS = (
    Question("email", "Email"),
    Question("first", "First name"),
    Question("name", "Name"),
    Question("name_of_app", "Application"),
    Question("secret", "Client secret", Ask.SECRET),
)
ANSWERS = {"email": "zoe@example.com", "first": "Zoe", "name": "Zoe", "name_of_app": "", "secret": "s3cr3t-of-mine"}
BODY = {"profile": {"given_name": "Zoe"}, "identities": [{"details": {"address": "zoe@example.com"}}], "limit": 3}
TEXT = st.text(alphabet=st.characters(), max_size=40)


def refusal(code: str = "", field: str = "", message: str = "No") -> errors.InvalidRequestError:
    """What the tenant answers."""
    return errors.InvalidRequestError("No.", 400, (Detail(code, message, field),))


@pytest.mark.parametrize(
    ("code", "field", "place"),
    [
        ("", "email", "email"),
        ("", "Email", "email"),
        ("", "identities[0].email", "email"),
        ("", "identities/0/email", "email"),
        ("", "items[email]", "email"),
        ("", "first_name", "first"),
        ("", "firstName", "first"),
        ("", "address", "email"),  # the request's word for what was typed as the e-mail
        ("", "given_name", ""),  # two answers say the same
        ("", "limit", ""),
        ("", "plan", ""),
        ("", "names", ""),
        ("EMAIL_TOO_LONG", "", "email"),
        ("NAME_TOO_LONG", "", "name"),
        ("NAME_OF_APP_TOO_LONG", "", "name_of_app"),
        ("NAME_TOO_LONG", "plan", ""),
        ("TOO_LONG", "", ""),
        ("", "", ""),
    ],
)
def test_the_question_that_is_meant_is_found(code: str, field: str, place: str) -> None:
    assert place_of(refusal(code, field), BODY, QUESTIONS, ANSWERS) == place


def test_the_first_detail_that_names_a_question_counts() -> None:
    details = (Detail("", "No", "plan"), Detail("", "No", "email"), Detail("", "No", "name"))
    assert place_of(errors.InvalidRequestError("No.", 400, details), BODY, QUESTIONS, ANSWERS) == "email"


@pytest.mark.parametrize("error", [None, errors.UnreachableError("Away."), ValueError("email")])
def test_what_the_tenant_did_not_say_is_about_no_question(error: Exception | None) -> None:
    assert place_of(error, BODY, QUESTIONS, ANSWERS) == ""


@given(TEXT, TEXT, TEXT)
def test_whatever_the_tenant_says_a_question_or_none_is_named(code: str, field: str, value: str) -> None:
    body = {field: value, "list": [[{field: value}], value, None]}
    assert place_of(refusal(code, field), body, QUESTIONS, {**ANSWERS, "email": value}) in {"", *ANSWERS}


def outcome(state: State, error: errors.KindeError | None = None) -> Outcome:
    """What became of a change."""
    change = Change(Request(operations.CREATE_USER, body=BODY), Target("users", ""), "Create a user")
    return Outcome(change, state, "No.", error=error)


@pytest.mark.parametrize(
    ("state", "error", "needed"),
    [
        (State.REFUSED, refusal(), True),
        (State.REFUSED, errors.NotFoundError("Gone.", 404), True),
        (State.REFUSED, errors.RefusedHereError("Not from here."), True),
        (State.REFUSED, None, True),
        (State.CONFLICT, errors.ConflictError("There is one.", 409), True),
        (State.REFUSED, errors.AnsweredError("The plan has no more.", 403), True),
        (State.REFUSED, errors.AnsweredError("The proxy asks for a name.", 407), False),
        (State.REFUSED, errors.MissingScopeError("A scope.", "create:users"), False),
        (State.REFUSED, errors.UnreachableError("Away."), False),
        (State.REFUSED, errors.RateLimitedError("Later.", 3.0), False),
        (State.CONFLICT, None, False),
        (State.UNKNOWN, errors.NoAnswerError("Lost."), False),
        (State.DRY_RUN, None, False),
        (State.DONE, None, False),
    ],
)
def test_only_what_takes_other_answers_gives_the_form_back(
    state: State, error: errors.KindeError | None, needed: bool
) -> None:
    assert needs_form(outcome(state, error)) is needed


def test_nothing_that_was_typed_is_in_what_is_logged() -> None:
    came: list[Back] = []
    typed = Typed(QUESTIONS, ANSWERS, came.append)
    left: list[bool] = []
    typed.give_back([outcome(State.REFUSED, refusal("", "email"))], lambda: left.append(True))
    (back,) = came
    assert (back.answers, back.at, back.complaint) == (ANSWERS, "email", "The tenant refused it: No.")
    for shown in (repr(typed), str(vars(typed)["_secrets"]), repr(back)):
        assert not any(answer in shown for answer in ANSWERS.values() if answer)
    back.leave()
    typed.give_back([outcome(State.REFUSED, refusal())], lambda: None)
    assert left == [True]
    assert came[-1].answers == {name: value for name, value in ANSWERS.items() if name != "secret"}
