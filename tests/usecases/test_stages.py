"""Only what is published is lent, on whatever path; agreed loans stay."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from booking import journal
from booking.db import db
from booking.errors import Invalid, NotAllowed, WrongMoment
from booking.models.catalogue import Companion, Item
from booking.models.reservations import Reservation
from booking.queries import catalogue, search
from booking.queries.search import Search
from booking.rules.asking import AskedKit, AskedLine, Edited, Moved
from booking.usecases import asking, changes, holds, items, kits, loans, reservations, stocks
from booking.vocabulary import LifeStage, Movement, Status
from tests.factories import (
    Scene,
    ask,
    asked,
    count_rows,
    holds_of,
    keep,
    make_item,
    make_pool,
    make_scene,
    next_weekend,
    row,
)
from tests.usecases.describing import add
from tests.usecases.tending import DAY, agree

pytestmark = pytest.mark.usefixtures("base")

UNLENT = [stage for stage in LifeStage if stage is not LifeStage.PUBLISHED]


def put(item: Item, stage: LifeStage) -> None:
    """Put an item at a stage, behind the act's back."""
    item.stage = stage
    keep(item)


def not_lent(act: Callable[[], object]) -> str:
    """Return the item for which an act is refused as not lent."""
    with pytest.raises(WrongMoment) as refusal:
        act()
    assert refusal.value.code == "not_lent"
    return str(refusal.value.facts["item"])


def make_kit(scene: Scene) -> Item:
    """Make a kit of two chairs."""
    line = AskedLine(scene.chairs.reference, 2)
    kits.make(scene.manager, AskedKit("LOT", "Lot", "Fête", (line,)))
    return catalogue.find(scene.manager, "LOT")


@pytest.mark.parametrize("stage", UNLENT)
def test_what_is_not_published_is_neither_shown_nor_lent(stage: LifeStage) -> None:
    scene = make_scene()
    put(scene.chairs, stage)

    assert search.every(scene.secretary, Search()) == []
    assert search.families(scene.secretary) == []
    assert catalogue.show(scene.secretary, scene.chairs.id).stage is stage
    reference = scene.chairs.reference
    assert not_lent(lambda: ask(scene.secretary, (scene.chairs, 1))) == reference
    assert not_lent(lambda: ask(scene.manager, (scene.chairs, 1))) == reference
    assert count_rows(Reservation) == 0


@pytest.mark.parametrize("unlent", ["kit", "part"])
def test_a_kit_is_lent_whole_or_not_at_all(unlent: str) -> None:
    scene = make_scene()
    kit = make_kit(scene)
    ask(scene.secretary, (kit, 1))
    put(kit if unlent == "kit" else scene.chairs, LifeStage.SUSPENDED)

    name = "LOT" if unlent == "kit" else scene.chairs.reference
    assert not_lent(lambda: ask(scene.secretary, (kit, 1))) == name
    if unlent == "part":
        (shown,) = search.every(scene.secretary, Search())
        assert [verdict.code for verdict in shown.refused] == ["lent"]


def test_what_takes_along_something_unlent_is_not_lent_either() -> None:
    scene = make_scene()
    pilot = make_item(scene.pool, 3, name="Télépilote", reference="PIL")
    keep(Companion(item_id=scene.chairs.id, companion_id=pilot.id))
    put(pilot, LifeStage.SUSPENDED)

    assert not_lent(lambda: ask(scene.secretary, (scene.chairs, 1))) == "PIL"


def test_who_may_not_borrow_is_told_so_first() -> None:
    scene = make_scene()
    small = make_pool(scene.maing, below_population=10)
    item = make_item(small, 3, stage=LifeStage.SUSPENDED)

    with pytest.raises(NotAllowed):
        ask(scene.secretary, (item, 1))


def test_nothing_unlent_is_proposed_instead() -> None:
    scene = make_scene(2)
    other = make_item(scene.pool, 50, name="Chaise pliante bleue")
    with pytest.raises(WrongMoment) as refusal:
        ask(scene.secretary, (scene.chairs, 9))
    shortages: Any = refusal.value.facts["shortages"]
    assert [each["item_id"] for each in shortages[0]["instead"]] == [other.id]

    put(other, LifeStage.RETIRED)

    with pytest.raises(WrongMoment) as refusal:
        ask(scene.secretary, (scene.chairs, 9))
    shortages = refusal.value.facts["shortages"]
    assert shortages[0]["instead"] == []


def test_an_agreed_loan_stays_and_may_only_shrink() -> None:
    scene = make_scene()
    tables = make_item(scene.pool, 9)
    agreed_id = agree(scene, 10)
    held = holds_of(agreed_id)
    put(scene.chairs, LifeStage.SUSPENDED)
    chairs, period = scene.chairs.reference, next_weekend()

    def edit(**facts: Any) -> None:
        changes.edit(scene.manager, agreed_id, Edited(**facts))

    assert not_lent(lambda: edit(lines=(AskedLine(chairs, 11),))) == chairs
    assert not_lent(lambda: edit(ends_at=period.ends_at + DAY)) == chairs
    assert holds_of(agreed_id) == held
    more = (AskedLine(chairs, 10), AskedLine(tables.reference, 2))
    edit(lines=more)  # the tables are lent
    edit(lines=(AskedLine(chairs, 4),))
    assert row(agreed_id).status is Status.APPROVED
    loans.hand_over(scene.manager, agreed_id)
    edit(ends_at=period.ends_at + DAY)  # it is out: it comes back when it can


def test_what_is_only_asked_for_is_not_agreed_any_more() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))
    put(scene.chairs, LifeStage.RETIRED)

    assert not_lent(lambda: reservations.approve(scene.manager, asked_id))
    put(scene.chairs, LifeStage.PUBLISHED)
    reservations.approve(scene.manager, asked_id)


@pytest.mark.parametrize("stage", [LifeStage.SUSPENDED, LifeStage.RETIRED])
def test_who_counts_on_it_is_named_before_it_stops(stage: LifeStage) -> None:
    scene = make_scene()
    agreed_id = agree(scene, 10)
    reference = scene.chairs.reference

    with pytest.raises(Invalid):
        items.set_stage(scene.manager, reference, stage)
    with pytest.raises(WrongMoment) as refusal:
        items.set_stage(scene.manager, reference, stage, "Usées.")
    promised: Any = refusal.value.facts["reservations"]

    assert refusal.value.code == "item_promised"
    assert [(each["id"], each["missing"]) for each in promised] == [(agreed_id, 10)]
    assert scene.chairs.stage is LifeStage.PUBLISHED
    items.set_stage(scene.manager, reference, stage, "Usées.", confirmed=True)
    assert (scene.chairs.stage, row(agreed_id).status) == (stage, Status.APPROVED)
    (entry,) = journal.entries("item", scene.chairs.id)
    assert entry.facts == {"reason": "Usées.", "changes": {"stage": ["published", stage]}}


def test_what_nobody_counts_on_stops_for_a_reason_alone() -> None:
    scene = make_scene()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))
    reservations.refuse(scene.manager, asked_id, "Non.")

    items.set_stage(scene.manager, scene.chairs.reference, LifeStage.RETIRED, "Cassées.")

    assert scene.chairs.stage is LifeStage.RETIRED


def test_an_item_goes_from_census_to_its_first_loan() -> None:
    scene = make_scene()
    tent = add(scene)

    with pytest.raises(WrongMoment) as refusal:
        items.set_stage(scene.manager, "TEN-6", LifeStage.PUBLISHED)
    assert refusal.value.code == "wrong_stage"
    items.set_stage(scene.manager, "TEN-6", LifeStage.CHECKED)
    with pytest.raises(WrongMoment) as refusal:
        items.set_stage(scene.manager, "TEN-6", LifeStage.PUBLISHED)
    assert refusal.value.code == "not_ready"
    depot = scene.stock.depot.name
    stocks.move(scene.manager, Moved("TEN-6", depot, Movement.PURCHASE, 2))
    items.set_stage(scene.manager, "TEN-6", LifeStage.PUBLISHED)

    asking.request(scene.secretary, asked((tent, 1)))


def test_a_kit_is_retired_and_its_parts_are_lent() -> None:
    scene = make_scene()
    kit = make_kit(scene)

    items.set_stage(scene.manager, "LOT", LifeStage.RETIRED, "Plus demandé.")

    assert not_lent(lambda: ask(scene.secretary, (kit, 1))) == "LOT"
    ask(scene.secretary, (scene.chairs, 1))


@pytest.mark.parametrize("moved", ["pool_id", "owner_id"])
def test_what_changes_lender_while_it_is_asked_for_is_refused(
    monkeypatch: pytest.MonkeyPatch, moved: str
) -> None:
    """Who moves a thing holds its stock until then: who asks meanwhile has read the former one."""
    scene = make_scene()
    other = make_pool(scene.querenaing).id if moved == "pool_id" else scene.querenaing.id
    lock = holds.lock

    def wait_for_the_move(item_ids: Any) -> None:
        lock(item_ids)
        moving = update(Item).where(Item.id == scene.chairs.id).values({moved: other})
        db.session.connection().execute(moving)

    monkeypatch.setattr(holds, "lock", wait_for_the_move)

    reference = scene.chairs.reference
    assert not_lent(lambda: ask(scene.secretary, (scene.chairs, 1))) == reference
