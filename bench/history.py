"""Three hundred items, five thousand future reservations, and as long a past as is wanted.

The past is written by set-based SQL. Every item is cut into lanes of up to three; each lane lends
to one borrower at a time, so that nothing is ever promised twice: `check` says so afterwards.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from math import ceil

from sqlalchemy import Connection, insert, text

from bench import statements
from booking import clock
from booking.db import db
from booking.models.accounts import ApiToken, Membership, User
from booking.models.catalogue import Depot, Item, Pool, Stock, StockMovement, Unit
from booking.models.organizations import Adhesion, Organization, Territory
from booking.models.reservations import Hold
from booking.period import OPEN_ENDED
from booking.vocabulary import HoldReason, Movement, OrganizationKind, Role, Tracking

ITEMS = 300
FUTURE = 5_000
LENDERS = 10
BORROWERS = 8
LATE = 20
BROKEN = 20
WIDTH = 3
LONG_AGO = date(2015, 1, 1)
YEARS = timedelta(days=5 * 365)
AHEAD = timedelta(days=300)
DAY = 86_400


@dataclass(frozen=True)
class Scene:
    """What the measures name: the territory, the items, and who asks, with a token each."""

    territory_id: int
    item_ids: tuple[int, ...]
    references: tuple[str, ...]
    stock_ids: tuple[int, ...]
    secretaries: tuple[int, ...]
    tokens: tuple[str, ...]


def set_scene(items: int = ITEMS, siren: str = "200000000") -> Scene:
    """Make a territory, its lenders with so many items, and its borrowers."""
    territory = Territory(siren=siren, name="Communauté mesurée")
    db.session.add(territory)
    db.session.flush()
    lenders = [_commune(territory, f"Prêteuse {rank}", Role.MANAGER) for rank in range(LENDERS)]
    borrowers = [
        _commune(territory, f"Emprunteuse {rank}", Role.SECRETARY) for rank in range(BORROWERS)
    ]
    pools = [_pool(lender) for lender, _ in lenders]
    made = [_item(pools[rank % LENDERS], rank) for rank in range(items)]
    tokens = [f"token-{siren}-{rank}" for rank in range(BORROWERS)]
    for (commune, user), token in zip(borrowers, tokens, strict=True):
        db.session.add(_token(commune, user, token))
    db.session.commit()
    return Scene(
        territory_id=territory.id,
        item_ids=tuple(item.id for item in made),
        references=tuple(item.reference for item in made),
        stock_ids=tuple(item.stocks[0].id for item in made),
        secretaries=tuple(user.id for _, user in borrowers),
        tokens=tuple(tokens),
    )


def _commune(territory: Territory, name: str, role: Role) -> tuple[Organization, User]:
    commune = Organization(
        territory_id=territory.id, kind=OrganizationKind.COMMUNE, name=name, population=900
    )
    address = f"{name.lower().replace(' ', '')}@{territory.siren}.example"
    user = User(email=address, name="Nadia Carpentier", stamp=name, created_at=clock.now())
    db.session.add_all([commune, user])
    db.session.flush()
    adhesion = Adhesion(
        territory_id=territory.id, organization_id=commune.id, starts_on=LONG_AGO, ends_on=None
    )
    member = Membership(
        user_id=user.id, organization_id=commune.id, role=role, starts_on=LONG_AGO, ends_on=None
    )
    db.session.add_all([adhesion, member])
    return commune, user


def _token(commune: Organization, user: User, secret: str) -> ApiToken:
    return ApiToken(
        user_id=user.id,
        organization_id=commune.id,
        digest=sha256(secret.encode()).hexdigest(),
        name="bench",
        created_at=clock.now(),
    )


def _pool(lender: Organization) -> Pool:
    depot = Depot(
        territory_id=lender.territory_id, custodian_id=lender.id, name=f"Dépôt de {lender.name}"
    )
    pool = Pool(
        territory_id=lender.territory_id,
        name=f"Parc de {lender.name}",
        manager_id=lender.id,
        below_population=5_000,
    )
    db.session.add_all([depot, pool])
    db.session.flush()
    return pool


def _item(pool: Pool, rank: int) -> Item:
    """Make an item of 1 to 60; every tenth is followed copy by copy, every fifth is prepared."""
    numbered = rank % 10 == 9
    item = Item(
        territory_id=pool.territory_id,
        pool_id=pool.id,
        owner_id=pool.manager_id,
        reference=f"MES-{rank:03d}",
        name=f"Matériel {rank}",
        family="Événementiel",
        tracking=Tracking.NUMBERED if numbered else Tracking.BULK,
        preparation_after_hours=0 if rank % 5 else 12,
    )
    depot = db.session.query(Depot).filter_by(custodian_id=pool.manager_id).one()
    stock = Stock(territory_id=pool.territory_id, item=item, depot=depot)
    db.session.add_all([item, stock])
    db.session.flush()
    quantity = 1 + rank % 60
    if numbered:
        numbers = range(quantity)
        units = [Unit(number=f"{rank}-{number}", **_at(stock)) for number in numbers]
        db.session.add_all(_bought(stock, 1, unit) for unit in units)
    else:
        db.session.add(_bought(stock, quantity, None))
    return item


def _at(stock: Stock) -> dict[str, int]:
    return {"territory_id": stock.territory_id, "stock_id": stock.id}


def _bought(stock: Stock, quantity: int, unit: Unit | None) -> StockMovement:
    long_ago = datetime(2015, 1, 1, tzinfo=UTC)
    return StockMovement(
        kind=Movement.PURCHASE, quantity=quantity, at=long_ago, unit=unit, **_at(stock)
    )


def fill(scene: Scene, past: int) -> None:
    """Write the past and the future of a scene, and a few things broken down for good."""
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    with db.engine.connect().execution_options(writing=True) as connection, connection.begin():
        dialect = connection.dialect.name
        for statement in (statements.UNCHECKED[dialect], *statements.PREPARED):
            connection.execute(text(statement))
        lanes = _cut_lanes(connection)
        askers = _find_askers(connection, scene)
        began = now - YEARS - timedelta(days=10)
        draw = {"lanes": lanes, "askers": askers}
        _draw(connection, draw | {"first": 1, "count": past, "late": 0, "future": 0}, began, YEARS)
        ahead = {"first": past + 1, "count": FUTURE, "late": LATE, "future": 1}
        _draw(connection, draw | ahead, now + timedelta(days=3), AHEAD)
        _write(connection)
        _break_some(connection, scene, now)
        connection.execute(text(statements.CHECKED[dialect]))


def _cut_lanes(connection: Connection) -> int:
    bought = text("SELECT stock_id, unit_id, quantity FROM stock_movements ORDER BY id")
    cut = [
        {"stock": stock, "unit": unit, "width": min(WIDTH, quantity)}
        for stock, unit, quantity in connection.execute(bought)
        for _ in range(max(1, quantity // WIDTH))
    ]
    # neighbours are of different items, so that a short past touches all of them too
    spread = sorted(range(len(cut)), key=lambda lane: lane * 7919 % len(cut))
    rows = [{"lane": lane, **cut[was]} for lane, was in enumerate(spread)]
    connection.execute(text("INSERT INTO lanes VALUES (:lane, :stock, :unit, :width)"), rows)
    return len(cut)


def _find_askers(connection: Connection, scene: Scene) -> int:
    found = text("SELECT user_id, organization_id FROM memberships WHERE role = 'secretary'")
    rows = [
        {"rank": rank, "person": person, "organization": organization}
        for rank, (person, organization) in enumerate(connection.execute(found))
    ]
    connection.execute(text("INSERT INTO askers VALUES (:rank, :organization, :person)"), rows)
    return len(rows)


def _draw(
    connection: Connection, numbers: dict[str, int], since: datetime, over: timedelta
) -> None:
    """Draw so many loans, of one to four days, each in a slot of its lane."""
    slot = int(over.total_seconds()) // ceil(numbers["count"] / numbers["lanes"])
    slots = {"since": int(since.timestamp()), "slot": slot, "jitter": slot - 5 * DAY}
    connection.execute(text(statements.DRAWN), numbers | slots)


def _write(connection: Connection) -> None:
    """Write what was drawn into every table, and let new rows follow."""
    dialect = connection.dialect.name
    instants = statements.INSTANTS[dialect].replace(":", "\\:")
    connection.execute(text(statements.PLANNED + instants + statements.FROM))
    for statement in statements.WRITTEN:
        connection.execute(text(statement))
    if dialect == "postgresql":
        for table in statements.NUMBERED:
            last = "SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)"
            connection.execute(text(last), {"table": table, "last": 10_000_000})


def _break_some(connection: Connection, scene: Scene, now: datetime) -> None:
    """Keep one of some items apart for good, where a lane leaves one to spare."""
    spare = connection.execute(
        text("SELECT stock_id FROM stock_movements WHERE quantity > 3 AND quantity % 3 = 1")
    )
    rows = [
        {
            "territory_id": scene.territory_id,
            "stock_id": stock,
            "reason": HoldReason.BREAKDOWN,
            "quantity": 1,
            "starts_at": now - timedelta(days=9),
            "ends_at": OPEN_ENDED,
            "planned_ends_at": OPEN_ENDED,
            "apart": True,
        }
        for (stock,) in spare.fetchmany(BROKEN)
    ]
    connection.execute(insert(Hold), rows)
