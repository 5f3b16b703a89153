"""Users: the people who sign in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource, given
from kinde_tui.models.outcome import CreatedUser
from kinde_tui.models.user import SearchHit, User

if TYPE_CHECKING:
    from pydantic import SecretStr


class Users(Resource):
    """The environment's users."""

    def list(
        self,
        *,
        email: str | Sequence[str] | None = None,
        phone: str | Sequence[str] | None = None,
        username: str | Sequence[str] | None = None,
        user_id: str | Sequence[str] | None = None,
        has_organization: bool | None = None,
        active_since: datetime | None = None,
        expand: Sequence[str] = (),
    ) -> AsyncIterator[User]:
        """Every user that matches all filters (`getUsers`). The API offers no order and no search here.

        Args:
            email: exact addresses.
            phone: exact numbers, with country code.
            username: exact names.
            user_id: ids.
            has_organization: only users with an organization, or only those without.
            active_since: only users active since that moment.
            expand: `organizations`, `identities`, `billing`.
        """
        return self._list(
            User,
            operations.GET_USERS,
            email=email,
            phone=phone,
            username=username,
            user_id=user_id,
            has_organization=has_organization,
            active_since=active_since.isoformat() if active_since else None,
            expand=tuple(expand) or None,
        )

    async def get(self, user_id: str, *, expand: Sequence[str] = ()) -> User:
        """One user (`getUserData`); NotFoundError when gone."""
        return await self._get(User, operations.GET_USER, id=user_id, expand=tuple(expand) or None)

    async def create(
        self,
        *,
        email: str | None = None,
        phone: str | None = None,
        phone_country: str | None = None,
        username: str | None = None,
        verified: bool | None = None,
        first_name: str | None = None,
        last_name: str | None = None,
        picture: str | None = None,
        provided_id: str | None = None,
        organization: str | None = None,
    ) -> CreatedUser:
        """Makes a user (`createUser`). Never sent twice: after a lost answer look the user up by identity first.

        Args:
            email: an identity; the first of the three becomes the primary one.
            phone: an identity; the national part when `phone_country` is given.
            phone_country: two letters, `gb`.
            username: an identity.
            verified: whether e-mail and phone count as verified.
            first_name: given name.
            last_name: family name.
            picture: address of an image.
            provided_id: the id that the tenant's own systems know this person by.
            organization: code of the organization to join; without it, the default one by the tenant's policy.
        """
        identities = []
        for kind, value in (("email", email), ("phone", phone), ("username", username)):
            if value:
                country = phone_country if kind == "phone" else None
                details = given({kind: value, "phone_country_id": country})
                sure = verified if kind != "username" else None
                identities.append(given({"type": kind, "is_verified": sure, "details": details}))
        body = given(
            {
                "profile": given({"given_name": first_name, "family_name": last_name, "picture": picture}) or None,
                "organization_code": organization,
                "provided_id": provided_id,
                "identities": identities or None,
            }
        )
        return CreatedUser.read(await self._do(operations.CREATE_USER, body=body))

    async def update(
        self,
        user_id: str,
        *,
        first_name: str | None = None,
        last_name: str | None = None,
        picture: str | None = None,
        provided_id: str | None = None,
        suspended: bool | None = None,
        ask_for_new_password: bool | None = None,
    ) -> User:
        """Changes what is given and leaves the rest (`updateUser`); an empty string empties a field."""
        fields = given(
            {
                "given_name": first_name,
                "family_name": last_name,
                "picture": picture,
                "provided_id": provided_id,
                "is_suspended": suspended,
                "is_password_reset_requested": ask_for_new_password,
            }
        )
        return User.read(await self._do(operations.UPDATE_USER, query={"id": user_id}, body=fields))

    async def delete(self, user_id: str, *, erase_profile: bool = False) -> None:
        """Takes the user out of the environment (`deleteUser`), or erases the person from the business altogether."""
        await self._do(operations.DELETE_USER, query={"id": user_id, "is_delete_profile": erase_profile or None})

    async def refresh_claims(self, user_id: str) -> None:
        """Makes the user's next token carry today's roles and flags (`refreshUserClaims`)."""
        await self._do(operations.REFRESH_USER_CLAIMS, {"user_id": user_id})

    async def set_password(
        self,
        user_id: str,
        hashed_password: SecretStr,
        *,
        method: str | None = None,
        salt: str | None = None,
        salt_position: str | None = None,
        temporary: bool | None = None,
        parameters: Mapping[str, Any] | None = None,
    ) -> None:
        """Sets a password by its hash (`SetUserPassword`).

        Args:
            user_id: whose.
            hashed_password: the hash; Kinde never takes the password itself.
            method: `bcrypt`, `crypt`, `md5`, `sha256`, `wordpress`, `pbkdf2`, `firebase-scrypt`, …
            salt: where the method has one beside the hash.
            salt_position: `prefix` or `suffix`.
            temporary: whether the user must choose another one at the next sign-in.
            parameters: what else the method needs: `iterations`, `rounds`, `mem_cost`, `signer_key`, ….
        """
        body = {
            "hashed_password": hashed_password.get_secret_value(),
            "hashing_method": method,
            "salt": salt,
            "salt_position": salt_position,
            "is_temporary_password": temporary,
            **(parameters or {}),
        }
        await self._do(operations.SET_USER_PASSWORD, {"user_id": user_id}, body=given(body))

    def search(
        self,
        query: str = "*",
        *,
        properties: Mapping[str, str] | None = None,
        api_scopes: str | None = None,
        expand: Sequence[str] = (),
    ) -> AsyncIterator[SearchHit]:
        """Users by a part of their e-mail address or name (`searchUsers`); `*` is everybody.

        Args:
            query: what to look for.
            properties: property keys with the values that they must have.
            api_scopes: the scopes of an API that users must hold, as Kinde writes them.
            expand: `properties`, `api_scopes`, ….
        """
        by_property: dict[str, Any] = {f"properties[{key}]": value for key, value in (properties or {}).items()}
        return self._list(
            SearchHit,
            operations.SEARCH_USERS,
            query=query,
            api_scopes=api_scopes,
            expand=tuple(expand) or None,
            **by_property,
        )
