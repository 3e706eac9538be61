"""Photos, logos and papers of the demonstration."""

from datetime import date
from functools import cache
from typing import Any

from booking.config import ROOT
from booking.demonstration.drawings import picture
from booking.demonstration.people import OFFICE
from booking.demonstration.shelves import KEEPER, LEAD, VEHICLES
from booking.documents import typeset
from booking.documents.attachments import Sent, recognize
from booking.queries import catalogue
from booking.usecases import files
from booking.usecases.demonstration import player
from booking.vocabulary import FileKind

MODEL = ROOT / "booking" / "data" / "demo-papier.typ"
REMOVED = "Table montée pour l’essai"
"""What the photo shows that was added by mistake, then taken away."""

PHOTOS = (
    (KEEPER, "TEN-3X3", "tent", "Tente montée, toit clair et lambrequin vert et blanc"),
    (KEEPER, "TEN-3X3", "packed tent", "Tente pliée dans sa housse verte, deux sangles"),
    (KEEPER, "CHA-PLI", "chairs", "Trois chaises pliantes de profil"),
    (KEEPER, "BAR-VAU", "barriers", "Deux barrières accrochées l’une à l’autre"),
    (KEEPER, "TAB-220", "tables", "Table dépliée, plateau de bois"),
    (KEEPER, "POD-REM", "podium", "Podium ouvert sur sa remorque, marches à gauche"),
    (OFFICE, "NAC-12A", "platform", "Nacelle, bras déployé, panier en haut à droite"),
    (LEAD, "BRO-160", "chipper", "Broyeur sur sa remorque, goulotte tournée vers la gauche"),
    (VEHICLES, "MIN-9PL", "minibus", "Minibus blanc à bande verte, vu de côté"),
)
"""Who adds a photo, of which item, which drawing, and what it shows."""

LOGOS = ((LEAD, "shield"), (OFFICE, "emblem"))

CONTENTS: dict[FileKind, dict[str, Any]] = {
    FileKind.MANUAL: {
        "title": "Notice de montage de la tente pliante 3 × 3 m",
        "author": "Maing, atelier municipal",
        "day": (2026, 4, 20),
        "sections": [
            {
                "title": "Montage, à deux personnes",
                "lines": [
                    "Posez la structure debout, sur un sol plat et dégagé.",
                    "Écartez-la de moitié, en tenant deux pieds chacun.",
                    "Posez la toile, puis fixez-la aux quatre angles.",
                    "Ouvrez jusqu’au déclic des quatre coulisseaux.",
                    "Relevez les pieds, puis lestez chacun de 15 kg.",
                ],
            },
            {
                "title": "Sécurité",
                "lines": [
                    "Démontez la tente dès que le vent dépasse 50 km/h.",
                    "Pas de flamme ni d’appareil de cuisson sous la toile.",
                ],
            },
            {
                "title": "Retour",
                "lines": [
                    "Séchez la toile avant de la plier.",
                    "Comptez huit piquets, quatre lests, quatre parois et la housse.",
                ],
            },
        ],
    },
    FileKind.REPORT: {
        "title": "Rapport de vérification de la nacelle articulée 12 m",
        "author": "Contrôle et levage (exemple)",
        "sections": [
            {
                "title": "Points vérifiés",
                "lines": [
                    "Structure, axes et soudures : conformes.",
                    "Circuit hydraulique : conforme, sans fuite.",
                    "Arrêts d’urgence et descente de secours : conformes.",
                    "Harnais et points d’ancrage : conformes.",
                ],
            },
            {
                "title": "Avis",
                "lines": ["L’appareil peut être utilisé. Prochaine vérification dans six mois."],
            },
        ],
    },
}
PAPERS = ((KEEPER, "TEN-3X3", "Notice de montage.pdf", FileKind.MANUAL),)


def hang() -> None:
    """Add the logos, the photos and the papers; take back the photo added by mistake."""
    for who, name in LOGOS:
        files.add_logo(player(who), picture(name))
    for who, item, name, alt in PHOTOS:
        _add_photo(who, item, name, alt)
    files.remove(player(KEEPER), _add_photo(KEEPER, "CHA-PLI", "tables", REMOVED))
    for who, item, name, kind in PAPERS:
        actor = player(who)
        document = recognize(Sent(name, _pdf(kind)))
        files.add_document(actor, catalogue.find(actor, item).id, document, kind)


def _add_photo(who: str, item: str, name: str, alt: str) -> int:
    actor = player(who)
    return files.add_photo(actor, catalogue.find(actor, item).id, picture(name), alt)


@cache
def report(day: date) -> bytes:
    """Return the report of a control of the platform that was made on a day."""
    return typeset.pdf(MODEL, CONTENTS[FileKind.REPORT] | {"day": (day.year, day.month, day.day)})


@cache
def _pdf(kind: FileKind) -> bytes:
    return typeset.pdf(MODEL, CONTENTS[kind])
