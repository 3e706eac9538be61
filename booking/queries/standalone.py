"""What is said of a paper that stands beyond any one loan, until its kind says more."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from booking.db import db
from booking.documents.articles import Values
from booking.documents.paper import Block
from booking.documents.words import day, share_of
from booking.models.catalogue import Depot, Item, Pool
from booking.models.conventions import Convention
from booking.paperwork import Condition, PaperKind
from booking.queries import paper_parties, values, visas
from booking.rules.options import options


def values_of(row: Convention, now: datetime) -> Values:
    """Return what the variables of such a paper say: its sides, its dates, its objects."""
    today = now.astimezone(ZoneInfo(row.territory.time_zone)).date()
    named = [each for _, each in paper_parties.named(row)]
    manager = row.partner if row.kind is PaperKind.MANAGEMENT else row.manager
    said: dict[str, str | tuple[Block, ...] | None] = {
        **values.of_party("prêteur", values.party("Le prêteur", row.owner, today)),
        "date": day(today).partition(" ")[2],
        "territoire": row.territory.name,
        "actes": (values.bullets(visas.of_sides(named, today)),),
        "début": day(row.starts_on).partition(" ")[2] if row.starts_on else "la dernière signature",
        "fin": day(row.ends_on).partition(" ")[2] if row.ends_on else None,
        "reconduction": _renewal(row),
        "contestation": "3 jours ouvrés",
        "tribunal": "celle que désignent les règles de droit",
        "données.contact": row.owner.email or row.owner.name,
        "copropriété": (values.bullets(_shares(row)),),
    }
    if row.partner:
        said |= values.of_party("emprunteur", values.party("L’emprunteur", row.partner, today))
    if manager := manager or row.owner:
        said |= values.of_party("gestionnaire", values.party("Le gestionnaire", manager, today))
    if pool := _pool(row):
        said |= {"parc": pool.name, "base": pool.legal_basis.label}
    if depot := _depot(row):
        said["dépôts"] = (values.bullets([", ".join(filter(None, [depot.name, depot.address]))]),)
    return said


def conditions(row: Convention) -> frozenset[Condition]:
    """Return which conditional articles such a paper has."""
    managed = row.manager_id is not None and row.manager_id != row.owner_id
    joint = [Condition.CO_OWNED] if row.kind is PaperKind.CO_OWNERSHIP else []
    return frozenset(
        {Condition.FREE, Condition.MANAGED if managed else Condition.SELF_MANAGED, *joint}
    )


def subtitle(row: Convention) -> str:
    """Return what stands under the title: between whom, or about which pool."""
    pool = _pool(row)
    if row.partner is None:
        return pool.name if pool else row.owner.name
    between = f"entre {row.owner.name} et {row.partner.name}"
    return f"{between}, {pool.name}" if pool else between


def terms(row: Convention) -> dict[str, Any]:
    """Return the facts that such a paper freezes."""
    return {
        "starts_on": row.starts_on.isoformat() if row.starts_on else None,
        "ends_on": row.ends_on.isoformat() if row.ends_on else None,
        "renewable": row.renewable,
        "acts_of": row.acts_of.value if row.acts_of else None,
        "pool": row.pool_id,
        "depot": row.depot_id,
        "options": dict(row.options or {}),
    }


def optional(kind: PaperKind) -> dict[str, str | None]:
    """Return what is said where nothing was typed: a hole when it is needed."""
    return {each.name: None if each.needed else "sans objet" for each in options(kind)}


def _renewal(row: Convention) -> str:
    if row.renewable:
        return "renouvelable chaque année par tacite reconduction"
    return "sans tacite reconduction"


def _pool(row: Convention) -> Pool | None:
    return db.session.get(Pool, row.pool_id) if row.pool_id else None


def _depot(row: Convention) -> Depot | None:
    return db.session.get(Depot, row.depot_id) if row.depot_id else None


def _shares(row: Convention) -> list[str]:
    """Return the co-owners of a pool and their shares of each thing."""
    pool = _pool(row)
    if pool is None or row.kind is not PaperKind.CO_OWNERSHIP:
        return []
    found = db.session.query(Item).filter_by(pool_id=pool.id).order_by(Item.id).all()
    return [f"{item.name} : {_said(item)}" for item in found if item.shares]


def _said(item: Item) -> str:
    return ", ".join(
        f"{each.organization.name} {share_of(each.numerator, each.denominator)}"
        for each in item.shares
    )
