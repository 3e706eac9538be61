"""What tests of agendas of elsewhere need: one that a manager follows, and what it says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from booking import clock, fetching
from booking.db import db
from booking.models.reservations import Hold
from booking.models.sources import Source
from booking.period import Period
from booking.rules.access import SERVICE, Actor
from booking.rules.asking import Followed
from booking.usecases import sources
from tests.documents.calendars_of_others import calendar, event
from tests.factories import Scene, set_clock
from tests.outside import HOST, World, serving

ADDRESS = f"https://{HOST}/secret-42/bus.ics"
NAME = "Bus scolaire"


def trip(period: Period, uid: str = "a@bus.example", *more: str) -> str:
    """Return the event of a trip."""
    first, last = (f"{each:%Y%m%dT%H%M%SZ}" for each in (period.starts_at, period.ends_at))
    return event(f"DTSTART:{first}", f"DTEND:{last}", *more, uid=uid)


def days_ahead(days: float, hours: float = 8) -> Period:
    """Return so many hours, in so many days."""
    start = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)
    return Period(start, start + timedelta(hours=hours))


@dataclass
class Agenda:
    """An agenda out there, and the scene whose manager follows it."""

    world: World
    scene: Scene
    monkeypatch: pytest.MonkeyPatch

    def says(self, *events: str, etag: str = "") -> None:
        """Have it say from now on that things are taken so."""
        headers = {"ETag": etag} if etag else {}
        self.world.answer = lambda path: (200, headers, calendar(*events))

    def fails(self, status: int = 404) -> None:
        """Have it answer nothing good from now on."""
        self.world.answer = lambda path: (status, {}, b"")

    def follow(self, actor: Actor | None = None, **facts: Any) -> int:
        """Follow it; nothing is read yet."""
        stock = self.scene.stock
        asked = {"name": NAME, "address": ADDRESS, "depot": stock.depot.name, "quantity": 1}
        if facts.get("unit"):
            asked["quantity"] = 0
        return sources.follow(
            actor or self.scene.manager,
            Followed(self.scene.chairs.reference, **asked | facts),  # type: ignore[arg-type]
        )

    def read(self, source_id: int, hours: float = 1) -> None:
        """Let time pass, and have it read again by the clock."""
        set_clock(self.monkeypatch, clock.now() + timedelta(hours=hours))
        sources.refresh(SERVICE, source_id)

    def followed(self, **facts: Any) -> int:
        """Follow it and read it once."""
        made = self.follow(**facts)
        sources.refresh(SERVICE, made)
        return made


@contextmanager
def published(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Iterator[Agenda]:
    """Publish an agenda for as long as a test lasts."""
    with serving() as world:
        set_clock(monkeypatch, clock.now())  # which stands still, but when it is moved
        monkeypatch.setattr(fetching, "INTERNET", world.outside)
        yield Agenda(world, scene, monkeypatch)


def row(source_id: int) -> Source:
    """Return an agenda as the tables have it."""
    return db.session.get_one(Source, source_id)


def holds() -> list[Hold]:
    """Return what agendas hold."""
    found = select(Hold).where(Hold.source_id.is_not(None))
    return list(db.session.scalars(found.order_by(Hold.starts_at, Hold.id)))


def taken() -> list[Period]:
    """Return when agendas hold something."""
    return [each.period for each in holds()]
