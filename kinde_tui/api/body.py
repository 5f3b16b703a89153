"""Reads an answer's body with a bound on what it may become in memory."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

from kinde_tui.api.errors import AnswerTooLargeError, IncompleteAnswerError, UnreadableAnswerError

_MEBIBYTE = 1024 * 1024
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32


class Inflater:
    """Takes a body in pieces, decompresses it, and stops at a size.

    httpx would inflate each piece whole: 200 kB of gzip become 200 MB before anybody can count.
    """

    def __init__(self, encoding: str, largest: int, host: str) -> None:
        if encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise UnreadableAnswerError(f"{host} sent an answer in an encoding that was not asked for.")
        self._stream = None if encoding in {"", "identity"} else zlib.decompressobj(_GZIP_OR_ZLIB)
        self._largest = largest
        self._host = host
        self._parts: list[bytes] = []
        self._size = 0

    def feed(self, piece: bytes) -> None:
        """Takes the next piece.

        Raises:
            AnswerTooLargeError: the body became larger than allowed.
            UnreadableAnswerError: the compression is broken.
        """
        if self._stream is not None:
            try:
                piece = self._stream.decompress(piece, self._largest - self._size + 1)
            except zlib.error as error:
                raise UnreadableAnswerError(
                    f"The answer of {self._host} is damaged: its compression is broken."
                ) from error
        self._size += len(piece)
        if self._size > self._largest:
            raise AnswerTooLargeError(
                f"The answer of {self._host} is larger than {self._largest // _MEBIBYTE} MiB and was dropped. "
                "Ask for less at once."
            )
        self._parts.append(piece)

    def finish(self) -> bytes:
        """The whole body.

        Raises:
            IncompleteAnswerError: the compressed body ended too early.
        """
        if self._stream is not None and self._size and not self._stream.eof:
            raise IncompleteAnswerError(f"The answer of {self._host} was cut off on its way. Try again.")
        return b"".join(self._parts)


async def read_body(pieces: AsyncIterator[bytes], encoding: str, largest: int, host: str) -> bytes:
    """A body from its pieces, decompressed and at most `largest` bytes long; see `Inflater` for what it raises."""
    inflater = Inflater(encoding, largest, host)
    async for piece in pieces:
        inflater.feed(piece)
    return inflater.finish()
