"""What is free, in one query written by hand: the measure of the queries of the service."""

from datetime import datetime
from typing import Any

from bench.raw import Raw
from booking.models.reservations import LONGEST
from booking.period import Period

Row = tuple[int, int]
"""An item, and how many of it are free for the whole period."""

TAKEN = """
WITH taken AS MATERIALIZED (
    SELECT holds.stock_id, holds.starts_at, holds.ends_at, holds.quantity
    FROM holds
    WHERE holds.territory_id = :territory AND NOT holds.apart
        AND holds.stock_id IN (SELECT id FROM stocks WHERE territory_id = :territory)
        AND holds.ends_at > :start AND holds.ends_at < :reach AND holds.starts_at < :stop
"""

OUT = {
    # what is out past its end is taken until the grace of its pool from now, and its preparation
    "postgresql": """
    UNION ALL
    SELECT holds.stock_id, holds.starts_at,
        CASE WHEN holds.due_back_at < :now THEN greatest(holds.ends_at, :now
            + pools.late_grace_hours * interval '1 hour' + (holds.ends_at - holds.due_back_at))
        ELSE holds.ends_at END, holds.quantity
    """,
    "sqlite": """
    UNION ALL
    SELECT holds.stock_id, holds.starts_at,
        CASE WHEN holds.due_back_at < :now THEN max(holds.ends_at, strftime(
            '%Y-%m-%d %H:%M:%f000', julianday(:now) + pools.late_grace_hours / 24.0
            + julianday(holds.ends_at) - julianday(holds.due_back_at)))
        ELSE holds.ends_at END, holds.quantity
    """,
}

FREE = """
    FROM holds
    JOIN stocks ON stocks.id = holds.stock_id
    JOIN items ON items.id = stocks.item_id
    JOIN pools ON pools.id = items.pool_id
    WHERE holds.territory_id = :territory AND holds.apart = TRUE AND holds.starts_at < :stop
),
steps AS (
    SELECT stock_id, CASE WHEN at < :start THEN :start ELSE at END AS at, quantity AS change
    FROM stock_movements WHERE territory_id = :territory AND at < :stop
    UNION ALL
    SELECT stock_id, CASE WHEN starts_at < :start THEN :start ELSE starts_at END, -quantity
    FROM taken WHERE ends_at > :start
    UNION ALL
    SELECT stock_id, ends_at, quantity FROM taken WHERE ends_at > :start AND ends_at < :stop
),
levels AS (
    SELECT stock_id, sum(sum(change)) OVER (PARTITION BY stock_id ORDER BY at) AS free
    FROM steps GROUP BY stock_id, at
),
least AS (
    SELECT stock_id, CASE WHEN min(free) > 0 THEN min(free) ELSE 0 END AS free
    FROM levels GROUP BY stock_id
)
SELECT stocks.item_id, sum(least.free)
FROM least JOIN stocks ON stocks.id = least.stock_id
GROUP BY stocks.item_id ORDER BY stocks.item_id
"""


def free(raw: Raw, territory_id: int, period: Period, now: datetime) -> list[Row]:
    """Return how many of each item are free, as one query of the database finds it."""
    found: list[Any] = raw.rows(
        TAKEN + OUT[raw.kind] + FREE,
        territory=territory_id,
        start=period.starts_at,
        stop=period.ends_at,
        reach=period.ends_at + LONGEST,
        now=now,
    )
    return [(item, int(free)) for item, free in found]
