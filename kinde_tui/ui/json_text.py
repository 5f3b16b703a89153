"""JSON in colours: names, texts, numbers and words apart, and nothing in it that steers the terminal."""

from __future__ import annotations

import re

from textual.content import Content, Span

from kinde_tui.ui.text import safe

LONGEST = 200_000
"""Characters that are painted; copying takes all."""
_PART = re.compile(r'("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b')
_NAME, _TEXT, _NUMBER, _WORD = "$text-accent", "$text-success", "$text-warning", "$text-primary"


def highlighted(text: str) -> Content:
    """Indented JSON as something a widget can show; the end of a very long one is cut off, and that is said."""
    shown = safe(text if len(text) <= LONGEST else f"{text[:LONGEST]}\n… y copies all of it", lines=True)
    spans: list[Span] = []
    for found in _PART.finditer(shown):
        string, colon, number, _ = found.groups()
        if string is not None:
            spans.append(Span(found.start(1), found.end(1), _NAME if colon else _TEXT))
        else:
            spans.append(Span(found.start(), found.end(), _NUMBER if number is not None else _WORD))
    return Content(shown, spans=spans)
