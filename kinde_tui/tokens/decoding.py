"""A token's parts, read strictly and with bounds, whatever the header claims about itself."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from kinde_tui.tokens import headers
from kinde_tui.tokens.problem import Problem, Tone
from kinde_tui.tokens.strict_json import UnreadableError, read_object
from kinde_tui.tokens.wrapping import signature_lengths

LONGEST = 64 * 1024
"""Characters of a token that are looked at."""

_NOT_BASE64URL = re.compile(r"[^A-Za-z0-9_-]")
_PARTS = 3
_ENCRYPTED_PARTS = 5
_QUANTUM = 4
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Decoded:
    """A token's header and payload, and everything that is wrong with its form.

    Its repr shows none of it: a token is a credential, and a payload is about a person.
    """

    header: Mapping[str, Any] = field(default_factory=lambda: _NOTHING, repr=False)
    claims: Mapping[str, Any] = field(default_factory=lambda: _NOTHING, repr=False)
    problems: tuple[Problem, ...] = ()
    parts: int = 0
    """Groups between dots."""
    is_token: bool = False
    """Whether it has three parts, and a header and a payload that can be read."""
    is_opaque: bool = False
    """One word that holds nothing to read, as refresh tokens are."""
    sizes: tuple[int, ...] = ()
    """Characters of each part."""
    signing_input: bytes = field(default=b"", repr=False)
    signature: bytes | None = field(default=None, repr=False)
    """None: there is none, or it is no base64url."""

    @property
    def algorithm(self) -> str:
        """What the header names as `alg`: a claim of the token, never an instruction to us."""
        algorithm = self.header.get("alg")
        return algorithm if isinstance(algorithm, str) else ""


def decode(token: str) -> Decoded:
    """Everything that can be read of `token`. Never raises: what cannot be read is a problem in the result."""
    if len(token) > LONGEST:
        return Decoded(problems=(Problem("too-long", "The token is longer than 64 KiB and was not looked at."),))
    parts = token.split(".")
    if len(parts) == _PARTS:
        return _three(parts)
    return _odd(parts)


def _three(parts: list[str]) -> Decoded:
    header, problems = _object("header", parts[0])
    claims, more = _object("payload", parts[1])
    problems += more
    signature, more = _signature(parts)
    problems += more
    if header is not None:
        problems += headers.problems(header)
    return Decoded(
        header=MappingProxyType(header or {}),
        claims=MappingProxyType(claims or {}),
        problems=problems,
        parts=_PARTS,
        is_token=header is not None and claims is not None,
        sizes=tuple(len(part) for part in parts),
        signing_input=f"{parts[0]}.{parts[1]}".encode("ascii", errors="replace"),
        signature=signature,
    )


def _odd(parts: list[str]) -> Decoded:
    """Something with another number of parts than a signed token has: still read as far as it goes."""
    count = len(parts)
    header, unread = _object("header", parts[0])
    sizes = tuple(len(part) for part in parts)
    if count == 1:
        opaque = header is None and not unread_header(parts[0])
        return Decoded(problems=(_OPAQUE if opaque else _HEADER_ONLY,), parts=1, is_opaque=opaque, sizes=sizes)
    problems = (_by_count(count, header),) + (unread if header is None else ())
    claims: dict[str, Any] | None = None
    if count != _ENCRYPTED_PARTS:
        claims, unread = _object("payload", parts[1])
        problems += unread
    if header is not None:
        problems += headers.problems(header, encrypted=count == _ENCRYPTED_PARTS)
    shown = MappingProxyType(header or {}), MappingProxyType(claims or {})
    return Decoded(header=shown[0], claims=shown[1], problems=problems, parts=count, sizes=sizes)


def unread_header(part: str) -> bool:
    """Whether a lone word starts as the header of a token does, so that it is a piece of one."""
    return part.startswith(("eyJ", "eyA", "ewo", "ewog", "ew0"))


def _by_count(count: int, header: dict[str, Any] | None) -> Problem:
    if count == _ENCRYPTED_PARTS:
        return _ENCRYPTED if header is None or "enc" in header else _FIVE
    if count == _PARTS - 1:
        return _TWO
    return Problem("parts", f"This has {count} parts, a token has three: other text was copied along, or two tokens.")


def _object(name: str, part: str) -> tuple[dict[str, Any] | None, tuple[Problem, ...]]:
    """The JSON object in one part, or what is wrong with it."""
    if not part:
        return None, (Problem(f"{name}-empty", f"The {name} is empty."),)
    data, problem = _base64url(name, part)
    if data is None:
        return None, (problem,) if problem else ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, (Problem(f"{name}-utf8", f"The {name} is no text: byte {error.start + 1} is not UTF-8."),)
    try:
        value, problems = read_object(text, name)
    except UnreadableError as error:
        return None, (Problem(f"{name}-json", str(error)),)
    return value, problems if problem is None else (problem, *problems)


def _base64url(name: str, part: str) -> tuple[bytes | None, Problem | None]:
    """The bytes in `part`, by the letter of RFC 7515: no padding, no other alphabet, no white space."""
    wrong = _NOT_BASE64URL.search(part)
    if wrong is not None:
        return None, Problem(f"{name}-base64", f"The {name} is not base64url: {_why_character(wrong)}.")
    if len(part) % _QUANTUM == 1:
        sentence = f"The {name} is not base64url: its length, {len(part)}, is no whole number of bytes; it was cut."
        return None, Problem(f"{name}-base64", sentence)
    data = base64.urlsafe_b64decode(part + "=" * (-len(part) % _QUANTUM))
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != part:
        sentence = f"The last character of the {name} has bits that mean nothing: it was cut off, or changed by hand."
        return data, Problem(f"{name}-spare-bits", sentence, Tone.WARN)
    return data, None


def _why_character(wrong: re.Match[str]) -> str:
    character, place = wrong[0], wrong.start() + 1
    if character == "=":
        return "it has = padding, which tokens go without"
    if character in "+/":
        return f"it has {character} at character {place}, which belongs to ordinary base64"
    return f"character {place} (U+{ord(character):04X}) belongs to no alphabet of tokens"


def _signature(parts: list[str]) -> tuple[bytes | None, tuple[Problem, ...]]:
    """The signature's bytes; a length that its algorithm does not give means that some of it is missing."""
    part = parts[2]
    lengths = signature_lengths(parts[0])
    if not part:
        return None, () if lengths == (0,) else (_NO_SIGNATURE,)
    data, problem = _base64url("signature", part)
    problems = (problem,) if problem else ()
    if lengths == (0,):
        return data, (*problems, _NONE_SIGNED)
    if lengths is not None and len(part) not in lengths and len(part) < max(lengths):
        expected = next(length for length in lengths if length > len(part))
        sentence = (
            f"The token was cut off: its signature has {len(part)} characters where its algorithm gives "
            f"{expected}. Copy it again."
        )
        problems = (*problems, Problem("truncated", sentence))
    elif lengths is not None and len(part) > max(lengths):
        sentence = f"The signature has {len(part)} characters where its algorithm gives {max(lengths)} at most."
        problems = (*problems, Problem("signature-length", sentence))
    return data, problems


_TWO = Problem(
    "two-parts",
    "This has two parts, a token has three: the signature is missing. It was probably cut off while copying.",
)
_ENCRYPTED = Problem(
    "encrypted",
    "This has five parts: it is an encrypted token (JWE), which only its recipient can read. Kinde does not issue "
    "such tokens.",
)
_FIVE = Problem(
    "parts", "This has five parts, as an encrypted token has, yet its header names no encryption: no token."
)
_HEADER_ONLY = Problem(
    "one-part",
    "This is the beginning of a token: there is no dot in it, so payload and signature are missing. Copy all of it.",
)
_OPAQUE = Problem(
    "opaque",
    "This word is opaque: it holds nothing to decode. Kinde's refresh tokens look like this (and so do API keys and "
    "client secrets): keep it secret, only Kinde can say what it stands for.",
)
_NO_SIGNATURE = Problem("unsigned", "The signature is empty: nothing proves who made this token.")
_NONE_SIGNED = Problem("none-signed", "The header says that there is no signature (alg none), and yet there is one.")
