"""Dated places in the EPCI and in the pools, and the loans that count on them (E37, E39)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.models.catalogue import Pool
from booking.models.organizations import Adhesion, Organization
from booking.models.reservations import Request, Reservation
from booking.queries import organizations
from booking.queries.views import reference
from booking.rules.access import Actor, Parties, may
from booking.rules.organizations import standing
from booking.vocabulary import OrganizationKind, Standing, Status

EXPECTED = (
    Status.REQUESTED,
    Status.NEEDS_INFO,
    Status.WAITLISTED,
    Status.APPROVED,
    Status.OUT,
    Status.RETURNED,
)
"""Reservations that still count on an adhesion."""


@dataclass(frozen=True)
class AdhesionView:
    """One adhesion: whose, to what, from when to when, by which acts."""

    id: int
    organization_id: int
    organization: str
    pool_id: int | None
    pool: str
    starts_on: date
    ends_on: date | None
    joining_act: str
    leaving_act: str
    standing: Standing
    may_change: bool


@dataclass(frozen=True)
class Circle:
    """The adherents of a pool, and who could join."""

    pool_id: int
    name: str
    manager: str
    by_list: bool
    may_change: bool
    adhesions: tuple[AdhesionView, ...]
    candidates: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class LoanView:
    """A reservation that counts on an adhesion, as its refusal names it."""

    id: int
    reference: str
    purpose: str
    pool: str
    starts_at: datetime
    ends_at: datetime
    status: Status

    def as_fact(self) -> dict[str, object]:
        """Return it as the facts of a refusal."""
        return {
            "id": self.id,
            "reference": self.reference,
            "purpose": self.purpose,
            "pool": self.pool,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
        }


def decides(territory_id: int, pool: Pool | None) -> Parties:
    """Return who decides who adheres to a pool, or to the EPCI when it is None."""
    if pool:
        return Parties(territory_id, manager_id=pool.manager_id)
    return Parties(territory_id, organization_id=organizations.epci_id(territory_id))


def find(actor: Actor, adhesion_id: int) -> Adhesion:
    """Return an adhesion of the actor's territory; raises NotFound."""
    found = db.session.get(Adhesion, adhesion_id)
    if found is None or found.territory_id != actor.territory_id:
        raise NotFound("adhesion_not_found")
    if found.pool_id:
        pool(actor, found.pool_id)
    return found


def pool(actor: Actor, pool_id: int) -> Pool:
    """Return a pool in the actor's view: a hidden one is known to its circle alone."""
    found = db.session.get(Pool, pool_id)
    if found is None or found.territory_id != actor.territory_id:
        raise NotFound("adhesion_not_found")
    if found.hidden and actor.organization_id not in {found.manager_id, *_ever(found.id)}:
        raise NotFound("adhesion_not_found")
    return found


def _ever(pool_id: int) -> Sequence[int]:
    return db.session.scalars(select(Adhesion.organization_id).filter_by(pool_id=pool_id)).all()


def of_organization(actor: Actor, organization_id: int) -> list[AdhesionView]:
    """Return the places of an organization, present ones first; hidden pools stay hidden."""
    mine = organizations.get(actor, organization_id)
    found = select(Adhesion, Pool).outerjoin(Pool).where(Adhesion.organization_id == mine.id)
    rows = db.session.execute(found.order_by(Adhesion.starts_on.desc(), Adhesion.id.desc()))
    return [
        _view(actor, adhesion, mine, pool)
        for adhesion, pool in rows
        if pool is None or not pool.hidden or actor.organization_id in {mine.id, pool.manager_id}
    ]


def circle(actor: Actor, pool_id: int) -> Circle:
    """Return who adheres to a pool, by name, and who could join it."""
    mine = pool(actor, pool_id)
    found = (
        select(Adhesion, Organization)
        .join(Organization, Organization.id == Adhesion.organization_id)
        .where(Adhesion.pool_id == mine.id)
        .order_by(Organization.name, Adhesion.starts_on.desc())
    )
    adhesions = [_view(actor, *row, mine) for row in db.session.execute(found)]
    lasting = {each.organization_id for each in adhesions if each.ends_on is None}
    return Circle(
        pool_id=mine.id,
        name=mine.name,
        manager=mine.manager.name,
        by_list=mine.by_list,
        may_change=may(actor, "adhesion.change", decides(mine.territory_id, mine)),
        adhesions=tuple(adhesions),
        candidates=tuple(
            (each.id, each.name) for each in _admitted(mine) if each.id not in lasting
        ),
    )


def _admitted(mine: Pool) -> Sequence[Organization]:
    """Return the organizations of the kinds to which a pool lends."""
    kinds = [kind for kind in OrganizationKind if kind.value in mine.kinds]
    found = select(Organization).where(
        Organization.territory_id == mine.territory_id, Organization.kind.in_(kinds)
    )
    return db.session.scalars(found.order_by(Organization.name)).all()


def _view(
    actor: Actor, adhesion: Adhesion, organization: Organization, pool: Pool | None
) -> AdhesionView:
    return AdhesionView(
        id=adhesion.id,
        organization_id=organization.id,
        organization=organization.name,
        pool_id=adhesion.pool_id,
        pool=pool.name if pool else "",
        starts_on=adhesion.starts_on,
        ends_on=adhesion.ends_on,
        joining_act=adhesion.joining_act,
        leaving_act=adhesion.leaving_act,
        standing=standing(adhesion.starts_on, adhesion.ends_on, clock.today(actor.zone)),
        may_change=may(actor, "adhesion.change", decides(adhesion.territory_id, pool)),
    )


def spans(organization_id: int, pool_id: int | None, but: int = 0) -> list[Adhesion]:
    """Return the adhesions of an organization to a pool, or to the EPCI, but one perhaps."""
    found = select(Adhesion).where(
        Adhesion.organization_id == organization_id,
        Adhesion.pool_id == pool_id if pool_id else Adhesion.pool_id.is_(None),
        Adhesion.id != but,
    )
    return list(db.session.scalars(found.order_by(Adhesion.starts_on)))


def since(organization_id: int, pool_id: int, day: date) -> date | None:
    """Return since when an organization in force on a day adheres to a pool, or to its EPCI."""
    known = [*spans(organization_id, pool_id), *spans(organization_id, None)]
    found = (each for each in known if each.starts_on <= day <= (each.ends_on or day))
    return next((each.starts_on for each in found), None)


def loans_after(adhesion: Adhesion, ends_on: date, zone: ZoneInfo) -> list[LoanView]:
    """Return the loans that go on after a last day of adhesion, those already lived included."""
    end = datetime.combine(ends_on + timedelta(days=1), time(0), zone)
    own = Pool.id == adhesion.pool_id if adhesion.pool_id else Pool.by_list.is_(False)
    found = (
        select(Reservation, Request.purpose, Pool.name)
        .join(Request, Request.id == Reservation.request_id)
        .join(Pool, Pool.id == Reservation.pool_id)
        .where(
            Request.borrower_id == adhesion.organization_id,
            Reservation.status.in_((*EXPECTED, Status.CLOSED)),
            Reservation.ends_at > end,
            own,
        )
        .order_by(Reservation.starts_at, Reservation.id)
    )
    return [
        LoanView(
            each.id,
            reference(each.id),
            purpose,
            name,
            each.starts_at,
            each.ends_at,
            each.status,
        )
        for each, purpose, name in db.session.execute(found)
    ]
