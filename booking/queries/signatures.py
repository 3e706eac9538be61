"""Who signed a paper, who has not, how each may: in the actor's view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.models.conventions import Convention, Signature
from booking.models.reservations import Reservation
from booking.paperwork import (
    GROUNDS_A_LOAN,
    REPORTS,
    Means,
    PaperKind,
    PaperState,
    Part,
    SignState,
)
from booking.queries import acts, chains, paper_views, signatories, standing
from booking.queries.paper_parties import parties
from booking.queries.signatories import Signatories
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.signatures import (
    ON_PAPER,
    REMINDED,
    admitted,
    by_hand,
    remindable_from,
    reminder_is_due,
)

PRICED = (*GROUNDS_A_LOAN, PaperKind.AMENDMENT)
"""Papers that bind to the price of their loan; a report on its state does not."""


@dataclass(frozen=True)
class SignatureView:
    """One signature: who is to sign, for whom, then who did, how and when."""

    rank: int
    part: Part
    organization: str
    organization_id: int
    in_name_of: str
    state: SignState
    holder: str  # who is expected to sign
    holder_title: str
    asked_at: datetime | None
    unreached: bool  # asked of nobody who has an address
    reminded_at: datetime | None
    at: datetime | None
    signed_on: date | None  # the day, where it is signed
    means: Means | None
    name: str
    title: str
    reason: str
    scan_id: int | None


@dataclass(frozen=True)
class SignaturesView:
    """The signatures of a paper, and what the actor may do about them."""

    convention_id: int
    named: str
    state: PaperState
    ways: frozenset[Means]
    signatures: tuple[SignatureView, ...]
    awaits_us: bool  # the actor's organization, whoever of it may sign
    may_sign: bool
    may_remind: bool
    remind_from: datetime | None  # when the actor may, later
    may_deposit: bool
    forwards_to: tuple[tuple[int, str], ...]  # mandates, when the actor may pass it on


@dataclass(frozen=True)
class ToBring:
    """A paper whose scan may be brought: how it may be signed, and by whom it still is to be."""

    id: int
    named: str
    ways: frozenset[Means]
    signatures: tuple[SignatureView, ...]


def named(paper: Convention) -> str:
    """Return a paper as people name it."""
    return f"{paper.kind.label} n° {paper.number}" if paper.number else paper.kind.label


def today_of(paper: Convention) -> date:
    """Return the day where a paper is signed."""
    return clock.today(ZoneInfo(paper.territory.time_zone))


def ways(paper: Convention) -> frozenset[Means]:
    """Return how a paper may be signed; an amendment is signed as what it amends.

    What is still to be filled by hand is signed by hand.
    """
    chosen = paper.territory.admitted
    follows = paper.amends if paper.kind is PaperKind.AMENDMENT else None
    kind = follows.kind if follows and PaperKind.AMENDMENT not in chosen else paper.kind
    loan = paper.reservation or (follows.reservation if follows else None)
    paid = loan is not None and acts.is_paid(loan) and paper.kind in PRICED
    found = admitted(kind, paid=paid, chosen=chosen)
    return by_hand(found) if kind in REPORTS and has_room(paper.content or {}) else found


def has_room(content: Mapping[str, Any]) -> bool:
    """Tell whether the frozen words of a paper have a table with a cell to fill by hand."""
    blocks = (block for article in content.get("articles", ()) for block in article["blocks"])
    return any("" in row for block in blocks for row in block.get("rows", ()) if _is_table(block))


def _is_table(block: Mapping[str, Any]) -> bool:
    return bool(block["kind"] == "table")


def asked(paper: Convention) -> Signature | None:
    """Return the signature whose turn it is; None when the paper waits for nobody."""
    if paper.state is not PaperState.TO_SIGN:
        return None
    return next((each for each in paper.signatures if each.state is SignState.ASKED), None)


def is_signed(reservation: Reservation) -> bool:
    """Tell whether all the papers under which a loan goes are signed, and say what it now is."""
    papers = chains.papers(reservation.id)
    if not any(each.kind in GROUNDS_A_LOAN for each in papers):
        return False
    signed = all(each.state is PaperState.SIGNED for each in papers)
    return signed and not standing.is_amended(reservation, papers[-1])


def show(actor: Actor, convention_id: int) -> SignaturesView:
    """Return the signatures of a paper in view, first to last; raises NotFound."""
    paper = paper_views.row(actor, convention_id)
    may = parties(paper)
    day, now = today_of(paper), asked(paper)
    known, unreached = (
        signatories.known(paper.signatures, day),
        signatories.unreached(paper.signatures, day),
    )
    mine = now is not None and now.organization_id == actor.organization_id
    reminds = now is not None and access.may(actor, "convention.remind", may)
    since = _remindable_from(now) if now and reminds and now.id not in unreached else None
    forwards = mine and access.may(actor, "convention.forward", may)
    return SignaturesView(
        convention_id=paper.id,
        named=named(paper),
        state=paper.state,
        ways=ways(paper),
        signatures=tuple(view(each, known, unreached) for each in paper.signatures),
        awaits_us=mine,
        may_sign=may_sign(actor, paper),
        may_remind=since is not None and since <= clock.now(),
        remind_from=since if since and since > clock.now() else None,
        may_deposit=bool(depositable(actor, paper)),
        forwards_to=known.others(now) if now and forwards else (),
    )


def _remindable_from(signature: Signature) -> datetime | None:
    """Return from when a signature may be asked for again: at once of the owner, when it is to."""
    if signature.asked_at is None or signatories.is_over(signature, today_of(signature.convention)):
        return signature.asked_at
    return remindable_from(signature.asked_at, signature.reminded_at)


def may_sign(actor: Actor, paper: Convention) -> bool:
    """Tell whether the actor themselves may sign a paper now, on a screen."""
    now = asked(paper)
    return (
        now is not None
        and now.organization_id == actor.organization_id
        and access.may(actor, "convention.sign", parties(paper))
        and Means.SCREEN in ways(paper)
    )


def left_to_sign(convention_ids: Sequence[int]) -> int:
    """Return how many of some papers are not signed by all."""
    found = select(func.count(Convention.id)).where(
        Convention.id.in_(convention_ids), Convention.state != PaperState.SIGNED
    )
    return db.session.scalars(found).one()


def depositable(actor: Actor, paper: Convention) -> list[Signature]:
    """Return the signatures still to come that the actor may bring on a scan, in their order.

    The lender brings all of them, the other sides their own.
    """
    may = parties(paper)
    waiting = [each for each in paper.signatures if each.state is not SignState.SIGNED]
    if paper.state is not PaperState.TO_SIGN or not ON_PAPER & ways(paper):
        return []
    if not access.may(actor, "convention.deposit", may):
        return []
    if access.may(actor, "convention.issue", may):
        return waiting
    return [each for each in waiting if each.organization_id == actor.organization_id]


def to_bring(actor: Actor, convention_id: int) -> ToBring:
    """Return what a scan of a paper in view may show; raises NotFound, NotAllowed to others."""
    paper = paper_views.row(actor, convention_id)
    access.require(actor, "convention.deposit", parties(paper))
    waiting = depositable(actor, paper)
    known = signatories.known(waiting, today_of(paper))
    left = tuple(view(each, known) for each in waiting)
    return ToBring(paper.id, named(paper), ways(paper), left)


def others(signature: Signature) -> tuple[tuple[int, str], ...]:
    """Return to whom else of the same organization a signature may be passed on."""
    return signatories.known([signature], today_of(signature.convention)).others(signature)


def signed_for(signature: Signature, day: date) -> tuple[str, str]:
    """Return in whose name a signature is given on a day, and by which act when it is another's."""
    if signature.in_name_of is None:
        return signature.organization.name, ""
    act = signatories.delegation(signature, day)
    return signature.in_name_of.name, acts.cited(act) if act else ""


def view(
    signature: Signature, known: Signatories, unreached: frozenset[int] = frozenset()
) -> SignatureView:
    """Return one signature as its parties read it."""
    zone = ZoneInfo(signature.convention.territory.time_zone)
    mandate = known.expected(signature)
    return SignatureView(
        rank=signature.rank,
        part=signature.part,
        organization=signature.organization.name,
        organization_id=signature.organization_id,
        in_name_of=signature.in_name_of.name if signature.in_name_of else "",
        state=signature.state,
        holder=mandate.holder if mandate else "",
        holder_title=mandate.title if mandate else "",
        asked_at=signature.asked_at,
        unreached=signature.id in unreached,
        reminded_at=signature.reminded_at,
        at=signature.at,
        signed_on=signature.at.astimezone(zone).date() if signature.at else None,
        means=signature.means,
        name=signature.name,
        title=signature.title,
        reason=signature.reason,
        scan_id=signature.scan_id,
    )


def require_scan(actor: Actor, file_id: int) -> None:
    """Raise NotFound unless a scan is of a paper that the actor reads."""
    shown = select(Signature.convention_id).where(Signature.scan_id == file_id).limit(1)
    convention_id = db.session.scalar(shown)
    paper = db.session.get(Convention, convention_id) if convention_id else None
    if paper is None or not paper_views.is_seen(actor, paper):
        raise NotFound("file_not_found")


def to_remind(now: datetime) -> list[int]:
    """Return the papers whose next signature is to be asked for again, for the clock.

    Again of the same, or of the owner once no delegation lets another sign for it.
    """
    found = (
        select(Signature)
        .join(Signature.convention)
        .where(
            Signature.state == SignState.ASKED,
            or_(Signature.asked_at <= now - min(REMINDED), Signature.for_id.is_not(None)),
            Convention.state == PaperState.TO_SIGN,
        )
    )
    waiting = db.session.scalars(found.order_by(Signature.id)).all()
    return [
        each.convention_id
        for each in waiting
        if signatories.is_over(each, today_of(each.convention))
        or (
            each.asked_at
            and reminder_is_due(each.asked_at, each.reminded_at, now)
            and not signatories.unreached([each], today_of(each.convention))
        )
    ]
