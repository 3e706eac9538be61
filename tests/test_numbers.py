"""Many numbers are one value, on both databases."""

import pytest
from sqlalchemy import select

from booking.db import db
from booking.models.organizations import Organization
from booking.numbers import among
from tests.factories import make_commune, make_territory

pytestmark = pytest.mark.usefixtures("base")


@pytest.mark.parametrize("given", [set(), {0}, {1}, {0, 2}, {0, 1, 2}])
def test_a_column_is_one_of_the_numbers_given(given: set[int]) -> None:
    territory = make_territory()
    towns = [make_commune(territory, name) for name in ("Artres", "Famars", "Maing")]
    wanted = [towns[rank].id for rank in given]

    written = select(Organization.id).where(among(Organization.id, wanted))
    named = select(Organization.id).where(among(Organization.id, "ids"))

    assert set(db.session.scalars(written)) == set(wanted)
    assert set(db.session.scalars(named, {"ids": wanted})) == set(wanted)
