"""The last good bytes of each calendar, by the digest of its secret, wherever files are kept.

A reader must never see a passing failure: one answer of the kind and Thunderbird asks no more
until its next start (calendar § 0). They are read without the database, which may be away.
"""

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

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Snapshot:
    """A calendar as it was last drawn."""

    body: bytes
    changed_at: datetime
    etag: str
    stamp: str = ""  # of what it was drawn; the same: it need not be drawn again


def taken(body: bytes, last: Snapshot | None, now: datetime, stamp: str = "") -> Snapshot:
    """Return what was just drawn: changed now, unless the last bytes were the same.

    What leaves a calendar leaves no date behind: only the bytes tell that they changed. A second
    at least lies between two dates, since readers know no finer ones.
    """
    etag = hashlib.sha256(body).hexdigest()
    if last is None:
        return Snapshot(body, now, etag, stamp)
    changed_at = last.changed_at if last.etag == etag else max(now, last.changed_at + SECOND)
    return Snapshot(body, changed_at, etag, stamp)


def keep(digest: str, form: str, snapshot: Snapshot) -> None:
    """Keep the last good bytes; when nobody can, the log says so and the reader is served."""
    head = {
        "changed": snapshot.changed_at.isoformat(),
        "etag": snapshot.etag,
        "stamp": snapshot.stamp,
    }
    try:
        files.keep_last(_folder(form), digest, json.dumps(head).encode() + b"\n" + snapshot.body)
    except AWAY as error:
        log.error("the last bytes of a calendar were not kept: %s", type(error).__name__)


def last(digest: str, form: str) -> Snapshot | None:
    """Return the last good bytes, or None when there never were any."""
    try:
        kept = files.read_last(_folder(form), digest)
        if kept is None:
            return None
        head, body = kept
        told = json.loads(head)
        changed_at = datetime.fromisoformat(told["changed"])
        return Snapshot(body, changed_at, told["etag"], told["stamp"])
    except (*AWAY, ValueError, KeyError, TypeError) as error:
        log.error("the last bytes of a calendar were not read: %s", type(error).__name__)
        return None


def forget(digest: str) -> None:
    """Keep nothing more of a calendar whose address is over.

    A storage that is away stops nobody from revoking: the next reading forgets them.
    """
    for form in FORMS:
        try:
            files.forget_last(_folder(form), digest)
        except AWAY as error:
            log.error("the last bytes of a calendar were not forgotten: %s", type(error).__name__)


def _folder(form: str) -> str:
    return f"{FOLDER}/{form}"
