"""The papers that the requirements ask of one loan: what is joined, what was seen, what is owed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from booking.db import db
from booking.documents import pictures
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
    is_picture: bool


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
    """The papers of a loan; `shown` is false to a party whom they do not concern."""

    papers: tuple[Paper, ...]
    shown: bool = True


NONE = Papers((), shown=False)


def of_reservation(actor: Actor, reservation_id: int) -> Papers:
    """Return the papers of a reservation in view; none to a party whom they do not concern."""
    mine = reservations.row(actor, reservation_id)
    concerned = views.parties(mine)
    if not access.may(actor, "reservation.see_attached", concerned):
        return NONE
    open_still = mine.status not in ENDED
    may_attach = open_still and access.may(actor, "reservation.attach", concerned)
    may_see = open_still and access.may(actor, "reservation.see_paper", concerned)
    seen, files = seen_of(mine.id), _files(mine.id)
    wanted = asked(mine, actor.zone)
    others = [each for each in files if each not in {paper.requirement for paper in wanted}]
    wanted += [Asked(each, ASKED_NO_MORE, "", None, at_counter=False) for each in others]
    return Papers(
        tuple(
            Paper(
                requirement=each.requirement,
                label=each.label,
                source=each.source,
                by=each.by,
                seen_on=_day(seen.get(each.requirement), actor.zone),
                seen_by=_who(seen.get(each.requirement)),
                files=_joined(actor, files.get(each.requirement, ()), seen, may=may_attach),
                may_see=may_see and each.at_counter and each.requirement not in seen,
                may_attach=may_attach and each.requirement not in others,
            )
            for each in wanted
        )
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
    actor: Actor, rows: Iterable[StoredFile], seen: Mapping[str, Clearance], *, may: bool
) -> tuple[Joined, ...]:
    return tuple(
        Joined(
            id=row.id,
            name=row.name,
            size=row.size,
            at=row.created_at,
            by=_name(row.created_by_id),
            organization=db.session.get_one(Organization, row.organization_id).name,
            may_remove=may
            and row.organization_id == actor.organization_id
            and not is_settled(row, seen),
            is_picture=row.media_type == pictures.MEDIA_TYPE,
        )
        for row in rows
    )


def _name(user_id: int | None) -> str:
    user = db.session.get(User, user_id) if user_id else None
    return user.name if user else ""


def _day(clearance: Clearance | None, zone: ZoneInfo) -> date | None:
    return clearance.given_at.astimezone(zone).date() if clearance else None


def _who(clearance: Clearance | None) -> str:
    return clearance.given_by if clearance else ""
