"""The journal: what was done, never changed afterwards."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.db import Base
from booking.models.accounts import User


class JournalEntry(Base):
    """Who did what to which thing, when, with which facts."""

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_thing", "thing", "thing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"))
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # none: the service itself
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    act: Mapped[str] = mapped_column(String(60))
    thing: Mapped[str] = mapped_column(String(40))
    thing_id: Mapped[int]
    function: Mapped[str] = mapped_column(String(80), default="")  # who used a shared mailbox
    door: Mapped[str] = mapped_column(String(10), default="")  # from where: page, api, mail…
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    user: Mapped[User | None] = relationship()
