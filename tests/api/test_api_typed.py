"""Every operation of the table has a typed call."""

from __future__ import annotations

import ast
from pathlib import Path

from kinde_tui.api import operations, resources
from kinde_tui.api.operation import Operation


def test_every_operation_has_a_typed_call() -> None:
    named: set[str] = set()
    for path in Path(resources.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "operations":
                named.add(node.attr)
    rows = {
        name
        for name, row in vars(operations).items()
        if isinstance(row, Operation) and operations.OPERATIONS.get(row.id) is row
    }
    assert len(rows) == len(operations.OPERATIONS)
    assert rows - named == set()
