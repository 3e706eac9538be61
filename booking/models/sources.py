"""Agendas of elsewhere that say when a thing of ours is taken."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.db import Base
from booking.dealings import Unread
from booking.models.catalogue import Stock, Unit


class Source(Base):
    """An agenda of elsewhere that takes so many of a stock, or one copy, when it says so.

    Its address is somebody else's secret: shown to who manages the stock alone, written nowhere
    else, and erased when it is followed no more.
    """

    __tablename__ = "sources"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("unit_id IS NULL OR quantity = 1", name="unit"),
        CheckConstraint("(address IS NULL) = (stopped_at IS NOT NULL)", name="address"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    stock_id: Mapped[int] = mapped_column(ForeignKey("stocks.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    quantity: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str | None] = mapped_column(String(2000))
    host: Mapped[str] = mapped_column(String(260))
    created_at: Mapped[datetime]
    tried_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]  # when its server last answered well
    whole_at: Mapped[datetime | None]  # … and sent all of it
    etag: Mapped[str] = mapped_column(String(200), default="")
    last_modified: Mapped[str] = mapped_column(String(200), default="")
    # what it says: (name, start, end) of each period; kept, as a copy may be free only later
    busy: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    dropped: Mapped[int] = mapped_column(default=0)  # events that could not be read
    cut: Mapped[bool] = mapped_column(default=False)  # there were more than are kept
    failure: Mapped[Unread | None]  # of the last reading
    failing_since: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # when the managers were told that it lasts
    stopped_at: Mapped[datetime | None]
    stock: Mapped[Stock] = relationship()
    unit: Mapped[Unit | None] = relationship()
