"""What an organization decides for itself about signing in."""

from __future__ import annotations

from kinde_tui.models.record import Record


class OrganizationPolicy(Record):
    """One of the three: passkeys, which can be read; factors and sessions, which can only be set."""

    id: str = ""
    """`passkey`, `mfa` or `sessions`."""
    policy: str | None = None
    """Of passkeys: `off`, `optional` or `mandatory`."""
    is_override_environment_passkey_settings: bool | None = None
    environment_policy: str | None = None
    enabled_factors: tuple[str, ...] | None = None
    is_recovery_codes_enabled: bool | None = None
    is_use_org_sso_session_policy: bool | None = None
    sso_session_persistence_mode: str | None = None
    is_use_org_authenticated_session_lifetime: bool | None = None
    authenticated_session_lifetime: int | None = None
    """Seconds."""
