"""Photos and papers: what is known of each; the bytes are kept by the storage of `files.py`."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from booking.db import Base
from booking.vocabulary import FileKind


class StoredFile(Base):
    """One file of an organization, of an item or a reservation when set; named by its digest."""

    __tablename__ = "files"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"), index=True)
    reservation_id: Mapped[int | None] = mapped_column(ForeignKey("reservations.id"), index=True)
    # a photo of the state of things, taken when they passed the counter or for an incident
    passage_id: Mapped[int | None] = mapped_column(ForeignKey("passages.id"), index=True)
    line_id: Mapped[int | None] = mapped_column(ForeignKey("lines.id"))  # that it shows
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"), index=True)
    control: Mapped[str] = mapped_column(String(40), default="")  # the requirement it answers
    kind: Mapped[FileKind]
    name: Mapped[str] = mapped_column(String(160))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]  # bytes
    sha256: Mapped[str] = mapped_column(String(64))
    small_sha256: Mapped[str] = mapped_column(String(64), default="")  # of a picture's small one
    width: Mapped[int | None]  # of a picture, in pixels
    height: Mapped[int | None]
    alt: Mapped[str] = mapped_column(String(200), default="")  # what a picture shows
    rank: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    removed_at: Mapped[datetime | None]
