"""What can be done to API keys, as changes, and what Kinde says of a key that is handed to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.api_key import ApiKey, KeyVerdict
from kinde_tui.services.change import Change, Danger, Patched, Stale, Target
from kinde_tui.services.collections import texts, validation
from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.collections.edits import called, given, id_in
from kinde_tui.services.shown import Shown

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context

USER, ORGANIZATION, ENVIRONMENT = "user", "organization", "environment"
REVOKED = "revoked"


def name_of(key: ApiKey) -> str:
    """What people call it."""
    return key.name or masked(key) or key.id


def masked(key: ApiKey) -> str:
    """The first and the last characters, which is all that Kinde tells of a key."""
    if not key.key_prefix:
        return ""
    return f"{key.key_prefix}…{key.key_suffix or ''}"


def target_of(key: ApiKey) -> Target:
    """The key as what a change is about."""
    return Target("api_keys", key.id, name_of(key))


def create(answers: Answers, _parent: Parent, context: Context | None = None) -> Sequence[Change]:
    """Makes a key (createApiKey). Its secret is in the answer, and nowhere else ever."""
    name, kind, api = validation.name(given(answers, "name")), given(answers, "key_type"), given(answers, "api")
    if not api:
        raise InvalidInputError("Choose the API that the key is for.")
    body: dict[str, Any] = {"name": name, "type": kind, "api_id": api}
    if scopes := given(answers, "scopes").split():
        body["scope_ids"] = scopes
    owner = _owner(kind, given(answers, "key_user"), given(answers, "key_organization"))
    body |= owner
    whose = next((called(context, f"{kind}s", key) for key in owner.values()), "the environment")
    return (
        Change(
            request=Request(kinde.CREATE_API_KEY, body=body),
            target=Target("api_keys", "", name),
            says=f"Create the API key {name} of {whose}",
            after={"name": name, "type": kind},
            effects=(Stale("api_keys"),),
            undo=lambda answer: revocation(ApiKey(id=id_in(answer, "api_key", "id"), name=name)),
            lossy="An undo revokes the key; its line stays in the list.",
            danger=Danger.CONFIRM,
            loses="Kinde shows the key once, in the dialog that follows. Have a place for it ready.",
            reveals=lambda answer: secret_in(answer, f"The API key {name}"),
        ),
    )


def _owner(kind: str, user: str, organization: str) -> dict[str, str]:
    if kind == USER:
        if not user:
            raise InvalidInputError("A user's key needs the user.")
        return {"user_id": user}
    if kind == ORGANIZATION:
        if not organization:
            raise InvalidInputError("An organization's key needs the organization.")
        return {"org_code": organization}
    if kind != ENVIRONMENT:
        raise InvalidInputError("Choose whose key it is.")
    if user or organization:
        raise InvalidInputError("A key of the environment has no user and no organization: choose whose it is.")
    return {}


def secret_in(answer: Raw, title: str) -> Shown:
    """The secret in the answer to making or rotating a key."""
    found = answer.get("api_key")
    secret = found.get("key") if isinstance(found, Mapping) else None
    if not isinstance(secret, str) or not secret:
        return Shown(title, note="Kinde answered without the key. Rotate it to get another one.", good=False)
    return Shown(
        title,
        note="This is the only time that Kinde shows it. kinde-tui keeps it nowhere.",
        secret=secret,
        secret_name="the key",  # noqa: S106 - a word
        once=True,
    )


def rotate(key: ApiKey, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    """Makes a new secret; the old one is void (rotateApiKey)."""
    name = name_of(key)
    return (
        Change(
            request=Request(kinde.ROTATE_API_KEY, {"key_id": key.id}),
            target=target_of(key),
            says=f"Rotate the API key {name}",
            before={"status": key.status},
            effects=(Stale("api_keys"),),
            danger=Danger.TYPED,
            loses="The present key stops working at once, wherever it is used. The new one is shown once. "
            "There is no way back.",
            reveals=lambda answer: secret_in(answer, f"The new API key {name}"),
        ),
    )


def revoke(key: ApiKey, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    """Ends a key for good (deleteApiKey)."""
    return (revocation(key),)


def revocation(key: ApiKey) -> Change:
    """The end of a key; Kinde keeps its line in the list."""
    target = target_of(key)
    return Change(
        request=Request(kinde.DELETE_API_KEY, {"key_id": key.id}),
        target=target,
        says=f"Revoke the API key {target.name}",
        before={} if key.status is None else {"status": key.status},
        after={"status": REVOKED},
        effects=(Patched(target, {"status": REVOKED}), Stale("api_keys")),
        danger=Danger.TYPED,
        loses="The key stops working at once, wherever it is used. There is no way back.",
    )


def verification(_key: ApiKey | None, answers: Answers, _parent: Parent) -> Request:
    """Asks what a key is worth (verifyApiKey); Kinde counts the question."""
    secret = given(answers, "api_key")
    if not secret:
        raise InvalidInputError("Which key? Paste the whole of it.")
    return Request(kinde.VERIFY_API_KEY, body={"api_key": secret})


def verdict(_key: ApiKey | None, raw: Raw, context: Context) -> Shown:
    """What Kinde said of it, with names for ids where they are loaded."""
    found = KeyVerdict.read(raw)
    good = found.is_valid is True
    owner = found.user_id or found.org_code
    collection = "users" if found.user_id else "organizations"
    facts = (
        ("Verdict", "● valid" if good else f"○ not valid: {found.status or 'Kinde does not say why'}"),
        ("Key", called(context, "api_keys", found.key_id or "") or texts.ABSENT),
        ("Of", called(context, collection, owner) if owner else "the environment"),
        ("Scopes", ", ".join(found.scopes or ()) or "none"),
        ("Verified", texts.times(found.verification_count) if found.verification_count is not None else texts.ABSENT),
        ("Last verified", texts.day_and_time(found.last_verified_on)),
    )
    return Shown("An API key, as Kinde sees it", facts, good=good)
