"""What the demonstration lends beside its inventory, on which terms, and what is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from booking import clock
from booking.config import ROOT
from booking.demonstration.people import OFFICE, mailbox, phone
from booking.queries import adhesions as circles
from booking.queries import items as sheets
from booking.queries import organizations, pools
from booking.rules.access import SERVICE, Actor
from booking.rules.asking import AskedPool, Conditions
from booking.rules.organizations import Joined, Left
from booking.usecases import adhesions, catalogue, demonstration, items
from booking.usecases import pools as acts
from booking.usecases.demonstration import EPCI, player
from booking.vocabulary import Formality, LegalBasis, LifeStage, Tracking

DATA = ROOT / "booking" / "data"
INVENTORY = DATA / "demo-inventaire.csv"
OF_NEIGHBOURS = DATA / "demo-voisins.csv"
NEIGHBOURS = "Entre voisins de l’Aunelle"
KEEPER, VEHICLES = "gestionnaire@maing", "gestionnaire@anzin"
LEAD = "secretaire@querenaing"
OTHERS_HORIZON = 90
DAYS_TO_LEAVE = 45

TERMS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        KEEPER,
        "Parc communautaire",
        {"legal_basis": LegalBasis.SHARED_GOODS, "slug": "parc-communautaire"},
    ),
    (OFFICE, "Parc technique", {"legal_basis": LegalBasis.SHARED_GOODS}),
    (
        LEAD,
        "Entente de l'Écaillon",
        {"legal_basis": LegalBasis.ENTENTE, "others_horizon_days": OTHERS_HORIZON},
    ),
)
"""Who manages a pool, which one, and what its terms become."""


@dataclass(frozen=True)
class Told:
    """What a manager says of an item of the inventory."""

    manager: str
    item: str
    formality: Formality
    contact: str
    price: int = 0  # euros, of one
    age: int = 0  # years since it was bought
    lasts: int = 0  # years it is expected to serve
    accessories: tuple[tuple[str, int], ...] = ()
    basis: LegalBasis | None = None


MAING = f"Bruno Lefebvre, {phone(4, 1)}"
TECHNICAL = f"Marc Delattre, {phone(7, 2)}"
TOLD = (
    Told(
        KEEPER,
        "TEN-3X3",
        Formality.SIMPLE,
        MAING,
        price=430,
        age=4,
        lasts=8,
        accessories=(("Piquet", 8), ("Lest de 15 kg", 4), ("Paroi", 4), ("Housse", 1)),
    ),
    Told(KEEPER, "CHA-PLI", Formality.SLIP, MAING, price=17, age=6, lasts=12),
    Told(KEEPER, "TAB-220", Formality.SLIP, MAING, price=89, age=6, lasts=12),
    Told(KEEPER, "BAR-VAU", Formality.SLIP, MAING, price=45, age=9, lasts=20),
    Told(
        KEEPER,
        "POD-REM",
        Formality.FULL,
        MAING,
        price=36_400,
        age=11,
        lasts=12,
        accessories=(("Clé de l’armoire de commande", 1), ("Garde-corps", 6), ("Vérin", 4)),
    ),
    Told(
        OFFICE,
        "NAC-12A",
        Formality.FULL,
        TECHNICAL,
        price=44_800,
        age=3,
        lasts=10,
        accessories=(("Clé de contact", 2), ("Harnais", 2), ("Carnet de maintenance", 1)),
    ),
    Told(OFFICE, "DRO-THE", Formality.FULL, TECHNICAL, basis=LegalBasis.WITH_STAFF),
    Told(
        LEAD,
        "BRO-160",
        Formality.SIMPLE,
        f"Nadia Carpentier, {phone(0, 1)}",
        price=31_200,
        age=2,
        lasts=10,
        accessories=(("Clé de contact", 1), ("Casque forestier", 2)),
        basis=LegalBasis.CO_OWNERSHIP,
    ),
    Told(
        VEHICLES,
        "MIN-9PL",
        Formality.FULL,
        f"Yanis Morel, {phone(2, 1)}",
        price=34_900,
        age=5,
        lasts=9,
        accessories=(("Clé", 2), ("Carte de carburant", 1), ("Gilet et triangle", 1)),
    ),
)


@dataclass(frozen=True)
class Unlent:
    """Something of the agglomeration that is not lent yet, or any more: its stages, and why."""

    reference: str
    name: str
    description: str
    quantity: int = 0
    euros: int = 0
    stage: LifeStage = LifeStage.LISTED
    then: tuple[tuple[LifeStage, str], ...] = field(default=())


UNLENT = (
    Unlent("ARC-GON", "Arche gonflable de départ", "Trouvée à l’inventaire, à essayer."),
    Unlent(
        "TOI-SEC",
        "Toilette sèche mobile",
        "Vérifiée, à publier avant l’été.",
        quantity=3,
        euros=1_450,
        stage=LifeStage.CHECKED,
    ),
    Unlent(
        "FRI-GAZ",
        "Friteuse à gaz 2 × 8 L",
        "Deux bacs, sur chariot.",
        quantity=2,
        euros=780,
        stage=LifeStage.PUBLISHED,
        then=((LifeStage.SUSPENDED, "Flexible de gaz périmé : remplacement commandé."),),
    ),
    Unlent(
        "RET-PRO",
        "Rétroprojecteur",
        "Remplacé par les vidéoprojecteurs.",
        quantity=1,
        stage=LifeStage.PUBLISHED,
        then=((LifeStage.RETIRED, "Lampe introuvable."),),
    ),
)


def bring_in(territory_id: int, path: Path) -> None:
    """Bring an inventory of ours in, and give its depots their hours."""
    catalogue.load_inventory(SERVICE, territory_id, path.read_bytes())
    demonstration.describe_depots(SERVICE, territory_id)


def arrange(territory_id: int) -> None:
    """Set the terms, describe the items, add what is not lent, open the pool of neighbours."""
    for manager, pool, changes in TERMS:
        actor = player(manager)
        _set_terms(actor, sheets.pool(actor, pool).id, changes)
    for told in TOLD:
        _tell(told)
    for unlent in UNLENT:
        _add(unlent)
    _open_between_neighbours(territory_id)


def _set_terms(actor: Actor, pool_id: int, changes: Mapping[str, Any]) -> None:
    row = pools.row(actor, pool_id)
    present = {each.name: getattr(row, each.name) for each in fields(Conditions)}
    conditions = Conditions(**present | {"kinds": tuple(row.kinds)} | dict(changes))
    acts.edit(actor, pool_id, conditions)


def _tell(told: Told) -> None:
    actor = player(told.manager)
    facts: dict[str, Any] = {
        "formality": told.formality,
        "contact": told.contact,
        "legal_basis": told.basis,
        "accessories": [{"name": name, "quantity": count} for name, count in told.accessories],
    }
    if told.price:
        today = clock.today(actor.zone)
        bought = date(today.year - told.age, 3, 15)
        facts |= {
            "purchase_cents": told.price * 100,
            "purchased_on": bought,
            "renew_on": date(bought.year + told.lasts, 3, 15),
        }
    items.edit(actor, told.item, facts)


def _add(unlent: Unlent) -> None:
    actor = player(KEEPER)
    facts = {
        "reference": unlent.reference,
        "name": unlent.name,
        "family": "Événementiel",
        "description": unlent.description,
        "pool": "Parc communautaire",
        "owner": EPCI,
        "tracking": Tracking.BULK,
        "replacement_cents": unlent.euros * 100,
        "contact": MAING,
        "stage": unlent.stage,
        "depot": "Maing – atelier municipal" if unlent.quantity else "",
        "quantity": unlent.quantity,
    }
    items.add(actor, facts)
    for stage, reason in unlent.then:
        items.set_stage(actor, unlent.reference, stage, reason)


def _open_between_neighbours(territory_id: int) -> None:
    """Let Sebourg lend to Estreux; Curgies joins them, and Rombies is about to leave."""
    actor = mailbox()
    estreux, curgies, rombies = (
        organizations.find(actor, name).id
        for name in ("Estreux", "Curgies", "Rombies-et-Marchipont")
    )
    pool_id = acts.open_pool(actor, AskedPool(NEIGHBOURS, (estreux, rombies)))
    _set_terms(actor, pool_id, {"hidden": True})
    bring_in(territory_id, OF_NEIGHBOURS)
    today = clock.today(actor.zone)
    act = f"Délibération {today.year}-041"
    adhesions.join(actor, Joined((curgies,), today, act=act, pool_id=pool_id))
    members = circles.circle(actor, pool_id).adhesions
    leaving = next(each.id for each in members if each.organization_id == rombies)
    last = today + timedelta(days=DAYS_TO_LEAVE)
    adhesions.leave(actor, leaving, Left(last, f"Délibération {today.year}-052"))
