"""No widget gets a bare string that may be a stranger's: each passed `ui/text.py`, or is the program's own word."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "kinde_tui" / "ui"
SAFE = {"safe", "plain", "whole", "escaped", "fit", "signs", "Content", "assemble", "styled", "len"}
"""What makes a text safe, and what can be no text."""
WIDGETS = {"Static", "Label", "Button", "Checkbox", "Option", "Tab", "Content", "Text", "notify", "update"}
"""What paints its first argument."""
PAINTED = {"placeholder", "tooltip", "title", "sub_title", "border_title", "border_subtitle"}
"""Arguments and attributes that are painted."""
OWN_WORDS = {"collection.title", "collection.many", "column.title", "question.hint", "fact.label"}
"""Attributes that declarations of this program fill, by the last two names."""
CONTENT_ONLY = {"stylize", "pad_left", "pad_right", "truncate"}
"""Methods that a content has and a string has not."""
NUMBERS = {"count", "columns", "rows", "number", "left", "missing", "size", "tokens_asked"}
OWN_FUNCTIONS = {"ago", "lower"}


class Module:
    """One module's syntax tree, and what its names stand for."""

    def __init__(self, tree: ast.Module, contents: set[str]) -> None:
        self._tree = tree
        self._contents = contents

    def bare(self) -> Iterator[tuple[int, str]]:
        """Where something painted is not known to be safe: line and source."""
        scopes = [node for node in ast.walk(self._tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
        for scope in [self._tree, *scopes]:
            for node in self._own(scope):
                for value in painted(node):
                    if not self.safe(value, scope):
                        yield node.lineno, ast.unparse(value)

    @staticmethod
    def _own(scope: ast.AST) -> Iterator[ast.Call | ast.Assign]:
        """Calls and assignments of a scope, without those of functions inside of it."""
        waiting = list(ast.iter_child_nodes(scope))
        while waiting:
            node = waiting.pop()
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                continue
            if isinstance(node, (ast.Call, ast.Assign)):
                yield node
            waiting.extend(ast.iter_child_nodes(node))

    def safe(self, value: ast.expr, scope: ast.AST, seen: frozenset[str] = frozenset()) -> bool:
        """Whether the expression is safe to paint wherever it comes from."""
        match value:
            case ast.Constant() | ast.Call() | ast.Attribute():
                return self._made(value, scope)
            case ast.JoinedStr(values=parts):
                inside = [part for part in parts if isinstance(part, ast.FormattedValue)]
                return all(part.format_spec is not None or self.safe(part.value, scope, seen) for part in inside)
            case ast.BinOp(left=one, op=ast.Mult()):
                return self.safe(one, scope, seen)
            case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
                return self.safe(one, scope, seen) and self.safe(other, scope, seen)
            case ast.BoolOp(values=several):
                return all(self.safe(one, scope, seen) for one in several)
        return isinstance(value, ast.Name) and (
            value.id.isupper() or value.id in NUMBERS or (value.id not in seen and self._known(value.id, scope, seen))
        )

    def _made(self, value: ast.Constant | ast.Call | ast.Attribute, scope: ast.AST) -> bool:
        if isinstance(value, ast.Constant):
            return True
        if isinstance(value, ast.Attribute):
            return ".".join(ast.unparse(value).split(".")[-2:]).lstrip("_") in OWN_WORDS or value.attr in NUMBERS
        name = called(value.func)
        # What joins contents gives a content; `", ".join(names)` is a bare string.
        if name in CONTENT_ONLY:
            return True
        if name == "join" and isinstance(value.func, ast.Attribute):
            return isinstance(value.func.value, ast.Call) and self.safe(value.func.value, scope)
        return name in SAFE | self._contents | OWN_FUNCTIONS

    def _known(self, name: str, scope: ast.AST, seen: frozenset[str]) -> bool:
        """Whether everything that the name stands for in this scope is safe."""
        values = [
            node.value
            for node in ast.walk(scope)
            if isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) and node.value is not None
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name) and target.id == name
        ]
        annotations = [
            ast.unparse(argument.annotation)
            for argument in (scope.args.args if isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef)) else ())
            if argument.arg == name and argument.annotation is not None
        ]
        if annotations:
            return annotations[0] in {"Content", "Content | None", "int"}
        return bool(values) and all(self.safe(value, scope, seen | {name}) for value in values)


def called(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def passes_on(node: ast.Call) -> bool:
    """`super().notify(message)`: who called with the message is looked at, where it calls."""
    return isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "super()"


def painted(node: ast.Call | ast.Assign) -> Iterator[ast.expr]:
    """What the call or assignment puts on the screen."""
    if isinstance(node, ast.Assign):
        if any(isinstance(target, ast.Attribute) and target.attr in PAINTED for target in node.targets):
            yield node.value
        return
    name = called(node.func)
    if passes_on(node):
        return
    if name in WIDGETS and node.args and not isinstance(node.args[0], ast.Starred):
        yield node.args[0]
    if name in WIDGETS or name.endswith("Input"):
        yield from (keyword.value for keyword in node.keywords if keyword.arg in PAINTED)


def contents_of(trees: list[ast.Module]) -> set[str]:
    """Functions that say that they return what is safe already."""
    return {
        node.name
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.returns is not None and "Content" in ast.unparse(node.returns)
    }


def found_in(source: str) -> list[str]:
    tree = ast.parse(source)
    return [text for _, text in Module(tree, contents_of([tree])).bare()]


def test_every_string_that_a_widget_gets_is_safe() -> None:
    trees = {path: ast.parse(path.read_text()) for path in sorted(UI.rglob("*.py"))}
    contents = contents_of(list(trees.values()))
    bare = [
        f"{path.relative_to(UI.parent)}:{line} {text}"
        for path, tree in trees.items()
        for line, text in Module(tree, contents).bare()
    ]
    assert bare == [], "\n".join(["Pass these through ui/text.py:", *bare])


def test_notices_are_never_read_as_markup() -> None:
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and called(node.func) == "notify" and node.args and not passes_on(node):
                keywords = {keyword.arg: keyword.value for keyword in node.keywords}
                markup = keywords.get("markup")
                passed_on = None in keywords
                assert passed_on or (isinstance(markup, ast.Constant) and markup.value is False), (path, node.lineno)


@pytest.mark.parametrize(
    "line",
    [
        "Static(user.name)",
        "Static(f'Hello {user.name}')",
        "self.notify(error.sentence)",
        "self.border_title = record.key",
        "Input(placeholder=user.email)",
        "Option(name if name else 'none')",
        "label.update(' '.join(names))",
    ],
)
def test_a_bare_string_is_found(line: str) -> None:
    assert found_in(f"def paint(self, user, error, record, name, names, label):\n    {line}\n")


@pytest.mark.parametrize(
    "line",
    [
        "Static(safe(name))",
        "words = safe(name)\n    Static(words)",
        "Static(f'{len(names):,} names')",
        "Static(head())",
    ],
)
def test_what_is_safe_is_let_through(line: str) -> None:
    assert not found_in(f"def head() -> Content: ...\ndef paint(name, names):\n    {line}\n")
