"""The acts on which loans and papers rest: which are in force, which are missing."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Select, or_, select

from booking.db import db
from booking.documents.words import several
from booking.models.catalogue import Item
from booking.models.conventions import Act, Convention
from booking.models.organizations import Organization
from booking.models.reservations import Reservation
from booking.paperwork import ActsOf, PaperKind, PaperState
from booking.queries import organizations
from booking.rules import acts as rules
from booking.rules.signatures import Sides, parts
from booking.rules.terms import Verdict
from booking.vocabulary import ActKind, LegalBasis


def cited(act: Act) -> str:
    """Return an act as papers cite it."""
    return f"{act.kind.label} n° {act.number}"


def grounds(organization: Organization, day: date, *, paid: bool = False) -> set[ActKind]:
    """Return the kinds of act on which an organization's loans may rest on a day."""
    by_delegation = rules.may_be_delegated(organization.kind, paid=paid)
    delegated = by_delegation and _of_its_council(organization.id, day) is not None
    return set(rules.grounding(organization.kind, paid=paid, delegated=delegated))


def ground(organization: Organization, day: date, *, paid: bool = False) -> Act | None:
    """Return the act on which an organization's loans rest on a day."""
    return organizations.act(organization.id, grounds(organization, day, paid=paid), day)


def grounding(organization: Organization, day: date, *, paid: bool = False) -> list[Act]:
    """Return every act on which an organization's loans rest on a day, the oldest first.

    What its council delegated to its own executive is among them, where a loan may rest on it.
    """
    kinds = grounds(organization, day, paid=paid)
    if rules.may_be_delegated(organization.kind, paid=paid):
        kinds.add(ActKind.DELEGATION)
    found = _in_force(organization.id, day).where(
        Act.kind.in_(kinds), or_(Act.kind != ActKind.DELEGATION, Act.partner_id.is_(None))
    )
    return list(db.session.scalars(found.order_by(Act.taken_on, Act.id)))


def _of_its_council(organization_id: int, day: date) -> Act | None:
    """Return what the council of an organization delegated to its own executive."""
    return _delegation(organization_id, None, day)


def delegation(owner_id: int, manager_id: int, day: date) -> Act | None:
    """Return the written delegation under which a manager signs for an owner on a day."""
    return _delegation(owner_id, manager_id, day)


def _delegation(organization_id: int, partner_id: int | None, day: date) -> Act | None:
    found = _in_force(organization_id, day).where(
        Act.kind == ActKind.DELEGATION,
        Act.partner_id.is_(None) if partner_id is None else Act.partner_id == partner_id,
    )
    return db.session.scalars(found.order_by(Act.taken_on.desc(), Act.id.desc())).first()


def _in_force(organization_id: int, day: date) -> Select[Act]:
    return select(Act).where(
        Act.organization_id == organization_id,
        Act.starts_on <= day,
        or_(Act.ends_on.is_(None), Act.ends_on >= day),
    )


def is_paid(reservation: Reservation) -> bool:
    """Tell whether a loan is paid for, by its price or by the legal basis of its pool."""
    return bool(reservation.price) or reservation.pool.legal_basis is LegalBasis.PAID_MEANS


def missing(reservation: Reservation, day: date) -> list[str]:
    """Return what keeps the papers of a reservation from being issued for signature."""
    return _codes(judged(reservation, day))


def judged(reservation: Reservation, day: date, kind: PaperKind = PaperKind.LOAN) -> list[Verdict]:
    """Return what is judged of the acts of a lender and of who signs last, each with its facts.

    Of co-owned things the acts are those of the lead (the owner) or of each co-owner, as their
    signed convention says; without one, those of the lead.
    """
    paid, others = is_paid(reservation), co_owners(reservation, day)
    sides = (reservation.owner_id, reservation.pool.manager_id)
    return [
        *_of_act(reservation.owner, day, paid=paid),
        *_of_co_owners(reservation.territory.needs_act, others, day, paid=paid),
        _of_signatory(_last_signer(kind, *sides, day), day),
    ]


def co_owners(reservation: Reservation, day: date) -> list[Organization]:
    """Return whose acts a loan of co-owned things needs beside the lead's, by name."""
    if _acts_of(reservation, day) is not ActsOf.EACH:
        return []
    return _others([line.item for line in reservation.lines], reservation.owner_id)


def missing_for(paper: Convention, day: date) -> list[str]:
    """Return what keeps a paper from being issued for signature, of a loan or standing alone."""
    return _codes(judged_for(paper, day))


def judged_for(paper: Convention, day: date) -> list[Verdict]:
    """Return what is judged of the acts and the signatory of a paper's owner, with its facts.

    A convention of co-ownership binds each co-owner: each needs its act.
    """
    if paper.reservation:
        return judged(paper.reservation, day, paper.kind)
    others: Sequence[Organization] = ()
    if paper.kind is PaperKind.CO_OWNERSHIP:
        items = select(Item).filter_by(pool_id=paper.pool_id, owner_id=paper.owner_id)
        others = _others(db.session.scalars(items), paper.owner_id)
    return [
        *_of_act(paper.owner, day, paid=False),
        *_of_co_owners(paper.territory.needs_act, others, day, paid=False),
        _of_signatory(_last_signer(_signed_as(paper), paper.owner_id, paper.manager_id, day), day),
    ]


def lacking(paper: Convention, day: date) -> str:
    """Return the co-owners whose act is missing for a paper, by name."""
    return _named(judged_for(paper, day))


def lacking_for(reservation: Reservation, day: date) -> str:
    """Return the co-owners whose act is missing for a loan, by name."""
    return _named(judged(reservation, day))


def _named(verdicts: Iterable[Verdict]) -> str:
    missing = [each for each in verdicts if (each.code, each.level) == ("co_owner_act", "warn")]
    return several([str(each.facts["organization"]) for each in missing])


def _signed_as(paper: Convention) -> PaperKind:
    amended = paper.amends if paper.kind is PaperKind.AMENDMENT else None
    return amended.kind if amended else paper.kind


def _last_signer(kind: PaperKind, owner_id: int, manager_id: int | None, day: date) -> int:
    """Return who signs last: the owner, or its manager under a delegation in force."""
    under = manager_id is not None and delegation(owner_id, manager_id, day) is not None
    order = parts(kind, Sides(owner_id, manager_id, delegated=under))
    return order[-1][1] if order else owner_id


def _codes(verdicts: Iterable[Verdict]) -> list[str]:
    return list(dict.fromkeys(each.code for each in verdicts if each.level == "warn"))


def _of_act(owner: Organization, day: date, *, paid: bool) -> list[Verdict]:
    """Return whether the owner's act is there; nothing when none is asked and none is known."""
    known = ground(owner, day, paid=paid)
    if not known and not owner.territory.needs_act:
        return []
    return [Verdict("lender_act", "ok" if known else "warn", {})]


def _of_co_owners(
    needed: bool, others: Sequence[Organization], day: date, *, paid: bool
) -> list[Verdict]:
    """Return whether the act of each co-owner but the lead is there."""
    return [
        Verdict(
            "co_owner_act",
            "ok" if ground(each, day, paid=paid) else "warn",
            {"organization": each.name},
        )
        for each in (others if needed else ())
    ]


def _of_signatory(organization_id: int, day: date) -> Verdict:
    known = organizations.signatory(organization_id, day)
    return Verdict("lender_signatory", "ok" if known else "warn", {})


def _others(items: Iterable[Item], lead_id: int) -> list[Organization]:
    """Return the co-owners of some items but the lead, by name."""
    found = {
        share.organization_id: share.organization
        for item in items
        for share in item.shares
        if share.organization_id != lead_id
    }
    return sorted(found.values(), key=lambda each: each.name)


def _acts_of(reservation: Reservation, day: date) -> ActsOf | None:
    """Return whose acts the signed co-ownership convention of a lender's pool asks for."""
    agreeing = signed(PaperKind.CO_OWNERSHIP, reservation.owner_id, day).where(
        Convention.pool_id == reservation.pool_id
    )
    agreed = db.session.scalars(agreeing.order_by(Convention.id.desc())).first()
    return agreed.acts_of if agreed else None


def signed(kind: PaperKind, owner_id: int, day: date) -> Select[Convention]:
    """Return the papers of a kind that an owner signed here and that are in force on a day."""
    return select(Convention).where(
        Convention.kind == kind,
        Convention.state == PaperState.SIGNED,
        Convention.owner_id == owner_id,
        or_(Convention.starts_on.is_(None), Convention.starts_on <= day),
        or_(Convention.renewable, Convention.ends_on.is_(None), Convention.ends_on >= day),
    )


def framework_signed(borrower_id: int, lender_id: int, day: date) -> Convention | None:
    """Return the framework convention that two organizations signed here, in force on a day."""
    found = signed(PaperKind.FRAMEWORK, lender_id, day).where(Convention.partner_id == borrower_id)
    return db.session.scalars(found.order_by(Convention.id.desc())).first()


def framework(borrower_id: int, lender_id: int, day: date) -> str | None:
    """Return the framework convention in force between two organizations, as it is cited.

    One that was signed here, or one that the borrower recorded as signed before the service; that
    one may name its lender, or serve for all.
    """
    if ours := framework_signed(borrower_id, lender_id, day):
        return f"{ours.kind.label} n° {ours.number}"
    before = _in_force(borrower_id, day).where(
        Act.kind == ActKind.FRAMEWORK,
        or_(Act.partner_id.is_(None), Act.partner_id == lender_id),
    )
    act = db.session.scalars(before.order_by(Act.taken_on.desc())).first()
    return cited(act) if act else None
