"""Items in the actor's view: one by its name, or several, with what is free on some dates."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from booking import clock
from booking.db import db
from booking.documents.words import share_of
from booking.errors import NotFound
from booking.models.catalogue import Companion, Depot, Item, KitPart, Pool, Share, Stock
from booking.models.organizations import Organization
from booking.numbers import among
from booking.period import Period
from booking.queries import circles, organizations, rulebook
from booking.queries.counts import Count, count
from booking.queries.covers import covers
from booking.rules.access import Actor, Parties, may
from booking.rules.requirements import Thing
from booking.rules.terms import Terms, Verdict, blocking, eligibility
from booking.vocabulary import Formality, LegalBasis, LifeStage, OrganizationKind, Tracking


@dataclass(frozen=True)
class StockView:
    """How many of an item a depot has and has free."""

    depot_id: int
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
    stage: LifeStage
    formality: Formality
    legal_basis: LegalBasis
    accessories: tuple[tuple[int, str], ...]  # with each
    contact: str
    instructions: str  # accepted when it leaves
    purchase_cents: int | None  # for its owners and its manager alone, as the next
    purchased_on: date | None
    renew_on: date | None
    thing: Thing  # what its requirements depend on
    photo: int | None = None  # the file of its first picture


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
        kinds=tuple(kind for kind in OrganizationKind if kind in pool.kinds),
        others_horizon_days=pool.others_horizon_days,
        quota_loans=pool.quota_loans,
        quota_months=pool.quota_months,
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
        others = {item.id: item for item in db.session.scalars(BY_ID, numbered).unique()}
        found |= {name: others[number] for name, number in ids.items() if number in others}
    return {name: item for name, item in found.items() if circles.knows(actor, item.pool)}


def by_id(actor: Actor, item_id: int) -> Item:
    """Return an item of the territory; raises NotFound."""
    numbered = {"territory": actor.territory_id, "numbers": [item_id]}
    found = db.session.scalars(BY_ID, numbered).unique().first()
    if found is None or not circles.knows(actor, found.pool):
        raise NotFound("item_not_found", item=str(item_id))
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


def items_of(actor: Actor) -> Select[Item]:
    """Select the items that the actor may know of."""
    return select(Item).where(Item.territory_id == actor.territory_id, circles.in_known(actor))


def parties(item: Item, *stocks: Stock) -> Parties:
    """Return the organizations an item, and some stocks of it, concern."""
    return Parties(
        item.territory_id,
        manager_id=item.pool.manager_id,
        owner_id=item.owner_id,
        co_owner_ids=frozenset(share.organization_id for share in item.shares),
        custodian_ids=frozenset(stock.depot.custodian_id for stock in stocks),
    )


def names(actor: Actor, references: Collection[str]) -> dict[str, str]:
    """Return the names of items by reference; what does not exist has none."""
    found = items_of(actor).where(Item.reference.in_(references))
    return dict(db.session.execute(found.with_only_columns(Item.reference, Item.name)).all())


def show(actor: Actor, item_id: int, period: Period | None = None) -> ItemView:
    """Return one item of the territory; raises NotFound."""
    views = views_of(actor, items_of(actor).where(Item.id == item_id), period)
    if not views:
        raise NotFound("item_not_found", item=str(item_id))
    return views[0]


def views_of(actor: Actor, found: Select[Item], period: Period | None) -> list[ItemView]:
    """Return the items selected, in their order, with what is free; without a period, now."""
    now = clock.now()
    period = period or Period(now, now + timedelta(minutes=1))
    loaded = found.options(
        joinedload(Item.pool).joinedload(Pool.manager),
        joinedload(Item.owner),
        selectinload(Item.shares).joinedload(Share.organization),
        selectinload(Item.requirements),
        selectinload(Item.accessories),
        selectinload(Item.companions).joinedload(Companion.companion),
        selectinload(Item.parts).joinedload(KitPart.item),
        selectinload(Item.stocks).joinedload(Stock.depot).joinedload(Depot.custodian),
    )
    items = db.session.scalars(loaded).unique().all()
    counts = count(actor.territory_id, items, period)
    refused = refusals(actor, {item.pool for item in items}, period)
    photos = covers([item.id for item in items])
    views = [_view(actor, item, counts[item.id], refused[item.pool_id]) for item in items]
    return [replace(view, photo=photos.get(view.id)) for view in views]


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


def _view(actor: Actor, item: Item, counted: Count, refused: tuple[Verdict, ...]) -> ItemView:
    costs = may(actor, "item.see_costs", parties(item))
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
        stocks=tuple(_stock(stock, counted.stocks[stock.id]) for stock in item.stocks),
        requirements=tuple(requirement.label for requirement in item.requirements),
        companions=tuple(each.companion.name for each in item.companions if each.mandatory),
        offered=tuple(each.companion.name for each in item.companions if not each.mandatory),
        parts=tuple((part.quantity, part.item.name) for part in item.parts),
        tracking=item.tracking,
        replacement_cents=item.replacement_cents,
        preparation_after_hours=item.preparation_after_hours,
        refused=(*refused, *_unlent(item)),
        stage=item.stage,
        formality=item.formality,
        legal_basis=item.legal_basis or item.pool.legal_basis,
        accessories=tuple((each.quantity, each.name) for each in item.accessories),
        contact=item.contact,
        instructions=item.instructions,
        purchase_cents=item.purchase_cents if costs else None,
        purchased_on=item.purchased_on if costs else None,
        renew_on=item.renew_on if costs else None,
        thing=rulebook.thing(item),
    )


def _stock(stock: Stock, counted: Count) -> StockView:
    return StockView(
        depot_id=stock.depot_id,
        depot=stock.depot.name,
        custodian=stock.depot.custodian.name,
        quantity=counted.quantity,
        free=counted.free,
    )


def _unlent(item: Item) -> Iterator[Verdict]:
    """Yield why an item is not lent although it stands there: itself, or what it takes along."""
    along = [each.companion for each in item.companions if each.mandatory]
    for each in (item, *along, *(part.item for part in item.parts)):
        if each.stage is not LifeStage.PUBLISHED:
            yield Verdict("lent", "block", {"name": each.name})


def _share(share: Share) -> str:
    return f"{share.organization.name} {share_of(share.numerator, share.denominator)}"
