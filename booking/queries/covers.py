"""The picture that stands for each item in a list."""

from collections.abc import Collection

from sqlalchemy import select

from booking.db import db
from booking.models.files import StoredFile
from booking.numbers import among
from booking.vocabulary import FileKind


def covers(item_ids: Collection[int]) -> dict[int, int]:
    """Return the first picture of each item that has one; the items are in view already."""
    found = (
        select(StoredFile.item_id, StoredFile.id)
        .where(
            among(StoredFile.item_id, item_ids),
            StoredFile.kind == FileKind.PHOTO,
            StoredFile.removed_at.is_(None),
        )
        .order_by(StoredFile.rank.desc(), StoredFile.id.desc())  # the first one is read last
    )
    return {item_id: file_id for item_id, file_id in db.session.execute(found) if item_id}
