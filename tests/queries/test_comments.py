"""The thread of a reservation, as each side reads it."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection

from booking.models.accounts import User
from booking.queries import comments
from booking.usecases import comments as acts
from booking.vocabulary import Role
from tests.factories import make_user
from tests.pages.place import Place, as_actor, make_place


@pytest.fixture
def place(base: Connection) -> Place:
    """Give the small territory."""
    return make_place()


def test_who_used_a_shared_mailbox_is_known_by_their_function(place: Place) -> None:
    mine = place.requested(1).id
    acts.comment(replace(as_actor(place.secretary), function="accueil"), mine, "Bonjour")

    (said,) = comments.of_reservation(as_actor(place.manager), mine).comments

    assert (said.author, said.organization, said.text) == ("accueil", "Quérénaing", "Bonjour")


def test_each_may_write_or_note_by_their_part(place: Place) -> None:
    mine = place.requested(1).id
    reads_only = make_user(place.borrower, Role.ELECTED)
    looks_on = make_user(place.lender, Role.OBSERVER)

    def may(user: User) -> tuple[bool, bool]:
        thread = comments.of_reservation(as_actor(user), mine)
        return thread.may_write, thread.may_note

    assert may(place.secretary) == (True, False)
    assert may(place.manager) == may(place.technician) == (True, True)
    assert may(reads_only) == may(looks_on) == (False, False)


def test_a_note_is_read_by_the_whole_side_of_the_lender(place: Place) -> None:
    mine = place.requested(1).id
    acts.note(as_actor(place.manager), mine, "À surveiller.")

    def read(user: User) -> int:
        return len(comments.of_reservation(as_actor(user), mine).comments)

    assert read(make_user(place.lender, Role.OBSERVER)) == read(place.technician) == 1
    assert read(place.secretary) == 0
