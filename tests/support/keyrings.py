"""Keyrings that work, and keyrings that do not: real backends of the keyring library."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import TypeVar

import keyring
import keyring.backend
import keyring.errors

Backend = TypeVar("Backend", bound=keyring.backend.KeyringBackend)


@contextmanager
def system_keyring_is(backend: Backend) -> Iterator[Backend]:
    """Puts a backend in the place of the system's own."""
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        yield backend
    finally:
        keyring.set_keyring(before)


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring that works, and forgets at the end of the test."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring is partly typed
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class LockedKeyring(MemoryKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked(f"{service} {username}")


class BrokenKeyring(MemoryKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"cannot store {password} of {username} in {service}")


class ForgetfulKeyring(MemoryKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password[:8]


class PlaintextKeyring(MemoryKeyring):
    pass


class HungKeyring(MemoryKeyring):
    def __init__(self) -> None:
        super().__init__()
        self.answer = Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.answer.wait(30)
        return super().get_password(service, username)
