"""A model as it would be printed: on a real reservation in view, or with all its holes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import or_, select

from booking.db import db
from booking.documents import wordings as files
from booking.documents.articles import Worded, fill
from booking.documents.paper import Paper, Party
from booking.models.catalogue import Pool
from booking.models.reservations import Request, Reservation
from booking.paperwork import STANDALONE, Condition, PaperKind
from booking.queries import composing, reservations
from booking.queries.composing import Composed
from booking.queries.views import ReservationView
from booking.rules.access import Actor

ABOUT_NO_LOAN = (*STANDALONE, PaperKind.AMENDMENT)
"""Papers that a loan alone cannot show: an amendment needs the paper that it changes."""
MOST = 30
"""So many reservations are offered, the latest first."""


def choices(actor: Actor, kind: PaperKind) -> list[ReservationView]:
    """Return the reservations on which a kind of paper may be previewed, the latest first."""
    if kind in ABOUT_NO_LOAN:
        return []
    found = (
        select(Reservation.id)
        .join(Reservation.request)
        .join(Reservation.pool)
        .where(
            Reservation.territory_id == actor.territory_id,
            or_(
                Reservation.owner_id == actor.organization_id,
                Pool.manager_id == actor.organization_id,
                Request.borrower_id == actor.organization_id,
            ),
        )
        .order_by(Reservation.starts_at.desc(), Reservation.id.desc())
        .limit(MOST)
    )
    seen = reservations.by_ids(actor, list(db.session.scalars(found)))
    return sorted(seen, key=lambda each: each.starts_at, reverse=True)


def on_reservation(
    actor: Actor,
    kind: PaperKind,
    articles: Sequence[Worded],
    reservation_id: int,
    *,
    now: datetime,
) -> Composed:
    """Return the draft of a reservation in view with some articles; raises NotFound."""
    mine = reservations.row(actor, reservation_id)
    prepared = composing.prepare(composing.beside(mine, kind, now), now)
    return replace(prepared, worded=tuple(articles)).numbered(None)


def blank(actor: Actor, kind: PaperKind, articles: Sequence[Worded], now: datetime) -> Composed:
    """Return some articles without any value: every variable a hole, every condition met."""
    filled = fill(articles, {}, frozenset(Condition))
    paper = Paper(
        kind=kind,
        title=files.shipped(kind).title,
        subtitle="Modèle sans valeurs : chaque variable est un blanc.",
        number=None,
        issued_on=now.astimezone(actor.zone).date(),
        parties=(Party("Entre", "[première partie]"), Party("Et", "[seconde partie]")),
        articles=filled.articles,
    )
    return Composed(paper, filled.missing, {}, {})
