"""The demo tenant on a real loopback socket, for the length of a test."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kinde_tui.demo.app import Demo, DemoApp, demo_app
from kinde_tui.demo.server import at_home, bind, server_for

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class ServedDemo:
    """Where the tenant is, what opens it, and what it holds."""

    issuer_url: str
    client_id: str
    client_secret: str
    audience: str
    app: DemoApp

    @property
    def demo(self) -> Demo:
        """State, faults, limiter, ledger, tokens."""
        demo: Demo = self.app.state.demo
        return demo


@contextmanager
def served_demo(app: DemoApp | None = None, **options: Any) -> Iterator[ServedDemo]:
    """Serves `app`, or a new `demo_app(**options)`, on 127.0.0.1 in a thread of its own."""
    app = app or demo_app(**options)
    server = server_for(app)
    with bind(0) as listener:
        facts = at_home(app, listener)
        listener.listen(128)  # whoever connects before the server runs waits in this queue
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield ServedDemo(**facts, app=app)
        finally:
            server.should_exit = True
            thread.join(timeout=10)
