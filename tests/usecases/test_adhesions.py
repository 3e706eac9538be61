"""Joining and leaving, without ever rewriting the past."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from booking import clock, journal
from booking.db import db
from booking.errors import Invalid, NotAllowed, NotFound, WrongMoment
from booking.models.organizations import Adhesion
from booking.models.reservations import Reservation
from booking.rules.access import Actor
from booking.rules.organizations import Joined, Left
from booking.usecases import adhesions, loans
from booking.usecases import reservations as requests
from booking.vocabulary import OrganizationKind, Role
from tests.factories import (
    LONG_AGO,
    Scene,
    ask,
    make_actor,
    make_commune,
    make_pool,
    make_scene,
    next_weekend,
    set_clock,
)

pytestmark = pytest.mark.usefixtures("base")
DAY = timedelta(days=1)


def today() -> date:
    return clock.now().date()


def office(scene: Scene) -> Actor:
    """Return an administrator of the EPCI."""
    epci = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)
    return make_actor(epci, Role.ADMINISTRATOR)


def place(scene: Scene) -> Adhesion:
    """Return Quérénaing's place in the EPCI."""
    found = select(Adhesion).filter_by(organization_id=scene.querenaing.id, pool_id=None)
    return db.session.scalars(found).one()


def faults(refusal: pytest.ExceptionInfo[Invalid]) -> dict[str, list[str]]:
    return dict(refusal.value.facts["errors"])  # type: ignore[call-overload]


def test_several_join_a_pool_at_once() -> None:
    scene = make_scene()
    pool = make_pool(scene.maing, by_list=True)
    ids = (scene.querenaing.id, make_commune(scene.territory, "Artres").id)

    joined = Joined(ids, date(2027, 1, 1), act="Délibération 12", pool_id=pool.id)
    first = adhesions.join(scene.manager, joined)

    rows = db.session.scalars(select(Adhesion).filter_by(pool_id=pool.id)).all()
    assert {each.organization_id for each in rows} == set(ids)
    assert {each.joining_act for each in rows} == {"Délibération 12"}
    assert journal.entries("adhesion", first)[0].act == "join"


SPAN = (date(2027, 3, 1), date(2027, 8, 31))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "fits"),
    [
        (date(2027, 9, 1), None, True),
        (date(2027, 1, 1), date(2027, 2, 28), True),
        (date(2027, 8, 31), None, False),
        (date(2027, 1, 1), None, False),
        (date(2027, 1, 1), date(2027, 3, 1), False),
        (date(2027, 4, 1), date(2027, 4, 2), False),
    ],
)
def test_two_adhesions_to_one_pool_never_share_a_day(
    starts_on: date, ends_on: date | None, fits: bool
) -> None:
    scene = make_scene()
    pool = make_pool(scene.maing, by_list=True)
    ids = (scene.querenaing.id,)
    adhesions.join(scene.manager, Joined(ids, *SPAN, pool_id=pool.id))
    again = Joined(ids, starts_on, ends_on, pool_id=pool.id)

    if fits:
        adhesions.join(scene.manager, again)
        return
    with pytest.raises(Invalid) as refusal:
        adhesions.join(scene.manager, again)
    assert "Quérénaing adhère déjà à partir du 1er mars 2027" in faults(refusal)["starts_on"][0]


def test_when_one_of_several_adheres_already_nobody_joins() -> None:
    scene = make_scene()
    artres = make_commune(scene.territory, "Artres")
    pool = make_pool(scene.maing, by_list=True)
    adhesions.join(scene.manager, Joined((artres.id,), LONG_AGO, pool_id=pool.id))

    both = Joined((artres.id, scene.querenaing.id), today(), pool_id=pool.id)
    with pytest.raises(Invalid):
        adhesions.join(scene.manager, both)

    assert len(db.session.scalars(select(Adhesion).filter_by(pool_id=pool.id)).all()) == 1


@pytest.mark.parametrize(
    ("joined", "field"),
    [
        (Joined((), date(2027, 1, 1)), "organizations"),
        (Joined((1,), date(2027, 1, 2), date(2027, 1, 1)), "ends_on"),
    ],
)
def test_what_makes_no_sense_is_named(joined: Joined, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        adhesions.join(office(make_scene()), joined)

    assert list(faults(refusal)) == [field]


def test_joining_the_epci_is_the_offices_and_a_pool_its_managers() -> None:
    scene = make_scene()
    pool, who = make_pool(scene.maing, by_list=True), office(scene)
    new = make_commune(scene.territory, "Artres")
    adhesions.leave(who, adhesions_of(new.id)[0].id, Left(today()))
    inside = Joined((new.id,), today() + DAY)
    circle = Joined((new.id,), today(), pool_id=pool.id)

    for other, joined in ((scene.manager, inside), (scene.secretary, inside), (who, circle)):
        with pytest.raises(NotAllowed):
            adhesions.join(other, joined)
    adhesions.join(who, inside)
    adhesions.join(scene.manager, circle)

    assert len(adhesions_of(new.id)) == 3


def adhesions_of(organization_id: int) -> list[Adhesion]:
    """Return every adhesion of an organization."""
    return list(db.session.scalars(select(Adhesion).filter_by(organization_id=organization_id)))


def test_leaving_keeps_the_row_and_says_by_which_act() -> None:
    scene = make_scene()
    mine = place(scene).id

    adhesions.leave(office(scene), mine, Left(today(), "Arrêté du 3 mars"))

    row = db.session.get_one(Adhesion, mine)
    assert (row.starts_on, row.ends_on) == (LONG_AGO, today())
    assert row.leaving_act == "Arrêté du 3 mars"
    (entry,) = journal.entries("adhesion", mine)
    assert entry.facts["changes"]["ends_on"] == [None, today().isoformat()]


def test_loans_to_come_are_named_and_leaving_asks_to_confirm() -> None:
    scene = make_scene()
    (loan,) = ask(scene.secretary, (scene.chairs, 5))
    who, mine = office(scene), place(scene).id

    with pytest.raises(WrongMoment) as refusal:
        adhesions.leave(who, mine, Left(today()))

    assert refusal.value.code == "loans_after_leaving"
    (named,) = refusal.value.facts["reservations"]  # type: ignore[misc]
    assert named["id"] == loan
    assert place(scene).ends_on is None

    adhesions.leave(who, mine, Left(today(), confirmed=True))
    assert place(scene).ends_on == today()
    assert db.session.get_one(Reservation, loan).status == "requested"


@pytest.mark.parametrize("days", [0, 1])
def test_a_loan_that_ends_by_then_needs_no_confirmation(days: int) -> None:
    scene = make_scene()
    period = next_weekend()
    ask(scene.secretary, (scene.chairs, 5), period=period)
    last = period.ends_at.astimezone(scene.secretary.zone).date()

    adhesions.leave(office(scene), place(scene).id, Left(last + days * DAY))

    assert place(scene).ends_on == last + days * DAY


def test_a_cancelled_loan_counts_no_more() -> None:
    scene = make_scene()
    (loan,) = ask(scene.secretary, (scene.chairs, 5))
    requests.cancel(scene.secretary, loan)

    adhesions.leave(office(scene), place(scene).id, Left(today()))

    assert place(scene).ends_on == today()


def test_a_pool_of_its_own_list_counts_its_own_loans_only() -> None:
    scene = make_scene()
    ask(scene.secretary, (scene.chairs, 5))
    pool = make_pool(scene.maing, by_list=True)
    ids = (scene.querenaing.id,)
    mine = adhesions.join(scene.manager, Joined(ids, LONG_AGO, pool_id=pool.id))

    adhesions.leave(scene.manager, mine, Left(today()))

    assert db.session.get_one(Adhesion, mine).ends_on == today()


def test_an_end_in_the_past_never_goes_under_loans_already_lived(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene()
    who, mine = office(scene), place(scene).id
    period = next_weekend()
    (loan,) = ask(scene.secretary, (scene.chairs, 5), period=period)
    requests.approve(scene.manager, loan)
    set_clock(monkeypatch, period.starts_at)
    loans.hand_over(scene.manager, loan)
    loans.take_back(scene.manager, loan)
    set_clock(monkeypatch, period.ends_at + timedelta(days=30))

    with pytest.raises(Invalid) as refusal:
        adhesions.leave(who, mine, Left(period.starts_at.date(), confirmed=True))
    assert "Des prêts ont eu lieu depuis" in faults(refusal)["ends_on"][0]

    adhesions.leave(who, mine, Left(period.ends_at.date() + 5 * DAY))
    assert place(scene).ends_on == period.ends_at.date() + 5 * DAY


def test_what_is_over_changes_no_more() -> None:
    scene = make_scene()
    who, mine = office(scene), place(scene).id
    adhesions.leave(who, mine, Left(today() - DAY))

    with pytest.raises(WrongMoment) as refusal:
        adhesions.leave(who, mine, Left(today()))

    assert refusal.value.code == "adhesion_over"


@pytest.mark.parametrize("ends_on", [LONG_AGO - DAY, date(1950, 1, 1)])
def test_an_end_before_its_start_is_named(ends_on: date) -> None:
    scene = make_scene()

    with pytest.raises(Invalid) as refusal:
        adhesions.leave(office(scene), place(scene).id, Left(ends_on))

    assert list(faults(refusal)) == ["ends_on"]


def test_a_longer_end_does_not_run_into_the_next_adhesion() -> None:
    scene = make_scene()
    who, mine = office(scene), place(scene).id
    adhesions.leave(who, mine, Left(today() + 10 * DAY))
    adhesions.join(who, Joined((scene.querenaing.id,), today() + 20 * DAY))

    with pytest.raises(Invalid) as refusal:
        adhesions.leave(who, mine, Left(today() + 20 * DAY))

    assert list(faults(refusal)) == ["ends_on"]
    adhesions.leave(who, mine, Left(today() + 19 * DAY))


def test_a_hidden_pool_is_known_to_its_circle_alone() -> None:
    scene = make_scene()
    pool = make_pool(scene.maing, by_list=True, hidden=True)
    mine = adhesions.join(scene.manager, Joined((scene.querenaing.id,), LONG_AGO, pool_id=pool.id))

    with pytest.raises(NotFound):
        adhesions.leave(office(scene), mine, Left(today()))
    with pytest.raises(NotAllowed):
        adhesions.leave(scene.secretary, mine, Left(today()))


def test_an_organization_of_another_territory_never_joins() -> None:
    scene, other = make_scene(), make_scene()

    with pytest.raises(NotFound):
        adhesions.join(office(scene), Joined((other.querenaing.id,), today()))
