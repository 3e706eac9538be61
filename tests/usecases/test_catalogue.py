"""Bringing an inventory in."""

from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select

from booking.db import db
from booking.errors import Invalid, NotFound
from booking.models.catalogue import (
    Companion,
    Depot,
    Item,
    Requirement,
    Share,
    Stock,
    StockMovement,
    Unit,
)
from booking.models.journal import JournalEntry
from booking.models.organizations import Territory
from booking.rules.access import SERVICE
from booking.usecases.catalogue import load_inventory
from booking.vocabulary import Role, Tracking
from tests.factories import count_rows, make_actor, make_commune, make_pool, make_territory

pytestmark = pytest.mark.usefixtures("base")
ROW = {
    "reference": "BAR-VAU",
    "designation": "Barrière de police",
    "famille": "Événementiel",
    "parc": "Parc communautaire",
    "proprietaire": "Maing",
    "depot": "Maing – atelier municipal",
    "suivi": "lot",
    "quantite": "100",
    "valeur_unitaire": "48,50",
    "remise_en_etat_h": "24",
    "exigences": "",
    "accompagnateur": "",
    "transport": "remorque",
    "description": "Livrées par rack de 20",
}
TABLES = (Item, Stock, StockMovement, Unit, Depot, Share, Companion, Requirement)


@pytest.fixture
def territory(base: Any) -> Territory:
    """Give Maing with its pool, and its neighbours."""
    territory = make_territory()
    maing = make_commune(territory, "Maing")
    for name in ("Artres", "Quérénaing", "Hergnies"):
        make_commune(territory, name)
    make_pool(maing, name="Parc communautaire")
    return territory


def text(*rows: dict[str, str]) -> bytes:
    """Return an inventory of some rows, each told by what it changes."""
    lines = [";".join(ROW), *(";".join((ROW | changes).values()) for changes in rows)]
    return "\n".join(lines).encode()


def item(reference: str = "BAR-VAU") -> Item:
    """Return an item by its reference."""
    return db.session.scalars(select(Item).filter_by(reference=reference)).one()


def rows() -> list[int]:
    """Return how many rows the tables have."""
    return [count_rows(table) for table in TABLES]


def test_a_row_makes_an_item_its_depot_and_its_stock(territory: Territory) -> None:
    load_inventory(SERVICE, territory.id, text({"exigences": "permis BE|contrôle 12 mois"}))

    made = item()
    assert (made.name, made.family, made.tracking) == (
        "Barrière de police",
        "Événementiel",
        Tracking.BULK,
    )
    assert (made.replacement_cents, made.preparation_after_hours) == (4850, 24)
    assert [each.label for each in made.requirements] == ["permis BE", "contrôle 12 mois"]
    (stock,) = made.stocks
    assert (stock.depot.name, stock.depot.custodian.name) == ("Maing – atelier municipal", "Maing")
    assert [each.quantity for each in db.session.scalars(select(StockMovement))] == [100]
    assert count_rows(Unit) == 0


def test_one_reference_in_two_depots_is_one_item(territory: Territory) -> None:
    hangar = {"depot": "Hergnies – hangar", "quantite": "60"}

    load_inventory(SERVICE, territory.id, text({}, hangar))

    assert [each.depot.custodian.name for each in item().stocks] == ["Maing", "Hergnies"]
    assert sorted(db.session.scalars(select(StockMovement.quantity))) == [60, 100]


def test_numbered_copies_are_numbered_on_over_the_depots(territory: Territory) -> None:
    tents = {"reference": "TEN-3X3", "suivi": "unite", "quantite": "2"}

    load_inventory(SERVICE, territory.id, text(tents, tents | {"depot": "Hergnies – hangar"}))

    assert sorted(db.session.scalars(select(Unit.number))) == [
        f"TEN-3X3-{rank:02d}" for rank in range(1, 5)
    ]


@pytest.mark.parametrize(
    ("owners", "shares"),
    [
        ("Artres 25 %|Quérénaing 75 %", {"Artres": (1, 4), "Quérénaing": (3, 4)}),
        ("Artres 27,5 %|Maing 72,5 %", {"Artres": (11, 40), "Maing": (29, 40)}),
        (
            "Artres 33,34 %|Quérénaing 33,33 %|Maing 33,33 %",
            {"Artres": (1667, 5000), "Quérénaing": (3333, 10000), "Maing": (3333, 10000)},
        ),
    ],
)
def test_shares_are_exact(
    territory: Territory, owners: str, shares: dict[str, tuple[int, int]]
) -> None:
    load_inventory(SERVICE, territory.id, text({"proprietaire": owners}))

    found = {each.organization.name: (each.numerator, each.denominator) for each in item().shares}
    assert found == shares
    assert sum(Fraction(*share) for share in found.values()) == 1
    assert item().owner.name == ("Maing" if "Maing" in owners else "Artres")


DRONE = {"reference": "DRO-THE", "quantite": "1", "accompagnateur": "télépilote obligatoire"}


def test_an_operator_is_an_item_too(territory: Territory) -> None:
    load_inventory(SERVICE, territory.id, text(DRONE))

    (companion,) = item("DRO-THE").companions
    pilot = companion.companion
    assert (pilot.name, pilot.family, companion.mandatory) == ("Télépilote", "Personnel", True)
    assert [(each.depot.name) for each in pilot.stocks] == [ROW["depot"]]


@pytest.mark.parametrize("reference", ["DRO-MUL", "AIL-FIX"])
def test_one_trade_of_a_pool_has_one_operator(territory: Territory, reference: str) -> None:
    load_inventory(SERVICE, territory.id, text(DRONE, DRONE | {"reference": reference}))

    pilots = {item(each).companions[0].companion_id for each in ("DRO-THE", reference)}
    assert len(pilots) == 1
    assert db.session.scalars(select(Item.name).filter_by(family="Personnel")).all() == [
        "Télépilote"
    ]


def test_an_optional_operator_is_advice(territory: Territory) -> None:
    load_inventory(SERVICE, territory.id, text(DRONE | {"accompagnateur": "conducteur facultatif"}))

    assert item("DRO-THE").companions == []
    assert item("DRO-THE").description.endswith("Conducteur facultatif.")


def test_twice_changes_nothing(territory: Territory) -> None:
    inventory = text({}, {"depot": "Hergnies – hangar"}, DRONE, {**DRONE, "reference": "GPS-RTK"})
    load_inventory(SERVICE, territory.id, inventory)
    before = rows()

    load_inventory(SERVICE, territory.id, inventory)

    assert rows() == before


def test_what_is_new_is_added_and_what_is_known_stays(territory: Territory) -> None:
    load_inventory(SERVICE, territory.id, text({}))
    more = text({"quantite": "7", "designation": "Autre"}, {"reference": "CHA-PLI"})

    load_inventory(SERVICE, territory.id, more)

    assert item().name == "Barrière de police"
    assert sorted(db.session.scalars(select(StockMovement.quantity))) == [100, 100]
    assert item("CHA-PLI").stocks[0].depot_id == item().stocks[0].depot_id


WRONG: list[dict[str, str]] = [
    {"parc": "Parc inconnu"},
    {"proprietaire": "Nulle-Part"},
    {"proprietaire": "Artres 25 %|Quérénaing 70 %"},
    {"proprietaire": "Artres 25 %|Nulle-Part 75 %"},
    {"proprietaire": "Artres beaucoup %"},
    {"depot": "Nulle-Part – hangar"},
    {"suivi": "vrac"},
    {"quantite": "beaucoup"},
    {"quantite": "0"},
    {"quantite": "-3"},
    {"quantite": ""},
    {"valeur_unitaire": "cher"},
    {"valeur_unitaire": ""},
    {"remise_en_etat_h": "un jour"},
    {"reference": ""},
]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_line_that_cannot_be_read_is_named_and_nothing_is_stored(
    territory: Territory, wrong: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refusal:
        load_inventory(SERVICE, territory.id, text({}, {"reference": "CHA-PLI"} | wrong))

    assert refusal.value.code == "inventory_unreadable"
    assert [str(line).partition(":")[0] for line in refusal.value.facts["lines"]] == ["3"]  # type: ignore[attr-defined]
    assert rows() == [0] * len(TABLES)
    assert count_rows(JournalEntry) == 0


@pytest.mark.parametrize("cut", [1, 4, 8, 12])
def test_a_line_cut_short_is_named_too(territory: Territory, cut: int) -> None:
    whole = text({}, {"reference": "CHA-PLI"}).rstrip("\n")

    with pytest.raises(Invalid) as refusal:
        load_inventory(SERVICE, territory.id, whole.rsplit(";", cut)[0])

    assert [str(line).partition(":")[0] for line in refusal.value.facts["lines"]] == ["3"]  # type: ignore[attr-defined]


def test_every_wrong_line_is_named_at_once(territory: Territory) -> None:
    with pytest.raises(Invalid) as refusal:
        load_inventory(
            SERVICE, territory.id, text({"quantite": "?"}, {}, {"parc": "?", "reference": "A"})
        )

    assert [str(line)[0] for line in refusal.value.facts["lines"]] == ["2", "4"]  # type: ignore[attr-defined]


def test_only_the_operator_brings_inventories_in(territory: Territory) -> None:
    epci = make_actor(make_commune(territory, "CA du Val"), *Role)

    with pytest.raises(NotFound):
        load_inventory(epci, territory.id, text({}))
