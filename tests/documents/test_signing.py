"""What is said of signatures."""

import json
from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from booking.documents import signing, words

REST = "pour le reste, le signataire suivant est prévenu."


def test_the_sentence_one_agrees_to_fits_its_column() -> None:
    assert signing.consent(("Maing", "")).endswith("je le signe pour Maing.")
    assert len(signing.consent(("M" * 200, ""))) <= 300
    assert signing.consent(("M" * 200, "délégation n° " + "7" * 60)) == signing.consent(
        ("M" * 200, "")
    )


def test_who_signs_for_others_agrees_to_sign_for_them() -> None:
    sides = ("Maing", ""), ("CA du Hainaut", "délégation n° 2026-7")

    assert signing.consent(*sides).endswith(
        "je le signe pour Maing, et pour CA du Hainaut, par délégation n° 2026-7."
    )


def test_the_button_says_what_it_signs() -> None:
    assert signing.many(1) == "Signer ce document"
    assert signing.many(3) == "Signer les documents cochés"


def test_the_evidence_says_the_hour_in_words() -> None:
    at = datetime(2026, 12, 4, 14, 30, tzinfo=ZoneInfo("Europe/Paris"))

    made = signing.evidence(
        ("emprunteur", "Maing"), ("Jeanne", "Maire"), at, "par lien", address="192.0.2.7"
    )

    assert (made.part, made.name, made.address) == ("emprunteur", "Jeanne", "192.0.2.7")
    assert made.at == words.moment(at)


@pytest.mark.parametrize(
    ("count", "left", "said"),
    [
        (1, 1, "Le signataire suivant est prévenu."),
        (3, 3, "Le signataire suivant est prévenu."),
        (1, 0, "Il est signé de tous."),
        (2, 0, "Ils sont signés de tous."),
        (2, 1, f"Un document est signé de tous ; {REST}"),
        (
            4,
            1,
            f"3 documents sont signés de tous ; {REST}",
        ),
    ],
)
def test_what_is_said_is_true_after_the_last_signature_too(
    count: int, left: int, said: str
) -> None:
    assert signing.signed(count, left) == f"Votre signature est enregistrée. {said}"


def test_nobody_is_said_to_be_told_who_has_no_address() -> None:
    for said in (
        signing.signed(1, 1, reached=False),
        signing.signed(3, 1, reached=False),
        signing.deposited(1, reached=False),
    ):
        assert said.endswith("n’a pas d’adresse électronique : il signe sur papier.")
        assert "prévenu" not in said
    assert signing.signed(1, 0, reached=False).endswith("Il est signé de tous.")


def test_what_is_said_of_a_scan_depends_on_what_is_left() -> None:
    assert signing.deposited(1).endswith("Le signataire suivant est prévenu.")
    assert signing.deposited(0).endswith("Le document est signé de tous.")


def test_the_digest_of_words_does_not_depend_on_how_they_are_written() -> None:
    words_of = {"title": "Été", "articles": [1, 2]}
    other = json.loads(json.dumps({"articles": [1, 2], "title": "Été"}))

    assert signing.digest(words_of) == signing.digest(other)
    assert signing.digest(words_of) != signing.digest({**words_of, "articles": [2, 1]})


def test_a_mandate_is_said_with_its_holder_title_and_act() -> None:
    held = SimpleNamespace(holder="Jeanne", title="Maire", act="", delegated_by="")
    assert signing.mandate(held) == "mandat de Jeanne, Maire"
    held.act, held.delegated_by = "arrêté 2026-4", "Luc Petit"
    assert signing.mandate(held) == (
        "mandat de Jeanne, Maire, arrêté 2026-4, délégation reçue de Luc Petit"
    )
    assert signing.mandate(None) == ""


def test_a_signature_by_hand_is_told_by_its_day_and_its_scan() -> None:
    at = datetime(2026, 12, 4, tzinfo=ZoneInfo("Europe/Paris"))

    made = signing.by_hand(("emprunteur", "Maing"), ("A", "B"), at, "sur papier", scan="0" * 64)

    assert made.at == words.day(at.date())
    assert made.means == "signature manuscrite, sur papier, exemplaire numérisé"
    assert made.scan == "0" * 64
