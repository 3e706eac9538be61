"""Imports only run downward (style § 6.3)."""

import ast

import pytest
from importlinter import cli

from booking.config import ROOT
from tests.guards.source import BOOKING, name, tree


def test_every_import_contract_holds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)

    outcome = cli.lint_imports(no_cache=True, is_debug_mode=False)

    assert outcome == cli.EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_no_import_hides_inside_a_function() -> None:
    hidden = [
        f"{name(path)}:{node.lineno}"
        for path in BOOKING.rglob("*.py")
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert hidden == []
