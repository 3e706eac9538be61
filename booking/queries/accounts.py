"""Who signs in, and for which organizations they act today."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, exists, func, select

from booking import clock
from booking.db import db
from booking.models.accounts import ApiToken, LoginAttempt, Membership, User
from booking.models.catalogue import Unit
from booking.models.organizations import Organization, Territory
from booking.rules.access import Actor
from booking.rules.tenures import Tenure, ends_at
from booking.vocabulary import OrganizationKind, Role


@dataclass(frozen=True)
class Place:
    """An organization somebody acts for, and as what."""

    organization_id: int
    organization: str
    kind: OrganizationKind
    roles: frozenset[Role]
    territory_id: int
    time_zone: str
    operates: bool = False  # a person lent along with equipment, somewhere in the territory


@dataclass(frozen=True)
class Account:
    """A person signed in, with every place they may act from."""

    user_id: int
    name: str
    email: str
    stamp: str
    places: tuple[Place, ...]
    shared: bool = False  # the mailbox of an office, which several people open
    dismissed: frozenset[str] = frozenset()  # hints no longer shown

    def acting(self, organization_id: int | None) -> Actor | None:
        """Return the person as actor for one organization, the first when none is named."""
        for place in self.places:
            if organization_id in (None, place.organization_id):
                return Actor(
                    user_id=self.user_id,
                    name=self.name,
                    email=self.email,
                    organization_id=place.organization_id,
                    organization_name=place.organization,
                    territory_id=place.territory_id,
                    kind=place.kind,
                    time_zone=place.time_zone,
                    roles=place.roles,
                )
        return None


def operates(known: Account, actor: Actor) -> bool:
    """Tell whether a person is lent along with equipment where they act."""
    return any(each.operates for each in known.places if each.territory_id == actor.territory_id)


def digest(secret: str) -> str:
    """Return what is kept of a random secret; 256 bits of chance need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def account(user_id: int) -> Account | None:
    """Return a person and their places of today, or None."""
    user = db.session.get(User, user_id)
    if user is None:
        return None
    return Account(
        user_id=user.id,
        name=user.name,
        email=user.email,
        stamp=user.stamp,
        places=_places(user.id),
        shared=user.shared,
        dismissed=frozenset(user.dismissed),
    )


OPERATES = (
    exists()
    .where(Unit.user_id == Membership.user_id, Unit.territory_id == Organization.territory_id)
    .correlate(Membership, Organization)
)


def _places(user_id: int) -> tuple[Place, ...]:
    rows = [
        row
        for row in db.session.execute(
            select(Membership, Organization, Territory.time_zone, OPERATES)
            .join(Organization, Organization.id == Membership.organization_id)
            .join(Territory, Territory.id == Organization.territory_id)
            .where(Membership.user_id == user_id)
            .order_by(Membership.id)
        )
        if tenure(row[0]).holds(clock.today(ZoneInfo(row[2])))
    ]
    roles: dict[int, set[Role]] = {}
    for membership, organization, *_ in rows:
        roles.setdefault(organization.id, set()).add(membership.role)
    known = {row[1].id: row[1:] for row in rows}
    return tuple(
        Place(
            organization_id=organization.id,
            organization=organization.name,
            kind=organization.kind,
            roles=frozenset(roles[organization.id]),
            territory_id=organization.territory_id,
            time_zone=zone,
            operates=operates,
        )
        for organization, zone, operates in known.values()
    )


def tenure(membership: Membership, user: User | None = None) -> Tenure:
    """Return a membership as the rules read it."""
    return Tenure(
        membership.user_id,
        membership.organization_id,
        membership.starts_on,
        membership.ends_on,
        entered=user is None or user.password_hash is not None,
    )


def left_at(user_id: int, organization_id: int) -> datetime | None:
    """Return when a person's last role in an organization ended; None when there was none."""
    spans = (
        select(Membership.ends_on, Territory.time_zone)
        .join(Organization, Organization.id == Membership.organization_id)
        .join(Territory, Territory.id == Organization.territory_id)
        .where(
            Membership.user_id == user_id,
            Membership.organization_id == organization_id,
            Membership.ends_on.is_not(None),
        )
        .order_by(Membership.ends_on.desc())
    )
    last = db.session.execute(spans).first()
    return ends_at(last[0], ZoneInfo(last[1])) if last and last[0] else None


def bearer(secret: str) -> Actor | None:
    """Return who acts by a bearer token, or None when it is unknown or revoked."""
    token = db.session.scalars(
        select(ApiToken).filter_by(digest=digest(secret), revoked_at=None)
    ).first()
    known = account(token.user_id) if token else None
    return known.acting(token.organization_id) if token and known else None


def by_email(email: str) -> User | None:
    """Return the user of an address, written in any case."""
    return db.session.scalars(select(User).filter_by(email=email.strip().lower())).first()


def attempts(key: str, since: datetime) -> int:
    """Return how many wrong passwords were counted under a key."""
    counted: Select[int] = select(func.count(LoginAttempt.id)).where(
        LoginAttempt.key == key, LoginAttempt.at >= since
    )
    return db.session.scalars(counted).one()


def has_demonstration() -> bool:
    """Tell whether this installation serves a demonstration."""
    return db.session.scalar(select(Territory.id).filter_by(demonstration=True)) is not None
