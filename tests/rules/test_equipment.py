"""What sort of equipment a name speaks of, and how large the thing is."""

import csv

import pytest

from booking.config import ROOT
from booking.fitness import Equipment
from booking.rules.equipment import figures, guess, of_new
from booking.vocabulary import STAFF

E = Equipment
OF_THE_DEMONSTRATION = {
    "BAR-VAU": E.BARRIER,
    "CHA-PLI": None,
    "TAB-220": None,
    "BAN-220": None,
    "TEN-3X3": E.TENT,
    "TEN-5X12": E.TENT,
    "EST-2X1": E.STAGE,
    "POD-REM": E.TRAILER,
    "SON-POR": E.ELECTRICAL,
    "GRI-EXP": None,
    "VID-PRO": None,
    "COF-ELE": E.ELECTRICAL,
    "GRO-6KV": E.ELECTRICAL,
    "CON-CHA": E.BARRIER,
    "PAN-AK5": E.BARRIER,
    "NAC-12A": E.PLATFORM,
    "CHA-COM": E.EARTHMOVER,
    "BAL-ASP": E.HEAVY_VEHICLE,
    "LAM-NEI": None,
    "DRO-THE": E.DRONE,
    "GPS-RTK": E.SURVEY,
    "BRO-160": E.GARDEN_MACHINE,
    "REM-PLA": E.TRAILER,
    "DES-MOT": E.GARDEN_MACHINE,
    "TAT-1X1": E.MAT,
    "TAP-SOL": E.MAT,
    "BUT-MOB": E.GOAL,
    "MIN-9PL": E.CAR,
    "BUS-55P": E.COACH,
    "UTI-L2H2": E.CAR,
}


def named() -> dict[str, str]:
    """Return the names of the demonstration's inventory, by reference."""
    table = ROOT / "booking" / "data" / "demo-inventaire.csv"
    with table.open(encoding="utf-8", newline="") as file:
        return {row["reference"]: row["designation"] for row in csv.DictReader(file, delimiter=";")}


def test_every_name_of_the_demonstration_is_told() -> None:
    assert named().keys() == OF_THE_DEMONSTRATION.keys()


@pytest.mark.parametrize(("reference", "equipment"), OF_THE_DEMONSTRATION.items())
def test_the_names_of_the_demonstration_are_guessed(
    reference: str, equipment: Equipment | None
) -> None:
    assert guess(named()[reference]) is equipment


@pytest.mark.parametrize(
    ("name", "equipment"),
    [
        ("CHAPITEAU 8 x 12", E.TENT),
        ("Grande tente de réception", E.TENT),
        ("Chargeuse avec fourches de levage", E.LIFTING_MACHINE),
        ("Mini-pelle 1,8 t", E.EARTHMOVER),
        ("Tracto-pelle", E.EARTHMOVER),
        ("Chariot élévateur", E.LIFTING_MACHINE),
        ("Chariot à chaises", None),
        ("Camion nacelle 20 m", E.PLATFORM),
        ("Camion-benne", E.HEAVY_VEHICLE),
        ("Remorque podium", E.TRAILER),
        ("Remorque pour barrières", E.TRAILER),
        ("Podium fixe", E.STAGE),
        ("Tribune 200 personnes", E.STAGE),
        ("Mini bus", E.CAR),
        ("Autobus", E.COACH),
        ("Château gonflable", E.INFLATABLE),
        ("Extincteur à eau 6 l", E.EXTINGUISHER),
        ("Échafaudage roulant", E.SCAFFOLD),
        ("Échelle 3 plans", E.SCAFFOLD),
        ("Hayon élévateur", E.LIFTING_ACCESSORY),
        ("Compacteur vibrant", E.COMPACTOR),
        ("Lest de tente", None),
        ("Filet de but", None),
        ("Panneau électoral", None),
        ("Panneau d’affichage", None),
        ("Isoloir", None),
        ("Début de série", None),
        ("", None),
    ],
)
def test_the_first_word_that_is_known_decides(name: str, equipment: Equipment | None) -> None:
    assert guess(name) is equipment


def test_those_who_operate_are_no_equipment() -> None:
    assert of_new("Conducteur de nacelle", STAFF) is None
    assert of_new("Nacelle", "Voirie") is E.PLATFORM


@pytest.mark.parametrize(
    ("equipment", "name", "description", "found"),
    [
        (E.CAR, "Minibus 9 places", "", {"seats": 9}),
        (E.COACH, "Autocar", "55 places assises", {"seats": 55}),
        (E.CAR, "Fourgon utilitaire 12 m³", "", {}),
        (E.TENT, "Tente de réception 5 × 12 m", "60 m², à six personnes", {"people": 60}),
        (E.TENT, "Tente pliante 3 x 3 m", "Lests et parois", {"people": 9}),
        (E.TENT, "Tente pliante", "Murs de 2 × 3 m", {}),
        (E.STAGE, "Praticable 2 × 1 m", "60 m²", {}),
        (E.TRAILER, "Remorque plateau 750 kg", "", {"gross_kg": 750}),
        (E.TRAILER, "Remorque PTAC 1300 kg", "", {"gross_kg": 1300}),
        (E.TRAILER, "Remorque, charge utile 500 kg", "", {}),
        (E.TRAILER, "Podium roulant 40 m²", "", {}),
        (None, "Chaise", "4 places", {}),
    ],
)
def test_figures_are_read_only_where_the_words_are_plain(
    equipment: Equipment | None, name: str, description: str, found: dict[str, int]
) -> None:
    assert figures(equipment, name, description) == found
