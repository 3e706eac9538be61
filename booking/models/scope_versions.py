"""How often what calendars show has changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from booking.db import Base


class ScopeVersion(Base):
    """So many changes of what the calendars of one scope show; from this alone a 304 is decided.

    Of a pool or an organization (`thing_id`): its reservations. Of the whole territory (0): the
    names that are shown ("words"), and who may read what ("rights").
    """

    __tablename__ = "scope_versions"

    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    thing_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
