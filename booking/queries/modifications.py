"""What an amendment changes: which paper, for the how-manieth time, from what to what."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from booking.db import db
from booking.documents.paper import Block, Table
from booking.documents.words import plain_day
from booking.models.conventions import Convention
from booking.models.reservations import Reservation
from booking.paperwork import GROUNDS_A_LOAN, LIVING, PaperKind
from booking.queries import values

NONE = "aucun"
Change = tuple[str, str, str]


def papers(reservation_id: int) -> list[Convention]:
    """Return the papers under which a reservation is lent today, amendments last."""
    found = select(Convention).where(
        Convention.reservation_id == reservation_id,
        Convention.kind.in_((*GROUNDS_A_LOAN, PaperKind.AMENDMENT)),
        Convention.state.in_(LIVING),
    )
    return list(db.session.scalars(found.order_by(Convention.id)))


def rank(row: Convention) -> int:
    """Return the order of a new amendment of a paper: a cancelled one keeps its own."""
    given = select(func.count(Convention.id)).where(
        Convention.amends_id == row.amends_id, Convention.rank.is_not(None)
    )
    return db.session.scalars(given).one() + 1


def of_paper(row: Convention) -> dict[str, str | tuple[Block, ...] | None]:
    """Return what the variables of an amendment say."""
    amended = row.amends
    if amended is None:
        return {}
    changes = changed(row)
    table = Table(
        name="Modifications",
        head=("Objet", "Avant", "Après"),
        rows=tuple(changes),
        widths=(34, 62, 62),
    )
    return {
        "papier": cited(amended),
        "rang": str(rank(row)),
        "modifications": (table,) if changes else None,
    }


def cited(paper: Convention) -> str:
    """Return a paper as another cites it: "bon de prêt n° 2026-0012 du 3 mars 2026"."""
    zone = ZoneInfo(paper.territory.time_zone)
    issued = paper.issued_at.astimezone(zone).date() if paper.issued_at else None
    on = f" du {plain_day(issued)}" if issued else ""
    return f"{paper.kind.label} n° {paper.number}{on}"


def changed(row: Convention) -> list[Change]:
    """Return what an amendment changes: the thing, before, after."""
    if row.reservation:
        known = papers(row.reservation.id)
        return _of_loan(known[-1].terms or {}, row.reservation) if known else []
    return _of_standalone(row)


def _of_loan(before: Mapping[str, Any], mine: Reservation) -> list[Change]:
    zone = ZoneInfo(mine.territory.time_zone)
    first, last = (
        datetime.fromisoformat(before[each]).astimezone(zone) for each in ("starts_at", "ends_at")
    )
    known = values.dates(first, last)
    now = values.dates(mine.starts_at.astimezone(zone), mine.ends_at.astimezone(zone))
    labels = (("Retrait", "retrait"), ("Retour", "retour"))
    dates = [(label, known[key], now[key]) for label, key in labels if known[key] != now[key]]
    return [*dates, *_quantities(before["lines"], mine)]


def _quantities(before: list[dict[str, Any]], mine: Reservation) -> list[Change]:
    counts: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    after = [(line.item.reference, line.item.name, line.quantity) for line in values.lent(mine)]
    printed = [(each["reference"], each["name"], each["quantity"]) for each in before]
    for side, lines in enumerate((printed, after)):
        for reference, name, quantity in lines:
            names.setdefault(reference, name)
            counts.setdefault(reference, [0, 0])[side] += quantity
    return [
        (f"{names[reference]} ({reference})", str(was or NONE), str(now or NONE))
        for reference, (was, now) in counts.items()
        if was != now
    ]


def _of_standalone(row: Convention) -> list[Change]:
    amended = row.amends
    assert amended is not None  # noqa: S101 # only an amendment is asked
    found = [
        ("Dernier jour", _day(amended.ends_on), _day(row.ends_on)),
        ("Tacite reconduction", _yes(amended), _yes(row)),
    ]
    return [each for each in found if each[1] != each[2]]


def _day(when: date | None) -> str:
    return plain_day(when) if when else "sans terme"


def _yes(row: Convention) -> str:
    return "oui" if row.renewable else "non"
