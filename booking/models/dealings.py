"""What parties say to each other before and after an answer, drafts, and rules that answer."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.db import Base
from booking.dealings import ChangeState
from booking.models.accounts import User
from booking.models.catalogue import Pool
from booking.models.organizations import Organization
from booking.models.reservations import Hold, Reservation
from booking.period import Period


class Change(Base):
    """Another version of a reservation: proposed by the lender, or asked for after the answer.

    Its holds are what it needs beyond what the reservation holds already: accepted, they are
    replaced; anything else gives them back and leaves the reservation exactly as it was.
    """

    __tablename__ = "changes"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservations.id"), index=True)
    by_lender: Mapped[bool]  # a proposal; else a change that the borrower asks for
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    lines: Mapped[list[list[Any]]] = mapped_column(JSON)  # [item id, quantity, depot id or none]
    reason: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    answer_due_at: Mapped[datetime]
    state: Mapped[ChangeState] = mapped_column(default=ChangeState.OPEN)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answer: Mapped[str] = mapped_column(Text, default="")  # why it is refused
    reservation: Mapped[Reservation] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    holds: Mapped[list[Hold]] = relationship(order_by="Hold.id", cascade="all, delete-orphan")

    @property
    def period(self) -> Period:
        """Return the loan as it would become."""
        return Period(self.starts_at, self.ends_at)


class Comment(Base):
    """A message on a reservation, or a note that only the lender's side reads (E83)."""

    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservations.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    function: Mapped[str] = mapped_column(String(80), default="")  # who used a shared mailbox
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    internal: Mapped[bool] = mapped_column(default=False)
    organization: Mapped[Organization] = relationship()
    user: Mapped[User] = relationship()


class Draft(Base):
    """A request as somebody types it, right or wrong: nothing is held, nobody else reads it."""

    __tablename__ = "drafts"
    __table_args__ = (Index("ix_drafts_user", "user_id", "organization_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)  # the form as it was typed
    changed_at: Mapped[datetime]


class ApprovalRule(Base):
    """What a pool validates at once, without a person; an empty list means all of them."""

    __tablename__ = "approval_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    pool_id: Mapped[int] = mapped_column(ForeignKey("pools.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    borrower_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    item_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    most: Mapped[int | None]  # so many of each item
    longest_days: Mapped[int | None]
    set_at: Mapped[datetime]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ends_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    pool: Mapped[Pool] = relationship()
