"""Whether several people open a mailbox is said where it belongs."""

import pytest

from booking.errors import Invalid
from booking.rules.asking import Granted
from booking.usecases import memberships
from tests.factories import make_commune
from tests.usecases.test_memberships import S, Town, acting, entered

pytestmark = pytest.mark.usefixtures("base")


def test_nobody_says_of_a_mailbox_used_elsewhere_that_it_is_shared() -> None:
    town = Town()
    chief = acting(town.chief, town.maing)
    user, asked = entered(make_commune(town.territory, "Artres"), S), Granted((S,), shared=True)

    with pytest.raises(Invalid) as refusal:
        memberships.invite(chief, town.maing.id, user.email, user.name, asked)
    assert list(refusal.value.facts["errors"]) == ["shared"]  # type: ignore[call-overload]
    memberships.invite(chief, town.maing.id, user.email, user.name, Granted((S,)))
    with pytest.raises(Invalid):
        memberships.change(chief, town.maing.id, user.id, asked)

    memberships.change(chief, town.maing.id, town.secretary.id, asked)
    assert town.secretary.shared
