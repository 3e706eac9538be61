"""A plain convention, and what its PDF says when read back."""

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from io import BytesIO
from zoneinfo import ZoneInfo

from pypdf import PdfReader

from booking.documents.convention import (
    Act,
    ConventionTerms,
    Depot,
    Line,
    Manager,
    Party,
    render,
)

PARIS = ZoneInfo("Europe/Paris")
LENDER = Party(
    name="Communauté d’agglomération du Hainaut",
    kind="communauté d’agglomération",
    siren="245901160",
    address="2 place de l’Hôpital, 59300 Valenciennes",
    representative="Camille Durand",
    representative_title="présidente",
    mandate="délibération n° 2026-041",
)
BORROWER = Party(
    name="Commune de Quérénaing",
    kind="commune",
    siren="215904806",
    address="1 place de la Mairie, 59269 Quérénaing",
    representative="Dominique Lenoir",
    representative_title="maire",
    mandate="délibération n° 2026-08",
)
TENTS = Line("TENTE-5X12", "Tente de réception 5 × 12 m", 2, "Dépôt de Maing", 185_000, "24 lests")
CHAIRS = Line("CHAISE-PL", "Chaise pliante", 40, "Dépôt de Maing", 2_450)
ARTICLES = [
    "Parties",
    "Visas et fondement",
    "Objet",
    "Désignation du matériel",
    "Durée",
    "Retrait, transport et montage",
    "États des lieux",
    "Conditions d’usage",
    "Personnel associé",
    "Entretien et consommables",
    "Responsabilité",
    "Assurance",
    "Conditions financières",
    "Perte, vol, dégradation et retard",
    "Priorité et annulation",
    "Données personnelles",
    "Résiliation, litiges, annexes et signatures",
]


def make_terms(**changes: object) -> ConventionTerms:
    """Return the terms of a plain loan between an EPCI and a commune, with `changes`."""
    return replace(PLAIN, **changes)


PLAIN = ConventionTerms(
    number="2026-0007",
    issued_on=date(2026, 11, 23),
    territory="Hainaut",
    lender=LENDER,
    borrower=BORROWER,
    legal_basis="règlement de mise à disposition, article L. 5211-4-3 du CGCT",
    purpose="Fête de la Saint-Jean",
    lines=(TENTS, CHAIRS),
    starts_at=datetime(2026, 12, 4, 14, tzinfo=PARIS),
    ends_at=datetime(2026, 12, 7, 9, 30, tzinfo=PARIS),
    manager=Manager("Commune de Maing", "convention de gestion n° 2025-112"),
    visas=(Act("délibération", "2025-112", date(2025, 5, 22), "Hainaut", "Règlement du parc"),),
    depots=(Depot("Dépôt de Maing", "12 rue du Marais, 59233 Maing", "lundi, 13 h – 17 h"),),
    declared_value_cents=48_000,
)


@cache
def read(terms: ConventionTerms) -> PdfReader:
    """Return the rendered convention, opened."""
    return PdfReader(BytesIO(render(terms)))


def flat(text: str) -> str:
    """Return the text with every run of white space, no-break ones too, as one space."""
    return " ".join(text.split())


def text_of(terms: ConventionTerms) -> str:
    """Return what the pages say."""
    return flat("\n".join(page.extract_text() for page in read(terms).pages))


def metadata_of(terms: ConventionTerms) -> str:
    """Return the XMP packet."""
    return str(read(terms).trailer["/Root"]["/Metadata"].get_data().decode())
