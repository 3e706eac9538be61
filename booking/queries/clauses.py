"""Sentences that the papers of loans and organizations share, from what is known today."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_

from booking.db import db
from booking.dealings import Channel, Transport
from booking.documents.articles import Values
from booking.documents.paper import Block, Bullets, Paragraph, Run
from booking.documents.words import plain_day, spelled
from booking.models.conventions import Convention
from booking.models.organizations import Organization
from booking.models.reservations import Reservation
from booking.paperwork import PaperKind
from booking.queries import acts, organizations

CONTESTED = 3
"""Working days to contest what was noted in one's absence (domain § 2.5)."""
TRANSPORTS = {
    Transport.OWN: "l’emprunteur vient chercher le matériel et le rapporte",
    Transport.DELIVERED: "l’emprunteur demande la livraison, due si le gestionnaire la confirme, "
    "et rapporte le matériel",
    Transport.BOTH_WAYS: "l’emprunteur demande la livraison et la reprise, dues si le "
    "gestionnaire les confirme",
}
UNRESTRICTED = (
    "Aucune habilitation particulière n’est exigée. L’emprunteur ne confie le matériel qu’à des "
    "personnes aptes à s’en servir et informées des consignes."
)
CONDITIONS = "Avant tout usage, l’emprunteur s’assure que les conditions suivantes sont remplies."
NO_CERTIFICATE = "aucune attestation valable aux dates du prêt ne nous est connue"


def of_loan(mine: Reservation, zone: ZoneInfo) -> Values:
    """Return what the sentences about using, cancelling and reaching people say of a loan."""
    return {
        "transport": TRANSPORTS[mine.request.transport or Transport.OWN],
        "conditions": conditions(mine),
        "engagement": _engagement(mine),
        "annulation": _cancelled(mine.pool.cancel_days),
        "contestation": _contested(mine, zone),
        "attestation": _certificate(mine, zone),
        "contact": _contact(mine),
        "gestion.acte": _managing(mine, mine.starts_at.astimezone(zone).date()),
        "gestionnaire.contact": reach(mine.pool.manager),
    }


def working_days(count: int) -> str:
    """Return so many working days in words: "trois jours ouvrés"."""
    plural = "s" if count > 1 else ""
    return f"{spelled(count)} jour{plural} ouvré{plural}"


def conditions(mine: Reservation) -> tuple[Block, ...]:
    """Return what is asked before any use, or that nothing particular is."""
    labels = list({each.label: None for line in mine.lines for each in line.item.requirements})
    if not labels:
        return (Paragraph((Run(UNRESTRICTED),)),)
    return (Paragraph((Run(CONDITIONS),)), Bullets(tuple((Run(each),) for each in labels)))


def reach(organization: Organization) -> str:
    """Return how an organization is reached: its mail and telephone, else its address."""
    known = ", ".join(filter(None, [organization.email, organization.phone]))
    return known or organization.address or organization.name


def _engagement(mine: Reservation) -> str:
    signed = mine.request.engagement_on
    return f"souscrit le {plain_day(signed)}" if signed else "à présenter avant le retrait"


def _cancelled(days: int) -> str:
    return f"jusqu’à {working_days(days)} avant le retrait" if days else "jusqu’au retrait"


def last_day(ends_at: datetime, zone: ZoneInfo) -> date:
    """Return the last local day of a loan."""
    return (ends_at - timedelta(microseconds=1)).astimezone(zone).date()


def _certificate(mine: Reservation, zone: ZoneInfo) -> str:
    borrower = mine.request.borrower_id
    if organizations.insurance(borrower, last_day(mine.ends_at, zone)):
        return "l’attestation qui nous est connue couvre le dernier jour du prêt"
    known = organizations.insurance(borrower, mine.starts_at.astimezone(zone).date())
    if known is None:
        return NO_CERTIFICATE
    paper = f"{known.insurer}, contrat n° {known.number}"
    until = plain_day(known.ends_on)
    return f"l’attestation connue ({paper}) prend fin le {until}, avant la fin du prêt"


def _contested(mine: Reservation, zone: ZoneInfo) -> str:
    """Return how long what was noted may be contested: as the framework in force agreed it."""
    first = mine.starts_at.astimezone(zone).date()
    agreed = acts.framework_signed(mine.request.borrower_id, mine.owner_id, first)
    typed = (agreed.options or {}).get("délai_contestation", "") if agreed else ""
    return " ".join(typed.split()) or working_days(CONTESTED)


def _managing(mine: Reservation, day: date) -> str:
    """Return by what a manager manages on a day: a convention, a delegation, else its own rules."""
    manager_id = mine.pool.manager_id
    found = acts.signed(PaperKind.MANAGEMENT, mine.owner_id, day).where(
        Convention.partner_id == manager_id,
        or_(Convention.pool_id.is_(None), Convention.pool_id == mine.pool_id),
    )
    if known := db.session.scalars(found.order_by(Convention.id.desc())).first():
        return f"{known.kind.label} n° {known.number}"
    if given := acts.delegation(mine.owner_id, manager_id, day):
        return acts.cited(given)
    return f"les règles du parc « {mine.pool.name} »"


def _contact(mine: Reservation) -> str:
    """Return whom to call at the borrower's: who asked, unless another asked in its name."""
    asked = mine.request
    if asked.channel is not Channel.ONLINE:
        return f"{asked.borrower.name}, {reach(asked.borrower)}"
    return f"{asked.asked_by.name}, {asked.borrower.phone or asked.asked_by.email}"
