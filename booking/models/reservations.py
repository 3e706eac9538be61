"""What was asked together, what each lender answers, and what is held meanwhile."""

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking import clock
from booking.db import Base
from booking.dealings import Awaited, Channel, Transport, UsualReason
from booking.models.accounts import User
from booking.models.catalogue import Item, Pool, Stock, Unit
from booking.models.organizations import Organization, Territory
from booking.period import Period
from booking.vocabulary import BeneficiaryKind, HoldReason, Status

LONGEST = timedelta(days=45)
"""A hold longer than this is kept apart, so that its end bounds the search of the others."""


class Request(Base):
    """What a borrower asked at once: one page, one title, one or several reservations."""

    __tablename__ = "requests"
    __table_args__ = (Index("ix_requests_borrower", "territory_id", "borrower_id", "asked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    borrower_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    purpose: Mapped[str] = mapped_column(String(160))
    place: Mapped[str] = mapped_column(String(160), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    beneficiary_kind: Mapped[BeneficiaryKind]
    beneficiary_name: Mapped[str] = mapped_column(String(160), default="")
    engagement_on: Mapped[date | None]  # the association's "contrat d'engagement républicain"
    event_starts_at: Mapped[datetime | None]  # what the loan is for, when it was said
    event_ends_at: Mapped[datetime | None]
    transport: Mapped[Transport] = mapped_column(default=Transport.OWN)
    channel: Mapped[Channel] = mapped_column(default=Channel.ONLINE)
    kept_at: Mapped[datetime | None]  # when the borrower kept the rest after a refusal
    borrower: Mapped[Organization] = relationship()
    asked_by: Mapped[User] = relationship()
    reservations: Mapped[list["Reservation"]] = relationship(
        back_populates="request", order_by="Reservation.id"
    )


class Reservation(Base):
    """One lender's part of a request: one pool, one owner, one convention."""

    __tablename__ = "reservations"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="period"),
        Index("ix_reservations_pool", "territory_id", "pool_id", "status", "answer_due_at"),
        # who waits: few, looked for whenever anything is given back
        Index(
            "ix_reservations_waiting",
            "territory_id",
            postgresql_where=text("status = 'waitlisted'"),
            sqlite_where=text("status = 'waitlisted'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id"), index=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("pools.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    status: Mapped[Status]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    answer_due_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    usual_reason: Mapped[UsualReason | None]
    by_rule: Mapped[str] = mapped_column(String(200), default="")  # that answered, and of when
    elected: Mapped[str] = mapped_column(String(120), default="")  # who decided, where one must
    awaited: Mapped[Awaited | None]  # of the borrower, while it needs information
    reply_due_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]  # of whoever is to act now
    substitute_told_at: Mapped[datetime | None]  # the manager was silent (design § 4)
    substitute_told_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # who was told
    owner_told_at: Mapped[datetime | None]
    price: Mapped[str] = mapped_column(String(200), default="")  # in words; none: free
    deposit: Mapped[str] = mapped_column(String(80), default="")  # how much, in words
    deposit_means: Mapped[str] = mapped_column(String(120), default="")  # "chèque n° …"
    deposit_received_at: Mapped[datetime | None]
    deposit_returned_at: Mapped[datetime | None]
    # what cannot be rebuilt later
    borrower_population: Mapped[int | None]
    # one more at every change that a calendar shows (RFC 5545 SEQUENCE)
    revision: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    territory: Mapped[Territory] = relationship()
    request: Mapped[Request] = relationship(back_populates="reservations")
    pool: Mapped[Pool] = relationship()
    owner: Mapped[Organization] = relationship()
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    lines: Mapped[list["Line"]] = relationship(
        back_populates="reservation", order_by="Line.id", cascade="all, delete-orphan"
    )

    @property
    def period(self) -> Period:
        """Return the loan agreed or asked for."""
        return Period(self.starts_at, self.ends_at)

    @property
    def keepers(self) -> frozenset[int]:
        """Return the organizations that keep what it takes."""
        holds = [hold for line in self.lines for hold in line.holds]
        return frozenset(hold.stock.depot.custodian_id for hold in holds)


class Line(Base):
    """So many of one item in a reservation."""

    __tablename__ = "lines"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservations.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    quantity: Mapped[int]
    asked: Mapped[int | None]  # how many were asked for, when fewer were granted
    depot_id: Mapped[int | None] = mapped_column(ForeignKey("depots.id"))  # the one preferred
    reservation: Mapped[Reservation] = relationship(back_populates="lines")
    item: Mapped[Item] = relationship()
    holds: Mapped[list["Hold"]] = relationship(
        back_populates="line", order_by="Hold.id", cascade="all, delete-orphan"
    )


class Hold(Base):
    """So many of a stock are taken over a period, preparation included.

    Written by `usecases.holds`, `departures`, `arrivals` and `withholding` alone, under the stock
    row's lock.
    `ends_at` is when it ends as far as is stored, `planned_ends_at` what was agreed; lateness is
    computed from `due_back_at`.
    """

    __tablename__ = "holds"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="period"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("unit_id IS NULL OR quantity = 1", name="unit"),
        Index("ix_holds_stock_ends", "territory_id", "stock_id", "ends_at"),
        Index(
            "ix_holds_change",
            "change_id",
            postgresql_where=text("change_id IS NOT NULL"),
            sqlite_where=text("change_id IS NOT NULL"),
        ),
        Index(
            "ix_holds_source",
            "source_id",
            postgresql_where=text("source_id IS NOT NULL"),
            sqlite_where=text("source_id IS NOT NULL"),
        ),
        # what is out or very long: few, and their end bounds no scan
        Index(
            "ix_holds_apart",
            "territory_id",
            "stock_id",
            postgresql_where=text("apart"),
            sqlite_where=text("apart = 1"),
        ),
        ExcludeConstraint(
            (text("int4range(unit_id, unit_id, '[]')"), "&&"),
            (text("tstzrange(starts_at, ends_at)"), "&&"),
            name="ex_holds_unit",
            where=text("unit_id IS NOT NULL"),
            deferrable=True,
            initially="DEFERRED",
        ).ddl_if(dialect="postgresql"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    stock_id: Mapped[int] = mapped_column(ForeignKey("stocks.id"))
    line_id: Mapped[int | None] = mapped_column(ForeignKey("lines.id"), index=True)
    change_id: Mapped[int | None] = mapped_column(ForeignKey("changes.id"))  # and then no line
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    reason: Mapped[HoldReason]
    quantity: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    planned_ends_at: Mapped[datetime]
    due_back_at: Mapped[datetime | None]  # of what is out: the end of the loan
    back_at: Mapped[datetime | None]  # of what left and is back, damaged or given up: since when
    apart: Mapped[bool] = mapped_column(default=False)  # out, or longer than `LONGEST`
    note: Mapped[str] = mapped_column(String(200), default="")
    series: Mapped[str | None] = mapped_column(String(22), index=True)  # the same reserve, again
    despite: Mapped[str] = mapped_column(Text, default="")  # why, although too few were free
    beyond: Mapped[int] = mapped_column(default=0)  # so many more than were free
    source_id: Mapped[int | None] = mapped_column(ForeignKey("sources.id"))  # that says so
    source_key: Mapped[str | None] = mapped_column(String(32))  # which of its occurrences it is
    # of what is withheld for no loan, as calendars show it: its changes, and the last of them
    revision: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    stock: Mapped[Stock] = relationship()
    line: Mapped[Line | None] = relationship(back_populates="holds")
    unit: Mapped[Unit | None] = relationship()

    @property
    def period(self) -> Period:
        """Return while how long it is taken, as far as is stored."""
        return Period(self.starts_at, self.ends_at)

    @property
    def waits(self) -> bool:
        """Tell whether it has not left: neither out, nor back."""
        return self.due_back_at is None and self.back_at is None

    @property
    def lent(self) -> bool:
        """Tell whether it is taken for a loan, agreed or proposed; else it is kept from lending."""
        return bool(self.line_id or self.change_id)


class Shortage(Base):
    """What was wanted and not had: the words, how many, when, why, how many were free (E13)."""

    __tablename__ = "shortages"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    item: Mapped[str] = mapped_column(String(30))  # as it was asked, even if nothing bears it
    wanted: Mapped[int]
    free: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(40))  # the code of the refusal
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    at: Mapped[datetime]
