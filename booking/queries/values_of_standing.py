"""What the papers that bind organizations for years say: framework, storage, management, shares."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from booking.db import db
from booking.documents.articles import Values
from booking.documents.paper import Block, Table
from booking.documents.words import money, number, plain_day, several, share_of
from booking.models.catalogue import Depot, Item, Pool, Stock, StockMovement
from booking.models.conventions import Convention
from booking.models.organizations import Organization
from booking.paperwork import ActsOf, PaperKind
from booking.queries import clauses, figures, visas
from booking.queries.values import TRIBUNAL, bullets, of_party, party
from booking.vocabulary import STAFF, LegalBasis, LifeStage, OrganizationKind

AT_ONCE = "celle de la dernière signature"
RENEWED = "tacite, d’année en année, sauf si une partie s’y oppose par écrit, avec le préavis prévu"
NOT_RENEWED = "aucune reconduction tacite"
REQUIRED = {
    ActsOf.LEAD: "ceux de la seule collectivité référente",
    ActsOf.EACH: "ceux de chacun des copropriétaires",
}
BASES = {
    "CA": "L. 5216-7-1",
    "CC": "L. 5214-16-1",
    "CU": "L. 5215-27",
    "METRO": "L. 5215-27",
}
"""The article on managing for an EPCI, by its kind in the official file (domain § 2.1)."""
ENTENTE = "entente (code général des collectivités territoriales, articles L. 5221-1 et L. 5221-2)"
JOINT = "indivision conventionnelle"
OF_EACH_POOL = "celui que le service de partage affiche pour chaque parc"
NOTHING = "aucun matériel à la date du présent acte"


def of_standing(row: Convention, now: datetime) -> Values:
    """Return what every variable says of a paper that is about no loan, at an instant."""
    today = now.astimezone(ZoneInfo(row.territory.time_zone)).date()
    items = _items(row)
    concerned = [row.owner, *([row.partner] if row.partner else _others(row, items))]
    pool = db.session.get(Pool, row.pool_id) if row.pool_id else None
    return {
        **_parties(row, today),
        "date": plain_day(today),
        "territoire": row.territory.name,
        "parc": pool.name if pool else None,
        "base": pool.legal_basis.label if pool else _grounds(row),
        "actes": visas.listed(_visas(row, concerned, today), needed=row.territory.needs_act),
        "contestation": clauses.working_days(clauses.CONTESTED),
        "tribunal": TRIBUNAL,
        "données.contact": row.owner.email or row.owner.name,
        "début": plain_day(row.starts_on) if row.starts_on else AT_ONCE,
        "fin": plain_day(row.ends_on) if row.ends_on else None,
        "reconduction": RENEWED if row.renewable else NOT_RENEWED,
        "dépôt": _depot(row),
        "inventaire": _inventory(row, now),
        "parcs": _pools(row),
        "gestion.base": _base(row),
        "copropriété.base": ENTENTE if pool and pool.legal_basis is LegalBasis.ENTENTE else JOINT,
        "biens": _things(items),
        "copropriété": _shares(items),
        "actes.requis": REQUIRED[row.acts_of] if row.acts_of else None,
    }


def _parties(row: Convention, today: date) -> Values:
    """Return the owner and the other side, under each name that an article may give them."""
    owner = party("Le propriétaire", row.owner, today)
    manager = row.manager or row.owner
    said = {**of_party("propriétaire", owner), **of_party("prêteur", owner)}
    said |= of_party("gestionnaire", party("Le gestionnaire", manager, today))
    if row.partner is None:
        return said
    partner = party("Le cocontractant", row.partner, today)
    roles = ["emprunteur", "dépositaire"]
    if row.kind is PaperKind.MANAGEMENT:
        roles = ["gestionnaire"]
    return {**said, **{k: v for role in roles for k, v in of_party(role, partner).items()}}


def _depot(row: Convention) -> str | None:
    depot = db.session.get(Depot, row.depot_id) if row.depot_id else None
    return ", ".join(filter(None, [depot.name, depot.address])) if depot else None


def _inventory(row: Convention, now: datetime) -> tuple[Block, ...] | None:
    """Return what the owner has at the depot today, with its values; None without a depot."""
    if row.depot_id is None:
        return None
    held = _held(row.depot_id, row.owner_id, now)
    if not held:
        return (bullets([NOTHING]),)
    total = sum(each.cents * each.many for each in held)
    return (
        Table(
            name="Inventaire du matériel déposé",
            head=("Référence", "Désignation", "Quantité", "Valeur unitaire", "Valeur totale"),
            rows=tuple(each.cells for each in held),
            foot=("Total", "", "", "", money(total)),
            figures=(2, 3, 4),
            widths=(28, 62, 20, 28, 30),
        ),
    )


class Held(NamedTuple):
    """So many of an item at a depot, and what one is worth."""

    reference: str
    name: str
    cents: int
    many: int

    @property
    def cells(self) -> tuple[str, ...]:
        """Return what the inventory says of it."""
        worth = money(self.cents) if self.cents else "non indiquée"
        whole = money(self.cents * self.many) if self.cents else ""
        return (self.reference, self.name, number(self.many), worth, whole)


def _held(depot_id: int, owner_id: int, now: datetime) -> list[Held]:
    quantity = func.sum(StockMovement.quantity)
    found = (
        select(Item.reference, Item.name, Item.replacement_cents, quantity)
        .join(Stock, Stock.item_id == Item.id)
        .join(StockMovement, StockMovement.stock_id == Stock.id)
        .where(Stock.depot_id == depot_id, Item.owner_id == owner_id)
        .where(Item.family != STAFF, StockMovement.at <= now)
        .group_by(Item.id, Item.reference, Item.name, Item.replacement_cents)
        .having(quantity > 0)
        .order_by(Item.reference)
    )
    rows = db.session.execute(found)
    return [Held(reference, name, cents, int(many)) for reference, name, cents, many in rows]


def _pools(row: Convention) -> tuple[Block, ...]:
    """Return the pools a manager keeps for an owner, with how many items each has."""
    found = (
        select(Pool.name, func.count(Item.id))
        .join(Item, Item.pool_id == Pool.id)
        .where(Item.owner_id == row.owner_id, Item.stage != LifeStage.RETIRED)
        .group_by(Pool.id, Pool.name)
        .order_by(Pool.name)
    )
    if row.pool_id:
        found = found.where(Pool.id == row.pool_id)
    elif row.partner_id:
        found = found.where(Pool.manager_id == row.partner_id)
    kept = [(name, number(many)) for name, many in db.session.execute(found)]
    if not kept:
        return (bullets([NOTHING]),)
    head = ("Parc", "Références au catalogue")
    return (Table("Parcs gérés", head, tuple(kept), figures=(1,), widths=(110, 48)),)


def _base(row: Convention) -> str | None:
    """Return the article under which one manages for the other; None for an EPCI not known."""
    sides = [each for each in (row.owner, row.partner) if each]
    epci = next((each for each in sides if each.kind is OrganizationKind.EPCI), None)
    if epci is None:
        return "l’accord des deux collectivités"
    article = BASES.get(figures.kind_of_epci(epci.siren))
    return article and f"code général des collectivités territoriales, article {article}"


def _grounds(row: Convention) -> str:
    """Return the legal bases of the pools in which an owner lends."""
    found = select(Pool.legal_basis).join(Item, Item.pool_id == Pool.id)
    mine = found.where(Item.owner_id == row.owner_id, Item.stage != LifeStage.RETIRED)
    bases = sorted({each.label for each in db.session.scalars(mine)})
    return several(bases) if bases else OF_EACH_POOL


def _visas(row: Convention, concerned: list[Organization], today: date) -> list[str]:
    manager = row.partner if row.kind is PaperKind.MANAGEMENT else row.manager
    delegation = visas.delegated(row.owner, manager, today)
    return [*visas.of_sides(concerned, today), *delegation]


def _items(row: Convention) -> list[Item]:
    """Return what the lead of a co-ownership owns with others, in a pool when one is named."""
    if row.kind is not PaperKind.CO_OWNERSHIP:
        return []
    found = select(Item).where(Item.owner_id == row.owner_id, Item.shares.any())
    if row.pool_id:
        found = found.where(Item.pool_id == row.pool_id)
    return list(db.session.scalars(found.order_by(Item.reference)))


def _others(row: Convention, items: Iterable[Item]) -> list[Organization]:
    known = {each.organization_id: each.organization for item in items for each in item.shares}
    return [each for id, each in known.items() if id != row.owner_id]


def _things(items: list[Item]) -> tuple[Block, ...] | None:
    if not items:
        return None
    rows = tuple(
        (
            each.reference,
            each.name,
            plain_day(each.purchased_on) if each.purchased_on else "",
            money(each.purchase_cents) if each.purchase_cents else "",
            money(each.replacement_cents) if each.replacement_cents else "non indiquée",
        )
        for each in items
    )
    head = ("Référence", "Désignation", "Achat", "Prix d’achat", "Valeur de remplacement")
    widths = (28, 56, 26, 26, 32)
    return (Table("Matériel en copropriété", head, rows, figures=(3, 4), widths=widths),)


def _shares(items: list[Item]) -> tuple[Block, ...] | None:
    rows = tuple(
        (item.name, each.organization.name, share_of(each.numerator, each.denominator))
        for item in items
        for each in item.shares
    )
    if not rows:
        return None
    head = ("Matériel", "Copropriétaire", "Quote-part")
    return (Table("Quotes-parts", head, rows, figures=(2,), widths=(64, 64, 30)),)
