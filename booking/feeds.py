"""iCalendar by secret address: no session, no cookie, no redirect (calendar § 3).

A reader never sees a passing failure, nor a 403, 429 or 500: the last good bytes are served. The
door stands before all that pages need, so that nothing of them can answer in its place, and an
agenda that asks twice an hour costs next to nothing.
"""

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from flask import Flask
from werkzeug.http import http_date, quote_etag
from werkzeug.routing import Rule
from werkzeug.wrappers import Request, Response

from booking import clock
from booking.dealings import FeedScope
from booking.documents import calendar as ics
from booking.documents import freebusy as ifb
from booking.queries import accounts, calendars, freebusy, snapshots
from booking.queries.calendars import FeedRecord
from booking.queries.snapshots import Body, Head
from booking.rules import agendas
from booking.rules.access import SERVICE, Actor
from booking.usecases import calendars as acts
from booking.web import CSP, settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

FOLDER = "/calendriers/"
ADDRESS = re.compile(rf"{FOLDER}([^/]+)/([^/]+\.(ics|ifb))")
ASTRAY = re.compile(rf"{FOLDER}[^/]*[^/0-9][^/]*/[^/]*")
"""As the addresses of calendars, but for their end; the pages have numbers there."""
SLASH = "(?:/|%2F)"
SECRETS = re.compile(
    rf"({SLASH}calendriers{SLASH}+)(?!\d+(?:[/\s\"?]|%2F|$))(?:(?!%2F)[^/\s\"?])+", re.IGNORECASE
)
"""Whatever stands where a secret may stand, however it is written; pages have numbers there."""
READING = ("GET", "HEAD", "OPTIONS")
ALLOWED = {"Allow": ", ".join(READING)}
PACKED = '-gzip"'
"""Ends the name of compressed bytes, which are others to whoever keeps both."""
COMMON = {
    "Content-Security-Policy": CSP,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
SECURE = {"Strict-Transport-Security": "max-age=31536000"}
LOGS = ("gunicorn.access", "gunicorn.error", "werkzeug")
"""What may write down the addresses asked for, where somebody turns it on."""


def register(app: Flask) -> None:
    """Open the door before that of the pages, and let no log of ours tell a secret address."""
    address = f"{FOLDER}<string:secret>/<string:name>.ics"
    app.url_map.add(Rule(address, endpoint="feeds.calendar", build_only=True))
    app.wsgi_app = Door(app, app.wsgi_app)  # type: ignore[method-assign]
    for name in LOGS:
        if masked not in (writes := logging.getLogger(name)).filters:
            writes.addFilter(masked)


def masked(record: logging.LogRecord) -> bool:
    """Take the secret out of an address that a server is about to log."""
    record.msg, record.args = SECRETS.sub(r"\1…", record.getMessage()), ()
    return True


@dataclass(frozen=True)
class Door:
    """Answers the readers of calendars, and leaves all the rest to the pages."""

    app: Flask
    inner: "WSGIApplication"

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer, or pass on."""
        if environ.get("PATH_INFO", "").startswith(FOLDER):
            request = Request(environ)
            if found := ADDRESS.fullmatch(request.path):
                with self.app.app_context():
                    answer = _answer_to(request, *found.groups())
                return answer(environ, start_response)
            if ASTRAY.fullmatch(request.path):
                with self.app.app_context():
                    return _short("Inconnu.\n", 404)(environ, start_response)
        return self.inner(environ, start_response)


def _answer_to(request: Request, secret: str, name: str, form: str) -> Response:
    """Give a calendar to whoever knows its secret; the name only serves readers that show it.

    Who writes is told by 405 that nothing is to be written: Thunderbird then takes the calendar
    for what it is. A former host gives the new address by 308, the only one that all readers keep.
    An unknown secret is a 404; a revoked one says so for thirty days, which empties the readers,
    and is then gone; so does the one of a person whose role there has ended. 503 only when
    something fails and nothing was ever drawn.
    """
    if request.method not in READING:
        return _short("Lecture seule.\n", 405, **ALLOWED)
    if request.method == "OPTIONS":
        return _short("", 200, **ALLOWED)
    try:
        if _moved(request):
            where = settings().public_url + quote(request.path, safe="/")
            return _short("Déplacé.\n", 308, Location=where)
        return _served(request, secret, name, form)
    except Exception:
        log.exception("a calendar could not be drawn")
    last = _last(request, digest := accounts.digest(secret), name) or _parted(request, digest, name)
    return last or _short("Indisponible.\n", 503)


def _moved(request: Request) -> bool:
    host = request.host.rpartition(":")[0] or request.host
    ours = urlsplit(settings().public_url).hostname
    return host.lower() in settings().former_hosts - {ours}


def _served(request: Request, secret: str, name: str, form: str) -> Response:
    now = clock.now()
    feed = calendars.by_secret(secret)
    if feed is None:
        return _short("Inconnu.\n", 404)
    last, stamp = snapshots.last(feed.digest, form), _stamp(feed, form, now)
    same = last and last.stamp == stamp and not feed.revoked_at
    if same and (given := _last(request, feed.digest, name, last)):
        return given
    reader = calendars.reader(feed)
    ended_at = calendars.ended_at(feed, now) if reader is None else feed.revoked_at
    if ended_at or reader is None:
        snapshots.forget(feed.digest)
    if ended_at and now - ended_at > calendars.GONE:
        return _short("Révoqué.\n", 410)
    if ended_at or reader is None:
        body = _over(feed, form, now)
        return _fresh(request, snapshots.taken(body, None, now), body, name)
    body = _drawn(feed, reader, form, now)
    drawn = snapshots.taken(body, last, now, stamp)
    if drawn != last or same:  # or the bytes are lost
        snapshots.keep(feed.digest, form, drawn, body)  # for the day when it cannot be drawn
    _note(feed, request.user_agent.string)
    return _fresh(request, drawn, body, name)


def _stamp(feed: FeedRecord, form: str, now: datetime) -> str:
    """Return what stays the same while a calendar does, for a day of its territory at most.

    By themselves, roles end and what was cancelled goes, from one day to the next. Nothing tells
    that an item is free again: what is late takes it hour after hour.
    """
    local = now.astimezone(ZoneInfo(feed.zone))
    hourly = form == "ifb" and feed.subject.scope is FeedScope.ITEM
    since = local.isoformat(timespec="hours") if hourly else local.date().isoformat()
    return f"{feed.version} {since} {settings().public_url}"


def _drawn(feed: FeedRecord, reader: Actor, form: str, now: datetime) -> bytes:
    if form == "ifb":
        return ifb.render(freebusy.of_feed(reader, feed, now))
    return ics.render(calendars.calendar(reader, feed, now, settings().public_url))


def _over(feed: FeedRecord, form: str, now: datetime) -> bytes:
    """Return what takes the place of a calendar that is over: the same all day long."""
    today = now.astimezone(ZoneInfo(feed.zone)).date()
    if form == "ifb":
        return ifb.render(freebusy.of_nothing(feed, datetime.combine(today, time(12), UTC)))
    renewed = calendars.renewed(feed)
    return ics.revoked(feed.name, feed.zone, today, feed.domain, renewed=renewed)


def _note(feed: FeedRecord, reader: str) -> None:
    """Note the reading, once a day; a base that takes no writing stops no reader."""
    if feed.last_used_on == clock.today(ZoneInfo(feed.zone)):
        return
    try:
        acts.note_use(SERVICE, feed.id, agendas.family(reader))
    except Exception:
        log.exception("the reading of a calendar was not noted")


def _short(text: str, status: int, **headers: str) -> Response:
    """Return an answer that says the same to everybody."""
    given = {"Cache-Control": "private, no-store", **_common(), **headers}
    if status == 503:
        given["Retry-After"] = "600"
    return Response(text, status, given, mimetype="text/plain")


def _last(request: Request, digest: str, name: str, head: Head | None = None) -> Response | None:
    """Return the last good bytes as they are kept, or None when they are not."""
    form = name[-3:]
    if head := head or snapshots.last(digest, form):
        return _answer(request, head, name, partial(snapshots.body, digest, form))
    return None


def _parted(request: Request, digest: str, name: str) -> Response | None:
    """Return kept bytes that another head told of, when none can be drawn.

    They bear their own name, and a date before that of the head: what comes next is later.
    """
    form = name[-3:]
    head, body = snapshots.last(digest, form), snapshots.body(digest, form, packed=False)
    if head is None or body is None:
        return None
    own = replace(head, etag=body.etag, changed_at=head.changed_at - snapshots.SECOND)
    return _fresh(request, own, body.content, name)


def _fresh(request: Request, head: Head, body: bytes, name: str) -> Response:
    """Return bytes just drawn."""

    def read(*, packed: bool) -> Body:
        return Body(head.etag, snapshots.pack(body) if packed else body)

    answer = _answer(request, head, name, read)
    return answer or _short("Indisponible.\n", 503)


def _answer(
    request: Request, head: Head, name: str, read: Callable[..., Body | None]
) -> Response | None:
    """Return the bytes with what lets a reader ask for them again cheaply.

    The bytes are read last, and by those alone who have others; None when they are lost, or not
    those that the head tells of. A reader that holds them in the one form asks by the name of that
    form, whichever it takes now.
    """
    packed = head.packed and _unpacks(request)
    given = {
        "ETag": quote_etag(head.etag),
        "Last-Modified": http_date(head.changed_at),
        "Cache-Control": "private, no-cache",
        "Vary": "Accept-Encoding",
        "Content-Disposition": f'inline; filename="calendrier{name[-4:]}"; '
        f"filename*=UTF-8''{quote(name, safe='')}",
        **_common(),
    }
    if held := request.headers.get("If-None-Match"):
        request.environ["HTTP_IF_NONE_MATCH"] = held.replace(PACKED, '"')
    answer = Response(headers=given, content_type="text/calendar; charset=utf-8")
    answer.make_conditional(request)
    if answer.status_code == 200:
        body = read(packed=packed)
        if body is None or body.etag != head.etag:
            return None
        answer.set_data(body.content)
        if packed:
            answer.headers["Content-Encoding"] = "gzip"
    answer.headers["ETag"] = f'"{head.etag}{PACKED}' if packed else quote_etag(head.etag)
    return answer


def _unpacks(request: Request) -> bool:
    """Tell whether a reader takes compressed bytes."""
    said = request.headers.get("Accept-Encoding", "")
    return "gzip" in said and request.accept_encodings.quality("gzip") > 0


def _common() -> dict[str, str]:
    """Return the headers of every answer."""
    return COMMON | SECURE if settings().secure else COMMON
