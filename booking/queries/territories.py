"""The territories this installation serves."""

from dataclasses import dataclass, replace

from sqlalchemy import case, func, select

from booking.db import db
from booking.errors import NotFound
from booking.models.organizations import Organization, Territory
from booking.rules.access import SERVICE, Actor
from booking.vocabulary import OrganizationKind

SMALL = 5_000


@dataclass(frozen=True)
class Summary:
    """A territory in figures; `small` communes are under 5 000 inhabitants."""

    name: str
    communes: int
    small: int


def summary(siren: str) -> Summary:
    """Return the figures of a territory."""
    rows = (
        select(
            Territory.name,
            func.count(Organization.id),
            func.sum(case((Organization.population < SMALL, 1), else_=0)),
        )
        .join(Organization, Organization.territory_id == Territory.id)
        .where(Territory.siren == siren, Organization.kind == OrganizationKind.COMMUNE)
        .group_by(Territory.name)
    )
    return Summary(*db.session.execute(rows).one())


def only(siren: str) -> int:
    """Return the territory of a SIREN, or the only one; raises NotFound."""
    found = select(Territory.id)
    if siren:
        found = found.filter_by(siren=siren)
    ids = db.session.scalars(found).all()
    if len(ids) != 1:
        raise NotFound("territory_not_found")
    return ids[0]


def service(territory_id: int) -> Actor:
    """Return the service itself, acting in one territory by a command and in its zone."""
    zone = db.session.get_one(Territory, territory_id).time_zone
    return replace(SERVICE, territory_id=territory_id, time_zone=zone, door="command")
