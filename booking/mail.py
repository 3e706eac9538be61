"""The outbox and the one place that speaks SMTP."""

import smtplib
from collections.abc import Collection, Iterable
from datetime import date
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import select

from booking import clock
from booking.db import append, db
from booking.models.accounts import Membership, User
from booking.models.mail import Message
from booking.models.organizations import Organization, Territory
from booking.numbers import among
from booking.vocabulary import MailKind, Role

MEMBERS = (
    select(
        Membership.organization_id,
        Membership.role,
        Membership.starts_on,
        Membership.ends_on,
        User.email,
        Territory.time_zone,
    )
    .join(User, User.id == Membership.user_id)
    .join(Organization, Organization.id == Membership.organization_id)
    .join(Territory, Territory.id == Organization.territory_id)
    .where(among(Membership.organization_id, "organizations"))
)


def queue(territory_id: int, kind: MailKind, to: Iterable[str], **facts: object) -> None:
    """Put one message per address into the outbox, inside the act's own transaction."""
    append(messages(territory_id, kind, to, **facts))


def messages(
    territory_id: int, kind: MailKind, to: Iterable[str], **facts: object
) -> list[Message]:
    """Return one message per address, to be put into the outbox with others."""
    now = clock.now()
    return [
        Message(
            territory_id=territory_id,
            kind=kind,
            to=address,
            facts=facts,
            created_at=now,
            next_try_at=now,
        )
        for address in to
    ]


def people(organization_id: int, *roles: Role) -> list[str]:
    """Return the addresses of those who hold one of the roles today, each once."""
    known = members([organization_id])
    return sorted({address for role in roles for address in known.get((organization_id, role), ())})


def members(organization_ids: Collection[int]) -> dict[tuple[int, Role], list[str]]:
    """Return the addresses of those who hold a role today, by organization and role."""
    known: dict[tuple[int, Role], list[str]] = {}
    asked = {"organizations": list(organization_ids)}
    found = db.session.connection().execute(MEMBERS, asked)
    for organization_id, role, starts_on, ends_on, address, zone in found:
        if starts_on <= clock.today(ZoneInfo(zone)) <= (ends_on or date.max):
            known.setdefault((organization_id, role), []).append(address)
    return known


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
