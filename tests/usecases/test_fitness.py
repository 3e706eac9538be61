"""Nothing leaves unfit: what each path does with what requirements say, and what is waived."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from booking import journal
from booking.db import db
from booking.errors import NotAllowed, NotEnoughAvailable, NotFound, WrongMoment
from booking.fitness import Clearing, Effect, Finding, Moment, Scope, Skill
from booking.models.catalogue import Item
from booking.models.inspections import Clearance
from booking.models.requirements import Requirement
from booking.queries import fitness as reads
from booking.usecases import fitness, loans, reservations
from booking.vocabulary import Role, Status
from tests.factories import Scene, ask, keep, make_actor, make_commune, make_scene, row, set_clock
from tests.fitness import CHECK, day, inspect, loan, make_platform, qualify, ready_scene, units_of
from tests.usecases.tending import endangered, excesses, named

pytestmark = pytest.mark.usefixtures("base")
DRIVING = "platform_driving"


def platform_scene(until: int | None = 200, copies: int = 1) -> tuple[Scene, Item]:
    """Set the usual scene with a platform, controlled until so many days from now."""
    scene = ready_scene()
    platform = make_platform(scene, copies)
    if until is not None:
        inspect(platform, day(until))
    return scene, platform


def request(scene: Scene, platform: Item, first: int, last: int, **facts: Any) -> int:
    """Ask for the platform for whole days, counted from today."""
    who = facts.pop("actor", scene.secretary)
    (made,) = ask(who, (platform, 1), period=loan(who, first, last), **facts)
    return made


def level(reservation_id: int, moment: Moment, control: str = CHECK) -> str | None:
    """Return how a requirement stands for a reservation."""
    mine = row(reservation_id)
    judged = reads.judged(mine, moment, make_actor(mine.owner).zone)
    found = [each.level for each in judged if each.facts.get("requirement") == control]
    return found[0] if found else None


def test_a_control_due_before_the_loan_is_owed_and_keeps_it_from_leaving(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene, platform = platform_scene(until=5)
    asked_id = request(scene, platform, 10, 12)
    assert level(asked_id, Moment.REQUEST) == "owed"

    reservations.approve(scene.manager, asked_id)
    qualify(scene.querenaing, Skill.DRIVING)
    set_clock(monkeypatch, row(asked_id).starts_at + timedelta(hours=8))
    with pytest.raises(WrongMoment, match="unfit") as refused:
        loans.hand_over(scene.manager, asked_id)
    assert [each["requirement"] for each in refused.value.facts["reasons"]] == [CHECK]
    assert row(asked_id).status is Status.APPROVED

    inspect(platform, day(180), day=day(0))
    loans.hand_over(scene.manager, asked_id)
    assert row(asked_id).status is Status.OUT


def test_a_refusal_because_of_a_control_offers_the_period_that_fits() -> None:
    scene, platform = platform_scene(until=11)

    with pytest.raises(NotEnoughAvailable) as refused:
        request(scene, platform, 10, 12)

    (short,) = refused.value.facts["shortages"]
    assert (short["free"], short["due_on"]) == (0, day(11))
    offered = refused.value.facts["alternatives"]
    zone = scene.secretary.zone
    days = [
        (each.starts_at.astimezone(zone).date(), each.ends_at.astimezone(zone).date())
        for each in offered
    ]
    assert (day(9), day(12)) in days  # back on the last day that the control covers
    assert (day(12), day(15)) in days  # or leaving once it is made again
    for period in offered:
        (made,) = ask(scene.secretary, (platform, 1), period=period)
        reservations.cancel(scene.secretary, made)


def test_nobody_drives_without_right() -> None:
    scene, platform = platform_scene()
    asked_id = request(scene, platform, 3, 4)
    assert level(asked_id, Moment.REQUEST, DRIVING) == "owed"
    reservations.approve(scene.manager, asked_id)

    with pytest.raises(WrongMoment, match="unfit"):
        loans.hand_over(scene.manager, asked_id)
    qualify(scene.querenaing, Skill.DRIVING, day(60))
    loans.hand_over(scene.manager, asked_id)

    assert row(asked_id).status is Status.OUT


def test_the_right_of_others_is_no_right() -> None:
    scene, platform = platform_scene()
    asked_id = request(scene, platform, 3, 4)
    qualify(make_commune(scene.territory, "Artres"), Skill.DRIVING)

    assert level(asked_id, Moment.HAND_OVER, DRIVING) == "block"


def test_a_control_that_fails_after_the_approval_keeps_it_at_home() -> None:
    scene, platform = platform_scene()
    qualify(scene.querenaing, Skill.DRIVING)
    asked_id = request(scene, platform, 3, 4)
    reservations.approve(scene.manager, asked_id)

    inspect(platform, None, day=day(0), finding=Finding.FAILED)

    assert level(asked_id, Moment.APPROVAL) == "owed"
    with pytest.raises(WrongMoment, match="unfit"):
        loans.hand_over(scene.manager, asked_id)


def waived(reservation_id: int) -> list[tuple[str, Moment | None, str, Role | None]]:
    """Return what was waived of a reservation, when, why and by which role."""
    found = select(Clearance).filter_by(reservation_id=reservation_id, kind=Clearing.OVERRIDE)
    rows = db.session.scalars(found.order_by(Clearance.id))
    return [(each.control, each.moment, each.note, each.role) for each in rows]


def test_a_manager_waives_with_name_role_and_reason() -> None:
    scene, platform = platform_scene(until=11)
    asked_id = request(scene, platform, 10, 12, actor=scene.manager, despite="contrôle le 11")

    assert waived(asked_id) == [(CHECK, Moment.REQUEST, "contrôle le 11", Role.MANAGER)]
    assert all(not hold.beyond for line in row(asked_id).lines for hold in line.holds)
    with pytest.raises(WrongMoment, match="unfit"):
        reservations.approve(scene.manager, asked_id)
    fitness.override(scene.manager, asked_id, CHECK, "contrôle le 11")
    reservations.approve(scene.manager, asked_id)
    assert level(asked_id, Moment.APPROVAL) == "overridden"


def test_an_override_before_the_hand_over_lets_it_leave() -> None:
    scene, platform = platform_scene(until=None)
    qualify(scene.querenaing, Skill.DRIVING)
    asked_id = request(scene, platform, 3, 4)
    reservations.approve(scene.manager, asked_id)

    fitness.override(scene.manager, asked_id, CHECK, "Contrôlée ce matin, rapport à venir")
    loans.hand_over(scene.manager, asked_id)

    entry = next(e for e in journal.entries("reservation", asked_id) if e.act == "override")
    assert (entry.user_id, entry.facts["reason"]) == (
        scene.manager.user_id,
        "Contrôlée ce matin, rapport à venir",
    )
    assert level(asked_id, Moment.HAND_OVER) == "overridden"


def test_what_was_waived_leaves_with_its_copy_named_even_early() -> None:
    scene, platform = platform_scene(until=11)
    qualify(scene.maing, Skill.DRIVING)
    asked_id = request(scene, platform, 10, 12, actor=scene.manager, despite="contrôle le 11")
    fitness.override(scene.manager, asked_id, CHECK, "contrôle le 11")
    reservations.approve(scene.manager, asked_id)
    with pytest.raises(WrongMoment, match="unfit"):
        loans.hand_over(scene.manager, asked_id)

    fitness.override(scene.manager, asked_id, CHECK, "contrôle le 11")
    loans.hand_over(scene.manager, asked_id)

    assert named(asked_id) == [units_of(platform)[0].number]
    assert excesses() == []


def test_what_was_waived_is_no_excess() -> None:
    """The thing is there: only its control is not, and nobody lacks it."""
    scene, platform = platform_scene(until=200)
    asked_id = request(scene, platform, 10, 12)
    inspect(platform, day(11), day=day(0))
    fitness.override(scene.manager, asked_id, CHECK, "contrôle le 11")

    assert excesses() == []
    assert endangered(scene) == []


@pytest.mark.parametrize("roles", [(Role.TECHNICIAN,), (Role.SECRETARY,)])
def test_an_override_needs_the_role(roles: tuple[Role, ...]) -> None:
    scene, platform = platform_scene(until=None)
    asked_id = request(scene, platform, 3, 4)

    with pytest.raises(NotAllowed):
        fitness.override(make_actor(scene.maing, *roles), asked_id, CHECK, "Non")


def test_what_is_not_asked_cannot_be_waived_nor_seen() -> None:
    scene, platform = platform_scene()
    asked_id = request(scene, platform, 3, 4)

    for act in (fitness.see, lambda *a: fitness.override(*a, "Non")):
        with pytest.raises(WrongMoment, match="not_asked"):
            act(scene.manager, asked_id, "tent_check")


def test_what_is_over_is_settled_no_more() -> None:
    scene, platform = platform_scene()
    asked_id = request(scene, platform, 3, 4)
    reservations.refuse(scene.manager, asked_id, "Non.")

    with pytest.raises(WrongMoment, match="wrong_moment"):
        fitness.see(scene.manager, asked_id, "insurance")


def test_another_commune_settles_nothing() -> None:
    scene, platform = platform_scene()
    asked_id = request(scene, platform, 3, 4)
    stranger = make_actor(make_commune(scene.territory, "Artres"), *Role)

    with pytest.raises(NotFound):
        fitness.see(stranger, asked_id, "insurance")


def test_a_paper_is_seen_and_no_copy_is_kept() -> None:
    scene = make_scene()
    keep(Requirement(item_id=scene.chairs.id, label="clé du local"))
    (asked_id,) = ask(scene.secretary, (scene.chairs, 4))
    (label,) = scene.chairs.requirements

    fitness.see(make_actor(scene.maing, Role.TECHNICIAN), asked_id, str(label.id))

    assert level(asked_id, Moment.HAND_OVER, str(label.id)) == "ok"


def test_what_was_judged_is_kept_with_its_reasons() -> None:
    scene, platform = platform_scene(until=5)
    asked_id = request(scene, platform, 10, 12)

    (entry,) = [e for e in journal.entries("reservation", asked_id) if e.act == "judge"]

    said = {each["requirement"]: each["level"] for each in entry.facts["verdicts"]}
    assert entry.facts["moment"] == "request"
    assert said[CHECK] == said[DRIVING] == "owed"


def test_a_requirement_of_the_territory_may_refuse_a_request() -> None:
    scene = make_scene()
    keep(
        Requirement(
            territory_id=scene.territory.id,
            item_id=scene.chairs.id,
            label="contrôle de la charnière",
            scope=Scope.ITEM,
            months=12,
            at_request=Effect.BLOCK,
        )
    )
    own = db.session.scalars(select(Requirement.id)).one()
    inspect(scene.chairs, day(11), None, control=str(own))

    with pytest.raises(NotEnoughAvailable):
        ask(scene.secretary, (scene.chairs, 1), period=loan(scene.secretary, 10, 12))
