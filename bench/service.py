"""The service as it runs: gunicorn on a database, and one worker's memory."""

import multiprocessing
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from bench.bases import PATIENCE, SECRET, open_app
from bench.bookings import as_bearer, asked_by_api
from bench.history import Scene
from booking import clock
from booking.config import ROOT
from booking.period import Period
from tests.postgres import free_port

WORKERS, THREADS = 4, 2
TURNS = 100
LAST_DAY = 700


@contextmanager
def gunicorn(url: str, app: str = "wsgi:app", **environ: str) -> Iterator[str]:
    """Give the address of the service on a database, while it runs; `app` names it to gunicorn."""
    address = f"127.0.0.1:{free_port()}"
    size = ["--workers", str(WORKERS), "--threads", str(THREADS), "--keep-alive", str(PATIENCE)]
    quiet = ["--log-level", "warning"]
    command = [sys.executable, "-m", "gunicorn", "--bind", address, *size, *quiet, app]
    given = {"DATABASE_URL": url, "SECRET_KEY": SECRET, "LOCK_SECONDS": str(PATIENCE)} | environ
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **given})  # noqa: S603
    try:
        _wait(f"http://{address}/sante")
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait()


def _wait(health: str) -> None:
    for _ in range(200):
        try:
            with urlopen(health):  # noqa: S310 -- our own server
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("gunicorn does not answer")


def memory(url: str, scene: Scene) -> float:
    """Return the megabytes that a fresh process takes to serve many catalogues and bookings."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    worker = context.Process(target=_serve, args=(theirs, url, scene))
    worker.start()
    megabytes: float = ours.recv()
    worker.join()
    return megabytes


def _serve(pipe: "Connection[Any, Any]", url: str, scene: Scene) -> None:
    client = open_app(url).test_client()
    headers = as_bearer(scene.tokens[0])
    today = clock.now().replace(hour=18, minute=0, second=0, microsecond=0)
    for turn in range(TURNS):
        start = today + timedelta(days=LAST_DAY - turn)
        period = Period(start, start + timedelta(hours=1))
        dates = {"from": period.starts_at.isoformat(), "to": period.ends_at.isoformat()}
        read = client.get("/api/v1/items", query_string=dates, headers=headers)
        body = asked_by_api(scene.references[turn * 2 + 1], period, f"memory-{turn}")
        made = client.post("/api/v1/reservations", json=body, headers=headers)
        if (read.status_code, made.status_code) != (200, 201):
            raise RuntimeError(f"{read.status_code}, {made.status_code}: {made.text}")
    pipe.send(_megabytes())


def _megabytes() -> float:
    """Return what this process takes now; where the system does not say, its peak."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
