"""Users: the people who sign in."""

from __future__ import annotations

from kinde_tui.api import operations as kinde
from kinde_tui.models.user import User
from kinde_tui.services.collections import user_actions, user_fields, web
from kinde_tui.services.collections.collection import Collection, Flag, Held, Panel, Refers, Related
from kinde_tui.services.collections.raws import by

USERS = Collection[User](
    name="users",
    title="Users",
    one="user",
    model=User,
    key=by("id"),
    lists=kinde.GET_USERS,
    query={"expand": "organizations"},
    reads=kinde.GET_USER,
    reads_query=lambda key, _parent: {"id": key, "expand": "organizations"},
    columns=user_fields.COLUMNS,
    called=lambda user: user.full_name,
    sort=("name", False),
    aliases=("user", "u", "people"),
    flags={
        "active": Flag("status", "active"),
        "suspended": Flag("status", "suspended"),
        "never": Flag("last_seen", present=False),
        "phone": Flag("phone", present=True),
        "username": Flag("username", present=True),
        "email": Flag("email", present=True),
        "organization": Flag("org", present=True),
    },
    held={"role": Held(Refers("roles", "key"), "members", "roles", "organizations", "role_users", "organizations")},
    details=(
        user_fields.PROFILE,
        Panel("Access", "access", ("members", "member_permissions", "role_permissions", "roles", "organizations")),
        Panel("Flags", "user_flags", ("environment_flags", "organization_flags")),
        Related("Properties", "user_properties", lambda user: (user.id,)),
        Related("Identities", "identities", lambda user: (user.id,)),
        Related("Sessions", "sessions", lambda user: (user.id,)),
        Related("MFA", "user_factors", lambda user: (user.id,)),
    ),
    actions=user_actions.ACTIONS,
    creation=user_actions.CREATE,
    removal=user_actions.DELETE,
    path=web.page("users", "list"),
    empty="Nobody has signed up yet.",
)
