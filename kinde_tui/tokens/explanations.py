"""What each claim means in Kinde: the table behind the inspector's explanations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explanation:
    """A claim's name for people, and what it means in Kinde."""

    label: str
    meaning: str
    private: bool = False
    """About a person: left out of a redacted copy."""


EXPLANATIONS: Mapping[str, Explanation] = {
    "iss": Explanation("Issuer", "The tenant that made it. Every environment has an address of its own."),
    "sub": Explanation("User", "The id of the user. Machine-to-machine tokens have none."),
    "aud": Explanation(
        "Audience", "The APIs it is meant for; in an ID token the application. An API refuses tokens for others."
    ),
    "azp": Explanation("Application", "The client id of the application that it was given to."),
    "client_id": Explanation("Application", "The client id of the application that it was given to."),
    "exp": Explanation("Expires", "Nobody may accept it after this. Set per application; 24 h (ID: 1 h) by default."),
    "nbf": Explanation("Valid from", "Nobody may accept it before this."),
    "iat": Explanation("Issued", "Roles, permissions and flags in it are as they were then, until the next issue."),
    "jti": Explanation("Token id", "This one token, and no other."),
    "auth_time": Explanation("Signed in", "When the user last proved who they are."),
    "rat": Explanation("Requested", "When the sign-in was asked for."),
    "gty": Explanation("Grant type", "How it was obtained: client_credentials means by a machine, with a secret."),
    "scp": Explanation("Scopes", "What the application asked for; offline means that a refresh token came along."),
    "scope": Explanation("Scopes", "What the application asked for, in one text."),
    "v": Explanation("Version", "The version of Kinde's token format."),
    "nonce": Explanation("Nonce", "Ties the token to the sign-in that asked for it."),
    "at_hash": Explanation("Access token hash", "Ties this ID token to the access token that came with it."),
    "c_hash": Explanation("Code hash", "Ties this ID token to the authorization code."),
    "sid": Explanation("Session", "The session of the user that it belongs to."),
    "acr": Explanation("Assurance", "How strictly the user was checked."),
    "amr": Explanation("Methods", "How the user proved who they are."),
    "org_code": Explanation(
        "Organization", "The organization the user signed in to. Permissions and roles hold there."
    ),
    "org_name": Explanation("Organization name", "The name of the organization the user signed in to."),
    "org_codes": Explanation("Organizations", "All organizations that the user is a member of."),
    "organizations": Explanation("Organizations", "All organizations of the user, with their names."),
    "external_org_id": Explanation("External organization id", "The organization's id in the tenant's own systems."),
    "external_organization_id": Explanation(
        "External organization id", "The organization's id in the tenant's own systems."
    ),
    "permissions": Explanation("Permissions", "What the user may do in this organization, through all of their roles."),
    "roles": Explanation("Roles", "The user's roles in this organization. Only where token customization adds them."),
    "feature_flags": Explanation("Feature flags", "The flags' values for this user when the token was issued."),
    "organization_properties": Explanation("Organization properties", "Properties of the organization.", private=True),
    "user_properties": Explanation("User properties", "Properties of the user.", private=True),
    "application_properties": Explanation("Application properties", "Properties of the application.", private=True),
    "email": Explanation("E-mail", "The user's address. In access tokens only where customization adds it.", True),
    "email_verified": Explanation("E-mail verified", "Whether the user proved that the address is theirs."),
    "phone_number": Explanation("Phone", "The user's number.", private=True),
    "phone_number_verified": Explanation("Phone verified", "Whether the user proved that the number is theirs."),
    "preferred_username": Explanation("Username", "The name the user signs in with.", private=True),
    "username": Explanation("Username", "The name the user signs in with.", private=True),
    "name": Explanation("Name", "The user's full name.", private=True),
    "given_name": Explanation("First name", "The user's first name.", private=True),
    "family_name": Explanation("Last name", "The user's last name.", private=True),
    "picture": Explanation("Picture", "The address of the user's picture.", private=True),
    "provided_id": Explanation("Provided id", "The user's id in the tenant's own systems.", private=True),
    "updated_at": Explanation("Profile changed", "When the user's profile last changed."),
    "locale": Explanation("Language", "The user's language."),
    "zoneinfo": Explanation("Time zone", "The user's time zone.", private=True),
    "ext_provider": Explanation(
        "Identity provider", "The connection signed in with, and what it said of the user.", True
    ),
    "ext_groups": Explanation("Groups", "Groups of the user at Microsoft Entra.", private=True),
    "ext_attributes": Explanation("Attributes", "Attributes of the user at the identity provider.", private=True),
    "has_trial_period": Explanation("Trial", "Whether the plan is in its trial period."),
    "trial_expires_on": Explanation("Trial ends", "When the plan's trial period ends."),
    "https://hasura.io/jwt/claims": Explanation("Hasura", "What Hasura reads: user, roles and session variables."),
    "type": Explanation("Event type", "What happened: user.updated, role.created and so on."),
    "data": Explanation("Event data", "The record that the event is about.", private=True),
    "event_id": Explanation("Event", "This one event: keep it, and refuse to handle it twice."),
    "event_timestamp": Explanation("Happened", "When the event happened."),
    "timestamp": Explanation("Sent", "When Kinde sent this event."),
    "source": Explanation("Source", "What caused the event: a person in the dashboard, the API, a user."),
}
"""In the order in which people read a token: who made it for whom, until when, for what, about whom."""

HASURA = Explanation("", "One of Hasura's session variables, from the mapping switched on in the application.")
UNKNOWN = Explanation(
    "", "Not one of Kinde's own: a token workflow or the token's customization added it.", private=True
)
