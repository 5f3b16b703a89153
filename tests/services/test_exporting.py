"""Rows of a view as text: their columns, their forms, a window at a time."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinde_tui.services.collections import texts
from kinde_tui.services.collections.collection import Collection, Column, Context, InvalidInputError
from kinde_tui.services.collections.raws import by, path
from kinde_tui.services.collections.registry import COLLECTIONS
from kinde_tui.services.collections.users import USERS
from kinde_tui.services.csv_text import read_csv
from kinde_tui.services.exporting import WINDOW, Export, Format, Sheet, fields_of
from kinde_tui.services.views import Row
from tests.services.things import THINGS, Thing, filled, opened, thing
from tests.support.hand_clock import HandClock

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import AnyCollection

NOW = HandClock().now()


class Kept:
    """Rows in the hand, which count how many are held at once."""

    def __init__(self, *raws: dict[str, Any]) -> None:
        self.rows = [Row(raw.get("id", ""), raw) for raw in raws]
        self.asked: list[tuple[int, int]] = []

    def __len__(self) -> int:
        return len(self.rows)

    def window(self, start: int, stop: int) -> Sequence[Row]:
        self.asked.append((start, stop))
        return self.rows[start:stop]


def written(
    rows: Kept, form: Format, names: Sequence[str] = (), collection: AnyCollection = THINGS, *, raw: bool = True
) -> str:
    return "".join(Export(rows, Sheet(collection, fields_of(collection, names), Context(NOW), raw=raw), form))


RAWS = st.lists(
    st.fixed_dictionaries({"id": st.text(min_size=1), "name": st.none() | st.text(st.characters())}), max_size=5
)


@given(RAWS)
@settings(max_examples=100, deadline=None)
def test_the_same_records_come_back_out_of_json_ndjson_and_csv(raws: list[dict[str, Any]]) -> None:
    rows = Kept(*raws)
    assert json.loads(written(rows, Format.JSON)) == raws
    assert [json.loads(line) for line in written(rows, Format.NDJSON).split("\n") if line] == raws
    head, *read = read_csv(io.StringIO(written(rows, Format.CSV, ["key", "name"]), newline=""))
    assert head == ["Key", "Name"]
    names = [raw["name"] or "" for raw in raws]
    assert read == [[raw["id"], "" if name == texts.ABSENT else name] for raw, name in zip(raws, names, strict=True)]


def test_csv_leaves_empty_what_kinde_did_not_send_and_says_times_in_full() -> None:
    raw = {"id": "kp_1", "first_name": "Ada", "last_signed_in": "2026-07-31T10:30:00Z", "is_suspended": True}
    lines = written(Kept(raw), Format.CSV, collection=USERS).splitlines()
    assert lines == [
        '"Name","Email","Orgs","Last seen","Status"',
        '"Ada","","","31 Jul 2026, 10:30 UTC","○ suspended"',
    ]
    assert written(Kept({"id": "kp_2"}), Format.CSV, ["last_seen"], USERS).splitlines()[1] == '"never"'
    assert "| Ada | — | — | 31 Jul 2026, 10:30 UTC | ○ suspended |" in written(
        Kept(raw), Format.MARKDOWN, collection=USERS
    )


def test_chosen_columns_go_by_key_or_title_hidden_ones_too_and_each_once() -> None:
    def titles(*names: str, collection: AnyCollection = USERS) -> list[str]:
        return [field.title for field in fields_of(collection, names)]

    assert titles("phone", "last seen", "LAST_SEEN", "Last-Seen") == ["Phone", "Last seen"]
    assert titles("all") == [column.title for column in USERS.columns]
    assert titles() == [column.title for column in USERS.columns if not column.hidden]
    assert titles("key", "name") == ["Key", "Name"]
    assert titles("id", collection=THINGS) == ["Id"]
    assert [field.column is None for field in fields_of(COLLECTIONS["roles"], ["key"])] == [False]
    with pytest.raises(InvalidInputError, match=r"no column “shoe”\. There are: name, mail, size, .*key; all means"):
        fields_of(THINGS, ["shoe"])


def test_json_of_chosen_columns_holds_the_values_that_are_sorted_by() -> None:
    raw = thing(1, size=3, tags=["Red", "Big"], made="2026-07-01T00:00:00Z")
    names = ["key", "size", "tags", "made", "tag_count", "mail"]
    assert json.loads(written(Kept(raw), Format.NDJSON, names, raw=False)) == {
        "key": "t1",
        "size": 3,
        "tags": "Red Big",
        "made": "2026-07-01T00:00:00.000000+00:00",
        "tag_count": 2,
        "mail": None,
    }


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("a|b", r"a\|b"),
        ("[x](javascript:1)", r"\[x\](javascript:1)"),
        ("<script>&amp;", r"\<script\>\&amp;"),
        ("*_`~\\", r"\*\_\`\~\\"),
        ("two\nlines\r\nand\ta tab ", "two lines and a tab"),
        ("\x1b[31m\u202e", r"\\u001b\[31m\\u202e"),
    ],
)
def test_no_text_ends_its_markdown_cell_or_means_anything_there(name: str, cell: str) -> None:
    assert written(Kept({"id": "t1", "name": name}), Format.MARKDOWN, ["name"]).splitlines() == [
        "| Name |",
        "| --- |",
        f"| {cell} |",
    ]


@pytest.mark.parametrize(
    ("form", "text"), [("csv", '"Name"\n'), ("json", "[\n]\n"), ("ndjson", ""), ("markdown", "| Name |\n| --- |\n")]
)
def test_no_rows_make_a_whole_document_too(form: str, text: str) -> None:
    assert written(Kept(), Format(form), ["name"]) == text


def test_rows_are_read_a_window_at_a_time_and_no_more_of_them_than_wanted() -> None:
    rows = Kept(*(thing(number) for number in range(2 * WINDOW + 5)))
    sheet = Sheet(THINGS, fields_of(THINGS, ["key"]), Context(NOW), raw=True)
    export = Export(rows, sheet, Format.NDJSON)
    parts = iter(export)
    next(parts), next(parts)
    assert (export.written, rows.asked) == (WINDOW, [(0, WINDOW)])
    assert len("".join(parts).splitlines()) == WINDOW + 5
    few = Export(rows, sheet, Format.CSV, limit=3)
    assert "".join(few).splitlines() == ['"Key"', '"t0"', '"t1"', '"t2"']
    assert (few.total, few.written, few.gone) == (3, 3, 0)
    assert Export(rows, sheet, Format.CSV, limit=10**9).total == len(rows)


def test_a_record_that_was_removed_meanwhile_is_left_out_and_counted() -> None:
    store = filled(opened(), *(thing(number) for number in range(4)))
    view = store.view("things")
    store.remove("things", "t0")
    export = Export(view, Sheet(THINGS, fields_of(THINGS), Context(NOW), raw=True), Format.JSON)
    assert [raw["id"] for raw in json.loads("".join(export))] == ["t1", "t2", "t3"]
    assert (export.total, export.written, export.gone) == (4, 3, 1)
    store.close()


def test_the_name_of_another_record_is_asked_for_once() -> None:
    asked: list[str] = []

    def name_of(_collection: str, key: str) -> str:
        asked.append(key)
        return key.upper()

    column = Column[Thing](
        "owner", "Owner", lambda thing, context: context.name_of("users", thing.name or "") or "", path("name")
    )
    owned = Collection[Thing]("things", "Things", "thing", Thing, by("id"), THINGS.lists, (column,), lambda _: "")
    sheet = Sheet(owned, fields_of(owned), Context(NOW, name_of), raw=True)
    rows = Kept(*({"id": str(number), "name": "ada"} for number in range(5)))
    assert "".join(Export(rows, sheet, Format.CSV)) == '"Owner"\n' + '"ADA"\n' * 5
    assert asked == ["ada"]
