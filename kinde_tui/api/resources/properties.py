"""Properties: their definitions, the categories they stand under, and their values on users and organizations."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource, given, within
from kinde_tui.models.outcome import Created
from kinde_tui.models.property import Category, Property, PropertyValue


class Properties(Resource):
    """Definitions of properties. Contexts are `usr`, `org` and `app`."""

    def list(self, *, context: str | None = None) -> AsyncIterator[Property]:
        """Every definition, or those of a context (`GetProperties`)."""
        return self._list(Property, operations.GET_PROPERTIES, context=context)

    async def create(
        self,
        key: str,
        name: str,
        *,
        context: str,
        category_id: str,
        kind: str = "single_line_text",
        private: bool = True,
        description: str | None = None,
    ) -> Created:
        """Defines a property (`CreateProperty`).

        Args:
            key: what code asks for; it stays for ever.
            name: what people call it.
            context: `usr`, `org` or `app`.
            category_id: the heading that it stands under.
            kind: `single_line_text` or `multi_line_text`.
            private: keeps it out of tokens.
            description: what it is for.
        """
        body = {
            "key": key,
            "name": name,
            "description": description,
            "type": kind,
            "context": context,
            "is_private": private,
            "category_id": category_id,
        }
        return Created.read(within(await self._do(operations.CREATE_PROPERTY, body=given(body)), "property"))

    async def update(
        self, property_id: str, *, name: str, private: bool, category_id: str, description: str | None = None
    ) -> None:
        """Sets all that can be set of a definition (`UpdateProperty`); built-in ones (`kp_…`) refuse."""
        body = {"name": name, "description": description, "is_private": private, "category_id": category_id}
        await self._do(operations.UPDATE_PROPERTY, {"property_id": property_id}, body=given(body))

    async def delete(self, property_id: str) -> None:
        """Deletes a definition with all values (`DeleteProperty`)."""
        await self._do(operations.DELETE_PROPERTY, {"property_id": property_id})


class Categories(Resource):
    """Headings that definitions stand under. They cannot be deleted."""

    def list(self, *, context: str | None = None) -> AsyncIterator[Category]:
        """Every category, or those of a context (`GetCategories`)."""
        return self._list(Category, operations.GET_CATEGORIES, context=context)

    async def create(self, name: str, *, context: str) -> Created:
        """Makes a category (`CreateCategory`)."""
        answer = await self._do(operations.CREATE_CATEGORY, body={"name": name, "context": context})
        return Created.read(within(answer, "category"))

    async def update(self, category_id: str, *, name: str) -> None:
        """Renames a category (`UpdateCategory`)."""
        await self._do(operations.UPDATE_CATEGORY, {"category_id": category_id}, body={"name": name})


class PropertyValues(Resource):
    """Values of properties on one user or one organization, by the property's key."""

    def of_user(self, user_id: str) -> AsyncIterator[PropertyValue]:
        """A user's values (`GetUserPropertyValues`)."""
        return self._list(PropertyValue, operations.GET_USER_PROPERTY_VALUES, {"user_id": user_id})

    async def set_for_user(self, user_id: str, values: Mapping[str, str]) -> None:
        """Sets some of a user's values (`UpdateUserProperties`); the others stay."""
        await self._do(operations.UPDATE_USER_PROPERTIES, {"user_id": user_id}, body={"properties": dict(values)})

    async def set_one_for_user(self, user_id: str, key: str, value: str) -> None:
        """Sets one of a user's values (`UpdateUserProperty`); it travels in the address."""
        path = {"user_id": user_id, "property_key": key}
        await self._do(operations.UPDATE_USER_PROPERTY, path, {"value": value})

    def of_organization(self, organization: str) -> AsyncIterator[PropertyValue]:
        """An organization's values (`GetOrganizationPropertyValues`)."""
        path = {"org_code": organization}
        return self._list(PropertyValue, operations.GET_ORGANIZATION_PROPERTY_VALUES, path)

    async def set_for_organization(self, organization: str, values: Mapping[str, str]) -> None:
        """Sets some of an organization's values (`UpdateOrganizationProperties`); the others stay."""
        body = {"properties": dict(values)}
        await self._do(operations.UPDATE_ORGANIZATION_PROPERTIES, {"org_code": organization}, body=body)

    async def set_one_for_organization(self, organization: str, key: str, value: str) -> None:
        """Sets one of an organization's values (`UpdateOrganizationProperty`); it travels in the address."""
        path = {"org_code": organization, "property_key": key}
        await self._do(operations.UPDATE_ORGANIZATION_PROPERTY, path, {"value": value})
