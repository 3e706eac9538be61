"""How an EPCI has settled its papers, for its administrators alone."""

import pytest

from booking.errors import NotFound
from booking.paperwork import SHEETS, Means
from booking.queries import paperwork
from booking.vocabulary import OrganizationKind, Role
from tests.factories import keep, make_actor, make_commune, make_scene

pytestmark = pytest.mark.usefixtures("base")


def test_every_kind_that_is_signed_is_shown_with_what_is_shipped() -> None:
    scene = make_scene()
    scene.territory.admitted = {"storage": ["link", "screen"]}
    keep(scene.territory)
    office = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)

    seen = paperwork.show(make_actor(office, Role.ADMINISTRATOR))

    assert (seen.needs_act, seen.owners_word) == (True, False)
    assert not {each.kind for each in seen.kinds} & set(SHEETS)
    apart = {e.kind.value: e.admitted for e in seen.kinds if e.admitted != e.shipped}
    assert apart == {"storage": (Means.SCREEN, Means.LINK)}


def test_others_see_nothing() -> None:
    scene = make_scene()
    office = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)
    for who in (make_actor(office, Role.MANAGER), make_actor(scene.maing, *Role)):
        with pytest.raises(NotFound):
            paperwork.show(who)
