"""The demonstration, loaded."""

import pytest
from sqlalchemy import Connection

from tests.demonstration.loading import load


@pytest.fixture
def loaded(base: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """Load the demonstration."""
    load(monkeypatch)
