"""Signing in, passwords, invitations and tokens."""

from datetime import date, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.errors import Invalid, NotAllowed, NotFound, TooManyAttempts, WrongMoment
from booking.models.accounts import LoginAttempt, Membership, User
from booking.models.mail import Message
from booking.queries import accounts as reads
from booking.rules.access import SERVICE, VISITOR
from booking.usecases import accounts
from booking.usecases.memberships import invite_by_siren
from booking.vocabulary import Role
from tests.factories import (
    count_rows,
    keep,
    make_actor,
    make_commune,
    make_scene,
    make_territory,
    make_user,
    set_clock,
)

pytestmark = pytest.mark.usefixtures("base")
PASSWORD = "Parc-commun-2026"
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash at little cost."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "hasher", hasher)
    monkeypatch.setattr(accounts, "NOBODY", hasher.hash("personne"))


def make_nadia(email: str = "nadia@mairie.example") -> User:
    """Make a secretary who chose a password."""
    commune = make_commune(make_territory())
    hashed = accounts.hasher.hash(PASSWORD)
    return make_user(commune, Role.SECRETARY, email=email, password_hash=hashed)


def sign_in(
    password: str = PASSWORD, email: str = "nadia@mairie.example", origin: str = HERE
) -> int:
    """Try to sign in."""
    return accounts.sign_in(VISITOR, email, password, origin=origin)


def fail(times: int, email: str = "nadia@mairie.example", origin: str = HERE) -> None:
    """Give a wrong password so many times."""
    for _ in range(times):
        with pytest.raises(NotAllowed):
            sign_in("mauvais mot de passe", email, origin)


@pytest.mark.parametrize("email", ["nadia@mairie.example", " Nadia@Mairie.Example "])
def test_the_right_pair_opens_a_session(email: str) -> None:
    nadia = make_nadia()

    assert sign_in(email=email) == nadia.id
    assert nadia.last_login_at


def test_a_wrong_password_an_unknown_address_and_an_unset_password_look_the_same() -> None:
    make_nadia()
    make_user(make_commune(make_territory()), Role.SECRETARY, email="neuf@mairie.example")

    for email in ("nadia@mairie.example", "inconnu@mairie.example", "neuf@mairie.example"):
        with pytest.raises(NotAllowed) as refusal:
            sign_in("personne", email)
        assert (refusal.value.code, refusal.value.facts) == ("wrong_password", {})


def test_after_ten_wrong_passwords_even_the_right_one_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_nadia()
    fail(10)

    for origin in (HERE, ELSEWHERE):
        with pytest.raises(TooManyAttempts) as refusal:
            sign_in(origin=origin)
        assert refusal.value.facts == {"minutes": 15}
    assert count_rows(LoginAttempt) == 20  # under the account and under the address

    set_clock(monkeypatch, clock.now() + timedelta(minutes=15, seconds=5))
    assert sign_in()


def test_nine_wrong_passwords_are_forgiven_by_the_right_one() -> None:
    make_nadia()
    fail(9)
    sign_in()
    fail(9, origin=ELSEWHERE)

    assert sign_in(origin="192.0.2.3")


def test_one_address_may_not_try_everybody() -> None:
    make_nadia()
    keep(*(LoginAttempt(key=f"origin:{HERE}", at=clock.now()) for _ in range(99)))

    fail(1, "personne@mairie.example")

    with pytest.raises(TooManyAttempts):
        sign_in()
    assert sign_in(origin=ELSEWHERE)


def test_a_town_hall_behind_one_address_is_not_locked_out_by_one_person() -> None:
    make_nadia()
    fail(10, "distrait@mairie.example")

    assert sign_in()


def test_old_attempts_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    make_nadia()
    fail(1)
    accounts.forget(SERVICE)
    assert count_rows(LoginAttempt) == 2

    set_clock(monkeypatch, clock.now() + timedelta(days=1, seconds=5))
    accounts.forget(SERVICE)
    assert count_rows(LoginAttempt) == 0


def test_another_password_ends_the_other_sessions() -> None:
    nadia = make_nadia()
    stamp = nadia.stamp
    actor = reads.account(nadia.id).acting(None)  # type: ignore[union-attr]

    accounts.change_password(actor, PASSWORD, "Écaillon-2026-été")

    assert nadia.stamp != stamp
    assert sign_in("Écaillon-2026-été") == nadia.id
    fail(1)


def test_the_present_password_is_asked_for() -> None:
    nadia = make_nadia()
    stamp = nadia.stamp
    actor = reads.account(nadia.id).acting(None)  # type: ignore[union-attr]

    with pytest.raises(Invalid):
        accounts.change_password(actor, "autre chose", "Écaillon-2026-été")

    assert nadia.stamp == stamp
    assert sign_in()


def invite(
    siren: str | None, email: str = "neuf@mairie.example", role: Role = Role.SECRETARY
) -> User:
    """Invite somebody to an organization."""
    user_id = invite_by_siren(SERVICE, email, "Karim Benali", siren or "", role)
    return db.session.get_one(User, user_id)


def test_an_invitation_serves_once() -> None:
    user = invite(make_commune(make_territory()).siren)
    stamp = user.stamp

    assert accounts.accept_invitation(VISITOR, user.id, stamp, PASSWORD) == user.id

    for wrong in (stamp, "faux"):
        with pytest.raises(WrongMoment) as refusal:
            accounts.accept_invitation(VISITOR, user.id, wrong, "Un-autre-2026")
        assert refusal.value.code == "link_used"
    assert sign_in(email=user.email) == user.id


def test_an_invitation_of_nobody_is_as_if_used() -> None:
    with pytest.raises(WrongMoment):
        accounts.accept_invitation(VISITOR, 1_000_000, "", PASSWORD)


def test_inviting_opens_a_place_and_writes_to_the_person() -> None:
    commune = make_commune(make_territory())

    user = invite(commune.siren, " Neuf@Mairie.Example")

    assert user.email == "neuf@mairie.example"
    assert [(each.organization_id, each.role) for each in user.memberships] == [
        (commune.id, Role.SECRETARY)
    ]
    (message,) = db.session.scalars(select(Message))
    assert (message.to, message.facts) == (
        user.email,
        {"organization_id": commune.id, "user_id": user.id, "stamp": user.stamp},
    )


def test_inviting_again_adds_only_what_is_new() -> None:
    commune = make_commune(make_territory())

    first = invite(commune.siren)
    again = invite(commune.siren)
    more = invite(commune.siren, role=Role.MANAGER)

    assert first.id == again.id == more.id
    assert [each.role for each in more.memberships] == [Role.SECRETARY, Role.MANAGER]


def test_who_left_may_be_invited_back() -> None:
    commune = make_commune(make_territory())
    user = invite(commune.siren)
    membership = db.session.scalars(select(Membership).filter_by(user_id=user.id)).one()
    membership.starts_on, membership.ends_on = date(2020, 1, 1), date(2024, 12, 31)
    keep(membership)
    assert not reads.account(user.id).places  # type: ignore[union-attr]

    invite(commune.siren)

    assert [place.organization for place in reads.account(user.id).places] == [commune.name]  # type: ignore[union-attr]


def test_only_the_operator_opens_accesses() -> None:
    scene = make_scene()
    for actor in (make_actor(scene.querenaing, *Role), VISITOR):
        with pytest.raises(NotFound):
            invite_by_siren(actor, "a@b.example", "A", str(scene.querenaing.siren), Role.MANAGER)
        with pytest.raises(NotFound):
            accounts.issue_token(actor, scene.manager.email, "secret", None)
        with pytest.raises(NotFound):
            accounts.forget(actor)
    with pytest.raises(NotFound) as refusal:
        invite("000000000")
    assert refusal.value.code == "organization_not_found"


def test_a_token_acts_for_its_person_and_organization() -> None:
    scene = make_scene()
    secret = accounts.new_secret()

    accounts.issue_token(SERVICE, scene.manager.email, secret, None)

    assert reads.bearer(secret) == scene.manager
    assert reads.bearer(secret + "x") is None


@pytest.mark.parametrize("email", ["inconnu@mairie.example", "nadia@mairie.example"])
def test_a_token_needs_a_place(email: str) -> None:
    make_nadia()
    elsewhere = make_commune(make_territory(), "Ailleurs").id

    with pytest.raises(NotFound) as refusal:
        accounts.issue_token(SERVICE, email, "secret", elsewhere)
    assert refusal.value.code == "account_not_found"
