"""Regular expressions that cannot hang.

Python's own engine can take years for one line. The one in pydantic's core, which is loaded anyway, takes time in
proportion to the text, whatever the expression; what it cannot do for that reason it refuses to compile.
"""

from __future__ import annotations

from functools import lru_cache

from pydantic_core import SchemaError, SchemaValidator, core_schema

from kinde_tui.services.filter_words import FilterError
from kinde_tui.services.folding import fold

LONGEST_PATTERN = 200
"""Characters of a regular expression."""


def check_pattern(pattern: str, at: int) -> str:
    """The expression as rows are matched with it: without accents, as their text is.

    Args:
        pattern: what was typed.
        at: where it stands in the filter.

    Raises:
        FilterError: it is none, too long, or asks for look-around or back-references.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise FilterError(
            f"A regular expression has {LONGEST_PATTERN} characters at most; this one has {len(pattern)}.", at
        )
    plain = "".join(letter if letter.isascii() else fold(letter) for letter in pattern)
    try:
        _compiled(plain)
    except SchemaError as error:
        raise FilterError(f"This regular expression cannot be used: {_reason(error)}.", at) from None
    return plain


def matches(pattern: str, text: str | float | None) -> bool:
    """Whether a line of the text matches somewhere, whatever its case; nothing matches nothing."""
    return text is not None and _compiled(pattern).isinstance_python(str(text))


@lru_cache(maxsize=32)
def _compiled(pattern: str) -> SchemaValidator:
    return SchemaValidator(core_schema.str_schema(pattern=f"(?im){pattern}"))


def _reason(error: SchemaError) -> str:
    """What the engine says of a place in the expression; of its size it would say how many bytes it allows itself."""
    said = str(error)
    if "size limit" in said:
        return "written out, its repetitions are too large; repeat less"
    sentence = said.rpartition("error: ")[2].strip().rstrip(".").splitlines()[-1]
    return sentence[:1].lower() + sentence[1:]
