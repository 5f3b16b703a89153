"""The table: cursor, marks, windows, drawing."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import App, ComposeResult

from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow


class Counting(LineSource):
    """Tells how many rows were read at once at most."""

    largest = 0

    def window(self, start: int, stop: int) -> Sequence[Line]:
        """Counts."""
        rows = super().window(start, stop)
        self.largest = max(self.largest, len(rows))
        return rows


def lines(*keys: str) -> LineSource:
    return LineSource(Line(key, raw={"name": key}) for key in keys)


def cells(row: TableRow) -> Sequence[Cell]:
    return [Cell(f"name {row.key}"), Cell("[/] \x1b[31m")]


class TableApp(App[None]):
    """One table."""

    def __init__(self, source: LineSource) -> None:
        super().__init__()
        self.source = source
        self.heard: list[str | None] = []
        self.asked: list[str] = []

    def compose(self) -> ComposeResult:
        yield RecordTable([TableColumn("name", "Name", 12, grow=True), TableColumn("odd", "Odd", 12)], cells)

    def on_mount(self) -> None:
        table = self.query_one(RecordTable)
        table.show(self.source)
        table.focus()

    def on_record_table_highlighted(self, event: RecordTable.Highlighted) -> None:
        self.heard.append(event.row.key if event.row else None)

    def on_record_table_sort_requested(self, event: RecordTable.SortRequested) -> None:
        self.asked.append(event.column)

    @property
    def table(self) -> RecordTable:
        return self.query_one(RecordTable)

    def line(self, y: int) -> str:
        return self.table.render_line(y).text


async def test_rows_are_drawn_under_the_header_and_hostile_text_is_harmless() -> None:
    app = TableApp(lines("a", "b"))
    async with app.run_test(size=(60, 10)):
        assert "NAME" in app.line(0)
        assert app.line(1).startswith("▌ name a")
        assert "[/] ␛[31m" in app.line(2)
        assert app.line(5).strip() == ""


async def test_the_cursor_stays_on_its_record_when_rows_move() -> None:
    app = TableApp(lines("a", "b", "c"))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("down", "down")
        assert app.table.cursor_row is not None
        assert app.table.cursor_row.key == "c"
        app.table.show(lines("c", "x", "a", "b"))
        await pilot.pause()
        assert (app.table.cursor_index, app.table.cursor_row.key) == (0, "c")
        app.table.show(lines("x", "a"))
        await pilot.pause()
        assert app.table.cursor_row.key == "x"
        assert app.heard == ["a", "b", "c", "x"]


async def test_only_a_window_of_a_long_list_is_read() -> None:
    source = Counting(Line(str(number)) for number in range(100_000))
    app = TableApp(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        assert "name 99999" in app.line(23)
        await pilot.press("home", "pagedown", "pageup", "down")
        assert app.table.cursor_index == 1
        assert "name 1 " in app.line(2)
    assert source.largest < 400


async def test_marks_range_and_all() -> None:
    app = TableApp(lines(*"abcdef"))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("space", "down", "down", "V")
        assert app.table.marks == set("abcd")
        await pilot.press("ctrl+a")
        assert app.table.marks == set("abcdef")
        await pilot.press("ctrl+a")
        assert app.table.marks == set()
        await pilot.press("home", "space")
        assert app.line(1).startswith("✓")


async def test_columns_are_chosen_and_sorting_is_asked_for() -> None:
    app = TableApp(lines("a"))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("greater_than_sign", "o", "left", "o")
        assert app.asked == ["odd", "name"]
        region = app.table.cell_region()
        assert region is not None
        assert (region.x, region.y) == (2, 1)


async def test_the_mouse_chooses_opens_and_scrolls() -> None:
    app = TableApp(lines(*(str(number) for number in range(100))))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.click(RecordTable, offset=(5, 3))
        assert app.table.cursor_index == 2
        app.table.on_mouse_scroll_down()
        await pilot.pause()
        assert app.table.cursor_index == 3
        app.table.on_mouse_scroll_up()
        assert "name 0" in app.line(1)


async def test_an_empty_table_takes_every_key() -> None:
    app = TableApp(lines())
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("down", "end", "home", "pagedown", "space", "V", "ctrl+a", "enter", "o", "less_than_sign")
        assert app.table.cursor_row is None
        assert app.table.cell_region() is None
