"""Nobody agrees by a page to another version than the one that page showed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from booking.queries import reservations as reads
from booking.rules.asking import Asked, AskedLine, Edited
from booking.usecases import amendments, asking, changes, replies
from booking.usecases import reservations as acts
from booking.vocabulary import Status
from tests.client import Browser
from tests.factories import asked, keep, row
from tests.pages.place import Place, as_actor

CHANGED = "La réservation vient de changer. Relisez-la, puis recommencez. Rien n’a été enregistré"


def chairs(place: Place, quantity: int) -> Edited:
    """Return so many chairs instead."""
    return Edited(lines=(AskedLine(place.chairs.reference, quantity),), reason="Le bal.")


def more(place: Place, mine_id: int, quantity: int) -> None:
    """Let the borrower ask for so many chairs."""
    changes.edit(as_actor(place.secretary), mine_id, chairs(place, quantity))


def later(place: Place, mine_id: int) -> None:
    """Let the borrower ask for another day."""
    day, mine = timedelta(days=1), row(mine_id)
    edited = Edited(mine.starts_at + day, mine.ends_at + day)
    changes.edit(as_actor(place.secretary), mine_id, edited)


def propose(place: Place, mine_id: int, quantity: int) -> None:
    """Let the manager propose so many chairs, instead of what it proposed before."""
    manager = as_actor(place.manager)
    if row(mine_id).status is Status.NEEDS_INFO:
        replies.resume(manager, mine_id)
    amendments.propose(manager, mine_id, chairs(place, quantity))


def changing(place: Place) -> int:
    """Return what is agreed, of which the borrower asks for six chairs."""
    mine_id = place.approved(4).id
    more(place, mine_id, 6)
    return mine_id


def proposed(place: Place) -> int:
    """Return a request to which the manager proposes six chairs."""
    mine_id = place.requested(10).id
    propose(place, mine_id, 6)
    return mine_id


def offered(place: Place) -> int:
    """Return a request to which its place on the waiting list is offered."""
    taken = place.requested(40)
    waiting = asked((place.chairs, 5), if_short="waitlist")
    request_id = ask_for(place, waiting)
    mine = reads.show_request(as_actor(place.secretary), request_id).reservations[0]
    acts.refuse(as_actor(place.manager), taken.id, "Non.")
    return mine.id


def ask_for(place: Place, what: Asked) -> int:
    """Ask as the secretary; return the request."""
    return asking.request(as_actor(place.secretary), what)


def touched(_place: Place, mine_id: int) -> None:
    """Let a place be offered anew."""
    mine = row(mine_id)
    mine.revision += 1
    keep(mine)


@dataclass(frozen=True)
class Case:
    """What is read, what changes meanwhile, and what is pressed then."""

    begin: Callable[[Place], int]
    meanwhile: Callable[[Place, int], None]
    act: str
    by: str = "manager"
    typed: tuple[tuple[str, str], ...] = ()
    became: Status = Status.APPROVED


CASES = [
    Case(changing, lambda place, mine: more(place, mine, 30), "accepter-le-changement"),
    Case(
        changing,
        lambda place, mine: more(place, mine, 30),
        "refuser-le-changement",
        typed=(("reason", "Promises ailleurs."),),
    ),
    Case(proposed, lambda place, mine: propose(place, mine, 2), "accepter", "secretary"),
    Case(
        proposed,
        lambda place, mine: propose(place, mine, 2),
        "decliner",
        "secretary",
        (("text", "Il en faut dix."),),
        Status.REQUESTED,
    ),
    Case(lambda place: place.requested(10).id, later, "valider"),
    Case(lambda place: place.requested(10).id, lambda p, mine: more(p, mine, 30), "valider"),
    Case(
        lambda place: place.requested(10).id,
        later,
        "refuser",
        typed=(("reason", "Fermé."),),
        became=Status.REFUSED,
    ),
    Case(offered, touched, "confirmer", "secretary", became=Status.REQUESTED),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.act)
def test_what_changed_since_it_was_read_is_shown_and_nothing_is_done(
    client: Browser, place: Place, case: Case
) -> None:
    mine_id = case.begin(place)
    address = f"/reservations/{mine_id}/{case.act}"
    page = client.sign_in(getattr(place, case.by)).visit(f"/demandes/{row(mine_id).request_id}")
    form = page.form(address)
    case.meanwhile(place, mine_id)
    before = place.seen(mine_id)

    page = client.send(form, 409, **dict(case.typed))

    assert CHANGED in page.main
    assert place.seen(mine_id) == before
    for _, words in case.typed:
        assert words in page.text, "what was typed is lost"

    page = client.send(page.form(address), **dict(case.typed))
    assert CHANGED not in page.main
    assert place.seen(mine_id).status is case.became


def test_more_asked_for_meanwhile_is_no_partial_grant(client: Browser, place: Place) -> None:
    mine = place.requested(10)
    page = client.sign_in(place.manager).visit(f"/demandes/{mine.request_id}")
    more(place, mine.id, 30)

    page = client.send(page.form(f"/reservations/{mine.id}/valider"), 409)
    client.send(page.form(f"/reservations/{mine.id}/valider"))

    (line,) = place.seen(mine.id).lines
    assert (line.quantity, line.asked) == (30, 30)


def test_what_is_no_longer_asked_is_said_on_its_page(client: Browser, place: Place) -> None:
    mine_id = changing(place)
    page = client.sign_in(place.manager).visit(f"/demandes/{row(mine_id).request_id}")
    amendments.withdraw_change(as_actor(place.secretary), mine_id)

    page = client.send(page.form(f"/reservations/{mine_id}/accepter-le-changement"), 409)

    assert "Rien n’a été enregistré ; voici où elle en est." in page.main
    assert "demande un changement" not in page.main


@pytest.mark.parametrize("act", ["approve", "refuse"])
def test_the_queue_answers_only_what_it_showed(client: Browser, place: Place, act: str) -> None:
    first, second = place.requested(10), place.requested(5)
    form = client.sign_in(place.manager).visit("/a-traiter").form("/a-traiter")
    more(place, first.id, 30)

    ticked: Any = [str(first.id), str(second.id)]
    page = client.send(form, 409, chosen=ticked, act=act, reason="Fermé.")

    assert "La réservation vient de changer." in page.main
    assert place.seen(first.id).status is Status.REQUESTED
    assert place.seen(second.id).status is not Status.REQUESTED
