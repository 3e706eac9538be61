"""Who acts for an organization, with which roles, from when until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.models.accounts import Membership, User
from booking.models.organizations import Organization
from booking.queries.accounts import tenure
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.tenures import Tenure
from booking.vocabulary import AccessState, OrganizationKind, Role


@dataclass(frozen=True)
class House:
    """An organization whose accesses the actor administers."""

    id: int
    name: str
    kind: OrganizationKind
    administered: bool  # somebody of its own administers it today


@dataclass(frozen=True)
class Access:
    """One person's roles in one organization; `starts_on` and `ends_on` are days held."""

    user_id: int
    name: str
    email: str
    shared: bool
    roles: tuple[Role, ...]
    starts_on: date
    ends_on: date | None
    state: AccessState
    last_login_at: datetime | None


def row(actor: Actor, organization_id: int) -> Organization:
    """Return an organization whose accesses the actor administers; raises NotFound."""
    found = db.session.get(Organization, organization_id)
    if found is None:
        raise NotFound("access_not_found")
    access.require(actor, "access.read", parties(found))
    return found


def parties(organization: Organization) -> Parties:
    """Return whom the accesses of an organization concern."""
    return Parties(organization.territory_id, organization_id=organization.id)


def house(actor: Actor, organization_id: int) -> House:
    """Return an organization as its administrator reads it; raises NotFound to others."""
    return _house(row(actor, organization_id), _administrators([organization_id]))


def houses(actor: Actor) -> list[House]:
    """Return every organization whose accesses the actor administers, its own first."""
    found = select(Organization).where(Organization.territory_id == actor.territory_id)
    rows = [
        each
        for each in db.session.scalars(found.order_by(Organization.name))
        if access.may(actor, "access.read", parties(each))
    ]
    known = _administrators([each.id for each in rows])
    rows.sort(key=lambda each: each.id != actor.organization_id)
    return [_house(each, known) for each in rows]


def _house(organization: Organization, administrators: Sequence[Tenure]) -> House:
    today = today_of(organization)
    mine = [each for each in administrators if each.organization_id == organization.id]
    administered = any(each.holds(today) for each in mine)
    return House(organization.id, organization.name, organization.kind, administered)


def _administrators(organization_ids: Sequence[int]) -> list[Tenure]:
    found = (
        select(Membership)
        .where(
            Membership.organization_id.in_(organization_ids), Membership.role == Role.ADMINISTRATOR
        )
        .options(joinedload(Membership.user))
    )
    return [tenure(each, each.user) for each in db.session.scalars(found)]


def administrators(organization: Organization) -> list[Tenure]:
    """Return who ever could administer an organization: its own people and the EPCI office's."""
    office = select(Organization.id).where(
        Organization.territory_id == organization.territory_id,
        Organization.kind == OrganizationKind.EPCI,
    )
    return _administrators([organization.id, *db.session.scalars(office)])


def today_of(organization: Organization) -> date:
    """Return the present day where an organization lives."""
    return clock.today(ZoneInfo(organization.territory.time_zone))


def of_organization(actor: Actor, organization_id: int) -> list[Access]:
    """Return who acts or acted for an organization, those of today first; raises NotFound."""
    organization = row(actor, organization_id)
    found = (
        select(Membership)
        .where(Membership.organization_id == organization.id)
        .options(joinedload(Membership.user))
        .order_by(Membership.id)
    )
    people: dict[int, list[Membership]] = {}
    for each in db.session.scalars(found):
        people.setdefault(each.user_id, []).append(each)
    known = [_access(mine, today_of(organization)) for mine in people.values()]
    return sorted(known, key=lambda each: (each.state is AccessState.ENDED, each.name))


def show(actor: Actor, organization_id: int, user_id: int) -> Access:
    """Return one person's access to an organization; raises NotFound."""
    organization = row(actor, organization_id)
    found = select(Membership).filter_by(organization_id=organization_id, user_id=user_id)
    mine = db.session.scalars(found.order_by(Membership.id)).all()
    if not mine:
        raise NotFound("access_not_found")
    return _access(mine, today_of(organization))


def _access(mine: Sequence[Membership], today: date) -> Access:
    user = mine[0].user
    held = [each for each in mine if tenure(each).holds(today)]
    shown = held or [max(mine, key=lambda each: each.ends_on or date.max)]
    ends = [each.ends_on for each in shown]
    return Access(
        user_id=user.id,
        name=user.name,
        email=user.email,
        shared=user.shared,
        roles=tuple(role for role in Role if role in {each.role for each in shown}),
        starts_on=min(each.starts_on for each in shown),
        ends_on=None if None in ends else max(day for day in ends if day),
        state=_state(user, is_held=bool(held)),
        last_login_at=user.last_login_at,
    )


def _state(user: User, *, is_held: bool) -> AccessState:
    if not is_held:
        return AccessState.ENDED
    return AccessState.CURRENT if user.password_hash else AccessState.INVITED
