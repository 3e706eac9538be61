"""What is known of those who drive, operate and insure, and of what they take."""

from dataclasses import dataclass
from datetime import date

import pytest

from booking.fitness import Equipment, Moment, Skill
from booking.models.catalogue import Companion, Item, Unit
from booking.models.reservations import Hold
from booking.queries import fitness
from booking.usecases import loans, reservations
from booking.vocabulary import STAFF, HoldReason, Tracking
from tests.factories import (
    LONG_AGO,
    Scene,
    ask,
    insure,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_scene,
    row,
)
from tests.fitness import day, inspect, loan, make_platform, qualify, ready_scene, units_of
from tests.usecases.tending import named

pytestmark = pytest.mark.usefixtures("base")
PILOT = "drone_pilot"


@dataclass
class Sky:
    """A drone and those who fly it."""

    scene: Scene
    drone: Item
    pilots: Item

    @property
    def people(self) -> list[Unit]:
        """Return the pilots, in order."""
        return list(units_of(self.pilots))

    def request(self, first: int = 10, last: int = 12) -> int:
        """Ask for the drone; its pilot comes along."""
        (made,) = ask(
            self.scene.secretary, (self.drone, 1), period=loan(self.scene.secretary, first, last)
        )
        return made


def make_sky(*papers: date | None, mandatory: bool = True) -> Sky:
    """Make one drone, with a pilot for each paper; None: a paper without end."""
    scene = ready_scene()
    drone = make_platform(scene, name="Drone", equipment=Equipment.DRONE)
    pilots = make_platform(scene, len(papers), name="Télépilote", equipment=None, family=STAFF)
    keep(Companion(item_id=drone.id, companion_id=pilots.id, mandatory=mandatory))
    sky = Sky(scene, drone, pilots)
    for unit, until in zip(sky.people, papers, strict=True):
        qualify(scene.maing, Skill.PILOT, until, unit)
    return sky


def level(reservation_id: int, control: str = PILOT, moment: Moment = Moment.REQUEST) -> str:
    """Return how a requirement stands for a reservation."""
    mine = row(reservation_id)
    judged = fitness.judged(mine, moment, make_actor(mine.owner).zone)
    return next(each.level for each in judged if each.facts.get("requirement") == control)


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        pytest.param((12,), "ok", id="one pilot, until the last day"),
        pytest.param((None,), "ok", id="one pilot, without end"),
        pytest.param((11,), "owed", id="one pilot, ends inside"),
        pytest.param((5,), "owed", id="one pilot, ends before"),
        pytest.param((11, 40), "ok", id="two, one of whom covers it"),
        pytest.param((11, 5), "owed", id="two, none of whom covers it"),
    ],
)
def test_a_drone_flies_with_a_pilot_whose_paper_covers_the_loan(
    papers: tuple[int | None, ...], expected: str
) -> None:
    sky = make_sky(*(None if each is None else day(each) for each in papers))

    assert level(sky.request()) == expected


def be_absent(unit: Unit, sky: Sky, first: int, last: int) -> None:
    """Write that a pilot is away."""
    period = loan(sky.scene.manager, first, last)
    keep(
        Hold(
            territory_id=unit.territory_id,
            stock_id=unit.stock_id,
            unit_id=unit.id,
            reason=HoldReason.ABSENCE,
            quantity=1,
            starts_at=period.starts_at,
            ends_at=period.ends_at,
            planned_ends_at=period.ends_at,
        )
    )


def test_the_paper_of_a_pilot_who_is_away_flies_nothing() -> None:
    sky = make_sky(day(40), day(11))
    be_absent(sky.people[0], sky, 9, 20)

    assert level(sky.request()) == "owed"


def test_the_pilot_lent_along_answers_not_the_borrower() -> None:
    sky = make_sky(day(5))
    qualify(sky.scene.querenaing, Skill.PILOT)

    assert level(sky.request()) == "owed"


def test_an_optional_driver_may_be_the_borrower_s_own() -> None:
    sky = make_sky(day(5), mandatory=False)
    qualify(sky.scene.querenaing, Skill.PILOT)

    assert level(sky.request()) == "ok"


def test_the_pilot_who_leaves_is_one_whose_paper_covers_the_loan() -> None:
    sky = make_sky(day(1), day(60), day(1))
    asked_id = sky.request(1, 3)
    reservations.approve(sky.scene.manager, asked_id)

    loans.hand_over(sky.scene.manager, asked_id)

    assert sky.people[1].number in named(asked_id)
    assert sky.people[0].number not in named(asked_id)


def test_the_copy_that_leaves_is_one_whose_control_is_good() -> None:
    scene = ready_scene()
    platform = make_platform(scene, 3)
    qualify(scene.querenaing, Skill.DRIVING)
    inspect(platform, day(-2), 0)
    inspect(platform, day(90), 1)
    inspect(platform, None, 2)
    (asked_id,) = ask(scene.secretary, (platform, 1), period=loan(scene.secretary, 1, 3))
    reservations.approve(scene.manager, asked_id)

    loans.hand_over(scene.manager, asked_id)

    assert named(asked_id) == [units_of(platform)[1].number]


@pytest.mark.parametrize(("until", "expected"), [(12, "ok"), (11, "owed"), (400, "ok")])
def test_the_insurance_lasts_until_the_return(until: int, expected: str) -> None:
    scene = make_scene()
    insure(scene.querenaing, LONG_AGO, day(until))
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1), period=loan(scene.secretary, 10, 12))

    assert level(asked_id, "insurance") == expected


def test_the_register_of_others_says_nothing() -> None:
    scene = make_scene()
    platform = make_platform(scene)
    qualify(make_commune(scene.territory, "Artres"), Skill.DRIVING)
    (asked_id,) = ask(scene.secretary, (platform, 1), period=loan(scene.secretary, 10, 12))

    assert level(asked_id, "platform_driving") == "owed"


def test_an_item_counted_together_is_controlled_where_it_is_held() -> None:
    scene = make_scene()
    item = make_item(
        scene.pool, 8, equipment=Equipment.EXTINGUISHER, tracking=Tracking.BULK, name="Extincteur"
    )
    inspect(item, day(40), None, control="extinguisher_check")
    (asked_id,) = ask(scene.secretary, (item, 3), period=loan(scene.secretary, 10, 12))

    assert level(asked_id, "extinguisher_check") == "ok"
