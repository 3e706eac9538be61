"""Acts that ground a loan, and the papers issued under them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from booking.db import Base
from booking.models.organizations import Organization
from booking.models.reservations import Reservation
from booking.vocabulary import ActKind


class Act(Base):
    """A délibération, décision, délégation, règlement or convention-cadre (domain § 2.2)."""

    __tablename__ = "acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    kind: Mapped[ActKind]
    number: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    taken_on: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    organization: Mapped[Organization] = relationship()


class Convention(Base):
    """An issued convention de prêt: number, frozen values, the very bytes and their digest."""

    __tablename__ = "conventions"
    __table_args__ = (UniqueConstraint("owner_id", "year", "rank"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservations.id"), unique=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    year: Mapped[int]
    rank: Mapped[int]
    issued_at: Mapped[datetime]
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    pdf: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    sha256: Mapped[str] = mapped_column(String(64))
    reservation: Mapped[Reservation] = relationship()

    @property
    def number(self) -> str:
        """Return the number as printed, gapless within its owner and year."""
        return f"{self.year}-{self.rank:04d}"


class ConventionCounter(Base):
    """The last rank given by an owner in a year; its row is the last lock an issue takes."""

    __tablename__ = "convention_counters"
    __table_args__ = (UniqueConstraint("owner_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    year: Mapped[int]
    rank: Mapped[int] = mapped_column(default=0)
