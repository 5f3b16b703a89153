"""Text as it is compared: without case, without accents, on one line."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MARKS = re.compile("[\u0300-\u036f]+")
"""The accents of European names; what other scripts combine is taken away letter by letter."""

_NAME = 100
"""Texts of so many letters are remembered: names come again and again."""


def fold(text: str) -> str:
    """The text as filters and sort orders see it: `Ärger` and `ARGER` are the same.

    Line breaks become spaces, because a line break stands between two fields in what words are looked for in.
    """
    folded = text.lower() if text.isascii() else _remembered(text) if len(text) <= _NAME else _without_marks(text)
    return folded.replace("\n", " ") if "\n" in folded else folded


def _without_marks(text: str) -> str:
    # What cannot be encoded cannot be stored; it arrives when half of a pair of surrogates was sent.
    whole = text if text.isprintable() else text.encode("utf-8", "replace").decode("utf-8")
    apart = unicodedata.normalize("NFKD", whole).casefold()
    folded = _MARKS.sub("", apart if apart.isascii() else unicodedata.normalize("NFKD", apart))
    # Letters alone, the usual case, hold no mark that is left; looking at each of them takes as long as all the rest.
    if folded.isascii() or folded.replace(" ", "").isalpha():
        return folded
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


_remembered = lru_cache(4096)(_without_marks)
