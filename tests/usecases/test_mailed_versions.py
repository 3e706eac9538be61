"""A link in a mail accepts what its own mail says, and nothing else."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from booking.db import db
from booking.models.mail import Message
from booking.models.reservations import Reservation
from booking.queries import errands
from booking.queries.mail import show
from booking.rules.access import SERVICE
from booking.rules.asking import AskedLine, Edited
from booking.usecases import amendments, asking, changes, replies, reservations
from booking.usecases.mail import drawn
from booking.vocabulary import MailKind, Status
from tests.client import Browser, browser
from tests.factories import asked, keep, row
from tests.pages.place import Place, as_actor, make_place
from tests.usecases.test_mailed import SITE

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def place() -> Place:
    """Give a town hall that borrows, one that lends."""
    return make_place()


@pytest.fixture
def stranger(app: Flask) -> Browser:
    """Give a browser in which nobody is signed in."""
    return browser(app)


def propose(place: Place, mine_id: int, quantity: int) -> None:
    """Let the manager propose so many chairs, a day later."""
    mine, day = row(mine_id), timedelta(days=1)
    lines = (AskedLine(place.chairs.reference, quantity),)
    edited = Edited(mine.starts_at + day, mine.ends_at + day, lines)
    amendments.propose(as_actor(place.manager), mine_id, edited)


def links(place: Place, kind: MailKind) -> list[list[str]]:
    """Return, for each message of a kind to the borrower, the acts it offers if it leaves now."""
    found = select(Message.id).filter_by(kind=kind, to=place.secretary.email).order_by(Message.id)
    bodies = [
        drawn(show(SERVICE, each), SITE, readable=True).body for each in db.session.scalars(found)
    ]
    return [re.findall(r"http://localhost(/courriel/\S+)", body) for body in bodies]


def test_a_proposal_withdrawn_or_replaced_is_no_longer_offered_by_its_mail(place: Place) -> None:
    mine = place.requested(10)
    propose(place, mine.id, 6)
    assert [len(each) for each in links(place, MailKind.PROPOSED)] == [2]

    replies.resume(as_actor(place.manager), mine.id)
    assert links(place, MailKind.PROPOSED) == [[], []]

    propose(place, mine.id, 2)
    assert [len(each) for each in links(place, MailKind.PROPOSED)] == [0, 0, 2]


def test_a_request_changed_since_its_mail_is_not_withdrawn_by_it(place: Place) -> None:
    mine = place.requested(10)
    assert [len(each) for each in links(place, MailKind.REQUESTED)] == [1]

    lines = (AskedLine(place.chairs.reference, 12),)
    changes.edit(as_actor(place.secretary), mine.id, Edited(lines=lines))

    assert links(place, MailKind.REQUESTED) == [[]]


@pytest.mark.parametrize("rank", [0, 1])
def test_its_page_shows_what_is_proposed(place: Place, stranger: Browser, rank: int) -> None:
    mine = place.requested(10)
    propose(place, mine.id, 6)
    address = links(place, MailKind.PROPOSED)[0][rank]

    page = stranger.visit(address)

    rows = [each.text.split() for each in page.root.all("tbody")[0].all("tr")]
    assert [each[0] for each in rows] == ["Retrait", "Retour", "Chaise"]
    assert rows[2][-2:] == ["10", "6"]
    assert page.root.all("caption")[0].text == "Ce qui est proposé"


def test_its_page_shows_the_place_offered(place: Place, stranger: Browser) -> None:
    secretary, manager = as_actor(place.secretary), as_actor(place.manager)
    taken = place.requested(40)
    asking.request(secretary, asked((place.chairs, 5), if_short="waitlist"))
    reservations.refuse(manager, taken.id, "Non.")
    address = links(place, MailKind.OFFERED)[0][0]

    page = stranger.visit(address)

    (depot, _), *_ = place.seen(row_of_place()).lines[0].depots
    assert f"5 × Chaise pliante, {depot}" in page.main
    assert "La place est retenue pour vous jusqu’au" in page.main
    assert stranger.send(page.forms[0]).title == "C’est fait"


def row_of_place() -> int:
    """Return the reservation to which a place is offered."""
    found = select(Reservation.id).where(Reservation.awaited.is_not(None))
    return db.session.scalars(found).one()


@pytest.mark.parametrize(("rank", "became"), [(0, Status.APPROVED), (1, Status.REQUESTED)])
def test_a_second_press_says_that_it_is_done(
    place: Place, stranger: Browser, rank: int, became: Status
) -> None:
    mine = place.requested(10)
    propose(place, mine.id, 6)
    pressed, other = (links(place, MailKind.PROPOSED)[0][each] for each in (rank, 1 - rank))
    form = stranger.visit(pressed).forms[0]

    first, second = stranger.send(form), stranger.send(form)

    assert (first.title, second.main) == ("C’est fait", first.main)
    assert row(mine.id).status is became
    assert stranger.send(other, 404).title == "Ce lien n’a plus d’effet"


def test_what_changes_while_the_button_is_pressed_is_not_accepted(
    place: Place, stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = place.requested(10)
    propose(place, mine.id, 6)
    address = links(place, MailKind.PROPOSED)[0][0]
    find = errands.find

    def found(errand: errands.Errand) -> errands.Found | None:
        """Find what is asked for; it changes just after."""
        known = find(errand)
        other = row(mine.id)
        other.revision += 1
        keep(other)
        return known

    monkeypatch.setattr(errands, "find", found)

    assert stranger.send(address, 409).title == "Ce lien n’a plus d’effet"
    assert row(mine.id).status is Status.NEEDS_INFO


def test_its_address_is_told_to_nobody(place: Place, stranger: Browser) -> None:
    place.requested(10)
    address = links(place, MailKind.REQUESTED)[0][0]

    for token in (address, "/invitation/x", "/nouveau-mot-de-passe/x"):
        answer = stranger.get(token)
        assert answer.headers["Referrer-Policy"] == "strict-origin", token
    assert stranger.visit(address).root.all("script") == []
