"""Validated at once: under which conditions, in whose name, and when a person answers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from booking import journal
from booking.db import db
from booking.errors import Invalid, NotAllowed, WrongMoment
from booking.models.conventions import Convention
from booking.models.dealings import ApprovalRule
from booking.models.mail import Message
from booking.models.organizations import InsuranceCertificate
from booking.period import Period
from booking.queries import reservations as reads
from booking.rules.approvals import Rule
from booking.usecases import approvals, reservations
from booking.vocabulary import BeneficiaryKind, MailKind, Role, Status
from tests.factories import (
    LONG_AGO,
    Scene,
    ask,
    insure,
    keep,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    next_weekend,
    row,
)

pytestmark = pytest.mark.usefixtures("base")

FEW = Rule("Petites quantités", most=10, longest_days=5)


def insured() -> Scene:
    """Set the usual scene: Quérénaing has all its papers."""
    scene = make_scene()
    insure(scene.querenaing, LONG_AGO, date(2098, 12, 31))
    return scene


def scene_with(rule: Rule = FEW) -> Scene:
    """Set the usual scene, whose pool validates at once what meets a rule."""
    scene = insured()
    approvals.add(scene.manager, scene.pool.id, rule)
    return scene


def status(scene: Scene, quantity: int = 4, **facts: object) -> Status:
    """Ask for chairs; return what became of it."""
    (asked_id,) = ask(scene.secretary, (scene.chairs, quantity), **facts)  # type: ignore[arg-type]
    return row(asked_id).status


def told(kind: MailKind) -> list[str]:
    return list(db.session.scalars(select(Message.to).filter_by(kind=kind).order_by(Message.id)))


def test_what_meets_a_rule_is_validated_with_its_convention() -> None:
    scene = scene_with()

    (asked_id,) = ask(scene.secretary, (scene.chairs, 10))

    mine = row(asked_id)
    assert (mine.status, mine.decided_by_id) == (Status.APPROVED, None)
    assert mine.decided_at == mine.changed_at
    assert mine.by_rule.startswith("« Petites quantités » du ")
    assert db.session.scalars(select(Convention).filter_by(reservation_id=asked_id)).one()
    assert told(MailKind.APPROVED) == [scene.secretary.email]
    assert told(MailKind.TO_ANSWER) == [scene.manager.email]
    seen = reads.show(scene.secretary, asked_id)
    assert (seen.by_rule, seen.amended) == (mine.by_rule, False)


def test_the_journal_says_that_the_service_answered_in_the_rules_name() -> None:
    scene = scene_with()
    (asked_id,) = ask(scene.secretary, (scene.chairs, 1))

    entries = journal.entries("reservation", asked_id)
    assert [each.act for each in entries] == ["request", "judge", "approve"]
    assert (entries[-1].user_id, entries[-1].function) == (None, "Règle « Petites quantités »")
    assert entries[-1].facts["rule"] == db.session.scalars(select(ApprovalRule.id)).one()


def test_a_pool_without_rules_answers_nobody_at_once() -> None:
    assert status(insured()) is Status.REQUESTED


def test_a_rule_of_one_pool_says_nothing_of_another() -> None:
    scene = scene_with()
    tents = make_item(make_pool(make_commune(scene.territory, "Artres")), 2)

    chairs, other = ask(scene.secretary, (scene.chairs, 1), (tents, 1))

    assert [row(each).status for each in (chairs, other)] == [Status.APPROVED, Status.REQUESTED]


def too_long() -> Period:
    return Period(next_weekend().starts_at, next_weekend().starts_at + timedelta(days=6))


@pytest.mark.parametrize(
    "facts",
    [
        {"quantity": 11},
        {"period": too_long()},
        {"beneficiary_kind": BeneficiaryKind.CANDIDATE, "beneficiary_name": "Liste B"},
        {"beneficiary_kind": BeneficiaryKind.WORSHIP, "beneficiary_name": "Paroisse"},
    ],
    ids=["quantity", "length", "candidate", "worship"],
)
def test_what_a_rule_does_not_cover_waits_for_a_person(facts: dict[str, object]) -> None:
    assert status(scene_with(), **facts) is Status.REQUESTED  # type: ignore[arg-type]


@pytest.mark.parametrize("covered", [True, False])
def test_a_rule_names_borrowers_and_things(covered: bool) -> None:
    scene = insured()
    artres, tents = make_commune(scene.territory, "Artres"), make_item(scene.pool, 2)
    borrower, item = (scene.querenaing, scene.chairs) if covered else (artres, tents)
    expected = Status.APPROVED if covered else Status.REQUESTED

    for rule in (
        Rule("Eux", borrower_ids=frozenset({borrower.id})),
        Rule("Cela", item_ids=frozenset({item.id})),
    ):
        set_id = approvals.add(scene.manager, scene.pool.id, rule)
        (asked_id,) = ask(scene.secretary, (scene.chairs, 1))
        assert row(asked_id).status is expected
        approvals.end(scene.manager, set_id)
        reservations.cancel(scene.secretary, asked_id)


def rival(scene: Scene) -> None:
    """Let Artres ask for more of the same than any rule covers."""
    ask(make_actor(make_commune(scene.territory, "Artres")), (scene.chairs, 11))


def no_paper(scene: Scene) -> None:
    """Take back the insurance of Quérénaing."""
    for each in db.session.scalars(select(InsuranceCertificate)):
        each.ends_on = LONG_AGO
        keep(each)


@pytest.mark.parametrize("trouble", [rival, no_paper])
def test_a_person_answers_when_there_is_more_to_weigh(trouble: Callable[[Scene], None]) -> None:
    scene = scene_with()
    trouble(scene)

    assert status(scene) is Status.REQUESTED
    assert told(MailKind.APPROVED) == []


def test_a_rival_that_was_answered_is_none() -> None:
    scene = scene_with()
    artres = make_actor(make_commune(scene.territory, "Artres"))
    (other,) = ask(artres, (scene.chairs, 11))
    reservations.approve(scene.manager, other)

    assert status(scene) is Status.APPROVED


def test_the_manager_never_answers_itself_by_a_rule() -> None:
    scene = scene_with()

    (asked_id,) = ask(scene.manager, (scene.chairs, 1))

    assert row(asked_id).status is Status.REQUESTED


def test_a_rule_that_ended_answers_no_more() -> None:
    scene = insured()
    rule_id = approvals.add(scene.manager, scene.pool.id, FEW)
    (before,) = ask(scene.secretary, (scene.chairs, 1))
    approvals.end(scene.manager, rule_id)

    assert status(scene) is Status.REQUESTED
    assert row(before).status is Status.APPROVED
    with pytest.raises(WrongMoment) as refusal:
        approvals.end(scene.manager, rule_id)
    assert refusal.value.code == "rule_ended"
    acts = [each.act for each in journal.entries("pool", scene.pool.id)]
    assert acts == ["add_rule", "end_rule"]


def test_a_rule_past_its_last_day_answers_no_more() -> None:
    scene = scene_with(replace(FEW, ends_on=date(2098, 1, 1)))
    rule = db.session.scalars(select(ApprovalRule)).one()
    rule.ends_on = LONG_AGO
    keep(rule)

    assert status(scene) is Status.REQUESTED


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (Rule("R", borrower_ids=frozenset({999_999})), "borrowers"),
        (Rule("R", item_ids=frozenset({999_999})), "items"),
        (Rule("R", ends_on=LONG_AGO), "ends_on"),
    ],
)
def test_a_rule_names_what_its_pool_knows(rule: Rule, field: str) -> None:
    scene = make_scene()

    with pytest.raises(Invalid) as refusal:
        approvals.add(scene.manager, scene.pool.id, rule)

    assert list(refusal.value.facts["errors"]) == [field]  # type: ignore[call-overload]


def test_only_a_manager_of_the_pool_sets_its_rules() -> None:
    scene = make_scene()
    technician = make_actor(scene.maing, Role.TECHNICIAN)
    rule_id = approvals.add(scene.manager, scene.pool.id, FEW)

    with pytest.raises(NotAllowed):
        approvals.add(technician, scene.pool.id, FEW)
    with pytest.raises(NotAllowed):
        approvals.end(technician, rule_id)
