"""What can be done about how one user signs in: a temporary password, and the second factors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.services.change import Change, Danger
from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.collections.factors import reset_all
from kinde_tui.services.collections.user_changes import target_of
from kinde_tui.services.passwords import PasswordError, check, hashed

if TYPE_CHECKING:
    from kinde_tui.models.user import User
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context


def check_password(answers: Answers) -> None:
    """Whether the two answers are a password.

    Raises:
        InvalidInputError: they are none; the sentence does not repeat them.
    """
    try:
        check(answers.get("password", ""), answers.get("again", ""))
    except PasswordError as error:
        raise InvalidInputError(str(error)) from error


def set_password(user: User, answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    """Sets a temporary password by its hash (SetUserPassword)."""
    check_password(answers)
    return (
        Change(
            request=Request(
                kinde.SET_USER_PASSWORD,
                {"user_id": user.id},
                body=hashed(answers["password"]).body(temporary=True),
            ),
            target=target_of(user),
            says=f"Set a temporary password for {user.full_name}",
            danger=Danger.CONFIRM,
            loses="The present password no longer works. The new one has to be changed at the next sign-in; "
            "tell it to its owner, for it is not shown again.",
        ),
    )


def reset_factors(user: User, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    """Takes all second factors away (ResetUsersMFAAll)."""
    return (reset_all(user.id, user.full_name),)
