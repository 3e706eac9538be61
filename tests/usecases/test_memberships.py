"""Opening, changing and ending accesses; nobody is ever locked out."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from booking import clock, journal
from booking.db import db
from booking.dealings import FeedScope
from booking.errors import Invalid, NotAllowed, NotFound, WrongMoment
from booking.models.accounts import ApiToken, Membership, User
from booking.models.calendars import Feed
from booking.models.mail import Message
from booking.models.organizations import Organization
from booking.queries import accounts as people
from booking.queries import memberships as reads
from booking.rules.access import SERVICE, Actor
from booking.rules.asking import Granted
from booking.usecases import accounts, calendars, memberships
from booking.vocabulary import AccessState, OrganizationKind, Role
from tests.factories import (
    make_actor,
    make_commune,
    make_territory,
    make_user,
    set_clock,
)

pytestmark = pytest.mark.usefixtures("base")
A, S, M = Role.ADMINISTRATOR, Role.SECRETARY, Role.MANAGER


class Town:
    """Maing with its administrator, the EPCI office with its own, and a secretary to replace."""

    def __init__(self) -> None:
        self.territory = make_territory()
        self.maing = make_commune(self.territory, "Maing")
        self.office = make_commune(self.territory, "CC du Val", kind=OrganizationKind.EPCI)
        self.chief = entered(self.maing, A, S)
        self.president = entered(self.office, A)
        self.secretary = entered(self.maing, S)


def entered(organization: Organization, *roles: Role) -> User:
    """Make somebody who chose a password."""
    return make_user(organization, *roles, password_hash="x")


def acting(user: User, organization: Organization) -> Actor:
    """Return a person as actor."""
    account = people.account(user.id)
    actor = account.acting(organization.id) if account else None
    assert actor
    return actor


def today() -> date:
    """Return the present day in France."""
    return clock.today(SERVICE.zone)


def roles(user_id: int, organization: Organization) -> dict[Role, date | None]:
    """Return the roles somebody has today, with their last day."""
    rows = select(Membership).filter_by(user_id=user_id, organization_id=organization.id)
    held = [each for each in db.session.scalars(rows) if people.tenure(each).holds(today())]
    return {each.role: each.ends_on for each in held}


def last_message() -> Message:
    """Return the message written last."""
    return db.session.scalars(select(Message).order_by(Message.id.desc())).first()  # type: ignore[return-value]


@pytest.mark.parametrize("who", ["chief", "president"])
def test_the_commune_or_the_office_invites_a_replacement_until_a_day(who: str) -> None:
    town = Town()
    actor = acting(getattr(town, who), town.maing if who == "chief" else town.office)
    until = today() + timedelta(days=30)

    user_id = memberships.invite(
        actor, town.maing.id, " Karim@Mairie.Example", "Karim Benali", Granted((S, M), until)
    )

    user = db.session.get_one(User, user_id)
    assert (user.email, user.name, user.shared) == ("karim@mairie.example", "Karim Benali", False)
    assert roles(user_id, town.maing) == {S: until, M: until}
    assert last_message().to == user.email
    assert last_message().facts["stamp"] == user.stamp


def test_a_double_click_invites_once() -> None:
    town = Town()
    chief = acting(town.chief, town.maing)

    first, again = (
        memberships.invite(chief, town.maing.id, "k@m.example", "K", Granted((S,)), key="clé")
        for _ in range(2)
    )

    assert first == again
    assert len(db.session.scalars(select(Message)).all()) == 1


def test_who_has_a_password_elsewhere_gets_no_link_to_choose_another() -> None:
    """An administrator elsewhere could read the link, and enter in their name."""
    town = Town()
    stranger = entered(make_commune(make_territory(), "Rouvray"), S)

    memberships.invite(
        acting(town.chief, town.maing), town.maing.id, stranger.email, "Autre nom", Granted((S,))
    )

    assert "stamp" not in last_message().facts
    assert stranger.name == "Nadia Carpentier"
    assert roles(stranger.id, town.maing) == {S: None}


@pytest.mark.parametrize(
    ("email", "granted", "field"),
    [
        ("secretary", Granted((M,)), "email"),
        ("neuf@mairie.example", Granted((M,), date(2020, 1, 1)), "ends_on"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused_beside_its_field(
    email: str, granted: Granted, field: str
) -> None:
    town = Town()
    address = town.secretary.email if email == "secretary" else email
    before = roles(town.secretary.id, town.maing)

    with pytest.raises(Invalid) as refusal:
        memberships.invite(acting(town.chief, town.maing), town.maing.id, address, "Nom", granted)

    assert list(refusal.value.facts["errors"]) == [field]  # type: ignore[call-overload]
    assert roles(town.secretary.id, town.maing) == before
    assert people.by_email("neuf@mairie.example") is None


def test_others_neither_see_nor_change_an_access() -> None:
    town = Town()
    neighbour = make_actor(make_commune(town.territory, "Artres"), *Role)
    far = make_actor(
        make_commune(make_territory(), "CC du Loin", kind=OrganizationKind.EPCI), *Role
    )
    member = make_actor(town.maing, *(set(Role) - {A}))
    for actor in (neighbour, far, member):
        for act in (
            lambda who: memberships.invite(who, town.maing.id, "x@y.example", "X", Granted((A,))),
            lambda who: memberships.change(who, town.maing.id, town.chief.id, Granted((S,))),
            lambda who: memberships.end(who, town.maing.id, town.chief.id),
            lambda who: memberships.resend(who, town.maing.id, town.chief.id),
            lambda who: reads.of_organization(who, town.maing.id),
        ):
            with pytest.raises((NotFound, NotAllowed)) as refusal:
                act(actor)
            assert refusal.value.code == "access_not_found"


def test_an_access_is_prolonged_changed_and_shared() -> None:
    town = Town()
    chief, until = acting(town.chief, town.maing), today() + timedelta(days=90)

    memberships.change(chief, town.maing.id, town.secretary.id, Granted((M,), until, True))

    assert roles(town.secretary.id, town.maing) == {M: until}
    assert town.secretary.shared
    (entry,) = journal.entries("access", town.maing.id)
    assert (entry.act, entry.facts["about"]) == ("change_access", town.secretary.name)
    assert entry.facts["changes"] == {
        "roles": [["secretary"], ["manager"]],
        "ends_on": [None, until.isoformat()],
        "shared": [False, True],
    }


def test_what_stays_the_same_is_not_journaled() -> None:
    town = Town()

    memberships.change(
        acting(town.chief, town.maing), town.maing.id, town.secretary.id, Granted((S,))
    )

    assert journal.entries("access", town.maing.id) == []


def test_an_access_that_is_ended_stops_at_once_with_its_programs_and_calendars() -> None:
    town = Town()
    actor = acting(town.secretary, town.maing)
    accounts.issue_token(SERVICE, town.secretary.email, "secret", town.maing.id)
    calendars.create(actor, FeedScope.ME, "Agenda", "adresse")

    for _ in range(2):
        memberships.end(acting(town.chief, town.maing), town.maing.id, town.secretary.id)

    assert people.account(town.secretary.id).places == ()  # type: ignore[union-attr]
    assert people.bearer("secret") is None
    assert db.session.scalars(select(ApiToken)).one().revoked_at
    assert db.session.scalars(select(Feed)).one().revoked_at
    assert [each.act for each in journal.entries("access", town.maing.id)] == ["end_access"]


def test_who_comes_back_has_new_dates_and_no_old_token(monkeypatch: pytest.MonkeyPatch) -> None:
    town = Town()
    accounts.issue_token(SERVICE, town.secretary.email, "secret", town.maing.id)
    chief, last = acting(town.chief, town.maing), today()
    memberships.change(chief, town.maing.id, town.secretary.id, Granted((S,), last))

    set_clock(monkeypatch, clock.now() + timedelta(days=2))
    assert people.bearer("secret") is None
    memberships.change(chief, town.maing.id, town.secretary.id, Granted((S,), last + timedelta(9)))
    assert people.bearer("secret"), "a few days late, everything goes on"

    set_clock(monkeypatch, clock.now() + timedelta(days=60))
    memberships.change(chief, town.maing.id, town.secretary.id, Granted((S,)))
    assert people.account(town.secretary.id).places  # type: ignore[union-attr]
    assert people.bearer("secret") is None
    (known,) = [
        each
        for each in reads.of_organization(chief, town.maing.id)
        if each.user_id == town.secretary.id
    ]
    assert (known.starts_on, known.state) == (today(), AccessState.CURRENT)


def test_the_last_administrator_of_the_office_may_not_leave() -> None:
    town = Town()
    president = acting(town.president, town.office)
    for act in (
        lambda: memberships.end(president, town.office.id, town.president.id),
        lambda: memberships.change(president, town.office.id, town.president.id, Granted((S,))),
        lambda: memberships.change(
            president, town.office.id, town.president.id, Granted((A,), today())
        ),
    ):
        with pytest.raises(WrongMoment) as refusal:
            act()
        assert refusal.value.code == "last_administrator"
        assert roles(town.president.id, town.office) == {A: None}

    make_user(town.office, A)  # invited, but never came
    with pytest.raises(WrongMoment):
        memberships.end(president, town.office.id, town.president.id)
    entered(town.office, A)
    memberships.end(president, town.office.id, town.president.id)
    assert roles(town.president.id, town.office) == {}


def test_the_last_administrator_of_a_commune_may_leave_while_the_office_has_one() -> None:
    town = Town()
    memberships.end(acting(town.chief, town.maing), town.maing.id, town.chief.id)
    assert roles(town.chief.id, town.maing) == {}

    alone = make_commune(make_territory(), "Rouvray")
    chief = entered(alone, A)
    with pytest.raises(WrongMoment):
        memberships.end(acting(chief, alone), alone.id, chief.id)


def test_an_invitation_is_sent_again_and_the_former_link_dies() -> None:
    town = Town()
    chief = acting(town.chief, town.maing)
    user_id = memberships.invite(chief, town.maing.id, "k@m.example", "K", Granted((S,)))
    former = db.session.get_one(User, user_id).stamp

    memberships.resend(chief, town.maing.id, user_id)

    with pytest.raises(WrongMoment):
        accounts.accept_invitation(SERVICE, user_id, former, "Parc-commun-2026")
    accounts.accept_invitation(SERVICE, user_id, last_message().facts["stamp"], "Parc-commun-2026")
    with pytest.raises(WrongMoment) as refusal:
        memberships.resend(chief, town.maing.id, user_id)
    assert refusal.value.code == "invitation_answered"
    acts = [each.act for each in journal.entries("access", town.maing.id)]
    assert acts == ["invite", "resend_invitation", "accept_invitation"]


def test_somebody_of_another_organization_has_no_access_to_change_here() -> None:
    town = Town()
    with pytest.raises(NotFound):
        memberships.change(
            acting(town.chief, town.maing), town.maing.id, town.president.id, Granted((A,))
        )
    assert roles(town.president.id, town.maing) == {}


def test_the_operator_opens_the_first_access_of_a_commune() -> None:
    town = Town()
    siren = str(town.maing.siren)

    user_id = memberships.invite_by_siren(SERVICE, "k@m.example", "K", siren, A)

    assert roles(user_id, town.maing) == {A: None}
