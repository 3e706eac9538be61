"""The outbox, for an administrator."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from booking.documents.mails import Text
from booking.queries import accounts, mail
from booking.queries.mail import MessageView
from booking.usecases.mail import drawn
from booking.usecases.mail import retry as try_again
from booking.vocabulary import MailKind
from booking.web import actor, in_view, settings

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


@blueprint.post("/<int:message_id>/reessayer")
@in_view(mail.show)
def retry(message_id: int) -> Response:
    """Have a message that was given up tried again."""
    try_again(actor(), message_id)
    flash("Le message sera renvoyé au prochain envoi.")
    return redirect(url_for("mail.show", message_id=message_id))


def _text(message: MessageView) -> Text:
    """Return the text; a secret link is drawn only where no mail can leave.

    Even then, never one that would also open another territory, nor, but in a demonstration, what
    would open the account of somebody who has a password, or act in their name.
    """
    own = message.kind is MailKind.INVITED or accounts.has_demonstration()
    readable = own and not settings().smtp_url and not message.elsewhere
    return drawn(message, settings(), readable=readable)
