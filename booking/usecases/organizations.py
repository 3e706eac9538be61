"""Organizations: those the official figures give a territory, and those added by hand."""

from datetime import date

from sqlalchemy import select

from booking import journal
from booking.db import db
from booking.errors import Invalid
from booking.models.organizations import Adhesion, Organization, Territory
from booking.queries import figures, organizations
from booking.queries.figures import Figures
from booking.rules import access, regions
from booking.rules.access import Actor, Parties
from booking.rules.figures import Commune
from booking.rules.organizations import ADDED_BY_HAND, ANSWERED_FOR, Described
from booking.usecases import usecase
from booking.vocabulary import OrganizationKind

OVERSEAS = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "976": "Indian/Mayotte",
}
OFFICIAL = {OrganizationKind.COMMUNE, OrganizationKind.EPCI}
"""Their names, SIREN and populations are the official ones: only the yearly figures change them."""
NEEDED = ["Ce champ est obligatoire."]


@usecase()
def load_territory(actor: Actor, siren: str) -> int:
    """The operator brings in an EPCI and its communes; again, it only adds what is missing.

    Raises NotFound for a SIREN that no EPCI of the list has.
    """
    access.require(actor, "territory.load", Parties(actor.territory_id))
    found = figures.official(siren)
    territory = _territory(actor, found)
    known = set(db.session.scalars(select(Organization.siren).filter_by(territory_id=territory.id)))
    if siren not in known:
        db.session.add(_official(territory.id, OrganizationKind.EPCI, found.epci, found.on.year))
    for row in found.communes:
        if row.siren not in known:
            add_commune(territory.id, row, found)
    return territory.id


def _territory(actor: Actor, found: Figures) -> Territory:
    territory = db.session.scalars(select(Territory).filter_by(siren=found.siren)).first()
    if territory is None:
        territory = Territory(
            siren=found.siren,
            name=found.epci.name,
            time_zone=OVERSEAS.get(found.department, "Europe/Paris"),
        )
        db.session.add(territory)
        db.session.flush()  # every row that follows carries its id
        count = len(found.communes)
        journal.record(actor, "load", "territory", territory.id, communes=count)
    territory.school_zone = territory.school_zone or regions.school_zone(found.department)
    territory.holiday_region = territory.holiday_region or regions.holiday_region(found.department)
    return territory


def _official(territory_id: int, kind: OrganizationKind, row: Commune, year: int) -> Organization:
    return Organization(
        territory_id=territory_id,
        kind=kind,
        name=row.name,
        siren=row.siren or None,
        insee_code=row.insee or None,
        postal_code=row.postal_code,
        population=row.population,
        figures_year=year,
    )


def add_commune(territory_id: int, row: Commune, found: Figures) -> Organization:
    """Add a commune of the official figures, adhering to the EPCI from their day on."""
    commune = _official(territory_id, OrganizationKind.COMMUNE, row, found.on.year)
    db.session.add(commune)
    db.session.flush()  # its adhesion refers to it
    db.session.add(
        Adhesion(territory_id=territory_id, organization_id=commune.id, starts_on=found.on)
    )
    return commune


@usecase()
def add(
    actor: Actor, kind: OrganizationKind, described: Described, *, key: str | None = None
) -> int:
    """A commune adds its association or its CCAS; the EPCI office adds any other body too."""
    commune_id = _answering(actor, described.answerable_id) if kind in ANSWERED_FOR else None
    parties = Parties(actor.territory_id, answerable_id=commune_id)
    access.require(actor, "organization.add", parties)
    if kind not in ADDED_BY_HAND:
        raise Invalid(
            "invalid",
            errors={
                "kind": ["Les communes et leur intercommunalité viennent des chiffres officiels."]
            },
        )
    if kind in ANSWERED_FOR and commune_id is None:
        raise Invalid("invalid", errors={"answerable_id": NEEDED})
    made = Organization(territory_id=actor.territory_id, kind=kind, answerable_id=commune_id)
    _require_new(made, described)
    for name, value in _values(described).items():
        setattr(made, name, value)
    db.session.add(made)
    db.session.flush()  # the journal names it by its id
    journal.record(actor, "add", "organization", made.id, kind=kind, name=made.name)
    return made.id


def _answering(actor: Actor, commune_id: int | None) -> int | None:
    """Return the commune that answers; raises NotFound when it is none of the territory."""
    if commune_id is None:
        return None
    found = organizations.get(actor, commune_id)
    if found.kind is not OrganizationKind.COMMUNE:
        raise Invalid("invalid", errors={"answerable_id": ["Choisissez une commune."]})
    return found.id


@usecase()
def edit(
    actor: Actor, organization_id: int, described: Described, *, key: str | None = None
) -> int:
    """An organization, or who answers for it, brings its description up to date."""
    mine = organizations.get(actor, organization_id)
    access.require(actor, "organization.edit", organizations.parties(mine))
    values = _values(described)
    if mine.kind in OFFICIAL:
        values = {name: values[name] for name in values.keys() - {"name", "siren", "rna"}}
    else:
        values["answerable_id"] = _moved(actor, mine, described.answerable_id)
        _require_new(mine, described)
    journal.revise(actor, "organization", mine, values)
    return mine.id


def _moved(actor: Actor, mine: Organization, commune_id: int | None) -> int | None:
    """Return the commune that answers from now on: giving it another is the office's."""
    if mine.kind not in ANSWERED_FOR or commune_id in (None, mine.answerable_id):
        return mine.answerable_id
    access.require(actor, "organization.add", Parties(actor.territory_id))
    return _answering(actor, commune_id)


def _require_new(mine: Organization, described: Described) -> None:
    """Raise Invalid when the name or the SIREN is already another organization's."""
    errors: dict[str, list[str]] = {}
    if not described.name:
        errors["name"] = NEEDED
    others = select(Organization.id).where(Organization.id != (mine.id or 0))
    namesakes = others.filter_by(
        territory_id=mine.territory_id,
        name=described.name,
        kind=mine.kind,
        answerable_id=mine.answerable_id,
    )
    if db.session.scalars(namesakes).first():
        errors["name"] = ["Cet organisme existe déjà."]
    if described.siren and db.session.scalars(others.filter_by(siren=described.siren)).first():
        errors["siren"] = ["Ce SIREN est déjà celui d’un autre organisme."]
    if errors:
        raise Invalid("invalid", errors=errors)


def _values(described: Described) -> dict[str, object]:
    return {
        "name": described.name,
        "siren": described.siren or None,
        "rna": described.rna,
        "address": described.address,
        "postal_code": described.postal_code,
        "phone": described.phone,
        "email": described.email,
        "mention": described.mention,
    }


def require_order(starts_on: date, ends_on: date | None) -> None:
    """Raise Invalid, beside the end, when it comes before its start."""
    if ends_on is not None and ends_on < starts_on:
        raise Invalid("invalid", errors={"ends_on": ["La fin ne peut pas précéder le début."]})
