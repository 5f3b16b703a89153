"""The tokens that the demo tenant gives out: to machines for the Management API, to people for their applications."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kinde_tui.demo.answers import missing
from kinde_tui.demo.handlers.properties import values_of

if TYPE_CHECKING:
    from kinde_tui.demo.people import Person
    from kinde_tui.demo.signing import Signer
    from kinde_tui.demo.tenant import DemoTenant

_USER_SCOPES = ("openid", "profile", "email", "offline")
_ACCESS_LIFE = timedelta(hours=24)
_ID_LIFE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token given out earlier is worth."""

    client_id: str
    scopes: frozenset[str]
    expires: datetime
    claims: dict[str, Any]
    """Everything that the token says."""
    manages: bool
    """Whether it opens the Management API."""


class Mint:
    """Gives out tokens and remembers them."""

    def __init__(self, tenant: DemoTenant, signer: Signer) -> None:
        self._tenant = tenant
        self._signer = signer
        self._grants: dict[str, Grant] = {}
        self.machine_life = timedelta(hours=24)
        """How long a machine-to-machine token lives. Kinde's documents name an hour and a day."""

    def grant_of(self, token: str) -> Grant | None:
        """What a token is worth; None: it is not one of ours, was revoked, or has expired."""
        grant = self._grants.get(token)
        return grant if grant is not None and self._tenant.now() < grant.expires else None

    def revoke(self, token: str) -> None:
        """The token opens nothing any more."""
        self._grants.pop(token, None)

    def machine_token(self, client_id: str, audience: list[str], scopes: list[str], *, manages: bool) -> str:
        """A token of the client-credentials flow."""
        application = self._tenant.applications[client_id]
        claims = self._stamped(self.machine_life) | {
            "aud": audience,
            "azp": client_id,
            "gty": ["client_credentials"],
            "scope": " ".join(scopes),
            "scp": scopes,
            "v": "2",
        }
        if application["org_code"]:
            claims["org_code"] = application["org_code"]
        return self._sign(claims, client_id, manages=manages)

    def access_token(self, user_id: str, org_code: str | None = None) -> str:
        """A person's access token, for an organization of theirs; without one for their first.

        Raises:
            RefusalError: there is no such user, or no such membership.
        """
        index = self._tenant.user(user_id)
        codes = self._tenant.memberships.codes_of(index)
        code = org_code or (codes[0] if codes else None)
        client_id = self._sign_in_client()
        values = self._tenant.flag_values(code, index)
        claims = self._stamped(_ACCESS_LIFE) | {
            "sub": user_id,
            "aud": [],
            "azp": client_id,
            "scp": list(_USER_SCOPES),
            "feature_flags": {key: flag.claim(values[key]) for key, flag in self._tenant.flags.items()},
        }
        if code is not None:
            membership = self._tenant.member(code, user_id)
            held = self._tenant.permissions_of(membership)
            claims |= {
                "org_code": code,
                "org_name": self._tenant.organization(code)["name"],
                "permissions": [self._tenant.permissions[id_]["key"] for id_ in held],
                "roles": [
                    {name: role[name] for name in ("id", "key", "name")} for role in self._tenant.roles_of(membership)
                ],
            }
        return self._sign(claims, client_id, manages=False)

    def id_token(self, user_id: str) -> str:
        """A person's ID token.

        Raises:
            RefusalError: there is no such user.
        """
        index = self._tenant.user(user_id)
        person = self._tenant.people.person(index)
        client_id = self._sign_in_client()
        stamped = self._stamped(_ID_LIFE)
        claims = stamped | {
            "sub": user_id,
            "aud": [self._tenant.issuer, client_id],
            "azp": client_id,
            "at_hash": urlsafe_b64encode(sha256(str(stamped["jti"]).encode()).digest()[:16]).decode().rstrip("="),
            "auth_time": stamped["iat"],
            "rat": stamped["iat"] - 4,
            "org_codes": self._tenant.memberships.codes_of(index),
            "updated_at": int(datetime.fromisoformat(person["created_on"]).timestamp()),
            "user_properties": {
                row["key"]: {"v": row["value"]}
                for row in values_of(self._tenant, "usr", user_id)
                if row["value"] is not None and not self._tenant.properties[row["id"]]["is_private"]
            },
            **profile(person),
        }
        return self._sign(claims, client_id, manages=False)

    def _sign_in_client(self) -> str:
        clients = [id_ for id_, row in self._tenant.applications.items() if row["type"] != "m2m"]
        if not clients:
            raise missing("application")
        return clients[0]

    def _stamped(self, life: timedelta) -> dict[str, Any]:
        issued = int(self._tenant.now().timestamp())
        return {
            "iss": self._tenant.issuer,
            "iat": issued,
            "exp": issued + int(life.total_seconds()),
            "jti": str(uuid4()),
        }

    def _sign(self, claims: dict[str, Any], client_id: str, *, manages: bool) -> str:
        token = self._signer.sign(claims)
        expires = datetime.fromtimestamp(claims["exp"], self._tenant.born.tzinfo)
        self._grants[token] = Grant(client_id, frozenset(claims.get("scp", ())), expires, claims, manages)
        return token


def profile(person: Person) -> dict[str, Any]:
    """A person's claims of the scopes `profile` and `email`."""
    names = [name for name in (person["first_name"], person["last_name"]) if name]
    claims = {
        "email": person["email"],
        "email_verified": True if person["email"] else None,
        "given_name": person["first_name"],
        "family_name": person["last_name"],
        "name": " ".join(names),
        "picture": person["picture"],
        "phone_number": person["phone"],
        "preferred_username": person["username"],
        "provided_id": person["provided_id"],
    }
    return {name: value for name, value in claims.items() if value is not None}
