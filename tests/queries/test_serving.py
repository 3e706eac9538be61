"""How many of an item serve today."""

from datetime import timedelta
from typing import Any

from booking import clock
from booking.period import Period
from booking.queries import serving
from booking.rules.passages import Counted, Passing
from booking.rules.returns import REST
from booking.usecases import loans
from booking.vocabulary import HoldReason
from tests.factories import make_scene, row
from tests.usecases.tending import hand_over, withhold

HOUR = timedelta(hours=1)


def test_what_is_broken_or_in_maintenance_now_does_not_serve(base: Any) -> None:
    scene = make_scene(400)
    mine = hand_over(scene, 40)
    (line,) = row(mine).lines
    assert serving.out_of_service(scene.chairs.id) == {}
    loans.take_back(scene.manager, mine, Passing((Counted(line.id, REST, damaged=3),)))
    now = clock.now()
    withhold(scene, Period(now, now + HOUR), reason=HoldReason.MAINTENANCE, quantity=2)
    withhold(scene, Period(now, now + HOUR), reason=HoldReason.OWNER, quantity=5)
    withhold(scene, Period(now + HOUR, now + 2 * HOUR), quantity=7)

    assert serving.out_of_service(scene.chairs.id) == {scene.stock.depot_id: 5}
