"""What can be done to connections, as changes. Their options hold secrets: they are set and never read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.services.change import Change, Danger, Removed, Stale, Target
from kinde_tui.services.collections import validation
from kinde_tui.services.collections.collection import Ask, InvalidInputError, Question
from kinde_tui.services.collections.connection_columns import connection_name
from kinde_tui.services.collections.edits import asking, given, id_in
from kinde_tui.services.collections.urls import web_link

if TYPE_CHECKING:
    from kinde_tui.models.connection import Connection
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context

SOCIAL = {
    "oauth2:apple": "Apple",
    "oauth2:azure_ad": "Microsoft Entra ID (OAuth)",
    "oauth2:bitbucket": "Bitbucket",
    "oauth2:discord": "Discord",
    "oauth2:facebook": "Facebook",
    "oauth2:github": "GitHub",
    "oauth2:gitlab": "GitLab",
    "oauth2:google": "Google",
    "oauth2:linkedin": "LinkedIn",
    "oauth2:microsoft": "Microsoft",
    "oauth2:patreon": "Patreon",
    "oauth2:slack": "Slack",
    "oauth2:stripe": "Stripe",
    "oauth2:twitch": "Twitch",
    "oauth2:twitter": "X (Twitter)",
    "oauth2:xero": "Xero",
}
ENTERPRISE = {
    "saml:custom": "SAML, custom",
    "saml:cloudflare": "SAML, Cloudflare",
    "saml:okta": "SAML, Okta",
    "saml:microsoft": "SAML, Microsoft",
    "saml:google": "SAML, Google",
    "wsfed:azure_ad": "WS-Federation, Microsoft Entra ID",
}
STRATEGIES = {**SOCIAL, **ENTERPRISE}
"""Those that Kinde documents; what it sends beside them is shown as it comes."""
_WITH_CREDENTIALS = frozenset({*SOCIAL, "wsfed:azure_ad"})
_WITH_SAML = frozenset(name for name in ENTERPRISE if name.startswith("saml:"))
_LABELS = {
    "client_id": "a client id",
    "client_secret": "a client secret",
    "saml_entity_id": "an entity id",
    "saml_idp_metadata_url": "a metadata URL",
    "home_realm_domains": "home realm domains",
}

OPTIONS = (
    Question("client_id", "Client id", required=False, hint="OAuth: of the app at the provider"),
    Question("client_secret", "Client secret", Ask.SECRET, required=False, hint="cannot be read again"),
    Question("saml_idp_metadata_url", "Metadata URL", required=False, hint="SAML: where the provider describes itself"),
    Question("saml_entity_id", "Entity id", required=False, hint="SAML: what the provider calls Kinde"),
    Question("home_realm_domains", "Home domains", required=False, hint="SAML: example.com, blanks between"),
)


def target_of(connection: Connection, _parent: Parent = ()) -> Target:
    """The connection as what a change is about."""
    return Target("connections", connection.id, connection_name(connection))


asks_of = asking(kinde.UPDATE_CONNECTION, "connection_id")


def _options(answers: Answers, strategy: str) -> dict[str, Any]:
    """What was said of the options.

    Raises:
        InvalidInputError: something that this strategy has no place for.
    """
    found: dict[str, Any] = {name: given(answers, name) for name in _LABELS if given(answers, name)}
    fits = {"client_id", "client_secret"} if strategy in _WITH_CREDENTIALS else set()
    if strategy in ENTERPRISE:
        fits |= {"home_realm_domains"}
    if strategy in _WITH_SAML:
        fits |= {"saml_entity_id", "saml_idp_metadata_url"}
    if strategy in STRATEGIES and (wrong := [name for name in found if name not in fits]):
        raise InvalidInputError(
            f"A connection of the kind {STRATEGIES[strategy]} has no place for {_LABELS[wrong[0]]}."
        )
    if "saml_idp_metadata_url" in found:
        found["saml_idp_metadata_url"] = web_link(found["saml_idp_metadata_url"])
    if "home_realm_domains" in found:
        found["home_realm_domains"] = validation.domains(found["home_realm_domains"])
    return found


def set_options(connection: Connection, answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    """Sets those options that were said (UpdateConnection); Kinde keeps the others.

    Raises:
        InvalidInputError: something that this kind of connection has no place for.
    """
    options = _options(answers, connection.strategy or "")
    if not options:
        return ()
    words = ", ".join(
        _LABELS[name].partition(" ")[2] if name != "home_realm_domains" else _LABELS[name] for name in options
    )
    return (
        Change(
            request=asks_of(connection, ())({"options": options}),
            target=target_of(connection),
            says=f"Set the {words} of {connection_name(connection)}",
            danger=Danger.CONFIRM,
            loses="What was set before cannot be read, so there is no undo. It counts for sign-ins from now on.",
        ),
    )


def create(answers: Answers, _parent: Parent, _context: Context | None = None) -> Sequence[Change]:
    """Makes a connection (CreateConnection); it is offered nowhere until an application has it."""
    strategy = given(answers, "strategy")
    if strategy not in STRATEGIES:
        raise InvalidInputError("Choose what people sign in with.")
    label = validation.name(given(answers, "display_name"), "The display name")
    name = validation.name(given(answers, "name") or label)
    body: dict[str, Any] = {"name": name, "display_name": label, "strategy": strategy}
    if code := given(answers, "org_code"):
        if strategy not in ENTERPRISE:
            raise InvalidInputError(
                "Only an enterprise connection (SAML, WS-Federation) can belong to an organization."
            )
        body["organization_code"] = code
    if options := _options(answers, strategy):
        body["options"] = options
    return (
        Change(
            request=Request(kinde.CREATE_CONNECTION, body=body),
            target=Target("connections", "", label),
            says=f"Create the connection {label}",
            after={"name": name, "display_name": label, "strategy": strategy},
            effects=(Stale("connections"),),
            undo=lambda answer: deletion(Target("connections", id_in(answer, "connection", "id"), label)),
        ),
    )


def delete(connection: Connection, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    """Deletes the connection for good (deleteConnection)."""
    return (deletion(target_of(connection)),)


def deletion(target: Target) -> Change:
    """The end of a connection."""
    return Change(
        request=Request(kinde.DELETE_CONNECTION, {"connection_id": target.key}),
        target=target,
        says=f"Delete the connection {target.name}",
        effects=(Removed(target),),
        danger=Danger.TYPED,
        loses="Nobody can sign in this way any more, in any application. Its options are gone. There is no way back.",
    )
