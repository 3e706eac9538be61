"""Opening the signatures of a paper in their order, asking for each, and telling the sides."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from booking import clock, journal, mail
from booking.db import db
from booking.models.conventions import Convention, Signature
from booking.models.mail import Message
from booking.models.organizations import Organization
from booking.paperwork import Means, Part, SignState
from booking.queries import acts, organizations, signatories
from booking.queries import signatures as readings
from booking.queries.paper_parties import signed_as
from booking.queries.signatories import CLERKS
from booking.rules.access import Actor
from booking.rules.signatures import Sides, parts
from booking.usecases import at_counter
from booking.vocabulary import MailKind

DUE = "/conventions/a-signer"
ALIKE = ("organization_id", "part", "in_name_of", "how")
"""What two messages say alike that may be one."""


def open_for(paper: Convention, sides: Sides, now: datetime) -> None:
    """Open the signatures that a paper needs, and ask for the first that is not given already.

    Under a delegation in force the manager signs last, in the owner's name.
    """
    delegation = None
    if sides.delegated and sides.manager_id:
        today = readings.today_of(paper)
        delegation = acts.delegation(sides.owner_id, sides.manager_id, today)
    for rank, (part, organization_id) in enumerate(parts(signed_as(paper), sides), 1):
        lent = part is Part.OWNER and organization_id != sides.owner_id
        paper.signatures.append(
            Signature(
                territory_id=paper.territory_id,
                rank=rank,
                part=part,
                organization_id=organization_id,
                for_id=sides.owner_id if lent else None,
                delegation_id=delegation.id if lent and delegation else None,
                state=SignState.WAITING,
            )
        )
    db.session.flush()  # the message names the paper and the signature by their ids
    at_counter.give(paper)
    if waiting := [each for each in paper.signatures if each.state is SignState.WAITING]:
        _ask(waiting[0], now)


def ask(actor: Actor, signature: Signature, now: datetime) -> None:
    """Ask for a signature whose turn has come; of the owner when none may sign for it any more."""
    give_back(actor, signature.convention)
    if signature.state is SignState.WAITING:
        _ask(signature, now)


def give_back(actor: Actor, paper: Convention) -> bool:
    """Let the owner sign what another was to sign by a delegation that is over; tell whether so."""
    today = readings.today_of(paper)
    waiting = (SignState.WAITING, SignState.ASKED)
    lent = [each for each in paper.signatures if each.state in waiting]
    over = [each for each in lent if signatories.is_over(each, today)]
    for each in over:
        each.organization = db.session.get_one(Organization, each.for_id)
        each.in_name_of, each.delegation_id, each.mandate_id = None, None, None
        db.session.flush()  # whom it is asked of is read from the tables
        journal.record(
            actor,
            "give_back",
            "convention",
            paper.id,
            territory_id=paper.territory_id,
            about=readings.named(paper),
            name=each.organization.name,
        )
        if each.state is SignState.ASKED:
            _ask(each, clock.now())
    return bool(over)


def _ask(signature: Signature, now: datetime) -> None:
    """Ask for a signature whose turn has come: of who holds the mandate that day."""
    today = readings.today_of(signature.convention)
    mandate = organizations.signatory(signature.organization_id, today)
    signature.state, signature.mandate_id = SignState.ASKED, mandate.id if mandate else None
    signature.email = mandate.email if mandate else ""
    send(signature, now)


def send(signature: Signature, now: datetime) -> None:
    """Write to whom a signature is asked of, by a new link: any older one is dead."""
    signature.stamp = secrets.token_hex(16)
    signature.asked_at, signature.reminded_at = now, None
    tell_signer(MailKind.TO_SIGN, [signature])


def readdress(signature: Signature) -> None:
    """Write where who is to sign can be reached by now, of whom no address was known."""
    if not signature.email:
        known = signatories.known([signature], readings.today_of(signature.convention))
        mandate = known.expected(signature)
        signature.email = mandate.email if mandate else ""


def tell_signer(kind: MailKind, asked: list[Signature]) -> None:
    """Tell one person of what they are to sign, with the link that serves for all of it.

    Where no link may serve, or nobody's address is known, the organization reads how to sign.
    """
    first = asked[0]
    ways = readings.ways(first.convention)
    by_link = bool(first.email) and Means.LINK in ways
    on_screen = bool(first.email) and Means.SCREEN in ways
    own = [first.email] if first.email else []
    people = own if by_link or on_screen else clerks(first.organization) or own
    facts = {
        "conventions": [each.convention_id for each in asked],
        "signatures": [[each.id, each.stamp] for each in asked] if by_link else [],
        "organization_id": first.organization_id,
        "part": first.part.label,
        "in_name_of": first.in_name_of.name if first.in_name_of else "",
        "how": "link" if by_link else "screen" if on_screen else "paper",
        "path": DUE if by_link or on_screen else path_of(first.convention),
    }
    first_time = kind is MailKind.TO_SIGN
    left = [each for each in people if not (first_time and _joined(first, each, facts))]
    mail.queue(first.territory_id, kind, left, **facts)


def _joined(first: Signature, to: str, facts: Mapping[str, Any]) -> bool:
    """Add papers to a like message that has not left; tell whether there was one.

    Several papers issued at once make one message, and one link that signs them all. A message
    that somebody holds is left alone: nothing here may wait for a lock.
    """
    unsent = select(Message).where(
        Message.territory_id == first.territory_id,
        Message.kind == MailKind.TO_SIGN,
        Message.to == to,
        Message.sent_at.is_(None),
        Message.attempts == 0,
    )
    for message in db.session.scalars(unsent.with_for_update(skip_locked=True)):
        if all(message.facts.get(name) == facts[name] for name in ALIKE):
            papers = [*message.facts["conventions"], *facts["conventions"]]
            message.facts = {
                **message.facts,
                "conventions": list(dict.fromkeys(papers)),
                "signatures": [*message.facts["signatures"], *facts["signatures"]],
            }
            return True
    return False


def clerks(organization: Organization) -> list[str]:
    """Return who keeps the papers of an organization, its own address when nobody does."""
    people = mail.people(organization.id, *CLERKS)
    return people or ([organization.email] if organization.email else [])


def path_of(paper: Convention) -> str:
    """Return where a paper is read."""
    return f"/conventions/{paper.id}"


def tell_sides(paper: Convention, kind: MailKind, **facts: object) -> None:
    """Tell every side of a paper what became of it, and whoever signed it by a link."""
    organization_ids = {each.organization_id for each in paper.signatures}
    organization_ids |= {paper.owner_id, *filter(None, (paper.manager_id, paper.partner_id))}
    people = {each for number in organization_ids for each in mail.people(number, *CLERKS)}
    signed = {each.email for each in paper.signatures if each.email and each.asked_at}
    mail.queue(
        paper.territory_id,
        kind,
        sorted(people | _strangers(signed, people)),
        conventions=[paper.id],
        path=path_of(paper),
        **facts,
    )


def _strangers(addresses: Iterable[str], known: Iterable[str]) -> set[str]:
    """Return the addresses that are not among those known, in whatever case they are written."""
    told = {each.casefold() for each in known}
    return {each for each in addresses if each.casefold() not in told}
