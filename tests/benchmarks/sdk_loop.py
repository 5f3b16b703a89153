"""The official SDK's list loop, for an interpreter that has it: `python sdk_loop.py URL` reads every page of users.

Without a URL it only imports. It prints how many users it read. Any token does: the static server looks at none.
"""

from __future__ import annotations

import sys

from kinde_sdk.management import ApiClient, Configuration, UsersApi

PAGE = 500


def main(url: str) -> int:
    """Reads all users; keeps none, as the other loop."""
    api = UsersApi(ApiClient(Configuration(host=url, access_token="any")))
    users, token = 0, None
    while True:
        page = api.get_users(page_size=PAGE, expand="organizations", next_token=token)
        users += len(page.users or ())
        token = page.next_token
        if not token:
            return users


if __name__ == "__main__":
    sys.stdout.write(f"{main(sys.argv[1]) if len(sys.argv) > 1 else 0}\n")
