"""The Management API as a table: a fact a line, no logic.

Everything that needs a path, a scope, or the answer to "may this be sent twice?" reads it here. The rows follow
Kinde's official OpenAPI document; scopes come from the operations' descriptions because their names follow no rule
(`delete:apis_scopes`, but `read:api_scopes`) and are never derived from a path.
"""

from __future__ import annotations

from kinde_tui.api.operation import Operation, Paging, Repeat

# fmt: off
SET, CREATE, UNREPEATABLE = Repeat.SET, Repeat.CREATE, Repeat.UNREPEATABLE
NEXT_TOKEN, CURSOR = Paging.NEXT_TOKEN, Paging.CURSOR

# API Keys
GET_API_KEYS = Operation("getApiKeys", "GET", "/api/v1/api_keys", scope="read:api_keys", paging=CURSOR, query=("page_size", "starting_after", "key_type", "status", "user_id", "org_code"), holds="api_keys", group="API Keys")
CREATE_API_KEY = Operation("createApiKey", "POST", "/api/v1/api_keys", scope="create:api_keys", repeat=UNREPEATABLE, body="{name*, type*(user|organization|environment), api_id*, scope_ids, user_id, org_code}", secret=True, group="API Keys")
GET_API_KEY = Operation("getApiKey", "GET", "/api/v1/api_keys/{key_id}", scope="read:api_keys", holds="api_key", group="API Keys")
DELETE_API_KEY = Operation("deleteApiKey", "DELETE", "/api/v1/api_keys/{key_id}", scope="delete:api_keys", repeat=SET, group="API Keys")
ROTATE_API_KEY = Operation("rotateApiKey", "PUT", "/api/v1/api_keys/{key_id}", scope="update:api_keys", repeat=UNREPEATABLE, secret=True, group="API Keys")
VERIFY_API_KEY = Operation("verifyApiKey", "POST", "/api/v1/api_keys/verify", body="{api_key*}", group="API Keys", public=True)

# APIs
GET_APIS = Operation("getAPIs", "GET", "/api/v1/apis", scope="read:apis", query=("expand",), holds="apis", group="APIs")
ADD_APIS = Operation("addAPIs", "POST", "/api/v1/apis", scope="create:apis", repeat=CREATE, body="{name*, audience*}", group="APIs")
GET_API = Operation("getAPI", "GET", "/api/v1/apis/{api_id}", scope="read:apis", holds="api", group="APIs")
DELETE_API = Operation("deleteAPI", "DELETE", "/api/v1/apis/{api_id}", scope="delete:apis", repeat=SET, group="APIs")
GET_API_SCOPES = Operation("getAPIScopes", "GET", "/api/v1/apis/{api_id}/scopes", scope="read:api_scopes", holds="scopes", group="APIs")
ADD_API_SCOPE = Operation("addAPIScope", "POST", "/api/v1/apis/{api_id}/scopes", scope="create:api_scopes", repeat=CREATE, body="{key*, description}", group="APIs")
GET_API_SCOPE = Operation("getAPIScope", "GET", "/api/v1/apis/{api_id}/scopes/{scope_id}", scope="read:api_scopes", holds="scope", group="APIs")
UPDATE_API_SCOPE = Operation("updateAPIScope", "PATCH", "/api/v1/apis/{api_id}/scopes/{scope_id}", scope="update:api_scopes", repeat=SET, body="{description}", group="APIs")
DELETE_API_SCOPE = Operation("deleteAPIScope", "DELETE", "/api/v1/apis/{api_id}/scopes/{scope_id}", scope="delete:apis_scopes", repeat=SET, group="APIs")
UPDATE_API_APPLICATIONS = Operation("updateAPIApplications", "PATCH", "/api/v1/apis/{api_id}/applications", scope="update:apis", repeat=SET, body="{applications*[{id*, operation}]}", group="APIs")
ADD_API_APPLICATION_SCOPE = Operation("addAPIApplicationScope", "POST", "/api/v1/apis/{api_id}/applications/{application_id}/scopes/{scope_id}", scope="create:api_application_scopes", repeat=SET, group="APIs")
DELETE_API_APPLICATION_SCOPE = Operation("deleteAPIApplicationScope", "DELETE", "/api/v1/apis/{api_id}/applications/{application_id}/scopes/{scope_id}", scope="delete:apis_application_scopes", repeat=SET, group="APIs")

# Applications
GET_APPLICATIONS = Operation("getApplications", "GET", "/api/v1/applications", scope="read:applications", paging=NEXT_TOKEN, query=("sort", "page_size", "next_token"), holds="applications", group="Applications")
CREATE_APPLICATION = Operation("createApplication", "POST", "/api/v1/applications", scope="create:applications", repeat=UNREPEATABLE, body="{name*, type*(reg|spa|m2m|device), org_code}", secret=True, group="Applications")
GET_APPLICATION = Operation("getApplication", "GET", "/api/v1/applications/{application_id}", scope="read:applications", holds="application", secret=True, group="Applications")
UPDATE_APPLICATION = Operation("updateApplication", "PATCH", "/api/v1/applications/{application_id}", scope="update:applications", repeat=SET, body="{name, language_key, logout_uris, redirect_uris, login_uri, homepage_uri, is_allow_faceless_auth, is_ask_for_name, has_marketing_consent, has_sign_in_link_on_sign_up_page, has_register_link_on_sign_in_page, has_sign_in_with_sso_button, use_gravatar_fallback, is_access_control_enabled}", group="Applications")
DELETE_APPLICATION = Operation("deleteApplication", "DELETE", "/api/v1/applications/{application_id}", scope="delete:applications", repeat=SET, group="Applications")
GET_APPLICATION_CONNECTIONS = Operation("GetApplicationConnections", "GET", "/api/v1/applications/{application_id}/connections", scope="read:application_connections", holds="connections", group="Applications")
ENABLE_CONNECTION = Operation("EnableConnection", "POST", "/api/v1/applications/{application_id}/connections/{connection_id}", scope="create:application_connections", repeat=SET, group="Applications")
REMOVE_CONNECTION = Operation("RemoveConnection", "DELETE", "/api/v1/applications/{application_id}/connections/{connection_id}", scope="delete:application_connections", repeat=SET, group="Applications")
GET_APPLICATION_ACCESS_ROLES = Operation("GetApplicationAccessRoles", "GET", "/api/v1/applications/{application_id}/access_roles", scope="read:applications", paging=CURSOR, query=("page_size", "starting_after", "ending_before"), holds="roles", group="Applications")
ADD_APPLICATION_ACCESS_ROLE = Operation("AddApplicationAccessRole", "POST", "/api/v1/applications/{application_id}/access_roles/{role_id}", scope="update:applications", repeat=SET, group="Applications")
REMOVE_APPLICATION_ACCESS_ROLE = Operation("RemoveApplicationAccessRole", "DELETE", "/api/v1/applications/{application_id}/access_roles/{role_id}", scope="update:applications", repeat=SET, group="Applications")
GET_APPLICATION_PROPERTY_VALUES = Operation("getApplicationPropertyValues", "GET", "/api/v1/applications/{application_id}/properties", scope="read:application_properties", holds="properties", group="Applications")
UPDATE_APPLICATIONS_PROPERTY = Operation("updateApplicationsProperty", "PUT", "/api/v1/applications/{application_id}/properties/{property_key}", scope="update:application_properties", repeat=SET, body="{value*}", group="Applications")
UPDATE_APPLICATION_TOKENS = Operation("updateApplicationTokens", "PATCH", "/api/v1/applications/{application_id}/tokens", scope="update:application_tokens", repeat=SET, body="{access_token_lifetime, refresh_token_lifetime, id_token_lifetime, authenticated_session_lifetime, is_hasura_mapping_enabled}", group="Applications")

# Billing Entitlements
GET_BILLING_ENTITLEMENTS = Operation("getBillingEntitlements", "GET", "/api/v1/billing/entitlements", scope="read:billing_entitlements", paging=CURSOR, query=("page_size", "starting_after", "ending_before", "customer_id*", "max_value", "expand"), holds="entitlements", group="Billing Entitlements")

# Billing Agreements
GET_BILLING_AGREEMENTS = Operation("getBillingAgreements", "GET", "/api/v1/billing/agreements", scope="read:billing_agreements", paging=CURSOR, query=("page_size", "starting_after", "ending_before", "customer_id*", "feature_code"), holds="agreements", group="Billing Agreements")
CREATE_BILLING_AGREEMENT = Operation("createBillingAgreement", "POST", "/api/v1/billing/agreements", scope="create:billing_agreements", repeat=UNREPEATABLE, body="{customer_id*, plan_code*, is_invoice_now, is_prorate}", group="Billing Agreements")

# Billing Meter Usage
CREATE_METER_USAGE_RECORD = Operation("createMeterUsageRecord", "POST", "/api/v1/billing/meter_usage", scope="create:meter_usage", repeat=UNREPEATABLE, body="{customer_agreement_id*, billing_feature_code*, meter_value*, meter_usage_timestamp, meter_type_code(absolute|delta)}", group="Billing Meter Usage")

# Business
GET_BUSINESS = Operation("getBusiness", "GET", "/api/v1/business", scope="read:businesses", holds="business", group="Business")
UPDATE_BUSINESS = Operation("updateBusiness", "PATCH", "/api/v1/business", scope="update:businesses", repeat=SET, body="{business_name, email, industry_key, is_click_wrap, is_show_kinde_branding, kinde_perk_code, phone, privacy_url, terms_url, timezone_key}", group="Business")

# Industries
GET_INDUSTRIES = Operation("getIndustries", "GET", "/api/v1/industries", scope="read:industries", holds="industries", group="Industries")

# Timezones
GET_TIMEZONES = Operation("getTimezones", "GET", "/api/v1/timezones", scope="read:timezones", holds="timezones", group="Timezones")

# Callbacks
GET_CALLBACK_URLS = Operation("getCallbackURLs", "GET", "/api/v1/applications/{app_id}/auth_redirect_urls", scope="read:applications_redirect_uris", group="Callbacks")
ADD_REDIRECT_CALLBACK_URLS = Operation("addRedirectCallbackURLs", "POST", "/api/v1/applications/{app_id}/auth_redirect_urls", scope="create:applications_redirect_uris", repeat=SET, body="{urls}", group="Callbacks")
REPLACE_REDIRECT_CALLBACK_URLS = Operation("replaceRedirectCallbackURLs", "PUT", "/api/v1/applications/{app_id}/auth_redirect_urls", scope="update:applications_redirect_uris", repeat=SET, body="{urls}", group="Callbacks")
DELETE_CALLBACK_URLS = Operation("deleteCallbackURLs", "DELETE", "/api/v1/applications/{app_id}/auth_redirect_urls", scope="delete:applications_redirect_uris", repeat=SET, query=("urls*",), group="Callbacks")
GET_LOGOUT_URLS = Operation("getLogoutURLs", "GET", "/api/v1/applications/{app_id}/auth_logout_urls", scope="read:application_logout_uris", group="Callbacks")
ADD_LOGOUT_REDIRECT_URLS = Operation("addLogoutRedirectURLs", "POST", "/api/v1/applications/{app_id}/auth_logout_urls", scope="create:application_logout_uris", repeat=SET, body="{urls}", group="Callbacks")
REPLACE_LOGOUT_REDIRECT_URLS = Operation("replaceLogoutRedirectURLs", "PUT", "/api/v1/applications/{app_id}/auth_logout_urls", scope="update:application_logout_uris", repeat=SET, body="{urls}", group="Callbacks")
DELETE_LOGOUT_URLS = Operation("deleteLogoutURLs", "DELETE", "/api/v1/applications/{app_id}/auth_logout_urls", scope="delete:application_logout_uris", repeat=SET, query=("urls*",), group="Callbacks")

# Connected Apps
GET_CONNECTED_APP_AUTH_URL = Operation("GetConnectedAppAuthUrl", "GET", "/api/v1/connected_apps/auth_url", scope="read:connected_apps", query=("key_code_ref*", "user_id", "org_code", "override_callback_url"), group="Connected Apps")
GET_CONNECTED_APP_TOKEN = Operation("GetConnectedAppToken", "GET", "/api/v1/connected_apps/token", scope="read:connected_apps", query=("session_id*",), secret=True, group="Connected Apps")
REVOKE_CONNECTED_APP_TOKEN = Operation("RevokeConnectedAppToken", "POST", "/api/v1/connected_apps/revoke", scope="create:connected_apps", repeat=SET, query=("session_id*",), group="Connected Apps")

# Connections
GET_CONNECTIONS = Operation("GetConnections", "GET", "/api/v1/connections", scope="read:connections", paging=CURSOR, query=("page_size", "home_realm_domain", "starting_after", "ending_before"), holds="connections", group="Connections")
CREATE_CONNECTION = Operation("CreateConnection", "POST", "/api/v1/connections", scope="create:connections", repeat=CREATE, body="{name, display_name, strategy, enabled_applications, organization_code, options}", group="Connections")
GET_CONNECTION = Operation("GetConnection", "GET", "/api/v1/connections/{connection_id}", scope="read:connections", holds="connection", group="Connections")
UPDATE_CONNECTION = Operation("UpdateConnection", "PATCH", "/api/v1/connections/{connection_id}", scope="update:connections", repeat=SET, body="{name, display_name, enabled_applications, options}", group="Connections")
REPLACE_CONNECTION = Operation("ReplaceConnection", "PUT", "/api/v1/connections/{connection_id}", scope="update:connections", repeat=SET, body="{name, display_name, enabled_applications, options}", group="Connections")
DELETE_CONNECTION = Operation("deleteConnection", "DELETE", "/api/v1/connections/{connection_id}", scope="delete:connections", repeat=SET, group="Connections")

# Directories
GET_DIRECTORIES = Operation("getDirectories", "GET", "/api/v1/directories", scope="read:scim_directories", paging=CURSOR, query=("page_size", "starting_after", "organization_code"), holds="directories", secret=True, group="Directories")
CREATE_DIRECTORY = Operation("createDirectory", "POST", "/api/v1/directories", scope="create:scim_directories", repeat=CREATE, body="{org_code*, directory_name*, provider_code*, enterprise_connection_id}", secret=True, group="Directories")
GET_DIRECTORY = Operation("getDirectory", "GET", "/api/v1/directories/{directory_id}", scope="read:scim_directories", holds="directory", secret=True, group="Directories")
UPDATE_DIRECTORY = Operation("updateDirectory", "PATCH", "/api/v1/directories/{directory_id}", scope="update:scim_directories", repeat=SET, body="{directory_name}", secret=True, group="Directories")
DELETE_DIRECTORY = Operation("deleteDirectory", "DELETE", "/api/v1/directories/{directory_id}", scope="delete:scim_directories", repeat=SET, group="Directories")

# Environments
GET_ENVIRONMENT = Operation("getEnvironment", "GET", "/api/v1/environment", scope="read:environments", holds="environment", group="Environments")
DELETE_ENVIRONMENT_FEATURE_FLAG_OVERRIDES = Operation("DeleteEnvironementFeatureFlagOverrides", "DELETE", "/api/v1/environment/feature_flags", scope="delete:environment_feature_flags", repeat=SET, group="Environments")
GET_ENVIRONMENT_FEATURE_FLAGS = Operation("GetEnvironementFeatureFlags", "GET", "/api/v1/environment/feature_flags", scope="read:environment_feature_flags", holds="feature_flags", group="Environments")
DELETE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE = Operation("DeleteEnvironementFeatureFlagOverride", "DELETE", "/api/v1/environment/feature_flags/{feature_flag_key}", scope="delete:environment_feature_flags", repeat=SET, group="Environments")
UPDATE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE = Operation("UpdateEnvironementFeatureFlagOverride", "PATCH", "/api/v1/environment/feature_flags/{feature_flag_key}", scope="update:environment_feature_flags", repeat=SET, body="{value*}", group="Environments")
READ_LOGO = Operation("ReadLogo", "GET", "/api/v1/environment/logos", scope="read:environments", holds="logos", group="Environments")
ADD_LOGO = Operation("AddLogo", "PUT", "/api/v1/environment/logos/{type}", scope="update:environments", repeat=SET, body="multipart/form-data {logo*}", group="Environments")
DELETE_LOGO = Operation("DeleteLogo", "DELETE", "/api/v1/environment/logos/{type}", scope="update:environments", repeat=SET, group="Environments")

# Environment variables
GET_ENVIRONMENT_VARIABLES = Operation("getEnvironmentVariables", "GET", "/api/v1/environment_variables", scope="read:environment_variables", holds="environment_variables", secret=True, group="Environment variables")
CREATE_ENVIRONMENT_VARIABLE = Operation("createEnvironmentVariable", "POST", "/api/v1/environment_variables", scope="create:environment_variables", repeat=CREATE, body="{key*, value*, is_secret}", group="Environment variables")
GET_ENVIRONMENT_VARIABLE = Operation("getEnvironmentVariable", "GET", "/api/v1/environment_variables/{variable_id}", scope="read:environment_variables", holds="environment_variable", secret=True, group="Environment variables")
UPDATE_ENVIRONMENT_VARIABLE = Operation("updateEnvironmentVariable", "PATCH", "/api/v1/environment_variables/{variable_id}", scope="update:environment_variables", repeat=SET, body="{key, value, is_secret}", group="Environment variables")
DELETE_ENVIRONMENT_VARIABLE = Operation("deleteEnvironmentVariable", "DELETE", "/api/v1/environment_variables/{variable_id}", scope="delete:environment_variables", repeat=SET, group="Environment variables")

# Feature Flags
CREATE_FEATURE_FLAG = Operation("CreateFeatureFlag", "POST", "/api/v1/feature_flags", scope="create:feature_flags", repeat=CREATE, body="{name*, description, key*, type*(str|int|bool), allow_override_level(env|org|usr), default_value*}", group="Feature Flags")
DELETE_FEATURE_FLAG = Operation("DeleteFeatureFlag", "DELETE", "/api/v1/feature_flags/{feature_flag_key}", scope="delete:feature_flags", repeat=SET, group="Feature Flags")
UPDATE_FEATURE_FLAG = Operation("UpdateFeatureFlag", "PUT", "/api/v1/feature_flags/{feature_flag_key}", scope="update:feature_flags", repeat=SET, query=("name*", "description*", "type*", "allow_override_level*", "default_value*"), group="Feature Flags")

# Identities
GET_IDENTITY = Operation("GetIdentity", "GET", "/api/v1/identities/{identity_id}", scope="read:identities", group="Identities")
UPDATE_IDENTITY = Operation("UpdateIdentity", "PATCH", "/api/v1/identities/{identity_id}", scope="update:identities", repeat=SET, body="{is_primary}", group="Identities")
DELETE_IDENTITY = Operation("DeleteIdentity", "DELETE", "/api/v1/identities/{identity_id}", scope="delete:identities", repeat=SET, group="Identities")

# Organizations
GET_ORGANIZATION_INVITES = Operation("getOrganizationInvites", "GET", "/api/v1/organization/{org_code}/invites", scope="read:organization_invites", paging=NEXT_TOKEN, query=("sort", "page_size", "next_token", "include_revoked", "include_accepted"), holds="invites", group="Organizations")
CREATE_ORGANIZATION_INVITE = Operation("createOrganizationInvite", "POST", "/api/v1/organization/{org_code}/invites", scope="create:organization_invites", repeat=UNREPEATABLE, body="{email*, first_name, last_name, roles*, send_email}", group="Organizations")
GET_ORGANIZATION_INVITE = Operation("getOrganizationInvite", "GET", "/api/v1/organization/{org_code}/invites/{invite_code}", scope="read:organization_invites", group="Organizations")
DELETE_ORGANIZATION_INVITE = Operation("deleteOrganizationInvite", "DELETE", "/api/v1/organization/{org_code}/invites/{invite_code}", scope="delete:organization_invites", repeat=SET, group="Organizations")

# MFA
REPLACE_MFA = Operation("ReplaceMFA", "PUT", "/api/v1/mfa", scope="update:mfa", repeat=SET, body="{policy*(required|off|optional), enabled_factors*, is_recovery_codes_enabled}", group="MFA")

# Organizations
GET_ORGANIZATION = Operation("getOrganization", "GET", "/api/v1/organization", scope="read:organizations", query=("code*", "expand"), group="Organizations")
CREATE_ORGANIZATION = Operation("createOrganization", "POST", "/api/v1/organization", scope="create:organizations", repeat=CREATE, body="{name*, feature_flags, external_id, background_color, button_color, button_text_color, link_color, background_color_dark, button_color_dark, button_text_color_dark, link_color_dark, theme_code, handle, is_allow_registrations, is_auto_membership_enabled, sender_name, sender_email, is_create_billing_customer, billing_email, billing_plan_code}", group="Organizations")
GET_ORGANIZATIONS = Operation("getOrganizations", "GET", "/api/v1/organizations", scope="read:organizations", paging=NEXT_TOKEN, query=("sort", "page_size", "next_token"), holds="organizations", group="Organizations")
UPDATE_ORGANIZATION = Operation("updateOrganization", "PATCH", "/api/v1/organization/{org_code}", scope="update:organizations", repeat=SET, query=("expand",), body="{name, external_id, background_color, button_color, button_text_color, link_color, background_color_dark, button_color_dark, button_text_color_dark, link_color_dark, theme_code(light|dark|user_preference), handle, is_allow_registrations, is_auto_membership_enabled, is_auto_join_domain_list, allowed_domains, is_enable_advanced_orgs, is_enforce_mfa, sender_name, sender_email, is_suspended}", group="Organizations")
DELETE_ORGANIZATION = Operation("deleteOrganization", "DELETE", "/api/v1/organization/{org_code}", scope="delete:organizations", repeat=SET, group="Organizations")
GET_ORGANIZATION_USERS = Operation("GetOrganizationUsers", "GET", "/api/v1/organizations/{org_code}/users", scope="read:organization_users", paging=NEXT_TOKEN, query=("sort", "page_size", "next_token", "permissions", "roles"), holds="organization_users", group="Organizations")
ADD_ORGANIZATION_USERS = Operation("AddOrganizationUsers", "POST", "/api/v1/organizations/{org_code}/users", scope="create:organization_users", repeat=SET, body="{users[{id, roles, permissions}]}", group="Organizations")
UPDATE_ORGANIZATION_USERS = Operation("UpdateOrganizationUsers", "PATCH", "/api/v1/organizations/{org_code}/users", scope="update:organization_users", repeat=SET, body="{users[{id, operation, roles, permissions}]}", group="Organizations")
GET_ORGANIZATION_USER_ROLES = Operation("GetOrganizationUserRoles", "GET", "/api/v1/organizations/{org_code}/users/{user_id}/roles", scope="read:organization_user_roles", holds="roles", group="Organizations")
CREATE_ORGANIZATION_USER_ROLE = Operation("CreateOrganizationUserRole", "POST", "/api/v1/organizations/{org_code}/users/{user_id}/roles", scope="create:organization_user_roles", repeat=SET, body="{role_id}", group="Organizations")
DELETE_ORGANIZATION_USER_ROLE = Operation("DeleteOrganizationUserRole", "DELETE", "/api/v1/organizations/{org_code}/users/{user_id}/roles/{role_id}", scope="delete:organization_user_roles", repeat=SET, group="Organizations")
GET_ORGANIZATION_ROLE_USERS = Operation("GetOrganizationRoleUsers", "GET", "/api/v1/organizations/{org_code}/roles/{role_id}/users", scope="read:organization_user_roles", paging=NEXT_TOKEN, query=("page_size", "next_token"), holds="users", group="Organizations")
GET_ORGANIZATION_ROLE_USERS_COUNT = Operation("GetOrganizationRoleUsersCount", "GET", "/api/v1/organizations/{org_code}/roles/{role_id}/users/count", scope="read:organization_user_roles", group="Organizations")
GET_ORGANIZATION_ROLE_ACTIVE_USERS_COUNT = Operation("GetOrganizationRoleActiveUsersCount", "GET", "/api/v1/organizations/{org_code}/roles/{role_id}/active_users/count", scope="read:organization_user_roles", query=("date_time_from*", "date_time_to*"), group="Organizations")
GET_ORGANIZATION_USER_PERMISSIONS = Operation("GetOrganizationUserPermissions", "GET", "/api/v1/organizations/{org_code}/users/{user_id}/permissions", scope="read:organization_user_permissions", query=("expand",), holds="permissions", group="Organizations")
CREATE_ORGANIZATION_USER_PERMISSION = Operation("CreateOrganizationUserPermission", "POST", "/api/v1/organizations/{org_code}/users/{user_id}/permissions", scope="create:organization_user_permissions", repeat=SET, body="{permission_id}", group="Organizations")
DELETE_ORGANIZATION_USER_PERMISSION = Operation("DeleteOrganizationUserPermission", "DELETE", "/api/v1/organizations/{org_code}/users/{user_id}/permissions/{permission_id}", scope="delete:organization_user_permissions", repeat=SET, group="Organizations")
REMOVE_ORGANIZATION_USER = Operation("RemoveOrganizationUser", "DELETE", "/api/v1/organizations/{org_code}/users/{user_id}", scope="delete:organization_users", repeat=SET, group="Organizations")
ADD_ORGANIZATION_USER_API_SCOPE = Operation("addOrganizationUserAPIScope", "POST", "/api/v1/organizations/{org_code}/users/{user_id}/apis/{api_id}/scopes/{scope_id}", scope="create:organization_user_api_scopes", repeat=SET, group="Organizations")
DELETE_ORGANIZATION_USER_API_SCOPE = Operation("deleteOrganizationUserAPIScope", "DELETE", "/api/v1/organizations/{org_code}/users/{user_id}/apis/{api_id}/scopes/{scope_id}", scope="delete:organization_user_api_scopes", repeat=SET, group="Organizations")
GET_ORG_USER_MFA = Operation("GetOrgUserMFA", "GET", "/api/v1/organizations/{org_code}/users/{user_id}/mfa", scope="read:organization_user_mfa", holds="mfa", group="Organizations")
RESET_ORG_USER_MFA_ALL = Operation("ResetOrgUserMFAAll", "DELETE", "/api/v1/organizations/{org_code}/users/{user_id}/mfa", scope="delete:organization_user_mfa", repeat=SET, group="Organizations")
RESET_ORG_USER_MFA = Operation("ResetOrgUserMFA", "DELETE", "/api/v1/organizations/{org_code}/users/{user_id}/mfa/{factor_id}", scope="delete:organization_user_mfa", repeat=SET, group="Organizations")
GET_ORGANIZATION_FEATURE_FLAGS = Operation("GetOrganizationFeatureFlags", "GET", "/api/v1/organizations/{org_code}/feature_flags", scope="read:organization_feature_flags", holds="feature_flags", group="Organizations")
DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDES = Operation("DeleteOrganizationFeatureFlagOverrides", "DELETE", "/api/v1/organizations/{org_code}/feature_flags", scope="delete:organization_feature_flags", repeat=SET, group="Organizations")
DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDE = Operation("DeleteOrganizationFeatureFlagOverride", "DELETE", "/api/v1/organizations/{org_code}/feature_flags/{feature_flag_key}", scope="delete:organization_feature_flags", repeat=SET, group="Organizations")
UPDATE_ORGANIZATION_FEATURE_FLAG_OVERRIDE = Operation("UpdateOrganizationFeatureFlagOverride", "PATCH", "/api/v1/organizations/{org_code}/feature_flags/{feature_flag_key}", scope="update:organization_feature_flags", repeat=SET, query=("value*",), group="Organizations")
UPDATE_ORGANIZATION_PROPERTY = Operation("UpdateOrganizationProperty", "PUT", "/api/v1/organizations/{org_code}/properties/{property_key}", scope="update:organization_properties", repeat=SET, query=("value*",), group="Organizations")
GET_ORGANIZATION_PROPERTY_VALUES = Operation("GetOrganizationPropertyValues", "GET", "/api/v1/organizations/{org_code}/properties", scope="read:organization_properties", holds="properties", group="Organizations")
UPDATE_ORGANIZATION_PROPERTIES = Operation("UpdateOrganizationProperties", "PATCH", "/api/v1/organizations/{org_code}/properties", scope="update:organization_properties", repeat=SET, body="{properties*}", group="Organizations")
REPLACE_ORGANIZATION_MFA = Operation("ReplaceOrganizationMFA", "PUT", "/api/v1/organizations/{org_code}/mfa", scope="update:organization_mfa", repeat=SET, body="{enabled_factors*, is_recovery_codes_enabled}", group="Organizations")
GET_ORGANIZATION_PASSKEY = Operation("GetOrganizationPasskey", "GET", "/api/v1/organizations/{org_code}/passkey", scope="read:organization_passkey", group="Organizations")
UPDATE_ORGANIZATION_PASSKEY = Operation("UpdateOrganizationPasskey", "PUT", "/api/v1/organizations/{org_code}/passkey", scope="update:organization_passkey", repeat=SET, body="{policy(off|optional|mandatory), is_override_environment_passkey_settings}", group="Organizations")
DELETE_ORGANIZATION_HANDLE = Operation("DeleteOrganizationHandle", "DELETE", "/api/v1/organization/{org_code}/handle", scope="delete:organization_handles", repeat=SET, group="Organizations")
READ_ORGANIZATION_LOGO = Operation("ReadOrganizationLogo", "GET", "/api/v1/organizations/{org_code}/logos", scope="read:organizations", holds="logos", group="Organizations")
ADD_ORGANIZATION_LOGO = Operation("AddOrganizationLogo", "POST", "/api/v1/organizations/{org_code}/logos/{type}", scope="update:organizations", repeat=SET, body="multipart/form-data {logo*}", group="Organizations")
DELETE_ORGANIZATION_LOGO = Operation("DeleteOrganizationLogo", "DELETE", "/api/v1/organizations/{org_code}/logos/{type}", scope="update:organizations", repeat=SET, group="Organizations")
GET_ORGANIZATION_CONNECTIONS = Operation("GetOrganizationConnections", "GET", "/api/v1/organizations/{organization_code}/connections", scope="read:organization_connections", holds="connections", group="Organizations")
ENABLE_ORG_CONNECTION = Operation("EnableOrgConnection", "POST", "/api/v1/organizations/{organization_code}/connections/{connection_id}", scope="create:organization_connections", repeat=SET, group="Organizations")
REMOVE_ORG_CONNECTION = Operation("RemoveOrgConnection", "DELETE", "/api/v1/organizations/{organization_code}/connections/{connection_id}", scope="delete:organization_connections", repeat=SET, group="Organizations")
UPDATE_ORGANIZATION_SESSIONS = Operation("UpdateOrganizationSessions", "PATCH", "/api/v1/organizations/{org_code}/sessions", scope="update:organizations", repeat=SET, body="{is_use_org_sso_session_policy, sso_session_persistence_mode(persistent|non_persistent), is_use_org_authenticated_session_lifetime, authenticated_session_lifetime}", group="Organizations")

# Environments
GET_PASSKEY = Operation("GetPasskey", "GET", "/api/v1/passkey", scope="read:passkey", group="Environments")
UPDATE_PASSKEY = Operation("UpdatePasskey", "PUT", "/api/v1/passkey", scope="update:passkey", repeat=SET, body="{policy*(off|optional|mandatory)}", group="Environments")

# Permissions
GET_PERMISSIONS = Operation("GetPermissions", "GET", "/api/v1/permissions", scope="read:permissions", paging=NEXT_TOKEN, query=("sort", "page_size", "next_token"), holds="permissions", group="Permissions")
CREATE_PERMISSION = Operation("CreatePermission", "POST", "/api/v1/permissions", scope="create:permissions", repeat=CREATE, body="{name, description, key}", group="Permissions")
UPDATE_PERMISSION = Operation("UpdatePermissions", "PATCH", "/api/v1/permissions/{permission_id}", scope="update:permissions", repeat=SET, body="{name, description, key}", group="Permissions")
DELETE_PERMISSION = Operation("DeletePermission", "DELETE", "/api/v1/permissions/{permission_id}", scope="delete:permissions", repeat=SET, group="Permissions")

# Properties
GET_PROPERTIES = Operation("GetProperties", "GET", "/api/v1/properties", scope="read:properties", paging=CURSOR, query=("page_size", "starting_after", "ending_before", "context"), holds="properties", group="Properties")
CREATE_PROPERTY = Operation("CreateProperty", "POST", "/api/v1/properties", scope="create:properties", repeat=CREATE, body="{name*, description, key*, type*(single_line_text|multi_line_text), context*(org|usr|app), is_private*, category_id*}", group="Properties")
UPDATE_PROPERTY = Operation("UpdateProperty", "PUT", "/api/v1/properties/{property_id}", scope="update:properties", repeat=SET, body="{name*, description, is_private*, category_id*}", group="Properties")
DELETE_PROPERTY = Operation("DeleteProperty", "DELETE", "/api/v1/properties/{property_id}", scope="delete:properties", repeat=SET, group="Properties")

# Property Categories
GET_CATEGORIES = Operation("GetCategories", "GET", "/api/v1/property_categories", scope="read:property_categories", paging=CURSOR, query=("page_size", "starting_after", "ending_before", "context"), holds="categories", group="Property Categories")
CREATE_CATEGORY = Operation("CreateCategory", "POST", "/api/v1/property_categories", scope="create:property_categories", repeat=CREATE, body="{name*, context*(org|usr|app)}", group="Property Categories")
UPDATE_CATEGORY = Operation("UpdateCategory", "PUT", "/api/v1/property_categories/{category_id}", scope="update:property_categories", repeat=SET, body="{name}", group="Property Categories")

# Roles
GET_ROLES = Operation("GetRoles", "GET", "/api/v1/roles", scope="read:roles", paging=NEXT_TOKEN, query=("sort", "page_size", "next_token"), holds="roles", group="Roles")
CREATE_ROLE = Operation("CreateRole", "POST", "/api/v1/roles", scope="create:roles", repeat=CREATE, body="{name, description, key, is_default_role, assignment_permission_id}", group="Roles")
GET_ROLE = Operation("GetRole", "GET", "/api/v1/roles/{role_id}", scope="read:roles", holds="role", group="Roles")
UPDATE_ROLE = Operation("UpdateRoles", "PATCH", "/api/v1/roles/{role_id}", scope="update:roles", repeat=SET, body="{name*, description, key*, is_default_role, assignment_permission_id}", group="Roles")
DELETE_ROLE = Operation("DeleteRole", "DELETE", "/api/v1/roles/{role_id}", scope="delete:roles", repeat=SET, group="Roles")
GET_ROLE_SCOPES = Operation("GetRoleScopes", "GET", "/api/v1/roles/{role_id}/scopes", scope="read:role_scopes", holds="scopes", group="Roles")
ADD_ROLE_SCOPE = Operation("AddRoleScope", "POST", "/api/v1/roles/{role_id}/scopes", scope="create:role_scopes", repeat=SET, body="{scope_id*}", group="Roles")
DELETE_ROLE_SCOPE = Operation("DeleteRoleScope", "DELETE", "/api/v1/roles/{role_id}/scopes/{scope_id}", scope="delete:role_scopes", repeat=SET, group="Roles")
GET_ROLE_PERMISSIONS = Operation("GetRolePermissions", "GET", "/api/v1/roles/{role_id}/permissions", scope="read:role_permissions", paging=NEXT_TOKEN, query=("sort", "page_size", "next_token"), holds="permissions", group="Roles")
UPDATE_ROLE_PERMISSIONS = Operation("UpdateRolePermissions", "PATCH", "/api/v1/roles/{role_id}/permissions", scope="update:role_permissions", repeat=SET, body="{permissions[{id, operation}]}", group="Roles")
GET_ROLE_SYSTEM_PERMISSIONS = Operation("GetRoleSystemPermissions", "GET", "/api/v1/roles/{role_id}/system_permissions", scope="read:role_system_permissions", paging=NEXT_TOKEN, query=("sort", "page_size", "next_token"), holds="system_permissions", group="Roles")
UPDATE_ROLE_SYSTEM_PERMISSIONS = Operation("UpdateRoleSystemPermissions", "PATCH", "/api/v1/roles/{role_id}/system_permissions", scope="update:role_system_permissions", repeat=SET, body="{system_permissions[{id, operation}]}", group="Roles")
GET_ROLE_USERS = Operation("GetRoleUsers", "GET", "/api/v1/roles/{role_id}/users", scope="read:organization_user_roles", paging=NEXT_TOKEN, query=("page_size", "next_token"), holds="users", group="Roles")
REMOVE_ROLE_PERMISSION = Operation("RemoveRolePermission", "DELETE", "/api/v1/roles/{role_id}/permissions/{permission_id}", scope="delete:role_permissions", repeat=SET, group="Roles")

# Search
SEARCH_USERS = Operation("searchUsers", "GET", "/api/v1/search/users", scope="read:users", paging=CURSOR, query=("page_size", "query", "api_scopes", "properties", "starting_after", "ending_before", "expand"), holds="results", group="Search")

# Subscribers
GET_SUBSCRIBERS = Operation("GetSubscribers", "GET", "/api/v1/subscribers", scope="read:subscribers", paging=NEXT_TOKEN, query=("sort", "page_size", "next_token"), holds="subscribers", group="Subscribers")
CREATE_SUBSCRIBER = Operation("CreateSubscriber", "POST", "/api/v1/subscribers", scope="create:subscribers", repeat=CREATE, query=("first_name*", "last_name*", "email*"), group="Subscribers")
GET_SUBSCRIBER = Operation("GetSubscriber", "GET", "/api/v1/subscribers/{subscriber_id}", scope="read:subscribers", holds="subscribers", group="Subscribers")

# Roles
GET_SYSTEM_PERMISSIONS = Operation("GetSystemPermissions", "GET", "/api/v1/system_permissions", scope="read:system_permissions", paging=NEXT_TOKEN, query=("sort", "page_size", "next_token"), holds="system_permissions", group="Roles")

# Users
GET_USERS = Operation("getUsers", "GET", "/api/v1/users", scope="read:users", paging=NEXT_TOKEN, query=("page_size", "user_id", "next_token", "email", "username", "phone", "expand", "has_organization", "active_since"), holds="users", group="Users")
REFRESH_USER_CLAIMS = Operation("refreshUserClaims", "POST", "/api/v1/users/{user_id}/refresh_claims", scope="update:user_refresh_claims", repeat=SET, group="Users")
GET_USER = Operation("getUserData", "GET", "/api/v1/user", scope="read:users", query=("id*", "expand"), group="Users")
CREATE_USER = Operation("createUser", "POST", "/api/v1/user", scope="create:users", repeat=CREATE, body="{profile{given_name, family_name, picture}, organization_code, provided_id, identities[{type(email|phone|username), is_verified, details{email, phone, phone_country_id, username}}]}", group="Users")
UPDATE_USER = Operation("updateUser", "PATCH", "/api/v1/user", scope="update:users", repeat=SET, query=("id*",), body="{given_name, family_name, picture, is_suspended, is_password_reset_requested, provided_id}", group="Users")
DELETE_USER = Operation("deleteUser", "DELETE", "/api/v1/user", scope="delete:users", repeat=SET, query=("id*", "is_delete_profile"), group="Users")
UPDATE_USER_FEATURE_FLAG_OVERRIDE = Operation("UpdateUserFeatureFlagOverride", "PATCH", "/api/v1/users/{user_id}/feature_flags/{feature_flag_key}", scope="update:user_feature_flags", repeat=SET, query=("value*",), group="Users")
UPDATE_USER_PROPERTY = Operation("UpdateUserProperty", "PUT", "/api/v1/users/{user_id}/properties/{property_key}", scope="update:user_properties", repeat=SET, query=("value*",), group="Users")
GET_USER_PROPERTY_VALUES = Operation("GetUserPropertyValues", "GET", "/api/v1/users/{user_id}/properties", scope="read:user_properties", holds="properties", group="Users")
UPDATE_USER_PROPERTIES = Operation("UpdateUserProperties", "PATCH", "/api/v1/users/{user_id}/properties", scope="update:user_properties", repeat=SET, body="{properties*}", group="Users")
SET_USER_PASSWORD = Operation("SetUserPassword", "PUT", "/api/v1/users/{user_id}/password", scope="update:user_passwords", repeat=SET, body="{hashed_password*, hashing_method, salt, salt_position(prefix|suffix), iterations, variant, signer_key, salt_separator, rounds, mem_cost, is_temporary_password}", group="Users")
GET_USER_IDENTITIES = Operation("GetUserIdentities", "GET", "/api/v1/users/{user_id}/identities", scope="read:user_identities", paging=CURSOR, query=("starting_after", "ending_before"), holds="identities", group="Users")
CREATE_USER_IDENTITY = Operation("CreateUserIdentity", "POST", "/api/v1/users/{user_id}/identities", scope="create:user_identities", repeat=CREATE, body="{value, type(email|username|phone|enterprise|social), phone_country_id, connection_id}", group="Users")
GET_USER_SESSIONS = Operation("GetUserSessions", "GET", "/api/v1/users/{user_id}/sessions", scope="read:user_sessions", holds="sessions", group="Users")
DELETE_USER_SESSIONS = Operation("DeleteUserSessions", "DELETE", "/api/v1/users/{user_id}/sessions", scope="delete:user_sessions", repeat=SET, group="Users")
GET_USERS_MFA = Operation("GetUsersMFA", "GET", "/api/v1/users/{user_id}/mfa", scope="read:user_mfa", holds="mfa", group="Users")
RESET_USERS_MFA_ALL = Operation("ResetUsersMFAAll", "DELETE", "/api/v1/users/{user_id}/mfa", scope="delete:user_mfa", repeat=SET, group="Users")
RESET_USERS_MFA = Operation("ResetUsersMFA", "DELETE", "/api/v1/users/{user_id}/mfa/{factor_id}", scope="delete:user_mfa", repeat=SET, group="Users")

# Webhooks
GET_EVENT = Operation("GetEvent", "GET", "/api/v1/events/{event_id}", scope="read:events", holds="event", group="Webhooks")
GET_EVENT_TYPES = Operation("GetEventTypes", "GET", "/api/v1/event_types", scope="read:event_types", holds="event_types", group="Webhooks")
DELETE_WEBHOOK = Operation("DeleteWebHook", "DELETE", "/api/v1/webhooks/{webhook_id}", scope="delete:webhooks", repeat=SET, group="Webhooks")
UPDATE_WEBHOOK = Operation("UpdateWebHook", "PATCH", "/api/v1/webhooks/{webhook_id}", scope="update:webhooks", repeat=SET, body="{event_types, name, description}", group="Webhooks")
GET_WEBHOOKS = Operation("GetWebHooks", "GET", "/api/v1/webhooks", scope="read:webhooks", holds="webhooks", group="Webhooks")
CREATE_WEBHOOK = Operation("CreateWebHook", "POST", "/api/v1/webhooks", scope="create:webhooks", repeat=CREATE, body="{endpoint*, event_types*, name*, description}", group="Webhooks")

# OAuth and OpenID Connect: outside the Management API, and outside OPERATIONS

TOKEN = Operation("token", "POST", "/oauth2/token", body="application/x-www-form-urlencoded {grant_type*(client_credentials), client_id*, client_secret*, audience, scope}", secret=True, public=True, group="OAuth")
INTROSPECT = Operation("introspect", "POST", "/oauth2/introspect", body="application/x-www-form-urlencoded {token*, token_type_hint}", group="OAuth")
REVOKE = Operation("revoke", "POST", "/oauth2/revoke", repeat=SET, body="application/x-www-form-urlencoded {token*, client_id*, client_secret*, token_type_hint}", public=True, group="OAuth")
USER_PROFILE = Operation("userProfile", "GET", "/oauth2/v2/user_profile", body="bearer {access_token*}", public=True, group="OAuth")
OPENID_CONFIGURATION = Operation("openidConfiguration", "GET", "/.well-known/openid-configuration", public=True, group="OAuth")
KEY_SET = Operation("keySet", "GET", "/.well-known/jwks", public=True, group="OAuth")

OPERATIONS: dict[str, Operation] = {
    row.id: row for row in list(globals().values()) if isinstance(row, Operation) and row.group != "OAuth"
}
"""The Management API's operations by the id of the official document."""

OAUTH: dict[str, Operation] = {
    row.id: row for row in (TOKEN, INTROSPECT, REVOKE, USER_PROFILE, OPENID_CONFIGURATION, KEY_SET)
}
"""What a Kinde domain answers beside the Management API, by ids of our own."""

SCOPES: frozenset[str] = frozenset(row.scope for row in OPERATIONS.values() if row.scope)
"""Every scope that an operation asks for."""
