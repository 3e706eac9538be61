"""Eight processes that book different items at once, by the service or without it."""

import http.client
import json
import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier
from typing import Any
from urllib.parse import urlsplit

from bench import loops
from bench.bases import open_app
from bench.history import Scene
from bench.raw import Raw
from booking import clock
from booking.period import Period
from booking.queries import accounts
from booking.rules.access import Actor
from booking.rules.asking import Asked, AskedLine
from booking.usecases import asking

PROCESSES = 8
FROM_DAY = 330  # after the future reservations: what is booked here slows no other measure
BEYOND = 1_000
SERVED = ("use-case", "API")
PURPOSE = "Fête communale"


@dataclass(frozen=True)
class Job:
    """What each process does for some seconds: `way` names a function below."""

    url: str
    scene: Scene
    way: str
    seconds: float
    door: str = ""


@dataclass
class Clerk:
    """One process: its own items, its own connections, never twice the same day."""

    rank: int
    made: dict[tuple[str, int], int] = field(default_factory=dict)

    def turn(self, job: Job) -> tuple[int, Period]:
        """Return which item, and when, comes next on a database.

        The loops without the service, far quicker, have years of their own: no horizon stops them.
        """
        first = FROM_DAY if job.way in SERVED else BEYOND
        number = self.made.get((job.url, first), 0)
        self.made[job.url, first] = number + 1
        own = range(self.rank, len(job.scene.references), PROCESSES)
        day, place = divmod(number, len(own))
        today = clock.now().replace(hour=8, minute=0, second=0, microsecond=0)
        start = today + timedelta(days=first + day)
        return own[place], Period(start, start + timedelta(hours=8))


Book = Callable[[], None]


@contextmanager
def by_usecase(clerk: Clerk, job: Job) -> Iterator[Book]:
    """Book by the use-case, with a request key, as both doors do."""
    with open_app(job.url).app_context():
        actor = acting(job.scene.secretaries[clerk.rank])

        def book() -> None:
            place, period = clerk.turn(job)
            lines = (AskedLine(job.scene.references[place], 1),)
            asked = Asked(period.starts_at, period.ends_at, PURPOSE, lines)
            asking.request(actor, asked, key=_key(clerk, job))

        yield book


@contextmanager
def by_hand(clerk: Clerk, job: Job) -> Iterator[Book]:
    """Book by a loop that locks, checks and writes the same rows."""
    asker = {"territory": job.scene.territory_id, "asker": job.scene.secretaries[clerk.rank]}
    with closing(Raw(job.url)) as raw:

        def book() -> None:
            place, period = clerk.turn(job)
            loops.book(raw, asker, job.scene.references[place], period, _key(clerk, job))

        yield book


@contextmanager
def by_insert(clerk: Clerk, job: Job) -> Iterator[Book]:
    """Write one row and nothing else."""
    with closing(Raw(job.url)) as raw:

        def book() -> None:
            place, period = clerk.turn(job)
            loops.insert(raw, job.scene.territory_id, job.scene.stock_ids[place], period)

        yield book


@contextmanager
def by_api(clerk: Clerk, job: Job) -> Iterator[Book]:
    """Book through gunicorn and the JSON door."""
    with closing(http.client.HTTPConnection(urlsplit(job.door).netloc)) as door:

        def book() -> None:
            place, period = clerk.turn(job)
            body = asked_by_api(job.scene.references[place], period, _key(clerk, job))
            headers = as_bearer(job.scene.tokens[clerk.rank])
            door.request("POST", "/api/v1/reservations", json.dumps(body), headers)
            answer = door.getresponse()
            content = answer.read()
            if answer.status != 201:
                raise RuntimeError(f"{answer.status}: {content.decode()}")

        yield book


def asked_by_api(reference: str, period: Period, key: str) -> dict[str, object]:
    """Return what a program posts to book one of an item."""
    return {
        "starts_at": period.starts_at.isoformat(),
        "ends_at": period.ends_at.isoformat(),
        "purpose": PURPOSE,
        "lines": [{"item": reference, "quantity": 1}],
        "request_key": key,
    }


def as_bearer(token: str) -> dict[str, str]:
    """Return the headers of a program."""
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


def acting(user_id: int) -> Actor:
    """Return a person as actor."""
    account = accounts.account(user_id)
    actor = account.acting(None) if account else None
    if actor is None:
        raise RuntimeError("nobody to act for")
    return actor


BOOKS = {"use-case": by_usecase, "by hand": by_hand, "one insert": by_insert, "API": by_api}


def _key(clerk: Clerk, job: Job) -> str:
    first = FROM_DAY if job.way in SERVED else BEYOND
    return f"bench-{clerk.rank}-{first}-{clerk.made[job.url, first]}"


def _serve(rank: int, pipe: "Connection[Any, Any]", barrier: Barrier) -> None:
    """Do one job after the other, all processes starting each together."""
    clerk = Clerk(rank)
    while True:
        job = pipe.recv()
        try:
            with BOOKS[job.way](clerk, job) as book:
                book()  # what is done once is done now
                barrier.wait()
                pipe.send(_booked(book, job.seconds))
        except Exception as error:
            barrier.abort()  # nobody waits for one who will not come
            pipe.send(f"{type(error).__name__}: {error}")
            raise


def _booked(book: Book, seconds: float) -> float:
    """Return how many a second, over the time that they took."""
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        book()
        count += 1
    return count / (time.perf_counter() - began)


class Clerks:
    """The eight processes, started once."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._barrier = context.Barrier(PROCESSES)  # lives as long as those who wait at it
        self._pipes: list[Connection[Any, Any]] = []
        self._processes: list[BaseProcess] = []
        for rank in range(PROCESSES):
            ours, theirs = context.Pipe()
            process = context.Process(
                target=_serve, args=(rank, theirs, self._barrier), daemon=True
            )
            process.start()
            self._pipes.append(ours)
            self._processes.append(process)

    def rate(self, job: Job) -> float:
        """Return how many bookings a second all of them make together."""
        for pipe in self._pipes:
            pipe.send(job)
        told: list[float | str] = [pipe.recv() for pipe in self._pipes]
        failed = [each for each in told if isinstance(each, str)]
        if failed:
            raise RuntimeError(f"{job.way}: {failed}")
        return sum(each for each in told if not isinstance(each, str))

    def dismiss(self) -> None:
        """End the processes."""
        for process in self._processes:
            process.terminate()
            process.join()
