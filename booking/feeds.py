"""iCalendar by secret address: no session, no cookie, no redirect (calendar § 3).

A reader never sees a passing failure, nor a 403, 429 or 500: the last good bytes are served.
"""

import logging
import re
from datetime import UTC, datetime, time
from typing import cast
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response, request

from booking import clock
from booking.documents import calendar as ics
from booking.documents import freebusy as ifb
from booking.queries import accounts, calendars, freebusy, snapshots
from booking.queries.calendars import FeedRecord
from booking.queries.snapshots import Snapshot
from booking.rules import agendas
from booking.rules.access import SERVICE, Actor
from booking.usecases import calendars as acts
from booking.web import settings

blueprint = Blueprint("feeds", __name__)
log = logging.getLogger(__name__)

READING = ("GET", "HEAD", "OPTIONS")
ADDRESS = re.compile(r"/calendriers/[^/]+/[^/]+\.(?:ics|ifb)")
SECRETS = re.compile(r"(/calendriers/)[^/\s\"?]+(?=/[^/\s\"?]+\.(?:ics|ifb))")
LOGS = ("gunicorn.access", "werkzeug")
"""What may write down the addresses asked for, where somebody turns it on."""


def register(app: Flask) -> None:
    """Open the door, and let no log of ours tell a secret address."""
    app.register_blueprint(blueprint)
    app.before_request(_lead)
    for name in LOGS:
        if masked not in (writes := logging.getLogger(name)).filters:
            writes.addFilter(masked)


def masked(record: logging.LogRecord) -> bool:
    """Take the secret out of an address that a server is about to log."""
    record.msg, record.args = SECRETS.sub(r"\1…", record.getMessage()), ()
    return True


def _lead() -> Response | None:
    """Answer what only reads calendars, and where; before any form, page or session has a say.

    A former host gives the new address by 308, the only one that all readers keep. Who writes is
    told by 405 that nothing is to be written: Thunderbird then takes the calendar for what it is.
    """
    if not ADDRESS.fullmatch(request.path):
        return None
    if request.method not in READING:
        return _short("Lecture seule.\n", 405, Allow=", ".join(READING))
    host = request.host.rpartition(":")[0] or request.host
    ours = urlsplit(settings().public_url).hostname
    if request.method == "OPTIONS" or host.lower() not in settings().former_hosts - {ours}:
        return None
    where = settings().public_url + quote(request.path, safe="/")
    return _short("Déplacé.\n", 308, Location=where)


@blueprint.get("/calendriers/<string:secret>/<string:name>.ics")
def calendar(secret: str, name: str) -> Response:
    """Give a calendar to whoever knows its secret; the name only serves readers that show it.

    An unknown secret is a 404; a revoked one says so in a calendar for thirty days, which empties
    the readers, and is then gone; so does the one of a person whose role there has ended. 503 only
    when something fails and nothing was ever drawn.
    """
    return _given(secret, f"{name}.ics", "ics")


@blueprint.get("/calendriers/<string:secret>/<string:name>.ifb")
def free_busy(secret: str, name: str) -> Response:
    """Tell when what a calendar shows is taken, and no more; as a calendar in all else."""
    return _given(secret, f"{name}.ifb", "ifb")


def _given(secret: str, name: str, form: str) -> Response:
    try:
        return _served(secret, name, form)
    except Exception:
        log.exception("a calendar could not be drawn")
        last = snapshots.last(accounts.digest(secret), form)
    return _answer(last, name) if last else _short("Indisponible.\n", 503)


def _served(secret: str, name: str, form: str) -> Response:
    now = clock.now()
    feed = calendars.by_secret(secret)
    if feed is None:
        return _short("Inconnu.\n", 404)
    last, stamp = snapshots.last(feed.digest, form), _stamp(feed, form, now)
    if stamp and last and last.stamp == stamp and not feed.revoked_at:
        return _answer(last, name)
    reader = calendars.reader(feed)
    ended_at = calendars.ended_at(feed, now) if reader is None else feed.revoked_at
    if ended_at or reader is None:
        snapshots.forget(feed.digest)
    if ended_at and now - ended_at > calendars.GONE:
        return _short("Révoqué.\n", 410)
    if ended_at or reader is None:
        return _answer(snapshots.taken(_over(feed, form, now), None, now), name)
    drawn = snapshots.taken(_drawn(feed, reader, form, now), last, now, stamp)
    if drawn != last:
        snapshots.keep(feed.digest, form, drawn)  # for the day when it cannot be drawn
    _note(feed)
    return _answer(drawn, name)


def _stamp(feed: FeedRecord, form: str, now: datetime) -> str:
    """Return what stays the same while a calendar does, at most for a day of its territory.

    By themselves, roles end and what was cancelled goes, from one day to the next. Nothing tells
    that an item is free: what is late takes it hour after hour.
    """
    if form == "ifb":
        return ""
    day = now.astimezone(ZoneInfo(feed.zone)).date()
    return f"{feed.version} {day.isoformat()} {settings().public_url}"


def _drawn(feed: FeedRecord, reader: Actor, form: str, now: datetime) -> bytes:
    shown = calendars.calendar(reader, feed, now, settings().public_url)
    told = freebusy.of_feed(reader, feed, shown, now) if form == "ifb" else None
    return ifb.render(told) if told else ics.render(shown)


def _over(feed: FeedRecord, form: str, now: datetime) -> bytes:
    """Return what takes the place of a calendar that is over: the same all day long."""
    today = now.astimezone(ZoneInfo(feed.zone)).date()
    if form == "ifb":
        return ifb.render(freebusy.of_nothing(feed, datetime.combine(today, time(12), UTC)))
    return ics.revoked(feed.name, feed.zone, today, calendars.DOMAIN)


def _note(feed: FeedRecord) -> None:
    """Note the reading, once a day; a base that takes no writing stops no reader."""
    if feed.last_used_on == clock.today(ZoneInfo(feed.zone)):
        return
    try:
        acts.note_use(SERVICE, feed.id, agendas.family(request.user_agent.string))
    except Exception:
        log.exception("the reading of a calendar was not noted")


def _short(text: str, status: int, **headers: str) -> Response:
    """Return an answer that says the same to everybody."""
    response = Response(text, status, headers, mimetype="text/plain")
    if status == 503:
        response.headers["Retry-After"] = "600"
    return response


def _answer(snapshot: Snapshot, name: str) -> Response:
    """Return the bytes with what lets a reader ask for them again cheaply."""
    response = Response(snapshot.body, content_type="text/calendar; charset=utf-8")
    response.set_etag(snapshot.etag)
    response.last_modified = snapshot.changed_at
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Encoding"  # a proxy in front compresses
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Disposition"] = (
        f"inline; filename=\"calendrier{name[-4:]}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    return cast(Response, response.make_conditional(request))
