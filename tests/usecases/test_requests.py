"""A part is lost: the borrower keeps the rest, or gives it all up at once."""

from typing import Any

import pytest
from sqlalchemy import Connection, select

from booking.db import db
from booking.errors import NotAllowed, NotFound, WrongMoment
from booking.models.mail import Message
from booking.models.reservations import Request
from booking.usecases import requests, reservations
from booking.vocabulary import MailKind, Status
from tests.factories import holds_of, row
from tests.pages.place import Place, as_actor, make_place
from tests.wishes import Both, make_both


@pytest.fixture
def place(base: Connection) -> Place:
    """Give the small territory."""
    return make_place()


def lose(place: Place) -> Both:
    """Ask of two lenders, of whom the first refuses."""
    both = make_both(place)
    reservations.refuse(as_actor(place.manager), both.first.id, "Déjà promis.")
    return both


def test_the_refusal_by_mail_says_what_is_left(place: Place) -> None:
    both = lose(place)

    found = select(Message.facts).where(Message.kind == MailKind.REFUSED)
    facts: dict[str, Any] = db.session.scalars(found).one()

    assert facts["rest"] == [both.second.reference]


def test_the_rest_is_kept_as_it_is(place: Place) -> None:
    both = lose(place)

    requests.keep_rest(as_actor(place.secretary), both.request_id)

    assert db.session.get_one(Request, both.request_id).kept_at is not None
    assert row(both.second.id).status is Status.REQUESTED
    with pytest.raises(WrongMoment) as refusal:
        requests.keep_rest(as_actor(place.secretary), both.request_id)
    assert refusal.value.code == "nothing_to_settle"


def test_the_rest_is_given_up_at_once_and_its_managers_are_told(place: Place) -> None:
    both = lose(place)
    reservations.approve(as_actor(both.other), both.second.id)

    requests.cancel_rest(as_actor(place.secretary), both.request_id, "Sans chaises, non.")

    assert row(both.second.id).status is Status.CANCELLED
    assert row(both.second.id).reason == "Sans chaises, non."
    assert row(both.first.id).status is Status.REFUSED, "what was refused stays so"
    assert holds_of(both.second.id) == []
    told = db.session.scalars(select(Message.to).where(Message.kind == MailKind.CANCELLED))
    assert set(told) == {place.secretary.email, both.other.email}


def test_nothing_is_settled_while_nothing_is_lost(place: Place) -> None:
    both = make_both(place)

    for act in (requests.keep_rest, requests.cancel_rest):
        with pytest.raises(WrongMoment):
            act(as_actor(place.secretary), both.request_id)
    assert row(both.second.id).status is Status.REQUESTED


def test_nothing_is_settled_once_nothing_is_left(place: Place) -> None:
    both = lose(place)
    reservations.refuse(as_actor(both.other), both.second.id, "Non.")

    with pytest.raises(WrongMoment):
        requests.keep_rest(as_actor(place.secretary), both.request_id)


def test_only_who_borrows_settles_it(place: Place) -> None:
    both = lose(place)

    for who, refusal in (
        (place.manager, NotAllowed),
        (both.other, NotAllowed),
        (place.neighbour, NotFound),
        (place.stranger, NotFound),
    ):
        for act in (requests.keep_rest, requests.cancel_rest):
            with pytest.raises(refusal):
                act(as_actor(who), both.request_id)
    assert row(both.second.id).status is Status.REQUESTED


def test_the_same_click_twice_gives_up_once(place: Place) -> None:
    both = lose(place)
    who = as_actor(place.secretary)

    first = requests.cancel_rest(who, both.request_id, key="a")

    assert requests.cancel_rest(who, both.request_id, key="a") == first
