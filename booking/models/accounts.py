"""People who sign in, what they may do where, and what keeps strangers out."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.db import Base
from booking.models.organizations import Organization
from booking.vocabulary import Role


class User(Base):
    """A person with an address; `stamp` changes with the password and ends other sessions."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    stamp: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime]
    last_login_at: Mapped[datetime | None]
    shared: Mapped[bool] = mapped_column(default=False)  # the mailbox of an office, not of a person
    dismissed: Mapped[list[str]] = mapped_column(JSON, default=list)  # hints no longer shown
    daily: Mapped[bool] = mapped_column(default=False)  # messages together, once a day
    digested_at: Mapped[datetime | None]
    invitations: Mapped[bool] = mapped_column(default=False)  # calendar invitations by mail
    muted: Mapped[list[str]] = mapped_column(JSON, default=list)  # kinds of message not wanted
    memberships: Mapped[list["Membership"]] = relationship(order_by="Membership.id")


class Membership(Base):
    """A user's dated role in an organization."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("user_id", "organization_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    role: Mapped[Role]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    organization: Mapped[Organization] = relationship()
    user: Mapped[User] = relationship(viewonly=True)


class LoginAttempt(Base):
    """One wrong password, counted per account and per address of origin."""

    __tablename__ = "login_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(300), index=True)
    at: Mapped[datetime]


class ApiToken(Base):
    """A bearer token of one person acting for one organization; only its digest is kept."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class RequestKey(Base):
    """What a write answered, so that a double click gets the same answer."""

    __tablename__ = "request_keys"
    __table_args__ = (UniqueConstraint("organization_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    key: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64))
    result_id: Mapped[int]
    at: Mapped[datetime]
