"""Small faults for a program: one changed place each.

Comparisons, conditions, numbers, arithmetic, returns, calls and raises are changed; sentences, annotations and
docstrings are not.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[2]
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
_SHARED = (ast.operator, ast.boolop, ast.cmpop, ast.unaryop, ast.expr_context)
"""Nodes of which Python makes one for all places; a mark on it would be a mark on each."""


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
            yield "not", lambda _: deepcopy(operand)


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
            if (
                not isinstance(node, ast.AST)
                or isinstance(node, _SHARED)
                or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test))
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
            new = _Replace(node.place, change).visit(deepcopy(tree))  # type: ignore[attr-defined]  # as above
            yield Mutant(path, getattr(node, "lineno", 0), what, ast.unparse(ast.fix_missing_locations(new)))


def difference(mutant: Mutant) -> str:
    """The first line that the mutant has and the program has not."""
    before = ast.unparse(ast.parse((ROOT / mutant.path).read_text())).splitlines()
    after = mutant.source.splitlines()
    return next((new.strip() for old, new in zip(before, after, strict=False) if old != new), after[-1].strip())
