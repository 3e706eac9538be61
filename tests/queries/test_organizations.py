"""Organizations, and whether they may borrow."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from booking.db import db
from booking.errors import NotFound
from booking.models.organizations import Adhesion, Mandate, Organization
from booking.period import Period
from booking.queries import organizations
from booking.rules.access import Actor
from booking.vocabulary import ActKind
from tests.factories import (
    LONG_AGO,
    Scene,
    insure,
    keep,
    make_commune,
    make_pool,
    make_scene,
    make_territory,
)

pytestmark = pytest.mark.usefixtures("base")


def adhere(
    organization: Organization, starts_on: date, ends_on: date | None, pool_id: int | None = None
) -> None:
    """Let an organization adhere from a day to another."""
    keep(
        Adhesion(
            territory_id=organization.territory_id,
            organization_id=organization.id,
            pool_id=pool_id,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    )


def leave(organization: Organization) -> None:
    """Forget every adhesion of an organization."""
    for each in db.session.scalars(select(Adhesion).filter_by(organization_id=organization.id)):
        db.session.delete(each)
    db.session.commit()


def adheres(scene: Scene, period: Period) -> bool:
    """Tell whether Quérénaing adheres for a loan."""
    zone = scene.secretary.zone
    return organizations.as_borrower(scene.querenaing, scene.pool, period, zone).adheres


def loan(actor: Actor, first: date, last: date, hour: int = 10) -> Period:
    """Return a loan between two days, at an hour of the wall."""
    start = datetime(first.year, first.month, first.day, hour, tzinfo=actor.zone)
    end = datetime(last.year, last.month, last.day, hour, tzinfo=actor.zone)
    return Period(start, end)


MAY = date(2027, 5, 10)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "covers"),
    [
        (LONG_AGO, None, True),
        (MAY, MAY + 2 * DAY, True),
        (MAY + DAY, None, False),
        (LONG_AGO, MAY + DAY, False),
        (LONG_AGO, MAY - DAY, False),
        (MAY + 3 * DAY, None, False),
    ],
)
def test_an_adhesion_covers_the_whole_loan(
    starts_on: date, ends_on: date | None, covers: bool
) -> None:
    scene = make_scene()
    leave(scene.querenaing)
    adhere(scene.querenaing, starts_on, ends_on)

    assert adheres(scene, loan(scene.secretary, MAY, MAY + 2 * DAY)) is covers


def test_the_last_day_of_an_adhesion_may_be_lent_whole() -> None:
    scene = make_scene()
    leave(scene.querenaing)
    adhere(scene.querenaing, LONG_AGO, MAY)

    assert adheres(scene, loan(scene.secretary, MAY, MAY + DAY, hour=0))
    assert not adheres(scene, loan(scene.secretary, MAY, MAY + DAY, hour=1))


def test_an_adhesion_renewed_without_gap_covers_both_years() -> None:
    scene = make_scene()
    leave(scene.querenaing)
    adhere(scene.querenaing, date(2027, 1, 1), date(2027, 12, 31))
    adhere(scene.querenaing, date(2028, 1, 1), date(2028, 12, 31))

    assert adheres(scene, loan(scene.secretary, date(2027, 12, 30), date(2028, 1, 2)))


def test_a_pool_with_a_list_asks_for_its_own_adhesion() -> None:
    scene = make_scene()
    entente = make_pool(scene.maing, by_list=True)
    period = loan(scene.secretary, MAY, MAY + DAY)
    zone = scene.secretary.zone

    assert not organizations.as_borrower(scene.querenaing, entente, period, zone).adheres
    adhere(scene.querenaing, LONG_AGO, None, entente.id)
    assert organizations.as_borrower(scene.querenaing, entente, period, zone).adheres


def test_a_place_in_a_pool_is_no_place_in_the_epci() -> None:
    scene = make_scene()
    leave(scene.querenaing)
    adhere(scene.querenaing, LONG_AGO, None, scene.pool.id)

    assert not adheres(scene, loan(scene.secretary, MAY, MAY + DAY))


def test_insurance_is_the_one_in_force_that_lasts_longest() -> None:
    commune = make_commune(make_territory())
    insure(commune, date(2027, 1, 1), date(2027, 6, 30))
    longest = insure(commune, date(2027, 3, 1), date(2027, 12, 31))

    for day, found in (
        (date(2026, 12, 31), None),
        (date(2027, 1, 1), date(2027, 6, 30)),
        (date(2027, 3, 1), longest.ends_on),
        (date(2027, 12, 31), longest.ends_on),
        (date(2028, 1, 1), None),
    ):
        certificate = organizations.insurance(commune.id, day)
        assert (certificate.ends_on if certificate else None) == found


def test_the_mayor_of_the_day_signs() -> None:
    commune = make_commune(make_territory())
    first = organizations.signatory(commune.id, date(2026, 4, 3))
    assert first
    first.ends_on = date(2026, 4, 3)
    keep(
        first,
        Mandate(
            territory_id=commune.territory_id,
            organization_id=commune.id,
            holder="Marc Payen",
            title="Maire",
            starts_on=date(2026, 4, 4),
        ),
    )

    for day, name in (
        (date(2026, 4, 3), "Jeanne Thuillier"),
        (date(2026, 4, 4), "Marc Payen"),
        (date(2019, 1, 1), None),
    ):
        found = organizations.signatory(commune.id, day)
        assert (found.holder if found else None) == name


def test_a_deputy_appointed_later_does_not_sign_in_place_of_the_mayor() -> None:
    commune = make_commune(make_territory())
    common = {"territory_id": commune.territory_id, "organization_id": commune.id}
    deputy = {"holder": "Zoé Petit", "title": "Adjointe", "delegated_by": "Jeanne Thuillier"}
    keep(Mandate(**common, **deputy, starts_on=date(2026, 11, 20)))

    found = organizations.signatory(commune.id, date(2026, 11, 26))
    assert found
    assert found.holder == "Jeanne Thuillier"
    found.ends_on = date(2026, 11, 25)
    keep(found)
    found = organizations.signatory(commune.id, date(2026, 11, 26))
    assert found
    assert found.holder == "Zoé Petit"


def test_an_act_counts_by_its_kind_and_its_dates() -> None:
    commune = make_commune(make_territory())

    assert organizations.act(commune.id, {ActKind.DELIBERATION, ActKind.RULES}, MAY)
    assert not organizations.act(commune.id, {ActKind.DECISION}, MAY)
    assert not organizations.act(commune.id, {ActKind.DELIBERATION}, LONG_AGO - DAY)


def test_an_organization_is_found_by_id_siren_or_name_in_its_territory() -> None:
    scene = make_scene()
    abroad = make_commune(make_territory(), "Ailleurs")

    for name in ("Maing", str(scene.maing.id), str(scene.maing.siren)):
        assert organizations.find(scene.secretary, name) is scene.maing
    for name in ("Ailleurs", str(abroad.id), str(abroad.siren), "maing", "", "9" * 10, "9" * 20):
        with pytest.raises(NotFound):
            organizations.find(scene.secretary, name)


def test_the_day_of_a_loan_is_read_where_the_territory_lives() -> None:
    scene = make_scene()
    leave(scene.querenaing)
    adhere(scene.querenaing, MAY, MAY)
    evening = datetime(2027, 5, 9, 22, 30, tzinfo=UTC)  # already the 10th in Quérénaing

    assert adheres(scene, Period(evening, evening + timedelta(hours=20)))
