"""What may be typed into a field: each function returns the value to send, or raises InvalidInputError.

Kinde publishes almost no limits. What is refused here cannot be meant; everything else is left for Kinde to judge.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from kinde_tui.services.collections.collection import InvalidInputError

EMAIL_LIMIT = 254
"""Characters; the limit of an address in RFC 5321, and the one Kinde names for invitations."""
NAME_LIMIT = 255
KEY_LIMIT = 255
TEXT_LIMIT = 4_000

_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_KEY = re.compile(r"[a-z0-9_:-]+")
_HANDLE = re.compile(r"[a-z0-9_-]+")
_DOMAIN = re.compile(r"(?!-)[\w-]+(\.[\w-]+)*\.[\w-]{2,}")
_COUNTRY = re.compile(r"[a-z]{2}")
_LIFETIME = re.compile(r"([0-9]{1,9})\s*(s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)?", re.IGNORECASE)
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}

Validator = Callable[[str], object]


def line(text: str, what: str, limit: int = NAME_LIMIT) -> str:
    """One line of text without characters that cannot be seen; may be empty."""
    value = text.strip()
    if any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in value):
        raise InvalidInputError(f"{what} must be one line without control characters.")
    if len(value) > limit:
        raise InvalidInputError(f"{what} has {len(value):,} characters; at most {limit:,} fit.")
    return value


def name(text: str, what: str = "The name") -> str:
    """A line that is not empty."""
    value = line(text, what)
    if not value:
        raise InvalidInputError(f"{what} cannot be empty.")
    return value


def paragraph(text: str, what: str) -> str:
    """Text that may have several lines; may be empty."""
    value = text.replace("\r\n", "\n").strip()
    if any(unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t" for character in value):
        raise InvalidInputError(f"{what} must not hold control characters.")
    if len(value) > TEXT_LIMIT:
        raise InvalidInputError(f"{what} has {len(value):,} characters; at most {TEXT_LIMIT:,} fit.")
    return value


def email(text: str) -> str:
    """An e-mail address: something, an @, and a domain with a dot."""
    value = line(text, "The e-mail address", EMAIL_LIMIT)
    if not _EMAIL.fullmatch(value) or ".." in value.rpartition("@")[2] or "@." in value:
        raise InvalidInputError("This is no e-mail address; one looks like ada@example.com.")
    return value


def phone(text: str) -> str:
    """A phone number in E.164, without the blanks, dots, hyphens and brackets that people write."""
    value = re.sub(r"[\s().-]", "", line(text, "The phone number"))
    if not _PHONE.fullmatch(value):
        raise InvalidInputError("A phone number starts with + and the country's code, as in +61 426 148 233.")
    return value


def country(text: str) -> str:
    """A country's two letters, in lower case as Kinde wants them."""
    value = text.strip().lower()
    if not _COUNTRY.fullmatch(value):
        raise InvalidInputError("A country is two letters, such as au or gb.")
    return value


def username(text: str) -> str:
    """A username: no blanks, and no @ that would make it an e-mail address."""
    value = name(text, "The username")
    if re.search(r"[\s@]", value):
        raise InvalidInputError("A username has no blanks and no @.")
    return value


def key(text: str) -> str:
    """The word that code uses for a role, a permission or a property."""
    value = line(text, "The key", KEY_LIMIT)
    if not _KEY.fullmatch(value):
        raise InvalidInputError("A key has small letters, digits, _ - and : only, as in read:invoices.")
    return value


def handle(text: str) -> str:
    """An organization's handle, which stands in addresses."""
    value = line(text, "The handle")
    if not _HANDLE.fullmatch(value):
        raise InvalidInputError("A handle has small letters, digits, _ and - only, as in acme_corp.")
    return value


def external_id(text: str) -> str:
    """An id of the tenant's own systems: any text without blanks; may be empty."""
    value = line(text, "The id")
    if re.search(r"\s", value):
        raise InvalidInputError("An id has no blanks.")
    return value


def domains(text: str) -> list[str]:
    """Domain names with blanks or commas between, each once and in small letters; there may be none.

    Raises:
        InvalidInputError: one of them is none.
    """
    found = [name.removeprefix("@") for name in text.replace(",", " ").lower().split()]
    for name in found:
        if not _DOMAIN.fullmatch(name):
            raise InvalidInputError(f"{name} is no domain; one looks like example.com.")
    return list(dict.fromkeys(found))


def lifetime(text: str) -> int:
    """A length of time in seconds: `3600`, `60 min`, `24 h`, `15 d`.

    Raises:
        InvalidInputError: it is none, or no time at all.
    """
    found = _LIFETIME.fullmatch(text.strip())
    seconds = int(found[1]) * _SECONDS[(found[2] or "s")[0].lower()] if found else 0
    if not seconds:
        raise InvalidInputError("A lifetime is seconds, or a number with min, h or d, as in 24 h.")
    return seconds


def complaint(validator: Validator) -> Callable[[str], str | None]:
    """The validator as a dialog wants it: the sentence, or None. An empty answer is the dialog's own affair."""

    def check(text: str) -> str | None:
        if not text.strip():
            return None
        try:
            validator(text)
        except InvalidInputError as error:
            return str(error)
        return None

    return check
