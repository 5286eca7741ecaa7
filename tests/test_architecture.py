"""The gates of the house: sizes, nesting, types, docstrings and cycles, measured on the code itself."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "pipeline"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
BLOCKS = (ast.For, ast.AsyncFor, ast.While, ast.If, ast.With, ast.AsyncWith, ast.Try, ast.Match)


@cache
def modules() -> dict[str, ast.Module]:
    return {str(path.relative_to(ROOT.parent)): ast.parse(path.read_text()) for path in sorted(ROOT.rglob("*.py"))}


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, FUNCTIONS):
                yield f"{name}:{node.lineno} {node.name}", node


def body_lines(function: ast.FunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def depth(node: ast.AST, parent: ast.AST | None = None) -> int:
    """Blocks inside blocks; an `elif` is no deeper than its `if`."""
    is_elif = isinstance(node, ast.If) and isinstance(parent, ast.If) and parent.orelse == [node]
    own = 1 if isinstance(node, BLOCKS) and not is_elif else 0
    inner = (
        depth(child, node) for child in ast.iter_child_nodes(node) if not isinstance(child, (*FUNCTIONS, ast.Lambda))
    )
    return own + max(inner, default=0)


def is_public(name: str) -> bool:
    return not name.startswith("_")


def test_no_module_is_longer_than_400_lines():
    long = {name: lines for name in modules() if (lines := len((ROOT.parent / name).read_text().splitlines())) > 400}
    assert long == {}


def test_no_function_is_longer_than_60_lines_and_most_are_short():
    sizes = {name: body_lines(node) for name, node in functions()}
    assert {name: size for name, size in sizes.items() if size > 60} == {}
    if len(sizes) > 20:
        assert statistics.median(sizes.values()) <= 8
        assert statistics.quantiles(sizes.values(), n=10)[-1] <= 25


def test_95_of_100_functions_nest_at_most_two_blocks():
    depths = {name: max((depth(child) for child in node.body), default=0) for name, node in functions()}
    deep = {name: level for name, level in depths.items() if level > 2}
    assert len(deep) <= len(depths) * 0.05, deep


def test_everything_public_has_a_docstring():
    bare = []
    for name, tree in modules().items():
        if ast.get_docstring(tree) is None:
            bare.append(name)
        for scope in [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef) and is_public(node.name))]:
            for node in scope.body:
                if (
                    isinstance(node, (*FUNCTIONS, ast.ClassDef))
                    and is_public(node.name)
                    and not ast.get_docstring(node)
                ):
                    bare.append(f"{name}:{node.lineno} {node.name}")
    assert bare == []


def test_every_function_is_typed():
    untyped = []
    for name, node in functions():
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        missing = [a.arg for a in arguments if a.annotation is None and a.arg not in {"self", "cls"}]
        if missing or node.returns is None:
            untyped.append(name)
    assert untyped == []


def test_init_modules_hold_only_docstrings_and_reexports():
    allowed = (ast.Import, ast.ImportFrom, ast.Expr, ast.Assign)
    odd = [
        n
        for n, tree in modules().items()
        if n.endswith("__init__.py") and not all(isinstance(s, allowed) for s in tree.body)
    ]
    assert odd == []


def test_modules_do_not_import_each_other_in_a_circle():
    imports = {}
    for name, tree in modules().items():
        module = name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        imports[module] = {
            node.module
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pipeline")
        }
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, f"circle: {' -> '.join((*path, module))}"
        if module not in done:
            for target in imports.get(module, ()):
                visit(target, (*path, module))
            done.add(module)

    for module in imports:
        visit(module, ())


FORBIDDEN_NAMES = re.compile(r"(^|_)(utils?|helpers?|manager|misc|common)(_|$)")


@pytest.mark.parametrize("name", sorted(modules()))
def test_module_names_are_words_of_the_trade(name):
    assert not FORBIDDEN_NAMES.search(Path(name).stem)


@pytest.mark.parametrize("name", sorted(modules()))
def test_nothing_foreign_is_swallowed(name):
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.ExceptHandler) and name != "pipeline/cli.py":
            caught = ast.unparse(node.type) if node.type else ""
            assert caught not in {"", "Exception", "BaseException"}, f"{name}:{node.lineno} catches everything"
