"""The outbox: messages written with the act, sent after it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from booking.db import Base
from booking.vocabulary import MailKind


class Message(Base):
    """One message to one person; its text is drawn from the facts when read or sent."""

    __tablename__ = "messages"
    __table_args__ = (Index("ix_messages_unsent", "sent_at", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)
    kind: Mapped[MailKind]
    to: Mapped[str] = mapped_column(String(254))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    daily: Mapped[bool] = mapped_column(default=False)  # waits for the day's summary
