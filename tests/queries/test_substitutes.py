"""Who stands in for a manager, and who could."""

from datetime import date, timedelta

import pytest

from booking import clock
from booking.db import db
from booking.errors import NotAllowed
from booking.queries import substitutes
from booking.usecases import substitutes as acts
from booking.usecases.substitutes import Named
from booking.vocabulary import OrganizationKind, Role
from tests.factories import make_commune, make_item, make_scene, make_user

pytestmark = pytest.mark.usefixtures("base")


def test_others_of_the_manager_of_an_owner_or_of_a_commune_could() -> None:
    scene = make_scene()
    epci = make_commune(scene.territory, "CC du Val", kind=OrganizationKind.EPCI)
    syndicate = make_commune(scene.territory, "SIVU", kind=OrganizationKind.SYNDICATE)
    make_item(scene.pool, owner=epci)
    make_user(epci, Role.MANAGER, name="Élise Dubois")
    make_user(syndicate, Role.MANAGER, name="Paul Petit")
    make_user(scene.maing, Role.OBSERVER, name="Rémi Roux")
    make_user(scene.maing, Role.TECHNICIAN, name="Inès Payen")
    gone = make_user(scene.maing, Role.TECHNICIAN, name="Luc Wattiez")
    gone.memberships[0].ends_on = clock.now().date() - timedelta(days=2)
    db.session.commit()

    found = substitutes.people(scene.manager, scene.pool.id)

    assert [(each.name, each.organization) for each in found] == [
        ("Inès Payen", "Maing"),
        ("Élise Dubois", "CC du Val"),
        ("Nadia Carpentier", "Quérénaing"),
    ]
    with pytest.raises(NotAllowed):
        substitutes.people(scene.secretary, scene.pool.id)


@pytest.mark.parametrize("days", [(None, None), (date(2030, 8, 3), date(2030, 8, 14))])
def test_the_days_of_an_absence_read_as_they_were_typed(
    days: tuple[date | None, date | None],
) -> None:
    scene = make_scene()
    assert substitutes.of_pool(scene.manager, scene.pool.id) is None

    acts.name(scene.manager, scene.pool.id, Named(scene.secretary.user_id, *days))

    seen = substitutes.of_pool(scene.manager, scene.pool.id)
    assert seen
    assert (seen.starts_on, seen.ends_on, seen.person_id) == (*days, scene.secretary.user_id)
