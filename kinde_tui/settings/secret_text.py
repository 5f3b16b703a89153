"""A client secret as it was typed, pasted or read."""

from __future__ import annotations

from pydantic import SecretStr

from kinde_tui.settings.errors import SecretError

LONGEST = 1024
"""Characters; Kinde's have about fifty, and the strictest keyring takes 1,280."""


def secret_of(text: str) -> SecretStr:
    """The secret in `text`, without the white space around it.

    Raises:
        SecretError: it is empty, too long, or more than one word of visible ASCII; the text is not repeated.
    """
    text = text.strip()
    if not text:
        raise SecretError("The client secret is empty. Copy it from the machine-to-machine application in Kinde.")
    if len(text) > LONGEST:
        raise SecretError(f"That is no client secret: it has more than {LONGEST} characters. Copy it again from Kinde.")
    if not all("!" <= character <= "~" for character in text):
        raise SecretError("That is no client secret: it has a space, a line break or another odd character inside.")
    return SecretStr(text)
