"""The register of incidents: who reads which, in which order, what they come to."""

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.errors import NotFound
from booking.handling import IncidentState, Outcome
from booking.models.catalogue import Share
from booking.queries import conventions, history, incident_views
from booking.queries.incident_views import Sought
from booking.rules.access import Actor
from booking.rules.incidents import Ended, Followed
from booking.usecases import drafting, incidents, loans
from booking.vocabulary import Role
from tests.factories import (
    Scene,
    add_stock,
    keep,
    make_actor,
    make_commune,
    make_scene,
    make_territory,
)
from tests.queries.counting import counting
from tests.usecases.tending import hand_over
from tests.usecases.wrecking import incident, wreck

pytestmark = pytest.mark.usefixtures("base")
ALL = Sought()


def came_home(scene: Scene) -> int:
    """Lend two chairs and take them back; return the reservation."""
    mine = hand_over(scene, 2)
    loans.take_back(scene.manager, mine)
    return mine


def read(actor: Actor, sought: Sought = ALL) -> list[int]:
    return [each.id for each in incident_views.index(actor, sought).found]


def test_each_reads_what_concerns_it_and_no_more() -> None:
    scene = make_scene(10)
    artres, estreux = (make_commune(scene.territory, name) for name in ("Artres", "Estreux"))
    lent, apart = wreck(scene, reservation=came_home(scene)), wreck(scene)
    keep(Share(item_id=scene.chairs.id, organization_id=artres.id, numerator=1, denominator=4))

    assert read(scene.manager) == [apart, lent]
    assert read(scene.secretary) == [lent]
    assert read(make_actor(artres, Role.ELECTED)) == [apart, lent]
    assert read(make_actor(estreux, *Role)) == []
    assert read(make_actor(make_commune(make_territory(), "Rouvray"), *Role)) == []
    there = add_stock(scene.chairs, 2)
    there.depot.custodian = estreux
    keep(there.depot)
    stored = wreck(scene, depot=str(there.depot_id))
    assert read(make_actor(estreux, Role.TECHNICIAN)) == [stored]


def test_what_is_not_closed_comes_first_and_the_sum_is_of_what_is_shown() -> None:
    scene = make_scene(10)
    first, second, third = (wreck(scene) for _ in range(3))
    for each, cents in ((first, 1_000), (second, 250)):
        incidents.follow(scene.manager, each, Followed(cents))
    incidents.close(scene.manager, third, Ended(Outcome.REPAIRED))

    register = incident_views.index(scene.manager, ALL)

    assert [each.id for each in register.found] == [second, first, third]
    assert register.estimated_cents == 1_250
    assert [register.count(each) for each in IncidentState] == [0, 2, 1]
    assert read(scene.manager, Sought(IncidentState.CLOSED)) == [third]
    assert read(scene.manager, Sought(depot_id=scene.stock.depot_id)) == [second, first, third]
    assert read(scene.manager, Sought(depot_id=scene.stock.depot_id + 1)) == []
    assert read(scene.manager, Sought(pool_id=scene.pool.id + 1)) == []
    assert register.pools == [(scene.pool.id, scene.pool.name)]
    assert register.depots == [(scene.stock.depot_id, scene.stock.depot.name)]


def test_the_register_costs_the_same_however_long_it_is(base: Connection) -> None:
    scene = make_scene(10)
    other = make_scene(10)
    wreck(scene, reservation=came_home(scene))
    for _ in range(5):
        wreck(other, reservation=came_home(other))

    with counting(base) as few:
        assert len(read(scene.manager)) == 1
    with counting(base) as many:
        assert len(read(other.manager)) == 5
    assert len(many) == len(few)


def test_a_page_offers_what_the_role_may_do_now() -> None:
    scene = make_scene(10)
    made = wreck(scene, reservation=came_home(scene), out_of_service=True)

    seen = incident_views.show(scene.manager, made)
    assert (seen.may_follow, seen.may_close, seen.may_draw_up) == (True, True, True)
    assert (seen.withheld, seen.hold_id, seen.out) == (True, incident(made).hold_id, False)
    theirs = incident_views.show(scene.secretary, made)
    assert (theirs.may_follow, theirs.may_close, theirs.may_draw_up) == (False, False, False)
    assert (theirs.withheld, theirs.hold_id) == (True, None)
    assert incident_views.of_hold(scene.manager, seen.hold_id or 0) == made
    paper = incidents.draw_up(scene.manager, made)
    incidents.close(scene.manager, made, Ended(Outcome.REPAIRED))
    seen = incident_views.show(scene.manager, made)
    assert (seen.may_follow, seen.may_close, seen.paper) == (False, False, (paper, ""))


def test_a_loan_shows_its_own() -> None:
    scene = make_scene(10)
    mine, other = came_home(scene), came_home(scene)
    made = wreck(scene, reservation=mine)
    wreck(scene)

    found = incident_views.of_reservations(scene.secretary, [mine, other])

    assert {each: [view.id for view in known] for each, known in found.items()} == {
        mine: [made],
        other: [],
    }
    assert incident_views.may_report(scene.secretary, mine)
    assert not incident_views.may_report(make_actor(scene.querenaing, Role.ELECTED), mine)


@pytest.mark.parametrize(
    ("role", "tells"), [(Role.MANAGER, True), (Role.TECHNICIAN, True), (Role.SECRETARY, False)]
)
def test_who_tends_things_may_tell_of_some(role: Role, tells: bool) -> None:
    scene = make_scene(10)

    assert incident_views.may_report_some(make_actor(scene.maing, role)) is tells
    assert not incident_views.may_report_some(make_actor(scene.querenaing, role))


NAMED = {
    "witnesses": "Luc Petit",
    "others": "Un livreur",
    "injured": "Une personne",
    "complaint": "PV 12",
    "insurer": "MAIF 7",
}


@pytest.mark.parametrize(
    ("part", "role", "reads"),
    [
        ("borrower", Role.SECRETARY, True),
        ("borrower", Role.MANAGER, True),
        ("borrower", Role.ELECTED, False),
        ("borrower", Role.TECHNICIAN, False),
        ("manager", Role.MANAGER, True),
        ("manager", Role.TECHNICIAN, True),
        ("manager", Role.OBSERVER, False),
        ("co-owner", Role.MANAGER, False),
    ],
)
def test_who_answers_for_an_incident_alone_reads_of_its_people(
    part: str, role: Role, reads: bool
) -> None:
    scene = make_scene(10)
    artres = make_commune(scene.territory, "Artres")
    keep(Share(item_id=scene.chairs.id, organization_id=artres.id, numerator=1, denominator=4))
    made = wreck(scene, reservation=came_home(scene), **NAMED)
    incidents.follow(scene.manager, made, Followed(100, complaint="PV 13", insurer="MAIF 7"))
    home = {"borrower": scene.querenaing, "manager": scene.maing, "co-owner": artres}[part]
    actor = make_actor(home, role)

    (listed,) = incident_views.index(actor, ALL).found
    shown = incident_views.show(actor, made)

    expected = NAMED | {"complaint": "PV 13"} if reads else dict.fromkeys(NAMED, "")
    assert {name: getattr(listed, name) for name in NAMED} == expected
    assert {name: getattr(shown, name) for name in NAMED} == expected
    assert shown.circumstances
    said = [name for each in history.of_incident(actor, made) for name, _, _ in each.changes]
    assert said == (["estimation", "plainte"] if reads else ["estimation"])


def test_who_told_of_it_reads_what_they_wrote() -> None:
    scene = make_scene(10)
    estreux = make_commune(scene.territory, "Estreux")
    there = add_stock(scene.chairs, 2)
    there.depot.custodian = estreux
    keep(there.depot)
    technician = make_actor(estreux, Role.TECHNICIAN)
    made = wreck(scene, actor=technician, depot=str(there.depot_id), **NAMED)

    assert incident_views.show(technician, made).witnesses == "Luc Petit"
    other = make_actor(estreux, Role.TECHNICIAN)
    assert incident_views.show(other, made).witnesses == ""


def test_the_report_of_an_incident_is_for_those_who_read_of_its_people() -> None:
    scene = make_scene(10)
    when = {"occurred_at": clock.now(), "place": "Salle", "measures": "Balisage"}
    made = wreck(scene, reservation=came_home(scene), **NAMED, **when)
    paper = incidents.draw_up(scene.manager, made)
    drafting.issue(scene.manager, paper)

    assert conventions.show(scene.secretary, paper).id == paper
    assert incident_views.show(scene.secretary, made).paper
    elected = make_actor(scene.querenaing, Role.ELECTED)
    assert incident_views.show(elected, made).paper is None
    with pytest.raises(NotFound):
        conventions.show(elected, paper)
