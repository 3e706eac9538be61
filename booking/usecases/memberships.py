"""Opening, changing and ending what somebody may do for an organization."""

import secrets
from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select, update

from booking import clock, journal, mail
from booking.db import db
from booking.errors import Invalid, NotFound, WrongMoment
from booking.models.accounts import ApiToken, Membership, User
from booking.models.calendars import Feed
from booking.models.organizations import Organization
from booking.queries import accounts, memberships, snapshots
from booking.queries.accounts import tenure
from booking.queries.calendars import GONE
from booking.rules import access, tenures
from booking.rules.access import Actor, Parties
from booking.rules.asking import Granted
from booking.usecases import usecase
from booking.vocabulary import AccessState, MailKind, OrganizationKind, Role

DAY = timedelta(days=1)


@usecase()
def invite_by_siren(actor: Actor, email: str, name: str, siren: str, role: Role) -> int:
    """The operator opens an access: the person receives a link to choose a password."""
    access.require(actor, "access.issue_token", Parties(actor.territory_id))
    organization = db.session.scalars(select(Organization).filter_by(siren=siren)).first()
    if organization is None:
        raise NotFound("organization_not_found")
    return _open(actor, organization, enrol(email, name, organization, role), {})


@usecase()
def invite(
    actor: Actor,
    organization_id: int,
    email: str,
    name: str,
    granted: Granted,
    *,
    key: str | None = None,
) -> int:
    """An administrator invites somebody to act for an organization, until a day perhaps.

    Raises Invalid for a day that is past, or for somebody who acts for it already.
    """
    organization = _administered(actor, "access.invite", organization_id)
    _check_day(granted.ends_on, organization)
    user = _person(email, name)
    before = _facts(user, organization)
    if before["roles"]:
        raise Invalid("invalid", errors={"email": ["Cette personne a déjà un accès ici."]})
    granted = replace(granted, shared=granted.shared or bool(user.shared))
    _check_shared(user, organization, granted)
    _grant(user, organization, granted)
    return _open(actor, organization, user, _changes(before, _facts(user, organization)))


@usecase()
def change(actor: Actor, organization_id: int, user_id: int, granted: Granted) -> int:
    """An administrator gives somebody other roles or another end in an organization.

    Raises Invalid for a day that is past, WrongMoment when nobody could administer any more.
    """
    organization = _administered(actor, "access.change", organization_id)
    user = _member(organization, user_id)
    _check_day(granted.ends_on, organization)
    _check_shared(user, organization, granted)
    return _revise(actor, "change_access", organization, user, granted)


@usecase()
def end(actor: Actor, organization_id: int, user_id: int) -> int:
    """An administrator ends somebody's access at once; their programs and calendars end too.

    Raises WrongMoment when nobody could administer any more.
    """
    organization = _administered(actor, "access.end", organization_id)
    user = _member(organization, user_id)
    _revoke(user, organization)
    return _revise(actor, "end_access", organization, user, Granted((), shared=user.shared))


@usecase()
def resend(actor: Actor, organization_id: int, user_id: int) -> int:
    """An administrator sends an invitation again; the former link is worth nothing any more."""
    organization = _administered(actor, "access.invite", organization_id)
    user = _member(organization, user_id)
    shown = memberships.show(actor, organization_id, user_id)
    if shown.state is not AccessState.INVITED:
        raise WrongMoment("invitation_answered")
    user.stamp = secrets.token_hex(16)
    _write(organization, user)
    _note(actor, "resend_invitation", organization, user, {})
    return user.id


def enrol(email: str, name: str, organization: Organization, role: Role) -> User:
    """Give a person a role without end in an organization, making their account if need be."""
    user = _person(email, name)
    _hold(user, organization, role, None)
    db.session.flush()  # its id goes into the journal
    return user


def _administered(actor: Actor, act: str, organization_id: int) -> Organization:
    """Return an organization whose accesses the actor administers, one change at a time.

    The offices of the EPCI are locked with it: two administrators who end each other's access at
    once would otherwise leave nobody.
    """
    organization = memberships.row(actor, organization_id)
    access.require(actor, act, memberships.parties(organization))
    together = (Organization.id == organization_id) | (
        Organization.kind == OrganizationKind.EPCI
    ) & (Organization.territory_id == organization.territory_id)
    rows = select(Organization.id).where(together).order_by(Organization.id)
    db.session.scalars(rows.with_for_update(key_share=True)).all()
    return organization


def _member(organization: Organization, user_id: int) -> User:
    user = db.session.get(User, user_id)
    if user is None or not _held(user, organization):
        raise NotFound("access_not_found")
    return user


def _person(email: str, name: str) -> User:
    user = accounts.by_email(email)
    if user is None:
        user = User(
            email=email.strip().lower(),
            name=name,
            stamp=secrets.token_hex(16),
            created_at=clock.now(),
            shared=False,
            dismissed=[],
        )
        db.session.add(user)
    return user


def _check_day(ends_on: date | None, organization: Organization) -> None:
    if ends_on and ends_on < memberships.today_of(organization):
        raise Invalid("invalid", errors={"ends_on": ["Ce jour est passé."]})


def _check_shared(user: User, organization: Organization, granted: Granted) -> None:
    """Leave the mailbox of who acts elsewhere too as it is: it is not one's own to speak of."""
    others = {
        each.organization_id
        for each in user.memberships
        if tenure(each).holds(memberships.today_of(each.organization))
    } - {organization.id}
    if others and granted.shared != bool(user.shared):
        sentence = "Cette personne agit aussi pour un autre organisme : cela ne se change pas ici."
        raise Invalid("invalid", errors={"shared": [sentence]})


def _held(user: User, organization: Organization) -> dict[Role, Membership]:
    """Return the memberships of a person in an organization, by role, ended ones included."""
    mine = [each for each in user.memberships if each.organization is organization]
    return {each.role: each for each in mine}


def _grant(user: User, organization: Organization, granted: Granted) -> None:
    """Let somebody have these roles and no others; what ends was last held yesterday."""
    today = memberships.today_of(organization)
    for role, membership in _held(user, organization).items():
        if role not in granted.roles and tenure(membership).holds(today):
            membership.ends_on = today - DAY
    for role in granted.roles:
        _hold(user, organization, role, granted.ends_on)
    user.shared = granted.shared
    db.session.flush()  # its id goes into the journal, and the rows are read again


def _hold(user: User, organization: Organization, role: Role, ends_on: date | None) -> None:
    today = memberships.today_of(organization)
    membership = _held(user, organization).get(role)
    if membership is None:
        membership = Membership(organization=organization, role=role, starts_on=today)
        user.memberships.append(membership)
    elif membership.ends_on and membership.ends_on < today:  # somebody who had left is back
        if today - membership.ends_on > GONE:
            _revoke(user, organization)
        membership.starts_on = today
    membership.ends_on = ends_on


def _revoke(user: User, organization: Organization) -> None:
    """End the tokens and the calendars of a person in an organization, for good."""
    feeds = select(Feed.digest).filter_by(user_id=user.id, organization_id=organization.id)
    for digest in db.session.scalars(feeds):
        snapshots.forget(digest)
    for table in (ApiToken, Feed):
        mine = update(table).where(
            table.user_id == user.id,
            table.organization_id == organization.id,
            table.revoked_at.is_(None),
        )
        db.session.execute(mine.values(revoked_at=clock.now()))


def _revise(
    actor: Actor, act: str, organization: Organization, user: User, granted: Granted
) -> int:
    """Change an access, unless it takes away the last who could administer."""
    before, led = _facts(user, organization), memberships.administrators(organization)
    _grant(user, organization, granted)
    today, leading = memberships.today_of(organization), memberships.administrators(organization)
    if tenures.locks_out(led, leading, today):
        raise WrongMoment("last_administrator", organization=organization.name)
    if changes := _changes(before, _facts(user, organization)):
        _note(actor, act, organization, user, changes)
    return user.id


def _facts(user: User, organization: Organization) -> dict[str, object]:
    """Return what the journal keeps of an access as it stands."""
    today = memberships.today_of(organization)
    held = [each for each in _held(user, organization).values() if tenure(each).holds(today)]
    ends: Collection[date | None] = {each.ends_on for each in held}
    last = max((day for day in ends if day), default=None)
    return {
        "roles": [role.value for role in Role if role in {each.role for each in held}],
        "ends_on": last.isoformat() if last and None not in ends else None,
        "shared": bool(user.shared),
    }


def _changes(before: dict[str, object], after: dict[str, object]) -> dict[str, list[object]]:
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}


def _open(
    actor: Actor, organization: Organization, user: User, changes: dict[str, list[object]]
) -> int:
    _write(organization, user)
    _note(actor, "invite", organization, user, changes)
    return user.id


def _write(organization: Organization, user: User) -> None:
    """Write to an invited person; the link only goes to who never chose a password."""
    facts: dict[str, object] = {"organization_id": organization.id, "user_id": user.id}
    if user.password_hash is None:
        facts["stamp"] = user.stamp
    mail.queue(organization.territory_id, MailKind.INVITED, [user.email], **facts)


def _note(
    actor: Actor,
    act: str,
    organization: Organization,
    user: User,
    changes: dict[str, list[object]],
) -> None:
    journal.record(
        actor,
        act,
        "access",
        organization.id,
        territory_id=organization.territory_id,
        user_id=user.id,
        about=user.name,
        changes=changes,
    )
