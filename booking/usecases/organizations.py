"""Territories and their communes, from the official figures."""

import csv
import gzip
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from booking import journal
from booking.db import db
from booking.errors import NotFound
from booking.models.organizations import Adhesion, Organization, Territory
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.usecases import usecase
from booking.vocabulary import OrganizationKind

DATA = Path(__file__).resolve().parent.parent / "data"
FIGURES_DATE = date(2026, 1, 1)
"""The perimeters and populations carried are those in force from this day."""
OVERSEAS = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "976": "Indian/Mayotte",
}


@usecase()
def load_territory(actor: Actor, siren: str) -> int:
    """The operator brings in an EPCI and its communes; again, it only adds what is missing.

    Figures: INSEE and DGCL through Etalab, 2026 (`booking/data/README.md`). Raises NotFound for
    a SIREN that no EPCI of the list has.
    """
    access.require(actor, "territory.load", Parties(actor.territory_id))
    epci = next((row for row in _rows("epci-2026") if row["siren"] == siren), None)
    if epci is None:
        raise NotFound("epci_not_found", siren=siren)
    communes = [row for row in _rows("communes-2026") if row["epci_siren"] == siren]
    zone = OVERSEAS.get(communes[0]["department"], "Europe/Paris")
    territory = db.session.scalars(select(Territory).filter_by(siren=siren)).first()
    if territory is None:
        territory = Territory(siren=siren, name=epci["name"], time_zone=zone)
        db.session.add(territory)
        db.session.flush()  # every row that follows carries its id
        journal.record(actor, "load", "territory", territory.id, communes=len(communes))
    known = set(db.session.scalars(select(Organization.siren).filter_by(territory_id=territory.id)))
    if siren not in known:
        db.session.add(_epci(territory, epci))
    for row in communes:
        if row["siren"] not in known:
            _add_commune(territory, row)
    return territory.id


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _epci(territory: Territory, row: dict[str, Any]) -> Organization:
    return Organization(
        territory_id=territory.id,
        kind=OrganizationKind.EPCI,
        name=row["name"],
        siren=row["siren"],
        population=int(row["population"]),
    )


def _add_commune(territory: Territory, row: dict[str, Any]) -> None:
    commune = Organization(
        territory_id=territory.id,
        kind=OrganizationKind.COMMUNE,
        name=row["name"],
        siren=row["siren"] or None,
        insee_code=row["insee"],
        postal_code=row["postal_codes"][:5],
        population=int(row["population"]),
    )
    db.session.add(commune)
    db.session.flush()  # its adhesion refers to it
    db.session.add(
        Adhesion(territory_id=territory.id, organization_id=commune.id, starts_on=FIGURES_DATE)
    )
