"""Who may drive, lift and fly in the demonstration, until when, and who is away."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from booking import clock
from booking.demonstration.people import DRIVER, OFFICE
from booking.demonstration.shelves import KEEPER
from booking.fitness import Skill
from booking.period import Period
from booking.queries import absences
from booking.rules.access import Actor
from booking.rules.asking import Absent
from booking.rules.delays import is_working_day
from booking.rules.qualifications import Qualified
from booking.usecases import absences as away
from booking.usecases import demonstration, qualifications
from booking.usecases.demonstration import player

HEAD, WORKER = "Responsable des services techniques", "Agent des services techniques"
LINE_DRIVER, SEASONAL = "Conducteur", "Agent saisonnier"
PILOT_COPY, DRIVER_COPY = "TEL-DRO-THE-01", "CHA-BUS-55P-01"
DRIVER_ITEM = "CHA-BUS-55P"
DAYS_SINCE_SEEN, YEAR = 40, 365
DAYS_TO_ABSENCE = 17
SOON, OVER = 45, -12
"""In how many days something ends, or since how many it is over."""


@dataclass(frozen=True)
class Held:
    """Who may do what, for how many days more; without days, without end."""

    holder: str
    skill: Skill
    days: int | None = None
    unit: str = ""


COMMON = (
    Held(HEAD, Skill.DRIVING),
    Held(HEAD, Skill.CACES_R486, 3 * YEAR),
    Held(HEAD, Skill.CACES_R482, 6 * YEAR),
    Held(HEAD, Skill.MEDICAL, 4 * YEAR),
    Held(WORKER, Skill.DRIVING),
    Held(WORKER, Skill.LICENCE_B),
    Held(WORKER, Skill.TRAINING),
    Held(WORKER, Skill.ELECTRICAL, 2 * YEAR),
    Held(LINE_DRIVER, Skill.LICENCE_BE),
    Held(LINE_DRIVER, Skill.LICENCE_D, 4 * YEAR),
)
"""What every commune that borrows has."""
REGISTERS: dict[str, tuple[Held, ...]] = {
    "secretaire@querenaing": (
        *COMMON,
        Held(WORKER, Skill.CACES_R486, SOON),
        Held(SEASONAL, Skill.CACES_R482, OVER),
    ),
    "secretaire@artres": COMMON,
    "secretaire@anzin": COMMON,
    "secretaire@sebourg": COMMON,
    KEEPER: COMMON,
    OFFICE: (Held("Télépilote", Skill.PILOT, 4 * YEAR, PILOT_COPY),),
    "gestionnaire@valenciennes": (
        Held("Chauffeur", Skill.LICENCE_D, 4 * YEAR, DRIVER_COPY),
        Held("Chauffeur", Skill.DRIVER_CARD, 3 * YEAR, DRIVER_COPY),
    ),
}


def settle() -> None:
    """Fill the registers, then let the driver of the coach say when he is away."""
    for who, register in REGISTERS.items():
        actor = player(who)
        for held in register:
            qualifications.add(actor, _qualified(actor, held))
    _be_away()


def _qualified(actor: Actor, held: Held) -> Qualified:
    today = clock.today(actor.zone)
    return Qualified(
        holder=held.holder,
        skill=held.skill,
        seen_by="Secrétariat",
        seen_on=today - timedelta(days=DAYS_SINCE_SEEN),
        ends_on=None if held.days is None else today + timedelta(days=held.days),
        unit=held.unit,
    )


def _be_away() -> None:
    employer = player("gestionnaire@valenciennes")
    unit = absences.person(employer, DRIVER_ITEM, DRIVER_COPY)
    away.link(employer, unit.id, demonstration.address(DRIVER))
    driver = player(DRIVER.email)
    away.declare(driver, Absent(DRIVER_ITEM, DRIVER_COPY, _morning(driver)))


def _morning(actor: Actor) -> Period:
    """Return the morning of a working day, some weeks from now."""
    day = clock.today(actor.zone) + timedelta(days=DAYS_TO_ABSENCE)
    while not is_working_day(day):
        day += timedelta(days=1)
    starts_at, ends_at = (datetime.combine(day, time(hour), actor.zone) for hour in (8, 12))
    return Period(starts_at, ends_at)
