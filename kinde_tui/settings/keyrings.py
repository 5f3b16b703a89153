"""The system's keyring, which may be missing, locked, forgetful or stuck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, Protocol, TypeVar, cast

from pydantic import SecretStr

from kinde_tui.settings.errors import KeyringError, KeyringFault

SERVICE = "kinde-tui"
LIMIT = 3.0
"""Seconds that one call may take."""

T = TypeVar("T")


class _Backend(Protocol):
    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


@dataclass(frozen=True, slots=True)
class _Answer(Generic[T]):
    value: T | None = None
    error: Exception | None = None


class Keyring:
    """Keeps secrets in the system's keyring, and says why when it cannot.

    Every call runs in a daemon thread: a keyring that waits for a dialog nobody sees must neither stop the program
    nor keep it from ending. A secret counts as kept only after it was read back.
    """

    def __init__(self, limit: float = LIMIT) -> None:
        self._limit = limit
        self._thread: Thread | None = None

    def name(self) -> str:
        """What the keyring in use is called.

        Raises:
            KeyringError: there is none that keeps a secret secret.
        """
        return self._ask(lambda: _title(_backend()))

    def get(self, account: str) -> SecretStr | None:
        """The account's secret; None when the keyring has none.

        Raises:
            KeyringError: the keyring did not answer, or is none.
        """
        found = self._ask(lambda: _backend().get_password(SERVICE, account))
        return SecretStr(found) if found else None

    def put(self, account: str, secret: SecretStr) -> None:
        """Keeps the secret and reads it back.

        Raises:
            KeyringError: it was not kept; the keyring holds nothing else instead.
        """

        def keep() -> str | None:
            backend = _backend()
            backend.set_password(SERVICE, account, secret.get_secret_value())
            found = backend.get_password(SERVICE, account)
            if found is not None and found != secret.get_secret_value():
                backend.delete_password(SERVICE, account)
            return found

        if self._ask(keep) != secret.get_secret_value():
            raise KeyringError("The keyring took the secret, but did not give it back.", KeyringFault.LOST)

    def remove(self, account: str) -> bool:
        """Forgets the account's secret; False when there was none.

        Raises:
            KeyringError: the keyring did not answer, or is none.
        """

        def forget() -> bool:
            backend = _backend()
            if backend.get_password(SERVICE, account) is None:
                return False
            backend.delete_password(SERVICE, account)
            return True

        return self._ask(forget)

    def _ask(self, call: Callable[[], T]) -> T:
        if self._thread is not None and self._thread.is_alive():
            raise KeyringError(
                "The keyring is still busy with the last question: it may wait for an answer in a window of its own.",
                KeyringFault.SLOW,
            )
        answers: SimpleQueue[_Answer[T]] = SimpleQueue()
        self._thread = Thread(target=_run, args=(call, answers), name="keyring", daemon=True)
        self._thread.start()
        try:
            answer = answers.get(timeout=self._limit)
        except Empty:
            raise KeyringError(f"The keyring did not answer within {self._limit:g} s.", KeyringFault.SLOW) from None
        self._thread = None  # it has answered, whether or not the system has put it away yet
        if answer.error is not None:
            raise _explained(answer.error) from None
        return cast("T", answer.value)


def _run(call: Callable[[], T], answers: SimpleQueue[_Answer[T]]) -> None:
    try:
        answers.put(_Answer(call()))
    except Exception as error:  # noqa: BLE001 - backends raise whatever their system does; the caller gets a sentence
        answers.put(_Answer(error=error))


def _backend() -> _Backend:
    """The keyring in use, past those that keep nothing or keep it in clear."""
    import keyring

    chosen = keyring.get_keyring()
    candidates = tuple(getattr(chosen, "backends", ())) or (chosen,)
    kept = [backend for backend in candidates if not _refusal(backend)]
    if not kept:
        raise _refusal(candidates[0]) or KeyringError("This system has no keyring.", KeyringFault.NONE)
    return cast("_Backend", kept[0])


def _refusal(backend: object) -> KeyringError | None:
    kind = type(backend)
    module, title = kind.__module__, _title(backend)
    if module == "keyring.backends.fail":
        return KeyringError("This system has no keyring that a program can use.", KeyringFault.NONE)
    if module == "keyring.backends.null":
        return KeyringError(f"The keyring in use ({title}) keeps nothing.", KeyringFault.REFUSED)
    if module.startswith("keyrings.alt") or "plaintext" in kind.__name__.lower():
        return KeyringError(f"The keyring in use ({title}) keeps secrets in a readable file.", KeyringFault.REFUSED)
    return None


def _title(backend: object) -> str:
    module = type(backend).__module__.removeprefix("keyring.backends.")
    return f"{module}.{type(backend).__qualname__}"


def _explained(error: Exception) -> KeyringError:
    """The fault in a sentence; a backend's own words are left out, they may repeat what they were given."""
    if isinstance(error, KeyringError):
        return error
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if "NoKeyringError" in kinds:
        return KeyringError("This system has no keyring that a program can use.", KeyringFault.NONE)
    if kinds & {"KeyringLocked", "InitError"}:
        return KeyringError("The keyring is locked, or its question was dismissed.", KeyringFault.LOCKED)
    return KeyringError(f"The keyring failed ({type(error).__name__}).", KeyringFault.FAILED)
