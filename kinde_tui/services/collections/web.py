"""Where Kinde's web dashboard shows a record.

Kinde documents no addresses. These are the ones that its own guides and pages link to; where only the list's is
known, that is where a record leads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent

_ROOT = "/admin/cx/_:nav&m:"


def page(module: str, part: str) -> Callable[[str, Parent], str]:
    """A page that does not depend on the record."""
    return lambda _key, _parent: f"{_ROOT}{module}::_:submenu&s:{part}"


def application(key: str, _parent: Parent) -> str:
    """An application's own page."""
    return f"{_ROOT}application_details::_:submenu&s:details&id:{quote(key, safe='')}"
