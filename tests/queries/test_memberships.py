"""Who acts for an organization, as its administrators read it."""

from datetime import timedelta

import pytest

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.models.accounts import Membership
from booking.models.organizations import Organization
from booking.queries import memberships
from booking.rules.access import SERVICE
from booking.vocabulary import AccessState, OrganizationKind, Role
from tests.factories import LONG_AGO, keep, make_actor, make_commune, make_territory, make_user

pytestmark = pytest.mark.usefixtures("base")


def make_office(commune: Organization) -> Organization:
    """Make the intercommunality of a commune."""
    return make_commune(commune.territory, "CC du Val", kind=OrganizationKind.EPCI)


def test_each_person_is_one_line_with_the_roles_of_today() -> None:
    maing = make_commune(make_territory(), "Maing")
    chief = make_actor(maing, Role.ADMINISTRATOR)
    user = make_user(maing, Role.SECRETARY, Role.MANAGER, name="Karim", password_hash="x")
    last = clock.today(SERVICE.zone) + timedelta(days=5)
    ended, lasting = user.memberships
    ended.ends_on, lasting.ends_on = LONG_AGO, last
    db.session.commit()

    found = memberships.show(chief, maing.id, user.id)

    assert (found.roles, found.ends_on) == ((Role.MANAGER,), last)
    assert found.state is AccessState.CURRENT


def test_who_left_stands_last_with_the_day_they_left() -> None:
    maing = make_commune(make_territory(), "Maing")
    chief = make_actor(maing, Role.ADMINISTRATOR)
    user = make_user(maing, name="Aline")
    keep(
        Membership(
            user_id=user.id,
            organization=maing,
            role=Role.SECRETARY,
            starts_on=LONG_AGO,
            ends_on=LONG_AGO,
        )
    )

    found = memberships.of_organization(chief, maing.id)

    assert [each.name for each in found] == ["Nadia Carpentier", "Aline"]
    assert [each.state for each in found] == [AccessState.INVITED, AccessState.ENDED]
    assert found[1].ends_on == LONG_AGO


def test_the_office_reads_every_organization_and_which_has_no_administrator() -> None:
    maing = make_commune(make_territory(), "Maing")
    make_commune(maing.territory, "Artres")
    president = make_actor(make_office(maing), Role.ADMINISTRATOR)
    chief = make_actor(maing, Role.ADMINISTRATOR)

    seen = {each.name: each.administered for each in memberships.houses(president)}

    assert seen == {"CC du Val": True, "Artres": False, "Maing": True}
    assert next(each.name for each in memberships.houses(president)) == "CC du Val"
    assert [each.name for each in memberships.houses(chief)] == ["Maing"]


def test_another_organization_is_not_found() -> None:
    maing = make_commune(make_territory(), "Maing")
    chief = make_actor(make_commune(maing.territory, "Artres"), *Role)
    for read in (memberships.house, memberships.of_organization):
        with pytest.raises(NotFound):
            read(chief, maing.id)
        with pytest.raises(NotFound):
            read(chief, 1_000_000)
    with pytest.raises(NotFound):
        memberships.show(chief, chief.organization_id, 1_000_000)
