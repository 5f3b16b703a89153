"""A proxy in front of the served demo tenant that does to single answers what no honest server would."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Self, TypeAlias
from urllib.parse import urlsplit

from kinde_tui.api.operations import OPERATIONS
from kinde_tui.demo.router import Router


class Moment(StrEnum):
    """When a fault strikes, seen from the tenant."""

    BEFORE = "before"
    """The request does not get there."""
    AFTER = "after"
    """It takes effect, and its answer is replaced."""
    MID = "mid"
    """It takes effect, and half of its answer gets through."""


@dataclass(frozen=True)
class Answer:
    """What the tenant answered."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def bytes(self, *more: str, without: str = "") -> bytes:
        """The answer as it goes over the wire, with headers added and one left out."""
        lines = [f"{name}: {value}" for name, value in self.headers if name.lower() != without]
        return "\r\n".join([f"HTTP/1.1 {self.status} X", *lines, *more, "", ""]).encode("latin-1") + self.body


PLAUSIBLE = b'{"code":"OK","message":"Success"}'
OK = Answer(200, (("Content-Type", "application/json"), ("Content-Length", str(len(PLAUSIBLE)))), PLAUSIBLE)


class HangUpError(Exception):
    """Raised by a fault after which the connection is of no use."""


@dataclass
class Wire:
    """What a fault has in its hands."""

    writer: asyncio.StreamWriter
    reader: asyncio.StreamReader
    answer: Answer
    """The tenant's, or a plausible one where the request did not get there."""

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def reset(self) -> None:
        """Ends the connection with a reset."""
        connection = self.writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()
        raise HangUpError

    async def silence(self) -> None:
        """Says nothing until the other side leaves."""
        await self.reader.read()
        raise HangUpError


Fault: TypeAlias = Callable[[Wire], Awaitable[None]]


@dataclass
class Strike:
    """A fault that hits some calls of an operation."""

    operation: str
    """Its id, or `token`."""
    fault: Fault
    moment: Moment = Moment.BEFORE
    nth: int = 1
    """The first call it hits, counted from when it was planned."""
    times: int = 1
    """0: all from then on."""

    def hits(self, count: int) -> bool:
        return count >= self.nth and (not self.times or count < self.nth + self.times)


@dataclass
class Request:
    """One request, as it arrived."""

    head: bytes
    body: bytes
    operation: str


@dataclass
class FaultProxy:
    """Hands requests on to the tenant, but for those that a strike hits; belongs to the event loop it is entered in."""

    upstream: str
    """The tenant's address, `http://127.0.0.1:1234`."""
    strikes: list[Strike] = field(default_factory=list)
    chance: Callable[[str], Strike | None] = lambda _operation: None
    """Asked for each call that no planned strike hits."""
    calls: Counter[str] = field(default_factory=Counter)
    """Requests of each operation that arrived here."""
    struck: Counter[str] = field(default_factory=Counter)
    """How many of them were hit."""
    answers: dict[str, Answer] = field(default_factory=dict)
    """The last good answer of each operation, whether or not it got through."""
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def plan(self, strike: Strike) -> None:
        """Counts from now on."""
        strike.nth += self.calls[strike.operation]
        self.strikes.append(strike)

    def clear(self) -> None:
        """No fault strikes any more."""
        self.strikes.clear()

    async def open(self) -> None:
        """Listens, on the same port as before when it was closed."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, reuse_address=True)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Listens no more, and hangs up on everybody."""
        self._server.close()
        for writer in tuple(self._writers):
            writer.transport.abort()
        await asyncio.gather(*self._serving, return_exceptions=True)

    async def __aenter__(self) -> Self:
        self._router = Router(OPERATIONS.values())
        self._writers: set[asyncio.StreamWriter] = set()
        self._serving: set[asyncio.Task[None]] = set()
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        task = asyncio.current_task()
        if task is not None:
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        tenant = _Tenant(self.upstream)
        try:
            while (request := await self._read(reader)) is not None:
                await self._answer(request, Wire(writer, reader, OK), tenant)
                await writer.drain()
        except (HangUpError, ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._writers.discard(writer)
            tenant.close()
            writer.close()

    async def _answer(self, request: Request, wire: Wire, tenant: _Tenant) -> None:
        self.calls[request.operation] += 1
        count = self.calls[request.operation]
        planned = (one for one in self.strikes if one.operation == request.operation and one.hits(count))
        strike = next(planned, None) or self.chance(request.operation)
        if strike is not None:
            self.struck[request.operation] += 1
        if strike is not None and strike.moment is Moment.BEFORE:
            await strike.fault(wire)
            return
        answer = await tenant.ask(request)
        if answer.status < 300:
            self.answers[request.operation] = answer
        if strike is None:
            wire.writer.write(answer.bytes())
        else:
            wire.answer = answer
            await strike.fault(wire)

    async def _read(self, reader: asyncio.StreamReader) -> Request | None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return None
        method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
        body = await reader.readexactly(int(_headers(head).get("content-length", "0")))
        path = urlsplit(target).path
        found = self._router.find(method, path)
        named = found[0].id if found else ("token" if path == "/oauth2/token" else path)
        return Request(head, body, named)


class _Tenant:
    """A connection to the tenant, made when it is first needed."""

    def __init__(self, url: str) -> None:
        self._port = urlsplit(url).port
        self._pair: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: Request) -> Answer:
        try:
            return await self._ask(request)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.close()  # it was idle for too long
            return await self._ask(request)

    async def _ask(self, request: Request) -> Answer:
        if self._pair is None:
            self._pair = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._pair
        writer.write(request.head + request.body)
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
        headers = tuple((name, value.strip()) for name, _, value in (line.partition(":") for line in lines))
        body = await reader.readexactly(int(_headers(head).get("content-length", "0")))
        return Answer(int(first.split(" ")[1]), headers, body)

    def close(self) -> None:
        if self._pair is not None:
            self._pair[1].close()
            self._pair = None


def _headers(head: bytes) -> dict[str, str]:
    lines = head.decode("latin-1").split("\r\n")[1:]
    return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
