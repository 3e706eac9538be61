"""What the policies of a pool change in the answers: each row is a policy, an act, its answer."""

from datetime import date

import pytest

from booking.db import db
from booking.errors import Refusal
from booking.rules.approvals import Rule
from booking.usecases import amendments, approvals, changes, replies, requests, reservations
from booking.vocabulary import BeneficiaryKind, Role, Status
from tests.factories import (
    LONG_AGO,
    Scene,
    ask,
    insure,
    lose,
    make_actor,
    make_commune,
    make_item,
    make_pool,
    make_scene,
    next_weekend,
    row,
)
from tests.usecases.every_state import later, state_of

pytestmark = pytest.mark.usefixtures("base")

PARTY = {"beneficiary_kind": BeneficiaryKind.CANDIDATE, "beneficiary_name": "Liste Ensemble"}

RULES = [
    ("few enough", "bs", 4, {}, "ap"),
    ("more than the rule says", "bs", 11, {}, "rq"),
    ("for a candidate", "bs", 4, PARTY, "rq"),
    ("the manager for itself", "mm", 4, {}, "rq"),
    ("too few left, and waiting", "bs", 10, {"if_short": "waitlist"}, "wa"),
]


@pytest.mark.parametrize(
    ("who", "quantity", "facts", "answer"),
    [case[1:] for case in RULES],
    ids=[case[0] for case in RULES],
)
def test_a_rule_answers_at_once_what_it_is_for(
    who: str, quantity: int, facts: dict[str, object], answer: str
) -> None:
    scene = make_scene(15)
    for town in (scene.querenaing, scene.maing):
        insure(town, LONG_AGO, date(2098, 12, 31))
    approvals.add(scene.manager, scene.pool.id, Rule("Peu", most=10))
    if answer == "wa":
        ask(scene.secretary, (scene.chairs, 10))
    people = {"bs": scene.secretary, "mm": scene.manager}

    (mine,) = ask(people[who], (scene.chairs, quantity), **facts)  # type: ignore[arg-type]

    db.session.expire_all()
    assert state_of(mine) == answer


LIMITS = [
    # agreed, limit passed, who, why, answer
    (False, True, "bs", "", "ca"),
    (True, False, "bs", "", "ca"),
    (True, True, "bs", "", "reason_needed"),
    (True, True, "bs", "Fête annulée.", "ca"),
    (False, True, "mm", "", "ca"),
    (True, False, "mm", "", "reason_needed"),
    (True, True, "mm", "Panne.", "ca"),
]


@pytest.mark.parametrize(("agreed", "passed", "who", "why", "answer"), LIMITS)
def test_cancelling_is_free_until_the_limit_of_the_pool(
    agreed: bool, passed: bool, who: str, why: str, answer: str
) -> None:
    scene = make_scene()
    scene.pool.cancel_days = 60 if passed else 2
    db.session.commit()
    (mine,) = ask(scene.secretary, (scene.chairs, 4))
    if agreed:
        reservations.approve(scene.manager, mine)
    actor = scene.secretary if who == "bs" else scene.manager

    assert came(mine, lambda: reservations.cancel(actor, mine, why)) == answer


def came(mine: int, act: object) -> str:
    """Return the state that an act leads to, or the code of its refusal."""
    try:
        act()  # type: ignore[operator]
    except Refusal as refusal:
        return refusal.code
    return state_of(mine)


ELECTED = [
    ("approve, nobody named", "elected_needed"),
    ("approve, the mayor named", "ap"),
    ("refuse", "rf"),
    ("ask_details", "de"),
    ("propose, nobody named", "elected_needed"),
    ("accept what is proposed", "ap"),
]


@pytest.mark.parametrize(("act", "answer"), ELECTED)
def test_for_a_candidate_an_elected_person_decides(act: str, answer: str) -> None:
    scene = make_scene()
    (mine,) = ask(scene.secretary, (scene.chairs, 4), **PARTY)  # type: ignore[arg-type]
    if act.startswith("accept"):
        amendments.propose(scene.manager, mine, later(mine), elected="Le maire")
    manager = scene.manager
    acts = {
        "approve, nobody named": lambda: reservations.approve(manager, mine),
        "approve, the mayor named": lambda: reservations.approve(manager, mine, elected="Le maire"),
        "refuse": lambda: reservations.refuse(manager, mine, "Non."),
        "propose, nobody named": lambda: amendments.propose(manager, mine, later(mine)),
        "ask_details": lambda: replies.ask_details(manager, mine, "Qui ?"),
        "accept what is proposed": lambda: amendments.accept(scene.secretary, mine),
    }

    assert came(mine, acts[act]) == answer


RESTS = [
    # what became of the second part, keep the rest, cancel the rest
    ("rq", "rq", "ca"),
    ("de", "de", "ca"),
    ("ap", "ap", "ca"),
    ("ch", "ch", "ca"),
    ("ca", "nothing_to_settle", "nothing_to_settle"),
    ("rf", "nothing_to_settle", "nothing_to_settle"),
]


@pytest.mark.parametrize("keeps", [True, False], ids=["keep", "cancel"])
@pytest.mark.parametrize(("state", "kept", "cancelled"), RESTS)
def test_once_a_lender_refuses_the_borrower_settles_the_rest(
    state: str, kept: str, cancelled: str, keeps: bool
) -> None:
    scene = make_scene()
    artres = make_commune(scene.territory, "Artres")
    mats, other = make_item(make_pool(artres), 9), make_actor(artres, Role.MANAGER)
    lost, mine = ask(scene.secretary, (scene.chairs, 5), (mats, 2))
    reservations.refuse(scene.manager, lost, "Non.")
    bring(scene, other, mine, state)
    made = row(mine).request_id
    settle = requests.keep_rest if keeps else requests.cancel_rest

    answers = [came(mine, lambda: settle(scene.secretary, made)) for _ in range(2)]

    wanted = kept if keeps else cancelled
    assert answers == [wanted, "nothing_to_settle"]


def bring(scene: Scene, other: object, mine: int, state: str) -> None:
    """Bring the part of the other lender to a state."""
    if state in ("ap", "ch"):
        reservations.approve(other, mine)  # type: ignore[arg-type]
    if state == "ch":
        changes.edit(scene.secretary, mine, later(mine))
    if state == "de":
        replies.ask_details(other, mine, "Qui ?")  # type: ignore[arg-type]
    if state == "ca":
        reservations.cancel(scene.secretary, mine)
    if state == "rf":
        reservations.refuse(other, mine, "Non.")  # type: ignore[arg-type]
    db.session.expire_all()


BEYOND = [
    # who, why, answer: the chairs were lost after they were asked for
    ("mm", "", "not_enough_available"),
    ("mm", "Le maire y tient.", "ap"),
    ("sa", "", "not_enough_available"),
    ("sa", "Le maire y tient.", "not_allowed"),
]


@pytest.mark.parametrize(("who", "why", "answer"), BEYOND)
def test_only_its_manager_agrees_beyond_the_stock(who: str, why: str, answer: str) -> None:
    scene = make_scene(40)
    substitute = make_actor(make_commune(scene.territory, "Artres"))
    weekend = next_weekend()
    (mine,) = ask(scene.secretary, (scene.chairs, 40), period=weekend)
    row(mine).substitute_told_at = row(mine).changed_at
    row(mine).substitute_told_id = substitute.user_id

    db.session.commit()

    lose(scene.stock, 10)
    actor = scene.manager if who == "mm" else substitute

    assert came(mine, lambda: reservations.approve(actor, mine, why)) == answer


def test_what_is_offered_and_given_up_is_offered_to_the_next() -> None:
    scene = make_scene(40)
    (first,) = ask(scene.secretary, (scene.chairs, 40))
    waiting = [ask(scene.secretary, (scene.chairs, 40), if_short="waitlist")[0] for _ in range(2)]

    found = []
    for each in (first, *waiting):
        reservations.cancel(scene.secretary, each)
        found.append([state_of(one) for one in waiting])

    assert found == [["pl", "wa"], ["ca", "pl"], ["ca", "ca"]]
    assert row(first).status is Status.CANCELLED
