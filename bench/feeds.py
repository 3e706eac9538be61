"""Calendars to subscribe to: a reading that finds nothing new, one that is kept, one drawn."""

import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

from bench import served, service
from bench.bases import PATIENCE, SECRET, Base
from bench.figures import Figure, at_least, at_most, ratio
from bench.pauses import no_pause
from booking import clock, files
from booking.config import Settings
from booking.db import db
from booking.dealings import FeedScope
from booking.documents import calendar as ics
from booking.documents.calendar import MAX_EVENTS, Calendar, properties
from booking.queries import accounts, agendas, calendars
from booking.queries.agendas import Drawing
from booking.queries.scopes import Subject
from booking.usecases import calendars as acts

ROUNDS = 25
AT_ONCE = 40
DRAWINGS = 7
NOTHING_NEW = 1.3
WHATEVER_THE_PAST = 1.3
AS_A_FILE = 0.8
TIMES_FASTER = 5
HELD = "adresse-mesuree"
ADDRESS = f"/calendriers/{HELD}/Mesure.ics"


def measure(database: str, bases: Sequence[Base]) -> list[Figure]:
    """Time each beside its measure in turn, round after round, with the longest past."""
    base = max(bases, key=lambda each: each.past)
    with tempfile.TemporaryDirectory(prefix="parc-commun-feeds-") as folder:
        held = Path(folder).as_uri()
        app = served.make(Settings(base.url, SECRET, files_url=held, lock_seconds=PATIENCE))
        try:
            shown = _subscribed(app, base)
            return [
                _whatever_the_past(database, bases),
                _nothing_new(database, base.past, app),
                _kept(database, base, Path(folder)),
                _drawn(database, base.past, shown),
            ]
        finally:
            files.open_at(base.app.extensions["settings"].files_url)


def _subscribed(app: Flask, base: Base) -> Calendar:
    """Subscribe somebody to the whole territory; return what their calendar shows, cut."""
    with app.app_context():
        person = accounts.account(base.scene.secretaries[0])
        actor = person.acting(None) if person else None
        if actor is None:
            raise RuntimeError("nobody to subscribe")
        acts.create(actor, FeedScope.TERRITORY, "Mesure", HELD, key=HELD)
        feed = calendars.by_secret(HELD)
        if feed is None:
            raise RuntimeError("nothing subscribed to")
        shown = calendars.calendar(actor, feed, clock.now(), "https://parc.example")
    if len(shown.events) < MAX_EVENTS:
        raise RuntimeError(f"only {len(shown.events)} events")
    first = sorted(shown.events, key=lambda each: each.starts_at)[:MAX_EVENTS]
    return Calendar(name="Mesure", zone=shown.zone, domain=shown.domain, events=tuple(first))


def _whatever_the_past(database: str, bases: Sequence[Base]) -> Figure:
    """Compare what a calendar of the whole territory takes with the longest past and the shortest.

    Both show as many events: beyond so many, no more is read.
    """
    least, most = min(bases, key=lambda each: each.past), max(bases, key=lambda each: each.past)
    rounds = [(_reading(most), _reading(least)) for _ in range(DRAWINGS + 1)][1:]
    ours, others = [each for each, _ in rounds], [each for _, each in rounds]
    figure = Figure(
        what=f"calendar: the {MAX_EVENTS} events of a territory read",
        database=database,
        past=most.past,
        value=round(median(ours) * 1000),
        unit="ms",
        beside=f"with {least.past} past",
        reference=round(median(others) * 1000),
        ratio=round(ratio(ours, others), 2),
    )
    return at_most(figure, WHATEVER_THE_PAST)


def _reading(base: Base) -> float:
    """Return the seconds that it takes to read what a calendar shows, nothing being at hand."""
    with base.app.app_context():
        person = accounts.account(base.scene.secretaries[0])
        actor = person.acting(None) if person else None
        if actor is None:
            raise RuntimeError("nobody to subscribe")
        whole = Drawing(actor, Subject(FeedScope.TERRITORY), "", calendars.IN_FORCE, MAX_EVENTS)
        span = calendars.window(clock.now())
        with no_pause():
            seconds = _timed(lambda: agendas.events(whole, span), 1)
        db.session.remove()
    return seconds


def _nothing_new(database: str, past: int, app: Flask) -> Figure:
    """Compare with a view of one indexed query, both asked without any server between."""
    client = app.test_client()
    first = client.get(ADDRESS)
    ours = _asking(app, ADDRESS, first.headers["ETag"])
    bare = _asking(app, served.UNCHANGED.replace("<string:secret>", HELD), f'"{served.ETAG}"')
    times = [(_timed(ours, AT_ONCE), _timed(bare, AT_ONCE)) for _ in range(ROUNDS + 1)][1:]
    one, other = [each for each, _ in times], [each for _, each in times]
    figure = Figure(
        what="calendar: nothing new (304)",
        database=database,
        past=past,
        value=round(median(one) / AT_ONCE * 1000, 3),
        unit="ms",
        beside="a view of one indexed query",
        reference=round(median(other) / AT_ONCE * 1000, 3),
        ratio=round(ratio(one, other), 2),
    )
    return at_most(figure, NOTHING_NEW)


def _asking(app: Flask, path: str, etag: str) -> Callable[[], None]:
    """Return what asks for something that its reader holds already."""
    asked = create_environ(path, headers={"If-None-Match": etag})

    def ask() -> None:
        _, status, _ = run_wsgi_app(app.wsgi_app, dict(asked))
        if status != "304 NOT MODIFIED":
            raise RuntimeError(f"{path}: {status}")

    return ask


def _kept(database: str, base: Base, folder: Path) -> Figure:
    """Compare a calendar that did not change with the same bytes as a file of the same server."""
    lying = folder / "file.ics"
    given = {"FILES_URL": folder.as_uri(), served.FILE_HELD: str(lying)}
    with service.gunicorn(base.url, "bench.served:make()", **given) as site:
        address = urlsplit(site).netloc
        with closing(HTTPConnection(address)) as one, closing(HTTPConnection(address)) as other:
            lying.write_bytes(_read(one, ADDRESS))
            weight = lying.stat().st_size
            ways = (lambda: _read(one, ADDRESS), lambda: _read(other, served.FILE))
            times = [tuple(_timed(way, AT_ONCE) for way in ways) for _ in range(ROUNDS + 1)][1:]
            if _read(one, ADDRESS) != _read(other, served.FILE):
                raise RuntimeError("not the same bytes")
    ours, plain = [each for each, _ in times], [each for _, each in times]
    figure = Figure(
        what=f"calendar: {MAX_EVENTS} events kept, {weight // 1000} kB",
        database=database,
        past=base.past,
        value=round(AT_ONCE / median(ours)),
        unit="/s",
        beside="the same bytes as a file",
        reference=round(AT_ONCE / median(plain)),
        ratio=round(ratio(plain, ours), 2),
    )
    return at_least(figure, AS_A_FILE)


def _read(connection: HTTPConnection, path: str) -> bytes:
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {body[:200]!r}")
    return body


def _drawn(database: str, past: int, shown: Calendar) -> Figure:
    """Compare with what icalendar takes to write the same events."""
    ways = (lambda: ics.render(shown), lambda: by_the_library(shown))
    if _unfolded(ways[0]()) != _unfolded(ways[1]()):
        raise RuntimeError("not the same events")
    times = [tuple(_timed(way, 1) for way in ways) for _ in range(DRAWINGS + 1)][1:]
    ours, library = [each for each, _ in times], [each for _, each in times]
    figure = Figure(
        what=f"calendar: {MAX_EVENTS} events drawn",
        database=database,
        past=past,
        value=round(median(ours) * 1000, 1),
        unit="ms",
        beside="icalendar",
        reference=round(median(library) * 1000, 1),
        ratio=round(ratio(library, ours), 1),
    )
    return at_least(figure, TIMES_FASTER)


def by_the_library(shown: Calendar) -> bytes:
    """Return the events of a calendar as icalendar writes them."""
    zone = ZoneInfo(shown.zone)
    whole = icalendar.Calendar()
    for event in shown.events:
        part = icalendar.Event()
        for name, value in properties(event, zone, shown.domain):
            if value not in ("", []):
                part.add(name, value)
        whole.add_component(part)
    lines: bytes = whole.to_ical()
    return lines


def _unfolded(written: bytes) -> list[bytes]:
    """Return the lines of the events of a calendar, in an order that both keep."""
    events = written[written.index(b"BEGIN:VEVENT") :].replace(b"\r\n ", b"")
    return sorted(events.split(b"\r\n"))


def _timed(way: Callable[[], object], times: int) -> float:
    """Return the seconds that something takes, done so many times."""
    began = time.perf_counter()
    for _ in range(times):
        way()
    return time.perf_counter() - began
