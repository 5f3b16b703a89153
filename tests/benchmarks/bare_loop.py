"""The least that reading lists can cost: `python -m tests.benchmarks.bare_loop URL` gets and parses every page.

What is read are the pages that the static server at the URL has; it prints how many users they hold.
"""

from __future__ import annotations

import sys

import httpx
from pydantic_core import from_json


def main(url: str) -> int:
    """Reads all pages; returns the users in them."""
    users = 0
    with httpx.Client(base_url=url) as client:
        for path in from_json(client.get("/recorded").content):
            users += len(from_json(client.get(path).content).get("users") or ())
    return users


if __name__ == "__main__":
    sys.stdout.write(f"{main(sys.argv[1])}\n")
