r"""What a terminal or a spreadsheet would obey, or nobody would see, written as `\u001b` instead, and back.

For text that leaves the program: in a file it may be printed to a terminal years later. Tabs and line breaks stay.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

_OBEYED = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and line feed, DEL and C1
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"  # directions, line separators, byte order marks
    "\ud800-\udfff"  # halves of pairs, which no encoding takes
    "\u180e\u200b\u2060-\u2065\u206a-\u206f\U000e0000-\U000e0fff"  # of no width, and tags: words that hide in others
)
_JOINERS = "\u00ad\u200c\u200d"
"""Not seen either, but Persian and emoji are written with them: people read tables, and JSON has escapes of its own."""
_UNSAFE = re.compile(f"[{_OBEYED}{_JOINERS}]")
_TO_WRITE = re.compile(rf"(\\*)([{_OBEYED}])|(\\+)(u[0-9a-f]{{4}})")
_TO_READ = re.compile(r"(\\+)(u[0-9a-f]{4})")
_TAG_IN_HALVES = re.compile("[\udb40-\udb43][\udc00-\udfff]")
_LAST_OF_FOUR_DIGITS = 0xFFFF


def escaped(text: str) -> str:
    r"""The text without what would be obeyed; `unescaped` gives it back as it was.

    Backslashes before an escape, or before what looks like one, are doubled; all others stay as they are.
    """
    if text.isascii() and text.isprintable() and "\\" not in text:
        return text
    return _TO_WRITE.sub(_written, text)


def unescaped(text: str) -> str:
    """What `escaped` was given."""
    return _TAG_IN_HALVES.sub(_whole, _TO_READ.sub(_read, text)) if "\\u" in text else text


def json_line(value: Any) -> str:
    """The value as JSON on one line. What would be obeyed is written as JSON's own escapes: the value is the same.

    Numbers that JSON does not have (1e999 is read as infinite) become null.

    Raises:
        TypeError: JSON has no such value.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError:
        text = json.dumps(_finite(value), ensure_ascii=False, allow_nan=False)
    return _UNSAFE.sub(lambda found: _sign(found.group()), text)


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _finite(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _sign(character: str) -> str:
    """As JSON writes it: what four digits cannot count to is written in two halves."""
    code = ord(character)
    if code <= _LAST_OF_FOUR_DIGITS:
        return f"\\u{code:04x}"
    high, low = divmod(code - _LAST_OF_FOUR_DIGITS - 1, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def _written(found: re.Match[str]) -> str:
    before, character, slashes, looks_like_one = found.groups()
    if character is not None:
        return before * 2 + _sign(character)
    return f"{slashes * 2}{looks_like_one}"


def _read(found: re.Match[str]) -> str:
    slashes, code = found.groups()
    half = "\\" * (len(slashes) // 2)
    return f"{half}{chr(int(code[1:], 16))}" if len(slashes) % 2 else f"{half}{code}"


def _whole(found: re.Match[str]) -> str:
    return found.group().encode("utf-16", "surrogatepass").decode("utf-16")
