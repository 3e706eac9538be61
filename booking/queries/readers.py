"""Whose an address is, when a message is about to leave: what they chose, for whom they act."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.models.accounts import Membership, User
from booking.models.organizations import Organization, Territory
from booking.vocabulary import Role


@dataclass(frozen=True)
class ReaderView:
    """The person behind an address, today."""

    user_id: int
    daily: bool
    invitations: bool
    roles: dict[int, frozenset[Role]] = field(default_factory=dict)  # by organization


FOUND = (
    select(
        User.email,
        User.id,
        User.daily,
        User.invitations,
        Membership.organization_id,
        Membership.role,
        Membership.starts_on,
        Membership.ends_on,
        Territory.time_zone,
    )
    .outerjoin(Membership, Membership.user_id == User.id)
    .outerjoin(Organization, Organization.id == Membership.organization_id)
    .outerjoin(Territory, Territory.id == Organization.territory_id)
)


def by_address(addresses: Collection[str]) -> dict[str, ReaderView]:
    """Return the people of some addresses, with their roles of today."""
    known: dict[str, ReaderView] = {}
    roles: dict[int, dict[int, set[Role]]] = {}
    for row in db.session.execute(FOUND.where(User.email.in_(addresses))):
        held = roles.setdefault(row.id, {})
        known[row.email] = ReaderView(row.id, row.daily, row.invitations)
        if row.role and row.starts_on <= _today(row.time_zone) <= (row.ends_on or date.max):
            held.setdefault(row.organization_id, set()).add(row.role)
    return {
        address: ReaderView(
            each.user_id,
            each.daily,
            each.invitations,
            {place: frozenset(held) for place, held in roles[each.user_id].items()},
        )
        for address, each in known.items()
    }


def _today(zone: str) -> date:
    return clock.today(ZoneInfo(zone))
