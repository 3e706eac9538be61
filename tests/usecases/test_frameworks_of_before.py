"""A framework signed before the service, recorded as an act: the slips that waited go."""

from dataclasses import replace
from datetime import timedelta

import pytest

from booking.models.organizations import Organization
from booking.paperwork import PaperKind, PaperState
from booking.rules.access import Actor
from booking.rules.acts import Taken
from booking.usecases import acts, reservations
from booking.vocabulary import ActKind, OrganizationKind, Role
from tests.factories import LONG_AGO, Scene, ask, make_actor, make_commune, make_item, make_scene
from tests.usecases.papering import forget_framework, issued_papers

pytestmark = pytest.mark.usefixtures("base")
FRAMEWORK = Taken(ActKind.FRAMEWORK, "CC-2024-3", "Convention-cadre", LONG_AGO, LONG_AGO)
OVER = LONG_AGO + timedelta(days=365)


def waiting(scene: Scene, owner: Organization | None = None) -> int:
    """Approve what an owner lends, without any framework; return the reservation."""
    forget_framework(scene)
    thing = make_item(scene.pool, owner=owner) if owner else scene.chairs
    (mine,) = ask(scene.secretary, (thing, 1))
    reservations.approve(scene.manager, mine)
    return mine


def office(scene: Scene) -> Actor:
    """Return somebody of the EPCI office, who records what binds others."""
    epci = make_commune(scene.territory, "CC", kind=OrganizationKind.EPCI)
    return make_actor(epci, Role.ADMINISTRATOR)


def issued() -> list[tuple[int | None, PaperKind, PaperState]]:
    """Return the papers issued: of which reservation, which, where they stand."""
    return [(each.reservation_id, each.kind, each.state) for each in issued_papers()]


def test_a_framework_recorded_issues_the_slips_that_waited_for_one() -> None:
    scene = make_scene()
    first, second = waiting(scene), waiting(scene)
    assert issued() == []

    acts.add(office(scene), scene.querenaing.id, FRAMEWORK)

    slip = (PaperKind.SLIP, PaperState.TO_SIGN)
    assert issued() == [(first, *slip), (second, *slip)]
    (paper, _) = issued_papers()
    assert (paper.terms or {})["framework"] == "convention-cadre n° CC-2024-3"


def test_a_framework_corrected_so_that_it_is_in_force_issues_them() -> None:
    scene = make_scene()
    mine = waiting(scene)
    ended = replace(FRAMEWORK, ends_on=OVER)
    made = acts.add(office(scene), scene.querenaing.id, ended)
    assert issued() == []

    acts.edit(office(scene), made, FRAMEWORK)

    assert issued() == [(mine, PaperKind.SLIP, PaperState.TO_SIGN)]


def test_another_act_corrected_into_a_framework_issues_them() -> None:
    scene = make_scene()
    mine = waiting(scene)
    wrong = replace(FRAMEWORK, kind=ActKind.DELIBERATION)
    made = acts.add(office(scene), scene.querenaing.id, wrong)
    assert issued() == []

    acts.edit(office(scene), made, FRAMEWORK)

    assert issued() == [(mine, PaperKind.SLIP, PaperState.TO_SIGN)]


def test_a_framework_that_ends_later_than_was_said_issues_them() -> None:
    scene = make_scene()
    mine = waiting(scene)
    ended = replace(FRAMEWORK, ends_on=OVER)
    made = acts.add(office(scene), scene.querenaing.id, ended)

    acts.end(office(scene), made, OVER.replace(year=2099))

    assert issued() == [(mine, PaperKind.SLIP, PaperState.TO_SIGN)]


def test_a_framework_with_one_lender_issues_what_that_one_lends() -> None:
    scene = make_scene()
    other = make_commune(scene.territory, "CA du Val")
    mine, theirs = waiting(scene), waiting(scene, other)

    made = acts.add(office(scene), scene.querenaing.id, replace(FRAMEWORK, partner_id=other.id))
    assert issued() == [(theirs, PaperKind.SLIP, PaperState.TO_SIGN)]

    acts.edit(office(scene), made, replace(FRAMEWORK, partner_id=scene.maing.id))
    assert [each[0] for each in issued()] == [theirs, mine]


def test_the_framework_of_another_borrower_issues_nothing() -> None:
    scene = make_scene()
    waiting(scene)
    artres = make_commune(scene.territory, "Artres")

    acts.add(office(scene), artres.id, FRAMEWORK)

    assert issued() == []
