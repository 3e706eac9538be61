"""The page of the catalogue, with 300 items and with 5 000: as fast."""

import time
from collections.abc import Sequence
from datetime import timedelta
from statistics import median

from flask import Flask
from flask.testing import FlaskClient

from bench import history
from bench.bases import Base, analyse
from bench.figures import Figure, at_most, ratio
from booking import clock
from booking.db import db
from booking.models.accounts import User

ITEMS = 5_000
ROUNDS = 25
GROWTH = 1.3
WHAT = "catalogue page: 40 items with what is free"


def measure(database: str, bases: Sequence[Base]) -> list[Figure]:
    """Time the page of two territories of one database in turn, round after round."""
    base = min(bases, key=lambda each: each.past)
    with base.app.app_context():
        large = history.set_scene(ITEMS, "200000001")
        analyse(database)
    many = signed_in(base.app, large.secretaries[0])
    few = signed_in(base.app, base.scene.secretaries[0])
    times = [(_timed(few, turn), _timed(many, turn)) for turn in range(ROUNDS + 1)][1:]
    one, other = [each for each, _ in times], [each for _, each in times]
    figure = Figure(
        what=f"{WHAT}: {ITEMS:,} items".replace(",", " "),
        database=database,
        past=base.past,
        value=round(median(other) * 1000, 1),
        unit="ms",
        beside=f"with {len(base.scene.item_ids)} items",
        reference=round(median(one) * 1000, 1),
        ratio=round(ratio(other, one), 2),
    )
    return [at_most(figure, GROWTH)]


def _timed(client: FlaskClient, turn: int) -> float:
    """Return how long the page takes for other dates each turn, in seconds."""
    today = clock.now().replace(hour=8, minute=0, second=0, microsecond=0)
    start = today + timedelta(days=20 + turn * 8)
    end = start + timedelta(days=3)
    dates = {"du": f"{start:%Y-%m-%dT%H:%M}", "au": f"{end:%Y-%m-%dT%H:%M}"}
    began = time.perf_counter()
    answer = client.get("/materiel", query_string=dates)
    taken = time.perf_counter() - began
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code}: {answer.text[:500]}")
    return taken


def signed_in(app: Flask, user_id: int) -> FlaskClient:
    """Return a browser in which a person is signed in."""
    with app.app_context():
        user = db.session.get_one(User, user_id)
        kept = f"{user.id}:{user.stamp}"
        db.session.remove()
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = kept, True
    return client
