"""Sessions: where one user is signed in. Kinde ends all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.models.user import Session
from kinde_tui.services.collections import texts
from kinde_tui.services.collections.collection import Action, Collection, Column, Fact, Facts, Refers
from kinde_tui.services.collections.edits import called
from kinde_tui.services.collections.raws import by, instant, path
from kinde_tui.services.collections.user_changes import end_all_sessions

if TYPE_CHECKING:
    from kinde_tui.services.change import Change, Parent
    from kinde_tui.services.collections.collection import Answers, Context


def _end_all(_session: Session, _answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
    return (end_all_sessions(parent[0], called(context, "users", parent[0])),)


SESSIONS = Collection[Session](
    name="sessions",
    title="Sessions",
    one="session",
    model=Session,
    key=by("session_id"),
    lists=kinde.GET_USER_SESSIONS,
    parents=("user_id",),
    columns=(
        Column[Session]("last_seen", "Last seen", texts.since("updated_on"), instant("updated_on"), 11),
        Column[Session](
            "application",
            "Application",
            texts.named("applications", "client_id"),
            path("client_id"),
            16,
            grow=True,
            search=True,
            refers=Refers("applications", "id"),
        ),
        Column[Session](
            "organization",
            "Organization",
            texts.named("organizations", "org_code"),
            path("org_code"),
            14,
            grow=True,
            search=True,
            refers=Refers("organizations", "code"),
            also=("org",),
        ),
        Column[Session]("ip", "Address", texts.plain("last_ip_address"), path("last_ip_address"), 15, search=True),
        Column[Session](
            "agent", "Browser", texts.plain("last_user_agent"), path("last_user_agent"), 20, grow=True, search=True
        ),
        Column[Session]("started", "Started", texts.since("started_on"), instant("started_on"), 11),
        Column[Session]("expires", "Expires", texts.since("expires_on"), instant("expires_on"), 11, hidden=True),
        Column[Session]("id", "Id", texts.plain("session_id"), path("session_id"), 36, hidden=True),
    ),
    called=lambda session: session.last_user_agent or session.session_id,
    sort=("last_seen", True),
    details=(
        Facts[Session](
            "Session",
            (
                Fact("Application", texts.named("applications", "client_id")),
                Fact("Organization", texts.named("organizations", "org_code")),
                Fact("Last address", texts.plain("last_ip_address")),
                Fact("Last browser", texts.plain("last_user_agent")),
                Fact("First address", texts.plain("initial_ip_address")),
                Fact("First browser", texts.plain("initial_user_agent")),
                Fact("Connection", texts.plain("connection_id")),
                Fact("Started", texts.dated_exactly("started_on")),
                Fact("Last seen", texts.dated_exactly("updated_on")),
                Fact("Expires", texts.dated_exactly("expires_on")),
                Fact("Id", texts.plain("session_id")),
            ),
        ),
    ),
    removal=Action[Session](
        "sessions.end_all",
        "d",
        "End ALL sessions of this user",
        kinde.DELETE_USER_SESSIONS,
        _end_all,
        help="Kinde cannot end one session alone.",
    ),
    empty="This user is signed in nowhere.",
)
