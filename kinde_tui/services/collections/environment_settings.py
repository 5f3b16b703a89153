"""What hangs on the environment: the policy on passkeys, and the logos."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request, Upload
from kinde_tui.models.environment import Logo, Passkey
from kinde_tui.services.change import Change, Danger, Removed, Stale, Target
from kinde_tui.services.collections import texts
from kinde_tui.services.collections.collection import (
    Action,
    Ask,
    Collection,
    Column,
    Context,
    Creation,
    Edit,
    InvalidInputError,
    Question,
)
from kinde_tui.services.collections.edits import given, set_fields
from kinde_tui.services.collections.raws import by, either, path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers

THE_ONE = "passkeys"
"""The key of the one record of its list: Kinde gives it none."""
POLICIES = ("off", "optional", "mandatory")
KINDS = (
    ("light", "For light pages"),
    ("dark", "For dark pages"),
    ("favicon_svg", "Favicon, SVG"),
    ("favicon_fallback", "Favicon for older browsers"),
)
LARGEST = 2 * 1024 * 1024
"""Bytes of a picture."""
MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
}


def _key(raw: Raw) -> str:
    return THE_ONE if isinstance(raw.get("policy"), str) else ""


def _set_policy(passkey: Passkey, text: str, _parent: Parent) -> Change | None:
    if text == passkey.policy:
        return None
    if text not in POLICIES:
        raise InvalidInputError(f"The policy is one of {', '.join(POLICIES)}.")

    def asks(fields: Mapping[str, str]) -> Request:
        return Request(kinde.UPDATE_PASSKEY, body=dict(fields))

    return set_fields(
        Target("passkeys", THE_ONE, "passkeys"),
        asks,
        {"policy": passkey.policy},
        {"policy": text},
        says=(f"Make passkeys {text}", f"Make passkeys {passkey.policy} again"),
        danger=Danger.CONFIRM,
        loses="It holds for everybody who signs in to this environment. "
        "Other policies than off need the entitlement to passkeys.",
        also=(Stale("passkeys"),),
    )


EDIT_POLICY = Edit[Passkey](lambda passkey: passkey.policy or "", _set_policy, kinde.UPDATE_PASSKEY, choices=POLICIES)

PASSKEYS = Collection[Passkey](
    name="passkeys",
    title="Passkeys",
    one="passkey policy",
    model=Passkey,
    key=_key,
    lists=kinde.GET_PASSKEY,
    columns=(
        Column[Passkey](
            "policy", "Policy", texts.plain("policy"), path("policy"), 20, grow=True, edit=EDIT_POLICY, search=True
        ),
        Column[Passkey]("enabled", "On", texts.answer("enabled"), either("enabled", "yes", "no"), 6),
    ),
    called=lambda _passkey: "passkeys",
    sort=("policy", False),
    aliases=("passkey",),
    at_start=False,
    empty="Kinde shows no policy on passkeys.",
)


def _logo_name(logo: Logo) -> str:
    return logo.file_name or logo.type


def picture(text: str) -> Upload:
    """The picture in a file on this machine.

    Raises:
        InvalidInputError: there is none, or it is none that a browser shows.
    """
    place = Path(text.strip()).expanduser()
    kind = MEDIA_TYPES.get(place.suffix.lower())
    if kind is None:
        raise InvalidInputError(f"A logo is a picture: {', '.join(name[1:] for name in MEDIA_TYPES)}.")
    try:
        if place.stat().st_size > LARGEST:
            raise InvalidInputError(f"{place.name} is larger than {LARGEST // 1024 // 1024} MB.")
        content = place.read_bytes()
    except OSError as error:
        raise InvalidInputError(f"{place} cannot be read: {error.strerror or 'no such file'}.") from error
    return Upload(place.name, content, kind)


def _put(answers: Answers, _parent: Parent, _context: Context | None = None) -> Sequence[Change]:
    kind, file = given(answers, "logo_type"), picture(given(answers, "file"))
    if kind not in {value for value, _label in KINDS}:
        raise InvalidInputError("Choose where the logo is shown.")
    return (
        Change(
            request=Request(kinde.ADD_LOGO, {"type": kind}, body={"logo": file}),
            target=Target("logos", kind, file.name),
            says=f"Use {file.name} as the logo {kind.replace('_', ' ')}",
            after={"type": kind, "file_name": file.name},
            effects=(Stale("logos"),),
            danger=Danger.CONFIRM,
            loses="It takes the place of the one there is, which the API does not give back.",
        ),
    )


def _delete(logo: Logo, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    target = Target("logos", logo.type, _logo_name(logo))
    return (
        Change(
            request=Request(kinde.DELETE_LOGO, {"type": logo.type}),
            target=target,
            says=f"Delete the logo {target.name}",
            before={} if logo.file_name is None else {"file_name": logo.file_name},
            effects=(Removed(target),),
            danger=Danger.CONFIRM,
            loses="The API does not give the picture back: keep a copy of it.",
        ),
    )


LOGOS = Collection[Logo](
    name="logos",
    title="Logos",
    one="logo",
    model=Logo,
    key=by("type"),
    lists=kinde.READ_LOGO,
    columns=(
        Column[Logo]("type", "Shown", texts.plain("type"), path("type"), 16, search=True),
        Column[Logo]("file", "File", texts.plain("file_name"), path("file_name"), 20, grow=True, search=True),
    ),
    called=_logo_name,
    sort=("type", False),
    aliases=("logo",),
    creation=Creation(
        "Put a logo",
        kinde.ADD_LOGO,
        (
            Question("logo_type", "Shown", Ask.CHOICE, choices=KINDS, default="light"),
            Question("file", "File", hint="~/pictures/logo.svg"),
        ),
        _put,
    ),
    removal=Action[Logo]("logos.delete", "d", "Delete", kinde.DELETE_LOGO, _delete),
    at_start=False,
    empty="No logo is set.",
)
