"""Signing in, passwords, invitations and tokens."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, select, update

from booking import clock, journal, mail
from booking.db import db
from booking.dealings import Hint
from booking.errors import Invalid, NotAllowed, NotFound, TooManyAttempts, WrongMoment
from booking.models.accounts import ApiToken, LoginAttempt, RequestKey, User
from booking.queries import accounts
from booking.rules import access, passwords
from booking.rules.access import SERVICE, VISITOR, Actor, Parties
from booking.usecases import usecase
from booking.vocabulary import MailKind

hasher = PasswordHasher()
NOBODY = hasher.hash(secrets.token_urlsafe())
"""Checked for unknown addresses, so that an answer takes as long as for known ones."""


def sign_in(actor: Actor, email: str, password: str, origin: str) -> int:
    """Return who gave a right address and password.

    The try is counted first, on its own, so that many at once cannot pass the limit; the slow hash
    is compared outside any transaction. Raises NotAllowed for a wrong pair, TooManyAttempts.
    """
    try_password(actor, email, origin)
    user = accounts.by_email(email)
    if not _matches(user, password) or user is None:
        raise NotAllowed("wrong_password")
    return admit(actor, user.id)


@usecase()
def try_password(actor: Actor, email: str, origin: str) -> int:
    """Somebody tries a password: the try is counted, for the account and where it comes from."""
    access.require(actor, "session.open", Parties(0))
    address = email.strip().lower()
    db.session.scalars(select(User.id).filter_by(email=address).with_for_update()).all()
    _count({"account": f"account:{address}", "origin": f"origin:{origin}"})
    return 0


def _count(keys: Mapping[str, str]) -> None:
    """Count one try under each key, by kind of limit; raises TooManyAttempts beyond it."""
    since = clock.now() - passwords.WINDOW
    for kind, key in keys.items():
        if accounts.attempts(key, since) >= passwords.MOST_ATTEMPTS[kind]:
            raise TooManyAttempts("too_many_attempts", minutes=15)
        db.session.add(LoginAttempt(key=key, at=clock.now()))


@usecase()
def admit(actor: Actor, user_id: int) -> int:
    """Somebody gave the right password: their tries are forgotten."""
    access.require(actor, "session.open", Parties(0))
    user = db.session.get_one(User, user_id)
    key = f"account:{user.email}"
    db.session.execute(delete(LoginAttempt).where(LoginAttempt.key == key))
    user.last_login_at = clock.now()
    return user.id


def _matches(user: User | None, password: str) -> bool:
    known = user.password_hash if user and user.password_hash else NOBODY
    try:
        return hasher.verify(known, password) and known != NOBODY
    except VerificationError:
        return False


def change_password(actor: Actor, current: str, new: str) -> int:
    """Return the person whose password is changed; a wrong present one counts as a try."""
    try_password(actor, actor.email, "account")
    if not _matches(accounts.by_email(actor.email), current):
        raise Invalid("wrong_current_password")
    admit(actor, actor.user_id)
    return choose_password(actor, new)


@usecase()
def choose_password(actor: Actor, new: str) -> int:
    """A person who proved the present password takes another; their other sessions end."""
    user = db.session.get_one(User, actor.user_id)
    access.require(actor, "account.change_password", Parties(actor.territory_id, user_id=user.id))
    _set_password(user, new)
    _tell_places("change_password", actor, user)
    return user.id


def _set_password(user: User, password: str) -> None:
    user.password_hash = hasher.hash(password)
    user.stamp = secrets.token_hex(16)


@usecase()
def accept_invitation(actor: Actor, user_id: int, stamp: str, password: str) -> int:
    """An invited person chooses their password, once."""
    return _choose_by_link("accept_invitation", user_id, stamp, password)


@usecase()
def ask_reset(actor: Actor, email: str, origin: str) -> int:
    """Somebody forgot their password: the person of that address, if any, receives a link.

    The answer is the same for every address. Raises TooManyAttempts.
    """
    access.require(actor, "session.open", Parties(0))
    address = email.strip().lower()
    _count({"reset": f"reset:{address}", "origin": f"origin:{origin}"})
    user = accounts.by_email(address)
    person = accounts.account(user.id) if user else None
    if user and person and person.places:
        first = person.places[0]
        facts = {"user_id": user.id, "stamp": user.stamp}
        mail.queue(first.territory_id, MailKind.RESET, [user.email], **facts)
        _tell_places("ask_reset", replace(SERVICE, door=actor.door), user)
    return 0


@usecase()
def reset_password(actor: Actor, user_id: int, stamp: str, password: str) -> int:
    """Whoever received the link takes another password; their sessions and the link end."""
    chosen = _choose_by_link("reset_password", user_id, stamp, password)
    user = db.session.get_one(User, chosen)
    db.session.execute(delete(LoginAttempt).where(LoginAttempt.key == f"account:{user.email}"))
    return chosen


def _choose_by_link(act: str, user_id: int, stamp: str, password: str) -> int:
    """Set a password for whoever shows the stamp that a mailed link carries; it serves once."""
    access.require(VISITOR, "session.open", Parties(0))
    user = db.session.get(User, user_id, with_for_update=True, populate_existing=True)
    if user is None or user.stamp != stamp:
        raise WrongMoment("link_used")
    _set_password(user, password)
    person = accounts.account(user.id)
    _tell_places(act, (person and person.acting(None)) or SERVICE, user)
    return user.id


def _tell_places(act: str, actor: Actor, user: User) -> None:
    """Journal what befell an account, for each organization it acts for today."""
    person = accounts.account(user.id)
    for place in person.places if person else ():
        journal.record(
            actor,
            act,
            "access",
            place.organization_id,
            territory_id=place.territory_id,
            user_id=user.id,
            about=user.name,
        )


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
def revoke_tokens(actor: Actor, email: str) -> int:
    """The operator ends every token of a person's programs."""
    access.require(actor, "access.issue_token", Parties(actor.territory_id))
    user = accounts.by_email(email)
    if user is None:
        raise NotFound("account_not_found")
    given = update(ApiToken).where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None))
    db.session.execute(given.values(revoked_at=clock.now()))
    journal.record(actor, "revoke_tokens", "user", user.id)
    return user.id


@usecase()
def forget(actor: Actor) -> int:
    """The clock forgets wrong passwords and request keys that no longer count."""
    access.require(actor, "access.forget", Parties(actor.territory_id))
    now = clock.now()
    db.session.execute(delete(LoginAttempt).where(LoginAttempt.at < now - timedelta(days=1)))
    db.session.execute(delete(RequestKey).where(RequestKey.at < now - timedelta(days=30)))
    return 0


@usecase()
def dismiss(actor: Actor, hint: Hint) -> int:
    """A person has read a hint: it is shown no more, on any machine."""
    user = db.session.get_one(User, actor.user_id)
    access.require(actor, "account.dismiss", Parties(actor.territory_id, user_id=user.id))
    user.dismissed = sorted({*user.dismissed, hint.value})
    return user.id


@usecase()
def recall_hints(actor: Actor) -> int:
    """A person wants the hints of the first visit back."""
    user = db.session.get_one(User, actor.user_id)
    access.require(actor, "account.dismiss", Parties(actor.territory_id, user_id=user.id))
    user.dismissed = []
    return user.id
