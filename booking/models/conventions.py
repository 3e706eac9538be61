"""Acts that ground a loan, the papers issued under them, who signs these, and their wording."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from booking.db import Base
from booking.models.loans import Passage
from booking.models.organizations import Organization, Territory
from booking.models.reservations import Reservation
from booking.paperwork import ActsOf, Means, PaperKind, PaperState, Part, SignState
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
    transmitted_on: Mapped[date | None]  # to the prefect (CGCT L. 2131-1)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    # a délégation names its delegate, a framework its lender; a framework without: of all lenders
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    organization: Mapped[Organization] = relationship(foreign_keys=[organization_id])
    partner: Mapped[Organization | None] = relationship(foreign_keys=[partner_id])


class Wording(Base):
    """One version of the articles of a kind of paper, as an organization words them.

    The EPCI words for the whole territory, an owner for what it lends. The last version counts;
    without articles, the organization went back to those of the EPCI, or to the shipped ones.
    """

    __tablename__ = "wordings"
    __table_args__ = (UniqueConstraint("organization_id", "kind", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    kind: Mapped[PaperKind]
    version: Mapped[int]
    articles: Mapped[list[dict[str, str]] | None] = mapped_column(JSON)  # title, text, when
    note: Mapped[str] = mapped_column(String(200), default="")  # what was changed, and why
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class Convention(Base):
    """A paper of any kind: its number, its frozen words, the very bytes and their digest.

    A draft (of a standalone kind, or of what is typed beside a loan) has no number yet.
    """

    __tablename__ = "conventions"
    __table_args__ = (
        UniqueConstraint("owner_id", "year", "rank"),
        Index("ix_conventions_reservation", "reservation_id"),
        Index("ix_conventions_state", "territory_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    kind: Mapped[PaperKind]
    state: Mapped[PaperState]
    owner_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))  # in whose series
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    # the borrower, the custodian, the manager: whom the owner binds itself to
    reservation_id: Mapped[int | None] = mapped_column(ForeignKey("reservations.id"))
    passage_id: Mapped[int | None] = mapped_column(ForeignKey("passages.id"), index=True)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"), index=True)
    # what a report is about: a passage at the counter, an incident
    amends_id: Mapped[int | None] = mapped_column(ForeignKey("conventions.id"))
    pool_id: Mapped[int | None] = mapped_column(ForeignKey("pools.id"))  # managed or co-owned
    depot_id: Mapped[int | None] = mapped_column(ForeignKey("depots.id"))  # of storage
    year: Mapped[int | None]
    rank: Mapped[int | None]
    starts_on: Mapped[date | None]  # of a standalone one, in force from its signature on
    ends_on: Mapped[date | None]
    renewable: Mapped[bool] = mapped_column(default=False)  # tacitly, each year
    acts_of: Mapped[ActsOf | None]  # of co-ownership
    options: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # what is typed for it
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    issued_at: Mapped[datetime | None]
    terms: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # the facts printed, for programs
    content: Mapped[dict[str, Any] | None] = deferred(mapped_column(JSON))  # the words printed
    pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    sha256: Mapped[str] = mapped_column(String(64), default="")
    signed_at: Mapped[datetime | None]  # by the last who had to
    signed_pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))  # with its evidence
    signed_sha256: Mapped[str] = mapped_column(String(64), default="")
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    cancelled_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")  # why it is cancelled, or was refused
    reservation: Mapped[Reservation | None] = relationship()
    passage: Mapped[Passage | None] = relationship()
    owner: Mapped[Organization] = relationship(foreign_keys=[owner_id])
    manager: Mapped[Organization | None] = relationship(foreign_keys=[manager_id])
    partner: Mapped[Organization | None] = relationship(foreign_keys=[partner_id])
    amends: Mapped["Convention | None"] = relationship(remote_side=id)
    territory: Mapped[Territory] = relationship()
    signatures: Mapped[list["Signature"]] = relationship(
        order_by="Signature.rank", cascade="all, delete-orphan"
    )

    @property
    def number(self) -> str | None:
        """Return the number as printed, gapless within its owner and year; None for a draft."""
        return f"{self.year}-{self.rank:04d}" if self.rank else None


class Signature(Base):
    """One signature that a paper needs, in its order: who is to sign, then who did, how, when."""

    __tablename__ = "signatures"
    __table_args__ = (
        UniqueConstraint("convention_id", "rank"),
        Index("ix_signatures_state", "territory_id", "state", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    convention_id: Mapped[int] = mapped_column(ForeignKey("conventions.id"))
    rank: Mapped[int]
    part: Mapped[Part]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    # who signs; `for_id`: in whose name, under which delegation, when it is another
    for_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("acts.id"))
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandates.id"))
    state: Mapped[SignState] = mapped_column(default=SignState.WAITING)
    email: Mapped[str] = mapped_column(String(254), default="")  # where it was asked
    stamp: Mapped[str] = mapped_column(String(32), default="")  # an older link is dead
    asked_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    at: Mapped[datetime | None]
    means: Mapped[Means | None]
    name: Mapped[str] = mapped_column(String(120), default="")
    title: Mapped[str] = mapped_column(String(80), default="")
    drawn: Mapped[str] = mapped_column(Text, default="")  # strokes, as the data of an SVG path
    address: Mapped[str] = mapped_column(String(45), default="")  # of the network
    sha256: Mapped[str] = mapped_column(String(64), default="")  # of the bytes that were shown
    consent: Mapped[str] = mapped_column(String(300), default="")  # the sentence agreed to
    reason: Mapped[str] = mapped_column(Text, default="")  # why it is refused
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # when signed in
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))  # where it is seen on paper
    organization: Mapped[Organization] = relationship(foreign_keys=[organization_id])
    in_name_of: Mapped[Organization | None] = relationship(foreign_keys=[for_id])
    convention: Mapped[Convention] = relationship(back_populates="signatures")


class ConventionCounter(Base):
    """The last rank given by an owner in a year; its row is the last lock an issue takes."""

    __tablename__ = "convention_counters"
    __table_args__ = (UniqueConstraint("owner_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    year: Mapped[int]
    rank: Mapped[int] = mapped_column(default=0)
