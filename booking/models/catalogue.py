"""Pools, depots, items and how many of them exist where."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.db import Base
from booking.fitness import Equipment
from booking.handling import CONTEST_DAYS, REMIND_DAYS
from booking.letters import plain
from booking.models.depots import OpeningSlot
from booking.models.organizations import Organization
from booking.models.requirements import Requirement
from booking.vocabulary import (
    Formality,
    LegalBasis,
    LifeStage,
    Movement,
    SchoolRule,
    Tracking,
)


class Pool(Base):
    """Items lent under one set of rules by one manager organization."""

    __tablename__ = "pools"
    __table_args__ = (UniqueConstraint("territory_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    name: Mapped[str] = mapped_column(String(120))
    manager_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    below_population: Mapped[int | None]  # only communes strictly below may borrow (E04)
    by_list: Mapped[bool] = mapped_column(default=False)  # only its own adherents may borrow (E05)
    for_associations: Mapped[bool] = mapped_column(default=True)
    notice_days: Mapped[int] = mapped_column(default=2)  # working days before pick-up
    answer_days: Mapped[int] = mapped_column(default=5)  # working days the manager has to answer
    horizon_months: Mapped[int] = mapped_column(default=24)
    longest_days: Mapped[int] = mapped_column(default=30)
    late_grace_hours: Mapped[int] = mapped_column(default=24)
    kinds: Mapped[list[str]] = mapped_column(JSON, default=lambda: ["commune"])  # who may borrow
    others_horizon_days: Mapped[int | None]  # co-owners first: the others only this far ahead
    quota_loans: Mapped[int | None]  # at most so many loans of a borrower
    quota_months: Mapped[int] = mapped_column(default=12)  # in so many months
    slots_block: Mapped[bool] = mapped_column(default=False)  # hours outside the slots: refuse
    open_on_holidays: Mapped[bool] = mapped_column(default=False)  # public ones, of the territory
    school_rule: Mapped[SchoolRule] = mapped_column(default=SchoolRule.ANY)
    reply_days: Mapped[int] = mapped_column(default=5)  # working days a borrower has to reply
    confirm_days: Mapped[int] = mapped_column(default=2)  # … to confirm a place offered
    cancel_days: Mapped[int] = mapped_column(default=2)  # … before pick-up to cancel without a word
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    substitute_from: Mapped[datetime | None]  # while the manager is away; silent, at any time
    substitute_until: Mapped[datetime | None]
    legal_basis: Mapped[LegalBasis] = mapped_column(default=LegalBasis.FREE_LOAN)
    needs_signed: Mapped[bool] = mapped_column(default=False)  # nothing leaves without signatures
    # when a return is asked for, in days from its day
    remind_days: Mapped[list[int]] = mapped_column(JSON, default=lambda: list(REMIND_DAYS))
    contest_days: Mapped[int] = mapped_column(default=CONTEST_DAYS)  # working ones
    hidden: Mapped[bool] = mapped_column(default=False)  # known to its circle alone
    slug: Mapped[str | None] = mapped_column(String(80), unique=True)  # of its public page, if any
    manager: Mapped[Organization] = relationship()


class Depot(Base):
    """A place where things are kept; its commune is the custodian (E03)."""

    __tablename__ = "depots"
    __table_args__ = (UniqueConstraint("territory_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    custodian_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(300), default="")
    hours: Mapped[str] = mapped_column(String(200), default="")
    access: Mapped[str] = mapped_column(String(300), default="")  # how to get there; never public
    contact: Mapped[str] = mapped_column(String(200), default="")
    custodian: Mapped[Organization] = relationship()
    slots: Mapped[list[OpeningSlot]] = relationship(
        order_by="OpeningSlot.weekday, OpeningSlot.opens_at", cascade="all, delete-orphan"
    )


def searched(name: str, reference: str, description: str) -> str:
    """Return what an item is found by: words without accents or capitals, the name first."""
    return plain(f"{name} {reference} {description}")


def _searched_when_new(context: Any) -> str:
    given = context.get_current_parameters()
    return searched(given["name"], given["reference"], given.get("description") or "")


_SEARCHED = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
"""Sorted letter by letter on both databases, whatever the locale of the server."""


class Item(Base):
    """What the catalogue shows; one owner, or co-owners with shares and a lead as owner."""

    __tablename__ = "items"
    __table_args__ = (
        UniqueConstraint("territory_id", "reference"),
        # families are counted on each page of the catalogue, from the index alone
        Index("ix_items_families", "territory_id", "family", "stage", "pool_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    pool_id: Mapped[int] = mapped_column(ForeignKey("pools.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    reference: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(160))
    family: Mapped[str] = mapped_column(String(60))
    tracking: Mapped[Tracking]
    description: Mapped[str] = mapped_column(Text, default="")
    transport: Mapped[str] = mapped_column(String(120), default="")
    replacement_cents: Mapped[int] = mapped_column(default=0)
    preparation_before_hours: Mapped[int] = mapped_column(default=0)
    preparation_after_hours: Mapped[int] = mapped_column(default=0)
    stage: Mapped[LifeStage] = mapped_column(default=LifeStage.PUBLISHED)
    formality: Mapped[Formality] = mapped_column(default=Formality.SIMPLE)
    legal_basis: Mapped[LegalBasis | None]  # its own, where the pool's does not fit (E20)
    purchase_cents: Mapped[int | None]  # of one
    purchased_on: Mapped[date | None]
    renew_on: Mapped[date | None]  # when its replacement is expected (E63)
    contact: Mapped[str] = mapped_column(String(200), default="")  # members only (E50)
    equipment: Mapped[Equipment | None]  # from which its requirements follow
    people: Mapped[int | None]  # that a tent or a stage may hold
    seats: Mapped[int | None]  # of a vehicle, the driver's included
    gross_kg: Mapped[int | None]  # the most it may weigh when loaded (PTAC)
    # name, reference and description as they are searched; also the order of lists
    search_text: Mapped[str] = mapped_column(_SEARCHED, default=_searched_when_new)
    pack_quantity: Mapped[int | None]  # so many go together, as 20 barriers in a rack
    pack_name: Mapped[str] = mapped_column(String(40), default="")
    instructions: Mapped[str] = mapped_column(Text, default="")  # accepted when it leaves (E28)
    pool: Mapped[Pool] = relationship()
    owner: Mapped[Organization] = relationship()
    shares: Mapped[list["Share"]] = relationship(order_by="Share.id", cascade="all, delete-orphan")
    requirements: Mapped[list[Requirement]] = relationship(
        primaryjoin="and_(Requirement.item_id == Item.id, Requirement.territory_id.is_(None))",
        order_by=Requirement.id,
        cascade="all, delete-orphan",
    )
    companions: Mapped[list["Companion"]] = relationship(
        foreign_keys="Companion.item_id", cascade="all, delete-orphan"
    )
    stocks: Mapped[list["Stock"]] = relationship(back_populates="item", order_by="Stock.id")
    parts: Mapped[list["KitPart"]] = relationship(
        foreign_keys="KitPart.kit_id", order_by="KitPart.id"
    )
    accessories: Mapped[list["Accessory"]] = relationship(
        order_by="Accessory.id", cascade="all, delete-orphan"
    )


class Accessory(Base):
    """What goes with each of an item and is counted at the counter, as pegs or keys."""

    __tablename__ = "accessories"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    quantity: Mapped[int] = mapped_column(default=1)


@event.listens_for(Item, "before_update")
def _search_anew(_mapper: object, _connection: object, item: Item) -> None:
    item.search_text = searched(item.name, item.reference, item.description)


class Share(Base):
    """A co-owner's exact part of an item (E12)."""

    __tablename__ = "shares"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    numerator: Mapped[int]
    denominator: Mapped[int]
    organization: Mapped[Organization] = relationship()


class Companion(Base):
    """An item that goes with another: always when mandatory, on demand otherwise (E08)."""

    __tablename__ = "companions"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    companion_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    mandatory: Mapped[bool] = mapped_column(default=True)
    companion: Mapped[Item] = relationship(foreign_keys=companion_id)


class KitPart(Base):
    """So many of an item in each of a kit; the kit itself has no stock."""

    __tablename__ = "kit_parts"
    __table_args__ = (
        UniqueConstraint("kit_id", "item_id"),
        CheckConstraint("quantity > 0", name="quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kit_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    quantity: Mapped[int]
    item: Mapped[Item] = relationship(foreign_keys=item_id)


class Stock(Base):
    """So many of an item at a depot; its row is the lock that writers of holds take."""

    __tablename__ = "stocks"
    __table_args__ = (UniqueConstraint("item_id", "depot_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    depot_id: Mapped[int] = mapped_column(ForeignKey("depots.id"), index=True)
    item: Mapped[Item] = relationship(back_populates="stocks")
    depot: Mapped[Depot] = relationship()
    units: Mapped[list["Unit"]] = relationship(back_populates="stock", order_by="Unit.id")


class StockMovement(Base):
    """So many came in (positive) or went for good (negative), from an instant on.

    `beyond` is how many were knowingly promised to others when they went, until `beyond_until`.
    """

    __tablename__ = "stock_movements"
    __table_args__ = (Index("ix_stock_movements_stock_at", "territory_id", "stock_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    stock_id: Mapped[int] = mapped_column(ForeignKey("stocks.id"))
    kind: Mapped[Movement]
    quantity: Mapped[int]
    at: Mapped[datetime]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    note: Mapped[str] = mapped_column(String(200), default="")
    despite: Mapped[str] = mapped_column(Text, default="")  # why, although others needed them
    beyond: Mapped[int] = mapped_column(default=0)
    beyond_until: Mapped[datetime | None]
    unit: Mapped["Unit | None"] = relationship(back_populates="movements")


class Unit(Base):
    """One numbered copy of an item, in service between the movements that name it."""

    __tablename__ = "units"
    __table_args__ = (UniqueConstraint("territory_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    stock_id: Mapped[int] = mapped_column(ForeignKey("stocks.id"), index=True)
    number: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)  # who operates
    stock: Mapped[Stock] = relationship(back_populates="units")
    movements: Mapped[list[StockMovement]] = relationship(
        back_populates="unit", order_by="StockMovement.id"
    )

    def gone(self, at: datetime) -> bool:
        """Tell whether it has gone for good at an instant."""
        return any(each.quantity < 0 and each.at <= at for each in self.movements)
