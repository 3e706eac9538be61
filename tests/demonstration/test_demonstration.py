"""The demonstration: complete, legal, and what tests elsewhere count on."""

import csv
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from booking import clock, demonstration
from booking.db import Base, db
from booking.demonstration.shelves import INVENTORY, NEIGHBOURS
from booking.models.catalogue import Item, Stock
from booking.models.conventions import Convention
from booking.models.reservations import Reservation
from booking.queries import health, organizations, reservations, search
from booking.queries.search import Search
from booking.rules.access import VISITOR
from booking.usecases import accounts, items
from booking.usecases.demonstration import player
from booking.vocabulary import Role, Status

EVERYBODY = {
    "secretaire@querenaing.example": {Role.SECRETARY, Role.MANAGER},
    "secretaire@artres.example": {Role.SECRETARY},
    "secretaire@anzin.example": {Role.SECRETARY},
    "gestionnaire@maing.example": {Role.MANAGER},
    "gestionnaire@valenciennes.example": {Role.MANAGER},
    "gestionnaire@anzin.example": {Role.MANAGER},
    "technicien@maing.example": {Role.TECHNICIAN},
    "technicien@quarouble.example": {Role.TECHNICIAN},
    "maire@querenaing.example": {Role.ELECTED},
    "bureau@valenciennes-metropole.example": {Role.MANAGER, Role.ADMINISTRATOR},
    "presidence@valenciennes-metropole.example": {Role.ELECTED},
}


def contents() -> dict[str, list[Any]]:
    """Return every row of every table."""
    return {
        table.name: [
            tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key))
        ]
        for table in Base.metadata.sorted_tables
    }


@pytest.mark.usefixtures("loaded")
def test_everything_adds_up() -> None:
    assert [each for each in health.excesses() if not each.cause] == []
    statuses = dict(
        db.session.execute(
            select(Reservation.status, func.count()).group_by(Reservation.status)
        ).all()
    )
    assert statuses == {
        Status.REQUESTED: 7,
        Status.NEEDS_INFO: 3,
        Status.WAITLISTED: 2,
        Status.APPROVED: 15,
        Status.REFUSED: 1,
        Status.OUT: 4,
        Status.RETURNED: 3,
        Status.CLOSED: 3,
    }
    issued = db.session.scalars(select(func.count(Convention.id))).one()
    assert issued == 45


@pytest.mark.usefixtures("loaded")
def test_twice_changes_nothing() -> None:
    before = contents()

    assert not demonstration.load()

    after = contents()
    changed = [name for name in before if before[name] != after[name]]
    assert changed == []


@pytest.mark.usefixtures("loaded")
def test_what_visitors_changed_stays_as_they_left_it() -> None:
    items.edit(player("gestionnaire@maing"), "CHA-PLI", {"description": "Sur chariots de 40"})

    assert not demonstration.load()

    found = db.session.scalars(select(Item).filter_by(reference="CHA-PLI")).one()
    assert found.description == "Sur chariots de 40"


@pytest.mark.usefixtures("loaded")
def test_everybody_is_there_and_can_sign_in() -> None:
    said = {email: roles for email, _, roles in demonstration.accounts()}

    for email, roles in EVERYBODY.items():
        assert email in said
        assert player(email.removesuffix(".example")).roles == roles
        assert accounts.sign_in(VISITOR, email, demonstration.PASSWORD, origin="192.0.2.1")


@pytest.mark.usefixtures("loaded")
def test_the_pools_lend_to_whom_they_should() -> None:
    open_to = {
        name: {view.pool for view in search.every(player(name), Search()) if not view.refused}
        for name in ("secretaire@querenaing", "secretaire@anzin", "secretaire@sebourg")
    }
    everyone = {"Parc technique", "Parc sportif", "Parc de véhicules"}

    assert open_to == {
        "secretaire@querenaing": {*everyone, "Parc communautaire", "Entente de l'Écaillon"},
        "secretaire@anzin": everyone,
        "secretaire@sebourg": {*everyone, "Parc communautaire", NEIGHBOURS},
    }


@pytest.mark.usefixtures("loaded")
def test_thirty_items_of_which_two_lie_in_two_depots() -> None:
    per_item = select(Item.reference, func.count(Stock.id)).join(Stock).group_by(Item.reference)
    inventory = csv.DictReader(INVENTORY.read_text(encoding="utf-8").splitlines(), delimiter=";")
    named = {row["reference"] for row in inventory}
    counted = dict(db.session.execute(per_item.where(Item.reference.in_(named))).all())

    assert len(counted) == 30
    assert {name for name, depots in counted.items() if depots > 1} == {"BAR-VAU", "TEN-3X3"}
    shown = {view.reference for view in search.every(player("secretaire@anzin"), Search())}
    assert named < shown
    assert len(shown - named) == 3  # the two who operate, and the kit
    staff = select(func.count(Item.id)).filter_by(family="Personnel")
    assert db.session.scalars(staff).one() == 2


@pytest.mark.usefixtures("loaded")
def test_its_reservations_lie_within_four_months() -> None:
    ends = db.session.scalars(select(Reservation.ends_at)).all()

    assert max(ends) < clock.now() + timedelta(days=120)


@pytest.mark.usefixtures("loaded")
def test_every_borrower_is_insured_when_the_demonstration_is_played() -> None:
    for view in reservations.to_answer(player("gestionnaire@maing")):
        assert organizations.insurance(view.borrower_id, view.ends_at.date())
