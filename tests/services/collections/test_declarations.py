"""The declarations keep the promises that store, sync and screens rely on."""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest

from kinde_tui.api.operation import Repeat, Upload
from kinde_tui.api.operations import OPERATIONS
from kinde_tui.services.change import Change, Danger, Inserted, Patched, Removed, Stale
from kinde_tui.services.collections.collection import Ask, Column, Fact, Facts, Panel, Related
from kinde_tui.services.collections.details import Across, Ticks
from kinde_tui.services.collections.registry import COLLECTIONS
from tests.services.collections.declared import ANSWERS, CONTEXT, RECORDS, Written, described, parent_of, with_undo

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from kinde_tui.models.record import Record
    from kinde_tui.services.collections.collection import Action, AnyCollection, Question

GLOBAL_KEYS = {
    *"1234567:/?[]rRuUwq V o<>ndyxctehjklgGaz,.",
    "esc",
    "ctrl+p",
    "ctrl+e",
    "ctrl+a",
}
"""Keys that mean the same everywhere; `d` belongs to a collection's removal."""

SEEN = 45
"""Characters of a hint that its field shows in the forms' dialog."""

ALL = pytest.mark.parametrize("collection", COLLECTIONS.values(), ids=lambda collection: collection.name)
EVERY_WRITE = pytest.mark.parametrize("written", list(with_undo()), ids=lambda written: written.where)


def actions_of(collection: AnyCollection) -> list[Action[Any]]:
    return [*collection.actions, *([collection.removal] if collection.removal else [])]


def questions_of(collection: AnyCollection) -> list[Question]:
    asked = [action.questions for action in actions_of(collection)]
    return list(chain(*asked, collection.creation.questions if collection.creation else ()))


def test_names_and_aliases_are_nobody_elses() -> None:
    words = [word for c in COLLECTIONS.values() for word in (c.name, *c.aliases)]
    assert len(words) == len(set(words))
    assert all(name == collection.name for name, collection in COLLECTIONS.items())
    assert list(COLLECTIONS)[:4] == ["users", "organizations", "roles", "permissions"]
    assert set(RECORDS) == set(COLLECTIONS)


@ALL
def test_a_hint_fits_its_field(collection: AnyCollection) -> None:
    assert [question.hint for question in questions_of(collection) if len(question.hint) > SEEN] == []


def test_action_ids_are_nobody_elses() -> None:
    ids = [action.id for collection in COLLECTIONS.values() for action in actions_of(collection)]
    assert len(ids) == len(set(ids))


@ALL
def test_columns_and_keys_do_not_clash(collection: AnyCollection) -> None:
    columns = [column.key for column in collection.columns]
    assert len(columns) == len(set(columns))
    assert all(re.fullmatch(r"[a-z_]+", key) for key in columns)
    assert any(column.search for column in collection.columns) or collection.name == "sessions"
    assert any(not column.hidden and column.grow for column in collection.columns)
    keys = [action.key for action in collection.actions if action.key]
    keys += [inquiry.key for inquiry in collection.inquiries if inquiry.key]
    assert len(keys) == len(set(keys))
    assert not GLOBAL_KEYS & set(keys)
    assert collection.removal is None or collection.removal.key == "d"
    assert all(action.id.startswith(f"{collection.name}.") for action in actions_of(collection))


@ALL
def test_every_reference_leads_somewhere(collection: AnyCollection) -> None:
    columns = {column.key for column in collection.columns}
    assert collection.sort[0] in columns
    assert {flag.column for flag in collection.flags.values()} <= columns
    assert collection.opens == "" or collection.opens in COLLECTIONS
    for question in questions_of(collection):
        assert (question.ask in {Ask.RECORD, Ask.RECORDS}) == bool(question.collection)
        assert not question.collection or len(COLLECTIONS[question.collection].parents) == bool(question.under)
        assert (question.ask is Ask.CHOICE) == bool(question.choices)
        assert not question.default or question.default in {value for value, _label in question.choices}
        assert not question.had or question.ask is Ask.RECORD
        assert not question.had_by or COLLECTIONS[question.collection].column(question.had_by)
    for detail in collection.details:
        if isinstance(detail, Related):
            record = collection.read(RECORDS[collection.name][0])
            parent = detail.under(record, parent_of(collection.name))
            assert len(parent) == len(COLLECTIONS[detail.collection].parents)
        elif isinstance(detail, (Ticks, Across)):
            owner = RECORDS[collection.name if isinstance(detail, Ticks) else detail.whole][0]
            of = collection if isinstance(detail, Ticks) else COLLECTIONS[detail.whole]
            assert len(detail.parent(of.read(owner))) == len(COLLECTIONS[detail.held].parents)
            assert COLLECTIONS[detail.whole].parents == ()


def test_panels_are_the_ones_that_screens_draw() -> None:
    panels = {d.panel for c in COLLECTIONS.values() for d in c.details if isinstance(d, Panel)}
    assert panels == {"access", "user_flags", "organization_flags", "permission_holders"}


@ALL
def test_operations_are_rows_of_the_table_and_reads_fill_their_paths(collection: AnyCollection) -> None:
    used: list[Operation] = [collection.lists, *(action.operation for action in actions_of(collection))]
    used += [column.edit.operation for column in collection.columns if column.edit]
    used += [collection.creation.operation] if collection.creation else []
    used += [collection.reads] if collection.reads else []
    assert all(OPERATIONS[operation.id] is operation for operation in used)
    in_the_path = [name for name in collection.parents if name in collection.lists.path_parameters]
    assert list(collection.lists.path_parameters) == in_the_path
    assert set(collection.parents) - set(in_the_path) <= set(collection.lists.query_names)
    assert set(collection.query) <= set(collection.lists.query_names)
    assert not collection.lists.writes
    if collection.reads:
        path = collection.reads_path("key", parent_of(collection.name))
        query = collection.reads_query("key", parent_of(collection.name))
        assert set(path) == set(collection.reads.path_parameters)
        assert set(query) <= set(collection.reads.query_names)
        assert {name for name in collection.reads.query if name.endswith("*")} <= {f"{name}*" for name in query}
        assert "key" in {*path.values(), *query.values()}
        assert not collection.reads.writes
        assert not collection.reads.secret or collection.secrets


@ALL
@pytest.mark.parametrize("sample", ["whole", "empty", "wrong"])
def test_every_cell_and_fact_has_words_for_every_record(collection: AnyCollection, sample: str) -> None:
    whole = RECORDS[collection.name][0]
    raw = {"whole": whole, "empty": {}, "wrong": {name: {"un": ["expected"]} for name in whole}}[sample]
    record = collection.read(raw)
    cells: list[Column[Any] | Fact[Any]] = list(collection.columns)
    cells += [fact for detail in collection.details if isinstance(detail, Facts) for fact in detail.facts]
    for cell in cells:
        assert isinstance(cell.text(record, CONTEXT), str)
        assert cell.tone is None or isinstance(cell.tone(record), str)
        assert cell.edit is None or isinstance(cell.edit.value(record), str)
    for column in collection.columns:
        assert isinstance(column.sort(raw), (str, int, float, type(None)))
    assert isinstance(collection.called(record), str)
    assert isinstance(collection.key(raw), str)
    assert bool(collection.key(raw)) == (sample == "whole")
    assert all(isinstance(action.applies(record), bool) for action in collection.actions if action.applies)
    for action in collection.actions:
        if action.has:
            assert action.has(record).keys() <= {question.name for question in action.questions if question.had}


@ALL
def test_an_edit_that_changes_nothing_is_no_change(collection: AnyCollection) -> None:
    for raw in RECORDS[collection.name]:
        record = collection.read(raw)
        for column in collection.columns:
            if column.edit:
                value = column.edit.value(record)
                assert column.edit.change(record, value, parent_of(collection.name)) is None
                assert not column.edit.choices or value in column.edit.choices


def fields(body: str) -> tuple[dict[str, set[str]], set[str]]:
    """The names in a row's body, each with the names nested in it, and the required ones."""
    names: dict[str, set[str]] = {}
    required: set[str] = set()
    depth, above = 0, [""]
    last = ""
    for token in re.findall(r"[\w]+\*?|\([^)]*\)|[{}\[\],]", body):
        if token == "{":
            depth += 1
            above.append(last)
        elif token == "}":
            depth -= 1
            above.pop()
        elif re.match(r"\w", token):
            last = token.rstrip("*")
            names.setdefault(above[-1], set()).add(last)
            if token.endswith("*") and depth == 1:
                required.add(last)
    return names, required


def allowed(body: Any, names: dict[str, set[str]], under: str = "") -> None:
    """Fails where a body has a field that its operation does not name."""
    if isinstance(body, list):
        for item in body:
            allowed(item, names, under)
    elif isinstance(body, dict) and under in names:
        assert set(body) <= names[under], under
        for name, value in body.items():
            allowed(value, names, name)


@EVERY_WRITE
def test_a_request_says_only_what_its_operation_takes(written: Written) -> None:
    request = written.change.request
    operation = request.operation
    assert operation.writes
    assert OPERATIONS[operation.id] is operation
    assert set(request.path) == set(operation.path_parameters)
    assert set(request.query) <= set(operation.query_names)
    assert {name.rstrip("*") for name in operation.query if name.endswith("*")} <= set(request.query)
    assert bool(operation.body) == (request.body is not None)
    if operation.body.startswith("multipart"):
        assert all(f"{name}*" in operation.body for name in request.body)
        assert all(isinstance(file, Upload) for file in request.body.values())
    elif request.body is not None:
        names, required = fields(operation.body)
        allowed(request.body, names)
        assert required <= set(request.body)
        assert None not in request.body.values()
        json.dumps(request.body)


@EVERY_WRITE
def test_a_change_speaks_of_its_record_in_the_records_own_words(written: Written) -> None:
    change = written.change
    model: type[Record] = COLLECTIONS[change.target.collection].model
    known = {*model.model_fields, "is_password_reset_requested"}
    assert {*change.before, *change.after} <= known
    assert re.fullmatch(r"[A-Z].*[^.]", change.says)
    assert change.target.name
    assert all(re.fullmatch(r"[A-Z].*\.", sentence) for sentence in (change.loses, change.lossy) if sentence)
    assert change.danger is not Danger.TYPED or change.loses
    assert len(change.target.parent) == len(COLLECTIONS[change.target.collection].parents)
    json.dumps([change.before, change.after], default=list)


@EVERY_WRITE
def test_effects_name_lists_that_exist(written: Written) -> None:
    for effect in written.change.effects:
        target = effect if isinstance(effect, Stale) else effect.target
        assert len(target.parent) == len(COLLECTIONS[target.collection].parents)
        if isinstance(effect, (Inserted, Patched, Removed)):
            assert effect.target.key
        if isinstance(effect, Inserted):
            assert COLLECTIONS[target.collection].key(effect.raw) == effect.target.key


def what_it_does(change: Change) -> tuple[Any, ...]:
    request = change.request
    return (request.operation.id, dict(request.path), dict(request.query), request.body, change.says)


def loses_nothing(change: Change) -> bool:
    return change.undo is not None and not change.lossy and change.request.operation.repeat is Repeat.SET


@pytest.mark.parametrize(
    "written", [w for w in described() if loses_nothing(w.change)], ids=lambda written: written.where
)
def test_an_undo_of_an_undo_is_the_change_again_where_nothing_is_lost(written: Written) -> None:
    change = written.change
    assert change.undo is not None
    undo = change.undo({})
    assert undo.undo is not None
    assert what_it_does(undo.undo({})) == what_it_does(change)
    assert not change.before or {name: undo.after[name] for name in change.before} == dict(change.before)


def test_what_has_no_way_back_is_asked_for() -> None:
    harmless = {"users.refresh_claims", "permissions.create"}
    for written in described():
        if written.change.undo is None and written.where not in harmless:
            assert written.change.danger is not Danger.NONE, written.where


def test_answers_are_complete() -> None:
    asked = {question.name for collection in COLLECTIONS.values() for question in questions_of(collection)}
    assert asked <= {*ANSWERS, "value"}
