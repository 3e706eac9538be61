"""The messages: one text per kind, carried as SMTP wants."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from booking.config import ROOT
from booking.documents import mails
from booking.documents.mails import Text
from booking.period import Period
from booking.vocabulary import MailKind

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize("kind", list(MailKind))
def test_each_kind_has_its_text(kind: MailKind) -> None:
    text = (ROOT / "templates" / "mails" / f"{kind}.txt").read_text(encoding="utf-8")
    subject, _, body = text.partition("\n")
    assert subject.strip()
    assert body.strip().startswith("Bonjour")


def test_an_invitation_carries_its_link() -> None:
    links = {"invitation": "https://parc.example/invitation/x", "site": "https://parc.example"}
    text = mails.draw(MailKind.INVITED, links=links, organization="Maing", chooses=True)
    assert text.subject == "Votre accès à Parc commun"
    assert "https://parc.example/invitation/x" in text.body
    assert "au nom de : Maing" in text.body


def test_who_has_a_password_is_asked_to_sign_in() -> None:
    links = {"invitation": "", "site": "https://parc.example"}
    text = mails.draw(MailKind.INVITED, links=links, organization="Maing", chooses=False)
    assert "https://parc.example/connexion" in text.body
    assert "mot de passe habituel" in text.body


def test_a_reset_carries_its_link() -> None:
    text = mails.draw(MailKind.RESET, links={"reset": "https://parc.example/nouveau/x"})
    assert "https://parc.example/nouveau/x" in text.body


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (False, "valable jusqu’au 1er mars 2027"),
        (True, "valable jusqu’au 1er mars 2027 seulement, à refaire"),
    ],
)
def test_what_falls_due_says_its_day(late: bool, said: str) -> None:
    line = mails.due_line("Nacelle (NAC-01), VGP", date(2027, 3, 1), late=late)

    assert line == f"Nacelle (NAC-01), VGP : {said}"


@pytest.mark.parametrize("what", mails.CONTROLS)
def test_what_befell_a_control_is_one_sentence_with_its_day(what: str) -> None:
    said = mails.of_control(what, "Nacelle (NAC-01), VGP", date(2027, 3, 1))

    assert said.startswith("Nacelle (NAC-01), VGP : le ")
    assert "1er mars 2027" in said
    assert said.endswith(".")


def test_a_message_is_ready_for_the_relay() -> None:
    text = Text("Demande validée : fête d’été", "Bonjour,\n\nÀ bientôt.\n")
    mail = mails.as_email(envelope(), text)
    assert mail["Message-ID"] == "<message-7@epci.example>"
    assert mail["Subject"] == text.subject
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "References" not in mail
    assert mail.get_content_type() == "multipart/alternative"
    plain, html = mail.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert "À bientôt." in plain.get_content()
    assert "<p>À bientôt.</p>" in html.get_content()
    assert b"\n" not in mail.as_bytes().replace(b"\r\n", b"")


def envelope(**facts: str) -> mails.Envelope:
    """Return what surrounds a text."""
    at = datetime(2026, 12, 4, 9, tzinfo=UTC)
    to, sender = "secretaire@querenaing.example", "parc@epci.example"
    return mails.Envelope(7, to, at, sender, "https://parc.example", **facts)


def test_all_that_is_said_of_a_reservation_holds_together() -> None:
    mail = mails.as_email(envelope(thread="reservation-12"), Text("Sujet", "Bonjour,\n"))

    assert mail["In-Reply-To"] == mail["References"] == "<reservation-12@epci.example>"


def test_a_long_subject_is_cut_between_words() -> None:
    text = mails.draw(
        MailKind.DIGEST, links={"site": "https://p.example"}, awaiting=[], known=[("x", "y")]
    )
    assert text.subject == "Votre résumé : 1 message"
    long = "Demande validée : " + "très longue fête " * 20

    assert mails._short(long) == "Demande validée : " + "très longue fête " * 3 + "très…"


def test_what_one_may_do_without_says_how_to_get_less() -> None:
    site = {"site": "https://parc.example"}
    told = {"lines": ["permis"], "path": "/x"}
    text = mails.draw(MailKind.FALLING_DUE, links=site, facts=told, organization="Maing")

    assert text.body.endswith(
        "\n-- \nMessage automatique de Parc commun.\n"
        "Choisir mes courriels : https://parc.example/compte/courriels\n"
    )
    reset = mails.draw(MailKind.RESET, links={"reset": "https://parc.example/x"})
    assert "-- " not in reset.body


def test_reservations_to_review_are_named_with_what_they_lack() -> None:
    facts = {
        "reference": "R-000012",
        "borrower": "Quérénaing",
        "purpose": "Relevé",
        "starts_at": datetime(2026, 12, 6, 23, tzinfo=UTC),
        "ends_at": datetime(2026, 12, 8, 23, tzinfo=UTC),
        "missing": 1,
        "item": "Télépilote",
    }
    period = Period(facts["starts_at"], facts["ends_at"])  # type: ignore[arg-type]
    told = {
        "because": mails.away("Télépilote", "TELE-01", period, PARIS),
        "lines": [mails.lacking(facts, PARIS)],
        "path": "/absences",
    }

    text = mails.draw(MailKind.TO_REVIEW, links={"site": "https://parc.example"}, facts=told)

    days = "du lundi 7 décembre 2026 au mardi 8 décembre 2026"
    assert f"Télépilote TELE-01 : indisponible {days}." in text.body
    line = f"- R-000012, Quérénaing, Relevé, {days} : il manque 1 × Télépilote\n"
    assert line in text.body
    assert "https://parc.example/absences" in text.body


def test_what_falls_due_is_a_list_of_lines() -> None:
    today = date(2026, 12, 1)
    lines = [
        mails.falling_due("télépilote", date(2026, 11, 30), today),
        mails.falling_due("permis BE", today, today, 2),
    ]
    told = {"lines": lines, "path": "/habilitations"}
    site = {"site": "https://parc.example"}

    text = mails.draw(MailKind.FALLING_DUE, links=site, facts=told, organization="Maing")

    assert "- télépilote : a pris fin le 30 novembre 2026\n" in text.body
    assert "- permis BE : prend fin le 1er décembre 2026 (2 personnes)\n" in text.body
    assert "https://parc.example/habilitations" in text.body
