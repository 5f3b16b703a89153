"""The flag values of one environment or one organization, as the API's maps hold them.

They are read here and changed through the cascade, which knows on which level a value rests.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.models.flag import FlagValue
from kinde_tui.services.collections import texts
from kinde_tui.services.collections.collection import Collection, Column
from kinde_tui.services.collections.raws import by, path

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import Context


def _value(flag: FlagValue, _context: Context) -> str:
    if flag.value is None:
        return texts.ABSENT
    return flag.value if isinstance(flag.value, str) else json.dumps(flag.value, ensure_ascii=False)


_COLUMNS = (
    Column[FlagValue]("key", "Flag", texts.plain("key"), path("key"), 24, grow=True, search=True),
    Column[FlagValue]("type", "Type", texts.plain("type"), path("type"), 6),
    Column[FlagValue]("value", "Value", _value, path("value"), 20, grow=True, search=True),
)

ENVIRONMENT_FLAGS = Collection[FlagValue](
    name="environment_flags",
    title="Flags of the environment",
    one="flag",
    model=FlagValue,
    key=by("key"),
    lists=kinde.GET_ENVIRONMENT_FEATURE_FLAGS,
    columns=_COLUMNS,
    called=lambda flag: flag.key,
    sort=("key", False),
    writes=(
        kinde.CREATE_FEATURE_FLAG,
        kinde.UPDATE_FEATURE_FLAG,
        kinde.DELETE_FEATURE_FLAG,
        kinde.UPDATE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE,
        kinde.DELETE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE,
        kinde.DELETE_ENVIRONMENT_FEATURE_FLAG_OVERRIDES,
        kinde.UPDATE_USER_FEATURE_FLAG_OVERRIDE,
    ),
    empty="Kinde names no flag for this environment.",
)

ORGANIZATION_FLAGS = Collection[FlagValue](
    name="organization_flags",
    title="Flags of an organization",
    one="flag",
    model=FlagValue,
    key=by("key"),
    lists=kinde.GET_ORGANIZATION_FEATURE_FLAGS,
    parents=("org_code",),
    columns=_COLUMNS,
    called=lambda flag: flag.key,
    sort=("key", False),
    writes=(
        kinde.UPDATE_ORGANIZATION_FEATURE_FLAG_OVERRIDE,
        kinde.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDE,
        kinde.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDES,
    ),
    empty="Kinde names no flag for this organization.",
)
