"""Who may ask the demo tenant in this process for a token. None of this opens anything real."""

from __future__ import annotations

from typing import Final

ISSUER: Final = "https://demo.kinde.invalid"
"""The tenant's own address while nobody serves it; `.invalid` never resolves."""
AUDIENCE: Final = f"{ISSUER}/api"
CLIENT_ID: Final = "8c1f2d6e4a7b4f0c9e3d5a6b7c8d9e0f"
CLIENT_SECRET: Final = "demo-secret-that-opens-only-the-demo-tenant"  # noqa: S105 - published on purpose
"""The machine-to-machine application that holds every scope."""
VIEWER_CLIENT_ID: Final = "2b7e151628aed2a6abf7158809cf4f3c"
VIEWER_CLIENT_SECRET: Final = "demo-secret-of-an-application-that-may-only-read"  # noqa: S105 - published on purpose
"""A machine-to-machine application that holds no scope that writes."""
