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
    Share,
    Stock,
    StockMovement,
    Unit,
)
from booking.models.journal import JournalEntry
from booking.models.organizations import Organization, Territory
from booking.models.requirements import Requirement
from booking.rules.access import SERVICE
from booking.usecases.catalogue import load_inventory
from booking.vocabulary import OrganizationKind, Role, Tracking
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


def test_what_is_new_is_added_and_what_differs_is_changed_but_its_quantity(
    territory: Territory,
) -> None:
    load_inventory(SERVICE, territory.id, text({}))
    more = text({"quantite": "7", "designation": "Barrière Vauban"}, {"reference": "CHA-PLI"})

    load_inventory(SERVICE, territory.id, more)

    assert item().name == "Barrière Vauban"
    assert sorted(db.session.scalars(select(StockMovement.quantity))) == [100, 100]
    assert item("CHA-PLI").stocks[0].depot_id == item().stocks[0].depot_id
    edited = select(JournalEntry.facts).filter_by(act="edit", thing="item", thing_id=item().id)
    assert db.session.scalars(edited).one() == {
        "changes": {"name": ["Barrière de police", "Barrière Vauban"]}
    }


WRONG: list[tuple[dict[str, str], str]] = [
    ({"parc": "Parc inconnu"}, "parc : « Parc inconnu »"),
    ({"proprietaire": "Nulle-Part"}, "proprietaire : « Nulle-Part »"),
    ({"proprietaire": "Artres 25 %|Quérénaing 70 %"}, "proprietaire : "),
    ({"proprietaire": "Artres 25 %|Nulle-Part 75 %"}, "proprietaire : « Nulle-Part »"),
    ({"proprietaire": "Artres beaucoup %"}, "proprietaire : "),
    ({"depot": "Nulle-Part – hangar"}, "depot : « Nulle-Part »"),
    ({"suivi": "à la louche"}, "suivi : "),
    ({"quantite": "beaucoup"}, "quantite : « beaucoup »"),
    ({"quantite": "0"}, "quantite : "),
    ({"quantite": "-3"}, "quantite : "),
    ({"quantite": ""}, "quantite : "),
    ({"valeur_unitaire": "cher"}, "valeur_unitaire : "),
    ({"remise_en_etat_h": "un jour"}, "remise_en_etat_h : "),
    ({"designation": "x" * 161}, "designation : 161 caractères"),
    ({"designation": "Barrière \N{PARTY POPPER}"}, "designation : "),
    ({"reference": "BAR-VAU"}, "reference : même référence et même dépôt qu’à la ligne 2."),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG, ids=str)
def test_a_line_that_cannot_be_read_is_named_and_nothing_is_stored(
    territory: Territory, wrong: dict[str, str], said: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        load_inventory(SERVICE, territory.id, text({}, {"reference": "CHA-PLI"} | wrong))

    assert refusal.value.code == "inventory_unreadable"
    (line,) = refusal.value.facts["lines"]  # type: ignore[misc]
    assert line.startswith(f"Ligne 3, {said}")
    assert rows() == [0] * len(TABLES)
    assert count_rows(JournalEntry) == 0


def test_every_wrong_line_is_named_at_once(territory: Territory) -> None:
    with pytest.raises(Invalid) as refusal:
        load_inventory(
            SERVICE, territory.id, text({"quantite": "?"}, {}, {"parc": "?", "reference": "A"})
        )

    lines = refusal.value.facts["lines"]
    assert [line.partition(",")[0] for line in lines] == ["Ligne 2", "Ligne 3", "Ligne 4"]  # type: ignore[attr-defined]


def test_a_reference_is_made_when_there_is_none_the_same_each_time(territory: Territory) -> None:
    inventory = text({"reference": ""}, {"reference": "", "depot": "Hergnies – hangar"})
    load_inventory(SERVICE, territory.id, inventory)
    before = rows()

    load_inventory(SERVICE, territory.id, inventory)

    assert rows() == before
    assert len(item("BAR-POL").stocks) == 2


def test_a_file_without_a_header_is_refused(territory: Territory) -> None:
    for content, code in ((b"a;b\n1;2\n", "inventory_headerless"), (text(), "inventory_empty")):
        with pytest.raises(Invalid, match=code):
            load_inventory(SERVICE, territory.id, content)


def test_a_manager_brings_in_the_items_of_its_own_pools(territory: Territory) -> None:
    artres = db.session.scalars(select(Organization).filter_by(name="Artres")).one()
    maing = db.session.scalars(select(Organization).filter_by(name="Maing")).one()

    with pytest.raises(Invalid) as refusal:
        load_inventory(make_actor(artres, Role.MANAGER), territory.id, text({}))
    assert "n’est pas géré par votre organisme" in refusal.value.facts["lines"][0]  # type: ignore[index]
    load_inventory(make_actor(maing, Role.MANAGER), territory.id, text({}))
    assert item()


def test_the_administrator_of_the_epci_brings_in_those_of_every_pool(territory: Territory) -> None:
    office = make_commune(territory, "CA du Val", kind=OrganizationKind.EPCI)

    load_inventory(make_actor(office, Role.ADMINISTRATOR), territory.id, text({}))

    assert item()


def test_others_bring_nothing_in(territory: Territory) -> None:
    office = make_commune(territory, "CA du Val", kind=OrganizationKind.EPCI)
    everyone = [role for role in Role if role is not Role.MANAGER]
    artres = db.session.scalars(select(Organization).filter_by(name="Artres")).one()
    elsewhere = make_commune(make_territory(), "Rouvray", kind=OrganizationKind.EPCI)
    for who in (
        make_actor(artres, *everyone),
        make_actor(office, Role.SECRETARY),
        make_actor(elsewhere, *Role),
    ):
        with pytest.raises(NotFound):
            load_inventory(who, territory.id, text({}))
