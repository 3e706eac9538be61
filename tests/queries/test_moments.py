"""Owners first, so many loans: judged the same when asking, when changing and when answering."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from booking import clock
from booking.db import db
from booking.errors import WrongMoment
from booking.models.catalogue import Companion, Pool, Share
from booking.models.reservations import Reservation
from booking.period import Period
from booking.queries import requirements
from booking.queries.moments import common_starts, starts
from booking.rules.asking import Asked, AskedLine, Edited
from booking.usecases import asking, changes
from booking.vocabulary import STAFF, Status
from tests.factories import (
    Scene,
    ask,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    next_weekend,
)

pytestmark = pytest.mark.usefixtures("base")


def scene_with(**terms: Any) -> Scene:
    """Set the usual scene under some terms."""
    scene = make_scene()
    db.session.execute(update(Pool).where(Pool.id == scene.pool.id).values(**terms))
    db.session.commit()
    return scene


def refused(scene: Scene, weeks: int) -> str:
    """Return the code that refuses chairs in so many weeks; nothing when it is agreed."""
    try:
        ask(scene.secretary, (scene.chairs, 1), period=next_weekend(weeks))
    except WrongMoment as refusal:
        return refusal.code
    return ""


def test_owners_ask_first() -> None:
    scene = scene_with(others_horizon_days=60)

    assert (refused(scene, 4), refused(scene, 20)) == ("", "owners_first")
    keep(
        Share(
            item_id=scene.chairs.id,
            organization_id=scene.querenaing.id,
            numerator=1,
            denominator=2,
        )
    )
    db.session.expire_all()
    assert refused(scene, 20) == ""


def test_who_comes_after_reads_from_when() -> None:
    scene = scene_with(others_horizon_days=60)
    weekend = next_weekend(20)

    with pytest.raises(WrongMoment) as refusal:
        ask(scene.secretary, (scene.chairs, 1), period=weekend)

    first = weekend.starts_at.astimezone(scene.secretary.zone).date()
    assert refusal.value.facts["asks_from"] == first - timedelta(days=60)
    assert refusal.value.facts["pool"] == scene.pool.name


def test_who_only_goes_along_changes_no_rank() -> None:
    scene = scene_with(others_horizon_days=60)
    keep(
        Share(
            item_id=scene.chairs.id,
            organization_id=scene.querenaing.id,
            numerator=1,
            denominator=2,
        )
    )
    pilot = make_item(scene.pool, 4, name="Monteur", family=STAFF)
    keep(Companion(item_id=scene.chairs.id, companion_id=pilot.id))
    db.session.expire_all()

    assert refused(scene, 20) == ""


def test_a_quota_counts_what_is_asked_at_once_as_one() -> None:
    scene = scene_with(quota_loans=2)
    other = make_item(scene.pool, 4, owner=scene.querenaing)
    weekend = next_weekend(4)
    both = tuple(AskedLine(each.reference, 1) for each in (scene.chairs, other))
    asking.request(scene.secretary, Asked(weekend.starts_at, weekend.ends_at, "Fête", both))

    assert (refused(scene, 8), refused(scene, 12)) == ("", "quota")


@pytest.mark.parametrize("status", [Status.REFUSED, Status.CANCELLED, Status.EXPIRED])
def test_what_was_not_lent_takes_nothing_of_a_quota(status: Status) -> None:
    scene = scene_with(quota_loans=1)
    (mine,) = ask(scene.secretary, (scene.chairs, 1))
    assert refused(scene, 8) == "quota"

    db.session.execute(update(Reservation).where(Reservation.id == mine).values(status=status))
    db.session.commit()

    assert refused(scene, 8) == ""


def test_a_quota_is_of_one_borrower_one_pool_and_one_span() -> None:
    scene = scene_with(quota_loans=1, quota_months=1)
    ask(scene.secretary, (scene.chairs, 1), period=next_weekend(4))
    artres = make_actor(make_commune(scene.territory, "Artres"))
    tents = make_item(make_pool(scene.maing), 2)

    ask(artres, (scene.chairs, 1), period=next_weekend(4))
    ask(scene.secretary, (tents, 1), period=next_weekend(4))
    assert (refused(scene, 6), refused(scene, 10)) == ("quota", "")


def test_a_change_is_judged_as_a_request_is() -> None:
    scene = scene_with(quota_loans=1, quota_months=1, others_horizon_days=100)
    ask(scene.secretary, (scene.chairs, 1), period=next_weekend(4))
    (mine,) = ask(scene.secretary, (scene.chairs, 1), period=next_weekend(10))

    for weeks, code in ((5, "quota"), (30, "owners_first")):
        to = next_weekend(weeks)
        with pytest.raises(WrongMoment) as refusal:
            changes.edit(scene.secretary, mine, Edited(starts_at=to.starts_at, ends_at=to.ends_at))
        assert refusal.value.code == code
    to = next_weekend(11)
    changes.edit(scene.secretary, mine, Edited(starts_at=to.starts_at, ends_at=to.ends_at))


def test_the_manager_reads_the_same_rules() -> None:
    scene = scene_with(quota_loans=2, others_horizon_days=60)
    (mine,) = ask(scene.secretary, (scene.chairs, 1))

    found = {each.code: each for each in requirements.verdicts(scene.manager, mine)}

    assert found["quota"].facts == {"count": 1, "loans": 2, "months": 12}
    assert (found["quota"].level, found["owners_first"].level) == ("ok", "ok")


def test_no_date_is_proposed_that_would_be_refused() -> None:
    scene = scene_with(others_horizon_days=60)
    allowed = common_starts(scene.secretary, [scene.chairs])

    assert allowed
    assert allowed.ends_at <= clock.now() + timedelta(days=62)
    mine = replace(scene.secretary, organization_id=scene.maing.id)
    more = common_starts(mine, [scene.chairs])
    assert more
    assert more.contains(Period(allowed.ends_at, allowed.ends_at + timedelta(days=100)))


def test_starts_are_told_item_by_item_as_each_pool_has_it() -> None:
    scene = scene_with(notice_days=3)
    other = make_item(make_pool(scene.maing, notice_days=0, horizon_months=1))
    never = make_item(make_pool(scene.maing, notice_days=30, horizon_months=0))

    found = starts(scene.secretary, [scene.chairs, other, never])

    assert set(found) == {scene.chairs.id, other.id, never.id}
    theirs, ours = found[scene.chairs.id], found[other.id]
    assert theirs
    assert ours
    assert theirs.starts_at >= ours.starts_at + timedelta(days=2)
    assert ours.ends_at < theirs.ends_at
    assert found[never.id] is None
    assert common_starts(scene.secretary, [scene.chairs, other]) == Period(
        theirs.starts_at, ours.ends_at
    )
    assert common_starts(scene.secretary, [scene.chairs, never]) is None
