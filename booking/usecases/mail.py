"""Sending what waits in the outbox."""

import logging
import smtplib
from datetime import timedelta

from booking import clock, mail
from booking.config import Settings
from booking.db import db
from booking.documents import mails
from booking.links import INVITATION, RESET, Signer
from booking.models.mail import Message
from booking.queries import mail as queries
from booking.queries.mail import MessageView
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.usecases import usecase
from booking.vocabulary import MailKind

log = logging.getLogger(__name__)
PURPOSES = {MailKind.INVITED: INVITATION, MailKind.RESET: RESET}
PATHS = {INVITATION: "/invitation", RESET: "/nouveau-mot-de-passe"}
"""Where each kind of secret link leads; the pages are in `pages/accounts.py`."""
FIRST_WAIT = timedelta(minutes=2)


def send(actor: Actor, message_id: int, settings: Settings) -> None:
    """Hand one message to the relay; refused, it is tried again, later each time.

    The relay is spoken to between two transactions, so that a slow one keeps nobody waiting.
    """
    if not claim(actor, message_id):
        return
    view = queries.show(actor, message_id)
    try:
        text = drawn(view, settings, readable=True)
        written = mails.as_email(view.id, view.to, view.created_at, text, settings.mail_from)
        mail.deliver(written, settings.smtp_url)
    except (OSError, ValueError, smtplib.SMTPException):
        log.warning("message %s not sent", message_id)
    else:
        note_sent(actor, message_id)


@usecase()
def claim(actor: Actor, message_id: int) -> int:
    """The service is about to try a message: the next try is set already, should this one fail.

    Returns 0 for a message that was sent, or that another worker has just claimed.
    """
    access.require(actor, "outbox.send", Parties(actor.territory_id))
    message = db.session.get_one(Message, message_id, with_for_update=True)
    if message.sent_at or message.next_try_at > clock.now():
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


def drawn(message: MessageView, settings: Settings, *, readable: bool) -> mails.Text:
    """Return the text of a message; its secret link is drawn only where it may be read."""
    links = {"site": settings.public_url, "invitation": "", "reset": ""}
    if message.reservation:
        links["request"] = f"{settings.public_url}/demandes/{message.reservation.request_id}"
    if message.invited and readable:
        signer, purpose = Signer(settings.secret_key), PURPOSES[message.kind]
        token = signer.sign(purpose, *message.invited, message.created_at)
        links[purpose] = f"{settings.public_url}{PATHS[purpose]}/{token}"
    return mails.draw(
        message.kind,
        links=links,
        reservation=message.reservation,
        organization=message.organization,
        chooses=message.chooses,
        facts=message.facts,
        pending=message.pending,
        local=lambda instant: instant.astimezone(message.zone),
    )
