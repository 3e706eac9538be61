"""The outbox, for an administrator."""

from flask import Blueprint, render_template

from booking.documents.mails import Text
from booking.queries import accounts, mail
from booking.queries.mail import MessageView
from booking.usecases.mail import drawn
from booking.vocabulary import MailKind
from booking.web import actor, settings

blueprint = Blueprint("mail", __name__, url_prefix="/administration/courriels")


@blueprint.get("")
def index() -> str:
    """List the latest messages."""
    found = [(message, _text(message)) for message in mail.outbox(actor())]
    return render_template("mail/index.html", found=found, relay=bool(settings().smtp_url))


@blueprint.get("/<int:message_id>")
def show(message_id: int) -> str:
    """Show one message as its reader gets it."""
    message = mail.show(actor(), message_id)
    return render_template("mail/show.html", message=message, text=_text(message))


def _text(message: MessageView) -> Text:
    """Return the text; a secret link is drawn only where no mail can leave.

    Even then, never one that would also open another territory, nor, but in a demonstration, the
    account of somebody who has a password.
    """
    own = message.kind is not MailKind.RESET or accounts.has_demonstration()
    readable = own and not settings().smtp_url and not message.elsewhere
    return drawn(message, settings(), readable=readable)
