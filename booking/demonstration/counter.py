"""What passes the counter of the demonstration: today, tomorrow, and in the weeks before."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from booking import clock
from booking.demonstration.drawings import picture
from booking.demonstration.people import OFFICE
from booking.demonstration.shelves import KEEPER, VEHICLES
from booking.demonstration.stories import MAING
from booking.demonstration.trips import (
    EVENING,
    KEEPERS_STROKES,
    MORNING,
    TECHNICIAN,
    Trip,
    agree,
    at,
    bring_back,
    leave,
    rows,
    signed,
)
from booking.handling import Charged, IncidentKind, Outcome, Rating, Wear
from booking.queries import incident_views, reservations
from booking.rules.access import SERVICE
from booking.rules.asking import AskedLine
from booking.rules.incidents import Ended, Followed, Reported
from booking.rules.lending import Lent
from booking.rules.passages import Passing, Shot, Signed
from booking.usecases import closing, items, lateness, lending, loans
from booking.usecases import incidents as going_wrong
from booking.usecases.demonstration import player

PAST = timedelta(days=60)
"""The inventory was brought in so long ago: what is told here happened since."""
ARTRES, SEBOURG = "secretaire@artres", "secretaire@sebourg"

RACK: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (KEEPER, "BAR-VAU", {"pack_quantity": 20, "pack_name": "rack"}),
)
INSTRUCTIONS = (
    (
        OFFICE,
        "NAC-12A",
        "Harnais attaché avant de monter. Stabilisateurs sortis, sol plat et dur.\n"
        "Arrêt au-delà de 45 km/h de vent. Jamais à moins de 5 m d’une ligne électrique.",
    ),
    (
        KEEPER,
        "POD-REM",
        "Vérins calés avant d’ouvrir. Garde-corps posés avant que quelqu’un monte.\n"
        "Deux personnes au moins pour plier ; remorque attelée par qui a le permis BE.",
    ),
    (
        KEEPER,
        "TEN-5X12",
        "Montage à six. Lestez chaque pied ; évacuez et démontez au-delà de 60 km/h de vent.\n"
        "Extrait du registre de sécurité sur place. Toile rendue propre et sèche.",
    ),
    (
        OFFICE,
        "DRO-THE",
        "Vole avec son télépilote seul, jamais au-dessus des gens. Batteries à l’abri du gel.",
    ),
    (
        VEHICLES,
        "MIN-9PL",
        "Carnet de bord rempli à chaque trajet. Rendu avec le plein, intérieur balayé.\n"
        "Ceinture pour tous ; ni tabac ni animaux.",
    ),
)
"""Who says what is to be accepted when a thing leaves."""


LEAVES = Trip(
    SEBOURG, "Repas des chasseurs", 0, 2, {"CHA-PLI": 40, "TAB-220": 6}, "", "Salle des fêtes"
)
LEAVES_NEXT = Trip(
    ARTRES, "Course des écoles", 1, 3, {"BAR-VAU": 40, "CON-CHA": 20}, "", "Rue de l’École"
)
COMES_BACK = Trip(
    SEBOURG, "Portes ouvertes du club de judo", -2, 0, {"TEN-3X3": 2, "SON-POR": 1}, "Éric Wallon"
)
LATE = Trip(
    ARTRES,
    "Braderie des associations",
    -6,
    -2,
    {"TEN-3X3": 1},
    "Martine Legrand",
    "Place de l’Église",
)
LATE_TENT = "TEN-3X3-05"
IN_PART = Trip(
    SEBOURG, "Fête de la Sainte-Cécile", -3, 2, {"CHA-PLI": 80, "BAR-VAU": 20}, "Odile Lemaire"
)
CHAIRS_BACK = 55
DAMAGED = Trip(
    SEBOURG,
    "Exposition avicole",
    -5,
    -1,
    {"TAB-220": 20},
    "Jean-Luc Carion",
    "Salle de sport",
)
TABLES_DAMAGED = 3
UNSIGNED = Trip(
    SEBOURG, "Chantier rue du Moulin", -7, -1, {"PAN-AK5": 10}, "Thomas Dussart", "Rue du Moulin"
)
PARTED = "Parti avant le pointage, appelé par son chantier"
PANEL_CENTS = 7_500
"""What the missing sign costs."""
FEAST = Trip(
    ARTRES, "Ducasse", -20, -17, {"TEN-3X3": 2, "TAB-220": 12}, "Hélène Delcourt", "Grand-Place"
)
OUTING = Trip(
    ARTRES,
    "Sortie à la piscine",
    -13,
    -12,
    {"MIN-9PL": 1},
    "Rémi Cuvelier",
    manager=VEHICLES,
    keeper=VEHICLES,
)
LIGHTS = Trip(
    ARTRES,
    "Illuminations de la Grand-Place",
    -11,
    -10,
    {"NAC-12A": 1},
    "Rémi Cuvelier",
    "Grand-Place",
    manager=OFFICE,
    keeper=OFFICE,
)
OVER: tuple[tuple[Trip, str, dict[str, int], dict[str, int], tuple[int, Rating, str]], ...] = (
    (FEAST, "tent", {}, {}, (180, Rating.WELL, "Montage facile, merci.")),
    (
        OUTING,
        "minibus",
        {"km": 48_210, "energy": 100},
        {"km": 48_274, "energy": 95},
        (8, Rating.WELL, ""),
    ),
    (
        LIGHTS,
        "platform",
        {"hours": 8_125, "energy": 90},  # tenths
        {"hours": 8_187, "energy": 40},
        (2, Rating.FAIR, "Batterie faible en fin de journée."),
    ),
)
"""What is over: its photo, what its meters said before and after, and its account."""
LENT_AT_ONCE = "Fuite d’eau rue Haute"
BROKEN = "VID-PRO-02"


def equip() -> None:
    """Say what is accepted when a thing leaves, and what goes in packs."""
    for who, item, facts in RACK:
        items.edit(player(who), item, facts)
    for who, item, said in INSTRUCTIONS:
        items.edit(player(who), item, {"instructions": said})


def tell() -> None:
    """Let things leave and come back: the longest ago first."""
    _repair()
    _finish()
    _lend_at_once()
    _damage()
    _go_unsigned()
    _be_late()
    _bring_back_in_part()
    leave(COMES_BACK, agree(COMES_BACK))
    for trip in (LEAVES, LEAVES_NEXT):
        agree(trip)


def _repair() -> None:
    """A projector broke, was repaired and serves again."""
    keeper = player(KEEPER)
    told = Reported(
        IncidentKind.BREAKDOWN,
        "VID-PRO",
        "La lampe ne s’allume plus.",
        depot=MAING,
        unit=BROKEN,
        measures="Débranché, mis de côté à l’atelier.",
        out_of_service=True,
    )
    with clock.behind(at(-16, MORNING)):
        incident = going_wrong.report(keeper, told)
    with clock.behind(at(-15, MORNING)):
        going_wrong.follow(keeper, incident, Followed(11_900, Charged.LENDER))
    with clock.behind(at(-9, EVENING)):
        ended = Ended(Outcome.REPAIRED, "Lampe remplacée, essai d’une heure.")
        going_wrong.close(keeper, incident, ended)


def _finish() -> None:
    """Three loans are over, each with its account: people, kilometres, hours, and how it went."""
    for trip, drawing, before, after, (people, rating, remark) in OVER:
        mine = agree(trip)
        leave(trip, mine, drawing, **before)
        back = Passing(
            rows(trip, mine, **after),
            signed(trip),
            people=people,
            rating=rating,
            remark=remark,
        )
        bring_back(trip, mine, back, trip.last)
        with clock.behind(at(trip.last + 1, MORNING)):
            closing.close(player(trip.manager), mine)


def _lend_at_once() -> None:
    """Famars comes for some cones without having asked, and brings them back the day after."""
    technician = player(TECHNICIAN)
    lent = Lent(
        ends_at=at(-3, EVENING),
        purpose=LENT_AT_ONCE,
        lines=(AskedLine("CON-CHA", 12),),
        borrower="Famars",
        place="Rue Haute",
    )
    with clock.behind(at(-4, MORNING)):
        made = reservations.show_request(technician, lending.lend(technician, lent))
        (mine,) = made.reservations
        loans.hand_over(technician, mine.id)
    with clock.behind(at(-3, EVENING)):
        loans.take_back(technician, mine.id)


def _damage() -> None:
    """Three tables come back with a bent leg: they are out of service, an incident is open."""
    mine = agree(DAMAGED)
    leave(DAMAGED, mine, "tables")
    (row,) = rows(DAMAGED, mine)
    bent = replace(row, damaged=TABLES_DAMAGED, wear=Wear.TO_REPAIR, note="Pieds tordus")
    photos = (Shot(picture("tables"), row.line_id),)
    back = Passing((bent,), signed(DAMAGED), photos=photos, people=240, rating=Rating.FAIR)
    bring_back(DAMAGED, mine, back, DAMAGED.last)


def _go_unsigned() -> None:
    """Nobody signs for a sign that is missing: the return may be contested, the sign is priced."""
    mine = agree(UNSIGNED)
    leave(UNSIGNED, mine)
    (row,) = rows(UNSIGNED, mine)
    missing = replace(row, quantity=row.quantity - 1, missing=1, dirty=4)
    keeper = player(KEEPER)
    parted = Signed(UNSIGNED.collector, "", player(TECHNICIAN).name, KEEPERS_STROKES, PARTED)
    bring_back(UNSIGNED, mine, Passing((missing,), parted), UNSIGNED.last)
    (incident,) = incident_views.of_reservations(keeper, [mine])[mine]
    going_wrong.follow(keeper, incident.id, Followed(PANEL_CENTS, Charged.BORROWER))


def _be_late() -> None:
    """A tent should have been back two days ago; its return was asked for."""
    mine = agree(LATE)
    leave(LATE, mine, "tent", unit=LATE_TENT)
    with clock.behind(at(LATE.last + 1, MORNING)):
        lateness.remind(SERVICE, mine)


def _bring_back_in_part() -> None:
    """Most of the chairs are back; the others, and the barriers, are still out."""
    mine = agree(IN_PART)
    leave(IN_PART, mine, "chairs")
    chairs, _ = rows(IN_PART, mine)
    back = Passing((replace(chairs, quantity=CHAIRS_BACK),), signed(IN_PART))
    bring_back(IN_PART, mine, back, -1)
