"""Imports only run downward (style § 6.3)."""

import ast
import subprocess
import sys
from pathlib import Path

from booking.config import ROOT
from tests.guards.source import BOOKING, name, tree


def test_every_import_contract_holds() -> None:
    # In a process of its own: the tool silences every logger of the one it runs in.
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603

    assert done.returncode == 0, done.stdout


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
