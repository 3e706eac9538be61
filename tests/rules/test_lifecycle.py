"""Every act in every status, whatever is awaited of the borrower."""

from itertools import product

import pytest

from booking.dealings import Awaited
from booking.errors import WrongMoment
from booking.rules.lifecycle import IN_PARTS, MOVES, OF_CHANGES, STAYS, UNCHOSEN, move, possible
from booking.vocabulary import Status

State = tuple[Status, Awaited | None]
DETAILS, PROPOSAL, PLACE = ((Status.NEEDS_INFO, each) for each in Awaited)
ENDING = {"refuse": Status.REFUSED, "cancel": Status.CANCELLED, "expire": Status.EXPIRED}
ALLOWED: dict[State, dict[str, Status]] = {
    (Status.DRAFT, None): {},
    (Status.REQUESTED, None): {
        "edit": Status.REQUESTED,
        "swap": Status.REQUESTED,
        "name_copies": Status.REQUESTED,
        "approve": Status.APPROVED,
        "ask_details": Status.NEEDS_INFO,
        "propose": Status.NEEDS_INFO,
        "refuse": Status.REFUSED,
        "cancel": Status.CANCELLED,
        "lapse": Status.EXPIRED,
    },
    DETAILS: {
        "answer": Status.REQUESTED,
        "resume": Status.REQUESTED,
        "edit": Status.NEEDS_INFO,
        **ENDING,
    },
    PROPOSAL: {
        "accept": Status.APPROVED,
        "decline": Status.REQUESTED,
        "resume": Status.REQUESTED,
        **ENDING,
    },
    PLACE: {"confirm": Status.REQUESTED, **ENDING},
    (Status.WAITLISTED, None): {"offer": Status.NEEDS_INFO, **ENDING},
    (Status.APPROVED, None): {
        "edit": Status.APPROVED,
        "swap": Status.APPROVED,
        "name_copies": Status.APPROVED,
        "accept_change": Status.APPROVED,
        "refuse_change": Status.APPROVED,
        "withdraw_change": Status.APPROVED,
        "hand_over": Status.OUT,
        "cancel": Status.CANCELLED,
    },
    (Status.OUT, None): {
        "take_back": Status.RETURNED,
        "edit": Status.OUT,
        "hand_over_more": Status.OUT,
        "take_back_part": Status.OUT,
        "extend": Status.OUT,
        "accept_change": Status.OUT,
        "refuse_change": Status.OUT,
        "withdraw_change": Status.OUT,
    },
    (Status.RETURNED, None): {"close": Status.CLOSED},
    (Status.CLOSED, None): {"reopen": Status.RETURNED},
    (Status.REFUSED, None): {},
    (Status.CANCELLED, None): {},
    (Status.EXPIRED, None): {},
}


def test_the_table_names_every_status_and_all_that_may_be_awaited() -> None:
    assert {status for status, _ in ALLOWED} == set(Status)
    assert {awaited for _, awaited in ALLOWED} == {None, *Awaited}


@pytest.mark.parametrize(("state", "act"), list(product(ALLOWED, [*MOVES, *STAYS])))
def test_an_act_leads_where_the_table_says_or_is_refused(state: State, act: str) -> None:
    status, awaited = state
    if target := ALLOWED[state].get(act):
        assert move(status, act, awaited, changing=True) is target
        return
    with pytest.raises(WrongMoment) as refusal:
        move(status, act, awaited, changing=True)
    assert refusal.value.code == "wrong_moment"
    now = possible(status, awaited, changing=True)
    assert refusal.value.facts == {"act": act, "state": status, "possible": now}


@pytest.mark.parametrize("state", ALLOWED)
def test_what_is_possible_is_what_the_table_says(state: State) -> None:
    status, awaited = state
    known = set(ALLOWED[state]) - UNCHOSEN - IN_PARTS
    assert set(possible(status, awaited, changing=True)) == known
    assert set(possible(status, awaited)) == known - OF_CHANGES


@pytest.mark.parametrize("act", sorted(OF_CHANGES))
def test_a_change_is_answered_only_while_one_is_asked_for(act: str) -> None:
    with pytest.raises(WrongMoment):
        move(Status.APPROVED, act)


@pytest.mark.parametrize("status", [Status.REFUSED, Status.CANCELLED, Status.EXPIRED])
def test_what_is_ended_stays_ended(status: Status) -> None:
    assert possible(status) == []
