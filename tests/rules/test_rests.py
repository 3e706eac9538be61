"""Of a request in several parts: what counts as lost, what may still be kept."""

from datetime import UTC, datetime, timedelta

import pytest

from booking.rules.rests import Part, counted, is_left, is_lost
from booking.vocabulary import Status

NOON = datetime(2026, 12, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LOST = {Status.REFUSED, Status.EXPIRED}
LEFT = {Status.REQUESTED, Status.NEEDS_INFO, Status.WAITLISTED, Status.APPROVED}


@pytest.mark.parametrize("status", Status)
def test_a_part_is_lost_left_or_neither(status: Status) -> None:
    part = Part(status, NOON)

    assert is_lost(part, None) is (status in LOST)
    assert is_left(part) is (status in LEFT)


def test_a_part_that_its_lender_withdraws_is_lost() -> None:
    assert is_lost(Part(Status.CANCELLED, NOON, withdrawn=True), None)
    assert not is_lost(Part(Status.CANCELLED, NOON, withdrawn=True), NOON + HOUR)


@pytest.mark.parametrize(("kept_at", "lost"), [(NOON + HOUR, False), (NOON - HOUR, True)])
def test_a_part_lost_after_the_borrower_kept_the_rest_is_asked_about_again(
    kept_at: datetime, lost: bool
) -> None:
    assert is_lost(Part(Status.REFUSED, NOON), kept_at) is lost


def test_parts_are_counted_in_the_order_of_their_life() -> None:
    statuses = [Status.REFUSED, Status.APPROVED, Status.REQUESTED, Status.APPROVED]

    assert counted(statuses) == [
        (Status.REQUESTED, 1),
        (Status.APPROVED, 2),
        (Status.REFUSED, 1),
    ]
