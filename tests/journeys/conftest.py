"""The served demonstration and the desks before it."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import Office, chromium, find_browser, left_out
from tests.conftest import DATABASES
from tests.journeys.service import Service, serve

__all__ = ["chromium"]

pytest.register_assert_rewrite("tests.journeys.contract", "tests.journeys.papers")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the browser tests out where no browser is, or refuse to run without them."""
    wanting = [item for item in items if "chromium" in getattr(item, "fixturenames", ())]
    if not wanting or find_browser():
        return
    if os.environ.get("REQUIRE_BROWSER") == "1":
        raise pytest.UsageError(f"REQUIRE_BROWSER=1 interdit : {left_out()}")
    config.hook.pytest_deselected(items=wanting)
    items[:] = [item for item in items if item not in wanting]


@pytest.fixture(scope="package")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Serve the demonstration from SQLite."""
    folder = tmp_path_factory.mktemp("service")
    with serve(f"sqlite:///{folder / 'parc.sqlite'}", folder) as service:
        yield service


@pytest.fixture(scope="package")
def on_postgresql(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """Serve the demonstration from PostgreSQL."""
    url = request.getfixturevalue("server").new_database()
    with serve(url, tmp_path_factory.mktemp("service")) as service:
        yield service


@pytest.fixture(params=DATABASES)
def service(request: pytest.FixtureRequest) -> Service:
    """Give the served demonstration, on each kind of database."""
    served: Service = request.getfixturevalue(f"on_{request.param}")
    return served


@pytest.fixture(scope="package")
def desks(chromium: Browser, on_sqlite: Service) -> Office:
    """Give the desks of all tests, where one signs in once."""
    return Office(chromium, on_sqlite.url)


@pytest.fixture
def office(desks: Office) -> Iterator[Office]:
    """Give desks to a test; whatever a console complained of fails it."""
    yield desks
    faults = list(desks.faults)
    desks.close()
    assert faults == []


@pytest.fixture(scope="package")
def shed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Serve a demonstration of its own: what comes back damaged is missing from then on."""
    folder = tmp_path_factory.mktemp("shed")
    with serve(f"sqlite:///{folder / 'parc.sqlite'}", folder) as service:
        yield service


@pytest.fixture
def phones(chromium: Browser, shed: Service) -> Iterator[Office]:
    """Give phones at the counter."""
    office = Office(chromium, shed.url)
    expect.set_options(timeout=20_000)  # what comes back on line is sent in its own time
    yield office
    expect.set_options(timeout=5_000)
    faults = list(office.faults)
    office.close()
    assert faults == []
