"""Generated texts in great numbers: CSV there and back, and tokens of all kinds under the inspector."""

from __future__ import annotations

import io
import json
import socket
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from kinde_tui import tokens
from kinde_tui.services.csv_text import TRIGGERS, csv_line, read_csv
from tests.faults.alterations import LARGEST, descendant
from tests.services.test_csv_text import CELLS, OBEYED, plainly_read
from tests.tokens.conftest import NOW, encoded

ROWS_AT_ONCE = 10
FRESH_AT_ONCE = 1000
"""Hypothesis remembers each example of a run, so a run is short."""
FRESH_AT_MOST = 20_000
LONG = 8 * 1024
SLOW = 0.005


def _quickly(count: int) -> settings:
    return settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@dataclass
class Sheet:
    """What a round of CSV showed."""

    rows: int = 0
    changed: int = 0
    """Rows that came back as something else."""
    formulas: int = 0
    """Cells that a spreadsheet would run, or a terminal obey."""


def csv_round_trip(rows: int) -> Sheet:
    """So many generated rows, written and read again, by the program's own reader and by anybody's."""
    sheet = Sheet()

    @_quickly(max(1, rows // ROWS_AT_ONCE))
    @given(st.lists(CELLS, min_size=ROWS_AT_ONCE, max_size=ROWS_AT_ONCE))
    def once(table: list[list[str]]) -> None:
        text = "".join(map(csv_line, table))
        back = list(read_csv(io.StringIO(text, newline="")))
        sheet.rows += len(table)
        sheet.changed += sum(one != other for one, other in zip(table, back, strict=True))
        cells = (cell for row in plainly_read(text) for cell in row)
        sheet.formulas += sum(cell.startswith(tuple(TRIGGERS)) for cell in cells) + bool(OBEYED.intersection(text))

    once()
    return sheet


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
CLAIMS = st.dictionaries(
    st.sampled_from(["iss", "sub", "aud", "exp", "iat", "nbf", "scp", "permissions", "org_code", "feature_flags", "x"]),
    JSON,
)
HEADERS = st.dictionaries(st.sampled_from(["alg", "kid", "typ", "jku", "crit", "jwk", "b64"]), JSON)


@st.composite
def token(draw: st.DrawFn) -> str:
    """Something like a token: headers and claims of any kind, parts that are missing, signs that do not belong."""
    parts = [encoded(json.dumps(draw(HEADERS | JSON))), encoded(json.dumps(draw(CLAIMS | JSON))), "c2ln"]
    text = draw(st.sampled_from([".", "..", "\n.", ". "])).join(parts[: draw(st.integers(1, 3))])
    at = draw(st.integers(0, len(text)))
    return text[:at] + draw(st.text(max_size=5)) + text[at:]


def _large(permissions: int, flags: int) -> str:
    """As Kinde makes them for somebody with very many rights."""
    claims = {
        "iss": "https://acme.kinde.com",
        "permissions": [f"do:thing_{number}" for number in range(permissions)],
        "feature_flags": {f"flag_{number}": {"t": "s", "v": "on"} for number in range(flags)},
    }
    return ".".join((encoded({"alg": "RS256", "kid": "k"}), encoded(claims), "c2ln" * 85))[:LARGEST]


INPUTS = st.one_of(
    token(),
    st.builds(_large, st.integers(0, 350), st.integers(0, 120)),
    st.tuples(st.text(max_size=40), token(), st.text(max_size=40)).map("\n".join),
    st.text(max_size=400),
    st.tuples(st.text(min_size=1, max_size=6), st.integers(1, 2000)).map(lambda pair: (pair[0] * pair[1])[:LARGEST]),
    st.binary(max_size=300).map(lambda data: data.decode("latin-1")),
)


@dataclass
class Inspected:
    """How the inspector stood it."""

    inputs: int = 0
    """Different ones; the same text again is not counted."""
    fresh: int = 0
    """How many of them hypothesis made; the others descend from these by alterations."""
    crashes: list[str] = field(default_factory=list)
    sockets: int = 0
    seconds: array[float] = field(default_factory=lambda: array("d"))
    """Of computing, in arrays: a million objects would be counted by the collector of garbage again and again."""
    lengths: array[int] = field(default_factory=lambda: array("l"))
    """Of the same inputs, in characters."""

    def milliseconds(self, percent: float, at_least: int = 0) -> float:
        """What so many of a hundred inputs took at most, of those that are so long; 0: there were none."""
        both = zip(self.seconds, self.lengths, strict=True)
        times = sorted(seconds for seconds, length in both if length >= at_least)
        return times[min(len(times) - 1, int(len(times) * percent / 100))] * 1000 if times else 0.0


@contextmanager
def _no_sockets(found: Inspected) -> Iterator[None]:
    original = socket.socket

    class Counted(original):  # type: ignore[misc,valid-type]  # whatever class stands there now
        def __init__(self, *_: object, **__: object) -> None:
            found.sockets += 1
            raise OSError

    socket.socket = Counted  # type: ignore[misc]  # for the time of the test
    try:
        yield
    finally:
        socket.socket = original  # type: ignore[misc]  # as before


def _timed(text: str) -> tuple[tokens.Inspection, float]:
    began = time.thread_time()
    inspection = tokens.inspect(text, NOW)
    return inspection, time.thread_time() - began


def _inspect(text: str, found: Inspected) -> None:
    found.inputs += 1
    try:
        inspection, taken = _timed(text)
        if taken > SLOW:  # a garbage collection of the test's, or the inspector?
            taken = min(taken, _timed(text)[1])
        found.seconds.append(taken)
        found.lengths.append(len(text))
        json.dumps(inspection.as_json(), allow_nan=False)
        tokens.sections(inspection, NOW)
    except Exception as error:  # noqa: BLE001 - that nothing gets through is what is tested
        found.crashes.append(f"{type(error).__name__}: {text[:80]!r}")


def _fresh(count: int, chance: Random) -> list[str]:
    texts: list[str] = []

    @_quickly(count)
    @seed(chance.randrange(2**32))
    @given(INPUTS)
    def once(text: str) -> None:
        texts.append(text)

    once()
    return texts


def inspections(count: int, start: int = 1) -> Inspected:
    """So many different inputs of up to 16 KB, each inspected, laid out and put into JSON.

    The first are made by hypothesis, all others out of these by alterations; `start` is the seed of both.
    """
    found, chance = Inspected(), Random(start)  # noqa: S311 - the same ones in every run
    seeds: list[str] = []
    known: set[int] = set()

    def inspect_if_new(text: str) -> None:
        if found.inputs < count and (mark := hash(text)) not in known:
            known.add(mark)
            _inspect(text, found)

    with _no_sockets(found):
        while found.inputs < min(count, FRESH_AT_MOST):
            seeds += (made := _fresh(min(count, FRESH_AT_ONCE), chance))
            for text in made:
                inspect_if_new(text)
        found.fresh = found.inputs
        while found.inputs < count:
            inspect_if_new(descendant(seeds, chance))
    return found
