"""What a paper that stands beyond any one loan is: its articles, its subtitle, its facts."""

from typing import Any

from booking.db import db
from booking.models.catalogue import Pool
from booking.models.conventions import Convention
from booking.paperwork import Condition, PaperKind


def conditions(row: Convention) -> frozenset[Condition]:
    """Return which conditional articles such a paper has."""
    managed = row.manager_id is not None and row.manager_id != row.owner_id
    joint = [Condition.CO_OWNED] if row.kind is PaperKind.CO_OWNERSHIP else []
    return frozenset(
        {Condition.FREE, Condition.MANAGED if managed else Condition.SELF_MANAGED, *joint}
    )


def subtitle(row: Convention) -> str:
    """Return what stands under the title: between whom, or about which pool."""
    pool = _pool(row)
    if row.partner is None:
        return pool.name if pool else row.owner.name
    between = f"entre {row.owner.name} et {row.partner.name}"
    return f"{between}, {pool.name}" if pool else between


def terms(row: Convention) -> dict[str, Any]:
    """Return the facts that such a paper freezes."""
    return {
        "starts_on": row.starts_on.isoformat() if row.starts_on else None,
        "ends_on": row.ends_on.isoformat() if row.ends_on else None,
        "renewable": row.renewable,
        "acts_of": row.acts_of.value if row.acts_of else None,
        "pool": row.pool_id,
        "depot": row.depot_id,
        "options": dict(row.options or {}),
    }


def _pool(row: Convention) -> Pool | None:
    return db.session.get(Pool, row.pool_id) if row.pool_id else None
