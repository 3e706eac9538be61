"""What went wrong with things: what happened, what it costs, what became of them (domain § 2.4)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.db import Base
from booking.handling import Charged, IncidentKind, IncidentState, Outcome
from booking.models.catalogue import Stock, Unit
from booking.models.loans import Passage
from booking.models.reservations import Hold, Reservation


class Incident(Base):
    """So many of a stock, or one copy, were damaged, lost, stolen or broke, in a loan or not."""

    __tablename__ = "incidents"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        Index("ix_incidents_state", "territory_id", "state", "reported_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    kind: Mapped[IncidentKind]
    state: Mapped[IncidentState] = mapped_column(default=IncidentState.OPEN)
    stock_id: Mapped[int] = mapped_column(ForeignKey("stocks.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    quantity: Mapped[int]
    reservation_id: Mapped[int | None] = mapped_column(ForeignKey("reservations.id"), index=True)
    passage_id: Mapped[int | None] = mapped_column(ForeignKey("passages.id"))  # that showed it
    # while they are out of service; gone when they serve again
    hold_id: Mapped[int | None] = mapped_column(ForeignKey("holds.id", ondelete="SET NULL"))
    on_return: Mapped[bool] = mapped_column(default=False)  # out of service once it is back
    occurred_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(160), default="")
    circumstances: Mapped[str] = mapped_column(Text, default="")
    witnesses: Mapped[str] = mapped_column(String(300), default="")
    others: Mapped[str] = mapped_column(String(300), default="")  # third parties
    injured: Mapped[str] = mapped_column(String(300), default="")  # in words; no health data
    measures: Mapped[str] = mapped_column(Text, default="")  # taken at once
    complaint: Mapped[str] = mapped_column(String(160), default="")  # its number and where
    insurer: Mapped[str] = mapped_column(String(160), default="")  # and its file number
    estimate_cents: Mapped[int | None]
    charged: Mapped[Charged | None]  # as proposed
    reported_at: Mapped[datetime]
    reported_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    outcome: Mapped[Outcome | None]
    conclusion: Mapped[str] = mapped_column(Text, default="")
    stock: Mapped[Stock] = relationship()
    unit: Mapped[Unit | None] = relationship()
    reservation: Mapped[Reservation | None] = relationship()
    hold: Mapped[Hold | None] = relationship()
    passage: Mapped[Passage | None] = relationship()
