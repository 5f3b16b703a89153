"""Chance that always falls the same way for the same seed, purpose and index."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


class Dice:
    """Draws from 384 bits of a hash: good for some forty throws, and cheaper than seeding a generator."""

    __slots__ = ("_value",)

    def __init__(self, seed: int, purpose: str, index: int) -> None:
        digest = blake2b(b"%d:%d" % (seed, index), digest_size=48, person=purpose.encode()[:16]).digest()
        self._value = int.from_bytes(digest, "big")

    def below(self, limit: int) -> int:
        """A number from 0 to `limit` - 1."""
        self._value, drawn = divmod(self._value, limit)
        return drawn

    def pick(self, options: Sequence[T]) -> T:
        """One of `options`."""
        return options[self.below(len(options))]

    def chance(self, percent: int) -> bool:
        """True in `percent` of 100 cases."""
        return self.below(100) < percent

    def hex(self, digits: int) -> str:
        """Lower-case hexadecimal digits, as Kinde's ids are made of."""
        return f"{self.below(16**digits):0{digits}x}"

    def uuid(self) -> str:
        """An id in the form of roles' and permissions' ids."""
        text = self.hex(32)
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
