"""What was withheld and may be lent again; who withholds and gives back."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from booking import journal
from booking.db import db
from booking.errors import NotAllowed, NotFound
from booking.models.catalogue import Depot
from booking.models.reservations import Hold
from booking.period import Period
from booking.rules.access import Actor
from booking.usecases import stocks
from booking.vocabulary import Role
from tests.factories import (
    Scene,
    count_rows,
    holds_of,
    make_actor,
    make_commune,
    make_scene,
    next_weekend,
    row,
    set_clock,
)
from tests.usecases.tending import (
    agree,
    withhold,
)

pytestmark = pytest.mark.usefixtures("base")


def spans() -> list[tuple[datetime, datetime]]:
    """Return when things are withheld."""
    found = db.session.scalars(select(Hold).where(Hold.line_id.is_(None)).order_by(Hold.id))
    return [(hold.starts_at, hold.ends_at) for hold in found]


@pytest.mark.parametrize(("following", "left"), [(False, (5, 7)), (True, (5,))])
def test_one_of_a_series_is_given_back_alone_or_with_those_that_follow(
    following: bool, left: tuple[int, ...]
) -> None:
    scene = make_scene(40)
    first = withhold(scene, *[next_weekend(weeks) for weeks in (5, 6, 7)], quantity=9)
    withhold(scene, next_weekend(8), quantity=9)

    stocks.restore(scene.manager, first + 1, following)

    assert [start for start, _ in spans()] == [
        next_weekend(weeks).starts_at for weeks in (*left, 8)
    ]
    assert journal.entries("stock", scene.stock.id)[-1].facts["following"] is following


@pytest.mark.parametrize("weeks", [2, 4])
def test_what_has_begun_ends_now_and_what_is_over_stays(
    monkeypatch: pytest.MonkeyPatch, weeks: int
) -> None:
    scene, rest = make_scene(40), Period(next_weekend(1).starts_at, next_weekend(3).starts_at)
    rest_id = withhold(scene, rest, quantity=9)
    set_clock(monkeypatch, now := next_weekend(weeks).starts_at)

    stocks.restore(scene.manager, rest_id, following=True)

    assert spans() == [(rest.starts_at, min(now, rest.ends_at))]


def test_what_is_reserved_is_not_given_back_this_way() -> None:
    scene = make_scene()
    agreed_id = agree(scene, 4)
    (hold,) = row(agreed_id).lines[0].holds

    for hold_id in (hold.id, hold.id + 1_000):
        with pytest.raises(NotFound):
            stocks.restore(scene.manager, hold_id)
    assert len(holds_of(agreed_id)) == 1


def tenders(scene: Scene) -> dict[str, Actor]:
    """Return who might tend the chairs, owned by an EPCI and stored by Quarouble."""
    epci = make_commune(scene.territory, "CA du Val")
    quarouble = make_commune(scene.territory, "Quarouble")
    scene.chairs.owner = epci
    db.session.get_one(Depot, scene.stock.depot_id).custodian_id = quarouble.id
    db.session.commit()
    return {
        "manager": scene.manager,
        "technician": make_actor(scene.maing, Role.TECHNICIAN),
        "owner": make_actor(epci, Role.MANAGER),
        "depot": make_actor(quarouble, Role.TECHNICIAN),
        "borrower": scene.secretary,
        "secretary": make_actor(scene.maing, Role.SECRETARY),
        "owner's technician": make_actor(epci, Role.TECHNICIAN),
        "depot's manager": make_actor(quarouble, Role.MANAGER),
        "other commune": make_actor(make_commune(scene.territory, "Artres"), *Role),
    }


@pytest.mark.parametrize("who", ["manager", "technician", "owner", "depot"])
def test_those_who_tend_a_stock_withhold_and_give_back(who: str) -> None:
    scene = make_scene(40)
    actor = tenders(scene)[who]

    stocks.restore(actor, withhold(scene, quantity=4, actor=actor))

    assert count_rows(Hold) == 0


@pytest.mark.parametrize(
    "who", ["borrower", "secretary", "owner's technician", "depot's manager", "other commune"]
)
def test_others_neither_withhold_nor_give_back(who: str) -> None:
    scene = make_scene(40)
    actor: Any = tenders(scene)[who]
    kept = withhold(scene, quantity=4)

    with pytest.raises(NotAllowed):
        withhold(scene, quantity=4, actor=actor)
    with pytest.raises(NotAllowed):
        stocks.restore(actor, kept)
    with pytest.raises(NotFound):
        stocks.restore(make_scene().manager, kept)
