"""The last good bytes of each calendar, by the digest of its secret, wherever files are kept.

A reader must never see a passing failure: one answer of the kind and Thunderbird asks no more
until its next start (calendar § 0). They are read without the database, which may be away.

What tells that nothing changed lies apart from the bytes, which most readings do not want; these
lie twice, as they are and compressed, each under a first line that names them.
"""

import gzip
import hashlib
import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from booking import files
from booking.errors import Unavailable

FOLDER = "calendars"
FORMS = ("ics", "ifb")
SECOND = timedelta(seconds=1)
AWAY = (OSError, Unavailable)
LEAST = 1_000
"""Bytes that are fewer travel as they are."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Head:
    """What tells whether a calendar changed since it was last read."""

    changed_at: datetime
    etag: str
    stamp: str = ""  # of what it was drawn; the same: it need not be drawn again
    packed: bool = False  # kept compressed too


@dataclass(frozen=True)
class Body:
    """The bytes of a calendar, and their name."""

    etag: str
    content: bytes


def taken(body: bytes, last: Head | None, now: datetime, stamp: str = "") -> Head:
    """Return what was just drawn: changed now, unless the last bytes were the same.

    What leaves a calendar leaves no date behind: only the bytes tell that they changed. A second
    at least lies between two dates, since readers know no finer ones.
    """
    etag, packed = hashlib.sha256(body).hexdigest(), len(body) > LEAST
    if last is None:
        return Head(now, etag, stamp, packed)
    changed_at = last.changed_at if last.etag == etag else max(now, last.changed_at + SECOND)
    return Head(changed_at, etag, stamp, packed)


def pack(body: bytes) -> bytes:
    """Return bytes compressed, the same for the same."""
    return gzip.compress(body, 6, mtime=0)


def keep(digest: str, form: str, head: Head, body: bytes) -> None:
    """Keep the last good bytes; when nobody can, the log says so and the reader is served.

    The head comes last: whoever reads it finds the bytes, or others of another name when two
    workers draw at once.
    """
    name = f"{head.etag}\n".encode()
    told = {"changed": head.changed_at.isoformat(), "etag": head.etag, "stamp": head.stamp}
    try:
        files.keep_last(_folder(form, "plain"), digest, name + body)
        if head.packed:
            files.keep_last(_folder(form, "packed"), digest, name + pack(body))
        line = json.dumps(told | {"packed": head.packed}).encode() + b"\n"
        files.keep_last(_folder(form), digest, line)
    except AWAY as error:
        log.error("the last bytes of a calendar were not kept: %s", type(error).__name__)


def last(digest: str, form: str) -> Head | None:
    """Return what tells of the last good bytes, or None when there never were any."""
    try:
        kept = files.read_last(_folder(form), digest)
        if kept is None:
            return None
        told = json.loads(kept[0])
        changed_at = datetime.fromisoformat(told["changed"])
        return Head(changed_at, told["etag"], told["stamp"], told["packed"])
    except (*AWAY, ValueError, KeyError, TypeError) as error:
        log.error("the last bytes of a calendar were not read: %s", type(error).__name__)
        return None


def body(digest: str, form: str, *, packed: bool) -> Body | None:
    """Return the last good bytes, or None when they are lost."""
    try:
        kept = files.read_last(_folder(form, "packed" if packed else "plain"), digest)
        return Body(kept[0].decode(), kept[1]) if kept else None
    except (*AWAY, ValueError) as error:
        log.error("the last bytes of a calendar were not read: %s", type(error).__name__)
        return None


def forget(digest: str) -> None:
    """Keep nothing more of a calendar whose address is over.

    A storage that is away stops nobody from revoking: the next reading forgets them.
    """
    for folder in (_folder(form, part) for form in FORMS for part in ("", "plain", "packed")):
        try:
            files.forget_last(folder, digest)
        except AWAY as error:
            log.error("the last bytes of a calendar were not forgotten: %s", type(error).__name__)


def _folder(form: str, part: str = "") -> str:
    return f"{FOLDER}/{form}" + f"-{part}" * bool(part)
