"""What calendars show of things withheld for no loan: entretien, panne, réserve du propriétaire.

Every member reads in the catalogue that a thing is out of service; why it is kept otherwise is the
affair of those who tend it, and to the others it is taken. A note is never in a calendar.
"""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from booking.db import db
from booking.dealings import FeedScope
from booking.documents.calendar import BUSY, Event
from booking.documents.words import things
from booking.models.catalogue import Item, Stock
from booking.models.reservations import Hold
from booking.period import OPEN_ENDED, Period
from booking.queries import catalogue, scopes
from booking.queries.bars import OUT_OF_SERVICE
from booking.queries.scopes import Subject
from booking.rules import access
from booking.rules.access import Actor
from booking.vocabulary import HoldReason

UNKNOWN = timedelta(days=3653)
"""How long what has no end yet is shown to last: readers want an end."""


def events(
    actor: Actor, subject: Subject, span: Period, hidden: Collection[int], public_url: str
) -> list[Event]:
    """Return what is withheld within a span of an item, a copy, a pool, a depot.

    `hidden`: the pools that the actor may not know of.
    """
    concerned = _concerned(subject)
    if concerned is None:
        return []
    found = (
        select(Hold)
        .join(Stock, Stock.id == Hold.stock_id)
        .join(Item, Item.id == Stock.item_id)
        .where(
            Hold.territory_id == actor.territory_id,
            Hold.line_id.is_(None),
            Hold.change_id.is_(None),
            Hold.reason != HoldReason.RESERVATION,
            Hold.ends_at > span.starts_at,
            Hold.starts_at < span.ends_at,
            concerned,
        )
        .options(
            joinedload(Hold.unit),
            joinedload(Hold.stock).options(
                joinedload(Stock.depot), joinedload(Stock.item).joinedload(Item.pool)
            ),
        )
        .order_by(Hold.id)
    )
    return [
        _event(actor, hold, public_url if not subject.anonymous else "")
        for hold in db.session.scalars(found)
        if hold.stock.item.pool_id not in hidden
    ]


def _concerned(subject: Subject) -> ColumnElement[bool] | None:
    """Select the holds of a scope; the stock and the item are joined."""
    if subject.scope is FeedScope.ITEM:
        return Stock.item_id.in_(scopes.items(subject))
    of_scope = {
        FeedScope.POOL: Item.pool_id,
        FeedScope.UNIT: Hold.unit_id,
        FeedScope.DEPOT: Stock.depot_id,
    }.get(subject.scope)
    return None if of_scope is None else of_scope == subject.thing_id


def _event(actor: Actor, hold: Hold, public_url: str) -> Event:
    """Return what is withheld; without a public address, no more than that it is taken."""
    stock = hold.stock
    tended = access.may(actor, "stock.withhold", catalogue.parties(stock.item, stock))
    told = bool(public_url) and (tended or hold.reason in OUT_OF_SERVICE)
    said = f"{stock.item.name} {hold.unit.number}" if hold.unit else ""
    lasting = hold.ends_at >= OPEN_ENDED
    return Event(
        kind="hold",
        uid=hold.id,
        revision=hold.revision,
        created_at=None,
        changed_at=hold.changed_at,
        starts_at=hold.starts_at,
        ends_at=hold.starts_at + UNKNOWN if lasting else hold.ends_at,
        all_day=True,
        lead=hold.reason.label.capitalize() if told else BUSY,
        summary=said or things([(hold.quantity, stock.item.name)]),
        description=f"Retrait n° {hold.id}" + ", sans fin prévue" * lasting,
        location=place(stock.depot.name, stock.depot.address) if told else "",
        url=f"{public_url}/materiel/{stock.item_id}" if told else "",
        categories=(stock.item.family,),
    )


def place(name: str, address: str) -> str:
    """Return where a depot is, on one line; an address and a name that say the same, once."""
    known, said = name.casefold(), address.casefold()
    if said in known:
        return name
    if said.startswith(known) and not said[len(known)].isalnum():
        return address
    return f"{name}, {address}" if name else address
