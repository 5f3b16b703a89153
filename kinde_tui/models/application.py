"""Applications: what users and machines sign in to."""

from __future__ import annotations

from kinde_tui.models.record import Record


class Application(Record):
    """An application. Lists have its id, name and type; the rest comes with the single read.

    The single read holds the client secret as well: it is no field here, so that no record ever carries one.
    """

    id: str = ""
    """The client id: what a token calls `azp`."""
    name: str | None = None
    type: str | None = None
    login_uri: str | None = None
    homepage_uri: str | None = None
    is_access_control_enabled: bool | None = None
    """Whether only holders of the access roles are let in."""
    is_allow_faceless_auth: bool | None = None
    """Whether Kinde's own sign-in pages can be left out."""
    is_ask_for_name: bool | None = None
    has_marketing_consent: bool | None = None
    has_sign_in_link_on_sign_up_page: bool | None = None
    has_register_link_on_sign_in_page: bool | None = None
    has_sign_in_with_sso_button: bool | None = None
    use_gravatar_fallback: bool | None = None
    access_token_lifetime: int | None = None
    """Seconds. This and the other lifetimes are set by a call of their own and read by none."""
    refresh_token_lifetime: int | None = None
    id_token_lifetime: int | None = None
    authenticated_session_lifetime: int | None = None
    is_hasura_mapping_enabled: bool | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the single read was made: it has fields that no list has."""
        return bool({*self.model_fields_set, *self.problems} - {"id", "name", "type"})


class AllowedUrl(Record):
    """One of the addresses that an application may send people back to."""

    url: str = ""
    allowed: tuple[str, ...] = ()
    """All that were allowed when this one was read: a change of one replaces the whole list."""
