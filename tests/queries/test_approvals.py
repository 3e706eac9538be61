"""The rules of a pool as its people read them."""

import pytest
from sqlalchemy import Connection

from booking.errors import NotFound
from booking.queries import approvals
from booking.rules.approvals import Rule
from booking.usecases import approvals as acts
from booking.vocabulary import BeneficiaryKind, Role
from tests.factories import ask, make_actor, make_commune, make_item, make_scene
from tests.queries.counting import counting

pytestmark = pytest.mark.usefixtures("base")


def test_a_rule_says_what_it_would_have_answered() -> None:
    scene = make_scene(300)
    for quantity in (1, 10, 11, 40):
        ask(scene.secretary, (scene.chairs, quantity))
    ask(
        scene.secretary,
        (scene.chairs, 1),
        beneficiary_kind=BeneficiaryKind.CANDIDATE,
        beneficiary_name="Liste B",
    )
    acts.add(scene.manager, scene.pool.id, Rule("Peu", most=10))

    (rule,) = approvals.of_pool(scene.manager, scene.pool.id)

    assert (rule.would, rule.seen) == (2, 5)
    assert (rule.in_force, rule.set_by) == (True, scene.manager.name)


def test_a_rule_is_told_by_names_and_what_ended_comes_last() -> None:
    scene = make_scene()
    named = Rule(
        "Eux", frozenset({scene.querenaing.id}), item_ids=frozenset({scene.chairs.id}), most=5
    )
    first = acts.add(scene.manager, scene.pool.id, named)
    acts.end(scene.manager, first)
    acts.add(scene.manager, scene.pool.id, Rule("Tout"))

    current, ended = approvals.of_pool(scene.manager, scene.pool.id)

    assert (current.name, current.in_force) == ("Tout", True)
    assert (ended.borrowers, ended.items) == (("Quérénaing",), ("Chaise pliante",))
    assert (ended.ended_at is not None, ended.in_force) == (True, False)


def test_only_the_manager_of_a_pool_reads_its_rules() -> None:
    scene = make_scene()
    rule_id = acts.add(scene.manager, scene.pool.id, Rule("Tout"))
    artres = make_actor(make_commune(scene.territory, "Artres"), *Role)

    for stranger in (scene.secretary, artres, make_scene().manager):
        with pytest.raises(NotFound):
            approvals.of_pool(stranger, scene.pool.id)
        with pytest.raises(NotFound):
            approvals.row(stranger, rule_id)
    technician = make_actor(scene.maing, Role.TECHNICIAN)
    assert len(approvals.of_pool(technician, scene.pool.id)) == 1


def test_a_rule_may_name_whom_the_pool_admits_and_what_it_lends() -> None:
    scene = make_scene()
    make_commune(scene.territory, "Artres")
    make_item(make_scene().pool)

    assert [name for _, name in approvals.borrowers(scene.pool)] == ["Artres", "Quérénaing"]
    assert [each for each, _ in approvals.items(scene.pool)] == [scene.chairs.id]


def test_the_page_asks_no_more_for_more_requests(base: Connection) -> None:
    def count(times: int) -> int:
        scene = make_scene()
        acts.add(scene.manager, scene.pool.id, Rule("Peu", most=10))
        for _ in range(times):
            ask(scene.secretary, (scene.chairs, 1))
        with counting(base) as asked:
            approvals.of_pool(scene.manager, scene.pool.id)
        return len(asked)

    assert count(1) == count(5)
