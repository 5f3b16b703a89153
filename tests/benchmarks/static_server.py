"""A server that answers from memory what another one answered before: `python -m tests.benchmarks.static_server URL`.

Its first line on standard output is JSON with issuer_url. The first time it is asked for something it asks the other
server; `/recorded` lists the paths of all lists that it has.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import sys
from urllib.parse import parse_qsl, urlencode, urlsplit

Asked = tuple[str, str, tuple[tuple[str, str], ...]]
"""Method, path and query, whatever the order of the latter."""


class Recorded:
    """Answers of another server."""

    def __init__(self, upstream: str, delay: float) -> None:
        """Has none yet, and waits so many seconds before each page of users."""
        self._host = urlsplit(upstream).netloc
        self._delay = delay
        self._answers: dict[Asked, bytes] = {}

    async def serve(self) -> None:
        """Answers until the process is ended."""
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        host, port = server.sockets[0].getsockname()
        sys.stdout.write(json.dumps({"issuer_url": f"http://{host}:{port}"}) + "\n")
        sys.stdout.flush()
        await server.serve_forever()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
                lowered = {name.lower(): value for name, value in headers.items()}
                body = await reader.readexactly(int(lowered.get("content-length", "0")))
                method, target, _ = head.split(" ", 2)
                if self._delay and target.startswith("/api/v1/users?"):
                    await asyncio.sleep(self._delay)
                writer.write(await self._answer(method, target, headers, body))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> bytes:
        parts = urlsplit(target)
        asked = method, parts.path, tuple(sorted(parse_qsl(parts.query)))
        if parts.path == "/recorded":
            paths = [f"{path}?{urlencode(query)}" for _, path, query in self._answers if path.startswith("/api/")]
            return _message(http.client.OK, json.dumps(paths).encode())
        if (answer := self._answers.get(asked)) is None:
            status, data = await asyncio.to_thread(self._ask, method, target, headers, body)
            answer = _message(status, data)
            if status == http.client.OK:
                self._answers[asked] = answer
        return answer

    def _ask(self, method: str, target: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self._host, timeout=30)
        kept = {name: value for name, value in headers.items() if name.lower() in {"authorization", "content-type"}}
        try:
            connection.request(method, target, body or None, kept)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def _message(status: int, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status} {http.client.responses[status]}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


if __name__ == "__main__":
    asyncio.run(Recorded(sys.argv[1], float(sys.argv[2])).serve())
