"""Whether the manager signs in the owner's name."""

from datetime import timedelta

import pytest

from booking.paperwork import Part
from booking.queries import delegations
from tests.factories import LONG_AGO, Scene, make_commune, make_scene
from tests.signing import delegate

pytestmark = pytest.mark.usefixtures("base")


def test_a_delegation_lets_the_manager_sign_from_its_day_on() -> None:
    scene: Scene = make_scene()
    owner = make_commune(scene.territory, "Artres")
    delegate(owner, scene.maing)

    assert delegations.is_given(owner.id, scene.maing.id, LONG_AGO)
    assert not delegations.is_given(owner.id, scene.maing.id, LONG_AGO - timedelta(days=1))
    assert not delegations.is_given(owner.id, scene.querenaing.id, LONG_AGO)
    assert not delegations.is_given(owner.id, None, LONG_AGO)
    assert not delegations.is_given(owner.id, owner.id, LONG_AGO)


def test_what_is_printed_beside_it_names_owner_and_act() -> None:
    scene: Scene = make_scene()
    owner = make_commune(scene.territory, "Artres")
    delegate(owner, scene.maing)

    said = delegations.beside(Part.OWNER, scene.maing.id, owner, LONG_AGO)
    assert said == "par délégation d’Artres, délégation n° 2024-7"
    assert delegations.beside(Part.MANAGER, scene.maing.id, owner, LONG_AGO) == ""
    assert delegations.beside(Part.OWNER, owner.id, owner, LONG_AGO) == ""
