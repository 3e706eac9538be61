"""What makes a function an act: one transaction, one answer per key."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from booking import usecases
from booking.db import db
from booking.errors import NotFound, Refusal, WrongMoment
from booking.models.accounts import LoginAttempt
from booking.models.organizations import Territory
from booking.models.reservations import Request
from booking.rules.access import SERVICE, Actor
from booking.usecases import asking, reservations, usecase
from booking.vocabulary import Role
from tests.factories import asked, count_rows, make_actor, make_scene, make_territory

pytestmark = pytest.mark.usefixtures("base")
Act = Callable[..., int]


@pytest.fixture(autouse=True)
def aside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the acts invented here out of the list that guards walk."""
    monkeypatch.setattr(usecases, "ACTS", {})


@pytest.fixture
def rename() -> Act:
    """Give an act that writes, then refuses an empty name."""

    @usecase()
    def rename(actor: Actor, territory_id: int, name: str) -> int:
        db.session.get_one(Territory, territory_id).name = name
        db.session.flush()
        if not name:
            raise NotFound("territory_not_found")
        return territory_id

    return rename


def name_of(territory_id: int) -> str:
    """Return a name as the table has it."""
    return db.session.scalars(select(Territory.name).filter_by(id=territory_id)).one()


def test_an_act_commits_what_it_wrote(rename: Act) -> None:
    territory = make_territory()

    assert rename(SERVICE, territory.id, "CC de l’Écaillon") == territory.id

    db.session.rollback()
    assert name_of(territory.id) == "CC de l’Écaillon"


def test_a_refused_act_leaves_nothing(rename: Act) -> None:
    territory = make_territory(name="CC du Val")

    with pytest.raises(NotFound):
        rename(SERVICE, territory.id, "")

    assert name_of(territory.id) == "CC du Val"


def test_a_failing_act_leaves_nothing() -> None:
    territory = make_territory(name="CC du Val")

    @usecase()
    def fail(actor: Actor) -> int:
        db.session.get_one(Territory, territory.id).name = ""
        db.session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail(SERVICE)
    assert name_of(territory.id) == "CC du Val"


def test_what_the_page_had_not_committed_is_dropped(rename: Act) -> None:
    territory = make_territory(name="CC du Val")
    other = make_territory(name="CC du Mont")
    territory.name = "écrit par une page"

    rename(SERVICE, other.id, "CC des Monts")

    assert name_of(territory.id) == "CC du Val"


def test_an_act_never_calls_an_act(rename: Act) -> None:
    territory = make_territory()

    @usecase()
    def outer(actor: Actor) -> int:
        return rename(actor, territory.id, "CC")

    with pytest.raises(RuntimeError, match="called inside test_usecases"):
        outer(SERVICE)
    rename(SERVICE, territory.id, "CC")  # and nothing stays marked as running


def test_what_must_outlive_a_refusal_is_kept() -> None:
    def note(refusal: Refusal, _actor: Actor) -> None:
        db.session.add(LoginAttempt(key=refusal.code, at=usecases.clock.now()))

    @usecase(after_refusal=note)
    def refuse(actor: Actor) -> int:
        db.session.add(LoginAttempt(key="swept away", at=usecases.clock.now()))
        raise NotFound("nothing")

    with pytest.raises(NotFound):
        refuse(SERVICE)
    assert list(db.session.scalars(select(LoginAttempt.key))) == ["nothing"]


def test_every_act_is_listed_by_its_dotted_name(rename: Act) -> None:
    assert {"test_usecases.rename": rename} == usecases.ACTS


def test_the_same_key_answers_the_same() -> None:
    scene = make_scene()
    wanted = asked((scene.chairs, 4))

    first = asking.request(scene.secretary, wanted, key="clic")
    again = asking.request(scene.secretary, asked((scene.chairs, 4)), key="clic")

    assert first == again
    assert count_rows(Request) == 1


def test_the_same_key_with_other_content_is_refused() -> None:
    scene = make_scene()
    asking.request(scene.secretary, asked((scene.chairs, 4)), key="clic")

    with pytest.raises(WrongMoment) as refusal:
        asking.request(scene.secretary, asked((scene.chairs, 5)), key="clic")

    assert refusal.value.code == "request_key_reused"
    assert count_rows(Request) == 1


def test_the_same_key_for_another_act_is_refused() -> None:
    scene = make_scene()
    manager = make_actor(scene.maing, Role.MANAGER)
    request_id = asking.request(scene.secretary, asked((scene.chairs, 4)))
    (part,) = db.session.get_one(Request, request_id).reservations
    part_id = part.id
    reservations.approve(manager, part_id, key="clic")

    with pytest.raises(WrongMoment):
        reservations.cancel(manager, part_id, key="clic")


def test_a_key_belongs_to_its_organization() -> None:
    scene, other = make_scene(), make_scene()

    ids = {
        asking.request(each.secretary, asked((each.chairs, 4)), key="clic")
        for each in (scene, other)
    }

    assert len(ids) == 2


def test_a_refusal_uses_no_key_up() -> None:
    scene = make_scene(3)

    with pytest.raises(WrongMoment):
        asking.request(scene.secretary, asked((scene.chairs, 4)), key="clic")
    asking.request(scene.secretary, asked((scene.chairs, 3)), key="clic")

    assert db.session.scalar(select(func.count(Request.id))) == 1


class DeadlockedError(Exception):
    """What PostgreSQL says to one of two acts that wait for each other."""

    sqlstate = "40P01"


class UnreadableError(Exception):
    """What it says of a statement that is wrong."""

    sqlstate = "42601"


@pytest.mark.parametrize(("said", "times"), [(DeadlockedError, 2), (UnreadableError, 1)])
def test_an_act_in_the_way_of_another_is_done_again_once(said: type[Exception], times: int) -> None:
    tried: list[int] = []

    @usecase()
    def meet(actor: Actor) -> int:
        tried.append(1)
        raise OperationalError("UPDATE", {}, said())

    with pytest.raises(OperationalError):
        meet(SERVICE)
    assert len(tried) == times
