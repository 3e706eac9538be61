"""Whom a paper concerns, and who may sign it today."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from booking import clock
from booking.db import db
from booking.models.conventions import Convention
from booking.models.organizations import Mandate
from booking.numbers import among
from booking.paperwork import Part
from booking.queries import views
from booking.rules.access import Parties


def parties(row: Convention) -> Parties:
    """Return the organizations a paper concerns, by their part in it, and their signatories."""
    signing = {each.organization_id for each in row.signatures}
    today = clock.today(ZoneInfo(row.territory.time_zone))
    stores = views.parties(row.reservation).custodian_ids if row.reservation else frozenset()
    return Parties(
        row.territory_id,
        borrower_id=row.partner_id,
        manager_id=row.manager_id,
        owner_id=row.owner_id,
        custodian_ids=stores,
        co_owner_ids=frozenset(
            each.organization_id for each in row.signatures if each.part is Part.CO_OWNER
        ),
        signers=frozenset(
            (mandate.organization_id, mandate.email.casefold())
            for mandate in mandates(signing, today)
            if mandate.email
        ),
    )


def mandates(organization_ids: set[int], day: date) -> list[Mandate]:
    """Return who may sign on a day for some organizations, the latest mandate last."""
    if not organization_ids:
        return []
    found = select(Mandate).where(
        among(Mandate.organization_id, organization_ids),
        Mandate.starts_on <= day,
        or_(Mandate.ends_on.is_(None), Mandate.ends_on >= day),
    )
    return list(db.session.scalars(found.order_by(Mandate.starts_on, Mandate.id)))
