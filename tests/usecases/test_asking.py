"""Asking what a pool does not lend: who, when, and what is not there."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.errors import NotAllowed, NotFound, WrongMoment
from booking.models.organizations import Adhesion
from booking.models.reservations import Request
from booking.period import Period
from booking.rules.asking import Asked, AskedLine
from booking.usecases import asking
from booking.vocabulary import BeneficiaryKind, Role
from tests.factories import (
    asked,
    count_rows,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    make_territory,
    next_weekend,
)

pytestmark = pytest.mark.usefixtures("base")


def test_a_pool_closed_to_associations_says_so() -> None:
    scene = make_scene()
    scene.pool.for_associations = False
    keep(scene.pool)

    with pytest.raises(NotAllowed) as refusal:
        asking.request(
            scene.secretary,
            asked(
                (scene.chairs, 1),
                beneficiary_kind=BeneficiaryKind.ASSOCIATION,
                beneficiary_name="Judo club",
            ),
        )

    assert refusal.value.code == "not_eligible"
    assert refusal.value.facts == {
        "pool": scene.pool.name,
        "reasons": [{"code": "associations"}],
    }
    assert count_rows(Request) == 0


def test_a_commune_too_large_reads_its_figure_and_the_threshold() -> None:
    scene = make_scene()
    anzin = make_actor(make_commune(scene.territory, "Anzin", population=13_511))

    with pytest.raises(NotAllowed) as refusal:
        asking.request(anzin, asked((scene.chairs, 1)))

    assert refusal.value.facts["reasons"] == [
        {"code": "population", "population": 13_511, "below": 5_000}
    ]


def test_a_commune_that_left_may_no_longer_borrow() -> None:
    scene = make_scene()
    weekend = next_weekend()

    for each in db.session.scalars(select(Adhesion).filter_by(organization_id=scene.querenaing.id)):
        each.ends_on = weekend.starts_at.date()
        keep(each)

    with pytest.raises(NotAllowed) as refusal:
        asking.request(scene.secretary, asked((scene.chairs, 1)))

    assert refusal.value.facts["reasons"] == [{"code": "adhesion", "by_list": False}]


def test_the_terms_of_the_pool_are_kept() -> None:
    scene = make_scene()
    now = clock.now()
    for starts_at, days, code in (
        (now + timedelta(hours=1), 1, "notice_too_short"),
        (now + timedelta(days=800), 1, "beyond_horizon"),
        (now + timedelta(days=30), 31, "loan_too_long"),
    ):
        period = Period(starts_at, starts_at + timedelta(days=days))
        with pytest.raises(WrongMoment) as refusal:
            asking.request(scene.secretary, asked((scene.chairs, 1), period=period))
        assert (refusal.value.code, refusal.value.facts["pool"]) == (code, scene.pool.name)


def test_who_may_not_borrow_learns_it_before_the_terms() -> None:
    scene = make_scene()
    tents = make_item(make_pool(make_commune(scene.territory, "Anzin"), by_list=True), 2)
    soon = clock.now() + timedelta(hours=1)

    with pytest.raises(NotAllowed):
        asking.request(
            scene.secretary,
            asked((scene.chairs, 1), (tents, 1), period=Period(soon, soon + timedelta(days=1))),
        )


@pytest.mark.parametrize("name", ["CHAISES", "999999999", "", "9" * 30])
def test_an_unknown_item_is_not_found(name: str) -> None:
    scene = make_scene()
    weekend = next_weekend()
    wanted = Asked(weekend.starts_at, weekend.ends_at, "Fête", (AskedLine(name, 1),))

    with pytest.raises(NotFound) as refusal:
        asking.request(scene.secretary, wanted)

    assert (refusal.value.code, refusal.value.facts) == ("item_not_found", {"item": name})


def test_items_of_another_territory_are_not_found() -> None:
    scene, abroad = make_scene(), make_scene()

    for name in (abroad.chairs.reference, str(abroad.chairs.id)):
        weekend = next_weekend()
        wanted = Asked(weekend.starts_at, weekend.ends_at, "Fête", (AskedLine(name, 1),))
        with pytest.raises(NotFound):
            asking.request(scene.secretary, wanted)


@pytest.mark.parametrize("roles", [(Role.TECHNICIAN,), (Role.ELECTED, Role.OBSERVER)])
def test_only_secretaries_and_managers_ask(roles: tuple[Role, ...]) -> None:
    scene = make_scene()

    with pytest.raises(NotAllowed) as refusal:
        asking.request(make_actor(scene.querenaing, *roles), asked((scene.chairs, 1)))
    assert refusal.value.code == "not_allowed"


def test_one_asks_for_ones_own_town_hall_only() -> None:
    scene = make_scene()
    artres = make_commune(scene.territory, "Artres")

    for name in ("Artres", str(artres.id), str(artres.siren)):
        with pytest.raises(NotAllowed):
            asking.request(scene.secretary, asked((scene.chairs, 1), borrower=name))
    asking.request(scene.secretary, asked((scene.chairs, 1), borrower="Quérénaing"))


@pytest.mark.parametrize("name", ["Nulle-Part", "9" * 30])
def test_an_unknown_borrower_is_not_found(name: str) -> None:
    scene = make_scene()
    stranger = make_commune(make_territory(), "Ailleurs")

    for each in (name, stranger.name):
        with pytest.raises(NotFound):
            asking.request(scene.secretary, asked((scene.chairs, 1), borrower=each))
