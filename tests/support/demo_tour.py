"""A tour of the tenant that calls every operation once, in an order in which each can succeed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from kinde_tui.api import operations as op

if TYPE_CHECKING:
    from tests.support.demo_caller import Caller

Tour = Callable[["Caller"], Awaitable[None]]
PNG = {"logo": ("brand.png", b"\x89PNG", "image/png")}


async def users(k: Caller) -> None:
    await k.get(op.GET_USERS, page_size=500, expand="organizations,identities,billing")
    await k.get(op.SEARCH_USERS, query="a", expand="organizations,identities,properties", api_scopes="")
    body = {"profile": {"given_name": "Ada"}, "identities": [{"type": "email", "details": {"email": "a@example.org"}}]}
    made = await k.done(op.CREATE_USER, body=body)
    await k.done(op.UPDATE_USER, query={"id": made["id"]}, body={"family_name": "Byron", "is_suspended": True})
    await k.get(op.GET_USER, id=made["id"], expand="organizations,identities,billing")
    await k.done(op.REFRESH_USER_CLAIMS, made["id"])
    await k.done(op.SET_USER_PASSWORD, made["id"], body={"hashed_password": "$2b$10$abc"})
    identity = await k.done(op.CREATE_USER_IDENTITY, made["id"], body={"type": "username", "value": "ada"})
    await k.get(op.GET_USER_IDENTITIES, made["id"])
    await k.get(op.GET_IDENTITY, identity["identity"]["id"])
    await k.done(op.UPDATE_IDENTITY, identity["identity"]["id"], body={"is_primary": True})
    await k.done(op.DELETE_IDENTITY, identity["identity"]["id"])
    await k.done(op.UPDATE_USER_FEATURE_FLAG_OVERRIDE, made["id"], "dark_mode", query={"value": "false"})
    await k.done(op.UPDATE_USER_PROPERTY, made["id"], "usr_city", query={"value": "Turin"})
    await k.done(op.UPDATE_USER_PROPERTIES, made["id"], body={"properties": {"usr_notes": "x", "usr_city": None}})
    await k.get(op.GET_USER_PROPERTY_VALUES, made["id"])
    await k.done(op.DELETE_USER, query={"id": made["id"], "is_delete_profile": True})


async def every_user_in_detail(k: Caller) -> None:
    people = (await k.get(op.GET_USERS, page_size=500))["users"]
    factors = 0
    for person in people:
        await k.get(op.GET_USER, id=person["id"])
        await k.get(op.GET_USER_IDENTITIES, person["id"])
        await k.get(op.GET_USER_SESSIONS, person["id"])
        factor = (await k.get(op.GET_USERS_MFA, person["id"])).get("mfa")
        if factor and not factors:
            await k.done(op.RESET_USERS_MFA, person["id"], factor["id"])
            assert "mfa" not in await k.get(op.GET_USERS_MFA, person["id"])
        factors += factor is not None
    assert factors > 1
    await k.done(op.DELETE_USER_SESSIONS, people[0]["id"])
    await k.done(op.RESET_USERS_MFA_ALL, people[0]["id"])


async def organizations(k: Caller) -> None:
    for row in (await k.get(op.GET_ORGANIZATIONS, page_size=100))["organizations"]:
        await k.get(op.GET_ORGANIZATION, code=row["code"], expand="billing")
        await k.get(op.GET_ORGANIZATION_USERS, row["code"], page_size=500)
        await k.get(op.GET_ORGANIZATION_FEATURE_FLAGS, row["code"])
        await k.get(op.GET_ORGANIZATION_INVITES, row["code"], include_revoked=True, include_accepted=True)
    body = {"name": "New", "handle": "new", "button_color": "#abc", "feature_flags": {"auto_fill": True}}
    made = await k.done(op.CREATE_ORGANIZATION, body={**body, "is_create_billing_customer": True})
    code = made["organization"]["code"]
    await k.done(op.UPDATE_ORGANIZATION, code, body={"name": "Newer", "is_suspended": True, "link_color": "#102030"})
    await k.get(op.GET_ORGANIZATION, code=code)
    await k.done(op.UPDATE_ORGANIZATION_PROPERTY, code, "org_plan", query={"value": "Team"})
    await k.done(op.UPDATE_ORGANIZATION_PROPERTIES, code, body={"properties": {"org_sites": "3"}})
    await k.get(op.GET_ORGANIZATION_PROPERTY_VALUES, code)
    await k.done(op.UPDATE_ORGANIZATION_FEATURE_FLAG_OVERRIDE, code, "theme", query={"value": "harbour"})
    await k.done(op.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDE, code, "theme")
    await k.done(op.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDES, code)
    await organization_settings(k, code)
    invite = await k.done(op.CREATE_ORGANIZATION_INVITE, code, body={"email": "z@example.org", "roles": ["planner"]})
    await k.get(op.GET_ORGANIZATION_INVITE, code, invite["invite"]["code"])
    await k.done(op.DELETE_ORGANIZATION_INVITE, code, invite["invite"]["code"])
    await k.done(op.DELETE_ORGANIZATION_HANDLE, code)
    await k.done(op.DELETE_ORGANIZATION, code)


async def organization_settings(k: Caller, code: str) -> None:
    await k.done(op.REPLACE_ORGANIZATION_MFA, code, body={"enabled_factors": ["mfa:email"]})
    await k.get(op.GET_ORGANIZATION_PASSKEY, code)
    await k.done(op.UPDATE_ORGANIZATION_PASSKEY, code, body={"policy": "mandatory"})
    body = {"sso_session_persistence_mode": "persistent", "authenticated_session_lifetime": 60}
    await k.done(op.UPDATE_ORGANIZATION_SESSIONS, code, body={"is_use_org_sso_session_policy": True, **body})
    await k.send(op.ADD_ORGANIZATION_LOGO, {"org_code": code, "type": "dark"}, files=PNG)
    await k.get(op.READ_ORGANIZATION_LOGO, code)
    await k.done(op.DELETE_ORGANIZATION_LOGO, code, "dark")
    connection = (await k.get(op.GET_CONNECTIONS))["connections"][0]["connection"]["id"]
    await k.done(op.ENABLE_ORG_CONNECTION, code, connection)
    await k.get(op.GET_ORGANIZATION_CONNECTIONS, code)
    await k.done(op.REMOVE_ORG_CONNECTION, code, connection)


async def members(k: Caller) -> None:
    code = (await k.get(op.GET_ORGANIZATIONS))["organizations"][0]["code"]
    person = (await k.get(op.GET_USERS))["users"][0]["id"]
    role = (await k.get(op.GET_ROLES))["roles"][3]["id"]
    permission = (await k.get(op.GET_PERMISSIONS))["permissions"][4]["id"]
    api = (await k.get(op.GET_APIS))["apis"][1]["id"]
    scope = (await k.get(op.GET_API_SCOPES, api))["scopes"][0]["id"]
    await k.done(op.REMOVE_ORGANIZATION_USER, code, person)
    await k.done(op.ADD_ORGANIZATION_USERS, code, body={"users": [{"id": person, "roles": ["auditor"]}]})
    await k.done(op.UPDATE_ORGANIZATION_USERS, code, body={"users": [{"id": person, "permissions": ["audit:read"]}]})
    await k.done(op.CREATE_ORGANIZATION_USER_ROLE, code, person, body={"role_id": role})
    await k.get(op.GET_ORGANIZATION_USER_ROLES, code, person)
    await k.get(op.GET_ORGANIZATION_ROLE_USERS, code, role)
    await k.get(op.GET_ORGANIZATION_ROLE_USERS_COUNT, code, role)
    period = {"date_time_from": "2020-01-01T00:00:00Z", "date_time_to": "2030-01-01T00:00:00Z"}
    await k.get(op.GET_ORGANIZATION_ROLE_ACTIVE_USERS_COUNT, code, role, **period)
    await k.done(op.DELETE_ORGANIZATION_USER_ROLE, code, person, role)
    await k.done(op.CREATE_ORGANIZATION_USER_PERMISSION, code, person, body={"permission_id": permission})
    await k.get(op.GET_ORGANIZATION_USER_PERMISSIONS, code, person, expand="roles")
    await k.done(op.DELETE_ORGANIZATION_USER_PERMISSION, code, person, permission)
    await k.done(op.ADD_ORGANIZATION_USER_API_SCOPE, code, person, api, scope)
    await k.get(op.SEARCH_USERS, query="*", api_scopes="rotas:read")
    await k.done(op.DELETE_ORGANIZATION_USER_API_SCOPE, code, person, api, scope)
    await member_factors(k, code)


async def member_factors(k: Caller, code: str) -> None:
    for row in (await k.get(op.GET_ORGANIZATIONS, page_size=100))["organizations"]:
        for member in (await k.get(op.GET_ORGANIZATION_USERS, row["code"], page_size=500))["organization_users"]:
            factor = (await k.get(op.GET_ORG_USER_MFA, row["code"], member["id"])).get("mfa")
            if factor:
                await k.done(op.RESET_ORG_USER_MFA, row["code"], member["id"], factor["id"])
                await k.done(op.RESET_ORG_USER_MFA_ALL, row["code"], member["id"])
                return
    raise AssertionError(f"nobody has a factor, not even in {code}")


async def roles(k: Caller) -> None:
    permission = (await k.get(op.GET_PERMISSIONS, page_size=50, sort="name_desc"))["permissions"][0]["id"]
    system = (await k.get(op.GET_SYSTEM_PERMISSIONS))["system_permissions"][0]["id"]
    api = (await k.get(op.GET_APIS))["apis"][1]["id"]
    scope = (await k.get(op.GET_API_SCOPES, api))["scopes"][0]["id"]
    body = {"key": "new", "name": "New", "assignment_permission_id": permission}
    role = (await k.done(op.CREATE_ROLE, body=body))["role"]["id"]
    await k.done(op.UPDATE_ROLE, role, body={"key": "newer", "name": "Newer", "is_default_role": True})
    await k.get(op.GET_ROLE, role)
    await k.done(op.UPDATE_ROLE_PERMISSIONS, role, body={"permissions": [{"id": permission}]})
    await k.get(op.GET_ROLE_PERMISSIONS, role, sort="name_asc")
    await k.done(op.REMOVE_ROLE_PERMISSION, role, permission)
    await k.done(op.UPDATE_ROLE_SYSTEM_PERMISSIONS, role, body={"system_permissions": [{"id": system}]})
    await k.get(op.GET_ROLE_SYSTEM_PERMISSIONS, role)
    await k.done(op.ADD_ROLE_SCOPE, role, body={"scope_id": scope})
    await k.get(op.GET_ROLE_SCOPES, role)
    await k.done(op.DELETE_ROLE_SCOPE, role, scope)
    for row in (await k.get(op.GET_ROLES, page_size=50, sort="key_asc"))["roles"]:
        await k.get(op.GET_ROLE_USERS, row["id"])
    await k.done(op.DELETE_ROLE, role)
    await k.done(op.CREATE_PERMISSION, body={"key": "new", "name": "New"})
    await k.done(op.UPDATE_PERMISSION, permission, body={"description": "other"})
    await k.done(op.DELETE_PERMISSION, permission)


async def flags(k: Caller) -> None:
    await k.get(op.GET_ENVIRONMENT_FEATURE_FLAGS)
    body = {"key": "new", "name": "New", "type": "int", "default_value": "1", "allow_override_level": "org"}
    await k.done(op.CREATE_FEATURE_FLAG, body=body)
    query = {"name": "N", "description": "", "type": "int", "allow_override_level": "env", "default_value": "2"}
    await k.done(op.UPDATE_FEATURE_FLAG, "new", query=query)
    await k.done(op.UPDATE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE, "new", body={"value": "3"})
    await k.done(op.DELETE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE, "new")
    await k.done(op.DELETE_ENVIRONMENT_FEATURE_FLAG_OVERRIDES)
    await k.done(op.DELETE_FEATURE_FLAG, "new")


async def properties(k: Caller) -> None:
    await k.get(op.GET_PROPERTIES, context="usr")
    await k.get(op.GET_CATEGORIES, context="org")
    category = (await k.done(op.CREATE_CATEGORY, body={"name": "New", "context": "usr"}))["category"]["id"]
    await k.done(op.UPDATE_CATEGORY, category, body={"name": "Newer"})
    kind = {"type": "single_line_text", "context": "usr", "is_private": True, "category_id": category}
    made = await k.done(op.CREATE_PROPERTY, body={"name": "Shoe size", "key": "shoe", **kind})
    await k.done(
        op.UPDATE_PROPERTY, made["property"]["id"], body={"name": "Size", "is_private": False, "category_id": category}
    )
    await k.done(op.DELETE_PROPERTY, made["property"]["id"])


async def environment(k: Caller) -> None:
    await k.get(op.GET_ENVIRONMENT)
    await k.get(op.GET_BUSINESS)
    await k.done(op.UPDATE_BUSINESS, body={"business_name": "B", "industry_key": "retail", "is_click_wrap": True})
    await k.get(op.GET_INDUSTRIES)
    await k.get(op.GET_TIMEZONES)
    await k.send(op.ADD_LOGO, {"type": "light"}, files=PNG)
    await k.get(op.READ_LOGO)
    await k.done(op.DELETE_LOGO, "light")
    await k.done(op.REPLACE_MFA, body={"policy": "optional", "enabled_factors": ["mfa:sms"]})
    await k.get(op.GET_PASSKEY)
    await k.done(op.UPDATE_PASSKEY, body={"policy": "off"})
    await k.get(op.GET_ENVIRONMENT_VARIABLES)
    made = await k.done(op.CREATE_ENVIRONMENT_VARIABLE, body={"key": "K", "value": "v", "is_secret": True})
    id_ = made["environment_variable"]["id"]
    await k.get(op.GET_ENVIRONMENT_VARIABLE, id_)
    await k.done(op.UPDATE_ENVIRONMENT_VARIABLE, id_, body={"value": "w"})
    await k.done(op.DELETE_ENVIRONMENT_VARIABLE, id_)


async def applications(k: Caller) -> None:
    await k.get(op.GET_APPLICATIONS, sort="name_desc")
    made = (await k.done(op.CREATE_APPLICATION, body={"name": "New", "type": "reg"}))["application"]
    id_ = made["id"]
    role = (await k.get(op.GET_ROLES))["roles"][0]["id"]
    connection = (await k.get(op.GET_CONNECTIONS))["connections"][0]["connection"]["id"]
    await k.done(op.ADD_APPLICATION_ACCESS_ROLE, id_, role)
    await k.done(
        op.UPDATE_APPLICATION, id_, body={"name": "Newer", "is_access_control_enabled": True, "login_uri": "x"}
    )
    await k.get(op.GET_APPLICATION, id_)
    await k.get(op.GET_APPLICATION_ACCESS_ROLES, id_)
    await k.done(op.REMOVE_APPLICATION_ACCESS_ROLE, id_, role)
    await k.done(op.ENABLE_CONNECTION, id_, connection)
    await k.get(op.GET_APPLICATION_CONNECTIONS, id_)
    await k.done(op.REMOVE_CONNECTION, id_, connection)
    await k.done(op.UPDATE_APPLICATIONS_PROPERTY, id_, "app_release_channel", body={"value": "preview"})
    await k.get(op.GET_APPLICATION_PROPERTY_VALUES, id_)
    await k.done(op.UPDATE_APPLICATION_TOKENS, id_, body={"id_token_lifetime": 60, "is_hasura_mapping_enabled": True})
    one, other = {"urls": ["https://a.example.com"]}, {"urls": ["https://b.example.com"]}
    await k.done(op.REPLACE_REDIRECT_CALLBACK_URLS, id_, body=one)
    await k.done(op.ADD_REDIRECT_CALLBACK_URLS, id_, body=other)
    await k.done(op.DELETE_CALLBACK_URLS, id_, query=one)
    assert (await k.get(op.GET_CALLBACK_URLS, id_))["redirect_urls"] == other["urls"]
    await k.done(op.REPLACE_LOGOUT_REDIRECT_URLS, id_, body=one)
    await k.done(op.ADD_LOGOUT_REDIRECT_URLS, id_, body=other)
    await k.done(op.DELETE_LOGOUT_URLS, id_, query=one)
    assert (await k.get(op.GET_LOGOUT_URLS, id_))["logout_urls"] == other["urls"]
    await k.done(op.DELETE_APPLICATION, id_)


async def apis(k: Caller) -> None:
    await k.get(op.GET_APIS, expand="scopes")
    id_ = (await k.done(op.ADD_APIS, body={"name": "New", "audience": "https://new.example.com"}))["api"]["id"]
    scope = (await k.done(op.ADD_API_SCOPE, id_, body={"key": "read:new"}))["scope"]["id"]
    app = (await k.done(op.CREATE_APPLICATION, body={"name": "Job", "type": "m2m"}))["application"]["id"]
    await k.done(op.UPDATE_API_APPLICATIONS, id_, body={"applications": [{"id": app}]})
    await k.done(op.ADD_API_APPLICATION_SCOPE, id_, app, scope)
    await k.get(op.GET_API, id_)
    await k.get(op.GET_API_SCOPES, id_)
    await k.get(op.GET_API_SCOPE, id_, scope)
    await k.done(op.UPDATE_API_SCOPE, id_, scope, body={"description": "d"})
    await k.done(op.DELETE_API_APPLICATION_SCOPE, id_, app, scope)
    await k.done(op.DELETE_API_SCOPE, id_, scope)
    await api_keys(k, id_)
    await k.done(op.DELETE_API, id_)


async def api_keys(k: Caller, api: str) -> None:
    made = (await k.done(op.CREATE_API_KEY, body={"name": "New", "type": "environment", "api_id": api}))["api_key"]
    await k.get(op.GET_API_KEYS, status="active")
    await k.get(op.GET_API_KEY, made["id"])
    await k.done(op.VERIFY_API_KEY, body={"api_key": made["key"]})
    await k.done(op.ROTATE_API_KEY, made["id"])
    await k.done(op.DELETE_API_KEY, made["id"])


async def connections(k: Caller) -> None:
    await k.get(op.GET_CONNECTIONS, page_size=2)
    made = await k.done(op.CREATE_CONNECTION, body={"name": "new", "strategy": "saml:custom", "options": {}})
    id_ = made["connection"]["id"]
    await k.get(op.GET_CONNECTION, id_)
    await k.done(op.UPDATE_CONNECTION, id_, body={"display_name": "New"})
    await k.done(op.REPLACE_CONNECTION, id_, body={"name": "newer"})
    await k.done(op.DELETE_CONNECTION, id_)
    session = (await k.get(op.GET_CONNECTED_APP_AUTH_URL, key_code_ref="crm"))["session_id"]
    await k.get(op.GET_CONNECTED_APP_TOKEN, session_id=session)
    await k.done(op.REVOKE_CONNECTED_APP_TOKEN, query={"session_id": session})
    code = (await k.get(op.GET_ORGANIZATIONS))["organizations"][1]["code"]
    body = {"org_code": code, "directory_name": "New", "provider_code": "okta"}
    directory = (await k.done(op.CREATE_DIRECTORY, body=body))["directory"]["id"]
    await k.get(op.GET_DIRECTORIES, organization_code=code)
    await k.get(op.GET_DIRECTORY, directory)
    await k.done(op.UPDATE_DIRECTORY, directory, body={"directory_name": "Newer"})
    await k.done(op.DELETE_DIRECTORY, directory)


async def audience(k: Caller) -> None:
    await k.get(op.GET_EVENT_TYPES)
    await k.get(op.GET_EVENT, next(iter(k.demo.tenant.shelf("events"))))
    body = {"endpoint": "https://h.example.com", "event_types": ["user.created"], "name": "New"}
    id_ = (await k.done(op.CREATE_WEBHOOK, body=body))["webhook"]["id"]
    await k.get(op.GET_WEBHOOKS)
    await k.done(op.UPDATE_WEBHOOK, id_, body={"name": "Newer", "event_types": ["role.created"], "description": None})
    await k.done(op.DELETE_WEBHOOK, id_)
    query = {"first_name": "Eva", "last_name": "Lund", "email": "eva@example.org"}
    made = await k.done(op.CREATE_SUBSCRIBER, query=query)
    await k.get(op.GET_SUBSCRIBERS, sort="name_desc")
    await k.get(op.GET_SUBSCRIBER, made["subscriber"]["subscriber_id"])


async def billing(k: Caller) -> None:
    code = (await k.get(op.GET_ORGANIZATIONS))["organizations"][1]["code"]
    customer = (await k.get(op.GET_ORGANIZATION, code=code, expand="billing"))["billing"]["billing_customer_id"]
    await k.get(op.GET_BILLING_ENTITLEMENTS, customer_id=customer, expand="plans")
    await k.done(op.CREATE_BILLING_AGREEMENT, body={"customer_id": customer, "plan_code": "business"})
    agreement = (await k.get(op.GET_BILLING_AGREEMENTS, customer_id=customer))["agreements"][0]["id"]
    body = {"customer_agreement_id": agreement, "billing_feature_code": "sms", "meter_value": "3"}
    await k.done(op.CREATE_METER_USAGE_RECORD, body=body)


TOURS: tuple[Tour, ...] = (
    users,
    every_user_in_detail,
    organizations,
    members,
    roles,
    flags,
    properties,
    environment,
    applications,
    apis,
    connections,
    audience,
    billing,
)
