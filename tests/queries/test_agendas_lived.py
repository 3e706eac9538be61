"""What calendars show of a loan once it left, and once it is back: what really happened."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

import pytest

from booking import clock
from booking.dealings import FeedScope
from booking.documents.calendar import Calendar, Event, render
from booking.period import Period
from booking.queries import calendars
from booking.queries import reservations as reads
from booking.queries.calendars import FeedRecord
from booking.rules.access import Actor
from booking.rules.calls import LENGTH
from booking.rules.passages import Counted, Passing
from booking.usecases import calendars as acts
from booking.usecases import loans, reservations
from tests.factories import Scene, ask, make_actor, make_commune, make_scene, row, set_clock

pytestmark = pytest.mark.usefixtures("base")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Lent:
    """Forty chairs agreed for the days that follow, and their agreed span."""

    scene: Scene
    mine: int
    agreed: Period

    def subscription(self, actor: Actor, scope: str, *, anonymous: bool = False) -> FeedRecord:
        """Return somebody's subscription to the pool, the depot, the chairs or their own loans."""
        scene = self.scene
        things = {
            "pool": scene.pool.id,
            "depot": scene.stock.depot_id,
            "item": scene.chairs.id,
        }
        secret = f"{actor.user_id}-{scope}-{anonymous}"
        if not calendars.by_secret(secret):
            thing = str(things.get(scope, ""))
            given = {"thing": thing, "anonymous": anonymous}
            acts.create(actor, FeedScope(scope), "Parc", secret, **given)  # type: ignore[arg-type]
        found = calendars.by_secret(secret)
        assert found
        return found

    def shown(self, actor: Actor, scope: str, *, anonymous: bool = False) -> list[Event]:
        """Return what a subscription shows."""
        feed = self.subscription(actor, scope, anonymous=anonymous)
        return list(calendars.calendar(actor, feed, clock.now(), "").events)

    def spans(self) -> list[Period]:
        """Return when each calendar that shows the whole of the loan has it."""
        scene = self.scene
        neighbour = make_actor(make_commune(scene.territory))
        shown = [
            *self.shown(scene.manager, "pool"),
            *self.shown(scene.secretary, "me"),
            *self.shown(neighbour, "item"),
            *self.shown(scene.secretary, "me", anonymous=True),
        ]
        return [Period(each.starts_at, each.ends_at) for each in shown]

    def calls(self) -> list[Period]:
        """Return when the depot expects, or saw, the chairs leave and come back."""
        shown = self.shown(self.scene.manager, "depot")
        return [Period(each.starts_at, each.ends_at) for each in shown]


def lend(days: tuple[int, int], hours: tuple[int, int]) -> Lent:
    """Ask for chairs and agree, from a day and hour to another, counted from today."""
    scene = make_scene()
    zone, today = scene.manager.zone, clock.today(scene.manager.zone)
    starts_at, ends_at = (
        datetime.combine(today + day * DAY, time(hour), zone)
        for day, hour in zip(days, hours, strict=True)
    )
    agreed = Period(starts_at, ends_at)
    (mine,) = ask(scene.secretary, (scene.chairs, 40), period=agreed)
    reservations.approve(scene.manager, mine)
    return Lent(scene, mine, agreed)


@pytest.fixture
def lent() -> Lent:
    return lend((5, 8), (14, 9))


def call(at: datetime) -> Period:
    return Period(at, at + LENGTH)


def test_what_left_early_is_not_announced_any_more(
    lent: Lent, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = lent.agreed.starts_at - DAY
    set_clock(monkeypatch, left)
    loans.hand_over(lent.scene.manager, lent.mine)

    assert lent.spans() == [Period(left, lent.agreed.ends_at)] * 4
    assert lent.calls() == [call(left), call(lent.agreed.ends_at)]


def test_what_is_back_early_does_not_stay_nor_announces_a_return(
    lent: Lent, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, back = lent.agreed.starts_at + LENGTH, lent.agreed.ends_at - DAY
    for at, act in ((left, loans.hand_over), (back, loans.take_back)):
        set_clock(monkeypatch, at)
        act(lent.scene.manager, lent.mine)

    assert lent.spans() == [Period(left, back)] * 4
    assert lent.calls() == [call(left), call(back)]


def test_what_is_back_in_part_is_awaited(lent: Lent, monkeypatch: pytest.MonkeyPatch) -> None:
    left = lent.agreed.starts_at
    set_clock(monkeypatch, left)
    loans.hand_over(lent.scene.manager, lent.mine)
    set_clock(monkeypatch, left + DAY)
    line = row(lent.mine).lines[0].id
    loans.take_back(lent.scene.manager, lent.mine, Passing(counted=(Counted(line, 30),)))

    assert lent.spans() == [lent.agreed] * 4
    assert lent.calls()[1] == call(lent.agreed.ends_at)


def test_what_is_late_keeps_the_end_agreed_whatever_the_day(
    lent: Lent, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, lent.agreed.starts_at)
    loans.hand_over(lent.scene.manager, lent.mine)
    for days in (1, 2):
        set_clock(monkeypatch, lent.agreed.ends_at + days * DAY)
        assert lent.spans() == [lent.agreed] * 4
        assert lent.calls()[1] == call(lent.agreed.ends_at)
    loans.take_back(lent.scene.manager, lent.mine)

    assert lent.spans() == [Period(lent.agreed.starts_at, clock.now())] * 4


def test_each_act_raises_the_rank_the_stamp_and_the_version(
    lent: Lent, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = lent.scene.manager
    for at, act in (
        (lent.agreed.starts_at - DAY, loans.hand_over),
        (lent.agreed.ends_at - DAY, loans.take_back),
    ):
        before, version = lent.shown(manager, "depot"), lent.subscription(manager, "depot").version
        set_clock(monkeypatch, at)
        act(manager, lent.mine)

        after = lent.shown(manager, "depot")
        assert [each.revision for each in after] == [each.revision + 1 for each in before]
        assert {each.changed_at for each in after} == {at}
        assert [(each.kind, each.uid) for each in after] == [
            (each.kind, each.uid) for each in before
        ]
        assert lent.subscription(manager, "depot").version > version


def test_whole_days_are_so_no_more_once_an_hour_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    lent = lend((5, 8), (0, 0))
    assert b"VALUE=DATE:" in file_of(lent.shown(lent.scene.manager, "pool"))
    left = lent.agreed.starts_at + timedelta(hours=8)
    set_clock(monkeypatch, left)
    loans.hand_over(lent.scene.manager, lent.mine)

    content = file_of(lent.shown(lent.scene.manager, "pool"))

    assert b"VALUE=DATE:" not in content
    assert f"DTSTART:{left:%Y%m%dT}".encode() in content
    assert lent.calls() == [call(left), Period(lent.agreed.ends_at - DAY, lent.agreed.ends_at)]


def file_of(events: list[Event]) -> bytes:
    return render(Calendar(name="A", zone="Europe/Paris", domain="d", events=tuple(events)))


def test_what_is_due_at_midnight_is_brought_back_on_the_day_that_ends() -> None:
    lent = lend((5, 8), (14, 0))

    assert lent.calls()[1] == Period(lent.agreed.ends_at - LENGTH, lent.agreed.ends_at)


def test_what_is_back_at_once_is_a_sound_event_still(
    lent: Lent, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, lent.agreed.starts_at)
    loans.hand_over(lent.scene.manager, lent.mine)
    loans.take_back(lent.scene.manager, lent.mine)

    assert lent.spans() == [call(lent.agreed.starts_at)] * 4
    assert file_of(lent.shown(lent.scene.manager, "pool")).count(b"BEGIN:VEVENT") == 1


def test_an_invitation_by_mail_stays_as_agreed(lent: Lent, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, lent.agreed.starts_at - DAY)
    loans.hand_over(lent.scene.manager, lent.mine)

    mine = reads.show(lent.scene.secretary, lent.mine)
    told, (shown,) = calendars.told(mine, ""), lent.shown(lent.scene.secretary, "me")

    assert Period(told.starts_at, told.ends_at) == lent.agreed
    assert replace(shown, starts_at=told.starts_at) == told
