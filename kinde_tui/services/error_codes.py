"""The numbers that Kinde's sign-in pages show when something went wrong: what each means, and what to look at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """One numbered error."""

    number: int
    about: str
    """The part of signing in that it belongs to."""
    means: str
    """What happened, in a sentence or two."""
    checks: tuple[str, ...]
    """What to look at, the likeliest first."""


class UnknownCodeError(ValueError):
    """It is no number that is known; a sentence with the nearest."""


SAML, OAUTH, SOCIAL, APPS, SIGN_IN = "SAML", "OAuth 2.0", "Social sign-in", "Connected app", "Signing in"

_ALL = (
    ErrorCode(
        578, SAML, "Kinde could not accept the response that the identity provider sent back.",
        (
            "The identity provider must send its response to the connection's ACS URL: compare both, sign by sign.",
        ),
    ),
    ErrorCode(
        780, OAUTH, "The token was good, but there was nowhere to go back to: the redirect was empty.",
        (
            "The application must send a redirect_uri when it starts signing in.",
            "That address must be among the application's callback URLs.",
        ),
    ),
    ErrorCode(
        928, APPS, "The settings of the connected app could not be read, or there are none.",
        (
            "Look whether the connected app still exists, and whether its key code is the one that is asked for.",
            "Save its settings once more in Kinde.",
        ),
    ),
    ErrorCode(
        1004, SAML, "On the way to the identity provider, the connection's own settings could not be read.",
        (
            "Look whether the connection still exists and is switched on for this application.",
            "Save the connection once more: entity ID, metadata URL, certificate.",
        ),
    ),
    ErrorCode(
        1656, OAUTH,
        "The request to sign in was malformed: a parameter is missing, wrong, or there twice. A workflow that fails "
        "on the way looks the same.",
        (
            "The redirect URI must be https; plain http is for localhost alone.",
            "The implicit flow needs a nonce.",
            "If a workflow runs at sign-in, look at its log.",
        ),
    ),
    ErrorCode(
        1829, APPS, "When somebody came back from the connected app, its code could not be exchanged for a token.",
        (
            "The redirect URL at the other service must be exactly the one in Kinde.",
            "Client id and secret of the connected app: copy both again.",
        ),
    ),
    ErrorCode(
        1959, SAML, "The identity provider's response is no valid Base64, so it could not be decoded.",
        (
            "Something between the two may change the form field: a proxy, or a custom page that posts it.",
            "Let the identity provider send the response by HTTP POST.",
        ),
    ),
    ErrorCode(
        3005, SAML, "The identity provider sent somebody's profile with values that cannot be used.",
        (
            "Look at the attributes that it sends: the e-mail address must be there, once, and be one.",
            "Compare the attribute names with those in the connection.",
        ),
    ),
    ErrorCode(
        3420, OAUTH, "The token was not valid, and it was not known where to go back to.",
        (
            "Start again from the application: a step that lay open for long is over.",
            "Look at the application's callback URLs.",
        ),
    ),
    ErrorCode(
        4179, SOCIAL, "The social provider gave no token for its code; most often its client secret has expired.",
        (
            "Make a new client secret at the provider, and put it into the connection.",
            "The provider must have Kinde's callback URL among its own.",
        ),
    ),
    ErrorCode(
        4617, OAUTH, "When somebody came back from the provider, the connection's settings could not be read.",
        (
            "Client id and secret must be the same in Kinde and at the provider.",
            "The callback and redirect URLs must be the same on both sides.",
        ),
    ),
    ErrorCode(
        5716, OAUTH, "The way back worked, but the token that came with it was not valid.",
        (
            "Compare the clocks: a token from a machine that is minutes ahead or behind is not valid.",
            "Inspect the token here (kinde-tui token): who issued it, for whom, until when.",
        ),
    ),
    ErrorCode(
        6722, SAML,
        "The SAML provider could not be set up from the connection's settings. It also shows when somebody starts at "
        "the identity provider: signing in must begin in the application.",
        (
            "Start from the application's own sign-in and not from the identity provider's list of apps.",
            "The connection's metadata URL, entity ID and certificate.",
        ),
    ),
    ErrorCode(
        7558, SAML, "What the identity provider told of the person could not be used.",
        (
            "Look at the attributes in its response: identifier and e-mail address must be there.",
            "Compare the attribute names with those in the connection.",
        ),
    ),
    ErrorCode(
        8030, SAML, "When somebody was to be sent to the identity provider, the provider could not be set up.",
        (
            "The connection's metadata URL must answer, without a login before it.",
            "The identity provider must have the connection's ACS URL.",
        ),
    ),
    ErrorCode(
        8809, SIGN_IN,
        "This browser is not the one in which signing in was begun: the mark that it holds is another one than the one "
        "kept with the session.",
        (
            "Begin anew at the application's own sign-in button.",
            "A second tab, another browser or another device cannot finish what the first one began.",
            "The bookmark may be of a page in the middle of signing in: bookmark the application instead.",
        ),
    ),
    ErrorCode(
        9055, SAML, "The identity provider came back with a RelayState that is missing or unknown.",
        (
            "The identity provider must return RelayState unchanged.",
            "The connection's callback (ACS) URL and entity ID must be the same on both sides.",
        ),
    ),
    ErrorCode(
        9364, SAML, "The request to the identity provider could not be made; it is most likely its signature.",
        ("The connection's private key and certificate must belong together, and the signature method must fit them.",),
    ),
    ErrorCode(
        9697, SIGN_IN, "A workflow refused a sign-up because the e-mail address is a throw-away one.",
        (
            "Sign up with another address.",
            "If the address is a good one, change the workflow that checks it.",
        ),
    ),
    ErrorCode(
        9881, APPS, "The tokens that the connected app gave could not be kept.",
        ("Its refresh token may be missing or void: connect the app again, with offline access.",),
    ),
)  # fmt: skip

CODES: Mapping[int, ErrorCode] = {code.number: code for code in _ALL}
"""All of them by number, in order."""
_NEAREST = 3


def error_code(text: str) -> ErrorCode:
    """The error that a number means.

    Args:
        text: as somebody types it: `8809`, `#8809`, `error 8809`.

    Raises:
        UnknownCodeError: it is no number, or none that is known.
    """
    found = re.fullmatch(r"(?:error)?\s*(?:code)?\s*[#:]?\s*([0-9]{1,9})", text.strip(), re.IGNORECASE)
    if found is None:
        raise UnknownCodeError(f"“{text.strip()[:40]}” is no error number; they look like 8809.")
    number = int(found[1])
    if number in CODES:
        return CODES[number]
    near = sorted(sorted(CODES, key=lambda known: abs(known - number))[:_NEAREST])
    *most, last = (f"{known} ({CODES[known].about})" for known in near)
    raise UnknownCodeError(
        f"Error {number} is not among the {len(CODES)} that are known here, which go from {min(CODES)} to "
        f"{max(CODES)}. The nearest are {', '.join(most)} and {last}."
    )
