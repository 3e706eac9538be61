"""Calendar feeds by secret address."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.db import Base
from booking.dealings import Agenda, FeedScope
from booking.models.accounts import User
from booking.models.catalogue import Depot, Item, Pool, Unit
from booking.models.organizations import Organization


class Feed(Base):
    """One person's subscription to one scope; only the digest of its secret is kept.

    Of who reads it only the day and the family of agendas are noted.
    """

    __tablename__ = "feeds"
    __table_args__ = (
        CheckConstraint(
            "(item_id IS NOT NULL) = (scope = 'item') AND "
            "(unit_id IS NOT NULL) = (scope = 'unit') AND "
            "(pool_id IS NOT NULL) = (scope = 'pool') AND "
            "(depot_id IS NOT NULL) = (scope = 'depot')",
            name="thing",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    scope: Mapped[FeedScope]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    pool_id: Mapped[int | None] = mapped_column(ForeignKey("pools.id"))
    depot_id: Mapped[int | None] = mapped_column(ForeignKey("depots.id"))
    anonymous: Mapped[bool] = mapped_column(default=False)  # says "Occupé", and of whom nothing
    name: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    last_used_on: Mapped[date | None]
    last_agenda: Mapped[Agenda | None]
    revoked_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()
    organization: Mapped[Organization] = relationship()
    item: Mapped[Item | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    pool: Mapped[Pool | None] = relationship()
    depot: Mapped[Depot | None] = relationship()
