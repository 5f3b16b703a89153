"""Requests and answers that the tests of the API layer send and get, for any operation of the kind."""

from __future__ import annotations

from collections.abc import Callable

from kinde_tui.api import operations
from kinde_tui.api.client import Kinde
from kinde_tui.api.operation import Request
from kinde_tui.api.options import Options

READ = Request(operations.GET_USER, query={"id": "kp_1"})
SET = Request(operations.UPDATE_USER, query={"id": "kp_1"}, body={"given_name": "Ada"})
CREATE = Request(operations.CREATE_USER, body={"profile": {"given_name": "Ada"}})
ROTATE = Request(operations.ROTATE_API_KEY, {"key_id": "key_1"})
DELETE = Request(operations.DELETE_USER, query={"id": "kp_1"})
USER = "/api/v1/user"
KEY = "/api/v1/api_keys/key_1"
FINE = {"id": "kp_1", "first_name": "Ada"}
HTML = b"<!doctype html><html><head><title>Sign in</title></head><body>Welcome</body></html>"
QUICK = Options(read=0.5, total=3, connect=3)

Connect = Callable[..., Kinde]
