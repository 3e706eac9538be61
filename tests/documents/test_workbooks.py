"""The process that reads workbooks: what it answers, and that it never raises."""

import io
import json
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from booking.documents import workbooks
from tests.documents import books


def answer(content: bytes, monkeypatch: pytest.MonkeyPatch, limits: Any = None) -> dict[str, Any]:
    """Return what the process would write, within this one and without its real limits."""
    written = io.StringIO()
    monkeypatch.setattr(workbooks, "resource", limits)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    monkeypatch.setattr(sys, "stdout", written)
    workbooks.main()
    found: dict[str, Any] = json.loads(written.getvalue())
    return found


def test_it_writes_the_rows_of_each_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    content = books.xlsx([["a", True, 1.5, None], [None, None, None, None]])

    assert answer(content, monkeypatch) == {
        "tables": [{"name": "Inventaire", "rows": [["a", "oui", 1.5]]}]
    }


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "broken"),
        (b"PK\x03\x04", "broken"),
        (books.ods([["a"]], locked=True), "encrypted"),
        (books.bomb(300), "too_large"),
    ],
)
def test_it_says_why_it_cannot(
    content: bytes, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert answer(content, monkeypatch) == {"refused": reason}


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_ROWS", 2)

    assert answer(books.xlsx([["a"]] * 3), monkeypatch) == {"refused": "too_large"}
    assert answer(books.xlsx([["a"], ["b"], [None]]), monkeypatch)["tables"]


def test_hidden_sheets_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    content = books.xlsx([["a"]], "Vue", Cachée=[["b"]])
    hidden = books.hide(content, "Cachée")

    assert [table["name"] for table in answer(hidden, monkeypatch)["tables"]] == ["Vue"]


@pytest.mark.parametrize(("hard", "most"), [(-1, workbooks.MEMORY), (1_000, 1_000)])
def test_it_may_take_so_much_memory_and_no_more(
    hard: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []
    limits = SimpleNamespace(
        RLIMIT_AS=9,
        RLIM_INFINITY=-1,
        getrlimit=lambda _kind: (-1, hard),
        setrlimit=lambda _kind, pair: asked.append(pair),
    )

    answer(b"", monkeypatch, limits)

    assert asked == [(most, hard)]
