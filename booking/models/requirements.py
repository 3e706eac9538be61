"""What things and people must satisfy: what a territory changed of the shipped table, or added."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from booking.db import Base
from booking.fitness import Effect, Equipment, Measure, Scope, Skill


class Requirement(Base):
    """One requirement (domain § 3): a shipped one as a territory changed it, or one of its own.

    `code` names the shipped one it replaces; `based_on` is what that one said then. Without it the
    territory came back to the shipped one, and the row stays for its history. Without a territory
    it is a paper to present that the owner of one item named in a few words.
    """

    __tablename__ = "requirements"
    __table_args__ = (UniqueConstraint("territory_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"), index=True)
    code: Mapped[str | None] = mapped_column(String(40))
    equipment: Mapped[Equipment | None]  # none, and no item: for everything lent
    scope: Mapped[Scope] = mapped_column(default=Scope.EVENT)
    label: Mapped[str] = mapped_column(String(160))
    skill: Mapped[Skill | None]  # that the people need
    months: Mapped[int | None]  # how long one control or one paper is good for
    at_request: Mapped[Effect] = mapped_column(default=Effect.NONE)
    at_approval: Mapped[Effect] = mapped_column(default=Effect.NONE)
    at_hand_over: Mapped[Effect] = mapped_column(default=Effect.PAPER)
    notice_days: Mapped[int | None]  # to be done so many days before the loan
    measure: Mapped[Measure | None]
    at_least: Mapped[int | None]  # applies from so many on
    below: Mapped[int | None]  # and strictly below so many
    borrowers: Mapped[list[str]] = mapped_column(JSON, default=list)  # kinds; none: all of them
    source: Mapped[str] = mapped_column(String(200), default="")
    as_of: Mapped[date | None]  # when the source was read
    verified: Mapped[bool] = mapped_column(default=True)
    starts_on: Mapped[date | None]  # for loans from that day on
    ends_on: Mapped[date | None]
    based_on: Mapped[dict[str, Any] | None] = mapped_column(JSON)
