"""From a list on screen to a file: which form, where to, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.services.export_file import ExportError, ExportStoppedError
from kinde_tui.services.exporting import EVERY, Export, Format, Sheet, fields_of
from kinde_tui.services.exports import file_name, here
from kinde_tui.ui.dialogs.menu import Item, MenuDialog
from kinde_tui.ui.text import safe

if TYPE_CHECKING:
    from kinde_tui.services.exports import Exported
    from kinde_tui.ui.widgets.collection_list import CollectionList

STAYS = 12
"""Seconds for which the file's name can be read."""
_FORMS = (
    ("csv", Format.CSV, False, "CSV", "the columns shown, as they read"),
    ("csv-all", Format.CSV, True, "CSV, every column", "hidden ones too"),
    ("json", Format.JSON, False, "JSON", "the records as the API sent them"),
    ("ndjson", Format.NDJSON, False, "NDJSON", "the same, a record a line"),
    ("markdown", Format.MARKDOWN, False, "Markdown", "a table of the columns shown"),
)
"""Value, form, whether with every column, title and note of each line of the menu."""


class FileOfRows:
    """What a list shows now, on its way to a file. The app does it, so it outlives the screen."""

    def __init__(self, rows: CollectionList) -> None:
        self._rows = rows
        self._app = rows.app
        self._tenant = rows.tenant
        self._collection = rows.collection
        self._parent = rows.parent_keys
        self._source = rows.table.source
        self._columns = [column.key for column in rows.table.columns]
        self._lacks = rows.filtering.lacks

    def ask(self) -> None:
        """Asks for the form, and begins."""
        if not len(self._source):
            self._rows.notify("There are no rows to write.", severity="warning", markup=False)
            return
        self._app.run_worker(self._ask(), group="ask", description="export")

    async def _ask(self) -> None:
        shown = len(self._source)
        items = [Item(value, title, note=note) for value, _, _, title, note in _FORMS]
        heading = f"Write {shown:,} {self._collection.many if shown > 1 else self._collection.one} to a file"
        chosen = await self._app.push_screen_wait(MenuDialog(heading, items, wide=True))
        if chosen is not None and not await self._may_show():
            return
        for value, form, everything, _, _ in _FORMS:
            if value == chosen:
                self._app.run_worker(self._write(form, everything=everything), group="export", description="export")

    async def _may_show(self) -> bool:
        """In presentation mode: whether the file may hold what the screen does not show."""
        from kinde_tui.ui import privacy

        if not privacy.is_on():
            return True
        from kinde_tui.ui.dialogs.confirm import ConfirmDialog

        title = "Presentation mode is on. Write the file all the same?"
        says = ["It holds names, addresses and numbers in full, which the screen does not show now."]
        return await self._app.push_screen_wait(ConfirmDialog(title, says, info=self._tenant.info)) is True

    async def _write(self, form: Format, *, everything: bool) -> None:
        tenant = self._tenant
        fields = fields_of(self._collection, [EVERY] if everything else self._columns)
        sheet = Sheet(self._collection, fields, tenant.context(), raw=True)
        name = file_name(tenant.info.name, self._collection.name, self._parent, tenant.clock.now(), form.suffix)
        try:
            self._tell(await tenant.exports.write(Export(self._source, sheet, form), here() / name))
        except ExportStoppedError as stopped:
            self._app.notify(safe(str(stopped)), markup=False)
        except ExportError as error:
            self._app.notify(safe(str(error)), severity="error", markup=False, timeout=STAYS)

    def _tell(self, exported: Exported) -> None:
        one, many = self._collection.one, self._collection.many
        parts = [f"{exported.rows:,} {one if exported.rows == 1 else many}, readable by your account only."]
        if exported.gone:
            parts.append(f"{exported.gone:,} were removed meanwhile.")
        age = self._tenant.store.age(self._collection.name, self._parent)
        if not age.complete:
            parts.append(f"Not all {many} are loaded, so the file has not all either.")
        if self._lacks:
            parts.append(f"{self._lacks} The filter needs it, so the file may not have all either.")
        self._app.notify(
            safe(f"{exported.path}\n{' '.join(parts)}", lines=True),
            title="Written",
            severity="information" if age.complete and not exported.gone and not self._lacks else "warning",
            markup=False,
            timeout=STAYS,
        )
