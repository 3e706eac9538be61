"""A paper composed from its wording and its values: what is printed, and what is missing."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from booking.documents import reports, signing
from booking.documents import wordings as files
from booking.documents.articles import Values, Worded, fill
from booking.documents.paper import Paper, Party, SignBox
from booking.models.conventions import Convention
from booking.models.loans import Passage
from booking.models.organizations import Organization
from booking.models.reservations import Reservation
from booking.paperwork import Condition, PaperKind, Part
from booking.queries import (
    acts,
    delegations,
    organizations,
    paper_parties,
    standalone,
    values,
    values_of_papers,
    wordings,
)
from booking.queries.files import logo_of
from booking.rules.reports import has_signed, is_told
from booking.rules.signatures import Sides, capacity, parts


@dataclass(frozen=True)
class Composed:
    """A paper, the variables that have no value, its coats of arms, and its facts for programs."""

    paper: Paper
    missing: tuple[str, ...]
    logos: dict[str, bytes]
    terms: dict[str, Any]


@dataclass(frozen=True)
class Prepared:
    """All that a paper says but its number, so that it is read once and drawn twice."""

    kind: PaperKind
    subtitle: str
    now: datetime
    zone: ZoneInfo
    worded: tuple[Worded, ...]
    said: Values
    holding: frozenset[Condition]
    parties: tuple[Party, ...]
    boxes: tuple[SignBox, ...]
    mention: str
    logos: dict[str, bytes]
    terms: dict[str, Any]

    def numbered(self, number: str | None) -> Composed:
        """Return the paper under a number; without one, a draft."""
        said = {**self.said, "numéro": number or "à donner"}
        filled = fill(self.worded, said, self.holding)
        paper = Paper(
            kind=self.kind,
            title=files.shipped(self.kind).title,
            subtitle=self.subtitle,
            number=number,
            issued_on=self.now.astimezone(self.zone).date(),
            parties=self.parties,
            articles=filled.articles,
            boxes=self.boxes,
            mention=self.mention,
        )
        return Composed(paper, filled.missing, self.logos, self.terms)


def of_reservation(
    mine: Reservation, kind: PaperKind, now: datetime, number: str | None = None
) -> Composed:
    """Return the paper of some kind of a reservation; without a number, a draft."""
    return of_paper(beside(mine, kind, now), now, number)


def of_paper(row: Convention, now: datetime, number: str | None = None) -> Composed:
    """Return what a paper not issued yet says today; without a number, a draft."""
    return prepare(row, now).numbered(number)


def beside(mine: Reservation, kind: PaperKind, now: datetime) -> Convention:
    """Return a paper about a reservation, not kept yet."""
    return Convention(
        territory_id=mine.territory_id,
        territory=mine.territory,
        kind=kind,
        reservation_id=mine.id,
        reservation=mine,
        owner_id=mine.owner_id,
        owner=mine.owner,
        manager_id=mine.pool.manager_id,
        manager=mine.pool.manager,
        partner_id=mine.request.borrower_id,
        partner=mine.request.borrower,
        options={},
        created_at=now,
    )


def prepare(row: Convention, now: datetime) -> Prepared:
    """Return what a paper says today, save its number."""
    zone = ZoneInfo(row.territory.time_zone)
    said, holding = _said(row, now)
    named = paper_parties.named(row)
    sides, today = paper_parties.sides(row), now.astimezone(zone).date()
    return Prepared(
        kind=row.kind,
        subtitle=_subtitle(row, said),
        now=now,
        zone=zone,
        worded=wordings.in_force(row.owner, row.kind),
        said=said,
        holding=holding,
        parties=tuple(values.party(role, each, today) for role, each in named),
        boxes=tuple(_boxes(row, sides, now)),
        mention=row.owner.mention,
        logos=logos_of([each for _, each in named]),
        terms=_terms(row, now),
    )


def _said(row: Convention, now: datetime) -> tuple[Values, frozenset[Condition]]:
    """Return what the variables of a paper say, and which of its articles hold."""
    said = values_of_papers.of_paper(row, now)
    mine, cited = values_of_papers.loan_of(row), said.get("cadre")
    if mine is None:
        return said, standalone.conditions(row)
    return said, values.conditions(mine, cited if isinstance(cited, str) else None)


def _subtitle(row: Convention, said: Values) -> str:
    if row.kind is PaperKind.AMENDMENT:
        return f"n° {said.get('rang') or '…'}, {said.get('papier') or '…'}"
    if row.reservation:
        return f"« {row.reservation.request.purpose} », {said['période']}"
    return standalone.subtitle(row)


def logos_of(organizations_named: list[Organization]) -> dict[str, bytes]:
    """Return the coats of arms of some organizations, by the digest of each."""
    found = filter(None, (logo_of(each.id) for each in organizations_named))
    return {hashlib.sha256(content).hexdigest(): content for content in found}


def _boxes(row: Convention, sides: Sides, now: datetime) -> list[SignBox]:
    """Return who is to sign where: who was at the counter, else who holds the mandate that day."""
    today = now.astimezone(ZoneInfo(row.territory.time_zone)).date()
    boxes = []
    for part, organization_id in parts(paper_parties.signed_as(row), sides):
        if present := _present(row.passage, part):
            told = capacity(part, row.kind), paper_parties.name(row, organization_id)
            boxes.append(SignBox(*told, *present))
            continue
        mandate = organizations.signatory(organization_id, today)
        boxes.append(
            SignBox(
                capacity(part, paper_parties.signed_as(row)),
                paper_parties.name(row, organization_id),
                mandate.holder if mandate else "",
                mandate.title if mandate else "",
                delegations.beside(part, organization_id, row.owner, today),
            )
        )
    return boxes


def _present(passage: Passage | None, part: Part) -> tuple[str, str] | None:
    """Return who signs at the counter in a part, and as what; None when nobody does."""
    if passage is None or not is_told(passage):
        return None
    borrows = part is Part.BORROWER
    if borrows and not has_signed(passage):
        return None
    name = passage.borrower_name if borrows else passage.keeper_name
    who = signing.drawn_by(reports.drawable(name))
    return who, signing.at_counter(passage.direction, borrows=borrows)


def _terms(row: Convention, now: datetime) -> dict[str, Any]:
    """Return the facts that a paper freezes, for programs and for what changes later."""
    mine = row.reservation
    if mine is None:
        return standalone.terms(row)
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
