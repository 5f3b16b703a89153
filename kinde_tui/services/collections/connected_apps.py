"""Connected apps: other services that users let the tenant use for them. The API lists none; a key code names each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.environment import Environment
from kinde_tui.services.change import Change, Danger, Target
from kinde_tui.services.collections import texts
from kinde_tui.services.collections.collection import Action, Ask, InvalidInputError, Question
from kinde_tui.services.collections.edits import given
from kinde_tui.services.collections.events import moment
from kinde_tui.services.collections.inquiry import Inquiry
from kinde_tui.services.shown import Shown

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context

SESSION = Question("session_id", "Session id", Ask.SECRET, hint="as it came with the link")
KEEP = "The session id reads the token and revokes it: keep it as you keep secrets."


def _link_request(_record: object, answers: Answers, _parent: Parent) -> Request:
    code = given(answers, "key_code_ref")
    if not code:
        raise InvalidInputError("Which app? Give its key code, as Kinde shows it.")
    user, organization = given(answers, "app_user"), given(answers, "app_organization")
    query = {"key_code_ref": code, "user_id": user or None, "org_code": organization or None}
    return Request(kinde.GET_CONNECTED_APP_AUTH_URL, query=query)


def _shows_link(_record: object, raw: Raw, _context: Context) -> Shown:
    url, session = str(raw.get("url") or ""), str(raw.get("session_id") or "")
    if not url:
        return Shown("No link", note="Kinde answered without an address.", good=False)
    name = "the session id"
    return Shown("Link to connect an app", (("Address", url),), note=KEEP, secret=session, secret_name=name)


def _token_request(_record: object, answers: Answers, _parent: Parent) -> Request:
    return Request(kinde.GET_CONNECTED_APP_TOKEN, query={"session_id": _session(answers)})


def _shows_token(_record: object, raw: Raw, context: Context) -> Shown:
    token, expires = str(raw.get("access_token") or ""), moment(raw.get("access_token_expiry"))
    if not token:
        return Shown("No token", note="Kinde answered without a token: nobody has followed the link yet.", good=False)
    what = "the token"
    until = f"{texts.day_and_time(expires)} ({texts.ago(expires, context.now)})" if expires else texts.ABSENT
    return Shown(
        "Token of a connected app",
        (("Expires", until),),
        note="It opens the other service until it expires. It is shown here and kept nowhere.",
        secret=token,
        secret_name=what,
    )


def _revoke(environment: Environment, answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    return (
        Change(
            request=Request(kinde.REVOKE_CONNECTED_APP_TOKEN, query={"session_id": _session(answers)}),
            target=Target("environment", environment.code, environment.name or environment.code),
            says="Revoke the token of a connected app",
            danger=Danger.CONFIRM,
            loses="Whoever it acts for has to connect the app again.",
        ),
    )


def _session(answers: Answers) -> str:
    session = given(answers, "session_id")
    if not session:
        raise InvalidInputError("Which session? Its id came with the link that connected the app.")
    return session


INQUIRIES = (
    Inquiry[Any](
        "environment.connected_app_link",
        "",
        "Link to connect an app",
        kinde.GET_CONNECTED_APP_AUTH_URL,
        _link_request,
        _shows_link,
        (
            Question("key_code_ref", "Key code of the app", hint="as Kinde shows it"),
            Question("app_user", "User", Ask.RECORD, collection="users", required=False),
            Question("app_organization", "Organization", Ask.RECORD, collection="organizations", required=False),
        ),
        help="Where a user, or an organization, lets the app act for them; Kinde lists no connected apps.",
    ),
    Inquiry[Any](
        "environment.connected_app_token",
        "",
        "Token of a connected app",
        kinde.GET_CONNECTED_APP_TOKEN,
        _token_request,
        _shows_token,
        (SESSION,),
        help="The other service's token, live: shown, and kept nowhere.",
    ),
)
REVOKE = Action[Environment](
    "environment.revoke_connected_app",
    "",
    "Revoke the token of a connected app",
    kinde.REVOKE_CONNECTED_APP_TOKEN,
    _revoke,
    (SESSION,),
)
