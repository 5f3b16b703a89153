"""A loopback HTTP server whose answers are written byte by byte, so that it can do what no framework would."""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import ssl
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, TypeAlias
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Received:
    """One request as it arrived."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Reply: TypeAlias = Callable[[Received, asyncio.StreamWriter], Awaitable[None]]


class Hangup(Exception):  # noqa: N818 - no error: the reply ends the connection
    """Raised by a reply after which the connection is of no use."""


@dataclass
class RawServer:
    """Answers by path: each request takes the next reply of its path, the last one stays."""

    replies: dict[str, list[Reply]] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    under_way: int = 0
    most_under_way: int = 0
    port: int = 0
    tls: ssl.SSLContext | None = None

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def on(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)

    def to(self, path: str) -> list[Received]:
        """The requests that a path got."""
        return [request for request in self.received if request.path == path]

    async def reached(self, path: str, times: int = 1) -> None:
        """Waits until a path got so many requests."""
        while len(self.to(path)) < times:
            self._arrived.clear()
            await self._arrived.wait()

    async def __aenter__(self) -> Self:
        self._arrived = asyncio.Event()
        self._writers: set[asyncio.StreamWriter] = set()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for writer in tuple(self._writers):
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.add(writer)
        try:
            if (first := await reader.read(1)) == b"\x16":
                writer.write(head(400, "Content-Length: 0"))  # somebody greets in TLS
                await writer.drain()
                return
            while (request := await _read(reader, first)) is not None:
                first = b""
                self.received.append(request)
                self._arrived.set()
                replies = self.replies.get(request.path) or [answer(404, b"")]
                reply = replies.pop(0) if len(replies) > 1 else replies[0]
                self.under_way += 1
                self.most_under_way = max(self.most_under_way, self.under_way)
                try:
                    await reply(request, writer)
                finally:
                    self.under_way -= 1
                await writer.drain()
        except (Hangup, ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._writers.discard(writer)
            writer.close()


async def _read(reader: asyncio.StreamReader, begun: bytes) -> Received | None:
    try:
        head = begun + await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Received(method, target, headers, body)


def head(status: int, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status} Whatever", *headers, "", ""]).encode("latin-1")


def answer(status: int, body: bytes, *headers: str, kind: str = "application/json") -> Reply:
    """A well-formed answer."""

    async def reply(_: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(head(status, f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers) + body)

    return reply


def says(payload: object, *headers: str, status: int = 200) -> Reply:
    """A JSON answer."""
    return answer(status, json.dumps(payload).encode(), *headers)


def raw(data: bytes) -> Reply:
    """These bytes, then the end of the connection."""

    async def reply(_: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        raise Hangup

    return reply


def reset(data: bytes = b"") -> Reply:
    """These bytes, then a reset instead of an end."""

    async def reply(_: Received, writer: asyncio.StreamWriter) -> None:
        if data:
            writer.write(data)
            await writer.drain()
        connection = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
        raise Hangup

    return reply


def hang(data: bytes = b"", until: asyncio.Event | None = None) -> Reply:
    """These bytes, then silence until the other side leaves, or the event."""

    async def reply(_: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        if until is not None:
            await until.wait()
        else:
            await writer.wait_closed()
            raise Hangup

    return reply


def drip(data: bytes, pause: float) -> Reply:
    """A byte at a time."""

    async def reply(_: Received, writer: asyncio.StreamWriter) -> None:
        for sign in data:
            writer.write(bytes([sign]))
            await writer.drain()
            await asyncio.sleep(pause)

    return reply


def jwt(**claims: object) -> str:
    """Something that looks like a token; its signature is none."""
    parts = [{"alg": "RS256"}, claims]
    texts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*texts, "c2lnbmF0dXJl"])
