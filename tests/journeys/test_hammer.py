"""Fifty processes for the same item and slot, on a service whose database may be killed."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from flask import Response

from tests.conftest import DATABASES
from tests.journeys.anvil import QUANTITIES, SLOTS, Anvil, anvil
from tests.journeys.blows import Blows, blows, told, until
from tests.journeys.hammer import Answer
from tests.journeys.service import Answer as Page
from tests.journeys.service import Service, fetch
from tests.postgres import Server

PROCESSES = 50
FEWER = 12
IMPATIENT = 3
ALL = SLOTS * sum(QUANTITIES)
SHARES = (0.1, 0.4, 0.7)
"""Of all that there is, how much was acknowledged when the server is killed."""
KEY = "0-7-0"


@pytest.fixture(params=DATABASES)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Anvil]:
    """Give an anvil on a fresh database of each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'hammer.sqlite'}"
    else:
        url = request.getfixturevalue("server").new_database()
    with anvil(url) as prepared:
        yield prepared


@pytest.fixture(scope="module")
def doomed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a PostgreSQL of this module's own, that may be killed."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    server = Server.create()
    yield server
    server.destroy()


@pytest.fixture
def mortal(doomed: Server) -> Iterator[Anvil]:
    """Give an anvil on the server that may be killed."""
    with anvil(doomed.new_database()) as prepared:
        yield prepared


def health(service: Service) -> Page:
    """Return what the service says of itself."""
    return fetch(f"{service.url}/sante")


def verdicts(answers: Sequence[Answer]) -> Counter[tuple[int, str]]:
    """Return how many answers there were of each status and code."""
    return Counter((each["status"], each["body"].get("code", "")) for each in answers)


def test_fifty_processes_get_exactly_what_there_is(house: Anvil, tmp_path: Path) -> None:
    with house.served(tmp_path, LOCK_SECONDS="20") as service:
        with blows(house, service, tmp_path, PROCESSES) as struck:
            answers = struck.finish()

        assert verdicts(answers) == {
            (201, ""): ALL,
            (409, "not_enough_available"): PROCESSES * SLOTS * len(QUANTITIES) - ALL,
        }
        assert service.flask("check") == ""
    assert house.taken() == house.full
    assert house.stored() == told(answers)
    assert house.torn() == []


def outage(doomed: Server, service: Service, struck: Blows) -> None:
    """Kill the database server while all ask, and start it again once its absence was told."""
    before = verdicts(struck.answers())[503, "unavailable"]
    doomed.kill()
    until(lambda: verdicts(struck.answers())[503, "unavailable"] > before)
    until(lambda: struck.gone() >= IMPATIENT)
    down = health(service)
    doomed.restart()
    assert down.status == 503
    assert int(down.headers["Retry-After"]) > 0
    until(lambda: health(service).status == 200)


def ask_again(mortal: Anvil, service: Service, answers: Sequence[Answer]) -> list[Answer]:
    """Ask again, under the same keys, what was cut and never asked again."""
    last = {each["key"]: each["status"] for each in answers}
    return [mortal.ask(service, key) for key, status in last.items() if status == 503]


def test_what_was_acknowledged_outlives_the_server(
    mortal: Anvil, doomed: Server, tmp_path: Path
) -> None:
    with mortal.served(tmp_path) as service:
        with blows(mortal, service, tmp_path, FEWER, IMPATIENT) as struck:
            for share in SHARES:
                struck.wait_for(share * ALL)
                outage(doomed, service, struck)
            answers = struck.finish()
        in_doubt = set(mortal.stored()) - set(told(answers))
        again = ask_again(mortal, service, answers)
        acknowledged = told(answers) | told(again)
        some = dict(list(acknowledged.items())[::5])
        assert told([mortal.ask(service, key) for key in some]) == some

    assert set(verdicts([*answers, *again])) == {
        (201, ""),
        (409, "not_enough_available"),
        (503, "unavailable"),
    }
    assert all(int(each["retry_after"]) > 0 for each in answers if each["status"] == 503)
    assert len(again) == IMPATIENT
    assert in_doubt <= set(told(again))
    assert mortal.stored() == acknowledged
    assert mortal.torn() == []
    assert mortal.taken() == mortal.full


def test_a_commit_cut_before_its_answer_is_told_by_its_key(
    mortal: Anvil, doomed: Server, tmp_path: Path
) -> None:
    with mortal.served(tmp_path) as service, ThreadPoolExecutor(1) as town:
        with closing(mortal.connect(autocommit=True)) as operator:
            operator.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        doomed.control("restart", "-m", "fast")  # from now on a commit waits for a copy elsewhere
        cut = town.submit(mortal.ask, service, KEY)
        until(lambda: mortal.waiting("SyncRep"))
        with closing(mortal.connect(autocommit=True)) as operator:
            operator.execute("ALTER SYSTEM RESET synchronous_standby_names")
        doomed.kill()
        assert verdicts([cut.result()]) == {(503, "unavailable"): 1}
        doomed.restart()

        kept = mortal.stored()
        assert told([mortal.ask(service, KEY)]) == kept == mortal.stored()
    assert set(kept) == {KEY}
    assert mortal.torn() == []


def test_an_act_cut_before_its_commit_leaves_nothing(
    mortal: Anvil, doomed: Server, tmp_path: Path
) -> None:
    with mortal.served(tmp_path) as service, ThreadPoolExecutor(1) as town:
        with mortal.locked():
            cut = town.submit(mortal.ask, service, KEY)
            until(lambda: mortal.waiting("Lock"))
            doomed.kill()
            assert verdicts([cut.result()]) == {(503, "unavailable"): 1}
        doomed.restart()

        assert mortal.stored() == {}
        assert mortal.taken() == {}
        assert told([mortal.ask(service, KEY)]) == mortal.stored() != {}
    assert mortal.torn() == []


def test_an_answer_outlives_the_connection_it_was_made_through(mortal: Anvil) -> None:
    @mortal.app.after_request
    def cut(response: Response) -> Response:
        mortal.cut()
        return response

    answer = mortal.app.test_client().post(
        "/api/v1/reservations",
        json=mortal.asked(KEY),
        headers={"Authorization": f"Bearer {mortal.token(KEY)}"},
    )

    assert answer.status_code == 201
    assert mortal.stored() == {KEY: [part["id"] for part in answer.get_json()["reservations"]]}


def test_a_page_cut_halfway_says_to_come_back(mortal: Anvil) -> None:
    mortal.app.before_request(mortal.cut)  # who asks is known by then

    page = mortal.signed_in().get("/")

    assert (page.status_code, page.headers["Retry-After"]) == (503, "2")


def test_somebody_signed_in_is_told_that_the_database_is_away(
    mortal: Anvil, doomed: Server
) -> None:
    town = mortal.signed_in()
    doomed.kill()
    pages = [town.get(address) for address in ("/", "/materiel", "/connexion")]
    doomed.restart()

    told_away = {(page.status_code, page.headers.get("Retry-After")) for page in pages}
    assert told_away == {(503, "2")}
    assert town.get("/").status_code == 200


def test_a_lock_held_too_long_is_told_in_time(house: Anvil, tmp_path: Path) -> None:
    with house.served(tmp_path, LOCK_SECONDS="1") as service:
        with house.locked():
            refused = house.ask(service, KEY, patience=15)
            assert health(service).status == 200

        assert verdicts([refused]) == {(503, "unavailable"): 1}
        assert int(refused["retry_after"]) > 0
        assert house.stored() == {}
        assert told([house.ask(service, KEY)]) == house.stored() != {}
