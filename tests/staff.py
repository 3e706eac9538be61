"""Those who operate, for tests: pilots with numbers, what they hold, a drone that needs one."""

from datetime import date
from typing import Any

from sqlalchemy import select

from booking.db import db
from booking.fitness import Skill
from booking.models.catalogue import Companion, Item, Pool, Unit
from booking.models.inspections import Qualification
from booking.models.organizations import Organization
from booking.period import Period
from booking.rules.access import Actor
from booking.rules.asking import Absent, Moved
from booking.rules.qualifications import Qualified
from booking.usecases import absences, loans, reservations, stocks
from booking.vocabulary import STAFF, Movement, Tracking
from tests.factories import Scene, ask, keep, make_item, make_scene, next_weekend
from tests.pages.place import Place, as_actor

FIRST = date(2020, 1, 1)


def make_pilots(pool: Pool, manager: Actor, quantity: int = 2) -> tuple[Item, list[Unit]]:
    """Make an operator item with so many persons, owned by the manager of the pool."""
    item = make_item(
        pool,
        0,
        reference="TELE",
        name="Télépilote",
        family=STAFF,
        tracking=Tracking.NUMBERED,
        replacement_cents=0,
    )
    depot = item.stocks[0].depot.name
    stocks.move(manager, Moved("TELE", depot, Movement.PURCHASE, quantity))
    found = select(Unit).where(Unit.stock_id == item.stocks[0].id).order_by(Unit.id)
    return item, list(db.session.scalars(found))


def make_drone(pool: Pool, pilot: Item, quantity: int = 2) -> Item:
    """Make a drone that never leaves without a pilot."""
    drone = make_item(pool, quantity, reference="DRO", name="Drone", family="Topographie")
    keep(Companion(item_id=drone.id, companion_id=pilot.id, mandatory=True))
    return drone


def qualify(
    organization: Organization, holder: str, skill: Skill = Skill.PILOT, **facts: Any
) -> int:
    """Write a line of a register behind the use-cases."""
    common = {"seen_by": "Secrétariat", "seen_on": FIRST, "ends_on": None}
    made = Qualification(
        territory_id=organization.territory_id,
        organization_id=organization.id,
        holder=holder,
        skill=skill,
        **common | facts,
    )
    return int(keep(made).id)


class Staff:
    """The usual scene with so many pilots, and drones that never leave without one."""

    def __init__(self, pilots: int) -> None:
        self.scene: Scene = make_scene()
        self.item, self.pilots = make_pilots(self.scene.pool, self.scene.manager, pilots)
        self.drone: Item = make_drone(self.scene.pool, self.item)

    def away(self, rank: int = 0, period: Period | None = None, **given: Any) -> int:
        """Note that a pilot is away, over the weekend unless told otherwise."""
        actor: Actor = given.pop("actor", self.scene.manager)
        absent = Absent("TELE", self.pilots[rank].number, period or next_weekend())
        return absences.declare(actor, absent, **given)

    def agree(self, period: Period | None = None) -> int:
        """Ask for a drone and approve; return the reservation."""
        (asked_id,) = ask(self.scene.secretary, (self.drone, 1), period=period)
        reservations.approve(self.scene.manager, asked_id)
        return asked_id

    def leave(self) -> int:
        """Let a drone and its pilot leave now."""
        agreed_id = self.agree()
        loans.hand_over(self.scene.manager, agreed_id)
        return agreed_id


def of_staff(place: Place) -> dict[str, tuple[Any, ...]]:
    """Return what each act on those who operate is given of Maing's."""
    held = Qualified("Luc", Skill.PILOT, "Nadia", FIRST)
    line = qualify(place.lender, "Luc")
    _, (pilot,) = make_pilots(place.pool, as_actor(place.manager), 1)
    away = Absent("TELE", pilot.number, next_weekend())
    return {
        "absences.declare": (away,),
        "absences.end": (absences.declare(as_actor(place.manager), away),),
        "absences.link": (pilot.id, ""),
        "qualifications.edit": (line, held),
        "qualifications.remind": (place.lender.id,),
        "qualifications.remove": (line,),
    }
