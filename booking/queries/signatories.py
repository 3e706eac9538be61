"""Who may sign for organizations on a day, and for whom, read at once for many signatures."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select

from booking.db import db
from booking.models.accounts import Membership
from booking.models.conventions import Act, Signature
from booking.models.organizations import Mandate, Organization
from booking.numbers import among
from booking.paperwork import SignState
from booking.queries import acts
from booking.vocabulary import Role

CLERKS = (Role.SECRETARY, Role.MANAGER)
"""Who prints a paper, has it signed and brings the scan."""


@dataclass(frozen=True)
class Signatories:
    """The mandates that some signatures name, and those in force, the latest first."""

    named: dict[int, Mandate]
    in_force: dict[int, list[Mandate]]  # by organization

    def expected(self, signature: Signature) -> Mandate | None:
        """Return by which mandate a signature is, or would be, given."""
        latest = next(iter(self.in_force.get(signature.organization_id, ())), None)
        return self.named.get(signature.mandate_id or 0) or latest

    def others(self, signature: Signature) -> tuple[tuple[int, str], ...]:
        """Return to whom else of the same organization a signature may be passed on."""
        return tuple(
            (each.id, f"{each.holder}, {each.title}")
            for each in self.in_force.get(signature.organization_id, ())
            if each.email and each.email.casefold() != signature.email.casefold()
        )


def known(signatures: Iterable[Signature], day: date) -> Signatories:
    """Return who may give some signatures on a day."""
    rows = list(signatures)
    expected = {each.mandate_id for each in rows if each.mandate_id}
    bodies = {each.organization_id for each in rows}
    found = select(Mandate).where(
        or_(among(Mandate.id, expected), and_(among(Mandate.organization_id, bodies), _in(day)))
    )
    latest_first = found.order_by(Mandate.starts_on.desc(), Mandate.id.desc())
    mandates = list(db.session.scalars(latest_first))
    in_force: dict[int, list[Mandate]] = {}
    for each in mandates:
        if each.starts_on <= day and (each.ends_on is None or each.ends_on >= day):
            in_force.setdefault(each.organization_id, []).append(each)
    return Signatories({each.id: each for each in mandates}, in_force)


def mandates(organization_ids: Collection[int], day: date) -> list[Mandate]:
    """Return the mandates in force of some organizations that have an address, latest first."""
    found = select(Mandate).where(
        Mandate.organization_id.in_(organization_ids), Mandate.email != "", _in(day)
    )
    return list(db.session.scalars(found.order_by(Mandate.starts_on.desc(), Mandate.id.desc())))


def mandate_of(organization_id: int, email: str, day: date) -> Mandate | None:
    """Return by which mandate an address signs for an organization on a day."""
    mine = email.strip().casefold()
    found = mandates([organization_id], day)
    return next((each for each in found if each.email.casefold() == mine), None)


def delegation(signature: Signature, day: date) -> Act | None:
    """Return under which act another signs in the owner's name on a day; None when none lets it."""
    if signature.for_id is None:
        return None
    return acts.delegation(signature.for_id, signature.organization_id, day)


def is_over(signature: Signature, day: date) -> bool:
    """Tell whether a signature waits for another than the owner, whom no delegation lets sign."""
    return signature.for_id is not None and delegation(signature, day) is None


def unreached(signatures: Iterable[Signature], day: date) -> frozenset[int]:
    """Return which of some signatures (their ids) are asked of nobody who has an address.

    Neither who is to sign, nor who keeps the papers of their organization, nor itself has one.
    """
    silent = {each.id for each in signatures if each.state is SignState.ASKED and not each.email}
    if not silent:
        return frozenset()
    addressed = exists().where(
        Mandate.email != "",
        or_(
            Mandate.id == Signature.mandate_id,
            and_(
                Signature.mandate_id.is_(None),
                Mandate.organization_id == Signature.organization_id,
                _in(day),
            ),
        ),
    )
    kept = exists().where(
        Membership.organization_id == Signature.organization_id,
        Membership.role.in_(CLERKS),
        Membership.starts_on <= day,
        or_(Membership.ends_on.is_(None), Membership.ends_on >= day),
    )
    found = select(Signature.id).join(Organization, Organization.id == Signature.organization_id)
    nobody = found.where(among(Signature.id, silent), Organization.email == "", ~addressed, ~kept)
    return frozenset(db.session.scalars(nobody))


def _in(day: date) -> ColumnElement[bool]:
    return and_(Mandate.starts_on <= day, or_(Mandate.ends_on.is_(None), Mandate.ends_on >= day))
