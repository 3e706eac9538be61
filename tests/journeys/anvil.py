"""What the hammer strikes: a database of its own, served as it is, and what it holds afterwards."""

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from booking.db import db
from booking.models.accounts import RequestKey, User
from booking.models.catalogue import Item, Stock
from booking.models.journal import JournalEntry
from booking.models.reservations import Hold, Request, Reservation
from booking.period import Period
from booking.rules.access import SERVICE, Actor
from booking.usecases import accounts
from tests.conftest import make_app, migrate
from tests.factories import make_actor, make_commune, make_item, make_scene, next_weekend
from tests.journeys import hammer
from tests.journeys.hammer import Answer
from tests.journeys.service import PostOffice, Service, free_port, gunicorn

SLOTS = 20
QUANTITIES = (1, 7)
TOWNS = 5
"""Communes that ask; several programs act for each."""


@dataclass(frozen=True)
class Anvil:
    """A database with one item of each quantity, known by its reference, and those who may ask."""

    app: Flask
    url: str
    items: dict[int, str]
    tokens: list[str]
    slots: list[Period]

    def signed_in(self) -> FlaskClient:
        """Return the browser of a secretary, on the application itself."""
        client = self.app.test_client()
        with self.app.app_context(), client.session_transaction() as session:
            user = db.session.scalars(select(User).order_by(User.id)).first()
            assert user
            session["_user_id"] = f"{user.id}:{user.stamp}"
        return client

    def keys(self, rank: int) -> list[str]:
        """Return the request keys of one program, in the order of slots that all follow."""
        return [f"{rank}-{many}-{slot}" for many in QUANTITIES for slot in range(SLOTS)]

    def asked(self, key: str) -> dict[str, Any]:
        """Return what is asked under a key: one copy of its item, over its slot."""
        _, quantity, slot = map(int, key.split("-"))
        return {
            "starts_at": self.slots[slot].starts_at.isoformat(),
            "ends_at": self.slots[slot].ends_at.isoformat(),
            "purpose": "Fête de la Saint-Jean",
            "lines": [{"item": self.items[quantity], "quantity": 1}],
            "request_key": key,
        }

    def token(self, key: str) -> str:
        """Return the token of the program that asks under a key."""
        return self.tokens[int(key.split("-")[0]) % TOWNS]

    def ask(self, service: Service, key: str, patience: float = hammer.PATIENCE) -> Answer:
        """Ask from here what a program asks under a key."""
        return hammer.post(port(service), self.token(key), self.asked(key), patience)

    @contextmanager
    def served(self, folder: Path, **environ: str) -> Iterator[Service]:
        """Serve the database as it is."""
        number = free_port()
        own = {
            "DATABASE_URL": self.url,
            "SECRET_KEY": "hammer only",
            "PUBLIC_URL": f"http://127.0.0.1:{number}",
            "SMTP_URL": "",
        }
        service = Service(own["PUBLIC_URL"], os.environ | own | environ, PostOffice())
        with gunicorn(service, number, folder / "gunicorn.log"):
            yield service

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every stock locked, as a neighbour who never ends; its server may die meanwhile."""
        if self.app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
            path = self.url.removeprefix("sqlite:///")
            with closing(sqlite3.connect(path, isolation_level=None)) as neighbour:
                neighbour.execute("BEGIN IMMEDIATE")
                yield
        else:
            with closing(self.connect()) as other:
                other.execute("SELECT id FROM stocks FOR UPDATE")
                yield

    def connect(self, *, autocommit: bool = False) -> "psycopg.Connection[Any]":
        """Open a connection beside the service's."""
        return psycopg.connect(self.url.replace("+psycopg", ""), autocommit=autocommit)

    def cut(self) -> None:
        """End every connection to the database but this one, and wait until they are gone."""
        others = (
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        with closing(self.connect()) as operator:
            operator.execute(others)

    def waiting(self, event: str) -> bool:
        """Tell whether a process of the database waits for something, by its name or type."""
        found = "SELECT 1 FROM pg_stat_activity WHERE %s IN (wait_event, wait_event_type)"
        with closing(self.connect()) as other:
            return other.execute(found, (event,)).fetchone() is not None

    def stored(self) -> dict[str, list[int]]:
        """Return the reservations that the tables keep under each request key."""
        with self.app.app_context():
            made = {each.id: each for each in db.session.scalars(select(Request))}
            kept = {
                each.key: [part.id for part in made.pop(each.result_id).reservations]
                for each in db.session.scalars(select(RequestKey))
            }
            return kept | {f"request {each} without key": [] for each in made}

    def torn(self) -> list[int]:
        """Return the requests that are there in part only."""
        with self.app.app_context():
            told = db.session.scalars(select(JournalEntry.thing_id).filter_by(act="request"))
            journal = Counter(told)
            return [
                made.id
                for made in db.session.scalars(select(Request))
                if not made.reservations
                or any(journal[part.id] != 1 or not _is_whole(part) for part in made.reservations)
            ]

    def taken(self) -> dict[tuple[str, datetime], int]:
        """Return how many of each item are held from each instant on."""
        summed = (
            select(Item.reference, Hold.starts_at, func.sum(Hold.quantity))
            .select_from(Hold)
            .join(Stock, Stock.id == Hold.stock_id)
            .join(Item, Item.id == Stock.item_id)
            .group_by(Item.reference, Hold.starts_at)
        )
        with self.app.app_context():
            return {(item, at): many for item, at, many in db.session.execute(summed)}

    @property
    def full(self) -> dict[tuple[str, datetime], int]:
        """Return what is taken when all there is of each item is held over each slot."""
        return {
            (item, slot.starts_at): quantity
            for quantity, item in self.items.items()
            for slot in self.slots
        }


def _is_whole(part: Reservation) -> bool:
    held = [sum(hold.quantity for hold in line.holds) == line.quantity for line in part.lines]
    return bool(held) and all(held)


@contextmanager
def anvil(url: str) -> Iterator[Anvil]:
    """Prepare an empty database."""
    app = make_app(url)
    with app.app_context():
        migrate()
        scene = make_scene()
        items = {many: make_item(scene.pool, many).reference for many in QUANTITIES}
        towns = [make_actor(make_commune(scene.territory)) for _ in range(TOWNS)]
        tokens = [_token(each) for each in towns]
    slots = [next_weekend(4 + week) for week in range(SLOTS)]
    try:
        yield Anvil(app, url, items, tokens, slots)
    finally:
        with app.app_context():
            db.engine.dispose()


def _token(actor: Actor) -> str:
    secret = accounts.new_secret()
    accounts.issue_token(SERVICE, actor.email, secret, actor.organization_id)
    return secret


def port(service: Service) -> int:
    """Return the port that a service listens on."""
    return int(service.url.rpartition(":")[2])
