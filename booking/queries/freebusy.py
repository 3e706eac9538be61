"""When what a calendar is about is taken, for those who may not know by whom."""

from datetime import datetime

from booking.dealings import FeedScope
from booking.documents.calendar import Calendar
from booking.documents.freebusy import FreeBusy
from booking.period import Period
from booking.queries import levels
from booking.queries.calendars import FeedRecord, window
from booking.rules.access import Actor


def of_feed(actor: Actor, feed: FeedRecord, shown: Calendar, now: datetime) -> FreeBusy:
    """Return when a feed's subject is taken, `shown` being what its calendar shows.

    An item is taken while none of it is free, in maintenance and preparation too; anything else,
    while its calendar shows something.
    """
    span = window(now)
    spans: dict[str, list[Period]] = {}
    for event in shown.events:
        spans.setdefault(event.standing, []).append(Period(event.starts_at, event.ends_at))
    if feed.subject.scope is FeedScope.ITEM:
        spans = {"confirmed": _exhausted(actor, feed.subject.thing_id or 0, span)}
    return FreeBusy(
        uid=_uid(feed),
        changed_at=max((each.changed_at for each in shown.events), default=span.starts_at),
        span=span,
        busy=tuple(spans.get("confirmed", ())),
        tentative=tuple(spans.get("tentative", ())),
    )


def of_nothing(feed: FeedRecord, today: datetime) -> FreeBusy:
    """Return what an address that is over tells: nothing is taken, under the name it had."""
    return FreeBusy(uid=_uid(feed), changed_at=today, span=window(today))


def _uid(feed: FeedRecord) -> str:
    return f"free-busy-{feed.id}@{feed.domain}"


def _exhausted(actor: Actor, item_id: int, span: Period) -> list[Period]:
    """Return while how long none of an item is free."""
    steps = [(each.at, each.free) for each in levels.of_item(actor, item_id, span)]
    ends = [at for at, _ in steps[1:]] + [span.ends_at]
    return [Period(at, end) for (at, free), end in zip(steps, ends, strict=True) if free <= 0]
