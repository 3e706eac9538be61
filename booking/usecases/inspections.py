"""Controls of equipment: planned, moved, given up, recorded; who must know is written to."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import or_, select

from booking import clock, journal
from booking.db import db
from booking.documents.attachments import Document
from booking.documents.pictures import Picture
from booking.errors import Invalid, NotFound, WrongMoment
from booking.fitness import Finding
from booking.models.catalogue import Item, Stock, Unit
from booking.models.inspections import CONDITION, Inspection
from booking.period import Period
from booking.queries import catalogue, reminders
from booking.queries import inspections as readings
from booking.rules import access
from booking.rules.access import Actor, Parties
from booking.rules.asking import Withheld
from booking.rules.inspections import REMINDED, Planned, Recorded, covers
from booking.usecases import copies, files, holds, reviewing, stocks, usecase, withholding
from booking.vocabulary import FileKind, HoldReason, Tracking

DAY = timedelta(days=1)


@usecase()
def plan(actor: Actor, planned: Planned, *, key: str | None = None) -> int:
    """Who tends a thing plans its control, for which it stays at home that whole day.

    Raises StockPromised naming the reservations in danger when loans need it, unless `despite`
    says why.
    """
    made = _new(actor, planned)
    if readings.planned(made.stock, made.unit, made.control):
        raise Invalid("invalid", errors={"day": ["Ce contrôle est déjà prévu : déplacez-le."]})
    made.provider, made.note = planned.provider, planned.note
    _schedule(actor, made, planned.day, planned.despite)
    db.session.add(made)
    db.session.flush()  # the journal names the new id
    _journal(actor, "plan_inspection", made, despite=planned.despite)
    return made.id


@usecase()
def move(
    actor: Actor, inspection_id: int, day: date, despite: str = "", *, key: str | None = None
) -> int:
    """A planned control goes to another day, and the thing stays at home then instead.

    Raises StockPromised as to plan does.
    """
    row = _planned(actor, inspection_id)
    changes = {"planned_on": [row.day.isoformat(), day.isoformat()]}
    _give_back(row)
    _schedule(actor, row, day, despite)
    _journal(actor, "move_inspection", row, changes=changes, despite=despite)
    reviewing.review(row, "moved")
    return row.id


@usecase()
def cancel(actor: Actor, inspection_id: int, *, key: str | None = None) -> int:
    """A planned control will not take place, and the thing may be lent that day."""
    row = _planned(actor, inspection_id)
    _give_back(row)
    _journal(actor, "cancel_inspection", row, stock=row.stock_id)
    reviewing.review(row, "cancelled")
    db.session.delete(row)
    return inspection_id


@usecase()
def record(
    actor: Actor,
    recorded: Recorded,
    report: Document | Picture | None = None,
    *,
    key: str | None = None,
) -> int:
    """Who tends a thing writes down a control that was done, with its report when there is one.

    No loan ever refuses it. One that had been planned gives back what is left of its day: the one
    that is named, or that was planned already on the day of the control. Those whom a loan to come
    fails, by what was found or by how long it lasts, are written to.
    """
    if recorded.planned:
        row = _planned(actor, recorded.planned)
    else:
        row = _kept_by(actor, _new(actor, recorded), recorded.day)
    if recorded.item not in ("", row.stock.item.reference, str(row.stock.item_id)):
        raise NotFound("inspection_not_found")
    _require_past(actor, recorded)
    before = reviewing.standing(row)
    _give_back(row)
    _write(row, recorded)
    if report:
        row.file_id = _keep(actor, row.stock.item, report)
    db.session.add(row)
    db.session.flush()  # the journal names the new id
    _journal(actor, "record_inspection", row, finding=recorded.finding)
    if row.finding is Finding.FAILED:
        reviewing.review(row, "failed")
    else:
        reviewing.review_cut(actor, row, before)
    return row.id


def _journal(actor: Actor, act: str, row: Inspection, **facts: object) -> None:
    what = {"control": row.control, "day": row.day.isoformat(), **facts}
    journal.record(actor, act, "inspection", row.id, territory_id=row.territory_id, **what)


def _new(actor: Actor, asked: Planned | Recorded) -> Inspection:
    """Return a control of a thing that the actor tends, not kept yet; its stock is locked."""
    item = catalogue.find(actor, asked.item)
    depot = catalogue.find_depot(item, asked.depot)
    stock = next(each for each in item.stocks if each.depot_id == depot.id)
    access.require(actor, "inspection.record", catalogue.parties(item, stock))
    holds.lock([item.id])
    if asked.control not in {CONDITION, *readings.asked(item)}:
        raise Invalid("invalid", errors={"control": ["Ce contrôle n’est pas demandé ici."]})
    return Inspection(
        territory_id=stock.territory_id,
        stock=stock,
        unit=_unit(stock, asked.unit),
        control=asked.control,
        recorded_at=clock.now(),
        recorded_by_id=actor.user_id or None,
    )


def _kept_by(actor: Actor, made: Inspection, day: date) -> Inspection:
    """Return the control planned already on a day that one made then keeps, else that one."""
    known = readings.planned(made.stock, made.unit, made.control)
    if known and known.recorded_at.astimezone(actor.zone).date() <= day:
        return known
    return made


def _unit(stock: Stock, number: str) -> Unit | None:
    if stock.item.tracking is Tracking.NUMBERED and not number:
        raise Invalid("invalid", errors={"unit": ["Choisissez l’exemplaire contrôlé."]})
    return copies.find(stock, number, clock.now()) if number else None


def _planned(actor: Actor, inspection_id: int) -> Inspection:
    """Return a planned control of what the actor tends, its stock locked; raises WrongMoment."""
    seen = readings.find(actor, inspection_id)
    parties = catalogue.parties(seen.stock.item, seen.stock)
    access.require(actor, "inspection.record", parties)
    holds.lock([seen.stock.item_id])
    db.session.expire_all()  # what was read before the lock may have changed since
    row = readings.find(actor, inspection_id)
    if row.finding:
        raise WrongMoment("inspection_done")
    return row


def _schedule(actor: Actor, row: Inspection, day: date, despite: str) -> None:
    """Keep a thing at home on the day of its control."""
    if day < clock.today(actor.zone):
        raise Invalid("invalid", errors={"day": ["Ce jour est passé : enregistrez le contrôle."]})
    stock, unit = row.stock, row.unit
    if despite:
        access.require(actor, "stock.change", catalogue.parties(stock.item, stock))
    row.day, row.valid_until = day, covers(day, _months(row))
    period = _whole_day(actor, day)
    withheld = Withheld(
        item=stock.item.reference,
        depot=stock.depot.name,
        reason=HoldReason.INSPECTION,
        periods=(period,),
        quantity=0 if unit else _all_of(stock, period),
        note=row.provider,
        despite=despite,
    )
    (row.hold,) = stocks.keep_back(stock, [unit] if unit else [], withheld)


def _whole_day(actor: Actor, day: date) -> Period:
    """Return a local day; of today, what is left."""
    start, end = (datetime.combine(each, time(0), actor.zone) for each in (day, day + DAY))
    return Period(max(start, clock.now()), end)


def _all_of(stock: Stock, period: Period) -> int:
    quantity = withholding.supply_of(stock, period).in_service(period.starts_at)
    if quantity <= 0:
        raise Invalid("invalid", errors={"depot": ["Il n’y en a pas à ce dépôt."]})
    return quantity


def _months(row: Inspection) -> int | None:
    rule = readings.asked(row.stock.item).get(row.control)
    return rule.months if rule else None


def _give_back(row: Inspection) -> None:
    """Let a thing be lent again for what is left of the day of its control."""
    if hold := row.hold:
        row.hold = None
        withholding.lift(hold, clock.now())
        db.session.flush()  # what is free is read again without it


def _require_past(actor: Actor, recorded: Recorded) -> None:
    if recorded.day > clock.today(actor.zone):
        raise Invalid("invalid", errors={"day": ["Ce jour n’est pas encore venu."]})
    if recorded.valid_until and recorded.valid_until < recorded.day:
        wrong = "La fin de validité vient avant le contrôle."
        raise Invalid("invalid", errors={"valid_until": [wrong]})


def _write(row: Inspection, recorded: Recorded) -> None:
    until = recorded.valid_until or covers(recorded.day, _months(row))
    row.day, row.finding = recorded.day, recorded.finding
    row.valid_until = None if recorded.finding is Finding.FAILED else until
    row.provider = recorded.provider or row.provider or ""
    row.inspector = recorded.inspector
    row.note = recorded.note or row.note or ""
    row.recorded_at = clock.now()
    row.reminded = 0


def _keep(actor: Actor, item: Item, report: Document | Picture) -> int:
    kind, owner_id = FileKind.REPORT, item.owner_id
    if isinstance(report, Picture):
        return files.keep_picture(actor, report, owner_id, kind=kind, item_id=item.id).id
    return files.keep_document(actor, report, owner_id, kind=kind, item_id=item.id).id


@usecase()
def remind(actor: Actor, *, key: str | None = None) -> int:
    """The service writes to those who own or manage what falls due or is overdue, once for each.

    Each organization gets one message that lists all; what nobody can be told of waits. Returns
    how many things were told.
    """
    access.require(actor, "inspection.remind", Parties(actor.territory_id))
    _lock_untold()
    due = list(reviewing.heard(reminders.falling_due()))
    for each in due:
        each.row.reminded = 2 if each.late else 1
        if each.late:
            reviewing.review(each.row, "lapsed")
    for row in reminders.missed():
        if reviewing.answerable(row.stock.item.pool.manager_id):
            row.reminded = 1
            reviewing.review(row, "missed")
    reviewing.tell(due)
    return len(due)


def _lock_untold() -> None:
    """Lock what may be told today: two clocks at once remind once."""
    soon = clock.now().date() + REMINDED + DAY  # zones are up to a day from UTC
    untold = select(Inspection.id).where(
        Inspection.reminded < 2, or_(Inspection.finding.is_(None), Inspection.valid_until <= soon)
    )
    db.session.execute(untold.order_by(Inspection.id).with_for_update()).all()
    db.session.expire_all()  # what was read before the lock may have changed since
