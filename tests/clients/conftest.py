"""The service, the programs that read it, and one line for each that could not run."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import pytest

from tests.clients import thunderbird as birds
from tests.clients.readers import IcalJs, Khal, Libical, MissingError, Reader
from tests.clients.serving import Served, serving
from tests.clients.thunderbird import Thunderbird

NAMES = {
    "ical.js": "ical.js",
    "khal": "vdirsyncer et khal",
    "libical": "libical",
    "thunderbird": "Thunderbird",
}
SUBSCRIBING = ("ical.js", "khal", "thunderbird")
RAN, LEFT_OUT = pytest.StashKey[set[str]](), pytest.StashKey[dict[str, str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Prepare to note which programs ran."""
    config.stash[RAN], config.stash[LEFT_OUT] = set(), {}


@contextmanager
def noted(config: pytest.Config, name: str) -> Iterator[None]:
    """Note why a program is left out, once, and skip what needs it."""
    why = config.stash[LEFT_OUT]
    if name not in why:
        try:
            yield
        except MissingError as missing:
            why[name] = str(missing)
        else:
            return
    pytest.skip(f"{name} : {why[name]}")


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say which programs ran and, in one line each, which were left out and why."""
    ran = ", ".join(sorted(config.stash[RAN])) or "aucun"
    terminalreporter.write_line(f"Agendas essayés : {ran}")
    for name, why in sorted(config.stash[LEFT_OUT].items()):
        terminalreporter.write_line(f"Laissé de côté : {name}, {why}", yellow=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Refuse with STRICT=1 that a program was left out."""
    missing = session.config.stash[LEFT_OUT]
    if missing and not exitstatus and os.environ.get("STRICT") == "1":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve an empty database, once: each test has a territory of its own."""
    with serving(tmp_path_factory.mktemp("service")) as served:
        yield served


@pytest.fixture
def served(server: Served) -> Iterator[Served]:
    """Give the service, inside which the test acts."""
    with server.app.app_context():
        yield server


@pytest.fixture(scope="session")
def programs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Any]]:
    """Start each program when it is first needed, once; what is missing is skipped, aloud."""
    started: dict[str, Any] = {}
    config = request.config
    with ExitStack() as stack:

        def start(name: str) -> Any:
            folder = tmp_path_factory.mktemp("reader")
            if name == "thunderbird":
                return stack.enter_context(birds.running(folder))
            made = {"ical.js": IcalJs, "libical": Libical, "khal": partial(Khal, folder)}
            return made[name]()

        def program(name: str) -> Any:
            if name not in started:
                with noted(config, NAMES[name]):
                    started[name] = start(name)
                    config.stash[RAN].add(started[name].name)
            return started[name]

        yield program


@pytest.fixture
def thunderbird(programs: Callable[[str], Any]) -> Iterator[Thunderbird]:
    """Give Thunderbird, subscribed to nothing."""
    program: Thunderbird = programs("thunderbird")
    yield program
    program.forget()


@pytest.fixture(params=SUBSCRIBING)
def reader(request: pytest.FixtureRequest, programs: Callable[[str], Any]) -> Reader:
    """Give each program in turn."""
    if request.param == "thunderbird":
        found: Reader = request.getfixturevalue("thunderbird")
    else:
        found = programs(request.param)
    return found
