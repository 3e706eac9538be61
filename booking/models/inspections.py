"""Controls of equipment, campaigns at depots, what people may do, what was settled for a loan."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.db import Base
from booking.fitness import Clearing, Finding, Moment, Skill
from booking.models.catalogue import Depot, Stock, Unit
from booking.models.organizations import Organization
from booking.models.reservations import Hold
from booking.vocabulary import Role

CONDITION = "condition"
"""The control that a campaign makes: is it there, is it in order (E17)."""


class Inspection(Base):
    """One control of a stock, or of one copy: planned until `finding` says how it ended.

    `control` is the code of a shipped requirement, or the id of one of the territory's own.
    `valid_until` is the last day it covers: as the report says, or as expected of a planned one.
    """

    __tablename__ = "inspections"
    __table_args__ = (
        # what is free on some days asks which controls fall due in them
        Index("ix_inspections_due", "territory_id", "valid_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    stock_id: Mapped[int] = mapped_column(ForeignKey("stocks.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    control: Mapped[str] = mapped_column(String(40))
    day: Mapped[date]  # on which it is planned, or was done
    finding: Mapped[Finding | None]
    valid_until: Mapped[date | None]
    provider: Mapped[str] = mapped_column(String(120), default="")
    inspector: Mapped[str] = mapped_column(String(120), default="")  # a function, or a name
    note: Mapped[str] = mapped_column(Text, default="")
    expected: Mapped[int | None]  # of a campaign: so many should have been there
    found: Mapped[int | None]  # and so many were, when they were counted; 0: a copy not to be found
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    hold_id: Mapped[int | None] = mapped_column(ForeignKey("holds.id", ondelete="SET NULL"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), index=True)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reminded: Mapped[int] = mapped_column(default=0)  # so many reminders went out
    stock: Mapped[Stock] = relationship()
    unit: Mapped[Unit | None] = relationship()
    hold: Mapped[Hold | None] = relationship()


class Campaign(Base):
    """Everything at a depot is looked at once, from an opening to a closing (E17)."""

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    depot_id: Mapped[int] = mapped_column(ForeignKey("depots.id"), index=True)
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    closed_at: Mapped[datetime | None]
    depot: Mapped[Depot] = relationship()


class Qualification(Base):
    """What somebody of an organization may do, until when, on sight of which paper (E49, E74).

    A function or a name, never a copy of the paper. `unit_id` is the person who operates, when
    that person is lent along with equipment.
    """

    __tablename__ = "qualifications"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on >= seen_on", name="days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    holder: Mapped[str] = mapped_column(String(120))
    skill: Mapped[Skill]
    ends_on: Mapped[date | None]  # the last day; none: without end
    seen_by: Mapped[str] = mapped_column(String(120))
    seen_on: Mapped[date]
    reminded: Mapped[int] = mapped_column(default=0)
    organization: Mapped[Organization] = relationship()
    unit: Mapped[Unit | None] = relationship()


class Clearance(Base):
    """A requirement of one reservation settled by somebody: the paper was seen, or it is waived.

    An override (design § 7) is for one moment, one verdict (`code`) on one thing, and the dates of
    the loan as they were; `role` is that of who gave it.
    """

    __tablename__ = "clearances"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservations.id"), index=True)
    control: Mapped[str] = mapped_column(String(40))
    kind: Mapped[Clearing]
    moment: Mapped[Moment | None]
    code: Mapped[str] = mapped_column(String(40), default="")
    thing: Mapped[str] = mapped_column(String(160), default="")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")  # of an override: why
    given_at: Mapped[datetime]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    given_by: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role | None]
