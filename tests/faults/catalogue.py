"""The faults themselves: what goes over the wire in place of an answer."""

from __future__ import annotations

import asyncio
import gzip
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from tests.faults.proxy import Answer, Fault, HangUpError, Wire

PAGE = b"<!doctype html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>"
BOMB = gzip.compress(bytes(200 * 1024 * 1024), 9)
"""200 kB that become 200 MB."""


def says(status: int, payload: Any = None, *headers: str, kind: str = "application/json") -> Fault:
    """A whole answer: JSON, bytes as they are, or no body for None."""
    body = b"" if payload is None else payload if isinstance(payload, bytes) else json.dumps(payload).encode()

    async def fault(wire: Wire) -> None:
        lines = (("Content-Type", kind), ("Content-Length", str(len(body))))
        await wire.send(Answer(status, lines, body).bytes(*headers))

    return fault


def refuses(status: int, code: str, message: str, *, as_object: bool = False, field: str = "") -> Fault:
    """An error in Kinde's shapes."""
    entry = {"code": code, "message": message, **({"field": field} if field else {})}
    return says(status, {"errors": entry if as_object else [entry]})


def raw(data: bytes) -> Fault:
    """These bytes, and the end of the connection."""

    async def fault(wire: Wire) -> None:
        await wire.send(data)
        raise HangUpError

    return fault


async def silent(wire: Wire) -> None:
    """No answer at all."""
    await wire.silence()


async def hangs_up(_wire: Wire) -> None:
    """An end where an answer should be."""
    raise HangUpError


async def resets(wire: Wire) -> None:
    """A reset where an answer should be."""
    await wire.reset()


def half(then: Fault) -> Fault:
    """Half of the answer, headers and all, and then something else."""

    async def fault(wire: Wire) -> None:
        whole = wire.answer.bytes()
        await wire.send(whole[: len(whole) - max(1, len(wire.answer.body) // 2)])
        await then(wire)

    return fault


async def chunk_cut_off(wire: Wire) -> None:
    """The answer in chunks, of which the last is not whole."""
    await wire.send(Answer(200, (("Content-Type", "application/json"),), b"").bytes("Transfer-Encoding: chunked"))
    await wire.send(b"ffff\r\n" + wire.answer.body[: len(wire.answer.body) // 2])
    raise HangUpError


async def cut_off_without_length(wire: Wire) -> None:
    """Half the answer, whose end is the end of the connection."""
    body = wire.answer.body[: len(wire.answer.body) // 2] or b"{"
    await wire.send(Answer(200, (("Content-Type", "application/json"),), body).bytes("Connection: close"))
    raise HangUpError


async def drips(wire: Wire) -> None:
    """A byte now and then, too slowly for anybody."""
    for sign in wire.answer.bytes():
        await wire.send(bytes([sign]))
        await asyncio.sleep(0.05)


def late(seconds: float) -> Fault:
    """The right answer, after a while."""

    async def fault(wire: Wire) -> None:
        await asyncio.sleep(seconds)
        await wire.send(wire.answer.bytes())

    return fault


def dated(days: float) -> Fault:
    """The right answer of a tenant whose clock is wrong."""

    async def fault(wire: Wire) -> None:
        wrong = format_datetime(datetime.now(UTC) + timedelta(days=days), usegmt=True)
        await wire.send(wire.answer.bytes(f"Date: {wrong}", without="date"))

    return fault


def packed(body: bytes, encoding: str = "gzip") -> Fault:
    """A body under a compression that it may not have."""
    return says(200, body, f"Content-Encoding: {encoding}")


def changed(change: Callable[[Any], Any]) -> Fault:
    """The right answer with something else in it."""

    async def fault(wire: Wire) -> None:
        body = json.dumps(change(json.loads(wire.answer.body or b"{}"))).encode()
        await says(wire.answer.status, body)(wire)

    return fault


def too_many(*headers: str) -> Fault:
    """429, with whatever headers."""
    return says(429, {"errors": [{"code": "TOO_MANY_REQUESTS", "message": "Too many requests"}]}, *headers)


def date_in(seconds: float) -> str:
    """An HTTP date."""
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


def epoch_in(seconds: float) -> str:
    """A moment as seconds since the epoch."""
    return str(int(time.time() + seconds))


def with_unknown_fields(value: Any) -> Any:
    """Each object with fields that nobody knows."""
    if isinstance(value, dict):
        more = {"x_unknown": {"deep": [1, None]}, "constructor": "x"}
        return {**{name: with_unknown_fields(inner) for name, inner in value.items()}, **more}
    return [with_unknown_fields(inner) for inner in value] if isinstance(value, list) else value
