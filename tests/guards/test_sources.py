"""Where things may be written, how long they may be, and which tests go with them."""

import ast
import re
from pathlib import Path
from statistics import median

from booking.config import ROOT
from tests.guards.source import BOOKING, TESTS, calls, functions, modules, name, templates, tree

TESTED_ELSEWHERE = {
    "app.py": "a table of contents: every test of a door starts from it",
    "errors.py": "named facts: guards/test_messages.py and the tests of both doors",
    "vocabulary.py": "closed lists: guards and screens read them",
    "doors.py": "closed lists: guards/test_routes.py reads them",
    "paperwork.py": "closed lists: guards and screens read them",
    "dealings.py": "closed lists: guards and screens read them",
    "intake.py": "closed lists: guards and screens read them",
}
"""Modules without a test file of their own, and why."""
FOLDERS = {
    "models": "facts, no stories: guards/test_migrations.py makes them, queries read them",
    "schemas": "one per act, loaded by both doors: tests/pages and tests/api",
    "fonts": "files of letters, read by the documents",
    "data": "official figures and the inventories of the demonstration",
}
"""Folders whose modules have no test file of their own, and why."""


def test_only_one_place_commits() -> None:
    assert places(r"\.commit\(") == {"booking/db.py"}


def test_only_the_house_holds_the_session() -> None:
    floors = ("booking/db.py", "booking/journal.py", "booking/mail.py")
    outside = [
        path
        for path in places(r"\bdb\.session\b")
        if path not in floors and not path.startswith(("booking/usecases/", "booking/queries/"))
    ]

    assert outside == []


HOLD_WRITERS = {
    f"booking/usecases/{each}.py"
    for each in ("arrivals", "departures", "envelopes", "holds", "withholding")
}


def test_holds_are_written_in_one_place() -> None:
    writers = {name(path) for path in modules(BOOKING) for word, _ in calls(path) if word == "Hold"}

    assert writers - {"booking/models/reservations.py"} == HOLD_WRITERS


def test_only_the_clock_asks_the_time() -> None:
    asking = r"\.now\((?!\))|datetime\.now|date\.today|\butcnow\b|\btime\.time\("

    assert places(asking) == {"booking/clock.py"}


def test_a_flush_says_why() -> None:
    for path in modules(BOOKING):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert ".flush()" not in line or "# " in line, f"{name(path)}: {line.strip()}"


def places(pattern: str) -> set[str]:
    """Return the modules of the project in which something is written."""
    return {
        name(path)
        for path in modules(BOOKING)
        if re.search(pattern, path.read_text(encoding="utf-8"))
    }


def test_every_module_has_its_test_file() -> None:
    missing = [
        f"{name(path)} wants tests/{expected}"
        for path in modules(BOOKING)
        if path.name != "__init__.py"
        and path.name not in (TESTED_ELSEWHERE if path.parent == BOOKING else ())
        and path.parent.name not in FOLDERS
        and not (TESTS / (expected := test_file(path))).exists()
    ]

    assert missing == []


def test_file(path: Path) -> str:
    """Return the test file of a module: the same path, the same name."""
    folder = path.parent.relative_to(BOOKING)
    return (folder / f"test_{path.name}").as_posix()


test_file.__test__ = False  # type: ignore[attr-defined] # a name, not a test


def test_every_exemption_is_of_something_that_exists() -> None:
    assert all((BOOKING / each).exists() for each in TESTED_ELSEWHERE)
    assert all(any(BOOKING.rglob(each)) for each in FOLDERS)


def test_no_test_is_lost() -> None:
    """A function that asserts is a test, or is called by one (Indico lost one)."""
    known = {
        word
        for path in modules(TESTS)
        for node in ast.walk(tree(path))
        for word in (getattr(node, "id", ""), getattr(node, "attr", ""), getattr(node, "arg", ""))
    }
    lost = [
        f"{name(path)}:{function.lineno} {function.name}"
        for path in modules(TESTS)
        for function in functions(path)
        if any(isinstance(node, ast.Assert) for node in ast.walk(function))
        and not function.name.startswith(("test_", "handle_"))  # readers call their handlers
        and function.name not in known
    ]

    assert lost == []


def test_every_test_is_in_a_file_that_is_collected() -> None:
    hidden = [
        f"{name(path)}:{function.name}"
        for path in modules(TESTS)
        if not path.name.startswith("test_")
        for function in functions(path)
        if function.name.startswith("test_")
    ]

    assert hidden == []


def test_no_test_hides_another_of_the_same_name() -> None:
    for path in modules(TESTS):
        names = [each.name for each in tree(path).body if isinstance(each, ast.FunctionDef)]
        assert len(names) == len(set(names)), name(path)


def test_no_module_is_longer_than_300_lines() -> None:
    assert longer(modules(BOOKING, TESTS, ROOT / "migrations" / "env.py"), 300) == []


def test_no_template_is_longer_than_150_lines() -> None:
    assert longer(templates(), 150) == []


def longer(paths: list[Path], most: int) -> list[str]:
    """Return the files that have too many lines."""
    counts = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{path}: {count}" for path, count in counts.items() if count > most]


def test_functions_are_short() -> None:
    lengths = {
        f"{name(path)}:{each.name}": (each.end_lineno or 0) - each.lineno + 1
        for path in modules(BOOKING)
        for each in functions(path)
    }

    assert {each: lines for each, lines in lengths.items() if lines > 40} == {}
    assert median(lengths.values()) <= 10


def test_functions_of_tests_are_short() -> None:
    long = [
        f"{name(path)}:{each.name}"
        for path in modules(TESTS)
        for each in functions(path)
        if (each.end_lineno or 0) - each.lineno + 1 > 40
    ]

    assert long == []


def test_every_module_says_at_its_head_what_it_answers() -> None:
    silent = [
        name(path)
        for path in modules(BOOKING, TESTS)
        if path.stat().st_size and not ast.get_docstring(tree(path))
    ]

    assert silent == []
