"""What messages say when nobody acts, and to whom."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from booking.dealings import Awaited
from booking.documents import mails
from booking.queries.views import ReservationView
from booking.usecases import mailed
from booking.vocabulary import Derived, MailKind
from tests.pages.place import make_place

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 6, 1, 12, tzinfo=PARIS)
PASSED = {"substitute_told_at": NOON, "substitute": "Luc"}


def draw(kind: MailKind, mine: ReservationView, **facts: Any) -> mails.Text:
    return mails.draw(
        kind,
        links={"request": "https://parc.example/demandes/1", "site": "https://parc.example"},
        acts=mailed.NONE,
        organization="",
        reservation=mine,
        facts=facts,
        pending=(),
        local=lambda instant: instant.astimezone(PARIS),
    )


@pytest.mark.parametrize(
    ("kind", "seen", "facts", "said"),
    [
        (MailKind.REMIND_ANSWER, {}, {}, "attend une réponse avant le"),
        (MailKind.INSURANCE_DUE, {}, {"last": "7 juin 2026"}, "le 7 juin 2026. Nous vous"),
        (MailKind.ESCALATED, PASSED, {}, "comme suppléant ou suppléante :"),
        (
            MailKind.ESCALATED,
            PASSED | {"owner_told_at": NOON},
            {},
            "comme propriétaire du matériel :",
        ),
        (MailKind.PASSED_ON, PASSED, {}, "est transmise à Luc,"),
        (MailKind.PASSED_ON, {"owner_told_at": NOON}, {}, "est transmise à Maing,"),
        (MailKind.REMIND_REPLY, {"awaited": Awaited.PLACE}, {}, "confirmez-la avant le"),
        (MailKind.REMIND_REPLY, {"awaited": Awaited.PROPOSAL}, {}, "déclinez-la avant le"),
        (MailKind.REMIND_REPLY, {"awaited": Awaited.DETAILS}, {}, "donnez-les avant le"),
        (MailKind.WAITLISTED, {}, {"rank": 2}, "en liste d’attente, au rang 2."),
        (
            MailKind.OFFERED,
            {"awaited": Awaited.PLACE, "reply_due_at": NOON},
            {},
            "lundi 1er juin 2026, 12 h : confirmez",
        ),
        (MailKind.OFFERED, {}, {}, "vous a été offert."),
        (
            MailKind.EXPIRED,
            {"reason": "no_reply"},
            {"to_borrower": True},
            "Vous n’avez pas répondu",
        ),
        (MailKind.EXPIRED, {"reason": "no_reply"}, {}, "Quérénaing n’a pas répondu"),
        (MailKind.EXPIRED, {"reason": "no_place"}, {}, "sans qu’une place se libère"),
        (MailKind.EXPIRED, {"reason": "no_answer"}, {}, "sans réponse de Maing"),
    ],
)
def test_each_message_says_who_is_silent_and_what_to_do(
    base: Connection, kind: MailKind, seen: dict[str, Any], facts: dict[str, Any], said: str
) -> None:
    mine = replace(make_place().requested(), **seen)

    text = draw(kind, mine, **facts)

    assert said in " ".join(text.body.split())
    assert "https://parc.example/demandes/1" in text.body
    assert "\n\n\n" not in text.body


def test_an_expired_request_says_so_to_its_borrower_first(base: Connection) -> None:
    mine = replace(make_place().requested(), reason="no_reply", label=Derived.NO_REPLY)

    to_borrower = draw(MailKind.EXPIRED, mine, to_borrower=True).subject
    to_manager = draw(MailKind.EXPIRED, mine).subject

    assert to_borrower.startswith("Expirée : sans réponse de votre part")
    assert to_manager.startswith("Expirée sans réponse de l’emprunteur")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"named": True, "starts_on": "3 août 2030", "ends_on": "5 août 2030"}, "Du 3 août 2030"),
        ({"named": True, "starts_on": "", "ends_on": ""}, "au-delà du délai vous est aussi"),
        ({}, "prend fin"),
    ],
)
def test_who_stands_in_reads_since_when(facts: dict[str, Any], said: str) -> None:
    known = {"pool": "Parc", "manager": "Maing", **facts}
    text = mails.draw(MailKind.SUBSTITUTE, links={"site": "https://parc.example"}, facts=known)

    assert said in text.body
    assert text.subject.startswith("Vous suppléez" if facts else "Fin de suppléance")
