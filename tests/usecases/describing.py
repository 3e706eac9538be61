"""What tests say of items: a whole new one, and the shares of four neighbours."""

from fractions import Fraction
from typing import Any

from booking.models.catalogue import Item
from booking.models.organizations import Organization
from booking.queries import catalogue
from booking.rules.access import Actor
from booking.usecases import items
from booking.vocabulary import Formality, LifeStage, Tracking
from tests.factories import Scene, make_commune


def new(scene: Scene, **facts: Any) -> dict[str, Any]:
    """Return what is said of a new tent of the scene's pool."""
    return {
        "reference": "TEN-6",
        "name": "Tente de réception",
        "family": "Événementiel",
        "pool": scene.pool.name,
        "owner": scene.maing.name,
        "tracking": Tracking.BULK,
        "replacement_cents": 123_450,
        "formality": Formality.FULL,
        **facts,
    }


def stocked(scene: Scene, quantity: int = 4, **facts: Any) -> dict[str, Any]:
    """Return the same, published, with so many at the depot of the chairs."""
    depot = scene.stock.depot.name
    return new(scene, stage=LifeStage.PUBLISHED, depot=depot, quantity=quantity, **facts)


def add(scene: Scene, actor: Actor | None = None, **facts: Any) -> Item:
    """Add a tent as the manager; return it."""
    items.add(actor or scene.manager, new(scene, **facts))
    return catalogue.find(scene.manager, facts.get("reference", "TEN-6"))


def neighbours(scene: Scene, *names: str) -> list[Organization]:
    """Make communes of the territory."""
    return [make_commune(scene.territory, name) for name in names]


def parts(*shares: tuple[Organization | str, int, int]) -> list[dict[str, Any]]:
    """Return rows of shares, each a numerator and a denominator."""
    return [
        {"organization": who if isinstance(who, str) else str(who.id), "share": Fraction(up, down)}
        for who, up, down in shares
    ]


def shares_of(item: Item) -> list[tuple[str, int, int]]:
    """Return the shares stored of an item."""
    return [(each.organization.name, each.numerator, each.denominator) for each in item.shares]
