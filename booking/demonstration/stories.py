"""What happened in the demonstration: invented requests, told through the use-cases."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from booking import clock
from booking.period import Period
from booking.queries import reservations
from booking.rules.access import Actor
from booking.rules.asking import Asked, AskedKit, AskedLine, Withheld
from booking.rules.delays import is_working_day
from booking.usecases import asking, kits, loans, stocks
from booking.usecases import reservations as acts
from booking.usecases.demonstration import player
from booking.vocabulary import BeneficiaryKind, HoldReason


@dataclass(frozen=True)
class Story:
    """One request: who, what, in how many weeks, and what became of it."""

    borrower: str
    purpose: str
    weeks: int
    items: tuple[tuple[str, int], ...]
    ending: str = ""
    manager: str = ""
    association: str = ""
    reason: str = ""
    place: str = "Salle des fêtes"
    kind: BeneficiaryKind = BeneficiaryKind.ASSOCIATION  # of what is named as `association`
    commune: str = ""  # in whose name the manager enters what was said by telephone
    waits: bool = False


STORIES = (
    Story(
        "secretaire@artres",
        "Marché de Noël",
        3,
        (("TEN-3X3", 3), ("TAB-220", 20), ("GRI-EXP", 16)),
        place="Place de l’Église",
    ),
    Story(
        "secretaire@sebourg",
        "Course cycliste",
        4,
        (("BAR-VAU", 120), ("SON-POR", 1)),
        "approve",
        "gestionnaire@maing",
        place="Centre du village",
    ),
    Story(
        "secretaire@sebourg",
        "Vœux de la municipalité",
        6,
        (("CHA-PLI", 180), ("EST-2X1", 12)),
        "approve",
        "gestionnaire@maing",
    ),
    Story(
        "secretaire@artres",
        "Broyage des sapins et des tailles",
        7,
        (("BRO-160", 1),),
        place="Atelier municipal",
    ),
    Story(
        "secretaire@anzin",
        "Tournoi de judo",
        5,
        (("TAT-1X1", 120),),
        "approve",
        "gestionnaire@valenciennes",
        association="Judo club (exemple)",
        place="Complexe sportif",
    ),
    Story(
        "secretaire@querenaing",
        "Élagage des tilleuls",
        9,
        (("NAC-12A", 1),),
        place="Rue de la Mairie",
    ),
    Story(
        "secretaire@artres",
        "Brocante de printemps",
        12,
        (("POD-REM", 1),),
        "refuse",
        "gestionnaire@maing",
        reason="Le podium part en contrôle annuel cette semaine-là.",
    ),
    Story(
        "secretaire@artres",
        "Carnaval des écoles",
        11,
        (("COF-ELE", 4),),
        "approve",
        "gestionnaire@maing",
        place="Place de l’Église",
    ),
    Story(
        "secretaire@sebourg",
        "Réunion publique",
        1,
        (("VID-PRO", 1),),
        "hand_over",
        "gestionnaire@maing",
    ),
    Story(
        "secretaire@sebourg",
        "Gala de gymnastique",
        9,
        (("TAP-SOL", 12),),
        place="Salle de sport",
    ),
    Story("secretaire@artres", "Sortie des aînés", 6, (("MIN-9PL", 1),), place="Mairie"),
)


MAING = "Maing – atelier municipal"
KIT_PARTS = (("TEN-3X3", 2), ("TAB-220", 4), ("CHA-PLI", 20))
MONDAY, SATURDAY = 0, 5
WEEKS_TO_MENDING, WEEKS_OF_RESERVE = 4, (8, 10)


def tell() -> None:
    """Let everybody ask, answer, compose and withhold."""
    for story in STORIES:
        for reservation_id in ask(story):
            _end(story, reservation_id)
    _tend()


def ask(story: Story) -> list[int]:
    """Let a borrower ask for what its story says; return the reservations made."""
    borrower = player(story.borrower)
    request_id = asking.request(borrower, _asked(story, borrower))
    return [part.id for part in reservations.show_request(borrower, request_id).reservations]


def _tend() -> None:
    """Compose a kit, send a tent to be mended, keep some chairs for their owner."""
    keeper = player("gestionnaire@maing")
    parts = tuple(AskedLine(item, quantity) for item, quantity in KIT_PARTS)
    kits.make(keeper, AskedKit("KIT-BUV", "Kit buvette", "Événementiel", parts))
    monday = _weekday_in(keeper, WEEKS_TO_MENDING, MONDAY)
    mended = Withheld(
        item="TEN-3X3",
        depot=MAING,
        reason=HoldReason.MAINTENANCE,
        periods=(_hours(keeper, monday, 8, 18, days=1),),
        units=("TEN-3X3-01",),
        note="Couture d’une paroi",
    )
    stocks.withhold(keeper, mended)
    owner = player("bureau@valenciennes-metropole")
    saturdays = [_weekday_in(owner, weeks, SATURDAY) for weeks in WEEKS_OF_RESERVE]
    kept = Withheld(
        item="CHA-PLI",
        depot=MAING,
        reason=HoldReason.OWNER,
        periods=tuple(_hours(owner, day, 8, 20) for day in saturdays),
        quantity=40,
        note="Rencontres de l’agglomération",
    )
    stocks.withhold(owner, kept)


def _weekday_in(who: Actor, weeks: int, weekday: int) -> date:
    day = clock.today(who.zone) + timedelta(weeks=weeks)
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _hours(who: Actor, day: date, first: int, last: int, *, days: int = 0) -> Period:
    return Period(
        datetime.combine(day, time(first), who.zone),
        datetime.combine(day + timedelta(days=days), time(last), who.zone),
    )


def _asked(story: Story, borrower: Actor) -> Asked:
    loan = loan_in(borrower, story.weeks)
    return Asked(
        starts_at=loan.starts_at,
        ends_at=loan.ends_at,
        purpose=story.purpose,
        place=story.place,
        lines=tuple(AskedLine(item, quantity) for item, quantity in story.items),
        beneficiary_kind=story.kind if story.association else BeneficiaryKind.COMMUNE,
        beneficiary_name=story.association,
        borrower=story.commune,
        if_short="waitlist" if story.waits else "",
    )


def loan_in(who: Actor, weeks: int) -> Period:
    """Return the loan of a story, over a weekend so many weeks from today or a little later."""
    friday = _working_friday(clock.today(who.zone) + timedelta(weeks=weeks))
    return Period(
        datetime.combine(friday, time(14), who.zone),
        datetime.combine(friday + timedelta(days=3), time(10), who.zone),
    )


def _working_friday(day: date) -> date:
    """Return the first Friday from a day on at which town halls work."""
    friday = day + timedelta(days=(4 - day.weekday()) % 7)
    while not is_working_day(friday):
        friday += timedelta(weeks=1)
    return friday


def _end(story: Story, reservation_id: int) -> None:
    if not story.ending:
        return
    manager = player(story.manager)
    if story.ending == "refuse":
        acts.refuse(manager, reservation_id, story.reason)
        return
    acts.approve(manager, reservation_id)
    if story.ending == "hand_over":
        loans.hand_over(manager, reservation_id)
