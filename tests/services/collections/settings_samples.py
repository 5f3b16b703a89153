"""Samples of what belongs to the business and the environment: records, answers to questions, answers of the tenant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

RECORDS: Mapping[str, Sequence[dict[str, Any]]] = {
    "webhooks": (
        {
            "id": "webhook_1",
            "name": "CRM",
            "endpoint": "https://example.com/hooks",
            "description": "Why",
            "event_types": ["user.created"],
        },
    ),
    "event_types": ({"id": "type_1", "code": "user.created", "name": "User created", "origin": "api,user"},),
}

ANSWERS: Mapping[str, str] = {
    "endpoint": "https://example.com/other",
    "event_types": "user.created user.deleted",
}

MADE: Mapping[str, Any] = {
    "webhook": {"id": "new_1"},
}
"""What names each thing that was made."""
