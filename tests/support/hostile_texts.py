"""Texts that a stranger might type into a sign-up form to reach an administrator's terminal."""

from __future__ import annotations

from itertools import product

_SEQUENCES = (
    "\x1b]52;c;aGk=\x07",  # writes the clipboard
    "\x1b]52;c;aGk=\x1b\\",
    "\x1b]52;c;?\x07",  # asks for it
    "\x1b]0;root@production\x07",  # the window's title
    "\x1b]2;title\x1b\\",
    "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x1b]4;1;rgb:ff/00/00\x07",
    "\x1b]1337;File=inline=1:AAAA\x07",
    "\x1b[2J",
    "\x1b[H",
    "\x1b[31;1m",
    "\x1b[8m",  # hidden text
    "\x1b[?1049l",  # leaves the alternate screen
    "\x1b[?1000h",
    "\x1b[?25l",
    "\x1b[6n",  # asks, and the answer is typed
    "\x1b[c",
    "\x1b[21t",
    "\x1b[20;1H",
    "\x1b[9999B",
    "\x1bP$qm\x1b\\",
    "\x1bP+q544e\x1b\\",
    "\x1b_Gf=100;AAAA\x1b\\",  # an image
    "\x1b^private\x1b\\",
    "\x1bX string\x1b\\",
    "\x1bc",  # resets the terminal
    "\x1b(0",  # line drawing instead of letters
    "\x1bN",
    "\x1b",
    "\x9b2J",
    "\x9d52;c;aGk=\x9c",
    "\x90$qm\x9c",
    "\x9f\x9e\x98",
    "\x85\x8d",
    "\x00\x01\x02",
    "\x07\x07",
    "\x08\x08\x08",
    "\x0b\x0c",
    "\r",
    "\n\n",
    "\t",
    "\x7f\x7f",
    "\x0e\x0f",
    "\u202etxt.exe",
    "\u2066\u2067\u2069",
    "\u200b\u200c\u200d\u2060\ufeff",
    "\u2028\u2029",
    "\U000e0041\U000e0042\U000e007f",
    "e" + "\u0301" * 60,
    "[@click=app.quit]x[/]",
)
_PLACES = (
    "{}",
    "Ada {} Lovelace",
    "{}{}",
    "[/]{}",
    "\\{}",
    "日本{}語",
    "'{}\"",
    "{} [bold",
    "\x1b[0m{}\x1b[",
    "é{}\N{ADULT}\u200d\N{ROCKET}",
)
TEXTS: tuple[str, ...] = tuple(place.replace("{}", text) for text, place in product(_SEQUENCES, _PLACES))
"""Five hundred."""
