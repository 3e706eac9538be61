"""A depot is verified thing by thing: opened once, checked, taken back, closed."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.errors import NotAllowed, NotFound, StockPromised, WrongMoment
from booking.fitness import Finding
from booking.journal import entries
from booking.models.catalogue import Item, Unit
from booking.models.inspections import CONDITION, Inspection
from booking.models.reservations import Hold
from booking.queries import campaigns as reads
from booking.queries.verified import at_depot
from booking.rules.access import Actor
from booking.rules.asking import Checked, Moved
from booking.usecases import campaigns, loans, stocks
from booking.usecases import reservations as lending
from booking.vocabulary import HoldReason, Movement, Role, Tracking
from tests.factories import (
    Scene,
    ask,
    count_rows,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
)

pytestmark = pytest.mark.usefixtures("base")


@dataclass(frozen=True)
class Round:
    """Quarouble keeps Maing's chairs and a numbered trailer; its technician verifies them."""

    scene: Scene
    technician: Actor
    depot: int
    stock: int
    trailer: Item

    @property
    def copy(self) -> Unit:
        stock = self.trailer.stocks[0].id
        return db.session.scalars(select(Unit).filter_by(stock_id=stock)).one()

    def open(self) -> int:
        return campaigns.open_campaign(self.technician, self.depot)


def make_round() -> Round:
    scene = make_scene(40)
    quarouble = make_commune(scene.territory, "Quarouble")
    depot = scene.stock.depot
    depot.custodian, depot.name = quarouble, "Quarouble – atelier"
    keep(depot)
    trailer = make_item(scene.pool, 0, name="Remorque", tracking=Tracking.NUMBERED)
    trailer.stocks[0].depot = depot
    keep(trailer)
    stocks.move(
        scene.manager, Moved(trailer.reference, depot.name, Movement.PURCHASE, 1, units=("R-1",))
    )
    return Round(scene, make_actor(quarouble, Role.TECHNICIAN), depot.id, scene.stock.id, trailer)


def last() -> Inspection:
    found = select(Inspection).order_by(Inspection.id.desc()).limit(1)
    return db.session.scalars(found).one()


def test_one_campaign_is_open_at_a_depot() -> None:
    made = make_round()
    first = made.open()

    with pytest.raises(WrongMoment) as refused:
        campaigns.open_campaign(made.scene.manager, made.depot)

    assert refused.value.code == "campaign_open"
    assert refused.value.facts["campaign"] == first
    assert refused.value.facts["depot"] == "Quarouble – atelier"
    campaigns.close(made.technician, first)
    assert campaigns.open_campaign(made.scene.manager, made.depot) != first


def test_a_second_click_opens_nothing_more() -> None:
    made = make_round()

    assert len({campaigns.open_campaign(made.technician, made.depot, key="k") for _ in "12"}) == 1


def test_a_check_says_who_found_what_when() -> None:
    made = make_round()
    campaign = made.open()

    checked = Checked(made.stock, Finding.REMARKS, note="Deux sont rayées.")
    first = campaigns.check(made.technician, campaign, checked, key="k")

    assert campaigns.check(made.technician, campaign, checked, key="k") == first
    row = last()
    assert (row.control, row.campaign_id, row.finding) == (CONDITION, campaign, Finding.REMARKS)
    assert (row.inspector, row.note) == (made.technician.name, "Deux sont rayées.")
    assert (row.expected, row.found, row.hold_id) == (40, None, None)
    told = [(each.act, each.facts.get("about")) for each in entries("campaign", campaign)]
    assert told == [("open_campaign", None), ("check", "Chaise pliante")]


@pytest.mark.parametrize("found", [38, 40, 43])
def test_what_is_counted_corrects_the_stock(found: int) -> None:
    made = make_round()

    campaigns.check(made.technician, made.open(), Checked(made.stock, Finding.PASSED, found=found))

    assert at_depot(made.stock) == found
    moved = [each.facts for each in entries("stock", made.stock) if each.act == "move"]
    assert [each["quantity"] for each in moved] == ([found - 40] if found != 40 else [])


def test_what_is_lent_out_is_not_missed_when_the_rest_is_counted() -> None:
    made = make_round()
    (loan,) = ask(made.scene.secretary, (made.scene.chairs, 10))
    lending.approve(made.scene.manager, loan)
    loans.hand_over(made.scene.manager, loan)

    campaigns.check(made.technician, made.open(), Checked(made.stock, Finding.PASSED, found=29))

    assert (last().expected, at_depot(made.stock)) == (30, 29)


def test_nothing_is_written_when_others_need_what_is_missing() -> None:
    made = make_round()
    ask(made.scene.secretary, (made.scene.chairs, 40))
    campaign = made.open()

    with pytest.raises(StockPromised):
        campaigns.check(made.technician, campaign, Checked(made.stock, Finding.PASSED, found=39))

    assert count_rows(Inspection) == 0
    assert at_depot(made.stock) == 40


def test_what_is_broken_is_kept_from_being_lent() -> None:
    made = make_round()
    campaign = made.open()

    campaigns.check(
        made.technician,
        campaign,
        Checked(made.stock, Finding.FAILED, note="Pieds cassés", broken=3),
    )
    campaigns.check(
        made.technician,
        campaign,
        Checked(made.copy.stock_id, Finding.FAILED, made.copy.id, broken=1),
    )

    held = db.session.scalars(select(Hold).order_by(Hold.id)).all()
    assert [(each.quantity, each.unit_id, each.reason) for each in held] == [
        (3, None, HoldReason.BREAKDOWN),
        (1, made.copy.id, HoldReason.BREAKDOWN),
    ]
    assert held[0].note == "Pieds cassés"
    assert last().hold_id == held[1].id


def test_what_breaks_although_others_need_it_wants_a_reason() -> None:
    made = make_round()
    ask(made.scene.secretary, (made.trailer, 1))
    campaign, copy = made.open(), made.copy
    checked = Checked(copy.stock_id, Finding.FAILED, copy.id, broken=1)

    with pytest.raises(StockPromised) as refused:
        campaigns.check(made.technician, campaign, checked)
    assert refused.value.facts["missing"] == 1
    assert count_rows(Inspection) == 0

    despite = Checked(copy.stock_id, Finding.FAILED, copy.id, broken=1, despite="Essieu rompu")
    campaigns.check(made.technician, campaign, despite)
    assert last().hold.despite == "Essieu rompu"  # type: ignore[union-attr]


def test_the_last_check_of_a_thing_counts() -> None:
    made = make_round()
    campaign = made.open()
    for finding in (Finding.FAILED, Finding.PASSED):
        campaigns.check(made.technician, campaign, Checked(made.stock, finding))

    seen = {each.name: each.outcome for each in reads.show(made.technician, campaign).things}

    assert seen == {"Chaise pliante": "in_order", "Remorque R-1": "unseen"}


def test_the_last_check_is_taken_back_with_what_it_did() -> None:
    made = make_round()
    campaign = made.open()
    campaigns.check(made.technician, campaign, Checked(made.stock, Finding.PASSED))
    campaigns.check(
        made.technician, campaign, Checked(made.stock, Finding.FAILED, found=38, broken=2)
    )

    campaigns.undo(made.technician, campaign, made.stock, None)

    assert at_depot(made.stock) == 40
    assert [each.finding for each in db.session.scalars(select(Inspection))] == [Finding.PASSED]
    assert all(each.ends_at <= clock.now() for each in db.session.scalars(select(Hold)))
    campaigns.undo(made.technician, campaign, made.stock, None)
    with pytest.raises(NotFound) as refused:
        campaigns.undo(made.technician, campaign, made.stock, None)
    assert refused.value.code == "check_not_found"


def test_a_closed_campaign_changes_no_more() -> None:
    made = make_round()
    campaign = made.open()
    checked = Checked(made.stock, Finding.PASSED)
    campaigns.check(made.technician, campaign, checked)
    campaigns.close(made.technician, campaign)

    for act in (
        lambda: campaigns.check(made.technician, campaign, checked),
        lambda: campaigns.undo(made.technician, campaign, made.stock, None),
        lambda: campaigns.close(made.technician, campaign),
    ):
        with pytest.raises(WrongMoment) as refused:
            act()
        assert refused.value.code == "campaign_closed"


def test_only_what_is_at_the_depot_is_checked() -> None:
    made = make_round()
    campaign = made.open()
    elsewhere = make_item(made.scene.pool, 5)
    gone = Checked(made.copy.stock_id, Finding.PASSED, made.copy.id)
    stocks.move(
        made.scene.manager,
        Moved(made.trailer.reference, str(made.depot), Movement.LOSS, -1, units=("R-1",)),
    )

    for checked in (
        Checked(elsewhere.stocks[0].id, Finding.PASSED),
        Checked(0, Finding.PASSED),
        Checked(made.copy.stock_id, Finding.PASSED),
        gone,
    ):
        with pytest.raises(NotFound):
            campaigns.check(made.technician, campaign, checked)


@pytest.mark.parametrize(
    ("role", "refusal"),
    [(Role.SECRETARY, NotAllowed), (Role.MANAGER, None), (Role.OBSERVER, NotAllowed)],
)
def test_who_works_at_the_depot_runs_it(role: Role, refusal: type[Exception] | None) -> None:
    made = make_round()
    who = make_actor(made.scene.stock.depot.custodian, role)
    if refusal is None:
        campaigns.check(
            who, campaigns.open_campaign(who, made.depot), Checked(made.stock, Finding.PASSED)
        )
        return
    campaign = made.open()
    with pytest.raises(refusal):
        campaigns.check(who, campaign, Checked(made.stock, Finding.PASSED))
    with pytest.raises(refusal):
        campaigns.close(who, campaign)


def test_another_commune_finds_no_campaign() -> None:
    made = make_round()
    campaign = made.open()
    other = make_actor(made.scene.querenaing, *Role)

    with pytest.raises(NotFound):
        campaigns.open_campaign(other, made.depot)
    with pytest.raises(NotFound):
        campaigns.check(other, campaign, Checked(made.stock, Finding.PASSED))
    with pytest.raises(NotFound):
        campaigns.close(other, campaign)


def test_a_manager_checks_only_its_own_things_elsewhere() -> None:
    made = make_round()
    campaign = made.open()
    artres = make_commune(made.scene.territory, "Artres")
    theirs = make_item(make_pool(artres), 3, name="Barnum")
    theirs.stocks[0].depot_id = made.depot
    keep(theirs)

    with pytest.raises(NotFound):
        campaigns.check(made.scene.manager, campaign, Checked(theirs.stocks[0].id, Finding.PASSED))
    assert campaigns.check(
        make_actor(artres, Role.TECHNICIAN), campaign, Checked(theirs.stocks[0].id, Finding.PASSED)
    )
