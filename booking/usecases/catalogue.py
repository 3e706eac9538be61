"""Bringing an inventory in."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from sqlalchemy import select

from booking import clock, journal
from booking.db import db
from booking.documents.fonts import missing_glyphs
from booking.errors import Invalid
from booking.letters import without_accents
from booking.models.catalogue import (
    Companion,
    Depot,
    Item,
    Pool,
    Requirement,
    Share,
)
from booking.models.organizations import Organization
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.usecases import stocks, usecase
from booking.vocabulary import STAFF, Movement, Tracking

TRACKINGS = {"lot": Tracking.BULK, "unite": Tracking.NUMBERED}
MANDATORY = " obligatoire"
LONGEST = {"reference": 30, "designation": 160, "famille": 60, "depot": 120, "transport": 120}
OPTIONAL = frozenset({"transport"})


@dataclass(frozen=True)
class Places:
    """What an inventory refers to by name."""

    territory_id: int
    organizations: dict[str, Organization]
    pools: dict[str, Pool]


@usecase()
def load_inventory(actor: Actor, territory_id: int, text: str) -> int:
    """The operator brings in an inventory (CSV, semicolons); what is known stays as it is.

    The same reference at another depot is another stock of the same item. Raises Invalid naming
    each line that cannot be read; then nothing is stored.
    """
    access.require(actor, "inventory.load", Parties(actor.territory_id))
    places = _places(territory_id)
    errors: list[str] = []
    added = 0
    for number, row in enumerate(
        csv.DictReader(io.StringIO(text, newline=""), delimiter=";"), start=2
    ):
        try:
            added += _load_row(places, row)
        except (KeyError, ValueError, TypeError, AttributeError, InvalidOperation) as error:
            errors.append(f"{number}: {_said(error)}")
    if errors:
        raise Invalid("inventory_unreadable", lines=errors)
    if added:
        journal.record(actor, "load", "inventory", territory_id, stocks=added)
    return territory_id


def _said(error: Exception) -> str:
    """Return what is wrong with a line, in words of its own file."""
    if isinstance(error, KeyError):
        return f"« {error.args[0]} » manque ou n’est pas connu"
    return str(error) if "é" in str(error) or " : " in str(error) else "une valeur ne se lit pas"


def _places(territory_id: int) -> Places:
    organizations = db.session.scalars(select(Organization).filter_by(territory_id=territory_id))
    pools = db.session.scalars(select(Pool).filter_by(territory_id=territory_id))
    return Places(
        territory_id,
        _unambiguous(organizations),
        {pool.name: pool for pool in pools},
    )


def _unambiguous(organizations: Iterable[Organization]) -> dict[str, Organization]:
    """Return the organizations by name, without those whose name another bears too."""
    found = list(organizations)
    counts = Counter(each.name for each in found)
    return {each.name: each for each in found if counts[each.name] == 1}


def _load_row(places: Places, row: dict[str, str]) -> bool:
    """Add the stock of a line, and its item when new; tell whether there was one to add."""
    item = _existing(places, row["reference"]) or _new_item(places, row)
    depot = _depot(places, row["depot"])
    if any(stock.depot_id == depot.id for stock in item.stocks):
        return False
    quantity = int(row["quantite"])
    if quantity <= 0:
        raise ValueError(f"quantité {quantity}")
    _stock(item, depot, quantity)
    return True


def _existing(places: Places, reference: str) -> Item | None:
    found = select(Item).filter_by(territory_id=places.territory_id, reference=reference)
    return db.session.scalars(found).first()


def _new_item(places: Places, row: dict[str, str]) -> Item:
    if lost := missing_glyphs("".join(row.values())):
        raise ValueError(f"caractères non imprimables {lost}")
    for column, most in LONGEST.items():
        if not 0 < len(row[column]) + (column in OPTIONAL) <= most:
            raise ValueError(f"{column} : de 1 à {most} caractères")
    owner, shares = _owners(places, row["proprietaire"], places.pools[row["parc"]])
    item = Item(
        territory_id=places.territory_id,
        pool=places.pools[row["parc"]],
        owner=owner,
        shares=shares,
        reference=row["reference"],
        name=row["designation"],
        family=row["famille"],
        tracking=TRACKINGS[row["suivi"]],
        description=row["description"],
        transport=row["transport"],
        replacement_cents=int(Decimal(row["valeur_unitaire"].replace(",", ".")) * 100),
        preparation_after_hours=int(row["remise_en_etat_h"]),
        requirements=[Requirement(label=label) for label in _split(row["exigences"])],
    )
    db.session.add(item)
    if row["accompagnateur"].endswith(MANDATORY):
        item.companions.append(Companion(companion=_operator(places, item, row)))
    elif row["accompagnateur"]:
        item.description = f"{item.description} {row['accompagnateur'].capitalize()}.".strip()
    db.session.flush()  # its stocks refer to it
    return item


def _owners(places: Places, text: str, pool: Pool) -> tuple[Organization, list[Share]]:
    """Return the owner; of co-owners, with their exact shares, the pool's manager leads."""
    if "%" not in text:
        return places.organizations[text], []
    shares = []
    for part in _split(text):
        name, _, percent = part.removesuffix("%").strip().rpartition(" ")
        share = Fraction(Decimal(percent.replace(",", "."))) / 100
        shares.append(
            Share(
                organization=places.organizations[name],
                numerator=share.numerator,
                denominator=share.denominator,
            )
        )
    if sum(Fraction(share.numerator, share.denominator) for share in shares) != 1:
        raise ValueError(f"quotes-parts {text}")
    lead = next((each for each in shares if each.organization is pool.manager), shares[0])
    return lead.organization, shares


def _operator(places: Places, item: Item, row: dict[str, str]) -> Item:
    """Return the person who goes with an item: an item too, one per trade and pool."""
    trade = row["accompagnateur"].removesuffix(MANDATORY).capitalize()
    known = select(Item).filter_by(pool_id=item.pool.id, family=STAFF, name=trade)
    if found := db.session.scalars(known).first():
        return found
    reference = f"{without_accents(trade)[:3].upper()}-{item.reference}"[:30]
    operator = Item(
        territory_id=places.territory_id,
        pool=item.pool,
        owner=item.owner,
        reference=reference,
        name=trade,
        family=STAFF,
        tracking=Tracking.BULK,
        preparation_after_hours=0,
    )
    db.session.add(operator)
    db.session.flush()  # its stock refers to it
    _stock(operator, _depot(places, row["depot"]), 1)
    return operator


def _depot(places: Places, name: str) -> Depot:
    """Return a depot, made on the way when its name begins with a commune ("Maing – atelier")."""
    found = select(Depot).filter_by(territory_id=places.territory_id, name=name)
    depot = db.session.scalars(found).first()
    if depot is None:
        custodian = places.organizations[name.partition(" – ")[0]]
        depot = Depot(territory_id=places.territory_id, custodian=custodian, name=name)
        db.session.add(depot)
        db.session.flush()  # stocks refer to it
    return depot


def _stock(item: Item, depot: Depot, quantity: int) -> None:
    stock = stocks.new_stock(item, depot)
    stocks.bring_in(stock, Movement.PURCHASE, quantity, clock.now())


def _split(text: str) -> Iterator[str]:
    return (part.strip() for part in text.split("|") if part.strip())
