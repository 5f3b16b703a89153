"""The filter language in words, for the help and the README; what a list's own fields and words are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import AnyCollection, Flag

GRAMMAR: tuple[tuple[tuple[str, ...], str], ...] = (
    (("ada",), "the word stands in one of the columns that words look in; several words must all be there"),
    (('"ada lovelace"',), "the same with a space in it; a backslash before a quotation mark keeps it as it is"),
    (("email:@acme", 'name:"van gogh"'), "the field holds the text, or is the number"),
    (("email:=ada@example.com",), "the field is exactly that"),
    (
        ("created:>2026-01-31", "created:<=2026-01", "sign_ins:>=10", "failed:<3"),
        "a date, a month, a year or a moment in UTC, after or before; or a number",
    ),
    (("is:suspended", "has:phone"), "a word that the list has for a state"),
    (("org:acme", 'org:="Acme Ltd"'), "where a field holds keys of other records: those with such a key or name"),
    (("role:admin",), "among users: who holds such a role in any organization; the status line says what is not read"),
    (("-is:active", '-"ada lovelace"'), "whatever does not meet the term"),
    (("~^a.*z$", "email:~^a"), "a regular expression over any of those columns, or over the field's"),
)
"""Examples, all of which are filters of users, and what they mean."""

NOTES = (
    "All terms must hold. Upper and lower case and accents make no difference. A filter has up to 1,000 characters, a"
    " regular expression up to 200; it has no look-around and no back-references."
)


def fields_of(collection: AnyCollection) -> list[tuple[str, str]]:
    """The fields of a list: what is typed, and what it is."""
    described = []
    for column in collection.columns:
        names = ", ".join(f"{name}:" for name in (column.key, *column.also))
        parts = [column.title]
        if column.refers is not None:
            parts.append("by key or name")
        if column.search:
            parts.append("words look here")
        described.append((names, "; ".join(parts)))
    described += [
        (f"{name}:", f"By key or name: what the lists of {held.among} and of holders say")
        for name, held in collection.held.items()
    ]
    return described


def words_of(collection: AnyCollection) -> list[tuple[str, str]]:
    """The words after `is:` and `has:`, and what they mean."""
    return [(f"is:{word}", _means(flag, collection)) for word, flag in collection.flags.items()]


def _means(flag: Flag, collection: AnyCollection) -> str:
    column = collection.column(flag.column)
    title = column.title if column is not None else flag.column
    if flag.present is not None:
        return f"{title}: {'there is one' if flag.present else 'there is none'}"
    return f"{title}: {flag.equals}"
