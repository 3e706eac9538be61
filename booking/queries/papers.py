"""The papers that the requirements ask of one loan: what is joined, what was seen, what is owed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from booking.db import db
from booking.fitness import Clearing, Moment
from booking.models.accounts import User
from booking.models.files import StoredFile
from booking.models.inspections import Clearance
from booking.models.organizations import Organization
from booking.models.reservations import Reservation
from booking.queries import evidence, fitness, reservations, views
from booking.rules import access, papers
from booking.rules.access import Actor
from booking.rules.papers import Asked
from booking.vocabulary import FileKind, Status

ENDED = frozenset({Status.CLOSED, Status.REFUSED, Status.CANCELLED, Status.EXPIRED})

ASKED_NO_MORE = "Autre pièce, qui n’est plus demandée"


@dataclass(frozen=True)
class Joined:
    """A file joined to a request: by whom, and whether the reader may take it back."""

    id: int
    name: str
    size: int
    at: datetime
    by: str
    organization: str
    may_remove: bool


@dataclass(frozen=True)
class Paper:
    """One paper asked of a loan, with its files; `seen_by` is empty until somebody saw it."""

    requirement: str
    label: str
    source: str
    by: date | None
    seen_on: date | None
    seen_by: str
    files: tuple[Joined, ...]
    may_see: bool
    may_attach: bool


@dataclass(frozen=True)
class Papers:
    """The papers of a loan that the reader may see."""

    papers: tuple[Paper, ...]


def of_reservation(actor: Actor, reservation_id: int) -> Papers:
    """Return the papers of a reservation in view; none to a party whom they do not concern."""
    mine = reservations.row(actor, reservation_id)
    concerned = views.parties(mine)
    if not access.may(actor, "reservation.see_attached", concerned):
        return Papers(())
    seen, files = seen_of(mine.id), _files(mine.id)
    known = {each.requirement: each for each in asked(mine, actor.zone)}
    if mine.status in ENDED:
        known = {each: paper for each, paper in known.items() if each in seen or each in files}
    may = frozenset(
        act
        for act in ("attach", "see_paper")
        if mine.status not in ENDED and access.may(actor, f"reservation.{act}", concerned)
    )
    left = [Asked(each, ASKED_NO_MORE, "", None, False) for each in files if each not in known]
    return Papers(
        tuple(
            _paper(actor, each, seen, files, may if each.requirement in known else frozenset())
            for each in [*known.values(), *left]
        )
    )


def _paper(
    actor: Actor,
    each: Asked,
    seen: Mapping[str, Clearance],
    files: Mapping[str, Iterable[StoredFile]],
    may: Collection[str],
) -> Paper:
    last = seen.get(each.requirement)
    joined = files.get(each.requirement, ())
    return Paper(
        requirement=each.requirement,
        label=each.label,
        source=each.source,
        by=each.by,
        seen_on=last.given_at.astimezone(actor.zone).date() if last else None,
        seen_by=last.given_by if last else "",
        files=tuple(_joined(actor, row, seen, may) for row in joined),
        may_see="see_paper" in may and each.at_counter and last is None,
        may_attach="attach" in may,
    )


def asked(mine: Reservation, zone: ZoneInfo) -> list[Asked]:
    """Return the papers that the requirements ask of a loan, at whatever moment, the first owed."""
    known = evidence.gather(mine.territory_id, [mine])
    found = {moment: fitness.judged(mine, moment, zone, known) for moment in Moment}
    return papers.asked(found, mine.starts_at.astimezone(zone).date())


def seen_of(reservation_id: int) -> dict[str, Clearance]:
    """Return, for each paper of a loan that somebody saw, when it was last."""
    found = select(Clearance).filter_by(reservation_id=reservation_id, kind=Clearing.SEEN)
    return {each.control: each for each in db.session.scalars(found.order_by(Clearance.id))}


def is_settled(row: StoredFile, seen: Mapping[str, Clearance]) -> bool:
    """Tell whether somebody saw the paper since a file was joined for it: it stays then."""
    last = seen.get(row.control)
    return last is not None and last.given_at >= row.created_at


def _files(reservation_id: int) -> dict[str, list[StoredFile]]:
    found = select(StoredFile).filter_by(
        reservation_id=reservation_id, kind=FileKind.PAPER, removed_at=None
    )
    kept: dict[str, list[StoredFile]] = {}
    for row in db.session.scalars(found.order_by(StoredFile.id)):
        kept.setdefault(row.control, []).append(row)
    return kept


def _joined(
    actor: Actor, row: StoredFile, seen: Mapping[str, Clearance], may: Collection[str]
) -> Joined:
    mine = row.organization_id == actor.organization_id
    return Joined(
        id=row.id,
        name=row.name,
        size=row.size,
        at=row.created_at,
        by=_name(row.created_by_id),
        organization=db.session.get_one(Organization, row.organization_id).name,
        may_remove="attach" in may and mine and not is_settled(row, seen),
    )


def _name(user_id: int | None) -> str:
    user = db.session.get(User, user_id) if user_id else None
    return user.name if user else ""
