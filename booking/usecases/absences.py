"""A person who operates is not there: nobody asks why, and nothing refuses it (E74)."""

from sqlalchemy import select

from booking import clock, journal, mail
from booking.db import db
from booking.documents import mails
from booking.errors import Invalid, WrongMoment
from booking.models.accounts import Membership, User
from booking.models.catalogue import Item, Unit
from booking.models.reservations import Hold
from booking.period import Period
from booking.queries import absences, accounts, catalogue, dangers, memberships
from booking.rules import access
from booking.rules.access import Actor
from booking.rules.asking import Absent, Withheld
from booking.usecases import copies, holds, usecase, withholding
from booking.usecases.withholding import Spans
from booking.vocabulary import HoldReason, MailKind, Role


@usecase()
def declare(actor: Actor, absent: Absent, *, key: str | None = None) -> int:
    """The person, the employer or the pool's manager says from when to when somebody is away.

    Loans that count on the person take any other; when there is none, the pool's managers are
    told which. Returns the hold. Raises Invalid for days that are past, and WrongMoment when the
    copy is withheld then for another reason.
    """
    unit = absences.person(actor, absent.item, absent.unit)
    access.require(actor, "absence.declare", absences.parties(unit))
    now = clock.now()
    if absent.period.ends_at <= now:
        raise Invalid("invalid", errors={"ends_at": ["Ces dates sont passées."]})
    holds.lock([unit.stock.item_id])
    asked = Period(max(absent.period.starts_at, now), absent.period.ends_at)
    made, spans = _be_away(unit, _joined(unit, asked))
    _tell(actor, made, spans)
    journal.record(actor, "be_away", "stock", made.stock_id, units=[unit.number], holds=[made.id])
    return made.id


def _joined(unit: Unit, period: Period) -> Period:
    """Return a period with the absences that it meets, which it replaces."""
    met = select(Hold).where(
        Hold.unit_id == unit.id,
        Hold.reason == HoldReason.ABSENCE,
        Hold.starts_at < period.ends_at,
        Hold.ends_at > period.starts_at,
    )
    for known in db.session.scalars(met).all():
        starts_at = min(known.starts_at, period.starts_at)
        period = Period(starts_at, max(known.ends_at, period.ends_at))
        db.session.delete(known)
    db.session.flush()  # what is free is read again without them
    return period


def _be_away(unit: Unit, period: Period) -> tuple[Hold, Spans]:
    """Hold a person as away, whoever counts on them; return also when others lack somebody."""
    if withholding.withheld(unit.id, period):
        raise WrongMoment("unit_withheld", unit=unit.number)
    copies.unname(unit.id, period, out=True)
    db.session.flush()  # the loans that named the person take any other now
    stock = unit.stock
    away = Withheld(stock.item.reference, stock.depot.name, HoldReason.ABSENCE, (period,))
    return withholding.take(stock, unit, period, away)


def _tell(actor: Actor, made: Hold, spans: Spans) -> None:
    """Name to the managers of the pool the reservations that find nobody, if any."""
    item, found = made.stock.item, dangers.of_stock(made.stock, spans)
    if not found or made.unit is None:
        return
    facts = {
        "because": mails.away(item.name, made.unit.number, made.period, actor.zone),
        "lines": [mails.lacking(each.as_fact(), actor.zone) for each in found],
        "path": "/absences",
    }
    managers = mail.people(item.pool.manager_id, Role.MANAGER)
    mail.queue(made.territory_id, MailKind.TO_REVIEW, managers, **facts)


@usecase()
def end(actor: Actor, hold_id: int, *, key: str | None = None) -> int:
    """Somebody is back, from now on, or will not be away after all.

    Returns the copy that the person is.
    """
    seen = absences.hold(actor, hold_id)
    item_id = seen.stock.item_id
    holds.lock([item_id])
    db.session.expire_all()  # what was read before the lock may have changed since
    away = absences.hold(actor, hold_id)  # or be gone
    unit = away.unit
    assert unit is not None  # noqa: S101 # as its query found it
    access.require(actor, "absence.declare", absences.parties(unit))
    stock_id = away.stock_id
    withholding.lift(away, clock.now())
    journal.record(actor, "be_back", "stock", stock_id, units=[unit.number], holds=[hold_id])
    return unit.id


@usecase()
def link(actor: Actor, unit_id: int, email: str, *, key: str | None = None) -> int:
    """The employer or the manager says which account is a person's own; without address: none.

    Raises Invalid unless the account is a person's, with a role of today in the employer.
    """
    unit = absences.unit_of(actor, unit_id)
    item = unit.stock.item
    access.require(actor, "absence.declare", catalogue.parties(item))
    user = _account(item, email) if email else None
    before, unit.user_id = unit.user_id, user.id if user else None
    if before != unit.user_id:
        act = "link_account" if user else "unlink_account"
        journal.record(actor, act, "stock", unit.stock_id, units=[unit.number])
    return unit.id


def _account(item: Item, email: str) -> User:
    """Return the account of an address with a role of today in the employer; raises Invalid."""
    user = accounts.by_email(email)
    wrong = f"Aucun accès de {item.owner.name} ne porte cette adresse : invitez-la d’abord."
    if user and user.shared:
        wrong = "Cette adresse est une boîte partagée : donnez celle de la personne."
    elif user and _acts_for(user, item):
        return user
    raise Invalid("invalid", errors={"email": [wrong]})


def _acts_for(user: User, item: Item) -> bool:
    today = memberships.today_of(item.owner)
    held = select(Membership).filter_by(user_id=user.id, organization_id=item.owner_id)
    return any(accounts.tenure(each, user).holds(today) for each in db.session.scalars(held))
