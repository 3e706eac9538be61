"""Territories, organizations, and their dated places, mandates and insurance."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.db import Base
from booking.vocabulary import ContactFunction, OrganizationKind


class Territory(Base):
    """The perimeter of one EPCI; every row that grows carries it."""

    __tablename__ = "territories"

    id: Mapped[int] = mapped_column(primary_key=True)
    siren: Mapped[str] = mapped_column(String(9), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    time_zone: Mapped[str] = mapped_column(String(40), default="Europe/Paris")
    demonstration: Mapped[bool] = mapped_column(default=False)
    school_zone: Mapped[str] = mapped_column(String(1), default="")  # A, B or C; none: overseas
    holiday_region: Mapped[str] = mapped_column(String(10), default="")  # of the holidays library
    needs_act: Mapped[bool] = mapped_column(default=True)  # before a paper is for signature
    owners_word: Mapped[bool] = mapped_column(default=False)  # may word papers their own way
    admitted: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    # ways to sign, by kind of paper, where they differ from the shipped ones


class Organization(Base):
    """A commune, an EPCI, an association: whoever owns, manages, stores or borrows (E68)."""

    __tablename__ = "organizations"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)
    kind: Mapped[OrganizationKind]
    name: Mapped[str] = mapped_column(String(200))
    siren: Mapped[str | None] = mapped_column(String(9), unique=True)
    insee_code: Mapped[str | None] = mapped_column(String(5))
    postal_code: Mapped[str] = mapped_column(String(5), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    population: Mapped[int | None]  # population totale, the figure thresholds are read on
    figures_year: Mapped[int | None]  # of the official figures the population is read from
    rna: Mapped[str] = mapped_column(String(10), default="")  # number of an association
    answerable_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    phone: Mapped[str] = mapped_column(String(30), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    mention: Mapped[str] = mapped_column(Text, default="")  # printed on its papers (E67)
    territory: Mapped[Territory] = relationship()
    answerable: Mapped["Organization | None"] = relationship(remote_side=id)
    contacts: Mapped[list["Contact"]] = relationship(order_by="Contact.id")
    adhesions: Mapped[list["Adhesion"]] = relationship(viewonly=True)


class Contact(Base):
    """Whom to call in an organization for some function, or who stands in (E19, E50)."""

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    function: Mapped[ContactFunction]
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(30), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    substitute: Mapped[bool] = mapped_column(default=False)


class Adhesion(Base):
    """An organization's dated place in an EPCI or, when `pool_id` is set, in one pool (E39)."""

    __tablename__ = "adhesions"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    pool_id: Mapped[int | None] = mapped_column(ForeignKey("pools.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    joining_act: Mapped[str] = mapped_column(String(120), default="")  # who decided, by which act
    leaving_act: Mapped[str] = mapped_column(String(120), default="")


class Mandate(Base):
    """Who may sign for an organization, from when to when, by which act (E33)."""

    __tablename__ = "mandates"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    holder: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(80))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    act: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")  # where papers are sent to sign
    delegated_by: Mapped[str] = mapped_column(String(120), default="")  # whose power it is


class InsuranceCertificate(Base):
    """Proof that an organization is insured for what it borrows (E07)."""

    __tablename__ = "insurance_certificates"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    insurer: Mapped[str] = mapped_column(String(120))
    number: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    guarantees: Mapped[str] = mapped_column(String(300), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
