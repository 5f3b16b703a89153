"""The environment's policy on passkeys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.environment import Passkey
from kinde_tui.services.change import Change, Danger, Stale, Target
from kinde_tui.services.collections import texts
from kinde_tui.services.collections.collection import (
    Collection,
    Column,
    Edit,
    InvalidInputError,
)
from kinde_tui.services.collections.edits import set_fields
from kinde_tui.services.collections.raws import either, path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent

THE_ONE = "passkeys"
"""The key of the one record of its list: Kinde gives it none."""
POLICIES = ("off", "optional", "mandatory")


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
