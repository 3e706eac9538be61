"""Messages go to the other side by e-mail; notes never leave the lender's side."""

from typing import Any

import pytest
from sqlalchemy import Connection, select

from booking import clock
from booking.db import db
from booking.errors import NotAllowed, NotFound
from booking.journal import entries
from booking.models.accounts import Membership
from booking.models.mail import Message
from booking.models.reservations import Reservation
from booking.queries import comments
from booking.usecases import comments as acts
from booking.vocabulary import MailKind, OrganizationKind, Role
from tests.factories import LONG_AGO, keep, make_commune, make_item, make_user, row
from tests.pages.place import Place, as_actor, make_place


@pytest.fixture
def place(base: Connection) -> Place:
    """Give the small territory."""
    return make_place()


def told() -> dict[str, dict[str, Any]]:
    """Return what each was told of messages, by address."""
    found = select(Message).where(Message.kind == MailKind.COMMENTED)
    return {each.to: dict(each.facts) for each in db.session.scalars(found)}


def read(place: Place, mine: int) -> list[str]:
    """Return what the borrower reads."""
    thread = comments.of_reservation(as_actor(place.secretary), mine)
    return [each.text for each in thread.comments]


def test_a_message_of_the_borrower_goes_to_the_managers(place: Place) -> None:
    mine = place.requested(1).id

    acts.comment(as_actor(place.secretary), mine, "La remorque\nest-elle prêtée avec ?")

    assert told().keys() == {place.manager.email}
    facts = told()[place.manager.email]
    assert facts["text"] == "La remorque\nest-elle prêtée avec ?"
    assert (facts["by"], facts["internal"]) == ("Quérénaing", False)


def test_an_answer_of_the_lender_goes_to_the_borrower_in_order(place: Place) -> None:
    mine = place.requested(1).id
    acts.comment(as_actor(place.secretary), mine, "Une question.")

    acts.comment(as_actor(place.technician), mine, "Une réponse.")

    assert place.secretary.email in told()
    assert place.technician.email not in told()
    assert read(place, mine) == ["Une question.", "Une réponse."]


def test_a_note_is_neither_seen_nor_counted_nor_mailed_to_the_borrower(place: Place) -> None:
    mine = place.requested(1).id

    acts.note(as_actor(place.technician), mine, "Vérifier les piquets.")

    assert told().keys() == {place.manager.email}
    assert read(place, mine) == []
    assert "note" not in [each.act for each in entries("reservation", mine)]
    thread = comments.of_reservation(as_actor(place.manager), mine)
    assert [(each.text, each.internal) for each in thread.comments] == [
        ("Vérifier les piquets.", True)
    ]


def test_a_manager_who_also_keeps_the_borrowers_secretariat_gets_no_note(place: Place) -> None:
    mine = place.requested(1).id
    keep(
        Membership(
            user_id=place.manager.id,
            organization=place.borrower,
            role=Role.SECRETARY,
            starts_on=LONG_AGO,
        )
    )

    acts.note(as_actor(place.technician), mine, "Vérifier les piquets.")

    assert told() == {}


def test_no_note_is_mailed_when_who_borrows_reads_the_outbox(place: Place) -> None:
    place.borrower.kind = OrganizationKind.EPCI
    place.pool.kinds = ["epci"]
    keep(place.borrower, place.pool)
    mine = place.requested(1).id

    acts.note(as_actor(place.technician), mine, "Vérifier les piquets.")

    assert told() == {}


def test_the_borrower_writes_no_note(place: Place) -> None:
    mine = place.requested(1).id

    with pytest.raises(NotAllowed):
        acts.note(as_actor(place.secretary), mine, "Entre nous.")


@pytest.mark.parametrize("act", [acts.comment, acts.note])
def test_others_neither_write_nor_learn_of_it(place: Place, act: Any) -> None:
    mine = place.requested(1).id

    for who in (place.neighbour, place.stranger):
        with pytest.raises(NotFound):
            act(as_actor(who), mine, "Bonjour")
        with pytest.raises(NotFound):
            comments.of_reservation(as_actor(who), mine)


def test_a_substitute_is_told_once_they_answer_and_so_is_the_owner(place: Place) -> None:
    substitute = make_user(make_commune(place.lender.territory, "Artres-sur-Écaillon"))
    place.pool.substitute_id = substitute.id
    owner = make_commune(place.lender.territory, "Propriétaire")
    boss = make_user(owner, Role.MANAGER)
    keep(make_item(place.pool, 3, name="Podium"))
    mine: Reservation = row(place.requested(1).id)
    mine.owner_id = owner.id
    keep(mine)
    acts.comment(as_actor(place.secretary), mine.id, "Premier")
    assert told().keys() == {place.manager.email}

    mine.substitute_told_at = mine.owner_told_at = clock.now()
    mine.substitute_told_id = substitute.id
    keep(mine)
    acts.comment(as_actor(place.secretary), mine.id, "Second")

    assert told().keys() == {place.manager.email, substitute.email, boss.email}
