"""Searching the catalogue: by words, family, depot, quantity and dates, whole or page by page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, case, func, select

from booking.db import db
from booking.letters import plain
from booking.models.catalogue import Companion, Depot, Item, Pool, Stock
from booking.period import Period
from booking.queries import catalogue
from booking.queries.catalogue import ItemView
from booking.rules.access import Actor
from booking.vocabulary import LifeStage


@dataclass(frozen=True)
class Search:
    """What the catalogue is asked for; without a period, what is free now.

    `quantity` leaves out what has fewer free; `references`, when given, all but these.
    """

    period: Period | None = None
    words: str = ""
    family: str = ""
    quantity: int = 0
    depot_id: int | None = None
    manager_id: int | None = None
    pool_id: int | None = None
    custodian_id: int | None = None  # who stores some of it
    references: Collection[str] | None = None


@dataclass(frozen=True)
class Found:
    """One page of a search, the first being 1, how many items all have, and the families known."""

    items: list[ItemView]
    count: int
    page: int
    pages: int
    families: list[str]


def every(actor: Actor, asked: Search) -> list[ItemView]:
    """Return all the items that match, with what is free on the dates."""
    ranked = _ranked(_matching(actor, asked), families(actor))
    views = catalogue.views_of(actor, ranked, asked.period)
    return [view for view in views if view.available >= asked.quantity]


def page(actor: Actor, asked: Search, number: int, size: int) -> Found:
    """Return one page of the items that match; past the last one, the last.

    What is free is counted for this page alone, unless it decides what matches.
    """
    known = families(actor)
    whole = every(actor, asked) if asked.quantity else None
    matching = _matching(actor, asked)
    count = _count(matching) if whole is None else len(whole)
    pages = max(1, -(-count // size))
    number = min(number, pages)
    first = (number - 1) * size
    if whole is None:
        some = _ranked(matching, known).offset(first).limit(size)
        shown = catalogue.views_of(actor, some, asked.period)
    else:
        shown = whole[first : first + size]
    return Found(shown, count, number, pages, known)


def _count(matching: Select[Item]) -> int:
    return db.session.scalar(matching.with_only_columns(func.count())) or 0


def selected(actor: Actor, asked: Search, known: Sequence[str]) -> Select[Item]:
    """Select the items that match, by family in the order known, then by name."""
    return _ranked(_matching(actor, asked), known)


def offered(actor: Actor, item_id: int, period: Period | None) -> list[ItemView]:
    """Return what may be added to an item, as its driver."""
    optional = select(Companion.companion_id).where(
        Companion.item_id == item_id, Companion.mandatory.is_(False)
    )
    return catalogue.views_of(actor, _lent(actor).where(Item.id.in_(optional)), period)


def manages(actor: Actor) -> bool:
    """Tell whether the actor's organization manages something that is lent."""
    return _count(_matching(actor, Search(manager_id=actor.organization_id))) > 0


def _lent(actor: Actor) -> Select[Item]:
    """Return what may be borrowed: what is published (E55)."""
    return catalogue.items_of(actor).where(Item.stage == LifeStage.PUBLISHED)


def _matching(actor: Actor, asked: Search) -> Select[Item]:
    found = _lent(actor)
    if asked.family:
        found = found.where(Item.family == asked.family)
    if asked.depot_id is not None:
        found = found.where(Item.stocks.any(Stock.depot_id == asked.depot_id))
    if asked.manager_id is not None:
        found = found.join(Item.pool).where(Pool.manager_id == asked.manager_id)
    if asked.pool_id is not None:
        found = found.where(Item.pool_id == asked.pool_id)
    if asked.custodian_id is not None:
        stored = Stock.depot.has(custodian_id=asked.custodian_id)
        found = found.where(Item.stocks.any(stored))
    if asked.references is not None:
        found = found.where(Item.reference.in_(asked.references))
    for word in plain(asked.words).split():
        singular = word.rstrip("sx") if len(word) > 3 else word
        found = found.where(Item.search_text.contains(singular, autoescape=True))
    return found


def _ranked(found: Select[Item], known: Sequence[str]) -> Select[Item]:
    """Sort by family, in the order known, then by name."""
    ranks = {family: rank for rank, family in enumerate(known)}
    ranked = case(ranks, value=Item.family, else_=len(ranks)) if ranks else Item.family
    return found.order_by(ranked, Item.search_text, Item.id)


def families(actor: Actor) -> list[str]:
    """Return the families in use, the richest first."""
    seen = _lent(actor)
    counted = seen.with_only_columns(Item.family, func.count()).group_by(Item.family)
    counts = {family: many for family, many in db.session.execute(counted)}
    return sorted(counts, key=lambda family: (-counts[family], plain(family)))


def depots(actor: Actor) -> list[tuple[int, str]]:
    """Return (id, name) of the depots that keep something, by name."""
    seen = _lent(actor).where(Item.id == Stock.item_id)
    kept = select(Stock.id).where(Stock.depot_id == Depot.id, seen.exists())
    within = Depot.territory_id == actor.territory_id
    found = db.session.execute(select(Depot.id, Depot.name).where(within, kept.exists()))
    return sorted(((depot_id, name) for depot_id, name in found), key=lambda row: plain(row[1]))
