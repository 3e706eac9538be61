"""The last good bytes of each calendar."""

from datetime import UTC, datetime, timedelta

import pytest

from booking import files
from booking.queries import snapshots
from tests.buckets import Storage

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
DIGEST = "a1" * 32


def test_what_is_kept_is_read_again_until_forgotten(storage: Storage) -> None:
    drawn = snapshots.taken("BEGIN:VCALENDAR\r\né\n".encode(), None, NOW)
    assert snapshots.last(DIGEST, "ics") is None

    snapshots.keep(DIGEST, "ics", drawn)

    assert snapshots.last(DIGEST, "ics") == drawn
    assert snapshots.last(DIGEST, "ifb") is None
    assert storage.names() == [f"calendars/ics/a1/{DIGEST}"]
    other = snapshots.taken(b"other", drawn, NOW)
    snapshots.keep(DIGEST, "ics", other)
    assert snapshots.last(DIGEST, "ics") == other
    snapshots.forget(DIGEST)
    assert storage.names() == []
    snapshots.forget(DIGEST)


def test_the_same_bytes_keep_their_date_and_others_take_a_later_one() -> None:
    first = snapshots.taken(b"one", None, NOW)

    same = snapshots.taken(b"one", first, NOW + timedelta(days=1))
    at_once = snapshots.taken(b"two", first, NOW + timedelta(milliseconds=5))
    later = snapshots.taken(b"two", first, NOW + timedelta(days=1))

    assert (same, first.changed_at) == (first, NOW)
    assert at_once.changed_at == NOW + timedelta(seconds=1)
    assert later.changed_at == NOW + timedelta(days=1)


@pytest.mark.usefixtures("storage")
@pytest.mark.parametrize("content", [b"", b"{", b"{}\nBEGIN", b"\xff\n", b"[]\n", b"1\n"])
def test_what_was_spoilt_is_as_if_never_kept(content: bytes) -> None:
    files.keep_last("calendars/ics", DIGEST, content)

    assert snapshots.last(DIGEST, "ics") is None
