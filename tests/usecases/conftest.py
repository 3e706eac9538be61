"""A mail relay for the acts that send."""

from collections.abc import Iterator

import pytest

from tests.relays import PostOffice, open_office


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """Open a post office."""
    with open_office() as office:
        yield office
