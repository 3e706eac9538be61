"""What messages say of a change that nobody answers."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from booking.documents import mails
from booking.usecases import mailed
from booking.vocabulary import MailKind
from tests.pages.place import make_place

PARIS = ZoneInfo("Europe/Paris")
DUE = datetime(2030, 6, 3, 12, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("kind", "lapsed", "said"),
    [
        (MailKind.REMIND_ANSWER, False, "une réponse au changement demandé avant le lundi 3 juin"),
        (MailKind.ESCALATED, False, "à cette demande de changement. Elle vous revient"),
        (MailKind.PASSED_ON, False, "Votre demande de changement est transmise à Luc"),
        (MailKind.CHANGE_REFUSED, True, "n’a pas répondu avant le retrait prévu"),
        (MailKind.CHANGE_ASKED, True, "est resté sans réponse jusqu’au retrait prévu"),
    ],
)
def test_each_message_says_that_it_is_of_a_change(
    base: Connection, kind: MailKind, lapsed: bool, said: str
) -> None:
    known = {"change_due_at": DUE, "substitute_told_at": DUE, "substitute": "Luc"}
    text = mails.draw(
        kind,
        links={"request": "https://parc.example/demandes/1", "site": "https://parc.example"},
        acts=mailed.NONE,
        reservation=replace(make_place().requested(), **known),  # type: ignore[arg-type]
        facts=defaultdict(str, {"lapsed": True} if lapsed else {}),
        pending=(),
        chooses=True,
        organization="",
        local=lambda instant: instant.astimezone(PARIS),
    )

    assert said in " ".join(text.body.split())
    assert ("sans réponse" in text.subject) is lapsed
