"""The faults that the long run puts in are faults: other programs, and still programs."""

from __future__ import annotations

import ast

import pytest

from tests.security.mutants import MODULES
from tests.security.mutating import ROOT, mutants_of


@pytest.mark.parametrize("path", [path for paths, _ in MODULES.values() for path in paths])
def test_every_mutant_is_another_program(path: str) -> None:
    original = ast.unparse(ast.parse((ROOT / path).read_text()))
    mutants = list(mutants_of(path))
    assert len(mutants) > 10
    for mutant in mutants:
        assert mutant.source != original, (mutant.line, mutant.what)
        compile(mutant.source, path, "exec")


def test_the_tests_that_are_to_notice_are_there() -> None:
    assert [test for _, tests in MODULES.values() for test in tests if not (ROOT / test).exists()] == []
