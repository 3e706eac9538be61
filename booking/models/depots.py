"""When depots and pools are open, and when they are not."""

from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from booking.db import Base


class OpeningSlot(Base):
    """When a depot hands over and takes back, every week; hours are the territory's (E23)."""

    __tablename__ = "opening_slots"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("opens_at < closes_at", name="hours"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    depot_id: Mapped[int] = mapped_column(ForeignKey("depots.id"), index=True)
    weekday: Mapped[int]  # 0 is Monday
    opens_at: Mapped[time]
    closes_at: Mapped[time]


class Closure(Base):
    """Days, both included, on which a depot or a whole pool neither lends out nor takes back."""

    __tablename__ = "closures"
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="days"),
        CheckConstraint("(pool_id IS NULL) <> (depot_id IS NULL)", name="of"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    pool_id: Mapped[int | None] = mapped_column(ForeignKey("pools.id"), index=True)
    depot_id: Mapped[int | None] = mapped_column(ForeignKey("depots.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(120), default="")
