"""The papers of a loan: to bring by a day, joined, seen, or asked no more."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from booking import clock
from booking.db import db
from booking.models.inspections import Clearance
from booking.models.requirements import Requirement
from booking.queries import papers
from booking.usecases import fitness
from booking.usecases import papers as acts
from tests.factories import keep
from tests.pages.place import Place, as_actor, make_place
from tests.papers import make_document
from tests.wishes import KEY, paper_of, require_key


@pytest.fixture
def place(base: Connection) -> Place:
    """Give the small territory."""
    return make_place()


def test_what_is_to_bring_says_by_which_day(place: Place) -> None:
    control = require_key(place)
    mine = place.requested(1)

    paper = paper_of(place.secretary, mine.id, control)

    first = mine.starts_at.astimezone(as_actor(place.secretary).zone).date()
    assert (paper.label, paper.by, paper.files, paper.seen_on) == (KEY, first, (), None)
    assert (paper.may_attach, paper.may_see) == (True, False)


def test_who_keeps_the_counter_may_say_to_have_seen_it(place: Place) -> None:
    control = require_key(place)
    mine = place.requested(1)

    assert paper_of(place.technician, mine.id, control).may_see
    fitness.see(as_actor(place.technician), mine.id, control)

    paper = paper_of(place.manager, mine.id, control)
    assert paper.seen_by == place.technician.name
    assert not paper.may_see


def test_a_file_says_who_joined_it_and_for_whom(place: Place) -> None:
    control = require_key(place)
    mine = place.requested(1)
    acts.attach(as_actor(place.secretary), mine.id, control, make_document())

    (joined,) = paper_of(place.manager, mine.id, control).files

    assert (joined.name, joined.by, joined.organization) == (
        "Notice.pdf",
        place.secretary.name,
        "Quérénaing",
    )
    assert not joined.may_remove
    assert paper_of(place.secretary, mine.id, control).files[0].may_remove


def test_a_file_stays_in_sight_when_its_paper_is_asked_no_more(place: Place) -> None:
    control = require_key(place)
    mine = place.requested(1)
    acts.attach(as_actor(place.secretary), mine.id, control, make_document())
    place.chairs.requirements = []
    for each in db.session.query(Requirement).filter_by(item_id=place.chairs.id):
        db.session.delete(each)
    db.session.commit()

    paper = paper_of(place.secretary, mine.id, control)

    assert paper.label == papers.ASKED_NO_MORE
    assert not paper.may_attach


def test_what_was_seen_before_a_file_came_does_not_settle_it(place: Place) -> None:
    control = require_key(place)
    mine = place.requested(1)
    fitness.see(as_actor(place.technician), mine.id, control)
    for each in db.session.query(Clearance):
        each.given_at = clock.now() - timedelta(hours=1)
        keep(each)

    acts.attach(as_actor(place.secretary), mine.id, control, make_document())

    assert paper_of(place.secretary, mine.id, control).files[0].may_remove
