"""Small faults put into the modules that matter most, one at a time: how many of them the tests find.

Comparisons, conditions, numbers, arithmetic, returns, calls and raises are changed; sentences, annotations and
docstrings are not.
"""

from __future__ import annotations

import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "transport": (
        ("kinde_tui/api/transport.py",),
        (
            "tests/api/test_api_transport.py",
            "tests/api/test_api_network.py",
            "tests/api/test_api_faults.py",
            "tests/api/test_api_cancellation.py",
            "tests/cli/test_log_file.py",
        ),
    ),
    "retry": (("kinde_tui/api/retry.py",), ("tests/api/test_api_retry.py", "tests/api/test_api_faults.py")),
    "journal": (
        ("kinde_tui/services/journal.py", "kinde_tui/services/journal_entry.py", "kinde_tui/services/journal_file.py"),
        ("tests/services/test_journal.py", "tests/services/test_undo.py", "tests/services/test_changes_edges.py"),
    ),
    "text": (
        ("kinde_tui/ui/text.py", "kinde_tui/ui/outlet.py", "kinde_tui/services/escaping.py"),
        (
            "tests/ui/test_text.py",
            "tests/ui/test_outlet.py",
            "tests/ui/test_privacy.py",
            "tests/services/test_escaping.py",
        ),
    ),
    "redaction": (
        ("kinde_tui/services/redaction.py", "kinde_tui/tokens/redaction.py"),
        ("tests/services/test_redaction.py", "tests/services/test_journal.py", "tests/tokens/test_sharing.py"),
    ),
}
"""Each module with the tests that are to notice; files that are not there are left out."""
GOAL = 0.85
_COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}


@dataclass(frozen=True)
class Mutant:
    """One changed file."""

    path: str
    line: int
    what: str
    source: str


Way = tuple[str, Callable[[ast.AST], ast.AST]]
"""What is done to a node: a word for it, and the replacement of its copy."""


def _compare(new: ast.AST) -> ast.AST:
    assert isinstance(new, ast.Compare)
    new.ops[0] = _COMPARE[type(new.ops[0])]()
    return new


def _calculate(new: ast.AST) -> ast.AST:
    assert isinstance(new, ast.BinOp)
    new.op = _ARITHMETIC[type(new.op)]()
    return new


def _swap(new: ast.AST) -> ast.AST:
    assert isinstance(new, ast.BoolOp)
    new.op = ast.Or() if isinstance(new.op, ast.And) else ast.And()
    return new


def _negate(new: ast.AST) -> ast.AST:
    assert isinstance(new, (ast.If, ast.While, ast.IfExp))
    new.test = ast.UnaryOp(ast.Not(), new.test)
    return new


def decisions(node: ast.AST) -> Iterator[Way]:
    """What can be done to a node that decides or calculates."""
    match node:
        case ast.Compare(ops=[op, *_]) if type(op) in _COMPARE:
            yield "comparison", _compare
        case ast.BinOp(op=op) if type(op) in _ARITHMETIC and not isinstance(node.left, (ast.JoinedStr, ast.Name)):
            yield "arithmetic", _calculate
        case ast.BoolOp():
            yield "and/or", _swap
        case ast.If() | ast.While() | ast.IfExp():
            yield "condition", _negate
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "not", lambda _: copy.deepcopy(operand)


def effects(node: ast.AST) -> Iterator[Way]:
    """What can be done to a node that is a value or does something."""
    match node:
        case ast.Constant(value=bool() as truth):
            yield "truth", lambda _: ast.Constant(not truth)
        case ast.Constant(value=int() as number):
            yield "number", lambda _: ast.Constant(number + 1)
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and not value.value):
            yield "return", lambda _: ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call() | ast.Await()):
            yield "call", lambda _: ast.Pass()
        case ast.Raise():
            yield "raise", lambda _: ast.Pass()


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes that run: no annotations, and nothing that only a type checker reads."""
    for field, value in ast.iter_fields(tree):
        if field in {"annotation", "returns", "decorator_list"}:
            continue
        for node in value if isinstance(value, list) else [value]:
            if not isinstance(node, ast.AST) or (
                isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
            ):
                continue
            yield node
            yield from _nodes(node)


class _Replace(ast.NodeTransformer):
    def __init__(self, index: int, change: Callable[[ast.AST], ast.AST]) -> None:
        self._index = index
        self._change = change

    def visit(self, node: ast.AST) -> ast.AST:
        if getattr(node, "place", None) == self._index:
            return ast.copy_location(self._change(node), node)
        return self.generic_visit(node)


def mutants_of(path: str) -> Iterator[Mutant]:
    """Every mutant of a file."""
    tree = ast.parse((ROOT / path).read_text())
    for index, node in enumerate(_nodes(tree)):
        node.place = index  # type: ignore[attr-defined]  # a mark that copies keep
    for node in list(_nodes(tree)):
        for what, change in chain(decisions(node), effects(node)):
            new = _Replace(node.place, change).visit(copy.deepcopy(tree))  # type: ignore[attr-defined]  # as above
            yield Mutant(path, getattr(node, "lineno", 0), what, ast.unparse(ast.fix_missing_locations(new)))


def survives(tree: Path, mutant: Mutant, tests: list[str]) -> bool:
    """Whether no test notices."""
    file = tree / mutant.path
    before = file.read_text()
    file.write_text(mutant.source)
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--timeout=20", *tests]
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, timeout=90, check=False)  # noqa: S603 - our own words
    except subprocess.TimeoutExpired:
        return False
    finally:
        file.write_text(before)
    return done.returncode == 0


def score(name: str, sample: int, seed: int, tell: Callable[[str], None]) -> tuple[int, int]:
    """How many mutants of a module were found, and how many there were; survivors are told one by one."""
    paths, tests = MODULES[name]
    every = [mutant for path in paths for mutant in mutants_of(path)]
    random.Random(seed).shuffle(every)  # noqa: S311 - the same ones in every run
    chosen = every[:sample] if sample else every
    there = [test for test in tests if (ROOT / test).exists()]
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        for part in ("kinde_tui", "tests", "styles", "pyproject.toml"):
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(source, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, tree / part)
        found = 0
        for mutant in chosen:
            if survives(tree, mutant, there):
                tell(f"  survived: {mutant.path}:{mutant.line} {mutant.what}")
            else:
                found += 1
    return found, len(chosen)


def main() -> int:
    """0 when every module reaches the goal. `KINDE_TUI_MUTANTS=40` tries so many of each module, drawn by chance."""
    good = True
    for module in MODULES:
        caught, total = score(
            module,
            int(os.environ.get("KINDE_TUI_MUTANTS", "0")),
            1,
            lambda line: print(line, flush=True),  # noqa: T201 - its purpose
        )
        print(f"{module:12}{caught:5} of {total:4} found: {caught / total:.0%}, goal {GOAL:.0%}", flush=True)  # noqa: T201 - its purpose
        good = good and caught >= GOAL * total
    return 0 if good else 1
