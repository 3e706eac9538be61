"""A history in set-based SQL: drawn by arithmetic, then written table by table."""

NUMBERED = ("requests", "reservations", "lines", "holds", "loans")
"""Those whose rows are numbered by the plan: their sequences must follow."""

PREPARED = (
    "CREATE TEMPORARY TABLE lanes (lane int PRIMARY KEY, stock int, unit int, width int)",
    "CREATE TEMPORARY TABLE askers (rank int PRIMARY KEY, organization int, person int)",
    """
    CREATE TEMPORARY TABLE drawn (
        id int, stock_id int, unit_id int, quantity int, asker int, status varchar(32),
        asked bigint, starts bigint, ends bigint, held bigint
    )
    """,
    """
    CREATE TEMPORARY TABLE planned (
        id int, territory_id int, stock_id int, item_id int, pool_id int, owner_id int,
        manager_id int, borrower_id int, asker_id int, unit_id int, quantity int,
        status varchar(32), facts json, asked_at timestamptz, starts_at timestamptz,
        ends_at timestamptz, held_until timestamptz
    )
    """,
)

DRAWN = """
INSERT INTO drawn
WITH RECURSIVE numbers (n) AS (
    SELECT CAST(0 AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n < :count - 1
),
slotted AS (
    SELECT n, lanes.stock, lanes.unit, lanes.width, n < :late AND lanes.unit IS NULL AS late,
        CASE WHEN n < :late AND lanes.unit IS NULL THEN :since - 432000
            ELSE :since + n / :lanes * :slot + n * 7919 % :jitter / 3600 * 3600 END AS starts,
        CASE WHEN n < :late AND lanes.unit IS NULL THEN 1 ELSE 1 + n % 4 END AS days
    FROM numbers JOIN lanes ON lanes.lane = n % :lanes
)
SELECT :first + n, slotted.stock, slotted.unit, 1 + n % width, n % :askers,
    CASE WHEN late THEN 'out'
        WHEN :future = 1 THEN CASE WHEN n % 5 = 0 THEN 'requested' ELSE 'approved' END
        WHEN n % 20 = 0 THEN 'cancelled' ELSE 'returned' END,
    CASE WHEN :future = 1 THEN :since ELSE starts END - 1728000,
    starts, starts + days * 86400, starts + days * 86400 + items.preparation_after_hours * 3600
FROM slotted
JOIN stocks ON stocks.id = slotted.stock
JOIN items ON items.id = stocks.item_id
"""

PLANNED = """
INSERT INTO planned
SELECT drawn.id, stocks.territory_id, stocks.id, items.id, items.pool_id, items.owner_id,
    pools.manager_id, askers.organization, askers.person, drawn.unit_id, drawn.quantity,
    drawn.status,
"""

FROM = """
FROM drawn
JOIN stocks ON stocks.id = drawn.stock_id
JOIN items ON items.id = stocks.item_id
JOIN pools ON pools.id = items.pool_id
JOIN askers ON askers.rank = drawn.asker
ORDER BY drawn.id
"""

INSTANTS = {
    "postgresql": """
    CAST('{"reservation_id": ' || drawn.id || '}' AS json),
    to_timestamp(asked), to_timestamp(starts), to_timestamp(ends), to_timestamp(held)
    """,
    "sqlite": """
    '{"reservation_id": ' || drawn.id || '}',
    strftime('%Y-%m-%d %H:%M:%S.000000', asked, 'unixepoch'),
    strftime('%Y-%m-%d %H:%M:%S.000000', starts, 'unixepoch'),
    strftime('%Y-%m-%d %H:%M:%S.000000', ends, 'unixepoch'),
    strftime('%Y-%m-%d %H:%M:%S.000000', held, 'unixepoch')
    """,
}

UNCHECKED = {
    # each foreign key is right by construction, and checking them row by row takes minutes
    "postgresql": "SET session_replication_role = replica",
    "sqlite": "PRAGMA defer_foreign_keys = ON",
}

CHECKED = {
    "postgresql": "SET session_replication_role = DEFAULT",
    "sqlite": "PRAGMA defer_foreign_keys = OFF",
}

WRITTEN = (
    """
    INSERT INTO requests (id, territory_id, borrower_id, asked_by_id, asked_at, purpose, place,
        note, beneficiary_kind, beneficiary_name)
    SELECT id, territory_id, borrower_id, asker_id, asked_at, 'Fête communale', 'Salle des fêtes',
        '', 'commune', ''
    FROM planned
    """,
    """
    INSERT INTO reservations (id, territory_id, request_id, pool_id, owner_id, status, starts_at,
        ends_at, answer_due_at, reason, borrower_population, revision, changed_at)
    SELECT id, territory_id, id, pool_id, owner_id, status, starts_at, ends_at, starts_at, '', 900,
        1, asked_at
    FROM planned
    """,
    """
    INSERT INTO lines (id, territory_id, reservation_id, item_id, quantity)
    SELECT id, territory_id, id, item_id, quantity FROM planned
    """,
    """
    INSERT INTO holds (id, territory_id, stock_id, line_id, unit_id, reason, quantity, starts_at,
        ends_at, planned_ends_at, due_back_at, apart, note, despite, beyond)
    SELECT id, territory_id, stock_id, id,
        CASE WHEN status = 'returned' THEN unit_id END, 'reservation', quantity, starts_at,
        held_until, held_until, CASE WHEN status = 'out' THEN ends_at END, status = 'out', '', '', 0
    FROM planned WHERE status <> 'cancelled'
    """,
    """
    INSERT INTO loans (id, territory_id, reservation_id, handed_over_at, handed_over_by_id,
        returned_at, returned_by_id)
    SELECT id, territory_id, id, starts_at, asker_id,
        CASE WHEN status = 'returned' THEN ends_at END,
        CASE WHEN status = 'returned' THEN asker_id END
    FROM planned WHERE status IN ('returned', 'out')
    """,
    """
    INSERT INTO passages (id, territory_id, loan_id, direction, at, by_id)
    SELECT id, territory_id, id, 'out', starts_at, asker_id FROM planned
    WHERE status IN ('returned', 'out')
    """,
    """
    INSERT INTO passage_lines (territory_id, passage_id, line_id, quantity)
    SELECT territory_id, id, id, quantity FROM planned WHERE status IN ('returned', 'out')
    """,
    """
    INSERT INTO journal (territory_id, at, user_id, organization_id, act, thing, thing_id, facts)
    SELECT territory_id, asked_at, asker_id, borrower_id, acts.act, 'reservation', id, '{}'
    FROM planned CROSS JOIN (SELECT 'request' AS act UNION ALL SELECT 'approve') AS acts
    """,
    """
    INSERT INTO messages (territory_id, kind, "to", facts, created_at, next_try_at, attempts,
        sent_at)
    SELECT planned.territory_id, 'requested', users.email, facts, asked_at, asked_at, 1, asked_at
    FROM planned JOIN users ON users.id = planned.asker_id
    """,
)
