"""What is told of an incident, as plain values."""

import pytest

from booking.handling import IncidentKind, Outcome
from booking.rules.incidents import EVER_OUT, SERVING, Ended, Reported
from booking.vocabulary import Status


@pytest.mark.parametrize("status", Status)
def test_something_happens_only_in_a_loan_that_left(status: Status) -> None:
    assert (status in EVER_OUT) is (status.value in ("out", "returned", "closed"))


@pytest.mark.parametrize("outcome", Outcome)
def test_what_is_repaired_or_found_serves_again_and_nothing_else(outcome: Outcome) -> None:
    assert (Ended(outcome).outcome in SERVING) is ("de nouveau" in outcome.label)


def test_by_default_it_is_one_thing_in_no_loan_and_it_stays_in_service() -> None:
    told = Reported(IncidentKind.BREAKDOWN, "NAC-01", "Ne démarre plus")

    assert (told.quantity, told.reservation, told.out_of_service) == (1, None, None)
