"""An incident from the day it is told to the day it is closed, and what the stock becomes."""

from datetime import timedelta
from typing import Any

import pytest

from booking import clock, journal
from booking.db import db
from booking.errors import Invalid, NotAllowed, NotFound, WrongMoment
from booking.handling import Charged, IncidentKind, IncidentState, Outcome
from booking.models.conventions import Convention
from booking.models.reservations import Hold
from booking.paperwork import PaperKind, PaperState
from booking.queries import breakdowns as dangers
from booking.queries import health
from booking.rules.incidents import Ended, Facts, Followed
from booking.usecases import breakdowns, drafting, incidents, loans
from booking.vocabulary import Role
from tests.factories import (
    Scene,
    add_stock,
    count_rows,
    make_actor,
    make_item,
    make_scene,
    next_weekend,
)
from tests.usecases.tending import (
    agree,
    excesses,
    free,
    hand_over,
    make_numbered,
    named,
    numbers,
)
from tests.usecases.test_breakdowns import broken
from tests.usecases.wrecking import WHAT, came_home, incident, told, wreck

pytestmark = pytest.mark.usefixtures("base")
LOST, REPAIRED = Ended(Outcome.LOST, "Introuvable."), Ended(Outcome.REPAIRED)


@pytest.fixture
def scene(base: Any) -> Scene:
    """Give Maing, ten chairs and Quérénaing."""
    return make_scene(10)


def test_what_is_told_is_kept_and_nothing_else_changes(scene: Scene) -> None:
    mine = came_home(scene)

    made = wreck(scene, reservation=mine, place="Salle des fêtes", witnesses="Luc", quantity=3)

    found = incident(made)
    assert (found.kind, found.state, found.quantity) == (IncidentKind.DAMAGE, IncidentState.OPEN, 3)
    assert (found.reservation_id, found.place, found.circumstances) == (
        mine,
        "Salle des fêtes",
        WHAT,
    )
    assert found.hold_id is None
    assert free(scene.chairs) == 10
    assert [each.act for each in journal.entries("incident", made)] == ["report_incident"]
    assert journal.entries("reservation", mine)[-1].act == "report_incident"
    assert health.excesses() == []


def test_what_is_out_of_service_is_lent_no_more_and_endangers_whom_it_should(scene: Scene) -> None:
    mine = agree(scene, 9)

    made = wreck(scene, out_of_service=True)

    hold_id = incident(made).hold_id
    assert hold_id
    assert free(scene.chairs) == 0
    (affected,) = dangers.show(scene.manager, hold_id).affected
    assert (affected.mine.id, affected.missing) == (mine, 1)
    assert excesses() == [(1, f"panne : Dégradation : {WHAT}")]


def test_a_copy_is_put_out_of_service_by_its_number() -> None:
    scene = make_numbered(2)

    made = wreck(scene, unit=numbers(scene)[0], out_of_service=True)

    assert (incident(made).quantity, free(scene.chairs)) == (1, 1)
    assert health.excesses() == []


def test_a_copy_that_is_broken_already_stays_so() -> None:
    scene = make_numbered(2)
    hold_id = breakdowns.report(scene.manager, broken(scene, 0, units=(numbers(scene)[0],)))

    made = wreck(scene, unit=numbers(scene)[0], out_of_service=True)

    assert incident(made).hold_id == hold_id
    assert count_rows(Hold) == 1


def test_what_is_out_is_kept_back_only_once_it_is_home(scene: Scene) -> None:
    mine = hand_over(scene, 4)
    made = wreck(scene, actor=scene.secretary, reservation=mine)
    assert incident(wreck(scene, reservation=mine, out_of_service=True)).hold_id is None

    loans.take_back(scene.manager, mine)
    incidents.follow(scene.manager, made, Followed(out_of_service=True))

    assert incident(made).hold_id
    assert free(scene.chairs, next_weekend(8)) == 6, "what one and the other told of"
    assert health.excesses() == []


def test_a_copy_that_is_out_is_told_of_and_not_withheld() -> None:
    scene = make_numbered(2)
    mine = hand_over(scene)
    (unit,) = named(mine)

    made = wreck(scene, reservation=mine, unit=unit, out_of_service=True)

    assert incident(made).hold_id is None
    with pytest.raises(WrongMoment, match="incident_out"):
        incidents.close(scene.manager, made, LOST)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"quantity": 11}, "quantity"),
        ({"unit": "CHA-01"}, "unit"),
        ({"occurred_at": clock.now() + timedelta(days=1)}, "occurred_at"),
    ],
)
def test_what_cannot_have_happened_is_refused_by_field(
    scene: Scene, facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        wreck(scene, **facts)

    assert list(refusal.value.facts["errors"]) == [field]  # type: ignore[call-overload]


def test_a_copy_is_named_where_copies_have_numbers_and_a_depot_where_there_are_several() -> None:
    scene = make_numbered(1)
    with pytest.raises(Invalid, match="invalid"):
        wreck(scene)
    with pytest.raises(NotFound, match="unit_not_found"):
        wreck(scene, unit="CHA-99")
    there = add_stock(scene.chairs, 0)
    with pytest.raises(Invalid, match="invalid"):
        wreck(scene, unit=numbers(scene)[0])
    with pytest.raises(NotFound, match="unit_not_found"):
        wreck(scene, unit=numbers(scene)[0], depot=there.depot.name)


def test_nothing_happens_in_a_loan_before_it_left_nor_to_what_it_has_not(scene: Scene) -> None:
    with pytest.raises(WrongMoment, match="incident_too_early"):
        wreck(scene, reservation=agree(scene, 1))
    mine = came_home(scene)
    other = make_item(scene.pool, 3)
    with pytest.raises(Invalid, match="invalid"):
        incidents.report(scene.manager, told(scene, reservation=mine, item=other.reference))


def test_no_more_than_what_left_is_told_of_in_a_loan() -> None:
    scene = make_scene(10)
    mine = hand_over(scene, 4)
    there = add_stock(scene.chairs, 5)

    for facts, field in (({"quantity": 5}, "quantity"), ({"depot": str(there.depot_id)}, "depot")):
        given = {"depot": str(scene.stock.depot_id)} | facts
        with pytest.raises(Invalid) as refusal:
            wreck(scene, actor=scene.secretary, reservation=mine, **given)
        assert list(refusal.value.facts["errors"]) == [field]  # type: ignore[call-overload]
    assert wreck(scene, reservation=mine, quantity=4, depot=str(scene.stock.depot_id))


def test_a_copy_told_of_in_a_loan_is_one_that_left() -> None:
    scene = make_numbered(2)
    mine = hand_over(scene)
    (left,) = named(mine)
    (other,) = {*numbers(scene)} - {left}

    with pytest.raises(Invalid) as refusal:
        wreck(scene, reservation=mine, unit=other)

    assert list(refusal.value.facts["errors"]) == ["unit"]  # type: ignore[call-overload]
    assert wreck(scene, reservation=mine, unit=left)


def test_those_whom_it_does_not_concern_neither_tell_nor_know(scene: Scene) -> None:
    mine, elected = came_home(scene), make_actor(scene.querenaing, Role.ELECTED)
    made = wreck(scene, reservation=mine)

    with pytest.raises(NotAllowed):
        wreck(scene, actor=elected, reservation=mine)
    for act in (
        lambda: wreck(scene, actor=scene.secretary),  # of no loan of its own
        lambda: incidents.close(make_scene().manager, made, REPAIRED),
    ):
        with pytest.raises(NotFound, match="_not_found"):
            act()
    with pytest.raises(NotAllowed):
        incidents.follow(scene.secretary, made, Followed(1_000))
    with pytest.raises(NotAllowed):
        incidents.close(make_actor(scene.maing, Role.TECHNICIAN), made, REPAIRED)


def test_a_borrower_does_not_put_out_of_service(scene: Scene) -> None:
    mine = came_home(scene)

    with pytest.raises(NotAllowed):
        wreck(scene, actor=scene.secretary, reservation=mine, out_of_service=True)


def test_an_estimate_and_what_is_opened_elsewhere_are_followed(scene: Scene) -> None:
    made = wreck(scene)
    said = Followed(4_550, Charged.BORROWER, "PV 12, Valenciennes", "Mutuelle, 77", "Devis reçu.")

    incidents.follow(scene.manager, made, said)

    found = incident(made)
    assert (found.state, found.estimate_cents, found.charged) == (
        IncidentState.ESTIMATED,
        4_550,
        Charged.BORROWER,
    )
    assert (found.complaint, found.insurer) == ("PV 12, Valenciennes", "Mutuelle, 77")
    acts = [(each.act, each.facts.get("reason")) for each in journal.entries("incident", made)]
    assert acts[1:] == [("edit", None), ("note_incident", "Devis reçu.")]
    incidents.follow(scene.manager, made, Followed())
    assert incident(made).state is IncidentState.OPEN


def test_the_same_form_sent_twice_tells_once(scene: Scene) -> None:
    first = incidents.report(scene.manager, told(scene), key="k")

    assert incidents.report(scene.manager, told(scene), key="k") == first


def test_the_report_is_filled_with_what_is_known_and_made_once(scene: Scene) -> None:
    mine = came_home(scene)
    happened = clock.now()
    made = wreck(scene, reservation=mine, place="Salle des fêtes", occurred_at=happened)

    paper_id = incidents.draw_up(scene.manager, made)

    paper = db.session.get_one(Convention, paper_id)
    assert (paper.kind, paper.state, paper.incident_id) == (
        PaperKind.INCIDENT,
        PaperState.DRAFT,
        made,
    )
    assert paper.options["circonstances"] == WHAT
    assert incidents.draw_up(scene.manager, made) == paper_id
    drafting.issue(scene.manager, paper_id)
    assert db.session.get_one(Convention, paper_id).number


def test_the_report_is_of_a_loan_and_drawn_up_by_who_lends(scene: Scene) -> None:
    with pytest.raises(WrongMoment, match="incident_without_loan"):
        incidents.draw_up(scene.manager, wreck(scene))
    made = wreck(scene, reservation=came_home(scene))
    with pytest.raises(NotAllowed):
        incidents.draw_up(scene.secretary, made)


def test_who_follows_completes_what_happened(scene: Scene) -> None:
    made = wreck(scene, witnesses="Luc", place="Salle")
    incidents.follow(scene.manager, made, Followed())
    assert (incident(made).witnesses, incident(made).circumstances) == ("Luc", WHAT)

    when = clock.now() - timedelta(hours=3)
    said = Facts(when, "Parvis", "Tombée du camion.", measures="Balisage")
    incidents.follow(scene.manager, made, Followed(facts=said))

    found = incident(made)
    assert (found.occurred_at, found.place, found.witnesses) == (when, "Parvis", "")
    assert (found.circumstances, found.measures) == ("Tombée du camion.", "Balisage")
    later = Facts(clock.now() + timedelta(days=1))
    with pytest.raises(Invalid):
        incidents.follow(scene.manager, made, Followed(facts=later))
