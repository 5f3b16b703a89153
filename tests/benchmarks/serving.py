"""Other processes that answer: the served demo tenant, and a static server with its pages."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from tests.benchmarks.environment import variables
from tests.benchmarks.meters import FailedError

PAGE = 500


@dataclass(frozen=True, slots=True)
class Served:
    """A tenant that is served by another process."""

    facts: Mapping[str, str]
    """issuer_url, client_id, client_secret, audience."""
    seconds: float
    """From exec until it took connections."""


@contextmanager
def speaking(arguments: Sequence[str], home: Path) -> Iterator[tuple[dict[str, str], float]]:
    """A program that goes on after its first line, which is JSON: that, and the seconds until it came.

    Raises:
        FailedError: it said nothing.
    """
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, env=variables(home))  # noqa: S603 - our own
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        seconds = time.monotonic() - began
        if not said:
            raise FailedError(f"{' '.join(arguments)} ended with {process.wait()}.")
        yield json.loads(said), seconds
    finally:
        process.terminate()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


@contextmanager
def served_demo(users: int, home: Path) -> Iterator[Served]:
    """The demo tenant with so many users, served as `kinde-tui demo --serve` does."""
    with speaking(["-m", "kinde_tui", "demo", "--serve", "--users", str(users)], home) as (facts, seconds):
        yield Served(facts, seconds)


@contextmanager
def static_copy(served: Served, home: Path, delay: float = 0.0) -> Iterator[Served]:
    """The same tenant from memory: whatever it is asked for the second time costs it next to nothing."""
    upstream = served.facts["issuer_url"]
    with speaking(["-m", "tests.benchmarks.static_server", upstream, str(delay)], home) as (said, seconds):
        yield Served({**served.facts, **said}, seconds)


class Caller:
    """Calls a served tenant with as little around it as can be."""

    def __init__(self, facts: Mapping[str, str]) -> None:
        """Asks for a token."""
        self._connection = http.client.HTTPConnection(urlsplit(facts["issuer_url"]).netloc, timeout=30)
        grant = {"grant_type": "client_credentials", **{name: facts[name] for name in ("client_id", "client_secret")}}
        form = urlencode({**grant, "audience": facts["audience"]})
        self._headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = json.loads(self._call("POST", "/oauth2/token", form))
        self._headers = {"Authorization": f"Bearer {answer['access_token']}"}

    def page(self, token: str = "") -> tuple[float, dict[str, Any]]:
        """A page of users: milliseconds until its last byte, and what it says."""
        began = time.monotonic()
        data = self._call("GET", f"/api/v1/users?page_size={PAGE}" + (f"&next_token={quote(token)}" if token else ""))
        return (time.monotonic() - began) * 1000, json.loads(data)

    def pages(self, most: int) -> list[float]:
        """Milliseconds of each of the first pages; a first call before them is not counted."""
        self.page()
        found, token = [], ""
        for _ in range(most):
            took, said = self.page(token)
            found.append(took)
            if not (token := said.get("next_token") or ""):
                break
        return found

    def close(self) -> None:
        """Gives the connection back."""
        self._connection.close()

    def _call(self, method: str, path: str, body: str | None = None) -> bytes:
        self._connection.request(method, path, body, self._headers)
        answer = self._connection.getresponse()
        data = answer.read()
        if answer.status != http.client.OK:
            raise FailedError(f"{method} {path} was answered {answer.status}: {data[:200]!r}")
        return data
