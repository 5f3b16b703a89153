"""A user's columns and facts, and how each is edited in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.models.user import User
from kinde_tui.services.collections import texts, user_changes, validation
from kinde_tui.services.collections.collection import Column, Edit, Fact, Facts, Refers, Tone
from kinde_tui.services.collections.edits import text_edit
from kinde_tui.services.collections.names import HINT, written
from kinde_tui.services.collections.raws import count, either, first_of, instant, joined, listed, path

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import Context


def _name(user: User, _context: Context) -> str:
    return user.full_name


_sorted_name = first_of(joined("first_name", "last_name"), path("email", "preferred_email", "username", "phone", "id"))
"""As `User.full_name`, so that rows stand where their text says."""


def _organizations(user: User, context: Context) -> str:
    names = [context.name_of("organizations", code) or code for code in user.organizations or ()]
    return ", ".join(names) or texts.ABSENT


def _signed_in(user: User, context: Context) -> str:
    last = texts.since("last_signed_in")(user, context)
    if user.total_sign_ins is None:
        return last
    if not user.total_sign_ins:
        return "never"
    return f"{texts.times(user.total_sign_ins)}, last {last}"


def _status(user: User, _context: Context) -> str:
    return texts.UNREADABLE if "is_suspended" in user.problems else texts.status(user.is_suspended)


def _failures_tone(user: User) -> Tone:
    return Tone.WARNING if user.failed_sign_ins else Tone.PLAIN


def _editable(field: str, label: str) -> Edit[User]:
    def accept(text: str) -> str:
        return validation.line(text, f"The {label}")

    return text_edit(field, label, kinde.UPDATE_USER, user_changes.target_of, user_changes.asks_of, accept)


EDIT_NAME = Edit[User](
    lambda user: written(user.first_name or "", user.last_name or ""),
    user_changes.rename,
    kinde.UPDATE_USER,
    HINT,
)
EDIT_FIRST_NAME = _editable("first_name", "first name")
EDIT_LAST_NAME = _editable("last_name", "last name")
EDIT_PROVIDED_ID = text_edit(
    "provided_id",
    "own id",
    kinde.UPDATE_USER,
    user_changes.target_of,
    user_changes.asks_of,
    validation.external_id,
    hint="The id that your own systems know them by",
)

COLUMNS = (
    Column[User]("name", "Name", _name, _sorted_name, 18, grow=True, edit=EDIT_NAME, search=True),
    Column[User](
        "email",
        "Email",
        texts.plain("email", "preferred_email"),
        path("email", "preferred_email"),
        22,
        grow=True,
        search=True,
    ),
    Column[User]("orgs", "Orgs", texts.counted("organizations"), count("organizations"), 4, right=True),
    Column[User]("last_seen", "Last seen", texts.since("last_signed_in"), instant("last_signed_in"), 11),
    Column[User](
        "status", "Status", _status, either("is_suspended", "suspended", "active"), 11, tone=texts.status_tone
    ),
    Column[User](
        "first_name",
        "First name",
        texts.plain("first_name"),
        path("first_name"),
        edit=EDIT_FIRST_NAME,
        hidden=True,
    ),
    Column[User](
        "last_name", "Last name", texts.plain("last_name"), path("last_name"), edit=EDIT_LAST_NAME, hidden=True
    ),
    Column[User]("phone", "Phone", texts.plain("phone"), path("phone"), 16, search=True, hidden=True),
    Column[User]("username", "Username", texts.plain("username"), path("username"), 16, search=True, hidden=True),
    Column[User](
        "provided_id",
        "Your id",
        texts.plain("provided_id"),
        path("provided_id"),
        16,
        edit=EDIT_PROVIDED_ID,
        search=True,
        hidden=True,
    ),
    Column[User](
        "org",
        "Organizations",
        _organizations,
        listed("organizations"),
        24,
        hidden=True,
        refers=Refers("organizations", "code"),
        also=("organization",),
    ),
    Column[User]("created", "Created", texts.dated("created_on"), instant("created_on"), 11, hidden=True),
    Column[User](
        "sign_ins", "Sign-ins", texts.number("total_sign_ins"), path("total_sign_ins"), 8, right=True, hidden=True
    ),
    Column[User](
        "failed",
        "Failed",
        texts.number("failed_sign_ins"),
        path("failed_sign_ins"),
        6,
        right=True,
        tone=_failures_tone,
        hidden=True,
    ),
    Column[User]("id", "Id", texts.plain("id"), path("id"), 36, search=True, hidden=True),
)

PROFILE = Facts[User](
    "Profile",
    (
        Fact("First name", texts.plain("first_name"), edit=EDIT_FIRST_NAME),
        Fact("Last name", texts.plain("last_name"), edit=EDIT_LAST_NAME),
        Fact("Email", texts.plain("email", "preferred_email")),
        Fact("Phone", texts.plain("phone")),
        Fact("Username", texts.plain("username")),
        Fact("Your id", texts.plain("provided_id"), edit=EDIT_PROVIDED_ID),
        Fact("Status", _status, texts.status_tone),
        Fact("Signed in", _signed_in),
        Fact("Failed in a row", texts.number("failed_sign_ins"), _failures_tone),
        Fact("Password", lambda _user, _context: "? cannot be read · P sets one", lambda _user: Tone.MUTED),
        Fact("API scopes", lambda _user, _context: "? cannot be read · K gives one", lambda _user: Tone.MUTED),
        Fact("Organizations", _organizations),
        Fact("Created", texts.dated_exactly("created_on")),
        Fact("Picture", texts.plain("picture")),
        Fact("Id", texts.plain("id")),
    ),
)
