"""The lines at the top and the bottom of every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from kinde_tui.ui.calling import operation_of
from kinde_tui.ui.text import masked, own, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from textual.binding import ActiveBinding
    from textual.screen import Screen

    from kinde_tui.services.guard import Guard
    from kinde_tui.services.tenant import TenantInfo


class EndsLine(Widget):
    """One line with something at its left and something at its right."""

    DEFAULT_CSS = "EndsLine { height: 1; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        # Textual would paint a link in one colour, key and word alike.
        self.auto_links = False
        self._left = Content()
        self._right = Content()

    def say(self, left: Content | None = None, right: Content | None = None) -> None:
        """Shows this; what is None stays. Paints only when something is different."""
        new = (self._left if left is None else left, self._right if right is None else right)
        if not all(
            a.plain == b.plain and a.spans == b.spans for a, b in zip(new, (self._left, self._right), strict=True)
        ):
            self._left, self._right = new
            self.refresh()

    def render(self) -> Content:
        """Left and right, the right one going first when there is no room for both."""
        room = self.content_size.width
        gap = room - self._left.cell_length - self._right.cell_length
        if gap < 1:
            return self._left.truncate(room, ellipsis=True)
        return Content.assemble(self._left, " " * gap, self._right)


BARRED = "⊘"
"""Marks what the token may not do: colour alone says nothing."""
SIGNS = {"production": "●", "staging": "◐", "development": "○", "demo": "◇"}
"""The environment's sign beside its name: colour alone says nothing."""
READABLE_TRAIL = 24
"""Cells that the way to what is shown needs at least, to say more than nothing."""


class TitleBar(EndsLine):
    """Which tenant this is, unmistakably, and where in it one is."""

    _trail: tuple[str, ...] = ()

    def show_tenant(self, info: TenantInfo) -> None:
        """Names the profile, its environment, and whether it can be written to."""
        tone = {"production": "$text-error", "staging": "$text-warning", "demo": "$text-accent"}.get(
            info.environment, "$text-success"
        )
        if info.colour:
            tone = {
                "red": "$text-error",
                "orange": "$text-warning",
                "green": "$text-success",
                "blue": "$text-accent",
            }.get(info.colour, tone)
        parts: list[Content] = [
            Content.styled("kinde", "bold $primary"),
            Content("  "),
            own(info.label or info.name, "bold"),
            Content("  "),
            plain(f"{SIGNS.get(info.environment, '●')} {info.environment.upper()}", f"bold {tone}"),
        ]
        states = (("read-only", info.read_only), ("dry run", info.dry_run), ("privacy", masked()))
        notes = [word for word, on in states if on]
        parts.extend(Content.styled(f" · {note}", "$label") for note in notes)
        self.say(left=Content("").join(parts))
        self.set_class(info.environment == "production", "-production")

    def show_trail(self, trail: Sequence[str]) -> None:
        """The way to what is shown: `Users › Ada Lovelace`."""
        self._trail = tuple(trail)
        self.say(right=_way(trail))

    def render(self) -> Content:
        """As other bars, but that a long way loses its beginning, and is cut as long as enough is left to be read."""
        room = self.content_size.width - self._left.cell_length - 1
        if not READABLE_TRAIL <= room < self._right.cell_length:
            return super().render()
        ends = (_way(("…", *self._trail[start:])) for start in range(1, len(self._trail) - 1))
        end = next((end for end in ends if end.cell_length <= room), self._right.truncate(room, ellipsis=True))
        gap = room + 1 - end.cell_length
        return Content.assemble(self._left, " " * gap, end)


def _way(parts: Sequence[str]) -> Content:
    return Content(" › ").join(plain(part) for part in parts).stylize("$label")


class NavigationBar(EndsLine):
    """The screens with their numbers."""

    def show_screens(
        self, screens: Sequence[tuple[str, str, str]], current: str, barred: Collection[str] = frozenset()
    ) -> None:
        """Draws the line.

        Args:
            screens: key, title and action of each.
            current: the title of the one shown.
            barred: titles of those that the token may not read.
        """
        parts: list[Content] = []
        for key, title, action in screens:
            chosen, off = title == current, title in barred
            words = f"{title} {BARRED} " if off else f"{title} "
            label = Content.assemble(
                (f" {key} ", "" if chosen else "$label"), (words, "bold" if chosen else "$faint" if off else "")
            )
            if chosen:
                parts.append(label.stylize("$background on $primary"))
            else:
                parts.append(label.stylize(Style.from_meta({"@click": action})))
        self.say(left=Content("").join(parts))


TROUBLE = ("✕", "◌")
"""How a status begins that nobody should miss."""


class StatusBar(EndsLine):
    """How much is loaded, how old it is, whether the tenant answers, and what goes on behind the screen."""

    def render(self) -> Content:
        """As other bars, but that the tenant does not answer is said, though little else, where there is no room."""
        room = self.content_size.width
        if self._left.cell_length + self._right.cell_length < room or not self._right.plain.startswith(TROUBLE):
            return super().render()
        right = self._right[: len(self._right.plain.partition(" · ")[0])].truncate(room // 2, ellipsis=True)
        left = self._left.truncate(room - right.cell_length - 2, ellipsis=True)
        gap = room - left.cell_length - right.cell_length
        return Content.assemble(left, " " * gap, right)


COMMON = ("list.", "table.")
"""How the ids of keys begin that mean the same in every list."""


class KeyBar(EndsLine):
    """The keys that work here and now."""

    def show_keys(self, screen: Screen[Any], guard: Guard | None = None) -> None:
        """Lists what the focus offers first, common keys before a list's own; what lacks a scope is there, and off."""
        common: list[Content] = []
        local: list[Content] = []
        everywhere: list[Content] = []
        off: list[Content] = []
        seen: set[str] = set()
        for active in screen.active_bindings.values():
            binding = active.binding
            if not binding.show or not binding.description or binding.action in seen:
                continue
            if not active.enabled and not (guard is not None and self._lacks_scope(active, guard)):
                continue
            seen.add(binding.action)
            key = self.app.get_key_display(binding)
            part = Content.styled(f"{key} {binding.description} {BARRED}", "$faint")
            if active.enabled:
                part = Content.assemble((key, "bold $primary"), (f" {binding.description}", "$label"))
            link = part.stylize(Style.from_meta({"@click": f"app.simulate_key('{binding.key}')"}))
            if not active.enabled:
                off.append(link)
            elif active.node is self.app:
                everywhere.append(link)
            else:
                (common if (binding.id or "").startswith(COMMON) else local).append(link)
        right = Content("  ").join(everywhere)
        room = (self.content_size.width or self.app.size.width) - right.cell_length - 2
        line = Content("")
        for part in (*common, *local, *off):
            longer = part if not line else Content.assemble(line, "  ", part)
            if longer.cell_length <= room:
                line = longer
        self.say(left=line, right=right)

    @staticmethod
    def _lacks_scope(active: ActiveBinding, guard: Guard) -> bool:
        operation = operation_of(active) if guard.limited else None
        return operation is not None and bool(guard.missing(operation))
