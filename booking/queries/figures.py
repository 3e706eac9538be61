"""The official figures carried with the code, and what they would change of a territory."""

import csv
import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from booking.db import db
from booking.errors import NotFound
from booking.models.catalogue import Pool
from booking.models.organizations import Adhesion, Organization, Territory
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.figures import Commune, Difference, Known, Terms, compare, pairs
from booking.rules.organizations import Span
from booking.vocabulary import OrganizationKind

DATA = Path(__file__).resolve().parent.parent / "data"
FIGURES_DATE = date(2026, 1, 1)
"""The perimeters and populations carried are those in force from this day."""


@dataclass(frozen=True)
class Figures:
    """The official figures of an EPCI: itself, its communes, and every INSEE code there is."""

    siren: str
    on: date
    department: str
    epci: Commune
    communes: tuple[Commune, ...] = field(repr=False)
    codes: frozenset[str] = field(repr=False)


@dataclass(frozen=True)
class Review:
    """What figures change of a territory; `mark` is of these differences and no others."""

    territory: str
    siren: str
    on: date
    years: tuple[int | None, ...]  # of the figures kept today
    differences: tuple[Difference, ...]

    @property
    def mark(self) -> str:
        """Return a short digest, so that what is applied is what was read."""
        return hashlib.sha256(repr((self.on, self.differences)).encode()).hexdigest()[:16]

    @property
    def is_news(self) -> bool:
        """Tell whether applying changes anything, the year of the figures included."""
        return bool(self.differences) or any(year != self.on.year for year in self.years)


def official(siren: str) -> Figures:
    """Return the figures of an EPCI. Raises NotFound for a SIREN that no EPCI has.

    INSEE and DGCL through Etalab (`booking/data/README.md`).
    """
    epci = next((row for row in rows("epci-2026") if row["siren"] == siren), None)
    if epci is None:
        raise NotFound("epci_not_found", siren=siren)
    everywhere = list(rows("communes-2026"))
    inside = [row for row in everywhere if row["epci_siren"] == siren]
    departments = [row["department"] for row in inside]
    return Figures(
        siren=siren,
        on=FIGURES_DATE,
        department=max(departments, key=departments.count),  # of most communes
        epci=Commune("", siren, epci["name"], int(epci["population"])),
        communes=tuple(_commune(row) for row in inside),
        codes=frozenset(row["insee"] for row in everywhere),
    )


@cache
def _kinds() -> dict[str, str]:
    return {row["siren"]: row["kind"] for row in rows("epci-2026")}


def kind_of_epci(siren: str | None) -> str:
    """Return what an EPCI is in the official file (CC, CA, CU, METRO, MET69), "" when unknown."""
    return _kinds().get(siren or "", "")


def rows(name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of one of the files carried with the code."""
    with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _commune(row: dict[str, Any]) -> Commune:
    return Commune(
        row["insee"],
        row["siren"],
        row["name"],
        int(row["population"]),
        row["postal_codes"][:5],
    )


def of_actor(actor: Actor) -> Figures:
    """Return the figures of the actor's own territory, for who may apply them."""
    access.require(actor, "figures.refresh", Parties(actor.territory_id))
    return official(db.session.get_one(Territory, actor.territory_id).siren)


def review(actor: Actor, figures: Figures) -> Review:
    """Return what figures would change of the territory of their EPCI; raises NotFound."""
    territory = db.session.scalars(select(Territory).filter_by(siren=figures.siren)).first()
    if territory is None:
        raise NotFound("figures_not_found")
    access.require(actor, "figures.refresh", Parties(territory.id))
    known = kept(territory.id)
    listed = (figures.epci, *figures.communes)
    terms = Terms(figures.on, figures.codes, _thresholds(territory.id), _elsewhere(territory.id))
    paired = {mine.organization_id for mine, row in pairs(known, listed) if mine and row}
    return Review(
        territory=territory.name,
        siren=figures.siren,
        on=figures.on,
        years=_years(paired),
        differences=tuple(compare(known, listed, terms)),
    )


def kept(territory_id: int) -> list[Known]:
    """Return the communes and the EPCI of a territory with their places in it."""
    found = select(Organization).where(
        Organization.territory_id == territory_id,
        Organization.kind.in_((OrganizationKind.COMMUNE, OrganizationKind.EPCI)),
    )
    places = _places(territory_id)
    return [
        Known(
            each.id,
            each.insee_code or "",
            each.siren or "",
            each.name,
            each.population,
            tuple(places.get(each.id, ())),
        )
        for each in db.session.scalars(found.order_by(Organization.id))
    ]


def _places(territory_id: int) -> dict[int, list[Span]]:
    found = select(Adhesion).filter_by(territory_id=territory_id, pool_id=None)
    places: dict[int, list[Span]] = {}
    for each in db.session.scalars(found.order_by(Adhesion.starts_on)):
        places.setdefault(each.organization_id, []).append((each.starts_on, each.ends_on))
    return places


def _thresholds(territory_id: int) -> dict[str, int]:
    found = select(Pool.name, Pool.below_population).where(
        Pool.territory_id == territory_id, Pool.below_population.is_not(None)
    )
    return {name: below for name, below in db.session.execute(found) if below is not None}


def _elsewhere(territory_id: int) -> set[str]:
    found = select(Organization.siren).where(
        Organization.territory_id != territory_id, Organization.siren.is_not(None)
    )
    return {siren for siren in db.session.scalars(found) if siren}


def _years(ids: set[int]) -> tuple[int | None, ...]:
    found = select(Organization.figures_year).where(Organization.id.in_(ids)).distinct()
    return tuple(sorted(db.session.scalars(found), key=lambda year: year or 0))
