"""What the parties wrote to each other on a reservation, and the notes of the lender's side."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from booking.db import db
from booking.models.dealings import Comment
from booking.queries import reservations, views
from booking.rules import access, talks
from booking.rules.access import Actor


@dataclass(frozen=True)
class CommentView:
    """One message, or one note that only the lender's side reads."""

    id: int
    author: str
    organization: str
    at: datetime
    text: str
    internal: bool


@dataclass(frozen=True)
class Thread:
    """What the actor may read, in the order of time, and what they may write."""

    comments: tuple[CommentView, ...]
    may_write: bool
    may_note: bool


def of_reservation(actor: Actor, reservation_id: int) -> Thread:
    """Return the messages of a reservation in view, and the notes to who may read them."""
    concerned = views.parties(reservations.row(actor, reservation_id))
    notes = talks.reads_notes(actor, concerned)
    found = select(Comment).where(Comment.reservation_id == reservation_id)
    if not notes:
        found = found.where(Comment.internal.is_(False))
    whole = found.options(joinedload(Comment.organization), joinedload(Comment.user))
    rows = db.session.scalars(whole.order_by(Comment.at, Comment.id))
    writes = access.may(actor, "reservation.comment", concerned)
    return Thread(tuple(_view(each) for each in rows), writes, writes and notes)


def _view(comment: Comment) -> CommentView:
    return CommentView(
        id=comment.id,
        author=comment.function or comment.user.name,
        organization=comment.organization.name,
        at=comment.at,
        text=comment.text,
        internal=comment.internal,
    )
