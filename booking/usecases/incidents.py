"""What goes wrong with things: told, followed, closed; out of service meanwhile when they must."""

from datetime import timedelta

from booking import clock, journal
from booking.db import db
from booking.errors import Invalid, WrongMoment
from booking.handling import IncidentState, Outcome
from booking.models.catalogue import Stock
from booking.models.incidents import Incident
from booking.models.reservations import Reservation
from booking.paperwork import PaperKind
from booking.period import OPEN_ENDED, Period
from booking.queries import incidents, values_of_incidents
from booking.queries.availability import EVER
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.asking import Withheld
from booking.rules.incidents import EVER_OUT, GONE, SERVING, Ended, Followed, Reported
from booking.rules.paperwork import Drafted
from booking.usecases import (
    copies,
    drafting,
    incidents_closed,
    promoting,
    shots,
    stocks,
    usecase,
    withholding,
)
from booking.usecases.telling_of_incidents import tell
from booking.vocabulary import HoldReason, Tracking

SLACK = timedelta(minutes=10)
"""By how much the clock of a phone may be ahead of ours."""
LONGEST_NOTE = 200
COPIED = (
    "kind",
    "place",
    "circumstances",
    "witnesses",
    "others",
    "injured",
    "measures",
    "complaint",
    "insurer",
)


@usecase(before=shots.put_told)
def report(actor: Actor, told: Reported, *, key: str | None = None) -> int:
    """Somebody tells what happened to things, and keeps them from being lent when they must be.

    What is out is kept back by its return: nothing can hold it twice. Raises NotFound out of
    view, Invalid for a copy or a number that is not there, WrongMoment before anything left.
    """
    loan = incidents.loan_of(actor, told.reservation)
    stock = incidents.stock_of(actor, told.item, told.depot)
    access.require(actor, "incident.report", incidents.parties(stock, loan))
    promoting.lock([stock.item_id])
    db.session.expire_all()  # what was read before the lock may have changed since
    _require_sense(stock, loan, told)
    mine = _write(actor, stock, loan, told)
    shots.keep_shots(actor, loan, told.photos, incident=mine)
    apart = _goes_apart(actor, mine, told)
    mine.on_return = apart and _comes_back(actor, mine)
    if apart and not mine.on_return:
        _keep_back(actor, mine)
    journal.record(actor, "report_incident", "incident", mine.id)
    if loan:
        journal.record(actor, "report_incident", "reservation", loan.id)
    tell(actor, mine)
    return mine.id


def _require_sense(stock: Stock, loan: Reservation | None, told: Reported) -> None:
    """Raise Invalid, by field, for what cannot have happened."""
    errors: dict[str, list[str]] = {}
    now = clock.now()
    if loan and loan.status not in EVER_OUT:
        raise WrongMoment("incident_too_early")
    if loan and stock.item_id not in {line.item_id for line in loan.lines}:
        errors["item"] = ["Ce matériel ne fait pas partie de la réservation."]
    if told.occurred_at and told.occurred_at > now + SLACK:
        errors["occurred_at"] = ["Cette date est à venir."]
    errors |= _miscounted(stock, told) or _not_of_loan(loan, stock, told)
    if errors:
        raise Invalid("invalid", errors=errors)


def _miscounted(stock: Stock, told: Reported) -> dict[str, list[str]]:
    """Return what is wrong with the copy named, or with how many."""
    if stock.item.tracking is Tracking.NUMBERED:
        return {} if told.unit else {"unit": ["Dites quel exemplaire."]}
    if told.unit:
        return {"unit": ["Ce matériel n’a pas d’exemplaire numéroté."]}
    if told.quantity > withholding.supply_of(stock, EVER).in_service(clock.now()):
        return {"quantity": ["Il n’y en a pas autant à ce dépôt."]}
    return {}


def _not_of_loan(loan: Reservation | None, stock: Stock, told: Reported) -> dict[str, list[str]]:
    """Return what is told of a loan that never left with it: a depot, a copy, more than left."""
    if loan is None:
        return {}
    left = incidents.left_of(loan, stock)
    if left is None:
        return {"depot": ["Rien n’est parti de ce dépôt dans ce prêt."]}
    if told.unit and told.unit not in left.copies:
        return {"unit": ["Cet exemplaire n’est pas parti dans ce prêt."]}
    if told.quantity > left.quantity and not told.unit:
        return {"quantity": [f"{left.quantity} au plus sont partis dans ce prêt."]}
    return {}


def _write(actor: Actor, stock: Stock, loan: Reservation | None, told: Reported) -> Incident:
    now = clock.now()
    mine = Incident(
        territory_id=stock.territory_id,
        stock=stock,
        unit=copies.find(stock, told.unit, now) if told.unit else None,
        quantity=1 if told.unit else told.quantity,
        reservation=loan,
        occurred_at=told.occurred_at,
        reported_at=now,
        reported_by_id=actor.user_id,
        **{name: getattr(told, name) for name in COPIED},
    )
    db.session.add(mine)
    db.session.flush()  # the journal, the message and the photos name it by its id
    return mine


def _goes_apart(actor: Actor, mine: Incident, told: Reported) -> bool:
    """Tell whether things go out of service: as told, else what nobody has any more does."""
    if told.out_of_service is not None:
        return told.out_of_service
    concerned = incidents.parties(mine.stock, mine.reservation)
    gone = told.kind in GONE and not incidents.is_out(mine)
    return gone and access.may(actor, "stock.withhold", concerned)


def _comes_back(actor: Actor, mine: Incident) -> bool:
    """Tell whether what is to be out of service is out: its return then keeps it back."""
    access.require(actor, "stock.withhold", incidents.parties(mine.stock, mine.reservation))
    return incidents.is_out(mine)


def _keep_back(actor: Actor, mine: Incident) -> None:
    """Keep the things of an incident from being lent until they are repaired; keeps which hold.

    A copy that is broken already stays so. Raises WrongMoment when it is withheld for another
    reason.
    """
    stock, unit = mine.stock, mine.unit
    known = incidents.broken_copy(unit.id) if unit else None
    if known:
        mine.hold_id = known
        return
    why = incidents.brief(mine)[:LONGEST_NOTE]
    mine.hold_id = stocks.withhold_named(
        actor,
        Withheld(
            item=stock.item.reference,
            depot=str(stock.depot_id),
            reason=HoldReason.BREAKDOWN,
            periods=(Period(clock.now(), OPEN_ENDED),),
            quantity=0 if unit else mine.quantity,
            units=(unit.number,) if unit else (),
            note=why,
            despite=why,
        ),
    )


@usecase()
def follow(actor: Actor, incident_id: int, followed: Followed, *, key: str | None = None) -> int:
    """Who lends writes what an incident costs, who should pay, and the files opened elsewhere.

    What is to be out of service and is still out is kept back by its return. Raises WrongMoment
    once it is closed.
    """
    mine = _locked(actor, incident_id, "incident.follow")
    wanted = followed.out_of_service and not incidents.is_withheld(mine)
    later = wanted and _comes_back(actor, mine)
    journal.revise(
        actor,
        "incident",
        mine,
        {
            "estimate_cents": followed.estimate_cents,
            "charged": followed.charged,
            "complaint": followed.complaint,
            "insurer": followed.insurer,
            "on_return": later or (mine.on_return and not wanted),
        }
        | _facts(mine, followed),
    )
    known = followed.estimate_cents is not None
    mine.state = IncidentState.ESTIMATED if known else IncidentState.OPEN
    if followed.note:
        journal.record(actor, "note_incident", "incident", mine.id, reason=followed.note)
    if wanted and not later:
        _keep_back(actor, mine)
    return mine.id


def _facts(mine: Incident, followed: Followed) -> dict[str, object]:
    """Return what is completed of what happened; raises Invalid for a day to come."""
    if followed.facts is None:
        return {}
    known = vars(followed.facts)
    happened = followed.facts.occurred_at
    if happened and happened > clock.now() + SLACK:
        raise Invalid("invalid", errors={"occurred_at": ["Cette date est à venir."]})
    mine.occurred_at = happened  # an instant is no value of the journal
    return {name: value for name, value in known.items() if name != "occurred_at"}


@usecase()
def close(actor: Actor, incident_id: int, ended: Ended, *, key: str | None = None) -> int:
    """Who lends says what became of the things: lent again, lost for good, or nothing at all.

    Raises WrongMoment when it is closed already, or when what is lost is still out.
    """
    mine = _locked(actor, incident_id, "incident.close")
    if ended.outcome in SERVING:
        incidents_closed.let_serve(actor, mine)
    elif ended.outcome is Outcome.LOST:
        incidents_closed.write_off(actor, mine, ended)
    mine.state, mine.outcome = IncidentState.CLOSED, ended.outcome
    mine.conclusion = ended.conclusion
    mine.closed_at, mine.closed_by_id = clock.now(), actor.user_id
    said = " : ".join(filter(None, (ended.outcome.label, ended.conclusion)))
    journal.record(actor, "close_incident", "incident", mine.id, reason=said)
    if mine.reservation_id:
        journal.record(actor, "close_incident", "reservation", mine.reservation_id)
    tell(actor, mine)
    promoting.promote()
    return mine.id


def _locked(actor: Actor, incident_id: int, act: str) -> Incident:
    """Return an incident that is not closed, its stock locked."""
    seen = incidents.row(actor, incident_id)
    access.require(actor, act, incidents.parties(seen.stock, seen.reservation))
    promoting.lock([seen.stock.item_id])
    db.session.expire_all()  # what was read before the lock may have changed since
    mine = incidents.row(actor, incident_id)
    if mine.state is IncidentState.CLOSED:
        raise WrongMoment("incident_closed")
    return mine


@usecase()
def draw_up(actor: Actor, incident_id: int, *, key: str | None = None) -> int:
    """Who lends prepares the report of an incident, filled with what is known of it.

    Returns the paper, that which is there already if there is one. Raises WrongMoment when it
    happened in no loan.
    """
    mine = incidents.row(actor, incident_id)
    access.require(actor, "incident.follow", incidents.parties(mine.stock, mine.reservation))
    if mine.reservation_id is None:
        raise WrongMoment("incident_without_loan")
    promoting.lock([mine.stock.item_id])  # two clicks make one paper
    if known := incidents.paper_of(mine.id):
        return known.id
    said = values_of_incidents.options(mine, actor.zone)
    drafted = Drafted(PaperKind.INCIDENT, reservation=mine.reservation_id, options=said)
    row = drafting.draw(actor, drafted)
    row.incident_id = mine.id
    return row.id
