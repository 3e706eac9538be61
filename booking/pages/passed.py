"""What passed the counter meanwhile: who recorded it, when, and where it is read."""

from flask import render_template, url_for

from booking import answers
from booking.documents import messages, words
from booking.errors import Refusal
from booking.handling import Direction
from booking.queries import returning
from booking.web import actor


def said(refusal: Refusal, reservation_id: int, way: Direction) -> str:
    """Return why a form of the counter comes too late; raises NotFound."""
    if refusal.code != "wrong_moment":
        return messages.refusal(refusal.code, refusal.facts)
    found = returning.show(actor(), reservation_id)
    done = [each for each in found.passages if each.direction is way]
    if not done:
        return f"Ce n’est pas possible : la réservation est « {found.mine.label.label} »."
    last = done[-1]
    by = f", par {last.keeper_name}" if last.keeper_name else ""
    other = f", {'à' if way is Direction.OUT else 'de'} {last.borrower_name}"
    at = words.moment(last.at.astimezone(actor().zone))
    return f"Déjà enregistré : {way.label} du {at}{by}{other if last.borrower_name else ''}."


def page(refusal: Refusal, reservation_id: int, way: Direction) -> tuple[str, int]:
    """Draw what stands instead of a form that has nothing left to ask, with a way to the loan."""
    told = answers.error_page(refusal) | {
        "sentence": said(refusal, reservation_id, way),
        "next_url": url_for("returning.state", reservation_id=reservation_id),
        "next_label": "Voir le départ et le retour",
    }
    return render_template("errors/error.html", **told), refusal.status
