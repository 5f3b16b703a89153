"""What was typed into a form: kept while its changes are on their way, given back when they are refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from kinde_tui.api.errors import AnsweredError
from kinde_tui.services.change import State
from kinde_tui.services.collections.collection import Ask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.app import App

    from kinde_tui.api.errors import Detail
    from kinde_tui.services.change import Outcome
    from kinde_tui.services.collections.collection import Answers, Question
    from kinde_tui.ui.dialogs.form import FormDialog

NOT_MADE = frozenset({State.REFUSED, State.CONFLICT, State.INTENT})
"""States of a change that the tenant surely has not."""
FORBIDDEN = 403
SHORTEST_NAME = 3
"""Letters below which a code may begin with a question's name by chance."""


@dataclass(frozen=True, slots=True)
class Back:
    """Answers that come back to their form, with what was wrong about them."""

    answers: Answers = field(repr=False)
    complaint: str
    at: str = ""
    """The name of the question that it is about; empty: of none, or of all."""
    left: Sequence[Outcome] = field(default=(), repr=False)
    """Of many changes: those that were not made."""
    leave: Callable[[], None] = field(default=lambda: None, repr=False)
    """Called when the person leaves the form."""


class Typed:
    """The answers of a form while it is not known what becomes of them. It shows none of them.

    Args:
        questions: what was asked.
        answers: what was typed.
        ask: opens the form again.
    """

    def __init__(self, questions: Sequence[Question], answers: Answers, ask: Callable[[Back], object]) -> None:
        secret = {question.name for question in questions if question.ask is Ask.SECRET}
        self._questions = tuple(questions)
        self._answers = {name: value for name, value in answers.items() if name not in secret}
        self._secrets = {name: SecretStr(value) for name, value in answers.items() if name in secret}
        self._ask = ask

    @property
    def took_effort(self) -> bool:
        """Whether more than a line of a list was chosen."""
        kinds = {question.name: question.ask for question in self._questions}
        return any(kinds.get(name) is not Ask.CHOICE for name, value in self._answers.items() if value)

    def forget_secrets(self) -> None:
        """Keeps what is no secret."""
        self._secrets.clear()

    def give_back(self, outcomes: Sequence[Outcome], leave: Callable[[], None]) -> None:
        """Opens the form as it was, with what became of its changes; `leave` is called when it is left again."""

        def left_alone() -> None:
            self.forget_secrets()
            leave()

        left = [outcome for outcome in outcomes if outcome.state in NOT_MADE]
        answers = {**self._answers, **{name: value.get_secret_value() for name, value in self._secrets.items()}}
        bodies = [(outcome.error, outcome.change.request.body) for outcome in left]
        places = (place_of(error, body, self._questions, answers) for error, body in bodies)
        at = next(filter(None, places), "")
        self._ask(Back(answers, said_of(left, len(outcomes)), at, left, left_alone))


async def fill(app: App[Any], form: FormDialog, back: Back | None) -> Answers | None:
    """Asks for a form's answers; None: the person left it."""
    answers = await app.push_screen_wait(form)
    if answers is None and back is not None:
        back.leave()
    return answers


def needs_form(outcome: Outcome) -> bool:
    """Whether it takes other answers, or another look at them, to have a change made that was not."""
    # A 403 for no want of a scope has its reason in what was asked, as far as anybody can tell.
    forbidden = type(outcome.error) is AnsweredError and outcome.error.status == FORBIDDEN
    return outcome.is_refused and (forbidden or not outcome.can_be_tried_again)


def refused(error: Exception, questions: Sequence[Question], answers: Answers) -> Back:
    """The answers to a question that the tenant did not answer."""
    return Back(answers, _said(error, str(error)), place_of(error, None, questions, answers))


def said_of(left: Sequence[Outcome], number: int) -> str:
    """What a form says of its changes that were not made, of so many."""
    first = left[0]
    said = _said(first.error, first.sentence)
    return said if number == 1 else f"{len(left):,} of {number:,} changes were not made. {said}".rstrip()


def _said(error: Exception | None, sentence: str) -> str:
    return f"The tenant refused it: {sentence}" if isinstance(error, AnsweredError) else sentence


def place_of(error: Exception | None, body: object, questions: Sequence[Question], answers: Answers) -> str:
    """The name of the question that a refusal is about; empty: it names none that was asked."""
    details = error.details if isinstance(error, AnsweredError) else ()
    return next(filter(None, (_place(detail, body, questions, answers) for detail in details)), "")


def _place(detail: Detail, body: object, questions: Sequence[Question], answers: Answers) -> str:
    if not detail.field:
        # `FIRST_NAME_TOO_LONG`: the longest name that it begins with.
        code = _letters(detail.code)
        begins = [one.name for one in questions if code.startswith(_letters(one.name))]
        return max((name for name in begins if len(name) >= SHORTEST_NAME), key=len, default="")
    named = [part for part in re.findall(r"[^.\[\]/]+", detail.field) if not part.isdigit()]  # `items[0].email`
    wanted = _letters(named[-1]) if named else ""
    if not wanted:
        return ""
    for question in questions:
        if wanted in {_letters(question.name), _letters(question.label)}:
            return question.name
    # The form calls it by another word than the request: what was sent there tells which answer it is.
    sent = {value for name, value in _fields(body) if _letters(name) == wanted}
    meant = [name for name, answer in answers.items() if answer and answer in sent]
    return meant[0] if len(meant) == 1 else ""


def _fields(body: object) -> Iterator[tuple[str, str]]:
    """The named texts in a body, at any depth."""
    if isinstance(body, Mapping):
        for name, value in body.items():
            if isinstance(value, str):
                yield name, value
            yield from _fields(value)
    elif isinstance(body, list | tuple):
        for one in body:
            yield from _fields(one)


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
