"""The token in whatever was pasted: a header line, a JSON body, a curl command, an address, wrapped lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kinde_tui.tokens import wrapping
from kinde_tui.tokens.bodies import Body, read_body
from kinde_tui.tokens.problem import Problem, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 64 * 1024
"""Bytes that are looked at; no token that a browser or a server accepts comes near it."""
_MOST = 16
"""Tokens listed from one paste."""
_OPAQUE = 16
"""Characters from which on a lone word without dots may be a credential."""

_SEQUENCES = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])?")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_PERCENT = re.compile(r"%(2[eE]|22|20|0[aAdD]|3[dD]|26|23)")
_LABEL = re.compile(
    r"(?P<label>authorization|set-cookie|cookie|access_token|id_token|refresh_token|bearer)\b",
    re.IGNORECASE,
)
_NAMED_VALUE = re.compile(
    r"(?<![a-z0-9_])(?P<name>access_token|id_token|refresh_token|token)['\"]?\s*[:=]\s*['\"]?(?P<value>[A-Za-z0-9_~+/=.-]{16,})",
    re.IGNORECASE,
)
_BEARER = re.compile(r"\bbearer\s+['\"]?(?P<value>[A-Za-z0-9_~+/=.-]{16,})", re.IGNORECASE)
_BASIC = re.compile(r"\bauthorization\W{1,4}basic\s+\S", re.IGNORECASE)
_SHORTENED = re.compile(r"(?<![A-Za-z0-9_.-])e[yw3][A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)*?(?:\u2026|\.{3,}|\*{3,})")
_WORD = re.compile(r"[A-Za-z0-9_~+/=-]+(?:\.[A-Za-z0-9_~+/=-]*){0,6}")
_DOTTED = re.compile(r"[A-Za-z0-9_+/=-]+(?:\.[A-Za-z0-9_+/=-]+){2,4}")
_DAMAGED = re.compile(r"e[yw3][^\s.&#?]*\.[^\s.&#?]+\.[^\s.&#?]*")
_WRAPPERS = " \t\r\n'\"`<>(),;[]{}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that is a token, or was meant to be one."""

    text: str = field(repr=False)
    """The token, in one piece."""
    origin: str = ""
    """Where it stood: `in the Authorization header`; empty: it was all there was."""
    name: str = ""
    """What it was called there: `access_token`, `refresh_token`."""
    opaque: bool = False
    """A word that holds nothing to decode."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a paste holds."""

    candidates: tuple[Candidate, ...] = ()
    problems: tuple[Problem, ...] = ()


def text_of(data: bytes) -> str:
    """The text in a file's bytes: UTF-8, or UTF-16 where a byte-order mark says so (PowerShell writes that)."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8-sig", errors="replace")


def find(text: str) -> Found:
    """All tokens in `text`, in its order, each listed once; with one sentence when there is none.

    Looks at 64 KiB at most. Costs time proportional to the text.
    """
    if len(text) > LIMIT or len(text.encode("utf-8", errors="replace")) > LIMIT:
        return Found(problems=(_problem("too-long", _TOO_LONG),))
    cleaned = clean(text)
    notes = _notes(text, cleaned)
    body = read_body(cleaned)
    tokens = tuple(_in_body(body)) if body else _damaged(cleaned) or tuple(_in_text(cleaned))
    if not tokens:
        alone = _alone(cleaned) if body is None else None
        tokens = (alone,) if alone else ()
    if not tokens:
        return Found(problems=(*notes, _why_none(cleaned, body)))
    return Found(_distinct(tokens), notes)


def clean(text: str) -> str:
    """`text` without what no token holds and no eye sees: terminal sequences, control characters, marks."""
    without = _INVISIBLE.sub("", _SEQUENCES.sub("", text))
    return _PERCENT.sub(lambda match: chr(int(match[1], 16)), without).strip()


def _notes(text: str, cleaned: str) -> tuple[Problem, ...]:
    notes = []
    if _INVISIBLE.search(text.removeprefix("\ufeff")):
        notes.append(_problem("control-characters", _CONTROL, Tone.WARN))
    if _SHORTENED.search(cleaned):
        notes.append(_problem("shortened", _SHORT))
    return tuple(notes)


def _damaged(text: str) -> tuple[Candidate, ...]:
    """All of the paste, where it is a token but for characters that none has: what is wrong is they, not its end."""
    word = text.strip(_WRAPPERS)
    if not _DAMAGED.fullmatch(word) or _DOTTED.fullmatch(word.rstrip(".")):
        return ()
    return (Candidate(word),)


def _in_body(body: Body) -> Iterator[Candidate]:
    for name, value in body.strings:
        where = f"{name} in the JSON body" if name else "in the JSON body"
        tokens = [token for _, token in wrapping.tokens(value)]
        yield from (Candidate(token, where, name) for token in tokens)
        word = "".join(value.split())
        if not tokens and name.endswith("_token") and len(word) >= _OPAQUE:
            yield Candidate(word, where, name, opaque="." not in word and not wrapping.START.match(word))


def _in_text(text: str) -> Iterator[Candidate]:
    for start, token in wrapping.tokens(text):
        yield Candidate(token, *_origin(text, start))
    for match in _NAMED_VALUE.finditer(text):
        if "." not in match["value"] and not wrapping.START.match(match["value"]):
            name = match["name"].lower()
            yield Candidate(match["value"], f"after {name}=", name, opaque=True)


def _origin(text: str, start: int) -> tuple[str, str]:
    """Where a token stood and what it was called there, judged by what is in front of it on its line."""
    line = text[text.rfind("\n", 0, start) + 1 : start][-300:]
    labels = [match["label"].lower() for match in _LABEL.finditer(line)]
    if not labels:
        return "", ""
    last = labels[-1]
    in_cookie = "cookie" in labels or "set-cookie" in labels
    if last.endswith("token"):
        place = "cookie" if in_cookie else "address" if re.search(r"[#?&]\S*$", line) else "text"
        return f"{last} in the {place}", last
    return ("in the cookie" if in_cookie else "in the Authorization header"), ""


def _alone(text: str) -> Candidate | None:
    """A single word that was all there was: no token by its looks, yet what the person meant."""
    match = _BEARER.search(text)
    word = match["value"] if match else re.sub(r"\s*\n\s*", "", text).strip(_WRAPPERS)
    where = "in the Authorization header" if match else ""
    if _WORD.fullmatch(word) and len(word) >= _OPAQUE:
        return Candidate(word, where, opaque="." not in word and not wrapping.START.match(word))
    return Candidate(word, where) if _DOTTED.fullmatch(word) else None


def _distinct(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    distinct = {candidate.text: candidate for candidate in reversed(candidates)}
    kept = sorted(distinct.values(), key=candidates.index)
    return tuple(kept[:_MOST])


def _why_none(text: str, body: Body | None) -> Problem:
    if not text:
        return _problem("empty", "There is nothing to inspect: paste a token, or text that contains one.")
    if _BASIC.search(text):
        return _problem("basic", _IS_BASIC)
    if body is not None:
        return _problem("no-token", _IS_CLAIMS if body.claims else _NOTHING_IN_JSON)
    return _problem("no-token", _NOTHING_HERE)


def _problem(code: str, sentence: str, tone: Tone = Tone.BAD) -> Problem:
    return Problem(code, sentence, tone)


_TOO_LONG = (
    "This is longer than 64 KiB and was not looked at: no token is that large. Paste the token, or the few lines "
    "around it."
)
_CONTROL = "There were invisible or control characters in what was pasted; they were left out before looking."
_SHORT = "The token was shortened for display (… or ***) where it was copied from: copy the whole value."
_IS_BASIC = (
    "This Authorization header is Basic: it carries a client id and secret, not a token. Treat it as a secret that "
    "has been shown."
)
_IS_CLAIMS = (
    "This is JSON with claims in it, a token that somebody decoded already. Paste the token itself: only that can be "
    "checked."
)
_NOTHING_IN_JSON = "This is JSON, and none of its values is a token."
_NOTHING_HERE = (
    "There is no token in this text. A token is three groups of letters and digits with dots between, and starts "
    "with ey."
)
