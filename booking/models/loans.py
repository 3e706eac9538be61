"""What left and what came back, beside what was agreed."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.db import Base
from booking.models.reservations import Line, Reservation


class Loan(Base):
    """The actual hand-over and return of one reservation; planned times stay where they are."""

    __tablename__ = "loans"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservations.id"), unique=True)
    handed_over_at: Mapped[datetime]
    handed_over_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    returned_at: Mapped[datetime | None]
    returned_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reservation: Mapped[Reservation] = relationship()
    lines: Mapped[list["LoanLine"]] = relationship(order_by="LoanLine.id")


class LoanLine(Base):
    """How many of a line left and came back."""

    __tablename__ = "loan_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    loan_id: Mapped[int] = mapped_column(ForeignKey("loans.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("lines.id"))
    quantity_out: Mapped[int]
    quantity_back: Mapped[int] = mapped_column(default=0)
    line: Mapped[Line] = relationship()
