"""Another version of a reservation: what is kept of it, and what of it is new."""

import pytest

from booking.models.dealings import Change
from booking.rules.asking import AskedLine, Edited
from booking.usecases import versions
from tests.factories import ask, make_scene, next_weekend, row
from tests.usecases.tending import agree

pytestmark = pytest.mark.usefixtures("base")


def test_a_version_is_kept_and_read_again() -> None:
    scene = make_scene(40)
    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))
    depot = scene.stock.depot
    edited = Edited(lines=(AskedLine(scene.chairs.reference, 4, depot.name),))
    version = versions.wanted(scene.secretary, row(asked_id), edited)

    kept = Change(
        starts_at=version.period.starts_at,
        ends_at=version.period.ends_at,
        lines=versions.as_lines(version),
    )

    assert kept.lines == [[scene.chairs.id, 4, depot.id]]
    assert versions.of_change(kept) == version


def test_what_is_left_out_stays_as_it_is() -> None:
    scene = make_scene(40)
    mine = row(agree(scene, 10))

    assert versions.wanted(scene.secretary, mine, Edited()) == versions.of(mine)
    later = next_weekend(5)
    moved = versions.wanted(scene.secretary, mine, Edited(later.starts_at, later.ends_at))
    assert (moved.period, moved.places) == (later, versions.of(mine).places)


def test_other_dates_take_everything_anew() -> None:
    scene = make_scene(40)
    mine = row(agree(scene, 10))
    later = next_weekend(5)
    moved = versions.wanted(scene.secretary, mine, Edited(later.starts_at, later.ends_at))

    assert versions.is_less(mine, versions.of(mine))
    assert not versions.is_less(mine, moved)
    assert versions.newly_taken(mine, versions.of(mine)) == []
    assert versions.newly_taken(mine, moved) == [scene.chairs]
