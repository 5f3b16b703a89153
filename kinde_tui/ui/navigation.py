"""Where one can go, and where one has been."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinde_tui.ui.messages import Place


@dataclass(frozen=True, slots=True)
class Destination:
    """A screen."""

    name: str
    title: str
    key: str = ""
    """The digit that goes there; without one it is under More."""
    aliases: tuple[str, ...] = ()
    note: str = ""
    lists: tuple[str, ...] = ()
    """The collections that it is made of; none: the one of its name, or nothing of the tenant."""
    under: str = ""
    """The screen of the record that its list hangs under: it is opened from there, and has no name to type."""
    short: str = ""
    """What the line of screens calls it, when the title cut off there would be another's."""


DESTINATIONS: tuple[Destination, ...] = (
    Destination(
        "overview", "Overview", "1", ("home", "o"), "the tenant in figures and charts, each of which leads to its rows"
    ),
    Destination("users", "Users", "2", ("user", "u")),
    Destination("organizations", "Organizations", "3", ("orgs", "org")),
    Destination("roles", "Roles", "4", ("role",)),
    Destination(
        "flags",
        "Flags",
        "5",
        ("flag", "ff"),
        "the cascade of feature flag overrides",
        ("environment_flags", "organization_flags"),
    ),
    Destination("token", "Token", "6", ("jwt",), "inspect a pasted token"),
    Destination("permissions", "Permissions", "", ("perms", "permission"), "what roles are made of, and who holds it"),
    Destination(
        "system_permissions", "System permissions", "", ("system", "sysperms"), "what roles may do on Kinde's own pages"
    ),
    Destination("properties", "Properties", "", ("props",), "definitions of user and organization properties"),
    Destination(
        "property_categories",
        "Property categories",
        "",
        ("categories", "category"),
        "the headings that definitions stand under",
    ),
    Destination("applications", "Applications", "", ("apps", "app"), "what users and machines sign in to"),
    Destination("apis", "APIs", "", ("audiences",), "what tokens can be asked for, their scopes, and by whom"),
    Destination("api_scopes", "API scopes", "", ("api_scope",), "the scopes of all APIs, and which roles bring them"),
    Destination("connections", "Connections", "", ("connection", "conn", "sso"), "the ways to sign in, and where"),
    Destination("api_keys", "API keys", "", ("apikeys",), "made, rotated, revoked, verified; shown once"),
    Destination("webhooks", "Webhooks", "", ("webhook", "hooks"), "addresses that Kinde calls when something happens"),
    Destination("event_types", "Event types", "", ("etypes",), "what webhooks can be told of"),
    Destination(
        "variables",
        "Environment variables",
        "",
        ("vars", "env_vars"),
        "what workflows read; secrets are masked",
        short="Variables",
    ),
    Destination("subscribers", "Subscribers", "", ("subs",), "people who left an address, and are no users"),
    Destination("business", "Business", "", ("biz",), "the account that all environments belong to"),
    Destination("environment", "Environment", "", ("env",), "passkeys, multi-factor sign-in, logos"),
    Destination("billing", "Billing", "", ("customers",), "what organizations have agreed to, and may use"),
    Destination("directories", "Directories", "", ("scim",), "users that another system sends by SCIM"),
    Destination("api", "API console", "", ("console", "call"), "any operation by hand: the exact request, the answer"),
    Destination("log", "Change log", "", ("changes", "audit"), "what was changed from here, and what became of it"),
    Destination("scopes", "Scopes", "", ("scope",), "what the token may do, and which scopes to tick for the rest"),
)
"""All screens that stand by themselves, in the order of the navigation."""

NESTED: tuple[Destination, ...] = (Destination("members", "Members", under="organizations"),)
"""Screens of lists that hang under a record."""

SCREENS = (*DESTINATIONS, *NESTED)
BY_NAME = {destination.name: destination for destination in SCREENS}
START = "users"
"""Where the program opens."""


def screen_showing(collection: str) -> str:
    """The name of the screen that shows the rows of a collection: its own, where no screen is made of several."""
    return next((one.name for one in SCREENS if collection in one.lists), collection)


class History:
    """Places in the order they were visited, with a finger on one of them."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._here = -1

    @property
    def here(self) -> Place | None:
        """The present place."""
        return self._places[self._here] if self._places else None

    def visit(self, place: Place) -> None:
        """Goes on from here; what was ahead is forgotten."""
        if place != self.here:
            self._places = [*self._places[: self._here + 1], place][-100:]
            self._here = len(self._places) - 1

    def amend(self, place: Place) -> None:
        """The present place is more exactly this: another record on the same screen."""
        if self._places:
            self._places[self._here] = place

    def step(self, by: int) -> Place | None:
        """The place before or after; None at the ends."""
        if not 0 <= self._here + by < len(self._places):
            return None
        self._here += by
        return self._places[self._here]
