"""The calls made by hand before, kept without secrets, to begin the next one from."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from kinde_tui.services.calls.finding import callable_operations
from kinde_tui.services.calls.showing import is_secret

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation

MOST = 50
"""So many are kept."""
LONGEST = 2000
"""Characters of a value that is kept; a longer one is left out."""
_NAME = "api.calls"
_NAMES = re.compile(r"""["']?([\w.\[\]-]+)["']?\s*:?[=:]""")
"""What stands before an equals sign or a colon: a name, in words and in JSON."""


class Memory(Protocol):
    """Where it is kept. `kinde_tui.services.store.Store` is one."""

    def meta_get(self, name: str) -> str | None:
        """What was kept under a name; None: nothing."""
        ...

    def meta_set(self, name: str, value: str) -> None:
        """Keeps a text under a name."""
        ...


@dataclass(frozen=True, slots=True)
class Called:
    """One call: the operation, and what was typed for each of its fields."""

    operation: str
    """Its id."""
    values: Mapping[str, str] = field(default_factory=dict)


class CallHistory:
    """The last calls, newest first, each once."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def add(self, operation: Operation, values: Mapping[str, str]) -> None:
        """Keeps a call, without the values that are secret or long."""
        kept = {
            name: value
            for name, value in values.items()
            if value
            and len(value) <= LONGEST
            and not is_secret(operation, name)
            and not _holds_secret(operation, value)
        }
        call = Called(operation.id, kept)
        calls = [call, *(one for one in self.calls() if one != call)][:MOST]
        said = json.dumps([[one.operation, dict(one.values)] for one in calls])
        self._memory.meta_set(_NAME, said)

    def calls(self) -> list[Called]:
        """The calls that can still be read and still be made."""
        try:
            said = json.loads(self._memory.meta_get(_NAME) or "[]")
        except ValueError:
            return []
        known = callable_operations()
        found: list[Called] = []
        for one in said if isinstance(said, list) else ():
            match one:
                case [str() as name, dict() as values] if name in known:
                    found.append(Called(name, {str(key): str(value) for key, value in values.items()}))
        return found


def _holds_secret(operation: Operation, value: str) -> bool:
    """Whether a value that is put together of names and values has a secret among its names."""
    return any(is_secret(operation, name) for name in _NAMES.findall(value))
