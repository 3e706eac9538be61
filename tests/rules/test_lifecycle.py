"""Every act in every status."""

import pytest

from booking.errors import WrongMoment
from booking.rules.lifecycle import MOVES, STAYS, move, possible
from booking.vocabulary import Status

ALLOWED = {
    Status.DRAFT: {},
    Status.REQUESTED: {
        "edit": Status.REQUESTED,
        "swap": Status.REQUESTED,
        "name_copies": Status.REQUESTED,
        "approve": Status.APPROVED,
        "refuse": Status.REFUSED,
        "cancel": Status.CANCELLED,
        "lapse": Status.EXPIRED,
    },
    Status.NEEDS_INFO: {"refuse": Status.REFUSED, "cancel": Status.CANCELLED},
    Status.WAITLISTED: {"refuse": Status.REFUSED, "cancel": Status.CANCELLED},
    Status.APPROVED: {
        "edit": Status.APPROVED,
        "swap": Status.APPROVED,
        "name_copies": Status.APPROVED,
        "hand_over": Status.OUT,
        "cancel": Status.CANCELLED,
    },
    Status.OUT: {"take_back": Status.RETURNED, "edit": Status.OUT},
    Status.RETURNED: {},
    Status.CLOSED: {},
    Status.REFUSED: {},
    Status.CANCELLED: {},
    Status.EXPIRED: {},
}


def test_the_table_names_every_status() -> None:
    assert set(ALLOWED) == set(Status)


@pytest.mark.parametrize("act", [*MOVES, *STAYS])
@pytest.mark.parametrize("status", Status)
def test_an_act_leads_where_the_table_says_or_is_refused(status: Status, act: str) -> None:
    if target := ALLOWED[status].get(act):
        assert move(status, act) is target
        return
    with pytest.raises(WrongMoment) as refusal:
        move(status, act)
    assert refusal.value.code == "wrong_moment"
    assert refusal.value.facts == {"act": act, "state": status, "possible": possible(status)}


@pytest.mark.parametrize("status", Status)
def test_what_is_possible_is_what_the_table_says(status: Status) -> None:
    assert set(possible(status)) == set(ALLOWED[status]) - {"lapse"}  # the clock's own


@pytest.mark.parametrize("status", [Status.REFUSED, Status.CANCELLED, Status.EXPIRED])
def test_what_is_ended_stays_ended(status: Status) -> None:
    assert possible(status) == []
