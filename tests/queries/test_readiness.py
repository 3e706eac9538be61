"""Where an organization stands with its papers."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.models.conventions import Act
from booking.queries import readiness
from booking.rules.access import SERVICE
from booking.vocabulary import ActKind, OrganizationKind, Readiness, Role, Subject
from tests.factories import LONG_AGO, insure, keep, make_actor, make_commune, make_territory

pytestmark = pytest.mark.usefixtures("base")


def today() -> date:
    """Return the present day in France."""
    return clock.today(SERVICE.zone)


def test_each_paper_is_found_and_the_card_goes_when_all_last() -> None:
    maing = make_commune(make_territory(), "Maing")
    actor = make_actor(maing)

    found = readiness.show(actor, maing.id)
    lacking = {each.subject for each in found.steps if each.state is Readiness.TODO}
    assert lacking == {Subject.INSURANCE}
    assert (found.done, found.ready) == (4, False)

    (framework,) = db.session.scalars(select(Act).filter_by(kind=ActKind.FRAMEWORK))
    framework.ends_on = LONG_AGO
    keep(framework)
    assert readiness.show(actor, maing.id).done == 3
    framework.ends_on = None
    keep(framework)
    insure(maing, LONG_AGO, today() + timedelta(days=30))
    found = readiness.show(actor, maing.id)
    assert [each.state for each in found.steps].count(Readiness.SOON) == 1
    insure(maing, today() + timedelta(days=31), today() + timedelta(days=200))
    assert readiness.show(actor, maing.id).ready


def test_the_commune_and_the_office_read_it_and_nobody_else() -> None:
    maing = make_commune(make_territory(), "Maing")
    office = make_commune(maing.territory, "CC du Val", kind=OrganizationKind.EPCI)
    assert readiness.show(make_actor(office), maing.id).organization == "Maing"
    far = make_commune(make_territory(), "CC du Loin", kind=OrganizationKind.EPCI)
    for other in (make_commune(maing.territory, "Artres"), far):
        actor = make_actor(other, *Role)
        with pytest.raises(NotFound):
            readiness.show(actor, maing.id)
        with pytest.raises(NotFound):
            readiness.show(actor, 1_000_000)
