"""The outbox, for an administrator."""

from flask import Blueprint, render_template

from booking.queries import mail
from booking.usecases.mail import drawn
from booking.web import actor, settings

blueprint = Blueprint("mail", __name__, url_prefix="/administration/courriels")


@blueprint.get("")
def index() -> str:
    """List the latest messages."""
    found = [(message, drawn(message, settings())) for message in mail.outbox(actor())]
    return render_template("mail/index.html", found=found, relay=bool(settings().smtp_url))


@blueprint.get("/<int:message_id>")
def show(message_id: int) -> str:
    """Show one message as its reader gets it."""
    message = mail.show(actor(), message_id)
    return render_template("mail/show.html", message=message, text=drawn(message, settings()))
