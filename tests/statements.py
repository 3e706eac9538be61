"""What is said to a database meanwhile: how much work an act is, whatever the machine."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event


@contextmanager
def counted(base: Connection) -> Iterator[list[str]]:
    """Give the statements that are said meanwhile."""
    said: list[str] = []

    def note(*given: str) -> None:
        said.append(given[2])

    event.listen(base, "before_cursor_execute", note)
    yield said
    event.remove(base, "before_cursor_execute", note)
