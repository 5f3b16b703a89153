"""The environment of the token: one record, with what is set for everybody who signs in to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.environment import Environment
from kinde_tui.services.change import Change, Danger, Target
from kinde_tui.services.collections import connected_apps, texts
from kinde_tui.services.collections.collection import (
    Action,
    Ask,
    Collection,
    Column,
    Context,
    Fact,
    Facts,
    InvalidInputError,
    Question,
    Related,
    Tone,
)
from kinde_tui.services.collections.edits import given
from kinde_tui.services.collections.raws import by, either, path

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers

UNREADABLE = "? cannot be read · m sets it"
POLICIES = (
    ("optional", "Optional: people may set it up"),
    ("required", "Required: nobody signs in without it"),
    ("off", "Off"),
)
FACTORS = (
    ("mfa_email", "E-mail code", "mfa:email"),
    ("mfa_sms", "Text message", "mfa:sms"),
    ("mfa_app", "Authenticator app", "mfa:authenticator_app"),
)
"""The question's name, what people call the factor, and what Kinde calls it."""
OFFERED = (("yes", "offered"), ("no", "not offered"))


def _name(environment: Environment) -> str:
    return environment.name or environment.code


def _target(environment: Environment) -> Target:
    return Target("environment", environment.code, _name(environment))


def factors_chosen(answers: Answers) -> list[str]:
    """Kinde's names of the factors that were answered with yes."""
    return [code for question, _label, code in FACTORS if given(answers, question) == "yes"]


def _replace_mfa(environment: Environment, answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    policy, factors = given(answers, "mfa_policy"), factors_chosen(answers)
    if policy not in {value for value, _label in POLICIES}:
        raise InvalidInputError("Choose a policy.")
    if policy != "off" and not factors:
        raise InvalidInputError("Offer at least one factor: with none of them nobody could sign in a second time.")
    body: dict[str, Any] = {
        "policy": policy,
        "enabled_factors": factors,
        "is_recovery_codes_enabled": given(answers, "mfa_codes") == "yes",
    }
    named = ", ".join(label.lower() for _question, label, code in FACTORS if code in factors) or "no factor"
    return (
        Change(
            request=Request(kinde.REPLACE_MFA, body=body),
            target=_target(environment),
            says=f"Make multi-factor sign-in to {_name(environment)} {policy}, by {named}",
            danger=Danger.TYPED,
            loses="It takes the place of the whole policy there is, which the API does not tell: there is no undo.",
        ),
    )


def _unreadable(_environment: Environment, _context: Context) -> str:
    return UNREADABLE


def _muted(_environment: Environment) -> Tone:
    return Tone.MUTED


def _colour(name: str) -> texts.Text:
    return texts.shown(name, lambda value: str(value.get("hex") or value.get("raw") or texts.ABSENT))


def _pixels(name: str) -> texts.Text:
    return texts.shown(name, lambda value: f"{value} px")


def _nothing(_environment: Environment) -> Parent:
    return ()


ENVIRONMENT = Collection[Environment](
    name="environment",
    title="Environment",
    one="environment",
    model=Environment,
    key=by("code"),
    lists=kinde.GET_ENVIRONMENT,
    columns=(
        Column[Environment]("name", "Name", lambda r, _context: _name(r), path("name"), 18, grow=True, search=True),
        Column[Environment](
            "domain", "Domain", texts.plain("kinde_domain"), path("kinde_domain"), 26, grow=True, search=True
        ),
        Column[Environment]("live", "Live", texts.answer("is_live"), either("is_live", "yes", "no"), 5),
        Column[Environment]("default", "Default", texts.answer("is_default"), either("is_default", "yes", "no"), 7),
        Column[Environment]("code", "Code", texts.plain("code"), path("code"), 18, hidden=True, search=True),
    ),
    called=_name,
    sort=("name", False),
    aliases=("env",),
    details=(
        Facts[Environment](
            "Details",
            (
                Fact("Name", lambda record, _context: _name(record)),
                Fact("Code", texts.plain("code")),
                Fact("Domain", texts.plain("kinde_domain")),
                Fact("Own domain", texts.plain("custom_domain")),
                Fact("Live", texts.answer("is_live")),
                Fact("Default", texts.answer("is_default")),
                Fact("Hotjar", texts.plain("hotjar_site_id")),
                Fact("Google Analytics", texts.plain("google_analytics_tag")),
                Fact("Contentsquare", texts.plain("contentsquare_tag_id")),
                Fact("Created", texts.dated_exactly("created_on")),
            ),
        ),
        Facts[Environment](
            "Look",
            (
                Fact("Theme", texts.plain("theme_code")),
                Fact("Colour scheme", texts.plain("color_scheme")),
                Fact("Links", _colour("link_color")),
                Fact("Background", _colour("background_color")),
                Fact("Buttons", _colour("button_color")),
                Fact("Text on buttons", _colour("button_text_color")),
                Fact("Corners of buttons", _pixels("button_border_radius")),
                Fact("Corners of cards", _pixels("card_border_radius")),
                Fact("Corners of inputs", _pixels("input_border_radius")),
            ),
        ),
        Related("Passkeys", "passkeys", _nothing),
        Facts[Environment](
            "Multi-factor",
            (
                Fact("Policy", _unreadable, _muted),
                Fact("Factors", _unreadable, _muted),
                Fact("Recovery codes", _unreadable, _muted),
            ),
        ),
        Related("Logos", "logos", _nothing),
    ),
    actions=(
        Action[Environment](
            "environment.mfa",
            "m",
            "Replace the multi-factor policy",
            kinde.REPLACE_MFA,
            _replace_mfa,
            (
                Question("mfa_policy", "Policy", Ask.CHOICE, choices=POLICIES, default="optional"),
                *(
                    Question(name, label, Ask.CHOICE, choices=OFFERED, default="yes" if name == "mfa_app" else "no")
                    for name, label, _code in FACTORS
                ),
                Question("mfa_codes", "Recovery codes", Ask.CHOICE, choices=OFFERED, default="yes"),
            ),
            help="The API writes this policy and never reads it: what is set now cannot be shown.",
        ),
        connected_apps.REVOKE,
    ),
    inquiries=connected_apps.INQUIRIES,
    at_start=False,
    empty="Kinde shows no environment.",
)
