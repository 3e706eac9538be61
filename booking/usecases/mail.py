"""Sending what waits in the outbox."""

import logging
import smtplib
from collections import defaultdict
from datetime import timedelta
from email.message import EmailMessage

from booking import clock, mail
from booking.config import Settings
from booking.db import db
from booking.documents import mails
from booking.documents.invitations import Invitation, Post, invite
from booking.errors import NotFound
from booking.links import INVITATION, RESET, Signer
from booking.models.mail import Message
from booking.queries import calendars, reports
from booking.queries import mail as queries
from booking.queries.mail import MessageView
from booking.queries.views import ReservationView
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.preferences import AWAITING, INVITING
from booking.usecases import mailed, usecase
from booking.vocabulary import MailKind, Status

log = logging.getLogger(__name__)
PURPOSES = {MailKind.INVITED: INVITATION, MailKind.RESET: RESET}
PATHS = {INVITATION: "/invitation", RESET: "/nouveau-mot-de-passe"}
"""Where each kind of secret link leads; the pages are in `pages/accounts.py`."""
FIRST_WAIT = timedelta(minutes=2)


def send(actor: Actor, message_id: int, settings: Settings) -> None:
    """Hand one message to the relay; refused, it is tried again, later each time.

    The relay is spoken to between two transactions, so that a slow one keeps nobody waiting.
    Whatever goes wrong stays with this message: the others must still go.
    """
    if not claim(actor, message_id):
        return
    try:
        view = queries.show(actor, message_id)
        mail.deliver(written(view, settings), settings)
    except Exception as error:
        log.warning("message %s not sent: %s", message_id, _fault(error))
    else:
        note_sent(actor, message_id)


def _fault(error: Exception) -> str:
    """Return what the log says: never an address, a password nor what the relay answered."""
    code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else ""
    return f"{type(error).__name__} {code}".strip()


def written(view: MessageView, settings: Settings) -> EmailMessage:
    """Return a message as it leaves, with its secret links."""
    mine = view.reservation
    envelope = mails.Envelope(
        number=view.id,
        to=view.to,
        written_at=view.created_at,
        sender=settings.mail_from,
        site=settings.public_url,
        thread=f"reservation-{mine.id}" if mine else "",
    )
    text = drawn(view, settings, readable=True)
    paper = reports.attached(view.facts["passage_id"]) if view.passed else None
    return mails.as_email(envelope, text, _invitation(view, settings), paper)


def _invitation(view: MessageView, settings: Settings) -> Invitation | None:
    """Return what the reader's agenda is told, if they chose so, of what their town borrows.

    A reservation that changed since the message was queued is told as it stands now; a request
    that still waits, or was never agreed to, is told to no agenda.
    """
    mine, reader = view.reservation, view.reader
    if mine is None or reader is None or not reader.invitations or view.kind not in INVITING:
        return None
    standing = calendars.STANDINGS.get(mine.status)
    over = mine.status is Status.CANCELLED and mine.decided_at is not None
    if mine.borrower_id not in reader.roles or not (standing == "confirmed" or over):
        return None
    post = Post(settings.mail_from, view.to, clock.now())
    event = calendars.told(mine, settings.public_url)
    return invite(event, view.zone, calendars.domain(mine), post)


@usecase()
def claim(actor: Actor, message_id: int) -> int:
    """The service is about to try a message: the next try is set already, should this one fail.

    Returns 0 for a message that was sent or given up, or that another worker has just claimed.
    """
    access.require(actor, "outbox.send", Parties(actor.territory_id))
    message = db.session.get_one(Message, message_id, with_for_update=True)
    given_up = message.attempts >= queries.MOST_TRIES
    if message.sent_at or given_up or message.next_try_at > clock.now():
        return 0
    message.next_try_at = clock.now() + FIRST_WAIT * 2 ** min(message.attempts, 10)
    message.attempts += 1
    return message.id


@usecase()
def note_sent(actor: Actor, message_id: int) -> int:
    """The relay took a message."""
    access.require(actor, "outbox.send", Parties(actor.territory_id))
    message = db.session.get_one(Message, message_id, with_for_update=True)
    message.sent_at = clock.now()
    return message.id


@usecase()
def retry(actor: Actor, message_id: int) -> int:
    """An administrator has a message that was given up tried again."""
    message = db.session.get(Message, message_id, with_for_update=True)
    if message is None:
        raise NotFound("outbox_not_found")
    access.require(actor, "outbox.retry", Parties(message.territory_id))
    if not message.sent_at and message.attempts >= queries.MOST_TRIES:
        message.attempts, message.next_try_at = 0, clock.now()
    return message.id


def drawn(message: MessageView, settings: Settings, *, readable: bool) -> mails.Text:
    """Return the text of a message; its secret links are drawn only where they may be read."""
    links = {"site": settings.public_url, "invitation": "", "reset": ""}
    if message.reservation:
        links["request"] = f"{settings.public_url}/demandes/{message.reservation.request_id}"
    links["sign"] = mailed.signing_link(message, settings) if readable else ""
    if message.invited and readable:
        signer, purpose = Signer(settings.secret_key), PURPOSES[message.kind]
        token = signer.sign(purpose, *message.invited, message.created_at)
        links[purpose] = f"{settings.public_url}{PATHS[purpose]}/{token}"
    return mails.draw(
        message.kind,
        links=links,
        acts=mailed.links(message, settings) if readable else mailed.NONE,
        reservation=message.reservation,
        organization=message.organization,
        chooses=message.chooses,
        facts=defaultdict(str, message.facts),  # one written before an update may lack some
        pending=message.pending,
        papers=message.papers,
        passed=message.passed,
        local=lambda instant: instant.astimezone(message.zone),
        **_summary(message, settings),
    )


def _summary(message: MessageView, settings: Settings) -> dict[str, list[tuple[str, str]]]:
    """Return what a summary tells, as (words, address): what awaits its reader, then the rest."""
    told: dict[str, list[tuple[str, str]]] = {"awaiting": [], "known": []}
    for part in message.parts:
        subject, mine = drawn(part, settings, readable=False).subject, part.reservation
        path = f"/demandes/{mine.request_id}" if mine else part.facts.get("path", "/")
        asks = part.kind in AWAITING
        over = asks and mine is not None and _is_answered(part.kind, mine)
        since = f" (depuis : {mine.label.label.lower()})" if mine and over else ""
        place = "awaiting" if asks and not over else "known"
        told[place].append((subject + since, settings.public_url + path))
    return told


def _is_answered(kind: MailKind, mine: ReservationView) -> bool:
    """Tell whether what a message asked was answered since, or withdrawn."""
    closed = kind is MailKind.CHANGE_ASKED and mine.change_due_at is None
    return closed or mine.status not in AWAITING[kind]
