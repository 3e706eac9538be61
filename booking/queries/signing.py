"""What waits for somebody's signature: on their own page, or by the link of a message."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload, undefer
from sqlalchemy.orm.strategy_options import _AbstractLoad

from booking import clock
from booking.db import db
from booking.links import Signing
from booking.models.accounts import RequestKey
from booking.models.conventions import Convention, Signature
from booking.models.organizations import Mandate
from booking.models.reservations import Reservation
from booking.paperwork import Means, PaperState, SignState
from booking.queries import signatories, signatures
from booking.queries.signatories import Signatories
from booking.queries.signatures import SignatureView
from booking.rules.access import Actor


@dataclass(frozen=True)
class ToSign:
    """A paper to sign: its frozen words, its digest, who signs it for whom, and in which turn."""

    id: int
    named: str
    subtitle: str
    owner: str  # whose paper it is: numbers are each owner's own
    content: dict[str, Any]
    sha256: str
    issued_at: datetime | None
    ways: frozenset[Means]
    mine: SignatureView
    signed_for: tuple[str, str]  # in whose name, by which act
    signatures: tuple[SignatureView, ...]
    forwards_to: tuple[tuple[int, str], ...]

    @property
    def on_screen(self) -> bool:
        """Tell whether it may be signed on a screen, by who is signed in."""
        return Means.SCREEN in self.ways


@dataclass(frozen=True)
class Linked:
    """Who signs by a link, as what, and the papers that still wait for them."""

    actor: Actor
    title: str
    papers: tuple[ToSign, ...]


def signs(actor: Actor) -> bool:
    """Tell whether the actor themselves signs for their organization today, by a mandate."""
    return _mandate(actor) is not None


def signs_as(actor: Actor) -> tuple[str, str]:
    """Return who signs for the actor's organization from their address today, and as what."""
    mandate = _mandate(actor)
    return (mandate.holder, mandate.title) if mandate else (actor.name, "")


def _mandate(actor: Actor) -> Mandate | None:
    today = clock.today(actor.zone)
    return signatories.mandate_of(actor.organization_id, actor.email, today)


def due(actor: Actor) -> list[ToSign]:
    """Return the papers that wait for the actor's own signature, the oldest first."""
    if _mandate(actor) is None:
        return []
    found = _waiting().where(
        Signature.territory_id == actor.territory_id,
        Signature.organization_id == actor.organization_id,
    )
    return _views(db.session.scalars(found.order_by(Signature.asked_at, Signature.id)))


def linked(signing: Signing) -> Linked | None:
    """Return who signs by a link and what still waits for them; None once nothing does.

    What was signed, refused, passed on or cancelled since waits no more; nor does anything for
    whom no mandate in force names at that address.
    """
    rows = _living(signing)
    if not rows:
        return None
    first = rows[0]
    mandate = signatories.mandate_of(
        first.organization_id, first.email, signatures.today_of(first.convention)
    )
    if mandate is None:
        return None
    return Linked(_actor(first, mandate), mandate.title, tuple(_views(rows)))


def _living(signing: Signing) -> list[Signature]:
    found = _waiting().where(Signature.id.in_([number for number, _ in signing.asked]))
    rows = [
        each
        for each in db.session.scalars(found.order_by(Signature.id))
        if (each.id, each.stamp) in signing.asked and Means.LINK in signatures.ways(each.convention)
    ]
    return [each for each in rows if _same(each, rows[0])]


def _same(signature: Signature, first: Signature) -> bool:
    whose = (signature.organization_id, signature.email)
    return whose == (first.organization_id, first.email)


def _waiting() -> Select[Signature]:
    return (
        select(Signature)
        .join(Signature.convention)
        .options(contains_eager(Signature.convention).options(*_whole()))
        .where(Signature.state == SignState.ASKED, Convention.state == PaperState.TO_SIGN)
    )


def _whole() -> tuple[_AbstractLoad, ...]:
    """Return how to read, with papers to sign, all that is told of them: once for all."""
    paid = joinedload(Convention.reservation).joinedload(Reservation.pool)
    signed = selectinload(Convention.signatures)
    return (
        undefer(Convention.content),
        joinedload(Convention.owner),
        joinedload(Convention.territory),
        paid,
        selectinload(Convention.amends).joinedload(Convention.reservation),
        signed.joinedload(Signature.organization),
        signed.joinedload(Signature.in_name_of),
    )


def _actor(signature: Signature, mandate: Mandate) -> Actor:
    """Return who signs by a link: known by their mandate, with an account or without."""
    organization = signature.organization
    return Actor(
        user_id=0,
        name=mandate.holder,
        email=signature.email,
        organization_id=organization.id,
        organization_name=organization.name,
        territory_id=organization.territory_id,
        kind=organization.kind,
        time_zone=organization.territory.time_zone,
        door="mail",
    )


def is_done(signing: Signing, key: str) -> bool:
    """Tell whether what a link asks for was done, under the key that only the link gives."""
    known = (
        exists()
        .where(Signature.id.in_([number for number, _ in signing.asked]))
        .where(RequestKey.organization_id == Signature.organization_id, RequestKey.key == key)
    )
    return bool(db.session.scalar(select(known)))


def with_same_link(signature: Signature) -> list[Signature]:
    """Return all that waits for the same person alike, to be signed by one link, itself first.

    Alike: for the same lender, in the same part and in the same name, as the message says.
    """
    found = _waiting().where(
        Signature.organization_id == signature.organization_id,
        Signature.email == signature.email,
        Signature.part == signature.part,
        Signature.for_id.is_not_distinct_from(signature.for_id),
        Convention.owner_id == signature.convention.owner_id,
    )
    rows = [
        each
        for each in db.session.scalars(found.order_by(Signature.id))
        if each.id != signature.id and Means.LINK in signatures.ways(each.convention)
    ]
    return [signature, *rows]


def is_reached(convention_ids: Collection[int]) -> bool:
    """Tell whether whoever some papers now wait for has an address, or somebody for them."""
    found = select(Signature).join(Signature.convention)
    waiting = found.where(
        Signature.state == SignState.ASKED,
        Convention.state == PaperState.TO_SIGN,
        Convention.id.in_(convention_ids),
    )
    rows = list(db.session.scalars(waiting.order_by(Signature.id)))
    return not rows or not signatories.unreached(rows, signatures.today_of(rows[0].convention))


def pdf(found: Collection[ToSign], convention_id: int) -> bytes | None:
    """Return the bytes of one of some papers to sign; None when it is not among them."""
    if convention_id not in {each.id for each in found}:
        return None
    return db.session.scalar(select(Convention.pdf).where(Convention.id == convention_id))


def _views(rows: Iterable[Signature]) -> list[ToSign]:
    waiting = list(rows)
    if not waiting:
        return []
    day = signatures.today_of(waiting[0].convention)
    given = [each for mine in waiting for each in mine.convention.signatures]
    known = signatories.known(given, day)
    return [_view(each, each.convention, known) for each in waiting]


def _view(signature: Signature, paper: Convention, known: Signatories) -> ToSign:
    content = paper.content or {}
    return ToSign(
        id=paper.id,
        named=signatures.named(paper),
        subtitle=str(content.get("subtitle", "")),
        owner=paper.owner.name,
        content=content,
        sha256=paper.sha256,
        issued_at=paper.issued_at,
        ways=signatures.ways(paper),
        mine=signatures.view(signature, known),
        signed_for=signatures.signed_for(signature, signatures.today_of(paper)),
        signatures=tuple(signatures.view(each, known) for each in paper.signatures),
        forwards_to=known.others(signature),
    )
