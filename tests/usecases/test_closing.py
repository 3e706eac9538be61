"""The end of a loan: contested, closed by hand or by the clock, with its account of use."""

from datetime import timedelta

import pytest

from booking import clock
from booking.db import db
from booking.errors import NotAllowed, NotFound, WrongMoment
from booking.handling import Direction, IncidentState
from booking.models.incidents import Incident
from booking.models.loans import Loan, Passage
from booking.models.mail import Message
from booking.queries import disputes
from booking.queries import reservations as reads
from booking.rules.access import SERVICE
from booking.rules.passages import EVERYTHING, Counted, Passing, Signed
from booking.usecases import closing, loans
from booking.vocabulary import Derived, MailKind, Role, Status
from tests.factories import (
    LONG_AGO,
    Scene,
    make_actor,
    make_commune,
    make_scene,
    next_weekend,
    row,
    set_clock,
)
from tests.usecases.tending import agree

pytestmark = pytest.mark.usefixtures("base")
DAY = timedelta(days=1)
SIGNED = Passing(signed=Signed(borrower_name="Luc"))


def returned(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, passing: Passing = EVERYTHING, quantity: int = 4
) -> int:
    """Lend some chairs and take them back at the end of their weekend."""
    weekend = next_weekend()
    mine = agree(scene, quantity, weekend)
    set_clock(monkeypatch, weekend.starts_at)
    loans.hand_over(scene.manager, mine)
    set_clock(monkeypatch, weekend.ends_at)
    loans.take_back(scene.manager, mine, passing)
    return mine


def loan() -> Loan:
    """Return the only loan."""
    return db.session.query(Loan).one()


def passage() -> Passage:
    """Return what passed the counter last."""
    return db.session.query(Passage).order_by(Passage.id.desc()).limit(1).one()


def label(scene: Scene, mine: int) -> Status | Derived:
    """Return how the borrower reads where its loan stands."""
    return reads.show(scene.secretary, mine).label


def test_closing_writes_the_account_of_use(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    mine = returned(scene, monkeypatch, SIGNED)
    first, last = loan().passages
    for each, hours, km in ((first, 100, 2_000), (last, 125, 2_080)):
        each.lines[0].hours, each.lines[0].km = hours, km
    db.session.commit()

    closing.close(scene.manager, mine)

    assert (row(mine).status, label(scene, mine)) == (Status.CLOSED, Status.CLOSED)
    kept = loan()
    assert (kept.closed_at, kept.closed_by_id) == (clock.now(), scene.manager.user_id)
    assert (kept.days, kept.hours, kept.km) == (4, 25, 80)
    assert (kept.replacement_cents, kept.answer_hours) == (4 * 1850, 0)
    assert kept.adhered_on == LONG_AGO


def test_only_the_counter_closes_and_only_what_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    mine = returned(scene, monkeypatch)
    technician = make_actor(scene.maing, Role.TECHNICIAN)

    with pytest.raises(NotAllowed):
        closing.close(scene.secretary, mine)
    closing.close(technician, mine)
    with pytest.raises(WrongMoment, match="wrong_moment"):
        closing.close(technician, mine)


def one_damaged(scene: Scene) -> int:
    """Have four come back, one of them damaged; return the reservation."""
    mine = agree(scene, 4)
    loans.hand_over(scene.manager, mine)
    (line,) = row(mine).lines
    loans.take_back(scene.manager, mine, Passing((Counted(line.id, 4, damaged=1),)))
    return mine


def test_an_open_incident_keeps_a_loan_open(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    mine = one_damaged(scene)

    assert label(scene, mine) is Derived.DISPUTED
    with pytest.raises(WrongMoment, match="incident_open"):
        closing.close(scene.manager, mine)
    set_clock(monkeypatch, clock.now() + 30 * DAY)
    assert disputes.to_close(clock.now()) == []
    with pytest.raises(WrongMoment, match="incident_open"):
        closing.close_due(SERVICE, mine)
    db.session.query(Incident).one().state = IncidentState.CLOSED
    db.session.commit()

    assert label(scene, mine) is Status.RETURNED
    assert disputes.to_close(clock.now()) == [mine]
    closing.close(scene.manager, mine)


def test_the_clock_closes_once_the_delay_to_contest_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene()
    mine = returned(scene, monkeypatch, Passing(signed=Signed(unsigned="déposé")))
    until = passage().contest_until
    assert until is not None
    assert until > clock.now() + DAY

    assert disputes.to_close(clock.now()) == []
    with pytest.raises(WrongMoment, match="not_yet"):
        closing.close_due(SERVICE, mine)
    with pytest.raises(NotAllowed):
        closing.close_due(scene.manager, mine)
    set_clock(monkeypatch, until)
    assert disputes.to_close(clock.now()) == [mine]
    closing.close_due(SERVICE, mine)

    assert (row(mine).status, loan().closed_by_id) == (Status.CLOSED, None)


def test_what_is_signed_waits_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    mine = returned(scene, monkeypatch, SIGNED)
    back_at = clock.now()

    set_clock(monkeypatch, back_at + DAY)
    with pytest.raises(WrongMoment, match="not_yet"):
        closing.close_due(SERVICE, mine)
    set_clock(monkeypatch, back_at + 10 * DAY)
    closing.close_due(SERVICE, mine)

    assert row(mine).status is Status.CLOSED


def test_a_contest_is_told_to_the_manager_who_answers_it(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    mine = returned(scene, monkeypatch)

    closing.contest(scene.secretary, passage().id, "Rien n’était cassé.")

    assert label(scene, mine) is Derived.DISPUTED
    assert passage().contest == "Rien n’était cassé."
    assert passage().contested_by_id == scene.secretary.user_id
    with pytest.raises(WrongMoment, match="report_contested"):
        closing.contest(scene.secretary, passage().id, "Encore.")
    with pytest.raises(NotAllowed):  # not by who counted the things back
        closing.close(make_actor(scene.maing, Role.TECHNICIAN), mine, "Vu sur photo.")
    with pytest.raises(WrongMoment, match="contest_open"):
        closing.close(scene.manager, mine)
    set_clock(monkeypatch, clock.now() + 30 * DAY)
    assert disputes.to_close(clock.now()) == []

    closing.close(scene.manager, mine, "Vous avez raison.")

    assert label(scene, mine) is Status.CLOSED
    told = db.session.query(Message).filter_by(kind=MailKind.CONTESTED).order_by(Message.id)
    assert [(each.facts["said"], each.facts["answer"]) for each in told] == [
        ("Rien n’était cassé.", ""),
        ("", "Vous avez raison."),
    ]


def test_a_loan_closed_too_soon_opens_again(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    mine = returned(scene, monkeypatch)
    closing.close(scene.manager, mine)

    closing.contest(scene.secretary, passage().id, "Rien n’était cassé.")

    assert (row(mine).status, loan().closed_at) == (Status.RETURNED, None)


def test_only_who_borrowed_contests_in_time_what_it_did_not_sign(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene()
    returned(scene, monkeypatch)
    report, stranger = passage(), make_actor(make_commune(scene.territory, "Anzin"))
    (departure,) = [each for each in loan().passages if each.direction is Direction.OUT]

    with pytest.raises(NotFound):
        closing.contest(stranger, report.id, "Non.")
    with pytest.raises(NotAllowed):
        closing.contest(scene.manager, report.id, "Non.")
    with pytest.raises(WrongMoment, match="report_signed"):
        closing.contest(scene.secretary, departure.id, "Non.")
    with pytest.raises(NotFound):
        closing.contest(scene.secretary, report.id + 1, "Non.")
    until = report.contest_until
    assert until is not None
    set_clock(monkeypatch, until)
    with pytest.raises(WrongMoment, match="contest_over"):
        closing.contest(scene.secretary, report.id, "Non.")


def test_a_contest_is_answered_while_an_incident_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    mine = one_damaged(scene)
    with pytest.raises(WrongMoment, match="contest_answered"):
        closing.answer_contest(scene.manager, mine, "Rien n’est contesté.")
    closing.contest(scene.secretary, passage().id, "Rien n’était cassé.")
    with pytest.raises(NotAllowed):
        closing.answer_contest(make_actor(scene.maing, Role.TECHNICIAN), mine, "Vu sur photo.")

    closing.answer_contest(scene.manager, mine, "Vu sur photo.")

    told = db.session.query(Message).filter_by(kind=MailKind.CONTESTED).order_by(Message.id)
    assert [each.facts["answer"] for each in told] == ["", "Vu sur photo."]
    with pytest.raises(WrongMoment, match="contest_answered"):
        closing.answer_contest(scene.manager, mine, "Encore.")
    db.session.query(Incident).one().state = IncidentState.CLOSED
    db.session.commit()
    assert label(scene, mine) is Status.RETURNED
    closing.close(make_actor(scene.maing, Role.TECHNICIAN), mine)
