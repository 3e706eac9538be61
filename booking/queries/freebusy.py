"""When what a calendar is about is taken, for those who may not know by whom."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from booking.db import db
from booking.dealings import FeedScope
from booking.documents.calendar import Standing
from booking.documents.freebusy import FreeBusy
from booking.models.reservations import Hold, Line
from booking.period import Period
from booking.queries import agendas, levels, scopes
from booking.queries.agendas import Drawing
from booking.queries.calendars import IN_FORCE, FeedRecord, window
from booking.queries.scopes import Subject
from booking.rules.access import Actor
from booking.vocabulary import Status

WAITING: dict[Status, Standing] = {
    status: standing for status, standing in IN_FORCE.items() if standing == "tentative"
}


def of_feed(actor: Actor, feed: FeedRecord, now: datetime) -> FreeBusy:
    """Return when a feed's subject is taken.

    An item is taken while none of it is free, in maintenance and preparation too; anything else,
    while something is, be it more than a calendar shows: what is not told here passes for free.
    """
    span = window(now)
    shown = agendas.events(Drawing(actor, feed.subject, "", IN_FORCE), span)
    spans: dict[str, list[Period]] = {}
    for event in shown:
        spans.setdefault(event.standing, []).append(Period(event.starts_at, event.ends_at))
    if feed.subject.scope is FeedScope.ITEM:
        spans = _exhausted(actor, feed.subject, span)
    return FreeBusy(
        uid=_uid(feed),
        changed_at=max((each.changed_at for each in shown), default=span.starts_at),
        span=span,
        busy=tuple(spans.get("confirmed", ())),
        tentative=tuple(spans.get("tentative", ())),
    )


def of_nothing(feed: FeedRecord, today: datetime) -> FreeBusy:
    """Return what an address that is over tells: nothing is taken, under the name it had."""
    return FreeBusy(uid=_uid(feed), changed_at=today, span=window(today))


def _uid(feed: FeedRecord) -> str:
    return f"free-busy-{feed.id}@{feed.domain}"


def _exhausted(actor: Actor, subject: Subject, span: Period) -> dict[str, list[Period]]:
    """Return while how long none of an item is free: for sure, and with what is only asked for."""
    waiting = agendas.selected(
        Drawing(actor, subject, "", WAITING, items=scopes.items(subject)), span
    )
    holds = select(Hold.id).join(Line, Line.id == Hold.line_id)
    asked = set(db.session.scalars(holds.where(Line.reservation_id.in_(waiting))))
    found = {"confirmed": _none_free(actor, subject, span, asked)}
    return found | {"tentative": _none_free(actor, subject, span) if asked else []}


def _none_free(
    actor: Actor, subject: Subject, span: Period, without: Collection[int] = ()
) -> list[Period]:
    steps = levels.of_item(actor, subject.thing_id or 0, span, without)
    ends = [each.at for each in steps[1:]] + [span.ends_at]
    return [Period(each.at, end) for each, end in zip(steps, ends, strict=True) if each.free <= 0]
