"""Loads the demonstration quickly: cheap passwords, conventions left unprinted."""

import pytest
from argon2 import PasswordHasher

from booking import demonstration
from booking.documents import paper
from booking.usecases import accounts
from booking.usecases import demonstration as stage

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def make_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what takes long and is tested elsewhere."""
    for module in (stage, accounts):
        monkeypatch.setattr(module, "hasher", CHEAP)
    monkeypatch.setattr(paper, "render", lambda *_: b"%PDF")


def load(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load the demonstration into an empty database."""
    make_quick(monkeypatch)
    assert demonstration.load()
