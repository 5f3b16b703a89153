"""The company in the demo tenant: a maker of shift-planning software, its customers, and what they may do."""

from __future__ import annotations

from typing import Final

BUSINESS: Final = "Brightrota"

ORGANIZATIONS: Final = (
    ("Brightrota", "brightrota", 0),
    ("Halvorsen Cold Chain", "halvorsen", 9),
    ("Kestrel & Boyd Architects", "kestrel-boyd", 4),
    ("Lumen Dental Group", "lumen-dental", 7),
    ("Tidewater Credit Union", "tidewater", 8),
    ("Oakfield School District", "oakfield", 14),
    ("Bäckerei Sonnenschein", "sonnenschein", 3),
    ("Clínica Vida Nova", "vida-nova", 6),
    ("みどり物流株式会社", "midori-logistics", 8),
    ("Ridgeline Outfitters", "ridgeline", 5),
    ("St Brigid's Hospice", "st-brigids", 4),
    ("Compagnie des Quais", "quais", 3),
    ("Mwangaza Solar", "mwangaza", 5),
    ("Northgate Leisure Centres", "northgate", 10),
    ("Quill & Ember Books", "quill-ember", 2),
    ("Fjordline Ferries", "fjordline", 6),
    ("Green Heron Landscaping", "green-heron", 2),
    ("Maple Street Pharmacy", "maple-street", 2),
    ("Aurora Night Security", "aurora-night", 7),
    ("Tacos El Norteño", "el-norteno", 3),
    ("Pinecrest Care Homes", "pinecrest", 12),
    ("Zenith Call Centres", "zenith", 11),
    ("Harbour Lane Hotels", "harbour-lane", 9),
    ("Old Mill Brewing", "old-mill", 1),
)
"""Name, handle, and how many of the people belong there, against the others. The first is the tenant's own."""

PERMISSIONS: Final = (
    ("shifts:read", "View shifts", "See published shifts"),
    ("shifts:create", "Create shifts", "Add shifts to a draft rota"),
    ("shifts:update", "Edit shifts", "Move, split and re-assign shifts"),
    ("shifts:delete", "Delete shifts", "Remove shifts that nobody has worked"),
    ("rotas:publish", "Publish rotas", "Make a draft rota binding and tell everybody"),
    ("rotas:lock", "Lock rotas", "Close a period against changes"),
    ("swaps:request", "Request swaps", "Offer an own shift to colleagues"),
    ("swaps:approve", "Approve swaps", "Decide on swaps in the own team"),
    ("leave:request", "Request leave", "Ask for time off"),
    ("leave:approve", "Approve leave", "Decide on time off in the own team"),
    ("timesheets:read", "View timesheets", "See hours worked"),
    ("timesheets:update", "Correct timesheets", "Change clock-in and clock-out times"),
    ("timesheets:approve", "Approve timesheets", "Release hours to payroll"),
    ("payroll:read", "View payroll", "See pay rates and totals"),
    ("payroll:export", "Export payroll", "Send approved hours to the payroll provider"),
    ("staff:read", "View staff", "See the directory of the organization"),
    ("staff:invite", "Invite staff", "Add people to the organization"),
    ("staff:update", "Edit staff", "Change skills, contracts and pay rates"),
    ("staff:remove", "Remove staff", "End somebody's access"),
    ("locations:read", "View locations", "See sites and their opening hours"),
    ("locations:update", "Edit locations", "Change sites and their opening hours"),
    ("reports:read", "View reports", "See labour cost and coverage reports"),
    ("reports:schedule", "Schedule reports", "Have reports sent by e-mail"),
    ("invoices:read", "View invoices", "See what Brightrota charges"),
    ("billing:update", "Manage billing", "Change the plan and the means of payment"),
    ("integrations:read", "View integrations", "See connected systems"),
    ("integrations:update", "Manage integrations", "Connect and disconnect systems"),
    ("audit:read", "View the audit trail", "See who changed what"),
    ("settings:read", "View settings", "See how the organization is set up"),
    ("settings:update", "Manage settings", "Change how the organization is set up"),
)
"""Key, name, description."""

ROLES: Final = (
    ("owner", "Owner", "Everything, and the only role that pays", "*", 3),
    ("admin", "Administrator", "Runs the organization day to day", "* !billing:update !payroll:export", 7),
    (
        "planner", "Planner", "Builds and publishes rotas",
        "shifts: rotas: swaps: leave: staff:read locations:read reports:read", 12,
    ),
    (
        "team-lead",
        "Team lead",
        "Approves what the own team asks for",
        "shifts:read shifts:update swaps: leave: timesheets:read timesheets:update timesheets:approve staff:read",
        14,
    ),
    ("payroll", "Payroll", "Turns hours into pay", "timesheets: payroll: staff:read reports:read", 4),
    ("auditor", "Auditor", "Sees everything and changes nothing", ":read", 3),
    (
        "support", "Brightrota support", "Looks over a customer's shoulder, for a limited time",
        "shifts:read staff:read settings:read audit:read", 2,
    ),
    ("employee", "Employee", None, "shifts:read swaps:request leave:request timesheets:read locations:read", 55),
)  # fmt: skip
"""Key, name, description, permissions (a pattern: prefix, suffix, `*`, `!` takes away), share of the members."""

FLAGS: Final = (
    ("auto_fill", "Auto-fill open shifts", "Suggests who could take a shift that nobody has", "bool", "false", "org"),
    ("dark_mode", "Dark mode", "Lets people choose a dark appearance", "bool", "true", "usr"),
    ("geofenced_clock_in", "Geofenced clock-in", "Accepts a clock-in only near the site", "bool", "false", "org"),
    ("new_rota_grid", "New rota grid", "The rewritten planning screen", "bool", "false", "usr"),
    ("shift_marketplace", "Shift marketplace", "Swaps across locations", "bool", "true", "env"),
    ("sms_reminders", "SMS reminders", "A text message before each shift", "bool", "false", "org"),
    ("max_rota_weeks", "Weeks ahead", "How far ahead a rota can be planned", "int", "8", "org"),
    (
        "swap_deadline_hours", "Swap deadline", "Hours before a shift after which it cannot be swapped", "int", "24",
        "org",
    ),
    ("upload_limit_mb", "Upload limit", "Largest file that can be attached, in megabytes", "int", "25", "usr"),
    ("support_tier", "Support tier", "Which queue a ticket goes to", "str", "standard", "org"),
    ("theme", "Theme", "Colours of the planning screen", "str", "meadow", "usr"),
    ("banner_text", "Banner", "A line above every page; empty: none", "str", "", "env"),
    (
        "onboarding_steps", "Onboarding", "Steps shown to new people, in order", "json",
        '["profile","availability","tour"]', "org",
    ),
    (
        "overtime_rules", "Overtime rules", "Thresholds in hours and their factors", "json",
        '{"daily":8,"weekly":40,"factor":1.5}', "org",
    ),
)  # fmt: skip
"""Key, name, description, type, default, the lowest level that may override it."""

ENVIRONMENT_OVERRIDES: Final = {
    "shift_marketplace": "false",
    "max_rota_weeks": "12",
    "banner_text": "Payroll closes on Friday at noon.",
    "overtime_rules": '{"daily":9,"weekly":40,"factor":1.25}',
}

OVERRIDE_CHOICES: Final = {
    "auto_fill": ("true",),
    "geofenced_clock_in": ("true",),
    "new_rota_grid": ("true", "false"),
    "sms_reminders": ("true",),
    "max_rota_weeks": ("4", "26", "52"),
    "swap_deadline_hours": ("12", "48"),
    "support_tier": ("priority", "white-glove"),
    "theme": ("harbour", "high-contrast"),
    "overtime_rules": ('{"daily":10,"weekly":48,"factor":2}',),
}
"""Values that organizations are given, some of them, at the start."""

CATEGORIES: Final = (
    ("Employment", "usr"),
    ("Contact", "usr"),
    ("Account", "org"),
    ("Operations", "org"),
    ("Release", "app"),
)

PROPERTIES: Final = (
    ("usr_job_title", "Job title", "As printed on the rota", "usr", "Employment", False, "single_line_text"),
    ("usr_department", "Department", "", "usr", "Employment", False, "single_line_text"),
    ("usr_contract_hours", "Contract hours", "Hours a week", "usr", "Employment", True, "single_line_text"),
    ("usr_city", "City", "Where the person works from", "usr", "Contact", False, "single_line_text"),
    ("usr_notes", "Notes", "For planners only", "usr", "Contact", True, "multi_line_text"),
    ("org_plan", "Plan", "What the customer pays for", "org", "Account", False, "single_line_text"),
    ("org_account_manager", "Account manager", "Who to ask at Brightrota", "org", "Account", True, "single_line_text"),
    ("org_sites", "Sites", "Number of locations", "org", "Operations", False, "single_line_text"),
    ("org_timezone", "Time zone", "", "org", "Operations", False, "single_line_text"),
    ("app_release_channel", "Release channel", "stable or preview", "app", "Release", False, "single_line_text"),
)
"""Key, name, description, context, category, private, type."""

BUILT_IN_PROPERTIES: Final = (
    ("kp_usr_city", "City", "usr"),
    ("kp_usr_job_title", "Job title", "usr"),
    ("kp_usr_salutation", "Salutation", "usr"),
    ("kp_org_industry", "Industry", "org"),
)
"""Kinde's own properties: key, name, context. They cannot be edited."""

JOBS: Final = (
    "Barista", "Nurse", "Driver", "Warehouse operative", "Receptionist", "Chef", "Teacher", "Guard", "Engineer",
    "Cashier", "Shift supervisor", "Carer",
)  # fmt: skip
DEPARTMENTS: Final = (
    "Front of house",
    "Operations",
    "Night team",
    "Logistics",
    "Clinical",
    "Kitchen",
    "Administration",
)
CITIES: Final = (
    "Leeds", "Bergen", "São Paulo", "Kraków", "Nairobi", "Osaka", "Lyon", "Halifax", "Brisbane", "Pune", "Cork",
    "Québec",
)  # fmt: skip
PLANS: Final = ("Starter", "Team", "Business", "Enterprise")

APPLICATIONS: Final = (
    ("Brightrota web", "reg", "https://app.brightrota.example.com"),
    ("Brightrota planner", "spa", "https://planner.brightrota.example.com"),
    ("Brightrota mobile", "spa", "brightrota://home"),
    ("Wall display", "device", "https://display.brightrota.example.com"),
)
"""Name, type, home page of the applications that people sign in to."""

AGENTS: Final = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:129.0) Gecko/20100101 Firefox/129.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Mobile",
)
