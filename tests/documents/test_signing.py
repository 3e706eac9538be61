"""What is said of signatures."""

from datetime import datetime
from zoneinfo import ZoneInfo

from booking.documents import signing, words


def test_the_sentence_one_agrees_to_fits_its_column() -> None:
    assert "Maing" in signing.consent("Maing")
    assert len(signing.consent("M" * 200)) <= 300


def test_the_button_says_how_many_papers_it_signs() -> None:
    assert signing.many(1) == "Signer ce document"
    assert signing.many(3) == "Signer ces 3 documents"


def test_the_evidence_says_the_hour_in_words() -> None:
    at = datetime(2026, 12, 4, 14, 30, tzinfo=ZoneInfo("Europe/Paris"))

    made = signing.evidence(
        ("emprunteur", "Maing"), ("Jeanne", "Maire"), at, "par lien", address="192.0.2.7"
    )

    assert (made.part, made.name, made.address) == ("emprunteur", "Jeanne", "192.0.2.7")
    assert made.at == words.moment(at)
