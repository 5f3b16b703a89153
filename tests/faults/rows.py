"""The fault table, row by row: what goes wrong, and where it is tried.

A word is a part of `python -m tests.faults`, which tries the row over every operation or list that it applies to; what
has `::` in it is a test, for rows that are no matter of one call.
"""

from __future__ import annotations

UI, API, SERVICES = "tests/ui/", "tests/api/", "tests/services/"

ROWS: dict[int, tuple[str, tuple[str, ...]]] = {
    1: ("no such host", ("glass", "places")),
    2: ("connection refused or timed out", ("glass", "places")),
    3: ("a certificate that does not hold", ("places",)),
    4: ("no answer", ("glass", "calls", "lists")),
    5: ("silence in the body", ("calls",)),
    6: ("a byte now and then", ("calls",)),
    7: ("reset, hung up, a stale connection", ("glass", "calls", "lists")),
    8: ("cut off with a length or in a chunk", ("calls",)),
    9: ("cut off without a length", ("calls", "lists")),
    10: ("no connection left", ("storms",)),
    11: ("401 in mid-session", ("glass", "calls", "storms")),
    12: (
        "401 again, secret rotated",
        ("glass", "calls", f"{UI}test_lists_states.py::test_refused_credentials_are_said_on_the_list"),
    ),
    13: (
        "errors of the token endpoint",
        ("calls", f"{API}test_api_tokens_flow.py::test_each_oauth_error_comes_with_its_fix"),
    ),
    14: ("403", ("glass", "calls", "lists")),
    15: (
        "404 of a record",
        ("glass", "calls", f"{SERVICES}test_changes.py::test_what_was_deleted_elsewhere_leaves_the_store"),
    ),
    16: ("404 of a route", ("calls", "lists")),
    17: ("409", ("calls", f"{SERVICES}test_changes_edges.py::test_409_shows_both_sides")),
    18: ("400 and 422 with and without errors", ("calls",)),
    19: ("413, 431, a header too large", ("glass", "calls")),
    20: ("429 with RateLimit-Reset", ("glass", "calls", "storms")),
    21: ("429 with Retry-After", ("glass", "calls", "storms")),
    22: ("429 with neither", ("calls", "lists", "storms")),
    23: ("a reset that is none", ("calls", f"{API}test_api_limits.py::test_whatever_stands_in_the_headers_a_pause_is")),
    24: ("a limit of requests at once", (f"{API}test_api_limits.py::test_a_limit_on_parallel_requests_is_found",)),
    25: ("5xx", ("glass", "calls", "lists")),
    26: ("a web page", ("glass", "calls", "lists")),
    27: ("what cannot be read", ("glass", "calls", "lists")),
    28: ("unknown fields", ("calls", "lists")),
    29: ("unknown values", ("lists", f"{UI}test_lists_states.py::test_a_record_with_a_field_of_another_kind")),
    30: ("fields that are null, missing or of another type", ("glass", "lists")),
    31: ("pages in circles", ("lists",)),
    32: ("rows that come and go between pages", ("tests/faults/test_faults_of_lists.py::test_rows_that_come_and_go",)),
    33: ("empty pages", ("lists",)),
    34: (
        "clocks that differ",
        ("calls", f"{API}test_api_tokens_flow.py::test_it_is_renewed_before_it_ends_by_either_clock"),
    ),
    35: ("no body", ("calls",)),
    36: ("too large, a bomb", ("glass", "calls", "lists", f"{API}test_api_faults.py::test_a_bomb_is_not_unpacked")),
    37: ("slow", ("glass", "calls")),
    38: ("redirects", ("calls", "lists", f"{API}test_api_faults.py::test_a_redirect_is_never_followed")),
    39: ("killed", ("kills",)),
    40: ("ended by a signal", ("tests/cli/test_dashboard.py::test_ended_from_outside_it_leaves_the_terminal",)),
    41: ("no room on the disk", ("places", "damage")),
    42: ("damaged files", ("damage",)),
    43: ("two instances", (f"{SERVICES}test_recovery.py::test_a_run_that_goes_on_is_left_alone",)),
    44: ("keyrings in every state", ("tests/settings/test_secret_service.py::test_a_hung_keyring_neither_holds_up",)),
    45: ("any size", ("tests/end_to_end/test_terminal_back.py::test_any_size_is_survived",)),
    46: ("stopped and continued", ("tests/end_to_end/test_terminal_back.py::test_stopped_it_gives_the_terminal_back",)),
    47: ("a fault of our own", ("tests/end_to_end/test_terminal_back.py::test_a_fault_gives_the_terminal_back",)),
    48: (
        "somebody else's edit",
        ("glass", f"{SERVICES}test_changes.py::test_what_somebody_else_changed_meanwhile_is_a_conflict"),
    ),
}
"""By the number of the row: what it is called here, and where it is tried."""
