"""Inventories and promises brought in: what was read, what it would change, what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.db import Base
from booking.intake import ImportKind, ImportState, Outcome
from booking.models.accounts import User


class Import(Base):
    """One file of an organization; `content` is its cells, dropped once they are applied."""

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(String(160))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    choices: Mapped[dict[str, Any]] = mapped_column(JSON)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)  # the sheet read, what was left out
    kind: Mapped[ImportKind] = mapped_column(default=ImportKind.INVENTORY)
    state: Mapped[ImportState]
    rows_total: Mapped[int]
    rows_done: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()


class ImportRow(Base):
    """What a line of the file would do, or did."""

    __tablename__ = "import_rows"
    __table_args__ = (Index("ix_import_rows_import_number", "import_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    number: Mapped[int]  # of its row, as the spreadsheet counts
    outcome: Mapped[Outcome]
    noted: Mapped[bool]  # there is something to know about it
    reference: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    depot: Mapped[str] = mapped_column(String(200))
    quantity: Mapped[int | None]  # that comes in
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)  # changes, notes and problems
