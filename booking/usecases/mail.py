"""Sending what waits in the outbox."""

import smtplib
from datetime import timedelta

from booking import clock, mail
from booking.config import Settings
from booking.db import db
from booking.documents import mails
from booking.links import INVITATION, Signer
from booking.models.mail import Message
from booking.queries import mail as queries
from booking.queries.mail import MessageView
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.usecases import usecase

FIRST_WAIT = timedelta(minutes=2)


@usecase()
def send(actor: Actor, message_id: int, settings: Settings) -> int:
    """The service hands one message to the relay; refused, it tries again, later each time."""
    access.require(actor, "outbox.send", Parties(actor.territory_id))
    message = db.session.get_one(Message, message_id, with_for_update=True)
    if message.sent_at:
        return message.id
    view = queries.show(actor, message_id)
    written = mails.as_email(
        view.id, view.to, view.created_at, drawn(view, settings), settings.mail_from
    )
    try:
        mail.deliver(written, settings.smtp_url)
    except (OSError, smtplib.SMTPException):
        message.next_try_at = clock.now() + FIRST_WAIT * 2 ** min(message.attempts, 10)
        message.attempts += 1
    else:
        message.sent_at = clock.now()
    return message.id


def drawn(message: MessageView, settings: Settings) -> mails.Text:
    """Return the text of a message, with the links that only this installation can sign."""
    links = {"site": settings.public_url}
    if message.reservation:
        links["request"] = f"{settings.public_url}/demandes/{message.reservation.request_id}"
    if message.invited:
        token = Signer(settings.secret_key).sign(INVITATION, *message.invited)
        links["invitation"] = f"{settings.public_url}/invitation/{token}"
    return mails.draw(
        message.kind,
        links=links,
        reservation=message.reservation,
        local=lambda instant: instant.astimezone(message.zone),
    )
