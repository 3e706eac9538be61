"""Who adheres to the EPCI and to its pools, from when to when; the past is never rewritten."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from booking import clock, journal
from booking.db import db
from booking.documents.words import plain_day
from booking.errors import Invalid, WrongMoment
from booking.models.catalogue import Pool
from booking.models.organizations import Adhesion, Organization
from booking.queries import adhesions, organizations
from booking.queries.adhesions import EXPECTED, LoanView
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.organizations import Joined, Left, overlapping
from booking.usecases import usecase
from booking.usecases.organizations import require_order


@usecase()
def join(actor: Actor, joined: Joined, *, key: str | None = None) -> int:
    """The EPCI office, or the manager of a pool, writes that organizations adhere from a day on.

    Returns the first adhesion made. Raises Invalid beside the field when one adheres already.
    """
    pool = adhesions.pool(actor, joined.pool_id) if joined.pool_id else None
    access.require(actor, "adhesion.change", adhesions.decides(actor.territory_id, pool))
    require_order(joined.starts_on, joined.ends_on)
    if not joined.organization_ids:
        raise Invalid("invalid", errors={"organizations": ["Choisissez au moins un organisme."]})
    chosen = [organizations.get(actor, each) for each in sorted(set(joined.organization_ids))]
    lock(each.id for each in chosen)
    made = [enter(each, joined, pool) for each in chosen]
    db.session.flush()  # the journal names them by their ids
    for each in made:
        journal.record(actor, "join", "adhesion", each.id, name=pool.name if pool else "EPCI")
    return made[0].id


def lock(organization_ids: Iterable[int]) -> None:
    """Let nobody else write adhesions of these organizations meanwhile."""
    rows = select(Organization.id).where(Organization.id.in_(list(organization_ids)))
    db.session.execute(rows.order_by(Organization.id).with_for_update()).all()


def enter(organization: Organization, joined: Joined, pool: Pool | None = None) -> Adhesion:
    """Add one adhesion, for whoever opens a pool too; raises Invalid when it meets another."""
    _require_apart(organization, joined.starts_on, joined.ends_on, pool.id if pool else None)
    made = Adhesion(
        territory_id=organization.territory_id,
        organization_id=organization.id,
        pool_id=pool.id if pool else None,
        starts_on=joined.starts_on,
        ends_on=joined.ends_on,
        joining_act=joined.act,
    )
    db.session.add(made)
    return made


def _require_apart(
    organization: Organization,
    starts_on: date,
    ends_on: date | None,
    pool_id: int | None,
    *,
    but: int = 0,
    beside: str = "starts_on",
) -> None:
    others = adhesions.spans(organization.id, pool_id, but)
    met = overlapping([(each.starts_on, each.ends_on) for each in others], (starts_on, ends_on))
    if met:
        until = f" jusqu’au {plain_day(met[1])}" if met[1] else ""
        sentence = f"{organization.name} adhère déjà à partir du {plain_day(met[0])}{until}."
        raise Invalid("invalid", errors={beside: [sentence]})


@usecase()
def leave(actor: Actor, adhesion_id: int, left: Left, *, key: str | None = None) -> int:
    """An adhesion ends on a day, its last one; what was lent before stays as it was.

    Raises WrongMoment naming the loans under way or to come after that day, unless it is
    confirmed; Invalid when loans already lived would find themselves without adhesion.
    """
    mine = adhesions.find(actor, adhesion_id)
    pool = db.session.get(Pool, mine.pool_id) if mine.pool_id else None
    access.require(actor, "adhesion.change", adhesions.decides(mine.territory_id, pool))
    lock([mine.organization_id])
    db.session.refresh(mine)  # somebody may have ended it meanwhile
    today = clock.today(actor.zone)
    if mine.ends_on is not None and mine.ends_on < today:
        raise WrongMoment("adhesion_over", day=mine.ends_on)
    _require_end(actor, mine, left.ends_on)
    after = adhesions.loans_after(mine, left.ends_on, actor.zone)
    if left.ends_on < today:
        _require_unlived(after)
    expected = [each for each in after if each.status in EXPECTED]
    if expected and not left.confirmed:
        facts = [each.as_fact() for each in expected]
        raise WrongMoment("loans_after_leaving", reservations=facts)
    values = {"ends_on": left.ends_on, "leaving_act": left.act}
    journal.revise(actor, "adhesion", mine, values)
    return mine.id


def _require_end(actor: Actor, mine: Adhesion, ends_on: date) -> None:
    require_order(mine.starts_on, ends_on)
    organization = organizations.get(actor, mine.organization_id)
    _require_apart(
        organization, mine.starts_on, ends_on, mine.pool_id, but=mine.id, beside="ends_on"
    )


def _require_unlived(after: list[LoanView]) -> None:
    """Refuse a past end over loans that began since: the past is not rewritten."""
    lived = [each.reference for each in after if each.starts_at <= clock.now()]
    if lived:
        sentence = f"Des prêts ont eu lieu depuis ({', '.join(lived)}) : choisissez une fin "
        raise Invalid("invalid", errors={"ends_on": [sentence + "qui ne les précède pas."]})
