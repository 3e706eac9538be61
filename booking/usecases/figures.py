"""The official figures of a year, applied once they were read (E66)."""

from datetime import timedelta

from sqlalchemy import select

from booking import journal
from booking.db import db
from booking.errors import NotFound, WrongMoment
from booking.intake import FigureChange
from booking.models.organizations import Adhesion, Organization, Territory
from booking.queries import figures as reads
from booking.queries.figures import Figures
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.figures import Difference, pairs
from booking.usecases import usecase
from booking.usecases.organizations import add_commune

CORRECTED = {
    FigureChange.POPULATION: "population",
    FigureChange.NAME: "name",
    FigureChange.SIREN: "siren",
}


@usecase()
def refresh(actor: Actor, figures: Figures, seen: str = "", *, key: str | None = None) -> int:
    """The EPCI office applies the official figures of a year: populations, names, who is in it.

    Returns the territory. Reservations keep the population they were made with, and adhesions
    are opened or ended at the day of the figures. Raises WrongMoment when `seen`, the mark of
    what was read, is no longer of what would change.
    """
    territory_id = _lock(actor, figures.siren)
    review = reads.review(actor, figures)
    if seen and seen != review.mark:
        raise WrongMoment("figures_changed")
    for difference in review.differences:
        _apply(actor, territory_id, figures, difference)
    for mine, row in pairs(reads.kept(territory_id), (figures.epci, *figures.communes)):
        if mine and row:
            known = db.session.get_one(Organization, mine.organization_id)
            known.figures_year = figures.on.year
    if review.is_news:
        journal.record(
            actor,
            "refresh",
            "territory",
            territory_id,
            territory_id=territory_id,
            year=figures.on.year,
            differences=len(review.differences),
        )
    return territory_id


def _lock(actor: Actor, siren: str) -> int:
    """Return the territory, which nobody else refreshes meanwhile."""
    found = select(Territory.id).filter_by(siren=siren).with_for_update()
    territory_id = db.session.scalar(found)
    if territory_id is None:
        raise NotFound("figures_not_found")
    access.require(actor, "figures.refresh", Parties(territory_id))
    return territory_id


def _apply(actor: Actor, territory_id: int, figures: Figures, difference: Difference) -> None:
    if difference.kind is FigureChange.ELSEWHERE:
        return  # the operator's to settle: an organization has one territory
    if difference.organization_id is None:
        assert difference.commune  # noqa: S101 # whoever is not known yet comes with its figures
        made = add_commune(territory_id, difference.commune, figures)
        _note(actor, made, "add")
        return
    mine = db.session.get_one(Organization, difference.organization_id)
    if name := CORRECTED.get(difference.kind):
        journal.revise(actor, "organization", mine, {name: difference.after})
    elif difference.kind is FigureChange.JOINING:
        db.session.add(_place(mine, figures))
        _note(actor, mine, "join")
    else:
        _end(actor, mine, figures)


def _place(mine: Organization, figures: Figures) -> Adhesion:
    return Adhesion(
        territory_id=mine.territory_id,
        organization_id=mine.id,
        starts_on=figures.on,
        joining_act=f"Périmètre officiel {figures.on.year}",
    )


def _end(actor: Actor, mine: Organization, figures: Figures) -> None:
    """End the places of an organization the day before that of the figures."""
    found = select(Adhesion).where(
        Adhesion.organization_id == mine.id,
        Adhesion.pool_id.is_(None),
        Adhesion.starts_on < figures.on,
    )
    for place in db.session.scalars(found):
        if place.ends_on is None or place.ends_on >= figures.on:
            act = f"Périmètre officiel {figures.on.year}"
            ends_on = figures.on - timedelta(days=1)
            values = {"ends_on": ends_on, "leaving_act": act}
            journal.revise(actor, "adhesion", place, values)


def _note(actor: Actor, mine: Organization, act: str) -> None:
    journal.record(
        actor, act, "organization", mine.id, territory_id=mine.territory_id, name=mine.name
    )
