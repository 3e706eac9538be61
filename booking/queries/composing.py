"""A paper composed from its wording and its values: what is printed, and what is missing."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from booking import clock
from booking.documents import wordings as files
from booking.documents.articles import fill
from booking.documents.paper import Paper, SignBox
from booking.models.organizations import Organization
from booking.models.reservations import Reservation
from booking.paperwork import PaperKind
from booking.queries import acts, delegations, organizations, values, wordings
from booking.queries.files import logo_of
from booking.rules.signatures import Sides, parts


@dataclass(frozen=True)
class Composed:
    """A paper, the variables that have no value, its coats of arms, and its facts for programs."""

    paper: Paper
    missing: tuple[str, ...]
    logos: dict[str, bytes]
    terms: dict[str, Any]


def of_reservation(
    mine: Reservation, kind: PaperKind, now: datetime, number: str | None = None
) -> Composed:
    """Return the paper of some kind of a reservation; without a number, a draft."""
    zone = ZoneInfo(mine.territory.time_zone)
    today = now.astimezone(zone).date()
    said = values.of_reservation(mine, now)
    cited = said["cadre"] if isinstance(said["cadre"], str) else None
    filled = fill(
        wordings.in_force(mine.owner, kind),
        {**said, "numéro": number or "à donner"},
        values.conditions(mine, cited),
    )
    parties = [
        values.party("Le prêteur", mine.owner, today),
        values.party("L’emprunteur", mine.request.borrower, today),
    ]
    paper = Paper(
        kind=kind,
        title=files.shipped(kind).title,
        subtitle=f"« {mine.request.purpose} », {said['période']}",
        number=number,
        issued_on=today,
        parties=tuple(parties),
        articles=filled.articles,
        boxes=tuple(_boxes(mine, kind, now)),
        mention=mine.owner.mention,
    )
    return Composed(
        paper, filled.missing, logos_of([mine.owner, mine.request.borrower]), _terms(mine)
    )


def logos_of(organizations_named: list[Organization]) -> dict[str, bytes]:
    """Return the coats of arms of some organizations, by the digest of each."""
    found = filter(None, (logo_of(each.id) for each in organizations_named))
    return {hashlib.sha256(content).hexdigest(): content for content in found}


def sides(mine: Reservation) -> Sides:
    """Return who signs the papers of a reservation, under a delegation if one is in force."""
    manager_id = mine.pool.manager_id
    today = clock.today(ZoneInfo(mine.territory.time_zone))
    delegated = delegations.is_given(mine.owner_id, manager_id, today)
    return Sides(mine.owner_id, manager_id, mine.request.borrower_id, delegated=delegated)


def _boxes(mine: Reservation, kind: PaperKind, now: datetime) -> list[SignBox]:
    named = {
        mine.owner_id: mine.owner,
        mine.pool.manager_id: mine.pool.manager,
        mine.request.borrower_id: mine.request.borrower,
    }
    today = now.astimezone(ZoneInfo(mine.territory.time_zone)).date()
    boxes = []
    for part, organization_id in parts(kind, sides(mine)):
        mandate = organizations.signatory(organization_id, today)
        boxes.append(
            SignBox(
                part.label,
                named[organization_id].name,
                mandate.holder if mandate else "",
                mandate.title if mandate else "",
                delegations.beside(part, organization_id, mine.owner, today),
            )
        )
    return boxes


def _terms(mine: Reservation) -> dict[str, Any]:
    """Return the facts that a paper freezes, for programs and for what changes later."""
    return {
        "starts_at": mine.starts_at.isoformat(),
        "ends_at": mine.ends_at.isoformat(),
        "lines": [
            {"reference": line.item.reference, "name": line.item.name, "quantity": line.quantity}
            for line in values.lent(mine)
        ],
        "framework": acts.framework(
            mine.request.borrower_id,
            mine.owner_id,
            mine.starts_at.astimezone(ZoneInfo(mine.territory.time_zone)).date(),
        ),
    }
