"""A paper as its parties read it: what it is, where it stands, who is awaited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from booking import clock
from booking.db import db
from booking.documents.words import plain_day
from booking.errors import NotFound
from booking.models.conventions import Convention, Signature
from booking.models.organizations import Mandate
from booking.models.reservations import Reservation
from booking.numbers import among
from booking.paperwork import Means, PaperKind, PaperState, Part, SignState
from booking.queries import signatories, views
from booking.queries.clauses import last_day
from booking.queries.paper_parties import parties
from booking.rules import access
from booking.rules.access import Actor


@dataclass(frozen=True)
class SignatureView:
    """One signature of a paper: who is to give it, then who gave it, when and how."""

    id: int
    rank: int
    part: Part
    organization: str
    organization_id: int
    in_name_of: str  # of another, under its delegation
    state: SignState
    asked_at: datetime | None
    unreached: bool  # asked of nobody who has an address
    at: datetime | None
    means: Means | None
    name: str  # of who signed, or of who may sign today
    title: str
    reason: str  # why it is refused


@dataclass(frozen=True)
class PaperName:
    """Another paper, as one refers to it."""

    id: int
    kind: PaperKind
    number: str | None
    state: PaperState


@dataclass(frozen=True)
class PaperView:
    """A paper of any kind; a draft has no number."""

    id: int
    kind: PaperKind
    number: str | None
    state: PaperState
    title: str
    owner: str
    owner_id: int
    manager: str
    manager_id: int | None
    partner: str
    partner_id: int | None
    reservation_id: int | None
    request_id: int | None
    reference: str  # of the reservation
    purpose: str
    starts_on: date | None  # of what it binds: the loan, or the years of a standalone one
    ends_on: date | None
    renewable: bool
    created_at: datetime
    issued_at: datetime | None
    signed_at: datetime | None
    sha256: str
    signed_sha256: str
    cancelled_at: datetime | None
    reason: str  # why it is cancelled, or was refused
    amends: PaperName | None
    amendments: tuple[PaperName, ...]
    signatures: tuple[SignatureView, ...]
    has_scan: bool

    @property
    def awaited(self) -> SignatureView | None:
        """Return the signature that is asked for now."""
        asked = (each for each in self.signatures if each.state is SignState.ASKED)
        return next(asked, None) if self.state is PaperState.TO_SIGN else None

    @property
    def is_signed_apart(self) -> bool:
        """Tell whether a signed copy is kept beside the issued paper."""
        return bool(self.signed_sha256) or self.has_scan


def loaded() -> Select[Convention]:
    """Return papers with all that a view shows."""
    return select(Convention).options(
        joinedload(Convention.owner),
        joinedload(Convention.manager),
        joinedload(Convention.partner),
        joinedload(Convention.amends),
        joinedload(Convention.passage),
        joinedload(Convention.territory),
        joinedload(Convention.reservation).joinedload(Reservation.request),
        selectinload(Convention.signatures).options(
            joinedload(Signature.organization), joinedload(Signature.in_name_of)
        ),
    )


def row(actor: Actor, paper_id: int) -> Convention:
    """Return the paper itself, for use-cases; raises NotFound out of view."""
    found = db.session.scalars(
        loaded().where(Convention.id == paper_id).options(undefer(Convention.content))
    ).first()
    if found is None or not is_seen(actor, found):
        raise NotFound("convention_not_found")
    return found


def is_seen(actor: Actor, paper: Convention) -> bool:
    """Tell whether the actor may read a paper; a draft is the lender's alone.

    That of an incident names witnesses and who is hurt: not everybody of a side reads it.
    """
    act = "read_incident" if paper.kind is PaperKind.INCIDENT else "read"
    return access.may(actor, f"convention.{act}", parties(paper))


def of_rows(rows: Sequence[Convention]) -> list[PaperView]:
    """Return papers as their parties read them, in as many statements whatever their number."""
    if not rows:
        return []
    today = clock.today(ZoneInfo(rows[0].territory.time_zone))
    signing = {each.organization_id for row in rows for each in row.signatures}
    holders = {
        mandate.organization_id: (mandate.holder, mandate.title)
        for mandate in _mandates(signing, today)
    }
    changed = _amendments([row.id for row in rows])
    due = (each for row in rows if row.state is PaperState.TO_SIGN for each in row.signatures)
    unreached = signatories.unreached(due, today)
    return [_view(row, holders, unreached, changed.get(row.id, ())) for row in rows]


def _mandates(organization_ids: set[int], day: date) -> list[Mandate]:
    """Return who may sign on a day for some organizations; who signs unless passed on, last."""
    found = select(Mandate).where(
        among(Mandate.organization_id, organization_ids),
        Mandate.starts_on <= day,
        or_(Mandate.ends_on.is_(None), Mandate.ends_on >= day),
    )
    order = (Mandate.delegated_by == "", Mandate.starts_on, Mandate.id)
    return list(db.session.scalars(found.order_by(*order)))


def _amendments(ids: list[int]) -> dict[int, tuple[PaperName, ...]]:
    found = select(Convention).where(
        among(Convention.amends_id, ids), Convention.state != PaperState.DRAFT
    )
    named: dict[int, tuple[PaperName, ...]] = {}
    for row in db.session.scalars(found.order_by(Convention.id)):
        named[row.amends_id or 0] = (*named.get(row.amends_id or 0, ()), _named(row))
    return named


def _named(row: Convention) -> PaperName:
    return PaperName(row.id, row.kind, row.number, row.state)


def _view(
    row: Convention,
    holders: dict[int, tuple[str, str]],
    unreached: frozenset[int],
    amendments: tuple[PaperName, ...],
) -> PaperView:
    mine = row.reservation
    starts_on, ends_on = _dates(row)
    return PaperView(
        id=row.id,
        kind=row.kind,
        number=row.number,
        state=row.state,
        title=title(row),
        owner=row.owner.name,
        owner_id=row.owner_id,
        manager=row.manager.name if row.manager else "",
        manager_id=row.manager_id,
        partner=row.partner.name if row.partner else "",
        partner_id=row.partner_id,
        reservation_id=row.reservation_id,
        request_id=mine.request_id if mine else None,
        reference=views.reference(mine.id) if mine else "",
        purpose=mine.request.purpose if mine else "",
        starts_on=starts_on,
        ends_on=ends_on,
        renewable=row.renewable,
        created_at=row.created_at,
        issued_at=row.issued_at,
        signed_at=row.signed_at,
        sha256=row.sha256,
        signed_sha256=row.signed_sha256,
        cancelled_at=row.cancelled_at,
        reason=row.reason,
        amends=_named(row.amends) if row.amends else None,
        amendments=amendments,
        signatures=tuple(_signature(each, holders, unreached) for each in row.signatures),
        has_scan=row.scan_id is not None,
    )


def title(row: Convention) -> str:
    """Return what a paper is called: its kind, its number, then the loan or whom it binds."""
    kind = row.kind.label[:1].upper() + row.kind.label[1:]
    named = f"{kind} n° {row.number}" if row.number else f"{kind}, projet"
    if row.passage:  # a loan may come back in several times
        passed_on = row.passage.at.astimezone(ZoneInfo(row.territory.time_zone)).date()
        named = f"{named} du {plain_day(passed_on)}"
    if row.reservation:
        return f"{named}, {row.reservation.request.purpose}"
    other = f" et {row.partner.name}" if row.partner else ""
    return f"{named}, {row.owner.name}{other}"


def _dates(row: Convention) -> tuple[date | None, date | None]:
    """Return the first and last day of what a paper binds to, in the territory's days."""
    if row.reservation is None:
        return row.starts_on, row.ends_on
    zone = ZoneInfo(row.territory.time_zone)
    first = row.reservation.starts_at.astimezone(zone).date()
    return first, last_day(row.reservation.ends_at, zone)


def _signature(
    row: Signature, holders: dict[int, tuple[str, str]], unreached: frozenset[int]
) -> SignatureView:
    given = row.state in (SignState.SIGNED, SignState.REFUSED)
    holder = holders.get(row.organization_id, ("", ""))
    return SignatureView(
        id=row.id,
        rank=row.rank,
        part=row.part,
        organization=row.organization.name,
        organization_id=row.organization_id,
        in_name_of=row.in_name_of.name if row.in_name_of else "",
        state=row.state,
        asked_at=row.asked_at,
        unreached=row.id in unreached,
        at=row.at,
        means=row.means,
        name=row.name if given else holder[0],
        title=row.title if given else holder[1],
        reason=row.reason,
    )
