"""Signing papers, refusing to, passing them on, asking again: in order."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from booking import clock, journal
from booking.db import db, transaction
from booking.documents import signing as words
from booking.errors import Invalid, NotFound, Refusal, WrongMoment
from booking.models.conventions import Convention, Signature
from booking.models.organizations import Mandate
from booking.paperwork import Means, PaperState, SignState
from booking.queries import paper_parties, signatories, signing
from booking.queries import signatures as readings
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.signatures import Given, remindable_from, reminder_is_due
from booking.usecases import conventions, evidence, signatures, usecase
from booking.vocabulary import MailKind


def give_back(
    refusal: Refusal, actor: Actor, asked: int | tuple[int, ...], *_given: object, **_key: object
) -> None:
    """Let the owner sign itself what a delegation that is over let another sign."""
    if refusal.code == "delegation_over":
        with transaction():
            for paper in locked([asked] if isinstance(asked, int) else asked):
                signatures.give_back(actor, paper)


@usecase(after_refusal=give_back)
def sign(actor: Actor, shown: tuple[int, ...], given: Given, *, key: str | None = None) -> int:
    """Who holds a mandate signs, at once, every paper that was shown: all of them, or none.

    Raises WrongMoment when one of them is not, or no longer, to be signed by them.
    """
    if not shown:
        raise Invalid("invalid", errors={"papers": ["Choisissez au moins un document."]})
    papers = locked(shown)
    for paper in papers:
        access.require(actor, "convention.sign", paper_parties.parties(paper))
    means = Means.LINK if actor.door == "mail" else Means.SCREEN
    due = [_due(actor, paper, means) for paper in papers]
    for signature in due:
        _sign(actor, signature, given, means)
    return papers[-1].id


@usecase(after_refusal=give_back)
def refuse(actor: Actor, convention_id: int, reason: str, *, key: str | None = None) -> int:
    """Who holds a mandate declines to sign a paper and says why: all its sides are told."""
    paper = locked([convention_id])[0]
    access.require(actor, "convention.refuse_to_sign", paper_parties.parties(paper))
    signature = _due(actor, paper)
    signature.state, signature.reason, signature.at = SignState.REFUSED, reason, clock.now()
    signature.name, signature.user_id = actor.name, actor.user_id or None
    paper.state, paper.reason = PaperState.REFUSED, reason
    journal.record(
        actor,
        "refuse_to_sign",
        "convention",
        paper.id,
        about=readings.named(paper),
        by=actor.name,
        reason=reason,
    )
    signatures.tell_sides(
        paper,
        MailKind.SIGN_REFUSED,
        organization_id=signature.organization_id,
        by=actor.name,
        because=reason,
    )
    return paper.id


@usecase(after_refusal=give_back)
def forward(actor: Actor, convention_id: int, mandate_id: int, *, key: str | None = None) -> int:
    """A signature is passed on to somebody else who holds a mandate of the same organization.

    Raises Invalid for a mandate that is none, or that has no address to write to.
    """
    paper = locked([convention_id])[0]
    access.require(actor, "convention.forward", paper_parties.parties(paper))
    signature = _due(actor, paper)
    if mandate_id not in {number for number, _ in readings.others(signature)}:
        raise Invalid("invalid", errors={"mandate": ["Choisissez un signataire de la liste."]})
    mandate = db.session.get_one(Mandate, mandate_id)
    signature.mandate_id, signature.email = mandate.id, mandate.email
    signatures.send(signature, clock.now())
    journal.record(
        actor,
        "forward",
        "convention",
        paper.id,
        about=readings.named(paper),
        by=actor.name,
        name=mandate.holder,
    )
    return paper.id


@usecase()
def remind(actor: Actor, convention_id: int, *, key: str | None = None) -> int:
    """Who is to sign is asked again, by the lender or by the clock, for all that waits for them.

    Once no delegation lets them sign for the owner, the owner itself is asked.
    Raises WrongMoment when nothing waits, or when it was just asked.
    """
    paper = locked([convention_id])[0]
    access.require(actor, "convention.remind", paper_parties.parties(paper))
    if signatures.give_back(actor, paper):
        return paper.id
    signature = readings.asked(paper)
    if signature is None or signature.asked_at is None:
        raise WrongMoment("paper_over", paper=readings.named(paper), state=paper.state)
    if signatories.unreached([signature], readings.today_of(paper)):
        raise WrongMoment("signer_unreached", paper=readings.named(paper))
    signatures.readdress(signature)
    now = clock.now()
    early = now < remindable_from(signature.asked_at, signature.reminded_at)
    if actor.service:
        early = not reminder_is_due(signature.asked_at, signature.reminded_at, now)
    if early:
        raise WrongMoment("reminded_already")
    by_link = signature.email and Means.LINK in readings.ways(paper)
    waiting = signing.with_same_link(signature) if by_link else [signature]
    for each in waiting:
        each.reminded_at = now
    signatures.tell_signer(MailKind.REMIND_SIGN, waiting)
    for each in waiting:
        journal.record(
            actor,
            "remind_sign",
            "convention",
            each.convention_id,
            territory_id=paper.territory_id,
            about=readings.named(each.convention),
        )
    return paper.id


def locked(convention_ids: Collection[int]) -> list[Convention]:
    """Return some papers, locked in the order of their ids; raises NotFound when one is not.

    What they amend is locked with them: whoever cancels it holds it before its amendments.
    """
    wanted = set(convention_ids)
    amended = select(Convention.amends_id).where(Convention.id.in_(wanted))
    held = wanted | {each for each in db.session.scalars(amended) if each}
    found = select(Convention).where(Convention.id.in_(held)).order_by(Convention.id)
    locked = found.with_for_update().execution_options(populate_existing=True)
    papers = [each for each in db.session.scalars(locked) if each.id in wanted]
    if len(papers) < len(wanted):
        raise NotFound("convention_not_found")
    return papers


def _due(actor: Actor, paper: Convention, means: Means | None = None) -> Signature:
    """Return the signature whose turn it is, the actor's own organization's; raises WrongMoment.

    Who comes by a link signs where it was asked: a link that was passed on since is dead.
    """
    if paper.state is not PaperState.TO_SIGN:
        raise WrongMoment("paper_over", paper=readings.named(paper), state=paper.state)
    signature = readings.asked(paper)
    if signature is None or signature.organization_id != actor.organization_id:
        raise WrongMoment("sign_not_due", paper=readings.named(paper))
    if actor.door == "mail" and signature.email != actor.email:
        raise WrongMoment("sign_not_due", paper=readings.named(paper))
    if means:
        require_way(paper, means)
    require_delegation(signature, readings.today_of(paper))
    return signature


def require_delegation(signature: Signature, day: date) -> None:
    """Note by which act another signs for the owner on a day; raises WrongMoment without one."""
    if signature.in_name_of is None:
        return
    act = signatories.delegation(signature, day)
    if act is None:
        owner = signature.in_name_of.name
        raise WrongMoment(
            "delegation_over", paper=readings.named(signature.convention), owner=owner
        )
    signature.delegation_id = act.id


def require_way(paper: Convention, means: Means) -> None:
    """Raise WrongMoment when the EPCI does not admit that the paper is signed so."""
    if means not in readings.ways(paper):
        raise WrongMoment("way_not_admitted", paper=readings.named(paper), way=means)


def _sign(actor: Actor, signature: Signature, given: Given, means: Means) -> None:
    """Write a signature with its evidence, then ask for the next one."""
    paper = signature.convention
    if evidence.is_altered(paper):
        raise WrongMoment("paper_altered", paper=readings.named(paper))
    day = readings.today_of(paper)
    mandate = signatories.mandate_of(signature.organization_id, actor.email, day)
    signature.mandate_id = mandate.id if mandate else signature.mandate_id
    signature.state, signature.means, signature.at = SignState.SIGNED, means, clock.now()
    signature.name, signature.title = given.name, given.title
    signature.drawn, signature.address = given.drawn, given.address
    signature.sha256, signature.user_id = paper.sha256, actor.user_id or None
    signature.consent = words.consent(readings.signed_for(signature, day))
    journal.record(
        actor, "sign", "convention", paper.id, about=readings.named(paper), by=given.name
    )
    advance(actor, paper)


def advance(actor: Actor, paper: Convention) -> None:
    """Ask for the next signature, or keep the paper as signed by all."""
    waiting = [each for each in paper.signatures if each.state is not SignState.SIGNED]
    if not waiting:
        _complete(actor, paper)
    elif waiting[0].state is SignState.WAITING:
        signatures.ask(actor, waiting[0], clock.now())


def _complete(actor: Actor, paper: Convention) -> None:
    """Keep a paper as signed, with the evidence of each signature."""
    paper.state, paper.signed_at = PaperState.SIGNED, clock.now()
    evidence.keep(paper)
    signatures.tell_sides(paper, MailKind.SIGNED)
    conventions.framework_signed(actor, paper)
