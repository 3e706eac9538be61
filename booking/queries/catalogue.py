"""The catalogue in the actor's view: what exists, what is free on some dates."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from booking import clock
from booking.db import among, db
from booking.documents.words import share_of, without_accents
from booking.errors import NotFound
from booking.models.catalogue import Companion, Depot, Item, KitPart, Pool, Share, Stock
from booking.models.organizations import Organization
from booking.period import Period
from booking.queries import organizations
from booking.queries.counts import Count, count
from booking.rules.access import Actor, Parties
from booking.rules.terms import Terms, Verdict, blocking, eligibility, starts
from booking.vocabulary import Tracking


@dataclass(frozen=True)
class StockView:
    """How many of an item a depot has and has free."""

    depot: str
    custodian: str
    quantity: int
    free: int


@dataclass(frozen=True)
class ItemView:
    """An item as the catalogue shows it; `available` is for the period asked, else for now."""

    id: int
    reference: str
    name: str
    family: str
    description: str
    transport: str
    pool: str
    pool_id: int
    manager: str
    owner: str
    owners: tuple[str, ...]
    quantity: int
    available: int
    stocks: tuple[StockView, ...]
    requirements: tuple[str, ...]
    companions: tuple[str, ...]
    offered: tuple[str, ...]
    parts: tuple[tuple[int, str], ...]  # of a kit
    tracking: Tracking
    replacement_cents: int
    preparation_after_hours: int
    refused: tuple[Verdict, ...]  # why this borrower may not borrow it, if so


@dataclass(frozen=True)
class Search:
    """What the catalogue is asked for; without a period, what is free now."""

    period: Period | None = None
    words: str = ""
    family: str = ""
    quantity: int = 0


def terms_of(pool: Pool) -> Terms:
    """Return the pool's terms as the rules read them."""
    return Terms(
        below_population=pool.below_population,
        by_list=pool.by_list,
        for_associations=pool.for_associations,
        notice_days=pool.notice_days,
        answer_days=pool.answer_days,
        horizon_months=pool.horizon_months,
        longest_days=pool.longest_days,
    )


_OF_ACTS = (  # what every act asks of an item; of what comes with it, only when something does
    joinedload(Item.pool),
    joinedload(Item.parts)
    .selectinload(KitPart.item)
    .options(joinedload(Item.pool), joinedload(Item.companions)),
    joinedload(Item.companions).selectinload(Companion.companion).joinedload(Item.pool),
)
_WHOLE = select(Item).where(Item.territory_id == bindparam("territory")).options(*_OF_ACTS)
BY_REFERENCE = _WHOLE.where(Item.reference.in_(bindparam("references", expanding=True)))
BY_ID = _WHOLE.where(among(Item.id, "numbers"))


def find(actor: Actor, name: str) -> Item:
    """Return an item of the territory by its reference or id; raises NotFound."""
    if not name.isprintable():
        raise NotFound("item_not_found", item="")
    found = find_all(actor, [name])
    if not found:
        raise NotFound("item_not_found", item=name)
    return found[name]


def find_all(actor: Actor, names: Iterable[str]) -> dict[str, Item]:
    """Return the items that some references or ids name, by name, in one round trip."""
    asked = {name for name in names if name.isprintable()}
    referred = {"territory": actor.territory_id, "references": list(asked)}
    items = db.session.scalars(BY_REFERENCE, referred).unique()
    found = {item.reference: item for item in items}
    ids = {name: int(name) for name in asked - found.keys() if name.isdecimal() and len(name) < 10}
    if ids:
        numbered = {"territory": actor.territory_id, "numbers": list(ids.values())}
        by_id = {item.id: item for item in db.session.scalars(BY_ID, numbered).unique()}
        found |= {name: by_id[number] for name, number in ids.items() if number in by_id}
    return found


def find_depot(item: Item, name: str) -> Depot:
    """Return the depot of an item by its name or id; raises NotFound."""
    for stock in item.stocks:
        if name in (stock.depot.name, str(stock.depot_id)):
            return stock.depot
    raise NotFound("depot_not_found", depot=name)


def any_depot(territory_id: int, name: str) -> Depot:
    """Return a depot of a territory by its name or id; raises NotFound."""
    for depot in db.session.scalars(select(Depot).filter_by(territory_id=territory_id)):
        if name in (depot.name, str(depot.id)):
            return depot
    raise NotFound("depot_not_found", depot=name)


def _items_of(actor: Actor) -> Select[Item]:
    return select(Item).where(Item.territory_id == actor.territory_id)


def parties(item: Item, *stocks: Stock) -> Parties:
    """Return the organizations an item, and some stocks of it, concern."""
    return Parties(
        item.territory_id,
        manager_id=item.pool.manager_id,
        owner_id=item.owner_id,
        custodian_ids=frozenset(stock.depot.custodian_id for stock in stocks),
    )


def families(actor: Actor) -> list[str]:
    """Return the families in use, the richest first."""
    within = select(Item.family).where(Item.territory_id == actor.territory_id)
    counts = Counter(db.session.scalars(within))
    return sorted(counts, key=lambda family: (-counts[family], _plain(family)))


def names(actor: Actor, references: Collection[str]) -> dict[str, str]:
    """Return the names of items by reference; what does not exist has none."""
    found = select(Item.reference, Item.name).where(
        Item.territory_id == actor.territory_id, Item.reference.in_(references)
    )
    return dict(db.session.execute(found).all())


def search(actor: Actor, search: Search) -> list[ItemView]:
    """Return the items that match, with what is free on the dates."""
    found = _items_of(actor)
    if search.family:
        found = found.where(Item.family == search.family)
    views = _views(actor, found, search.period)
    words = _plain(search.words).split()
    rank = {family: rank for rank, family in enumerate(families(actor))}
    return [
        view
        for view in sorted(views, key=lambda view: (rank[view.family], _plain(view.name)))
        if view.available >= search.quantity
        and all(
            word in _plain(f"{view.reference} {view.name} {view.description}") for word in words
        )
    ]


def _plain(text: str) -> str:
    """Return the text without accents or capitals, as people search."""
    return without_accents(text).casefold().replace("œ", "oe").replace("æ", "ae")


def show(actor: Actor, item_id: int, period: Period | None = None) -> ItemView:
    """Return one item of the territory; raises NotFound."""
    views = _views(actor, _items_of(actor).where(Item.id == item_id), period)
    if not views:
        raise NotFound("item_not_found", item=str(item_id))
    return views[0]


def _views(actor: Actor, found: Select[Item], period: Period | None) -> list[ItemView]:
    now = clock.now()
    period = period or Period(now, now + timedelta(minutes=1))
    loaded = found.options(
        joinedload(Item.pool).joinedload(Pool.manager),
        joinedload(Item.owner),
        selectinload(Item.shares).joinedload(Share.organization),
        selectinload(Item.requirements),
        selectinload(Item.companions).joinedload(Companion.companion),
        selectinload(Item.parts).joinedload(KitPart.item),
        selectinload(Item.stocks).joinedload(Stock.depot).joinedload(Depot.custodian),
    )
    items = db.session.scalars(loaded).unique().all()
    counts = count(actor.territory_id, items, period)
    refused = refusals(actor, {item.pool for item in items}, period)
    return [_view(item, counts[item.id], refused[item.pool_id]) for item in items]


def refusals(actor: Actor, pools: Iterable[Pool], period: Period) -> dict[int, tuple[Verdict, ...]]:
    """Return, by pool, why the actor's organization may not borrow from it, if so."""
    organization = db.session.get_one(Organization, actor.organization_id)
    return {
        pool.id: tuple(
            blocking(
                eligibility(
                    terms_of(pool),
                    organizations.as_borrower(organization, pool, period, actor.zone),
                )
            )
        )
        for pool in pools
    }


def _view(item: Item, counted: Count, refused: tuple[Verdict, ...]) -> ItemView:
    return ItemView(
        id=item.id,
        reference=item.reference,
        name=item.name,
        family=item.family,
        description=item.description,
        transport=item.transport,
        pool=item.pool.name,
        pool_id=item.pool_id,
        manager=item.pool.manager.name,
        owner=item.owner.name,
        owners=tuple(_share(share) for share in item.shares),
        quantity=counted.quantity,
        available=counted.free,
        stocks=tuple(
            StockView(
                depot=stock.depot.name,
                custodian=stock.depot.custodian.name,
                quantity=counted.stocks[stock.id].quantity,
                free=counted.stocks[stock.id].free,
            )
            for stock in item.stocks
        ),
        requirements=tuple(requirement.label for requirement in item.requirements),
        companions=tuple(each.companion.name for each in item.companions if each.mandatory),
        offered=tuple(each.companion.name for each in item.companions if not each.mandatory),
        parts=tuple((part.quantity, part.item.name) for part in item.parts),
        tracking=item.tracking,
        replacement_cents=item.replacement_cents,
        preparation_after_hours=item.preparation_after_hours,
        refused=refused,
    )


def _share(share: Share) -> str:
    return f"{share.organization.name} {share_of(share.numerator, share.denominator)}"


def common_starts(pools: Iterable[Pool], zone: ZoneInfo) -> Period | None:
    """Return within which instants the terms of every pool let a loan start, if any."""
    allowed = [starts(terms_of(pool), clock.now(), zone) for pool in pools]
    first, last = max(each.starts_at for each in allowed), min(each.ends_at for each in allowed)
    return Period(first, last) if first < last else None
