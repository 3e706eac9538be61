"""The outbox and the one place that speaks SMTP."""

import smtplib
import ssl
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from email.message import EmailMessage
from typing import Self
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import select

from booking import clock
from booking.config import Settings
from booking.db import append, db
from booking.models.accounts import Membership, User
from booking.models.mail import Message
from booking.models.organizations import Organization, Territory
from booking.numbers import among
from booking.rules.preferences import Wants
from booking.vocabulary import MailKind, Role

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

MEMBERS = (
    select(
        Membership.organization_id,
        Membership.role,
        Membership.starts_on,
        Membership.ends_on,
        User.email,
        Territory.time_zone,
        User.daily,
        User.invitations,
        User.muted,
    )
    .join(User, User.id == Membership.user_id)
    .join(Organization, Organization.id == Membership.organization_id)
    .join(Territory, Territory.id == Organization.territory_id)
    .where(among(Membership.organization_id, "organizations"))
)


class Reader(str):
    """The address of a person, with what they want; equal to the bare address."""

    wants: Wants

    def __new__(cls, address: str, wants: Wants) -> Self:
        """Keep the wishes beside the address, so that no act has to look them up."""
        made = super().__new__(cls, address)
        made.wants = wants
        return made


def reader(user: User) -> Reader:
    """Return the address of a person with what they want."""
    wants = Wants(user.daily, user.invitations, frozenset(user.muted))
    return Reader(user.email, wants)


def known_as(address: str, known: Mapping[tuple[int, Role], Iterable[str]]) -> str:
    """Return an address with what its owner wants, when they are among the members known."""
    found = (each for members in known.values() for each in members if each == address)
    return next(found, address)


def queue(territory_id: int, kind: MailKind, to: Iterable[str], **facts: object) -> None:
    """Put one message per address into the outbox, inside the act's own transaction."""
    append(messages(territory_id, kind, to, **facts))


def messages(
    territory_id: int, kind: MailKind, to: Iterable[str], **facts: object
) -> list[Message]:
    """Return one message per address that wants it, to be put into the outbox with others."""
    now = clock.now()
    return [
        Message(
            territory_id=territory_id,
            kind=kind,
            to=str(address),
            facts=facts,
            created_at=now,
            next_try_at=now,
            daily=_wants(address).waits(kind),
        )
        for address in to
        if _wants(address).reaches(kind)
    ]


def _wants(address: str) -> Wants:
    """Return what is known of an address; a bare one gets everything at once."""
    return address.wants if isinstance(address, Reader) else Wants()


def people(organization_id: int, *roles: Role) -> list[str]:
    """Return the addresses of those who hold one of the roles today, each once."""
    known = members([organization_id])
    return sorted({address for role in roles for address in known.get((organization_id, role), ())})


def members(organization_ids: Collection[int]) -> dict[tuple[int, Role], list[str]]:
    """Return the addresses of those who hold a role today, by organization and role."""
    known: dict[tuple[int, Role], list[str]] = {}
    asked = {"organizations": list(organization_ids)}
    found = db.session.connection().execute(MEMBERS, asked)
    for (
        organization_id,
        role,
        starts_on,
        ends_on,
        address,
        zone,
        daily,
        invitations,
        muted,
    ) in found:
        if starts_on <= clock.today(ZoneInfo(zone)) <= (ends_on or date.max):
            wants = Wants(daily, invitations, frozenset(muted))
            known.setdefault((organization_id, role), []).append(Reader(address, wants))
    return known


def deliver(message: EmailMessage, settings: Settings) -> None:
    """Hand one message to the relay; raises OSError or SMTPException when it will not take it.

    A password is only ever said over a line that is closed, to a relay that proved its name.
    """
    address = urlsplit(settings.smtp_url)
    place = address.hostname or "localhost", address.port or 0
    proved, patience = ssl.create_default_context(), settings.smtp_seconds
    if address.scheme == "smtps":
        made: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=patience, context=proved)
    else:
        made = smtplib.SMTP(*place, timeout=patience)
    with made as relay:
        relay.ehlo_or_helo_if_needed()
        if address.scheme != "smtps" and _must_close(relay, place[0], address.username):
            relay.starttls(context=proved if address.username else _closed())
        if address.username:
            relay.login(unquote(address.username), unquote(address.password or ""))
        relay.send_message(message)


def _must_close(relay: smtplib.SMTP, host: str, username: str | None) -> bool:
    """Tell whether the line must be closed first; on this machine nobody listens in between."""
    return relay.has_extn("starttls") or (bool(username) and host not in LOOPBACK)


def _closed() -> ssl.SSLContext:
    """Return what closes the line to a relay of the house, whose certificate nobody signed."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
