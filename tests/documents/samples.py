"""A plain paper with every kind of block, and what its PDF says when read back."""

from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from booking.documents.paper import (
    Article,
    Block,
    Bullets,
    Evidence,
    Fields,
    Paper,
    Paragraph,
    Party,
    Run,
    SignBox,
    Table,
    render,
)

LENDER = Party(
    role="Le prêteur",
    name="Communauté d’agglomération du Hainaut",
    kind="communauté d’agglomération",
    siren="245901160",
    address="2 place de l’Hôpital, 59300 Valenciennes",
    representative="Camille Durand",
    representative_title="présidente",
    mandate="délibération n° 2026-041",
    mention="Siège : 2 place de l’Hôpital, ouvert de 9 h à 12 h",
)
BORROWER = Party(
    role="L’emprunteur",
    name="Commune de Quérénaing",
    kind="commune",
    siren="215904806",
    address="1 place de la Mairie, 59269 Quérénaing",
    representative="Dominique Lenoir",
    representative_title="maire",
    mandate="délibération n° 2026-08",
    mention="Commune membre du parc",
)
LENT = Table(
    name="Matériel prêté",
    head=("Référence", "Désignation", "Quantité", "Dépôt", "Valeur unitaire"),
    rows=(
        ("TENTE-5X12", "Tente de réception 5 × 12 m", "2", "Dépôt de Maing", "1 850,00 €"),
        ("CHAISE-PL", "Chaise pliante", "40", "Dépôt de Maing", "24,50 €"),
    ),
    foot=("Total", "", "42", "", "4 680,00 €"),
    figures=(2, 4),
    widths=(26, 62, 20, 34, 30),
)
STATE = Table("État au départ", ("Matériel", "Compteur", "Observations"), (("Tente", "", ""),))
BOXES = (
    SignBox("emprunteur", "Commune de Quérénaing", "Dominique Lenoir", "maire"),
    SignBox("gestionnaire", "Commune de Maing"),
    SignBox(
        "propriétaire",
        "Communauté d’agglomération du Hainaut",
        "Sacha Petit",
        "vice-président",
        "par délégation de Camille Durand",
    ),
)
SIGNED = Evidence(
    part="emprunteur",
    organization="Commune de Quérénaing",
    name="Dominique Lenoir",
    title="maire",
    means="à l’écran",
    at="jeudi 26 novembre 2026, 9 h 12",
    address="192.0.2.14",
    consent="Je signe cette convention pour la commune et j’en accepte les termes.",
    drawn="M20,70 L60,20 L90,75 M110 50 L150 40 L200 60 L280 30",
)
DIGEST = "5e" * 32


def paragraph(text: str, **manner: bool) -> Paragraph:
    """Return a paragraph of one run."""
    return Paragraph((Run(text, **manner),))


PLAIN = Paper(
    kind="loan",
    title="Convention de prêt de matériel",
    subtitle="« Fête de la Saint-Jean », du vendredi 4 décembre 2026 au lundi 7 décembre 2026",
    number="2026-0007",
    issued_on=date(2026, 11, 23),
    parties=(LENDER, BORROWER),
    articles=(
        Article("Objet", (paragraph("Le prêteur remet le matériel suivant :"), LENT)),
        Article(
            "Conditions",
            (
                Paragraph((Run("Un soin "), Run("raisonnable", bold=True), Run(" est dû"))),
                paragraph("Clause expresse", italic=True),
                Bullets(((Run("montage par un agent formé"),), (Run("vent sous 60 km/h"),))),
            ),
        ),
        Article("Assurance", (Fields((("Assureur", "Mutuelle"), ("Contrat n°", ""))), STATE)),
    ),
    boxes=BOXES,
)


def make_paper(*blocks: Block, **changes: Any) -> Paper:
    """Return a plain paper, with `changes`; `blocks` are all that its one article says."""
    if blocks:
        changes["articles"] = (Article("Essai", blocks),)
    return replace(PLAIN, **changes)


@cache
def read(paper: Paper) -> PdfReader:
    """Return the rendered paper, opened."""
    return PdfReader(BytesIO(render(paper)))


def flat(text: str) -> str:
    """Return the text with every run of white space, no-break ones too, as one space."""
    return " ".join(text.split())


def text_of(paper: Paper) -> str:
    """Return what the pages say."""
    return flat("\n".join(page.extract_text() for page in read(paper).pages))
