"""A campaign in the actor's view: what is left first, where it is, what was found."""

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.fitness import Finding
from booking.models.catalogue import Stock
from booking.models.inspections import Inspection
from booking.queries import campaigns, upkeep
from booking.rules.asking import Checked
from booking.usecases import campaigns as acts
from booking.usecases import loans
from booking.usecases import reservations as lending
from booking.vocabulary import LifeStage, Role
from tests.factories import (
    Scene,
    ask,
    keep,
    lose,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
)
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")


def beside(scene: Scene, name: str, quantity: int = 3, **facts: object) -> int:
    """Keep something else at the depot of the chairs; return its stock."""
    stock = make_item(scene.pool, quantity, name=name, **facts).stocks[0]
    stock.depot_id = scene.stock.depot_id
    keep(stock)
    return int(stock.id)


def open_one(scene: Scene) -> int:
    return acts.open_campaign(scene.manager, scene.stock.depot_id)


def names(scene: Scene, campaign: int) -> list[tuple[str, str]]:
    seen = campaigns.show(scene.manager, campaign)
    return [(each.name, each.outcome.value) for each in seen.things]


def test_what_is_left_comes_first() -> None:
    scene = make_scene()
    tables = beside(scene, "Table")
    campaign = open_one(scene)

    acts.check(scene.manager, campaign, Checked(scene.stock.id, Finding.PASSED))

    assert names(scene, campaign) == [("Table", "unseen"), ("Chaise pliante", "in_order")]
    acts.check(scene.manager, campaign, Checked(tables, Finding.PASSED, found=1))
    assert campaigns.show(scene.manager, campaign).tally.missing == 1


def test_what_is_lent_out_names_the_borrower_to_who_may_know() -> None:
    scene = make_scene(40)
    (loan,) = ask(scene.secretary, (scene.chairs, 10))
    lending.approve(scene.manager, loan)
    loans.hand_over(scene.manager, loan)
    campaign = open_one(scene)
    keeper = make_commune(scene.territory, "Quarouble")
    scene.stock.depot.custodian = keeper
    keep(scene.stock)

    (seen,) = campaigns.show(make_actor(keeper, Role.TECHNICIAN), campaign).things
    assert (seen.out, seen.borrowers, seen.may_check) == (10, ("Quérénaing",), True)
    (seen,) = campaigns.show(make_actor(keeper, Role.SECRETARY), campaign).things
    assert (seen.out, seen.borrowers, seen.may_check) == (10, (), False)


def test_what_rests_already_is_said() -> None:
    scene = make_scene(40)
    campaign = open_one(scene)

    acts.check(scene.manager, campaign, Checked(scene.stock.id, Finding.FAILED, broken=3))

    (seen,) = campaigns.show(scene.manager, campaign).things
    assert (seen.resting, seen.check and seen.check.withheld) == (3, True)
    acts.undo(scene.manager, campaign, scene.stock.id, None)
    (seen,) = campaigns.show(scene.manager, campaign).things
    assert (seen.resting, seen.check) == (0, None)


def test_a_closed_campaign_tells_what_there_was_when_it_closed() -> None:
    scene = make_scene(40)
    tables = beside(scene, "Table")
    campaign = open_one(scene)
    acts.check(scene.manager, campaign, Checked(scene.stock.id, Finding.PASSED))
    acts.close(scene.manager, campaign)
    before = names(scene, campaign)

    lose(scene.stock, 40)
    lose(db.session.get_one(Stock, tables), 3)
    scene.chairs.stage = LifeStage.RETIRED
    keep(scene.chairs)

    assert names(scene, campaign) == before


def test_what_was_found_to_be_gone_is_still_told() -> None:
    scene = make_scene(40)
    campaign = open_one(scene)

    acts.check(scene.manager, campaign, Checked(scene.stock.id, Finding.FAILED, found=0))

    assert names(scene, campaign) == [("Chaise pliante", "missing")]


def test_each_reads_the_things_that_concern_them() -> None:
    scene = make_scene()
    artres = make_commune(scene.territory, "Artres")
    theirs = make_item(make_pool(artres), 3, name="Barnum").stocks[0]
    theirs.depot_id = scene.stock.depot_id
    keep(theirs)
    campaign = open_one(scene)

    other = make_actor(artres, Role.MANAGER)
    assert [each.name for each in campaigns.show(other, campaign).things] == ["Barnum"]
    assert {each.name for each in campaigns.show(scene.manager, campaign).things} == {
        "Barnum",
        "Chaise pliante",
    }
    with pytest.raises(NotFound):
        campaigns.show(make_actor(scene.querenaing, *Role), campaign)
    with pytest.raises(NotFound):
        campaigns.show(make_actor(make_scene().maing, *Role), campaign)


def test_more_things_ask_no_more_queries(base: Connection) -> None:
    asked = []
    for count in (1, 6):
        scene = make_scene()
        campaign, depot = open_one(scene), scene.stock.depot_id
        acts.check(scene.manager, campaign, Checked(scene.stock.id, Finding.PASSED))
        for rank in range(1, count):
            stock = beside(scene, f"Table {rank}")
            acts.check(scene.manager, campaign, Checked(stock, Finding.FAILED, broken=1))
        with counting(base) as queries:
            assert len(campaigns.show(scene.manager, campaign).things) == count
            upkeep.at(scene.manager, depot)
        asked.append(queries)

    few, many = asked
    assert len(many) == len(few) < 20


def test_a_control_that_is_only_planned_is_no_check() -> None:
    scene = make_scene()
    campaign = open_one(scene)
    own = {"territory_id": scene.territory.id, "stock_id": scene.stock.id}
    day = clock.today(scene.manager.zone)
    keep(Inspection(**own, control="vgp", day=day, recorded_at=clock.now()))

    (seen,) = campaigns.show(scene.manager, campaign).things

    assert (seen.check, seen.last) == (None, None)
