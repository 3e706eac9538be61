"""Whose an address is, when a message is about to leave."""

import pytest

from booking.db import db
from booking.queries.readers import by_address
from booking.vocabulary import Role
from tests.factories import LONG_AGO, keep, make_commune, make_territory, make_user

pytestmark = pytest.mark.usefixtures("base")


def test_a_person_is_known_with_the_roles_of_today() -> None:
    territory = make_territory()
    artres, maing = make_commune(territory, "Artres"), make_commune(territory, "Maing")
    user = make_user(artres, Role.SECRETARY, Role.MANAGER, daily=True)
    gone = make_user(maing, Role.MANAGER)
    gone.memberships[0].ends_on = LONG_AGO
    keep(gone)
    db.session.expire_all()

    found = by_address({user.email, gone.email, "personne@ailleurs.example"})

    assert found.keys() == {user.email, gone.email}
    assert found[user.email].roles == {artres.id: frozenset({Role.SECRETARY, Role.MANAGER})}
    assert (found[user.email].daily, found[user.email].invitations) == (True, False)
    assert found[gone.email].roles == {}
