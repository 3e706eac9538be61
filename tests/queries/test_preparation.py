"""The sheet of the day: what is gathered at each depot, for whom, whom to call."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from booking.models.catalogue import Accessory
from booking.models.organizations import Contact
from booking.period import Period
from booking.queries import preparation
from booking.queries.preparation import Departure, Sheet
from booking.usecases import reservations
from booking.vocabulary import ContactFunction
from tests.factories import Scene, add_stock, ask, keep, make_item, make_scene, set_clock
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")

FRIDAY = datetime(2027, 5, 7, 14, tzinfo=ZoneInfo("Europe/Paris"))
LOAN = Period(FRIDAY, FRIDAY + timedelta(days=2))


@pytest.fixture(autouse=True)
def _in_april(monkeypatch: pytest.MonkeyPatch, base: Connection) -> None:
    set_clock(monkeypatch, FRIDAY - timedelta(days=30))


def agreed(scene: Scene, item: object, quantity: int) -> int:
    """Return a reservation that the manager agreed to."""
    (mine,) = ask(scene.secretary, (item, quantity), period=LOAN)  # type: ignore[arg-type]
    reservations.approve(scene.manager, mine)
    return mine


def sheets(scene: Scene) -> list[Sheet]:
    """Return the sheets of the Friday."""
    return preparation.sheets(scene.manager, FRIDAY.date())


def only(scene: Scene) -> Departure:
    """Return the only departure of the only sheet."""
    (sheet,) = sheets(scene)
    (departure,) = sheet.departures
    return departure


def test_what_goes_along_is_counted_for_all_that_leave() -> None:
    scene = make_scene()
    keep(Accessory(item_id=scene.chairs.id, name="Housse", quantity=2))
    mine = agreed(scene, scene.chairs, 3)

    departure = only(scene)

    (thing,) = departure.things
    assert (thing.quantity, thing.name, thing.accessories) == (
        3,
        "Chaise pliante",
        ((6, "Housse"),),
    )
    assert departure.entry.reservation.id == mine


def test_each_depot_has_its_sheet_and_its_own_quantities() -> None:
    scene = make_scene()
    tents = make_item(scene.pool, 4, name="Tente pliante")
    second = add_stock(tents, 3)
    agreed(scene, tents, 6)

    found = {sheet.depot: sheet.departures[0].things[0].quantity for sheet in sheets(scene)}

    assert (len(found), sum(found.values())) == (2, 6)
    alone = preparation.sheets(scene.manager, FRIDAY.date(), second.depot_id)
    assert [sheet.depot for sheet in alone] == [second.depot.name]


@pytest.mark.parametrize(
    ("functions", "said"),
    [
        ([], "03 27 11 11 11"),
        ([ContactFunction.PRIVACY], "03 27 11 11 11"),
        ([ContactFunction.MANAGEMENT], "Léa 0, direction ou secrétariat général, 06 00"),
        (
            [ContactFunction.MANAGEMENT, ContactFunction.EQUIPMENT, ContactFunction.TECHNICAL],
            "Léa 1, prêt de matériel, 06 00",
        ),
    ],
)
def test_whom_to_call_is_the_nearest_to_the_loan(
    functions: list[ContactFunction], said: str
) -> None:
    scene = make_scene()
    scene.querenaing.phone = "03 27 11 11 11"
    own = {"territory_id": scene.territory.id, "organization_id": scene.querenaing.id}
    for rank, function in enumerate(functions):
        keep(Contact(**own, function=function, name=f"Léa {rank}", phone="06 00"))
    keep(scene.querenaing)
    agreed(scene, scene.chairs, 1)

    assert only(scene).contact == said


def test_what_was_not_fetched_is_still_on_todays_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    mine = agreed(scene, scene.chairs, 1)
    set_clock(monkeypatch, FRIDAY + timedelta(days=1))

    (sheet,) = preparation.sheets(scene.manager)

    assert [each.entry.reservation.id for each in sheet.departures] == [mine]
    assert preparation.sheets(scene.manager, FRIDAY.date() + timedelta(days=2)) == []


def test_the_number_of_statements_does_not_grow_with_the_departures(base: Connection) -> None:
    def count(times: int) -> int:
        scene = make_scene()
        for _ in range(times):
            agreed(scene, make_item(scene.pool), 1)
        with counting(base) as asked:
            assert len(sheets(scene)) == times
        return len(asked)

    assert count(2) == count(5) <= 45
