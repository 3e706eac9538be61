"""The project's own source, as the guards read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from booking.config import ROOT

BOOKING = ROOT / "booking"
TESTS = ROOT / "tests"
TEMPLATES = ROOT / "templates"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*folders: Path) -> list[Path]:
    """Return the modules below the folders, in order."""
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def templates() -> list[Path]:
    """Return every template, messages included."""
    return sorted(path for path in TEMPLATES.rglob("*") if path.is_file())


def name(path: Path) -> str:
    """Return a path as written from the top of the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[Function]:
    """Yield the functions of a module, inner ones included."""
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            yield node


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call of a module with the last word of what it calls."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            called = node.func
            word = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            yield word, node


def texts(node: ast.AST) -> Iterator[str]:
    """Yield the string constants inside a node."""
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value
