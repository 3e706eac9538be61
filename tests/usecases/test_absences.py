"""Those who operate are away: nobody asks why, nothing refuses it, and the manager is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.errors import Invalid, NotAllowed, NotFound, WrongMoment
from booking.models.catalogue import Unit
from booking.models.reservations import Hold
from booking.period import Period
from booking.queries import absences as reads
from booking.queries import reservations as requests
from booking.rules.access import Actor
from booking.rules.asking import Absent, Moved, Withheld
from booking.usecases import absences, stocks
from booking.vocabulary import HoldReason, Movement, Role
from tests.factories import (
    count_rows,
    make_actor,
    make_commune,
    make_scene,
    make_user,
    next_weekend,
    set_clock,
)
from tests.staff import Staff
from tests.usecases.tending import free

pytestmark = pytest.mark.usefixtures("base")
DAY = timedelta(days=1)


def away_spans() -> list[Period]:
    """Return when somebody is away."""
    found = select(Hold).filter_by(reason=HoldReason.ABSENCE).order_by(Hold.starts_at)
    return [hold.period for hold in db.session.scalars(found)]


def test_absences_that_meet_become_one() -> None:
    staff = Staff(1)
    first, later = next_weekend(4), next_weekend(5)
    staff.away(period=first)
    staff.away(period=Period(later.starts_at, later.ends_at))

    staff.away(period=Period(first.starts_at + DAY, later.starts_at + DAY))

    assert away_spans() == [Period(first.starts_at, later.ends_at)]


def test_what_began_already_counts_from_now(monkeypatch: pytest.MonkeyPatch) -> None:
    staff = Staff(1)
    set_clock(monkeypatch, now := clock.now())

    staff.away(period=Period(now - DAY, now + DAY))

    assert away_spans() == [Period(now, now + DAY)]


def test_days_that_are_past_are_refused() -> None:
    staff = Staff(1)
    now = clock.now()

    with pytest.raises(Invalid):
        staff.away(period=Period(now - 2 * DAY, now - DAY))


def test_a_copy_that_its_owner_keeps_is_not_away_too() -> None:
    staff = Staff(1)
    kept = Withheld(
        "TELE",
        staff.pilots[0].stock.depot.name,
        HoldReason.OWNER,
        (next_weekend(),),
        units=(staff.pilots[0].number,),
    )
    stocks.withhold(staff.scene.manager, kept)

    with pytest.raises(WrongMoment):
        staff.away()


def test_back_earlier_than_said(monkeypatch: pytest.MonkeyPatch) -> None:
    staff = Staff(1)
    coming = staff.away(period=next_weekend(6))
    present = staff.away()
    since = next_weekend().starts_at
    set_clock(monkeypatch, back := since + DAY)

    absences.end(staff.scene.manager, present)
    absences.end(staff.scene.manager, coming)

    assert away_spans() == [Period(since, back)]
    assert free(staff.item, Period(back, back + DAY)) == 1
    with pytest.raises(NotFound):
        absences.end(staff.scene.manager, coming)


def linked(staff: Staff, rank: int = 0) -> Actor:
    """Give a pilot an account of the employer that has no other right."""
    pilot = make_actor(staff.scene.maing, Role.OBSERVER)
    absences.link(staff.scene.manager, staff.pilots[rank].id, pilot.email.upper())
    return pilot


def test_a_person_with_an_account_notes_their_own_absences_and_no_others() -> None:
    staff = Staff(2)
    pilot = linked(staff)

    made = staff.away(0, actor=pilot)
    absences.end(pilot, made)

    with pytest.raises(NotAllowed):
        staff.away(1, actor=pilot)
    other = staff.away(1)
    with pytest.raises(NotAllowed):
        absences.end(pilot, other)
    with pytest.raises(NotAllowed):
        absences.link(pilot, staff.pilots[0].id, pilot.email)


@pytest.mark.parametrize(
    ("who", "role", "allowed"),
    [
        ("manager", Role.MANAGER, True),
        ("manager", Role.SECRETARY, False),
        ("manager", Role.TECHNICIAN, False),
        ("owner", Role.MANAGER, True),
        ("owner", Role.SECRETARY, True),
        ("owner", Role.TECHNICIAN, False),
    ],
)
def test_the_employer_and_the_manager_of_the_pool_note_absences(
    who: str, role: Role, allowed: bool
) -> None:
    staff = Staff(1)
    artres = make_commune(staff.scene.territory, "Artres")
    if who == "owner":
        staff.item.owner_id = artres.id
    else:
        staff.item.owner_id = staff.scene.querenaing.id
    db.session.commit()
    actor = make_actor(artres if who == "owner" else staff.scene.maing, role)

    if allowed:
        staff.away(actor=actor)
    else:
        with pytest.raises(NotAllowed):
            staff.away(actor=actor)


def test_others_do_not_know_who_is_away() -> None:
    staff, abroad = Staff(1), make_scene()
    made = staff.away()
    neighbour = make_actor(make_commune(staff.scene.territory, "Artres"), *Role)

    for actor in (staff.scene.secretary, neighbour, abroad.manager):
        for act in (
            lambda who: staff.away(actor=who),
            lambda who: absences.end(who, made),
            lambda who: absences.link(who, staff.pilots[0].id, ""),
        ):
            with pytest.raises(NotFound):
                act(actor)
        assert reads.of_actor(actor) == []


def test_only_those_who_operate_are_absent() -> None:
    staff = Staff(1)
    stocks.move(
        staff.scene.manager,
        Moved(
            "TELE",
            staff.item.stocks[0].depot.name,
            Movement.LOSS,
            -1,
            units=(staff.pilots[0].number,),
        ),
    )

    for item, number in (("TELE", staff.pilots[0].number), ("DRO", "DRO-01"), ("TELE", "?")):
        with pytest.raises(NotFound):
            absences.declare(staff.scene.manager, Absent(item, number, next_weekend()))


@pytest.mark.parametrize("case", ["nobody", "elsewhere", "shared"])
def test_only_an_account_of_the_employer_is_linked(case: str) -> None:
    staff = Staff(1)
    email = {
        "nobody": lambda: "personne@nulle-part.example",
        "elsewhere": lambda: staff.scene.secretary.email,
        "shared": lambda: make_user(staff.scene.maing, Role.SECRETARY, shared=True).email,
    }[case]()

    with pytest.raises(Invalid):
        absences.link(staff.scene.manager, staff.pilots[0].id, email)


def test_a_link_is_undone() -> None:
    staff = Staff(1)
    pilot = linked(staff)

    absences.link(staff.scene.manager, staff.pilots[0].id, "")

    assert db.session.get_one(Unit, staff.pilots[0].id).user_id is None
    with pytest.raises(NotAllowed):
        staff.away(actor=pilot)


def test_a_technician_does_not_put_somebody_back_to_work() -> None:
    staff = Staff(1)
    made = staff.away()

    for actor in (make_actor(staff.scene.maing, Role.TECHNICIAN), staff.scene.manager):
        with pytest.raises(NotAllowed):
            stocks.restore(actor, made)


def test_a_double_click_is_away_once() -> None:
    staff = Staff(1)

    first = staff.away(key="clic")

    assert staff.away(key="clic") == first
    assert len(away_spans()) == 1
    assert count_rows(Hold) == 1
    assert requests.count_to_answer(staff.scene.manager) == 0
