"""What an organization still needs before its loans are sound."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from booking import clock
from booking.db import db
from booking.errors import NotFound
from booking.models.conventions import Act
from booking.models.organizations import (
    Adhesion,
    InsuranceCertificate,
    Mandate,
    Organization,
)
from booking.queries import outdated
from booking.queries.acts import grounds
from booking.rules import access, readiness
from booking.rules.access import Actor, Parties
from booking.rules.readiness import Judged, Span
from booking.vocabulary import ActKind, Subject


@dataclass(frozen=True)
class ReadinessView:
    """An organization and where each subject stands."""

    organization_id: int
    organization: str
    steps: tuple[Judged, ...]
    outdated: tuple[str, ...] = ()  # who signs by a power older than the present council

    @property
    def ready(self) -> bool:
        """Tell whether nothing is to be done, now and for two months."""
        return readiness.is_ready(self.steps)

    @property
    def done(self) -> int:
        """Return how many subjects need nothing."""
        return sum(readiness.is_ready([each]) for each in self.steps)


def show(actor: Actor, organization_id: int) -> ReadinessView:
    """Return where an organization stands; raises NotFound to others than it and the office."""
    organization = db.session.get(Organization, organization_id)
    if organization is None:
        raise NotFound("readiness_not_found")
    concerned = Parties(organization.territory_id, organization_id=organization.id)
    access.require(actor, "readiness.read", concerned)
    today = clock.today(ZoneInfo(organization.territory.time_zone))
    steps = tuple(
        readiness.judge(subject, _spans(organization, subject, today), today)
        for subject in readiness.subjects(organization.kind)
    )
    old = [*outdated.signatories(organization, today), *outdated.delegations(organization, today)]
    return ReadinessView(organization.id, organization.name, steps, tuple(old))


def _spans(organization: Organization, subject: Subject, today: date) -> list[Span]:
    """Return from when until when each paper of a subject is in force."""
    if subject is Subject.ADHESION:
        return _dated(Adhesion, organization, Adhesion.pool_id.is_(None))
    if subject is Subject.INSURANCE:
        return _dated(InsuranceCertificate, organization)
    if subject is Subject.SIGNATORY:
        return _dated(Mandate, organization)
    kinds = {ActKind.FRAMEWORK} if subject is Subject.FRAMEWORK else grounds(organization, today)
    return _dated(Act, organization, Act.kind.in_(kinds))


def _dated(
    table: type[Adhesion | InsuranceCertificate | Mandate | Act],
    organization: Organization,
    *more: object,
) -> list[Span]:
    found = select(table.starts_on, table.ends_on).where(
        table.organization_id == organization.id,
        *more,  # type: ignore[arg-type]
    )
    return [(starts_on, ends_on) for starts_on, ends_on in db.session.execute(found)]
