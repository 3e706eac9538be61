"""What is left of a request once a part of it is lost, for who may settle it."""

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.db import db
from booking.models.reservations import Request
from booking.queries import requests
from booking.usecases import reservations
from booking.vocabulary import Status
from tests.factories import keep, row
from tests.pages.place import Place, as_actor, make_place
from tests.wishes import make_both


@pytest.fixture
def place(base: Connection) -> Place:
    """Give the small territory."""
    return make_place()


@pytest.mark.parametrize(
    ("status", "reason", "how"),
    [
        (Status.REFUSED, "Non.", "refused"),
        (Status.EXPIRED, "no_answer", "no_answer"),
        (Status.EXPIRED, "", "expired"),
    ],
)
def test_who_borrows_is_asked_about_the_rest(
    place: Place, status: Status, reason: str, how: str
) -> None:
    both = make_both(place)
    lost = row(both.first.id)
    lost.status, lost.reason = status, reason
    keep(lost)

    rest = requests.rest(as_actor(place.secretary), both.request_id)

    assert rest
    assert rest.lost == (("Maing", how),)
    assert rest.left == (both.second.reference,)
    assert requests.rest(as_actor(place.manager), both.request_id) is None


@pytest.mark.parametrize(("who", "asked"), [("manager", True), ("secretary", False)])
def test_what_the_lender_withdraws_is_lost_and_what_the_borrower_gives_up_is_not(
    place: Place, who: str, asked: bool
) -> None:
    both = make_both(place)
    reservations.cancel(as_actor(getattr(place, who)), both.first.id, "Panne.")

    rest = requests.rest(as_actor(place.secretary), both.request_id)

    assert (rest.lost if rest else None) == ((("Maing", "cancelled"),) if asked else None)


def test_it_is_asked_until_answered(place: Place) -> None:
    both = make_both(place)
    reservations.refuse(as_actor(place.manager), both.first.id, "Non.")
    request = db.session.get_one(Request, both.request_id)
    request.kept_at = clock.now()
    keep(request)

    assert requests.rest(as_actor(place.secretary), both.request_id) is None


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.CLOSED, Status.REQUESTED])
def test_nothing_is_asked_of_what_the_borrower_ended_or_still_has(
    place: Place, status: Status
) -> None:
    both = make_both(place)
    part = row(both.first.id)
    part.status = status
    keep(part)

    assert requests.rest(as_actor(place.secretary), both.request_id) is None


def test_each_reads_the_parts_in_their_view(place: Place) -> None:
    both = make_both(place)

    seen = [
        len(requests.parts_of(as_actor(who), both.request_id))
        for who in (place.secretary, place.manager, both.other, place.neighbour, place.stranger)
    ]

    assert seen == [2, 1, 1, 0, 0]


def test_what_is_left_beside_a_part_is_named(place: Place) -> None:
    both = make_both(place)

    assert requests.rest_after(row(both.first.id)) == [both.second.reference]
