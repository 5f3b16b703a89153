"""Text as it is compared: without case, without accents, on one line."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f]+")
"""The accents of European names; what other scripts combine is taken away letter by letter."""


def fold(text: str) -> str:
    """The text as filters and sort orders see it: `Ärger` and `ARGER` are the same.

    Line breaks become spaces, because a line break stands between two fields in what words are looked for in.
    """
    if text.isascii():
        folded = text.lower()
    else:
        # What cannot be encoded cannot be stored; it arrives when half of a pair of surrogates was sent.
        whole = text.encode("utf-8", "replace").decode("utf-8")
        apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", whole).casefold())
        folded = _MARKS.sub("", apart)
        if not folded.isascii():
            folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return folded.replace("\n", " ") if "\n" in folded else folded
