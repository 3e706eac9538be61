"""The last good bytes of each calendar."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from booking import files
from booking.queries import snapshots
from booking.queries.snapshots import Body
from tests.buckets import Storage

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
DIGEST = "a1" * 32


def test_what_is_kept_is_read_again_until_forgotten(storage: Storage) -> None:
    content = "BEGIN:VCALENDAR\r\né\n".encode()
    drawn = snapshots.taken(content, None, NOW)
    assert snapshots.last(DIGEST, "ics") is None
    assert snapshots.body(DIGEST, "ics", packed=False) is None

    snapshots.keep(DIGEST, "ics", drawn, content)

    assert snapshots.last(DIGEST, "ics") == drawn
    assert snapshots.body(DIGEST, "ics", packed=False) == Body(drawn.etag, content)
    assert snapshots.last(DIGEST, "ifb") is None
    assert sorted(storage.names()) == [
        f"calendars/{each}/a1/{DIGEST}" for each in ("ics-plain", "ics")
    ]
    other = snapshots.taken(b"other" * 300, drawn, NOW)
    snapshots.keep(DIGEST, "ics", other, b"other" * 300)
    assert snapshots.last(DIGEST, "ics") == other
    packed = snapshots.body(DIGEST, "ics", packed=True)
    assert packed
    assert (packed.etag, gzip.decompress(packed.content)) == (other.etag, b"other" * 300)
    assert packed.content == snapshots.pack(b"other" * 300)
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
