"""From what is asked to lines, and whether it is lent at all."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, or_, select

from booking.db import db
from booking.errors import WrongMoment
from booking.models.catalogue import Item
from booking.models.organizations import Territory
from booking.models.reservations import Line
from booking.numbers import among
from booking.period import Period
from booking.queries import approvals, depots, rulebook
from booking.queries.wanted import Places, expand
from booking.rules.access import Actor
from booking.rules.asking import AskedLine
from booking.vocabulary import LifeStage, Tracking

__all__ = ["Around", "Places", "expand", "new_line", "require_lent"]

_KIT_ASKED = and_(
    Item.tracking == Tracking.KIT,
    or_(Item.reference.in_(bindparam("names", expanding=True)), among(Item.id, "numbers")),
)
READ_AGAIN = (
    select(
        Item.id,
        Item.reference,
        Item.name,
        Item.stage,
        Item.pool_id,
        Item.owner_id,
        Item.equipment,
        depots.CLOSING.label("closing"),
        rulebook.OWN.label("own"),
        select(Territory.holiday_region)
        .where(Territory.id == Item.territory_id)
        .scalar_subquery()
        .label("region"),
        approvals.ANY.label("answering"),
    )
    .where(Item.territory_id == bindparam("territory"), or_(among(Item.id, "taken"), _KIT_ASKED))
    .order_by(Item.id)
)
"""Written once: it runs at each request."""


@dataclass(frozen=True)
class Around:
    """What is known around a request: closures, requirements and rules there may be, the region.

    `region` is that of the territory's public holidays.
    """

    closing: bool
    ruled: bool
    answering: bool
    region: str


def require_lent(
    actor: Actor, asked: Iterable[AskedLine], taken: Iterable[Item], period: Period
) -> Around:
    """Raise WrongMoment unless all that is newly taken, and each kit asked for, is published.

    What is taken is locked: it is read again, as somebody may just have suspended it, or have
    given it another lender, who was asked nothing. Returns what else is known by then: to ask
    each thing apart takes a tenth as long as the whole request.
    """
    lenders = {item.id: (item.pool_id, item.owner_id) for item in taken}
    names = {line.item for line in asked}
    given = {
        "territory": actor.territory_id,
        "taken": lenders.keys(),
        "names": list(names),
        "numbers": [int(name) for name in names if name.isdecimal() and len(name) < 10],
        **depots.around(period),
    }
    rows = db.session.execute(READ_AGAIN, given).all()
    for row in rows:
        lender = row.pool_id, row.owner_id
        if row.stage is not LifeStage.PUBLISHED or lender != lenders.get(row.id, lender):
            raise WrongMoment("not_lent", item=row.reference, name=row.name)
    return Around(
        closing=any(row.closing for row in rows),
        ruled=any(row.own or row.equipment for row in rows),
        region=next((row.region for row in rows), ""),
        answering=any(row.answering for row in rows),
    )


def new_line(item: Item, depot_id: int | None, quantity: int) -> Line:
    """Return a line that holds nothing yet."""
    return Line(
        territory_id=item.territory_id,
        item=item,
        item_id=item.id,
        quantity=quantity,
        depot_id=depot_id,
    )
