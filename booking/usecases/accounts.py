"""Signing in, passwords, invitations and tokens."""

import secrets
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, select

from booking import clock, journal, mail
from booking.db import db
from booking.errors import Invalid, NotAllowed, NotFound, Refusal, TooManyAttempts, WrongMoment
from booking.models.accounts import ApiToken, LoginAttempt, Membership, User
from booking.models.organizations import Organization
from booking.queries import accounts
from booking.rules import access, passwords
from booking.rules.access import SERVICE, Actor, Parties
from booking.usecases import usecase
from booking.vocabulary import MailKind, Role

hasher = PasswordHasher()
NOBODY = hasher.hash(secrets.token_urlsafe())
"""Checked for unknown addresses, so that an answer takes as long as for known ones."""


def count_attempt(_actor: Actor, refusal: Refusal) -> None:
    """Count a wrong password, under the account and under the address it came from."""
    if refusal.code == "wrong_password":
        for key in refusal.facts.pop("keys"):  # type: ignore[attr-defined]
            db.session.add(LoginAttempt(key=key, at=clock.now()))


@usecase(after_refusal=count_attempt)
def sign_in(actor: Actor, email: str, password: str, origin: str) -> int:
    """A person gives their address and password; wrong ones are counted.

    Raises NotAllowed for a wrong pair and TooManyAttempts after ten within a quarter of an hour.
    """
    access.require(actor, "session.open", Parties(0))
    keys = [f"account:{email.strip().lower()}", f"origin:{origin}"]
    since = clock.now() - passwords.WINDOW
    most = passwords.MOST_ATTEMPTS
    if any(accounts.attempts(key, since) >= most[key.partition(":")[0]] for key in keys):
        raise TooManyAttempts("too_many_attempts", minutes=15)
    user = accounts.by_email(email)
    if not _matches(user, password) or user is None:
        raise NotAllowed("wrong_password", keys=keys)
    db.session.execute(delete(LoginAttempt).where(LoginAttempt.key == keys[0]))
    user.last_login_at = clock.now()
    return user.id


def _matches(user: User | None, password: str) -> bool:
    known = user.password_hash if user and user.password_hash else NOBODY
    try:
        return hasher.verify(known, password) and known != NOBODY
    except VerificationError:
        return False


@usecase()
def change_password(actor: Actor, current: str, new: str) -> int:
    """A person chooses another password; their other sessions end."""
    user = db.session.get_one(User, actor.user_id)
    access.require(actor, "account.change_password", Parties(actor.territory_id, user_id=user.id))
    if not _matches(user, current):
        raise Invalid("wrong_current_password")
    _set_password(user, new)
    journal.record(actor, "change_password", "user", user.id)
    return user.id


def _set_password(user: User, password: str) -> None:
    user.password_hash = hasher.hash(password)
    user.stamp = secrets.token_hex(16)


@usecase()
def invite(actor: Actor, email: str, name: str, siren: str, role: Role) -> int:
    """The operator opens an access: the person receives a link to choose a password."""
    access.require(actor, "access.invite", Parties(actor.territory_id))
    organization = db.session.scalars(select(Organization).filter_by(siren=siren)).first()
    if organization is None:
        raise NotFound("organization_not_found")
    user = enrol(email, name, organization, role)
    mail.queue(organization.territory_id, MailKind.INVITED, [user.email], user_id=user.id)
    journal.record(actor, "invite", "user", user.id, role=role)
    return user.id


def enrol(email: str, name: str, organization: Organization, role: Role) -> User:
    """Give a person a role in an organization, making their account if need be."""
    user = accounts.by_email(email)
    if user is None:
        user = User(
            email=email.strip().lower(),
            name=name,
            stamp=secrets.token_hex(16),
            created_at=clock.now(),
        )
        db.session.add(user)
    if not any(
        each.organization_id == organization.id and each.role is role for each in user.memberships
    ):
        today = clock.now().date()
        user.memberships.append(Membership(organization=organization, role=role, starts_on=today))
    db.session.flush()  # its id goes into the journal
    return user


@usecase()
def accept_invitation(actor: Actor, user_id: int, stamp: str, password: str) -> int:
    """An invited person chooses their password, once."""
    access.require(actor, "session.open", Parties(0))
    user = db.session.get(User, user_id, with_for_update=True)
    if user is None or user.stamp != stamp:
        raise WrongMoment("link_used")
    _set_password(user, password)
    journal.record(SERVICE, "accept_invitation", "user", user.id)
    return user.id


def new_secret() -> str:
    """Return 256 bits of chance, safe in an address."""
    return secrets.token_urlsafe(32)


@usecase()
def issue_token(actor: Actor, email: str, secret: str, organization_id: int | None) -> int:
    """The operator gives a person's program a token; only its digest is kept."""
    access.require(actor, "access.issue_token", Parties(actor.territory_id))
    user = accounts.by_email(email)
    person = accounts.account(user.id) if user else None
    acting = person.acting(organization_id) if person else None
    if acting is None:
        raise NotFound("account_not_found")
    token = ApiToken(
        user_id=acting.user_id,
        organization_id=acting.organization_id,
        digest=accounts.digest(secret),
        name="jeton",
        created_at=clock.now(),
    )
    db.session.add(token)
    db.session.flush()  # its id goes into the journal
    journal.record(actor, "issue_token", "token", token.id)
    return token.id


@usecase()
def forget_attempts(actor: Actor) -> int:
    """The clock forgets the wrong passwords that no longer count."""
    access.require(actor, "access.invite", Parties(actor.territory_id))
    before = clock.now() - timedelta(days=1)
    db.session.execute(delete(LoginAttempt).where(LoginAttempt.at < before))
    return 0
