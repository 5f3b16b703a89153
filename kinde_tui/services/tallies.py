"""Counting the rows of a list: one walk through it answers many questions."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kinde_tui.services.filter_sql import FIRST_PLACE, condition, first_met
from kinde_tui.services.shape import sql
from kinde_tui.services.walking import walk

if TYPE_CHECKING:
    from kinde_tui.services.filter_sql import Condition
    from kinde_tui.services.filters import Filter
    from kinde_tui.services.passes import Listed
    from kinde_tui.services.shape import Shape


@dataclass(frozen=True, slots=True)
class Steps:
    """How many rows meet the first of these filters, how many of the others the second, and so on.

    The answer is by filter. Many comparisons of one field cost little more than one.
    """

    filters: tuple[str, ...]
    """In the language of `services.filters`, none of them empty; of several no more than 60."""


@dataclass(frozen=True, slots=True)
class Words:
    """How often each word stands in a column whose words have a space between; the answer is by word."""

    column: str


Question: TypeAlias = Steps | Words


class Asked(NamedTuple):
    """A question as SQL, and what its value means."""

    sql: str
    values: tuple[str | float | None, ...]
    read: Callable[[str | int | None], Counter[str]]


def asked_for(question: Question, shape: Shape, understood: Callable[[str], Filter]) -> Asked:
    """The question for rows of this shape.

    Args:
        question: what is to be known.
        shape: of the collection.
        understood: what a filter means; may raise FilterError.
    """
    if isinstance(question, Words):
        return Asked(f"group_concat({shape.columns[question.column]}, ' ')", (), _words)
    meant = [understood(text) for text in question.filters]
    if len(meant) == 1:
        where, values = condition(meant[0], shape.columns)
        return Asked(f"sum({where})", values, lambda found: Counter({question.filters[0]: int(found or 0)}))
    return _places(question.filters, first_met(meant, shape.columns))


def count(database: sqlite3.Connection, shape: Shape, listed: Listed, questions: Sequence[Asked]) -> list[Counter[str]]:
    """The answers, in the order of the questions."""
    if not questions or not listed.state.rows:
        return [Counter() for _ in questions]
    names = {
        "asked": ", ".join(question.sql for question in questions),
        "rows": shape.rows,
        "walk": walk(database, shape, listed),
    }
    values = [value for question in questions for value in question.values]
    found = database.execute(sql("SELECT {asked} FROM {rows} {walk} WHERE list=?", names), (*values, listed.id))
    return [question.read(value) for question, value in zip(questions, found.fetchone(), strict=True)]


def _places(filters: Sequence[str], met: Condition) -> Asked:
    """One letter a row, counted here: sorting them into groups takes SQLite three times as long."""

    def read(found: str | int | None) -> Counter[str]:
        letters = str(found or "")
        return Counter({text: letters.count(chr(FIRST_PLACE + place)) for place, text in enumerate(filters)})

    return Asked(f"group_concat({met[0]}, '')", met[1], read)


def _words(found: str | int | None) -> Counter[str]:
    return Counter(str(found or "").split())
