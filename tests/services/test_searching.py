"""Search over everything: what stands first, what is found at all, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinde_tui.api.paging import Page
from kinde_tui.services import ranking
from kinde_tui.services.collections.registry import COLLECTIONS
from kinde_tui.services.folding import fold
from kinde_tui.services.searching import ASKED_FOR, FROM_SERVER, LOADED_ONLY, search, search_tenant
from tests.services.things import opened

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from kinde_tui.services.gateway import Gateway
    from kinde_tui.services.store import Store

USERS = [
    ("u1", "Ada", "Lovelace", "ada@example.com"),
    ("u2", "Adam", "Smith", "smith@example.com"),
    ("u3", "Zoé", "Adams", "zoe@example.com"),
    ("u4", "Canada", "Dry", "dry@example.com"),
    ("u5", "Bob", "Young", "ada@example.org"),
]


def put(store: Store, collection: str, raws: list[dict[str, Any]], *, whole: bool = True) -> None:
    pass_id = store.begin_pass(collection)
    store.put_page(collection, (), raws, pass_id)
    if whole:
        store.finish_pass(collection, (), pass_id)


@pytest.fixture
def store() -> Iterator[Store]:
    store = opened(collections=tuple(COLLECTIONS.values()))
    put(store, "users", [dict(zip(("id", "first_name", "last_name", "email"), row, strict=True)) for row in USERS])
    put(store, "organizations", [{"code": "org_ada", "name": "Ada"}, {"code": "o2", "name": "Nevada"}])
    put(store, "roles", [{"id": "r1", "key": "admin", "name": "Administrator"}])
    put(store, "permissions", [{"id": "p1", "key": "adapt", "name": "Change"}])
    put(store, "environment_flags", [{"key": "adaptive", "type": "str", "value": "x"}])
    put(store, "applications", [{"id": "client", "name": "Radar"}])
    yield store
    store.close()


def found(store: Store, words: str, limit: int = 10) -> list[str]:
    return [hit.key for hit in search(store, COLLECTIONS, words, limit).hits]


def test_what_is_exactly_so_stands_first_then_what_begins_so_then_the_rest(store: Store) -> None:
    assert found(store, "ada") == ["org_ada", "u1", "u2", "u5", "p1", "adaptive", "u3", "u4", "o2", "client"]
    assert found(store, "ADA@example.com") == ["u1"]
    assert found(store, "adaptive") == ["adaptive"]
    assert found(store, "u4") == ["u4"]
    assert found(store, "client") == ["client"]


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("lovelace ada", ["u1"]),
        ("  ada   lovelace ", ["u1"]),
        ("ZOE", ["u3"]),
        ("example.org", ["u5"]),
        ("", []),
        ("   ", []),
        ("nobody", []),
        ('"', []),
        ("is:active", []),
        ("x" * 5_000, []),
    ],
)
def test_all_words_must_be_there_and_none_is_part_of_a_language(store: Store, words: str, keys: list[str]) -> None:
    assert found(store, words) == keys


def test_names_and_other_texts_are_told(store: Store) -> None:
    (hit,) = search(store, COLLECTIONS, "smith@", 5).hits
    assert (hit.collection.one, hit.name, hit.source) == ("user", "Adam Smith", "")


def test_findings_say_what_was_cut_and_what_is_not_loaded(store: Store) -> None:
    assert search(store, COLLECTIONS, "zoe", 1).sentence == "Complete: all lists are loaded."
    cut = search(store, COLLECTIONS, "ada", 1)
    assert len(cut.hits) == 6 - 1  # no role
    assert cut.sentence == "Complete: all lists are loaded. More than these match: type more."
    other = opened(collections=tuple(COLLECTIONS.values()))
    put(other, "users", [{"id": "u1", "first_name": "Ada"}], whole=False)
    findings = search(other, COLLECTIONS, "ada", 5)
    assert [hit.source for hit in findings.hits] == [LOADED_ONLY]
    assert findings.sentence.startswith("Users, Organizations, Roles, Permissions, Flags of the environment, Appl")
    assert findings.sentence.endswith(": loaded rows only.")
    other.close()


NAMES = st.text(alphabet="ab é", max_size=6)


@settings(max_examples=80, deadline=None)
@given(st.lists(NAMES, max_size=12), st.text(alphabet="abé ", max_size=4), st.integers(1, 5), st.booleans())
def test_the_first_rows_are_those_of_a_plain_look(names: list[str], words: str, limit: int, long: bool) -> None:
    store = opened(collections=tuple(COLLECTIONS.values()))
    put(
        store, "roles", [{"id": f"{number:02}", "key": f"k{number}", "name": name} for number, name in enumerate(names)]
    )
    typed = " ".join(fold(words).split())

    def rank(number: int) -> int | None:
        texts = [fold(text) for text in (f"k{number}", names[number] or f"k{number}", f"{number:02}")]
        if not typed or not all(any(word in text for text in texts) for word in typed.split(" ")):
            return None
        if typed in texts:
            return ranking.EXACT
        if any(text.startswith(typed) for text in texts):
            return ranking.BEGINS
        if f" {typed}" in texts[1]:
            return ranking.WORD_BEGINS
        return ranking.HOLDS if typed in texts[1] else ranking.ELSEWHERE

    ranks = [found for number in range(len(names)) if (found := rank(number)) is not None]
    before, ranking.FEW = ranking.FEW, 0 if long else ranking.FEW
    try:
        answer = [place for place, _ in store.search("roles", words, limit)]
    finally:
        ranking.FEW = before
    if long and len(typed) <= ranking.SHORT:  # of a long list the first that begin so are enough
        assert len(answer) == min(len(ranks), limit)
    else:
        assert answer == sorted(ranks)[:limit]
    store.close()


class Server:
    """The tenant's own search, in so many pages."""

    def __init__(self, *pages: list[dict[str, Any]]) -> None:
        self._pages = pages
        self.asked: list[tuple[str, Mapping[str, Any]]] = []

    async def pages(
        self, operation: Operation, path: Mapping[str, str], query: Mapping[str, Any]
    ) -> AsyncIterator[Page]:
        assert not path
        self.asked.append((operation.id, query))
        for records in self._pages:
            yield Page(tuple(records))


@pytest.mark.parametrize("words", ["a", "ad", "ada", "ada b"])
def test_a_long_list_that_fills_its_table_is_walked_as_it_lies(
    store: Store, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "FEW", 1)
    reader, asked = store._homes["users"].database._reader, list[str]()
    reader.set_trace_callback(asked.append)
    store.search("users", words, 2)
    reader.set_trace_callback(None)
    walks = [said for said in asked if "LIMIT" in said and "rows_users" in said]
    assert walks
    plans = [str(reader.execute(f"EXPLAIN QUERY PLAN {said}").fetchone()[3]) for said in walks]
    # By way of an index, each row is looked up on a page of its own.
    assert plans == ["SCAN rows_users"] * len(walks)


async def test_the_tenant_is_asked_for_one_page() -> None:
    users = COLLECTIONS["users"]
    server = Server([{"id": "u9", "email": "i@example.com"}, {"no": "key"}], [{"id": "never"}])
    gateway: Gateway = server  # type: ignore[assignment]  # only its pages are asked for
    findings = await search_tenant(gateway, users, "i@")
    assert server.asked == [("searchUsers", {"query": "i@", "page_size": ASKED_FOR})]
    assert [(hit.key, hit.name, hit.source) for hit in findings.hits] == [("u9", "i@example.com", FROM_SERVER)]
    assert not findings.cut
    server = Server([{"id": f"u{number}"} for number in range(ASKED_FOR)])
    assert (await search_tenant(server, users, "u")).cut  # type: ignore[arg-type]  # the same
    assert (await search_tenant(Server(), users, "u")).hits == ()  # type: ignore[arg-type]  # the same
