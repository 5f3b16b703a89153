"""What an operation does, in a few words made from its id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kinde_tui.api.operations import INTROSPECT, KEY_SET, OPENID_CONFIGURATION, REVOKE, TOKEN, USER_PROFILE

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation

_OWN = {
    TOKEN.id: "Ask for an access token with client credentials",
    INTROSPECT.id: "Ask what a token is worth now",
    REVOKE.id: "Make a token worthless",
    USER_PROFILE.id: "Read the profile of the person whose access token is given",
    OPENID_CONFIGURATION.id: "Read what the tenant says of itself",
    KEY_SET.id: "Read the tenant's public keys",
}
_SPELLED = {"Environement": "Environment", "WebHook": "Webhook", "Org": "Organization"}
_CAPITALS = {"api": "API", "mfa": "MFA", "url": "URL", "apis": "APIs", "urls": "URLs"}
_WORDS = re.compile(r"APIs?|URLs?|MFA|[A-Z]?[a-z]+")


def summary_of(operation: Operation) -> str:
    """A few words: `Get organization user roles`."""
    if operation.id in _OWN:
        return _OWN[operation.id]
    spelled = re.sub(r"Environement|WebHook|Org(?=[A-Z])", lambda found: _SPELLED[found[0]], operation.id)
    first, *rest = (_CAPITALS.get(word.lower(), word.lower()) for word in _WORDS.findall(spelled))
    return " ".join((first.capitalize(), *rest))
