"""iCalendar by secret address: no session, no cookie, no redirect (calendar § 3)."""

import hashlib
from datetime import datetime
from typing import cast
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response, request

from booking import clock
from booking.documents import calendar as ics
from booking.queries import calendars
from booking.rules import agendas
from booking.rules.access import SERVICE
from booking.usecases import calendars as acts
from booking.web import settings

blueprint = Blueprint("feeds", __name__)


def register(app: Flask) -> None:
    """Open the door."""
    app.register_blueprint(blueprint)


@blueprint.get("/calendriers/<string:secret>/<string:name>.ics")
def calendar(secret: str, name: str) -> Response:
    """Give a calendar to whoever knows its secret; the name only serves readers that show it.

    An unknown secret is a 404; a revoked one says so in a calendar for thirty days, which empties
    the readers, and is then gone; so does the one of a person whose role there has ended.
    """
    now = clock.now()
    feed = calendars.by_secret(secret)
    if feed is None:
        return Response("Inconnu.\n", 404, mimetype="text/plain")
    reader = calendars.reader(feed)
    ended_at = calendars.ended_at(feed, now) if reader is None else feed.revoked_at
    if ended_at and now - ended_at > calendars.GONE:
        return Response("Révoqué.\n", 410, mimetype="text/plain")
    if ended_at or reader is None:
        body = ics.revoked(
            feed.name, feed.zone, now.astimezone(ZoneInfo(feed.zone)).date(), calendars.DOMAIN
        )
        return _answer(body, name, None)
    if feed.last_used_on != clock.today(ZoneInfo(feed.zone)):
        acts.note_use(SERVICE, feed.id, agendas.family(request.user_agent.string))
    shown = calendars.calendar(reader, feed, now, settings().public_url)
    return _answer(ics.render(shown), name, calendars.last_change(reader, now))


def _answer(body: bytes, name: str, changed: datetime | None) -> Response:
    """Return the bytes with what lets a reader ask for them again cheaply."""
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.set_etag(hashlib.sha256(body).hexdigest())
    if changed:
        response.last_modified = changed
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Disposition"] = (
        f"inline; filename=calendrier.ics; filename*=UTF-8''{quote(name, safe='')}.ics"
    )
    return cast(Response, response.make_conditional(request))
