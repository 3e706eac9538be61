"""What may be done from a mail: by whom, how often, until when."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from booking import clock, journal
from booking.config import ROOT, Settings
from booking.db import db
from booking.models.accounts import Membership
from booking.models.mail import Message
from booking.pages import mailed as words
from booking.queries.mail import show
from booking.rules.access import SERVICE
from booking.usecases import mailed, reservations
from booking.usecases.mail import PURPOSES, drawn
from booking.vocabulary import MailKind, Role, Status
from tests import signing as papers
from tests.client import Browser, browser
from tests.factories import keep, make_user, row, set_clock
from tests.pages.place import Place, as_actor, make_place

pytestmark = pytest.mark.usefixtures("base")

SITE = Settings("", "tests only", "http://localhost")
"""The settings of the application under test."""


def links_of(mine_id: int, *, to: str, kind: MailKind = MailKind.REQUESTED) -> list[str]:
    """Return the addresses of the acts that a message offers its reader."""
    found = db.session.scalars(select(Message).filter_by(kind=kind, to=to)).all()
    (message,) = [each for each in found if each.facts["reservation_id"] == mine_id]
    body = drawn(show(SERVICE, message.id), SITE, readable=True).body
    return re.findall(r"http://localhost(/courriel/\S+)", body)


def link(mine_id: int, **named: Any) -> str:
    """Return the first of them, "" when there is none."""
    return next(iter(links_of(mine_id, **named)), "")


@pytest.fixture
def place() -> Place:
    """Give a town hall that borrows, one that lends."""
    return make_place()


@pytest.fixture
def stranger(app: Flask) -> Browser:
    """Give a browser in which nobody is signed in."""
    return browser(app)


def test_a_request_is_withdrawn_by_one_button_without_signing_in(
    place: Place, stranger: Browser
) -> None:
    mine = place.requested()
    address = link(mine.id, to=place.secretary.email)

    page = stranger.visit(address)
    assert page.title == "Retirer la demande ?"
    assert [form.buttons[0][2] for form in page.forms] == ["Retirer la demande"]
    assert "Nadia Carpentier, pour Quérénaing" in page.main
    assert row(mine.id).status is Status.REQUESTED

    assert stranger.send(page.forms[0]).title == "C’est fait"
    assert row(mine.id).status is Status.CANCELLED
    (entry,) = [each for each in journal.entries("reservation", mine.id) if each.act == "cancel"]
    assert (entry.user_id, entry.door) == (place.secretary.id, "mail")


def test_a_link_serves_once(place: Place, stranger: Browser) -> None:
    mine = place.requested()
    address = link(mine.id, to=place.secretary.email)
    stranger.send(address)

    assert stranger.send(address).title == "C’est fait"  # pressed twice, or loaded again
    assert stranger.visit(address, 404).title == "Ce lien n’a plus d’effet"
    assert row(mine.id).revision == mine.revision + 1


@pytest.mark.parametrize("change", ["approved", "late", "left", "false"])
def test_a_link_dies_with_what_it_was_written_for(
    place: Place, stranger: Browser, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = place.requested()
    address = link(mine.id, to=place.secretary.email)
    if change == "approved":
        reservations.approve(as_actor(place.manager), mine.id)
    if change == "late":
        set_clock(monkeypatch, mine.starts_at)
    if change == "left":
        for each in db.session.scalars(select(Membership).filter_by(user_id=place.secretary.id)):
            each.ends_on = each.starts_on
        db.session.commit()
    if change == "false":
        address = address[:-2]
    before = row(mine.id).status

    assert stranger.visit(address, 404).title == "Ce lien n’a plus d’effet"
    stranger.send(address, 404)
    assert row(mine.id).status is before


def test_who_may_only_look_is_offered_nothing(place: Place) -> None:
    onlooker = make_user(place.borrower, Role.OBSERVER)
    mine = place.requested()
    message = db.session.scalars(select(Message).filter_by(kind=MailKind.REQUESTED)).one()
    copy = keep(
        Message(
            territory_id=message.territory_id,
            kind=message.kind,
            to=onlooker.email,
            facts=message.facts,
            created_at=clock.now(),
            next_try_at=clock.now(),
        )
    )

    assert link(mine.id, to=copy.to) == ""
    assert link(mine.id, to=place.secretary.email)


def test_the_lender_is_offered_nothing_and_a_page_shows_no_link(place: Place) -> None:
    mine = place.requested()
    assert link(mine.id, to=place.manager.email, kind=MailKind.TO_ANSWER) == ""

    message = db.session.scalars(select(Message).filter_by(kind=MailKind.REQUESTED)).one()
    read = drawn(show(SERVICE, message.id), SITE, readable=False).body
    assert "/courriel/" not in read


def test_each_act_that_a_message_may_offer_has_its_words() -> None:
    offered = {act for acts in mailed.OFFERED.values() for act in acts}
    assert offered == mailed.ACTS.keys() == words.ACTS.keys()


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    return {
        name: [tuple(each) for each in db.session.execute(text(f'SELECT * FROM "{name}"'))]  # noqa: S608 # our own tables
        for name in db.metadata.tables
    }


def test_every_mailed_link_fetched_twice_changes_nothing(app: Flask, place: Place) -> None:
    """Scanners open every link: whatever the kind of message, signed in or not."""
    addresses = set()
    for message in messages_of_every_kind(place):
        view = show(SERVICE, message)
        body = drawn(view, SITE, readable=True).body
        found = re.findall(r"http://localhost(/\S*)", body)
        assert found, f"{view.kind} leads nowhere"
        addresses |= set(found)
    assert any("/courriel/" in each for each in addresses)
    assert any("/signature/" in each for each in addresses)
    signed_in = browser(app).sign_in(place.manager)
    before = rows()

    for client in (browser(app), signed_in):
        for address in sorted(addresses) * 2:
            assert client.get(address).status_code in (200, 302, 403, 404), address

    assert rows() == before


def messages_of_every_kind(place: Place) -> list[int]:
    """Write one message of every kind whose text exists, to the borrower's secretary."""
    mine, user = place.requested(), place.secretary
    facts = {
        "reservation_id": mine.id,
        "revision": mine.revision,
        "user_id": user.id,
        "organization_id": place.borrower.id,
        "lines": ["R-00001, Artres"],
        "because": "Une panne.",
        "path": "/habilitations",
        "messages": [],
        "reply": "answer",
        **of_signing(place),
    }
    common = {"territory_id": place.borrower.territory_id, "to": user.email, "facts": facts}
    at = {"created_at": clock.now(), "next_try_at": clock.now() + timedelta(hours=1)}
    written = [Message(**common, **at, kind=kind) for kind in MailKind if has_text(kind)]
    for message in written:
        if message.kind in PURPOSES:
            message.facts = facts | {"stamp": user.stamp}
        if message.kind is MailKind.BROKEN:
            line = {"reference": "R-00001", "purpose": "Fête", "when": "le 3", "path": "/demandes"}
            message.facts = facts | {"lines": [line | {"said": "Rien ne change."}]}
    keep(*written)
    return [message.id for message in written]


def of_signing(place: Place) -> dict[str, object]:
    """Return what a message says of a paper that waits for the mayor of Quérénaing."""
    papers.address(place.borrower, "maire@querenaing.example")
    first = papers.signatures(papers.paper_of(place.approved(1).id).id)[0]
    return {"conventions": [first.convention_id], "signatures": [[first.id, first.stamp]]}


def has_text(kind: MailKind) -> bool:
    """Tell whether a kind of message has its text."""
    return (ROOT / "templates" / "mails" / f"{kind}.txt").exists()
