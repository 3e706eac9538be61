"""Promises brought in, as their page shows them."""

from typing import Any

import pytest

from booking.errors import NotFound
from booking.intake import Outcome
from booking.queries import brought
from booking.vocabulary import OrganizationKind, Role
from tests.factories import Scene, make_actor, make_commune, make_scene
from tests.usecases.bringing import bring_in, deposit, line, rows_of

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def scene(base: Any) -> Scene:
    """Give Maing, its 40 chairs and Quérénaing."""
    return make_scene()


def test_lines_are_shown_with_what_they_mean_and_what_becomes_of_them(scene: Scene) -> None:
    made = bring_in(scene.manager, line(scene), line(scene, 50, note="B"), line(scene, "trop"))

    found = brought.show(scene.manager, made)

    assert [each.outcome for each in found.lines] == [Outcome.DONE, Outcome.SHORT, Outcome.WRONG]
    assert (found.counts["done"], found.counts["short"], found.counts["wrong"]) == (1, 1, 1)
    first, second, third = found.lines
    assert (first.item, first.borrower, first.quantity) == ("Chaise pliante", "Quérénaing", 10)
    assert (first.made > 0, second.may_insist, third.may_insist) == (True, True, False)
    assert third.problems == (("Nombre", "« trop » n’est pas un nombre."),)
    assert [each.number for each in brought.show(scene.manager, made, "short").lines] == [5]


def test_who_does_not_manage_may_not_insist(scene: Scene) -> None:
    office = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)
    administrator = make_actor(office, Role.ADMINISTRATOR)
    made = deposit(administrator, line(scene, 50))

    assert not brought.show(administrator, made).lines[0].may_insist
    with pytest.raises(NotFound):
        brought.show(scene.manager, made)


def test_what_is_left_is_given_back_as_it_was_written_with_why(scene: Scene) -> None:
    made = bring_in(scene.manager, line(scene), line(scene, 50, note="B"))

    ((number, said, why),) = brought.left(scene.manager, made)

    assert (number, said["quantity"], said["borrower"]) == (5, "50", "Mairie de Quérénaing")
    assert why == "Nombre : 30 libres (Chaise pliante) pour 50 à ces dates."


def test_a_line_is_read_back_as_it_was_kept(scene: Scene) -> None:
    for kept in rows_of(
        deposit(scene.manager, line(scene), line(scene, 50), line(scene, start="?"))
    ):
        assert brought.facts_of(brought.row_of(kept)) == kept.facts
