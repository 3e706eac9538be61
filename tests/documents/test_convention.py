"""The convention de prêt, read back from its PDF; Typst itself refuses one below the standards."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from booking.documents.convention import (
    CoOwner,
    Insurance,
    Party,
    render,
)
from tests.documents.papers import (
    ARTICLES,
    BORROWER,
    CHAIRS,
    LENDER,
    PARIS,
    TENTS,
    make_terms,
    read,
    text_of,
)
from tests.papers import make_picture


def test_it_names_the_parties_and_who_signs_for_them() -> None:
    text = text_of(make_terms())
    for said in (LENDER.name, "245 901 160", LENDER.address, "Camille Durand, présidente"):
        assert said in text
    for said in (BORROWER.name, "215 904 806", "Dominique Lenoir, maire", "n° 2026-08"):
        assert said in text
    assert "Commune de Maing, ci-après « le gestionnaire »" in text
    assert "Visa du gestionnaire" in text


def test_it_has_the_seventeen_articles_as_bookmarks_in_order() -> None:
    titles = [entry.title for entry in read(make_terms()).outline]
    assert titles == [f"Article {n} – {name}" for n, name in enumerate(ARTICLES, start=1)]
    text = text_of(make_terms())
    positions = [text.index(title) for title in titles]
    assert positions == sorted(positions)


def test_it_lists_what_is_lent_and_what_it_is_worth() -> None:
    text = text_of(make_terms())
    assert "TENTE-5X12 Tente de réception 5 × 12 m 24 lests 2 Dépôt de Maing 1 850,00 €" in text
    assert "CHAISE-PL Chaise pliante 40 Dépôt de Maing 24,50 €" in text
    assert "Total 42 4 680,00 €" in text


def test_a_value_nobody_gave_is_said_and_left_out_of_the_total() -> None:
    unknown = replace(CHAIRS, unit_value_cents=None)
    partly = text_of(make_terms(lines=(TENTS, unknown)))
    assert "CHAISE-PL Chaise pliante 40 Dépôt de Maing non indiquée" in partly
    assert "Total des valeurs indiquées 42 3 700,00 €" in partly
    assert "Total 40 non indiquée" in text_of(make_terms(lines=(unknown,)))


def test_it_says_its_number_its_day_and_the_hours_of_the_loan() -> None:
    text = text_of(make_terms())
    assert "n° 2026-0007, établie le 23 novembre 2026" in text
    assert "du vendredi 4 décembre 2026, 14 h, au lundi 7 décembre 2026, 9 h 30" in text
    assert "délibération n° 2025-112 du 22 mai 2025" in text.lower()
    assert "page 1/" in text


def test_a_loan_in_whole_days_ends_on_its_last_day() -> None:
    midnights = {
        "starts_at": datetime(2026, 12, 4, tzinfo=PARIS),
        "ends_at": datetime(2026, 12, 7, tzinfo=PARIS),
    }
    text = text_of(make_terms(**midnights))
    assert "du vendredi 4 décembre 2026 au dimanche 6 décembre 2026 inclus" in text
    assert "0 h" not in text
    midnights["ends_at"] -= timedelta(days=2)
    assert "la journée du vendredi 4 décembre 2026" in text_of(make_terms(**midnights))


@pytest.mark.parametrize("changes", [{"draft": True}, {"number": None}, {"number": ""}])
def test_a_draft_says_projet_on_each_page(changes: dict[str, object]) -> None:
    terms = make_terms(**changes)
    assert terms.is_draft
    assert all("PROJET" in page.extract_text() for page in read(terms).pages)
    assert "n° 2026-0007" not in text_of(terms)
    assert "n’est pas destiné à la signature" in text_of(terms)


def test_a_final_paper_never_says_projet() -> None:
    assert "projet" not in text_of(make_terms()).lower()


BARE = {
    "territory": "",
    "lender": Party("Commune de Maing", "commune"),
    "borrower": Party("Comité des fêtes", "association"),
    "manager": None,
    "visas": (),
    "depots": (),
    "declared_value_cents": None,
}


def test_what_is_absent_is_a_dotted_line_in_a_draft() -> None:
    text = text_of(make_terms(number=None, **BARE))
    labels = ("SIREN", "Signataire", "Lieu d’utilisation", "Assureur", "Valeur déclarée du prêt")
    for label in labels:
        assert f"{label} : à compléter" in text


def test_what_is_absent_is_a_sentence_in_a_final_paper() -> None:
    text = text_of(make_terms(**BARE))
    assert "à compléter" not in text
    assert "SIREN" not in text
    assert "None" not in text
    for sentence in (
        "Le prêteur gère lui-même le matériel.",
        "Aucun acte particulier n’est visé.",
        "elle ne relève d’aucune convention-cadre.",
        "Bénéficiaire final : l’emprunteur lui-même",
        "Aucune habilitation particulière n’est exigée.",
        "Le matériel est prêté sans personnel.",
        "avant le retrait, une attestation en cours de validité.",
        "La valeur du prêt n’est pas déclarée.",
        "celle que désignent les règles de droit.",
    ):
        assert sentence in text


def test_what_is_known_is_printed_where_it_belongs() -> None:
    text = text_of(
        make_terms(
            co_owners=(CoOwner("Artres", "25 %"), CoOwner("Quérénaing", "75 %")),
            framework="convention-cadre n° 2026-C-014",
            place="place de l’Église",
            audience="400 personnes",
            beneficiary="Comité des fêtes",
            beneficiary_kind="association",
            requirements=("CACES R486 B",),
            operators=("Télépilote", "Chauffeur"),
            contest_days=1,
            tribunal="tribunal administratif de Lille",
            data_protection_contact="dpo@hainaut.example",
        )
    )
    for said in (
        "Artres 25 % et Quérénaing 75 %",
        "convention-cadre n° 2026-C-014",
        "Lieu d’utilisation : place de l’Église",
        "Public attendu : 400 personnes",
        "Comité des fêtes (association)",
        "CACES R486 B",
        "accompagné de : Télépilote et Chauffeur",
        "dans un délai de 1 jour ouvré à compter",
        "juridiction compétente : tribunal administratif de Lille",
        "dpo@hainaut.example",
    ):
        assert said in text


def test_a_free_loan_says_so_and_declares_its_value() -> None:
    text = text_of(make_terms())
    assert "à titre gratuit" in text
    assert "Valeur déclarée du prêt : 480,00 €" in text


def test_a_price_replaces_the_words_of_a_free_loan() -> None:
    text = text_of(make_terms(price="20,00 € par jour"))
    assert "conditions financières suivantes : 20,00 € par jour" in text
    assert "à titre gratuit" not in text


def test_stating_a_value_leaves_fortuitous_loss_to_the_lender() -> None:
    text = text_of(make_terms())
    assert "article 1883 du code civil" in text
    assert "elles ne mettent pas la perte fortuite à la charge de l’emprunteur" in text


def test_the_parties_may_put_fortuitous_loss_on_the_borrower() -> None:
    text = text_of(make_terms(fortuitous_loss_on_borrower=True))
    assert "article 1883 du code civil" in text
    assert "valent estimation du matériel" in text
    assert "ne mettent pas la perte fortuite" not in text


@pytest.mark.parametrize(("until", "asks_for_the_next"), [(6, True), (7, False)])
def test_an_insurance_that_ends_before_the_return_calls_for_the_next(
    until: int, asks_for_the_next: bool
) -> None:
    text = text_of(make_terms(insurance=Insurance("Mutuelle", "C-88", date(2026, 12, until))))
    assert "Assureur : Mutuelle" in text
    assert f"valable jusqu’au : {until} décembre 2026" in text
    assert ("prenant fin avant le retour" in text) is asks_for_the_next


def test_it_bears_the_logo_and_the_mention_of_the_lender() -> None:
    """Typst itself refuses a picture without words for those who do not see it."""
    terms = make_terms()

    (page, *others) = PdfReader(BytesIO(render(terms, make_picture((480, 300)).small))).pages
    assert [image.image.size for image in page.images if image.image] == [(480, 300)]
    assert all(not each.images for each in others)
    assert not PdfReader(BytesIO(render(terms))).pages[0].images

    said = "Siège : 2 place de l’Hôpital, ouvert de 9 h à 12 h"
    assert said in text_of(replace(terms, mention=said))


@pytest.mark.parametrize("size", [(480, 20), (20, 480)])
def test_a_logo_of_any_shape_leaves_the_paper_whole(size: tuple[int, int]) -> None:
    plain, bearing = (
        len(PdfReader(BytesIO(render(make_terms(), logo))).pages)
        for logo in (None, make_picture(size).small)
    )

    assert bearing == plain
