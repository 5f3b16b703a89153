"""The only door by which tenant text reaches the screen.

Names, keys, values and error messages are typed by strangers. Textual hands escape sequences through to the terminal
and reads square brackets as markup, so no widget gets a `str` that came from the tenant: it gets what `safe`,
`plain` or `fit` made of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from rich.cells import cell_len, set_cell_size
from textual.content import Content

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""Stands for a character that has no sign of its own."""
ELLIPSIS = "…"
LONGEST_LINE = 2_000
"""Characters of one value that are ever painted; the record keeps them all."""

_COMBINING = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_UNSAFE = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0, DEL and C1: the terminal would obey them
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # characters that are there and not seen
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero width, line separators, bidi embeddings and isolates
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb"  # variation selectors change widths; marks and interlinear signs
    "\ud800-\udfff"  # lone surrogates cannot be encoded
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # musical format controls, tags, more selectors
    f"]|(?<=[{_COMBINING}]{{3}})[{_COMBINING}]+"  # more marks on one letter than any script has
)
_INVISIBLE = "\ufe0e\ufe0f"  # text or emoji style: nothing is hidden by leaving them out
_CONTROL_PICTURES = 0x2400
_SPACE = 0x20
_DELETE = 0x7F

_mask: Callable[[str], str] | None = None


def mask_with(mask: Callable[[str], str] | None) -> None:
    """Lets all text pass a mask first, which keeps its length; None: none. See `kinde_tui.ui.privacy`."""
    global _mask  # noqa: PLW0603 - there is one terminal
    _mask = mask


def masked() -> bool:
    """Whether a mask lies over all text."""
    return _mask is not None


def _sign(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character[0])
    if code < _SPACE:
        return chr(_CONTROL_PICTURES + code)
    if code == _DELETE:
        return "\N{SYMBOL FOR DELETE}"
    return "" if character in _INVISIBLE else REPLACEMENT


def safe(text: str, *, lines: bool = False) -> str:
    """The text with a visible sign for every character that could steer the terminal or hide.

    Args:
        text: anything; it is cut after `LONGEST_LINE` characters unless `lines`.
        lines: keep line breaks, and paint tabs as spaces, for views of many lines.
    """
    if _mask is not None:
        text = _mask(text)
    if lines:
        return "\n".join(_UNSAFE.sub(_sign, line) for line in text.replace("\r\n", "\n").expandtabs(4).split("\n"))
    if len(text) > LONGEST_LINE:
        text = text[:LONGEST_LINE] + ELLIPSIS
    return text if text.isascii() and text.isprintable() else _UNSAFE.sub(_sign, text)


def signs(text: str, *, own: bool = False) -> str:
    """The text with exactly one sign in place of each unsafe character, for inputs, where places are counted.

    Args:
        text: anything.
        own: it is a profile's name, which no mask covers.
    """
    if _mask is not None and not own:
        text = _mask(text)
    return _UNSAFE.sub(lambda match: (_sign(match) or REPLACEMENT) * len(match.group()), text)


def whole(text: str) -> str:
    """Safe text on one line, however long: for what is copied and not painted."""
    if _mask is not None:
        text = _mask(text)
    return _UNSAFE.sub(_sign, text)


def escaped(text: str) -> str:
    """Indented JSON whose unsafe characters are written as escapes: safe to paint, and the same value when read."""
    if _mask is not None:
        text = _mask(text)
    return "\n".join(_UNSAFE.sub(lambda match: json.dumps(match.group())[1:-1], line) for line in text.split("\n"))


def plain(text: str, style: str = "", *, lines: bool = False) -> Content:
    """The text as something a widget can show: no markup, no control characters."""
    return Content.styled(safe(text, lines=lines), style) if style else Content(safe(text, lines=lines))


def own(text: str, style: str = "") -> Content:
    """A profile's own name: as `plain`, but no mask covers what tells tenants apart and has to be typed."""
    return Content.styled(_UNSAFE.sub(_sign, text[:LONGEST_LINE]), style)


def width(text: str) -> int:
    """Cells that the text takes on the screen, with a sign in each place that needs one."""
    return len(text) if text.isascii() and len(text) <= LONGEST_LINE else cell_len(safe(text))


def fit(text: str, cells: int, *, right: bool = False) -> str:
    """Safe text in exactly that many cells: padded, or cut with an ellipsis."""
    if cells <= 0:
        return ""
    text = safe(text)
    size = len(text) if text.isascii() else cell_len(text)
    if size > cells:
        return set_cell_size(text, cells - 1) + ELLIPSIS if cells > 1 else ELLIPSIS
    padding = " " * (cells - size)
    return padding + text if right else text + padding
