"""What left and what came back, each time something passed the counter, beside what was agreed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.db import Base
from booking.handling import Direction, Rating, Wear
from booking.models.catalogue import Depot, Unit
from booking.models.reservations import Line, Reservation


class Loan(Base):
    """The actual loan of one reservation: when it began, when all was back; and its account of use.

    Planned times stay where they are. What is known only when it is closed is kept for the yearly
    account (design § 4, E27, E42).
    """

    __tablename__ = "loans"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservations.id"), unique=True)
    handed_over_at: Mapped[datetime]  # the first time something left
    handed_over_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    returned_at: Mapped[datetime | None]  # when nothing was awaited any more
    returned_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reminded_at: Mapped[datetime | None]  # its return, last asked for
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: the clock
    people: Mapped[int | None]  # that it served
    rating: Mapped[Rating | None]
    remark: Mapped[str] = mapped_column(Text, default="")  # of who answered
    days: Mapped[int | None]  # begun, where it was lent
    hours: Mapped[int | None]  # run, in tenths, all things together
    km: Mapped[int | None]
    replacement_cents: Mapped[int | None]  # of all that left, on the day it was closed
    answer_hours: Mapped[int | None]  # from the request to the agreement
    adhered_on: Mapped[date | None]  # the borrower, to the pool
    reservation: Mapped[Reservation] = relationship()
    passages: Mapped[list["Passage"]] = relationship(back_populates="loan", order_by="Passage.id")


class Passage(Base):
    """Things pass the counter once, out or back: who was there, in which state, signed or not."""

    __tablename__ = "passages"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    loan_id: Mapped[int] = mapped_column(ForeignKey("loans.id"), index=True)
    direction: Mapped[Direction]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    depot_id: Mapped[int | None] = mapped_column(ForeignKey("depots.id"))
    borrower_name: Mapped[str] = mapped_column(String(120), default="")  # who took, or brought back
    borrower_drawn: Mapped[str] = mapped_column(Text, default="")  # strokes, data of an SVG path
    keeper_name: Mapped[str] = mapped_column(String(120), default="")  # who handed over, or took in
    keeper_drawn: Mapped[str] = mapped_column(Text, default="")
    unsigned: Mapped[str] = mapped_column(String(200), default="")  # why the borrower did not sign
    agreed: Mapped[str] = mapped_column(Text, default="")  # the instructions that were accepted
    note: Mapped[str] = mapped_column(Text, default="")
    contest_until: Mapped[datetime | None]  # what is not signed may be contested
    contested_at: Mapped[datetime | None]
    contested_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    contest: Mapped[str] = mapped_column(Text, default="")  # what is contested, and why
    loan: Mapped[Loan] = relationship(back_populates="passages")
    depot: Mapped[Depot | None] = relationship()
    lines: Mapped[list["PassageLine"]] = relationship(
        back_populates="passage", order_by="PassageLine.id", cascade="all, delete-orphan"
    )


class PassageLine(Base):
    """So many of a line, or one copy of it, pass the counter, and how they are.

    Out: `quantity` left. Back: `quantity` came back, of which so many damaged or dirty; `missing`
    are given up besides, and are awaited no more.
    """

    __tablename__ = "passage_lines"
    __table_args__ = (
        CheckConstraint("quantity >= 0 AND missing >= 0", name="quantity"),
        CheckConstraint("damaged >= 0 AND damaged <= quantity", name="damaged"),
        CheckConstraint("dirty >= 0 AND dirty <= quantity", name="dirty"),
        CheckConstraint("unit_id IS NULL OR quantity + missing = 1", name="unit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    passage_id: Mapped[int] = mapped_column(ForeignKey("passages.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("lines.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    quantity: Mapped[int]
    damaged: Mapped[int] = mapped_column(default=0)
    dirty: Mapped[int] = mapped_column(default=0)
    missing: Mapped[int] = mapped_column(default=0)
    wear: Mapped[Wear | None]
    hours: Mapped[int | None]  # read on the meter, in tenths
    km: Mapped[int | None]
    energy: Mapped[int | None]  # percent
    # [{"name", "expected", "counted"}], what goes with it
    accessories: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(String(300), default="")
    passage: Mapped[Passage] = relationship(back_populates="lines")
    line: Mapped[Line] = relationship()
    unit: Mapped[Unit | None] = relationship()
