"""Preparing a paper, changing its draft, issuing it, cancelling it; and the papers of a loan."""

from typing import Any

from booking import clock, journal
from booking.db import db
from booking.errors import Invalid, NotFound, WrongMoment
from booking.models.catalogue import Depot, Pool
from booking.models.conventions import Convention
from booking.models.organizations import Organization, Territory
from booking.models.reservations import Reservation
from booking.paperwork import GROUNDS_A_LOAN, LIVING, STANDALONE, PaperKind, PaperState
from booking.queries import (
    chains,
    composing,
    drafting,
    modifications,
    paper_parties,
    paper_views,
    reservations,
    views,
)
from booking.queries import conventions as reads
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.options import options
from booking.rules.paperwork import DRAFTED, FIELDS, STATEMENTS, Drafted
from booking.usecases import conventions, usecase, voiding
from booking.usecases.signing import locked
from booking.vocabulary import Status

AGREED = (Status.APPROVED, Status.OUT)
EVER_AGREED = (*AGREED, Status.RETURNED, Status.CLOSED)
EMPTY = "Ce champ est obligatoire."
ELSEWHERE = "Choisissez dans la liste."


@usecase()
def prepare(actor: Actor, drafted: Drafted, *, key: str | None = None) -> int:
    """Who lends prepares a paper, which is a draft until it is issued.

    Raises NotFound for what is out of view, Invalid for what is missing or is not to be chosen.
    """
    return draw(actor, drafted).id


def draw(actor: Actor, drafted: Drafted) -> Convention:
    """Draw a draft as `prepare` does, inside another act, and return it."""
    row = _new(actor, drafted)
    access.require(actor, "convention.prepare", paper_parties.parties(row))
    _choose(actor, row, drafted)
    for name, value in _values(drafted).items():
        setattr(row, name, value)
    db.session.add(row)
    db.session.flush()  # its id is told, and returned
    named = {"territory_id": row.territory_id, "about": row.kind.label}
    journal.record(actor, "prepare_paper", "convention", row.id, **named)  # type: ignore[arg-type] # an id and words
    return row


@usecase()
def describe(actor: Actor, convention_id: int, drafted: Drafted, *, key: str | None = None) -> int:
    """Who lends changes what a draft says; what is issued no longer changes."""
    row = _locked(actor, convention_id, "convention.prepare")
    _require_draft(row)
    _choose(actor, row, drafted)
    journal.revise(actor, "convention", row, _values(drafted))
    return row.id


@usecase()
def issue(actor: Actor, convention_id: int, *, key: str | None = None) -> int:
    """Who lends issues a draft for signature: it takes its number and changes no more.

    Raises WrongMoment without the acts it rests on, Invalid naming what it still lacks.
    """
    row = _locked(actor, convention_id, "convention.issue")
    _require_draft(row)
    if row.kind is PaperKind.AMENDMENT and not modifications.says_something(row):
        raise WrongMoment("nothing_to_amend")
    conventions.issue(actor, row)
    return row.id


@usecase()
def cancel(actor: Actor, convention_id: int, reason: str = "", *, key: str | None = None) -> int:
    """Who lends cancels a paper, and says why once it is issued: it keeps its number.

    What rests on it falls with it. Raises WrongMoment while things are out under it.
    """
    row = _locked(actor, convention_id, "convention.cancel")
    if row.state is PaperState.CANCELLED:
        raise WrongMoment("paper_cancelled")
    if row.rank and not reason:
        raise Invalid("reason_needed", errors={"reason": ["Dites pourquoi : le motif reste."]})
    if _holds_what_is_out(row):
        raise WrongMoment("paper_in_use")
    voiding.void(actor, row, reason, voiding.falling_with(row))
    return row.id


def _holds_what_is_out(row: Convention) -> bool:
    out = row.reservation is not None and row.reservation.status is Status.OUT
    return out and row.kind in GROUNDS_A_LOAN and row.state in LIVING


@usecase()
def issue_for_loan(
    actor: Actor, reservation_id: int, kind: PaperKind, *, key: str | None = None
) -> int:
    """Who lends chooses under which paper a loan goes, and issues it: a convention, or a slip.

    Raises WrongMoment when one is issued already, when none is in force for a slip, or without the
    acts it rests on; Invalid naming what it lacks.
    """
    mine = _agreed(actor, reservation_id)
    if known := chains.papers(mine.id):
        raise WrongMoment("paper_issued", number=known[0].number)
    if kind not in GROUNDS_A_LOAN:
        raise Invalid("invalid", errors={"kind": [ELSEWHERE]})
    if kind is PaperKind.SLIP:
        _require_framework(mine)
    conventions.issue_for(actor, mine, kind)
    return mine.id


@usecase()
def amend(actor: Actor, reservation_id: int, *, key: str | None = None) -> int:
    """Who lends issues the amendment of what has changed since the paper of a loan.

    Raises WrongMoment when nothing has, or without the acts it rests on.
    """
    mine = _agreed(actor, reservation_id)
    row = conventions.amendment(mine)
    if row:
        conventions.issue(actor, row)
    elif not conventions.go_back(actor, mine):
        raise WrongMoment("nothing_to_amend")
    return mine.id


@usecase()
def issue_due(actor: Actor, reservation_id: int) -> int:
    """The service issues the paper that an approved loan never had, now that nothing keeps it.

    Returns 0 when there is nothing to issue any more.
    """
    access.require(actor, "convention.issue_due", Parties(actor.territory_id))
    mine = db.session.get_one(Reservation, reservation_id, with_for_update=True)
    if mine.status is not Status.APPROVED or chains.papers(mine.id):
        return 0
    conventions.issue_if_ready(actor, mine)
    return mine.id


def _agreed(actor: Actor, reservation_id: int) -> Reservation:
    """Return a reservation, locked, of which the actor may issue the papers now."""
    seen = reservations.row(actor, reservation_id)
    access.require(actor, "convention.issue", views.parties(seen))
    db.session.expire_all()  # what was read before the lock may have changed since
    mine = db.session.get_one(Reservation, reservation_id, with_for_update=True)
    if mine.status not in AGREED:
        raise WrongMoment("paper_too_early", state=mine.status)
    return mine


def _require_framework(mine: Reservation) -> None:
    wanted = reads.kind_of(mine)
    if wanted is None:
        raise WrongMoment("framework_missing")
    if wanted is not PaperKind.SLIP:
        raise WrongMoment("slip_not_enough")


def _locked(actor: Actor, convention_id: int, act: str) -> Convention:
    seen = paper_views.row(actor, convention_id)
    access.require(actor, act, paper_parties.parties(seen))
    if seen.reservation_id:  # first, as whatever changes a loan does
        db.session.get_one(Reservation, seen.reservation_id, with_for_update=True)
    return locked([convention_id])[0]  # two clicks act once


def _require_draft(row: Convention) -> None:
    if row.state is not PaperState.DRAFT:
        raise WrongMoment("paper_issued", number=row.number or "annulé")


def _new(actor: Actor, drafted: Drafted) -> Convention:
    """Return a draft without its content; raises NotFound when it goes with nothing in view."""
    if drafted.kind not in DRAFTED:
        raise Invalid("invalid", errors={"kind": [ELSEWHERE]})
    if drafted.kind in STANDALONE:
        return _alone(actor, drafted)
    if drafted.kind is PaperKind.AMENDMENT and drafted.amends is not None:
        return _amending(paper_views.row(actor, drafted.amends))
    if drafted.reservation is None:
        raise NotFound("reservation_not_found")
    mine = reservations.row(actor, drafted.reservation)
    if mine.status not in EVER_AGREED:
        raise WrongMoment("paper_too_early", state=mine.status)
    row = composing.beside(mine, drafted.kind, clock.now())
    if drafted.kind is PaperKind.AMENDMENT:
        due = conventions.amendment(mine)
        if due is None:
            raise WrongMoment("nothing_to_amend")
        row.amends = due.amends
    return _as_draft(actor, row)


def _alone(actor: Actor, drafted: Drafted) -> Convention:
    owner_id = drafted.owner or actor.organization_id
    if owner_id not in drafting.lends_for(actor):
        raise NotFound("organization_not_found")
    for_another = owner_id != actor.organization_id
    row = Convention(
        territory_id=actor.territory_id,
        territory=db.session.get_one(Territory, actor.territory_id),
        kind=drafted.kind,
        owner_id=owner_id,
        owner=db.session.get_one(Organization, owner_id),
        manager_id=actor.organization_id if for_another else None,
        options={},
        created_at=clock.now(),
    )
    return _as_draft(actor, row)


def _amending(amended: Convention) -> Convention:
    """Return an amendment of a paper beyond any loan; raises WrongMoment unless it stands."""
    if amended.kind not in STANDALONE or amended.state not in LIVING:
        raise WrongMoment("nothing_to_amend")
    kept = ("territory_id", "owner_id", "manager_id", "partner_id", "pool_id", "depot_id")
    row = Convention(
        kind=PaperKind.AMENDMENT,
        amends=amended,
        amends_id=amended.id,
        options={},
        created_at=clock.now(),
        state=PaperState.DRAFT,
        **{name: getattr(amended, name) for name in kept},
    )
    row.starts_on, row.acts_of = amended.starts_on, amended.acts_of
    return row


def _as_draft(actor: Actor, row: Convention) -> Convention:
    row.state, row.created_by_id = PaperState.DRAFT, actor.user_id or None
    return row


def _choose(actor: Actor, row: Convention, drafted: Drafted) -> None:
    """Give a draft what is chosen for it; raises Invalid for what is not in the lists."""
    if row.kind not in STANDALONE:
        _require_term(row, drafted)
        return
    errors: dict[str, list[str]] = {name: [EMPTY] for name in drafted.lacking}
    offered = drafting.choices(actor, row.kind)
    for name in {"partner", "pool", "depot"} & set(FIELDS[row.kind]):
        chosen = getattr(drafted, name)
        if chosen is not None and chosen not in {each for each, _ in getattr(offered, name)}:
            errors[name] = [ELSEWHERE]
    if errors:
        raise Invalid("invalid", errors=errors)
    row.partner_id, row.pool_id, row.depot_id = drafted.partner, drafted.pool, drafted.depot
    if row.kind is PaperKind.STORAGE and drafted.depot:
        row.partner_id = db.session.get_one(Depot, drafted.depot).custodian_id
    if row.kind is PaperKind.MANAGEMENT and drafted.pool:
        row.partner_id = db.session.get_one(Pool, drafted.pool).manager_id
    if row.partner_id == row.owner_id:
        (field,) = {"partner", "pool", "depot"} & set(FIELDS[row.kind])
        raise Invalid("invalid", errors={field: ["Choisissez un autre organisme."]})


def _require_term(row: Convention, drafted: Drafted) -> None:
    """Raise Invalid when an amendment takes away the end that the paper it amends has to have."""
    amended = row.amends if row.kind is PaperKind.AMENDMENT and not row.reservation_id else None
    if amended is None:
        return
    first, last = amended.starts_on, drafted.ends_on
    wrong = [EMPTY for _ in drafted.lacking]
    if first and last and last < first:
        wrong = ["Le dernier jour vient avant le premier."]
    if wrong:
        raise Invalid("invalid", errors={"ends_on": wrong})


def _values(drafted: Drafted) -> dict[str, Any]:
    """Return what is typed: the dates where the kind has some, the options it knows."""
    known = {each.name for each in options(drafted.kind)}
    said: dict[str, Any] = {
        "options": {name: text for name, text in drafted.options.items() if name in known and text}
    }
    if drafted.kind in STATEMENTS:
        return said
    taken = {"starts_on", "ends_on", "renewable", "acts_of"} & set(FIELDS[drafted.kind])
    return said | {name: getattr(drafted, name) for name in sorted(taken)}
