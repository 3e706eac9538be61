"""From what is asked to lines: kits by their parts, companions that never stay behind."""

from collections import Counter
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
from booking.queries import catalogue, counts, depots, rulebook
from booking.rules.access import Actor
from booking.rules.asking import AskedLine
from booking.vocabulary import LifeStage, Tracking

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
    )
    .where(Item.territory_id == bindparam("territory"), or_(among(Item.id, "taken"), _KIT_ASKED))
    .order_by(Item.id)
)
"""Written once: it runs at each request."""


@dataclass(frozen=True)
class Around:
    """Whether anything closes until a period ends, whether requirements may say something.

    `region` is that of the territory's public holidays.
    """

    closing: bool
    ruled: bool
    region: str


Places = dict[tuple[Item, int | None], int]
"""How many of an item are wanted, by the depot preferred."""


def expand(actor: Actor, asked: Iterable[AskedLine]) -> Places:
    """Return what is wanted of each item: kits by their parts, companions that never stay behind.

    Raises NotFound for an unknown item or depot.
    """
    places: Places = {}
    wanted = list(asked)
    known = catalogue.find_all(actor, [line.item for line in wanted])
    for line in wanted:
        item = known.get(line.item) or catalogue.find(actor, line.item)
        depot = catalogue.find_depot(item, line.depot) if line.depot else None
        for part, quantity in counts.expanded({item: line.quantity}).items():
            at = (part, depot.id if depot else None)
            places[at] = places.get(at, 0) + quantity
    for item, quantity in _missing_companions(places):
        places[item, None] = places.get((item, None), 0) + quantity
    return places


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


def _missing_companions(places: Places) -> list[tuple[Item, int]]:
    """Return the companions that the items need, less those asked for, at whatever depot."""
    needed: Counter[Item] = Counter()
    asked: Counter[Item] = Counter()
    for (item, _), quantity in places.items():
        asked[item] += quantity
        for each in item.companions:
            needed[each.companion] += quantity if each.mandatory else 0
    return [
        (item, quantity - asked[item])
        for item, quantity in needed.items()
        if quantity > asked[item]
    ]
