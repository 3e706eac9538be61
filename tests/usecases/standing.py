"""What must be true at any moment of questions, changes, the waiting list and the journal."""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import select

from booking.db import db
from booking.dealings import Awaited, ChangeState
from booking.errors import NotEnoughAvailable
from booking.models.catalogue import Item
from booking.models.dealings import Change
from booking.models.journal import JournalEntry
from booking.models.reservations import Hold, Reservation
from booking.period import Period
from booking.queries import waiting
from booking.usecases import holds
from booking.vocabulary import LifeStage, Status
from tests.usecases.world import World

Span = tuple[Period, int]


def examine_life(world: World) -> None:
    """Check what must be true whatever was asked, answered, or left without an answer."""
    db.session.expire_all()
    for mine in db.session.scalars(select(Reservation)):
        _examine_status(mine)
    _examine_changes()
    _examine_list(world)
    _examine_journal(world)


def _examine_status(mine: Reservation) -> None:
    """Something is awaited of the borrower, by a date, exactly while information is needed."""
    if mine.status is Status.NEEDS_INFO:
        assert mine.awaited
        assert mine.reply_due_at
    else:
        assert (mine.awaited, mine.reply_due_at) == (None, None)
    if mine.status is Status.REQUESTED:
        assert mine.answer_due_at
    if mine.status is Status.WAITLISTED:
        assert not any(line.holds for line in mine.lines), "who waits holds something"


def _examine_changes() -> None:
    """At most one is open, where one may be; it alone holds, exactly what it adds."""
    opened: Counter[int] = Counter()
    for change in db.session.scalars(select(Change)):
        if change.state is not ChangeState.OPEN:
            assert not change.holds, f"a change {change.state} holds something"
            continue
        opened[change.reservation_id] += 1
        mine = change.reservation
        proposed = mine.status is Status.NEEDS_INFO and mine.awaited is Awaited.PROPOSAL
        out = mine.status is Status.OUT
        assert proposed if change.by_lender else mine.status is Status.APPROVED or out
        if out:
            _examine_longer(change)
        else:
            _examine_extra(change)
    assert all(many == 1 for many in opened.values())
    loose = select(Hold).where(Hold.change_id.is_not(None), Hold.line_id.is_not(None))
    assert not db.session.scalars(loose).all()


def _examine_longer(change: Change) -> None:
    """A later return holds again what is still out, the same copies, and nothing more."""
    lines = change.reservation.lines
    out = [hold for line in lines for hold in line.holds if hold.due_back_at]
    longer: Counter[tuple[int, int | None]] = Counter()
    for hold in out:
        longer[hold.stock_id, hold.unit_id] += hold.quantity
    for hold in change.holds:
        longer[hold.stock_id, hold.unit_id] -= hold.quantity
    assert not any(longer.values()), "a later return holds what is back"


def _examine_extra(change: Change) -> None:
    """Agreed and extra together are, at every instant, the greater of agreed and asked."""
    mine = change.reservation
    items = {item_id for item_id, _, _ in change.lines} | {line.item_id for line in mine.lines}
    for item in (db.session.get_one(Item, each) for each in items):
        agreed = [
            (hold.period, hold.quantity)
            for line in mine.lines
            if line.item_id == item.id
            for hold in line.holds
        ]
        asked = [(_held(item, change.period), many) for i, many, _ in change.lines if i == item.id]
        extra = [(h.period, h.quantity) for h in change.holds if h.stock.item_id == item.id]
        for at in {p.starts_at for p, _ in [*agreed, *asked, *extra]}:
            more = max(0, _at(asked, at) - _at(agreed, at))
            if len(item.stocks) == 1:
                assert _at(extra, at) == more, item.name
            else:  # the other version may lie in another depot
                assert more <= _at(extra, at) <= _at(asked, at), item.name


def _held(item: Item, period: Period) -> Period:
    before = timedelta(hours=item.preparation_before_hours)
    after = timedelta(hours=item.preparation_after_hours)
    return Period(period.starts_at - before, period.ends_at + after)


def _at(spans: list[Span], at: datetime) -> int:
    return sum(many for period, many in spans if period.starts_at <= at < period.ends_at)


def _examine_list(world: World) -> None:
    """Nobody waits for what is free: it was offered already, to the first for whom it sufficed."""
    for each in waiting.all_of(world.now):
        mine = db.session.get_one(Reservation, each)
        lent = all(line.item.stage is LifeStage.PUBLISHED for line in mine.lines)
        assert not (lent and _fits(mine)), f"{each} waits for what is free"


def _fits(mine: Reservation) -> bool:
    attempt = db.session.begin_nested()
    try:
        holds.place(mine.lines, mine.period)
    except NotEnoughAvailable:
        return False
    else:
        return True
    finally:
        attempt.rollback()
        db.session.expire_all()


def _examine_journal(world: World) -> None:
    """What was written stays as it was."""
    table = JournalEntry.__table__
    rows = [tuple(each) for each in db.session.execute(select(table).order_by(table.c.id))]
    written = [repr(each) for each in rows]
    assert written[: len(world.journal)] == world.journal
    world.journal = written
