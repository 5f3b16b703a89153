"""What a fault looks like to a person: the sentence, the age of what is shown, and a key that helps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.faults.glass import Glass, on_glass, readable
from tests.faults.scenes import ROWS, SIZES, Row

pytestmark = pytest.mark.terminal
WRAPPED = """
  a row of a table   ▌  Nothing was sent: Cannot
  another one        ▌  reach it.  r tries
"""


class Programs:
    """One program for all rows, for each leaves the glass as it found it; another one after a row that failed."""

    def __init__(self, size: tuple[int, int], folders: pytest.TempPathFactory) -> None:
        self._size = size
        self._folders = folders
        self._open = ExitStack()
        self._glass: Glass | None = None

    def play(self, row: Row) -> None:
        """Plays a row."""
        if self._glass is None:
            self._glass = self._open.enter_context(on_glass(self._folders.mktemp("glass"), *self._size))
        try:
            row.play(self._glass)
        except AssertionError:
            self.close()
            raise

    def close(self) -> None:
        """Ends the program."""
        self._glass = None
        self._open.close()


@pytest.fixture(scope="module", params=SIZES, ids=[f"{columns}x{lines}" for columns, lines in SIZES])
def programs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programs]:
    found = Programs(request.param, tmp_path_factory)
    yield found
    found.close()


@pytest.mark.parametrize("row", [row for row in ROWS if row.quick], ids=lambda row: f"{row.number} {row.name}")
def test_a_fault_is_said_with_the_age_of_what_is_shown_and_a_key_that_helps(row: Row, programs: Programs) -> None:
    programs.play(row)


@pytest.mark.parametrize(
    ("sentence", "stands"),
    [
        ("Nothing was sent: Cannot reach it.", True),
        ("r tries", True),
        ("Nothing was sent: Cannot reach it. r tries", False),
        ("Nothing was sent: Cannot find it.", False),
        ("Nothing was sent: Can", False),
        ("a row of a table another one", True),
        ("of a table a row", False),
    ],
)
def test_a_sentence_is_readable_when_it_stands_there_whole(sentence: str, stands: bool) -> None:
    assert readable(WRAPPED, sentence) is stands
