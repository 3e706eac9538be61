"""Bringing the scan of a paper signed by hand, or in a signature book."""

from datetime import date, datetime, time

from booking import journal
from booking.documents import portable
from booking.documents.attachments import PDF, Document
from booking.errors import Invalid, NotAllowed, WrongMoment
from booking.models.conventions import Convention, Signature
from booking.paperwork import PaperState, SignState
from booking.queries import paper_parties, signatories
from booking.queries import signatures as readings
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.signatures import Scanned, Written
from booking.usecases import usecase
from booking.usecases.evidence import zone_of
from booking.usecases.files import keep_document
from booking.usecases.signing import (
    advance,
    give_back,
    locked,
    require_delegation,
    require_way,
)
from booking.vocabulary import FileKind


@usecase(after_refusal=give_back)
def deposit(
    actor: Actor,
    convention_id: int,
    document: Document,
    scanned: Scanned,
    *,
    key: str | None = None,
) -> int:
    """A side brings the scan of what was signed on paper or in a signature book, in its order.

    Raises Invalid when it is no PDF, or when it skips a signature that comes before.
    """
    paper = locked([convention_id])[0]
    access.require(actor, "convention.deposit", paper_parties.parties(paper))
    if paper.state is not PaperState.TO_SIGN:
        raise WrongMoment("paper_over", paper=readings.named(paper), state=paper.state)
    require_way(paper, scanned.means)
    _require_scan(document)
    pairs = _written(actor, paper, scanned)
    _require_day(paper, scanned.signed_on)
    for signature, _ in pairs:
        require_delegation(signature, scanned.signed_on)
    made = keep_document(actor, document, actor.organization_id, kind=FileKind.SIGNED)
    paper.scan_id = made.id
    for signature, written in pairs:
        _keep(signature, written, scanned, made.id)
        signature.user_id = actor.user_id or None  # who brought it
    names = ", ".join(each.name for _, each in pairs)
    journal.record(
        actor,
        "deposit_signed",
        "convention",
        paper.id,
        about=readings.named(paper),
        file=made.id,
        name=names,
    )
    advance(actor, paper)
    return paper.id


def _require_scan(document: Document) -> None:
    wrong = "Déposez un fichier PDF." if document.media_type != PDF else ""
    if wrong := wrong or portable.flaw(document.content):
        raise Invalid("invalid", errors={"file": [wrong]})


def _keep(signature: Signature, written: Written, scanned: Scanned, scan_id: int) -> None:
    """Write what a scan shows of one signature."""
    paper = signature.convention
    signature.name, signature.title = written.name, written.title
    signature.mandate_id = _mandate(signature, written, scanned.signed_on)
    signature.at = datetime.combine(scanned.signed_on, time(), zone_of(paper))
    signature.state, signature.means = SignState.SIGNED, scanned.means
    signature.sha256, signature.scan_id = paper.sha256, scan_id


def _mandate(signature: Signature, written: Written, day: date) -> int | None:
    """Return by which mandate somebody signed on a day, as their name says."""
    held = signatories.known([signature], day).in_force.get(signature.organization_id, ())
    mine = written.name.casefold()
    return next((each.id for each in held if each.holder.casefold() == mine), None)


def _written(actor: Actor, paper: Convention, scanned: Scanned) -> list[tuple[Signature, Written]]:
    """Return what a scan shows: the next signatures to come, none left out in between."""
    by_rank = {each.rank: each for each in scanned.signed}
    mine = {each.rank for each in readings.depositable(actor, paper)}
    waiting = [each for each in paper.signatures if each.state is not SignState.SIGNED]
    if not by_rank:
        raise Invalid("invalid", errors={"signed": ["Cochez les signatures que montre le scan."]})
    if by_rank.keys() - {each.rank for each in waiting}:
        raise Invalid("invalid", errors={"signed": ["L’une de ces signatures est déjà donnée."]})
    if by_rank.keys() - mine:
        raise NotAllowed("not_allowed", act="convention.deposit")
    if set(by_rank) != {each.rank for each in waiting[: len(by_rank)]}:
        raise Invalid(
            "invalid", errors={"signed": ["Une signature qui vient avant n’est pas encore donnée."]}
        )
    return [(each, by_rank[each.rank]) for each in waiting if each.rank in by_rank]


def _require_day(paper: Convention, signed_on: date) -> None:
    issued = paper.issued_at.astimezone(zone_of(paper)).date() if paper.issued_at else signed_on
    if not issued <= signed_on <= readings.today_of(paper):
        said = [
            "La date est celle de la signature : après l’établissement du document, pas à venir."
        ]
        raise Invalid("invalid", errors={"signed_on": said})
