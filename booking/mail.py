"""The outbox and the one place that speaks SMTP."""

import smtplib
from collections.abc import Iterable
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from booking import clock
from booking.db import db
from booking.models.accounts import Membership, User
from booking.models.mail import Message
from booking.models.organizations import Organization, Territory
from booking.vocabulary import MailKind, Role


def queue(territory_id: int, kind: MailKind, to: Iterable[str], **facts: object) -> None:
    """Put one message per address into the outbox, inside the act's own transaction."""
    now = clock.now()
    for address in to:
        db.session.add(
            Message(
                territory_id=territory_id,
                kind=kind,
                to=address,
                facts=facts,
                created_at=now,
                next_try_at=now,
            )
        )


def people(organization_id: int, *roles: Role) -> list[str]:
    """Return the addresses of those who hold one of the roles today, each once."""
    zone = select(Territory.time_zone).join(Organization).where(Organization.id == organization_id)
    today = clock.today(ZoneInfo(db.session.scalars(zone).one()))
    found = (
        select(User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.organization_id == organization_id,
            Membership.role.in_(roles),
            Membership.starts_on <= today,
            or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
        )
        .distinct()
        .order_by(User.email)
    )
    return list(db.session.scalars(found))


def deliver(message: EmailMessage, smtp_url: str) -> None:
    """Hand one message to the relay; raises OSError or SMTPException when it will not take it."""
    address = urlsplit(smtp_url)
    secure = address.scheme == "smtps"
    connect = smtplib.SMTP_SSL if secure else smtplib.SMTP
    with connect(address.hostname or "localhost", address.port or 0, timeout=20) as relay:
        if not secure and relay.has_extn("starttls"):
            relay.starttls()
        if address.username:
            relay.login(unquote(address.username), unquote(address.password or ""))
        relay.send_message(message)
