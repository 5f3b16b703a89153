"""What an organization decides for itself about signing in: passkeys, factors, sessions.

Kinde tells its policy on passkeys; factors and sessions can be set and not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Operation, Request
from kinde_tui.models.organization_policy import OrganizationPolicy
from kinde_tui.services.change import Change, Danger, Target
from kinde_tui.services.collections import validation
from kinde_tui.services.collections.collection import Action, Ask, Collection, Column, InvalidInputError, Question, Tone
from kinde_tui.services.collections.edits import called, given, set_fields
from kinde_tui.services.collections.raws import by, path

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context
    from kinde_tui.services.collections.edits import Asks

NAMES = {"passkey": "Passkeys", "mfa": "Second factors", "sessions": "Sessions"}
KEYS = {"mfa": "M", "sessions": "S"}
POLICIES = (
    ("environment", "As the environment has it"),
    ("off", "Off"),
    ("optional", "Optional"),
    ("mandatory", "Mandatory"),
)
FACTORS = {"email": "mfa:email", "sms": "mfa:sms", "app": "mfa:authenticator_app"}
NO, YES = ("no", "No"), ("yes", "Yes")
SWITCH = (("", "Leave it as it is"), YES, NO)
PERSISTENCE = (
    ("", "Leave it as it is"),
    ("persistent", "They outlast the browser"),
    ("non_persistent", "They end with the browser"),
)
LOSES = "What was set before cannot be read, so there is no undo."


def _target(kind: str, parent: Parent, context: Context | None) -> Target:
    name = f"{NAMES[kind].lower()} of {called(context, 'organizations', parent[0])}"
    return Target("organization_policies", kind, name, parent)


def _rows(answer: Raw) -> Iterable[Raw]:
    """One row for each of the three; the answer is about the first."""
    passkey = {name: value for name, value in answer.items() if name not in {"code", "message"}}
    return ({**passkey, "id": "passkey"}, {"id": "mfa"}, {"id": "sessions"})


def _value(record: OrganizationPolicy, _context: Context) -> str:
    if record.id != "passkey":
        return f"? not readable · {KEYS.get(record.id, 'a')} sets it"
    if record.is_override_environment_passkey_settings:
        return record.policy or "set, but Kinde does not say to what"
    of_all = record.environment_policy or record.policy
    return f"{of_all} · from the environment" if of_all else "from the environment"


def _tone(record: OrganizationPolicy) -> Tone:
    return Tone.PLAIN if record.id == "passkey" else Tone.MUTED


def _set_passkey(record: OrganizationPolicy, answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
    wanted = given(answers, "policy")
    if wanted not in {value for value, _label in POLICIES}:
        raise InvalidInputError("Choose a policy.")
    target = _target("passkey", parent, context)
    own = record.is_override_environment_passkey_settings
    before = {"policy": record.policy or "off", "is_override_environment_passkey_settings": bool(own)}
    after = {
        "policy": before["policy"] if wanted == "environment" else wanted,
        "is_override_environment_passkey_settings": wanted != "environment",
    }
    if after == before:
        return ()

    def asks_of() -> Asks:
        def asks(fields: Mapping[str, Any]) -> Request:
            return Request(kinde.UPDATE_ORGANIZATION_PASSKEY, {"org_code": parent[0]}, body=dict(fields))

        return asks

    says = (f"Set the {target.name} to {wanted}", f"Set the {target.name} back")
    return (set_fields(target, asks_of(), before, after, says=says),)


def _set(kind: str, operation: Operation, body: Mapping[str, Any], parent: Parent, context: Context) -> Change:
    target = _target(kind, parent, context)
    return Change(
        request=Request(operation, {"org_code": parent[0]}, body=dict(body)),
        target=target,
        says=f"Set the {target.name}",
        after=dict(body),
        danger=Danger.CONFIRM,
        loses=LOSES,
    )


def _set_factors(_record: OrganizationPolicy, answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
    factors = [factor for name, factor in FACTORS.items() if given(answers, f"factor_{name}") == "yes"]
    body: dict[str, Any] = {"enabled_factors": factors}
    if codes := given(answers, "recovery_codes"):
        body["is_recovery_codes_enabled"] = codes == "yes"
    return (_set("mfa", kinde.REPLACE_ORGANIZATION_MFA, body, parent, context),)


def _set_sessions(_record: OrganizationPolicy, answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
    body: dict[str, Any] = {}
    if own := given(answers, "own_sso"):
        body["is_use_org_sso_session_policy"] = own == "yes"
    if mode := given(answers, "persistence"):
        body["sso_session_persistence_mode"] = mode
    if own := given(answers, "own_lifetime"):
        body["is_use_org_authenticated_session_lifetime"] = own == "yes"
    if lifetime := given(answers, "session_lifetime"):
        body["authenticated_session_lifetime"] = validation.lifetime(lifetime)
    return (_set("sessions", kinde.UPDATE_ORGANIZATION_SESSIONS, body, parent, context),) if body else ()


def _switch(name: str, label: str) -> Question:
    return Question(name, label, Ask.CHOICE, choices=SWITCH, required=False)


ORGANIZATION_POLICIES = Collection[OrganizationPolicy](
    name="organization_policies",
    title="Sign-in policies",
    one="policy",
    model=OrganizationPolicy,
    key=by("id"),
    lists=kinde.GET_ORGANIZATION_PASSKEY,
    unfold=_rows,
    parents=("org_code",),
    columns=(
        Column[OrganizationPolicy](
            "policy", "Policy", lambda record, _context: NAMES.get(record.id, record.id), path("id"), 16, search=True
        ),
        Column[OrganizationPolicy]("value", "Set to", _value, path("policy"), 24, grow=True, tone=_tone),
    ),
    called=lambda record: NAMES.get(record.id, record.id),
    sort=("policy", False),
    actions=(
        Action[OrganizationPolicy](
            "organization_policies.passkey",
            "p",
            "Set passkeys",
            kinde.UPDATE_ORGANIZATION_PASSKEY,
            _set_passkey,
            (Question("policy", "Passkeys", Ask.CHOICE, choices=POLICIES, default="environment"),),
            applies=lambda record: record.id == "passkey",
        ),
        Action[OrganizationPolicy](
            "organization_policies.factors",
            "M",
            "Set second factors",
            kinde.REPLACE_ORGANIZATION_MFA,
            _set_factors,
            (
                Question("factor_email", "E-mail", Ask.CHOICE, choices=(NO, YES), default="no"),
                Question("factor_sms", "SMS", Ask.CHOICE, choices=(NO, YES), default="no"),
                Question("factor_app", "Authenticator app", Ask.CHOICE, choices=(NO, YES), default="no"),
                _switch("recovery_codes", "Recovery codes"),
            ),
            help="Kinde replaces all of them and does not tell which are set now.",
        ),
        Action[OrganizationPolicy](
            "organization_policies.sessions",
            "S",
            "Set sessions",
            kinde.UPDATE_ORGANIZATION_SESSIONS,
            _set_sessions,
            (
                _switch("own_sso", "Own SSO policy"),
                Question("persistence", "SSO sessions", Ask.CHOICE, choices=PERSISTENCE, required=False),
                _switch("own_lifetime", "Own lifetime"),
                Question(
                    "session_lifetime",
                    "Lifetime",
                    hint="3600, 60 min, 24 h or 15 d; empty leaves it",
                    required=False,
                    validate=validation.complaint(validation.lifetime),
                ),
            ),
            help="Kinde does not tell what is set now.",
        ),
    ),
    empty="Kinde tells nothing of this organization's policies.",
)
