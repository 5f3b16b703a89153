"""Text from outside, made fit for a sentence: one line, printable, short, free of tokens."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"(?i:bearer\s+\S+)|eyJ[\w-]{8,}(?:\.[\w-]*)*")
_TAGS = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]*>", re.DOTALL | re.IGNORECASE)


def plain(text: str | bytes, longest: int = 200) -> str:
    """At most `longest` printable characters of `text`, in one line.

    Tokens are replaced: there are servers that print the headers that they did not like.
    """
    # Bytes beyond what can be shown are not looked at.
    if isinstance(text, bytes):
        text = text[: longest * 16].decode("utf-8", "replace")
    text = _TOKEN.sub("•••", _TAGS.sub(" ", text[: longest * 16]))
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
