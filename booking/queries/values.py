"""What the variables of a paper say of one reservation, and which of its articles hold."""

import hashlib
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from booking.dealings import BENEFICIARIES
from booking.documents.articles import Values
from booking.documents.paper import Block, Bullets, Fields, Paragraph, Party, Run, Table
from booking.documents.words import day, due, moment, money, several, share_of
from booking.models.organizations import Organization
from booking.models.reservations import Line, Reservation
from booking.paperwork import Condition
from booking.queries import acts, clauses, depots, figures, organizations, visas
from booking.queries.files import logo_of
from booking.vocabulary import STAFF, BeneficiaryKind, OrganizationKind

EPCI_KINDS = {
    "CA": "communauté d’agglomération",
    "CC": "communauté de communes",
    "CU": "communauté urbaine",
    "METRO": "métropole",
    "MET69": "métropole",
}
"""What an EPCI is, by its kind in the official file."""
LAPSES = (
    "Cette attestation prend fin avant le retour. L’emprunteur remet la suivante avant cette date."
)
NO_GUARANTEE = "aucun dépôt de garantie"
UNKNOWN = "non indiquée"
PARTLY = "sans le matériel dont la valeur n’est pas indiquée"
NO_DEPOT = "le lieu qu’indique le gestionnaire"
TRIBUNAL = "celle que désignent les règles de droit"


def text(said: str) -> Paragraph:
    """Return a paragraph of plain words."""
    return Paragraph((Run(said),))


def bullets(said: list[str]) -> Bullets:
    """Return a list of plain words."""
    return Bullets(tuple((Run(each),) for each in said))


def party(role: str, organization: Organization, today: date) -> Party:
    """Return an organization as a party of a paper, with who signs for it on a day."""
    mandate = organizations.signatory(organization.id, today)
    logo = logo_of(organization.id)
    return Party(
        role=role,
        name=organization.name,
        kind=kind_of(organization),
        siren=organization.siren or "",
        address=organization.address or f"{organization.postal_code} {organization.name}".strip(),
        representative=mandate.holder if mandate else "",
        representative_title=mandate.title if mandate else "",
        mandate=visas.habilitation(mandate),
        mention=organization.mention,
        logo=hashlib.sha256(logo).hexdigest() if logo else "",
    )


def kind_of(organization: Organization) -> str:
    """Return what an organization is, in words."""
    if organization.kind is not OrganizationKind.EPCI:
        return organization.kind.label
    return EPCI_KINDS.get(figures.kind_of_epci(organization.siren), organization.kind.label)


def of_party(role: str, said: Party) -> dict[str, str | None]:
    """Return the variables of one party, by the role they begin with."""
    return {
        f"{role}.nom": said.name,
        f"{role}.nature": said.kind,
        f"{role}.siren": said.siren or None,
        f"{role}.adresse": said.address or None,
        f"{role}.représentant": said.representative or None,
        f"{role}.qualité": said.representative_title or None,
        f"{role}.acte": said.mandate or None,
    }


def of_reservation(mine: Reservation, now: datetime) -> Values:
    """Return what every variable says of a reservation, at an instant."""
    zone = ZoneInfo(mine.territory.time_zone)
    today = now.astimezone(zone).date()
    borrower = mine.request.borrower
    lines = lent(mine)
    cited = acts.framework(borrower.id, mine.owner_id, mine.starts_at.astimezone(zone).date())
    return {
        **of_party("prêteur", party("Le prêteur", mine.owner, today)),
        **of_party("emprunteur", party("L’emprunteur", borrower, today)),
        **of_party("gestionnaire", party("Le gestionnaire", mine.pool.manager, today)),
        "date": day(today).partition(" ")[2],
        "territoire": mine.territory.name,
        "parc": mine.pool.name,
        "base": mine.pool.legal_basis.label,
        "actes": visas.listed(visas.of_loan(mine, today), needed=mine.territory.needs_act),
        "cadre": cited,
        "objet": mine.request.purpose,
        "lieu": mine.request.place or "le territoire de l’emprunteur",
        "bénéficiaire": _beneficiary(mine),
        "désignation": designation(lines),
        "quantité": str(sum(line.quantity for line in lines)),
        **dates(mine.starts_at.astimezone(zone), mine.ends_at.astimezone(zone)),
        "dépôts": (bullets(_depots(mine) or [NO_DEPOT]),),
        "opérateurs": several([line.item.name for line in mine.lines if line not in lines]),
        "assurance": _insurance(mine, zone),
        "prix": mine.price or (None if acts.is_paid(mine) else "à titre gratuit"),
        "valeur": worth(lines),
        "garantie": ", ".join(filter(None, [mine.deposit, mine.deposit_means])) or NO_GUARANTEE,
        **clauses.of_loan(mine, zone),
        "tribunal": TRIBUNAL,
        "données.contact": mine.owner.email or mine.owner.name,
        "copropriété": (bullets(_co_owners(mine)),),
    }


def conditions(mine: Reservation, cited: str | None) -> frozenset[Condition]:
    """Return which conditional articles a reservation has."""
    vehicle = any(line.item.family == "Véhicules" for line in mine.lines)
    staff = any(line.item.family == STAFF for line in mine.lines)
    association = mine.request.beneficiary_kind is BeneficiaryKind.ASSOCIATION
    managed = mine.pool.manager_id != mine.owner_id
    return frozenset(
        {
            Condition.OPERATOR if staff else Condition.NO_OPERATOR,
            Condition.PRICE if acts.is_paid(mine) else Condition.FREE,
            Condition.MANAGED if managed else Condition.SELF_MANAGED,
            Condition.FRAMEWORK if cited else Condition.NO_FRAMEWORK,
            *([Condition.ASSOCIATION] if association else []),
            *([Condition.VEHICLE] if vehicle else []),
            *([Condition.CO_OWNED] if _co_owners(mine) else []),
            *([Condition.DEPOSIT] if mine.deposit else []),
        }
    )


def lent(mine: Reservation) -> list[Line]:
    """Return the lines of things, without who operates them."""
    return [line for line in mine.lines if line.item.family != STAFF]


def _beneficiary(mine: Reservation) -> str:
    name = mine.request.beneficiary_name
    kind = BENEFICIARIES[mine.request.beneficiary_kind]
    return f"{name} ({kind})" if name else "l’emprunteur lui-même"


def designation(lines: list[Line]) -> tuple[Block, ...]:
    """Return the table of what is lent and, under it, what all of it is worth.

    One row per depot; what is no longer held has one.
    """
    rows = [row for line in lines for row in _rows(line)]
    table = Table(
        name="Matériel prêté",
        head=("Référence", "Désignation", "Quantité", "Dépôt", "Valeur unitaire de remplacement"),
        rows=tuple(rows),
        figures=(2, 4),
        widths=(26, 66, 18, 34, 28),
    )
    return (table, Fields((("Valeur totale de remplacement", worth(lines)),))) if rows else ()


def worth(lines: list[Line]) -> str:
    """Return what some lines are worth in all; a line without a value is never counted for 0."""
    known = [each for each in lines if each.item.replacement_cents]
    total = money(sum(each.quantity * each.item.replacement_cents for each in known))
    if len(known) == len(lines):
        return total
    return f"{total}, {PARTLY}" if known else UNKNOWN


def _rows(line: Line) -> list[tuple[str, ...]]:
    cents = line.item.replacement_cents
    value = money(cents) if cents else UNKNOWN
    held = [(hold.quantity, hold.stock.depot.name) for hold in line.holds]
    return [
        (line.item.reference, line.item.name, str(quantity), depot, value)
        for quantity, depot in held or [(line.quantity, "–")]
    ]


def dates(first: datetime, last: datetime) -> dict[str, str]:
    """Return the period, the hand-over and the return (local), in days when in whole days."""
    if first.time() != time(0) or last.time() != time(0):
        start, end = moment(first), due(last)
        return {"période": f"du {start}, au {end}", "retrait": start, "retour": end}
    start, end = day(first), day(last.date() - timedelta(days=1))
    period = f"du {start} au {end} inclus" if start != end else f"la journée du {start}"
    hours = "aux heures du dépôt"
    return {"période": period, "retrait": f"{start}, {hours}", "retour": f"{end}, {hours}"}


def _depots(mine: Reservation) -> list[str]:
    found = {hold.stock.depot_id: hold.stock.depot for line in mine.lines for hold in line.holds}
    return [
        ", ".join(filter(None, [each.name, each.address, depots.hours_said(each)]))
        for each in found.values()
    ]


def _insurance(mine: Reservation, zone: ZoneInfo) -> tuple[Fields | Paragraph, ...]:
    first = mine.starts_at.astimezone(zone).date()
    policy = organizations.insurance(mine.request.borrower_id, first)
    if policy is None:
        return (text("L’emprunteur remet une attestation en cours de validité avant le retrait."),)
    until = day(policy.ends_on).partition(" ")[2]
    rows = (
        ("Assureur", policy.insurer),
        ("Contrat n°", policy.number),
        ("Valable jusqu’au", until),
    )
    if policy.ends_on < clauses.last_day(mine.ends_at, zone):
        return (Fields(rows), text(LAPSES))
    return (Fields(rows),)


def _co_owners(mine: Reservation) -> list[str]:
    shares = {each.organization.name: each for line in mine.lines for each in line.item.shares}
    return [f"{name}, {share_of(s.numerator, s.denominator)}" for name, s in shares.items()]
