"""Booking without the service: a loop that locks, checks and writes the same rows, and a bare one.

The rows are those that a request through the use-case leaves: its key, the request, the
reservation, the line, the hold, a line of the journal and two messages.
"""

import json
from datetime import timedelta
from typing import Any

from bench.raw import Raw
from booking import clock
from booking.models.reservations import LONGEST
from booking.period import Period

LOCK = """
SELECT stocks.id, stocks.item_id, items.pool_id, items.owner_id, items.preparation_after_hours,
    users.id, users.email, borrower.id, borrower.population, keeper.email
FROM stocks
JOIN items ON items.id = stocks.item_id
JOIN pools ON pools.id = items.pool_id
JOIN users ON users.id = :asker
JOIN memberships ON memberships.user_id = users.id
JOIN organizations AS borrower ON borrower.id = memberships.organization_id
JOIN memberships AS keeping ON keeping.organization_id = pools.manager_id
JOIN users AS keeper ON keeper.id = keeping.user_id
WHERE stocks.territory_id = :territory AND items.reference = :reference
"""

LEAST = """
WITH taken AS (
    SELECT starts_at, ends_at, quantity FROM holds
    WHERE territory_id = :territory AND stock_id = :stock AND NOT apart
        AND ends_at > :start AND ends_at < :reach AND starts_at < :stop
    UNION ALL
    SELECT starts_at, ends_at, quantity FROM holds
    WHERE territory_id = :territory AND stock_id = :stock AND apart = TRUE AND starts_at < :stop
        AND (ends_at > :start OR due_back_at IS NOT NULL)
),
steps AS (
    SELECT :start AS at, sum(quantity) AS change FROM stock_movements
    WHERE territory_id = :territory AND stock_id = :stock AND at <= :start
    UNION ALL
    SELECT CASE WHEN starts_at < :start THEN :start ELSE starts_at END, -quantity FROM taken
    UNION ALL
    SELECT ends_at, quantity FROM taken WHERE ends_at < :stop
)
SELECT min(free) FROM (
    SELECT sum(sum(change)) OVER (ORDER BY at) AS free FROM steps GROUP BY at
) AS levels
"""

REQUEST = """
INSERT INTO requests (territory_id, borrower_id, asked_by_id, asked_at, purpose, place, note,
    beneficiary_kind, beneficiary_name)
VALUES (:territory, :borrower, :asker, :now, 'Fête communale', '', '', 'commune', '')
RETURNING id
"""

RESERVATION = """
INSERT INTO reservations (territory_id, request_id, pool_id, owner_id, status, starts_at, ends_at,
    answer_due_at, reason, borrower_population, revision, changed_at)
VALUES (:territory, :request, :pool, :owner, 'requested', :start, :stop, :now, '', :population, 0,
    :now)
RETURNING id
"""

LINE = """
INSERT INTO lines (territory_id, reservation_id, item_id, quantity)
VALUES (:territory, :reservation, :item, 1) RETURNING id
"""

HOLD = """
INSERT INTO holds (territory_id, stock_id, line_id, reason, quantity, starts_at, ends_at,
    planned_ends_at, apart, note, despite, beyond)
VALUES (:territory, :stock, :line, 'reservation', 1, :start, :stop, :stop, :apart, '', '', 0)
"""

JOURNAL = """
INSERT INTO journal (territory_id, at, user_id, organization_id, act, thing, thing_id, facts)
VALUES (:territory, :now, :asker, :borrower, 'request', 'reservation', :reservation, '{}')
"""

MESSAGES = """
INSERT INTO messages (territory_id, kind, "to", facts, created_at, next_try_at, attempts)
VALUES (:territory, 'requested', :secretary, :facts, :now, :now, 0),
    (:territory, 'to_answer', :manager, :facts, :now, :now, 0)
"""

KEY = """
INSERT INTO request_keys (organization_id, key, digest, result_id, at)
VALUES (:borrower, :key, :digest, :request, :now)
"""


def book(raw: Raw, common: dict[str, Any], reference: str, period: Period, key: str) -> None:
    """Lock the stock, check that one is free, and write every row, in one transaction."""
    raw.begin()
    locking = LOCK if raw.kind == "sqlite" else LOCK + " FOR UPDATE OF stocks"
    found = raw.rows(locking, **common, reference=reference)[0]
    stock, item, pool, owner, hours, _, secretary, borrower, population, manager = found
    held = _held(period, hours)
    check = {"stock": stock, "start": held.starts_at, "stop": held.ends_at}
    if raw.one(LEAST, **common, **check, reach=held.ends_at + LONGEST) < 1:
        raise RuntimeError(f"{reference} is not free")
    common = common | {"borrower": borrower, "now": clock.now()}
    loan = {"start": period.starts_at, "stop": period.ends_at}
    request = raw.one(REQUEST, **common)
    part = {"request": request, "pool": pool, "owner": owner, "population": population}
    reservation = raw.one(RESERVATION, **common, **part, **loan)
    line = raw.one(LINE, **common, reservation=reservation, item=item)
    raw.run(HOLD, **common, **check, line=line, apart=False)
    raw.run(JOURNAL, **common, reservation=reservation)
    told = {"secretary": secretary, "manager": manager}
    raw.run(MESSAGES, **common, **told, facts=json.dumps({"reservation_id": reservation}))
    raw.run(KEY, **common, request=request, key=key, digest="0" * 64)
    raw.commit()


def _held(period: Period, hours: int) -> Period:
    return period.widened(timedelta(0), timedelta(hours=hours))


def insert(raw: Raw, territory: int, stock: int, period: Period) -> None:
    """Insert one hold and nothing else: no lock, no check, its own transaction."""
    span = {"start": period.starts_at, "stop": period.ends_at}
    raw.run(HOLD, territory=territory, stock=stock, line=None, apart=False, **span)
