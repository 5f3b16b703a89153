"""Logos: of the environment, and of one organization."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Operation, Request, Upload
from kinde_tui.models.environment import Logo
from kinde_tui.services.change import Change, Danger, Removed, Stale, Target
from kinde_tui.services.collections import texts
from kinde_tui.services.collections.collection import (
    Action,
    Ask,
    Collection,
    Column,
    Context,
    Creation,
    InvalidInputError,
    Question,
)
from kinde_tui.services.collections.edits import called, given
from kinde_tui.services.collections.raws import by, path

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers

KINDS = (
    ("light", "For light pages"),
    ("dark", "For dark pages"),
    ("favicon_svg", "Favicon, SVG"),
    ("favicon_fallback", "Favicon for older browsers"),
)
LARGEST = 2 * 1024 * 1024
"""Bytes of a picture."""
MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
}


def _name(logo: Logo) -> str:
    return logo.file_name or logo.type


def picture(text: str) -> Upload:
    """The picture in a file on this machine.

    Raises:
        InvalidInputError: there is none, or it is none that a browser shows.
    """
    place = Path(text.strip()).expanduser()
    kind = MEDIA_TYPES.get(place.suffix.lower())
    if kind is None:
        raise InvalidInputError(f"A logo is a picture: {', '.join(name[1:] for name in MEDIA_TYPES)}.")
    try:
        if place.stat().st_size > LARGEST:
            raise InvalidInputError(f"{place.name} is larger than {LARGEST // 1024 // 1024} MB.")
        content = place.read_bytes()
    except OSError as error:
        raise InvalidInputError(f"{place} cannot be read: {error.strerror or 'no such file'}.") from error
    return Upload(place.name, content, kind)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Whose logos they are."""

    name: str
    """Of the collection."""
    adds: Operation
    deletes: Operation
    parents: tuple[str, ...] = ()

    def _path(self, kind: str, parent: Parent) -> Mapping[str, str]:
        return {**dict(zip(self.parents, parent, strict=True)), "type": kind}

    def put(self, answers: Answers, parent: Parent, context: Context | None = None) -> Sequence[Change]:
        """Puts a picture in the place of the one there is."""
        kind, file = given(answers, "logo_type"), picture(given(answers, "file"))
        if kind not in {value for value, _label in KINDS}:
            raise InvalidInputError("Choose where the logo is shown.")
        change = Change(
            request=Request(self.adds, self._path(kind, parent), body={"logo": file}),
            target=Target(self.name, kind, file.name, parent),
            says=f"Use {file.name} as the logo {kind.replace('_', ' ')}{_whose(parent, context)}",
            after={"type": kind, "file_name": file.name},
            effects=(Stale(self.name, parent),),
            danger=Danger.CONFIRM,
            loses="It takes the place of the one there is, which the API does not give back.",
        )
        return (change,)

    def delete(self, logo: Logo, _answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
        """Takes a picture away."""
        target = Target(self.name, logo.type, _name(logo), parent)
        change = Change(
            request=Request(self.deletes, self._path(logo.type, parent)),
            target=target,
            says=f"Delete the logo {target.name}{_whose(parent, context)}",
            before={} if logo.file_name is None else {"file_name": logo.file_name},
            effects=(Removed(target),),
            danger=Danger.CONFIRM,
            loses="The API does not give the picture back: keep a copy of it.",
        )
        return (change,)

    @property
    def creation(self) -> Creation:
        """What `n` asks."""
        place = Question("logo_type", "Shown", Ask.CHOICE, choices=KINDS, default="light")
        return Creation(
            "Put a logo", self.adds, (place, Question("file", "File", hint="~/pictures/logo.svg")), self.put
        )

    @property
    def removal(self) -> Action[Logo]:
        """What `d` does."""
        return Action[Logo](f"{self.name}.delete", "d", "Delete", self.deletes, self.delete)


def _whose(parent: Parent, context: Context | None) -> str:
    return f" of {called(context, 'organizations', parent[0])}" if parent else ""


def _logos(of: Shelf, title: str, lists: Operation, empty: str, *, aliases: tuple[str, ...] = ()) -> Collection[Logo]:
    """The logos on one shelf."""
    return Collection[Logo](
        name=of.name,
        title=title,
        one="logo",
        model=Logo,
        key=by("type"),
        lists=lists,
        parents=of.parents,
        columns=(
            Column[Logo]("type", "Shown", texts.plain("type"), path("type"), 16, search=True),
            Column[Logo]("file", "File", texts.plain("file_name"), path("file_name"), 20, grow=True, search=True),
        ),
        called=_name,
        sort=("type", False),
        aliases=aliases,
        creation=of.creation,
        removal=of.removal,
        at_start=False,
        empty=empty,
    )


LOGOS = _logos(
    Shelf("logos", kinde.ADD_LOGO, kinde.DELETE_LOGO),
    "Logos",
    kinde.READ_LOGO,
    "No logo is set.",
    aliases=("logo",),
)
ORGANIZATION_LOGOS = _logos(
    Shelf("organization_logos", kinde.ADD_ORGANIZATION_LOGO, kinde.DELETE_ORGANIZATION_LOGO, ("org_code",)),
    "Logos of an organization",
    kinde.READ_ORGANIZATION_LOGO,
    "This organization has no logo of its own.",
)
