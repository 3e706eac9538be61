"""Plain functions that make what a test needs, with defaults of French life; each commits."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import func, select

from booking import clock
from booking.db import db
from booking.models.accounts import Membership, User
from booking.models.catalogue import Depot, Item, Pool, Stock, StockMovement
from booking.models.conventions import Act
from booking.models.organizations import (
    Adhesion,
    InsuranceCertificate,
    Mandate,
    Organization,
    Territory,
)
from booking.models.reservations import LONGEST, Hold, Reservation
from booking.period import Period
from booking.queries import accounts
from booking.queries import reservations as reads
from booking.rules.access import Actor
from booking.rules.asking import Asked, AskedLine
from booking.usecases import asking
from booking.vocabulary import (
    ActKind,
    HoldReason,
    Movement,
    OrganizationKind,
    Role,
    Tracking,
)

_numbers = count(1)
LONG_AGO = date(2020, 1, 1)
RENEWED = date(2026, 3, 15)
"""Since when the present councils sit: an older mandate is flagged."""


def keep(*things: Any) -> Any:
    """Commit rows, so that a use-case that refuses does not sweep them away; return the first."""
    db.session.add_all(things)
    db.session.commit()
    return things[0]


def make_territory(**facts: Any) -> Territory:
    """Make a territory."""
    rank = next(_numbers)
    defaults = {"siren": f"2{rank:08d}", "name": f"CC du Val {rank}"}
    made: Territory = keep(Territory(**defaults | facts))
    return made


def make_commune(territory: Territory, name: str = "Quérénaing", **facts: Any) -> Organization:
    """Make a commune of 873 inhabitants that adheres to the EPCI and may sign."""
    defaults = {
        "kind": OrganizationKind.COMMUNE,
        "siren": f"1{next(_numbers):08d}",
        "population": 873,
        "postal_code": "59269",
    }
    made: Organization = keep(
        Organization(territory_id=territory.id, name=name, **defaults | facts)
    )
    common = {"territory_id": territory.id, "organization_id": made.id, "starts_on": LONG_AGO}
    keep(
        Adhesion(**common),
        Mandate(**common | {"starts_on": RENEWED}, holder="Jeanne Thuillier", title="Maire"),
        Act(
            **common,
            kind=ActKind.DELIBERATION,
            number="2020-001",
            title="Prêt de matériel",
            taken_on=LONG_AGO,
            transmitted_on=LONG_AGO,
        ),
        Act(
            **common,
            kind=ActKind.FRAMEWORK,
            number="CC-2020-1",
            title="Convention-cadre de prêt de matériel",
            taken_on=LONG_AGO,
        ),
    )
    return made


def make_pool(manager: Organization, **facts: Any) -> Pool:
    """Make a pool open to the communes under 5 000 inhabitants."""
    defaults = {"name": f"Parc {next(_numbers)}", "below_population": 5_000}
    defaults["open_on_holidays"] = True  # tests do not depend on the day they run
    made: Pool = keep(Pool(territory_id=manager.territory_id, manager=manager, **defaults | facts))
    return made


def make_item(pool: Pool, quantity: int = 40, **facts: Any) -> Item:
    """Make an item owned and stored by the pool's manager."""
    rank = next(_numbers)
    defaults = {
        "reference": f"CHA-{rank:03d}",
        "name": "Chaise pliante",
        "family": "Événementiel",
        "tracking": Tracking.BULK,
        "owner": pool.manager,
        "replacement_cents": 1850,
    }
    item: Item = keep(Item(territory_id=pool.territory_id, pool=pool, **defaults | facts))
    add_stock(item, quantity)
    return item


def add_stock(item: Item, quantity: int) -> Stock:
    """Give an item so many at one more depot, since long ago."""
    depot = keep(
        Depot(
            territory_id=item.territory_id,
            custodian=item.pool.manager,
            name=f"{item.pool.manager.name} – dépôt {next(_numbers)}",
        )
    )
    stock: Stock = keep(Stock(territory_id=item.territory_id, item=item, depot=depot))
    keep(
        StockMovement(
            territory_id=item.territory_id,
            stock_id=stock.id,
            kind=Movement.PURCHASE,
            quantity=quantity,
            at=datetime(2020, 1, 1, tzinfo=UTC),
        )
    )
    return stock


def make_user(organization: Organization, *roles: Role, **facts: Any) -> User:
    """Make a person with roles in an organization."""
    rank = next(_numbers)
    defaults = {
        "email": f"personne{rank}@mairie.example",
        "name": "Nadia Carpentier",
        "stamp": f"{rank:032d}",
        "created_at": clock.now(),
    }
    user: User = keep(User(**defaults | facts))
    for role in roles:
        keep(Membership(user_id=user.id, organization=organization, role=role, starts_on=LONG_AGO))
    return user


def make_actor(organization: Organization, *roles: Role) -> Actor:
    """Make a person and return them as actor, a secretary unless told otherwise."""
    user = make_user(organization, *(roles or (Role.SECRETARY,)))
    person = accounts.account(user.id)
    assert person
    actor = person.acting(organization.id)
    assert actor
    return actor


def next_weekend(weeks: int = 4) -> Period:
    """Return a weekend some weeks ahead, from Friday 13 h to Monday 9 h UTC."""
    day = clock.now().replace(hour=13, minute=0, second=0, microsecond=0) + timedelta(weeks=weeks)
    friday = day + timedelta(days=(4 - day.weekday()) % 7)
    return Period(friday, friday + timedelta(days=2, hours=20))


def asked(*lines: tuple[Item, int], period: Period | None = None, **facts: Any) -> Asked:
    """Return a request for some items over a weekend."""
    period = period or next_weekend()
    return Asked(
        starts_at=period.starts_at,
        ends_at=period.ends_at,
        purpose=facts.pop("purpose", "Fête de la Saint-Jean"),
        lines=tuple(AskedLine(item.reference, quantity) for item, quantity in lines),
        **facts,
    )


def ask(actor: Actor, *lines: tuple[Item, int], **facts: Any) -> list[int]:
    """Ask through the use-case; return the reservations made, one per lender."""
    request_id = asking.request(actor, asked(*lines, **facts))
    return [part.id for part in reads.show_request(actor, request_id).reservations]


def row(reservation_id: int) -> Reservation:
    """Return a reservation as the tables have it."""
    return db.session.get_one(Reservation, reservation_id)


def holds_of(reservation_id: int) -> list[tuple[int, int, Period]]:
    """Return what a reservation holds: stock, quantity, period."""
    lines = row(reservation_id).lines
    return [(hold.stock_id, hold.quantity, hold.period) for line in lines for hold in line.holds]


def count_rows(table: type) -> int:
    """Return how many rows a table has."""
    return db.session.scalars(select(func.count()).select_from(table)).one()


def take(stock: Stock, quantity: int, period: Period) -> Hold:
    """Write a hold behind the engine's back, with nothing checked."""
    made: Hold = keep(
        Hold(
            territory_id=stock.territory_id,
            stock_id=stock.id,
            reason=HoldReason.MAINTENANCE,
            quantity=quantity,
            starts_at=period.starts_at,
            ends_at=period.ends_at,
            planned_ends_at=period.ends_at,
            apart=period.length > LONGEST,
        )
    )
    return made


def lose(stock: Stock, quantity: int, at: datetime | None = None) -> None:
    """Lose so many of a stock for good."""
    keep(
        StockMovement(
            territory_id=stock.territory_id,
            stock_id=stock.id,
            kind=Movement.LOSS,
            quantity=-quantity,
            at=at or clock.now(),
        )
    )


def insure(organization: Organization, starts_on: date, ends_on: date) -> InsuranceCertificate:
    """Insure an organization from a day to another."""
    made: InsuranceCertificate = keep(
        InsuranceCertificate(
            territory_id=organization.territory_id,
            organization_id=organization.id,
            insurer="Mutuelle des communes",
            number=f"RC-{next(_numbers):04d}",
            starts_on=starts_on,
            ends_on=ends_on,
        )
    )
    return made


def set_clock(monkeypatch: pytest.MonkeyPatch, instant: datetime) -> None:
    """Make it another time everywhere; what tells of its past still does."""
    monkeypatch.setattr(clock, "now", lambda: instant - clock._behind.get())


@dataclass(frozen=True)
class Scene:
    """The usual parts: Maing lends its chairs to Quérénaing."""

    territory: Territory
    maing: Organization
    querenaing: Organization
    pool: Pool
    chairs: Item
    secretary: Actor
    manager: Actor

    @property
    def stock(self) -> Stock:
        """Return the chairs of their first depot."""
        return self.chairs.stocks[0]


def make_scene(quantity: int = 40, **facts: Any) -> Scene:
    """Set the usual scene; the facts are those of the chairs."""
    territory = make_territory()
    maing, querenaing = make_commune(territory, "Maing"), make_commune(territory)
    pool = make_pool(maing)
    return Scene(
        territory=territory,
        maing=maing,
        querenaing=querenaing,
        pool=pool,
        chairs=make_item(pool, quantity, **facts),
        secretary=make_actor(querenaing),
        manager=make_actor(maing, Role.MANAGER),
    )
