"""What is awaited of the borrower, done from a mail: a proposal accepted or declined."""

from datetime import timedelta

import pytest
from flask import Flask

from booking import journal
from booking.rules.asking import Edited
from booking.vocabulary import MailKind, Status
from tests.client import browser
from tests.factories import row
from tests.pages.place import as_actor, make_place
from tests.usecases.test_mailed import links_of

amendments = pytest.importorskip("booking.usecases.amendments")
pytestmark = pytest.mark.usefixtures("base")


@pytest.mark.parametrize(
    ("act", "became"), [("accept", Status.APPROVED), ("decline", Status.REQUESTED)]
)
def test_a_proposal_is_answered_by_one_button(app: Flask, act: str, became: Status) -> None:
    place = make_place()
    mine = place.requested()
    later = Edited(mine.starts_at + timedelta(days=1), mine.ends_at + timedelta(days=1))
    amendments.propose(as_actor(place.manager), mine.id, later)
    links = links_of(mine.id, to=place.secretary.email, kind=MailKind.PROPOSED)
    assert len(links) == 2
    client = browser(app)
    for address in links:
        client.visit(address)
    assert row(mine.id).status is Status.NEEDS_INFO

    answered, other = links if act == "accept" else reversed(links)
    assert client.send(client.visit(answered).forms[0]).title == "C’est fait"

    assert row(mine.id).status is became
    assert client.send(other, 404).title == "Ce lien n’a plus d’effet"
    last = [each for each in journal.entries("reservation", mine.id) if each.door == "mail"]
    assert act in {each.act for each in last}
